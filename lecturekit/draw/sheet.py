"""What every diagram is made of: text, lines, arrows, discs, boxes and cells on a sheet of units.

This module decides how parts look; a diagram decides where they are and what they mean. Other
keywords are passed on to Matplotlib.
"""

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Rectangle

from lecturekit.draw.palette import PART_COLOURS
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import INK, MUTED, NEGATIVE, PAPER, POSITIVE

__all__ = ["Sheet", "edge_width", "ink", "plate", "sign_colour"]


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
