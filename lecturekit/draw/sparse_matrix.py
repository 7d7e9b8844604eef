"""The matrix of a layer as a picture: which weights are there, and which are the same.

Part 2, types of layers: a convolution is a dense layer most of whose weights are zero, and whose
others are shared.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from lecturekit.checks import feature_matrix, whole_number
from lecturekit.draw.style import DIVERGING, FAINT, HIGHLIGHT, MUTED

EMPTY = "#F1F3F6"  # no weight at all: no colour of the scale
MOST_LINES = 40  # rows or columns between which hairlines help


class SparseMatrix(NamedTuple):
    """The artists of `draw_sparse_matrix`; ``row`` is None if no row is highlighted."""

    image: Any
    scale: Any
    row: Any
    note: Any


def draw_sparse_matrix(ax, W, row=None, scale=True):
    """Draw a weight matrix: zeros grey, equal weights in equal colours.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        6 × 3.6 inches for the (36, 64) matrix of a 3 × 3 filter on a digit.
    W : array_like, shape (p, d)
    row : int, optional
        A row to frame, from 0: all weights of one neuron.
    scale : bool
        Whether to add a bar that explains the colours.

    Returns
    -------
    SparseMatrix
        Named artists; ``row`` can be moved with ``set_y(k − 0.5)``.

    Raises
    ------
    ValueError
        If W is no finite table, or has no such row.
    """
    W = feature_matrix(W, name="W")
    p, d = W.shape
    size = np.abs(W).max() or 1.0
    image = ax.imshow(
        np.ma.masked_equal(W, 0),
        cmap=DIVERGING.with_extremes(bad=EMPTY),
        norm=Normalize(-size, size),
        interpolation="nearest",
        aspect="equal",
    )
    if max(p, d) <= MOST_LINES:
        ax.hlines(np.arange(1, p) - 0.5, -0.5, d - 0.5, color=FAINT, lw=0.5)
        ax.vlines(np.arange(1, d) - 0.5, -0.5, p - 0.5, color=FAINT, lw=0.5)
    ax.set(
        xlim=(-0.5, d - 0.5),
        ylim=(p - 0.5, -0.5),
        xlabel=f"inputs: {d}",
        ylabel=f"neurons: {p}",
    )
    for axis in (ax.xaxis, ax.yaxis):
        axis.get_major_locator().set_params(integer=True)
    for side in ax.spines.values():
        side.set(visible=True, color=MUTED)
    filled = W[W != 0]
    values = len(np.unique(np.round(filled, 12)))
    note = ax.set_title(
        f"{filled.size:,} of {W.size:,} weights not zero, "
        f"{values} different {'value' if values == 1 else 'values'}",
        fontsize=10,
        fontweight="normal",
    )
    bar = None
    if scale:
        bar = ax.figure.colorbar(image, ax=ax, fraction=0.04, pad=0.02, aspect=24)
        bar.set_label("weight")
        bar.outline.set_visible(False)
        bar.ax.tick_params(length=0)
    frame = None
    if row is not None:
        row = whole_number(row, "row", at_least=0, at_most=p - 1)
        frame = ax.add_patch(
            Rectangle(
                (-0.5, row - 0.5),
                d,
                1,
                facecolor="none",
                edgecolor=HIGHLIGHT,
                linewidth=2,
                clip_on=False,
                zorder=4,
            )
        )
    return SparseMatrix(image, bar, frame, note)
