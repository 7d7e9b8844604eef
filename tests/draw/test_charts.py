"""Charts: curves, races, measurements, gradients, activations."""

import numpy as np
import pytest

from lecturekit import draw
from lecturekit.activations import identity, leaky_relu, relu, sigmoid, step
from lecturekit.draw.functions import saturated_tails
from lecturekit.draw.rounding import duration
from lecturekit.experiments.curve_fitting import line_and_sigmoid
from lecturekit.training import History
from tests.draw.readable import assert_readable


def texts(ax):
    return [text.get_text() for text in ax.texts]


def one(width=7, height=3.6):
    return draw.new_figure(width, height)[1]


def two():
    return draw.new_figure(8.6, 3.2, columns=2)[1]


# ---- training curves -------------------------------------------------------------------


# What a processor decides is drawn in cells that nbval does not compare.
MEASURED = {
    "ranges": (one(), draw.draw_ranges, [1, 9, 80], [(2, 1, 3), (3, 2, 9), (7, 6, 8)]),
}


@pytest.mark.parametrize("name", MEASURED)
def test_every_text_is_readable(name):
    axes, paint, *arguments = MEASURED[name]
    paint(axes, *arguments)
    assert_readable(np.ravel(axes)[0].figure)


def test_a_run_that_diverges_says_so():
    ax = one()
    draw.draw_races(ax, {"α = 9": [1, 2, np.inf, np.nan], "α = 1": [1, 1, 1, 1]}, [0, 10, 20, 30])
    assert texts(ax) == ["α = 1", "α = 9 diverged"]
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[0, 1], [10, 2]])
    assert (ax.get_xlim(), ax.get_yscale()) == ((0, 30), "log")


@pytest.mark.parametrize(
    ("lists", "lacks"),
    [
        ({}, "finished epoch"),
        ({"loss": [1.0]}, "metric"),
        ({"loss": [1.0], "training_loss": [1.0], "validation_loss": [2.0]}, "metric"),
    ],
)
def test_learning_curves_that_were_not_measured_are_refused_before_drawing(lists, lacks):
    axes = two()
    for history in (History(**lists), {"SGD": History(**lists)}):
        with pytest.raises(ValueError, match=rf"^history(\['SGD'\])? has no {lacks}; give fit"):
            draw.draw_learning_curves(axes, history)
    assert [len(ax.lines) + len(ax.texts) for ax in axes] == [0, 0]


def test_durations_are_said_in_their_unit():
    said = map(duration, (123, 1, 0.99996, 0.0123, 0.0012, 2e-6, 3e-9, 0))
    assert list(said) == ["123 s", "1 s", "1 s", "12 ms", "1.2 ms", "2 µs", "3 ns", "0 ns"]


# ---- activations -----------------------------------------------------------------------


def test_saturated_are_the_tails_with_a_vanishing_slope():
    left, right = saturated_tails(sigmoid)
    edge = np.log((1 - 0.1 + np.sqrt(0.8)) / 0.1)  # where s(1 - s) = 0.05
    assert left == pytest.approx((-5, -edge), abs=0.01)
    assert right == pytest.approx((edge, 5), abs=0.01)
    assert len(saturated_tails(relu)) == 1
    assert saturated_tails(leaky_relu) == saturated_tails(identity) == []
    assert saturated_tails(step) == [(-5, 5)]


def test_line_and_sigmoid_are_marked_where_they_pass_one_half_and_their_mistakes_are_ringed():
    axes = two()
    draw.draw_line_and_sigmoid(axes)
    for k, ax in enumerate(axes):
        pairs = [line_and_sigmoid(negative)[k] for negative in ("versicolor", None)]
        marked = [line.get_xdata()[0] for line in ax.lines if list(line.get_ydata()) == [0.5]]
        np.testing.assert_allclose(marked, [fit.boundary for fit in pairs])
        rings = [line.get_xdata()[0] for line in ax.lines if line.get_label() == "_wrong"]
        assert rings == [3.0][: len(axes) - 1 - k]
