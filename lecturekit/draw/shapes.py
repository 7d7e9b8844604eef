"""What drawings on a sheet share: faded colours, closed paths, the sheet itself."""

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lecturekit.draw.palette import PAPER, PART_COLOURS  # noqa: F401  (diagrams find both here)


def faded(colour, amount=0.76):
    """Mix `colour` with paper white: 0 leaves it, 1 is white.

    Opaque tints, unlike transparency, do not darken where shapes overlap.
    """
    return to_hex((1 - amount) * np.array(to_rgb(colour)) + amount * np.array(to_rgb(PAPER)))


def shifted(point, right, up):
    """The point that lies so much further right and up."""
    return np.add(point, (right, up))


def closed(vertices):
    """A closed path through `vertices` (m, 2)."""
    return Path(np.vstack([vertices, vertices[:1]]), closed=True)


def paint(ax, path, face, edge, zorder, linewidth=1.2):
    """Add one filled and outlined path to `ax` and return it."""
    look = {"facecolor": face, "edgecolor": edge, "joinstyle": "round"}
    return ax.add_patch(PathPatch(path, linewidth=linewidth, zorder=zorder, **look))


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
