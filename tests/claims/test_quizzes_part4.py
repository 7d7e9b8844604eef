"""The numbers that the quizzes and exercises of Part 4 quote match the code."""

import math

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises.part4 import RUNS
from lecturekit.experiments import broken_runs
from lecturekit.network import Network
from lecturekit.optimizers import Adam
from lecturekit.training import accuracy, fit
from tests.exercises.options import right

(X, X_VALIDATION), (y, Y_VALIDATION) = broken_runs.standardised()[:2], broken_runs.parts()[2:4]


CAUSES = {1: "labels", 2: "large", 3: "small", 4: "raw", 5: "zero", 6: "sorted"}


def net(*hidden):
    return Network([64, *hidden, 10], "relu", output="softmax", seed=0)


def digits(network, optimizer, batch_size=32, epochs=1, n=None, **more):
    """Train on the first n digits of the training set, and return the history."""
    return fit(network, X[:n], y[:n], optimizer, batch_size, epochs, say=None, **more)


def hits(network):
    return accuracy(Y_VALIDATION, network.predict(X_VALIDATION))


def test_four_workers():
    network, rng = net(32), np.random.default_rng(0)
    rows = rng.permutation(len(X))[:128]
    shards = [network.loss_and_gradient(X[part], y[part])[1] for part in np.split(rows, 4)]
    whole = network.loss_and_gradient(X[rows], y[rows])[1]
    np.testing.assert_allclose(np.mean(shards, axis=0), whole, rtol=1e-9, atol=1e-12)
    assert right(exercises.quiz_four_workers).startswith("One step with B = 128")


def test_random_labels():
    quiz, network = exercises.quiz_random_labels, net(64)
    labels = np.random.default_rng(0).integers(10, size=200)
    fit(network, X[:200], labels, Adam(0.01), 32, 60, say=None)
    assert accuracy(labels, network.predict(X[:200])) == 1
    assert f"It has {network.theta.size:,} parameters" in right(quiz)
    assert hits(network) < 0.2  # "no better than guessing"


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
