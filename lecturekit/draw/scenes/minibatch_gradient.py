"""Gradients of minibatches round the gradient of all examples: a cloud of arrows."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.patches import FancyArrowPatch

from lecturekit import datasets
from lecturekit.activations import sigmoid, softplus
from lecturekit.draw.descent import draw_descent_contours
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.panels import dot, drawable, heading, logarithmic, place_dot
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.gradient_noise import (
    example_gradients,
    gradient_variance,
    minibatch_gradients,
)
from lecturekit.gradient_descent import Path
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network

DATA = {"positive": "virginica", "negative": "versicolor", "features": "sepal length (cm)"}
SIZES = (1, 2, 5, 10, 20, 50, 75, 90, 100)  # of minibatches; the last is all there are
DRAWS = 1000  # minibatches that are measured
SHOWN = 60  # of them that are drawn
FARTHEST = 3.4
DIRECTION = np.array([-0.8, 0.6])  # from the minimum to where θ may be
W_LIMITS, B_LIMITS = (-2.3, 2.7), (-1.7, 3.3)
LENGTH = 2.0  # of an arrow for a gradient of length 1, in the units of the panel
LAWS = {"without": "s²/B · (n − B)/(n − 1)", "with": "s²/B"}
NOTHING = 1e-20  # a variance that is only rounding error
VARIANCES = (1e-3, 3.0)  # the range of the axis; what lies outside is marked at its edge


class MinibatchGradient(Scene):
    """Left the cloud of arrows −∇J_B at θ, right their variance and their direction against B.

    Values: ``batch_size`` B (one of `SIZES`), ``distance`` of θ from the minimum,
    ``replacement`` ("without", "with"), ``seed`` of the draw. A neuron tells irises apart by
    the length of their sepals: two parameters, 100 flowers. Part 4, the stochastic gradient.
    """

    size = (8.6, 4.3)
    widths = (1.12, 1)

    def build(self, left, right):
        still = Path(np.array([place(0.0)]), np.zeros(1), "max_steps")
        ground = draw_descent_contours(left, objective, still, W_LIMITS, B_LIMITS, resolution=61)
        for artist in ground[2:6]:
            artist.remove()  # nobody walks here
        left.set(xlabel="weight $w$", ylabel="bias $b$")
        left.spines[:].set_visible(False)
        left.plot(*place(0.0), "X", ms=8, color=INK, mec="white", mew=1, zorder=1.5)
        style = {"angles": "xy", "scale_units": "xy", "scale": 1, "zorder": 3}
        style |= {"width": 0.0045, "headwidth": 5, "headlength": 6, "headaxislength": 5}
        none = np.zeros(SHOWN)
        self.cloud = left.quiver(none, none, none, none, color=faded(GRADIENT, 0.45), **style)
        self.true = FancyArrowPatch(
            *((0, 0), (1, 0)),
            arrowstyle="-|>",
            mutation_scale=16,
            color=GRADIENT,
            lw=3,
            shrinkA=0,
            shrinkB=0,
            zorder=4,
        )
        left.add_patch(self.true)
        self.moves(self.cloud, self.true)
        self.here = dot(self, left, INK, 8)
        self.name, self.state = heading(self, left)
        self.state.set_color(MUTED)

        right.axis("off")
        self.verdict, self.numbers = heading(self, right)
        self._variances(right.inset_axes((0.13, 0.47, 0.86, 0.53)))
        self._downhill(right.inset_axes((0.13, 0.0, 0.86, 0.3)))

    def _variances(self, ax):
        ticks = [0.001, 0.01, 0.1, 1]
        logarithmic(self, ax, VARIANCES, ticks, ["≤ 0.001", "0.01", "0.1", "1"])
        _sizes(ax)
        ax.set_xticklabels([])
        (self.other,) = ax.plot([], [], color=MUTED, lw=1.2, ls=(0, (4, 2)), zorder=2)
        (self.theory,) = ax.plot([], [], color=INK, lw=1.8, zorder=3)
        style = {"color": faded(GRADIENT, 0.2), "ms": 5, "mec": "white", "mew": 0.6, "ls": ""}
        (self.measured,) = ax.plot([], [], "o", zorder=4, **style)
        (self.nothing,) = ax.plot([], [], "v", zorder=4, clip_on=False, **style)
        self.moves(self.other, self.theory, self.measured, self.nothing)
        self.now = dot(self, ax)
        words = r"● mean of $\|\nabla J_B - \nabla J\|^2$"
        place = {"transform": ax.transAxes, "fontsize": 9, "va": "bottom", "zorder": 1}
        ax.text(0.02, 0.03, words, color=GRADIENT, **place)
        self.law = ax.text(0.99, 0.99, "", color=INK, **place | {"ha": "right", "va": "top"})
        self.moves(self.law, apart=True)

    def _downhill(self, ax):
        _sizes(ax)
        ax.set(ylim=(0.4, 1.03), xlabel="batch size B")
        ax.set_yticks([0.5, 0.75, 1], ["50 %", "75 %", "100 %"])
        ax.grid(axis="y")
        self.moves(*ax.spines.values())
        (self.shares,) = ax.plot([], [], "o-", color=faded(GRADIENT, 0.2), ms=4, lw=1.4, zorder=3)
        self.moves(self.shares)
        self.share_now = dot(self, ax)
        words = "arrows that point downhill"
        style = {"transform": ax.transAxes, "fontsize": 9, "color": GRADIENT, "zorder": 1}
        ax.text(0.98, 0.05, words, ha="right", **style)
        words = "at the minimum nothing is downhill"
        self.no_slope = ax.text(0.5, 0.68, words, ha="center", **style | {"color": MUTED})
        self.moves(self.no_slope)

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
        self.state.set_text(f"−2∇J: thin of each, thick of all;  ‖∇J‖ = {length}")

        self.theory.set_data(SIZES, drawable(seen.theory[replacement]))
        other = "with" if replacement == "without" else "without"
        self.other.set_data(SIZES, drawable(seen.theory[other]))
        some = seen.measured >= VARIANCES[0]
        self.measured.set_data(np.array(SIZES)[some], seen.measured[some])
        self.nothing.set_data(np.array(SIZES)[~some], np.full(np.sum(~some), VARIANCES[0]))
        place_dot(self.now, batch_size, seen.measured[index], VARIANCES)
        self.law.set_text(f"— {LAWS[replacement]};  dashed: {LAWS[other]}")
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
            f"from {len(examples()[1])} irises (seed {seed}), round the true gradient at a "
            f"distance of {distance:.1f} from the minimum. {_words(seen, index)}; "
            f"{_numbers(seen, index, replacement)}."
        )


class Cloud(NamedTuple):
    """Minibatch gradients at one place: those shown and what was measured, for each of `SIZES`.

    ``theory`` holds the variances "with" and "without" replacement; ``flat`` says that there is
    no downhill, because θ is at the minimum.
    """

    gradient: np.ndarray
    flat: bool
    shown: np.ndarray
    measured: np.ndarray
    theory: dict
    downhill: np.ndarray


@lru_cache(maxsize=256)
def cloud(distance, replacement, seed):
    """Draw `DRAWS` minibatches of every size at a place, and measure them; once each."""
    gradients = gradients_at(distance)
    gradient, rng = gradients.mean(axis=0), np.random.default_rng(seed)
    again = replacement == "with"
    shown, measured, downhill = [], [], []
    for size in SIZES:
        drawn = minibatch_gradients(gradients, size, DRAWS, rng, again)
        shown.append(drawn[:SHOWN])
        measured.append(np.mean(np.sum((drawn - gradient) ** 2, axis=1)))
        downhill.append(np.mean(drawn @ gradient > 0))
    theory = {
        name: gradient_variance(gradients, SIZES, replacement=name == "with")
        for name in ("with", "without")
    }
    flat = bool(np.linalg.norm(gradient) < 1e-6)
    return Cloud(gradient, flat, np.array(shown), np.array(measured), theory, np.array(downhill))


@cache
def gradients_at(distance):
    """Return the gradient of every example at a place, shape (n, 2)."""
    return example_gradients(_network(place(distance)), *examples())


def place(distance):
    """Return θ = (w, b) at this distance from the minimum."""
    return minimum() + distance * DIRECTION


@cache
def minimum():
    """Return the best (w, b)."""
    return fit_logistic(*examples(), step_size=4, tolerance=1e-10).thetas[-1]


@cache
def examples():
    """The sepals of versicolor and virginica, standardised, and the classes."""
    X, y = datasets.iris(**DATA)
    return datasets.standardise(X), y


def objective(theta):
    """Return J and ∇J at (w, b); in few words, because the contours need it 10,000 times."""
    X, y = examples()
    z = theta[0] * X[:, 0] + theta[1]
    slopes = (sigmoid(z) - y) / len(y)
    return np.mean(softplus(z) - y * z), np.array([slopes @ X[:, 0], slopes.sum()])


def _network(theta):
    network = Network([1, 1], output="sigmoid", loss="binary_cross_entropy")
    network.theta[:] = theta
    return network


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
    return f"variance: measured {shown}, in theory {rounded(theory)}"


def _percent(share):
    return f"{100 * share:.0f} %" if share in (0, 1) or share < 0.99 else f"{100 * share:.1f} %"
