"""A picture that is updated is the one drawn afresh, and no artist is added.

Live figures are moved through all that their controls offer; here is what no control offers.
"""

import numpy as np
import pytest

from lecturekit import draw
from lecturekit.activations import relu, tanh
from lecturekit.draw.hidden import update_hidden_maps, update_hidden_space
from lecturekit.network import Network
from tests.draw.readable import pixels
from tests.draw.test_neurons import NUMBERS

CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])


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
    always = {"X": CORNERS, "y": (0, 1, 1, 0), "hidden_limits": (-1.5, 2.5)}
    assert_fresh(draw.draw_hidden_space, update_hidden_space, start, end, 2, **always)


@pytest.mark.parametrize(("activation", "layer"), [("relu", 2), ("tanh", 1), ("step", 1)])
def test_hidden_maps_without_lines(activation, layer):
    start, end = from_zero([2, 4, 3, 1], activation)
    always = {"X": CORNERS, "y": (0, 1, 1, 0), "xlim": (-2, 2), "ylim": (-2, 2), "layer": layer}
    assert_fresh(draw.draw_hidden_maps, update_hidden_maps, start, end, 4, **always)
