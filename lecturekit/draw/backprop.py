"""Forward and backward through a small network, every number on the picture.

Part 3, the example: the network of Part 2 with what comes back, and the four equations of
backpropagation beside the arithmetic that they stand for.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import FancyArrowPatch

from lecturekit import checks
from lecturekit.draw.backprop_steps import (
    Step,
    arithmetic,
    backprop_steps,
    both_passes,
    delta_name,
    step_name,
)
from lecturekit.draw.network import NetworkPicture, draw_network, update_network
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import PART_COLOURS, faded, keep_layout_fixed
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED, PAPER
from lecturekit.network import Network

MOST_NEURONS, MOST_WEIGHTS = 3, 6  # in a column, in a layer; more numbers would collide
SMALLEST = 9  # points; smaller letters cannot be read on a projector
LIMITS = (0.5, 14.1), (-2.0, 6.8)  # of the sheet: 8.6 × 5.56 inches suit it
COVER = 1.2  # points by which a lit edge is wider than the edge below it
ENOUGH, APART = 0.5, 0.33  # units between two edges; share of an edge between its two numbers
LOSS_X, LOSS_Y = 13.85, 1.5
EQUATION_X, WORKING_X = 0.75, 6.15
EQUATION_SIZE = 10.5
ROWS = (0.52, -0.04, -0.6, -1.16, -1.72)
PALE, FORWARD_PALE = faded(GRADIENT, 0.82), faded(HIGHLIGHT, 0.85)
FADED = faded(INK), faded(MUTED)
ROW_OF = {"forward": 0, "loss": 0, "delta": 2, "weight": 3, "bias": 4}


class BackpropPicture(NamedTuple):
    """The artists of `draw_backprop`.

    ``slopes`` has, for each layer, rows of texts dJ/dw like ``network.edge_labels``, and
    ``traces`` the lit edges; ``delta_names``, ``deltas`` and ``bias_slopes`` have one list
    of texts for each layer, and ``flows`` the arrows along which each δ arrives.
    """

    network: NetworkPicture
    slopes: list
    delta_names: list
    deltas: list
    bias_slopes: list
    flows: list
    traces: list
    loss: Any
    loss_arrow: Any
    target: Any
    equations: list
    title: Any
    working: list


def draw_backprop(ax, network, x, y, step=None):
    """Draw a network with the numbers of a forward and a backward pass for one example.

    Black is what goes forward, magenta what comes back: δ above each neuron, the slope of J
    behind each weight and to the left of each bias. Underneath stand the four equations of
    backpropagation; the one in use is lit, and its numbers are put in.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8.6 × 5.6 inches suit it.
    network : Network
        With at most one hidden layer, at most 3 inputs or hidden neurons (6 weights in a
        layer), and one output.
    x : array_like, shape (d,)
        One example.
    y : float
        Its target.
    step : int, optional
        Show what is known after this many steps, see `backprop_steps`: the neurons
        forward, the loss, then layer by layer backward δ, weights, biases. By default all.

    Returns
    -------
    BackpropPicture
        Named artists. `update_backprop` takes it and shows other numbers.

    Raises
    ------
    ValueError
        If the network is too large for the sheet, x or y does not fit it, or there is no
        such step.

    Notes
    -----
    The recursion is the one of Rumelhart, Hinton and Williams (1986).
    """
    _check_network(network)
    numbers = _numbers(network, x, y)
    picture = draw_network(ax, network, x, formula=False, shapes=False, biases=True)
    # The sheet is taller than that of the network alone: below it stand the equations.
    ax.set(xlim=LIMITS[0], ylim=LIMITS[1])
    parts = _parts(ax, picture)
    keep_layout_fixed(ax)
    _show(parts, numbers, step)
    return parts


def update_backprop(picture, network, x, y, step=None):
    """Show another example, other weights or another step, without making new artists.

    Parameters
    ----------
    picture : BackpropPicture
        What `draw_backprop` returned for layers of the same sizes.
    network, x, y, step
        As there.
    """
    _check_network(network)
    _show(picture, _numbers(network, x, y), step)


def _check_network(network):
    if not isinstance(network, Network):
        raise ValueError(f"network is a {type(network).__name__}, but a Network is needed.")
    sizes = network.sizes
    fits = max(sizes) <= MOST_NEURONS
    fits = fits and all(layer.W.size <= MOST_WEIGHTS for layer in network.layers)
    if len(sizes) > 3 or sizes[-1] != 1 or not fits:
        raise ValueError(
            f"network has sizes {sizes}, but the sheet has room for one hidden layer, 3 numbers in "
            "a column, 6 weights in a layer, and one output, such as (2, 3, 1)."
        )


def _numbers(network, x, y):
    x, y = checks.vector(x, "x", network.sizes[0]), checks.number(y, "y")
    return both_passes(network, x, y)


# ---- parts -----------------------------------------------------------------------------


def _parts(ax, picture):
    def text(x, y, words="", size=9.5, **options):
        options = {"ha": "left", "va": "center_baseline", "color": INK, "zorder": 9} | options
        return ax.text(x, y, words, fontsize=size, **options)

    return BackpropPicture(
        network=picture,
        slopes=_slopes(picture, text),
        # Apart from their numbers, because formulas take long to set.
        delta_names=_beside_biases(picture, text, 0.5, ha="right"),
        deltas=_beside_biases(picture, text, 0.56, ha="left"),
        bias_slopes=_beside_biases(picture, text, -0.86, ha="right"),
        flows=_flows(ax, picture),
        traces=_traces(ax, picture),
        loss=_box(text, LOSS_X, LOSS_Y),
        loss_arrow=_forward_arrow(ax, picture),
        target=text(LOSS_X - 2.15, LOSS_Y, ha="right", va="center"),
        equations=_equations(text),
        title=text(WORKING_X, ROWS[0], size=10, fontweight="bold"),
        working=[text(WORKING_X, y, size=10.5) for y in ROWS[1:4]],
    )


def _slopes(picture, text):
    """Put the weights of a layer into one column, and the room for their slopes into another."""
    layers = []
    for edges, labels in zip(picture.edges, picture.edge_labels, strict=True):
        ends = np.array([[edge.get_xydata() for edge in row] for row in edges])
        here, there = _columns(ends.reshape(-1, 2, 2))
        start, way = ends[:, :, 0], ends[:, :, 1] - ends[:, :, 0]
        for row, where in zip(labels, start + here * way, strict=True):
            for label, place in zip(row, where, strict=True):
                label.set_position(place)
        layers.append([[_number(text, *place) for place in row] for row in start + there * way])
    return layers


def _columns(ends):
    """Choose two shares of the way along the edges (m, 2, 2) where they lie well apart."""
    shares = np.linspace(0.15, 0.65, 51)
    heights = ends[:, 0, 1] + shares[:, None] * (ends[:, 1, 1] - ends[:, 0, 1])
    gaps = np.diff(np.sort(heights, axis=1), axis=1).min(axis=1, initial=ENOUGH)
    first, second = np.meshgrid(np.arange(len(shares)), np.arange(len(shares)), indexing="ij")
    good = np.minimum(gaps[first], gaps[second]) + 0.5 * (gaps[first] + gaps[second])
    good = good - 0.1 * np.abs(shares[first] + shares[second] - 0.7)  # rather early than late
    good[shares[second] - shares[first] < APART] = -np.inf
    best = np.unravel_index(good.argmax(), good.shape)
    return shares[list(best)]


def _number(text, x, y, **options):
    options = {"ha": "center", "va": "center", "color": GRADIENT, "fontweight": "bold"} | options
    number = text(x, y, size=SMALLEST, **options)
    number.set_bbox({"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none"})
    return number


def _beside_biases(picture, text, right, **options):
    """One number for each neuron, so far right of its middle, in the line of its bias."""
    return [
        [
            _number(text, place.x + right, node.bias.get_position()[1], **options)
            for place, node in zip(column, nodes, strict=True)
        ]
        for column, nodes in zip(picture.plan.columns[1:], picture.neurons, strict=True)
    ]


def _flows(ax, picture):
    """Arrows that run backward: to the output neuron from J, to the others along their edge."""
    output = picture.plan.columns[-1][0]
    bottom = (output.x, output.y - picture.plan.height / 2)
    from_loss = _arrow(ax, (output.x + 0.6, LOSS_Y + 0.3), bottom, GRADIENT, 2.6)
    arrows = [[from_loss]]
    if len(picture.edges) > 1:
        ends = [edge.get_xydata()[::-1] for edge in picture.edges[1][0]]
        arrows.insert(0, [_arrow(ax, *pair, GRADIENT, 2.6) for pair in ends])
    return arrows


def _arrow(ax, start, end, colour, width):
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>,head_width=4,head_length=7",
        mutation_scale=1,
        linewidth=width,
        color=colour,
        shrinkA=0,
        shrinkB=0,
        zorder=3.4,
    )
    return ax.add_patch(arrow)


def _traces(ax, picture):
    """The edges once more in the colour of slopes, shown for the weight in use."""
    return [
        [
            [ax.plot(*edge.get_data(), color=GRADIENT, lw=3.2, zorder=3.4)[0] for edge in row]
            for row in rows
        ]
        for rows in picture.edges
    ]


def _box(text, x, y):
    box = text(x, y, size=10, ha="right", va="center")
    box.set_bbox({"boxstyle": "round,pad=0.4", "facecolor": PAPER, "edgecolor": MUTED})
    return box


def _forward_arrow(ax, picture):
    x = picture.output_names[0].get_position()[0] + 0.1
    y = picture.plan.columns[-1][0].y - 0.3
    return _arrow(ax, (x, y), (x - 0.3, LOSS_Y + 0.3), MUTED, 1.6)


def _equations(text):
    texts = [text(EQUATION_X, y, size=EQUATION_SIZE, va="center") for y in ROWS]
    for equation in texts:
        equation.set_bbox({"boxstyle": "round,pad=0.3,rounding_size=0.3", "edgecolor": "none"})
    return texts


def _equation_words(network):
    last = len(network.layers)
    fused = network.loss_name != "squared_error"
    delta = r"\hat{y} - y" if fused else rf"(\hat{{y}} - y) \odot \sigma'(z_{last})"
    return (
        r"$z_l = W_l\, a_{l-1} + b_l$,    $a_l = \sigma(z_l)$",
        rf"$\delta_{last} = {delta}$",
        r"$\delta_l = (W_{l+1}^\mathsf{T}\, \delta_{l+1}) \odot \sigma'(z_l)$",
        r"$\partial J / \partial W_l = \delta_l\; a_{l-1}^\mathsf{T}$",
        r"$\partial J / \partial b_l = \delta_l$",
    )


# ---- what they show --------------------------------------------------------------------


def _show(picture, numbers, step):
    network = numbers.network
    steps = backprop_steps(network.sizes)
    if step is not None:
        checks.whole_number(step, "step", at_least=0, at_most=len(steps))
    done = steps if step is None else steps[:step]
    now = done[-1] if done and step is not None else None
    neurons = sum(network.sizes[1:])
    forward_step = step if step is not None and step <= neurons else None
    update_network(picture.network, network, numbers.outputs[0], step=forward_step)
    _keep_readable(picture.network)
    _show_loss(picture, numbers, len(done) > neurons, now)
    known = set(done)
    for layer in range(1, len(network.sizes)):
        _show_layer(picture, numbers, layer, known, now)
    _show_equations(picture, network, now)
    _show_working(picture, numbers, now, step)


def _keep_readable(picture):
    """What is still to come must be readable, too, and no number may be too small."""
    for node in picture.inputs:
        node.left_text.set_fontsize(max(node.left_text.get_fontsize(), SMALLEST))
    for column in picture.neurons:
        for node in column:
            for words in (node.left_text, node.right_text, node.bias):
                words.set_fontsize(max(words.get_fontsize(), SMALLEST))
                if words.get_color() in FADED:
                    words.set_color(MUTED)
    waiting = [label for layer in picture.edge_labels for row in layer for label in row]
    for words in (*waiting, *picture.output_names):
        if words.get_color() in FADED:
            words.set_color(MUTED)


def _show_loss(picture, numbers, known, now):
    current = now is not None and now.rule == "loss"
    picture.target.set_text(f"target  $y$ = {rounded(numbers.y)}")
    picture.loss.set(
        text=f"loss  $J$ = {rounded(numbers.loss)}" if known else "loss  $J$",
        color=INK if known else MUTED,
    )
    picture.loss.get_bbox_patch().set(
        facecolor=FORWARD_PALE if current else PAPER, edgecolor=INK if known else MUTED
    )
    picture.loss_arrow.set_color(PART_COLOURS["axon"][1] if known else FADED[1])


def _show_layer(picture, numbers, layer, known, now):
    for k, slopes in enumerate(picture.slopes[layer - 1], start=1):
        delta = Step("delta", layer, k, 0)
        value = numbers.deltas[layer - 1][k - 1]
        name = picture.delta_names[layer - 1][k - 1]
        name.set(text=f"{delta_name(layer, k, numbers.network.sizes)} =", visible=delta in known)
        _write(picture.deltas[layer - 1][k - 1], rounded(value), delta, known, now)
        flow = picture.flows[layer - 1][k - 1]
        flow.set_visible(now == delta)
        if layer < len(picture.slopes):
            flow.set_linewidth(picture.network.edges[layer][0][k - 1].get_linewidth() + COVER)
        bias = Step("bias", layer, 0, 0)
        _write(picture.bias_slopes[layer - 1][k - 1], rounded(value), bias, known, now)
        for j, text in enumerate(slopes, start=1):
            weight = Step("weight", layer, k, j)
            slope = numbers.dW[layer - 1][k - 1, j - 1]
            _write(text, rounded(slope), weight, known, now)
            edge = picture.network.edges[layer - 1][k - 1][j - 1]
            picture.traces[layer - 1][k - 1][j - 1].set(
                visible=now == weight, linewidth=edge.get_linewidth() + COVER
            )


def _write(text, words, place, known, now):
    """Show a number once it is known, on a tinted ground in the step that makes it."""
    text.set(text=words, visible=place in known)
    text.get_bbox_patch().set_facecolor(PALE if place == now else PAPER)


def _show_equations(picture, network, now):
    row = None if now is None else ROW_OF[now.rule]
    if row == 2 and now.layer == len(network.layers):
        row = 1
    words = _equation_words(network)
    for number, (text, equation) in enumerate(zip(picture.equations, words, strict=True)):
        lit = number == row and now.rule != "loss"
        text.get_bbox_patch().set(facecolor=FORWARD_PALE if number == 0 else PALE, visible=lit)
        size = EQUATION_SIZE + 1.0 if lit else EQUATION_SIZE
        text.set(text=equation, color=GRADIENT if number else INK, fontsize=size)


def _show_working(picture, numbers, now, step):
    sizes = numbers.network.sizes
    if now is not None:
        title, lines = step_name(now, sizes), arithmetic(numbers, now)
        colour = INK if now.rule in ("forward", "loss") else GRADIENT
    elif step == 0:
        title, colour = "start: only the input is known", INK
        lines = ["black: what goes forward", "magenta: what comes back, the slopes of $J$"]
    else:
        title, colour = "one pass forward, one pass backward", INK
        lines = [
            f"magenta: $\\delta$, and the slope of $J$ for each of {numbers.network.theta.size} "
            "parameters:",
            "farther along its edge, and to the left of its bias",
        ]
    picture.title.set(text=title, color=colour)
    for text, words in zip(picture.working, [*lines, "", "", ""], strict=False):
        text.set_text(words)
