"""Pictures of Rosenblatt's rule."""

import numpy as np
import pytest

from lecturekit.draw import draw_bound_check, draw_mistakes, draw_update, new_figure


@pytest.mark.parametrize("sign", [1, -1])
def test_the_new_weights_are_the_sum(sign):
    figure, ax = new_figure(4, 4)
    picture = draw_update(ax, (2, 1), (-1, 1), sign)
    np.testing.assert_array_equal(picture.labels["after"].xy, np.add((2, 1), (-sign, sign)))
    assert ax.get_xlim() == ax.get_ylim()
    figure.canvas.draw()


def test_the_angle_is_between_the_weights_and_the_signed_example():
    _, ax = new_figure()
    assert draw_update(ax, (1, 0), (0, 1), 1).labels["angle"].get_text() == "90°"
    assert draw_update(ax, (1, 0), (1, 0), -1).labels["angle"].get_text() == "180°"


@pytest.mark.parametrize("w", [(0, 0), (1, 1), (-1e6, 1), (1e-9, 0), (-1, -2)])
@pytest.mark.parametrize(("x", "sign"), [((0, 0), 1), ((1, 2), -1), ((1e6, -1e6), 1)])
def test_every_update_draws(w, x, sign):
    figure, ax = new_figure(4, 4)
    draw_update(ax, w, x, sign)
    figure.canvas.draw()


def test_a_sign_is_plus_or_minus_one():
    _, ax = new_figure()
    with pytest.raises(ValueError, match=r"must be \+1 or -1"):
        draw_update(ax, (1, 0), (0, 1), 0)


@pytest.mark.parametrize("bound", [None, 0.5, 6.5, 12, 1e9])
@pytest.mark.parametrize("mistakes", [[0], [5, 1, 0], [3] * 200])
def test_every_run_draws(mistakes, bound):
    figure, ax = new_figure()
    picture = draw_mistakes(ax, mistakes, bound)
    assert picture.total.get_ydata()[-1] == sum(mistakes)
    assert ax.get_ylim()[1] > sum(mistakes)
    figure.canvas.draw()


def test_a_bound_far_above_is_named_only():
    _, ax = new_figure()
    picture = draw_mistakes(ax, [2, 1, 0], bound=1000)
    assert picture.bound is None
    assert any("1000" in text.get_text() for text in picture.labels)


def test_points_of_the_bound_check_lie_where_they_belong():
    figure, ax = new_figure(4, 4)
    artists = draw_bound_check(ax, [1, 20, 0], [4, 400, 9])
    np.testing.assert_array_equal(artists["runs"].get_xydata(), [[4, 1], [400, 20], [9, 0.5]])
    figure.canvas.draw()


def test_bad_runs_are_refused():
    _, ax = new_figure()
    with pytest.raises(ValueError, match="one bound per run"):
        draw_bound_check(ax, [1, 2], [1])
    with pytest.raises(ValueError, match="greater than 0"):
        draw_bound_check(ax, [1], [0])
