"""Filters as images."""

import numpy as np
import pytest

from lecturekit.draw import draw_filters, new_figure

FILTERS = (
    np.random.default_rng(0).normal(size=(5, 4, 3)) * np.array([1, 10, 0, 1, 1])[:, None, None]
)


def test_each_filter_is_an_image_with_zero_in_the_middle():
    _, axes = new_figure(6, 3, columns=3, rows=2)
    images = draw_filters(axes, FILTERS)
    assert len(images) == 5
    for image, weights in zip(images, FILTERS, strict=True):
        np.testing.assert_array_equal(image.get_array(), weights)
        low, high = image.get_clim()
        assert low == -high
        assert high == (np.abs(weights).max() or 1.0)


def test_axes_that_are_left_over_are_hidden():
    _, axes = new_figure(6, 3, columns=3, rows=2)
    draw_filters(axes, FILTERS)
    assert [ax.get_visible() for ax in axes.ravel()] == [True] * 5 + [False]


def test_more_filters_than_axes_are_left_out():
    _, ax = new_figure(2, 2)
    assert len(draw_filters(ax, FILTERS)) == 1


@pytest.mark.parametrize("filters", [FILTERS[0], FILTERS[:0], np.zeros((2, 12))])
def test_what_is_no_stack_is_refused(filters):
    _, ax = new_figure(2, 2)
    with pytest.raises(ValueError, match=r"filters has shape .* reshape"):
        draw_filters(ax, filters)


def test_what_is_not_finite_is_refused():
    _, ax = new_figure(2, 2)
    with pytest.raises(ValueError, match="filters"):
        draw_filters(ax, np.full((1, 2, 2), np.nan))
