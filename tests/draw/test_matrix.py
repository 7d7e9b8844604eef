"""A layer as picture, matrix and code, and the colours of its neurons."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_hex

from lecturekit.draw import draw_layer_matrix, new_figure, style, update_layer_matrix
from lecturekit.draw.palette import LIGHT_NEURONS, NEURON_COLOURS
from lecturekit.draw.shapes import neuron_colour
from tests.draw.readable import assert_readable, pixels
from tests.draw.test_style import MACHADO, contrast, lab

W, B = [[1, 2], [-1, 2], [3, -1]], [0.5, 0, -1]


@pytest.mark.parametrize("vision", MACHADO)
def test_no_two_neurons_look_alike_nor_like_a_class(vision):
    seen = {colour: lab(colour, vision) for colour in (*NEURON_COLOURS, *style.CLASS_COLOURS)}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 15, (one, other)


@pytest.mark.parametrize("colour", [*NEURON_COLOURS, style.MUTED])
def test_the_number_on_a_badge_is_readable(colour):
    letters = style.INK if colour in LIGHT_NEURONS else style.PAPER
    assert contrast(colour, letters) >= 4.5


def test_picture_row_and_line_have_one_height_and_one_colour():
    _, ax = new_figure(10, 3.5)
    picture = draw_layer_matrix(ax, W, B)
    for k in range(3):
        y = picture.neurons[k].center[1]
        assert {
            text.get_position()[1]
            for text in (*picture.entries[k][:2], picture.biases[k], picture.code[k])
        } == {y}
        assert to_hex(picture.neurons[k].get_facecolor()).upper() == neuron_colour(k + 1)
        assert picture.edges[k][0].get_color() == neuron_colour(k + 1)
        assert picture.code[k].get_text() == f"a[{k}] = σ(W[{k}] @ x + b[{k}])"
    assert [text.get_text() for text in picture.entries[1][:2]] == ["−1", "2"]
    assert picture.notes["count"].get_text().endswith("= 3 · 2 + 3 = 9 parameters")


@pytest.mark.parametrize("shape", [(6, 5), (1, 5), (6, 1)])
def test_every_layer_stays_readable_and_on_the_sheet(shape):
    rng = np.random.default_rng(0)
    figure, ax = new_figure(10, 3.5)
    picture = draw_layer_matrix(ax, 1e4 * rng.normal(size=shape), -1e-6 * np.ones(shape[0]))
    assert_readable(figure, smallest=8.5)
    assert sum(neuron.get_visible() for neuron in picture.neurons) == shape[0]


@pytest.mark.parametrize("start", [(1, 1), (6, 5)])
def test_an_update_is_as_good_as_a_fresh_drawing(start):
    fresh, ax = new_figure(10, 3.5)
    draw_layer_matrix(ax, W, B, highlight=2)
    figure, ax = new_figure(10, 3.5)
    picture = draw_layer_matrix(ax, np.ones(start), np.zeros(start[0]), highlight=1)
    before = figure.findobj()
    update_layer_matrix(picture, W, B, highlight=2)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))
