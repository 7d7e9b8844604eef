"""The panels of several runs beside a healthy one."""

import numpy as np
import pytest

from lecturekit.draw import new_figure
from lecturekit.draw.run_panels import LIMITS, draw_run_panels

HEALTHY = np.array([2.5, 1.5, 0.8, 0.4, 0.2, 0.1]), np.array([1.0, 0.3])
RUNS = {
    "A": (np.array([2.5, 2.4, 2.6, 2.5, 2.4, 2.5]), np.array([2.5, 2.5])),
    "B": (np.array([50.0, 3e9, 3.0, 0.0, 1.0, 2.0]), np.array([4.0, 1e300])),
}


def drawn():
    figure, axes = new_figure(columns=2)
    return figure, axes, draw_run_panels(axes, RUNS, HEALTHY, 2.3, "guessing")


def test_each_panel_shows_its_run_before_the_healthy_one():
    figure, axes, panels = drawn()
    for ax, (name, panel) in zip(axes, panels.items(), strict=True):
        losses, validation = RUNS[name]
        assert ax.get_title("left") == name
        np.testing.assert_allclose(panel.losses.get_ydata(), np.clip(losses, *LIMITS))
        np.testing.assert_allclose(panel.healthy.get_ydata(), HEALTHY[0])
        np.testing.assert_array_equal(panel.validation.get_xdata(), [3, 6])
        np.testing.assert_allclose(panel.validation.get_ydata(), np.clip(validation, *LIMITS))
        assert panel.healthy.get_zorder() < panel.losses.get_zorder()
        assert set(panel.level.get_ydata()) == {2.3}
    assert panels["A"].numbers.get_text() == "J 2.5 → 2.47,   validation 2.5 → 2.5"
    figure.canvas.draw()


def test_the_level_of_guessing_is_named_once():
    _, axes, _ = drawn()
    assert [[text.get_text() for text in ax.texts] for ax in axes] == [["guessing"], []]


def test_what_does_not_fit_is_refused():
    _, axes = new_figure(columns=2)
    with pytest.raises(ValueError, match="axes holds 2 Axes, but 1 runs need one each"):
        draw_run_panels(axes, {"A": RUNS["A"]}, HEALTHY, 2.3)
    broken = {"A": RUNS["A"], "B": ([1.0, np.nan], [1.0])}
    with pytest.raises(ValueError, match="B: losses holds nan at index"):
        draw_run_panels(axes, broken, HEALTHY, 2.3)
    with pytest.raises(ValueError, match="healthy: validation losses"):
        draw_run_panels(axes, RUNS, (HEALTHY[0], []), 2.3)
    assert not axes[0].lines
