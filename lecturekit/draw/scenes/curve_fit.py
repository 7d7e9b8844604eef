"""A curve from one hidden layer: its neurons, their sum, and how the error falls with width."""

import numpy as np

from lecturekit.draw.charts import draw_band
from lecturekit.draw.palette import PALE
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.sheet import faded, sign_colour
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED, NEGATIVE, PAPER
from lecturekit.experiments.curve_fitting import KINDS, WIDTHS, errors_by_width, fit_curve

STEEP = {"bumps": 1.0, "hinges": 2.0}  # the value at the tick of the left panel
HEIGHTS = (-2.1, 2.1)
ERRORS = (0.01, 12.0)  # the range of the axis of errors
TICKS = (-2, -1, 0, 1, 2)


class CurveFit(Scene):
    """Left: each neuron times its weight. Middle: their sum. Right: the error by width.

    Values: ``curve`` (a key of `CURVES`), ``kind`` of the neurons (of `KINDS`: pairs of steps,
    or ReLU), ``p`` hidden neurons (of `WIDTHS`), the bump or hinge ``k``, and the ``shift`` of
    its weight by hand. Part 2, representation.
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
        heading = {"heights": (1.105, 1.03), "pad": 25}
        self.title, self.weight = self.heading(left, **heading)
        self.worst, self.where = self.heading(middle, **heading)
        title, note = self.heading(right, **heading)
        title.set_text("largest error by width")
        note.set_text("log scales; ring: this one")
        for ax in (left, middle, right):
            self.moves(*ax.spines.values())

    def _neurons(self, ax):
        ax.set(ylim=HEIGHTS, yticks=TICKS, yticklabels=[])
        style = {"solid_joinstyle": "round"}
        self.all = self.line(ax, color=PALE, lw=1.2, zorder=2, **style)
        self.up = self.line(ax, lw=2.4, zorder=4, **style)
        self.down = self.line(ax, color=NEGATIVE, lw=2.4, zorder=3, **style)
        look = {"ha": "right", "va": "center", "fontsize": 9, "color": MUTED}
        look["xycoords"] = ("axes fraction", "data")
        self.ticks = [self.offset_words(ax, (0, height), (-7, 0), **look) for height in TICKS]
        self.spacer(ax, -0.16, 0, "−4", fontsize=9)

    def _sum(self, ax):
        ax.set(ylim=HEIGHTS, yticks=TICKS)
        self.zone = self.moves(draw_band(ax, 0, 1, color=FAINT, alpha=0.75, lw=0, zorder=0.6))
        self.moves(*ax.lines)  # the axis is above the zone
        self.goal = self.line(ax, color=INK, lw=1.8, ls=(0, (4, 2)), zorder=4.5)
        self.total = self.line(ax, color=HIGHLIGHT, lw=2.6, zorder=4)
        self.gap = self.line(ax, "-_", color=INK, lw=2.4, ms=9, mew=2.4, zorder=5)
        legend = ax.legend(
            [self.goal, self.total],
            ["target", "sum: the network"],
            ncols=2,
            loc="lower left",
            handlelength=1.6,
            handletextpad=0.4,
            columnspacing=1.0,
            borderaxespad=0.2,
        )
        self.moves(legend)

    def _errors(self, ax):
        ax.set(xscale="log", yscale="log", xlim=(1.7, 38), ylim=ERRORS, xlabel="hidden neurons $p$")
        ax.set_xticks([2, 4, 8, 16, 32], ["2", "4", "8", "16", "32"])
        ax.set_yticks([0.01, 0.1, 1, 10], ["≤ 0.01", "0.1", "1", "10"])
        ax.minorticks_off()
        ax.grid(axis="y")
        self.levels, self.names = {}, {}
        for kind, marker, sign, x in zip(KINDS, "so", "■●", (0.1, 0.55), strict=True):
            self.levels[kind] = self.line(ax, f"{marker}-", ms=5.5, lw=2, zorder=3, clip_on=False)
            self.names[kind] = self.words(ax, x, 0.92, fontsize=9.5)
            self.names[kind].set_text(f"{sign} {kind}")
        ring = {"ms": 12, "mfc": "none", "mec": INK, "mew": 2.4}
        self.here = self.line(ax, "o", zorder=6, clip_on=False, **ring)

    def update(self, curve, kind, p, k, shift):
        fit = fit_curve(curve, kind, p, k, shift)
        missing = k > len(fit.weights)
        k = min(k, len(fit.weights))
        self._show_neurons(fit, kind, k, shift, missing)
        self.goal.set_data(*_broken(fit.x, fit.goal))
        self.total.set_data(fit.x, fit.total)
        start = fit.places[k - 1]
        self.zone.set(x=start, width=(1 / len(fit.weights) if kind == "bumps" else 1 - start))
        error, at = fit.worst()
        i = np.searchsorted(fit.x, at)
        ends = np.clip([fit.total[i], fit.goal[i]], *HEIGHTS)
        self.gap.set_data([at, at], ends if error > 0.03 else [np.nan, np.nan])
        self.worst.set_text(f"largest error {_error(error)}")
        self.where.set_text(_size(kind, p) + (f"; worst at x = {at:.2f}" if error > 0.005 else ""))
        self._show_errors(curve, kind, p, error)

    def _show_neurons(self, fit, kind, k, shift, missing):
        for text, height in zip(self.ticks, TICKS, strict=True):
            text.set_text(minus(f"{height * STEEP[kind]:g}"))
        parts = fit.parts / STEEP[kind]
        x = np.tile(np.append(fit.x, np.nan), len(parts))
        self.all.set_data(x, np.pad(parts, ((0, 0), (0, 1))).ravel())
        bumps, weight = kind == "bumps", fit.weights[k - 1]
        self.up.set(data=(fit.x, parts[k - 1]), color=sign_colour(weight))
        down = (fit.x, parts[k - 1 - len(fit.weights)]) if bumps else ([], [])
        self.down.set_data(*down)
        if bumps:
            self.down.set_color(sign_colour(-weight))
        symbol = "h" if bumps else "c"
        moved = f", shift {'−' if shift < 0 else '+'}{rounded(abs(shift), 2)}" if shift else ""
        self.weight.set_text(f"{kind[:-1]} {k}: {symbol} = {rounded(weight, 2)}{moved}")
        self.title.set_text("steps × weight ±h" if bumps else "hinges × weight c")
        self.title.set(color=INK, fontsize=10.5, fontweight="bold")
        if missing:  # a sentence needs more room
            self.title.set(text=_only(len(fit.weights)), color=GRADIENT)
            self.title.set(fontsize=9.2, fontweight="normal")

    def _show_errors(self, curve, kind, p, error):
        for name, line in self.levels.items():
            errors = np.clip(errors_by_width(curve, name), *ERRORS)
            line.set_data(WIDTHS, errors)
            lit = name == kind
            colour = HIGHLIGHT if lit else faded(MUTED, 0.3)
            line.set(color=colour, zorder=3.5 if lit else 3, markeredgecolor=PAPER)
            colour, weight = (HIGHLIGHT, "bold") if lit else (MUTED, "normal")
            self.names[name].set(color=colour, fontweight=weight)
        self.place(self.here, p, error, ERRORS)

    def describe(self, curve, kind, p, k, shift):
        fit = fit_curve(curve, kind, p, k, shift)
        missing = f" ({_only(len(fit.weights))})" if k > len(fit.weights) else ""
        k = min(k, len(fit.weights))
        error, at = fit.worst()
        moved = f", shifted by {rounded(shift, 2)}" if shift else ""
        return (
            f"The curve {curve} and the sum of {_size(kind, p)}: the largest error is "
            f"{_error(error)}, at x = {at:.2f}. The weight of {kind[:-1]} {k}{missing} is "
            f"{rounded(fit.weights[k - 1], 2)}{moved}."
        )


def _broken(x, values):
    """Insert NaN where the curve jumps, so no line is drawn there."""
    jumps = np.flatnonzero(np.abs(np.diff(values)) > 0.5) + 1
    return np.insert(x, jumps, np.nan), np.insert(values, jumps, np.nan)


def _error(error):
    return "0" if error < 1e-6 else rounded(error)


def _only(number):
    """Return the message for a bump or hinge that does not exist."""
    if number == 1:
        return "there is only 1: showing it"
    return f"there are only {number}: showing the last"


def _size(kind, p):
    if kind == "bumps":
        return f"{p // 2} bump{'' if p == 2 else 's'} of {p} steps"
    return f"{p} ReLU hinges"
