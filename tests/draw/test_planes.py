"""The plane of two features: points, regions, lines and Rosenblatt's rule."""

import numpy as np
import pytest

from lecturekit.activations import sigmoid
from lecturekit.draw import draw_margin, planes
from lecturekit.draw.style import new_figure

UNIT = (-1, 1), (-1, 1)


@pytest.mark.parametrize("y", [[0, 1], [-1], [0.5], ["a"]])
def test_what_is_no_class_and_no_probability_is_refused(y):
    _, ax = new_figure()
    with pytest.raises(ValueError, match="one class for each of the 1 examples"):
        planes.draw_points(ax, [[0, 0]], y)
    with pytest.raises(ValueError, match="one probability per point"):
        planes.draw_regions(ax, lambda X: X, *UNIT)


def test_a_field_has_its_first_row_below_and_pixels_centred_on_the_grid():
    _, ax = new_figure()
    values = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
    image = planes.field(ax, values, (0, 4), (10, 20))
    np.testing.assert_allclose(image.get_extent(), (-1, 5, 5, 25))
    assert image.origin == "lower"
    np.testing.assert_allclose(
        planes.field(ax, values, (0, 4), (10, 20), margin=False).get_extent(), (0, 4, 10, 20)
    )


def test_the_boundary_lies_where_the_probability_is_one_half():
    _, ax = new_figure()
    planes.draw_regions(ax, lambda X: sigmoid(3 * X[:, :1] - 1.5), (-1, 2), (0, 1), levels=())
    (boundary,) = ax.collections
    vertices = np.concatenate([path.vertices for path in boundary.get_paths()])
    np.testing.assert_allclose(vertices[:, 0], 0.5, atol=1e-3)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 2), (0, 1))


def test_named_contours_carry_their_levels_where_they_cross_the_lower_edge():
    _, ax = new_figure()
    levels = (0.1, 0.9)
    planes.draw_regions(ax, lambda X: sigmoid(X[:, 0]), (-4, 4), (0, 1), levels, named=True)
    found = sorted((float(text.get_text()), *text.get_position()) for text in ax.texts)
    assert [level for level, *_ in found] == [0.1, 0.5, 0.9]
    np.testing.assert_allclose([x for _, x, _ in found], [-np.log(9), 0, np.log(9)], atol=0.06)
    assert all(y < 0.1 for *_, y in found)


def test_twins_are_the_places_that_both_classes_share():
    _, ax = new_figure()
    X = [[0, 0], [1, 2], [0, 0], [0, 0], [3, 3]]
    assert planes.draw_twins(ax, X, [0, 0, 1, 0, 1]).get_xydata().tolist() == [[0, 0]]
    assert planes.draw_twins(ax, X, [0, 0, 0, 0, 1]).get_xydata().tolist() == []


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0, np.nan])
def test_a_constant_answer_has_no_boundary(value):
    figure, ax = new_figure()
    planes.draw_regions(ax, lambda X: np.full(len(X), value), *UNIT)
    assert len(ax.collections) == 0
    assert len(ax.texts) == int(np.isnan(value))  # "no answer"
    figure.canvas.draw()


def test_a_level_line_lies_where_the_function_takes_the_level():
    x = np.linspace(-2, 2, 81)
    circle = planes.level_line(x, x, x[None, :] ** 2 + x[:, None] ** 2, 1.0)
    radii = np.hypot(*circle.T)
    np.testing.assert_allclose(radii[~np.isnan(radii)], 1, atol=2e-3)
    both = planes.level_line(x, x, x[None, :] ** 2 + x[:, None] ** 2, [1.0, 4.0])
    length = np.nansum(np.hypot(*np.diff(both, axis=0).T))
    assert length == pytest.approx(6 * np.pi, abs=0.01)  # the pen is lifted between them
    for values in (np.ones((3, 3)), np.full((3, 3), np.nan)):  # there may be no line
        assert planes.level_line(np.arange(3), np.arange(3), values).shape == (0, 2)


@pytest.mark.parametrize(
    ("w", "b", "ends"),
    [
        ((1, 0), -0.5, [(0.5, -1), (0.5, 1)]),
        ((0, 2), 1, [(-1, -0.5), (1, -0.5)]),
        ((1, 1), 0, [(-1, 1), (1, -1)]),
        ((1, 0), -1, [(1, -1), (1, 1)]),
        ((1e300, 1e300), 1e300, [(-1, 0), (0, -1)]),
        ((1e-300, 0), 5e-301, [(-0.5, -1), (-0.5, 1)]),
        ((1, 1), -2, []),
        ((0, 0), 1, []),
        ((1e-320, 0), 1e300, []),
    ],
)
def test_the_line_ends_at_the_edge_of_the_box(w, b, ends):
    found = planes.line_in_box(w, b, *UNIT)
    assert sorted(map(tuple, np.round(found, 12))) == sorted(ends)


def test_random_lines_are_solutions():
    rng = np.random.default_rng(0)
    for _ in range(200):
        w, b = rng.normal(size=2), 0.3 * rng.normal()
        ends = planes.line_in_box(w, b, (3, -3), (-3, 3))
        np.testing.assert_allclose(ends @ w + b, 0, atol=1e-12)
        np.testing.assert_allclose(np.abs(ends).max(axis=1), 3)


# ---- the margin of the perceptron's theorem ------------------------------


@pytest.mark.parametrize("flipped", [False, True])
def test_the_drawn_margin_is_the_widest(flipped):
    x = np.array([[-2.0], [-0.5], [1.5], [4.0]])
    y = np.array([0, 0, 1, 1]) ^ flipped
    _, ax = new_figure()
    bound = draw_margin(ax, x, y)
    angles = np.linspace(0, 2 * np.pi, 7200)
    signed = (2 * y - 1)[:, None] * np.column_stack([x, np.ones(4)])
    margins = (signed @ [np.cos(angles), np.sin(angles)]).min(axis=0)
    assert bound.margin == pytest.approx(margins.max(), rel=1e-3)
    assert bound.radius == pytest.approx(np.hypot(4, 1))
    assert {text.get_text() for text in ax.texts} >= {"R = 4.12", f"γ = {bound.margin:.2f}"}
