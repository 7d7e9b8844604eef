"""Networks as graphs and by their hidden neurons; and pictures that are updated.

Live figures are moved through all that their controls offer; here is what no control offers.
"""

import numpy as np
import pytest

from lecturekit import draw
from lecturekit.activations import relu, tanh
from lecturekit.draw.hidden import update_hidden_maps, update_hidden_space
from lecturekit.network import Network
from tests.draw.readable import assert_readable, pixels
from tests.draw.test_neurons import NUMBERS

XOR = {"X": np.array([(0, 0), (0, 1), (1, 0), (1, 1)]), "y": (0, 1, 1, 0)}


@pytest.mark.parametrize("sizes", [[784, 8, 20, 3], [1, 2, 3, 4, 5, 6]])
def test_every_network_draws_inside_its_sheet(sizes):
    figure, ax = draw.new_figure(9, 4.4)
    picture = draw.draw_network(ax, sizes)
    pixels(figure)
    assert [len(picture.inputs), *map(len, picture.neurons)] == [
        size if size <= 8 else 7 for size in sizes
    ]
    assert len(picture.plan.dots) == sum(size > 8 for size in sizes)
    assert_readable(figure, 8.5)


def test_numbers_stay_in_their_neurons():
    network = Network([2, 4, 4, 1], activation="tanh", seed=3)
    figure, ax = draw.new_figure(9, 4.4)
    picture = draw.draw_network(ax, network, (-0.123456, 1.25e-7))
    pixels(figure)
    for node in [node for layer in picture.neurons for node in layer]:
        for half, text in ((node.left, node.left_text), (node.right, node.right_text)):
            outer, inner = half.get_window_extent(), text.get_window_extent()
            assert outer.x0 - 1 <= inner.x0 <= inner.x1 <= outer.x1 + 1, text.get_text()


# ---- hidden neurons


def hidden_space(network):
    return draw.draw_hidden_space(draw.new_figure(8, 4, columns=2)[1], network, **XOR)


def test_the_lines_are_those_of_the_neurons():
    network = Network([2, 2, 1], activation="relu")
    network.theta[:] = [1, 1, 1, 1, 0, -1, 1, -2, 0]  # Goodfellow's
    picture = hidden_space(network)
    for arrow, total in zip(picture.lines, (0, 1), strict=True):
        np.testing.assert_allclose(arrow.line.get_xydata().sum(axis=1), total, atol=1e-12)
    np.testing.assert_allclose(picture.output_line.line.get_xydata() @ (1, -2), 0.5)


@pytest.mark.parametrize("activation", ["relu", "tanh", "step"])
def test_hidden_limits_hold_every_point(activation):
    picture = hidden_space(Network([2, 2, 1], activation, seed=3))
    low, high = picture.regions[1].axes.get_xlim()
    places = np.array([point.get_xydata()[0] for point in picture.hidden_points])
    assert np.all((low < places) & (places < high))


@pytest.mark.parametrize(
    ("network", "x", "message"),
    [
        ([2, 3, 1], [1.0, 2.0], r"network is \[2, 3, 1\], but an example x needs"),
        (Network([2, 3, 1]), [1.0], "x has 1 entry, but 2 are needed"),
    ],
)
def test_an_example_without_weights_is_refused_before_drawing(network, x, message):
    figure, ax = draw.new_figure(7, 3.4)
    before = len(figure.findobj())
    with pytest.raises(ValueError, match=message):
        draw.draw_network(ax, network, x=x)
    assert len(figure.findobj()) == before


def test_a_picture_that_is_updated_wants_weights_too():
    _, ax = draw.new_figure(7, 3.4)
    picture = draw.draw_network(ax, Network([2, 3, 1]), x=[1.0, 2.0])
    with pytest.raises(ValueError, match=r"network is \[2, 3, 1\], but an example x needs"):
        draw.update_network(picture, [2, 3, 1], [1.0, 2.0])


# ---- a picture that is updated is the one drawn afresh, and no artist is added


def assert_fresh(paint, update, start, end, columns=1, **always):
    """Draw `start`, update it to `end`, and compare with `end` drawn afresh."""
    pictures = []
    for arguments in (end, start):
        figure, axes = draw.new_figure(10, 3.8, columns=columns)
        picture = paint(axes, **arguments, **always)
        pictures.append(pixels(figure))
    before = figure.findobj()
    update(picture, **end)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pictures[0])


def test_the_weights_of_a_network_without_an_example():
    start, end = ({"network": Network([4, 9, 3], seed=seed)} for seed in (2, 1))
    assert_fresh(draw.draw_network, draw.update_network, start, end)


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("symbols", [True, False])
def test_an_artificial_neuron(numbers, symbols):
    d = len(numbers[0])
    start = {"d": d} if symbols else {"x": np.ones(d), "w": -np.ones(d), "activation": relu}
    end = dict(zip("xwb", numbers, strict=True), activation=tanh)
    assert_fresh(draw.draw_artificial_neuron, draw.update_artificial_neuron, start, end)


def from_zero(sizes, activation):
    """A network without any lines, and one with them."""
    start, end = (Network(sizes, activation, "sigmoid", seed=4) for _ in range(2))
    start.theta[:] = 0
    return {"network": start}, {"network": end}


@pytest.mark.parametrize("activation", ["relu", "step"])
def test_a_hidden_space_without_lines(activation):
    start, end = from_zero([2, 2, 1], activation)
    always = XOR | {"hidden_limits": (-1.5, 2.5)}
    assert_fresh(draw.draw_hidden_space, update_hidden_space, start, end, 2, **always)


@pytest.mark.parametrize(("activation", "layer"), [("relu", 2), ("tanh", 1), ("step", 1)])
def test_hidden_maps_without_lines(activation, layer):
    start, end = from_zero([2, 4, 3, 1], activation)
    always = XOR | {"xlim": (-2, 2), "ylim": (-2, 2), "layer": layer}
    assert_fresh(draw.draw_hidden_maps, update_hidden_maps, start, end, 4, **always)
