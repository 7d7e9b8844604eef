"""Names written at the ends of curves, where a legend would send the eye to and fro."""

import numpy as np

__all__ = ["label_ends", "spread_apart"]

LOWEST = 4  # points above the bottom of the panel, clear of the tick labels below it
GAP, PAD = 12, 6  # points: least distance between two names, and from a curve to its name


def label_ends(ax, curves, colours):
    """Write the name of each curve beside its last point, moved apart where they would collide.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its limits must be final: the distances depend on them.
    curves : dict of str to (x, y)
        The last point of each curve, in data coordinates.
    colours : sequence of colours

    Returns
    -------
    list of matplotlib.text.Annotation
    """
    if not curves:
        return []
    # Before the first draw the layout is not settled, so this is an estimate in points; it is
    # the same on every run, because it depends on the figure's size alone.
    height = ax.get_position().height * ax.figure.get_figheight() * 72
    to_panel = ax.transData + ax.transAxes.inverted()
    ends = np.array([to_panel.transform(end)[1] for end in curves.values()])
    wanted = np.clip(np.nan_to_num(ends, nan=0.5), 0, 1) * height
    up = spread_apart(wanted, GAP, height) - ends * height
    look = {"fontsize": 9.5, "fontweight": "bold", "va": "center", "ha": "left"}
    look |= {"textcoords": "offset points", "annotation_clip": False}
    return [
        ax.annotate(name, end, (PAD, rise), color=colour, **look)
        for (name, end), rise, colour in zip(curves.items(), up, colours, strict=False)
    ]


def spread_apart(wanted, gap, height):
    """Move numbers as little as possible so that neighbours are `gap` apart, inside the height."""
    order = np.argsort(wanted, kind="stable")
    places = wanted[order].astype(float)
    for _ in range(100):
        overlaps = 0
        for i in range(len(places) - 1):
            overlap = gap - (places[i + 1] - places[i])
            if overlap > 1e-3:
                places[i : i + 2] += (-overlap / 2, overlap / 2)
                overlaps += 1
        if not overlaps:
            break
    places -= max(0.0, places.max() - height)
    places += max(0.0, LOWEST - places.min())
    result = np.empty_like(places)
    result[order] = places
    return result
