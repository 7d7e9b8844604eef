"""A table of numbers as a picture: one tinted cell for each entry, with the number in it."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import Rectangle

from lecturekit.checks import feature_matrix
from lecturekit.draw.planes import pale
from lecturekit.draw.style import DIVERGING, FAINT, HIGHLIGHT, INK, MUTED, PAPER

GREYS = LinearSegmentedColormap.from_list("paper_to_ink", [PAPER, "#8B93A3"])  # under numbers
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
        Of the letters, in points.

    Returns
    -------
    image : matplotlib.image.AxesImage
    texts : list of lists of matplotlib.text.Text
        Empty without numbers.

    Raises
    ------
    ValueError
        If `values` is no finite table.
    """
    values = feature_matrix(values, name="values")
    rows, columns = values.shape
    if colours is None:
        colours = SIGNED if values.min() < 0 else GREYS
    reach = reach or np.abs(values).max() or 1.0
    norm = Normalize(-reach if colours is SIGNED else 0, reach)
    image = tint_cells(ax, values, colours, norm)
    ax.hlines(np.arange(1, rows) - 0.5, -0.5, columns - 0.5, **GRID)
    ax.vlines(np.arange(1, columns) - 0.5, -0.5, rows - 0.5, **GRID)
    return image, [] if write is None else write_cells(ax, values, write, size)


def tint_cells(ax, values, colours, norm):
    """Give a panel to the cells of a table, without lines or numbers; return the image."""
    rows, columns = values.shape
    image = ax.imshow(
        values, cmap=colours.with_extremes(bad=PAPER), norm=norm, interpolation="nearest"
    )
    ax.set(xticks=[], yticks=[], xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    for side in ax.spines.values():
        side.set(visible=True, color=MUTED)
    return image


def write_cells(ax, values, write, size):
    """Write a table's numbers into its cells; return a list of texts for each row."""
    look = {"ha": "center", "va": "center", "fontsize": size, "color": INK, "zorder": 3}
    return [
        [ax.text(j, i, write(value), **look) for j, value in enumerate(row)]
        for i, row in enumerate(values)
    ]


def draw_frame(ax, row, column, rows, columns, colour=HIGHLIGHT, width=2.5):
    """Frame `rows` × `columns` cells from (row, column) on; return the rectangle."""
    return ax.add_patch(
        Rectangle(
            (column - 0.5, row - 0.5),
            columns,
            rows,
            facecolor="none",
            edgecolor=colour,
            linewidth=width,
            joinstyle="round",
            clip_on=False,
            zorder=6,
        )
    )
