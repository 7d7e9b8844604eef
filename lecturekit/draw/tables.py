"""Numbers as pictures: tables with one tinted cell for each entry, and images without numbers.

Images under a filter, maps, weights of attention and of a convolution; filters and mistakes.
"""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import Rectangle

from lecturekit.checks import count
from lecturekit.draw.charts import Chart
from lecturekit.draw.palette import NUMBERED
from lecturekit.draw.planes import pale
from lecturekit.draw.style import DIVERGING, FAINT, HIGHLIGHT, INK, MUTED, PAPER

__all__ = [
    "GREYS",
    "GRID",
    "INKS",
    "SIGNED",
    "draw_cells",
    "draw_demands",
    "draw_filters",
    "draw_frame",
    "draw_images",
    "draw_worst_mistakes",
    "rule_cells",
    "tint_cells",
    "write_cells",
]

GREYS = LinearSegmentedColormap.from_list("paper_to_ink", [PAPER, NUMBERED])  # under numbers
INKS = LinearSegmentedColormap.from_list("paper_to_black", [PAPER, INK])  # where none are written
SIGNED = pale(DIVERGING, 0.6)
GRID = {"color": FAINT, "lw": 0.8, "zorder": 1}  # the lines between the cells


def draw_cells(ax, values, colours=None, reach=None, write=None, size=9):
    """Draw a table, one cell for each number: an image, a map of a filter, pre-activations.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    values : array_like, shape (rows, columns)
    colours : matplotlib.colors.Colormap, optional
        `SIGNED` puts 0 in the middle, between blue and orange; any other starts at 0. By
        default greys if no value is negative.
    reach : float, optional
        The size of a value with the full colour; by default the largest.
    write : function of a number to str, optional
        What to write into a cell; without it the cells stay empty.
    size : float
        Font size in points.

    Returns
    -------
    list of lists of matplotlib.text.Text
        Empty without numbers.
    """
    values = np.asarray(values, float)
    if colours is None:
        colours = SIGNED if values.min() < 0 else GREYS
    reach = reach or np.abs(values).max() or 1.0
    tint_cells(ax, values, colours, Normalize(-reach if colours is SIGNED else 0, reach))
    rule_cells(ax, *values.shape)
    return [] if write is None else write_cells(ax, values, write, size)


def tint_cells(ax, values, colours, norm):
    """Give a panel to the cells of a table, without lines or numbers; return the image."""
    rows, columns = values.shape
    image = ax.imshow(
        values, cmap=colours.with_extremes(bad=PAPER), norm=norm, interpolation="nearest"
    )
    ax.set(xticks=[], yticks=[], xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    ax.spines[:].set(visible=True, color=MUTED)
    return image


def rule_cells(ax, rows, columns, **look):
    """Draw the lines between the cells; return those across and those down."""
    look = GRID | look
    across = ax.hlines(np.arange(1, rows) - 0.5, -0.5, columns - 0.5, **look)
    return across, ax.vlines(np.arange(1, columns) - 0.5, -0.5, rows - 0.5, **look)


def write_cells(ax, values, write, size):
    """Write a table's numbers into its cells; return a list of texts for each row."""
    look = {"ha": "center", "va": "center", "fontsize": size, "color": INK, "zorder": 3}
    return [
        [ax.text(j, i, write(value), **look) for j, value in enumerate(row)]
        for i, row in enumerate(values)
    ]


def draw_frame(ax, row, column, rows, columns, colour=HIGHLIGHT, width=2.5):
    """Frame `rows` × `columns` cells, starting at (row, column); return the rectangle."""
    look = {"facecolor": "none", "edgecolor": colour, "linewidth": width, "joinstyle": "round"}
    corner = (column - 0.5, row - 0.5)
    return ax.add_patch(Rectangle(corner, columns, rows, clip_on=False, zorder=6, **look))


def draw_demands(axes, size=3, side=8, seed=0):
    """Draw how two demands turn a dense layer into a convolutional one, as weight matrices.

    Left all weights are free. In the middle each neuron sees one patch of the image, and on the
    right all neurons have the same weights. The weights are random; white is no connection.
    Titles count parameters, biases included. Part 2, types of layers.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        10 × 2.6 inches.
    size, side : int
        Sides of a patch and of the image.
    seed : int
    """
    rng, places = np.random.default_rng(seed), side - size + 1
    p, d = places**2, side**2
    own, all_different = rng.normal(size=(p, size, size)), np.linspace(-2.4, 2.4, size**2 + 1)[1:]
    shared = rng.permutation(all_different).reshape(size, size)
    near, same = np.full((2, p, side, side), np.nan)
    for k, (i, j) in enumerate(np.ndindex(places, places)):
        patch = k, slice(i, i + size), slice(j, j + size)
        near[patch], same[patch] = own[k], shared
    panels = (
        ("every pixel", rng.normal(size=(p, d)), p * (d + 1)),
        ("only nearby pixels", near, p * (size**2 + 1)),
        ("the same everywhere", same, size**2 + 1),
    )
    for ax, (words, W, parameters) in zip(axes, panels, strict=True):
        tint_cells(ax, np.reshape(W, (p, d)), DIVERGING, Normalize(-2.5, 2.5))
        ax.set_title(f"{words}\n{parameters:,} parameters", fontsize=10)
        ax.set(xlabel=f"{d} pixels")
        ax.spines[:].set(visible=True, color=MUTED)
    axes[0].set_ylabel(f"{p} neurons")


def draw_filters(axes, filters):
    """Draw filters (m, h, w) as images: orange where light excites the neuron, blue where not.

    Each filter has its own scale, with zero in the middle, because only its shape matters.
    Filters without axes are not shown; axes without filters are hidden.
    """
    for ax, weights in zip(_panels(axes, len(filters)), filters, strict=False):
        size = np.abs(weights).max() or 1.0
        ax.imshow(weights, cmap=DIVERGING, vmin=-size, vmax=size)


def _panels(axes, number):
    """Frame one of the axes for each image, and hide the others."""
    for ax in np.ravel(axes):
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=FAINT)
    for ax in np.ravel(axes)[number:]:
        ax.set_visible(False)
    return np.ravel(axes)[:number]


def draw_images(axes, images):
    """Draw grey images (n, h, w) on one scale: white is the smallest number, black the largest."""
    low, high = (np.min(images), np.max(images)) if len(images) else (0, 1)
    for ax, image in zip(_panels(axes, len(images)), images, strict=False):
        ax.imshow(image, cmap=INKS, vmin=low, vmax=high)


def draw_worst_mistakes(axes, images, y, probabilities):
    """Show the misclassified images, starting with the least probability of the true class.

    This is the order of their loss, −log P(true class), from the largest down. Above each image
    are its true class and the predicted one, with its probability.

    Parameters
    ----------
    axes : array of matplotlib.axes.Axes
        One for each image to show; axes without images are hidden. 8.6 × 3.4 inches for two rows
        of six.
    images : array_like, shape (n, h, w)
    y : array_like of int, shape (n,)
        True classes.
    probabilities : array_like, shape (n, K)
        The outputs of the network; it predicts the class with the largest one.
    """
    y, P = np.asarray(y).astype(int), np.asarray(probabilities)
    decided = P.argmax(axis=1)
    wrong = np.flatnonzero(decided != y)
    order = wrong[np.argsort(P[wrong, y[wrong]], kind="stable")][: np.size(axes)]
    said = [f"{y[i]} read as {decided[i]}" for i in order]
    draw_images(axes, np.asarray(images)[order])
    for ax, i, words in zip(np.ravel(axes), order, said, strict=False):
        title = f"{words}\nwith P = {P[i, decided[i]]:.2f}"
        ax.set_title(title, fontsize=9, fontweight="normal")
    alt = f"The network is wrong on {len(wrong)} of {count(len(y), 'example')}."
    return Chart(f"{alt} Shown, the worst first: {', '.join(said)}." if said else alt)
