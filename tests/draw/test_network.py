"""Networks as graphs."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.text import Text

from lecturekit.draw import draw_network, new_figure, update_network
from lecturekit.draw.network import spread_labels
from lecturekit.draw.palette import NEGATIVE, PART_COLOURS, POSITIVE
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import faded
from lecturekit.draw.sheet import sign_colour
from lecturekit.network import Network


def pixels(figure):
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def assert_inside(figure, smallest):
    """No text is smaller than `smallest` points, none leaves the figure."""
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            assert text.get_fontsize() >= smallest
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, text.get_text()
            assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, text.get_text()


def by_hand():
    """The published 2-3-1 example."""
    network = Network([2, 3, 1], activation="sigmoid", output="sigmoid")
    network.layers[0].W[:] = [[1, 2], [-1, 2], [3, -1]]
    network.layers[1].W[:] = [[0.1, 0.5, -0.1]]
    return network


def texts(artists):
    return [artist.get_text() for artist in artists]


@pytest.mark.parametrize("sizes", [[784, 8, 20, 3], [1, 2, 3, 4, 5, 6]])
def test_every_network_draws_inside_its_sheet(sizes):
    figure, ax = new_figure(9, 4.4)
    picture = draw_network(ax, sizes)
    pixels(figure)
    assert [len(picture.inputs), *map(len, picture.neurons)] == [
        size if size <= 8 else 7 for size in sizes
    ]
    assert len(picture.plan.dots) == sum(size > 8 for size in sizes)
    assert_inside(figure, 8.5)


@pytest.mark.parametrize("x", [None, [2.0]])
def test_the_smallest_network_draws_too(x):
    """One line alone: its label has no other to keep clear of."""
    figure, ax = new_figure(9, 4.4)
    picture = draw_network(ax, Network([1, 1], output="sigmoid"), x)
    pixels(figure)
    assert (len(picture.inputs), len(picture.neurons)) == (1, 1)


def test_every_number_of_the_forward_pass_is_shown():
    _, ax = new_figure()
    network, x = by_hand(), (5, 3)
    picture = draw_network(ax, network, x)
    trace = network.forward([x])
    assert [node.left_text.get_text() for node in picture.inputs] == ["5", "3"]
    for layer, Z, A in zip(picture.neurons, trace.pre_activations, trace.outputs[1:], strict=True):
        assert [node.left_text.get_text() for node in layer] == [rounded(z) for z in Z[0]]
        assert [node.right_text.get_text() for node in layer] == [rounded(a) for a in A[0]]
    assert picture.neurons[1][0].right_text.get_text() == "0.59"
    for layer, rows in zip(network.layers, picture.edge_labels, strict=True):
        for k, row in enumerate(rows):
            assert texts(row) == [rounded(w) for w in layer.W[k]]


def test_edges_tell_sign_and_size():
    _, ax = new_figure()
    network = by_hand()
    picture = draw_network(ax, network)
    assert [(len(rows), len(rows[0])) for rows in picture.edges] == [(3, 2), (1, 3)]
    for layer, rows in zip(network.layers, picture.edges, strict=True):
        for k, row in enumerate(rows):
            assert [edge.get_color() for edge in row] == [sign_colour(w) for w in layer.W[k]]
    widths = [edge.get_linewidth() for edge in picture.edges[1][0]]
    assert widths[1] > widths[0] == widths[2]


def test_a_step_lights_its_neuron_and_hides_those_to_come():
    _, ax = new_figure()
    picture = draw_network(ax, by_hand(), (5, 3), step=2)
    first, second, third = picture.neurons[0]
    assert first.left_text.get_text() == "11"
    assert second.right_text.get_text() == "0.731"
    assert third.left_text.get_text() == r"$\Sigma$"
    assert picture.formula.get_text() == (
        r"$z$ = −1 · 5 + 2 · 3 + 0 = 1        $a$ = $\sigma$(1) ≈ 0.731"
    )
    faces = [node.left.get_facecolor() for node in picture.neurons[0]]
    lit, faded_soma = PART_COLOURS["soma"][0], faded(PART_COLOURS["soma"][0])
    assert faces == [to_rgba(colour) for colour in (lit, lit, faded_soma)]
    colours = [[edge.get_color() for edge in row] for row in picture.edges[0]]
    assert colours[1] == [NEGATIVE, POSITIVE]
    assert colours[0] == [faded(POSITIVE)] * 2
    update_network(picture, by_hand(), (5, 3), step=0)
    assert first.left_text.get_text() == r"$\Sigma$"
    assert picture.formula.get_text() == ""


@pytest.mark.parametrize("options", [{}, {"step": 0}, {"step": 3}])
def test_an_update_is_as_good_as_a_fresh_drawing(options):
    network = Network([2, 3, 1], activation="relu", output="sigmoid", seed=5)
    network.layers[0].b[:] = [0.5, -1.25, 1e-7]
    x = (-12345.6, 1e-9)
    fresh, ax = new_figure()
    draw_network(ax, network, x, **options)
    figure, ax = new_figure()
    start = Network([2, 3, 1], activation="relu", output="sigmoid")
    picture = draw_network(ax, start, (1, 2), step=2)
    before = figure.findobj()
    update_network(picture, network, x, **options)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))


def test_weights_without_an_example_update_too():
    fresh, ax = new_figure()
    draw_network(ax, Network([4, 9, 3], seed=1))
    figure, ax = new_figure()
    picture = draw_network(ax, Network([4, 9, 3], seed=2))
    update_network(picture, Network([4, 9, 3], seed=1))
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))


def test_numbers_stay_in_their_neurons():
    network = Network([2, 4, 4, 1], activation="tanh", seed=3)
    figure, ax = new_figure(9, 4.4)
    picture = draw_network(ax, network, (-0.123456, 1.25e-7))
    pixels(figure)
    for node in [node for layer in picture.neurons for node in layer]:
        for half, text in ((node.left, node.left_text), (node.right, node.right_text)):
            outer, inner = half.get_window_extent(), text.get_window_extent()
            assert outer.x0 - 1 <= inner.x0 <= inner.x1 <= outer.x1 + 1, text.get_text()


def test_labels_on_crossing_edges_keep_apart():
    ends = np.array([[(0, j), (3.3, 1.7 * k)] for k in range(3) for j in (0.5, 2.2)], float)
    places = spread_labels(ends)
    for i in range(len(places)):
        for j in range(i):
            assert np.abs(places[i] - places[j])[0] > 0.85 or np.abs(places[i] - places[j])[1] > 0.3


def test_features_can_have_names():
    _, ax = new_figure()
    picture = draw_network(ax, by_hand(), (5, 3), names=["width", "height"])
    assert texts(picture.input_names) == ["width  $x_{1}$", "height  $x_{2}$"]


@pytest.mark.parametrize(
    ("x", "message"), [((1, 2, 3), "x has 3 entries, but 2"), ((1, np.nan), "x holds nan")]
)
def test_a_bad_example_is_refused(x, message):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=message):
        draw_network(ax, by_hand(), x)
