"""Logic gates."""

import numpy as np
import pytest

from lecturekit.draw import draw_gate, draw_xor_argument, new_figure

AND, XOR = (0, 0, 0, 1), (0, 1, 1, 0)


def test_a_right_neuron_has_no_ring():
    figure, ax = new_figure()
    picture = draw_gate(ax, AND, w=(1, 1), b=-1.5, title="AND")
    assert picture.wrong == []
    assert len(picture.points) == 4
    assert picture.half_planes.get_array()[-1, -1] == 1
    assert picture.half_planes.get_array()[0, 0] == 0
    figure.canvas.draw()


def test_wrong_answers_are_ringed():
    _, ax = new_figure()
    wrong = draw_gate(ax, XOR, w=(1, 1), b=-0.5).wrong
    assert [tuple(ring.get_xydata()[0]) for ring in wrong] == [(1, 1)]


@pytest.mark.parametrize("w", [(0, 0), (1, 0), (0, -1), (1e300, 1e300), (1e-300, 0)])
@pytest.mark.parametrize("b", [0, 1, -1e300])
def test_every_neuron_draws(w, b):
    figure, ax = new_figure()
    draw_gate(ax, AND, w, b)
    assert ax.get_xlim() == ax.get_ylim() == (-0.45, 1.45)
    figure.canvas.draw()


def test_the_table_alone():
    _, ax = new_figure()
    picture = draw_gate(ax, AND)
    assert picture.boundary is None
    assert picture.half_planes is None


def test_the_segments_of_xor_cross_in_the_middle():
    figure, ax = new_figure()
    artists = draw_xor_argument(ax)
    middles = [artists[name].get_xydata().mean(axis=0) for name in ("negative", "positive")]
    np.testing.assert_array_equal(middles, [(0.5, 0.5), (0.5, 0.5)])
    figure.canvas.draw()


@pytest.mark.parametrize("outputs", [(0, 1), (0, 1, 2, 3), (0, 0, 0, np.nan)])
def test_a_bad_truth_table_is_refused(outputs):
    _, ax = new_figure()
    with pytest.raises(ValueError, match="y h"):
        draw_gate(ax, outputs)
