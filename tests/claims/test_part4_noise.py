"""What the opening and sections 27 to 29 of Part 4 claim about minibatches and their noise."""

from functools import cache

import numpy as np
import pytest

from lecturekit import SGD, Network, accuracy, datasets, exercises, fit
from lecturekit.experiments.gradient_noise import cloud, example_gradients, noise_scale
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.perceptron import fit_perceptron
from lecturekit.training import minibatches
from tests.claims.part4 import X, net, y
from tests.exercises.options import offered, reason_of, right

SEEDS = range(20)
N = len(X)


@cache
def growth():
    """Return the noise scale, s² and ‖∇J‖² after each epoch, shape (20, 11, 3), and accuracies."""
    found, hits = [], []
    for seed in SEEDS:
        network, rows = net(seed), []

        def measure(run=None, network=network, rows=rows):
            g = network.loss_and_gradient(X, y)[1]
            rho = noise_scale(network, X, y)
            rows.append((rho, rho * (g @ g), g @ g))

        measure()
        fit(network, X, y, SGD(0.1), 32, 10, seed, callbacks=[measure])
        found.append(rows)
        hits.append(accuracy(y, network.predict(X)))
    return np.array(found), np.array(hits)


def predicted(rho, B):
    return np.degrees(np.arctan(np.sqrt(rho / B * (N - B) / (N - 1))))


@pytest.mark.claim("4-opening-caption", "one step, for 45, or for 1,437")
@pytest.mark.claim("4-opening-figure", "the others are at 0.6 and 0.2")
def test_the_order_of_the_three_runs_does_not_depend_on_the_start():
    runs = []
    for seed in range(20):
        runs.append([])
        for B, alpha in ((N, 0.3), (32, 0.1), (1, 0.01))[: 3 if seed < 3 else 2]:
            history = fit(net(seed), X, y, SGD(alpha), B, 2, seed=seed, metric=accuracy)
            assert history.steps == 2 * {N: 1, 32: 45, 1: 1437}[B]
            runs[-1].append(history.training_loss)
        assert (np.diff(runs[-1], axis=0) < 0).all()  # after each of the two epochs
    assert [round(J[0], 1) for J in runs[0]] == [2.1, 0.6, 0.2]


@pytest.mark.claim("4-poll", "1 digits: 80°", "44°", "31°", "6°")
@pytest.mark.claim(
    "4-poll-after", "Forty digits, 3 % of the work, are enough", "nine cases out of ten"
)
@pytest.mark.claim("4-noise-scale-predicts", "41.6: 81° 64° 45° 32° 6°")
@pytest.mark.claim("4-noise-scale-after", "within 2° of the poll")
def test_the_noise_scale_predicts_the_poll():
    for seed in SEEDS:
        network = net(seed)
        gradients = example_gradients(network, X, y)
        full = gradients.mean(axis=0)
        rho, rng = noise_scale(network, X, y), np.random.default_rng(0)
        s2 = np.mean(np.sum((gradients - full) ** 2, axis=1))
        assert s2 / (full @ full) == pytest.approx(rho)
        for B in (1, 10, 40, 100, 1000)[: 4 if seed else 5]:
            g = np.array([gradients[rng.choice(N, B, False)].mean(axis=0) for _ in range(100)])
            cosines = g @ full / np.linalg.norm(g, axis=1) / np.linalg.norm(full)
            angle = np.degrees(np.arccos(cosines)).mean()
            assert angle == pytest.approx(predicted(rho, B), abs=6 if B == 1 else 2.5)
            if seed == 0:
                assert angle == pytest.approx(predicted(rho, B), abs=2)
                assert B != 1 or 0.87 < np.mean(cosines > 0) < 0.93
    assert 0.025 < 40 / N < 0.03


@pytest.mark.claim("4-growth-caption", "twenty networks")
@pytest.mark.claim("4-growth-after", "32 is 34° off at the start and 57° after an epoch")
@pytest.mark.claim("4-growth-figure", "rises from 15 to 400")
def test_the_noise_scale_grows():
    (rhos, s2, squares), hits = np.moveaxis(growth()[0], 2, 0), growth()[1]
    assert (rhos[:, 10] > 2 * rhos[:, 0]).all()  # in every run
    assert (s2[:, 10] < s2[:, 0]).all()
    start, after_one, end = np.median(rhos[:, [0, 1, 10]], axis=0)
    assert [f"{predicted(rho, 32):.0f}" for rho in (start, after_one)] == ["34", "57"]
    assert [f"{start:.0f}", f"{after_one:.0f}", f"{end:.0f}"] == ["15", "80", "401"]
    quiz = exercises.quiz_growth
    low, high = rhos[:, 0].min(), rhos[:, 0].max()
    assert f"between {low:.0f} and {high:.0f} digits, with a median of 15" in quiz.question
    assert f"about {np.median(hits):.0%} of".replace("%", " %") in quiz.question
    assert offered(quiz)[0] == "About 400 digits"
    assert f"between {rhos[:, 10].min():.0f} and {rhos[:, 10].max():,.0f}." in right(quiz)
    assert "about a sixth, ‖∇J‖² to less than a hundredth" in reason_of(quiz, "About 15")
    assert np.median(s2[:, 0]) / np.median(s2[:, 10]) == pytest.approx(6, abs=0.7)
    assert np.median(squares[:, 0]) / np.median(squares[:, 10]) > 100


@pytest.mark.claim("4-noise-scale", "most noise is perpendicular to it")
def test_most_of_the_noise_is_perpendicular_to_the_signal():
    for seed in SEEDS:
        network = net(seed)
        for epochs in (0, 1, 9):
            fit(network, X, y, SGD(0.1), 32, epochs, seed=seed, say=None)
            gradients = example_gradients(network, X[:400], y[:400])
            full = gradients.mean(axis=0)
            deviations = gradients - full
            along = np.mean((deviations @ full) ** 2) / (full @ full)
            assert along < 0.25 * np.mean(np.sum(deviations**2, axis=1))


@pytest.mark.claim(
    "4-notes-opening",
    "With 0.8, 0.5 and 0.03, the medians",
    "same order",
    "0.8 ends higher, at 1.96",
)
def test_larger_step_sizes_leave_the_order_of_the_three_runs():
    """Medians over 20 seeds of the two that are cheap, and over 3 of the dear one."""
    ends = np.empty((2, 3))
    for i, alphas in enumerate(((0.3, 0.1, 0.01), (0.8, 0.5, 0.03))):
        for j, (B, alpha) in enumerate(zip((N, 32, 1), alphas, strict=True)):
            J = []
            for seed in range(20 if B > 1 else 3):
                network = net(seed)
                fit(network, X, y, SGD(alpha), B, 10, seed=seed, say=None)
                J.append(network.loss(X, y))
            ends[i, j] = np.median(J)
            assert alpha != 0.8 or J[0] == pytest.approx(1.96, abs=0.02)
    assert (ends[1] < ends[0]).all()
    assert (np.diff(ends) < 0).all()


@pytest.mark.claim("4-minibatch-live-answers", "two in three", "nearly all", "3 to 64, then to 283")
@pytest.mark.claim("4-minibatch-live-answers", "three in four, then two in three")
@pytest.mark.claim("4-minibatch-live-answers", "0.006 to 0.012")
def test_the_answers_under_the_arrow_cloud():
    for seed in SEEDS:
        far, near, nearer = (cloud(d, "without", seed) for d in (2.4, 0.4, 0.2))
        shares = [far.downhill[0], far.downhill[3], near.downhill[3], nearer.downhill[3]]
        np.testing.assert_allclose(shares, [0.65, 0.998, 0.76, 0.65], atol=0.08)
        assert [round(c.scale) for c in (far, near, nearer)] == [3, 64, 283]
        assert near.measured[3] < far.measured[3]  # "the cloud gets a little narrower"
        both = [cloud(2.4, drawn, seed).measured[5] for drawn in ("without", "with")]
        np.testing.assert_allclose(both, [0.006, 0.012], atol=0.001)


@pytest.mark.claim("4-variance-measured-text", "37 % of the examples")
def test_draws_with_replacement_miss_a_third():
    missed = [
        1 - len(np.unique(np.random.default_rng(seed).integers(N, size=N))) / N for seed in SEEDS
    ]
    np.testing.assert_allclose(missed, 0.37, atol=0.03)


@pytest.mark.claim("4-section-27", "the mean and its gradient would not change")
def test_copies_change_nothing():
    """Section 27: with each example stored twice, the mean and its gradient stay the same."""
    thetas = []
    for times in (1, 2):
        f = objective(net(), np.repeat(X, times, axis=0), np.repeat(y, times))
        thetas.append(gradient_descent(f, net().theta, 0.5, max_steps=5).thetas[-1])
    np.testing.assert_allclose(*thetas, rtol=1e-9, atol=1e-12)


@pytest.mark.claim("4-section-29", "an **epoch** is over")
def test_same_budget():
    quiz, best = exercises.quiz_same_budget, []
    for B in (N, 32):
        tried = []
        for alpha in (0.1, 0.5, 1):
            hits = []
            for seed in SEEDS:
                network = net(seed)
                steps = fit(network, X, y, SGD(alpha), B, 2, seed=seed, say=None).steps
                hits.append(accuracy(y, network.predict(X)))
            tried.append((np.median(hits), alpha))
        assert f"takes {steps}" in quiz.question
        best.append(max(tried))
    (of_descent, _), (of_sgd, _) = best
    expected = f"{of_descent:.0%} for gradient descent, {of_sgd:.0%} for SGD".replace("%", " %")
    assert offered(quiz)[0] == expected
    assert [alpha for _, alpha in best] == [0.5, 0.5]


@pytest.mark.claim("4-sgd-fit", "135 93.9%")
@pytest.mark.claim("4-card-sgd", "rounded up")
def test_the_loop_of_the_exercise_is_that_of_fit():
    ours, theirs = net(), net()
    losses = exercises.sgd_loop.function(ours, X, y, 0.1, 32, 3, np.random.default_rng(0))
    history = fit(theirs, X, y, SGD(0.1), 32, 3, seed=0)
    np.testing.assert_allclose(ours.theta, theirs.theta, atol=1e-10)
    np.testing.assert_allclose(losses, history.step_losses, atol=1e-10)
    assert f"{history.steps} {accuracy(y, theirs.predict(X)):.1%}" == "135 93.9%"


@pytest.mark.claim("4-exercise-sgd-loop-next", "fewer than half of all digits are right", "jump")
@pytest.mark.claim("4-exercise-sgd-loop-next", "more than nine in ten")
def test_sorted_digits_are_forgotten():
    order = np.argsort(y, kind="stable")
    for seed in SEEDS:
        shuffled, unshuffled = net(seed), net(seed)
        exercises.sgd_loop.function(shuffled, X, y, 0.1, 32, 3, np.random.default_rng(seed))
        losses = []
        for _ in range(3):
            for start in range(0, N, 32):
                rows = order[start : start + 32]
                J, gradient = unshuffled.loss_and_gradient(X[rows], y[rows])
                unshuffled.theta -= 0.1 * gradient
                losses.append(J)
        assert accuracy(y, shuffled.predict(X)) > 0.9 > 0.5 > accuracy(y, unshuffled.predict(X))
        assert np.sum(np.diff(np.log(losses[-45:])) > 1) >= 5


@pytest.mark.claim("4-card-sgd", "Rosenblatt's rule is SGD with $B = 1$")
def test_the_perceptron_is_sgd():
    for seed in SEEDS:
        points, labels = datasets.separable(40, seed=seed)
        signs, theta = 2 * labels - 1, np.zeros(3)
        extended = np.column_stack([points, np.ones(len(points))])
        while True:
            mistakes = 0
            for x, sign in zip(extended, signs, strict=True):
                z = theta @ x
                predicted_sign = 1 if z >= 0 else -1
                slope = -sign * x if predicted_sign != sign else 0 * x  # of max(0, −sign · z)
                theta, mistakes = theta - 1.0 * slope, mistakes + (predicted_sign != sign)
            if not mistakes:
                break
        np.testing.assert_allclose(theta, fit_perceptron(points, labels).thetas[-1])


@pytest.mark.claim("4-convergence-proof", "An error four times smaller takes 16 times the steps")
def test_the_bound_for_convex_losses_holds():
    """One softmax layer is convex: the mean loss stays below the bound, for every start."""
    network = Network([64, 10], output="softmax")
    best = network.theta.copy()
    for alpha in (1.0, 0.3, 0.1):  # near the minimum within the rounding of the bound
        f = objective(network, X[:100], y[:100])
        best = gradient_descent(f, best, alpha, max_steps=300).thetas[-1]
    for seed in SEEDS:
        network, rng = Network([64, 10], output="softmax", seed=seed), np.random.default_rng(seed)
        distance, losses, squares, alpha = np.linalg.norm(network.theta - best), [], [], 0.05
        for _ in range(20):
            for X_batch, y_batch in minibatches(X[:100], y[:100], 10, rng):
                losses.append(network.loss(X[:100], y[:100]))
                g = network.loss_and_gradient(X_batch, y_batch)[1]
                squares.append(g @ g)
                network.theta -= alpha * g
        floor = alpha * np.mean(squares) / 2
        network.theta[:] = best
        excess = np.mean(losses) - network.loss(X[:100], y[:100])
        assert excess <= distance**2 / (2 * alpha * len(losses)) + floor
