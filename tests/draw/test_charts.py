"""Curves with names at their ends, gradients over layers and steps, activations, durations."""

import numpy as np
import pytest

from lecturekit.activations import ACTIVATIONS, identity, leaky_relu, relu, sigmoid, step, tanh
from lecturekit.draw import (
    draw_activation_zoo,
    draw_depth,
    draw_gradient_through_layers,
    draw_history,
    draw_races,
    draw_sigmoid,
    draw_step_sweep,
    new_figure,
)
from lecturekit.draw.activations import saturated_tails
from lecturekit.draw.charts import spread_apart
from lecturekit.draw.rounding import duration
from lecturekit.gradcheck import step_sweep

ELEMENTWISE = [one for one in ACTIVATIONS.values() if one.name != "softmax"]


def texts(ax):
    return [text.get_text() for text in ax.texts]


# ---- training curves -------------------------------------------------------------------


def test_curves_run_over_their_steps_and_are_named_at_their_ends():
    _, ax = new_figure()
    lines = draw_history(ax, {"slow": [3, 2, 1], "fast": [3, 1]}, start=1)
    np.testing.assert_array_equal(lines["slow"].get_xydata(), [[1, 3], [2, 2], [3, 1]])
    assert ax.get_xlim() == (1, 3)
    assert [(text.get_text(), *text.xy) for text in ax.texts] == [("slow", 3, 1), ("fast", 2, 1)]


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
    draw_races(ax, {"α = 9": [1, 2, np.inf, np.nan], "α = 1": [1, 1, 1, 1]}, [0, 10, 20, 30])
    assert texts(ax) == ["α = 1", "α = 9 diverged"]
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[0, 1], [10, 2]])
    assert (ax.get_xlim(), ax.get_yscale()) == ((0, 30), "log")


def test_names_are_moved_apart_and_stay_inside():
    places = spread_apart(np.array([50.0, 50.0, 51.0, 0.0, 100.0]), gap=12, height=100)
    assert np.diff(np.sort(places)).min() >= 12 - 1e-2
    assert places.min() >= 0
    assert places.max() <= 105


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


# ---- gradients over layers and steps ---------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_what_lies_below_the_floor_is_a_triangle_on_it():
    rows = {
        "tanh": {"He": [1e-3, 0.1, 2.0], "small": [1e-20, 0, 1e-9]},
        "relu": {"He": [3.0, 2.0], "small": [1e-9, 1e-9]},
    }
    figure, axes = new_figure(8, 3, columns=2)
    draw_depth(axes, rows)
    figure.canvas.draw()
    _, he, small, below = axes[0].lines
    np.testing.assert_allclose(he.get_xydata(), [[1, 1e-3], [2, 0.1], [3, 2.0]])
    np.testing.assert_allclose(small.get_ydata(), [1e-16, 1e-16, 1e-9])
    np.testing.assert_allclose(below.get_xydata(), [[1, 1e-16], [2, 1e-16]])
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert texts(axes[1]) == ["He", "small"]


def test_gradients_multiply_over_the_layers():
    _, ax = new_figure()
    draw_gradient_through_layers(ax, [sigmoid, tanh], 10, 0.5)
    slope = 1 - np.tanh(0.5) ** 2
    np.testing.assert_allclose(ax.lines[1].get_ydata(), slope ** np.arange(11))


@pytest.mark.parametrize("z", [-1e4, -1, 0, 1, 1e4])
def test_every_pre_activation_draws(z):
    figure, ax = new_figure()
    draw_gradient_through_layers(ax, ELEMENTWISE, 20, z)
    figure.canvas.draw()
    assert ("ReLU = 0" in texts(ax)) == (z <= 0)


def test_the_best_steps_are_marked_and_the_guides_have_the_slopes_they_name():
    _, ax = new_figure()
    sweep = step_sweep(lambda theta: float(np.exp(theta).sum()), [1.0, 0.5], np.exp([1.0, 0.5]))
    draw_step_sweep(ax, sweep)
    for name, mark in zip(("forward", "central"), ax.lines[1:4:2], strict=True):
        errors = getattr(sweep, name)
        np.testing.assert_allclose(mark.get_xydata(), [[sweep.h[errors.argmin()], errors.min()]])
    guides, names = ax.lines[4:], [words for words in texts(ax) if words.startswith("slope")]
    for line, words, slope in zip(guides, names, (1, 2, -1), strict=True):
        x, y = np.log(line.get_data())
        np.testing.assert_allclose(np.diff(y) / np.diff(x), slope)
        assert words.replace("−", "-").startswith(f"slope {slope}\n")


# ---- activations -----------------------------------------------------------------------


def zoo(*activations):
    """Draw activations and return their panels."""
    figure, axes = new_figure(columns=len(activations))
    draw_activation_zoo(np.ravel(axes), activations)
    figure.canvas.draw()
    return np.ravel(axes)


def test_each_activation_draws():
    for ax, activation in zip(zoo(*ELEMENTWISE), ELEMENTWISE, strict=True):
        z, value = ax.lines[0].get_data()
        np.testing.assert_allclose(value[:-1], activation(z[:-1]), atol=1e-8)
        assert ax.get_title("left") == activation.title


def test_the_step_has_a_jump_and_a_gap_in_its_derivative():
    (ax,) = zoo(step)
    below, left, above, right, *marks = ax.lines[:6]
    assert (below.get_ydata().max(), above.get_ydata().min()) == (0, 1)
    assert left.get_xdata().max() < 0 < right.get_xdata().min()
    fills = {mark.get_ydata()[0]: mark.get_markerfacecolor() for mark in marks}
    assert fills[0] == "white"
    assert fills[1] != "white"


def test_a_kink_leaves_both_ends_of_the_derivative_open():
    (ax,) = zoo(relu)
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert sorted(mark.get_ydata()[0] for mark in marks) == [0, 1]
    assert {mark.get_markerfacecolor() for mark in marks} == {"white"}


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
    _, ax = new_figure()
    draw_sigmoid(ax, w, b, threshold)
    dots = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dots, [] if place is None else [[place, threshold]])
    if place is not None:
        zero, one = (patch.get_x() for patch in ax.patches)  # predict 0, predict 1
        assert (zero < one) == (w > 0)
