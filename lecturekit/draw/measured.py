"""Measurements on two logarithmic axes: points, what theory says as a line, names at the ends.

Part 4, for the spread of gradients and for times.
"""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import count, vector
from lecturekit.draw.history import CURVES
from lecturekit.draw.labels import label_ends
from lecturekit.draw.style import FAINT

MARKERS = "os^Dv"
LEAST = 1e-12  # of the largest value: what is smaller is rounding, and has no place here


class Measured(NamedTuple):
    """The artists of `draw_measured`, by name; ``names`` stand at the ends.

    ``alt`` is the picture in words, if the function that drew it says it.
    """

    points: dict
    lines: dict
    names: list
    alt: str = ""


def draw_measured(ax, x, values, lines=None, colours=CURVES, join=False):
    """Draw named measurements as points, and named lines, both axes logarithmic.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    x : array_like, shape (k,)
        Greater than 0, ascending.
    values : dict of str to array_like, shape (k,)
        What was measured. A value that is 0, but for rounding, is a triangle on the axis below.
    lines : dict of str to callable, optional
        What theory says, a function of x, in the colour of the points of the same name.
    colours : sequence of colours
        One for each name.
    join : bool
        Whether to join the points. A line that is not joined belongs to a formula.

    Returns
    -------
    Measured

    Raises
    ------
    ValueError
        If x is not ascending and positive, or a value is negative or missing.
    """
    x, lines = ascending(x, "x"), dict(lines or {})
    rows = {name: at_least_zero(row, name, len(x)) for name, row in values.items()}
    if not rows or not (everything := np.concatenate(list(rows.values()))).any():
        raise ValueError("values holds nothing above 0; give at least one row of measurements.")
    dense = np.geomspace(x[0], x[-1], 200)
    curves = {name: np.asarray(line(dense), float) for name, line in lines.items()}
    floor = everything.max() * LEAST
    low, high = everything[everything > floor].min(), everything.max()
    air = max(high / low, 10) ** 0.07
    left, right = x[0] / (x[-1] / x[0]) ** 0.03, x[-1] * (x[-1] / x[0]) ** 0.03
    bottom = low / air
    ax.set(xscale="log", yscale="log", xlim=(left, right), ylim=(bottom, high * air))
    ax.minorticks_off()
    ax.grid(color=FAINT)
    points, drawn, ends, look = {}, {}, {}, {}
    for i, name in enumerate(dict.fromkeys([*rows, *curves])):
        look[name] = colours[i % len(colours)]
        if name in curves:
            (drawn[name],) = ax.plot(dense, curves[name], color=look[name], lw=1.6, zorder=2)
            ends[name] = dense[-1], curves[name][-1]
        if name in rows:
            points[name] = _points(ax, x, rows[name], floor, bottom, look[name], i, join)
            ends[name] = x[-1], max(rows[name][-1], bottom)
    names = label_ends(ax, ends, [look[name] for name in ends])
    return Measured(points, drawn, names)


def _points(ax, x, row, floor, bottom, colour, i, join):
    none = row <= floor
    look = {"color": colour, "ms": 6.5, "mec": "white", "zorder": 3, "clip_on": False}
    (points,) = ax.plot(
        x[~none], row[~none], ls="-" if join else "none", lw=1.6, marker=MARKERS[i % 5], **look
    )
    if none.any():
        ax.plot(x[none], np.full(none.sum(), bottom), "v", **look)
    return points


def ascending(x, name):
    """Return `x` as one row of numbers above 0, each larger than the one before."""
    x = vector(x, name)
    if len(x) < 2 or x[0] <= 0 or (np.diff(x) <= 0).any():
        raise ValueError(f"{name} is {x}, but at least two numbers above 0, ascending, are needed.")
    return x


def at_least_zero(row, name, length):
    """Return `row` as `length` finite numbers, none below 0."""
    row = vector(row, name)
    if len(row) != length or (row < 0).any():
        raise ValueError(
            f"{name} has {count(len(row), 'entry')}, the least {row.min():g}; give {length}, one "
            "for each place, and none below 0."
        )
    return row
