"""A picture that is updated is the one drawn afresh, and no artist is added.

Live figures are moved through all that their controls offer; here is what no control offers.
"""

import numpy as np
import pytest

from lecturekit.activations import relu, tanh
from lecturekit.datasets import digits
from lecturekit.draw import (
    draw_artificial_neuron,
    draw_convolution,
    draw_hidden_maps,
    draw_hidden_space,
    draw_layer_matrix,
    draw_network,
    new_figure,
    update_artificial_neuron,
    update_convolution,
    update_layer_matrix,
    update_network,
)
from lecturekit.draw.hidden import update_hidden_maps, update_hidden_space
from lecturekit.network import Network
from tests.draw.readable import pixels
from tests.draw.test_neurons import NUMBERS

CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
DIGIT, OTHER = digits().X[[0, 7]].reshape(2, 8, 8)


def assert_fresh(draw, update, start, end, columns=1, **always):
    """Draw `start`, update it to `end`, and compare with `end` drawn afresh."""
    pictures = []
    for arguments in (end, start):
        figure, axes = new_figure(10, 3.8, columns=columns)
        picture = draw(axes, **arguments, **always)
        pictures.append(pixels(figure))
    before = figure.findobj()
    update(picture, **end)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pictures[0])


@pytest.mark.parametrize("step", [None, 0, 3])
def test_a_network(step):
    start, network = (Network([2, 3, 1], "relu", "sigmoid", seed=seed) for seed in (0, 5))
    network.layers[0].b[:] = [0.5, -1.25, 1e-7]
    start = {"network": start, "x": (1, 2), "step": 2}
    end = {"network": network, "x": (-12345.6, 1e-9), "step": step}
    assert_fresh(draw_network, update_network, start, end)


def test_the_weights_of_a_network_without_an_example():
    start, end = ({"network": Network([4, 9, 3], seed=seed)} for seed in (2, 1))
    assert_fresh(draw_network, update_network, start, end)


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("symbols", [True, False])
def test_an_artificial_neuron(numbers, symbols):
    d = len(numbers[0])
    start = {"d": d} if symbols else {"x": np.ones(d), "w": -np.ones(d), "activation": relu}
    end = dict(zip("xwb", numbers, strict=True), activation=tanh)
    assert_fresh(draw_artificial_neuron, update_artificial_neuron, start, end)


@pytest.mark.parametrize("shape", [(1, 1), (6, 5)])
def test_a_layer_of_another_shape(shape):
    start = {"W": np.ones(shape), "b": np.zeros(shape[0]), "highlight": 1}
    end = {"W": [[1, 2], [-1, 2], [3, -1]], "b": [0.5, 0, -1], "highlight": 2}
    assert_fresh(draw_layer_matrix, update_layer_matrix, start, end)


@pytest.mark.parametrize("kernel", [SOBEL, np.full((5, 4), 1 / 3)])
def test_a_filter_of_any_size_on_another_image(kernel):
    start = {"image": DIGIT, "kernel": -kernel}
    end = {"image": OTHER, "kernel": kernel, "row": 3, "column": 4}
    assert_fresh(draw_convolution, update_convolution, start, end, 3, bias=0.5)


def from_zero(sizes, activation):
    """A network without any lines, and one with them."""
    start, end = (Network(sizes, activation, "sigmoid", seed=4) for _ in range(2))
    start.theta[:] = 0
    return {"network": start}, {"network": end}


@pytest.mark.parametrize("activation", ["relu", "step"])
def test_a_hidden_space_without_lines(activation):
    start, end = from_zero([2, 2, 1], activation)
    always = {"X": CORNERS, "y": (0, 1, 1, 0), "hidden_limits": (-1.5, 2.5)}
    assert_fresh(draw_hidden_space, update_hidden_space, start, end, 2, **always)


@pytest.mark.parametrize(("activation", "layer"), [("relu", 2), ("tanh", 1), ("step", 1)])
def test_hidden_maps_without_lines(activation, layer):
    start, end = from_zero([2, 4, 3, 1], activation)
    always = {"X": CORNERS, "y": (0, 1, 1, 0), "xlim": (-2, 2), "ylim": (-2, 2), "layer": layer}
    assert_fresh(draw_hidden_maps, update_hidden_maps, start, end, 4, **always)
