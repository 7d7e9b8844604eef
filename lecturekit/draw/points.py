"""A labelled data set as points in the plane."""

import numpy as np

from lecturekit.checks import count, feature_matrix
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS, GRADIENT, HIGHLIGHT, MUTED

# Classes 0 and 1 look the same in all lectures; the others only have to differ from them.
COLOURS = (*CLASS_COLOURS, HIGHLIGHT, GRADIENT, MUTED)
MARKERS = (*CLASS_MARKERS, "s", "D", "v", "P", "X", "<", ">", "*")


def draw_points(ax, X, y, class_names=None, size=7, legend=True, alpha=1.0):
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
    legend : bool or str
        Whether to explain the markers, or where (``"upper left"``, …).
    alpha : float
        Opacity of the markers.

    Returns
    -------
    dict of int to matplotlib.lines.Line2D
        The points of each class that occurs in `y`.

    Raises
    ------
    ValueError
        If the shapes do not fit, if `X` has NaN, or if a class has no name.
    """
    X = feature_matrix(X, 2, taker="a picture in the plane")
    y = _classes(y, len(X), class_names)
    artists = {}
    for label in np.unique(y):
        artists[int(label)] = ax.plot(
            *X[y == label].T,
            linestyle="none",
            marker=MARKERS[label % len(MARKERS)],
            # Triangles look smaller than circles of the same width.
            markersize=size * (1.12 if MARKERS[label % len(MARKERS)] in "^v<>D" else 1),
            markerfacecolor=COLOURS[label % len(COLOURS)],
            markeredgecolor="white",
            markeredgewidth=0.8,
            alpha=alpha,
            label=class_names[label] if class_names is not None else f"_class {label}",
            zorder=3,
        )[0]
    if class_names is not None and legend:
        draw_legend(ax, list(artists.values()), loc=legend if isinstance(legend, str) else "best")
    return artists


def draw_legend(ax, handles, **options):
    """Add a legend that stays readable on a shaded background."""
    legend = ax.legend(
        handles=handles,
        frameon=True,
        framealpha=0.88,
        edgecolor="none",
        handletextpad=0.3,
        borderpad=0.3,
        **options,
    )
    return legend


def _classes(y, n, class_names):
    y = np.asarray(y)
    if y.shape != (n,):
        raise ValueError(
            f"y has shape {y.shape}, but X has {count(n, 'example')}; give one class per example, "
            f"shape ({n},)."
        )
    if y.dtype.kind not in "biuf" or np.any(y != np.floor(y)):
        raise ValueError("y must hold whole numbers 0, 1, 2, …; give the class names separately.")
    y = y.astype(int)
    if y.min() < 0:
        raise ValueError(
            f"y holds the label {y.min()}, but classes count from 0; "
            "(y + 1) / 2 turns -1/+1 into 0/1."
        )
    if class_names is not None and y.max() >= len(class_names):
        raise ValueError(
            f"class_names has {count(len(class_names), 'name')}, but y holds class {y.max()}; "
            f"give {y.max() + 1} names."
        )
    return y
