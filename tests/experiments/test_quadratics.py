"""Quadratics: the rate of momentum, and the height at which SGD stays in a bowl with noise."""

import numpy as np
import pytest

from lecturekit.experiments.quadratics import NoisyQuadratic, best_momentum, best_step_size, rate
from lecturekit.optimizers import SGD

BOWL = NoisyQuadratic((0.2, 4.0), spread=0.8)


def measured(alpha, mu, curvatures, nesterov, steps=600, late=300):
    """The factor per step by which (θ, v) shrinks or grows, over the late half of a run."""
    curvatures = np.asarray(curvatures, float)
    optimizer = SGD(alpha, momentum=mu, nesterov=nesterov and mu > 0)
    theta, logs = np.ones_like(curvatures), [0.0]
    for _ in range(steps):
        optimizer.step(theta, curvatures * theta)
        length = np.linalg.norm([theta, optimizer.v] if mu else theta)
        logs.append(logs[-1] + np.log(length))
        theta /= length  # all is linear: scaled on the way, no run overflows
        if mu:
            optimizer.v /= length
    return float(np.exp(np.polyfit(np.arange(late, steps), logs[late:steps], 1)[0]))


@pytest.mark.parametrize("nesterov", [False, True])
def test_the_rate_is_what_the_optimizer_does(nesterov):
    rng = np.random.default_rng(0)
    for _ in range(25):
        curvatures = [rng.uniform(0.01, 1), 1.0]
        mu, alpha = rng.uniform(0.1, 0.95), rng.uniform(0.1, 2.0)
        theory = rate(alpha, mu, curvatures, nesterov)
        assert measured(alpha, mu, curvatures, nesterov) == pytest.approx(theory, rel=0.006)


def test_without_momentum_it_is_the_rate_of_gradient_descent():
    for alpha in (0.1, 1.0, 1.9, 2.5):
        assert rate(alpha, 0, [0.05, 1.0]) == pytest.approx(max(1 - 0.05 * alpha, abs(1 - alpha)))
        assert rate(alpha, 0, [0.05, 1.0], nesterov=True) == rate(alpha, 0, [0.05, 1.0])
    assert measured(1.5, 0, [0.05, 1.0], False) == pytest.approx(rate(1.5, 0, [0.05, 1.0]))


@pytest.mark.parametrize("c", [1.0, 2.0, 20.0, 1000.0])
def test_the_best_settings_have_the_published_rates(c):
    kappa, root = (3 / c, 3.0), np.sqrt(c)
    assert rate(best_step_size(*kappa), 0, kappa) == pytest.approx((c - 1) / (c + 1), abs=1e-9)
    # At a double root the rate is a square root of rounding errors away.
    heavy = rate(*best_momentum(*kappa), kappa)
    assert heavy == pytest.approx((root - 1) / (root + 1), abs=1e-6)
    nesterov = rate(*best_momentum(*kappa, True), kappa, True)
    assert nesterov == pytest.approx(1 - 2 / np.sqrt(3 * c + 1), abs=1e-6)


def test_on_a_grid_of_settings_none_is_better():
    kappa = (0.05, 1.0)
    for nesterov in (False, True):
        best = rate(*best_momentum(*kappa, nesterov), kappa, nesterov)
        for alpha in np.linspace(0.05, 3.9, 60):
            for mu in np.linspace(0, 0.99, 60):
                assert rate(alpha, mu, kappa, nesterov) >= best - 1e-7


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rate(0, 0.5, [1.0]), "step_size is 0"),
        (lambda: rate(0.1, 0.5, [1.0, -1.0]), "smallest of curvatures"),
        (lambda: best_momentum(2.0, 1.0), "largest is 1"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# ---- with noise


@pytest.mark.parametrize("wall", [0.0, 0.7])
def test_the_gradient_is_the_slope(wall):
    bowl, h = NoisyQuadratic((0.2, 4.0), wall=wall), 1e-6
    theta = np.array([-1.3, 0.7])
    slope = [(bowl.loss(theta + d) - bowl.loss(theta - d)) / (2 * h) for d in h * np.eye(2)]
    np.testing.assert_allclose(bowl.gradient(theta), slope, atol=1e-8)


def test_many_descents_at_once_take_the_steps_of_sgd():
    rng = np.random.default_rng(1)
    centres, alphas = BOWL.centres(5, 30, rng, runs=(3,)), rng.uniform(0.01, 0.4, (30, 3))
    thetas = BOWL.descend([-2.0, 1.0], alphas, centres)
    assert thetas.shape == (31, 3, 2)
    for k in range(3):
        theta, optimizer = np.array([-2.0, 1.0]), SGD(lambda t, k=k: alphas[t, k])
        for t in range(30):
            optimizer.step(theta, BOWL.gradient(theta, centres[t, k]))
            np.testing.assert_allclose(thetas[t + 1, k], theta, rtol=1e-12)


@pytest.mark.parametrize(("alpha", "B"), [(0.1, 1), (0.4, 10)])
def test_sgd_stays_at_the_noise_floor(alpha, B):
    centres = BOWL.centres(B, 400, np.random.default_rng(3), runs=(2000,))
    thetas = BOWL.descend([0.0, 0.0], np.full((400, 1), alpha), centres)
    assert BOWL.loss(thetas[200:]).mean() == pytest.approx(BOWL.floor(alpha, B), rel=0.02)


def test_without_noise_there_is_no_floor():
    assert BOWL.floor(0.1, None) == 0
    assert not BOWL.centres(None, 10, np.random.default_rng(0)).any()
    assert BOWL.edge() == 0.5
    assert BOWL.floor(0.5, 1) == np.inf
