"""Layers that are not dense, one figure each: the last one, recurrent, attention, norms.

Part 2, types of layers.
"""

import numpy as np

from lecturekit.activations import identity, sigmoid, softmax, tanh
from lecturekit.draw.charts import draw_band
from lecturekit.draw.palette import PART_COLOURS
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.sheet import Sheet, faded, keep_layout_fixed, neuron_badge, plate
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED, NEGATIVE, POSITIVE
from lecturekit.draw.tables import GREYS, SIGNED, draw_cells, draw_frame

__all__ = [
    "draw_attention",
    "draw_normalisation",
    "draw_output_layers",
    "draw_recurrent",
]


# ---- output layers ---------------------------------------------------------------------

ROOM = 1.62  # right end of the axis of probabilities, with room for text beside a full bar


def draw_output_layers(axes, z, names=None):
    """Draw the outputs of identity, sigmoid and softmax for the same scores.

    The task decides which one a network ends with; Bishop (2006, section 5.2) pairs each with
    its loss.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        9.5 × 2.8 inches suit three or four scores.
    z : array_like, shape (K,)
        Scores of the K output neurons, K from 2 to 6.
    names : sequence of str, optional
        What each output represents; by default z₁, z₂, ….
    """
    z = np.asarray(z, float)
    names = [f"$z_{k}$" for k in range(1, z.size + 1)] if names is None else names
    reach = 1.75 * (np.abs(z).max() or 1.0)
    answers = sigmoid(z) >= 0.5
    winner = np.arange(z.size) == np.argmax(z)
    first, second, third = np.ravel(axes)
    _bars(first, identity(z), z >= 0, [""] * z.size, (-reach, reach), rounded)
    _bars(second, sigmoid(z), answers, np.where(answers, "yes", "no"), (0, ROOM), _share)
    _bars(third, softmax(z), winner, np.where(winner, "this one", ""), (0, ROOM), _share)
    first.locator_params(axis="x", nbins=5)
    first.axvline(0, color=MUTED, lw=0.8)
    second.axvline(0.5, color=INK, lw=1.0, ls=(0, (3, 2)), zorder=4)
    first.set(title="identity: K numbers", xlabel="any real number")
    for ax, title, values in (
        (second, "sigmoid: K questions", sigmoid(z)),
        (third, "softmax: one of K", softmax(z)),
    ):
        ax.set(title=title, xlabel=f"each in (0, 1); sum {rounded(values.sum())}")
        ax.set_xticks([0, 0.5, 1], ["0", "½", "1"])
    for ax in (first, second, third):
        ax.set_yticks(range(z.size), names if ax is first else [], color=INK, fontsize=10)


def _bars(ax, values, high, words, limits, write):
    colours = [POSITIVE if yes else NEGATIVE for yes in high]
    ax.barh(range(len(values)), values, height=0.62, color=colours, zorder=2)
    gap = 0.03 * (limits[1] - limits[0])
    for k, (value, word) in enumerate(zip(values, words, strict=True)):
        x, ha = (value - gap, "right") if value < 0 else (value + gap, "left")
        look = {"zorder": 5, "bbox": plate(boxstyle="square,pad=0.08")}
        Sheet(ax).text(x, k, f"{write(value)}  {word}".rstrip(), 10, ha=ha, **look)
    ax.set(xlim=limits, ylim=(len(values) - 0.45, -0.55))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=FAINT)
    ax.spines["left"].set_visible(limits[0] == 0)


def _share(value):
    """Write three decimals, but never 0 or 1, which are not reached."""
    if value >= 0.9995:
        return "> 0.999"
    return "< 0.001" if value < 0.0005 else f"{value:.3f}"


# ---- recurrent -------------------------------------------------------------------------

PITCH, CELL = 1.72, (1.0, 0.62)  # from step to step; width and height of one number
LEFT, INPUT_Y = 1.1, 1.05  # centre of the start state; lower edge of the inputs
BETWEEN = 1.25  # from the inputs' upper edge to the states' lower edge
FORMULA = r"$h_t = \tanh(W x_t + U h_{t-1} + b)$: the same $W$, $U$ and $b$ at every step"


def draw_recurrent(ax, X, W, U, b=None, start=None):
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
    """
    X, W, U = (np.reshape(table, (len(table), -1)).astype(float) for table in (X, W, U))
    (T, d), p = X.shape, len(W)
    b, h = (np.zeros(p) if v is None else np.asarray(v, float) for v in (b, start))
    H = [h]
    for x in X:
        H.append(tanh(W @ x + U @ H[-1] + b))

    state_y = INPUT_Y + d * CELL[1] + BETWEEN
    top = state_y + p * CELL[1]
    sheet = Sheet(ax, 2 * LEFT + T * PITCH - 0.1, top + 0.62)
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


# ---- normalisation ---------------------------------------------------------------------

# kind: (axis of Z over which means are taken, what each strip represents)
KINDS = {"batch": (0, "neuron"), "layer": (1, "example")}
BAND = 2.0  # shaded from −2 to 2 in both panels, to compare their scales
EPSILON = 1e-5  # as in the paper and in PyTorch: no division by zero where nothing varies


def draw_normalisation(axes, Z, kind="batch"):
    """Draw which numbers are normalised together, and their distribution before and after.

    Batch normalisation (Ioffe and Szegedy 2015) gives each neuron mean 0 and standard deviation 1
    over the examples of a batch, layer normalisation (Ba, Kiros and Hinton 2016) each example
    over the neurons of a layer. Before and after have their own scales; the shaded band from −2
    to 2 is the same in both.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        The table Z, its numbers before, and after; 9.5 × 2.7 inches.
    Z : array_like, shape (n, p)
        Pre-activations of p neurons for a batch of n examples.
    kind : {"batch", "layer"}
        "batch" takes the means along each column of Z, "layer" along each row.
    """
    table, before, after = np.ravel(axes)
    Z = np.asarray(Z, float)
    axis, thing = KINDS[kind]
    mean, variance = Z.mean(axis, keepdims=True), Z.var(axis, keepdims=True)
    normal = (Z - mean) / np.sqrt(variance + EPSILON)
    n, p = Z.shape
    draw_cells(table, Z)
    table.set(xlabel=f"{p} neurons", ylabel=f"{n} examples", aspect="auto")
    table.set_title(f"{kind} norm: one {('column', 'row')[axis]}")
    draw_frame(table, 0, 0, *((n, 1) if axis == 0 else (1, p)))
    for ax, values in ((before, Z), (after, normal)):
        _strips(ax, values if axis == 0 else values.T, thing)
    before.set_title(f"before: each {thing}")
    after.set_title("after: mean 0, sd 1")


def _strips(ax, columns, thing):
    """Draw each column's values as dots, their mean, and one standard deviation each way."""
    for k, values in enumerate(columns.T):
        colour = HIGHLIGHT if k == 0 else MUTED
        x = np.full(len(values), k + 1)
        ax.plot(x, values, "o", ms=3.5, color=colour, alpha=0.45, mec="none", zorder=2)
        mean, deviation = values.mean(), values.std()
        ends = (mean - deviation, mean + deviation)
        ax.plot([k + 1.25] * 2, ends, color=colour, lw=2.5, zorder=3)
        ax.plot([k + 1.08, k + 1.42], [mean] * 2, color=INK, lw=2, zorder=4)
    count = columns.shape[1]
    low, high = min(columns.min(), -1.3 * BAND), max(columns.max(), 1.3 * BAND)
    air = 0.06 * (high - low)
    draw_band(ax, -BAND, BAND, "y", color=faded(FAINT, 0.4), zorder=0)
    ax.axhline(0, color=MUTED, lw=0.8, zorder=1)
    ax.set(xlim=(0.5, count + 0.8), ylim=(low - air, high + air), xlabel=thing)
    ax.set_xticks(range(1, count + 1, 1 if count <= 8 else 2))
    ax.tick_params(axis="x", length=0)
