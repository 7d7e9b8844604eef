"""Input and hidden space, the maps of hidden neurons, and the lines in them."""

import numpy as np
import pytest

from lecturekit.draw.hidden import (
    draw_hidden_space,
)
from lecturekit.draw.style import new_figure
from lecturekit.network import Network

X, Y = np.array([(0, 0), (0, 1), (1, 0), (1, 1)]), (0, 1, 1, 0)
SIDE = (-2, 2)


def goodfellow():
    network = Network([2, 2, 1], activation="relu")
    network.layers[0].W[:] = 1
    network.layers[0].b[:] = (0, -1)
    network.layers[1].W[:] = (1, -2)
    return network


def space(network, **limits):
    figure, axes = new_figure(8, 4, columns=2)
    return figure, draw_hidden_space(axes, network, X, Y, **limits)


def test_the_lines_are_those_of_the_neurons():
    _, picture = space(goodfellow())
    for arrow, total in zip(picture.lines, (0, 1), strict=True):
        np.testing.assert_allclose(arrow.line.get_xydata().sum(axis=1), total, atol=1e-12)
    np.testing.assert_allclose(picture.output_line.line.get_xydata() @ (1, -2), 0.5)


@pytest.mark.parametrize("activation", ["relu", "tanh", "step"])
def test_hidden_limits_hold_every_point(activation):
    _, picture = space(Network([2, 2, 1], activation, seed=3))
    low, high = picture.regions[1].axes.get_xlim()
    places = np.array([point.get_xydata()[0] for point in picture.hidden_points])
    assert np.all((low < places) & (places < high))
