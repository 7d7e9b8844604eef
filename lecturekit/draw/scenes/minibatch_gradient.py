"""Gradients of minibatches around the full gradient: a cloud of arrows."""

import numpy as np

from lecturekit.draw.descent import draw_descent_contours
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.sheet import Sheet, faded
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.gradient_noise import (
    DRAWS,
    SHOWN,
    SIZES,
    cloud,
    place,
    sepal_loss,
    sepals,
)
from lecturekit.gradient_descent import Path

FARTHEST = 3.4  # from the minimum
W_LIMITS, B_LIMITS = (-2.3, 2.7), (-1.7, 3.3)
LENGTH = 1.4  # of an arrow for a gradient of length 1, in the units of the panel
LAWS = {"without": "s²/B · (n − B)/(n − 1)", "with": "s²/B"}
NOTHING = 1e-20  # a variance that is only rounding error
VARIANCES = (1e-4, 3.0)  # the range of the axis; what is outside is marked at its edge


class MinibatchGradient(Scene):
    """Left: the cloud of arrows −∇J_B at θ. Right: their noise and their direction against B.

    Values: ``batch_size`` B (one of `SIZES`), ``distance`` of θ from the minimum,
    ``replacement`` ("without", "with"), ``seed`` of the draw. A neuron classifies irises by sepal
    length: two parameters, 100 flowers. Part 4, the stochastic gradient.
    """

    size = (8.6, 3.2)
    widths = (1.12, 1)

    def build(self, left, right):
        still = Path(np.array([place(0.0)]), np.zeros(1), "max_steps")
        ground = draw_descent_contours(left, sepal_loss, still, W_LIMITS, B_LIMITS, resolution=61)
        for artist in ground[2:6]:
            artist.remove()  # there is no path here
        left.set(xlabel="weight $w$", ylabel="bias $b$")
        left.spines[:].set_visible(False)
        left.plot(*place(0.0), "X", ms=8, color=INK, mec="white", mew=1, zorder=1.5)
        style = {"angles": "xy", "scale_units": "xy", "scale": 1, "zorder": 3}
        style |= {"width": 0.0045, "headwidth": 5, "headlength": 6, "headaxislength": 5}
        none = np.zeros(SHOWN)
        self.cloud = left.quiver(none, none, none, none, color=faded(GRADIENT, 0.45), **style)
        self.true = Sheet(left).arrow((0, 0), (1, 0), GRADIENT, 3, head=(3.2, 6.4))
        self.moves(self.cloud, self.true)
        self.here = self.dot(left, INK, 8)
        self.name, self.state = self.heading(left)
        self.state.set_color(MUTED)

        right.axis("off")
        self.verdict, self.numbers = self.heading(right)
        upper = right.inset_axes((0.13, 0.5, 0.77, 0.41))
        lower = right.inset_axes((0.13, 0.0, 0.77, 0.24))
        self._variances(upper)
        self._downhill(lower)
        self.name_of_scale = self.moves(lower.text(1, 0.42, " ρ", color=HIGHLIGHT))
        self.scales = [self.guide(ax, color=HIGHLIGHT, ls=(0, (1, 2))) for ax in (upper, lower)]

    def _variances(self, ax):
        ticks = [0.0001, 0.01, 1]
        self.logarithmic(ax, VARIANCES, ticks, ["≤ 0.0001", "0.01", "1"])
        _sizes(ax)
        self.signal = self.guide(ax, color=GRADIENT, lw=1.8)
        self.other = self.guide(ax, lw=1.2, ls=(0, (4, 2)))
        self.theory = self.line(ax, color=INK, lw=1.8, zorder=3)
        style = {"color": faded(GRADIENT, 0.2), "ms": 5, "mec": "white", "mew": 0.6, "ls": ""}
        self.measured = self.line(ax, "o", zorder=4, **style)
        self.nothing = self.line(ax, "v", zorder=4, clip_on=False, **style)
        self.now = self.dot(ax)
        self.law = self.words(ax, 0, 1.03, fontsize=9, va="bottom")
        style = {"color": GRADIENT, "fontsize": 9, "va": "center"}
        self.height = self.moves(ax.text(118, 1, r"$\|\nabla J\|^2$", **style))

    def _downhill(self, ax):
        _sizes(ax)
        ax.set(ylim=(0.4, 1.03), xlabel="batch size B")
        ax.set_yticks([0.5, 0.75, 1], ["50 %", "75 %", "100 %"])
        ax.grid(axis="y")
        self.moves(*ax.spines.values())
        self.shares = self.line(ax, "o-", color=faded(GRADIENT, 0.2), ms=4, lw=1.4, zorder=3)
        self.share_now = self.dot(ax)
        ax.set_title("arrows that point downhill", loc="left", fontsize=9, fontweight="normal")
        self.no_slope = self.words(ax, 0.5, 0.68, False, fontsize=9, ha="center", zorder=1)
        self.no_slope.set(text="at the minimum nothing is downhill", color=MUTED)

    def update(self, batch_size, distance, replacement, seed):
        seen = cloud(distance, replacement, seed)
        theta, index = place(distance), SIZES.index(batch_size)
        arrows = -LENGTH * seen.shown[index]
        self.cloud.set_offsets(np.tile(theta, (SHOWN, 1)))
        self.cloud.set_UVC(*arrows.T)
        self.here.set_data(*theta[:, None])
        self.true.set_positions(theta, theta - LENGTH * seen.gradient)
        self.true.set_visible(not seen.flat)
        self.name.set_text(f"{SHOWN} minibatches of {batch_size}")
        length = "0" if seen.flat else rounded(np.linalg.norm(seen.gradient))
        self.state.set_text(f"thin: −{LENGTH}∇J of each, thick: of all;  ‖∇J‖ = {length}")

        signal = float(seen.gradient @ seen.gradient)
        self.signal.set_data([0.9, 112], [signal] * 2)
        self.height.set_position((118, signal))
        self.name_of_scale.set_position((seen.scale, 0.42))
        for line, ends in zip(self.scales, (VARIANCES, (0.4, 1.03)), strict=True):
            line.set_data([seen.scale] * 2, ends)
        for artist in (*self.scales, self.name_of_scale):
            artist.set_visible(SIZES[0] <= seen.scale <= SIZES[-1])
        for artist in (self.signal, self.height):
            artist.set_visible(signal > VARIANCES[0])
        self.theory.set_data(SIZES, drawable(seen.theory[replacement]))
        other = "with" if replacement == "without" else "without"
        self.other.set_data(SIZES, drawable(seen.theory[other]))
        some = seen.measured >= VARIANCES[0]
        self.measured.set_data(np.array(SIZES)[some], seen.measured[some])
        self.nothing.set_data(np.array(SIZES)[~some], np.full(np.sum(~some), VARIANCES[0]))
        self.place(self.now, batch_size, seen.measured[index], VARIANCES)
        self.law.set_text(f"dots: measured,  — {LAWS[replacement]},  – – {LAWS[other]}")
        self.shares.set_data(SIZES, seen.downhill)
        self.shares.set_visible(not seen.flat)
        self.share_now.set_data([batch_size], [seen.downhill[index]])
        self.share_now.set_visible(not seen.flat)
        self.no_slope.set_visible(seen.flat)
        self.verdict.set(text=_words(seen, index), color=MUTED if seen.flat else HIGHLIGHT)
        self.numbers.set_text(_numbers(seen, index, replacement))

    def describe(self, batch_size, distance, replacement, seed):
        seen, index = cloud(distance, replacement, seed), SIZES.index(batch_size)
        return (
            f"Arrows of {SHOWN} minibatches of {batch_size}, drawn {replacement} replacement "
            f"from {len(sepals()[1])} irises (seed {seed}), around the full gradient at a "
            f"distance of {distance:.1f} from the minimum. {_words(seen, index)}; "
            f"{_numbers(seen, index, replacement).replace('  ', ' ')}."
        )


def _sizes(ax):
    ax.set(xscale="log", xlim=(0.9, 112))
    ax.set_xticks([1, 2, 5, 10, 20, 50, 100], ["1", "2", "5", "10", "20", "50", "100"])
    ax.minorticks_off()


def _words(seen, index):
    if seen.flat and seen.measured[index] < NOTHING:
        return "∇J = 0, and so is every arrow"
    if seen.flat:
        return "∇J = 0: the arrows agree on nothing"
    return f"{_percent(seen.downhill[index])} of {DRAWS} point downhill"


def _numbers(seen, index, replacement):
    theory = seen.theory[replacement][index]
    measured = seen.measured[index]
    shown = "0" if measured < NOTHING else rounded(measured)
    scale = "" if seen.flat else f"noise scale ρ = {seen.scale:.3g};  "
    return f"{scale}variance {shown}, in theory {rounded(theory)}"


def _percent(share):
    return f"{100 * share:.0f} %" if share in (0, 1) or share < 0.99 else f"{100 * share:.1f} %"
