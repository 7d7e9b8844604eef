"""A small network forward, neuron by neuron, and back, arrow by arrow, with every number."""

from functools import cache

from lecturekit.draw.backprop import (
    backprop_steps,
    both_passes,
    draw_backprop,
    step_name,
    update_backprop,
    updated,
)
from lecturekit.draw.network import draw_network, forward, neuron_order, update_network
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene, flat
from lecturekit.draw.sheet import faded
from lecturekit.draw.style import INK, MUTED, NEGATIVE, POSITIVE
from lecturekit.network import Network

ACTIVATIONS = ("tanh", "relu", "sigmoid")
SIZES = (2, 3, 1)
ORDER = neuron_order(SIZES)
LAST = len(ORDER)
# Chosen to show both signs, and to keep the arithmetic easy.
PARAMETERS = (
    ([[1.0, -1.0], [0.5, 1.0], [-1.0, 0.5]], [0.0, -0.5, 0.5]),
    ([[1.5, -2.0, 1.0]], [0.5]),
)
STEPS = backprop_steps(SIZES)
LAST_STEP = len(STEPS)
FORWARD = sum(SIZES[1:]) + 1  # steps of the forward pass, the loss included
UPDATE = LAST_STEP - FORWARD
FADED = faded(INK), faded(MUTED)
CLEARER = {faded(colour): faded(colour, 0.45) for colour in (POSITIVE, NEGATIVE)}
SMALLEST = 9  # points: on a sheet this narrow, the smallest text must not shrink


class ForwardPass(Scene):
    """A network of 2 inputs, 3 hidden neurons and 1 output after `t` neurons have computed.

    Values: ``t`` 0 … 4, the inputs ``x1`` and ``x2``, and ``activation`` of the hidden layer
    (one of `ACTIVATIONS`). Part 2, the example.
    """

    size = (8.6, 4.35)

    def build(self, ax):
        picture = self.picture = draw_network(ax, network_with("tanh"), [1.0, 2.0], step=0)
        ax.set(xlim=(0.55, 13.85), ylim=(-0.05, 6.75))
        self.nodes = [node for column in picture.neurons for node in column]
        self.waiting = [label for layer in picture.edge_labels for row in layer for label in row]
        self.waiting += [text for node in self.nodes for text in (node.bias, *node[2:4])]
        self.waiting += picture.output_names
        self.moves(*(node.left for node in picture.inputs))  # they cover the ends of edges
        self.moves(*(node.left_text for node in picture.inputs))
        for layer in (*picture.edges, *picture.edge_labels):
            for row in layer:
                self.moves(*row)
        for node in self.nodes:
            node.bias.set_fontsize(SMALLEST)
            self.moves(*node)
        self.moves(*picture.output_arrows)
        self.hidden = picture.headings[3]  # says which activation the hidden layer has
        picture.formula.set_fontsize(10.5)
        self.moves(*picture.output_names, self.hidden, picture.formula, apart=True)

    def update(self, t, x1, x2, activation):
        t = min(t, LAST)
        network = network_with(activation)
        update_network(self.picture, network, [x1, x2], step=t)
        for node in self.nodes:
            for text in (node.left_text, node.right_text):
                text.set_fontsize(max(text.get_fontsize(), SMALLEST))
        for text in self.waiting:
            if text.get_color() in FADED:  # what is still to come must be legible, too
                text.set_color(MUTED)
        for edge in flat(self.picture.edges):
            edge.set_color(CLEARER.get(edge.get_color(), edge.get_color()))
        self.hidden.set_text(f"{SIZES[1]} neurons, {network.layers[0].activation.title}")
        self._write_formula(t, network)

    def _write_formula(self, t, network):
        """Name the neuron and its activation in the formula."""
        formula = self.picture.formula
        if t == 0:
            formula.set_text("start: the input is known, nothing has been computed yet")
            return
        title = network.layers[ORDER[t - 1][0] - 1].activation.title
        words = formula.get_text().replace(r"$\sigma$", title)
        formula.set_text(f"{_name(t)}:    {words}")

    def describe(self, t, x1, x2, activation):
        t = min(t, LAST)
        network = network_with(activation)
        sums, outputs = forward(network, [x1, x2])
        title = network.layers[0].activation.title
        words = (
            f"A forward pass through a network with 2 inputs, 3 hidden neurons ({title}) and "
            f"1 output neuron (sigmoid), for x = ({rounded(x1)}, {rounded(x2)})"
        )
        if t == 0:
            return f"{words}: nothing has been computed yet."
        parts = [
            f"{_name(step)} z = {rounded(sums[layer - 1][k - 1])}, "
            f"a = {rounded(outputs[layer][k - 1])}"
            for step, (layer, k) in enumerate(ORDER[:t], start=1)
        ]
        end = f"; the output is {rounded(outputs[-1][0])}." if t == LAST else "."
        return f"{words}, after {t} of {LAST} neurons: {'; '.join(parts)}{end}"


@cache
def network_with(activation):
    """Return the network of this figure with the given activation in its hidden layer."""
    network = Network(SIZES, activation=activation, output="sigmoid")
    for layer, (W, b) in zip(network.layers, PARAMETERS, strict=True):
        layer.W[:], layer.b[:] = W, b
    return network


def _name(t):
    """Return the name of the neuron computed in step `t`, counted from 1."""
    layer, k = ORDER[t - 1]
    return f"hidden neuron {k}" if layer < len(PARAMETERS) else "output neuron"


class Backprop(Scene):
    """The 2-3-1 network of Part 2 after `t` steps: forward, backward, update, forward again.

    Values: ``t`` 0 … `LAST_STEP`, the inputs ``x1`` and ``x2``, the target ``y`` (0 or 1), and
    ``activation`` of the hidden layer (as in `ForwardPass`). Part 3, the example.
    """

    size = (8.6, 5.57)

    def build(self, ax):
        parts = self.picture = draw_backprop(ax, network_with("tanh"), [1.0, 2.0], 1, step=0)
        network = parts.network
        self.moves(*(node.left for node in network.inputs))  # they cover the ends of edges
        self.moves(*(node.left_text for node in network.inputs))
        numbers = network.edges, network.edge_labels, parts.slopes, parts.halos
        deltas = parts.delta_names, parts.deltas, parts.flows
        self.moves(*flat(numbers, deltas, network.neurons, network.output_arrows))
        self.moves(*network.output_names, parts.loss, parts.loss_arrow)
        self.hidden = network.headings[3]  # says which activation the hidden layer has
        self.moves(*parts.equations, parts.target, self.hidden, apart=True)
        self.moves(parts.title, *parts.working, apart=True)

    def update(self, t, x1, x2, y, activation):
        network = network_with(activation)
        update_backprop(self.picture, network, [x1, x2], y, step=min(t, LAST_STEP))
        self.hidden.set_text(f"{SIZES[1]} neurons, {network.layers[0].activation.title}")

    def describe(self, t, x1, x2, y, activation):
        t = min(t, LAST_STEP)
        network = network_with(activation)
        numbers = both_passes(network, [x1, x2], y)
        title = network.layers[0].activation.title
        words = (
            f"A network with 2 inputs, 3 hidden neurons ({title}) and 1 output neuron (sigmoid), "
            f"for x = ({rounded(x1)}, {rounded(x2)}) and the target {rounded(y)}"
        )
        if t == 0:
            return f"{words}, before the forward pass."
        now = (
            step_name(STEPS[t - 1], SIZES, t > UPDATE).replace("$x_1$", "x₁").replace("$x_2$", "x₂")
        )
        words = f"{words}, step {t} of {LAST_STEP}, {now}."
        if t >= FORWARD:
            words += f" The output is {rounded(numbers.outputs[-1][0])}, J is "
            words += f"{rounded(numbers.loss)}."
        if t == LAST_STEP:
            after = both_passes(updated(numbers), [x1, x2], y)
            words += f" After the update the output is {rounded(after.outputs[-1][0])}, J is "
            words += f"{rounded(after.loss)}."
        deltas = [
            f"{rounded(numbers.deltas[step.layer - 1][step.k - 1])} ({_place(step)})"
            for step in STEPS[:t]
            if step.rule == "delta"
        ]
        slopes = [
            rounded(numbers.dW[step.layer - 1][step.k - 1, step.j - 1])
            for step in STEPS[:t]
            if step.rule == "weight"
        ]
        if deltas:
            words += f" δ: {', '.join(deltas)}."
        if slopes:
            words += f" ∂J/∂w of the weights, from the output backward: {', '.join(slopes)}."
        return words


def _place(step):
    return "output" if step.layer == len(SIZES) - 1 else f"hidden {step.k}"
