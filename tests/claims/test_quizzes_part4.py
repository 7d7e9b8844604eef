"""The numbers that the quizzes and exercises of Part 4 quote match the code."""

import math
from itertools import count

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises.part4 import RUNS
from lecturekit.experiments import broken_runs
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam
from lecturekit.training import accuracy, fit
from tests.exercises.options import offered, right

(X, X_VALIDATION), (y, Y_VALIDATION) = broken_runs.standardised()[:2], broken_runs.parts()[2:4]


CAUSES = {1: "labels", 2: "large", 3: "small", 4: "raw", 5: "zero", 6: "sorted"}


def net(*hidden):
    return Network([64, *hidden, 10], "relu", output="softmax", seed=0)


def digits(network, optimizer, batch_size=32, epochs=1, n=None, **more):
    """Train on the first n digits of the training set, and return the history."""
    return fit(network, X[:n], y[:n], optimizer, batch_size, epochs, say=None, **more)


def hits(network):
    return accuracy(Y_VALIDATION, network.predict(X_VALIDATION))


def valley(momentum, alpha):
    """Return the number of steps from (1, 1) to within a millionth of that distance."""
    theta, optimizer = np.ones(2), SGD(alpha, momentum)
    for step in count():
        if np.linalg.norm(theta) <= 1e-6 * math.sqrt(2):
            return step
        optimizer.step(theta, np.array([100.0, 1.0]) * theta)


def test_heavy_ball():
    quiz = exercises.quiz_heavy_ball
    plain, heavy = valley(0.0, 2 / 101), valley((9 / 11) ** 2, 4 / 11**2)
    assert f"takes {plain} steps" in quiz.question
    assert f"{heavy}, with α = 4/(10 + 1)² and μ = (9/11)²" in right(quiz)
    assert offered(quiz)[0] == f"About {round(heavy, -1)}"
    alphas = np.linspace(0.001, 0.03, 5000)  # the best step size minimises the larger factor
    factors = np.maximum(abs(1 - 100 * alphas), abs(1 - alphas))
    assert alphas[factors.argmin()] == pytest.approx(2 / 101, abs=1e-5)
    assert min(factors) == pytest.approx(99 / 101, abs=1e-3)
    near = [valley(mu, alpha) for mu in (0.6, 0.65, 0.72, 0.8) for alpha in (0.02, 0.025, 0.03)]
    assert min(near) > 0.7 * heavy  # no nearby setting is much faster


def test_first_step():
    theta, slopes, optimizer = np.zeros(2), np.array([1000.0, 0.001]), Adam(0.01)
    optimizer.step(theta, slopes)
    np.testing.assert_allclose(-theta, [0.01, 0.01], rtol=1e-4)
    np.testing.assert_allclose(optimizer.m, 0.1 * slopes)
    assert offered(exercises.quiz_first_step)[0] == "0.01 and 0.01"
    of_sgd = f"{0.01 * slopes[0]:g} and {0.01 * slopes[1]:.5f}"
    assert of_sgd in offered(exercises.quiz_first_step)


def of_the_mistakes(network):
    """Return the mean loss of wrong and of right validation digits, and the mean confidence."""
    p = network(X_VALIDATION)
    losses, wrong = -np.log(p[np.arange(len(p)), Y_VALIDATION]), p.argmax(1) != Y_VALIDATION
    return losses[wrong].mean(), losses[~wrong].mean(), p.max(axis=1).mean()


def test_rising_loss():
    quiz, network = exercises.quiz_rising_loss, net(64)
    more = {"validation": (X_VALIDATION, Y_VALIDATION), "metric": accuracy}
    history = digits(network, Adam(0.01), epochs=5, **more)
    before = of_the_mistakes(network)
    history = digits(network, None, epochs=35, history=history, **more)
    then = of_the_mistakes(network)
    assert "From epoch 5 to epoch 40" in quiz.question
    J, share = history.validation_loss, history.validation_metric
    assert J[4] == min(J)
    assert 1.05 < J[39] / J[4] < 1.2  # "by a tenth"
    assert share[39] >= share[4]
    assert history.training_loss[39] < 0.001 < history.training_loss[4]
    # mistakes cost more, right digits cost less, and the network is more confident
    assert (np.greater(then, before) == [True, False, True]).all()


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


def test_momentum_grows_to_what_the_solution_says():
    theta, v = np.zeros(1), np.zeros(1)
    for _ in range(200):
        theta, v = exercises.momentum_step.function(theta, v, np.ones(1), 0.1, 0.9)
    assert v[0] == pytest.approx(10)
