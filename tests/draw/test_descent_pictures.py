"""Gradient descent on a curve, on contours and in a landscape: levels, and paths that diverge."""

import numpy as np
import pytest

from lecturekit.draw import descent
from lecturekit.draw.style import new_figure
from lecturekit.gradient_descent import gradient_descent
from tests.draw.readable import pixels


def bowl(theta):
    slope = np.array([0.5, 4.0])[: theta.size] * theta
    return float(theta @ slope) / 2, slope


def test_the_contours_are_where_the_function_has_its_levels():
    path = gradient_descent(bowl, [2.0, 1.0], 0.4, max_steps=6)
    picture = descent.draw_descent_contours(new_figure()[1], bowl, path, (-3, 3), (-3, 3))
    points = picture.contours.get_xydata()
    values = np.array([bowl(point)[0] for point in points[np.isfinite(points[:, 0])]])
    top = bowl(np.array([3, 3]))[0]
    levels = top * (np.arange(1, 13) / (4 * np.pi)) ** 2
    np.testing.assert_allclose(np.abs(values[:, None] - levels).min(axis=1), 0, atol=0.01)


@pytest.mark.parametrize("steps", [30, 2000])
@pytest.mark.parametrize("parameters", [1, 2])
def test_a_path_that_diverges_draws(parameters, steps):
    path = gradient_descent(bowl, [2.0, 1.0][:parameters], 9.0, max_steps=steps)
    draw = (descent.draw_descent_curve, descent.draw_descent_contours)[parameters - 1]
    for t in (0, 5, len(path.losses) - 1):
        figure, ax = new_figure()
        picture = draw(ax, bowl, path, *[(-3, 3)] * parameters, t=t)
        assert np.abs(picture.steps.get_xydata()).max() < 1e3
        pixels(figure)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("odd", [0.02, 0.0, np.inf, np.nan, 1e300])
def test_contours_of_a_landscape_have_its_levels(odd):
    a, c = np.linspace(-1, 1, 41), np.linspace(-2, 2, 51)
    losses = 0.02 + a**2 + c[:, None] ** 2
    losses[25, 20] = odd  # in the middle
    lines = descent.contour_lines(a, c, losses)
    lines = lines[np.isfinite(lines[:, 0]) & (np.hypot(*lines.T) > 0.2)]
    found = np.log(0.02 + np.sum(lines**2, axis=1))
    np.testing.assert_allclose(
        np.abs(found[:, None] - np.log(descent.LEVELS)).min(axis=1), 0, atol=0.02
    )
