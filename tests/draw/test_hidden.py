"""Input and hidden space, the maps of hidden neurons, and the lines in them."""

import numpy as np
import pytest

from lecturekit.activations import get_activation
from lecturekit.draw import (
    draw_hidden_maps,
    draw_hidden_space,
    new_figure,
    update_hidden_maps,
    update_hidden_space,
)
from lecturekit.draw.hidden_space import score_at
from lecturekit.draw.level_lines import level_line
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


def sizes(*numbers, **options):
    return Network(numbers, output="sigmoid", **options)


# ---- level lines


def test_a_level_line_lies_where_the_function_takes_the_level():
    x = np.linspace(-2, 2, 81)
    circle = level_line(x, x, x[None, :] ** 2 + x[:, None] ** 2, 1.0)
    radii = np.hypot(*circle.T)
    np.testing.assert_allclose(radii[~np.isnan(radii)], 1, atol=2e-3)
    assert np.isnan(circle[2::3]).all()
    assert np.isfinite(circle[::3]).all()
    # its pieces add up to the whole circle
    assert np.nansum(np.hypot(*(circle[1::3] - circle[::3]).T)) == pytest.approx(
        2 * np.pi, abs=0.01
    )


@pytest.mark.parametrize("values", [np.ones((3, 3)), np.full((3, 3), np.nan)])
def test_there_may_be_no_line(values):
    assert level_line(np.arange(3), np.arange(3), values).shape == (0, 2)


def test_a_saddle_has_two_pieces():
    assert level_line(np.arange(2), np.arange(2), np.array([[1, -1], [-1, 1]])).shape == (6, 2)


# ---- hidden space


def test_the_hidden_layer_moves_the_points():
    figure, axes = new_figure(8, 4, columns=2)
    picture = draw_hidden_space(axes, goodfellow(), X, Y)
    moved = [point.get_xydata()[0].tolist() for point in picture.hidden_points]
    assert moved == [[0, 0], [1, 0], [1, 0], [2, 1]]
    assert [text.get_text() for text in picture.numbers] == ["1", "2", "3", "4"]
    assert [text.get_text() for text in picture.hidden_numbers] == ["1", "2, 3", "", "4"]
    pixels(figure)


def test_the_lines_are_those_of_the_neurons():
    _, axes = new_figure(8, 4, columns=2)
    picture = draw_hidden_space(axes, goodfellow(), X, Y)
    for arrow, total in zip(picture.lines, (0, 1), strict=True):
        np.testing.assert_allclose(arrow.line.get_xydata().sum(axis=1), total, atol=1e-12)
    np.testing.assert_allclose(picture.output_line.line.get_xydata() @ (1, -2), 0.5)


def test_both_spaces_are_shaded_by_the_answer():
    _, axes = new_figure(8, 4, columns=2)
    picture = draw_hidden_space(axes, goodfellow(), X, Y)
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
    network, limits = sizes(2, 2, 1, activation=activation, seed=4), (-1.5, 2.5)
    fresh, axes = new_figure(8, 4, columns=2)
    draw_hidden_space(axes, network, X, Y, hidden_limits=limits)
    pixels(fresh)  # the layout settles while a figure is drawn for the first time
    figure, axes = new_figure(8, 4, columns=2)
    start = sizes(2, 2, 1, activation=activation, seed=1)
    start.theta[:] = 0  # no lines at all
    picture = draw_hidden_space(axes, start, X, Y, hidden_limits=limits)
    pixels(figure)
    before = figure.findobj()
    update_hidden_space(picture, network)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))
    assert axes[1].get_xlim() == limits


def test_many_points_have_no_numbers():
    _, axes = new_figure(8, 4, columns=2)
    points = np.random.default_rng(0).normal(size=(30, 2))
    picture = draw_hidden_space(axes, goodfellow(), points, points[:, 0] > 0)
    assert picture.numbers == picture.hidden_numbers == []


@pytest.mark.parametrize(
    ("name", "threshold", "z"), [("sigmoid", 0.5, 0), ("step", 0.5, 0), ("identity", 0.5, 0.5)]
)
def test_the_score_at_a_threshold(name, threshold, z):
    assert score_at(get_activation(name), threshold) == pytest.approx(z)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"network": Network([2, 3, 1])}, r"network is \(2, 3, 1\).*Network\(\[2, 2, 1\]"),
        ({"network": "xor"}, "network is str"),
        ({"X": [[1, 2, 3]]}, "X has 3 features"),
        ({"y": (0, 1, 2, 0)}, "labels must be 0 or 1"),
        ({"xlim": (1, 0)}, "xlim is .1, 0.; give the smaller"),
        ({"hidden_limits": (1, 0)}, "hidden_limits is"),
        ({"axes": new_figure()[1]}, "axes holds 1 Axes"),
    ],
)
def test_a_bad_hidden_space_is_refused(change, message):
    arguments = {
        "axes": new_figure(columns=2)[1],
        "network": goodfellow(),
        "X": X,
        "y": Y,
    } | change
    with pytest.raises(ValueError, match=message):
        draw_hidden_space(**arguments)


# ---- hidden maps


def test_each_neuron_has_its_map():
    figure, axes = new_figure(9, 4.8, rows=2, columns=4)
    network = sizes(2, 5, 1, seed=2)
    picture = draw_hidden_maps(axes, network, X, Y, SIDE, SIDE)
    pixels(figure)
    assert len(picture.neurons) == 5
    assert [ax.get_visible() for ax in axes.ravel()] == [True] * 6 + [False] * 2
    first = network.layers[0]
    for k, panel in enumerate(picture.neurons):
        line = panel.line.get_xydata()
        z = line[~np.isnan(line[:, 0])] @ first.W[k] + first.b[k]
        np.testing.assert_allclose(z, 0, atol=1e-9)
        assert panel.image.get_array()[0, 0] == pytest.approx(
            0.5 + 0.5 * np.tanh(first.W[k] @ (-2, -2) + first.b[k])
        )


@pytest.mark.parametrize("network", [goodfellow(), sizes(2, 2, 1, activation="tanh", seed=3)])
def test_hidden_limits_hold_every_point(network):
    _, axes = new_figure(8, 4, columns=2)
    picture = draw_hidden_space(axes, network, X, Y)
    low, high = axes[1].get_xlim()
    places = np.array([point.get_xydata()[0] for point in picture.hidden_points])
    assert np.all((low < places) & (places < high))


@pytest.mark.parametrize(("activation", "layer"), [("relu", 2), ("tanh", 1), ("step", 1)])
def test_updated_maps_are_as_good_as_fresh_ones(activation, layer):
    network = sizes(2, 4, 3, 1, activation=activation, seed=6)
    fresh, axes = new_figure(9, 2.7, columns=4)
    draw_hidden_maps(axes, network, X, Y, SIDE, SIDE, layer=layer)
    figure, axes = new_figure(9, 2.7, columns=4)
    start = sizes(2, 4, 3, 1, activation=activation)
    start.theta[:] = 0
    picture = draw_hidden_maps(axes, start, X, Y, SIDE, SIDE, layer=layer)
    before = figure.findobj()
    update_hidden_maps(picture, network)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))


@pytest.mark.parametrize(
    ("network", "options", "message"),
    [
        (Network([3, 2, 1]), {}, "maps need two inputs"),
        (Network([2, 1]), {}, "a hidden layer"),
        (Network([2, 2, 1]), {"layer": 2}, "layer is 2"),
        (Network([2, 2, 1]), {"xlim": (1, 1)}, "xlim"),
        (None, {}, "a Network is needed"),
    ],
)
def test_bad_maps_are_refused(network, options, message):
    _, axes = new_figure(columns=3)
    with pytest.raises(ValueError, match=message):
        draw_hidden_maps(axes, network, X, Y, **{"xlim": SIDE, "ylim": SIDE} | options)


def test_maps_need_room_and_as_many_neurons():
    with pytest.raises(ValueError, match="axes holds 1 Axes"):
        draw_hidden_maps(new_figure()[1], Network([2, 2, 1]), X, Y, SIDE, SIDE)
    _, axes = new_figure(columns=4)
    picture = draw_hidden_maps(axes, Network([2, 3, 1]), X, Y, SIDE, SIDE)
    with pytest.raises(ValueError, match="draw it anew"):
        update_hidden_maps(picture, Network([2, 2, 1]))
