"""What drawings on a sheet share: faded and numbered colours, closed paths.

The colours of a layer's neurons differ from those of the two classes, and from one another for
colour-blind readers (a test measures both). The number is always beside the colour, so nothing
depends on colour alone.
"""

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lecturekit.draw.palette import INK, LIGHT_NEURONS, MUTED, NEURON_COLOURS, PAPER


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
