"""Networks as graphs, and a layer as picture, matrix and code."""

import numpy as np
import pytest

from lecturekit.draw import draw_network, new_figure, update_network
from lecturekit.network import Network
from tests.draw.readable import assert_readable, pixels


def by_hand():
    """The published 2-3-1 example."""
    network = Network([2, 3, 1], activation="sigmoid", output="sigmoid")
    network.layers[0].W[:] = [[1, 2], [-1, 2], [3, -1]]
    network.layers[1].W[:] = [[0.1, 0.5, -0.1]]
    return network


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


def test_a_step_shows_its_numbers_and_hides_those_to_come():
    _, ax = new_figure()
    picture = draw_network(ax, by_hand(), (5, 3), step=2)
    first, second, third = picture.neurons[0]
    assert first.left_text.get_text() == "11"
    assert second.right_text.get_text() == "0.731"
    assert third.left_text.get_text() == r"$\Sigma$"
    assert picture.formula.get_text() == (
        r"$z$ = −1 · 5 + 2 · 3 + 0 = 1        $a$ = $\sigma$(1) ≈ 0.731"
    )
    update_network(picture, by_hand(), (5, 3), step=0)
    assert first.left_text.get_text() == r"$\Sigma$"
    assert picture.formula.get_text() == ""


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
        draw_network(ax, by_hand(), x)
