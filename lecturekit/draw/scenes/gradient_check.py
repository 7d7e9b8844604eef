"""A gradient check that can fail in four ways: a step too large or too small, a bug, a kink."""

import numpy as np
from matplotlib.collections import LineCollection

from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.sheet import faded
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.gradient_lab import BUGS, THETA, check, errors, lab_network
from lecturekit.gradcheck import KINK, RIGHT, STEPS, TOLERANCE, WRONG

NAMES = ("W₁", "b₁", "W₂", "b₂", "W₃", "b₃")
LEAST = 1e-11  # of the axis of errors
REACH = 1.0  # of the axis of derivatives; what is outside is marked at its edge
WORDS = {
    RIGHT: ("right: the two agree", HIGHLIGHT),
    "h too large": ("h too large: truncation error", GRADIENT),
    "h too small": ("h too small: rounding error", GRADIENT),
    WRONG: ("wrong: the two disagree at every h", GRADIENT),
    KINK: ("at a kink: no bug, but no h helps", GRADIENT),
    "kink crossed": ("h crosses a kink: take a smaller one", GRADIENT),
}


class GradientCheck(Scene):
    """Left: the error of the check against h. Right: the derivatives that are compared.

    Values: the step ``h`` (one of `STEPS`), ``precision`` ("float64", "float32"), ``kind``
    ("central", "forward"), a planted ``bug`` (a key of `BUGS`), and ``kink`` ("off", or "near" or
    "on" for one neuron and one example). The network is 2-2-2-1 with ReLU, tanh, and sigmoid.
    Part 3, checking a gradient.
    """

    size = (8.6, 3.1)
    widths = (1, 1.12)

    def build(self, left, right):
        self._errors(left)
        self._slopes(right)

    def _errors(self, ax):
        ax.set(xscale="log", yscale="log", ylim=(LEAST, 10))
        ax.set(xlim=(STEPS[0] / 1.6, STEPS[-1] * 2), xlabel="step h")
        ax.set_ylabel("largest relative error")
        ax.set_yticks(10.0 ** np.arange(-9, 1, 3))
        ax.set_xticks(10.0 ** np.arange(-12, 0, 3))
        ax.minorticks_off()
        ax.grid(color=FAINT)
        self.moves(*ax.spines.values())  # they cover the ends of the curves
        self.limit = self.moves(ax.axhline(1, color=HIGHLIGHT, ls=(0, (1, 2)), lw=1.4, zorder=2))
        look = {"fontsize": 9, "color": HIGHLIGHT, "ha": "center", "va": "bottom", "zorder": 2}
        self.limit_name = self.moves(ax.text(10**-6.3, 1, "agree below this line", **look))
        self.clean = self.line(ax, color=MUTED, lw=1.4, ls=(0, (4, 2)), zorder=2.4)
        self.curve = self.line(ax, color=INK, lw=2.2, zorder=3)
        self.now = self.dot(ax, size=11, mew=1.6, zorder=5)
        self.verdict, self.numbers = self.heading(ax)

    def _slopes(self, ax):
        m = len(THETA)
        ax.set(xlim=(-0.7, m - 0.3), ylim=(-REACH, REACH), ylabel="derivative dJ/dθ")
        ax.axhline(0, color=MUTED, lw=0.8, zorder=1)
        ax.spines["bottom"].set_visible(False)
        parts = lab_network("float64", "off").views(THETA)
        edges = np.cumsum([0, *(part.size for pair in parts for part in pair)])
        ax.set_xticks((edges[1:] + edges[:-1] - 1) / 2, NAMES, fontsize=11, color=INK)
        ax.tick_params(axis="x", length=0)
        for edge in edges[1:-1]:
            ax.axvline(edge - 0.5, color=FAINT, lw=1, zorder=0.7)
        bars = LineCollection([], linewidths=10, capstyle="butt", zorder=2)
        self.bars = self.moves(ax.add_collection(bars))
        gaps = LineCollection([], linewidths=1.6, colors=INK, zorder=3)
        self.gaps = self.moves(ax.add_collection(gaps))
        look = {"mec": "white", "mew": 0.8, "ls": "", "clip_on": False}
        dots, marks = {"color": INK, "ms": 6, "zorder": 4}, {"color": GRADIENT, "ms": 8}
        self.dots = [self.line(ax, marker, **look, **dots) for marker in "o^v"]
        self.edges = [self.line(ax, marker, **look, **marks, zorder=3.5) for marker in "^v"]
        self.room(ax)
        above = {"va": "bottom", "fontsize": 9.5}
        bold = {"fontweight": "bold", "transform": ax.transAxes, **above}
        ax.text(0, 1.025, "bars: backprop", color=GRADIENT, **bold)
        ax.text(0.33, 1.025, "● differences", color=INK, **bold)
        self.off = self.words(ax, 1, 1.025, ha="right", color=MUTED, **above)

    def update(self, h, precision, kind, bug, kink):
        found = check(h, precision, kind, bug, kink)
        self.limit.set_ydata([TOLERANCE[precision]] * 2)
        self.limit_name.set_y(1.4 * TOLERANCE[precision])
        self.clean.set_visible(bug != "none" or kink != "off")
        self.clean.set_data(STEPS, np.maximum(errors(precision, kind, "none", "off"), LEAST))
        self.curve.set_data(STEPS, np.maximum(errors(precision, kind, bug, kink), LEAST))
        words, colour = WORDS[found.verdict]
        self.now.set_data([h], [max(found.error, LEAST)])
        self.now.set(color=colour, mec="white")
        self.numbers.set_text(f"h = {_power(h)},  largest relative error {rounded(found.error)}")
        self.verdict.set(text=words, color=colour)

        gradient, numerical, wrong = found.gradient, found.numerical, found.apart
        places = np.arange(len(gradient))
        self.bars.set_segments(_verticals(places, np.zeros_like(gradient), gradient))
        self.bars.set_color([faded(GRADIENT, 0.75 if bad else 0.45) for bad in wrong])
        tops, shown = np.clip(gradient, -REACH, REACH), np.clip(numerical, -REACH, REACH)
        self.gaps.set_segments(_verticals(places[wrong], tops[wrong], shown[wrong]))
        inside = np.abs(numerical) <= REACH
        for dots, those in zip(self.dots, (inside, *_outside(numerical)), strict=True):
            dots.set_data(places[those], shown[those])
        for marks, those in zip(self.edges, _outside(gradient), strict=True):
            marks.set_data(places[those], tops[those])
        self.off.set_text(f"{np.sum(wrong)} of {len(places)} visibly apart")

    def describe(self, h, precision, kind, bug, kink):
        found = check(h, precision, kind, bug, kink)
        state = {"off": "no neuron near its kink", "near": "one neuron near its kink"}
        state = state.get(kink, "one neuron at its kink")
        return (
            f"A gradient check of a small network in {precision}, by {kind} differences with "
            f"h = {_power(h)}, planted bug: {BUGS[bug]}, {state}. The largest relative error is "
            f"{rounded(found.error)}, and {np.sum(found.apart)} of {len(THETA)} derivatives are "
            f"visibly apart: {WORDS[found.verdict][0]}."
        )


def _verticals(x, low, high):
    return np.stack([np.column_stack([x, low]), np.column_stack([x, high])], axis=1)


def _outside(slopes):
    """Return which derivatives are above the range of the axis, and which below."""
    return slopes > REACH, slopes < -REACH


def _power(h):
    return f"{h:.0e}".replace("e-0", "e-")
