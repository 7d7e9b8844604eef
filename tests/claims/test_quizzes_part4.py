"""The numbers that the quizzes and exercises of Part 4 quote match the code."""

import math
from itertools import count

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises.part4 import curves
from lecturekit.experiments import broken_runs
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam
from lecturekit.training import accuracy, fit
from tests.exercises.options import offered, reason_of, right

(X, X_VALIDATION), (y, Y_VALIDATION) = broken_runs.standardised()[:2], broken_runs.parts()[2:4]


def net(*hidden):
    return Network([64, *hidden, 10], "relu", output="softmax", seed=0)


def digits(network, optimizer, batch_size=32, epochs=1, n=None, **more):
    """Train on the first n digits of the training set, and return the history."""
    return fit(network, X[:n], y[:n], optimizer, batch_size, epochs, say=None, **more)


def hits(network):
    return accuracy(Y_VALIDATION, network.predict(X_VALIDATION))


def test_copies():
    thetas = []
    for times in (1, 2):
        network = net(32)
        f = objective(network, np.repeat(X, times, axis=0), np.repeat(y, times))
        thetas.append(gradient_descent(f, network.theta, 0.5, max_steps=5).thetas[-1])
    np.testing.assert_allclose(*thetas, rtol=1e-9, atol=1e-12)
    assert offered(exercises.quiz_copies)[0] == "It takes the same steps at twice the cost"


def test_one_example():
    quiz, network = exercises.quiz_one_example, net(32)
    digits(network, SGD(0.1), epochs=2)
    assert f"{len(X):,} training" in quiz.question
    full = network.loss_and_gradient(X, y)[1]
    single = np.array([network.loss_and_gradient(X[[i]], y[[i]])[1] for i in range(len(X))])
    np.testing.assert_allclose(single.mean(axis=0), full, rtol=1e-9, atol=1e-12)
    against = np.sum(single @ full < 0)
    assert 0.15 < against / len(X) < 0.2  # "one in six"
    assert f"About {round(against, -1)} make an obtuse angle" in right(quiz)
    rng = np.random.default_rng(0)
    means = [single[rng.choice(len(X), 32, replace=False)].mean(axis=0) for _ in range(1000)]
    assert np.mean(np.array(means) @ full < 0) < 0.1  # "fewer than one in ten"
    for i in (np.argmin(single @ full), np.argmax(single @ full)):
        before = network.loss(X, y)
        network.theta -= 1e-5 * single[i]  # one of these two steps raises the full loss
        assert (network.loss(X, y) > before) == (single[i] @ full < 0)
        network.theta += 1e-5 * single[i]


def test_four_times():
    slopes = np.random.default_rng(0).standard_normal(500)
    small, large = (exercises.minibatch_variance.function(slopes, B)[0] for B in (16, 64))
    assert math.sqrt(large / small) == pytest.approx(1 / 2)
    assert right(exercises.quiz_four_times).startswith("Half of it, at four times the cost")
    assert large / small == pytest.approx(1 / 4)
    assert "The variance falls to a quarter" in reason_of(
        exercises.quiz_four_times, "A quarter of it, at four"
    )


def test_same_budget():
    quiz, best, steps = exercises.quiz_same_budget, [], []
    assert "sizes 0.1, 0.5, 1, 2 and 3" in quiz.question
    for batch_size in (len(X), 32):
        tried = []
        for alpha in (0.1, 0.5, 1, 2, 3):
            network = net(32)
            steps.append(digits(network, SGD(alpha), batch_size, epochs=2).steps)
            tried.append((hits(network), alpha))
        best.append(max(tried, key=lambda pair: pair[0]))
    assert f"on {steps[0]} steps, SGD with B = 32 on {steps[-1]}" in quiz.question
    (of_descent, alpha), (of_sgd, alpha_sgd) = best
    expected = f"{of_descent:.0%} for gradient descent, {of_sgd:.0%} for SGD".replace("%", " %")
    assert offered(quiz)[0] == expected
    assert f"won: {alpha:g} and {alpha_sgd:g}" in right(quiz)


def test_at_the_minimum():
    quiz, alpha = exercises.quiz_at_the_minimum, 0.1
    rng = np.random.default_rng(0)
    data = rng.standard_normal(10_000)
    data = (data - data.mean()) / data.std()
    thetas = np.zeros(4000)  # 4,000 random walks, all from the minimum
    for _ in range(300):
        thetas -= alpha * (thetas - rng.choice(data, thetas.shape))
    floor = alpha / (2 - alpha)
    assert np.mean(thetas**2) == pytest.approx(floor, rel=0.08)
    assert f"= {floor:.3f}, whose root is {math.sqrt(floor):.2f}" in right(quiz)
    assert f"about {math.sqrt(floor):.2f} away" in right(quiz)
    assert alpha / 2 / (2 - alpha / 2) / floor == pytest.approx(0.5, abs=0.02)  # "half of α"
    assert 1 / (2 - 1) == 1  # α = 1: as wide as the data


def test_halving():
    theta, told, alphas = 10.0, [], [0.1 * 0.5**t for t in range(200)]
    for alpha in alphas:
        theta -= alpha * theta
        told.append(theta)
    assert f"To about {theta:.1f}, and no further" in right(exercises.quiz_halving)
    assert sum(alphas) == pytest.approx(0.2)
    reason = reason_of(exercises.quiz_halving, "Nowhere")
    assert f"first step leads to {told[0]:g} already, the second to {told[1]:g}" in reason


def test_batch_of_one():
    quiz = exercises.quiz_batch_of_one
    steps = {B: digits(net(8), SGD(0.1), B).steps for B in (1, 64)}
    assert f"There are {steps[1]:,} steps instead of {steps[64]}," in right(quiz)
    assert "1,347 digits in minibatches of 1" in quiz.question


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


# ---- what the exercises quote


def test_minibatches_of_the_solution_train_as_those_of_fit():
    """Each epoch sees every example once, so the mean of the minibatch means is the full loss."""
    network, rng = net(), np.random.default_rng(0)
    batches = list(exercises.minibatch_iterator.function(X, y, 32, rng))
    sizes = [len(y_batch) for _, y_batch in batches]
    assert sizes == [32] * 42 + [3]
    losses = [network.loss(*batch) for batch in batches]
    assert np.average(losses, weights=sizes) == pytest.approx(network.loss(X, y))


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


def test_momentum_grows_to_what_the_solution_says():
    theta, v = np.zeros(1), np.zeros(1)
    for _ in range(200):
        theta, v = exercises.momentum_step.function(theta, v, np.ones(1), 0.1, 0.9)
    assert v[0] == pytest.approx(10)
