"""Rosenblatt's perceptron: logic gates and the one it cannot learn, and one update."""

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Arc, Polygon
from matplotlib.patheffects import withStroke

from lecturekit.draw.palette import (
    FAINT,
    HALF_PLANE_COLOURS,
    HIGHLIGHT,
    INK,
    MUTED,
    NEGATIVE,
    POSITIVE,
    POSITIVE_TEXT,
)
from lecturekit.draw.planes import draw_line_boundary
from lecturekit.draw.sheet import Sheet
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS

__all__ = ["draw_gate", "draw_update", "draw_xor_argument"]

HALO = [withStroke(linewidth=3, foreground="white")]  # text stays readable where lines cross
CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
GATE_LIMITS = (-0.45, 1.45)
# Flat shades: this neuron gives no probabilities, only 0 or 1.
HALF_PLANES = ListedColormap(HALF_PLANE_COLOURS, name="half_planes")


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
    ax.set(xlim=GATE_LIMITS, ylim=GATE_LIMITS)
    _shade_output(ax, w, b)
    draw_line_boundary(ax, w, b)
    for corner in CORNERS[(CORNERS @ w + b >= 0) != outputs]:
        ax.plot(*corner, "o", ms=30, mfc="none", mec=HIGHLIGHT, mew=2.5, zorder=4)
    _draw_corners(ax, outputs, title)


def draw_xor_argument(ax):
    """Draw why no straight line separates XOR: the segments joining equal classes cross.

    A half-plane is convex: with any two points it contains the segment between them. The point
    (½, ½) is on both segments and would have to be on both sides. Part 1, the perceptron.
    """
    ax.set(xlim=GATE_LIMITS, ylim=GATE_LIMITS)
    ax.plot([0, 1], [0, 1], color=NEGATIVE, lw=3, zorder=2)
    ax.plot([0, 1], [1, 0], color=POSITIVE, lw=3, zorder=2)
    ax.plot(0.5, 0.5, "o", ms=13, mfc="white", mec=HIGHLIGHT, mew=3, zorder=4)
    look = {"color": HIGHLIGHT, "fontsize": 9, "fontweight": "bold", "linespacing": 1.15}
    ax.text(0.8, 0.5, "(½, ½)\nmust be\n0 and 1", ha="left", va="center", **look)
    _draw_corners(ax, (0, 1, 1, 0), "XOR")


def draw_update(ax, w_before, x, sign):
    """Draw one update of the perceptron, w_new = w + s·x, in the space of its weights.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    w_before, x : array_like, shape (2,)
        The weights before the update, and the misclassified example.
    sign : {1, -1}
        The class s of the example.

    Notes
    -----
    Weights classify x correctly if s·wᵀx > 0. The update adds ‖x‖² to that number.
    Rosenblatt (1958); Part 1, the perceptron.
    """
    w, signed = np.array(w_before, float), sign * np.array(x, float)
    after = w + signed
    limit = 1.4 * np.abs([w, signed, after]).max()
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit), xlabel="$w_1$", ylabel="$w_2$")
    ax.set_aspect("equal")
    ax.axhline(0, color=FAINT, lw=0.8, zorder=0)
    ax.axvline(0, color=FAINT, lw=0.8, zorder=0)

    colour, shown = (POSITIVE, "x") if sign > 0 else (NEGATIVE, "−x")
    _shade_half_plane(ax, signed, 4 * limit, colour)
    boundary = draw_line_boundary(ax, signed, 0.0, colour=MUTED, linewidth=1.2)
    boundary.set_linestyle((0, (4, 3)))
    # The same step twice: from the origin, where its angle to w shows, and from the tip of w.
    ax.plot(*np.transpose([w, after]), color=colour, lw=1.6, ls=(0, (2, 1.5)), zorder=2)
    sheet = Sheet(ax)
    for tip, look in ((w, INK), (signed, colour), (after, HIGHLIGHT)):
        pointed = {"capstyle": "butt", "joinstyle": "miter"}
        sheet.arrow((0, 0), tip, look, 2.5, head=(3.2, 6.4), zorder=3, **pointed)
    new = f"w {'+' if sign > 0 else '−'} x"
    if np.any(w):
        _name(ax, w, "w", INK)
        _name(ax, signed, shown, POSITIVE_TEXT if sign > 0 else colour)
    else:  # the first update of all: w + x is x
        new = f"{new} = {shown}"
    _name(ax, after, new, HIGHLIGHT)
    if np.any(w):
        _mark_angle(sheet, w, signed, after, 0.2 * limit)


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


def _name(ax, tip, text, colour):
    """Name an arrow just beyond its tip."""
    length = np.hypot(*tip)
    right, up = tip / length if length > 0 else (0.7, -0.7)
    ax.annotate(
        text,
        tip,
        xytext=(5 * right, 5 * up),
        textcoords="offset points",
        ha="left" if right > 0.35 else "right" if right < -0.35 else "center",
        va="bottom" if up > 0.35 else "top" if up < -0.35 else "center",
        color=colour,
        fontweight="bold",
        fontsize=11,
        zorder=5,
        path_effects=HALO,
        annotation_clip=False,
    )


def _shade_half_plane(ax, signed, far, colour):
    """Shade the weights with s·wᵀx > 0."""
    toward = signed / np.hypot(*signed)
    along = np.array([-toward[1], toward[0]])
    corners = [far * along, far * (along + toward), far * (toward - along), -far * along]
    ax.add_patch(Polygon(corners, fc=colour, ec="none", alpha=0.13, zorder=0))


def _mark_angle(sheet, w, signed, after, radius):
    """Mark the angle between w and s·x: a mistake means that it is 90° or more."""
    start, stop, new = (np.degrees(np.arctan2(v[1], v[0])) for v in (w, signed, after))
    if (stop - start) % 360 > 180:
        start, stop = stop, start
    opening = (stop - start) % 360
    size = 2 * radius
    sheet.ax.add_patch(
        Arc((0, 0), size, size, theta1=start, theta2=start + opening, color=MUTED, lw=1.4)
    )
    # The new weights are inside the angle; its number goes into the wider part beside them.
    part = (new - start) % 360 if np.any(after) else 0
    part = part if part <= opening else 0
    turn = np.radians(start + (part / 2 if part > opening / 2 else (part + opening) / 2))
    place = 1.7 * radius * np.array([np.cos(turn), np.sin(turn)])
    look = {"va": "center", "zorder": 5, "path_effects": HALO}
    sheet.text(*place, f"{opening:.0f}°", 9.5, MUTED, **look)
