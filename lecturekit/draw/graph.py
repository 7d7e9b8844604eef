"""A computational graph with its numbers: values forward, gradients backward.

Part 3 (the chain rule) teaches it. Every node shows its operation, its value and its gradient;
every edge shows its local derivative. Constants are part of the operation, not nodes.
"""

import operator
import re
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from lecturekit.draw.graph_plan import (
    BOTTOM,
    LEFT,
    RIGHT,
    WIDTH,
    GraphPlan,
    drawn_nodes,
    drawn_parents,
    plan,
)
from lecturekit.draw.palette import WAITING
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.sheet import Sheet, faded, keep_layout_fixed, plate
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED, PAPER

__all__ = [
    "backward_words",
    "draw_graph",
    "draw_paths",
    "forward_words",
    "gradients_of",
    "graph_steps",
    "update_graph",
]

KEY_BELOW_TOP, RULE_Y, NUMBERS_Y = 0.25, 0.74, 0.24
LETTER, BLANK = 0.6, 0.32  # widths as fractions of the font size
TINT = faded(GRADIENT, 0.88)
FORWARD, BACKWARD = "forward", "backward"


class NodeArtists(NamedTuple):
    """One node: its name above, and three lines inside."""

    box: Any
    header: Any
    band: Any
    name: Any
    operation: Any
    value: Any
    gradient: Any


class EdgeArtists(NamedTuple):
    """One edge: the line, its arrowhead, and the local derivative."""

    line: Any
    head: Any
    label: Any


class GraphPicture(NamedTuple):
    """The artists of `draw_graph`, and the plan for their positions."""

    nodes: list
    edges: list
    words: list
    plan: GraphPlan


def graph_steps(output):
    """List the steps of `draw_graph`: first every value, then every gradient.

    Parameters
    ----------
    output : Value

    Returns
    -------
    list of (str, int)
        "forward" or "backward", and the number of the node in the order of `Value.history`
        without its constants. Inputs have no forward step: their values are given.
    """
    nodes = drawn_nodes(output)
    forward = [(FORWARD, i) for i, node in enumerate(nodes) if node.parents]
    return forward + [(BACKWARD, i) for i in reversed(range(len(nodes)))]


def draw_graph(ax, output, step=None, words=True, key=True):
    """Draw the computational graph of a `Value`, from the inputs on the left to the output.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8.6 × 3.2 inches suit seven columns or three rows, 7 × 2.6 smaller graphs.
    output : Value
        Its graph, without constants, may have 16 nodes, in 8 columns and 6 rows; give the figure
        0.8 inches more for each row beyond the third.
    step : int, optional
        Show the numbers after this many steps of `graph_steps`. By default all values are
        shown, and the gradients that the nodes hold if ``output.backward()`` was called.
    words : bool
        Write underneath how the last step computed its number; without this, the sheet is lower.
    key : bool
        Write above the graph what the colours mean.

    Returns
    -------
    GraphPicture
        Named artists. `update_graph` takes it and shows other numbers.
    """
    nodes = drawn_nodes(output)
    drawing = plan(nodes)
    sheet = Sheet(ax, WIDTH, drawing.sheet)
    picture = GraphPicture(
        nodes=[
            _node(sheet, *place, drawing.width, drawing.height, 0.22 if node.parents else 0.02)
            for node, place in zip(nodes, drawing.places, strict=True)
        ],
        edges=[_edge(sheet, edge) for edge in drawing.edges],
        words=[],
        plan=drawing,
    )
    for x, colour, ha, meaning in (
        (LEFT, INK, "left", "value"),
        (LEFT + 1.3, GRADIENT, "left", "gradient:  d output / d node"),
        (RIGHT, MUTED, "right", "on an arrow:  local derivative ∂"),
    ):
        if key:
            y = drawing.sheet - KEY_BELOW_TOP
            sheet.text(x, y, meaning, colour=colour, ha=ha, fontweight="bold")
    if words:
        picture.words.extend(sheet.text(WIDTH / 2, y, size=10.5) for y in (RULE_Y, NUMBERS_Y))
    else:
        ax.set_ylim(bottom=BOTTOM - 0.2)
    update_graph(picture, output, step)
    keep_layout_fixed(ax)
    return picture


def update_graph(picture, output, step=None):
    """Show the numbers of a different graph of the same structure, or a different step.

    Parameters
    ----------
    picture : GraphPicture
        What `draw_graph` returned.
    output, step
        As there.
    """
    nodes = drawn_nodes(output)
    state = _state(nodes, step)
    gradients = [node.gradient for node in nodes] if step is None else gradients_of(nodes)
    symbols = [typeset(symbol) for symbol in plain_symbols(nodes)]
    for i, (node, artists) in enumerate(zip(nodes, picture.nodes, strict=True)):
        operation = _operation(node, nodes, symbols, artists.box)
        _show_node(artists, symbols[i], operation, node.value, gradients[i], i, state)
    for edge, artists in zip(picture.plan.edges, picture.edges, strict=True):
        slope = nodes[edge.target].parents[edge.operand][1]
        _show_edge(artists, edge, slope, state, stepping=step is not None)
    lines = "", ""
    if state.phase == FORWARD:
        lines = forward_words(nodes, state.current, symbols)
    elif state.phase == BACKWARD:
        lines = backward_words(nodes, state.current, symbols, gradients)
    elif step == 0:
        lines = "start: the inputs are given, nothing has been computed yet", ""
    for text, words in zip(picture.words, lines, strict=False):
        text.set(text=words, color=GRADIENT if state.phase == BACKWARD else INK)


def gradients_of(nodes):
    """Return the gradients that `Value.backward` would write into `nodes`, without doing so."""
    gradients = [0.0] * (len(nodes) - 1) + [1.0]
    for i in reversed(range(len(nodes))):
        for source, k in drawn_parents(nodes[i], nodes):
            gradients[source] += nodes[i].parents[k][1] * gradients[i]
    return gradients


def draw_paths(ax):
    """Draw nine paths from x to J through two layers; 5.8 × 2.9 inches suit it."""
    sheet = Sheet(ax, 12, 6)
    rows = (5.2, 3.0, 0.8)
    columns = [[(0.6, 3.0)], [(3.7, y) for y in rows], [(8.3, y) for y in rows], [(11.4, 3.0)]]
    for names, column, following in zip("qWp", columns, columns[1:], strict=False):
        for (j, start), (k, end) in product(enumerate(column, 1), enumerate(following, 1)):
            lit = names != "q" and (j == 1 or names == "p")
            sheet.line([start, end], GRADIENT if lit else WAITING, 2.2 if lit else 1.2)
            if lit or (names, k) == ("q", 1):
                index = {"q": k, "W": f"{k}{j}", "p": j}[names]
                at = np.add(start, 0.48 * np.subtract(end, start))
                sheet.text(
                    *at, f"${names}_{{{index}}}$", 10, GRADIENT if lit else INK, bbox=plate()
                )
    for name, column in zip("xuvJ", columns, strict=True):
        for k, (x, y) in enumerate(column, 1):
            sheet.disc(x, y, 0.5, facecolor=TINT if (name, k) == ("u", 1) else PAPER, edgecolor=INK)
            sheet.text(x, y, f"${name}_{k}$" if len(column) > 1 else f"${name}$", 11)


# ---- artists -----------------------------------------------------------------------------


def _node(sheet, x, y, width, height, corner):
    left, low = x - width / 2, y - height / 2
    box = sheet.box(left, low, width, height, corner)  # not filled: nothing runs below it
    header, band = (
        sheet.cell(left, bottom, width, height / 3, linewidth=0, zorder=4, clip_path=box)
        for bottom in (y + height / 6, low)
    )
    return NodeArtists(
        box,
        header,
        band,
        name=sheet.text(x, y + height / 2 + 0.2, size=11),
        operation=sheet.text(x, y + height / 3),
        value=sheet.text(x, y, size=10),
        gradient=sheet.text(x, y - height / 3, size=10, colour=GRADIENT),
    )


def _edge(sheet, edge):
    line = sheet.line(edge.way, solid_joinstyle="round")
    head = sheet.line(linestyle="none", markeredgewidth=0, zorder=3.5)
    label = sheet.text(*edge.label, size=9, va="center", zorder=7)
    if abs(edge.label[1] - np.interp(edge.label[0], *edge.way[-2:].T)) < 0.1:  # on the line
        label.set_bbox(plate(0.1))
    return EdgeArtists(line, head, label)


# ---- what they show ----------------------------------------------------------------------


class State(NamedTuple):
    """What is known after a step, and what the step did."""

    values: set
    gradients: set
    phase: Any = None
    current: Any = None


def _state(nodes, step):
    everything = set(range(len(nodes)))
    if step is None:
        return State(everything, everything if nodes[-1].gradient else set())
    order = graph_steps(nodes[-1])[:step]
    inputs = {i for i, node in enumerate(nodes) if not node.parents}
    values = inputs | {i for phase, i in order if phase == FORWARD}
    gradients = {i for phase, i in order if phase == BACKWARD}
    return State(values, gradients, *(order[-1] if order else (None, None)))


def _operation(node, nodes, symbols, box):
    """What the node computes, as long as it fits."""
    if not node.parents:
        return "input"
    words = operation_words(node, operands_of(node, nodes, symbols))
    letters = words.translate(str.maketrans("", "", "${}_"))
    wide = 9.5 * (LETTER * len(letters) - (LETTER - BLANK) * letters.count(" "))
    points = box.axes.get_position().width * box.figure.get_figwidth() * 72 / WIDTH
    return words if wide <= box.get_width() * points else WORDS.get(node.operation, node.operation)


def _show_node(artists, name, operation, value, gradient, i, state):
    known, has_gradient, current = i in state.values, i in state.gradients, i == state.current
    lit = HIGHLIGHT if state.phase == FORWARD else GRADIENT
    outline = lit if current else INK if known else WAITING
    artists.box.set(edgecolor=outline, linewidth=2.8 if current else 1.3)
    artists.header.set_facecolor(faded(FAINT, 0.35) if known else faded(FAINT, 0.7))
    artists.band.set_facecolor(TINT if has_gradient else PAPER)
    artists.name.set(text=name, color=INK if known else MUTED)
    artists.operation.set(text=operation, color=INK if known else MUTED)
    artists.value.set_color(HIGHLIGHT if current and state.phase == FORWARD else INK)
    for text, number, shown in (
        (artists.value, value, known),
        (artists.gradient, gradient, has_gradient),
    ):
        words = rounded(number) if shown else ""
        long = len(words) > 6
        text.set(text=words, fontsize=9 if long else 10, fontweight="normal" if long else "bold")


def _show_edge(artists, edge, slope, state, stepping):
    forward_now = state.phase == FORWARD and edge.target == state.current
    backward_now = state.phase == BACKWARD and edge.source == state.current
    went_back = stepping and edge.source in state.gradients
    known = edge.target in state.values
    lit = GRADIENT if went_back else HIGHLIGHT if forward_now else None
    colour = lit or (INK if known else WAITING)
    now = forward_now or backward_now
    artists.line.set(color=colour, linewidth=2.6 if now else 1.2)
    artists.head.set(color=colour, markersize=10 if now else 7)
    _point(artists.head, edge.way[::-1] if went_back else edge.way)
    artists.label.set(text=rounded(slope), color=lit or MUTED, visible=known)


def _point(head, way):
    """Put the arrowhead at the end of `way`, along its last stretch."""
    before, tip = way[-2:]
    across, up = tip - before
    place = tip - 0.09 * np.array([across, up]) / np.hypot(across, up)  # the tip touches the node
    head.set_data(*place[:, None])
    head.set_marker((3, 0, float(np.degrees(np.arctan2(up, across))) - 90))


# ---- text: symbols, operations, and the arithmetic of a step -------------------------------

FORMULAS = {
    "+": "{0} + {1}",
    "-": "{0} − {1}",
    "*": "{0} · {1}",
    "/": "{0} / {1}",
    "neg": "−{0}",
    "relu": "max(0, {0})",
    "exp": "exp({0})",
    "log": "log({0})",
    "tanh": "tanh({0})",
    "sigmoid": "σ({0})",
}
DERIVATIVES = {  # with respect to each operand, y being the result; where it is more than a number
    "*": ("{1}", "{0}"),
    "/": ("1 / {1}", "−{0} / {1}²"),
    "** 2": ("2 {0}",),
    "exp": ("{y}",),
    "log": ("1 / {0}",),
    "tanh": ("1 − {y}²",),
    "sigmoid": ("{y} (1 − {y})",),
}
EXACT = {  # may be right in the digits shown
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: a / b if b else np.nan,
    "neg": operator.neg,
    "relu": lambda a: max(0.0, a),
}
WORDS = {"+": "plus", "-": "minus", "*": "times", "/": "divided", "relu": "ReLU"}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain_symbols(nodes):
    """Return the name of each node, or v₁, v₂, … for those without one."""
    symbols, unnamed = [], 0
    for node in nodes:
        unnamed += not node.name
        symbols.append(node.name or f"v_{unnamed}")
    return symbols


def typeset(symbol):
    """Write a short symbol as mathematics, and leave longer names as they are."""
    letter, _, index = symbol.partition("_")
    if len(letter) == 1 and letter.isalpha() and symbol.replace("_", "").isalnum():
        return f"${letter}_{{{index}}}$" if index else f"${letter}$"
    return symbol


def operation_words(node, operands):
    """Write what `node` computes of `operands`, two strings or one: "w + x", "σ(z)", "e²"."""
    operation = node.operation
    if operation in FORMULAS:
        return FORMULAS[operation].format(*operands)
    exponent = operation.removeprefix("** ")
    whole = re.fullmatch(r"-?\d+", exponent)
    return f"{operands[0]}{exponent.translate(RAISED) if whole else '^' + exponent}"


def operands_of(node, nodes, symbols):
    """Return the text for each operand: its symbol, or its number if it is a constant."""
    drawn = {k: i for i, k in drawn_parents(node, nodes)}
    return [
        symbols[drawn[k]] if k in drawn else _factor(parent.value)
        for k, (parent, _) in enumerate(node.parents)
    ]


def forward_words(nodes, i, symbols):
    """Return two lines: how node `i` gets its value, and its local derivatives."""
    node, name = nodes[i], symbols[i]
    words = operands_of(node, nodes, symbols)
    figures = operation_words(node, [_factor(parent.value) for parent, _ in node.parents])
    first = f"{name} = {operation_words(node, words)} = {figures} "
    first += f"{_relation_of(node)} {rounded(node.value)}"
    parts = []
    for source, k in drawn_parents(node, nodes):
        slope = node.parents[k][1]
        formula = DERIVATIVES.get(node.operation, ("", ""))[k].format(*words, y=name)
        shown = rounded(slope)
        if formula and formula != _factor(slope):
            shown = f"{formula} {_relation_of_slope(node, slope)} {shown}"
        parts.append(f"∂{name}/∂{symbols[source]} = {shown}")
    second = "local derivatives:  " if len(parts) > 1 else "local derivative:  "
    return first, second + "      ".join(parts)


def backward_words(nodes, i, symbols, gradients):
    """Return two lines: the rule for the gradient of node `i`, and its numbers.

    A gradient, over all paths, is written with d, and a local derivative with ∂: even for an
    edge straight to the output, the two may differ.
    """
    name, output = symbols[i], symbols[-1]
    ratio = f"d{output}/d{name}"
    if i == len(nodes) - 1:
        return f"start at the output:  {ratio} = 1", "the output changes exactly as fast as itself"
    rule, numbers, total = [], [], 0.0
    for j, node in enumerate(nodes):
        for source, k in drawn_parents(node, nodes):
            if source == i:
                slope, upstream = node.parents[k][1], gradients[j]
                rule.append(f"∂{symbols[j]}/∂{name} · d{output}/d{symbols[j]}")
                numbers.append(f"{_factor(slope)} · {_factor(upstream)}")
                total += as_shown(slope) * as_shown(upstream)
    end = f"{relation(total, gradients[i])} {rounded(gradients[i])}"
    note = f"      ({len(rule)} paths meet here: their sum)" if len(rule) > 1 else ""
    words = f"{ratio} = {'  +  '.join(rule)}"
    if len(rule) < 3:  # there is room
        words = f"local derivative · upstream gradient:      {words}"
    return words, f"{ratio} = {'  +  '.join(numbers)} {end}{note}"


def _relation_of_slope(node, slope):
    """ "=" if the formula of the local derivative gives the digits shown, otherwise "≈"."""
    if node.operation == "*":
        return "="
    if node.operation == "** 2":
        return relation(2 * as_shown(node.parents[0][0].value), slope)
    return relation(slope, slope)


def _factor(value):
    """A number inside a formula: in parentheses if it is negative."""
    return f"({rounded(value)})" if value < 0 else rounded(value)


def _relation_of(node):
    """ "=" if the digits shown give the digits of the result, otherwise "≈"."""
    shown = [as_shown(parent.value) for parent, _ in node.parents]
    if node.operation in EXACT:
        return relation(EXACT[node.operation](*shown), node.value)
    if node.operation.startswith("** "):
        return relation(shown[0] ** float(node.operation[3:]), node.value) if shown[0] else "="
    return "≈"
