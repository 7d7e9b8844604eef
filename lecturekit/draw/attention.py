"""Attention: which rows of a table look at which, and the weighted means that come out.

Part 2, types of layers. The weights are those of Vaswani and others (2017), softmax(QKᵀ/√d).
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import feature_matrix, whole_number
from lecturekit.draw.cells import GREYS, SIGNED, draw_cells, draw_frame
from lecturekit.draw.style import INK

MOST_ROWS = 10  # with more, the weights would be too small to read


class Attention(NamedTuple):
    """The artists of `draw_attention`, and the output it shows."""

    image: Any
    weights: Any
    numbers: list
    result: Any
    frames: list
    output: np.ndarray


def draw_attention(axes, V, weights, query=None):
    """Draw values, attention weights, and the weighted means of the values.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        9.5 × 3.5 inches for a digit and its 8 rows.
    V : array_like, shape (m, d)
        The values, one row per key, for instance the pixel rows of an image. They are
        drawn in greys if none is negative, else from blue to orange.
    weights : array_like, shape (T, m)
        Row i holds what query i gives to each key; it sums to 1.
    query : int, optional
        A query to frame, from 0, with its weights and its output.

    Returns
    -------
    Attention
        Named artists, and the ``output`` weights @ V, shape (T, d).

    Raises
    ------
    ValueError
        If a row of `weights` has a negative entry or does not sum to 1, or if the shapes do
        not fit.
    """
    axes = np.ravel(axes)
    if len(axes) != 3:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but values, weights and output need 3; "
            "make them with new_figure(9.5, 3.5, columns=3)."
        )
    V = feature_matrix(V, name="V")
    weights = feature_matrix(weights, len(V), taker="V with one row per key", name="weights")
    sums = weights.sum(axis=1)
    if weights.min() < 0 or not np.allclose(sums, 1):
        worst = int(np.argmax(np.abs(sums - 1)))
        raise ValueError(
            f"weights must be positive and sum to 1 in each row, but row {worst} sums to "
            f"{sums[worst]:.3g} and the smallest entry is {weights.min():.3g}; "
            "apply softmax along the last axis."
        )
    output = weights @ V
    look = {"colours": SIGNED if V.min() < 0 else GREYS, "reach": np.abs(V).max() or 1.0}
    image, _ = draw_cells(axes[0], V, **look)
    write = _two_digits if max(weights.shape) <= MOST_ROWS else None
    table, numbers = draw_cells(axes[1], weights, GREYS, 1.0, write)
    result, _ = draw_cells(axes[2], output, **look)
    titles = ("values V", "attention weights", "output = weights · V")
    for ax, title, keys in zip(axes, titles, (len(V), len(weights), len(weights)), strict=True):
        ax.set_title(title)
        ax.set_yticks(range(keys))
        ax.tick_params(length=0, labelcolor=INK)
    axes[0].set_ylabel("row")
    axes[1].set(ylabel="query: row that looks", xticks=range(len(V)))
    axes[1].set_xlabel("key: row that is looked at")
    axes[2].set_ylabel("row")
    frames = []
    if query is not None:
        query = whole_number(query, "query", at_least=0, at_most=len(weights) - 1)
        widths = (V.shape[1], len(V), V.shape[1])
        for ax, width in zip(axes, widths, strict=True):
            if ax is axes[0] and len(weights) != len(V):
                continue  # queries come from elsewhere: no row of V belongs to this one
            frames.append(draw_frame(ax, query, 0, 1, width))
    return Attention(image, table, numbers, result, frames, output)


def _two_digits(weight):
    return f"{weight:.2f}"
