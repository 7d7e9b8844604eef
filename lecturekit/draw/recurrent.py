"""A recurrent layer unrolled over time: one copy per step, all with the same weights.

Part 2, types of layers. The layer is that of Elman (1990): h_t = tanh(W x_t + U h_{t−1} + b).
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from lecturekit.activations import tanh
from lecturekit.checks import count, feature_matrix, vector
from lecturekit.draw.cells import SIGNED
from lecturekit.draw.neuron_colours import neuron_badge
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import PART_COLOURS, faded, keep_layout_fixed, prepare
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED

MOST_STEPS, MOST_NEURONS, MOST_INPUTS = 8, 4, 3
PITCH, CELL = 1.72, (1.0, 0.62)  # from step to step; width and height of one number
LEFT, INPUT_Y = 1.1, 1.05  # centre of the start state; lower edge of the inputs
BETWEEN = 1.25  # from the inputs' upper edge to the states' lower edge


class Recurrent(NamedTuple):
    """The artists of `draw_recurrent`, and the states it shows."""

    inputs: list
    states: list
    numbers: list
    formula: Any
    H: np.ndarray


def draw_recurrent(ax, X, W, U, b=None, start=None):
    """Draw a recurrent layer step by step, with its hidden state in numbers.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        9.5 × 3.2 inches for seven steps.
    X : array_like, shape (T,) or (T, d)
        The sequence, one row per step; T up to 8, d up to 3.
    W : array_like, shape (p, d)
        Weights of the inputs, p up to 4; (p,) will do for d = 1.
    U : array_like, shape (p, p)
        Weights of the state before.
    b : array_like, shape (p,), optional
        Biases; 0 without it.
    start : array_like, shape (p,), optional
        The state h₀; 0 without it.

    Returns
    -------
    Recurrent
        Named artists, and the states ``H``, shape (T, p).

    Raises
    ------
    ValueError
        If the shapes do not fit together or the drawing has no room.
    """
    X = feature_matrix(_column(X), name="X")
    W = feature_matrix(_column(W), X.shape[1], taker="the sequence", name="W")
    U = feature_matrix(U, len(W), taker="the state", name="U")
    p, (T, d) = len(W), X.shape
    if len(U) != p:
        raise ValueError(f"U has shape {U.shape}, but {count(p, 'neuron')} need ({p}, {p}).")
    for size, most, name in ((T, MOST_STEPS, "step"), (p, MOST_NEURONS, "neuron")):
        if size > most:
            raise ValueError(f"{count(size, name)} do not fit; the drawing has room for {most}.")
    if d > MOST_INPUTS:
        raise ValueError(f"X has {d} columns, but the drawing has room for {MOST_INPUTS}.")
    b = np.zeros(p) if b is None else vector(b, "b", p)
    h = np.zeros(p) if start is None else vector(start, "start", p)
    H = []
    for x in X:
        H.append(tanh(W @ x + U @ (H[-1] if H else h) + b))
    H = np.array(H)
    state_y = INPUT_Y + d * CELL[1] + BETWEEN
    top = state_y + p * CELL[1]
    prepare(ax, 2 * LEFT + T * PITCH - 0.1, top + 0.62)
    middle = state_y + p * CELL[1] / 2
    inputs, states, numbers = [], [], []
    cells, texts = _column_of_cells(ax, LEFT, state_y, h, 1.0, _state, faint=True)
    states.append(cells)
    numbers.append(texts)
    _name(ax, (LEFT, top + 0.14), "$h_0$", colour=MUTED)
    for k in range(p):
        y = top - (k + 0.5) * CELL[1]
        neuron_badge(ax, (LEFT - CELL[0] / 2 - 0.3, y), k + 1)
    reach = np.abs(X).max() or 1.0
    for t in range(1, T + 1):
        x = LEFT + t * PITCH
        cells, texts = _column_of_cells(ax, x, INPUT_Y, X[t - 1], reach, _short)
        inputs.append(cells)
        cells, texts = _column_of_cells(ax, x, state_y, H[t - 1], 1.0, _state)
        states.append(cells)
        numbers.append(texts)
        _name(ax, (x, top + 0.14), f"$h_{t}$")
        _name(ax, (x, INPUT_Y - 0.14), f"$x_{t}$", va="top")
        right = x - CELL[0] / 2 - 0.07
        _arrow(ax, (right - PITCH + CELL[0] + 0.14, middle), (right, middle), HIGHLIGHT)
        _arrow(ax, (x, INPUT_Y + d * CELL[1] + 0.07), (x, state_y - 0.07), INK)
        _name(ax, (right - (PITCH - CELL[0]) / 2 + 0.06, middle + 0.1), "$U$", colour=HIGHLIGHT)
        _name(ax, (x + 0.12, state_y - BETWEEN / 2), "$W$", ha="left", va="center")
    formula = ax.text(
        ax.get_xlim()[1] / 2,
        0.28,
        r"$h_t = \tanh(W x_t + U h_{t-1} + b)$: the same $W$, $U$ and $b$ at every step",
        fontsize=10.5,
        ha="center",
        va="center",
    )
    keep_layout_fixed(ax)
    return Recurrent(inputs, states, numbers, formula, H)


def _state(value):
    return "0" if value == 0 else f"{value:.2f}".replace("-", "−")


def _short(value):
    return rounded(value, digits=2)


def _column(values):
    values = np.asarray(values)
    return values[:, None] if values.ndim == 1 else values


def _column_of_cells(ax, x, y, values, reach, write, faint=False):
    """One number above the other, the first on top, in a rounded frame."""
    width, height = CELL
    cells, texts = [], []
    for k, value in enumerate(values):
        low = y + (len(values) - 1 - k) * height
        tint = SIGNED(0.5 + 0.5 * value / reach)
        cells.append(
            ax.add_patch(
                Rectangle((x - width / 2, low), width, height, facecolor=tint, edgecolor=FAINT)
            )
        )
        texts.append(
            ax.text(
                x,
                low + height / 2,
                write(value),
                fontsize=10.5,
                ha="center",
                va="center_baseline",
                color=MUTED if faint else INK,
                zorder=4,
            )
        )
    edge = PART_COLOURS["soma"][1]
    ax.add_patch(
        FancyBboxPatch(
            (x - width / 2, y),
            width,
            len(values) * height,
            boxstyle="round,pad=0.04,rounding_size=0.1",
            facecolor="none",
            edgecolor=faded(edge, 0.5) if faint else edge,
            linewidth=1.4,
            zorder=3,
        )
    )
    return cells, texts


def _name(ax, xy, text, colour=INK, ha="center", va="bottom"):
    return ax.text(*xy, text, color=colour, fontsize=11, ha=ha, va=va, zorder=5)


def _arrow(ax, start, end, colour):
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>,head_width=3,head_length=5.5",
            color=colour,
            linewidth=1.8,
            shrinkA=0,
            shrinkB=0,
            mutation_scale=1,
            zorder=2,
        )
    )
