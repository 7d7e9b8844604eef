"""Networks as graphs, and a layer as picture, matrix and code."""

import numpy as np
import pytest

from lecturekit.draw import draw_network, new_figure
from lecturekit.network import Network
from tests.draw.readable import assert_readable, pixels


@pytest.mark.parametrize("sizes", [[784, 8, 20, 3], [1, 2, 3, 4, 5, 6]])
def test_every_network_draws_inside_its_sheet(sizes):
    figure, ax = new_figure(9, 4.4)
    picture = draw_network(ax, sizes)
    pixels(figure)
    assert [len(picture.inputs), *map(len, picture.neurons)] == [
        size if size <= 8 else 7 for size in sizes
    ]
    assert len(picture.plan.dots) == sum(size > 8 for size in sizes)
    assert_readable(figure, 8.5)


@pytest.mark.parametrize("x", [None, [2.0]])
def test_the_smallest_network_draws_too(x):
    """One line alone: its label has no other to keep clear of."""
    figure, ax = new_figure(9, 4.4)
    picture = draw_network(ax, Network([1, 1], output="sigmoid"), x)
    pixels(figure)
    assert (len(picture.inputs), len(picture.neurons)) == (1, 1)


def test_numbers_stay_in_their_neurons():
    network = Network([2, 4, 4, 1], activation="tanh", seed=3)
    figure, ax = new_figure(9, 4.4)
    picture = draw_network(ax, network, (-0.123456, 1.25e-7))
    pixels(figure)
    for node in [node for layer in picture.neurons for node in layer]:
        for half, text in ((node.left, node.left_text), (node.right, node.right_text)):
            outer, inner = half.get_window_extent(), text.get_window_extent()
            assert outer.x0 - 1 <= inner.x0 <= inner.x1 <= outer.x1 + 1, text.get_text()


@pytest.mark.parametrize(
    ("x", "message"), [((1, 2, 3), "x has 3 entries, but 2"), ((1, np.nan), "x holds nan")]
)
def test_a_bad_example_is_refused(x, message):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=message):
        draw_network(ax, Network([2, 3, 1]), x)
