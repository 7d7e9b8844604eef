"""The still pictures of Part 4: their numbers, their words, their room, what they refuse."""

import numpy as np
import pytest
from matplotlib.text import Text

from lecturekit.draw import (
    draw_costs,
    draw_history,
    draw_learning_curves,
    draw_races,
    draw_schedules,
    draw_speed_up,
    draw_spread,
    draw_times,
    new_figure,
)
from lecturekit.draw.durations import duration
from lecturekit.draw.measured import draw_measured
from lecturekit.history import History
from lecturekit.schedules import cosine, step_decay
from tests.draw.test_network import pixels

RNG = np.random.default_rng(0)
BATCHES = [1, 2, 4, 8, 16, 32, 64, 128]
SPREAD = 4.0 / np.array(BATCHES)


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


# ---- room ------------------------------------------------------------------------------

DRAWINGS = {
    "learning curves": (two(), draw_learning_curves, history()),
    "several trainings": (two(), draw_learning_curves, {"small": history(), "large": history()}),
    "a short training": (one(), draw_learning_curves, history(False, False, 1)),
    "spread": (one(), draw_spread, BATCHES, SPREAD, lambda B: 4 / B),
    "spread without replacement": (
        *(one(), draw_spread, BATCHES),
        {"with replacement": SPREAD, "without": SPREAD - SPREAD[-1]},
        {"with replacement": lambda B: 4 / B, "without": lambda B: 4 / B - 4 / 128},
    ),
    "costs": (one(), draw_costs, [1e2, 1e4, 1e6], {"all": [1e-5, 1e-3, 0.1], "32": [1e-6] * 3}),
    "times": (two(), draw_times, BATCHES, SPREAD / 100, np.sqrt(BATCHES)),
    "races": (one(8.6, 3.8), draw_races, {"SGD": [3, 2, 1], "wild": [3, np.inf]}, [0, 500, 1000]),
    "schedules": (one(8), draw_schedules, [0.1, cosine(0.1, 90), step_decay(0.1, 30)], 100),
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
    picture = draw_learning_curves(axes, history(low=7))
    assert picture.best == {"": 7}
    assert "least at epoch 7" in picture.alt
    dot, line, words = picture.marks[0]
    assert dot.get_xydata().tolist() == [[7, 0.3]]
    assert line.get_xdata() == [7, 7]
    assert words.get_text() == "lowest loss: epoch 7"
    loss, metric = picture.panels
    np.testing.assert_array_equal(loss.curves["training"].get_ydata(), history().training_loss)
    np.testing.assert_array_equal(
        metric.curves["validation"].get_ydata(), history().validation_metric
    )
    assert loss.curves["training"].get_xdata()[0] == 1


def test_of_several_trainings_validation_is_thick_and_training_thin():
    runs = {"early": history(low=3), "late": history(low=11, epochs=15)}
    picture = draw_learning_curves(one(), runs)
    assert picture.best == {"early": 3, "late": 11}
    (panel,) = picture.panels
    for name, run in runs.items():
        thick, thin = panel.curves[name], panel.behind[name]
        np.testing.assert_array_equal(thick.get_ydata(), run.validation_loss)
        np.testing.assert_array_equal(thin.get_ydata(), run.training_loss)
        assert thin.get_color() == thick.get_color()
        assert thin.get_linewidth() < thick.get_linewidth()


def test_without_validation_there_is_one_curve_and_no_best_epoch():
    picture = draw_learning_curves(one(), history(False, False))
    assert list(picture.panels[0].curves) == ["training"]
    assert picture.best == {}
    assert picture.marks == []


@pytest.mark.parametrize(
    ("runs", "message"),
    [
        (History(), "at least one epoch"),
        ([1, 2], "at least one epoch"),
        (history(metric=False), r"metric=accuracy"),
        ({}, "at least one history"),
    ],
)
def test_what_is_no_training_is_refused(runs, message):
    with pytest.raises(ValueError, match=message):
        draw_learning_curves(two(), runs)


# ---- measurements ----------------------------------------------------------------------


def test_points_are_measured_and_the_line_is_theory():
    ax = one()
    picture = draw_spread(ax, BATCHES, SPREAD * 1.1, lambda B: 4 / B)
    np.testing.assert_allclose(picture.points["measured"].get_ydata(), SPREAD * 1.1)
    x, y = picture.lines["theory"].get_data()
    np.testing.assert_allclose(y, 4 / x)
    assert [name.get_text() for name in picture.names] == ["measured", "theory"]
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert "from 4.4 at B = 1 to 0.034 at B = 128" in picture.alt


def test_zero_is_a_triangle_on_the_axis():
    ax = one()
    picture = draw_measured(ax, [1, 2, 4], {"a": [1, 0.5, 1e-30]})
    assert picture.points["a"].get_xdata().tolist() == [1, 2]
    (triangle,) = [line for line in ax.lines if line.get_marker() == "v"]
    assert triangle.get_xydata().tolist() == [[4, ax.get_ylim()[0]]]


@pytest.mark.parametrize(
    ("x", "row", "message"),
    [
        ([2, 1], [1, 1], "ascending"),
        ([0, 1], [1, 1], "above 0"),
        ([1, 2], [1], "1 entry"),
        ([1, 2], [1, -1], "none below 0"),
        ([1, 2], [0, 0], "nothing above 0"),
        ([1, 2], [1, np.nan], "nan"),
    ],
)
def test_what_is_no_measurement_is_refused(x, row, message):
    with pytest.raises(ValueError, match=message):
        draw_measured(one(), x, {"a": row})


def test_the_line_of_costs_goes_through_the_last_point_with_slope_one():
    picture = draw_costs(one(), [100, 1000, 10_000], [1e-4, 2e-4, 2e-3])
    x, y = picture.lines["∝ n"].get_data()
    assert (x[-1], y[-1]) == (10_000, 2e-3)
    np.testing.assert_allclose(y / x, 2e-7)
    assert picture.alt.endswith("full gradient, 100 µs at n = 100 and 2 ms at n = 10,000.")
    assert "∝ n" not in draw_costs(one(), [1, 2], [1, 2], slope=False).lines


def test_time_and_progress_stand_side_by_side():
    axes = two()
    picture = draw_times(axes, [1, 8], [0.2, 0.05], [0.3, 1.5])
    assert picture.time.get_ydata().tolist() == [0.2, 0.05]
    assert picture.progress.get_ydata().tolist() == [0.3, 1.5]
    assert "200 ms at B = 1 and 50 ms at B = 8" in picture.alt
    with pytest.raises(ValueError, match="axes holds 1"):
        draw_times(one(), [1, 8], [0.2, 0.05], [0.3, 1.5])
    with pytest.raises(ValueError, match="progress has shape"):
        draw_times(two(), [1, 8], [0.2, 0.05], [0.3])


def test_the_ideal_is_one_pth_for_p_workers():
    picture = draw_speed_up(one(), [1, 2, 4], {"a": [8, 5, 4]}, {"a": 1})
    assert picture.ideals["a"].get_ydata().tolist() == [8, 4, 2]
    assert picture.alone["a"].get_xydata().tolist() == [[0, 1]]
    assert picture.alt.endswith("a, 8 s with 1, 4 s with 4, 1 s alone.")
    for seconds, alone in (({"a": [1, 0]}, None), ({"a": [1, 1]}, {"b": 1}), ({}, None)):
        with pytest.raises(ValueError, match="greater than 0, by the same names"):
            draw_speed_up(one(), [1, 2], seconds, alone)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (123, "123 s"),
        (1, "1 s"),
        (0.99996, "1 s"),
        (0.0123, "12 ms"),
        (0.0012, "1.2 ms"),
        (2e-6, "2 µs"),
        (3e-9, "3 ns"),
        (0, "0 ns"),
    ],
)
def test_durations_are_said_in_their_unit(seconds, words):
    assert duration(seconds) == words


# ---- races and schedules ---------------------------------------------------------------


def test_a_race_is_run_over_gradients():
    ax = one()
    places = {"a": [0, 10, 20], "b": [0, 100]}
    picture = draw_races(ax, {"a": [3, 2, 1], "b": [3, np.nan]}, places)
    np.testing.assert_array_equal(
        picture.history.curves["a"].get_xydata(), [[0, 3], [10, 2], [20, 1]]
    )
    assert picture.alt.endswith("In the end: a 1, b diverged.")
    assert ax.get_xlim() == (0, 100)
    assert ax.get_yscale() == "log"


@pytest.mark.parametrize(
    ("x", "message"),
    [([1, 2], "x has 2 entries, but 'a' has 3"), ([1, 1, 2], "ascending"), ({}, "no row for 'a'")],
)
def test_a_curve_needs_a_place_for_each_value(x, message):
    with pytest.raises(ValueError, match=message):
        draw_history(one(), {"a": [1, 2, 3]}, x=x)


def test_what_stands_behind_needs_a_curve_in_front():
    with pytest.raises(ValueError, match=r"behind names \['b'\]"):
        draw_history(one(), {"a": [1, 2, 3]}, behind={"b": [1, 2, 3]})


def test_schedules_are_asked_at_each_step():
    picture = draw_schedules(one(), {"cosine": cosine(0.1, 10), "constant": 0.05}, 11)
    curve = picture.history.curves["cosine"]
    np.testing.assert_array_equal(curve.get_xdata(), np.arange(11))
    np.testing.assert_allclose(curve.get_ydata(), [cosine(0.1, 10)(t) for t in range(11)])
    assert (
        picture.alt
        == "Step size α over 11 steps: cosine from 0.1 to 0, constant from 0.05 to 0.05."
    )
    with pytest.raises(ValueError, match=r"schedules\[.bad.\] is -1"):
        draw_schedules(one(), {"bad": -1}, 10)
