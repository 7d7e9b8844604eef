"""A layer built neuron by neuron: each is a disc in the picture, a row of W, a line of code."""

from functools import cache

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.matrix import MATRIX_X, draw_layer_matrix, update_layer_matrix
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import MUTED

MOST_INPUTS, MOST_NEURONS = 4, 5
SYMBOLS = "z = W x + b"
SYMBOL_X = (-2.6, -1.75, -0.7, 0.6, 1.45, 2.3)  # away from the middle of the matrix
SYMBOL_Y, SHAPE_Y, LAST_Y = 0.95, 0.47, -0.28
LEFT, RIGHT = 0.9, 20.0


class LayerBuilder(Scene):
    """A layer of `p` neurons with `d` inputs, with neuron `k` highlighted.

    Values: ``d`` 1 … 4, ``p`` 1 … 5, ``k`` 0 (none) … 5, and ``seed`` of the weights. A neuron
    keeps its weights when others join it. Part 2, layers.
    """

    size = (8.6, 3.45)

    def build(self, ax):
        picture = self.picture = draw_layer_matrix(ax, *layer_with(2, 3, 0))
        ax.set(xlim=(0.8, 20.1), ylim=(-0.6, 6.95))
        notes = picture.notes
        for name, artists in picture._asdict().items():
            if name not in ("notes", "headings"):
                self.moves(*np.ravel(np.array(artists, dtype=object)))
        notes["matrix"].set_visible(False)  # the equation below shows it, symbol by symbol
        notes["dashes"].set_fontsize(9)
        notes["count"].set(position=(RIGHT, LAST_Y), ha="right", fontsize=10.5)
        self.moves(notes["picture"], notes["count"], apart=True)
        words = {"ha": "center", "va": "center_baseline", "zorder": 8}
        middle = sum(MATRIX_X) / 2
        for symbol, x in zip(SYMBOLS.split(), SYMBOL_X, strict=True):
            look = words | {"fontsize": 12, "in_layout": False}
            ax.text(middle + x, SYMBOL_Y, f"${symbol}$", **look)
        words["transform"] = ax.transData
        self.shapes = [
            self.words(ax, middle + x, SHAPE_Y, fontsize=9.5, **words)
            for symbol, x in zip(SYMBOLS.split(), SYMBOL_X, strict=True)
            if symbol in "zWxb"
        ]
        self.row = self.words(ax, LEFT, LAST_Y, fontsize=10.5, **words | {"ha": "left"})

    def update(self, d, p, k, seed):
        p = min(p, MOST_NEURONS)
        missing, k = (k, 0) if k > p else (0, k)
        W, b = layer_with(d, p, seed)
        picture = self.picture
        update_layer_matrix(picture, W, b, k or None)
        for i in range(p):
            if k in (0, i + 1):
                continue
            picture.neuron_names[i].set_color(MUTED)
            for text in (picture.outputs[i], *picture.entries[i], picture.biases[i]):
                text.set_color(MUTED)  # the bands are pale enough: these stay readable
            picture.code[i].set_color(MUTED)
        shapes = (f"({p},)", f"({p}, {d})", f"({d},)", f"({p},)")
        for text, shape in zip(self.shapes, shapes, strict=True):
            text.set_text(shape)
        if k:
            self.row.set_text(f"neuron {k}:  {_equation(W[k - 1], b[k - 1], k)}")
        elif missing:
            self.row.set_text(f"there is no neuron {missing} yet")
        else:
            self.row.set_text(r"neuron $k$:  $z_k$ = (row $k$ of $W$) · $x$ + $b_k$")

    def describe(self, d, p, k, seed):
        p = min(p, MOST_NEURONS)
        W, b = layer_with(d, p, seed)
        rows = "; ".join(
            f"{', '.join(map(rounded, row))} with bias {rounded(bias)}"
            for row, bias in zip(W, b, strict=True)
        )
        lit = f" Neuron {k} is highlighted in all three." if 0 < k <= p else ""
        lit = f" There is no neuron {k} yet." if k > p else lit
        return (
            f"A layer of {count(p, 'neuron')} with {count(d, 'input')} as a picture, as a matrix "
            f"and as code, one colour per neuron; the rows of W are {rows}. W has shape "
            f"({p}, {d}) and b ({p},): {p} · {d} + {p} = {p * d + p} parameters in all.{lit}"
        )


def layer_with(d, p, seed):
    """Return W (p, d) and b (p,), a corner of one fixed table: growing keeps earlier weights."""
    W, b = _table(seed)
    return W[:p, :d], b[:p]


@cache
def _table(seed):
    """Return weights and biases for the largest layer, in tenths, none of them near zero."""
    rng = np.random.default_rng(seed)
    shape = (MOST_NEURONS, MOST_INPUTS + 1)
    table = rng.integers(3, 21, shape) / 10 * rng.choice([-1, 1], shape)
    return table[:, :-1], table[:, -1]


def _equation(row, bias, k):
    """Write the weighted sum of one neuron in numbers."""
    terms = [(weight, f" $x_{j}$") for j, weight in enumerate(row, start=1)] + [(bias, "")]
    words = ""
    for value, factor in terms:
        sign = "−" if value < 0 else "+"
        sign = f" {sign} " if words else sign.replace("+", "")
        words += f"{sign}{rounded(abs(value))}{factor}"
    return f"$z_{k}$ = {words}"
