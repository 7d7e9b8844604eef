"""The error signals of backpropagation between layers, and the sum over a batch.

Part 3, backpropagation and its example. Ink goes forward, magenta comes back.
"""

import numpy as np

from lecturekit.draw.palette import GRADIENT, MUTED, PALE, PAPER
from lecturekit.draw.rounding import rounded
from lecturekit.draw.sheet import (
    Sheet,
    aside,
    faded,
    keep_layout_fixed,
    neuron_colour,
    plate,
    shifted,
)

__all__ = ["draw_batch_product", "draw_error_signal"]

HEIGHTS = (3.95, 2.35, 0.75)  # of the nodes of a layer
LAYERS_X, RADIUS = (1.3, 6.4, 12.4), 0.58
BESIDE = 0.2  # units between an edge and the arrow that runs back beside it
CELL_WIDTH, CELL_HEIGHT, GAP = 1.35, 0.72, 0.75


def draw_error_signal(ax):
    """Draw node j between two layers: where its output goes, and what comes back.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        9 × 2.9 inches suit the drawing of 15.2 × 4.9 units.
    """
    sheet, (left, middle, right) = Sheet(ax, 15.2, 4.9), LAYERS_X
    j = np.array([middle, HEIGHTS[1]])
    for x, layer in zip(LAYERS_X, ("l-1", "l", "l+1"), strict=True):
        sheet.text(x, 4.72, f"layer ${layer}$", 10.5, fontweight="bold")
    _forward(sheet, (left, HEIGHTS[1]), j, "$W_{l,ji}$")
    _back(sheet, (left, HEIGHTS[1]), j)
    for y, k in zip(HEIGHTS, "123", strict=True):
        _forward(sheet, j, (right, y), f"$W_{{l+1,{k}j}}$")
        _back(sheet, j, (right, y))
        _node(sheet, right, y, f"$z_{{l+1,{k}}}$")
        sheet.text(right + 0.85, y, f"$\\delta_{{l+1,{k}}}$", 12, GRADIENT, ha="left")
    _node(sheet, left, HEIGHTS[1], "$a_{l-1,i}$", "dendrites")
    _node(sheet, *j, "$a_{l,j}$")
    formulas = (
        (middle, 1.0, r"$\delta_{l,j} = \sigma_l'(z_{l,j})\,\sum_k W_{l+1,kj}\;\delta_{l+1,k}$"),
        (left - 0.6, 3.5, r"$\partial J/\partial W_{l,ji} = \delta_{l,j}\; a_{l-1,i}$"),
    )
    for x, y, words in formulas:
        ha = "center" if x == middle else "left"
        sheet.text(x, y, words, 12, GRADIENT, ha=ha, bbox=plate())
    keep_layout_fixed(ax)


def draw_batch_product(ax, delta, X):
    """Draw the gradient of W₁ as a sum over examples, with all numbers: Δ₁ᵀ X.

    Column i of Δ₁ᵀ and row i of X belong to example i and share a colour.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        10 × 2.3 inches suit two examples, three neurons and two inputs.
    delta, X : ndarray, shapes (n, p) and (n, d)
        The error signals of layer 1, in which the 1/n of the mean is, and the examples.
    """
    (n, p), d = delta.shape, X.shape[1]
    # Each block: the sign before it, its matrix, the example of each entry (-1: all), its title.
    blocks = [("", delta.T, np.tile(np.arange(n), (p, 1)), r"$\Delta_1^\top$")]
    blocks.append(("", X, np.tile(np.arange(n)[:, None], d), "$X$"))
    for i in range(n):
        block = np.outer(delta[i], X[i])
        blocks.append(("+" if i else "=", block, np.full((p, d), i), f"example {i + 1}"))
    total = r"$\partial J/\partial W_1$"
    blocks.append(("=", delta.T @ X, np.full((p, d), -1), total))
    tall = CELL_HEIGHT * max(n, p)
    middle, width = tall / 2 + 0.6, CELL_WIDTH * (2 * n + (n + 2) * d - n)
    sheet, x = Sheet(ax, width + GAP * (len(blocks) + 1), tall + 1.3), 0.0
    for sign, matrix, examples, title in blocks:
        sheet.text(x + GAP / 2, middle, sign, 14)
        x += GAP
        rows, columns = matrix.shape
        centre = x + CELL_WIDTH * columns / 2
        sheet.text(centre, middle + tall / 2 + 0.4, title, 10.5)
        sheet.text(centre, middle - tall / 2 - 0.4, f"({rows}, {columns})", 9, MUTED)
        for (row, column), example in np.ndenumerate(examples):
            down = row + 1 - rows / 2
            corner = x + CELL_WIDTH * column, middle - CELL_HEIGHT * down
            face = PAPER if example < 0 else faded(neuron_colour(example + 1), 0.75)
            sheet.cell(*corner, CELL_WIDTH, CELL_HEIGHT, facecolor=face, edgecolor=PALE)
            words = rounded(matrix[row, column])
            sheet.text(*shifted(corner, CELL_WIDTH / 2, CELL_HEIGHT / 2), words, va="center")
        x += CELL_WIDTH * columns
    keep_layout_fixed(ax)


def _node(sheet, x, y, words, part="soma"):
    sheet.disc(x, y, RADIUS, part)
    sheet.text(x, y, words, 10.5)


def _ends(start, end, by):
    """Return where an edge between two nodes begins and ends, moved `by` units to its right."""
    start, end = aside(start, end, by)
    into = RADIUS * (end - start) / np.hypot(*(end - start))
    return start + into, end - into


def _forward(sheet, start, end, words):
    ends = _ends(start, end, by=-BESIDE)
    sheet.arrow(*ends)
    sheet.text(*(0.45 * ends[0] + 0.55 * ends[1]), words, 10.5, bbox=plate())


def _back(sheet, start, end):
    sheet.arrow(*_ends(start, end, by=BESIDE)[::-1], GRADIENT, 2.2)
