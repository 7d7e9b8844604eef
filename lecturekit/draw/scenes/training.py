"""A network while it is trained: its regions, its loss and all its neurons, at any step."""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.planes import draw_points, level_line
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.neuron_grid import NeuronGrid
from lecturekit.draw.scenes.playground import LIMITS, NAMES
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.scenes.shading import ACROSS, COLOURS, shaded_plane
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
    """Left: the network's output over the plane. Right: its loss, and the output of each neuron.

    Values: ``data`` (a key of `TOY_DATA`), ``depth`` and ``width`` of the hidden layers,
    ``activation``, ``step_size`` α, ``seed`` of the initial weights, and the step ``t`` of
    gradient descent on all examples. Part 3, training.
    """

    size = (8.6, 4.7)
    widths = (1, 1.12)

    def build(self, left, right):
        self.plane = shaded_plane(left, LIMITS, LIMITS)
        left.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        self.room(left)
        self.moves(self.plane.image, self.plane.boundary)
        self.points = {}
        for data in TOY_DATA:
            points = draw_points(left, *toy_examples(data), size=4.5)
            self.points[data] = self.moves(*points.values())
        right.axis("off")
        ax = right.inset_axes((0.12, 0.655, 0.88, 0.255))
        self.logarithmic(
            ax, LOSSES, [0.001, 0.01, 0.1, 1, 10], ["≤ 0.001", "0.01", "0.1", "1", "10"]
        )
        ax.set(xlim=(0, TRAINING_STEPS), ylabel="loss J")
        ax.set_xticks(range(0, TRAINING_STEPS + 1, 200))
        ax.set_xlabel("step t", labelpad=1)
        self.curve = self.line(ax, color=INK, lw=1.8, zorder=3)
        self.now = self.dot(ax, zorder=5)
        self.neurons = NeuronGrid(right.inset_axes((0.0, -0.14, 1.0, 0.585)), LIMITS[1])
        note = "maps: orange above the output at z = 0, blue below"
        note = right.text(0, 0.465, note, transform=right.transAxes, fontsize=9, color=MUTED)
        note.set_in_layout(False)
        self.moves(self.neurons.edges, self.neurons.image, self.neurons.frames)
        self.moves(*self.neurons.names, apart=True)
        bold = {"va": "bottom", "fontweight": "bold"}
        self.right = self.words(left, 0, 1.012, **bold)
        self.sizes = self.words(left, 1, 1.012, va="bottom", ha="right")
        self.numbers = self.words(right, 0, 1.012, **bold)
        self.state = self.words(right, 0, 0.945, va="bottom")

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
        image = COLOURS[(255 * y_hat).astype(np.uint8)]
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
    step, why = above_since(losses), "has been above its start since"
    if not np.isfinite(losses[-1]):
        step, why = len(losses) - 1, "has overflowed: diverged at"
    return words.format(step=step, why=why), colour


def _sizes(network):
    return " → ".join(map(str, network.sizes))
