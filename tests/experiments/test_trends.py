"""What is said about a descent: each word means the same wherever it is said."""

import numpy as np
import pytest

from lecturekit.draw.scenes import digits, logistic_descent, step_sizes, training
from lecturekit.experiments import trends
from lecturekit.experiments.descents import BATCH_SIZES, STEP_SIZES
from lecturekit.experiments.descents import expected_trend as expected
from lecturekit.gradient_descent import gradient_descent

ALL = {"start", "diverged", "stuck", "above", "rising", "zigzag", "slow", "falling"}


@pytest.mark.parametrize(
    ("losses", "window", "found"),
    [
        ([1.0], 5, False),
        ([1.0, np.inf], 5, True),
        ([1.0, 1.01 * trends.FAR], 5, True),
        ([1.0, *[1.1] * 4], 5, False),
        ([1.0, *[1.1] * 5], 5, True),
        ([1.0, 1.1, 1.1, 1.0, 1.1, 1.1], 5, False),  # it came back to its start
        ([1.0, *[1.1] * 5], 6, False),
    ],
)
def test_what_has_diverged(losses, window, found):
    assert trends.diverged(losses, window) == found
    if found and losses[-1] < 2:  # one that comes back has not diverged
        assert trends.diverged(losses, window, later=[1.2, 1.1])
        assert not trends.diverged(losses, window, later=[1.2, 0.9, 1.2])
    many = np.column_stack([losses, np.ones(len(losses)), losses])
    assert trends.diverged(many, window).tolist() == [found, False, found]


@pytest.mark.parametrize(
    ("losses", "window", "word"),
    [
        ([1.0], 5, "start"),
        ([1.0, 2.0], 5, "above"),
        ([1.0, *[2.0, 2.1] * 3], 5, "diverged"),
        ([1.0, 0.5, 0.6], 5, "rising"),
        ([1.0, 0.5, 0.6, *[0.4, 0.3, 0.2, 0.1, 0.05, 0.02]], 5, "falling"),
        ([1.0, 0.9995], 5, "slow"),
        ([1.0, *[0.5, 0.5 + 1e-9] * 4], 5, "slow"),  # rounding is no rise
        (np.linspace(1, 0.5, 61), trends.LONG, "falling"),
        ([1.0, *[0.5, 0.6] * 30], trends.LONG, "rising"),
        ([*np.linspace(1, 0.5, 50), *[2.0] * 10], trends.LONG, "above"),
        ([1.0, 0.9, *[2.0] * 58], trends.LONG, "stuck"),
        ([1.0, *[2.0] * 49, 0.5, *[2.0] * 9], trends.LONG, "above"),
        ([1.0, *[20.0] * 50, 0.9, *np.linspace(0.8, 0.5, 50)], trends.LONG, "falling"),
    ],
)
def test_the_trend_of_losses(losses, window, word):
    assert trends.trend(losses, window, flat=1e-3) == word


def test_figures_have_words_for_every_trend():
    assert set(training.WORDS) == set(logistic_descent.WORDS) == ALL
    assert set(digits.WORDS) == ALL - {"slow"} | {"over-fitting", "unlearning"}
    found = {expected(a, B, t) for a in STEP_SIZES for B in BATCH_SIZES for t in range(0, 201, 5)}
    assert set(step_sizes.WORDS) == found


def test_a_path_that_ended_early_stays_where_it_was():
    def bowl(theta):
        return 2 * theta @ theta, 4 * theta

    arrived = gradient_descent(bowl, [1.0, 1.0], 0.25, max_steps=9, tolerance=0)
    path = trends.padded(arrived, 9)
    assert len(arrived.losses) == 2
    assert path.thetas.shape == (10, 2)
    np.testing.assert_array_equal(path.losses, [4.0, *[0.0] * 9])
    gone = gradient_descent(bowl, [1.0, 1.0], 1e200, max_steps=9)
    path = trends.padded(gone, 9)
    np.testing.assert_array_equal(path.thetas[-1], gone.thetas[-1])
    assert np.isinf(path.losses[len(gone.losses) :]).all()
