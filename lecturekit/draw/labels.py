"""Names written at the ends of curves, where a legend would send the eye to and fro."""

import numpy as np

LOWEST = 4  # points above the bottom of the panel, clear of the tick labels below it


def label_ends(ax, curves, colours, gap=12, size=9.5, pad=6):
    """Write the name of each curve beside its last point, moved apart where they would collide.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its limits must be final: the distances depend on them.
    curves : dict of str to (x, y)
        The last point of each curve, in data coordinates.
    colours : sequence of colours
    gap : float
        Least distance between two names in points.
    size, pad : float
        Size of the letters, and their distance from the curve, in points.

    Returns
    -------
    list of matplotlib.text.Annotation
    """
    if not curves:
        return []
    height = _height_in_points(ax)
    ends = np.array(
        [ax.transAxes.inverted().transform(ax.transData.transform(end)) for end in curves.values()]
    )
    wanted = np.clip(np.nan_to_num(ends[:, 1], nan=0.5), 0, 1) * height
    places = spread_apart(wanted, gap, height)
    return [
        ax.annotate(
            name,
            end,
            xytext=(pad, place - end_height),
            textcoords="offset points",
            color=colour,
            fontsize=size,
            fontweight="bold",
            va="center",
            ha="left",
            annotation_clip=False,
        )
        for (name, end), colour, place, end_height in zip(
            curves.items(), colours, places, ends[:, 1] * height, strict=False
        )
    ]


def _height_in_points(ax):
    # Before the first draw the layout is not settled, so this is an estimate; it is the same
    # on every run, because it depends on the figure's size alone.
    return ax.get_position().height * ax.figure.get_figheight() * 72


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
