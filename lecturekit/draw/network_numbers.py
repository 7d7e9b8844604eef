"""What a drawn network shows: symbols, or the numbers of a forward pass, and what is lit."""

import numpy as np

from lecturekit.draw.neuron_numbers import EXACT
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.shapes import PART_COLOURS, faded
from lecturekit.draw.sheet import edge_width, sign_colour
from lecturekit.draw.style import INK, MUTED

LONGEST_FORMULA = 66  # letters of a sum that fit on the sheet


def show(picture, network, x, names, step, highlight):
    """Set every text, width and colour of a network that was drawn."""
    trace = None if x is None else forward(network, x)
    order = neuron_order(picture.plan.sizes)
    known = set(order) if step is None else set(order[:step])
    if step is not None and highlight is None:
        highlight = order[step - 1] if step else 0
    lit = Lit(highlight, known if step is not None else set())
    _show_inputs(picture, x, names, lit)
    for number, column in enumerate(picture.plan.columns[1:], start=1):
        for k, place in enumerate(column):
            numbers = None
            if trace is not None and (number, place.index + 1) in known:
                numbers = trace[0][number - 1][place.index], trace[1][number][place.index]
            b = None if network is None else network.layers[number - 1].b[place.index]
            node = picture.neurons[number - 1][k]
            _show_neuron(node, numbers, b, x is not None, lit.node(number, place.index + 1))
            _show_edges(picture, network, number, k, lit)
    _show_outputs(picture, lit)
    if picture.formula is not None:
        picture.formula.set_text(_formula(network, trace, known, highlight))


def forward(network, x):
    """The forward pass of one example: lists of z (p_l,) and of a (p_l,), a_0 being x."""
    trace = network.forward(np.reshape(x, (1, -1)))
    return [Z[0] for Z in trace.pre_activations], [A[0] for A in trace.outputs]


def neuron_order(sizes):
    """The neurons (layer, k) in the order of a forward pass, both counted from 1."""
    return [
        (number, k) for number, size in enumerate(sizes[1:], start=1) for k in range(1, size + 1)
    ]


class Lit:
    """Says which parts keep their colours when one layer or neuron is looked at."""

    def __init__(self, highlight, known):
        self.highlight, self.known = highlight, known

    def edges(self, number, k):
        """Whether the edges that end at this neuron are lit."""
        return self.highlight in (None, number, (number, k))

    def node(self, number, k):
        """Whether this node is lit: looked at, or feeding what is looked at, or made before."""
        if self.edges(number, k) or (number, k) in self.known:
            return True
        layer = self.highlight[0] if isinstance(self.highlight, tuple) else self.highlight
        return number == layer - 1 or (number == 0 and bool(self.known))


def _ink(lit, colour=INK):
    return colour if lit else faded(colour)


def _show_inputs(picture, x, names, lit):
    shown = lit.node(0, None)
    face, edge = (_ink(shown, colour) for colour in PART_COLOURS["dendrites"])
    for k, place in enumerate(picture.plan.columns[0]):
        node, symbol = picture.inputs[k], f"$x_{{{place.index + 1}}}$"
        node.left.set(facecolor=face, edgecolor=edge)
        node.left_text.set_color(_ink(shown))
        name = names[place.index] if names else ""
        if x is None:
            node.left_text.set(text=symbol, fontsize=10)
        else:
            _write(node.left_text, x[place.index])
            name = f"{name}  {symbol}".strip()
        picture.input_names[k].set(text=name, color=_ink(shown), fontsize=9 if names else 11)


def _show_neuron(node, numbers, b, has_numbers, lit):
    for half, part in ((node.left, "soma"), (node.right, "hillock")):
        face, edge = (_ink(lit, colour) for colour in PART_COLOURS[part])
        half.set(facecolor=face, edgecolor=edge)
    for text, symbol, value in zip(
        (node.left_text, node.right_text),
        (r"$\Sigma$", r"$\sigma$"),
        numbers or (None, None),
        strict=True,
    ):
        text.set_color(_ink(lit) if numbers or not has_numbers else _ink(lit, MUTED))
        if value is None:
            text.set(text=symbol, fontsize=10)
        else:
            _write(text, value)
    if node.bias is not None:
        face, edge = (_ink(lit, colour) for colour in PART_COLOURS["soma"])
        node.bias.get_bbox_patch().set(facecolor=face, edgecolor=edge)
        node.bias.set(text="$b$" if b is None else rounded(b), color=_ink(lit))
        colour = PART_COLOURS["soma"][1] if b is None else sign_colour(b)
        node.bias_edge.set(color=_ink(lit, colour), linewidth=2.0 if b is None else edge_width(b))


def _show_edges(picture, network, number, k, lit):
    target = picture.plan.columns[number][k].index
    edges = picture.edges[number - 1][k]
    many = len(edges) * len(picture.edges[number - 1])
    share = 0.8 if many <= 12 else 0.5
    shown = lit.edges(number, target + 1)
    for j, edge in enumerate(edges):
        source = picture.plan.columns[number - 1][j].index
        if network is None:
            colour, width = PART_COLOURS["synapse"][1], 1.6 if many <= 12 else 0.9
        else:
            weight = network.layers[number - 1].W[target, source]
            colour, width = sign_colour(weight), share * edge_width(weight)
            if picture.edge_labels[number - 1]:
                label = picture.edge_labels[number - 1][k][j]
                label.set(text=rounded(weight), color=_ink(shown))
                label.set_zorder(8 if shown else 3.5)
        edge.set(color=_ink(shown, colour), linewidth=width, zorder=3 if shown else 2.5)


def _show_outputs(picture, lit):
    last = picture.plan.columns[-1]
    for place, arrow, name in zip(last, picture.output_arrows, picture.output_names, strict=True):
        shown = lit.node(len(picture.plan.sizes) - 1, place.index + 1)
        arrow.set_color(_ink(shown, PART_COLOURS["axon"][1]))
        index = "" if picture.plan.sizes[-1] == 1 else f"_{{{place.index + 1}}}"
        name.set(text=rf"$\hat{{y}}{index}$", color=_ink(shown))


def _write(text, value):
    words = rounded(value)
    if len(words) > 6:
        words = rounded(value, digits=1)
    text.set(text=words, fontsize=9.5 if len(words) <= 5 else 8.5)


def _formula(network, trace, known, highlight):
    """The computation of the highlighted neuron, if it was made."""
    if trace is None or highlight not in known:
        return ""
    number, k = highlight
    layer, before = network.layers[number - 1], trace[1][number - 1]
    z, a = trace[0][number - 1][k - 1], trace[1][number][k - 1]
    row, b = layer.W[k - 1], layer.b[k - 1]
    sum_text, terms = "", []
    for weight, value in zip(row, before, strict=True):
        factor = f"({rounded(value)})" if value < 0 else rounded(value)
        sign = ("−" if weight < 0 else "") if not terms else (" − " if weight < 0 else " + ")
        sum_text += f"{sign}{rounded(abs(weight))} · {factor}"
        terms.append(as_shown(weight) * as_shown(value))
    sum_text += f" {'−' if b < 0 else '+'} {rounded(abs(b))}"
    terms.append(as_shown(b))
    last = "≈"
    if layer.activation.name in EXACT:
        last = relation(float(layer.activation(np.array(as_shown(z)))), a)
    end = rf"        $a$ = $\sigma$({rounded(z)}) {last} {rounded(a)}"
    if layer.activation.name == "softmax":
        end = rf"        softmax gives $a$ ≈ {rounded(a)}"
    if len(sum_text) > LONGEST_FORMULA:
        sum_text = r"$w^\mathsf{T} a + b$"
    return f"$z$ = {sum_text} {relation(sum(terms), z)} {rounded(z)}{end}"
