"""What every diagram is made of: text, lines, arrows, discs, boxes and cells on a sheet of units.

This module decides how parts look; a diagram decides where they are and what they mean. Other
keywords are passed on to Matplotlib. The colours of a layer's neurons differ from those of the two
classes, and from one another for colour-blind readers (a test measures both); the number is always
beside the colour.
"""

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

from lecturekit.draw.palette import LIGHT_NEURONS, NEURON_COLOURS, PART_COLOURS
from lecturekit.draw.style import INK, MUTED, NEGATIVE, PAPER, POSITIVE


class Sheet:
    """Axes on which a diagram grows; each method adds one artist and returns it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    width, height : float, optional
        Turn the axes into an empty sheet of this many units; by default they are unchanged.
    """

    def __init__(self, ax, width=None, height=None):
        self.ax = ax
        if width is not None:
            ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
            ax.axis("off")

    def text(self, x, y, words="", size=9.5, colour=INK, **look):
        """Write `words` centred at (x, y), above everything else."""
        look = {"ha": "center", "va": "center_baseline", "zorder": 8} | look
        return self.ax.text(x, y, words, fontsize=size, color=colour, **look)

    def line(self, points=(), colour=INK, width=1.2, **look):
        """Join `points` (m, 2); however thick, the line ends exactly at the last of them."""
        look = {"zorder": 3, "solid_capstyle": "butt"} | look
        x, y = np.reshape(points, (-1, 2)).T
        return self.ax.plot(x, y, color=colour, lw=width, **look)[0]

    def arrow(self, start, end, colour=INK, width=1.8, head=(3, 5.5), **look):
        """Point from `start` to `end`; `head` is half the width, and the length, of the tip."""
        style = f"-|>,head_width={head[0]},head_length={head[1]}"
        look = {"mutation_scale": 1, "shrinkA": 0, "shrinkB": 0, "zorder": 4} | look
        arrow = FancyArrowPatch(start, end, arrowstyle=style, color=colour, lw=width, **look)
        return self.ax.add_patch(arrow)

    def disc(self, x, y, radius, part=None, lit=True, **look):
        """Draw a round node in the colours of a `part` of a neuron, see `PART_COLOURS`."""
        if part is not None:
            face, edge = (ink(lit, colour) for colour in PART_COLOURS[part])
            look = {"facecolor": face, "edgecolor": edge} | look
        look = {"linewidth": 1.4, "zorder": 5} | look
        return self.ax.add_patch(Circle((x, y), radius, **look))

    def box(self, x, y, width, height, corner=0.1, **look):
        """Draw a box whose lower left is (x, y), its corners rounded with radius `corner`."""
        style = f"round,pad=0,rounding_size={corner}"
        look = {"facecolor": "none", "linewidth": 1.4, "zorder": 5} | look
        return self.ax.add_patch(FancyBboxPatch((x, y), width, height, style, **look))

    def cell(self, x, y, width, height, **look):
        """Draw a plain rectangle whose lower left is (x, y)."""
        return self.ax.add_patch(Rectangle((x, y), width, height, **look))


def plate(pad=0.12, **look):
    """Return a paper-white ``bbox`` that keeps text legible on top of lines."""
    return {"boxstyle": f"round,pad={pad}", "facecolor": PAPER, "edgecolor": "none"} | look


def ink(lit, colour=INK):
    """Return the colour of a highlighted part, or the same one faded."""
    return colour if lit else faded(colour)


def sign_colour(value):
    """Return orange for a positive weight, blue for a negative one, grey for 0."""
    return POSITIVE if value > 0 else NEGATIVE if value < 0 else MUTED


def edge_width(weight):
    """Return the line width in points for a weight: 0.8 for 0, growing towards 7."""
    size = abs(weight)
    return 0.8 + 6.2 * size / (1.5 + size)


def faded(colour, amount=0.76):
    """Mix `colour` with paper white: 0 leaves it unchanged, 1 is white.

    Unlike transparent colours, opaque tints do not darken where shapes overlap.
    """
    return to_hex((1 - amount) * np.array(to_rgb(colour)) + amount * np.array(to_rgb(PAPER)))


def neuron_colour(k):
    """Return the colour of neuron `k` of a layer, counted from 1; grey beyond the eighth."""
    return NEURON_COLOURS[k - 1] if k <= len(NEURON_COLOURS) else MUTED


def neuron_badge(ax, xy, k, like=None, away=(0, 0), size=9):
    """Write the number `k`, from 1, on a disc in the colour of that neuron, and return it.

    It is `away` points from `xy`, in data coordinates or in those given by `like`.
    """
    colour = neuron_colour(k)
    return ax.annotate(
        str(k),
        xy,
        away,
        xycoords="data" if like is None else like,
        textcoords="offset points",
        color=INK if colour in LIGHT_NEURONS else PAPER,
        fontsize=size,
        fontweight="bold",
        ha="center",
        va="center_baseline",
        zorder=12,
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": colour, "edgecolor": PAPER},
        annotation_clip=False,
    )


def shifted(point, right, up):
    """Return `point` moved to the right and up."""
    return np.add(point, (right, up))


def aside(start, end, by):
    """Return both points, moved `by` units to the right of the way from start to end."""
    start, end = np.array(start), np.array(end)
    way = (end - start) / np.hypot(*(end - start))
    across = by * np.array([way[1], -way[0]])
    return start + across, end + across


def closed(vertices):
    """Return a closed path through `vertices` (m, 2)."""
    return Path(np.vstack([vertices, vertices[:1]]), closed=True)


def paint(ax, path, face, edge, zorder, linewidth=1.2):
    """Add one filled and outlined path to `ax` and return it."""
    look = {"facecolor": face, "edgecolor": edge, "joinstyle": "round"}
    return ax.add_patch(PathPatch(path, linewidth=linewidth, zorder=zorder, **look))


def keep_layout_fixed(ax):
    """Exclude all artists from the layout, so that no text or number can shift or shrink it."""
    for artist in (*ax.texts, *ax.lines, *ax.patches):
        artist.set_in_layout(False)
