"""What charts share: the looks of several curves, names at their ends, ticks, the alt text."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from lecturekit.draw.palette import CURVES, FAINT, MUTED
from lecturekit.draw.rounding import duration

# Line patterns that tell several curves apart in print.
DASHES = ("-", (0, (5, 1.5)), (0, (5, 1.5, 1, 1.5)), (0, (1.5, 1.2)), "-", (0, (5, 1.5)), "-")
LOWEST = 4  # points above the bottom of the panel, clear of the tick labels below it


class Chart(NamedTuple):
    """What a chart shows, in words: ``show(figure, draw_learning_curves(axes, …).alt)``."""

    alt: str


def curve_look(i):
    """Return colour and pattern of the i-th of several curves."""
    return {"color": CURVES[i % len(CURVES)], "ls": DASHES[i % len(DASHES)]}


def note(ax, words, size=9.5):
    """Write a grey note above the right end of a panel."""
    ax.set_title(words, loc="right", fontsize=size, fontweight="normal", color=MUTED)


def draw_band(ax, low, high, axis="x", **look):
    """Shade a panel where x, or y, lies between two values; return the `Rectangle`.

    Before Matplotlib 3.9 ``ax.axvspan`` returns a `Polygon`, which has no ``x`` and ``width`` to
    move it by.
    """
    across = axis == "x"
    corner, size = ((low, 0), (high - low, 1)) if across else ((0, low), (1, high - low))
    place = ax.get_xaxis_transform() if across else ax.get_yaxis_transform()
    return ax.add_patch(Rectangle(corner, *size, transform=place, **look))


def faint_grid(ax, axis="both"):
    """Draw a faint grid at the major ticks only."""
    ax.minorticks_off()
    ax.grid(axis=axis, color=FAINT)


def seconds_axis(axis):
    """Label the ticks of a logarithmic axis of seconds with their units; its limits must be set."""
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 60 * low else (1,)))
    axis.set_major_formatter(FuncFormatter(lambda seconds, place: duration(seconds)))
    axis.set_minor_formatter(NullFormatter())


def label_ends(ax, ends, colours, gap=12):
    """Write the name of each curve beside its last point, moved apart where they would collide.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its limits must be final: the distances depend on them.
    ends : dict of str to (x, y)
        The last point of each curve, in data coordinates.
    colours : sequence of colours
    gap : float
        Minimum distance between two names in points.
    """
    if not ends:
        return
    # Before the first draw the layout is not settled, so this is an estimate; it is the same
    # on every run, because it depends on the figure's size alone.
    height = ax.get_position().height * ax.figure.get_figheight() * 72
    places = ax.transData + ax.transAxes.inverted()
    heights = np.array([places.transform(end)[1] for end in ends.values()])
    wanted = np.clip(np.nan_to_num(heights, nan=0.5), 0, 1) * height
    moved = spread_apart(wanted, gap, height) - heights * height
    look = {"fontsize": 9.5, "fontweight": "bold", "va": "center", "annotation_clip": False}
    for (name, end), colour, up in zip(ends.items(), colours, moved, strict=False):
        ax.annotate(name, end, (6, up), textcoords="offset points", color=colour, **look)


def spread_apart(wanted, gap, height):
    """Move numbers as little as possible so that neighbours are `gap` apart, inside the height."""
    order = np.argsort(wanted, kind="stable")
    places = wanted[order].astype(float)
    for _ in range(100):
        moved = False
        for i in range(len(places) - 1):
            overlap = gap - (places[i + 1] - places[i])
            if overlap > 1e-3:
                places[i] -= overlap / 2
                places[i + 1] += overlap / 2
                moved = True
        if not moved:
            break
    places -= max(0.0, places.max() - height)
    places += max(0.0, LOWEST - places.min())
    result = np.empty_like(places)
    result[order] = places
    return result
