"""Measurements on logarithmic axes: costs, times and variances, and errors of gradient checks.

Parts 3 and 4. Curves are labelled at their ends.
"""

import numpy as np

from lecturekit.draw.charts import (
    Chart,
    faint_grid,
    label_ends,
    seconds_axis,
    size_ticks,
)
from lecturekit.draw.rounding import duration, minus, rounded
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED

MARKERS = "os^Dv"
ROUNDING = 1e-12  # of the largest value: what is smaller is rounding, and has no place here
LEAST = 1e-16  # an error of 0 has no place on a logarithmic axis
LIMITS = 1e-13, 3.0  # of the axis of errors
LOOK = {"forward": (INK, (0, (5, 1.5))), "central": (HIGHLIGHT, "-")}
GUIDE = 1.3  # length of a guide in decades
WORDS = 1.8  # length of the text above a curve in decades, about


def _measured(ax, x, rows, colours, theory=None, join=False):
    """Draw named measurements as points, and theory, given as functions of x, as lines."""
    x, theory = np.asarray(x, float), theory or {}
    rows = {name: np.asarray(row, float) for name, row in rows.items()}
    everything = np.concatenate(list(rows.values()))
    floor, high = everything.max() * ROUNDING, everything.max()
    low, wide = everything[everything > floor].min(), (x[-1] / x[0]) ** 0.03
    air = max(high / low, 10) ** 0.07
    ax.set(xscale="log", yscale="log", xlim=(x[0] / wide, x[-1] * wide))
    ax.set_ylim(low / air, high * air)
    faint_grid(ax)
    dense, ends = np.geomspace(x[0], x[-1], 200), {}
    for i, (name, row) in enumerate(rows.items()):
        if name in theory:
            ax.plot(dense, theory[name](dense), color=colours[i], lw=1.6, zorder=2)
        look = {"color": colours[i], "ms": 6.5, "mec": "white", "zorder": 3, "clip_on": False}
        none, line = row <= floor, {"ls": "-" if join else "none", "lw": 1.6}
        ax.plot(x[~none], row[~none], marker=MARKERS[i], **line, **look)
        if none.any():  # zero is a triangle on the axis
            ax.plot(x[none], np.full(none.sum(), low / air), "v", **look)
        ends[name] = x[-1], max(row[-1], low / air)
    label_ends(ax, ends, colours)


def draw_costs(ax, n, seconds):
    """Draw the measured time of one full gradient against the number of examples n.

    A dashed line ∝ n passes through the last point.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.4 inches.
    n : array_like of int, shape (k,)
        Ascending.
    seconds : array_like, shape (k,)
    """
    name = "full gradient"
    _measured(ax, n, {name: seconds}, [GRADIENT], join=True)
    start = max(n[0], n[-1] * ax.get_ylim()[0] / seconds[-1])  # where the line enters the panel
    x = np.geomspace(start, n[-1], 3)
    y = seconds[-1] * x / n[-1]
    ax.plot(x, y, color=MUTED, ls=(0, (4, 3)), lw=1.4)
    # Its label is where there are no points.
    above = np.interp(np.log(x[1]), np.log(n), np.log(seconds)) <= np.log(y[1])
    place = {"ha": "right", "va": "bottom"} if above else {"ha": "left", "va": "top"}
    shift = (-5, 5) if above else (5, -5)
    ax.annotate("∝ n", (x[1], y[1]), shift, textcoords="offset points", color=MUTED, **place)
    seconds_axis(ax.yaxis)
    ax.set(xlabel="examples n", ylabel="time of one gradient")
    size_ticks(ax, n)
    first, last = (f"{duration(seconds[i])} at n = {n[i]:,.0f}" for i in (0, -1))
    return Chart(f"Time of one gradient over n, logarithmic: {name}, {first} and {last}.")


def draw_spread(ax, batch_sizes, measured, theory):
    """Draw the variance of the minibatch gradient against B, with the line theory predicts.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7.5 × 3.8 inches.
    batch_sizes : array_like of int, shape (k,)
        B, ascending.
    measured : dict of str to array_like, shape (k,)
        E‖g − ∇J‖² at each B, by kind of sampling. Without replacement it is 0 at B = n, shown as
        a triangle on the axis.
    theory : dict of str to callable
        The same as a function of B, an array.
    """
    B = batch_sizes
    _measured(ax, B, measured, (GRADIENT, HIGHLIGHT, INK, MUTED), theory)
    ax.set(xlabel="batch size B", ylabel=r"variance  $E\,\|g - \nabla J\|^2$")
    size_ticks(ax, B)
    words = [
        f"{name}, from {rounded(row[0])} at B = {B[0]:g} to {rounded(row[-1])} at B = {B[-1]:g}"
        for name, row in measured.items()
    ]
    return Chart(
        f"Variance of the minibatch gradient over batch size B, logarithmic: {'; '.join(words)}. "
        "Lines: what theory predicts."
    )


def draw_times(axes, batch_sizes, seconds, progress, label):
    """Draw the cost and the progress of an epoch against the batch size.

    Parameters
    ----------
    axes : two Axes
        9 × 3.4 inches.
    batch_sizes : array_like of int, shape (k,)
        B, ascending.
    seconds, progress : array_like, shape (k,)
        Time of one epoch, and a measure of what it achieves.
    label : str
        What `progress` is.
    """
    (left, right), B = axes, batch_sizes
    _measured(left, B, {"": seconds}, [INK], join=True)
    seconds_axis(left.yaxis)
    left.set(ylabel="time of one epoch")
    right.plot(B, progress, "o-", color=HIGHLIGHT, mec="white", ms=6.5, clip_on=False)
    right.set(xscale="log", xlim=left.get_xlim(), ylabel=label)
    right.margins(y=0.08)
    faint_grid(right)
    for ax in axes:
        ax.set_xlabel("batch size B")
        size_ticks(ax, B)
    return Chart(
        f"Left: one epoch takes {duration(seconds[0])} at B = {B[0]:g} and {duration(seconds[-1])} "
        f"at B = {B[-1]:g}. Right: {label}, {rounded(progress[0])} at B = {B[0]:g} and "
        f"{rounded(progress[-1])} at B = {B[-1]:g}."
    )


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
