"""Logic gates as neurons: four points, one straight line, and the gate that has none."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import ListedColormap

from lecturekit.checks import binary_labels, number, vector
from lecturekit.draw.planes import draw_line_boundary
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS, HIGHLIGHT, INK, NEGATIVE, POSITIVE

CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
LIMITS = (-0.45, 1.45)
# Flat shades: this neuron gives no probabilities, only 0 or 1.
HALF_PLANES = ListedColormap(["#D6E0EC", "#FCE7CF"], name="half_planes")


class GatePicture(NamedTuple):
    """The artists of `draw_gate`."""

    points: list
    half_planes: Any
    boundary: Any
    wrong: list


def draw_gate(ax, outputs, w=None, b=None, title=None):
    """Draw a logic gate of two inputs and the neuron with step activation that computes it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    outputs : array_like, shape (4,)
        The truth table: outputs 0 or 1 for the inputs (0, 0), (0, 1), (1, 0), (1, 1).
    w : array_like, shape (2,), optional
    b : float, optional
        Weights and bias of the neuron; without them there are only the four points.
    title : str, optional

    Returns
    -------
    GatePicture
        Named artists: ``points``, ``half_planes``, ``boundary``, ``wrong`` (rings around the
        inputs at which the neuron differs from the gate).

    Notes
    -----
    The neuron answers 1 where wᵀx + b ≥ 0. Part 1, the perceptron.
    """
    outputs = binary_labels(outputs, 4).astype(int)
    half_planes = boundary = None
    wrong = []
    ax.set(xlim=LIMITS, ylim=LIMITS)
    if w is not None:
        w, b = vector(w, "w", 2), number(0.0 if b is None else b, "b")
        half_planes = _shade(ax, w, b)
        boundary = draw_line_boundary(ax, w, b)
        answers = (CORNERS @ w + b >= 0).astype(int)
        for corner in CORNERS[answers != outputs]:
            wrong += ax.plot(*corner, "o", ms=30, mfc="none", mec=HIGHLIGHT, mew=2.5, zorder=4)
    points = [_point(ax, corner, output) for corner, output in zip(CORNERS, outputs, strict=True)]
    _frame(ax, title)
    return GatePicture(points, half_planes, boundary, wrong)


def draw_xor_argument(ax, title="XOR"):
    """Draw why no straight line separates XOR: the segments joining equal classes cross.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    title : str, optional

    Returns
    -------
    dict of str to matplotlib.artist.Artist
        ``negative`` and ``positive`` (the segments), ``crossing``, ``note``.

    Notes
    -----
    A half-plane is convex: with two points it holds the segment between them. The point
    (½, ½) lies on both segments and would have to lie on both sides. Part 1, the perceptron.
    """
    ax.set(xlim=LIMITS, ylim=LIMITS)
    (negative,) = ax.plot([0, 1], [0, 1], color=NEGATIVE, lw=3, zorder=2)
    (positive,) = ax.plot([0, 1], [1, 0], color=POSITIVE, lw=3, zorder=2)
    (crossing,) = ax.plot(0.5, 0.5, "o", ms=13, mfc="white", mec=HIGHLIGHT, mew=3, zorder=4)
    note = ax.text(
        0.8,
        0.5,
        "(½, ½)\nmust be\n0 and 1",
        ha="left",
        va="center",
        color=HIGHLIGHT,
        fontsize=9,
        fontweight="bold",
        linespacing=1.15,
    )
    for corner, output in zip(CORNERS, (0, 1, 1, 0), strict=True):
        _point(ax, corner, output)
    _frame(ax, title)
    return {"negative": negative, "positive": positive, "crossing": crossing, "note": note}


def _shade(ax, w, b):
    # A constant neuron (w = 0) has no line, but it still has an answer everywhere.
    scale = max(np.abs(w).max(), abs(b)) or 1.0
    grid = np.linspace(*LIMITS, 401)
    x, y = np.meshgrid(grid, grid)
    answers = (w[0] / scale * x + w[1] / scale * y + b / scale >= 0).astype(int)
    return ax.imshow(
        answers,
        extent=(*LIMITS, *LIMITS),
        origin="lower",
        cmap=HALF_PLANES,
        vmin=0,
        vmax=1,
        interpolation="nearest",
        zorder=0,
    )


def _point(ax, corner, output):
    (point,) = ax.plot(
        *corner,
        CLASS_MARKERS[output],
        ms=(19, 22)[output],
        color=CLASS_COLOURS[output],
        mec="white",
        mew=1.2,
        zorder=5,
    )
    ax.text(
        *(corner - (0, 0.02 * output)),
        str(output),
        color=("white", INK)[output],
        fontweight="bold",
        fontsize=10,
        ha="center",
        va="center_baseline",
        zorder=6,
    )
    return point


def _frame(ax, title):
    ax.set_aspect("equal")
    ax.set(xticks=[0, 1], yticks=[0, 1], xlabel="$x_1$", ylabel="$x_2$")
    if title:
        ax.set_title(title)
