"""One number per layer: the curves, their common limits, and what lies below the floor."""

import numpy as np
import pytest

from lecturekit.draw import draw_depth, new_figure
from tests.draw.test_network import pixels

ROWS = {
    "tanh": {"He": [1e-3, 0.1, 2.0], "small": [1e-20, 0, 1e-9]},
    "relu": {"He": [3.0, 2.0], "small": [1e-9, 1e-9]},
}


@pytest.mark.filterwarnings("error")
def test_each_panel_has_its_curves_over_the_layers():
    figure, axes = new_figure(8, 3, columns=2)
    picture = draw_depth(axes, ROWS, floor=1e-12)
    he = picture.curves["tanh"]["He"].get_xydata()
    np.testing.assert_allclose(he, [[1, 1e-3], [2, 0.1], [3, 2.0]])
    np.testing.assert_allclose(picture.curves["tanh"]["small"].get_ydata(), [1e-12, 1e-12, 1e-9])
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert [name.get_text() for name in picture.names] == ["He", "small"]
    pixels(figure)


def test_what_lies_below_the_floor_is_a_triangle_on_it():
    _, axes = new_figure(columns=2)
    draw_depth(axes, ROWS, floor=1e-12)
    (below,) = [line for line in axes[0].lines if line.get_linestyle() == "None"]
    np.testing.assert_allclose(below.get_xydata(), [[1, 1e-12], [2, 1e-12]])


def test_the_numbers_may_belong_to_depths():
    _, ax = new_figure()
    picture = draw_depth(ax, {"tanh": {"He": [1, 2]}}, x=[5, 20], xlabel="hidden layers")
    np.testing.assert_array_equal(picture.curves["tanh"]["He"].get_xdata(), [5, 20])


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        ({}, {}, "0 panels"),
        ({"a": {}}, {}, "no curve"),
        ({"a": {"b": [-1.0]}}, {}, "a, b holds -1"),
        ({"a": {"b": [np.nan]}}, {}, "a, b"),
        ({"a": {"b": [1, 2]}}, {"x": [1]}, "x has 1"),
        ({"a": {"b": [1, 2]}}, {"floor": 0}, "floor"),
    ],
)
def test_what_does_not_fit_a_depth_picture_is_refused(values, options, message):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=message):
        draw_depth(ax, values, **options)
