"""The loss of a network over a plane of its parameters, with the way of its training.

Part 3, training.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.ticker import MaxNLocator

from lecturekit.checks import as_floats, vector
from lecturekit.draw.level_lines import level_line
from lecturekit.draw.style import HIGHLIGHT, INK, PAPER

# Contours in steps of about 1.4: every second one doubles J.
LEVELS = tuple(0.01 * 2 ** (k / 2) for k in range(27))


# Darker at the top than the bowls of `descent_contours`: the valleys here are what matters.
SHADES = LinearSegmentedColormap.from_list("lecture_landscape", [PAPER, "#8592AA"])


class LandscapePicture(NamedTuple):
    """The artists of `draw_landscape`, and what `update_landscape` needs."""

    image: Any
    contours: Any
    path: Any
    start: Any
    end: Any
    point: Any
    scale: Any
    levels: tuple


def draw_landscape(
    ax,
    a,
    c,
    losses,
    path=None,
    point=None,
    levels=LEVELS,
    limits=(0.03, 8),
    scale=True,
    label="J",
):
    """Draw J(θ + a u + c v) as contours on a logarithmic scale.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    a, c : array_like, shapes (p,) and (q,)
        The grid, ascending.
    losses : array_like, shape (q, p)
        J on the grid, as from `lecturekit.experiments.loss_landscape.loss_grid`.
    path : array_like, shape (T, 2), optional
        The way of training in this plane, as from `lecturekit.experiments.loss_landscape.project`.
    point : (float, float), optional
        A point (a, c) to mark.
    levels : sequence of float
        Values of J on the contours.
    limits : (float, float)
        The lightest and the darkest J.
    scale : bool
        Whether to add a bar that explains the shades.
    label : str
        What stands beside the bar.

    Returns
    -------
    LandscapePicture
        Named artists. `update_landscape` takes it and shows other losses.

    Raises
    ------
    ValueError
        If the shapes do not fit, or the grid does not ascend.
    """
    a, c = _grid(a, "a"), _grid(c, "c")
    levels = tuple(float(level) for level in vector(levels, "levels"))
    half_a, half_c = (a[1] - a[0]) / 2, (c[1] - c[0]) / 2
    image = ax.imshow(
        np.ones((len(c), len(a))),
        extent=(a[0] - half_a, a[-1] + half_a, c[0] - half_c, c[-1] + half_c),
        origin="lower",
        aspect="auto",
        interpolation="bilinear",
        cmap=SHADES,
        norm=LogNorm(*limits, clip=True),
        zorder=0.6,
    )
    (contours,) = ax.plot([], [], color=INK, lw=0.6, zorder=1)
    (way,) = ax.plot([], [], color=INK, lw=2.2, zorder=3)
    (start,) = ax.plot([], [], "o", ms=8, mfc="white", mec=INK, mew=1.6, zorder=4)
    (end,) = ax.plot([], [], "X", ms=9, color=INK, mec="white", mew=1.0, zorder=4)
    (here,) = ax.plot([], [], "o", ms=12, color=HIGHLIGHT, mec="white", mew=1.8, zorder=5)
    here.set(clip_on=False, in_layout=False)  # whole at the edge, too
    ax.set(xlim=(a[0], a[-1]), ylim=(c[0], c[-1]), xlabel="$a$", ylabel="$c$")
    ax.set_box_aspect(1)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5))
    bar = _scale(ax, image, label) if scale else None
    picture = LandscapePicture(image, contours, way, start, end, here, bar, levels)
    update_landscape(picture, a, c, losses, path, point)
    return picture


def update_landscape(picture, a, c, losses, path=None, point=None):
    """Show other losses, another path or another point, without making new artists.

    Parameters
    ----------
    picture : LandscapePicture
        What `draw_landscape` returned.
    a, c, losses, path, point
        As there; the grid must have the same limits.
    """
    a, c, losses = _grid(a, "a"), _grid(c, "c"), as_floats(losses, "losses")
    if losses.shape != (len(c), len(a)):
        raise ValueError(
            f"losses has shape {losses.shape}, but {len(c)} values of c and {len(a)} of a need "
            f"({len(c)}, {len(a)}): one row for each c."
        )
    picture.image.set_data(np.where(np.isfinite(losses), losses, picture.image.norm.vmax))
    picture.contours.set_data(*contour_lines(a, c, losses, picture.levels).T)
    mark_way(picture, path)
    mark_point(picture, point)


def contour_lines(a, c, losses, levels=LEVELS):
    """Return the contours as one line with gaps, shape (k, 2).

    They are found on log J, which bends less between the points of the grid than J does.
    """
    logs = np.log(np.maximum(losses, 1e-300))
    logs = np.where(np.isfinite(logs), logs, np.nan)
    return np.concatenate([level_line(a, c, logs, np.log(level)) for level in levels])


def mark_way(picture, path=None):
    """Move the way of training; without one, hide it."""
    path = np.empty((0, 2)) if path is None else as_floats(path, "path")
    if path.ndim != 2 or path.shape[1] != 2:
        raise ValueError(f"path has shape {path.shape}, but rows of two numbers are needed.")
    picture.path.set_data(*path.T)
    picture.start.set_data(*path[:1].T)
    picture.end.set_data(*path[-1:].T)


def mark_point(picture, point=None):
    """Move the marked point; without one, hide it."""
    picture.point.set_data(*(([], []) if point is None else np.reshape(point, (2, 1))))


def _scale(ax, image, label):
    bar = ax.figure.colorbar(image, ax=ax, fraction=0.045, pad=0.03, aspect=24)
    marks = [
        m
        for m in (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
        if image.norm.vmin <= m <= image.norm.vmax
    ]
    bar.set_ticks(marks, labels=[f"{m:g}" for m in marks])
    bar.minorticks_off()
    bar.set_label(label)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
    return bar


def _grid(values, name):
    values = vector(values, name)
    if len(values) < 2 or not (np.diff(values) > 0).all():
        raise ValueError(f"{name} must hold at least two numbers in ascending order.")
    return values
