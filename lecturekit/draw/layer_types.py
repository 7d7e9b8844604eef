"""Layers for sequences, one figure each: recurrent, and attention.

Part 2, types of layers.
"""

import numpy as np

from lecturekit.activations import tanh
from lecturekit.draw.palette import PART_COLOURS
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.sheet import Sheet, faded, keep_layout_fixed, neuron_badge
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED
from lecturekit.draw.tables import GREYS, SIGNED, draw_cells, draw_frame

__all__ = ["draw_attention", "draw_recurrent"]


# ---- recurrent -------------------------------------------------------------------------

PITCH, CELL = 1.72, (1.0, 0.62)  # from step to step; width and height of one number
LEFT, INPUT_Y = 1.1, 1.05  # centre of the start state; lower edge of the inputs
BETWEEN = 1.25  # from the inputs' upper edge to the states' lower edge
FORMULA = r"$h_t = \tanh(W x_t + U h_{t-1} + b)$: the same $W$, $U$ and $b$ at every step"


def draw_recurrent(ax, X, W, U, b=None, start=None, outputs=()):
    """Draw a recurrent layer (Elman 1990) step by step, and return its hidden states (T, p).

    There is one copy per step, all with the same weights: h_t = tanh(W x_t + U h_{t−1} + b).

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        9.5 × 3.2 inches for seven steps of up to four neurons.
    X : array_like, shape (T,) or (T, d)
        The sequence, one row per step.
    W : array_like, shape (p, d)
        Weights of the inputs; (p,) will do for d = 1.
    U : array_like, shape (p, p)
        Weights of the previous state.
    b, start : array_like, shape (p,), optional
        Biases, and the state h₀; by default 0.
    outputs : sequence of T floats, optional
        What an output layer makes of each state, to be written above it.
    """
    X, W, U = (np.reshape(table, (len(table), -1)).astype(float) for table in (X, W, U))
    (T, d), p = X.shape, len(W)
    b, h = (np.zeros(p) if v is None else np.asarray(v, float) for v in (b, start))
    H = [h]
    for x in X:
        H.append(tanh(W @ x + U @ H[-1] + b))

    state_y = INPUT_Y + d * CELL[1] + BETWEEN
    top = state_y + p * CELL[1]
    sheet = Sheet(ax, 2 * LEFT + T * PITCH - 0.1, top + (1.45 if len(outputs) else 0.62))
    reach = np.abs(X).max() or 1.0
    _column(sheet, LEFT, state_y, h, 1.0, _two_decimals, faint=True)
    _name(sheet, LEFT, top + 0.14, "$h_0$", MUTED)
    for k in range(p):
        neuron_badge(ax, (LEFT - CELL[0] / 2 - 0.3, top - (k + 0.5) * CELL[1]), k + 1)
    for t in range(1, T + 1):
        x = LEFT + t * PITCH
        right, middle = x - CELL[0] / 2 - 0.07, (state_y + top) / 2
        _column(sheet, x, INPUT_Y, X[t - 1], reach, lambda value: rounded(value, digits=2))
        _column(sheet, x, state_y, H[t], 1.0, _two_decimals)
        _name(sheet, x, top + 0.14, f"$h_{t}$")
        _name(sheet, x, INPUT_Y - 0.14, f"$x_{t}$", va="top")
        left = right - PITCH + CELL[0] + 0.14
        sheet.arrow((left, middle), (right, middle), HIGHLIGHT)
        sheet.arrow((x, INPUT_Y + d * CELL[1] + 0.07), (x, state_y - 0.07))
        _name(sheet, right - (PITCH - CELL[0]) / 2 + 0.06, middle + 0.1, "$U$", HIGHLIGHT)
        _name(sheet, x + 0.12, state_y - BETWEEN / 2, "$W$", ha="left", va="center")
    for t, y_hat in enumerate(outputs, 1):
        x = LEFT + t * PITCH
        sheet.arrow((x + 0.3, top + 0.07), (x + 0.3, top + 0.72))
        _name(sheet, x + 0.3, top + 0.8, _two_decimals(y_hat))
    sheet.text(ax.get_xlim()[1] / 2, 0.28, FORMULA, 10.5, va="center")
    keep_layout_fixed(ax)
    return np.array(H[1:])


def _column(sheet, x, y, values, reach, write, faint=False):
    """Numbers one above the other, the first on top, each on its tint, in one rounded frame."""
    (width, height), left, n = CELL, x - CELL[0] / 2, len(values)
    for k, value in enumerate(values):
        low, tint = y + (n - 1 - k) * height, SIGNED(0.5 + 0.5 * value / reach)
        sheet.cell(left, low, width, height, facecolor=tint, edgecolor=FAINT)
        words = "0" if value == 0 else write(value)
        sheet.text(x, low + height / 2, words, 10.5, MUTED if faint else INK)
    edge = faded(PART_COLOURS["soma"][1], 0.5 if faint else 0)
    air = 0.04  # between the cells and their frame
    box = (left - air, y - air, width + 2 * air, n * height + 2 * air)
    sheet.box(*box, edgecolor=edge)


def _name(sheet, x, y, words, colour=INK, **look):
    sheet.text(x, y, words, 11, colour, **{"va": "bottom"} | look)


def _two_decimals(value):
    return minus(f"{value:.2f}") if abs(value) < 10 else rounded(value, digits=2)


# ---- attention -------------------------------------------------------------------------

MOST_ROWS = 10  # with more, the weights would be too small to read


def draw_attention(axes, V, weights, query=None):
    """Draw values, attention weights, and the weighted means of the values.

    Vaswani and others (2017) have the weights softmax(QKᵀ/√d).

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
    """
    V, weights = np.asarray(V, float), np.asarray(weights, float)
    values, table, output = np.ravel(axes)
    look = {"colours": SIGNED if V.min() < 0 else GREYS, "reach": np.abs(V).max() or 1.0}
    write = "{:.2f}".format if max(weights.shape) <= MOST_ROWS else None
    draw_cells(values, V, **look)
    draw_cells(table, weights, GREYS, 1.0, write)
    draw_cells(output, weights @ V, **look)
    for ax, title, (rows, columns) in (
        (values, "values V", V.shape),
        (table, "attention weights", weights.shape),
        (output, "output = weights · V", (len(weights), V.shape[1])),
    ):
        ax.set_title(title)
        ax.set_yticks(range(rows))
        ax.tick_params(length=0, labelcolor=INK)
        # Queries that come from elsewhere have no row among the values.
        if query is not None and (ax is not values or weights.shape[0] == len(V)):
            draw_frame(ax, query, 0, 1, columns)
    values.set_ylabel("row")
    table.set(ylabel="query: row that attends", xticks=range(len(V)))
    table.set_xlabel("key: row attended to")
    output.set_ylabel("row")
