"""A network that learns: its regions, its loss and all its neurons, at any step of its training."""

from functools import lru_cache

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.level_lines import level_line
from lecturekit.draw.points import draw_points
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.long_run import LongRun
from lecturekit.draw.scenes.neuron_grid import NeuronGrid
from lecturekit.draw.scenes.playground import LIMITS, NAMES
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.scenes.shading import ACROSS, COLOURS, shaded_plane
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.runs import TOY_DATA as DATA
from lecturekit.experiments.runs import toy_examples as examples
from lecturekit.gradient_descent import objective
from lecturekit.network import Network

LAST = 1000  # steps of gradient descent
STRIDE = 10  # from one picture of Play to the next
LOSSES = (1e-3, 30.0)  # the range of the axis; what lies outside is marked at its edge
WINDOW = 50  # steps over which a run is judged
NOISE = 1e-6  # a rise of J by a smaller share is none
RUNS = 16  # runs that are remembered


class Training(Scene):
    """Left what the network says about the plane, right its loss and what each neuron says.

    Values: ``data`` (a key of the playground's `DATA`), ``depth`` and ``width`` of the hidden
    layers, ``activation``, ``step_size`` α, ``seed`` of the random start, and the step ``t``
    of gradient descent on all examples. Part 3, training.
    """

    size = (8.6, 4.7)
    widths = (1, 1.12)

    def build(self, left, right):
        self.plane = shaded_plane(left, LIMITS, LIMITS)
        left.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        left.set_title(" ")  # keeps a line free above the plane
        self.moves(self.plane.image, self.plane.boundary)
        self.points = {data: draw_points(left, *examples(data), size=4.5) for data in DATA}
        for points in self.points.values():
            self.moves(*points.values())
        right.axis("off")
        self._loss_panel(right.inset_axes((0.12, 0.655, 0.88, 0.255)))
        self.neurons = NeuronGrid(right.inset_axes((0.0, -0.14, 1.0, 0.585)), LIMITS[1])
        note = "maps: orange above the output at z = 0, blue below"
        note = right.text(0, 0.465, note, transform=right.transAxes, fontsize=9, color=MUTED)
        note.set_in_layout(False)
        self.moves(self.neurons.edges, self.neurons.image, self.neurons.frames)
        self.moves(*self.neurons.names, apart=True)
        above = {"va": "bottom", "fontweight": "bold"}
        self.right = left.text(0, 1.012, "", transform=left.transAxes, **above)
        self.sizes = left.text(1, 1.012, "", transform=left.transAxes, va="bottom", ha="right")
        self.numbers = right.text(0, 1.012, "", transform=right.transAxes, **above)
        self.state = right.text(0, 0.945, "", transform=right.transAxes, va="bottom")
        self.moves(self.right, self.sizes, self.numbers, self.state, apart=True)

    def _loss_panel(self, ax):
        ax.set(xlim=(0, LAST), ylim=LOSSES, yscale="log", ylabel="loss J")
        ax.set_xticks(range(0, LAST + 1, 200))
        ax.set_xlabel("step t", labelpad=1)
        ax.set_yticks([0.001, 0.01, 0.1, 1, 10], ["≤ 0.001", "0.01", "0.1", "1", "10"])
        ax.minorticks_off()
        ax.grid(axis="y")
        (self.curve,) = ax.plot([], [], color=INK, lw=1.8, zorder=3)
        (self.now,) = ax.plot(
            [], [], "o", ms=9, color=HIGHLIGHT, mec="white", mew=1.4, zorder=5, clip_on=False
        )
        self.moves(*ax.spines.values(), self.curve, self.now)

    def update(self, data, t, **choices):
        t = min(t, LAST)
        run, network = run_of(data=data, **choices), network_at(data, t, **choices)
        with np.errstate(over="ignore", invalid="ignore"):
            trace = network.forward(self.plane.points)
        self._shade(trace)
        self.neurons.show(network, trace.outputs)
        for name, points in self.points.items():
            for artist in points.values():
                artist.set_visible(name == data)
        losses = run.losses(t)
        self.curve.set_data(np.arange(len(losses)), np.clip(losses, 1e-99, 1e99))
        last = losses[-1]
        self.now.set_data([len(losses) - 1], [np.clip(last, *LOSSES)])
        self.now.set_marker("^" if last > LOSSES[1] else "v" if last < LOSSES[0] else "o")
        self.right.set_text(f"{number_right(network, data)} of 200 right")
        self.sizes.set_text(_sizes(network))
        self.numbers.set_text(
            f"step {len(losses) - 1},  J = {rounded(last)},  α = {choices['step_size']:g}"
        )
        words, bad = verdict(run, t)
        self.state.set(text=words, color=GRADIENT if bad else HIGHLIGHT if t else MUTED)

    def _shade(self, trace):
        y_hat = np.nan_to_num(trace.outputs[-1][:, 0], nan=0.5)
        image = COLOURS[(255 * y_hat).astype(np.uint8)]
        self.plane.image.set_data(image.reshape(ACROSS, ACROSS, 4))
        grid = np.linspace(*LIMITS, ACROSS)
        scores = trace.pre_activations[-1].reshape(ACROSS, ACROSS)
        self.plane.boundary.set_data(*level_line(grid, grid, scores).T)

    def describe(self, data, t, **choices):
        t = min(t, LAST)
        run, network = run_of(data=data, **choices), network_at(data, t, **choices)
        first, *later = run.losses(t)
        change = f"at the start J is {rounded(first)}"
        if later:
            change = f"J has gone from {rounded(first)} to {rounded(later[-1])}"
        return (
            f"A network {_sizes(network)} with activation {network.layers[0].activation.title} "
            f"(seed {choices['seed']}) after {count(len(later), 'step')} of gradient "
            f"descent with step size {choices['step_size']:g} on {NAMES[data]}: {change} "
            f"({verdict(run, t)[0]}), and its regions get {number_right(network, data)} of 200 "
            "examples right."
        )


@lru_cache(maxsize=RUNS)
def run_of(data, depth, width, activation, step_size, seed):
    """Return the run of these choices; it goes as far as somebody has looked."""
    network = Network([2, *[width] * depth, 1], activation, "sigmoid", seed=seed)
    f = objective(network, *examples(data))
    return LongRun(f, network.theta, step_size, LAST, STRIDE)


def network_at(data, t, depth, width, activation, step_size, seed):
    """Return a network with the parameters that it has after `t` steps."""
    run = run_of(
        data=data, depth=depth, width=width, activation=activation, step_size=step_size, seed=seed
    )
    network = Network([2, *[width] * depth, 1], activation, "sigmoid", seed=seed)
    network.theta[:] = run.theta(t)
    return network


def verdict(run, t):
    """Say in a few words how a run is doing at step `t`, and whether that is bad.

    Gradient descent with a bounded activation and a cross-entropy seldom overflows: it jumps
    about instead. It counts as diverged once J has stayed above its start for `WINDOW` steps.
    """
    losses = run.losses(t)
    if t == 0:
        return "the start: random weights", False
    if len(losses) <= t:
        return f"diverged at step {run.ended}: J is no longer finite", True
    low = np.flatnonzero(losses <= losses[0])[-1]  # the last step that was not above the start
    if t - low >= WINDOW:
        if np.ptp(losses[-WINDOW:]) < 1e-6 * losses[-1]:
            return "stuck above its start: dead neurons?", True
        return f"diverged at step {low + 1}: J has stayed above its start", True
    recent = losses[max(t - WINDOW, 0) :]
    if low < t:
        return "J is above its start: the step was too long", True
    if (np.diff(recent) > NOISE * recent[1:]).any():
        return "J does not fall at every step: α is large", True
    if len(recent) > WINDOW and recent[0] - recent[-1] < 1e-3 * recent[0]:
        return "J hardly moves: a plateau or a minimum", False
    return "J goes down", False


def number_right(network, data):
    """Return how many of the examples the network gets right."""
    X, y = examples(data)
    with np.errstate(over="ignore", invalid="ignore"):
        return int(np.sum(network.predict(X) == y))


def _sizes(network):
    return " → ".join(map(str, network.sizes))
