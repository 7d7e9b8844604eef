"""Two layers and the one layer that would do the same, if there were no activation between."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from lecturekit.activations import get_activation
from lecturekit.draw.rounding import rounded, without_residue
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED

REACH = 4.0  # of every panel, to all sides
LAST_BIAS = np.array([0.0, 0.5])  # of the second layer
SAME = 1e-9  # differences below it are rounding errors
NAMES = {"identity": "identity", "relu": "ReLU", "tanh": "tanh"}
TITLES = ("inputs x", "layer 1: σ(W₁x + b₁)", "layer 2: W₂a + b₂", "one layer: Wx + b")
SUBSCRIPTS = "₁₂"
# The letter F has no symmetry, so that turns and reflections can be told apart.
LETTER = 0.21 * np.array(
    [
        *[(1, 0), (1, 4.4), (3.6, 4.4), (3.6, 3.4), (2, 3.4), (2, 2.6)],
        *[(3.2, 2.6), (3.2, 1.6), (2, 1.6), (2, 0), (1, 0)],
    ]
)


class LinearCollapse(Scene):
    """A grid with a letter on it: as it is, after one layer, after two, and after one instead.

    Values: for layer l = 1, 2 the ``turn_l`` (degrees) and ``stretch_l`` of its weights,
    W = R(turn) diag(stretch, 1); the ``bias`` of both neurons of the first layer; the
    ``activation`` between the layers (a key of `NAMES`). Part 2, notation.
    """

    size = (8.6, 3.7)
    widths = (1, 1, 1, 1)

    def build(self, *axes):
        self.grids, self.letters, self.numbers = [], [], []
        for i, (ax, title) in enumerate(zip(axes, TITLES, strict=True)):
            ticks = [-2, 0, 2]
            ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xticks=ticks, yticks=ticks)
            if i > 0:
                ax.set_yticklabels([])
            ax.set_box_aspect(1)
            ax.set_title(title, fontsize=10.5)
            for draw in (ax.axhline, ax.axvline):
                draw(0, color=FAINT, lw=1.2, zorder=0.7)
            colour = INK if i == 3 else HIGHLIGHT
            (grid,) = ax.plot([], [], color="#8E99AB", lw=0.9, zorder=2)
            (letter,) = ax.fill([0, 0], [0, 0], facecolor=faded(colour, 0.4), zorder=3)
            letter.set(edgecolor=colour, linewidth=1.5, joinstyle="round")
            self.grids.append(self.moves(grid))
            self.letters.append(self.moves(letter))
            ax.spines[:].set(visible=True, color=MUTED, zorder=0.8)  # below all that moves
            self.numbers.append(self.moves(_below(ax, -24, family="DejaVu Sans Mono"), apart=True))
        self.between = self.moves(_below(axes[0], -28, color=MUTED, fontsize=10), apart=True)
        self.verdict = self.moves(_below(axes[0], -46, fontsize=10.5), apart=True)
        self.verdict.set(fontweight="bold", linespacing=1.35)
        # The layout knows nothing of moving words, so it is told to leave room for them.
        _below(axes[0], -90).set(text="z", color="none")

    def update(self, **values):
        model = two_layers(**values)
        for grid, stage in zip(self.grids, model.stages(GRID), strict=True):
            grid.set_data(*stage.T)
        for letter, stage in zip(self.letters, model.stages(OUTLINE), strict=True):
            letter.set_xy(stage)
        for text, words in zip(self.numbers[1:], _spelled(model), strict=True):
            text.set_text(words)
        difference = model.difference()
        same = difference < SAME
        self.between.set_text(f"σ between: {NAMES[values['activation']]}")
        if not same:
            words = f"two layers and one\ndiffer by up to {rounded(difference)}"
        elif values["activation"] == "identity":
            words = "two layers and one\nare equal everywhere"
        else:  # no neuron is off on the grid, but some are elsewhere
            words = "two layers and one\nare equal on this grid"
        self.verdict.set_text(words)
        self.verdict.set_color(HIGHLIGHT if same else GRADIENT)

    def describe(self, **values):
        model = two_layers(**values)
        difference = model.difference()
        where = "" if values["activation"] == "identity" else " on this grid"
        verdict = (
            f"and one layer with these numbers does the same{where}"
            if difference < SAME
            else f"and one layer with these numbers is off by up to {rounded(difference)}"
        )
        W, b = np.split(without_residue(np.append(*model.one())), [4])
        return (
            f"A grid with a letter F after two layers with {NAMES[values['activation']]} "
            f"between them, W₁ {_row(model.W[0])} and W₂ {_row(model.W[1])}. The product W₂W₁ is "
            f"{_row(W)} and W₂b₁ + b₂ is ({rounded(b[0])}, {rounded(b[1])}), {verdict}."
        )


class TwoLayers(NamedTuple):
    """W₂ σ(W₁x + b₁) + b₂: ``W`` and ``b`` are pairs, for layer 1 and layer 2."""

    W: tuple
    b: tuple
    activation: object

    def one(self):
        """W and b of the one layer that is left when σ is the identity."""
        return self.W[1] @ self.W[0], self.W[1] @ self.b[0] + self.b[1]

    def stages(self, X):
        """Points (n, 2) as they are, after layer 1, after layer 2, and after one layer."""
        first = self.activation(X @ self.W[0].T + self.b[0])
        W, b = self.one()
        return X, first, first @ self.W[1].T + self.b[1], X @ W.T + b

    def difference(self):
        """The largest distance between two layers and one, over the lines of the grid."""
        *_, two, one = self.stages(GRID)
        return float(np.nanmax(np.linalg.norm(two - one, axis=1)))


def two_layers(turn_1, stretch_1, turn_2, stretch_2, bias, activation):
    """Make the two layers that belong to these values (Part 2, notation).

    Returns
    -------
    TwoLayers
    """
    weights = (_weights(turn_1, stretch_1), _weights(turn_2, stretch_2))
    return TwoLayers(weights, (np.full(2, bias), LAST_BIAS), get_activation(activation))


def _weights(turn, stretch):
    angle = np.radians(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.round(rotation * (stretch, 1), 12)  # cos 90° is not quite 0 for a computer


def _grid():
    """Nine lines each way over [−1, 1]², with a row of NaN that lifts the pen between them."""
    along, gap = np.append(np.linspace(-1, 1, 41), np.nan), np.linspace(-1, 1, 9)
    lines = [np.column_stack([along, np.full(len(along), place)]) for place in gap]
    lines += [line[:, ::-1] for line in lines]
    return np.concatenate(lines)


def _outline():
    """The letter with many points on each side, because an activation may bend it."""
    share = np.linspace(0, 1, 16, endpoint=False)[:, None]
    return np.concatenate([a + share * (b - a) for a, b in pairwise(LETTER)])


GRID, OUTLINE = _grid(), _outline()


def _below(ax, up, **look):
    """Words that begin `up` points above the lower left corner of the panel."""
    return ax.annotate(
        "",
        (0, 0),
        (-2, up),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        **{"fontsize": 9, "linespacing": 1.1} | look,
    )


def _spelled(model):
    """The numbers under the last three panels."""
    words = []
    for number, W, b in zip(SUBSCRIPTS, model.W, model.b, strict=True):
        words.append(f"{_matrix(f'W{number} = ', W)}\n\n{_matrix(f'b{number} = ', b[:, None])}")
    W, b = model.one()
    words.append(f"{_matrix('W = W₂W₁ = ', W)}\n\n{_matrix('b = W₂b₁+b₂ = ', b[:, None])}")
    return words


def _matrix(name, rows):
    """Write a matrix of two rows, with its name before the first."""
    entries = [" ".join(f"{value + 0.0:5.2f}" for value in np.round(row, 2)) for row in rows]
    return f"{name}⎡{entries[0]}⎤\n{' ' * len(name)}⎣{entries[1]}⎦".replace("-", "−")


def _row(W):
    return f"({', '.join(rounded(value) for value in W.ravel())})"
