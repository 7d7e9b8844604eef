"""The charts of Part 4 and the pictures of a trained network: numbers, words, and room."""

import numpy as np
import pytest
from matplotlib.text import Text

from lecturekit.draw import (
    draw_costs,
    draw_learning_curves,
    draw_races,
    draw_run_panels,
    draw_schedules,
    draw_speed_up,
    draw_spread,
    draw_step_sweep,
    draw_times,
    new_figure,
)
from lecturekit.gradcheck import step_sweep
from lecturekit.schedules import cosine, step_decay
from lecturekit.training import History
from tests.draw.test_network import pixels

BATCHES = [1, 2, 4, 8, 16, 32, 64, 128]
SWEEP = step_sweep(lambda theta: float(np.exp(theta).sum()), [1.0, 0.5], np.exp([1.0, 0.5]))
SPREAD = 4.0 / np.array(BATCHES)
THEORY = {"with replacement": lambda B: 4 / B, "without": lambda B: 4 / B - 4 / 128}
MEASURED = {name: rule(np.array(BATCHES)) for name, rule in THEORY.items()}


def history(validation=True, metric=True, epochs=12, low=7):
    """A training whose validation loss is least after epoch `low`."""
    t = np.arange(1, epochs + 1)
    run = History(loss=list(1 / t + 0.01))
    if validation or metric:
        run.training_loss = list(1 / t)
        run.training_metric = list(1 - 0.5 / t) if metric else []
    if validation:
        run.validation_loss = list(0.3 + 0.01 * (t - low) ** 2)
        run.validation_metric = list(0.9 - 0.3 / t) if metric else []
    return run


def one(width=7, height=3.6):
    return new_figure(width, height)[1]


def two():
    return new_figure(8.6, 3.2, columns=2)[1]


def curve(ax, label):
    """The points of the line with this label."""
    (line,) = [line for line in ax.lines if line.get_label() == label]
    return line.get_xydata()


# ---- room ------------------------------------------------------------------------------

DRAWINGS = {
    "learning curves": (two(), draw_learning_curves, history()),
    "several trainings": (two(), draw_learning_curves, {"small": history(), "large": history()}),
    "a short training": (one(), draw_learning_curves, history(False, False, 1)),
    "spread": (one(), draw_spread, BATCHES, MEASURED, THEORY),
    "costs": (one(), draw_costs, [1e2, 1e4, 1e6], [1e-5, 1e-3, 0.1]),
    "times": (two(), draw_times, BATCHES, SPREAD / 100, np.sqrt(BATCHES), "loss"),
    "races": (one(8.6, 3.8), draw_races, {"SGD": [3, 2, 1], "wild": [3, np.inf]}, [0, 500, 1000]),
    "schedules": (
        one(8),
        *(draw_schedules, {"none": 0.1, "cosine": cosine(0.1, 90), "steps": step_decay(0.1, 30)}),
        100,
    ),
    "sweep": (one(8, 4), draw_step_sweep, SWEEP),
    "speed-up": (one(), draw_speed_up, [1, 2], {"B = 32": [6e-3, 9e-3]}, {"B = 32": 1e-4}),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_letters_are_large_and_on_the_page(name):
    axes, draw, *arguments = DRAWINGS[name]
    draw(axes, *arguments)
    figure = np.ravel(axes)[0].figure
    assert figure.get_figwidth() <= 8.6
    pixels(figure)
    pixels(figure)  # the layout settles in the first drawing
    axises = [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]
    ticks = {text for axis in axises for text in axis.get_ticklabels(which="both")}
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible() and text not in ticks:
            assert text.get_fontsize() >= 9, text.get_text()
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, text.get_text()
            assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, text.get_text()


# ---- learning curves -------------------------------------------------------------------


def test_the_best_epoch_is_that_of_the_least_validation_loss():
    axes = two()
    assert "least at epoch 7" in draw_learning_curves(axes, history(low=7)).alt
    for ax, kind in zip(axes, ("loss", "metric"), strict=True):
        for part in ("training", "validation"):
            x, y = curve(ax, part).T
            assert x[0] == 1
            np.testing.assert_array_equal(y, getattr(history(low=7), f"{part}_{kind}"))
    (dot,) = [line for line in axes[0].lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dot.get_xydata(), [[7, 0.3]])
    assert "lowest loss: epoch 7" in [text.get_text() for text in axes[0].texts]


def test_of_several_trainings_validation_is_thick_and_training_thin():
    ax, runs = one(), {"early": history(low=3), "late": history(low=11, epochs=15)}
    draw_learning_curves(ax, runs)
    for name, run in runs.items():
        np.testing.assert_array_equal(curve(ax, name)[:, 1], run.validation_loss)
        (thick,) = [line for line in ax.lines if line.get_label() == name]
        thin, *_ = [line for line in ax.lines if line.get_linewidth() == 1]
        assert thin.get_linewidth() < thick.get_linewidth()
    thin = [line for line in ax.lines if line.get_linewidth() == 1]
    np.testing.assert_array_equal(thin[1].get_ydata(), runs["late"].training_loss)


def test_without_validation_there_is_one_curve_and_no_best_epoch():
    ax = one()
    assert "least" not in draw_learning_curves(ax, history(False, False)).alt
    (line,) = ax.lines
    assert line.get_label() == "training"


def test_each_panel_shows_its_run_before_the_healthy_one():
    healthy = np.array([2.5, 1.5, 0.8, 0.4, 0.2, 0.1]), np.array([1.0, 0.3])
    runs = {
        "A": (np.array([2.5, 2.4, 2.6, 2.5, 2.4, 2.5]), np.array([2.5, 2.5])),
        "B": (np.array([50.0, 3e9, 3.0, 0.0, 1.0, 2.0]), np.array([4.0, 1e300])),
    }
    axes = two()
    panels = draw_run_panels(axes, runs, healthy, 2.3, "guessing")
    for ax, (name, panel) in zip(axes, panels.items(), strict=True):
        losses, validation = runs[name]
        assert ax.get_title("left") == name
        np.testing.assert_allclose(panel.losses.get_ydata(), np.clip(losses, 0.01, 200))
        np.testing.assert_allclose(panel.healthy.get_ydata(), healthy[0])
        np.testing.assert_array_equal(panel.validation.get_xdata(), [3, 6])
        np.testing.assert_allclose(panel.validation.get_ydata(), np.clip(validation, 0.01, 200))
        assert panel.healthy.get_zorder() < panel.losses.get_zorder()
    assert axes[0].get_title("right") == "J 2.5 → 2.47,   validation 2.5 → 2.5"
    assert [[text.get_text() for text in ax.texts] for ax in axes] == [["guessing"], []]
    pixels(axes[0].figure)


# ---- measurements ----------------------------------------------------------------------


def test_points_are_measured_and_the_line_is_theory():
    ax = one()
    chart = draw_spread(ax, BATCHES, {"a": SPREAD * 1.1}, {"a": lambda B: 4 / B})
    theory, points = ax.lines
    np.testing.assert_allclose(points.get_ydata(), SPREAD * 1.1)
    x, y = theory.get_data()
    np.testing.assert_allclose(y, 4 / x)
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert "a, from 4.4 at B = 1 to 0.034 at B = 128" in chart.alt


def test_zero_is_a_triangle_on_the_axis():
    ax = one()
    draw_spread(ax, [1, 2, 4], {"a": [1, 0.5, 1e-30]}, {})
    points, triangle = ax.lines
    assert points.get_xdata().tolist() == [1, 2]
    assert triangle.get_marker() == "v"
    assert triangle.get_xydata().tolist() == [[4, ax.get_ylim()[0]]]


def test_the_line_of_costs_goes_through_the_last_point_with_slope_one():
    ax = one()
    chart = draw_costs(ax, [100, 1000, 10_000], [1e-4, 2e-4, 2e-3])
    x, y = ax.lines[-1].get_data()
    assert (x[-1], y[-1]) == (10_000, 2e-3)
    np.testing.assert_allclose(y / x, 2e-7)
    assert chart.alt.endswith("full gradient, 100 µs at n = 100 and 2 ms at n = 10,000.")


def test_time_and_progress_stand_side_by_side():
    left, right = axes = two()
    chart = draw_times(axes, [1, 8], [0.2, 0.05], [0.3, 1.5], "loss")
    assert left.lines[0].get_ydata().tolist() == [0.2, 0.05]
    assert right.lines[0].get_ydata().tolist() == [0.3, 1.5]
    assert "200 ms at B = 1 and 50 ms at B = 8" in chart.alt


def test_the_ideal_is_one_pth_for_p_workers():
    ax = one()
    chart = draw_speed_up(ax, [1, 2, 4], {"a": [8, 5, 4]}, {"a": 1})
    _, ideal, alone = ax.lines
    assert ideal.get_ydata().tolist() == [8, 4, 2]
    assert alone.get_xydata().tolist() == [[0, 1]]
    assert chart.alt.endswith("a, 8 s with 1, 4 s with 4, 1 s alone.")


def test_schedules_are_asked_at_each_step():
    ax = one()
    chart = draw_schedules(ax, {"cosine": cosine(0.1, 10), "constant": 0.05}, 11)
    x, y = curve(ax, "cosine").T
    np.testing.assert_array_equal(x, np.arange(11))
    np.testing.assert_allclose(y, [cosine(0.1, 10)(t) for t in range(11)])
    words = "cosine from 0.1 to 0, constant from 0.05 to 0.05"
    assert chart.alt == f"Step size α over 11 steps: {words}."
