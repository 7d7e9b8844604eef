"""What the solutions of exercises of Part 1 claim, recomputed."""

import numpy as np

from lecturekit import datasets, exercises
from lecturekit.activations import sigmoid
from lecturekit.exercises.part1 import EXAMPLES
from lecturekit.perceptron import fit_perceptron, mistake_bound


def explained(name):
    return " ".join(getattr(exercises, name)._solution[1].split())


def test_error_rates_by_sepals_over_twenty_splits():
    X, y = datasets.iris("virginica", "versicolor", ("sepal length (cm)", "sepal width (cm)"))
    rates = []
    for seed in range(20):
        X_train, X_test, y_train, y_test = datasets.split(X, y, test_size=0.3, seed=seed)
        assert len(y_test) == 30
        rates.append(exercises.test_errors.function(X_train, y_train, X_test, y_test, 0.5))
    told = explained("test_errors")
    assert "Over 20 seeds" in told
    for kind, found in zip(
        ("virginica are missed", "versicolor are false alarms"),
        zip(*rates, strict=True),
        strict=True,
    ):
        middle, low, high = (f"{100 * f(found):.0f} %" for f in (np.median, min, max))
        assert f"{middle} of {kind}" in told
        assert f"from {low} to {high}" in told[told.index(kind) :][:70]


def test_the_numbers_read_off_the_picture_and_the_bound_they_give():
    X = np.concatenate(EXAMPLES)
    y = np.repeat([0, 1], [len(points) for points in EXAMPLES])
    bound = mistake_bound(X, y, [1, 2, -2])
    right = [bound.radius, bound.margin, bound.mistakes]
    assert np.allclose(list(exercises.bound.right.values()), right)
    assert "40.5$ mistakes" in explained("bound")
    assert np.isclose(bound.mistakes, 40.5)
    for seed in range(20):
        assert fit_perceptron(X, y, seed=seed).mistakes <= bound.mistakes


def test_with_two_prices_the_best_output_is_half_at_the_threshold():
    miss, false_alarm, z = 5.0, 2.0, np.linspace(-6, 6, 1201)
    loss = exercises.two_prices.function
    of_1, of_0 = ([loss(np.array([v]), y, miss, false_alarm) for v in z] for y in (1.0, 0.0))
    of_1, of_0 = np.array(of_1), np.array(of_0)
    threshold = exercises.threshold.function(false_alarm, miss)
    best = [z[np.argmin(p * of_1 + (1 - p) * of_0)] for p in (threshold, 0.5)]
    assert abs(sigmoid(best[0]) - 0.5) < 0.01
    assert abs(sigmoid(best[1]) - 0.5) > 0.1
    assert "½ where $p$ reaches the threshold of exercise 1.3" in explained("two_prices")
    assert exercises.threshold.task.startswith("**Exercise 1.3 ")
