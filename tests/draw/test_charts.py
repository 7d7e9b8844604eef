"""Charts: curves, races, learning curves, measurements, gradients, activations; and their room."""

import numpy as np
import pytest

from lecturekit.activations import identity, leaky_relu, relu, sigmoid, step, tanh
from lecturekit.draw import (
    draw_costs,
    draw_depth,
    draw_gradient_through_layers,
    draw_history,
    draw_learning_curves,
    draw_races,
    draw_run_panels,
    draw_schedules,
    draw_sigmoid,
    draw_speed_up,
    draw_spread,
    draw_step_sweep,
    draw_times,
    new_figure,
)
from lecturekit.draw.activations import saturated_tails
from lecturekit.draw.rounding import duration
from lecturekit.experiments.gradient_lab import step_sweep
from lecturekit.schedules import cosine, step_decay
from lecturekit.training import History
from tests.draw.readable import assert_readable, pixels

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


def texts(ax):
    return [text.get_text() for text in ax.texts]


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
def test_every_text_is_readable(name):
    axes, draw, *arguments = DRAWINGS[name]
    draw(axes, *arguments)
    assert_readable(np.ravel(axes)[0].figure)


# ---- training curves -------------------------------------------------------------------


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
    ax = one()
    draw_races(ax, {"α = 9": [1, 2, np.inf, np.nan], "α = 1": [1, 1, 1, 1]}, [0, 10, 20, 30])
    assert texts(ax) == ["α = 1", "α = 9 diverged"]
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[0, 1], [10, 2]])
    assert (ax.get_xlim(), ax.get_yscale()) == ((0, 30), "log")


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
    assert "lowest loss: epoch 7" in texts(axes[0])


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
    assert [texts(ax) for ax in axes] == [["guessing"], []]
    pixels(axes[0].figure)


# ---- measurements ----------------------------------------------------------------------


def test_zero_is_a_triangle_on_the_axis():
    ax = one()
    draw_spread(ax, [1, 2, 4], {"a": [1, 0.5, 1e-30]}, {})
    points, triangle = ax.lines
    assert points.get_xdata().tolist() == [1, 2]
    assert triangle.get_marker() == "v"
    assert triangle.get_xydata().tolist() == [[4, ax.get_ylim()[0]]]


def test_the_ideal_is_one_pth_for_p_workers():
    ax = one()
    chart = draw_speed_up(ax, [1, 2, 4], {"a": [8, 5, 4]}, {"a": 1})
    _, ideal, alone = ax.lines
    assert ideal.get_ydata().tolist() == [8, 4, 2]
    assert alone.get_xydata().tolist() == [[0, 1]]
    assert chart.alt.endswith("a, 8 s with 1, 4 s with 4, 1 s alone.")


# ---- gradients over layers and steps ---------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_what_lies_below_the_floor_is_a_triangle_on_it():
    rows = {
        "tanh": {"He": [1e-3, 0.1, 2.0], "small": [1e-20, 0, 1e-9]},
        "relu": {"He": [3.0, 2.0], "small": [1e-9, 1e-9]},
    }
    axes = two()
    draw_depth(axes, rows)
    pixels(axes[0].figure)
    _, he, small, below = axes[0].lines
    np.testing.assert_allclose(he.get_xydata(), [[1, 1e-3], [2, 0.1], [3, 2.0]])
    np.testing.assert_allclose(small.get_ydata(), [1e-16, 1e-16, 1e-9])
    np.testing.assert_allclose(below.get_xydata(), [[1, 1e-16], [2, 1e-16]])
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert texts(axes[1]) == ["He", "small"]


def test_gradients_multiply_over_the_layers():
    ax = one()
    draw_gradient_through_layers(ax, [sigmoid, tanh], 10, 0.5)
    slope = 1 - np.tanh(0.5) ** 2
    np.testing.assert_allclose(ax.lines[1].get_ydata(), slope ** np.arange(11))


# ---- activations -----------------------------------------------------------------------


def test_saturated_are_the_tails_with_a_vanishing_slope():
    left, right = saturated_tails(sigmoid, -5, 5)
    edge = np.log((1 - 0.1 + np.sqrt(0.8)) / 0.1)  # where s(1 - s) = 0.05
    assert left == pytest.approx((-5, -edge), abs=0.01)
    assert right == pytest.approx((edge, 5), abs=0.01)
    assert len(saturated_tails(relu, -5, 5)) == 1
    assert saturated_tails(leaky_relu, -5, 5) == saturated_tails(identity, -5, 5) == []
    assert saturated_tails(step, -5, 5) == [(-5, 5)]


@pytest.mark.parametrize(
    ("w", "b", "threshold", "place"),
    [(2, -3, 0.5, 1.5), (-1, 1, 0.5, 1), (1, 0, 0.8, np.log(4)), (1, 9, 0.5, None)],
)
def test_the_decision_is_where_the_curve_meets_the_threshold(w, b, threshold, place):
    ax = one()
    draw_sigmoid(ax, w, b, threshold)
    dots = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dots, [] if place is None else [[place, threshold]])
    if place is not None:
        no, yes = (patch.get_x() for patch in ax.patches)  # predict 0, predict 1
        assert (no < yes) == (w > 0)
