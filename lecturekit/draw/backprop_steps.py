"""The steps of a backward pass done by hand, and the arithmetic of each in words.

Part 3, backpropagation and example. Every number here comes from `Network` itself: for one example
dJ/db of a layer *is* its δ, so one call of `loss_and_gradient` gives all of them.
"""

from typing import NamedTuple

import numpy as np

from lecturekit.draw.network import forward, neuron_order
from lecturekit.draw.neuron import EXACT
from lecturekit.draw.rounding import as_shown, relation, rounded

LONGEST = 46  # letters of a sum that fit beside the equations


class Step(NamedTuple):
    """One step: which rule ("forward", "loss", "delta", "weight", "bias"), and where.

    ``layer``, the neuron ``k`` and the source ``j`` of its edge count from 1; 0 where the
    rule has none. A "bias" step does all biases of its layer, since it only copies δ.
    """

    rule: str
    layer: int
    k: int
    j: int


class Pass(NamedTuple):
    """All numbers of one example: forward z, a, J, and backward δ, dJ/dW, dJ/db.

    ``sums``, ``deltas``, ``dW`` and ``db`` have one entry for each layer, ``outputs`` one
    more: it starts with x.
    """

    network: object
    y: float
    sums: list
    outputs: list
    loss: float
    deltas: list
    dW: list
    db: list


def backprop_steps(sizes):
    """Return the steps for layers of these sizes, forward and then backward.

    Backward goes layer by layer as the code does: first δ, then the slopes made from it.
    """
    steps = [Step("forward", layer, k, 0) for layer, k in neuron_order(sizes)]
    last = len(sizes) - 1
    steps.append(Step("loss", last, 0, 0))
    for layer in range(last, 0, -1):
        neurons, sources = range(1, sizes[layer] + 1), range(1, sizes[layer - 1] + 1)
        steps += [Step("delta", layer, k, 0) for k in neurons]
        steps += [Step("weight", layer, k, j) for k in neurons for j in sources]
        steps.append(Step("bias", layer, 0, 0))
    return steps


def both_passes(network, x, y):
    """Run one example x (d,) with its target y (a number) forward and backward."""
    sums, outputs = forward(network, x)
    loss, gradient = network.loss_and_gradient(np.reshape(x, (1, -1)), [[y]])
    windows = network.views(gradient)
    dW, db = [W for W, _ in windows], [b for _, b in windows]
    return Pass(network, y, sums, outputs, loss, db, dW, db)


def step_name(step, sizes):
    """Say in a few words what happens in a step."""
    last = len(sizes) - 1
    neuron = neuron_name(step.layer, step.k, sizes)
    if step.rule == "forward":
        return f"forward: {neuron}"
    if step.rule == "loss":
        return "the end of the forward pass: the loss"
    if step.rule == "delta":
        the = "the " if step.layer == last else ""
        return f"backward: δ of {the}{neuron}"
    if step.rule == "bias":
        if step.layer == last:
            return "backward: bias of the output neuron"
        return "backward: biases of the hidden neurons"
    source = f"$x_{step.j}$" if step.layer == 1 else neuron_name(step.layer - 1, step.j, sizes)
    return f"backward: weight from {source} to {neuron}"


def neuron_name(layer, k, sizes):
    """Call a neuron what the text calls it."""
    return "output neuron" if layer == len(sizes) - 1 else f"hidden neuron {k}"


def arithmetic(numbers, step):
    """Return what is computed in a step, with the numbers put in.

    Parameters
    ----------
    numbers : Pass
    step : Step

    Returns
    -------
    list of str
        Up to three lines.
    """
    rules = {
        "forward": _forward,
        "loss": _loss,
        "delta": _delta,
        "weight": _weight,
        "bias": _bias,
    }
    return rules[step.rule](numbers, step)


def _forward(numbers, step):
    layer = numbers.network.layers[step.layer - 1]
    row, b = layer.W[step.k - 1], layer.b[step.k - 1]
    z, a = numbers.sums[step.layer - 1][step.k - 1], numbers.outputs[step.layer][step.k - 1]
    words, total = "", 0.0
    for weight, value in zip(row, numbers.outputs[step.layer - 1], strict=True):
        sign = ("−" if weight < 0 else "") if not words else " − " if weight < 0 else " + "
        words += f"{sign}{rounded(abs(weight))} · {_factor(value)}"
        total += as_shown(weight) * as_shown(value)
    words += f" {'−' if b < 0 else '+'} {rounded(abs(b))}"
    if len(words) > LONGEST:
        words = r"$w^\mathsf{T} a + b$"
    exact = layer.activation.name in EXACT
    shown = float(layer.activation(np.array(as_shown(z)))) if exact else np.nan
    return [
        f"$z$ = {words} {relation(total + as_shown(b), z)} {rounded(z)}",
        f"$a$ = $\\sigma(z)$ = {layer.activation.title}({rounded(z)}) "
        f"{relation(shown, a)} {rounded(a)}",
    ]


def _loss(numbers, step):
    y, y_hat, loss = numbers.y, float(numbers.outputs[-1][0]), numbers.loss
    shown = as_shown(y_hat)
    if numbers.network.loss_name == "squared_error":
        put_in = f"½ ({rounded(y_hat)} − {_factor(y)})²"
        result = relation((shown - as_shown(y)) ** 2 / 2, loss)
        return [f"$J = ½ (\\hat{{y}} − y)^2$ = {put_in} {result} {rounded(loss)}"]
    if y == 1:
        return [f"$y = 1$:   $J = -\\log \\hat{{y}}$ = −log {rounded(y_hat)} ≈ {rounded(loss)}"]
    if y == 0:
        put_in = f"−log (1 − {rounded(y_hat)})"
        return [f"$y = 0$:   $J = -\\log (1 - \\hat{{y}})$ = {put_in} ≈ {rounded(loss)}"]
    return [
        r"$J = -y \log \hat{y} - (1 - y) \log (1 - \hat{y})$",
        f"= {rounded(loss)}  for  $y$ = {rounded(y)}",
    ]


def _delta(numbers, step):
    number, k = step.layer, step.k
    layer, delta = numbers.network.layers[number - 1], numbers.deltas[number - 1][k - 1]
    z, a = numbers.sums[number - 1][k - 1], numbers.outputs[number][k - 1]
    slope = float(layer.activation.derivative(np.array(z)))
    name = delta_name(number, k, numbers.network.sizes)
    if number < len(numbers.network.layers):
        weight, after = numbers.network.layers[number].W[0, k - 1], numbers.deltas[number][0]
        put_in = f"{_factor(weight, first=True)} · {_factor(after)} · {_factor(slope)}"
        product = as_shown(weight) * as_shown(after) * as_shown(slope)
        next_name = delta_name(number + 1, 1, numbers.network.sizes)
        return [
            f"{name} = $w$ · {next_name} · $\\sigma'(z)$",
            f"= {put_in} {relation(product, delta)} {rounded(delta)}",
            _slope(layer.activation.name, z, a, slope),
        ]
    y_hat, y = a, numbers.y
    difference = f"{rounded(y_hat)} − {_factor(y)}"
    if numbers.network.loss_name != "squared_error":
        result = relation(as_shown(y_hat) - as_shown(y), delta)
        return [
            f"{name} = $\\hat{{y}} - y$ = {difference} {result} {rounded(delta)}",
            "The slope of the sigmoid has cancelled.",
        ]
    result = relation((as_shown(y_hat) - as_shown(y)) * as_shown(slope), delta)
    return [
        f"{name} = $(\\hat{{y}} - y)$ · $\\sigma'(z)$",
        f"= ({difference}) · {_factor(slope)} {result} {rounded(delta)}",
        _slope(layer.activation.name, z, a, slope),
    ]


def _slope(activation, z, a, slope):
    """How σ′(z) comes about, from the a that the forward pass has kept."""
    shown = as_shown(a)
    if activation == "relu":
        side = ">" if z > 0 else "≤"
        return f"$\\sigma'(z)$ = {rounded(slope)}, because $z$ = {rounded(z)} {side} 0"
    if activation == "tanh":
        rule, put_in, result = "1 - a^2", f"1 − {_factor(a)}²", 1 - shown**2
    elif activation == "sigmoid":
        rule, put_in = r"a\,(1 - a)", f"{rounded(a)} · (1 − {rounded(a)})"
        result = shown * (1 - shown)
    else:
        return f"$\\sigma'$({rounded(z)}) = {rounded(slope)}"
    # Near the ends of σ the digits on the page would say 1 − 1² ≈ 0.00003.
    put_in = f" = {put_in}" if abs(result - slope) < 0.05 * slope else ""
    return f"$\\sigma'(z) = {rule}${put_in} {relation(result, slope)} {rounded(slope)}"


def _weight(numbers, step):
    delta = numbers.deltas[step.layer - 1][step.k - 1]
    a, slope = (
        numbers.outputs[step.layer - 1][step.j - 1],
        numbers.dW[step.layer - 1][step.k - 1, step.j - 1],
    )
    source = f"$x_{step.j}$" if step.layer == 1 else f"$a_{{{step.layer - 1},{step.j}}}$"
    name = delta_name(step.layer, step.k, numbers.network.sizes)
    result = relation(as_shown(delta) * as_shown(a), slope)
    return [
        f"$\\partial J/\\partial w$ = {name} · {source}",
        f"= {_factor(delta, first=True)} · {_factor(a)} {result} {rounded(slope)}",
    ]


def _bias(numbers, step):
    deltas, sizes = numbers.deltas[step.layer - 1], numbers.network.sizes
    if len(deltas) == 1:
        name = delta_name(step.layer, 1, sizes)
        return [f"$\\partial J/\\partial b$ = {name} = {rounded(deltas[0])}"]
    entries = ",  ".join(rounded(delta) for delta in deltas)
    return [
        f"$\\partial J/\\partial b_{step.layer} = \\delta_{step.layer}$ = ({entries})",
        "A bias has the input 1, so its slope is δ itself.",
    ]


def delta_name(layer, k, sizes):
    """δ of a neuron: with its own number only where its layer has several."""
    return f"$\\delta_{layer}$" if sizes[layer] == 1 else f"$\\delta_{{{layer},{k}}}$"


def _factor(value, first=False):
    """A number in a product: negative ones stand in brackets, except at the beginning."""
    return rounded(value) if first or not value < 0 else f"({rounded(value)})"
