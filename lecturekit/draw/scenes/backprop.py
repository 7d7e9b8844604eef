"""A small network forward and then backward, one arrow after another, with every number."""

from lecturekit.draw.backprop import (
    backprop_steps,
    both_passes,
    draw_backprop,
    step_name,
    update_backprop,
)
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.forward_pass import SIZES, network_with
from lecturekit.draw.scenes.scene import Scene, flat

STEPS = backprop_steps(SIZES)
LAST = len(STEPS)
FORWARD = sum(SIZES[1:]) + 1  # steps of the forward pass, the loss included


class Backprop(Scene):
    """The 2-3-1 network of Part 2 after `t` steps of its forward and backward pass.

    Values: ``t`` 0 … `LAST`, the inputs ``x1`` and ``x2``, the target ``y`` (0 or 1), and
    ``activation`` of the hidden layer (as in `ForwardPass`). Part 3, the example.
    """

    size = (8.6, 5.57)

    def build(self, ax):
        parts = self.picture = draw_backprop(ax, network_with("tanh"), [1.0, 2.0], 1, step=0)
        network = parts.network
        self.moves(*(node.left for node in network.inputs))  # they cover the ends of edges
        self.moves(*(node.left_text for node in network.inputs))
        numbers = network.edges, network.edge_labels, parts.slopes, parts.traces
        deltas = parts.delta_names, parts.deltas, parts.bias_slopes, parts.flows
        self.moves(*flat(numbers, deltas, network.neurons, network.output_arrows))
        self.moves(*network.output_names, parts.loss, parts.loss_arrow)
        self.hidden = network.headings[3]  # says which activation the hidden layer has
        self.moves(*parts.equations, parts.target, self.hidden, apart=True)
        self.moves(parts.title, *parts.working, apart=True)

    def update(self, t, x1, x2, y, activation):
        network = network_with(activation)
        update_backprop(self.picture, network, [x1, x2], y, step=min(t, LAST))
        self.hidden.set_text(f"{SIZES[1]} neurons, {network.layers[0].activation.title}")

    def describe(self, t, x1, x2, y, activation):
        t = min(t, LAST)
        network = network_with(activation)
        numbers = both_passes(network, [x1, x2], y)
        title = network.layers[0].activation.title
        words = (
            f"A network with 2 inputs, 3 hidden neurons ({title}) and 1 output neuron (sigmoid), "
            f"for x = ({rounded(x1)}, {rounded(x2)}) and the target {rounded(y)}"
        )
        if t == 0:
            return f"{words}, before the forward pass."
        now = step_name(STEPS[t - 1], SIZES).replace("$x_1$", "x₁").replace("$x_2$", "x₂")
        words = f"{words}, step {t} of {LAST}, {now}."
        if t >= FORWARD:
            words += f" The output is {rounded(numbers.outputs[-1][0])}, J is "
            words += f"{rounded(numbers.loss)}."
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
