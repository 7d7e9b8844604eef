"""One activation with its derivative at z, and what such factors leave of a gradient."""

from functools import cache
from itertools import pairwise

import numpy as np

from lecturekit.activations import ACTIVATIONS
from lecturekit.draw.charts import draw_band
from lecturekit.draw.functions import SATURATED, breaks_of, saturated_tails
from lecturekit.draw.palette import PALE
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED

NAMES = tuple(name for name in ACTIVATIONS if name != "softmax")  # softmax needs several inputs
Z = (-6.0, 6.0)
HEIGHTS = (-1.45, 3.0)
MOST_LAYERS = 30
SHARES = (1e-12, 1e3)  # the range of the axis of what is left
DEPTHS = np.arange(MOST_LAYERS + 1)
LINE = 0.055  # height of a line of text beside the right panel, as a fraction of it
SUPERSCRIPT = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class ActivationZoo(Scene):
    """Left: σ and σ′ with a point at z. Right: σ′(z) to the power L for every activation.

    Values: ``activation`` (one of `NAMES`), ``z``, ``layers`` L. The right panel leaves out
    the weights' part of the chain rule. Part 1, activation functions.
    """

    size = (9.4, 4.0)
    widths = (1, 1)

    def build(self, left, right):
        left.set(xlim=Z, ylim=HEIGHTS, xlabel="pre-activation z")
        self.room(left)
        self.moves(*left.spines.values())
        self.zones = self.moves(
            *(draw_band(left, *Z, color=FAINT, alpha=0.75, lw=0, zorder=0.6) for _ in range(2))
        )
        for draw in (left.axhline, left.axvline):
            self.moves(draw(0, color=MUTED, lw=0.7, zorder=0.8))
        self.guide = self.moves(left.axvline(0, color=HIGHLIGHT, lw=1.6, ls=":", zorder=2))
        self.slope = self.line(left, color=GRADIENT, lw=2.2, ls=(0, (4, 2)), zorder=3)
        self.value = self.line(left, color=INK, lw=2.8, zorder=4)
        self.open = self.line(left, "o", ms=6, mfc="white", mew=1.5, mec=INK, zorder=5)
        self.tangent = self.line(left, color=GRADIENT, lw=3, zorder=5)
        self.value_dot = self.dot(left, size=10, mew=1.5)
        self.slope_dot = self.dot(left, GRADIENT, 8, mew=1.5, marker="D")
        look = {"apart": False, "va": "top", "fontsize": 10.5, "zorder": 7}
        self.value_word = self.words(left, 0.03, 0.94, **look)
        self.slope_word = self.words(left, 0.03, 0.86, color=GRADIENT, **look)
        self.title = self.words(left, 0, 1.025, fontweight="bold")
        self.zone_word = self.words(left, 1, 1.025, ha="right", color=MUTED, fontsize=9.5)
        self._layers(right)

    def _layers(self, ax):
        ax.set(xlim=(0, MOST_LAYERS), xlabel="layers passed")
        ax.set_ylabel("what is left of the gradient")
        self.logarithmic(ax, SHARES, [1, 1e-3, 1e-6, 1e-9, 1e-12, 1e3])
        self.others = {name: self.line(ax, color=PALE, lw=1.5, zorder=2) for name in NAMES}
        look = {"fontsize": 9, "va": "center"}
        self.names = {name: self.offset_words(ax, (1, 0), (6, 0), **look) for name in NAMES}
        for name, words in self.names.items():
            words.set_text(name.replace("_", " "))
        self.spacer(ax, 1.02, 0.5, "leaky relu", fontsize=9, fontweight="bold")  # the longest name
        self.level = self.moves(ax.axvline(1, color=HIGHLIGHT, lw=1.6, ls=":", zorder=1.5))
        self.beyond = self.line(ax, color=INK, lw=1.6, ls=(0, (1, 1.2)), zorder=3)
        self.passed = self.line(ax, "o-", ms=4, color=INK, lw=2.6, zorder=4)
        self.here = self.dot(ax, size=11, mew=1.6)
        self.result = self.words(ax, 0, 1.025, fontweight="bold")

    def update(self, activation, z, layers):
        function = ACTIVATIONS[activation]
        value, slope = float(function(z)), float(function.derivative(z))
        curve = _curve(activation)
        self.value.set_data(curve.z, curve.value)
        self.slope.set_data(curve.z, curve.slope)
        self.open.set_data(*curve.jumps)
        for zone, (start, stop) in zip(self.zones, curve.zones, strict=True):
            zone.set(x=start, width=stop - start)
        self.guide.set_xdata([z, z])
        self.place(self.value_dot, z, value, HEIGHTS)
        self.slope_dot.set_data([z], [slope])
        reach = 1.1 / np.hypot(1, 2 * slope)  # about as long on the page, however steep
        self.tangent.set_data(
            [z - reach, z + reach], [value - slope * reach, value + slope * reach]
        )
        self.value_word.set_text(f"σ({rounded(z)}) = {rounded(value)}")
        self.slope_word.set_text(f"σ′({rounded(z)}) = {_spelled(slope)}")
        self.title.set_text(activation.replace("_", " "))
        shaded = any(stop > start for start, stop in curve.zones)
        self.zone_word.set_text(f"shaded: |σ′| < {SATURATED:g}" if shaded else "never saturated")
        if activation == "step":
            self.zone_word.set_text("shaded: σ′ = 0 everywhere")
        self._show_layers(activation, z, layers, slope)

    def _show_layers(self, activation, z, layers, slope):
        ends = {}
        for name, line in self.others.items():
            factors = _shares(ACTIVATIONS[name].derivative(z))
            line.set_data(DEPTHS, factors)
            ends[name] = factors[-1]
            colour, weight = (INK, "bold") if name == activation else (MUTED, "normal")
            self.names[name].set(color=colour, fontweight=weight)
        self._place_names(ends)
        factors = _shares(slope)
        self.beyond.set_data(DEPTHS[layers:], factors[layers:])
        self.passed.set_data(DEPTHS[: layers + 1], factors[: layers + 1])
        self.place(self.here, layers, factors[layers], SHARES)
        self.level.set_xdata([layers, layers])
        left = _spelled(slope**layers)
        self.result.set_text(f"{rounded(slope)}{_superscript(layers)} = {left} left")

    def _place_names(self, ends):
        """Write each name beside the end of its line, moved where two would collide."""
        low, high = np.log10(SHARES)
        ends = {name: (np.log10(end) - low) / (high - low) for name, end in ends.items()}
        names = [self.names[name] for name in ends]
        order = np.argsort([*ends.values()], kind="stable")
        heights = np.clip([*ends.values()], 0.015, 0.985)
        for i, height in zip(order, _spread(heights[order], LINE), strict=True):
            names[i].xy = (1, height)

    def describe(self, activation, z, layers):
        function = ACTIVATIONS[activation]
        value, slope = float(function(z)), float(function.derivative(z))
        saturated = " It is saturated there." if abs(slope) < SATURATED else ""
        return minus(
            f"At z = {z:g} the activation {activation.replace('_', ' ')} has the value {value:.3g} "
            f"and the derivative {slope:.3g}.{saturated} After {layers} layers with this factor, "
            f"{_spelled(slope**layers)} of a gradient is left."
        )


class _Curve:
    """What is drawn of one activation: values, derivatives, jumps, and where it saturates."""

    def __init__(self, activation):
        cuts = [Z[0], *breaks_of(activation), Z[1]]
        gap = 0.09  # left open where there is no derivative
        pieces = [(np.linspace(a + 1e-9, b - 1e-9, 201), a == 0, b == 0) for a, b in pairwise(cuts)]
        nothing = [np.nan]  # lifts the pen
        self.z = np.concatenate([part for z, *_ in pieces for part in (z, nothing)])
        self.value = np.concatenate([p for z, *_ in pieces for p in (activation(z), nothing)])
        slopes = []
        for z, starts, stops in pieces:
            slope = activation.derivative(z)
            slope = np.where(starts & (z < gap) | stops & (z > -gap), np.nan, slope)
            slopes += [slope, nothing]
        self.slope = np.concatenate(slopes)
        left, at, right = activation(np.array([-1e-9, 0.0, 1e-9]))
        ends = [end for end in (left, right) if abs(end - at) > 1e-3]  # not taken at the jump
        self.jumps = ([0.0] * len(ends), ends)
        zones = saturated_tails(activation, *Z)
        self.zones = [*zones, *[(Z[0], Z[0])] * (2 - len(zones))]


def _spread(heights, gap):
    """Move ascending heights as little as possible until they are `gap` apart, inside (0, 1).

    With the gaps subtracted, they only have to stay in order: an isotonic regression, solved by
    pooling neighbours that are in the wrong order.
    """
    ranks = gap * np.arange(len(heights))
    pools = []  # mean and number of those that move together
    for height in heights - ranks:
        pools.append((height, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [((m * a + n * b) / (m + n), m + n)]
    spread = np.concatenate([np.full(n, mean) for mean, n in pools]) + ranks
    return np.clip(spread, 0.015 + ranks, 0.985 - ranks[::-1])


@cache
def _curve(name):
    return _Curve(ACTIVATIONS[name])


def _shares(slope):
    """Return |σ′|⁰ … |σ′|³⁰, clipped to what a logarithmic axis can show."""
    with np.errstate(over="ignore", under="ignore"):
        return np.clip(np.abs(slope) ** DEPTHS, 1e-30, 1e30)


def _spelled(value):
    """Write a number as a person would: 0.197, 3 · 10⁻⁷, 0."""
    if value == 0 or abs(value) >= 0.001:
        return rounded(value)
    mantissa, exponent = f"{value:.1e}".split("e")
    return minus(f"{mantissa} · 10{_superscript(int(exponent))}")


def _superscript(number):
    return str(number).translate(SUPERSCRIPT)
