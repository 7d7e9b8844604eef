"""One layer three times, side by side: neurons in a picture, rows of a matrix, lines of code.

Neuron k, row k of W and b, and line k of the code share one band and one colour. Part 2, layers.
"""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.palette import LIGHT_NEURONS, PART_COLOURS
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import faded, keep_layout_fixed, neuron_colour
from lecturekit.draw.sheet import Sheet, edge_width, ink
from lecturekit.draw.style import INK, MUTED, PAPER

__all__ = ["MATRIX_X", "draw_layer_matrix", "update_layer_matrix"]

MOST_NEURONS, MOST_INPUTS = 6, 5
SHEET = (20.0, 7.0)  # units; 10 × 3.5 inches suit it
HEADING_Y, TOP, BOTTOM, BELOW_Y = 6.65, 6.15, 1.45, 0.95
MIDDLE = (TOP + BOTTOM) / 2
INPUT_X, NEURON_X, OUTPUT_X = 1.2, 4.9, 5.75
MATRIX_X, CODE_X = (6.7, 13.8), 14.65
CELL, LIP = 0.92, 0.12  # width of one entry of W; of the ends of a bracket
MONO = "DejaVu Sans Mono"


class LayerMatrix(NamedTuple):
    """The artists of `draw_layer_matrix`: room for 6 neurons and 5 inputs, unused ones hidden."""

    bands: list
    inputs: list
    input_names: list
    neurons: list
    neuron_names: list
    outputs: list
    edges: list
    entries: list
    vector: list
    biases: list
    brackets: list
    signs: list
    code: list
    notes: dict


def draw_layer_matrix(ax, W, b, highlight=None):
    """Draw a layer as a picture, as a matrix and as code, each neuron in its own colour.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        10 × 3.5 inches suit the drawing of 20 × 7 units.
    W : array_like, shape (p, d)
        Row k holds the weights of neuron k; p up to 6, d up to 5.
    b : array_like, shape (p,)
    highlight : int, optional
        The neuron k to highlight, from 1; the others fade.

    Returns
    -------
    LayerMatrix
        Named artists. `update_layer_matrix` takes it and shows a different layer.
    """
    picture = _parts(Sheet(ax, *SHEET))
    update_layer_matrix(picture, W, b, highlight)
    keep_layout_fixed(ax)
    return picture


def _parts(sheet):
    neurons, inputs = range(MOST_NEURONS), range(MOST_INPUTS)
    face, edge = PART_COLOURS["dendrites"]
    box = {"facecolor": face, "edgecolor": edge, "linewidth": 1.3}
    middle, look = sum(MATRIX_X) / 2, {"ha": "left", "family": MONO}
    round_ends = {"solid_capstyle": "round", "dash_capstyle": "butt"}
    picture = LayerMatrix(
        bands=[sheet.cell(NEURON_X, 0, SHEET[0] - NEURON_X, 1, zorder=0.5) for _ in neurons],
        inputs=[sheet.box(INPUT_X - 0.3, 0, 0.6, 0.56, **box) for _ in inputs],
        input_names=[sheet.text(INPUT_X, 0, f"$x_{j + 1}$") for j in inputs],
        neurons=[sheet.disc(NEURON_X, 0, 0.3, zorder=6, linewidth=1.2) for _ in neurons],
        neuron_names=[sheet.text(NEURON_X, 0, f"{k + 1}", fontweight="bold") for k in neurons],
        outputs=[sheet.text(OUTPUT_X, 0, f"$a_{k + 1}$", 10) for k in neurons],
        edges=[[sheet.line(**round_ends) for _ in inputs] for _ in neurons],
        entries=[[sheet.text(0, 0) for _ in inputs] for _ in neurons],
        vector=[sheet.text(0, 0, f"$x_{j + 1}$", 10) for j in inputs],
        biases=[sheet.text(0, 0) for _ in neurons],
        brackets=[sheet.line(width=1.3, zorder=7, **round_ends) for _ in range(3)],
        signs=[sheet.text(0, 0, words, 12) for words in (r"$\sigma$ (", "+", ")")],
        code=[
            sheet.text(CODE_X, 0, f"a[{k}] = σ(W[{k}] @ x + b[{k}])", 9, **look) for k in neurons
        ],
        notes={
            "picture": sheet.text(3.3, BELOW_Y, colour=MUTED),
            "dashes": sheet.text(3.3, BELOW_Y - 0.45, "dashed: negative weight", 8.5, MUTED),
            "matrix": sheet.text(middle, BELOW_Y, colour=MUTED),
            "count": sheet.text(middle, BELOW_Y - 0.5),
        },
    )
    sheet.text(CODE_X, BELOW_Y, "all rows at once:", ha="left", colour=MUTED)
    sheet.text(CODE_X, BELOW_Y - 0.5, "a = σ(W @ x + b)", 9, fontweight="bold", **look)
    for x, words, ha in (
        (3.3, "picture: neurons", "center"),
        (middle, "matrix: rows", "center"),
        (CODE_X, "code: one line per neuron", "left"),
    ):
        sheet.text(x, HEADING_Y, words, 10.5, fontweight="bold", ha=ha)
    return picture


def update_layer_matrix(picture, W, b, highlight=None):
    """Show a different layer, of the same or a different shape, without making new artists.

    Parameters
    ----------
    picture : LayerMatrix
        What `draw_layer_matrix` returned.
    W, b, highlight
        As there.
    """
    W = np.asarray(W, float)
    p, d = W.shape
    columns, rows, input_rows = _columns(d), _heights(p), _heights(d)
    x_step = np.clip(p * _step(p) / d, 0.46, 0.62)  # x is no higher than W if its entries fit
    for j in range(MOST_INPUTS):
        _show((picture.inputs[j], picture.input_names[j], picture.vector[j]), j < d)
        if j < d:
            picture.inputs[j].set_y(input_rows[j] - 0.28)
            picture.input_names[j].set_y(input_rows[j])
            picture.vector[j].set_position((columns["x"], MIDDLE + x_step * ((d - 1) / 2 - j)))
    for k in range(MOST_NEURONS):
        _show((picture.bands[k], picture.neurons[k], picture.neuron_names[k]), k < p)
        _show((picture.outputs[k], picture.biases[k], picture.code[k]), k < p)
        for j in range(MOST_INPUTS):
            _show((picture.edges[k][j], picture.entries[k][j]), k < p and j < d)
        if k < p:
            lit = highlight in (None, k + 1)
            _show_neuron(picture, k, rows[k], 0.84 * _step(p), lit)
            _show_weights(picture, k, rows[k], columns, input_rows, W[k], b[k], lit)
    _show_brackets(picture, columns, p * _step(p) / 2, max(x_step * d / 2, 0.35))
    picture.notes["picture"].set_text(f"{count(d, 'input')}, {count(p, 'neuron')}")
    picture.notes["matrix"].set_text(f"W ({p}, {d})    x ({d},)    b ({p},)")
    picture.notes["count"].set_text(f"$p \\cdot d + p$ = {p} · {d} + {p} = {p * d + p} parameters")


def _step(n):
    """From one of n rows to the next."""
    return min(1.0, (TOP - BOTTOM) / n)


def _heights(n):
    return MIDDLE + _step(n) * ((n - 1) / 2 - np.arange(n))


def _columns(d):
    """The horizontal places in the matrix, centred as a whole."""
    width = 0.75 + CELL * d + 0.45 + 0.5 + 0.6 + CELL + 0.4
    first = sum(MATRIX_X) / 2 - width / 2 + 0.75
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


def _show(artists, visible):
    for artist in artists:
        artist.set_visible(visible)


def _show_neuron(picture, k, y, high, lit):
    colour = neuron_colour(k + 1)
    shade = faded(colour, 0.84 if lit else 0.96)
    picture.bands[k].set(facecolor=shade, edgecolor="none", y=y - high / 2, height=high)
    picture.neurons[k].set(facecolor=ink(lit, colour), edgecolor=PAPER, center=(NEURON_X, y))
    letters = INK if colour in LIGHT_NEURONS else PAPER
    picture.neuron_names[k].set(y=y, color=letters)
    for text in (picture.outputs[k], picture.code[k]):
        text.set(y=y, color=ink(lit))


def _show_weights(picture, k, y, columns, input_rows, row, bias, lit):
    texts = (*picture.entries[k][: len(row)], picture.biases[k])
    for text, value, x in zip(texts, (*row, bias), (*columns["W"], columns["b"]), strict=True):
        text.set(text=_short(value), position=(x, y), color=ink(lit))
    colour = ink(lit, neuron_colour(k + 1))
    for edge, weight, input_y in zip(picture.edges[k], row, input_rows, strict=False):
        edge.set_data([INPUT_X + 0.3, NEURON_X - 0.25], [input_y, y])
        edge.set(color=colour, linewidth=0.6 * edge_width(weight), zorder=3 if lit else 2.5)
        edge.set_linestyle((0, (2.4, 1.6)) if weight < 0 else "-")


def _show_brackets(picture, columns, high, x_high):
    left, right = columns["W_ends"]
    x, b = columns["x"], columns["b"]
    for bracket, x0, x1, reach in zip(
        picture.brackets,
        (left, x - 0.33, b - CELL / 2),
        (right, x + 0.33, b + CELL / 2),
        (high, x_high, high),
        strict=True,
    ):
        low, top = MIDDLE - reach, MIDDLE + reach
        bracket.set_data(
            [x0 + LIP, x0, x0, x0 + LIP, np.nan, x1 - LIP, x1, x1, x1 - LIP],
            [low, low, top, top, np.nan, low, low, top, top],
        )
    for sign, name in zip(picture.signs, ("sigma", "plus", "end"), strict=True):
        sign.set_position((columns[name], MIDDLE))


def _short(value):
    words = rounded(value, digits=2)
    return words if len(words) <= 6 else rounded(value, digits=1)
