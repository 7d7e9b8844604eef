"""A gradient check that can fail in four ways: too large a step, too small, a bug, a kink."""

from functools import cache

import numpy as np
from matplotlib.collections import LineCollection

from lecturekit.draw.gradients import LEAST, LIMITS
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.gradcheck import (
    KINK,
    RIGHT,
    STEPS,
    TOLERANCE,
    WRONG,
    check_gradient,
    difference_quotients,
    gradient_error,
)
from lecturekit.network import Network

BUGS = {
    "none": "none",
    "transposed": "dW₂ transposed",
    "mean": "mean over n forgotten",
    "slope": "slope tanh′ forgotten",
    "sign": "sign: y − ŷ",
}
NAMES = ("W₁", "b₁", "W₂", "b₂", "W₃", "b₃")
REACH = 1.0  # of the axis of slopes, to both sides; what lies outside is marked at its edge
CORNER = 0.5  # the bias that puts one neuron on its corner is so much lower
# Numbers that float32 holds exactly, so that z = 0 is exactly 0 in both precisions.
THETA = (
    *(1.0, -0.5, -0.75, 1.25, 0.5, 0.375),
    *(1.25, -0.75, 0.5, 1.0, 0.125, -0.25),
    *(1.5, -1.25, 0.25),
)
X = np.array([[0.5, 1.0], [1.0, -0.5], [-1.0, 0.75], [-0.75, -1.0]])
Y = np.array([1.0, 0.0, 0.0, 1.0])


class GradientCheck(Scene):
    """Left the error of the check over h, right slope by slope what is compared.

    Values: the step ``h`` (one of `STEPS`), ``precision`` ("float64", "float32"), ``kind``
    ("central", "forward"), a planted ``bug`` (a key of `BUGS`), and ``kink`` ("off", or "on":
    one neuron has z = 0 for one example). The network is 2-2-2-1 with ReLU, tanh, and sigmoid.
    Part 3, checking a gradient.
    """

    size = (8.6, 3.9)
    widths = (1, 1.12)

    def build(self, left, right):
        left.set(
            xscale="log", yscale="log", xlim=(STEPS[0] / 1.6, STEPS[-1] * 2), ylim=(LIMITS[0], 1e5)
        )
        left.set(xlabel="step h", ylabel="relative error of the gradient")
        left.set_yticks(10.0 ** np.arange(-12, 1, 3))
        left.set_xticks(10.0 ** np.arange(-12, 0, 3))
        left.minorticks_off()
        left.grid(color=FAINT)
        self.moves(*left.spines.values())  # they cover the ends of the curves
        self.limit = self.moves(left.axhline(1, color=HIGHLIGHT, ls=(0, (1, 2)), lw=1.4, zorder=2))
        self.limit_name = left.text(10**-7.5, 1, "agree below this line", fontsize=9)
        self.limit_name.set(color=HIGHLIGHT, ha="center", va="bottom", zorder=2)
        self.moves(self.limit_name)
        (self.clean,) = left.plot([], [], color=MUTED, lw=1.4, ls=(0, (4, 2)), zorder=2.4)
        (self.curve,) = left.plot([], [], color=INK, lw=2.2, zorder=3)
        (self.now,) = left.plot([], [], "o", ms=11, color=HIGHLIGHT, mec="white", mew=1.6, zorder=5)
        self.now.set_clip_on(False)
        self.moves(self.clean, self.curve, self.now)
        place = {"transform": left.transAxes, "va": "top", "zorder": 6}
        self.numbers = left.text(0.02, 0.985, "", fontsize=10, **place)
        self.verdict = left.text(0.02, 0.905, "", fontsize=10, fontweight="bold", **place)
        self.moves(self.numbers, self.verdict, apart=True)

        m = len(THETA)
        right.set(xlim=(-0.7, m - 0.3), ylim=(-REACH, REACH), ylabel="slope dJ/dθ")
        right.axhline(0, color=MUTED, lw=0.8, zorder=1)
        right.spines["bottom"].set_visible(False)
        edges = np.cumsum([0, *(window.size for pair in _windows(np.zeros(m)) for window in pair)])
        right.set_xticks((edges[1:] + edges[:-1] - 1) / 2, NAMES, fontsize=11, color=INK)
        right.tick_params(axis="x", length=0)
        for edge in edges[1:-1]:
            right.axvline(edge - 0.5, color=FAINT, lw=1, zorder=0.7)
        bars = LineCollection([], linewidths=10, capstyle="butt", zorder=2)
        self.bars = right.add_collection(bars)
        self.gaps = right.add_collection(LineCollection([], linewidths=1.6, colors=INK, zorder=3))
        style = {"color": INK, "ms": 6, "mec": "white", "mew": 0.8, "ls": "", "zorder": 4}
        self.dots = [
            right.plot([], [], marker, clip_on=False, **style)[0] for marker in ("o", "^", "v")
        ]
        style |= {"color": GRADIENT, "ms": 8, "zorder": 3.5}
        self.edges = [
            right.plot([], [], marker, clip_on=False, **style)[0] for marker in ("^", "v")
        ]
        self.moves(self.bars, self.gaps, *self.edges, *self.dots)
        right.set_title(" ")  # keeps a line free above the slopes
        above = {"transform": right.transAxes, "va": "bottom", "fontsize": 9.5}
        right.text(0, 1.025, "bars: backprop", color=GRADIENT, fontweight="bold", **above)
        right.text(0.33, 1.025, "● differences", color=INK, fontweight="bold", **above)
        self.off = right.text(1, 1.025, "", ha="right", color=MUTED, **above)
        self.moves(self.off, apart=True)

    def update(self, h, precision, kind, bug, kink):
        found = check(h, precision, kind, bug, kink)
        tolerance = TOLERANCE[precision]
        self.limit.set_ydata([tolerance, tolerance])
        self.limit_name.set_y(1.4 * tolerance)
        clean = bug == "none" and kink == "off"
        self.clean.set_visible(not clean)
        self.clean.set_data(STEPS, np.maximum(errors(precision, kind, "none", "off"), LEAST))
        self.curve.set_data(STEPS, np.maximum(errors(precision, kind, bug, kink), LEAST))
        self.now.set_data([h], [max(found["error"], LIMITS[0])])
        colour = HIGHLIGHT if found["right"] else GRADIENT
        self.now.set_color(colour)
        self.now.set_markeredgecolor("white")
        self.numbers.set_text(f"h = {_power(h)},  relative error {rounded(found['error'])}")
        self.verdict.set_text(found["words"])
        self.verdict.set_color(colour)

        gradient, numerical = found["gradient"], found["numerical"]
        places = np.arange(len(gradient))
        wrong = found["apart"]
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
        number = np.sum(found["apart"])
        state = "one neuron on its corner" if kink == "on" else "no neuron near its corner"
        return (
            f"A gradient check of a small network in {precision}, by {kind} differences with "
            f"h = {_power(h)}, planted bug: {BUGS[bug]}, {state}. The relative error is "
            f"{rounded(found['error'])}, and {number} of {len(THETA)} slopes are visibly apart: "
            f"{found['words']}."
        )


def lab_network(precision, kink):
    """Return the network of the lab; with the kink on, its first neuron has z = 0 for X[0]."""
    network = Network([2, 2, 2, 1], ["relu", "tanh"], "sigmoid", dtype=precision)
    network.theta[:] = THETA
    if kink == "on":
        network.layers[0].b[0] -= CORNER
    return network


def planted(network, X, y, bug="none"):
    """Return dJ/dθ by a backward pass of three layers, in which a bug may be planted.

    Parameters
    ----------
    network : Network
        With three layers, the last one a sigmoid with its cross-entropy.
    bug : str
        A key of `BUGS`.
    """
    Z, A = network.forward(X)
    delta = A[-1] - network.targets(y, len(X)).astype(network.theta.dtype)
    if bug != "mean":
        delta = delta / len(X)
    if bug == "sign":
        delta = -delta
    gradient = np.empty_like(network.theta)
    for i in (2, 1, 0):
        dW, db = network.views(gradient)[i]
        dW[:] = A[i].T @ delta if bug == "transposed" and i == 1 else delta.T @ A[i]
        db[:] = delta.sum(axis=0)
        if i > 0:
            delta = delta @ network.layers[i].W
            if not (bug == "slope" and i == 2):
                delta = delta * network.layers[i - 1].activation.derivative(Z[i - 1])
    return gradient


def check(h, precision, kind, bug, kink):
    """Return everything that the picture shows for these values, as a dict."""
    gradient = _gradient(precision, bug, kink)
    numerical = _quotients(precision, kind, kink)[int(np.argmin(np.abs(STEPS - h)))]
    error, tolerance = gradient_error(gradient, numerical), TOLERANCE[precision]
    # In the picture a slope counts as apart if one could see it on the scale of all slopes.
    apart = np.abs(gradient - numerical) > 0.01 * np.abs(gradient).max()
    verdict = _verdict(precision, bug, kink)
    if verdict == WRONG:
        words = "wrong: no h brings the two together"
    elif verdict == KINK:
        words = "at a kink: no bug, yet no h helps"
    elif error <= tolerance:
        words = "right: the two agree"
    elif h > STEPS[np.argmin(errors(precision, kind, bug, kink))]:
        words = "h too large: the formula is off"
    else:
        words = "h too small: lost in rounding"
    right = verdict == RIGHT and error <= tolerance
    return {
        "gradient": gradient,
        "numerical": numerical,
        "error": error,
        "apart": apart,
        "words": words,
        "right": right,
    }


@cache
def errors(precision, kind, bug, kink):
    """Return the relative error of the whole gradient for each of `STEPS`."""
    gradient = _gradient(precision, bug, kink)
    return np.array([gradient_error(gradient, row) for row in _quotients(precision, kind, kink)])


@cache
def _quotients(precision, kind, kink):
    """Difference quotients of all parameters, a row for each of `STEPS`."""
    network = lab_network(precision, kink)

    def f(theta):
        network.theta[:] = theta
        return network.theta.dtype.type(network.loss(X, Y))

    theta = network.theta.copy()
    return np.array([difference_quotients(f, theta, h, kind) for h in STEPS]).astype(float)


@cache
def _gradient(precision, bug, kink):
    return planted(lab_network(precision, kink), X, Y, bug).astype(float)


@cache
def _verdict(precision, bug, kink):
    network = lab_network(precision, kink)
    return check_gradient(network, X, Y, planted(network, X, Y, bug)).verdict


def _windows(vector):
    return lab_network("float64", "off").views(vector)


def _verticals(x, low, high):
    return np.stack([np.column_stack([x, low]), np.column_stack([x, high])], axis=1)


def _outside(slopes):
    """Say which slopes lie above the axis, and which below."""
    return slopes > REACH, slopes < -REACH


def _power(h):
    return f"{h:.0e}".replace("e-0", "e-")
