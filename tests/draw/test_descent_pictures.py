"""Gradient descent on a curve and on contours: the picture shows the path that was taken."""

import numpy as np
import pytest

from lecturekit.draw import (
    draw_descent_contours,
    draw_descent_curve,
    new_figure,
    update_descent_contours,
    update_descent_curve,
)
from lecturekit.draw.descent_path import FARTHEST, within_reach
from lecturekit.gradient_descent import Path, gradient_descent
from tests.draw.test_network import pixels

SIDE = (-3, 3)


def bowl(theta):
    slope = np.array([0.5, 4.0])[: theta.size] * theta
    return float(theta @ slope) / 2, slope


def walk(start, step_size=0.4, steps=6):
    return gradient_descent(bowl, start, step_size, max_steps=steps, tolerance=0)


def test_the_curve_carries_steps_tangent_and_next_move():
    _, ax = new_figure()
    path = walk([-2.0], step_size=1.0)
    picture = draw_descent_curve(ax, bowl, path, SIDE, t=2)
    np.testing.assert_allclose(picture.steps.get_xydata()[:, 0], [-2, -1, -0.5])
    np.testing.assert_allclose(picture.steps.get_xydata()[:, 1], path.losses[:3])
    (x0, y0), (x1, y1) = picture.tangent.get_xydata()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(0.5 * -0.5)
    assert (y0 + y1) / 2 == pytest.approx(path.losses[2])
    tail, head = picture.move._posA_posB
    np.testing.assert_allclose(tail, [-0.5, path.losses[2]])
    np.testing.assert_allclose(head, [-0.25, path.losses[2]])  # −αJ′, at the same height
    assert ax.get_ylim()[0] < 0 < 2.25 < ax.get_ylim()[1]


def test_the_contours_are_where_the_function_has_its_levels():
    _, ax = new_figure()
    picture = draw_descent_contours(ax, bowl, walk([2, 1]), SIDE, SIDE, levels=[1.0])
    points = picture.contours.get_xydata()
    values = [bowl(point)[0] for point in points[np.isfinite(points[:, 0])]]
    np.testing.assert_allclose(values, 1, atol=0.01)
    assert ax.get_box_aspect() == 1


def test_the_move_of_a_bowl_is_the_next_step():
    _, ax = new_figure()
    path = walk([2, 1])
    picture = draw_descent_contours(ax, bowl, path, SIDE, SIDE, t=3)
    np.testing.assert_allclose(picture.move._posA_posB, path.thetas[3:5])
    np.testing.assert_allclose(picture.now.get_xydata()[0], path.thetas[3])
    update_descent_contours(picture, path)
    assert not picture.move.get_visible()  # the last step has no next one


@pytest.mark.parametrize(
    ("draw", "update", "start"),
    [
        (draw_descent_curve, update_descent_curve, [2.0]),
        (draw_descent_contours, update_descent_contours, [2.0, 1.0]),
    ],
)
def test_an_updated_picture_is_as_good_as_a_fresh_one(draw, update, start):
    limits = (SIDE, SIDE) if len(start) == 2 else (SIDE,)
    fresh, ax = new_figure()
    draw(ax, bowl, walk(start), *limits, t=2)
    figure, ax = new_figure()
    picture = draw(ax, bowl, walk(np.negative(start), 0.1), *limits)
    update(picture, walk(start), 2)
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))


@pytest.mark.parametrize("steps", [30, 2000])
@pytest.mark.parametrize("draw", [draw_descent_curve, draw_descent_contours])
def test_a_path_that_diverges_draws(draw, steps):
    two = draw is draw_descent_contours
    path = walk([2.0, 1.0] if two else [2.0], step_size=9.0, steps=steps)
    for t in (0, 1, 5, len(path.losses) - 1):
        figure, ax = new_figure()
        picture = draw(ax, bowl, path, *((SIDE, SIDE) if two else (SIDE,)), t=t)
        assert np.abs(picture.steps.get_xydata()).max() < 1e3
        pixels(figure)


def test_a_path_is_cut_in_its_direction():
    limits = ((-1, 1), (-1, 1))
    places = np.array([[0, 0], [1, 2], [1e9, -2e9], [1e300, 0], [0, 0]])
    kept = within_reach(places, limits)
    assert len(kept) == 3
    np.testing.assert_allclose(kept[2], 2 * FARTHEST * np.array([0.5, -1]))
    assert len(within_reach(np.array([[0, 0], [np.inf, 0]]), limits)) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"path": walk([1.0, 2.0])}, r"thetas of shape \(7, 2\)"),
        ({"xlim": (1, 1)}, "xlim"),
        ({"t": 99}, "t is 99"),
        ({"ylim": (2, 1)}, "ylim"),
    ],
)
def test_what_does_not_fit_is_refused(change, message):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=message):
        draw_descent_curve(ax, bowl, **{"path": walk([1.0]), "xlim": SIDE} | change)


def test_contours_need_two_parameters():
    _, ax = new_figure()
    lonely = Path(np.ones((3, 1)), np.ones(3), "max_steps")
    with pytest.raises(ValueError, match="start gradient_descent with 2 numbers"):
        draw_descent_contours(ax, bowl, lonely, SIDE, SIDE)
