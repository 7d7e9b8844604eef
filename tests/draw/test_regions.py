"""Shaded decision regions, and the straight boundary of one neuron."""

import numpy as np
import pytest

from lecturekit.activations import sigmoid
from lecturekit.draw import draw_line_boundary, draw_regions, new_figure
from lecturekit.draw.regions import line_in_box

UNIT = (-1, 1), (-1, 1)


def test_the_boundary_lies_where_the_probability_is_one_half():
    figure, ax = new_figure()
    regions = draw_regions(ax, lambda X: sigmoid(3 * X[:, 0] - 1.5), (-1, 2), (0, 1), scale=True)
    vertices = np.concatenate([path.vertices for path in regions.boundary.get_paths()])
    np.testing.assert_allclose(vertices[:, 0], 0.5, atol=1e-3)
    assert ax.get_xlim() == (-1, 2)
    assert ax.get_ylim() == (0, 1)
    assert regions.scale is not None
    figure.canvas.draw()


def test_rows_of_the_image_run_upwards():
    _, ax = new_figure()
    image = draw_regions(ax, lambda X: (X[:, 1] > 0).astype(float), *UNIT).image
    assert image.get_array()[0].max() == 0
    assert image.get_array()[-1].min() == 1


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0, np.nan])
def test_a_constant_answer_has_no_boundary(value):
    figure, ax = new_figure()
    regions = draw_regions(ax, lambda X: np.full(len(X), value), *UNIT)
    assert regions.boundary is None
    assert (regions.message is None) == np.isfinite(value)
    figure.canvas.draw()


def test_a_column_of_probabilities_is_welcome():
    _, ax = new_figure()
    assert draw_regions(ax, lambda X: sigmoid(X[:, :1]), *UNIT).boundary is not None


def test_bad_input_is_refused():
    _, ax = new_figure()
    with pytest.raises(ValueError, match="one probability per point"):
        draw_regions(ax, lambda X: X, *UNIT)
    with pytest.raises(ValueError, match=r"xlim is .1, -1.; give the smaller limit first"):
        draw_regions(ax, lambda X: X[:, 0], (1, -1), (0, 1))
    with pytest.raises(ValueError, match="resolution"):
        draw_regions(ax, lambda X: X[:, 0], *UNIT, resolution=1)


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


@pytest.mark.parametrize("seed", range(20))
def test_random_lines_are_solutions(seed):
    rng = np.random.default_rng(seed)
    w, b = rng.normal(size=2), 0.3 * rng.normal()
    ends = line_in_box(w, b, (3, -3), (-3, 3))
    np.testing.assert_allclose(ends @ w + b, 0, atol=1e-12)
    np.testing.assert_allclose(np.abs(ends).max(axis=1), 3)


@pytest.mark.parametrize("w", [(1, 2), (1, 0), (0, 0), (1e300, -1e300), (1e-300, 1e-300)])
def test_drawing_a_line_keeps_the_limits(w):
    figure, ax = new_figure()
    ax.set(xlim=(-2, 2), ylim=(-1, 1))
    boundary = draw_line_boundary(ax, w, 0.0, normal=True)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-2, 2), (-1, 1))
    assert (boundary.arrow is None) == (w == (0, 0))
    figure.canvas.draw()
