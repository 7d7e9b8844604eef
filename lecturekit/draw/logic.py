"""Logic gates as neurons: four points, one straight line, and the gate that has none."""

import numpy as np
from matplotlib.colors import ListedColormap

from lecturekit.draw.regions import draw_line_boundary
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS, HIGHLIGHT, INK, NEGATIVE, POSITIVE

__all__ = ["draw_gate", "draw_xor_argument"]

CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
LIMITS = (-0.45, 1.45)
# Flat shades: this neuron gives no probabilities, only 0 or 1.
HALF_PLANES = ListedColormap(["#D6E0EC", "#FCE7CF"], name="half_planes")


def draw_gate(ax, outputs, w, b, title):
    """Draw a logic gate of two inputs and the neuron with step activation that computes it.

    Inputs at which the neuron differs from the gate are ringed. Part 1, the perceptron.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    outputs : array_like, shape (4,)
        The truth table: outputs 0 or 1 for the inputs (0, 0), (0, 1), (1, 0), (1, 1).
    w, b : array_like, shape (2,), and float
        Weights and bias of the neuron, which predicts 1 where wᵀx + b ≥ 0.
    title : str
    """
    w, outputs = np.array(w, float), np.array(outputs, int)
    ax.set(xlim=LIMITS, ylim=LIMITS)
    _shade(ax, w, b)
    draw_line_boundary(ax, w, b)
    for corner in CORNERS[(CORNERS @ w + b >= 0) != outputs]:
        ax.plot(*corner, "o", ms=30, mfc="none", mec=HIGHLIGHT, mew=2.5, zorder=4)
    _draw_corners(ax, outputs, title)


def draw_xor_argument(ax):
    """Draw why no straight line separates XOR: the segments joining equal classes cross.

    A half-plane is convex: with two points it holds the segment between them. The point
    (½, ½) lies on both segments and would have to lie on both sides. Part 1, the perceptron.
    """
    ax.set(xlim=LIMITS, ylim=LIMITS)
    ax.plot([0, 1], [0, 1], color=NEGATIVE, lw=3, zorder=2)
    ax.plot([0, 1], [1, 0], color=POSITIVE, lw=3, zorder=2)
    ax.plot(0.5, 0.5, "o", ms=13, mfc="white", mec=HIGHLIGHT, mew=3, zorder=4)
    look = {"color": HIGHLIGHT, "fontsize": 9, "fontweight": "bold", "linespacing": 1.15}
    ax.text(0.8, 0.5, "(½, ½)\nmust be\n0 and 1", ha="left", va="center", **look)
    _draw_corners(ax, (0, 1, 1, 0), "XOR")


def _shade(ax, w, b):
    # A constant neuron (w = 0) has no line, but it still has an output everywhere.
    scale = max(np.abs(w).max(), abs(b)) or 1.0
    grid = np.linspace(*LIMITS, 401)
    x, y = np.meshgrid(grid, grid)
    positive = (w[0] / scale * x + w[1] / scale * y + b / scale >= 0).astype(int)
    look = {"cmap": HALF_PLANES, "vmin": 0, "vmax": 1, "interpolation": "nearest", "zorder": 0}
    ax.imshow(positive, extent=(*LIMITS, *LIMITS), origin="lower", **look)


def _draw_corners(ax, outputs, title):
    for (x, y), output in zip(CORNERS, outputs, strict=True):
        look = {"color": CLASS_COLOURS[output], "mec": "white", "mew": 1.2, "zorder": 5}
        ax.plot(x, y, CLASS_MARKERS[output], ms=(19, 22)[output], **look)
        look = {"fontsize": 10, "fontweight": "bold", "zorder": 6, "va": "center_baseline"}
        height = y - 0.02 * output  # the middle of a triangle lies lower
        ax.text(x, height, str(output), color=("white", INK)[output], ha="center", **look)
    ax.set(xticks=[0, 1], yticks=[0, 1], xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    ax.set_title(title)
