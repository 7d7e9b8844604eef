"""Signals in a deep network: what comes forward and what comes back, layer by layer."""

from functools import cache, lru_cache

import numpy as np

from lecturekit import datasets
from lecturekit.activations import ACTIVATIONS as BY_NAME
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.deep_signals import deep_network, factor_per_layer, signals

WIDTH = 32  # neurons in each hidden layer
EXAMPLES = 200
DEEPEST = 20
SIZES = (1e-12, 1e6)  # the range of both axes; what lies outside is marked at its edge
STEADY = (0.8, 1.25)  # factors per layer between which a signal counts as keeping its size …
OVERALL = (0.1, 10.0)  # … if the product of all these factors is in this range, too
ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")


class Depth(Scene):
    """Left the spread of the outputs of each layer, right the lengths of the slopes.

    Values: ``depth`` (hidden layers), ``activation``, ``initialisation`` (a key of
    `lecturekit.experiments.deep_signals.INITIALISATIONS`), ``scale`` of the weights, ``data``
    ("digits" or
    "noise"), ``seed``. Part 3, training.
    """

    size = (8.6, 4.0)
    widths = (1, 1)

    def build(self, left, right):
        ticks = 10.0 ** np.arange(-12, 7, 3)
        names = ["≤ 10⁻¹²", "10⁻⁹", "10⁻⁶", "0.001", "1", "1000", "≥ 10⁶"]
        for ax in (left, right):
            ax.set(yscale="log", ylim=SIZES, xlim=(0.4, DEEPEST + 1.6), xlabel="layer $l$")
            ax.set_xticks([1, 5, 10, 15, 20])
            ax.set_yticks(ticks, names)
            ax.minorticks_off()
            ax.grid(axis="y")
            ax.axhline(1, color=MUTED, lw=1, zorder=0.8)
            ax.set_title(" ", pad=25)  # keeps two lines free above the panel
            self.moves(*ax.spines.values())
        self.spread = self._line(left, HIGHLIGHT, "o-", 5.5, 2.0)
        self.slope = self._line(right, MUTED, "s--", 3.8, 1.3)
        self.norm = self._line(right, GRADIENT, "o-", 5.5, 2.0)
        left.set_ylabel("spread of the outputs $a_l$")
        # Beside the label of the axis, where no curve ever comes.
        below = {"transform": right.transAxes, "va": "top", "fontsize": 10}
        right.text(0, -0.1, r"● $\|\partial J/\partial W_l\|$", color=GRADIENT, **below)
        right.text(1, -0.1, r"■ $\|\partial J/\partial Z_l\|$", color=MUTED, ha="right", **below)
        self.forward, self.outputs = self._title(left)
        self.backward, self.gradients = self._title(right)

    def _line(self, ax, colour, look, size, width):
        """A curve, and the markers of what lies beyond the panel."""
        (line,) = ax.plot([], [], look, color=colour, ms=size, lw=width, zorder=3)
        edges = [
            ax.plot([], [], marker, color=colour, ms=7, mec="white", zorder=4, clip_on=False)[0]
            for marker in "v^"
        ]
        return self.moves(line, *edges)

    def _title(self, ax):
        """Two lines above a panel: the factor, and the first and the last number."""
        place = {"transform": ax.transAxes, "va": "bottom"}
        first = ax.text(0, 1.11, "", fontweight="bold", fontsize=10.5, **place)
        second = ax.text(0, 1.03, "", fontsize=9.5, color=INK, **place)
        return self.moves(first, second, apart=True)

    def update(self, **values):
        sent, depth = measured(**values), values["depth"]
        _show(self.spread, sent.spreads[:depth])
        _show(self.slope, sent.deltas)
        _show(self.norm, sent.norms)
        forward, backward = _factors(sent)
        for title, way, factor in (
            (self.forward, "forward", forward),
            (self.backward, "back, ∂J/∂Z", backward),
        ):
            words, steady = verdict(factor, depth)
            title.set(text=f"{way}: {words}", color=HIGHLIGHT if steady else GRADIENT)
        first, last = rounded(sent.spreads[0]), rounded(sent.spreads[depth - 1])
        self.outputs.set_text(f"spread of $a_1$: {first},  of $a_{{{depth}}}$: {last}")
        first, last = rounded(sent.norms[0]), rounded(sent.norms[-1])
        self.gradients.set_text(
            rf"$\|\partial J/\partial W_1\|$ = {first},  "
            rf"$\|\partial J/\partial W_{{{depth + 1}}}\|$ = {last}"
        )

    def describe(self, **values):
        sent, depth = measured(**values), values["depth"]
        forward, backward = _factors(sent)
        return (
            f"A network with {depth} hidden layers of {WIDTH} neurons, activation "
            f"{BY_NAME[values['activation']].title}, initialisation {values['initialisation']} × "
            f"{values['scale']:g} (seed {values['seed']}), on {values['data']}. Forward, the "
            f"outputs: {verdict(forward, depth)[0]}; their spread goes from "
            f"{rounded(sent.spreads[0])} to {rounded(sent.spreads[depth - 1])}. "
            f"Backward, the slopes ∂J/∂Z: {verdict(backward, depth)[0]}; the gradient "
            f"of the first weights has the length {rounded(sent.norms[0])}, that of "
            f"the last {rounded(sent.norms[-1])}."
        )


@lru_cache(maxsize=256)
def measured(depth, activation, initialisation, scale, data, seed):
    """Make the network of the figure and return its `Signals`."""
    X, y = examples(data)
    outputs = 10 if data == "digits" else 1
    network = deep_network(
        depth, WIDTH, X.shape[1], outputs, activation, initialisation, scale, seed
    )
    return signals(network, X, y)


@cache
def examples(data):
    """Return X, standardised, and y: 200 handwritten digits, or noise with labels at random."""
    if data == "digits":
        X, y = datasets.digits()
        return datasets.standardise(X)[:EXAMPLES], y[:EXAMPLES]
    rng = np.random.default_rng(0)
    return rng.standard_normal((EXAMPLES, WIDTH)), rng.integers(0, 2, EXAMPLES)


def _show(line, values):
    line, below, above = line
    layers, low, high = np.arange(1, len(values) + 1), *SIZES
    line.set_data(layers, np.clip(values, low / 1e9, high * 1e9))
    for marker, outside, edge in ((below, values < low, low), (above, values > high, high)):
        marker.set_data(layers[outside], np.full(outside.sum(), edge))


def _factors(sent):
    """By how much outputs grow from layer to layer, and slopes on the way back; hidden layers."""
    return factor_per_layer(sent.spreads[:-1]), factor_per_layer(sent.deltas[-2::-1])


def verdict(factor, depth):
    """Say what becomes of a signal on its way through the hidden layers, and whether it keeps."""
    if not np.isfinite(factor):
        return "nothing arrives", False
    low = max(STEADY[0], OVERALL[0] ** (1 / (depth - 1)))
    high = min(STEADY[1], OVERALL[1] ** (1 / (depth - 1)))
    word = "vanishing" if factor < low else "exploding" if factor > high else "steady"
    words = f"{word}, × {rounded(factor, 2 if factor >= 0.1 else 3)} per layer"
    return words, word == "steady"
