"""A curve from one hidden layer: its neurons, their sum, and how the error falls with width."""

from functools import cache
from typing import NamedTuple

import numpy as np

from lecturekit.activations import relu
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.shapes import faded
from lecturekit.draw.sheet import sign_colour
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED, NEGATIVE, PAPER
from lecturekit.experiments.curve_fitting import hinge_weights

WIDTHS = (2, 4, 6, 8, 12, 16, 24, 32)
KINDS = ("bumps", "hinges")
STEEP = {"bumps": 1.0, "hinges": 2.0}  # the value at the tick of the left panel
HEIGHTS = (-2.1, 2.1)
ERRORS = (0.01, 12.0)  # the range of the axis of errors
JUST_BEFORE = 1e-9
CURVES = {
    "wave": lambda x: np.sin(2 * np.pi * x**2),
    "tent": lambda x: 1 - 2 * np.abs(2 * x - 1),
    "jump": lambda x: np.where(x < 0.5, -0.8, 0.8),
}


class CurveFit(Scene):
    """Left each neuron times its weight, in the middle their sum, right the error by width.

    Values: ``curve`` (a key of `CURVES`), ``kind`` of the neurons (of `KINDS`: pairs of steps,
    or ReLU), ``p`` hidden neurons (of `WIDTHS`), the bump or hinge ``k``, and by how much its
    weight is moved by hand, ``shift``. Part 2, representation.
    """

    size = (8.6, 3.7)
    widths = (1.0, 1.35, 0.95)

    def build(self, left, middle, right):
        for ax in (left, middle):
            ax.set(xlim=(-0.02, 1.02), xlabel="$x$", xticks=[0, 0.5, 1])
            ax.set_xticklabels(["0", "0.5", "1"])
            ax.axhline(0, color=MUTED, lw=0.7, zorder=0.7)
        self._neurons(left)
        self._sum(middle)
        self._errors(right)
        for ax in (left, middle, right):
            ax.set_title(" ", pad=25)  # keeps two lines free above the panel
            self.moves(*ax.spines.values())

    def _neurons(self, ax):
        ax.set(ylim=HEIGHTS, yticks=[-2, -1, 0, 1, 2], yticklabels=[])
        (self.all,) = ax.plot([], [], color="#AEB6C4", lw=1.2, zorder=2)
        (self.up,) = ax.plot([], [], lw=2.4, zorder=4)
        (self.down,) = ax.plot([], [], color=NEGATIVE, lw=2.4, zorder=3)
        self.moves(self.all, self.up, self.down)
        for artist in (self.all, self.up, self.down):
            artist.set_solid_joinstyle("round")
        self.ticks = [
            self.moves(
                ax.annotate(
                    *("", (0, height), (-7, 0)),
                    xycoords=("axes fraction", "data"),
                    textcoords="offset points",
                    ha="right",
                    va="center",
                    fontsize=9,
                    color=MUTED,
                ),
                apart=True,
            )
            for height in (-2, -1, 0, 1, 2)
        ]
        ax.text(-0.16, 0, "−4", color="none", fontsize=9, transform=ax.transAxes)  # for layout
        self.heading, self.weight = self._title(ax)

    def _sum(self, ax):
        ax.set(ylim=HEIGHTS, yticks=[-2, -1, 0, 1, 2])
        self.zone = self.moves(ax.axvspan(0, 1, color=FAINT, alpha=0.75, lw=0, zorder=0.6))
        self.moves(*ax.lines)  # the axis lies above the zone
        (self.goal,) = ax.plot([], [], color=INK, lw=1.8, ls=(0, (4, 2)), zorder=4.5)
        (self.total,) = ax.plot([], [], color=HIGHLIGHT, lw=2.6, zorder=4)
        (self.gap,) = ax.plot([], [], "-_", color=INK, lw=2.4, ms=9, mew=2.4, zorder=5)
        self.moves(self.goal, self.total, self.gap)
        ax.legend(
            [self.goal, self.total],
            ["target", "sum: the network"],
            ncols=2,
            loc="lower left",
            handlelength=1.6,
            handletextpad=0.4,
            columnspacing=1.0,
            borderaxespad=0.2,
        )
        self.moves(ax.get_legend())
        self.worst, self.where = self._title(ax)

    def _errors(self, ax):
        ax.set(xscale="log", yscale="log", xlim=(1.7, 38), ylim=ERRORS, xlabel="hidden neurons $p$")
        ax.set_xticks([2, 4, 8, 16, 32], ["2", "4", "8", "16", "32"])
        ax.set_yticks([0.01, 0.1, 1, 10], ["≤ 0.01", "0.1", "1", "10"])
        ax.minorticks_off()
        ax.grid(axis="y")
        self.levels, self.names = {}, {}
        for kind, marker, sign, x in zip(KINDS, "so", "■●", (0.1, 0.55), strict=True):
            (line,) = ax.plot([], [], f"{marker}-", ms=5.5, lw=2, zorder=3, clip_on=False)
            self.levels[kind] = self.moves(line)
            name = ax.text(x, 0.92, f"{sign} {kind}", fontsize=9.5, transform=ax.transAxes)
            self.names[kind] = self.moves(name, apart=True)
        (self.here,) = ax.plot([], [], "o", ms=12, mfc="none", mec=INK, mew=2.4, zorder=6)
        self.here.set_clip_on(False)
        self.moves(self.here)
        heading, note = self._title(ax)
        heading.set_text("largest error by width")
        note.set_text("log scales; ring: now")

    def _title(self, ax):
        """Two lines above a panel: what stands there, and its numbers."""
        place = {"transform": ax.transAxes, "va": "bottom"}
        first = ax.text(0, 1.105, "", fontweight="bold", fontsize=10.5, **place)
        second = ax.text(0, 1.03, "", fontsize=9.5, **place)
        return self.moves(first, second, apart=True)

    def update(self, curve, kind, p, k, shift):
        fit = _shifted(curve, kind, p, k, shift)
        missing = k > len(fit.weights)
        k = min(k, len(fit.weights))
        self._show_neurons(fit, kind, k, shift, missing)
        self.goal.set_data(*_broken(fit.x, CURVES[curve](fit.x)))
        self.total.set_data(fit.x, fit.total)
        start = fit.places[k - 1]
        self.zone.set(x=start, width=(1 / len(fit.weights) if kind == "bumps" else 1 - start))
        error, at = _worst(fit, curve)
        i = np.searchsorted(fit.x, at)
        ends = np.clip([fit.total[i], CURVES[curve](fit.x[i])], *HEIGHTS)
        self.gap.set_data([at, at], ends if error > 0.03 else [np.nan, np.nan])
        self.worst.set_text(f"largest error {_error(error)}")
        self.where.set_text(_size(kind, p) + (f"; worst at x = {at:.2f}" if error > 0.005 else ""))
        self._show_errors(curve, kind, p, error)

    def _show_neurons(self, fit, kind, k, shift, missing):
        for text, height in zip(self.ticks, (-2, -1, 0, 1, 2), strict=True):
            text.set_text(f"{height * STEEP[kind]:g}".replace("-", "−"))
        parts = fit.parts / STEEP[kind]
        x = np.tile(np.append(fit.x, np.nan), len(parts))
        self.all.set_data(x, np.pad(parts, ((0, 0), (0, 1))).ravel())
        weight = fit.weights[k - 1]
        chosen = parts[k - 1]
        if kind == "bumps":
            before, after = chosen, parts[k - 1 + len(fit.weights)]
            self.up.set_data(fit.x, before)
            self.down.set_data(fit.x, after)
            self.up.set_color(sign_colour(weight))
            self.down.set_color(sign_colour(-weight))
            self.heading.set_text("steps × weight ±h")
        else:
            self.up.set_data(fit.x, chosen)
            self.up.set_color(sign_colour(weight))
            self.down.set_data([], [])
            self.heading.set_text("hinges × weight c")
        sign = "h" if kind == "bumps" else "c"
        value = f"{rounded(weight, 2)}" + (f", moved {_signed(shift)}" if shift else "")
        self.weight.set_text(f"{kind[:-1]} {k}: {sign} = {value}")
        if missing:
            self.heading.set_text(_only(len(fit.weights)))
        self.heading.set(
            color=GRADIENT if missing else INK,
            fontsize=9.2 if missing else 10.5,  # a sentence needs more room
            fontweight="normal" if missing else "bold",
        )

    def _show_errors(self, curve, kind, p, error):
        for name, line in self.levels.items():
            errors = np.clip(errors_by_width(curve, name), *ERRORS)
            line.set_data(WIDTHS, errors)
            lit = name == kind
            colour = HIGHLIGHT if lit else faded(MUTED, 0.3)
            line.set(color=colour, zorder=3.5 if lit else 3, markeredgecolor=PAPER)
            self.names[name].set(color=HIGHLIGHT if lit else MUTED)
            self.names[name].set_fontweight("bold" if lit else "normal")
        self.here.set_data([p], [np.clip(error, *ERRORS)])
        self.here.set_marker("v" if error < ERRORS[0] else "o")

    def describe(self, curve, kind, p, k, shift):
        fit = _shifted(curve, kind, p, k, shift)
        missing = f" ({_only(len(fit.weights))})" if k > len(fit.weights) else ""
        k = min(k, len(fit.weights))
        error, at = _worst(fit, curve)
        moved = f", moved by {rounded(shift, 2)}" if shift else ""
        return (
            f"The curve {curve} and the sum of {_size(kind, p)}: the largest error is "
            f"{_error(error)}, at x = {at:.2f}. The weight of {kind[:-1]} {k}{missing} is "
            f"{rounded(fit.weights[k - 1], 2)}{moved}."
        )


class Fit(NamedTuple):
    """A network with one hidden layer: its neurons times their weights, and the sum.

    ``x`` are the places, shape (n,); ``parts`` has one row per neuron; ``weights`` one entry
    for each bump or hinge; ``places`` where it begins.
    """

    x: np.ndarray
    parts: np.ndarray
    weights: np.ndarray
    places: np.ndarray
    total: np.ndarray


def fit_curve(curve, kind, p, k=1, shift=0.0):
    """Build a curve on [0, 1] from p hidden neurons; no training is needed for one input.

    Parameters
    ----------
    curve : str
        A key of `CURVES`.
    kind : {"bumps", "hinges"}
        p / 2 bumps of one step up and one step down, each as high as the curve in its middle;
        or p ReLU hinges, which pass through p + 1 points of the curve.
    p : int
        Even.
    k : int
        Bump or hinge whose weight is moved, from 1.
    shift : float
        By how much.

    Returns
    -------
    Fit
    """
    function, count = CURVES[curve], p // 2 if kind == "bumps" else p
    edges = np.linspace(0, 1, count + 1)
    # Just left of an edge, too: there a sum of steps is farthest from the curve.
    x = np.union1d(np.linspace(0, 1, 481)[:-1], np.append(edges[1:], 0.5) - JUST_BEFORE)
    if kind == "bumps":
        weights = np.asarray(function((edges[:-1] + edges[1:]) / 2), float)
        offset = 0.0
    else:
        weights, offset = hinge_weights(edges, function(edges))
    weights[k - 1] += shift
    if kind == "bumps":
        up = weights[:, None] * (x >= edges[:-1, None])
        down = -weights[:, None] * (x >= edges[1:, None])
        parts = np.concatenate([up, down])
    else:
        parts = weights[:, None] * relu(x - edges[:-1, None])
    return Fit(x, parts, weights, edges[:-1], offset + parts.sum(axis=0))


@cache
def errors_by_width(curve, kind):
    """The largest error for each of the `WIDTHS`, without a hand in it."""
    return np.array([_worst(fit_curve(curve, kind, p), curve)[0] for p in WIDTHS])


def _shifted(curve, kind, p, k, shift):
    return fit_curve(curve, kind, p, min(k, p // 2 if kind == "bumps" else p), shift)


def _worst(fit, curve):
    """The largest distance between sum and curve, and the first x at which it is reached."""
    errors = np.abs(fit.total - CURVES[curve](fit.x))
    i = int(np.argmax(errors > errors.max() - 1e-6))
    return float(errors[i]), float(fit.x[i])


def _broken(x, values):
    """Lift the pen where the curve jumps."""
    jumps = np.flatnonzero(np.abs(np.diff(values)) > 0.5) + 1
    return np.insert(x, jumps, np.nan), np.insert(values, jumps, np.nan)


def _error(error):
    return "0" if error < 1e-6 else rounded(error)


def _signed(shift):
    return f"{'−' if shift < 0 else '+'}{rounded(abs(shift), 2)}"


def _only(number):
    """What is said where a bump or hinge is asked for that is not there."""
    if number == 1:
        return "there is only 1: showing it"
    return f"there are only {number}: showing the last"


def _size(kind, p):
    if kind == "bumps":
        return f"{p // 2} bump{'' if p == 2 else 's'} of {p} steps"
    return f"{p} ReLU hinges"
