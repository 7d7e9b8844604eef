"""A network of small maps: each neuron shows where in the plane it is on, each edge its weight.

One image holds all maps and one collection all edges, because twenty-seven images and a hundred
and fifty lines would be too slow for a live figure.
"""

from itertools import pairwise

import numpy as np
from matplotlib.collections import LineCollection

from lecturekit.draw.scenes.shading import ACROSS, COLOURS
from lecturekit.draw.sheet import edge_width, sign_colour
from lecturekit.draw.style import INK, MUTED

# The maps take every second, third or fourth point of the plane shaded beside them: a few neurons
# are drawn large, and many still fit.
EVERY = {4: 2, 6: 3, 8: 4}  # largest number of rows: every how many-th point
GAP = 7  # points between two maps
MOST_COLUMNS = 5
NAME = 28  # room below the maps for the names of the columns
WIDTH, HEIGHT = 600, 336
SHARE = 0.4  # of the usual width of an edge


class NeuronGrid:
    """Columns of maps with edges between them, for networks of changing sizes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        About 4.5 × 2.8 inches.
    reach : float
        The inputs of the shaded plane run from −reach to reach.

    Attributes
    ----------
    image, frames, edges : matplotlib artists
    names : list of matplotlib.text.Text
        What each column is.
    """

    def __init__(self, ax, reach):
        self.reach = reach
        ax.axis("off")
        self._canvas = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        self.edges = ax.add_collection(LineCollection([], zorder=2, capstyle="butt"))
        self.image = ax.imshow(
            self._canvas,
            extent=(0, WIDTH, 0, HEIGHT),
            origin="lower",
            interpolation="nearest",
            zorder=3,
        )
        ax.set(xlim=(-2, WIDTH + 2), ylim=(-NAME, HEIGHT + 2), aspect="equal", anchor="N")
        self.frames = ax.add_collection(LineCollection([], colors=INK, linewidths=0.8, zorder=4))
        self.names = [
            ax.text(0, -6, "", fontsize=9, color=MUTED, ha="center", va="top")
            for _ in range(MOST_COLUMNS)
        ]
        self._sizes = None

    def show(self, network, outputs):
        """Show a network.

        Parameters
        ----------
        network : Network
            Two inputs, up to three hidden layers of up to eight neurons, one output.
        outputs : list of ndarray, shape (ACROSS², p_l)
            The outputs of each layer at every point of the plane, starting with the inputs.
        """
        if network.sizes != self._sizes:
            self._arrange(network.sizes)
        activations = [None, *(layer.activation for layer in network.layers)]
        for column, values, activation in zip(self._columns, outputs, activations, strict=True):
            maps = values.reshape(ACROSS, ACROSS, -1)[:: self._every, :: self._every]
            colours = COLOURS[(255 * self._shares(maps, activation)).astype(np.uint8)]
            cell = len(maps)
            for k, (x, y) in enumerate(column):
                self._canvas[y : y + cell, x : x + cell] = colours[:, :, k]
        self.image.set_data(self._canvas)
        weights = np.concatenate([layer.W.ravel() for layer in network.layers])
        self.edges.set(
            colors=[sign_colour(weight) for weight in weights],
            linewidths=[SHARE * edge_width(weight) for weight in weights],
        )

    def _arrange(self, sizes):
        """Choose the positions of all maps, for the sizes of a network."""
        self._sizes = sizes
        self._canvas[:] = 0  # transparent
        self._every = next(every for rows, every in EVERY.items() if max(sizes) <= rows)
        cell = len(range(0, ACROSS, self._every))
        row = cell + GAP
        xs = np.linspace(0, WIDTH - cell, len(sizes)).round().astype(int)
        self._columns = [
            [(x, round(HEIGHT / 2 + row * (size / 2 - k - 1) + GAP / 2)) for k in range(size)]
            for x, size in zip(xs.tolist(), sizes, strict=True)
        ]
        half = cell / 2
        self.edges.set_segments(
            [
                [(source[0] + cell, source[1] + half), (target[0], target[1] + half)]
                for before, column in pairwise(self._columns)
                for target in column
                for source in before
            ]
        )
        corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * cell
        self.frames.set_segments([corners + place for column in self._columns for place in column])
        words = ["inputs", *(f"hidden {k}" for k in range(1, len(sizes) - 1)), "output"]
        bottom = min(y for column in self._columns for _, y in column)  # no edge runs below it
        for text in self.names[len(words) :]:
            text.set_text("")
        for text, x, word in zip(self.names, xs, words, strict=False):
            text.set(text=word, position=(x + half, bottom - 8))

    def _shares(self, values, activation):
        """Map outputs to 0 (blue) … 1 (orange); the middle is the output at z = 0."""
        if activation is None:
            return np.clip(0.5 + values / (2 * self.reach), 0, 1)
        if activation.name == "sigmoid":
            return np.nan_to_num(values, nan=0.5)
        middle = float(activation(np.zeros(1))[0])
        away = np.nan_to_num(values - middle, nan=0.0)
        most = 1.0 if activation.name == "tanh" else np.abs(away).max(axis=(0, 1))
        return np.clip(0.5 + 0.5 * away / np.where(most > 0, most, 1.0), 0, 1)
