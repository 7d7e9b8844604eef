"""Training curves, named at their ends."""

import numpy as np
import pytest

from lecturekit.draw import draw_history, new_figure
from lecturekit.draw.labels import spread_apart


def test_one_curve_runs_over_its_steps():
    _, ax = new_figure()
    picture = draw_history(ax, [3, 2, 1], start=1)
    np.testing.assert_array_equal(picture.curves[""].get_xydata(), [[1, 3], [2, 2], [3, 1]])
    assert ax.get_xlim() == (1, 3)


def test_several_curves_are_named_at_their_ends():
    figure, ax = new_figure()
    picture = draw_history(ax, {"slow": [3, 2, 1], "fast": [3, 1]}, target=1, target_name="best")
    assert [text.get_text() for text in picture.names] == ["slow", "fast", "best"]
    assert picture.names[1].xy == (1, 1)
    figure.canvas.draw()


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "values",
    [
        [1.0],
        [0.0, 0.0],
        [-1.0, -2.0],
        [1, np.inf],
        [np.nan, np.nan],
        [np.inf],
        [1e308, -1e308],
        [1e-308, 1e308],
        [0, 1, 0, 1e-300],
        {"a": [1, np.nan, 3], "b": [np.nan], "c": [1, 2, 3, 4]},
    ],
)
def test_every_curve_draws(values, log):
    figure, ax = new_figure()
    draw_history(ax, values, log=log)
    figure.canvas.draw()
    assert np.isfinite(ax.get_ylim()).all()


def test_a_run_that_diverges_says_so():
    _, ax = new_figure()
    picture = draw_history(ax, {"α = 9": [1, 2, np.inf, np.nan], "α = 1": [1, 1, 1, 1]})
    assert [note.get_text() for note in picture.warnings] == ["α = 9 diverged"]
    np.testing.assert_array_equal(picture.curves["α = 9"].get_ydata(), [1, 2])


@pytest.mark.parametrize("values", [[], [[1, 2]], {}, {"a": []}, 3.0])
def test_what_is_no_curve_is_refused(values):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=r"one row of numbers|at least one curve"):
        draw_history(ax, values)


def test_names_are_moved_apart_and_stay_inside():
    places = spread_apart(np.array([50.0, 50.0, 51.0, 0.0, 100.0]), gap=12, height=100)
    assert np.diff(np.sort(places)).min() >= 12 - 1e-2
    assert places.min() >= 0
    assert places.max() <= 105
