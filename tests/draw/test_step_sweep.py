"""The picture of errors over the step of a difference quotient."""

import numpy as np
import pytest

from lecturekit.draw import draw_step_sweep, new_figure
from lecturekit.gradcheck import StepSweep, step_sweep


def sweep():
    return step_sweep(lambda theta: float(np.exp(theta).sum()), [1.0, 0.5], np.exp([1.0, 0.5]))


def test_the_curves_are_the_errors_and_the_best_steps_are_marked():
    figure, ax = new_figure()
    found = sweep()
    picture = draw_step_sweep(ax, found)
    for name in ("forward", "central"):
        errors = getattr(found, name)
        x, y = picture.curves[name].get_data()
        np.testing.assert_array_equal(x, found.h)
        np.testing.assert_allclose(y, errors)
        (best,), (least,) = picture.best[name].get_data()
        assert best == found.h[np.argmin(errors)]
        assert least == errors.min()
        assert f"{best:.0e}"[0] in picture.labels[name].get_text()
    assert ax.get_xscale() == ax.get_yscale() == "log"
    figure.canvas.draw()


def test_the_guides_have_the_slopes_they_name():
    _, ax = new_figure()
    picture = draw_step_sweep(ax, sweep())
    slopes = []
    for line, words in picture.guides:
        x, y = line.get_data()
        slopes.append(np.diff(np.log(y))[0] / np.diff(np.log(x))[0])
        assert words.get_text().replace("−", "-").startswith(f"slope {slopes[-1]:.0f}")
    np.testing.assert_allclose(slopes, [1, 2, -1])
    _, ax = new_figure()
    assert draw_step_sweep(ax, sweep(), guides=False).guides == []


def test_words_stay_inside_the_figure():
    figure, ax = new_figure()
    picture = draw_step_sweep(ax, sweep())
    figure.canvas.draw()
    words = [*picture.labels.values(), *(text for _, text in picture.guides)]
    for text in words:
        box = text.get_window_extent()
        assert box.x1 <= figure.bbox.x1
        assert box.x0 >= ax.bbox.x0
        assert box.y0 >= ax.bbox.y0


def test_an_error_of_zero_can_be_drawn():
    figure, ax = new_figure()
    draw_step_sweep(ax, StepSweep(np.array([1e-3, 1e-2]), np.array([0.0, 1]), np.zeros(2)))
    figure.canvas.draw()


@pytest.mark.parametrize(
    "bad",
    [
        StepSweep(np.array([0.0, 1]), np.ones(2), np.ones(2)),
        StepSweep(np.ones((1, 2)), np.ones(2), np.ones(2)),
        StepSweep(np.array([0.1, 1]), np.ones(3), np.ones(2)),
        StepSweep(np.array([0.1, 1]), np.ones(2), np.array([-1.0, 1])),
        StepSweep(np.array([0.1, 1]), np.array([np.nan, 1]), np.ones(2)),
    ],
)
def test_what_is_no_sweep_is_refused(bad):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=r"sweep\.(h|forward|central)"):
        draw_step_sweep(ax, bad)
