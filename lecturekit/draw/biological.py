"""A biological neuron, drawn part by part, alone and beside the artificial one.

Part 1 (the biological neuron) opens with it. The shapes are ours, placed by hand: a schematic of a
vertebrate motor neuron, not to scale (a real axon may be ten thousand times as long as
its cell body is wide).
"""

from itertools import pairwise

import numpy as np
from matplotlib.patches import Circle
from matplotlib.path import Path

from lecturekit.draw.neuron import draw_artificial_neuron
from lecturekit.draw.palette import INK, MUTED, MYELIN, NUCLEUS, OTHER_CELL, PAPER, PART_COLOURS
from lecturekit.draw.sheet import Sheet, closed, keep_layout_fixed, paint, shifted

__all__ = ["draw_biological_neuron", "draw_neurons_side_by_side"]

SAMPLES = 48  # points along one curve: smooth at any zoom of a lecture slide


def bezier(points, samples=SAMPLES):
    """Points on the Bézier curve with these control points, by de Casteljau's algorithm."""
    t = np.linspace(0, 1, samples)[:, None]
    layers = [np.asarray(point, dtype=float) + 0 * t for point in points]
    while len(layers) > 1:
        layers = [(1 - t) * a + t * b for a, b in pairwise(layers)]
    return layers[0]


def along(curve, t):
    """The point of `curve` (m, 2) at fraction `t` in [0, 1] of its samples."""
    position = t * (len(curve) - 1)
    steps = np.arange(len(curve))
    return np.array([np.interp(position, steps, curve[:, k]) for k in (0, 1)])


VIOLET = PART_COLOURS["synapse"][1]
SOMA = np.array([3.75, 3.55])

# Dendrites as trees. A trunk is (control points, end, branches), from the middle of the
# cell body; a branch is (where it leaves its parent, 0 … 1; end; its own branches). It
# sets out in its parent's direction, as real branches do.
TRUNKS = (
    ([(3.2, 4.3), (2.9, 5.0)], (2.2, 5.75), (
        (0.42, (3.05, 6.15), ((0.50, (2.78, 5.95), ()),)),
        (0.62, (1.5, 5.3), ((0.55, (1.75, 5.62), ()),)),
        (0.86, (2.3, 6.2), ()),
    )),
    ([(2.8, 3.75), (2.1, 4.25)], (0.85, 4.3), (
        (0.45, (1.15, 4.92), ((0.6, (1.25, 4.58), ()),)),
        (0.60, (0.9, 3.75), ((0.5, (1.35, 3.7), ()),)),
    )),
    ([(2.8, 3.3), (2.3, 2.75)], (1.2, 2.5), (
        (0.40, (1.1, 3.15), ((0.55, (1.3, 2.88), ()),)),
        (0.66, (1.35, 1.95), ()),
    )),
    ([(3.4, 2.75), (3.2, 2.0)], (2.5, 1.25), (
        (0.42, (1.85, 1.85), ((0.55, (1.95, 1.5), ()),)),
        (0.58, (3.15, 0.85), ((0.6, (2.85, 0.8), ()),)),
    )),
    ([(4.15, 4.4), (4.25, 4.9)], (4.0, 6.0), (
        (0.42, (4.95, 5.6), ((0.5, (4.55, 5.75), ()),)),
        (0.72, (3.7, 5.95), ()),
    )),
    ([(4.1, 2.8), (4.35, 2.2)], (4.2, 1.15), (
        (0.45, (4.9, 1.55), ((0.6, (4.6, 1.35), ()),)),
        (0.74, (3.9, 1.2), ()),
    )),
)  # fmt: skip

AXON = bezier([(4.05, 3.52), (5.6, 3.15), (6.8, 3.0), (8.0, 3.75), (9.3, 3.7)], samples=200)
HILLOCK_END = 0.19  # fractions of the axon's length
SHEATHS = ((0.25, 0.40), (0.43, 0.58), (0.61, 0.76), (0.79, 0.93))

# Terminal branches: control points and the bouton's centre.
TERMINALS = (
    ([(9.9, 3.75), (10.0, 4.9)], (10.75, 5.35)),
    ([(10.0, 3.75), (10.3, 4.25)], (11.15, 4.35)),
    ([(10.0, 3.65), (10.4, 3.25)], (11.25, 3.2)),
    ([(9.8, 3.65), (9.9, 2.4)], (10.5, 2.25)),
)
# Boutons of other cells on our dendrites: start of their fibre, its control point, its end.
INCOMING = (
    ((-0.5, 5.45), (0.7, 5.55), (1.27, 5.3)),
    ((-0.5, 3.95), (0.4, 4.3), (0.6, 4.3)),
    ((-0.5, 2.3), (0.55, 2.3), (0.95, 2.45)),
)
# The next cell's dendrite, and its branches: where they leave it, control point, end.
NEXT_TRUNK = bezier([(14.2, 6.0), (12.9, 5.6), (12.5, 4.2), (12.8, 2.9)])
NEXT_BRANCHES = (
    (0.2, (12.6, 5.6), (11.1, 5.5)),
    (0.5, (12.4, 4.45), (11.48, 4.4)),
    (0.8, (12.4, 3.4), (11.6, 3.2)),
)
GAP, RING = (0.2, 0.03), 0.34  # the middle of a synapse, seen from its bouton; the ring around it
LENS, LENS_RADIUS = np.array([-1.7, 1.45]), 1.4  # it magnifies the lowest of the synapses
# what the lens shows, measured from its middle
VESICLES = np.array(
    [(-0.74, 0.26), (-0.42, 0.38), (-0.62, -0.06), (-0.24, 0.1), (-0.74, -0.36), (-0.34, -0.28)]
)
DROPS = np.array([(0.16, 0.24), (0.2, 0.04), (0.15, -0.17), (0.1, 0.45), (0.1, -0.38)])

# A part, its name, and the place of its badge: of the disc, of the name, of what it points at.
LIVING = (
    ("dendrites", "dendrites", (2.75, 6.5), "left", None),
    ("synapse", "synapses", (0.8, 1.6), "below", (1.05, 2.28)),
    ("soma", "soma: adds up", (5.3, 5.4), "right", shifted(SOMA, 0.62, 0.35)),
    ("hillock", "axon hillock: compares\nwith the threshold", (5.45, 2.3), "right", (4.98, 3.24)),
    ("axon", "axon: firing rate", (6.8, 4.6), "right", along(AXON, 0.415)),
)
MADE = (
    ("dendrites", "inputs $x$", (1.95, 1.05), "right", None),
    ("synapse", "weights $w$", (4.9, 1.75), "right", (4.6, 2.75)),
    ("soma", "sum $w^\\mathsf{T} x$", (7.5, 2.72), "below", None),
    ("hillock", "bias $b$:\nminus the threshold", (8.35, 6.27), "right", None),
    ("hillock", r"activation $\sigma$", (10.35, 2.72), "below", None),
    ("axon", r"output $\hat{y}$", (13.0, 2.72), "below", None),
)


def draw_biological_neuron(ax, zoom=True):
    """Draw a nerve cell with five numbered parts, from the dendrites to the axon.

    Signals arrive from the left, at synapses, and leave to the right. The sheet is 16.4 × 6.8
    units; 9 × 3.8 inches suit it. After any textbook, for example Kandel et al., *Principles of
    Neural Science*, chapter 2.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    zoom : bool
        Magnify one of the incoming synapses in a lens.
    """
    Sheet(ax, 14.0, 6.8)
    _draw_other_cells(ax)
    _draw_dendrites(ax)
    _draw_axon(ax)
    _draw_hillock(ax)
    _draw_soma(ax)
    for *_, end in INCOMING:
        look = {"facecolor": "none", "edgecolor": VIOLET, "linewidth": 1.3, "zorder": 8}
        ax.add_patch(Circle(shifted(end, *GAP), RING, **look))
    look = {"color": MUTED, "fontsize": 9}
    if zoom:
        _draw_lens(ax)
        ax.set_xlim(-3.2, 13.2)
        ax.text(-0.7, 4.6, "from other\nneurons", ha="right", va="center", **look)
    ax.text(12.9, 2.35, "to other\nneurons", ha="right", va="top", **look)
    ax.text(9.3, 0.95, "direction of the signals", ha="center", va="top", **look)
    look = {"arrowstyle": "-|>,head_width=0.2,head_length=0.45", "color": MUTED, "linewidth": 1.3}
    ax.annotate("", (11.1, 1.15), (7.5, 1.15), arrowprops=look, zorder=3)
    _draw_badges(ax, LIVING)
    keep_layout_fixed(ax)


def draw_neurons_side_by_side(axes):
    """Draw a biological and an artificial neuron with equal numbers on equal parts.

    The comparison is only a guide; the lecture names what it leaves out. Part 1, an artificial
    neuron.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Beside each other (12 × 3.1 inches) or the biological above (7 × 7 inches).
    """
    draw_biological_neuron(axes[0], zoom=False)
    draw_artificial_neuron(axes[1], names=False, formula=False)
    _draw_badges(axes[1], MADE)
    axes[0].set_xlim(-0.4, 13.2)
    axes[1].set_xlim(1.0, 14.6)
    for ax in axes:
        ax.set_ylim(0.55, 6.9)
        keep_layout_fixed(ax)


def _branch(start, controls, end, root, tip, flare):
    """The curve of a branch and its widths, thick at the root, thin at the tip."""
    curve = bezier([start, *controls, end])
    t = np.linspace(0, 1, len(curve))
    return curve, tip + (root - tip) * (1 - t) ** flare


def _tree(curve, widths, branches):
    """The outlines of a dendrite and of everything that grows out of it."""
    outlines = [tapered(curve, widths)]
    for t, end, twigs in branches:
        start, ahead = along(curve, t), along(curve, min(t + 0.05, 1)) - along(curve, t - 0.05)
        reach = 0.45 * np.linalg.norm(end - start)
        control = start + reach * ahead / np.linalg.norm(ahead)
        root = 0.9 * np.interp(t, np.linspace(0, 1, len(widths)), widths)
        outlines += _tree(*_branch(start, [control], end, root, 0.05, 1.0), twigs)
    return outlines


def _draw_dendrites(ax):
    outlines = []
    for controls, end, branches in TRUNKS:
        outlines += _tree(*_branch(SOMA, controls, end, 0.66, 0.06, 1.7), branches)
    paint_joined(ax, outlines, *PART_COLOURS["dendrites"], zorder=4)


def _draw_soma(ax):
    # a circle with shallow waves: bulges towards the dendrites, never a perfect ball
    turn = np.linspace(0, 2 * np.pi, 121)[:-1]
    radius = 0.86 * (1 + 0.035 * np.cos(3 * turn + 0.4) + 0.025 * np.cos(5 * turn + 1.0))
    body = closed(SOMA + np.column_stack([radius * np.cos(turn), 0.95 * radius * np.sin(turn)]))
    (face, edge), nucleus = PART_COLOURS["soma"], shifted(SOMA, -0.1, 0.06)
    paint(ax, body, face, edge, 6)
    paint(ax, disc(nucleus, 0.36), NUCLEUS, edge, 6.2, 0.9)
    paint(ax, disc(shifted(nucleus, 0.07, 0.08), 0.1), edge, "none", 6.3)


def _draw_hillock(ax):
    curve = piece(AXON, 0, HILLOCK_END)
    outline = tapered(curve, 0.2 + 1.25 * (1 - np.linspace(0, 1, len(curve))) ** 1.9)
    paint_joined(ax, [outline], *PART_COLOURS["hillock"], zorder=3)


def _draw_axon(ax):
    """The fibre, its sheaths, and the terminals in which it ends."""
    colours, curve = PART_COLOURS["axon"], piece(AXON, HILLOCK_END - 0.02, 1, samples=120)
    paint_joined(ax, [tapered(curve, np.full(len(curve), 0.2))], *colours, zorder=3)
    for span in SHEATHS:
        paint(ax, sausage(piece(AXON, *span), 0.56), *MYELIN, 3.5, linewidth=1.1)
    outlines = []
    for controls, end in TERMINALS:
        outlines.append(tapered(*_branch(AXON[-1], controls, end, 0.2, 0.09, 0.8)))
        outlines.append(disc(end, 0.19))
    paint_joined(ax, outlines, *colours, zorder=3)


def _draw_other_cells(ax):
    """Fibres that arrive from the left, and a dendrite of the next cell at the right."""
    outlines = []
    for fibre in INCOMING:
        curve = bezier(fibre)
        outlines += [tapered(curve, np.full(len(curve), 0.09)), disc(fibre[-1], 0.15)]
    outlines.append(tapered(NEXT_TRUNK, np.linspace(0.42, 0.12, len(NEXT_TRUNK))))
    for t, control, end in NEXT_BRANCHES:
        outlines.append(tapered(*_branch(along(NEXT_TRUNK, t), [control], end, 0.24, 0.14, 1.0)))
    paint_joined(ax, outlines, *OTHER_CELL, zorder=2, linewidth=1.0)


def _draw_lens(ax):
    """The synapse magnified: bouton with vesicles, gap, receptors on the other side."""
    look = {"facecolor": PAPER, "edgecolor": VIOLET, "linewidth": 1.3, "zorder": 9}
    frame = ax.add_patch(Circle(LENS, LENS_RADIUS, **look))
    fibre = bezier(np.add(LENS, [(-1.5, 0.35), (-0.9, 0.3), (-0.55, 0.0)]))
    bouton = [tapered(fibre, np.linspace(0.3, 0.5, len(fibre))), disc(LENS - (0.5, 0), 0.58, 1.15)]
    parts = paint_joined(ax, bouton, *OTHER_CELL, zorder=9.2)
    membrane = bezier(np.add(LENS, [(0.75, 1.5), (0.1, 0.0), (0.75, -1.5)]))
    spine = closed(np.vstack([membrane, np.add(LENS, [(2, -1.5), (2, 1.5)])]))
    parts.append(paint(ax, spine, *PART_COLOURS["dendrites"], 9.2))
    for t in (0.36, 0.43, 0.5, 0.57, 0.64):  # receptors
        receptor = disc(along(membrane, t), 0.13, 0.5)
        parts.append(paint(ax, receptor, *PART_COLOURS["synapse"], 9.4, 1.0))
    parts += [paint(ax, disc(LENS + spot, 0.11), PAPER, VIOLET, 9.5, 1.0) for spot in VESICLES]
    parts += [paint(ax, disc(LENS + spot, 0.035), VIOLET, "none", 9.5) for spot in DROPS]
    for part in parts:
        part.set_clip_path(frame)
    synapse = shifted(INCOMING[-1][-1], *GAP)
    right, up = (LENS - synapse) / np.linalg.norm(LENS - synapse)
    for across in np.array([(up, -right), (-up, right)]):
        ends = np.array([synapse + RING * across, LENS + LENS_RADIUS * across])
        ax.plot(*ends.T, color=VIOLET, linewidth=0.8, alpha=0.6, zorder=1.5)


def _draw_badges(ax, badges):
    for part, name, *place in badges:
        badge(ax, list(PART_COLOURS).index(part) + 1, name, PART_COLOURS[part][1], *place)


# ---- curves, and what is drawn along them: a branch is a curve with a width that changes --------


def piece(curve, start, end, samples=SAMPLES):
    """The part of `curve` between the fractions `start` and `end`, sampled afresh."""
    return np.array([along(curve, t) for t in np.linspace(start, end, samples)])


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
        ax.plot(*zip(xy, target, strict=True), color=colour, linewidth=1.0, zorder=14)
        ax.plot(*target, ".", color=colour, markersize=4.5, zorder=14)
