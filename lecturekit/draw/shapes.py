"""Shapes that the drawings of neurons share: curves, tapered branches, badges, part colours.

A branch is a curve with a width that changes along it. Its outline is the curve pushed
to both sides by half that width. Branches that grow into one another get one common
outline by painting all their contours first and all their fillings on top.
"""

from itertools import pairwise

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lecturekit.draw.palette import INK, MUTED, OTHER_CELL, PAPER, PART_COLOURS  # noqa: F401

SAMPLES = 48  # points along one curve: smooth at any zoom of a lecture slide


def faded(colour, amount=0.76):
    """Mix `colour` with paper white: 0 leaves it, 1 is white.

    Opaque tints, unlike transparency, do not darken where shapes overlap.
    """
    return to_hex((1 - amount) * np.array(to_rgb(colour)) + amount * np.array(to_rgb(PAPER)))


def bezier(points, samples=SAMPLES):
    """Points on the Bézier curve with these control points, by de Casteljau's algorithm."""
    t = np.linspace(0, 1, samples)[:, None]
    layers = [np.asarray(point, dtype=float) + 0 * t for point in points]
    while len(layers) > 1:
        layers = [(1 - t) * a + t * b for a, b in pairwise(layers)]
    return layers[0]


def shifted(point, right, up):
    """The point that lies so much further right and up."""
    return np.add(point, (right, up))


def along(curve, t):
    """The point of `curve` (m, 2) at fraction `t` in [0, 1] of its samples."""
    position = t * (len(curve) - 1)
    steps = np.arange(len(curve))
    return np.array([np.interp(position, steps, curve[:, k]) for k in (0, 1)])


def piece(curve, start, end, samples=SAMPLES):
    """The part of `curve` between the fractions `start` and `end`, sampled afresh."""
    return np.array([along(curve, t) for t in np.linspace(start, end, samples)])


def closed(vertices):
    """A closed path through `vertices` (m, 2)."""
    return Path(np.vstack([vertices, vertices[:1]]), closed=True)


def tapered(curve, widths):
    """The outline of a branch: `curve` (m, 2) with the width `widths` (m,) along it."""
    tangent = np.gradient(curve, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    side = normal * np.asarray(widths, dtype=float)[:, None] / 2
    # a round tip: half a circle from the left side over the end to the right side
    angles = np.linspace(0, np.pi, 9)[1:-1, None]
    tip = curve[-1] + np.cos(angles) * side[-1] + np.sin(angles) * tangent[-1] * widths[-1] / 2
    return closed(np.vstack([curve + side, tip, (curve - side)[::-1]]))


def sausage(curve, width):
    """The outline of a rounded sheath of the given width around `curve`."""
    t = np.linspace(-1, 1, len(curve))
    return tapered(curve, width * np.sqrt(np.clip(1 - np.abs(t) ** 7, 1e-6, None)))


def disc(centre, radius, squeeze=1.0):
    """An ellipse; `squeeze` is the ratio of its axes."""
    turn = np.linspace(0, 2 * np.pi, 65)[:-1]
    circle = np.column_stack([np.cos(turn), squeeze * np.sin(turn)]) * radius
    return closed(np.asarray(centre) + circle)


def paint(ax, path, face, edge, zorder, linewidth=1.2):
    """Add one filled and outlined path to `ax` and return it."""
    look = {"facecolor": face, "edgecolor": edge, "joinstyle": "round"}
    return ax.add_patch(PathPatch(path, linewidth=linewidth, zorder=zorder, **look))


def paint_joined(ax, paths, face, edge, zorder, linewidth=1.2):
    """Paint overlapping paths as one shape: all contours below, all fillings on top."""
    whole = Path.make_compound_path(*paths)
    contour = paint(ax, whole, edge, edge, zorder, 2 * linewidth)
    # each filling is its own patch: in a compound path overlaps could cancel out
    return [contour, *(paint(ax, path, face, "none", zorder + 0.1) for path in paths)]


def badge(ax, number, word, colour, xy, side="right", target=None):
    """A numbered disc with a word beside it or below, and a thin line to `target`, if any."""
    look = {"ha": "center", "va": "center_baseline", "fontsize": 9, "fontweight": "bold"}
    disc = {"boxstyle": "circle,pad=0.28", "facecolor": colour, "edgecolor": PAPER}
    ax.text(*xy, str(number), color=PAPER, zorder=20, bbox=disc, **look)
    offset, ha, va = {
        "right": ((11, 0), "left", "center_baseline"),
        "left": ((-11, 0), "right", "center_baseline"),
        "below": ((0, -11), "center", "top"),
    }[side]
    look = {"textcoords": "offset points", "ha": ha, "va": va, "fontsize": 9.5, "color": INK}
    ax.annotate(word, xy, offset, zorder=20, **look)
    if target is not None:
        _point_out(ax, xy, target, colour, 1.0)


def leader(ax, text, place, target, ha="center", va="center"):
    """A label at `place` with a thin straight line to a small dot on the thing it names."""
    ax.text(*place, text, color=INK, fontsize=10, ha=ha, va=va, zorder=15)
    away = {"bottom": (0, -1), "top": (0, 1)}.get(va) or {"left": (-1, 0), "right": (1, 0)}[ha]
    _point_out(ax, np.add(place, np.multiply(0.14, away)), target, MUTED, 0.8)


def _point_out(ax, start, target, colour, width):
    ax.plot(*zip(start, target, strict=True), color=colour, linewidth=width, zorder=14)
    ax.plot(*target, ".", color=colour, markersize=4.5, zorder=14)


def prepare(ax, width=14.0, height=6.8):
    """Turn `ax` into an empty sheet of `width` × `height` units, as wide as high."""
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.set_aspect("equal")
    ax.axis("off")


def keep_layout_fixed(ax):
    """Let the layout look at the sheet alone, so that no text or number can shift or shrink it."""
    for artist in (*ax.texts, *ax.lines, *ax.patches):
        artist.set_in_layout(False)
