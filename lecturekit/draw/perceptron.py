"""Rosenblatt's perceptron: logic gates, its loss among others, its margin."""

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patheffects import withStroke

from lecturekit.draw.charts import draw_band
from lecturekit.draw.palette import (
    FAINT,
    GRADIENT,
    HALF_PLANE_COLOURS,
    HIGHLIGHT,
    INK,
    MUTED,
    NEGATIVE,
)
from lecturekit.draw.planes import draw_line_boundary, draw_points
from lecturekit.draw.sheet import Sheet
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS
from lecturekit.perceptron import mistake_bound

__all__ = ["draw_gate", "draw_losses", "draw_margin"]

HALO = [withStroke(linewidth=3, foreground="white")]  # text stays readable where lines cross
CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
GATE_LIMITS = (-0.45, 1.45)
# Flat shades: this neuron gives no probabilities, only 0 or 1.
HALF_PLANES = ListedColormap(HALF_PLANE_COLOURS, name="half_planes")


def draw_gate(ax, outputs, neuron=None, title=""):
    """Draw a logic gate of two inputs and, if given, the step neuron that computes it.

    Inputs at which the neuron differs from the gate are ringed. Part 1, the perceptron.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    outputs : array_like, shape (4,)
        The truth table: outputs 0 or 1 for the inputs (0, 0), (0, 1), (1, 0), (1, 1).
    neuron : Neuron, optional
        It predicts 1 where wᵀx + b ≥ 0.
    title : str
    """
    outputs = np.array(outputs, int)
    ax.set(xlim=GATE_LIMITS, ylim=GATE_LIMITS)
    if neuron is not None:
        _shade_output(ax, neuron.w, neuron.b)
        draw_line_boundary(ax, neuron.w, neuron.b)
        for corner in CORNERS[(CORNERS @ neuron.w + neuron.b >= 0) != outputs]:
            ax.plot(*corner, "o", ms=30, mfc="none", mec=HIGHLIGHT, mew=2.5, zorder=4)
    _draw_corners(ax, outputs, title)


def draw_margin(ax, X, y):
    """Draw R and the widest margin γ of separable examples with one feature.

    An example x̃ = (x, 1) is at height 1, and a line through the origin separates the classes.
    The widest margin belongs to the line through the middle of the gap, which is equally far
    from the two nearest examples. Part 1, the perceptron.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    X : array_like, shape (n, 1)
    y : array_like, shape (n,)
        Labels 0 and 1, one class to the left of the other.

    Returns
    -------
    MistakeBound
    """
    x, y = np.ravel(X), np.asarray(y)
    left, right = sorted((x[y == 0], x[y == 1]), key=np.mean)
    middle = (left.max() + right.min()) / 2
    w = 1.0 if x[y == 1].min() > middle else -1.0
    bound = mistake_bound(X, y, [w, -w * middle])
    theta = np.array([w, -w * middle]) / np.hypot(1, middle)  # the unit vector θ*

    ax.set(xlim=(min(x.min(), 0) - 0.6, max(x.max(), 0) + 0.35), ylim=(-0.45, 1.45), aspect="equal")
    points = np.column_stack([x, np.ones_like(x)])
    draw_points(ax, points, y, size=6)
    draw_line_boundary(ax, theta, 0.0)
    sheet = Sheet(ax)
    sheet.line([(ax.get_xlim()[0], 1), (ax.get_xlim()[1], 1)], MUTED, 0.8, zorder=0.5)
    far = points[np.argmax(np.abs(x))]
    sheet.arrow((0, 0), far, MUTED, 1.6, zorder=2.5)
    sheet.arrow((0, 0), theta, INK, 2.2)
    nearest = np.array([right.min(), 1.0])
    foot = nearest - (nearest @ theta) * theta
    beside = (nearest + foot) / 2 + (0.1, 0.08 if foot[1] > 1 else -0.17)
    sheet.line([nearest, foot], HIGHLIGHT, 3.5, zorder=7)
    look = {"path_effects": HALO, "fontweight": "bold"}
    sheet.text(*(far / 2 - (0, 0.17)), f"R = {bound.radius:.2f}", 10, MUTED, **look)
    sheet.text(*beside, f"γ = {bound.margin:.2f}", 10, HIGHLIGHT, ha="left", **look)
    sheet.text(*(1.2 * theta), "θ*", 10.5, INK, **look)
    return bound


def draw_losses(axes):
    """Draw four losses of one example over its signed score, and how hard each pulls.

    The signed score sz is positive where the prediction is right; the pull is minus the slope
    of the loss. Part 1, one neuron, two ways to learn.

    Parameters
    ----------
    axes : (matplotlib.axes.Axes, matplotlib.axes.Axes)
        For the losses, and for the pulls.
    """
    m = np.linspace(-3, 3, 601)
    losses = {
        "0/1": (m < 0, 0 * m, {"color": MUTED}),
        "perceptron": (np.maximum(0, -m), m < 0, {"color": NEGATIVE}),
        "hinge": (np.maximum(0, 1 - m), m < 1, {"color": GRADIENT, "ls": "--"}),
        "logistic": (np.log1p(np.exp(-m)), 1 / (1 + np.exp(m)), {"color": HIGHLIGHT}),
    }
    for name, (loss, pull, look) in losses.items():
        axes[0].plot(m, loss, label=name, **look)
        axes[1].plot(m, pull, **look)
    for ax, title in zip(axes, ("loss", "pull: minus the slope"), strict=True):
        draw_band(ax, -3, 0, color=FAINT, alpha=0.5, lw=0, zorder=0)
        ax.set(title=title, xlabel="signed score sz (mistakes are shaded)", xlim=(-3, 3))
    axes[0].set_ylim(-0.1, 3.2)
    axes[0].legend()


def _shade_output(ax, w, b):
    # A constant neuron (w = 0) has no line, but it still has an output everywhere.
    scale = max(np.abs(w).max(), abs(b)) or 1.0
    grid = np.linspace(*GATE_LIMITS, 401)
    x, y = np.meshgrid(grid, grid)
    positive = (w[0] / scale * x + w[1] / scale * y + b / scale >= 0).astype(int)
    look = {"cmap": HALF_PLANES, "vmin": 0, "vmax": 1, "interpolation": "nearest", "zorder": 0}
    ax.imshow(positive, extent=(*GATE_LIMITS, *GATE_LIMITS), origin="lower", **look)


def _draw_corners(ax, outputs, title):
    for (x, y), output in zip(CORNERS, outputs, strict=True):
        look = {"color": CLASS_COLOURS[output], "mec": "white", "mew": 1.2, "zorder": 5}
        ax.plot(x, y, CLASS_MARKERS[output], ms=(19, 22)[output], **look)
        look = {"fontsize": 10, "fontweight": "bold", "zorder": 6, "va": "center_baseline"}
        height = y - 0.02 * output  # the centre of a triangle is lower
        ax.text(x, height, str(output), color=("white", INK)[output], ha="center", **look)
    ax.set(xticks=[0, 1], yticks=[0, 1], xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    ax.set_title(title)
