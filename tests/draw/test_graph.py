"""Computational graphs: their geometry, their numbers, and the arithmetic of every step."""

from inspect import signature
from itertools import combinations, pairwise

import numpy as np
import pytest

from lecturekit.draw import draw_graph, graph_steps, new_figure, update_graph
from lecturekit.draw.graph import gradients_of
from lecturekit.draw.graph_plan import drawn_nodes, plan
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.chain_rule import GRAPHS, ChainRule, build, last_step
from lecturekit.graph import Value
from tests.draw.readable import assert_readable


def ladder(a, b):
    for _ in range(3):
        a, b = a * b, b.tanh()
    return a + b


SAMPLES = {  # functions of values that are named like their arguments
    "sum times b": lambda a, b: (a + b) * b,
    "two inputs": lambda w_1, x_1, w_2, x_2, b: (w_1 * x_1 + w_2 * x_2 + b).sigmoid(),
    "powers": lambda a: a * a + a.exp() - a**-1,
    "both to both": lambda a, b: (a + b) * (a * b),
    "shared": lambda a, b, c, d, e: a * b + c * d * e + a.exp(),
    "one number": lambda a: a,
    "ladder": ladder,
    **{name: function for name, (function, *_) in GRAPHS.items()},
}
CROSSINGS = {"both to both": 1, "shared": 2}  # of the others none


def made(name):
    names = signature(SAMPLES[name]).parameters
    return SAMPLES[name](*map(Value, (2.0, 3.0, -1.0, 0.3, 0.1), names))


@pytest.fixture(params=SAMPLES)
def output(request):
    return made(request.param)


def drawn(output, step=None):
    figure, ax = new_figure(8.6, 4.2)
    return figure, draw_graph(ax, output, step)


def shown(picture):
    """What the nodes say: (operation, value, gradient) of each."""
    texts = [(node.operation, node.value, node.gradient) for node in picture.nodes]
    return [tuple(text.get_text() for text in node) for node in texts]


# ---- geometry ----------------------------------------------------------------------------


def turn(a, b, c):
    return np.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


@pytest.mark.parametrize("name", SAMPLES)
def test_edges_run_right_clear_of_nodes_and_cross_seldom(name):
    graph_plan = plan(drawn_nodes(made(name)))
    size = np.array([graph_plan.width, graph_plan.height])
    for one, other in combinations(graph_plan.places, 2):
        assert (np.abs(one - other) > size * 1.05).any()
    for edge in graph_plan.edges:
        assert (np.diff(edge.way[:, 0]) > 0).all()
        for i, end, side in ((edge.source, 0, 1), (edge.target, -1, -1)):
            x, y = graph_plan.places[i]
            assert edge.way[end][0] == pytest.approx(x + side * graph_plan.width / 2)
            assert abs(edge.way[end][1] - y) < graph_plan.height / 2
    strokes = [(e, *ends) for e, edge in enumerate(graph_plan.edges) for ends in pairwise(edge.way)]
    for _, start, end in strokes:
        inside = start + np.linspace(0.02, 0.98, 49)[:, None] * (end - start)
        for place in graph_plan.places:
            assert not (np.abs(inside - place) < size / 2 - 1e-9).all(axis=1).any()
    crossings = sum(
        turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
        for (e, a, b), (f, c, d) in combinations(strokes, 2)
        if e != f
    )
    assert crossings <= CROSSINGS.get(name, 0)


def test_a_graph_too_large_to_read_is_refused():
    v = Value(1.0)
    for _ in range(8):
        v = v.tanh()
    with pytest.raises(ValueError, match=r"9 nodes in 9 columns and 1 rows.* draw the graph of"):
        drawn(v)


def test_everything_is_readable_and_text_fits_into_its_node(output):
    figure, picture = drawn(output, len(graph_steps(output)))
    assert_readable(figure)
    for node in picture.nodes:
        for text in (node.operation, node.value, node.gradient):
            assert text.get_window_extent().width <= node.box.get_window_extent().width


# ---- numbers -----------------------------------------------------------------------------


def test_each_step_adds_one_number_until_all_are_there(output):
    nodes = drawn_nodes(output)
    _, picture = drawn(output, 0)
    before = [text for node in shown(picture) for text in node]
    for step in range(1, len(graph_steps(output)) + 1):
        update_graph(picture, output, step)
        now = [text for node in shown(picture) for text in node]
        changed = [(old, new) for old, new in zip(before, now, strict=True) if old != new]
        assert len(changed) == 1
        assert changed[0][0] == ""
        before = now
    assert not any(node.gradient for node in nodes)  # stepping leaves the nodes alone
    found = gradients_of(nodes)
    output.backward()
    assert found == pytest.approx([node.gradient for node in nodes], rel=1e-14)
    assert [(value, gradient) for _, value, gradient in shown(picture)] == [
        (rounded(node.value), rounded(node.gradient)) for node in nodes
    ]
    assert [edge.label.get_text() for edge in picture.edges] == [
        rounded(nodes[edge.target].parents[edge.operand][1]) for edge in picture.plan.edges
    ]


def test_a_node_computes_after_its_operands_and_is_differentiated_before_them(output):
    nodes = drawn_nodes(output)
    place = {step: k for k, step in enumerate(graph_steps(output))}
    for edge in plan(nodes).edges:
        assert place["backward", edge.target] < place["backward", edge.source]
        assert place.get(("forward", edge.source), -1) < place["forward", edge.target]


def test_constants_stand_inside_the_operation_and_long_names_give_way_to_a_word():
    v, long, longer = map(Value, (3.0, 2.0, 3.0), ("v", "something_long", "something_else"))
    for result, words in [
        (v - 1, "$v$ − 1"),
        (v * -2, "$v$ · (−2)"),
        (v**2, "$v$²"),
        (v**-1, "$v$⁻¹"),
        (v**0.5, "$v$^0.5"),
        (-v, "−$v$"),
        (v.relu(), "max(0, $v$)"),
        (v.sigmoid(), "σ($v$)"),
    ]:
        assert [operation for operation, *_ in shown(drawn(result)[1])] == ["input", words]
    assert shown(drawn((long * longer + 1).relu().sigmoid().tanh())[1])[2][0] == "times"


# ---- words -------------------------------------------------------------------------------


def words_at(output, phase, name):
    """The two lines below the picture at the step of the node called `name`."""
    wanted = next(i for i, node in enumerate(drawn_nodes(output)) if node.name == name)
    step = graph_steps(output).index((phase, wanted)) + 1
    return [text.get_text().replace("$", "") for text in drawn(output, step)[1].words]


FORK_X = "df/dx = ∂u/∂x · df/du  +  ∂v/∂x · df/dv", "df/dx = 1 · 1  +  1 · 3 = 4      (2 paths"


@pytest.mark.parametrize(
    ("graph", "phase", "name", "lines"),
    [
        ("fork", "forward", "f", ["f = u · v = 3 · 1 = 3", "∂f/∂u = v = 1      ∂f/∂v = u = 3"]),
        ("fork", "backward", "f", ["df/df = 1", "as fast as itself"]),
        ("fork", "backward", "x", FORK_X),
        ("neuron", "forward", "ŷ", ["ŷ = σ(z) = σ(1) ≈ 0.731", "∂ŷ/∂z = ŷ (1 − ŷ) ≈ 0.197"]),
        ("neuron", "forward", "e", ["e = ŷ − 1 = 0.731 − 1 = −0.269", "∂e/∂ŷ = 1"]),
        ("neuron", "forward", "q", ["q = e² = (−0.269)² ≈ 0.072", "∂q/∂e = 2 e = −0.538"]),
        ("neuron", "backward", "z", ["dJ/dz = ∂ŷ/∂z · dJ/dŷ", "0.197 · (−0.269) ≈ −0.053"]),
        ("relu", "forward", "f", ["f = max(0, z) = max(0, 1) = 1", "∂f/∂z = 1"]),
    ],
)
def test_the_arithmetic_of_a_step(graph, phase, name, lines):
    found = words_at(build(graph, 1.0, 2.0, -1.0), phase, name)
    for line, part in zip(found, lines, strict=True):
        assert part in line


def test_an_edge_straight_to_the_output_is_not_the_gradient():
    """∂f/∂b of the product is one of two terms of df/db: the letters must differ."""
    output = made("sum times b")
    output.name, output.parents[0][0].name = "f", "u"
    rule, numbers = words_at(output, "backward", "b")
    assert "df/db = ∂u/∂b · df/du  +  ∂f/∂b · df/df" in rule
    assert "df/db = 1 · 3  +  5 · 1 = 8" in numbers


# ---- the live figure's scene ---------------------------------------------------------------

FORMULAS = {
    "fork": lambda w, x, b: (w + x) * (x + b),
    "neuron": lambda w, x, b: (1 / (1 + np.exp(-(w * x + b))) - 1) ** 2 / 2,
    "relu": lambda w, x, b: max(0.0, w * x + b),
}


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_graphs_compute_their_formulas_and_the_scene_says_the_gradients(graph):
    f, h = FORMULAS[graph], 1e-6
    for point in np.random.default_rng(0).uniform(-2, 2, (20, 3)):
        output = build(graph, *point)
        output.backward()
        assert output.value == pytest.approx(f(*point), rel=1e-12)
        found = {node.name: node.gradient for node in output.history()}
        values = dict(zip("wxb", point, strict=True))
        words = ChainRule().describe(t=last_step(graph), graph=graph, **values)
        for name, direction in zip("wxb", np.eye(3), strict=True):
            moved = (f(*(point + h * direction)) - f(*(point - h * direction))) / (2 * h)
            assert found[name] == pytest.approx(moved, abs=1e-8)
            assert f"{name} {rounded(found[name])}" in words.split("gradients so far")[1]
