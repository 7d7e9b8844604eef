"""Forward, backward, update, forward again: a small network with every number in the picture.

Part 3, the example: the network of Part 2 with its deltas and derivatives, and the four equations
of backpropagation beside their arithmetic. Every number comes from `Network` itself: for one
example, dJ/db of a layer *is* its δ, so one call of `loss_and_gradient` gives all of them.
"""

from collections import namedtuple
from copy import deepcopy
from itertools import chain
from types import SimpleNamespace

import numpy as np

from lecturekit.draw.network import draw_network, forward, neuron_order, update_network
from lecturekit.draw.neuron import in_product, relation_to_output, weighted_sum
from lecturekit.draw.palette import GRADIENT, HIGHLIGHT, INK, MUTED, PAPER, PART_COLOURS
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.sheet import Sheet, aside, faded, keep_layout_fixed, plate

__all__ = ["backprop_steps", "both_passes", "draw_backprop", "step_name", "update_backprop"]

SMALLEST = 9  # points; smaller text cannot be read on a projector
LIMITS = (0.5, 14.1), (-2.0, 6.8)  # of the sheet: 8.6 × 5.56 inches suit it
HALO, BESIDE = 6.0, 0.2  # points around the edge in use; units from an edge to its δ
STEP_SIZE = 0.5  # α of the update
SHARES = (0.25, 0.65), (0.15, 0.55)  # of an edge: where its two numbers are apart from others
LOSS_X, LOSS_Y = 13.85, 1.5
EQUATION_X, WORKING_X = 0.75, 6.15
EQUATION_SIZE = 10.5
LONGEST_SUM = 46  # characters of a sum that fit beside the equations
ROWS = (0.52, -0.04, -0.6, -1.16, -1.72)
PALE, FORWARD_PALE = faded(GRADIENT, 0.82), faded(HIGHLIGHT, 0.85)
FADED = faded(INK), faded(MUTED)
ROW_OF = {"forward": 0, "loss": 0, "delta": 2, "weight": 3, "bias": 4}


def draw_backprop(ax, network, x, y, step):
    """Draw a network with the numbers that one example has given after `step` steps.

    Black is what goes forward, magenta what comes back: δ beside the bias of each neuron, the
    derivative of J behind each weight. Below are the four equations of backpropagation (Rumelhart,
    Hinton and Williams 1986); the one in use is lit, with its numbers.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8.6 × 5.6 inches suit it.
    network : Network
        2 → 3 → 1, with tanh, ReLU or sigmoid, then a sigmoid with the cross-entropy.
    x, y : array_like, shape (d,), and int
        One example and its target, 0 or 1.
    step : int
        How many of the `backprop_steps` are done.

    Returns
    -------
    SimpleNamespace
        Artists, layer by layer where there are many; `update_backprop` shows other numbers.
    """
    picture = draw_network(ax, network, x, formula=False, shapes=False, biases=True)
    # The sheet is taller than for the network alone: the equations are below it.
    ax.set(xlim=LIMITS[0], ylim=LIMITS[1])
    parts = _parts(BackpropSheet(ax), picture)
    keep_layout_fixed(ax)
    update_backprop(parts, network, x, y, step)
    return parts


def update_backprop(picture, network, x, y, step):
    """Show other numbers in what `draw_backprop` returned for layers of the same sizes."""
    first = numbers = both_passes(network, x, y)
    steps, neurons = backprop_steps(network.sizes), sum(network.sizes[1:])
    turn = steps.index(Step("update", len(network.layers)))
    known, now, again = steps[:step], steps[step - 1] if step else None, step > turn
    if again:
        step, numbers = step - turn - 1, both_passes(updated(first), x, y)
        known = known if now.rule == "update" else []  # derivatives at the old weights
    update_network(picture.network, numbers.network, x, step if step <= neurons else None)
    _keep_readable(picture.network)
    _show_new_weights(picture.network, now)
    _show_loss(picture, numbers, step > neurons, now)
    for layer in range(1, len(network.sizes)):
        _show_layer(picture, first, layer, set(known), now)
    _show_equations(picture, network, now)
    _show_working(picture, numbers, now, first if again else None)


# ---- steps -----------------------------------------------------------------------------


# One step: which rule ("forward", "loss", "delta", "weight", "bias", "update"), and where: the
# layer, the neuron k and the source j of its edge count from 1; 0 where the rule has none. A "bias"
# step does all biases of its layer, since it only copies δ.
Step = namedtuple("Step", "rule layer k j", defaults=[0, 0])
# All numbers of one example: forward z, a, J, and backward δ (which is dJ/db) and dJ/dW, one entry
# for each layer; `outputs` has one more, it starts with x.
Pass = namedtuple("Pass", "network y sums outputs loss deltas dW")


def backprop_steps(sizes):
    """Return the steps for layers of these sizes: forward, backward, update, and forward again.

    Backward goes layer by layer as the code does: first δ, then the derivatives made from it.
    """
    last = len(sizes) - 1
    forward = [Step("forward", layer, k) for layer, k in neuron_order(sizes)]
    forward.append(Step("loss", last))
    steps = list(forward)
    for layer in range(last, 0, -1):
        neurons, sources = range(1, sizes[layer] + 1), range(1, sizes[layer - 1] + 1)
        steps += [Step("delta", layer, k) for k in neurons]
        steps += [Step("weight", layer, k, j) for k in neurons for j in sources]
        steps.append(Step("bias", layer))
    return [*steps, Step("update", last), *forward]


def both_passes(network, x, y):
    """Run one example x (d,) with its target y (a number) forward and backward."""
    sums, outputs = forward(network, x)
    loss, gradient = network.loss_and_gradient(np.reshape(x, (1, -1)), [[y]])
    dW, db = zip(*network.views(gradient), strict=True)
    return Pass(network, y, sums, outputs, loss, db, dW)


def updated(numbers):
    """Return a copy of the network after one step of gradient descent on this example."""
    network = deepcopy(numbers.network)
    for layer, dW, db in zip(network.layers, numbers.dW, numbers.deltas, strict=True):
        layer.W -= STEP_SIZE * dW
        layer.b -= STEP_SIZE * db
    return network


def step_name(step, sizes, again=False):
    """Return a few words on what happens in a step, `again` for one after the update."""
    last = len(sizes) - 1
    output = step.layer == last
    forward = "forward again" if again else "forward"

    def neuron(layer, k):
        return "output neuron" if layer == last else f"hidden neuron {k}"

    if step.rule == "forward":
        return f"{forward}: {neuron(step.layer, step.k)}"
    if step.rule == "loss":
        return f"{forward}, to the end: the loss"
    if step.rule == "update":
        return "update: every parameter moves"
    if step.rule == "delta":
        return f"backward: δ of {'the ' if output else ''}{neuron(step.layer, step.k)}"
    if step.rule == "bias":
        return (
            f"backward: {'bias of the output neuron' if output else 'biases of the hidden neurons'}"
        )
    source = f"$x_{step.j}$" if step.layer == 1 else neuron(step.layer - 1, step.j)
    return f"backward: weight from {source} to {neuron(step.layer, step.k)}"


# ---- arithmetic ------------------------------------------------------------------------


def arithmetic(numbers, step):
    """Return what is computed in a step, with the numbers put in: up to three lines."""
    rules = {"forward": _forward, "loss": _loss, "delta": _delta, "weight": _weight, "bias": _bias}
    return rules[step.rule](numbers, step)


def _update(numbers, old):
    """Return how the first weight of the last layer is updated."""
    was, slope = old.network.layers[-1].W[0, 0], old.dW[-1][0, 0]
    now = numbers.network.layers[-1].W[0, 0]
    sign = relation(as_shown(was) - STEP_SIZE * as_shown(slope), now)
    return [
        r"$\theta \leftarrow \theta - \alpha\,\nabla J$,    $\alpha$ = " + rounded(STEP_SIZE),
        f"first output weight: {rounded(was)} − {rounded(STEP_SIZE)} · {in_product(slope)} "
        f"{sign} {rounded(now)}",
        "The magenta numbers belong to the old weights.",
    ]


def _forward(numbers, step):
    layer = numbers.network.layers[step.layer - 1]
    row, b = layer.W[step.k - 1], layer.b[step.k - 1]
    z, a = numbers.sums[step.layer - 1][step.k - 1], numbers.outputs[step.layer][step.k - 1]
    last = relation_to_output(layer.activation, z, a)
    return [
        weighted_sum(row, numbers.outputs[step.layer - 1], b, z, LONGEST_SUM),
        f"$a$ = $\\sigma(z)$ = {layer.activation.title}({rounded(z)}) {last} {rounded(a)}",
    ]


def _loss(numbers, step):
    y, y_hat, loss = numbers.y, float(numbers.outputs[-1][0]), rounded(numbers.loss)
    if y == 1:
        return [f"$y = 1$:   $J = -\\log \\hat{{y}}$ = −log {rounded(y_hat)} ≈ {loss}"]
    put_in = f"−log (1 − {rounded(y_hat)})"
    return [f"$y = 0$:   $J = -\\log (1 - \\hat{{y}})$ = {put_in} ≈ {loss}"]


def _delta(numbers, step):
    network, number, k = numbers.network, step.layer, step.k
    layer, delta = network.layers[number - 1], numbers.deltas[number - 1][k - 1]
    z, a = numbers.sums[number - 1][k - 1], numbers.outputs[number][k - 1]
    name, y = delta_name(number, k, network.sizes), numbers.y
    if number == len(network.layers):
        sign = relation(as_shown(a) - as_shown(y), delta)
        put_in = f"{rounded(a)} − {in_product(y)} {sign} {rounded(delta)}"
        return [f"{name} = $\\hat{{y}} - y$ = {put_in}", "The derivative of the sigmoid cancels."]
    slope = float(layer.activation.derivative(np.array(z)))
    weight, after = network.layers[number].W[0, k - 1], numbers.deltas[number][0]
    sign = relation(as_shown(weight) * as_shown(after) * as_shown(slope), delta)
    put_in = f"{rounded(weight)} · {in_product(after)} · {in_product(slope)}"
    return [
        f"{name} = $w$ · {delta_name(number + 1, 1, network.sizes)} · $\\sigma'(z)$",
        f"= {put_in} {sign} {rounded(delta)}",
        _derivative(layer.activation.name, z, a, slope),
    ]


def _derivative(activation, z, a, slope):
    """Return how σ′(z) follows from the a that the forward pass has kept."""
    shown = as_shown(a)
    if activation == "relu":
        side = ">" if z > 0 else "≤"
        return f"$\\sigma'(z)$ = {rounded(slope)}, because $z$ = {rounded(z)} {side} 0"
    if activation == "tanh":
        rule, put_in, result = "1 - a^2", f"1 − {in_product(a)}²", 1 - shown**2
    else:
        rule, put_in = r"a\,(1 - a)", f"{rounded(a)} · (1 − {rounded(a)})"
        result = shown * (1 - shown)
    # Near the ends of σ, the digits on the page would give 1 − 1² ≈ 0.00003.
    put_in = f" = {put_in}" if abs(result - slope) < 0.05 * slope else ""
    return f"$\\sigma'(z) = {rule}${put_in} {relation(result, slope)} {rounded(slope)}"


def _weight(numbers, step):
    layer, k, j = step.layer, step.k, step.j
    delta, a = numbers.deltas[layer - 1][k - 1], numbers.outputs[layer - 1][j - 1]
    slope = numbers.dW[layer - 1][k - 1, j - 1]
    source = f"$x_{j}$" if layer == 1 else f"$a_{{{layer - 1},{j}}}$"
    sign = relation(as_shown(delta) * as_shown(a), slope)
    return [
        f"$\\partial J/\\partial w$ = {delta_name(layer, k, numbers.network.sizes)} · {source}",
        f"= {rounded(delta)} · {in_product(a)} {sign} {rounded(slope)}",
    ]


def _bias(numbers, step):
    deltas, layer = numbers.deltas[step.layer - 1], step.layer
    if len(deltas) == 1:
        return [f"$\\partial J/\\partial b$ = $\\delta_{layer}$ = {rounded(deltas[0])}"]
    entries = ",  ".join(rounded(delta) for delta in deltas)
    return [
        f"$\\partial J/\\partial b_{layer} = \\delta_{layer}$ = ({entries})",
        "A bias has the input 1, so ∂J/∂b is δ itself.",
    ]


def delta_name(layer, k, sizes):
    """δ of a neuron: with its own number only where its layer has several."""
    return f"$\\delta_{layer}$" if sizes[layer] == 1 else f"$\\delta_{{{layer},{k}}}$"


# ---- parts -----------------------------------------------------------------------------


class BackpropSheet(Sheet):
    """Left-aligned text, and the two kinds of marks of a backward pass."""

    def label(self, x, y, words="", size=EQUATION_SIZE, **look):
        return self.text(x, y, words, size, **{"ha": "left", "zorder": 9} | look)

    def number(self, x, y, ha="center"):
        look = {"fontweight": "bold", "bbox": plate(), "va": "center"}
        return self.label(x, y, size=SMALLEST, ha=ha, colour=GRADIENT, **look)


def _parts(sheet, picture):
    output, loss_top = picture.plan.columns[-1][0], LOSS_Y + 0.3
    name_x = picture.output_names[0].get_position()[0]
    look = {"head": (4, 7), "zorder": 3.4}
    ground = {"boxstyle": "round,pad=0.3,rounding_size=0.3", "edgecolor": "none"}
    frame = {"ha": "right", "va": "center", "bbox": plate(0.4, edgecolor=MUTED)}

    def back(start, end):
        return sheet.arrow(start, end, GRADIENT, 2.6, **look)

    def beside(edge):
        return back(*aside(*edge.get_xydata(), BESIDE)[::-1])

    def halo(edge):
        return sheet.line(edge.get_xydata(), faded(GRADIENT, 0.5), HALO, zorder=2.2)

    # δ arrives at the output neuron from J, at the others along their edge.
    flows = [[back((output.x + 0.6, loss_top), (output.x, output.y - picture.plan.height / 2))]]
    flows.insert(0, [beside(edge) for edge in picture.edges[1][0]])
    to_loss = (name_x + 0.1, output.y - 0.3), (name_x - 0.2, loss_top)
    return SimpleNamespace(
        network=picture,
        slopes=_place_slopes(sheet, picture),
        # Apart from their numbers, because formulas take long to set.
        delta_names=_beside_biases(sheet, picture, 0.7, ha="right"),
        deltas=_beside_biases(sheet, picture, 0.76, ha="left"),
        flows=flows,
        # Behind each edge, in the colour of gradients; shown for the weight in use.
        halos=[[[halo(edge) for edge in row] for row in rows] for rows in picture.edges],
        loss=sheet.label(LOSS_X, LOSS_Y, size=10, **frame),
        loss_arrow=sheet.arrow(*to_loss, MUTED, 1.6, **look),
        target=sheet.label(LOSS_X - 2.15, LOSS_Y, size=9.5, ha="right", va="center"),
        equations=[sheet.label(EQUATION_X, y, va="center", bbox=ground) for y in ROWS],
        title=sheet.label(WORKING_X, ROWS[0], size=10, fontweight="bold"),
        working=[sheet.label(WORKING_X, y) for y in ROWS[1:4]],
    )


def _place_slopes(sheet, picture):
    """Put the weights of a layer into one column, and their derivatives into another."""
    layers = []
    for edges, labels, (here, there) in zip(
        picture.edges, picture.edge_labels, SHARES, strict=True
    ):
        ends = np.array([[edge.get_xydata() for edge in row] for row in edges])
        start, way = ends[:, :, 0], ends[:, :, 1] - ends[:, :, 0]
        for label, place in zip(chain(*labels), (start + here * way).reshape(-1, 2), strict=True):
            label.set_position(place)
        layers.append([[sheet.number(*place) for place in row] for row in start + there * way])
    return layers


def _beside_biases(sheet, picture, right, ha):
    """One number for each neuron, so far right of its middle, in the line of its bias."""
    return [
        [
            sheet.number(place.x + right, node.bias.get_position()[1], ha)
            for place, node in zip(column, nodes, strict=True)
        ]
        for column, nodes in zip(picture.plan.columns[1:], picture.neurons, strict=True)
    ]


# ---- what they show --------------------------------------------------------------------


def _keep_readable(picture):
    """Keep what is still to come legible, and no number too small."""
    nodes = [node for column in picture.neurons for node in column]
    inside = [text for node in nodes for text in (node.left_text, node.right_text, node.bias)]
    for text in (*inside, *(node.left_text for node in picture.inputs)):
        text.set_fontsize(max(text.get_fontsize(), SMALLEST))
    labels = [label for layer in picture.edge_labels for row in layer for label in row]
    for text in (*inside, *labels, *picture.output_names):
        if text.get_color() in FADED:
            text.set_color(MUTED)


def _show_new_weights(picture, now):
    """Tint the weights and biases in the step that has just changed them."""
    new = now is not None and now.rule == "update"
    for label in (label for layer in picture.edge_labels for row in layer for label in row):
        label.get_bbox_patch().set_facecolor(FORWARD_PALE if new else PAPER)
        if new:
            label.set(color=INK, zorder=8)
    for node in (node for column in picture.neurons for node in column) if new else ():
        node.bias.set_color(INK)
        node.bias.get_bbox_patch().set_facecolor(FORWARD_PALE)


def _show_loss(picture, numbers, known, now):
    current = now is not None and now.rule == "loss"
    colour = INK if known else MUTED
    picture.target.set_text(f"target  $y$ = {rounded(numbers.y)}")
    words = f"loss  $J$ = {rounded(numbers.loss)}" if known else "loss  $J$"
    picture.loss.set(text=words, color=colour)
    ground = FORWARD_PALE if current else PAPER
    picture.loss.get_bbox_patch().set(facecolor=ground, edgecolor=colour)
    picture.loss_arrow.set_color(PART_COLOURS["axon"][1] if known else FADED[1])


def _show_layer(picture, numbers, layer, known, now):
    for k, slopes in enumerate(picture.slopes[layer - 1]):
        delta = Step("delta", layer, k + 1)
        value = rounded(numbers.deltas[layer - 1][k])
        name = f"{delta_name(layer, k + 1, numbers.network.sizes)} ="
        picture.delta_names[layer - 1][k].set(text=name, visible=delta in known)
        # δ is also the derivative for the bias, so it is lit once more in that step.
        lit = now in (delta, Step("bias", layer))
        _write(picture.deltas[layer - 1][k], value, delta in known, lit)
        picture.flows[layer - 1][k].set_visible(now == delta)
        for j, text in enumerate(slopes):
            weight = Step("weight", layer, k + 1, j + 1)
            _write(text, rounded(numbers.dW[layer - 1][k, j]), weight in known, now == weight)
            width = picture.network.edges[layer - 1][k][j].get_linewidth() + HALO
            picture.halos[layer - 1][k][j].set(visible=now == weight, linewidth=width)


def _write(text, words, visible, lit):
    """Show a number once it is known, on a tinted background in the step that computes it."""
    text.set(text=words, visible=visible)
    text.get_bbox_patch().set_facecolor(PALE if lit else PAPER)


def _show_equations(picture, network, now):
    last = len(network.layers)
    row = None if now is None or now.rule == "loss" else ROW_OF.get(now.rule)
    if row == 2 and now.layer == last:
        row = 1
    equations = (
        r"$z_l = W_l\, a_{l-1} + b_l$,    $a_l = \sigma(z_l)$",
        rf"$\delta_{last} = \hat{{y}} - y$",
        r"$\delta_l = (W_{l+1}^\mathsf{T}\, \delta_{l+1}) \odot \sigma'(z_l)$",
        r"$\partial J / \partial W_l = \delta_l\; a_{l-1}^\mathsf{T}$",
        r"$\partial J / \partial b_l = \delta_l$",
    )
    for number, (text, equation) in enumerate(zip(picture.equations, equations, strict=True)):
        lit = number == row
        text.get_bbox_patch().set(facecolor=PALE if number else FORWARD_PALE, visible=lit)
        size = EQUATION_SIZE + 1.0 if lit else EQUATION_SIZE
        text.set(text=equation, color=GRADIENT if number else INK, fontsize=size)


def _show_working(picture, numbers, now, old):
    """Write what is computed; `old` holds the numbers from before the update, if there was one."""
    title, colour = "start: only the input is known", INK
    lines = ["black: what goes forward", "magenta: what goes back, derivatives of $J$"]
    if now is not None:
        title = step_name(now, numbers.network.sizes, old is not None)
        lines = _update(numbers, old) if now.rule == "update" else arithmetic(numbers, now)
        colour = INK if now.rule in ("forward", "loss", "update") else GRADIENT
        if old is not None and now.rule == "loss":
            lines = [*lines, f"Before the update it was {rounded(old.loss)}."]
    picture.title.set(text=title, color=colour)
    for text, words in zip(picture.working, [*lines, "", "", ""], strict=False):
        text.set_text(words)
