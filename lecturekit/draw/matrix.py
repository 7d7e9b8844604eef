"""A layer as picture, matrix and code; and the weight on one edge between two layers.

Neuron k, row k of W and b, and line k of the code share one band and one colour. Part 2, layers.
"""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.palette import LIGHT_NEURONS, PART_COLOURS
from lecturekit.draw.rounding import rounded
from lecturekit.draw.sheet import (
    Sheet,
    edge_width,
    faded,
    keep_layout_fixed,
    neuron_colour,
    plate,
)
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED, PAPER

__all__ = ["draw_layer_matrix", "draw_weight_index"]

SHEET = (20.0, 7.0)  # units; 10 × 3.5 inches suit it
HEADING_Y, TOP, BOTTOM, BELOW_Y = 6.65, 6.15, 1.45, 0.95
MIDDLE = (TOP + BOTTOM) / 2
INPUT_X, NEURON_X, OUTPUT_X = 1.2, 4.9, 5.75
PICTURE_X, MATRIX_X, CODE_X = 3.3, 10.25, 14.65  # the middles of two parts, the left of the third
CELL, LIP = 0.92, 0.12  # width of one entry of W; of the ends of a bracket
CODE = {"ha": "left", "family": "DejaVu Sans Mono"}


def draw_layer_matrix(ax, W, b):
    """Draw a layer as a picture, as a matrix and as code, each neuron in its own colour.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        10 × 3.5 inches suit the drawing of 20 × 7 units.
    W : array_like, shape (p, d)
        Row k holds the weights of neuron k; p up to 6, d up to 5.
    b : array_like, shape (p,)
    """
    W, sheet = np.asarray(W, float), Sheet(ax, *SHEET)
    (p, d), columns = W.shape, _columns(W.shape[1])
    for j, y in enumerate(_heights(d)):
        face, edge = PART_COLOURS["dendrites"]
        sheet.box(INPUT_X - 0.3, y - 0.28, 0.6, 0.56, facecolor=face, edgecolor=edge, linewidth=1.3)
        sheet.text(INPUT_X, y, f"$x_{j + 1}$")
    for k, y in enumerate(_heights(p)):
        _draw_neuron(sheet, k, y, 0.84 * _step(p))
        _draw_weights(sheet, k, y, columns, W[k], b[k])
    _draw_brackets(sheet, columns, p, d)
    _write_below(sheet, p, d)
    keep_layout_fixed(ax)


def draw_weight_index(ax):
    """Draw two neighbouring layers, and name the weight on the edge from node j to neuron k.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8 × 3 inches suit the drawing of 16 × 6 units.
    """
    sheet, heights = Sheet(ax, 16.0, 6.0), (4.6, 2.9, 1.2)
    names = ("1", "j", "d"), ("1", "k", "p")
    for x, layer, column in zip((2.0, 7.6), ("l-1", "l"), names, strict=True):
        sheet.text(x, 5.7, f"layer ${layer}$", 10.5, fontweight="bold")
        for y, name in zip(heights, column, strict=True):
            sheet.disc(x, y, 0.62, "dendrites" if layer == "l-1" else "soma")
            sheet.text(x, y, f"$a_{{{layer},{name}}}$", 10)
        for y in heights[:-1]:
            for share in (0.42, 0.5, 0.58):
                sheet.disc(x, y - 1.7 * share, 0.05, facecolor=MUTED, edgecolor="none")
    for j, start in enumerate(heights):
        for k, end in enumerate(heights):
            way = np.array([5.6, end - start]) / np.hypot(5.6, end - start)
            ends = (2.0, start) + 0.62 * way, (7.6, end) - 0.62 * way
            colour, width = (PART_COLOURS["synapse"][1], 1.8) if k == 1 else (FAINT, 1.0)
            sheet.line(ends, *((HIGHLIGHT, 3) if j == k == 1 else (colour, width)))
    sheet.text(4.8, 2.9, "$W_{l,kj}$", 12, HIGHLIGHT, bbox=plate())
    sheet.text(8.9, 3.35, r"$z_{l,k} = \sum_j W_{l,kj}\, a_{l-1,j} + b_{l,k}$", 12, ha="left")
    sheet.text(8.9, 2.4, r"$a_{l,k} = \sigma_l(z_{l,k})$", 12, ha="left")
    sheet.text(8.9, 1.2, "into $k$ (row), from $j$ (column)", 10, MUTED, ha="left")
    keep_layout_fixed(ax)


def _draw_neuron(sheet, k, y, high):
    colour = neuron_colour(k + 1)
    band = {"facecolor": faded(colour, 0.84), "edgecolor": "none", "zorder": 0.5}
    sheet.cell(NEURON_X, y - high / 2, SHEET[0] - NEURON_X, high, **band)
    sheet.disc(NEURON_X, y, 0.3, facecolor=colour, edgecolor=PAPER, zorder=6, linewidth=1.2)
    letters = INK if colour in LIGHT_NEURONS else PAPER
    sheet.text(NEURON_X, y, f"{k + 1}", colour=letters, fontweight="bold")
    sheet.text(OUTPUT_X, y, f"$a_{{1,{k + 1}}}$", 10)
    sheet.text(CODE_X, y, f"a[{k}] = σ(W[{k}] @ x + b[{k}])", 9, **CODE)


def _draw_weights(sheet, k, y, columns, row, bias):
    for value, x in zip((*row, bias), (*columns["W"], columns["b"]), strict=True):
        sheet.text(x, y, rounded(value, digits=2))
    for weight, input_y in zip(row, _heights(len(row)), strict=True):
        ends = [(INPUT_X + 0.3, input_y), (NEURON_X - 0.25, y)]
        edge = sheet.line(ends, neuron_colour(k + 1), 0.6 * edge_width(weight))
        edge.set_linestyle((0, (2.4, 1.6)) if weight < 0 else "-")


def _draw_brackets(sheet, columns, p, d):
    (left, right), x, b = columns["W_ends"], columns["x"], columns["b"]
    step = np.clip(p * _step(p) / d, 0.46, 0.62)  # x is no higher than W if its entries fit
    for j in range(d):
        sheet.text(x, MIDDLE + step * ((d - 1) / 2 - j), f"$x_{j + 1}$", 10)
    high, x_high = p * _step(p) / 2, max(step * d / 2, 0.35)
    for x0, x1, reach in (
        (left, right, high),
        (x - 0.33, x + 0.33, x_high),
        (b - CELL / 2, b + CELL / 2, high),
    ):
        low, top = MIDDLE - reach, MIDDLE + reach
        for end, lip in ((x0, LIP), (x1, -LIP)):
            corners = [(end + lip, low), (end, low), (end, top), (end + lip, top)]
            sheet.line(corners, width=1.3, zorder=7, solid_capstyle="round")
    for words, name in ((r"$\sigma$ (", "sigma"), ("+", "plus"), (")", "end")):
        sheet.text(columns[name], MIDDLE, words, 12)


def _write_below(sheet, p, d):
    """Write the headings, and below each of the three parts what it says of the shapes."""
    shapes, parameters = f"$W_1$ ({p}, {d})    $x$ ({d},)    $b_1$ ({p},)", p * d + p
    sheet.text(PICTURE_X, BELOW_Y, f"{count(d, 'input')}, {count(p, 'neuron')}", colour=MUTED)
    sheet.text(PICTURE_X, BELOW_Y - 0.45, "dashed: negative weight", 8.5, MUTED)
    sheet.text(MATRIX_X, BELOW_Y, shapes, colour=MUTED)
    counted = f"$p \\cdot d + p$ = {p} · {d} + {p} = {parameters} parameters"
    sheet.text(MATRIX_X, BELOW_Y - 0.5, counted)
    sheet.text(CODE_X, BELOW_Y, "all rows at once:", ha="left", colour=MUTED)
    sheet.text(CODE_X, BELOW_Y - 0.5, "a = σ(W @ x + b)", 9, fontweight="bold", **CODE)
    for x, words, ha in (
        (PICTURE_X, "picture: neurons", "center"),
        (MATRIX_X, "matrix: rows", "center"),
        (CODE_X, "code: one line per neuron", "left"),
    ):
        sheet.text(x, HEADING_Y, words, 10.5, fontweight="bold", ha=ha)


def _step(n):
    """From one of n rows to the next."""
    return min(1.0, (TOP - BOTTOM) / n)


def _heights(n):
    return MIDDLE + _step(n) * ((n - 1) / 2 - np.arange(n))


def _columns(d):
    """The horizontal places in the matrix, centred as a whole."""
    width = 0.75 + CELL * d + 0.45 + 0.5 + 0.6 + CELL + 0.4
    first = MATRIX_X - width / 2 + 0.75
    vector = first + CELL * d + 0.45
    biases = vector + 0.5 + 0.6
    return {
        "sigma": first - 0.5,
        "W": first + CELL * (np.arange(d) + 0.5),
        "W_ends": (first, first + CELL * d),
        "x": vector + 0.1,
        "plus": biases - 0.3,
        "b": biases + CELL / 2,
        "end": biases + CELL + 0.25,
    }
