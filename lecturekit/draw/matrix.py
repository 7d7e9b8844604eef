"""One layer three times, side by side: neurons in a picture, rows of a matrix, lines of code.

Neuron k, row k of W and b, and line k of the code stand on one band in one colour. Part 2,
layers.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle

from lecturekit import checks
from lecturekit.draw.neuron_colours import LIGHT_NEURONS, neuron_colour
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import PART_COLOURS, faded, keep_layout_fixed, prepare
from lecturekit.draw.sheet import edge_width
from lecturekit.draw.style import INK, MUTED, PAPER

MOST_NEURONS, MOST_INPUTS = 6, 5
SHEET = (20.0, 7.0)  # units; 10 × 3.5 inches suit it
HEADING_Y, TOP, BOTTOM, BELOW_Y = 6.65, 6.15, 1.45, 0.95
INPUT_X, NEURON_X, OUTPUT_X = 1.2, 4.9, 5.75
MATRIX_X, CODE_X = (6.7, 13.8), 14.65
CELL = 0.92  # width of one entry of W
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
    headings: list


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
        The neuron k to look at, from 1; the others fade.

    Returns
    -------
    LayerMatrix
        Named artists. `update_layer_matrix` takes it and shows any other layer.

    Raises
    ------
    ValueError
        If W and b do not fit each other or the sheet, or there is no neuron `highlight`.
    """
    W, b = _checked(W, b, highlight)
    prepare(ax, *SHEET)
    picture = _parts(ax)
    _show(picture, W, b, highlight)
    keep_layout_fixed(ax)
    return picture


def update_layer_matrix(picture, W, b, highlight=None):
    """Show another layer, also one of another shape, without making new artists.

    Parameters
    ----------
    picture : LayerMatrix
        What `draw_layer_matrix` returned.
    W, b, highlight
        As there.
    """
    _show(picture, *_checked(W, b, highlight), highlight)


def _checked(W, b, highlight):
    W = checks.feature_matrix(W, name="W")
    b = checks.vector(b, "b", len(W))
    if len(W) > MOST_NEURONS or W.shape[1] > MOST_INPUTS:
        raise ValueError(
            f"W has shape {W.shape}, but the drawing has room for {MOST_NEURONS} neurons with "
            f"{MOST_INPUTS} inputs each; draw a part of it, such as W[:{MOST_NEURONS}, "
            f":{MOST_INPUTS}]."
        )
    if highlight is not None:
        checks.whole_number(highlight, "highlight", at_most=len(W))
    return W, b


def _parts(ax):
    def text(x=0.0, y=0.0, words="", size=9.5, **options):
        options = {"ha": "center", "va": "center_baseline", "color": INK, "zorder": 8} | options
        return ax.text(x, y, words, fontsize=size, **options)

    neurons, inputs = range(MOST_NEURONS), range(MOST_INPUTS)
    green, dark_green = PART_COLOURS["dendrites"]

    def box():
        patch = FancyBboxPatch(
            (0, 0), 0.6, 0.56, boxstyle="round,pad=0,rounding_size=0.1", zorder=5, lw=1.3
        )
        patch.set(facecolor=green, edgecolor=dark_green)
        return ax.add_patch(patch)

    return LayerMatrix(
        bands=[ax.add_patch(Rectangle((NEURON_X, 0), 1, 1, zorder=0.5)) for _ in neurons],
        inputs=[box() for _ in inputs],
        input_names=[text(INPUT_X) for _ in inputs],
        neurons=[ax.add_patch(Circle((NEURON_X, 0), 0.3, zorder=6, lw=1.2)) for _ in neurons],
        neuron_names=[text(NEURON_X, fontweight="bold") for _ in neurons],
        outputs=[text(OUTPUT_X, size=10) for _ in neurons],
        edges=[[ax.plot([], [], zorder=3)[0] for _ in inputs] for _ in neurons],
        entries=[[text() for _ in inputs] for _ in neurons],
        vector=[text(size=10) for _ in inputs],
        biases=[text() for _ in neurons],
        brackets=[ax.plot([], [], color=INK, lw=1.3, zorder=7)[0] for _ in range(3)],
        signs=[text(words=words, size=12) for words in (r"$\sigma$ (", "+", ")")],
        code=[text(CODE_X, size=9, ha="left", family=MONO) for _ in neurons],
        notes={
            "picture": text(3.3, BELOW_Y, color=MUTED),
            "dashes": text(3.3, BELOW_Y - 0.45, "dashed: negative weight", 8.5, color=MUTED),
            "matrix": text(sum(MATRIX_X) / 2, BELOW_Y, color=MUTED),
            "count": text(sum(MATRIX_X) / 2, BELOW_Y - 0.5),
            "code": text(CODE_X, BELOW_Y, "all rows at once:", 9.5, ha="left", color=MUTED),
            "all": text(
                CODE_X,
                BELOW_Y - 0.5,
                "a = σ(W @ x + b)",
                9,
                ha="left",
                family=MONO,
                fontweight="bold",
            ),
        },
        headings=[
            text(x, HEADING_Y, words, 10.5, fontweight="bold", ha=ha)
            for x, words, ha in (
                (3.3, "picture: neurons", "center"),
                (sum(MATRIX_X) / 2, "matrix: rows", "center"),
                (CODE_X, "code: one line per neuron", "left"),
            )
        ],
    )


def _show(picture, W, b, highlight):
    p, d = W.shape
    spacing = min(1.0, (TOP - BOTTOM) / p)
    middle = (TOP + BOTTOM) / 2
    rows = middle + spacing * ((p - 1) / 2 - np.arange(p))
    input_rows = middle + min(1.0, (TOP - BOTTOM) / d) * ((d - 1) / 2 - np.arange(d))
    columns = _columns(d)
    for j in range(MOST_INPUTS):
        _show_input(picture, j, input_rows[j] if j < d else None)
        picture.vector[j].set_visible(j < d)
        if j < d:
            picture.vector[j].set(text=f"$x_{j + 1}$")
            share = _vector_step(p * spacing, d)
            picture.vector[j].set_position((columns["x"], middle + share * ((d - 1) / 2 - j)))
    for k in range(MOST_NEURONS):
        visible = k < p
        for artist in (
            picture.bands[k],
            picture.neurons[k],
            picture.neuron_names[k],
            picture.outputs[k],
            picture.biases[k],
            picture.code[k],
            *picture.edges[k],
            *picture.entries[k],
        ):
            artist.set_visible(visible)
        if visible:
            lit = highlight in (None, k + 1)
            _show_neuron(picture, k, rows[k], spacing, lit)
            _show_row(picture, k, rows[k], columns, W[k], b[k], lit)
            _show_edges(picture, k, rows[k], input_rows, W[k], lit)
    _show_brackets(picture, columns, rows, spacing, d, middle)
    picture.notes["picture"].set_text(f"{checks.count(d, 'input')}, {checks.count(p, 'neuron')}")
    picture.notes["matrix"].set_text(f"W ({p}, {d})    x ({d},)    b ({p},)")
    picture.notes["count"].set_text(f"$p \\cdot d + p$ = {p} · {d} + {p} = {p * d + p} parameters")


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


def _vector_step(height, d):
    """The distance of the entries of x, no higher than the matrix beside it if they fit."""
    return max(0.46, min(0.62, height / d))


def _show_input(picture, j, y):
    for artist in (picture.inputs[j], picture.input_names[j]):
        artist.set_visible(y is not None)
    if y is not None:
        picture.inputs[j].set(x=INPUT_X - 0.3, y=y - 0.28)
        picture.input_names[j].set(text=f"$x_{j + 1}$", position=(INPUT_X, y))


def _show_neuron(picture, k, y, spacing, lit):
    colour = neuron_colour(k + 1)
    shade = faded(colour, 0.84 if lit else 0.96)
    high = 0.84 * spacing
    picture.bands[k].set(facecolor=shade, edgecolor="none", width=SHEET[0] - NEURON_X)
    picture.bands[k].set(y=y - high / 2, height=high)
    picture.neurons[k].set(facecolor=colour if lit else faded(colour), edgecolor=PAPER)
    picture.neurons[k].set_center((NEURON_X, y))
    letters = INK if colour in LIGHT_NEURONS else PAPER
    picture.neuron_names[k].set(text=str(k + 1), position=(NEURON_X, y), color=letters)
    picture.outputs[k].set(text=f"$a_{k + 1}$", position=(OUTPUT_X, y), color=_ink(lit))


def _show_row(picture, k, y, columns, row, bias, lit):
    for j in range(MOST_INPUTS):
        picture.entries[k][j].set_visible(j < len(row))
        if j < len(row):
            place = (columns["W"][j], y)
            picture.entries[k][j].set(text=_short(row[j]), position=place, color=_ink(lit))
    picture.biases[k].set(text=_short(bias), position=(columns["b"], y), color=_ink(lit))
    picture.code[k].set(
        text=f"a[{k}] = σ(W[{k}] @ x + b[{k}])", position=(CODE_X, y), color=_ink(lit)
    )


def _show_edges(picture, k, y, input_rows, row, lit):
    colour = neuron_colour(k + 1) if lit else faded(neuron_colour(k + 1))
    for j in range(MOST_INPUTS):
        edge = picture.edges[k][j]
        edge.set_visible(j < len(row))
        if j < len(row):
            edge.set_data([INPUT_X + 0.3, NEURON_X - 0.25], [input_rows[j], y])
            edge.set(color=colour, linewidth=0.6 * edge_width(row[j]), zorder=3 if lit else 2.5)
            edge.set_linestyle((0, (2.4, 1.6)) if row[j] < 0 else "-")
            edge.set_dash_capstyle("butt")


def _show_brackets(picture, columns, rows, spacing, d, middle):
    half = len(rows) * spacing / 2
    half_x = max(_vector_step(2 * half, d) * d / 2, 0.35)
    left, right = columns["W_ends"]
    for bracket, (x0, x1), reach in zip(
        picture.brackets,
        (
            (left, right),
            (columns["x"] - 0.33, columns["x"] + 0.33),
            (columns["b"] - CELL / 2, columns["b"] + CELL / 2),
        ),
        (half, half_x, half),
        strict=True,
    ):
        low, high, lip = middle - reach, middle + reach, 0.12
        bracket.set_data(
            [x0 + lip, x0, x0, x0 + lip, np.nan, x1 - lip, x1, x1, x1 - lip],
            [low, low, high, high, np.nan, low, low, high, high],
        )
    for sign, x in zip(picture.signs, ("sigma", "plus", "end"), strict=True):
        sign.set_position((columns[x], middle))


def _ink(lit):
    return INK if lit else faded(INK)


def _short(value):
    words = rounded(value, digits=2)
    return words if len(words) <= 6 else rounded(value, digits=1)
