"""The plane of two features: points, shaded fields, level lines, and straight boundaries."""

from typing import Any, NamedTuple

import numpy as np
from contourpy import contour_generator
from matplotlib.colors import LinearSegmentedColormap, Normalize

from lecturekit.checks import feature_matrix, interval, number, vector
from lecturekit.draw.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    DIVERGING,
    FAINT,
    GRADIENT,
    HIGHLIGHT,
    INK,
    MUTED,
)

RESOLUTION = 161  # points per side at which a classifier is evaluated
NAMED_ROW = 8  # row of the grid, from below, where contours are labelled with their levels
# Classes 0 and 1 look the same in all lectures; the others only have to differ from them.
COLOURS = (*CLASS_COLOURS, HIGHLIGHT, GRADIENT, MUTED)
MARKERS = (*CLASS_MARKERS, "s", "D", "v", "P", "X", "<", ">", "*")


def pale(colour_map, strength=0.5):
    """Mix a colour map with white, to make points and lines stand out on it."""
    colours = colour_map(np.linspace(0, 1, 65))
    colours[:, :3] = 1 - strength * (1 - colours[:, :3])
    mixed = LinearSegmentedColormap.from_list(f"{colour_map.name}_pale", colours)
    return mixed.with_extremes(bad=FAINT)


PROBABILITY = pale(DIVERGING)
ACROSS = 140  # colours are computed on this many points per side; between them they are blended
SHADES = (255 * PROBABILITY(np.linspace(0, 1, 256))).round().astype(np.uint8)


def draw_points(ax, X, y, class_names=None, size=7, legend="best"):
    """Draw examples with two features as points, one colour and one marker for each class.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    X : array_like, shape (n, 2)
    y : array_like of int, shape (n,)
        Class of each example: 0, 1, 2, ….
    class_names : sequence of str, optional
        Name of class 0, of class 1, …, for the legend; without it there is none.
    size : float
        Diameter of a marker in points.
    legend : str
        Location of the legend, as in Matplotlib.

    Returns
    -------
    dict of int to matplotlib.lines.Line2D
        The points of each class that occurs in `y`.
    """
    X, y = feature_matrix(X, 2, taker="a picture in the plane"), np.asarray(y)
    if y.shape != (len(X),) or y.dtype.kind not in "biuf" or (y != abs(np.floor(y))).any():
        raise ValueError(
            f"y must hold one class for each of the {len(X)} examples, a whole number 0, 1, 2, …; "
            "(y + 1) / 2 turns -1/+1 into 0/1."
        )
    artists = {}
    for label in np.unique(y.astype(int)):
        marker = MARKERS[label % len(MARKERS)]
        (artists[int(label)],) = ax.plot(
            *X[y == label].T,
            linestyle="none",
            marker=marker,
            # Triangles look smaller than circles of the same width.
            markersize=size * (1.12 if marker in "^v<>D" else 1),
            markerfacecolor=COLOURS[label % len(COLOURS)],
            markeredgecolor="white",
            markeredgewidth=0.8,
            label=class_names[label] if class_names is not None else f"_class {label}",
            zorder=3,
        )
    if class_names is not None:  # readable on a shaded background, too
        frame = {"frameon": True, "framealpha": 0.88, "edgecolor": "none"}
        close = {"handletextpad": 0.3, "borderpad": 0.3}
        ax.legend(handles=list(artists.values()), loc=legend, **frame, **close)
    return artists


def grid(x, y):
    """Return the points of a grid, one per row: x runs first."""
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def field(ax, values, xlim, ylim, cmap=PROBABILITY, norm=None, margin=True, **look):
    """Show a grid of values, first row at the bottom, as smoothly blended shades.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    values : ndarray, shape (n, m), or (n, m, 4) for colours
    xlim, ylim : (float, float)
        Coordinates of the first and the last column and row.
    cmap, norm
        Colours, and the values they represent; by default 0 to 1.
    margin : bool
        Whether pixels are centred on the points of the grid, which puts half a pixel beyond the
        limits on each side. Otherwise, the pixels fill the limits.
    **look
        Passed on to `imshow`.

    Returns
    -------
    matplotlib.image.AxesImage
    """
    (x0, x1), (y0, y1), (rows, columns) = xlim, ylim, np.shape(values)[:2]
    right, up = ((x1 - x0) / (columns - 1) / 2, (y1 - y0) / (rows - 1) / 2) if margin else (0, 0)
    extent = (x0 - right, x1 + right, y0 - up, y1 + up)
    look = {"origin": "lower", "aspect": "auto", "interpolation": "bilinear", "zorder": 0} | look
    return ax.imshow(values, extent=extent, cmap=cmap, norm=norm or Normalize(0, 1), **look)


def level_line(x, y, values, levels=0.0):
    """Return the contours of values on a grid, at one level or several, as a single line.

    Matplotlib makes new contours for every function; a live figure needs one line whose points
    can be changed.

    Parameters
    ----------
    x, y : ndarray, shapes (m,) and (n,)
        The grid, ascending.
    values : ndarray, shape (n, m)
        A cell with a NaN has no line.
    levels : float, or sequence of float

    Returns
    -------
    ndarray, shape (k, 2)
        The points; rows of NaN separate the pieces.
    """
    contours = contour_generator(x, y, values, line_type="ChunkCombinedNan")
    lines = [contours.lines(level)[0][0] for level in np.atleast_1d(levels)]
    lift = np.full((1, 2), np.nan)
    parts = [part for line in lines if line is not None for part in (lift, line)]
    return np.concatenate([np.empty((0, 2)), *parts[1:]])


def draw_twins(ax, X, y, size=11):
    """Mark the places where examples of both classes lie: half blue, half orange, and ringed.

    Otherwise only the class drawn last would be visible. Part 1, binary classification.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    X : array_like, shape (n, 2)
    y : array_like, shape (n,)
        Classes 0 and 1.
    size : float
        Diameter in points.

    Returns
    -------
    matplotlib.lines.Line2D
        Empty if the classes share no point.
    """
    places = {label: {tuple(x) for x in np.asarray(X)[np.asarray(y) == label]} for label in (0, 1)}
    shared = np.reshape(sorted(places[0] & places[1]), (-1, 2))
    halves = {"fillstyle": "left", "mfc": COLOURS[0], "markerfacecoloralt": COLOURS[1]}
    look = {"ls": "none", "marker": "o", "ms": size, "mec": INK, "mew": 1.4, "zorder": 4}
    (twins,) = ax.plot(*shared.T, label="_twins", **look, **halves)
    return twins


def draw_regions(ax, predict, xlim, ylim, levels=(0.1, 0.25, 0.75, 0.9), named=False):
    """Shade the plane by predicted probability and draw the decision boundary {x : f(x) = ½}.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    predict : callable
        Maps points of shape (m, 2) to P(y = 1 | x), shape (m,), between 0 and 1. NaN is shown
        as grey.
    xlim, ylim : (float, float)
        The part of the plane to show; it becomes the limits of the axes.
    levels : sequence of float
        Probabilities at which to draw thin contours; none with ``()``.
    named : bool
        Whether to label each contour with its probability.
    """
    xlim, ylim = interval(xlim, "xlim"), interval(ylim, "ylim")
    x, y = np.linspace(*xlim, RESOLUTION), np.linspace(*ylim, RESOLUTION)
    answers = np.asarray(predict(grid(x, y)), float)
    if answers.size != RESOLUTION**2:
        raise ValueError(
            f"predict returned shape {answers.shape} for {RESOLUTION**2} points; it must return "
            "one probability per point."
        )
    values = np.ma.masked_invalid(answers.reshape(RESOLUTION, RESOLUTION))
    field(ax, values, xlim, ylim)
    thin = _contours(ax, x, y, values, levels, colors=MUTED, linewidths=0.7)
    thick = _contours(ax, x, y, values, [0.5], colors=INK, linewidths=2.0)
    if named:
        _name(ax, x, y[NAMED_ROW], values[NAMED_ROW], (thin, thick))
    if values.mask.all():
        middle = {"transform": ax.transAxes, "ha": "center", "va": "center"}
        ax.text(0.5, 0.5, "undefined: not a number", **middle)
    ax.set(xlim=xlim, ylim=ylim)


def _contours(ax, x, y, values, levels, **look):
    """Draw and return those contours that exist; Matplotlib would warn about the others."""
    if not values.mask.all():
        levels = [level for level in levels if values.min() < level < values.max()]
        if levels:
            return ax.contour(x, y, values, levels=levels, zorder=1, **look)
    return None


def _name(ax, x, height, row, all_contours):
    """Label each contour with its level, where it first crosses a row of the grid."""
    for contours in filter(None, all_contours):
        crossed = [np.flatnonzero(np.diff(row >= level)) for level in contours.levels]
        places = [(x[columns[0]], height) for columns in crossed if len(columns)]
        ax.clabel(contours, fmt="%g", fontsize=8, colors=INK, manual=places)


def draw_line_boundary(ax, w, b, colour=INK, linewidth=2.0):
    """Draw the line {x : wᵀx + b = 0} across the axes, whose limits must be set.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    w : array_like, shape (2,)
    b : float
    colour, linewidth
        Look of the line.

    Returns
    -------
    matplotlib.lines.Line2D
        Empty if there is no line to see: for w = (0, 0), or outside the axes.
    """
    limits = ax.get_xlim(), ax.get_ylim()
    look = {"color": colour, "lw": linewidth, "label": "_boundary", "zorder": 2}
    (line,) = ax.plot(*line_in_box(w, b, *limits).T, **look)
    ax.set(xlim=limits[0], ylim=limits[1])
    return line


def line_in_box(w, b, xlim, ylim):
    """Return the two points where the line {x : wᵀx + b = 0} leaves a rectangle.

    Parameters
    ----------
    w : array_like, shape (2,)
    b : float
    xlim, ylim : (float, float)

    Returns
    -------
    ndarray, shape (2, 2) or (0, 2)
        One point per row; none if the line misses the rectangle or w is zero.
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


# ---- shaded fast enough to follow a slider ---------------------------------------------------


class Plane(NamedTuple):
    """A shaded part of the plane with the boundary of a neuron.

    ``image`` is the shading, ``boundary`` the line wᵀx + b = 0, ``contours`` are the lines
    on which wᵀx + b has the values `levels`, and ``points`` the grid, shape (m, 2).
    """

    ax: Any
    image: Any
    boundary: Any
    contours: list
    levels: tuple
    points: np.ndarray


def shaded_plane(ax, xlim, ylim, levels=()):
    """Prepare `ax` for `shade`; returns a `Plane`.

    The shading shows where the panel ends, so it needs no frame, which every move would redraw.
    """
    ax.set(xlim=xlim, ylim=ylim)
    ax.spines[:].set_visible(False)
    x, y = np.linspace(*xlim, ACROSS), np.linspace(*ylim, ACROSS)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    blank = np.full((ACROSS, ACROSS, 4), 255, np.uint8)
    # Above the axis, below everything else.
    look = {"margin": False, "interpolation": "nearest", "zorder": 0.6}
    image = field(ax, blank, xlim, ylim, **look)
    contours = [ax.plot([], [], color=MUTED, lw=0.8, zorder=1)[0] for _ in levels]
    (boundary,) = ax.plot([], [], color=INK, lw=2.2, zorder=1.5, solid_capstyle="butt")
    return Plane(ax, image, boundary, contours, tuple(levels), points)


def shade(plane, w, b, share):
    """Show a neuron: shade by ``share(z)``, which maps z = wᵀx + b to [0, 1], and draw its lines.

    Parameters
    ----------
    plane : Plane
    w : array_like, shape (2,)
    b : float
    share : callable
        From blue (0) through white (½) to orange (1); takes and returns arrays.
    """
    z = plane.points @ np.asarray(w, float) + b
    index = np.nan_to_num(255 * np.asarray(share(z)), nan=127.5).clip(0, 255)
    plane.image.set_data(SHADES[index.astype(np.uint8)].reshape(ACROSS, ACROSS, 4))
    limits = plane.ax.get_xlim(), plane.ax.get_ylim()
    plane.boundary.set_data(*line_in_box(w, b, *limits).T)
    for line, level in zip(plane.contours, plane.levels, strict=True):
        line.set_data(*line_in_box(w, b - level, *limits).T)
