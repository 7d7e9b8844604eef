"""Measured costs and times on logarithmic axes, over a size: Part 4."""

import numpy as np

from lecturekit.draw.charts import (
    Chart,
    faint_grid,
    label_ends,
    seconds_axis,
    size_ticks,
)
from lecturekit.draw.rounding import duration, rounded
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED


def _measured(ax, x, values, colour, name=""):
    """Draw measurements as points joined by a line, with its name at the end."""
    low, high, wide = min(values), max(values), (x[-1] / x[0]) ** 0.03
    air = max(high / low, 10) ** 0.07
    ax.set(xscale="log", yscale="log", xlim=(x[0] / wide, x[-1] * wide))
    ax.set_ylim(low / air, high * air)
    faint_grid(ax)
    look = {"color": colour, "ms": 6.5, "mec": "white", "zorder": 3, "clip_on": False}
    ax.plot(x, values, "o-", lw=1.6, **look)
    label_ends(ax, {name: (x[-1], values[-1])}, [colour])


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
    _measured(ax, n, seconds, GRADIENT, name)
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
    _measured(left, B, seconds, INK)
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
