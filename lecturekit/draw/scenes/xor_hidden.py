"""XOR in two spaces: two lines moved by hand, and where they send the corners."""

import numpy as np

from lecturekit import datasets
from lecturekit.activations import get_activation
from lecturekit.draw.hidden import draw_hidden_space, update_hidden_space
from lecturekit.draw.rounding import rounded, without_residue
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.sheet import neuron_badge
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, MUTED
from lecturekit.experiments.classifiers import best_line
from lecturekit.network import Network

LENGTHS = {"step": 1.0, "sigmoid": 6.0, "relu": 1.0}  # ‖w‖ of a hidden neuron
INPUTS = (-0.45, 1.45)
HIDDEN = (-0.22, 1.58)  # a hinge reaches 1.41 at most, the steps reach 1
CENTRE = np.array([0.5, 0.5])
NARROW = 0.02  # gaps below it cannot be seen
BELOW = (-49, -68)  # heights of the lines of text below the panels, in points
ENDS = (0.1, 0.9)  # where each neuron's badge is on its line: it covers no corner there
ARROW = 0.25


class XorHidden(Scene):
    """Left: the inputs and two lines. Right: the outputs of both neurons, and the best line.

    Values: for the hidden neurons k = 1, 2 the direction ``angle_k`` of the weights in degrees
    and the distance ``shift_k`` of the line from the centre (½, ½) of the square; the
    ``activation`` (a key of `LENGTHS`). The output neuron is not moved by hand: `best_line`
    computes it. Part 2, intuition.
    """

    size = (8.3, 4.95)  # two controls fit side by side below it
    widths = (1, 1)

    def build(self, left, right):
        self.X, self.y = datasets.xor()
        network = Network([2, 2, 1], "step", "step")
        self.picture = draw_hidden_space(
            (left, right), network, self.X, self.y, INPUTS, INPUTS, HIDDEN
        )
        left.set(xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        right.set(xticks=[0, 0.5, 1, 1.5], yticks=[0, 0.5, 1, 1.5])
        for ax in (left, right):
            ax.spines[:].set_visible(False)  # the shading shows where the panel ends
        for image in self.picture.regions:
            image.set_zorder(0.6)  # above the axes, which do not change
        for point, label in zip(self.picture.hidden_points, self.y, strict=True):
            # The smaller in front of the larger, so that both show where two classes coincide.
            point.set(markersize=22 if label else 11, zorder=4.5 if label else 5)
        (centre,) = left.plot(*CENTRE, "+", ms=9, mew=1.6, color=MUTED, zorder=1.2)
        moving = [centre, *self.picture.regions, *self.picture.points, *self.picture.hidden_points]
        moving += [*self.picture.numbers, *self.picture.hidden_numbers]
        for arrow in (*self.picture.lines, self.picture.output_line):
            moving += [artist for artist in arrow if artist is not None]
        self.moves(*moving)
        self._label(left, right)

    def _label(self, left, right):
        self.formulas = []
        for k, height in enumerate(BELOW, start=1):
            badge = neuron_badge(left, (0, 0), k, like="axes fraction", away=(9, height))
            badge.set_in_layout(False)
            self.formulas.append(self.offset_words(left, (0, 0), (22, height), va="center"))
        self.answer, self.gap = (
            self.offset_words(right, (0, 0), (0, height), va="center") for height in BELOW
        )
        self.spacer(left, 0, 0, "z", away=(0, BELOW[1] - 6), va="center")
        above = {"ha": "right", "va": "bottom"}
        self.verdict = self.words(right, 1, 1.025, fontweight="bold", fontsize=9.5, **above)
        look = above | {"transform": left.transAxes, "color": MUTED, "fontsize": 9}
        left.text(1, 1.025, "arrow: the side z > 0", **look)

    def update(self, activation, **places):
        network, line = self._network(activation, places)
        update_hidden_space(self.picture, network)
        for parts, w, share in zip(self.picture.lines, network.layers[0].W, ENDS, strict=True):
            _move_badge(parts, w, share)
        for k, text in enumerate(self.formulas):
            layer = network.layers[0]
            text.set_text(f"$z_{{1,{k + 1}}}$ = " + _sum("x_{", layer.W[k], layer.b[k]))
        right = self._right(network)
        separable = right == len(self.y)
        words = f"{right} of {len(self.y)} right: {'separable' if separable else 'not separable'}"
        if separable and line.gap < NARROW:
            words = f"{right} of {len(self.y)}: separable, but only just"  # "right" has no room
        self.verdict.set(text=words, color=HIGHLIGHT if separable else GRADIENT)
        if not line.w.any():
            self.answer.set_text("all corners coincide:")
            self.gap.set_text("there is no line to draw")
            return
        score = _sum("a_{1,", network.layers[1].W[0], network.layers[1].b[0])
        self.answer.set_text(f"$\\hat{{y}}$ = 1 where {score} ≥ 0")
        more = "" if separable else "; none gets all right"
        self.gap.set_text(f"the best line, computed{more}")

    def describe(self, activation, **places):
        network, line = self._network(activation, places)
        first = network.layers[0]
        right = self._right(network)
        where = "; ".join(
            f"corner {i} is at ({rounded(a[0], 2)}, {rounded(a[1], 2)})"
            for i, a in enumerate(without_residue(first(self.X)), start=1)
        )
        if right == len(self.y):
            only = " only just" if line.gap < NARROW else ""
            verdict = f"one line{only} separates the classes there"
        elif line.w.any():
            verdict = "no line separates the classes there, and the best one gets "
            verdict += f"{right} of 4 right"
        else:
            verdict = "all corners coincide, and there is no line to draw"
        one, two = (_plain("x_{", w, b) for w, b in zip(first.W, first.b, strict=True))
        return (
            f"Two hidden neurons with activation {get_activation(activation).title}: z is {one} "
            f"for neuron 1, and {two} for neuron 2. In hidden space, {where}; {verdict}."
        )

    def _network(self, activation, places):
        network = Network([2, 2, 1], activation, "step")
        hidden, output = network.layers
        for k in (0, 1):
            angle = np.radians(places[f"angle_{k + 1}"])
            w = LENGTHS[activation] * np.array([np.cos(angle), np.sin(angle)])
            hidden.W[k] = np.round(w, 12)  # np.cos(π/2) is not exactly 0
            push = LENGTHS[activation] * places[f"shift_{k + 1}"]
            hidden.b[k] = np.round(-hidden.W[k] @ CENTRE - push, 12)
        line = best_line(hidden(self.X), self.y)
        # A narrow gap makes these numbers huge; scaled to length 1, the line is the same.
        scale = np.linalg.norm(line.w) if 0 < line.gap < NARROW else 1.0
        output.W[0], output.b[0] = line.w / scale, line.b / scale
        return network, line

    def _right(self, network):
        return int(np.sum(network(self.X)[:, 0] == self.y))


def _move_badge(parts, w, share):
    """Move badge and arrow of a neuron along its line, to a fraction of its length."""
    start, stop = parts.line.get_xydata()  # every allowed push leaves the line in the panel
    foot = start + share * (stop - start)
    if start[1] > stop[1]:  # the badge of neuron 1 is always at the lower end
        foot = stop + share * (start - stop)
    parts.badge.xy = tuple(foot)
    parts.arrow.set_positions(foot, foot + ARROW * w / np.linalg.norm(w))


def _sum(inputs, w, b):
    """Write w₁a₁ + w₂a₂ + b with symbols for Matplotlib, without zero terms and factors 1."""
    words = ""
    symbols = (f"${inputs}1}}$", f"${inputs}2}}$", "")
    for value, symbol in zip(without_residue([*w, b]), symbols, strict=True):
        if value == 0:
            continue
        sign = "−" if value < 0 else "+" if words else ""
        size = rounded(abs(value), 2)
        factor = symbol if symbol and size == "1" else f"{size} {symbol}".strip()
        words += f" {sign} {factor}" if words else f"{sign}{factor}"
    return words or "0"


def _plain(inputs, w, b):
    return _sum(inputs, w, b).replace("$", "").replace("_{1}", "₁").replace("_{2}", "₂")
