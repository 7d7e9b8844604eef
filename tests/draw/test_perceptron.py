"""Logic gates, and pictures of Rosenblatt's rule."""

import numpy as np
import pytest

from lecturekit.draw import draw_bound_check, draw_gate, draw_update, new_figure
from tests.draw.test_network import pixels

AND, XOR = (0, 0, 0, 1), (0, 1, 1, 0)


def rings_of(ax):
    return [tuple(line.get_xydata()[0]) for line in ax.lines if line.get_markersize() == 30]


def test_wrong_outputs_are_ringed_and_right_ones_are_not():
    _, (left, right) = new_figure(columns=2)
    draw_gate(left, AND, (1, 1), -1.5, "AND")
    draw_gate(right, XOR, (1, 1), -0.5, "XOR")
    assert rings_of(left) == []
    assert rings_of(right) == [(1, 1)]
    shading = left.images[0].get_array()
    assert (shading[0, 0], shading[-1, -1]) == (0, 1)


@pytest.mark.parametrize("w", [(0, 0), (1, 0), (1e300, 1e300), (1e-300, 0)])
@pytest.mark.parametrize("b", [0, -1e300])
def test_every_gate_draws(w, b):
    figure, ax = new_figure()
    draw_gate(ax, AND, w, b, "AND")
    assert ax.get_xlim() == ax.get_ylim() == (-0.45, 1.45)
    pixels(figure)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_new_weights_are_the_sum(sign):
    _, ax = new_figure(4, 4)
    draw_update(ax, (2, 1), (-1, 1), sign)
    (name,) = [text for text in ax.texts if text.get_text() == f"w {'+−'[sign < 0]} x"]
    np.testing.assert_array_equal(name.xy, np.add((2, 1), (-sign, sign)))
    assert ax.get_xlim() == ax.get_ylim()


@pytest.mark.parametrize(
    ("x", "sign", "angle"), [((0, 1), 1, "90°"), ((1, 0), -1, "180°"), ((-1, -1), -1, "45°")]
)
def test_the_angle_is_between_the_weights_and_the_signed_example(x, sign, angle):
    _, ax = new_figure()
    draw_update(ax, (1, 0), x, sign)
    assert ax.texts[-1].get_text() == angle


@pytest.mark.parametrize("w", [(0, 0), (1, 1), (-1e6, 1), (1e-9, 0), (-1, -2)])
@pytest.mark.parametrize(("x", "sign"), [((1, 2), -1), ((1e6, -1e6), 1)])
def test_every_update_draws(w, x, sign):
    figure, ax = new_figure(4, 4)
    draw_update(ax, w, x, sign)
    pixels(figure)


def test_points_of_the_bound_check_lie_where_they_belong():
    figure, ax = new_figure(4, 4)
    draw_bound_check(ax, [1, 20, 0], [4, 400, 9])
    np.testing.assert_array_equal(ax.lines[-1].get_xydata(), [[4, 1], [400, 20], [9, 0.5]])
    pixels(figure)
