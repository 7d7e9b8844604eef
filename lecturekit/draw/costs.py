"""What one gradient costs as the data grow (Part 4, why not the whole batch)."""

import numpy as np

from lecturekit.checks import vector
from lecturekit.draw.durations import duration, seconds_axis
from lecturekit.draw.measured import draw_measured
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED

MOST_TICKS = 6  # more sizes than these are not written below the axis one by one


def draw_costs(ax, n, seconds, slope=True):
    """Draw the measured time of one gradient over the number of examples n, both logarithmic.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.6 inches.
    n : array_like of int, shape (k,)
        Ascending.
    seconds : array_like, shape (k,), or dict of str to array_like
        Of the gradient over all n examples; or several by name, the full gradient first.
    slope : bool
        Whether to draw a dashed line ∝ n through the last point of the first row.

    Returns
    -------
    Measured
        Named artists; ``lines["∝ n"]`` is the dashed line. ``alt`` says it in words.
    """
    if not isinstance(seconds, dict):
        seconds = {"full gradient": seconds}
    drawn = draw_measured(ax, n, seconds, colours=(GRADIENT, HIGHLIGHT, INK), join=True)
    n = vector(n, "n")
    if slope:
        drawn.lines["∝ n"] = _proportional(ax, n, vector(next(iter(seconds.values())), "seconds"))
    seconds_axis(ax.yaxis)
    ax.set(xlabel="examples n", ylabel="time of one gradient")
    if len(n) <= MOST_TICKS:
        ax.set_xticks(n, [f"{size:,.0f}" for size in n])
        ax.set_xticks([], minor=True)
    words = [
        f"{name}, {duration(row[0])} at n = {n[0]:,.0f} and {duration(row[-1])} at n = {n[-1]:,.0f}"
        for name, row in seconds.items()
    ]
    return drawn._replace(alt=f"Time of one gradient over n, logarithmic: {'; '.join(words)}.")


def _proportional(ax, n, row):
    """Draw a line of slope 1 through the last point, and name it where the points are not."""
    start = max(n[0], n[-1] * ax.get_ylim()[0] / row[-1])  # where the line enters the panel
    x = np.geomspace(start, n[-1], 3)
    y = row[-1] * x / n[-1]
    (line,) = ax.plot(x, y, color=MUTED, ls=(0, (4, 3)), lw=1.4)
    above = np.interp(np.log(x[1]), np.log(n), np.log(row)) <= np.log(y[1])
    ax.annotate(
        "∝ n",
        (x[1], y[1]),
        xytext=(-5, 5) if above else (5, -5),
        textcoords="offset points",
        ha="right" if above else "left",
        va="bottom" if above else "top",
        color=MUTED,
    )
    return line
