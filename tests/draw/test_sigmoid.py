"""The curve of logistic regression with its decision."""

import numpy as np
import pytest

from lecturekit.draw import draw_sigmoid, new_figure


@pytest.mark.parametrize(("w", "b", "threshold", "place"), [(2, -3, 0.5, 1.5), (-1, 1, 0.5, 1)])
def test_the_decision_is_where_the_curve_meets_the_threshold(w, b, threshold, place):
    _, ax = new_figure()
    picture = draw_sigmoid(ax, w, b, threshold)
    np.testing.assert_allclose(picture.decision.get_xydata(), [[place, threshold]])
    left = picture.regions[0].get_extents().x0 < picture.regions[1].get_extents().x0
    assert left == (w > 0)


def test_another_threshold_moves_the_decision():
    _, ax = new_figure()
    picture = draw_sigmoid(ax, 1, 0, 0.8)
    np.testing.assert_allclose(picture.decision.get_xdata(), np.log(4))


@pytest.mark.parametrize("w", [0, 1e-12, -1e6, 1e308])
@pytest.mark.parametrize("b", [0, 1e308])
@pytest.mark.parametrize("threshold", [0, 0.5, 1])
def test_every_value_draws(w, b, threshold):
    figure, ax = new_figure()
    picture = draw_sigmoid(ax, w, b, threshold)
    assert np.isfinite(picture.curve.get_ydata()).all()
    assert picture.regions
    assert ax.get_xlim() == (-6, 6)
    figure.canvas.draw()


def test_examples_lie_at_zero_and_one():
    _, ax = new_figure()
    points = draw_sigmoid(ax, x=[-1, 0, 2], y=[0, 0, 1]).points
    np.testing.assert_array_equal(points[1].get_xydata(), [[2, 1]])
    with pytest.raises(ValueError, match="labels must be 0 or 1"):
        draw_sigmoid(ax, x=[1], y=[3])
    with pytest.raises(ValueError, match="w is nan"):
        draw_sigmoid(ax, w=np.nan)
