"""A network while it is trained: its regions, its loss and all its neurons, at any step."""

from itertools import pairwise

import numpy as np
from matplotlib.collections import LineCollection

from lecturekit.checks import count
from lecturekit.draw.planes import ACROSS, SHADES, draw_points, level_line, shaded_plane
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.playground import LIMITS, NAMES
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.sheet import edge_width, sign_colour
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.runs import (
    TOY_DATA,
    TRAINING_STEPS,
    number_right,
    toy_examples,
    trained_network,
    training_run,
)
from lecturekit.experiments.trends import LONG, above_since, trend

LOSSES = (1e-3, 30.0)  # the range of the axis; what is outside is marked at its edge

# The maps take every second, third or fourth point of the plane shaded beside them: a few neurons
# are drawn large, and many still fit.
EVERY = {4: 2, 6: 3, 8: 4}  # largest number of rows: every how many-th point
GAP = 7  # points between two maps
MOST_COLUMNS = 5
NAME = 28  # room below the maps for the names of the columns
WIDTH, HEIGHT = 600, 336
SHARE = 0.4  # of the usual width of an edge

WORDS = {
    "start": ("the start: random weights", MUTED),
    "falling": ("J is falling", HIGHLIGHT),
    "slow": ("J hardly changes: a plateau or a minimum", HIGHLIGHT),
    "zigzag": ("J does not fall at every step: α is large", GRADIENT),
    "rising": ("J does not fall at every step: α is large", GRADIENT),
    "above": ("J is above its start: steps too large", GRADIENT),
    "stuck": ("stuck above its start: dead neurons?", GRADIENT),
    "diverged": ("J {why} step {step}: α is too large", GRADIENT),
}


class Training(Scene):
    """Left: the network's output over the plane. Middle: that of each neuron. Right: the loss.

    Values: ``data`` (a key of `TOY_DATA`), ``depth`` and ``width`` of the hidden layers,
    ``activation``, ``step_size`` α, ``seed`` of the initial weights, and the step ``t`` of
    gradient descent on all examples. Part 3, training.
    """

    size = (10.6, 2.95)
    widths = (1, 1.3, 1.05)

    def build(self, left, middle, right):
        self.plane = shaded_plane(left, LIMITS, LIMITS)
        left.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        self.room(left)
        self.moves(self.plane.image, self.plane.boundary)
        self.points = {}
        for data in TOY_DATA:
            points = draw_points(left, *toy_examples(data), size=4.5)
            self.points[data] = self.moves(*points.values())
        self.neurons = NeuronGrid(middle, LIMITS[1])
        names = ["≤ 0.001", "0.01", "0.1", "1", "10"]
        self.logarithmic(right, LOSSES, [0.001, 0.01, 0.1, 1, 10], names)
        right.set(xlim=(0, TRAINING_STEPS), xlabel="step t", ylabel="loss J")
        right.set_xticks(range(0, TRAINING_STEPS + 1, 250))
        self.curve = self.line(right, color=INK, lw=1.8, zorder=3)
        self.now = self.dot(right, zorder=5)
        self.moves(self.neurons.edges, self.neurons.image, self.neurons.frames)
        self.moves(*self.neurons.names, apart=True)
        self.right, self.sizes = self.words(left, 0, 1.02), self.words(middle, 0, 1.02)
        self.numbers, self.state = self.heading(right, heights=(1.11, 1.02), pad=25)
        self.state.set_x(-0.17)  # the longest is wider than the panel
        for words in (self.right, self.sizes):
            words.set(va="bottom", fontweight="bold")

    def update(self, data, t, **choices):
        t = min(t, TRAINING_STEPS)
        losses, network = _losses(t, data, choices), trained_network(t, data, **choices)
        with np.errstate(over="ignore", invalid="ignore"):
            trace = network.forward(self.plane.points)
        self._shade(trace)
        self.neurons.show(network, trace.outputs)
        self.show_only(self.points, data)
        finite = losses[np.isfinite(losses)]
        self.curve.set_data(np.arange(len(finite)), drawable(finite))
        self.place(self.now, len(finite) - 1, finite[-1], LOSSES)
        self.right.set_text(f"{number_right(network, *toy_examples(data))} of 200 right")
        self.sizes.set_text(_sizes(network))
        self.numbers.set_text(
            f"step {len(finite) - 1},  J = {rounded(finite[-1])},  α = {choices['step_size']:g}"
        )
        words, colour = progress(losses)
        self.state.set(text=words, color=colour)

    def _shade(self, trace):
        y_hat = np.nan_to_num(trace.outputs[-1][:, 0], nan=0.5)
        image = SHADES[(255 * y_hat).astype(np.uint8)]
        self.plane.image.set_data(image.reshape(ACROSS, ACROSS, 4))
        grid = np.linspace(*LIMITS, ACROSS)
        scores = trace.pre_activations[-1].reshape(ACROSS, ACROSS)
        self.plane.boundary.set_data(*level_line(grid, grid, scores).T)

    def describe(self, data, t, **choices):
        t = min(t, TRAINING_STEPS)
        losses, network = _losses(t, data, choices), trained_network(t, data, **choices)
        first, *later = losses[np.isfinite(losses)]
        change = f"at the start J is {rounded(first)}"
        if later:
            change = f"J has gone from {rounded(first)} to {rounded(later[-1])}"
        return (
            f"A network {_sizes(network)} with activation {network.layers[0].activation.title} "
            f"(seed {choices['seed']}) after {count(len(later), 'step')} of gradient "
            f"descent with step size {choices['step_size']:g} on {NAMES[data]}: {change} "
            f"({progress(losses)[0]}), and the network gets "
            f"{number_right(network, *toy_examples(data))} of 200 examples right."
        )


def _losses(t, data, choices):
    """Return J at the steps 0 … t; the last is infinite if the run could not continue."""
    run = training_run(data, **choices)
    losses = run.losses(t)
    return losses if len(losses) > t else np.append(losses, np.inf)


def progress(losses):
    """Return a few words on how training is going, and their colour.

    The steps are small, so they are judged over many: a single rise of J means nothing.
    """
    words, colour = WORDS[trend(losses, LONG, flat=1e-3 / LONG)]
    step, why = above_since(losses), "above its start since"
    if not np.isfinite(losses[-1]):
        step, why = len(losses) - 1, "overflowed: diverged at"
    return words.format(step=step, why=why), colour


def _sizes(network):
    return " → ".join(map(str, network.sizes))


class NeuronGrid:
    """Columns of maps with edges between them, for networks of changing sizes.

    Each neuron shows where in the plane it is on, each edge its weight. One image holds all maps
    and one collection all edges, because twenty-seven images and a hundred and fifty lines would
    be too slow for a live figure.

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
            colours = SHADES[(255 * self._shares(maps, activation)).astype(np.uint8)]
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
