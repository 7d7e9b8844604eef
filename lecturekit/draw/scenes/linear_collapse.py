"""Two layers, and the one layer that would be equal without an activation between them."""

from itertools import pairwise

import numpy as np

from lecturekit.draw.palette import SHEARED
from lecturekit.draw.rounding import minus, rounded, without_residue
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.sheet import faded
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.network import Network

REACH = 4.0  # every panel extends this far to all sides
LAST_BIAS = np.array([0.0, 0.5])  # of the second layer
SAME = 1e-9  # differences below it are rounding errors
NAMES = {"identity": "identity", "relu": "ReLU", "tanh": "tanh"}
TITLES = ("inputs x", "layer 1: σ(W₁x + b₁)", "layer 2: W₂a + b₂", "one layer: Wx + b")
# The letter F has no symmetry, so turns and reflections can be told apart.
LETTER = 0.21 * np.array(
    [
        *[(1, 0), (1, 4.4), (3.6, 4.4), (3.6, 3.4), (2, 3.4), (2, 2.6)],
        *[(3.2, 2.6), (3.2, 1.6), (2, 1.6), (2, 0), (1, 0)],
    ]
)


class LinearCollapse(Scene):
    """A grid with a letter on it: the input, after layer 1, after layer 2, and after one layer.

    Values: for layer l = 1, 2 the ``turn_l`` (degrees) and ``stretch_l`` of its weights,
    W = R(turn) diag(stretch, 1); the ``bias`` of both neurons of the first layer; the
    ``activation`` between the layers (a key of `NAMES`). Part 2, notation.
    """

    size = (8.6, 3.7)
    widths = (1, 1, 1, 1)

    def build(self, *axes):
        self.grids, self.letters = [], []
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
            self.grids.append(self.line(ax, color=SHEARED, lw=0.9, zorder=2))
            (letter,) = ax.fill([0, 0], [0, 0], facecolor=faded(colour, 0.4), zorder=3)
            letter.set(edgecolor=colour, linewidth=1.5, joinstyle="round")
            self.letters.append(self.moves(letter))
            ax.spines[:].set(visible=True, color=MUTED, zorder=0.8)  # below all that moves
        look = {"va": "top", "linespacing": 1.1}
        code = look | {"fontsize": 9, "family": "DejaVu Sans Mono"}
        self.numbers = [self.offset_words(ax, (0, 0), (-2, -24), **code) for ax in axes[1:]]
        self.between = self.offset_words(axes[0], (0, 0), (-2, -28), color=MUTED, **look)
        bold = {"fontweight": "bold", "fontsize": 10.5, "linespacing": 1.35}
        self.verdict = self.offset_words(axes[0], (0, 0), (-2, -46), **look | bold)
        self.spacer(axes[0], 0, 0, "z", away=(-2, -90), fontsize=9, **look)

    def update(self, **values):
        network = two_layers(**values)
        for grid, stage in zip(self.grids, stages(network, GRID), strict=True):
            grid.set_data(*stage.T)
        for letter, stage in zip(self.letters, stages(network, OUTLINE), strict=True):
            one_point = np.ptp(stage, axis=0).max() < SAME  # which would not be seen
            letter.set_xy(stage + SPECK if one_point else stage)
        for text, words in zip(self.numbers, _spelled(network), strict=True):
            text.set_text(words)
        off = difference(network)
        same = off < SAME
        self.between.set_text(f"σ between: {NAMES[values['activation']]}")
        if not same:
            words = f"two layers and one\ndiffer by up to {rounded(off)}"
        elif values["activation"] == "identity":
            words = "two layers and one\nare equal everywhere"
        else:  # no ReLU is at 0 on the grid, but some are elsewhere
            words = "two layers and one\nare equal on this grid"
        self.verdict.set(text=words, color=HIGHLIGHT if same else GRADIENT)

    def describe(self, **values):
        network = two_layers(**values)
        off = difference(network)
        where = "" if values["activation"] == "identity" else " on this grid"
        verdict = (
            f"and one layer with these numbers is equal{where}"
            if off < SAME
            else f"and one layer with these numbers differs by up to {rounded(off)}"
        )
        W, b = np.split(without_residue(np.append(*one_layer(network))), [4])
        first, last = network.layers
        return (
            f"A grid with a letter F after two layers with {NAMES[values['activation']]} "
            f"between them, W₁ {_row(first.W)} and W₂ {_row(last.W)}. The product W₂W₁ is "
            f"{_row(W)} and W₂b₁ + b₂ is ({rounded(b[0])}, {rounded(b[1])}), {verdict}."
        )


def two_layers(turn_1, stretch_1, turn_2, stretch_2, bias, activation):
    """Return the network 2 → 2 → 2 for these values."""
    network = Network([2, 2, 2], activation, "identity")
    first, last = network.layers
    first.W[:], last.W[:] = _weights(turn_1, stretch_1), _weights(turn_2, stretch_2)
    first.b[:], last.b[:] = bias, LAST_BIAS
    return network


def one_layer(network):
    """Return W and b of the one layer that equals both when σ is the identity."""
    first, last = network.layers
    return last.W @ first.W, last.W @ first.b + last.b


def stages(network, X):
    """Return points (n, 2) before any layer, after layer 1, after layer 2, and after one layer.

    NaN passes through: it separates the lines of the grid.
    """
    passed = [X]
    for layer in network.layers:
        passed.append(layer.activation(layer.pre_activation(passed[-1])))
    W, b = one_layer(network)
    return *passed, X @ W.T + b


def difference(network):
    """Return the largest distance between two layers and one, over the lines of the grid."""
    *_, two, one = stages(network, GRID)
    return float(np.nanmax(np.linalg.norm(two - one, axis=1)))


def _weights(turn, stretch):
    angle = np.radians(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.round(rotation * (stretch, 1), 12)  # np.cos(π/2) is not exactly 0


def _grid():
    """Return nine lines each way over [−1, 1]², with a row of NaN between them."""
    along, gap = np.append(np.linspace(-1, 1, 41), np.nan), np.linspace(-1, 1, 9)
    lines = [np.column_stack([along, np.full(len(along), place)]) for place in gap]
    return np.concatenate(lines + [line[:, ::-1] for line in lines])


def _outline():
    """Return the letter with many points on each side, because an activation may bend it."""
    share = np.linspace(0, 1, 16, endpoint=False)[:, None]
    return np.concatenate([a + share * (b - a) for a, b in pairwise(LETTER)])


GRID, OUTLINE = _grid(), _outline()
SPECK = 0.08 * np.column_stack(
    [f(np.linspace(0, 2 * np.pi, len(OUTLINE))) for f in (np.cos, np.sin)]
)


def _spelled(network):
    """Return the numbers under the last three panels."""
    W, b = one_layer(network)
    names = [("W₁ = ", "b₁ = "), ("W₂ = ", "b₂ = "), ("W = W₂W₁ = ", "b = W₂b₁+b₂ = ")]
    layers = [*((layer.W, layer.b) for layer in network.layers), (W, b)]
    return [
        f"{_matrix(name_W, W)}\n\n{_matrix(name_b, b[:, None])}"
        for (name_W, name_b), (W, b) in zip(names, layers, strict=True)
    ]


def _matrix(name, rows):
    """Write a matrix of two rows, with its name before the first."""
    entries = [" ".join(f"{value + 0.0:5.2f}" for value in np.round(row, 2)) for row in rows]
    return minus(f"{name}⎡{entries[0]}⎤\n{' ' * len(name)}⎣{entries[1]}⎦")


def _row(W):
    return f"({', '.join(rounded(value) for value in W.ravel())})"
