"""A computational graph with its numbers: values forward, gradients backward.

Part 3 (the chain rule) teaches it. Every node tells its operation, its value and its gradient,
every edge its local derivative. Constants are not drawn: they stand inside the operation.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import FancyBboxPatch, Rectangle

from lecturekit import checks
from lecturekit.draw.graph_plan import (
    BOTTOM,
    LEFT,
    RIGHT,
    WIDTH,
    GraphPlan,
    drawn_nodes,
    drawn_parents,
    plan,
    structure,
)
from lecturekit.draw.graph_words import (
    backward_words,
    forward_words,
    operands_of,
    operation_words,
    plain_symbols,
    short_operation,
    typeset,
)
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import faded, keep_layout_fixed, prepare
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED, PAPER
from lecturekit.graph import Value

KEY_BELOW_TOP, RULE_Y, NUMBERS_Y = 0.25, 0.84, 0.28
LETTER, BLANK = 0.6, 0.32  # widths as shares of the size of the letters
WAITING = "#B4BCC8"  # outlines and edges of what is still to come
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
    """The artists of `draw_graph`, and the plan by which they stand."""

    nodes: list
    edges: list
    key: list
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
    """Draw the computational graph of a `Value`, from its inputs on the left to it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8.6 × 4.2 inches suit seven columns or three rows, 7 × 3.4 smaller graphs.
    output : Value
        Its graph, without constants, may have 16 nodes, in 8 columns and 6 rows; give the figure
        0.8 inches more for each row beyond the fourth.
    step : int, optional
        Show the numbers after this many steps of `graph_steps`. By default all values are
        shown, and the gradients that the nodes hold if ``output.backward()`` was called.
    words : bool
        Write underneath how the last step found its number; without them the sheet is lower.
    key : bool
        Write above what the colours mean.

    Returns
    -------
    GraphPicture
        Named artists. `update_graph` takes it and shows other numbers.

    Raises
    ------
    TypeError
        If `output` is not a `Value`.
    ValueError
        If the graph is too large, or has not so many steps.
    """
    nodes = _checked(output, step)
    drawing = plan(nodes)
    prepare(ax, WIDTH, drawing.sheet)
    picture = GraphPicture(
        nodes=[
            _node(ax, place, drawing, bool(node.parents))
            for node, place in zip(nodes, drawing.places, strict=True)
        ],
        edges=[_edge(ax, edge) for edge in drawing.edges],
        key=_key(ax, drawing.sheet - KEY_BELOW_TOP) if key else [],
        words=[_text(ax, (WIDTH / 2, y), size=10.5) for y in (RULE_Y, NUMBERS_Y)] if words else [],
        plan=drawing,
    )
    if not words:
        ax.set_ylim(bottom=BOTTOM - 0.2)
    _show(picture, nodes, step)
    keep_layout_fixed(ax)
    return picture


def update_graph(picture, output, step=None):
    """Show the numbers of another graph of the same structure, or another step.

    Parameters
    ----------
    picture : GraphPicture
        What `draw_graph` returned.
    output, step
        As there.

    Raises
    ------
    TypeError, ValueError
        As there, and if the graph has another structure.
    """
    nodes = _checked(output, step)
    if structure(nodes) != picture.plan.structure:
        raise ValueError(
            "output has another graph than the one that was drawn; draw it anew with draw_graph."
        )
    _show(picture, nodes, step)


def gradients_of(nodes):
    """The gradients that `Value.backward` would write into `nodes`, which stay as they are."""
    gradients = [0.0] * (len(nodes) - 1) + [1.0]
    for i in reversed(range(len(nodes))):
        for source, k in drawn_parents(nodes[i], nodes):
            gradients[source] += nodes[i].parents[k][1] * gradients[i]
    return gradients


def _checked(output, step):
    if not isinstance(output, Value):
        raise TypeError(
            f"output is a {type(output).__name__}, but a Value is needed: build the expression "
            "from lecturekit.graph.Value."
        )
    if step is not None:
        checks.whole_number(step, "step", at_least=0, at_most=len(graph_steps(output)))
    return drawn_nodes(output)


# ---- artists -----------------------------------------------------------------------------


def _text(ax, xy, words="", size=9.5, colour=INK, **options):
    options = {"ha": "center", "va": "center_baseline", "zorder": 8} | options
    return ax.text(*xy, words, fontsize=size, color=colour, **options)


def _node(ax, place, plan, computed):
    x, y = place
    width, height = plan.width, plan.height
    corner = (x - width / 2, y - height / 2)
    box = FancyBboxPatch(
        corner,
        width,
        height,
        boxstyle=f"round,pad=0,rounding_size={0.22 if computed else 0.02}",
        facecolor="none",  # nothing runs below it
        zorder=5,
    )
    ax.add_patch(box)
    header, band = (
        Rectangle((corner[0], low), width, height / 3, linewidth=0, zorder=4)
        for low in (y + height / 6, y - height / 2)
    )
    for part in (header, band):
        ax.add_patch(part)
        part.set_clip_path(box)
    return NodeArtists(
        box,
        header,
        band,
        _text(ax, (x, y + height / 2 + 0.2), size=11),
        _text(ax, (x, y + height / 3), size=9.5),
        _text(ax, (x, y), size=10),
        _text(ax, (x, y - height / 3), size=10, colour=GRADIENT),
    )


def _edge(ax, edge):
    (line,) = ax.plot(*edge.way.T, solid_capstyle="butt", solid_joinstyle="round", zorder=3)
    (head,) = ax.plot([], [], linestyle="none", markersize=7, markeredgewidth=0, zorder=3.5)
    label = _text(ax, edge.label, size=9, va="center", zorder=7)
    if abs(edge.label[1] - np.interp(edge.label[0], *edge.way[-2:].T)) < 0.1:  # on the line
        label.set_bbox({"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none"})
    return EdgeArtists(line, head, label)


def _key(ax, y):
    words = (
        ("value", INK, LEFT, "left"),
        ("gradient:  d output / d node", GRADIENT, LEFT + 1.3, "left"),
        ("on an arrow:  local derivative ∂", MUTED, RIGHT, "right"),
    )
    return [
        _text(ax, (x, y), text, 9.5, colour, ha=ha, fontweight="bold")
        for text, colour, x, ha in words
    ]


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


def _show(picture, nodes, step):
    state = _state(nodes, step)
    gradients = [node.gradient for node in nodes] if step is None else gradients_of(nodes)
    symbols = [typeset(symbol) for symbol in plain_symbols(nodes)]
    for i, (node, artists) in enumerate(zip(nodes, picture.nodes, strict=True)):
        operation = _operation(node, nodes, symbols, artists.box)
        _show_node(artists, symbols[i], operation, node.value, gradients[i], i, state)
    for edge, artists in zip(picture.plan.edges, picture.edges, strict=True):
        slope = nodes[edge.target].parents[edge.operand][1]
        _show_edge(artists, edge, slope, state, stepping=step is not None)
    if picture.words:
        lines = "", ""
        if state.phase == FORWARD:
            lines = forward_words(nodes, state.current, symbols)
        elif state.phase == BACKWARD:
            lines = backward_words(nodes, state.current, symbols, gradients)
        elif step == 0:
            lines = "start: the inputs are given, nothing has been computed yet", ""
        colour = GRADIENT if state.phase == BACKWARD else INK
        for text, words in zip(picture.words, lines, strict=True):
            text.set(text=words, color=colour)


def _operation(node, nodes, symbols, box):
    """What the node computes, as long as it fits."""
    if not node.parents:
        return "input"
    words = operation_words(node, operands_of(node, nodes, symbols))
    letters = words.translate(str.maketrans("", "", "${}_"))
    wide = 9.5 * (LETTER * len(letters) - (LETTER - BLANK) * letters.count(" "))
    axes = box.axes
    points = axes.get_position().width * axes.figure.get_figwidth() * 72 / WIDTH
    room = box.get_width() * points
    return words if wide <= room else short_operation(node)


def _show_node(artists, name, operation, value, gradient, i, state):
    known, has_gradient, current = i in state.values, i in state.gradients, i == state.current
    lit = HIGHLIGHT if state.phase == FORWARD else GRADIENT
    outline = lit if current else INK if known else WAITING
    artists.box.set(edgecolor=outline, linewidth=2.8 if current else 1.3)
    artists.header.set_facecolor(faded(FAINT, 0.35) if known else faded(FAINT, 0.7))
    artists.band.set_facecolor(TINT if has_gradient else PAPER)
    artists.name.set(text=name, color=INK if known else MUTED)
    artists.operation.set(text=operation, color=INK if known else MUTED)
    _write(artists.value, rounded(value) if known else "")
    artists.value.set_color(HIGHLIGHT if current and state.phase == FORWARD else INK)
    _write(artists.gradient, rounded(gradient) if has_gradient else "")


def _write(text, number):
    long = len(number) > 6
    text.set(text=number, fontsize=9 if long else 10, fontweight="normal" if long else "bold")


def _show_edge(artists, edge, slope, state, stepping):
    forward_now = state.phase == FORWARD and edge.target == state.current
    backward_now = state.phase == BACKWARD and edge.source == state.current
    went_back = stepping and edge.source in state.gradients
    known = edge.target in state.values
    colour = INK if known else WAITING
    if went_back:
        colour = GRADIENT
    elif forward_now:
        colour = HIGHLIGHT
    now = forward_now or backward_now
    artists.line.set(color=colour, linewidth=2.6 if now else 1.2)
    artists.head.set(color=colour, markersize=10 if now else 7)
    _point(artists.head, edge.way[::-1] if went_back else edge.way)
    artists.label.set(
        text=rounded(slope) if known else "",
        color=GRADIENT if went_back else HIGHLIGHT if forward_now else MUTED,
    )
    artists.label.set_visible(known)


def _point(head, way):
    """Put the arrowhead at the end of `way`, along its last stretch."""
    before, tip = way[-2:]
    across, up = tip - before
    length = np.hypot(across, up)
    place = tip - 0.09 * np.array([across, up]) / length  # the tip touches the node
    head.set_data(*([v] for v in place))
    head.set_marker((3, 0, float(np.degrees(np.arctan2(up, across))) - 90))
