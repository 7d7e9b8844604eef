"""Forward and backward through a small network, with every number in the picture.

Part 3, the example: the network of Part 2 with its deltas and derivatives, and the four equations
of backpropagation beside their arithmetic. Every number comes from `Network` itself: for one
example, dJ/db of a layer *is* its δ, so one call of `loss_and_gradient` gives all of them.
"""

from collections import namedtuple
from types import SimpleNamespace

import numpy as np

from lecturekit.draw.network import draw_network, forward, neuron_order, update_network
from lecturekit.draw.neuron import in_product, relation_to_output, weighted_sum
from lecturekit.draw.palette import GRADIENT, HIGHLIGHT, INK, MUTED, PAPER, PART_COLOURS
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.sheet import Sheet, faded, keep_layout_fixed, plate

__all__ = ["backprop_steps", "both_passes", "draw_backprop", "step_name", "update_backprop"]

SMALLEST = 9  # points; smaller text cannot be read on a projector
LIMITS = (0.5, 14.1), (-2.0, 6.8)  # of the sheet: 8.6 × 5.56 inches suit it
COVER = 1.2  # points by which a lit edge is wider than the edge below it
ENOUGH, APART = 0.5, 0.33  # units between two edges; share of an edge between its two numbers
LOSS_X, LOSS_Y = 13.85, 1.5
EQUATION_X, WORKING_X = 0.75, 6.15
EQUATION_SIZE = 10.5
LONGEST_SUM = 46  # characters of a sum that fit beside the equations
ROWS = (0.52, -0.04, -0.6, -1.16, -1.72)
PALE, FORWARD_PALE = faded(GRADIENT, 0.82), faded(HIGHLIGHT, 0.85)
FADED = faded(INK), faded(MUTED)
ROW_OF = {"forward": 0, "loss": 0, "delta": 2, "weight": 3, "bias": 4}


def draw_backprop(ax, network, x, y, step=None):
    """Draw a network with the numbers of a forward and a backward pass for one example.

    Black is what goes forward, magenta what comes back: δ above each neuron, the derivative of J
    behind each weight and to the left of each bias. Below are the four equations of
    backpropagation; the one in use is lit, with its numbers.

    The recursion is that of Rumelhart, Hinton and Williams (1986).

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8.6 × 5.6 inches suit it.
    network : Network
        With at most one hidden layer, at most 3 inputs or hidden neurons (6 weights in a
        layer), and one output; more numbers would collide.
    x, y : array_like, shape (d,), and float
        One example and its target.
    step : int, optional
        Show what is known after this many of the `backprop_steps`. By default all.

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


def update_backprop(picture, network, x, y, step=None):
    """Show other numbers in what `draw_backprop` returned for layers of the same sizes."""
    numbers = both_passes(network, x, y)
    steps = backprop_steps(network.sizes)
    done = steps if step is None else steps[:step]
    now = done[-1] if done and step is not None else None
    neurons = sum(network.sizes[1:])
    forward_step = step if step is not None and step <= neurons else None
    update_network(picture.network, network, x, step=forward_step)
    _keep_readable(picture.network)
    _show_loss(picture, numbers, len(done) > neurons, now)
    for layer in range(1, len(network.sizes)):
        _show_layer(picture, numbers, layer, set(done), now)
    _show_equations(picture, network, now)
    _show_working(picture, numbers, now, step)


# ---- steps -----------------------------------------------------------------------------


# One step: which rule ("forward", "loss", "delta", "weight", "bias"), and where: the layer, the
# neuron k and the source j of its edge count from 1; 0 where the rule has none. A "bias" step
# does all biases of its layer, since it only copies δ.
Step = namedtuple("Step", "rule layer k j", defaults=[0, 0])
# All numbers of one example: forward z, a, J, and backward δ (which is dJ/db) and dJ/dW, one entry
# for each layer; `outputs` has one more, it starts with x.
Pass = namedtuple("Pass", "network y sums outputs loss deltas dW")


def backprop_steps(sizes):
    """Return the steps for layers of these sizes, forward and then backward.

    Backward goes layer by layer as the code does: first δ, then the derivatives made from it.
    """
    steps = [Step("forward", layer, k) for layer, k in neuron_order(sizes)]
    last = len(sizes) - 1
    steps.append(Step("loss", last))
    for layer in range(last, 0, -1):
        neurons, sources = range(1, sizes[layer] + 1), range(1, sizes[layer - 1] + 1)
        steps += [Step("delta", layer, k) for k in neurons]
        steps += [Step("weight", layer, k, j) for k in neurons for j in sources]
        steps.append(Step("bias", layer))
    return steps


def both_passes(network, x, y):
    """Run one example x (d,) with its target y (a number) forward and backward."""
    sums, outputs = forward(network, x)
    loss, gradient = network.loss_and_gradient(np.reshape(x, (1, -1)), [[y]])
    dW, db = zip(*network.views(gradient), strict=True)
    return Pass(network, y, sums, outputs, loss, db, dW)


def step_name(step, sizes):
    """Return a few words on what happens in a step."""
    last = len(sizes) - 1
    output = step.layer == last

    def neuron(layer, k):
        return "output neuron" if layer == last else f"hidden neuron {k}"

    if step.rule == "forward":
        return f"forward: {neuron(step.layer, step.k)}"
    if step.rule == "loss":
        return "the end of the forward pass: the loss"
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
    if numbers.network.loss_name == "squared_error":
        put_in = f"½ ({rounded(y_hat)} − {in_product(y)})²"
        sign = relation((as_shown(y_hat) - as_shown(y)) ** 2 / 2, numbers.loss)
        return [f"$J = ½ (\\hat{{y}} − y)^2$ = {put_in} {sign} {loss}"]
    if y == 1:
        return [f"$y = 1$:   $J = -\\log \\hat{{y}}$ = −log {rounded(y_hat)} ≈ {loss}"]
    if y == 0:
        put_in = f"−log (1 − {rounded(y_hat)})"
        return [f"$y = 0$:   $J = -\\log (1 - \\hat{{y}})$ = {put_in} ≈ {loss}"]
    return [
        r"$J = -y \log \hat{y} - (1 - y) \log (1 - \hat{y})$",
        f"= {loss}  for  $y$ = {rounded(y)}",
    ]


def _delta(numbers, step):
    network, number, k = numbers.network, step.layer, step.k
    layer, delta = network.layers[number - 1], numbers.deltas[number - 1][k - 1]
    z, a = numbers.sums[number - 1][k - 1], numbers.outputs[number][k - 1]
    slope = float(layer.activation.derivative(np.array(z)))
    name, y = delta_name(number, k, network.sizes), numbers.y
    if number < len(network.layers):
        weight, after = network.layers[number].W[0, k - 1], numbers.deltas[number][0]
        rule = f"$w$ · {delta_name(number + 1, 1, network.sizes)}"
        put_in = f"{rounded(weight)} · {in_product(after)}"
        product = as_shown(weight) * as_shown(after)
    else:
        rule, put_in = "$(\\hat{y} - y)$", f"({rounded(a)} − {in_product(y)})"
        product = as_shown(a) - as_shown(y)
        if network.loss_name != "squared_error":
            end = f"{put_in[1:-1]} {relation(product, delta)} {rounded(delta)}"
            return [
                f"{name} = $\\hat{{y}} - y$ = {end}",
                "The derivative of the sigmoid cancels.",
            ]
    sign = relation(product * as_shown(slope), delta)
    return [
        f"{name} = {rule} · $\\sigma'(z)$",
        f"= {put_in} · {in_product(slope)} {sign} {rounded(delta)}",
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
    elif activation == "sigmoid":
        rule, put_in = r"a\,(1 - a)", f"{rounded(a)} · (1 − {rounded(a)})"
        result = shown * (1 - shown)
    else:
        return f"$\\sigma'$({rounded(z)}) = {rounded(slope)}"
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

    def trace(edge):
        look = {"zorder": 3.4, "solid_capstyle": "round"}
        return sheet.line(edge.get_xydata(), GRADIENT, 3.2, **look)

    # δ arrives at the output neuron from J, at the others along their edge.
    flows = [[back((output.x + 0.6, loss_top), (output.x, output.y - picture.plan.height / 2))]]
    if len(picture.edges) > 1:
        flows.insert(0, [back(*edge.get_xydata()[::-1]) for edge in picture.edges[1][0]])
    to_loss = (name_x + 0.1, output.y - 0.3), (name_x - 0.2, loss_top)
    return SimpleNamespace(
        network=picture,
        slopes=_place_slopes(sheet, picture),
        # Apart from their numbers, because formulas take long to set.
        delta_names=_beside_biases(sheet, picture, 0.5, ha="right"),
        deltas=_beside_biases(sheet, picture, 0.56, ha="left"),
        bias_slopes=_beside_biases(sheet, picture, -0.86, ha="right"),
        flows=flows,
        # The edges once more in the colour of gradients, shown for the weight in use.
        traces=[[[trace(edge) for edge in row] for row in rows] for rows in picture.edges],
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
    for edges, labels in zip(picture.edges, picture.edge_labels, strict=True):
        ends = np.array([[edge.get_xydata() for edge in row] for row in edges])
        here, there = _columns(ends.reshape(-1, 2, 2))
        start, way = ends[:, :, 0], ends[:, :, 1] - ends[:, :, 0]
        for row, where in zip(labels, start + here * way, strict=True):
            for label, place in zip(row, where, strict=True):
                label.set_position(place)
        layers.append([[sheet.number(*place) for place in row] for row in start + there * way])
    return layers


def _columns(ends):
    """Choose two fractions of the length of the edges (m, 2, 2) where they are well apart."""
    shares = np.linspace(0.15, 0.65, 51)
    heights = ends[:, 0, 1] + shares[:, None] * (ends[:, 1, 1] - ends[:, 0, 1])
    gaps = np.diff(np.sort(heights, axis=1), axis=1).min(axis=1, initial=ENOUGH)
    first, second = np.meshgrid(np.arange(len(shares)), np.arange(len(shares)), indexing="ij")
    good = np.minimum(gaps[first], gaps[second]) + 0.5 * (gaps[first] + gaps[second])
    good = good - 0.1 * np.abs(shares[first] + shares[second] - 0.7)  # rather early than late
    good[shares[second] - shares[first] < APART] = -np.inf
    best = np.unravel_index(good.argmax(), good.shape)
    return shares[list(best)]


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
        delta, bias = Step("delta", layer, k + 1), Step("bias", layer)
        value = rounded(numbers.deltas[layer - 1][k])
        name = f"{delta_name(layer, k + 1, numbers.network.sizes)} ="
        picture.delta_names[layer - 1][k].set(text=name, visible=delta in known)
        _write(picture.deltas[layer - 1][k], value, delta, known, now)
        _write(picture.bias_slopes[layer - 1][k], value, bias, known, now)
        flow = picture.flows[layer - 1][k]
        flow.set_visible(now == delta)
        if layer < len(picture.slopes):
            flow.set_linewidth(picture.network.edges[layer][0][k].get_linewidth() + COVER)
        for j, text in enumerate(slopes):
            weight = Step("weight", layer, k + 1, j + 1)
            _write(text, rounded(numbers.dW[layer - 1][k, j]), weight, known, now)
            width = picture.network.edges[layer - 1][k][j].get_linewidth() + COVER
            picture.traces[layer - 1][k][j].set(visible=now == weight, linewidth=width)


def _write(text, words, place, known, now):
    """Show a number once it is known, on a tinted background in the step that computes it."""
    text.set(text=words, visible=place in known)
    text.get_bbox_patch().set_facecolor(PALE if place == now else PAPER)


def _show_equations(picture, network, now):
    last = len(network.layers)
    row = None if now is None or now.rule == "loss" else ROW_OF[now.rule]
    if row == 2 and now.layer == last:
        row = 1
    fused = network.loss_name != "squared_error"
    delta = r"\hat{y} - y" if fused else rf"(\hat{{y}} - y) \odot \sigma'(z_{last})"
    equations = (
        r"$z_l = W_l\, a_{l-1} + b_l$,    $a_l = \sigma(z_l)$",
        rf"$\delta_{last} = {delta}$",
        r"$\delta_l = (W_{l+1}^\mathsf{T}\, \delta_{l+1}) \odot \sigma'(z_l)$",
        r"$\partial J / \partial W_l = \delta_l\; a_{l-1}^\mathsf{T}$",
        r"$\partial J / \partial b_l = \delta_l$",
    )
    for number, (text, equation) in enumerate(zip(picture.equations, equations, strict=True)):
        lit = number == row
        text.get_bbox_patch().set(facecolor=PALE if number else FORWARD_PALE, visible=lit)
        size = EQUATION_SIZE + 1.0 if lit else EQUATION_SIZE
        text.set(text=equation, color=GRADIENT if number else INK, fontsize=size)


def _show_working(picture, numbers, now, step):
    colour = INK
    if now is not None:
        title, lines = step_name(now, numbers.network.sizes), arithmetic(numbers, now)
        colour = INK if now.rule in ("forward", "loss") else GRADIENT
    elif step == 0:
        title = "start: only the input is known"
        lines = ["black: what goes forward", "magenta: what goes back, derivatives of $J$"]
    else:
        title = "one pass forward, one pass backward"
        count = numbers.network.theta.size
        lines = [
            f"magenta: $\\delta$, and $\\partial J/\\partial\\theta$ for all {count} parameters:",
            "farther along its edge, and to the left of its bias",
        ]
    picture.title.set(text=title, color=colour)
    for text, words in zip(picture.working, [*lines, "", "", ""], strict=False):
        text.set_text(words)
