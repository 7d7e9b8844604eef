"""Signals in a deep network: outputs forward and deltas backward, layer by layer."""

import numpy as np

from lecturekit.activations import ACTIVATIONS
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, MUTED
from lecturekit.experiments.deep_signals import WIDTH, factor_per_layer, measured

DEEPEST = 20
SIZES = (1e-12, 1e6)  # the range of both axes; what is outside is marked at its edge
STEADY = (0.8, 1.25)  # factors per layer between which a signal counts as keeping its size …
OVERALL = (0.1, 10.0)  # … if the product of all these factors is in this range, too


class Depth(Scene):
    """Left: the standard deviation of each layer's outputs. Right: the norm of its delta.

    Values: ``depth`` (hidden layers), ``activation``, ``initialisation`` (a key of
    `lecturekit.experiments.deep_signals.INITIALISATIONS`), ``scale`` of the weights, ``data``
    ("digits" or "noise"), ``seed``. Part 3, training.
    """

    size = (9.6, 2.9)
    widths = (1, 1)

    def build(self, left, right):
        ticks = 10.0 ** np.arange(-12, 7, 3)
        names = ["≤ 10⁻¹²", "10⁻⁹", "10⁻⁶", "0.001", "1", "1000", "≥ 10⁶"]
        for ax in (left, right):
            self.logarithmic(ax, SIZES, ticks, names)
            ax.set(xlim=(0.4, DEEPEST + 1.6), xlabel="layer $l$", xticks=[1, 5, 10, 15, 20])
            ax.axhline(1, color=MUTED, lw=1, zorder=0.8)
        self.spread, self.delta = self._curve(left, HIGHLIGHT), self._curve(right, GRADIENT)
        left.set_ylabel("standard deviation of the outputs $a_l$")
        right.set_ylabel(r"norm of the error signal $\Delta_l$")
        # Above each panel the factor, and the first and the last number.
        self.forward, self.outputs = self.heading(left, heights=(1.11, 1.03), pad=25)
        self.backward, self.deltas = self.heading(right, heights=(1.11, 1.03), pad=25)

    def _curve(self, ax, colour):
        """Return a curve, and the markers for what is outside the panel."""
        edge = {"ms": 7, "mec": "white", "zorder": 4, "clip_on": False}
        curve = self.line(ax, "o-", color=colour, ms=5.5, lw=2.0, zorder=3)
        return curve, *(self.line(ax, marker, color=colour, **edge) for marker in "v^")

    def update(self, **values):
        sent, depth = measured(**values), values["depth"]
        _show(self.spread, sent.spreads[:depth])
        _show(self.delta, sent.deltas)
        ways = (self.forward, "forward"), (self.backward, "back")
        for (title, way), factor in zip(ways, _factors(sent), strict=True):
            words, colour = verdict(factor, depth)
            title.set(text=f"{way}: {words}", color=colour)
        first, last = rounded(sent.spreads[0]), rounded(sent.spreads[depth - 1])
        self.outputs.set_text(f"std. dev. of $a_1$: {first},  of $a_{{{depth}}}$: {last}")
        first, last = rounded(sent.deltas[0]), rounded(sent.deltas[depth - 1])
        self.deltas.set_text(rf"$\|\Delta_1\|$ = {first},  $\|\Delta_{{{depth}}}\|$ = {last}")

    def describe(self, **values):
        sent, depth = measured(**values), values["depth"]
        activation = ACTIVATIONS[values["activation"]].title
        forward, backward = _factors(sent)
        return (
            f"A network with {depth} hidden layers of {WIDTH} neurons, activation {activation}, "
            f"initialisation {values['initialisation']} × {values['scale']:g} (seed "
            f"{values['seed']}), on {values['data']}. Forward, the outputs: "
            f"{verdict(forward, depth)[0]}; their standard deviation goes from "
            f"{rounded(sent.spreads[0])} to {rounded(sent.spreads[depth - 1])}. "
            f"Backward, the deltas: {verdict(backward, depth)[0]}; their norm goes from "
            f"{rounded(sent.deltas[depth - 1])} in layer {depth} to {rounded(sent.deltas[0])} in "
            "layer 1."
        )


def _show(line, values):
    line, below, above = line
    layers, low, high = np.arange(1, len(values) + 1), *SIZES
    line.set_data(layers, np.clip(values, low / 1e9, high * 1e9))
    for marker, outside, edge in ((below, values < low, low), (above, values > high, high)):
        marker.set_data(layers[outside], np.full(outside.sum(), edge))


def _factors(sent):
    """Return the factors per hidden layer of the outputs forward and the deltas backward."""
    return factor_per_layer(sent.spreads[:-1]), factor_per_layer(sent.deltas[-2::-1])


def verdict(factor, depth):
    """Return a few words on what happens to a signal in the hidden layers, and their colour."""
    if not np.isfinite(factor):
        return "nothing arrives", GRADIENT
    low = max(STEADY[0], OVERALL[0] ** (1 / (depth - 1)))
    high = min(STEADY[1], OVERALL[1] ** (1 / (depth - 1)))
    word = "vanishing" if factor < low else "exploding" if factor > high else "steady"
    words = f"{word}, × {rounded(factor, 2 if factor >= 0.1 else 3)} per layer"
    return words, HIGHLIGHT if word == "steady" else GRADIENT
