"""A network as a directed acyclic graph: columns of neurons, every weight an edge.

Part 2 (intuition to the example) teaches it. Each neuron is a small version of the one in Part 1:
its left half is the weighted sum z, its right half the activation a = σ(z), in the same colours.
The inputs are squares, because the input layer has no neurons.
"""

from collections import namedtuple
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from lecturekit import checks
from lecturekit.draw.neuron import relation_to_output, weighted_sum
from lecturekit.draw.palette import INK, MUTED, PAPER, PART_COLOURS
from lecturekit.draw.rounding import rounded
from lecturekit.draw.sheet import (
    Sheet,
    closed,
    edge_width,
    ink,
    keep_layout_fixed,
    paint,
    plate,
    shifted,
    sign_colour,
)
from lecturekit.network import Network

__all__ = ["draw_network", "forward", "neuron_order", "spread_labels", "update_network"]

# The sheet, 14 × 6.8 units like that of a single neuron.
FIRST_X, LAST_X = 1.75, 12.0
TOP, BOTTOM = 5.65, 1.5
MIDDLE = (TOP + BOTTOM) / 2
HEADING_Y, COUNT_Y, SHAPE_Y, FORMULA_Y = 6.55, 6.28, 0.98, 0.24
BIAS_HEIGHT = 0.62  # what a bias needs above its neuron
LABEL_SIZE = np.array([0.9, 0.36])  # room for a weight on its edge
MOST_ROWS = 8
MOST_LABELLED_EDGES = 9  # of one layer; more would cover one another
LONGEST_SUM = 66  # characters of a sum that fit on the sheet


Place = namedtuple("Place", "index x y")  # the position of a node, and its number from 0
# The artists of one neuron; an input has only `left` and `left_text`.
Node = namedtuple("Node", "left right left_text right_text bias bias_edge", defaults=[None] * 6)


def draw_network(
    ax,
    network,
    x=None,
    names=None,
    headings=True,
    shapes=True,
    biases=None,
    formula=True,
    step=None,
    most=MOST_ROWS,
):
    """Draw a network, layer by layer from left to right.

    Given sizes, it shows only the connections. Given a `Network`, the edges show the sign of
    each weight (orange positive, blue negative) and its size. Given also an example `x`, it
    shows every number of the forward pass: z in the left half of each neuron,
    a = σ(z) in the right, and the weights on the edges of layers that are small enough.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.4 inches suit three columns, 9 × 4.4 more or taller ones; at most six fit.
    network : Network or sequence of int
        The network, or the numbers of inputs, of neurons in each hidden layer, of outputs.
    x : array_like (d,), optional
        One example, for a picture with numbers.
    names : sequence of str, optional
        Names of the d features, written beside the inputs.
    headings, shapes : bool
        Write what each column is above it, and the shapes of all arrays below.
    biases : bool, optional
        Draw a bias above each neuron; by default in a picture with numbers if there is room.
    formula : bool
        Write underneath how the neuron of a step gets its numbers.
    step : int, optional
        Show the forward pass after this many neurons, from the first hidden layer down and
        on: the edges to the latest are lit, those to come are faded and show symbols.
    most : int
        Nodes per column; "⋮" replaces the others of a longer one.

    Returns
    -------
    SimpleNamespace
        Artists by what they are; `update_network` takes it and shows other numbers.
    """
    sizes = network.sizes if isinstance(network, Network) else tuple(network)
    x = _example(x, network, sizes)
    numbers = x is not None
    if biases is None:
        biases = numbers and max(min(size, most) for size in sizes[1:]) <= 4
    sheet = Sheet(ax, 14.0, 6.8)
    if names:  # long names need room on the left: about 0.12 units for a character
        ax.set_xlim(left=min(0, 1 - 0.12 * max(map(len, names))))
    plan, layers = _plan(sizes, most, numbers, biases), range(1, len(sizes))
    picture = SimpleNamespace(plan=plan, names=names, formula=None)
    picture.output_arrows, picture.output_names = _draw_outputs(sheet, plan)
    picture.inputs, picture.input_names = _draw_inputs(sheet, plan)
    picture.neurons = [[_draw_neuron(sheet, plan, place) for place in c] for c in plan.columns[1:]]
    picture.edges = [_draw_edges(sheet, plan, number) for number in layers]
    picture.edge_labels = [_draw_edge_labels(sheet, plan, i) if numbers else [] for i in layers]
    picture.headings = _draw_headings(sheet, plan, network) if headings else []
    if shapes:
        _draw_shapes(sheet, plan)
    for column_x, y in plan.dots:
        heights = y + 0.24 * plan.height * np.array([-1, 0, 1])
        ax.plot([column_x] * 3, heights, ".", ms=3.5, color=MUTED, zorder=5)
    if formula:
        picture.formula = sheet.text(7.0, FORMULA_Y, size=10)
    update_network(picture, network, x, step)
    keep_layout_fixed(ax)
    return picture


def _example(x, network, sizes):
    """Return x as an array, or None; without a network there are no weights to show it with."""
    if x is not None and not isinstance(network, Network):
        raise ValueError(f"network is {network}, but an example x needs weights: give a Network.")
    return x if x is None else checks.vector(x, "x", sizes[0])


def update_network(picture, network, x=None, step=None):
    """Show different weights, or a different example or step, in what `draw_network` returned.

    The sizes must be the same, and `x` is needed exactly if the picture was drawn with one.
    """
    sizes = picture.plan.sizes
    x = _example(x, network, sizes)
    network = network if isinstance(network, Network) else None
    sums, outputs = (None, None) if x is None else forward(network, x)
    known = neuron_order(sizes)[:step]
    now = known[-1] if step else None
    _show_inputs(picture, x)
    for number, column in enumerate(picture.plan.columns[1:], start=1):
        for k, place in enumerate(column):
            neuron = (number, place.index + 1)
            numbers = None
            if x is not None and neuron in known:
                numbers = sums[number - 1][place.index], outputs[number][place.index]
            b = None if network is None else network.layers[number - 1].b[place.index]
            node = picture.neurons[number - 1][k]
            _show_neuron(node, numbers, b, x is not None, neuron in known)
            _show_edges(picture, network, number, k, step is None or neuron == now)
    last = zip(picture.plan.columns[-1], picture.output_arrows, picture.output_names, strict=True)
    for place, arrow, name in last:
        lit = (len(sizes) - 1, place.index + 1) in known
        arrow.set_color(ink(lit, PART_COLOURS["axon"][1]))
        index = "" if sizes[-1] == 1 else f"_{{{place.index + 1}}}"
        name.set(text=rf"$\hat{{y}}{index}$", color=ink(lit))
    if picture.formula is not None:
        picture.formula.set_text(_formula(network, sums, outputs, *now) if now else "")


def forward(network, x):
    """The forward pass of one example: lists of z (p_l,) and of a (p_l,), a_0 being x."""
    trace = network.forward(np.reshape(x, (1, -1)))
    return [Z[0] for Z in trace.pre_activations], [A[0] for A in trace.outputs]


def neuron_order(sizes):
    """The neurons (layer, k) in the order of a forward pass, both counted from 1."""
    return [(number, k + 1) for number in range(1, len(sizes)) for k in range(sizes[number])]


# ---- where the parts are ---------------------------------------------------------------


class Plan(NamedTuple):
    """The geometry of a network: it depends on the sizes alone, never on a number shown."""

    sizes: tuple
    columns: list  # of lists of Place
    dots: list  # (x, y) of each "⋮"
    width: float
    height: float
    biases: bool

    @property
    def input_width(self):
        return max(self.height, 0.5 * self.width)


def _plan(sizes, most, numbers, biases):
    """Choose places: evenly spaced columns, each centred, at most `most` nodes high."""
    xs = np.linspace(FIRST_X, LAST_X, len(sizes)).tolist()
    rows = [min(size, most) for size in sizes]
    tallest = max(rows)
    above = BIAS_HEIGHT if biases else 0.0
    height = min(0.92, (TOP - BOTTOM - tallest * above) / (1.25 * tallest - 0.25))
    spacing = min(1.75, (TOP - BOTTOM - height - above) / max(tallest - 1, 1))
    width = min(2.1, 0.62 * (xs[1] - xs[0])) if numbers else max(1.9 * height, 0.9)
    columns, dots = [], []
    for x, size, row in zip(xs, sizes, rows, strict=True):
        indices = list(range(size)) if size <= most else [*range(most - 2), None, size - 1]
        heights = MIDDLE + spacing * ((row - 1) / 2 - np.arange(row)) - above / 2
        places = list(zip(indices, heights.tolist(), strict=True))
        columns.append([Place(index, x, y) for index, y in places if index is not None])
        dots += [(x, y) for index, y in places if index is None]
    return Plan(tuple(sizes), columns, dots, width, height, biases)


def _draw_inputs(sheet, plan):
    """The boxes, and the texts to the left of them."""
    width, height = plan.input_width, plan.height
    nodes = []
    for _, x, y in plan.columns[0]:
        box = sheet.box(x - width / 2, y - height / 2, width, height, corner=0.16 * height)
        nodes.append(Node(left=box, left_text=sheet.text(x, y)))
    left = FIRST_X - width / 2 - 0.18
    return nodes, [sheet.text(left, y, size=11, ha="right") for _, _, y in plan.columns[0]]


def _draw_neuron(sheet, plan, place):
    half, radius = plan.width / 2, plan.height / 2
    turn = np.linspace(np.pi / 2, 3 * np.pi / 2, 25)
    round_end = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
    left = np.vstack([[0, radius], round_end - (half - radius, 0), [0, -radius]])
    centre = np.array([place.x, place.y])
    bias = edge = None
    if plan.biases:
        x, y = shifted(centre, -half / 2, radius)
        edge = sheet.line([(x, y), (x, y + 0.3)], solid_capstyle="round")
        ground = {"boxstyle": "round,pad=0.2,rounding_size=0.5", "linewidth": 1.0}
        bias = sheet.text(x, y + 0.36, size=8.5, va="center", bbox=ground)
    return Node(
        paint(sheet.ax, closed(centre + left), PAPER, INK, 5, 1.3),
        paint(sheet.ax, closed(centre + left * (-1, 1)), PAPER, INK, 5, 1.3),
        sheet.text(place.x - 0.47 * half, place.y),
        sheet.text(place.x + 0.47 * half, place.y),
        bias,
        edge,
    )


def _ends(plan, number, j, k):
    """Where the edge from node j to neuron k of a layer starts and ends."""
    source, target = plan.columns[number - 1][j], plan.columns[number][k]
    right = source.x + (plan.input_width if number == 1 else plan.width) / 2
    return [(right - 0.02, source.y), (target.x - plan.width / 2 + 0.02, target.y)]


def _draw_edges(sheet, plan, number):
    """One line for each pair of drawn nodes: ``edges[k][j]`` from j to k."""
    before, column = (range(len(plan.columns[at])) for at in (number - 1, number))
    return [[sheet.line(_ends(plan, number, j, k)) for j in before] for k in column]


def _draw_edge_labels(sheet, plan, number):
    """Texts on the edges, ``labels[k][j]``; an empty list for a layer without room."""
    before, column = plan.columns[number - 1 : number + 1]
    gap = plan.columns[1][0].x - FIRST_X - plan.width
    if len(before) * len(column) > MOST_LABELLED_EDGES or gap < 1.3:
        return []
    ends = [_ends(plan, number, j, k) for k in range(len(column)) for j in range(len(before))]
    places = spread_labels(np.array(ends)).reshape(len(column), len(before), 2)
    look = {"size": 9, "va": "center"}
    return [[sheet.text(*place, bbox=plate(), **look) for place in row] for row in places]


def _draw_outputs(sheet, plan):
    """An arrow behind each output neuron, and the name of what it carries."""
    x, look = plan.columns[-1][0].x + plan.width / 2, {"size": 11, "ha": "left"}
    pairs = [
        (sheet.arrow((x, y), (x + 0.5, y)), sheet.text(x + 0.62, y, **look))
        for _, _, y in plan.columns[-1]
    ]
    return zip(*pairs, strict=True)


def _draw_headings(sheet, plan, network):
    """Name each column, with its number of inputs or neurons."""
    last, short = len(plan.sizes) - 1, len(plan.sizes) > 4
    texts = []
    for number, size in enumerate(plan.sizes):
        word = f"hidden {number}" if short else f"hidden layer {number}"
        if number in (0, last):
            word = "input" if number == 0 else "output" if short else "output layer"
        words = checks.count(size, "neuron" if number else "number")
        if number and isinstance(network, Network):
            title = network.layers[number - 1].activation.title
            words += f"\n{title}" if short else f", {title}"
        x = plan.columns[number][0].x
        texts.append(sheet.text(x, HEADING_Y, word, 10, fontweight="bold"))
        texts.append(sheet.text(x, COUNT_Y, words, 9, MUTED, va="top", linespacing=1.1))
    return texts


def _draw_shapes(sheet, plan):
    """Write the shapes of outputs, weights and biases below the columns and between them."""
    last = len(plan.sizes) - 1
    for number, size in enumerate(plan.sizes):
        x = plan.columns[number][0].x
        name = "x" if number == 0 else r"\hat{y}" if number == last else f"a_{number}"
        sheet.text(x, SHAPE_Y, f"${name}$ ({size},)", 9, MUTED)
        if number and len(plan.sizes) <= 5:
            between = (x + plan.columns[number - 1][0].x) / 2
            words = f"$W_{number}$ ({size}, {plan.sizes[number - 1]})"
            sheet.text(between, SHAPE_Y + 0.12, words, 9, MUTED)
            sheet.text(between, SHAPE_Y - 0.24, f"$b_{number}$ ({size},)", 9, MUTED)


def spread_labels(ends):
    """Choose points on lines so that labels there keep clear of other lines and labels.

    `ends` (m, 2, 2) holds start and end of each line; the points have shape (m, 2).
    """
    shares = np.linspace(0.12, 0.88, 39)
    candidates = ends[:, :1] + shares[None, :, None] * (ends[:, 1:] - ends[:, :1])
    chosen = np.full(len(ends), len(shares) // 2)
    lines = range(len(ends))
    cost_of_lines = 0.3 * np.abs(shares - 0.5) + [
        [sum(_nearness(point, ends[m]) for m in lines if m != line) for point in candidates[line]]
        for line in lines
    ]
    for _ in range(6):
        for line in lines:
            cost = cost_of_lines[line].copy()
            for other in (candidates[m, chosen[m]] for m in lines if m != line):
                away = np.abs(candidates[line] - other) / LABEL_SIZE
                cost += 8 * np.clip(1.15 - away.max(axis=1), 0, None)
            chosen[line] = cost.argmin()
    return candidates[np.arange(len(ends)), chosen]


def _nearness(point, line):
    """How much a label at `point` covers the line: 0 if it keeps clear, 1 in its middle."""
    spots = line[0] + np.linspace(0, 1, 60)[:, None] * (line[1] - line[0])
    away = (np.abs(spots - point) / (0.62 * LABEL_SIZE)).max(axis=1)
    return float(np.clip(1 - away.min(), 0, None))


# ---- what they show --------------------------------------------------------------------


def _show_inputs(picture, x):
    face, edge = PART_COLOURS["dendrites"]
    places = picture.plan.columns[0]
    for place, node, name in zip(places, picture.inputs, picture.input_names, strict=True):
        symbol = f"$x_{{{place.index + 1}}}$"
        node.left.set(facecolor=face, edgecolor=edge)
        words = picture.names[place.index] if picture.names else ""
        if x is None:
            node.left_text.set(text=symbol, fontsize=10)
        else:
            _write(node.left_text, x[place.index])
            words = f"{words}  {symbol}".strip()
        name.set(text=words, fontsize=9 if picture.names else 11)


def _show_neuron(node, numbers, b, has_numbers, lit):
    for half, part in ((node.left, "soma"), (node.right, "hillock")):
        face, edge = (ink(lit, colour) for colour in PART_COLOURS[part])
        half.set(facecolor=face, edgecolor=edge)
    texts, symbols = (node.left_text, node.right_text), (r"$\Sigma$", r"$\sigma$")
    for text, symbol, value in zip(texts, symbols, numbers or (None, None), strict=True):
        text.set_color(ink(lit, INK if numbers or not has_numbers else MUTED))
        if value is None:
            text.set(text=symbol, fontsize=10)
        else:
            _write(text, value)
    if node.bias is not None:
        face, edge = (ink(lit, colour) for colour in PART_COLOURS["soma"])
        node.bias.get_bbox_patch().set(facecolor=face, edgecolor=edge)
        node.bias.set(text="$b$" if b is None else rounded(b), color=ink(lit))
        colour = PART_COLOURS["soma"][1] if b is None else sign_colour(b)
        node.bias_edge.set(color=ink(lit, colour), linewidth=2.0 if b is None else edge_width(b))


def _show_edges(picture, network, number, k, lit):
    target = picture.plan.columns[number][k].index
    edges, labels = picture.edges[number - 1], picture.edge_labels[number - 1]
    many = len(edges) * len(edges[k]) > 12
    for j, edge in enumerate(edges[k]):
        if network is None:
            colour, width = PART_COLOURS["synapse"][1], 0.9 if many else 1.6
        else:
            source = picture.plan.columns[number - 1][j].index
            weight = network.layers[number - 1].W[target, source]
            colour, width = sign_colour(weight), (0.5 if many else 0.8) * edge_width(weight)
            if labels:
                look = {"color": ink(lit), "zorder": 8 if lit else 3.5}
                labels[k][j].set(text=rounded(weight), **look)
        edge.set(color=ink(lit, colour), linewidth=width, zorder=3 if lit else 2.5)


def _write(text, value):
    words = rounded(value)
    if len(words) > 6:
        words = rounded(value, digits=1)
    text.set(text=words, fontsize=9.5 if len(words) <= 5 else 8.5)


def _formula(network, sums, outputs, number, k):
    """The computation of neuron `k` of a layer."""
    layer = network.layers[number - 1]
    z, a = sums[number - 1][k - 1], outputs[number][k - 1]
    start = weighted_sum(layer.W[k - 1], outputs[number - 1], layer.b[k - 1], z, LONGEST_SUM)
    if layer.activation.name == "softmax":
        return rf"{start}        softmax gives $a$ ≈ {rounded(a)}"
    last = relation_to_output(layer.activation, z, a)
    return rf"{start}        $a$ = $\sigma$({rounded(z)}) {last} {rounded(a)}"
