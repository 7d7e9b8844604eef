"""The numbers that the quizzes and exercises of Part 4 quote match the code."""

import math

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.experiments import broken_runs
from lecturekit.network import Network
from lecturekit.training import accuracy, fit

(X, X_VALIDATION), (y, Y_VALIDATION) = broken_runs.standardised()[:2], broken_runs.parts()[2:4]


def net(*hidden):
    return Network([64, *hidden, 10], "relu", output="softmax", seed=0)


def digits(network, optimizer, batch_size=32, epochs=1, n=None, **more):
    """Train on the first n digits of the training set, and return the history."""
    return fit(network, X[:n], y[:n], optimizer, batch_size, epochs, say=None, **more)


def hits(network):
    return accuracy(Y_VALIDATION, network.predict(X_VALIDATION))


def test_the_three_curves_are_what_they_are_said_to_be():
    A, B, C = curves().values()
    assert A[0] == B[0] == C[0]
    assert A[1] > max(1.5 * A[0], B[1])
    assert np.isfinite(A).all()
    assert (np.diff(A) > 0).sum() >= 4
    assert (np.diff(B) < 0).all()
    assert B[-2] - B[-1] > 0.05  # "still falling"
    assert C[-1] == min(map(min, (A, B, C)))
    assert C[1] < 0.1 * C[0]
    # "a step size ten or a hundred times as large would do", "A … better than B" for a time
    for times in (10, 100):
        assert broken_runs.step_size_run(0.002 * times)[-1] < B[-1] / 3
    assert A[6] < B[6]
    assert exercises.step_size_curves.answers == {"A": 3, "B": 1, "C": 2}


# ---- what the exercises quote


def test_the_broken_runs_are_what_they_are_said_to_be():
    guessing, epoch = math.log(10), 43
    healthy = broken_runs.run("healthy")
    assert healthy.validation[-1] < 0.2
    runs = {what: broken_runs.run(what) for what in CAUSES.values()}
    losses = {what: run.losses for what, run in runs.items()}
    validation = {what: run.validation for what, run in runs.items()}
    assert losses["large"][0] == losses["small"][0] == healthy.losses[0]
    assert losses["large"].max() > 1e6
    assert validation["small"][0] > validation["small"][-1] > 2
    assert losses["small"][-epoch:].mean() < losses["small"][:epoch].mean()
    assert losses["labels"][0] == pytest.approx(healthy.losses[0], abs=0.5)
    assert guessing - 0.2 < losses["labels"][-epoch:].mean() < guessing < validation["labels"][-1]
    assert losses["zero"][0] == pytest.approx(guessing, abs=1e-12)
    assert abs(losses["zero"] - guessing).max() < 0.05
    assert np.count_nonzero(runs["zero"].network.theta) == 10  # only the last biases have changed
    assert losses["raw"][0] > 4 * guessing
    hidden = runs["raw"].network.forward(broken_runs.parts()[1]).outputs[1]
    assert (hidden == 0).all(axis=0).mean() > 0.5  # "most ReLU neurons are dead"
    assert (validation["sorted"] > 2 * healthy.validation).all()
    for part in np.split(losses["sorted"][: 4 * epoch], 4):
        assert (np.diff(np.log(part)) > 1).sum() >= 5  # jumps, "in every epoch anew"
        assert part.min() < 0.05


def test_the_answers_are_the_causes_of_the_runs_and_two_are_left_over():
    failing = exercises.failing_runs
    assert {name: CAUSES[k] for name, k in failing.answers.items()} == RUNS
    assert len(failing.choices) - len(failing.answers) == 2
