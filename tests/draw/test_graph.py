"""Computational graphs: their geometry, their numbers, and the arithmetic of every step."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.text import Text

from lecturekit.draw import draw_graph, graph_steps, new_figure, update_graph
from lecturekit.draw.graph import gradients_of
from lecturekit.draw.graph_plan import drawn_nodes, plan
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.chain_rule import GRAPHS, ChainRule, build, last_step
from lecturekit.draw.style import GRADIENT, HIGHLIGHT
from lecturekit.graph import Value


def named(**numbers):
    return [Value(x, name) for name, x in numbers.items()]


def sum_times_b(a=2.0, b=3.0):
    a, b = named(a=a, b=b)
    return (a + b) * b


def two_inputs():
    w_1, x_1, w_2, x_2, b = named(w_1=0.5, x_1=2.0, w_2=-1.0, x_2=0.3, b=0.1)
    return (w_1 * x_1 + w_2 * x_2 + b).sigmoid()


def powers():
    (a,) = named(a=1.5)
    return a * a + a.exp() - a**-1


def ladder():
    a, b = named(a=0.5, b=-0.3)
    for _ in range(3):
        a, b = a * b, b.tanh()
    return a + b


def three_terms():
    a_1, a_2, a_3, a_4, a_5 = (Value(k, f"a_{k}") for k in range(1, 6))
    return a_1 * a_2 + a_3 * a_4 * a_5 + a_1.exp()


def one_number():
    return Value(2.0, "a")


SAMPLES = {
    "sum times b": sum_times_b,
    "two inputs": two_inputs,
    "powers": powers,
    "ladder": ladder,
    "three terms": three_terms,
    "one number": one_number,
    **{name: lambda name=name: build(name, 1.0, 2.0, -1.0) for name in GRAPHS},
}


@pytest.fixture(params=SAMPLES)
def output(request):
    return SAMPLES[request.param]()


def drawn(output, step=None, **options):
    figure, ax = new_figure(8.6, 4.2)
    return figure, draw_graph(ax, output, step, **options)


def pixels(figure):
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def shown(picture):
    """What the nodes say: (operation, value, gradient) of each."""
    return [
        (node.operation.get_text(), node.value.get_text(), node.gradient.get_text())
        for node in picture.nodes
    ]


# ---- geometry ----------------------------------------------------------------------------


def strokes(graph_plan):
    """All straight pieces of all edges: (edge, start, end)."""
    return [
        (e, start, end)
        for e, edge in enumerate(graph_plan.edges)
        for start, end in pairwise(edge.way)
    ]


def turn(a, b, c):
    return np.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def crossings(graph_plan):
    return sum(
        turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
        for (e, a, b), (f, c, d) in combinations(strokes(graph_plan), 2)
        if e != f
    )


def test_edges_run_right_from_node_to_node(output):
    graph_plan = plan(drawn_nodes(output))
    for edge in graph_plan.edges:
        assert (np.diff(edge.way[:, 0]) > 0).all()
        for i, end, side in ((edge.source, 0, 1), (edge.target, -1, -1)):
            x, y = graph_plan.places[i]
            assert edge.way[end][0] == pytest.approx(x + side * graph_plan.width / 2)
            assert abs(edge.way[end][1] - y) < graph_plan.height / 2


def test_no_edges_cross_where_they_need_not(output):
    assert crossings(plan(drawn_nodes(output))) == 0


def test_edges_that_must_cross_do_so_once():
    a, b = named(a=1.0, b=2.0)
    f = (a + b) * (a * b)  # both inputs to both
    assert crossings(plan(drawn_nodes(f))) == 1


def test_nodes_keep_clear_of_one_another_and_of_edges(output):
    graph_plan = plan(drawn_nodes(output))
    size = np.array([graph_plan.width, graph_plan.height])
    for one, other in combinations(graph_plan.places, 2):
        assert (np.abs(one - other) > size * 1.05).any()
    for _, start, end in strokes(graph_plan):
        inside = start + np.linspace(0.02, 0.98, 49)[:, None] * (end - start)
        for place in graph_plan.places:
            assert not (np.abs(inside - place) < size / 2 - 1e-9).all(axis=1).any()


def test_columns_follow_the_longest_path():
    a, b = named(a=1.0, b=2.0)
    z = a * b
    f = z.tanh() + z
    graph_plan = plan(drawn_nodes(f))
    x = dict(zip(drawn_nodes(f), graph_plan.places[:, 0].round(6), strict=True))
    columns = sorted(set(x.values()))
    assert [columns.index(x[node]) for node in (a, b, z, f)] == [0, 0, 1, 3]


def test_rows_keep_the_order_of_the_expression_where_they_can():
    x_1, x_2 = named(x_1=1.0, x_2=2.0)
    first, second = ((x_1 * k + x_2 * 0.3 * k).tanh() for k in (0.3, -0.2))
    nodes = drawn_nodes((first - second).sigmoid())
    height = {node.name: y for node, (_, y) in zip(nodes, plan(nodes).places, strict=True)}
    assert height["x_1"] > height["x_2"]


def test_an_input_stands_before_its_first_use():
    output = build("neuron", 1.0, 2.0, -1.0)
    nodes = {node.name: i for i, node in enumerate(drawn_nodes(output))}
    x = plan(drawn_nodes(output)).places[:, 0]
    assert x[nodes["b"]] == x[nodes["p"]]


@pytest.mark.parametrize("step", [None, 1, "last"])
def test_everything_is_readable_and_on_the_sheet(output, step):
    output.backward()
    figure, picture = drawn(output, len(graph_steps(output)) if step == "last" else step)
    pixels(figure)
    for text in figure.findobj(Text):
        if text.get_text():
            assert text.get_fontsize() >= 9
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, text.get_text()
            assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, text.get_text()
    for node in picture.nodes:
        for text in (node.operation, node.value, node.gradient):
            if text.get_text():
                assert text.get_window_extent().width <= node.box.get_window_extent().width


# ---- numbers -----------------------------------------------------------------------------


def test_after_the_last_step_every_number_is_there(output):
    nodes = drawn_nodes(output)
    _, picture = drawn(output, len(graph_steps(output)))
    output.backward()
    assert [(value, gradient) for _, value, gradient in shown(picture)] == [
        (rounded(node.value), rounded(node.gradient)) for node in nodes
    ]
    assert [edge.label.get_text() for edge in picture.edges] == [
        rounded(nodes[edge.target].parents[edge.operand][1]) for edge in picture.plan.edges
    ]


def test_each_step_adds_one_number_to_the_picture(output):
    _, picture = drawn(output, 0)
    before = [text for node in shown(picture) for text in node]
    for step in range(1, len(graph_steps(output)) + 1):
        update_graph(picture, output, step)
        now = [text for node in shown(picture) for text in node]
        changed = [(old, new) for old, new in zip(before, now, strict=True) if old != new]
        assert len(changed) == 1
        assert changed[0][0] == ""
        before = now


def test_a_node_computes_after_its_operands_and_is_differentiated_before_them(output):
    nodes = drawn_nodes(output)
    order = graph_steps(output)
    assert order[-len(nodes)] == ("backward", len(nodes) - 1)
    place = {step: k for k, step in enumerate(order)}
    for edge in plan(nodes).edges:
        source, target = edge.source, edge.target
        assert place["backward", target] < place["backward", source]
        if nodes[source].parents:
            assert place["forward", source] < place["forward", target]


def test_stepping_leaves_the_nodes_alone():
    output = sum_times_b()
    drawn(output, len(graph_steps(output)))
    assert [node.gradient for node in drawn_nodes(output)] == [0.0] * 4


def test_without_a_step_it_shows_what_the_nodes_hold():
    output = sum_times_b()
    _, picture = drawn(output)
    assert [gradient for *_, gradient in shown(picture)] == [""] * 4
    output.backward()
    update_graph(picture, output)
    assert shown(picture) == [
        ("input", "2", "3"),
        ("input", "3", "8"),
        ("$a$ + $b$", "5", "3"),
        ("$v_{1}$ · $b$", "15", "1"),
    ]


def test_gradients_of_are_those_of_backward(output):
    nodes = drawn_nodes(output)
    found = gradients_of(nodes)
    output.backward()
    assert found == pytest.approx([node.gradient for node in nodes], rel=1e-14)


def test_constants_stand_inside_the_operation():
    (v,) = named(v=3.0)
    for result, words in [
        (v - 1, "$v$ − 1"),
        (2 / v, "2 / $v$"),
        (v * -2, "$v$ · (−2)"),
        (v**2, "$v$²"),
        (v**-1, "$v$⁻¹"),
        (v**0.5, "$v$^0.5"),
        (2**v, "2^$v$"),
        (-v, "−$v$"),
        (v.relu(), "max(0, $v$)"),
        (v.sigmoid(), "σ($v$)"),
        (v.log(), "log($v$)"),
    ]:
        _, picture = drawn(result)
        assert [operation for operation, *_ in shown(picture)] == ["input", words]


def test_long_names_give_way_to_a_word():
    number, other = named(something_long=2.0, something_else=3.0)
    _, picture = drawn((number * other + 1).relu().sigmoid().tanh())
    assert shown(picture)[2][0] == "times"


def test_the_step_is_lit_in_its_direction():
    output = sum_times_b()
    _, picture = drawn(output, 1)
    assert same_color(picture.nodes[2].box.get_edgecolor(), HIGHLIGHT)
    lit = [same_color(edge.line.get_color(), HIGHLIGHT) for edge in picture.edges]
    assert lit == [edge.target == 2 for edge in picture.plan.edges]
    update_graph(picture, output, 4)  # the gradient of the sum, after that of the output
    order = graph_steps(output)
    (_, now) = order[3]
    assert same_color(picture.nodes[now].box.get_edgecolor(), GRADIENT)
    for edge, artists in zip(picture.plan.edges, picture.edges, strict=True):
        back = edge.source == now
        assert same_color(artists.line.get_color(), GRADIENT) == back
        near = edge.way[0] if back else edge.way[-1]  # the arrowhead points where it goes
        assert np.hypot(*(np.ravel(artists.head.get_data()) - near)) < 0.1


def test_updating_is_the_same_as_drawing_anew(output):
    steps = len(graph_steps(output))
    figure, picture = drawn(output, steps)
    for step in (0, steps // 2, steps - 1, None):
        update_graph(picture, output, step)
        np.testing.assert_array_equal(pixels(figure), pixels(drawn(output, step)[0]))


# ---- words -------------------------------------------------------------------------------


def words_at(output, phase, name):
    """The two lines below the picture at the step of the node called `name`."""
    nodes = drawn_nodes(output)
    wanted = next(i for i, node in enumerate(nodes) if node.name == name)
    step = graph_steps(output).index((phase, wanted)) + 1
    return [text.get_text().replace("$", "") for text in drawn(output, step)[1].words]


@pytest.mark.parametrize(
    ("graph", "phase", "name", "lines"),
    [
        ("fork", "forward", "u", ["u = w + x = 1 + 2 = 3", "∂u/∂w = 1      ∂u/∂x = 1"]),
        ("fork", "forward", "f", ["f = u · v = 3 · 1 = 3", "∂f/∂u = v = 1      ∂f/∂v = u = 3"]),
        ("fork", "backward", "f", ["df/df = 1", "as fast as itself"]),
        (
            "fork",
            "backward",
            "x",
            [
                "df/dx = ∂u/∂x · df/du  +  ∂v/∂x · df/dv",
                "df/dx = 1 · 1  +  1 · 3 = 4      (2 paths",
            ],
        ),
        ("neuron", "forward", "ŷ", ["ŷ = σ(z) = σ(1) ≈ 0.731", "∂ŷ/∂z = ŷ (1 − ŷ) ≈ 0.197"]),
        ("neuron", "forward", "e", ["e = ŷ − 1 = 0.731 − 1 = −0.269", "∂e/∂ŷ = 1"]),
        ("neuron", "forward", "q", ["q = e² = (−0.269)² ≈ 0.072", "∂q/∂e = 2 e = −0.538"]),
        ("neuron", "forward", "J", ["J = q / 2 = 0.072 / 2 = 0.036", "∂J/∂q = 1 / 2 = 0.5"]),
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
    output = sum_times_b()
    output.name, output.parents[0][0].name = "f", "u"
    rule, numbers = words_at(output, "backward", "b")
    assert "df/db = ∂u/∂b · df/du  +  ∂f/∂b · df/df" in rule
    assert "df/db = 1 · 3  +  5 · 1 = 8" in numbers


def test_a_sum_too_long_for_its_line_is_shortened():
    (a,) = named(a=2.0)
    output = a * a + a * a + a * a
    rule, numbers = words_at(output, "backward", "a")
    assert "the sum over 6 paths" in rule
    assert "…" in numbers
    assert "= 12" in numbers


# ---- refusals ----------------------------------------------------------------------------


def test_what_is_not_a_value_is_refused():
    with pytest.raises(TypeError, match="output is a float, but a Value is needed"):
        drawn(3.0)


@pytest.mark.parametrize("step", [-1, 7, 1.5, True])
def test_a_step_that_does_not_exist_is_refused(step):
    with pytest.raises(ValueError, match=r"step is .*(at least 0|at most 6|whole number)"):
        drawn(sum_times_b(), step)


def test_a_graph_too_large_to_read_is_refused():
    v = Value(1.0)
    for _ in range(8):
        v = v.tanh()
    with pytest.raises(ValueError, match=r"9 columns and 1 rows.* draw the graph of one"):
        drawn(v)
    for _ in range(8):
        v = v.tanh()
    with pytest.raises(ValueError, match=r"has 17 nodes, .* room for 16"):
        drawn(v)


def test_another_graph_cannot_replace_the_drawn_one():
    _, picture = drawn(sum_times_b())
    a, b = named(a=2.0, b=3.0)
    for other in ((a + b) * a, (a - b) * b, a + b):
        with pytest.raises(ValueError, match=r"another graph .* draw it anew"):
            update_graph(picture, other)


# ---- the live figure's scene ---------------------------------------------------------------


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_graphs_compute_their_formulas(graph):
    formulas = {
        "fork": lambda w, x, b: (w + x) * (x + b),
        "neuron": lambda w, x, b: (1 / (1 + np.exp(-(w * x + b))) - 1) ** 2 / 2,
        "relu": lambda w, x, b: max(0.0, w * x + b),
    }
    f, h = formulas[graph], 1e-6
    for point in np.random.default_rng(0).uniform(-2, 2, (20, 3)):
        output = build(graph, *point)
        output.backward()
        assert output.value == pytest.approx(f(*point), rel=1e-12)
        found = {node.name: node.gradient for node in output.history()}
        for name, direction in zip("wxb", np.eye(3), strict=True):
            moved = (f(*(point + h * direction)) - f(*(point - h * direction))) / (2 * h)
            assert found[name] == pytest.approx(moved, abs=1e-8)


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_scene_says_the_gradient_of_every_input(graph):
    values = {"w": 1.0, "x": 2.0, "b": -1.0}
    output = build(graph, **values)
    output.backward()
    words = ChainRule().describe(t=last_step(graph), graph=graph, **values)
    for node in output.history():
        if node.name in values:
            assert f"{node.name} {rounded(node.gradient)}" in words.split("gradients so far")[1]


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_scene_has_room_for_its_words(graph):
    scene = ChainRule()
    scene.update(t=last_step(graph), graph=graph, w=1.0, x=2.0, b=-1.0)
    pixels(scene.figure)
    for text in scene.pictures[graph].words:
        box = text.get_window_extent()
        assert text.get_text()
        assert scene.figure.bbox.y0 <= box.y0 < box.y1 <= scene.figure.bbox.y1
