"""The rate of momentum on quadratics: theory against runs of the optimizer itself."""

import numpy as np
import pytest

from lecturekit.experiments.quadratics import best_momentum, best_step_size, rate
from lecturekit.optimizers import SGD


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


def test_heavy_ball_diverges_from_its_own_edge_on():
    for mu in (0.0, 0.5, 0.9):
        edge = 2 * (1 + mu)
        assert rate(0.99 * edge, mu, [0.1, 1.0]) < 1 < rate(1.01 * edge, mu, [0.1, 1.0])


@pytest.mark.parametrize("c", [1.0, 2.0, 20.0, 1000.0])
def test_the_best_settings_have_the_published_rates_and_no_neighbour_is_better(c):
    kappa, root = (3 / c, 3.0), np.sqrt(c)
    alpha = best_step_size(*kappa)
    assert rate(alpha, 0, kappa) == pytest.approx((c - 1) / (c + 1), abs=1e-9)
    settings = [(alpha, 0.0, False, False)]
    for nesterov in (False, True):
        alpha, mu = best_momentum(*kappa, nesterov)
        expected = 1 - 2 / np.sqrt(3 * c + 1) if nesterov else (root - 1) / (root + 1)
        # At a double root the rate is a square root of rounding errors away.
        assert rate(alpha, mu, kappa, nesterov) == pytest.approx(expected, abs=1e-6)
        settings.append((alpha, mu, True, nesterov))
    for alpha, mu, has_momentum, nesterov in settings:
        best = rate(alpha, mu, kappa, nesterov)
        for more in (0.98, 0.999, 1.001, 1.02):
            assert rate(more * alpha, mu, kappa, nesterov) >= best - 1e-6
            if has_momentum:
                other = 1 - more * (1 - mu)
                assert rate(alpha, max(other, 0), kappa, nesterov) >= best - 1e-6


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
        (lambda: rate(0.1, 1.0, [1.0]), "momentum is 1"),
        (lambda: rate(0.1, 0.5, [1.0, -1.0]), "smallest of curvatures"),
        (lambda: best_momentum(2.0, 1.0), "largest is 1"),
        (lambda: best_step_size(0, 1.0), "smallest is 0"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
