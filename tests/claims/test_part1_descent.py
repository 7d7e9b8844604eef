"""The claims of Part 1, logistic regression as an artificial neuron, recomputed."""

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.experiments.classifiers import logistic_path
from lecturekit.logistic import fit_logistic


@pytest.mark.claim("1-descent-text", "94 of these 100", "the other 4,999 steps change not one")
def test_the_first_step_decides_every_prediction(claimed):
    X, y = datasets.iris("virginica", negative="versicolor")
    X = datasets.standardise(X)
    thetas = fit_logistic(X, y, max_steps=5000, tolerance=0).thetas[1:]
    predictions = X @ thetas[:, :2].T + thetas[:, 2] >= 0
    assert (predictions == predictions[:, :1]).all()
    assert np.sum(predictions[:, 0] == y) == int(claimed["1-descent-text"][0].split()[0])


@pytest.mark.claim(
    "1-descent-live-answers", "0.129", "after 5 steps", "for 95 steps", "0.103 to 0.478", "to 1.35"
)
def test_what_the_descent_does_with_each_step_size(claimed):
    hard = {alpha: logistic_path("hard", alpha).losses for alpha in (0.3, 10.0, 100.0, 300.0, 1e3)}
    least = fit_logistic(*hard_flowers(), max_steps=5000, tolerance=0).losses[-1]
    assert f"{hard[0.3][150]:.3f}" == claimed["1-descent-live-answers"][0]
    assert np.flatnonzero(hard[10.0] <= 1.01 * least)[0] == 5
    rises = np.flatnonzero(np.diff(hard[100.0]) > 0)
    assert rises[0] == 95
    climb = f"{hard[100.0][95]:.3f} to {hard[100.0][96:].max():.3f}"
    assert climb == claimed["1-descent-live-answers"][3]
    assert hard[300.0][1] > hard[300.0][0]
    assert hard[1e3][1] > hard[1e3][0]
    easy = logistic_path("easy", 1e3).losses
    assert f"to {easy[1]:.2f}" == claimed["1-descent-live-answers"][4]
    assert easy[1] > easy[0]
    assert (np.diff(easy[1:]) < 0).all()


def hard_flowers():
    X, y = datasets.iris("virginica", negative="versicolor")
    return datasets.standardise(X), y
