"""Input and hidden space, the maps of hidden neurons, and the lines in them."""

import numpy as np
import pytest

from lecturekit.activations import get_activation
from lecturekit.draw.hidden import (
    draw_hidden_maps,
    draw_hidden_space,
    score_at,
    update_hidden_maps,
    update_hidden_space,
)
from lecturekit.draw.style import new_figure
from lecturekit.network import Network
from tests.draw.test_network import pixels

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


def test_the_hidden_layer_moves_the_points():
    _, picture = space(goodfellow())
    moved = [point.get_xydata()[0].tolist() for point in picture.hidden_points]
    assert moved == [[0, 0], [1, 0], [1, 0], [2, 1]]
    assert [text.get_text() for text in picture.numbers] == ["1", "2", "3", "4"]
    assert [text.get_text() for text in picture.hidden_numbers] == ["1", "2, 3", "", "4"]


def test_the_lines_are_those_of_the_neurons():
    _, picture = space(goodfellow())
    for arrow, total in zip(picture.lines, (0, 1), strict=True):
        np.testing.assert_allclose(arrow.line.get_xydata().sum(axis=1), total, atol=1e-12)
    np.testing.assert_allclose(picture.output_line.line.get_xydata() @ (1, -2), 0.5)


def test_both_spaces_are_shaded_by_the_answer():
    _, picture = space(goodfellow())
    for region, points in zip(
        picture.regions, (picture.points, picture.hidden_points), strict=True
    ):
        x0, x1, y0, y1 = region.get_extent()
        shades = region.get_array()
        for point, answer in zip(points, Y, strict=True):
            (x, y) = point.get_xydata()[0]
            column = round((x - x0) / (x1 - x0) * (shades.shape[1] - 1))
            row = round((y - y0) / (y1 - y0) * (shades.shape[0] - 1))
            assert shades[row, column] == answer


@pytest.mark.parametrize("activation", ["relu", "step"])
def test_a_moved_network_is_as_good_as_a_fresh_drawing(activation):
    network = Network([2, 2, 1], activation, "sigmoid", seed=4)
    fresh, _ = space(network, hidden_limits=(-1.5, 2.5))
    pixels(fresh)  # the layout settles while a figure is drawn for the first time
    start = Network([2, 2, 1], activation, "sigmoid", seed=1)
    start.theta[:] = 0  # no lines at all
    figure, picture = space(start, hidden_limits=(-1.5, 2.5))
    pixels(figure)
    before = figure.findobj()
    update_hidden_space(picture, network)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))


@pytest.mark.parametrize("activation", ["relu", "tanh", "step"])
def test_hidden_limits_hold_every_point(activation):
    _, picture = space(Network([2, 2, 1], activation, seed=3))
    low, high = picture.regions[1].axes.get_xlim()
    places = np.array([point.get_xydata()[0] for point in picture.hidden_points])
    assert np.all((low < places) & (places < high))


@pytest.mark.parametrize(
    ("name", "threshold", "z"), [("sigmoid", 0.5, 0), ("step", 0.5, 0), ("identity", 0.5, 0.5)]
)
def test_the_score_at_a_threshold(name, threshold, z):
    assert score_at(get_activation(name), threshold) == pytest.approx(z)


def test_each_neuron_has_its_map():
    _, axes = new_figure(9, 4.8, rows=2, columns=4)
    network = Network([2, 5, 1], output="sigmoid", seed=2)
    picture = draw_hidden_maps(axes.ravel(), network, X, Y, SIDE, SIDE)
    assert [ax.get_visible() for ax in axes.ravel()] == [True] * 6 + [False] * 2
    first = network.layers[0]
    for k, panel in enumerate(picture.neurons):
        line = panel.line.get_xydata()
        z = line[~np.isnan(line[:, 0])] @ first.W[k] + first.b[k]
        np.testing.assert_allclose(z, 0, atol=1e-9)
        assert panel.image.get_array()[0, 0] == pytest.approx(
            0.5 + 0.5 * np.tanh(first.W[k] @ (-2, -2) + first.b[k])
        )


@pytest.mark.parametrize(("activation", "layer"), [("relu", 2), ("tanh", 1), ("step", 1)])
def test_updated_maps_are_as_good_as_fresh_ones(activation, layer):
    figures = []
    network = Network([2, 4, 3, 1], activation, "sigmoid", seed=6)
    start = Network([2, 4, 3, 1], activation, "sigmoid")
    start.theta[:] = 0
    for shown in (network, start):
        figure, axes = new_figure(9, 2.7, columns=4)
        picture = draw_hidden_maps(axes, shown, X, Y, SIDE, SIDE, layer=layer)
        figures.append(figure)
    before = figure.findobj()
    update_hidden_maps(picture, network)
    assert figure.findobj() == before
    np.testing.assert_array_equal(*map(pixels, figures))
