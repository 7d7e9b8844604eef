"""Gradients on logarithmic axes: their sizes over the layers, and errors of gradient checks."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from lecturekit.draw.charts import curve_look, faint_grid, label_ends
from lecturekit.draw.palette import CURVES
from lecturekit.draw.rounding import minus
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED

FLOOR = 1e-16  # the lowest number of an axis of gradients
MARKERS = "osD^vP"
LOOK = {"forward": (INK, (0, (5, 1.5))), "central": (HIGHLIGHT, "-")}
LIMITS = 1e-13, 3.0  # of the axis of errors
LEAST = 1e-16  # an error of 0 has no place on a logarithmic axis
GUIDE = 1.3  # length of a guide in decades
WORDS = 1.8  # length of the text above a curve in decades, about


def draw_depth(axes, values):
    """Draw one curve over the layers for each initialisation, in one panel for each activation.

    Zero and values below the axis are drawn on it as triangles. Part 3, training.

    Parameters
    ----------
    axes : sequence of Axes
        One for each panel, side by side.
    values : dict of str to dict of str to array_like
        For each panel, by its title, the curves by their names: one number for each layer, as
        from `lecturekit.experiments.deep_signals.gradient_norms`. All panels get the same limits.
    """
    rows = [np.asarray(row) for curves in values.values() for row in curves.values()]
    shown = np.maximum(np.concatenate(rows), FLOOR)
    low, high = shown.min(), max(shown.max(), 10 * shown.min())
    air, longest = (high / low) ** 0.06, max(map(len, rows))
    for ax, (title, curves) in zip(axes, values.items(), strict=True):
        ax.set_yscale("log")
        ax.set(xlim=(1, longest), ylim=(low / air, high * air), xlabel="layer $l$", title=title)
        ax.grid(axis="y", color=FAINT)
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        ax.axhline(1, color=INK, lw=0.8, zorder=1)
        ends = {}
        for i, (name, row) in enumerate(curves.items()):
            layers, under = np.arange(1, len(row) + 1), np.asarray(row) < FLOOR
            row = np.maximum(row, FLOOR)
            marks = {"marker": MARKERS[i], "markevery": np.flatnonzero(~under).tolist(), "ms": 4.5}
            look = curve_look(i) | {"clip_on": False, "zorder": 3}
            ax.plot(layers, row, lw=1.6, **look | marks)
            if under.any():  # the layout cannot place an empty line that is not clipped
                ax.plot(layers[under], row[under], "v", **look | {"ls": "none", "ms": 6})
            ends[name] = layers[-1], row[-1]
        if ax is not axes[0]:
            ax.tick_params(labelleft=False)
    axes[0].set_ylabel(r"$\|\partial J / \partial W_l\|$")
    label_ends(axes[-1], ends, CURVES)


def draw_step_sweep(ax, sweep):
    """Draw the relative errors of forward and central differences against their step h.

    As h falls, the truncation error falls with slope 1 (forward) or 2 (central). For small h the
    error rises with slope −1: the rounding error of the loss is divided by h. The best step is in
    between, and is marked. Part 3, checking a gradient.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    sweep : lecturekit.experiments.gradient_lab.StepSweep
        ``h``, ``forward`` and ``central``, all of shape (k,).
    """
    h = sweep.h
    ax.set(xscale="log", yscale="log", xlim=(h.min(), h.max()), ylim=LIMITS)
    ax.set(xlabel="step h", ylabel="relative error of the gradient")
    faint_grid(ax)
    for name, (colour, dashes) in LOOK.items():
        errors = np.maximum(getattr(sweep, name), LEAST)
        ax.plot(h, errors, color=colour, ls=dashes, zorder=3)
        best, least = h[errors.argmin()], errors.min()
        ax.plot(best, max(least, LIMITS[0]), "o", ms=9, color=colour, mec="white", zorder=4)
        words = minus(f"best h = {best:.0e}".replace("e-0", "e-"))
        look = {"color": colour, "fontsize": 9.5, "fontweight": "bold", "zorder": 5}
        if name == "forward":  # its curve is above the other one, so there is room
            near = np.abs(np.log10(h / best)) <= WORDS / 2
            _beside(ax, f"forward\n{words}", best, errors[near].max(), (0, 6), "center", **look)
        else:
            least = max(least, LIMITS[0])
            _beside(ax, f"central: {words}", best, least, (0, -9), "center", **look)
    right, left = h.max() / 20, h.min() * 10**2.2
    _guide(ax, h, sweep.forward, right, 1, 3, "slope 1\n∝ h", (-4, 3), "right")
    _guide(ax, h, sweep.central, right, 2, 1 / 4, "slope 2\n∝ h²", (8, -4), "left")
    _guide(ax, h, sweep.central, left, -1, 1 / 20, "slope −1\nrounding ∝ 1/h", (-8, -10), "center")


def _beside(ax, words, x, y, shift, ha, **look):
    """Write words above or below a point."""
    place = {"textcoords": "offset points", "ha": ha, "va": "bottom" if shift[1] > 0 else "top"}
    ax.annotate(words, (x, y), shift, **place, **look)


def _guide(ax, h, errors, middle, slope, beside, words, shift, ha):
    """Draw a short line of this slope at the curve's height at `middle`, times `beside`."""
    height = np.exp(np.interp(np.log(middle), np.log(h), np.log(np.maximum(errors, LEAST))))
    x = middle * 10 ** np.array([-GUIDE / 2, GUIDE / 2])
    ax.plot(x, height * beside * (x / middle) ** slope, color=MUTED, lw=1.4, zorder=2)
    _beside(ax, words, middle, height * beside, shift, ha, color=MUTED, fontsize=9.5)
