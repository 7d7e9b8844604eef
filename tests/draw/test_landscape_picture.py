"""The picture of a landscape: contours where the loss has its levels, the path upon them."""

import numpy as np
import pytest

from lecturekit.draw import draw_landscape, new_figure, update_landscape
from tests.draw.test_network import pixels

A, C = np.linspace(-1, 1, 41), np.linspace(-2, 2, 51)
BOWL = 0.02 + A**2 + C[:, None] ** 2
WAY = np.array([[0.9, 1.5], [0.3, 0.2], [0, 0]])


def test_contours_are_where_the_loss_has_its_levels():
    _, ax = new_figure()
    picture = draw_landscape(ax, A, C, BOWL, levels=[0.5])
    a, c = picture.contours.get_xydata()[~np.isnan(picture.contours.get_xdata())].T
    np.testing.assert_allclose(0.02 + a**2 + c**2, 0.5, atol=0.01)


def test_the_way_has_a_start_and_an_end():
    figure, ax = new_figure()
    picture = draw_landscape(ax, A, C, BOWL, WAY, (0.5, -1))
    np.testing.assert_array_equal(picture.path.get_xydata(), WAY)
    np.testing.assert_array_equal(picture.start.get_xydata(), WAY[:1])
    np.testing.assert_array_equal(picture.end.get_xydata(), WAY[-1:])
    np.testing.assert_array_equal(picture.point.get_xydata(), [[0.5, -1]])
    pixels(figure)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [0.0, np.inf, np.nan, 1e300])
def test_any_losses_draw(value):
    figure, ax = new_figure()
    losses = BOWL.copy()
    losses[3, 5] = value
    draw_landscape(ax, A, C, losses)
    pixels(figure)


def test_an_updated_landscape_is_as_good_as_a_fresh_one():
    fresh, ax = new_figure()
    draw_landscape(ax, A, C, BOWL, WAY, (0.5, 0.5))
    figure, ax = new_figure()
    picture = draw_landscape(ax, A, C, 3 * BOWL[::-1])
    update_landscape(picture, A, C, BOWL, WAY, (0.5, 0.5))
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"losses": BOWL.T}, r"losses has shape \(41, 51\)"),
        ({"a": A[::-1]}, "a must hold"),
        ({"c": [1.0]}, "c must hold"),
        ({"path": [1, 2]}, "path has shape"),
    ],
)
def test_what_does_not_fit_a_landscape_is_refused(change, message):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=message):
        draw_landscape(ax, **{"a": A, "c": C, "losses": BOWL} | change)
