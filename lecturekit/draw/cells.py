"""A table of numbers as a picture: one tinted cell for each entry, with the number in it."""

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from lecturekit.checks import feature_matrix
from lecturekit.draw.convolution import GREYS, SIGNED
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED, PAPER


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
    image = ax.imshow(
        values, cmap=colours.with_extremes(bad=PAPER), norm=norm, interpolation="nearest"
    )
    ax.hlines(np.arange(1, rows) - 0.5, -0.5, columns - 0.5, color=FAINT, lw=0.8, zorder=1)
    ax.vlines(np.arange(1, columns) - 0.5, -0.5, rows - 0.5, color=FAINT, lw=0.8, zorder=1)
    ax.set(xticks=[], yticks=[], xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    for side in ax.spines.values():
        side.set(visible=True, color=MUTED)
    if write is None:
        return image, []
    look = {"ha": "center", "va": "center", "fontsize": size, "color": INK, "zorder": 3}
    texts = [
        [ax.text(j, i, write(values[i, j]), **look) for j in range(columns)] for i in range(rows)
    ]
    return image, texts


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
