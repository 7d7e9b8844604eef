"""One activation, and the curve that a network with one hidden layer draws with it."""

from functools import cache

import numpy as np

from lecturekit.activations import ACTIVATIONS
from lecturekit.checks import count
from lecturekit.draw.charts import draw_band
from lecturekit.draw.functions import ZOO, activation_curves, saturated_tails
from lecturekit.draw.palette import CURVES
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.curve_fitting import (
    PLACES,
    POINTS,
    TARGETS,
    fit_output_weights,
    hidden_outputs,
)

NAMES = tuple(name for name in ACTIVATIONS if name != "softmax")  # softmax needs several inputs
MOST = len(PLACES)
# Next to each place, too, where a step jumps and a ReLU bends.
X = np.union1d(np.linspace(-1, 1, 401), np.concatenate([PLACES - 1e-9, PLACES]))


class HiddenLayer(Scene):
    """Left: σ and σ′. Middle: each hidden neuron times its weight. Right: their sum.

    Values: ``activation`` (one of `NAMES`) of the hidden neurons, and their number ``p``. Part 1,
    activation functions.
    """

    size = (9.6, 2.6)
    widths = (1, 1.1, 1.35)

    def build(self, left, middle, right):
        self._activation(left)
        for ax in (middle, right):
            ax.set(xlim=(-1.04, 1.04), xlabel="input $x$", xticks=[-1, 0, 1])
            ax.axhline(0, color=MUTED, lw=0.7, zorder=0.7)
            self.moves(*ax.spines.values())
        middle.set(ylim=(-1.1, 1.1), yticks=[])
        right.set(ylim=(-1.6, 1.6), yticks=[-1, 0, 1])
        colours = np.resize(CURVES, MOST)
        self.parts = [self.line(middle, lw=1.8, color=colour, zorder=3) for colour in colours]
        right.plot(POINTS, TARGETS, "o", ms=4, mfc="white", mec=INK, zorder=1)
        self.total = self.line(right, color=HIGHLIGHT, lw=2.8, zorder=4)
        self.title, slope = self.heading(left)
        slope.set(text="dashed: σ′", color=GRADIENT)
        layer, self.largest = self.heading(middle)
        layer.set_text("each neuron × its weight")
        self.size_of, self.loss = self.heading(right)

    def _activation(self, ax):
        ax.set(**ZOO, xlabel="$z$", yticks=[-1, 0, 1, 2])
        bands = (draw_band(ax, 0, 0, color=FAINT, alpha=0.75, lw=0, zorder=0.6) for _ in "lr")
        self.zones = self.moves(*bands)
        for draw in (ax.axhline, ax.axvline):
            self.moves(draw(0, color=MUTED, lw=0.7, zorder=0.8))
        self.value = self.line(ax, color=INK, lw=2.6, zorder=4)
        self.slope = self.line(ax, color=GRADIENT, lw=2, ls=(0, (4, 2)), zorder=3)
        self.moves(*ax.spines.values())

    def update(self, activation, p):
        z, value, slope, tails = _curves(activation)
        self.value.set_data(z, value)
        self.slope.set_data(z, slope)
        for zone, (start, stop) in zip(self.zones, tails, strict=True):
            zone.set(x=start, width=stop - start)
        self.title.set_text(ACTIVATIONS[activation].title)
        weights, bias, loss = fit_output_weights(activation, p)
        parts = weights[:, None] * hidden_outputs(activation, p, X)
        highest = np.abs(parts).max()
        for k, line in enumerate(self.parts):
            line.set_data(*((X, parts[k] / highest) if k < p else ([], [])))
        self.total.set_data(X, parts.sum(axis=0) + bias)
        self.largest.set_text(f"largest value: ±{rounded(highest)}")
        self.size_of.set_text(f"the sum of {count(p, 'neuron')}, plus c")
        self.loss.set_text(f"J = {_loss(loss)}; circles: targets")

    def describe(self, activation, p):
        loss = _loss(fit_output_weights(activation, p)[2])
        line = ": a straight line" if activation == "identity" else ""
        return (
            f"The activation {ACTIVATIONS[activation].title} and its derivative, beside a network "
            f"that uses it in {count(p, 'hidden neuron')}, fitted to one period of a sine. The "
            f"loss is J = {loss}{line}."
        )


def _loss(loss):
    return f"{loss:.4f}" if loss >= 1e-4 else "below 0.0001"


@cache
def _curves(name):
    """Return z, σ(z), σ′(z), and two saturated tails, which may be empty."""
    tails = [*saturated_tails(ACTIVATIONS[name]), (0, 0), (0, 0)]
    return *activation_curves(ACTIVATIONS[name]), tails[:2]
