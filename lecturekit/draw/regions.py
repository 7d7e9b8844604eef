"""What a classifier says about every point of the plane, and the straight line of a neuron."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyArrowPatch

from lecturekit.checks import interval, number, vector, whole_number
from lecturekit.draw.style import DIVERGING, FAINT, INK, MUTED


def pale(colour_map, strength=0.5):
    """Mix a colour map with white, so that points and lines stand out on it."""
    colours = colour_map(np.linspace(0, 1, 65))
    colours[:, :3] = 1 - strength * (1 - colours[:, :3])
    mixed = LinearSegmentedColormap.from_list(f"{colour_map.name}_pale", colours)
    return mixed.with_extremes(bad=FAINT)


PROBABILITY = pale(DIVERGING)


class Regions(NamedTuple):
    """The artists of `draw_regions`; those that were not asked for are None."""

    image: Any
    boundary: Any
    contours: Any
    scale: Any
    message: Any


def draw_regions(
    ax,
    predict,
    xlim,
    ylim,
    resolution=161,
    levels=(0.1, 0.25, 0.75, 0.9),
    threshold=0.5,
    scale=False,
):
    """Shade the plane by predicted probability and draw the decision boundary.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    predict : callable
        Maps points of shape (m, 2) to P(y = 1 | x), shape (m,), between 0 and 1. A NaN is
        shown as grey: no answer.
    xlim, ylim : (float, float)
        The part of the plane to show; it becomes the limits of the axes.
    resolution : int
        Points per side of the grid at which `predict` is asked.
    levels : sequence of float
        Probabilities at which to draw thin contours; none with ``()``.
    threshold : float
        Probability on the decision boundary, the thick line.
    scale : bool
        Whether to add a bar that explains the shades.

    Returns
    -------
    Regions
        Named artists: ``image``, ``boundary``, ``contours``, ``scale``, ``message``.

    Raises
    ------
    ValueError
        If `predict` does not return one number per point, or the limits are no interval.

    Notes
    -----
    Part 1 introduces the boundary {x : f(x) = ½}; all parts use the picture.
    """
    xlim, ylim = interval(xlim, "xlim"), interval(ylim, "ylim")
    resolution = whole_number(resolution, "resolution", at_least=2)
    x, y = np.linspace(*xlim, resolution), np.linspace(*ylim, resolution)
    probability = np.ma.masked_invalid(_ask(predict, x, y))
    # Pixels are centred on the grid points, hence half a cell of margin.
    half_x, half_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    image = ax.imshow(
        probability,
        extent=(x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y),
        origin="lower",
        aspect="auto",
        interpolation="bilinear",
        cmap=PROBABILITY,
        vmin=0,
        vmax=1,
        zorder=0,
    )
    contours = _contours(ax, x, y, probability, levels, colors=MUTED, linewidths=0.7)
    boundary = _contours(ax, x, y, probability, [threshold], colors=INK, linewidths=2.0)
    message = None
    if probability.mask.all():
        message = ax.text(
            0.5, 0.5, "no answer: not a number", transform=ax.transAxes, ha="center", va="center"
        )
    ax.set(xlim=xlim, ylim=ylim)
    bar = draw_probability_scale(ax, image, marks=levels) if scale else None
    return Regions(image, boundary, contours, bar, message)


def draw_probability_scale(ax, image, marks=(), label="P(y = 1 | x)"):
    """Add a slim bar beside `ax` that explains the shades and contours of `draw_regions`."""
    bar = ax.figure.colorbar(image, ax=ax, fraction=0.04, pad=0.02, aspect=24)
    bar.set_ticks(sorted({0, 0.5, 1, *marks}))
    bar.ax.yaxis.set_major_formatter("{x:g}")
    bar.ax.axhline(0.5, color=INK, lw=2)
    for mark in marks:
        bar.ax.axhline(mark, color=MUTED, lw=0.7)
    bar.set_label(label)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
    return bar


def _ask(predict, x, y):
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    answers = np.asarray(predict(points), float)
    if answers.shape == (len(points), 1):
        answers = answers[:, 0]
    if answers.shape != (len(points),):
        raise ValueError(
            f"predict returned shape {answers.shape} for {len(points)} points; it must return one "
            f"probability per point, shape ({len(points)},)."
        )
    return answers.reshape(len(y), len(x))


def _contours(ax, x, y, values, levels, **look):
    """Draw those contours that exist: Matplotlib warns about the others."""
    if values.mask.all():
        return None
    levels = [level for level in levels if values.min() < level < values.max()]
    return ax.contour(x, y, values, levels=levels, zorder=1, **look) if levels else None


class LineBoundary(NamedTuple):
    """The artists of `draw_line_boundary`; ``arrow`` and ``label`` are None if not asked for."""

    line: Any
    arrow: Any
    label: Any


def draw_line_boundary(
    ax, w, b, normal=False, colour=INK, label=None, linestyle="-", linewidth=2.0
):
    """Draw the line {x : wᵀx + b = 0} as far as the axes reach.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its limits must be set: the line ends at them, and they stay as they are.
    w : array_like, shape (2,)
    b : float
    normal : bool
        Whether to draw the direction of w as an arrow that stands on the line. It looks
        perpendicular where both axes have the same scale (``ax.set_aspect("equal")``).
    colour, linestyle, linewidth
        Look of the line.
    label : str, optional
        Entry for a legend.

    Returns
    -------
    LineBoundary
        Named artists: ``line``, ``arrow``, ``label``. The line is empty where there is none to
        see: for w = (0, 0), or outside the axes.
    """
    limits = ax.get_xlim(), ax.get_ylim()
    ends = line_in_box(w, b, *limits)
    (line,) = ax.plot(
        *ends.T, color=colour, ls=linestyle, lw=linewidth, label=label or "_boundary", zorder=2
    )
    arrow = text = None
    if normal and len(ends):
        arrow, text = _normal(ax, w, ends.mean(axis=0), limits, colour)
    ax.set(xlim=limits[0], ylim=limits[1])
    return LineBoundary(line, arrow, text)


def line_in_box(w, b, xlim, ylim):
    """Return the two ends of the line {x : wᵀx + b = 0} inside a rectangle.

    Parameters
    ----------
    w : array_like, shape (2,)
    b : float
    xlim, ylim : (float, float)

    Returns
    -------
    ndarray, shape (2, 2) or (0, 2)
        One point per row; none where the line misses the rectangle or w is zero.
    """
    w, b = vector(w, "w", 2), number(b, "b")
    largest = max(np.abs(w).max(), abs(b))
    if not np.any(w) or not np.any(w / largest):
        return np.empty((0, 2))
    w, b = w / largest, b / largest  # products of two huge numbers must not overflow
    (x0, x1), (y0, y1) = sorted(map(float, xlim)), sorted(map(float, ylim))
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    z = corners @ w + b
    ends = []
    for i, j in ((0, 1), (1, 2), (2, 3), (3, 0)):
        if z[i] == 0:
            ends.append(corners[i])
        elif z[i] * z[j] < 0:
            share = z[i] / (z[i] - z[j])
            ends.append(corners[i] + share * (corners[j] - corners[i]))
    if len(ends) < 2:
        return np.empty((0, 2))
    # A line along an edge meets two corners; one through a corner only touches the rectangle.
    return np.array([ends[0], ends[-1]])


def _normal(ax, w, foot, limits, colour):
    w = np.asarray(w, float) / np.abs(w).max()
    reach = 0.2 * min(abs(high - low) for low, high in limits)
    tip = foot + reach * w / np.hypot(*w)
    arrow = FancyArrowPatch(
        foot,
        tip,
        arrowstyle="-|>",
        mutation_scale=14,
        lw=2,
        color=colour,
        shrinkA=0,
        shrinkB=0,
        zorder=4,
    )
    ax.add_patch(arrow)
    beyond = foot + 1.22 * (tip - foot)
    text = ax.text(
        *beyond, "w", color=colour, fontweight="bold", ha="center", va="center", zorder=4
    )
    return arrow, text
