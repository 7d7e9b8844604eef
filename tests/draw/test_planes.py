"""The plane of two features: points, decision regions, level lines, a straight boundary."""

import numpy as np
import pytest

from lecturekit.activations import sigmoid
from lecturekit.draw.planes import (
    draw_line_boundary,
    draw_points,
    draw_regions,
    field,
    level_line,
    line_in_box,
)
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS, new_figure

UNIT = (-1, 1), (-1, 1)


def test_each_class_has_its_colour_and_marker():
    _, ax = new_figure()
    artists = draw_points(ax, [[0, 0], [1, 1], [2, 2]], [0, 1, 1], class_names=["no", "yes"])
    for label, artist in artists.items():
        assert artist.get_markerfacecolor() == CLASS_COLOURS[label]
        assert artist.get_marker() == CLASS_MARKERS[label]
    np.testing.assert_array_equal(artists[1].get_xydata(), [[1, 1], [2, 2]])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["no", "yes"]
    (alone,) = draw_points(ax, [[0, 0]], [1]).values()
    assert alone.get_markerfacecolor() == CLASS_COLOURS[1]


def test_ten_classes_look_different():
    _, ax = new_figure()
    artists = draw_points(ax, np.random.default_rng(0).normal(size=(40, 2)), np.arange(40) % 10)
    looks = {(line.get_markerfacecolor(), line.get_marker()) for line in artists.values()}
    assert len(looks) == 10


@pytest.mark.parametrize("y", [[0, 1], [-1], [0.5], ["a"]])
def test_what_is_no_class_is_refused(y):
    _, ax = new_figure()
    with pytest.raises(ValueError, match="one class for each of the 1 examples"):
        draw_points(ax, [[0, 0]], y)


def test_a_field_has_its_first_row_below_and_pixels_centred_on_the_grid():
    _, ax = new_figure()
    values = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
    image = field(ax, values, (0, 4), (10, 20))
    np.testing.assert_allclose(image.get_extent(), (-1, 5, 5, 25))
    assert image.origin == "lower"
    np.testing.assert_allclose(
        field(ax, values, (0, 4), (10, 20), margin=False).get_extent(), (0, 4, 10, 20)
    )


def test_the_boundary_lies_where_the_probability_is_one_half():
    _, ax = new_figure()
    draw_regions(ax, lambda X: sigmoid(3 * X[:, :1] - 1.5), (-1, 2), (0, 1), levels=())
    (boundary,) = ax.collections
    vertices = np.concatenate([path.vertices for path in boundary.get_paths()])
    np.testing.assert_allclose(vertices[:, 0], 0.5, atol=1e-3)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 2), (0, 1))


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0, np.nan])
def test_a_constant_answer_has_no_boundary(value):
    figure, ax = new_figure()
    draw_regions(ax, lambda X: np.full(len(X), value), *UNIT)
    assert len(ax.collections) == 0
    assert len(ax.texts) == int(np.isnan(value))  # "no answer"
    figure.canvas.draw()


def test_a_classifier_of_another_shape_is_refused():
    _, ax = new_figure()
    with pytest.raises(ValueError, match="one probability per point"):
        draw_regions(ax, lambda X: X, *UNIT)


def test_a_level_line_lies_where_the_function_takes_the_level():
    x = np.linspace(-2, 2, 81)
    circle = level_line(x, x, x[None, :] ** 2 + x[:, None] ** 2, 1.0)
    radii = np.hypot(*circle.T)
    np.testing.assert_allclose(radii[~np.isnan(radii)], 1, atol=2e-3)
    length = np.nansum(np.hypot(*np.diff(circle, axis=0).T))
    assert length == pytest.approx(2 * np.pi, abs=0.01)
    both = level_line(x, x, x[None, :] ** 2 + x[:, None] ** 2, [1.0, 4.0])
    length = np.nansum(np.hypot(*np.diff(both, axis=0).T))
    assert length == pytest.approx(6 * np.pi, abs=0.01)  # the pen is lifted between them


@pytest.mark.parametrize("values", [np.ones((3, 3)), np.full((3, 3), np.nan)])
def test_there_may_be_no_line(values):
    assert level_line(np.arange(3), np.arange(3), values).shape == (0, 2)


@pytest.mark.parametrize(
    ("w", "b", "ends"),
    [
        ((1, 0), -0.5, [(0.5, -1), (0.5, 1)]),
        ((0, 2), 1, [(-1, -0.5), (1, -0.5)]),
        ((1, 1), 0, [(-1, 1), (1, -1)]),
        ((1, -1), 0, [(-1, -1), (1, 1)]),
        ((1, 0), -1, [(1, -1), (1, 1)]),
        ((1e300, 1e300), 1e300, [(-1, 0), (0, -1)]),
        ((1e-300, 0), 5e-301, [(-0.5, -1), (-0.5, 1)]),
        ((1, 1), -2, []),
        ((1, 1), 5, []),
        ((0, 0), 0, []),
        ((0, 0), 1, []),
        ((1e-320, 0), 1e300, []),
    ],
)
def test_the_line_ends_at_the_edge_of_the_box(w, b, ends):
    found = line_in_box(w, b, *UNIT)
    assert sorted(map(tuple, np.round(found, 12))) == sorted(ends)


def test_random_lines_are_solutions():
    rng = np.random.default_rng(0)
    for _ in range(200):
        w, b = rng.normal(size=2), 0.3 * rng.normal()
        ends = line_in_box(w, b, (3, -3), (-3, 3))
        np.testing.assert_allclose(ends @ w + b, 0, atol=1e-12)
        np.testing.assert_allclose(np.abs(ends).max(axis=1), 3)


@pytest.mark.parametrize("w", [(1, 2), (0, 0), (1e300, -1e300), (1e-300, 1e-300)])
def test_drawing_a_line_keeps_the_limits(w):
    _, ax = new_figure()
    ax.set(xlim=(-2, 2), ylim=(-1, 1))
    line = draw_line_boundary(ax, w, 0.0)
    assert len(line.get_xdata()) == (2 if any(w) else 0)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-2, 2), (-1, 1))
