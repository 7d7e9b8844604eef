"""The bowl with noise: its slope, its steps, and the height at which SGD stays."""

import numpy as np
import pytest

from lecturekit.experiments.quadratics import NoisyQuadratic
from lecturekit.optimizers import SGD

BOWL = NoisyQuadratic((0.2, 4.0), spread=0.8)


@pytest.mark.parametrize("wall", [0.0, 0.7])
def test_the_gradient_is_the_slope(wall):
    bowl, h = NoisyQuadratic((0.2, 4.0), wall=wall), 1e-6
    theta = np.array([-1.3, 0.7])
    slope = [(bowl.loss(theta + d) - bowl.loss(theta - d)) / (2 * h) for d in h * np.eye(2)]
    np.testing.assert_allclose(bowl.gradient(theta), slope, atol=1e-8)


def test_the_loss_and_gradient_are_means_over_the_examples():
    c = np.random.default_rng(0).standard_normal((50, 2))
    c -= c.mean(axis=0)
    theta, other = np.array([1.0, -2.0]), np.array([0.3, 0.1])

    def mean_loss(theta):
        return np.mean((theta - c) ** 2 @ np.array(BOWL.curvatures)) / 2

    expected = BOWL.loss(theta) - BOWL.loss(other)
    assert mean_loss(theta) - mean_loss(other) == pytest.approx(expected)
    np.testing.assert_allclose(
        np.mean([BOWL.gradient(theta, one) for one in c], axis=0), BOWL.gradient(theta), atol=1e-12
    )


def test_a_descent_takes_the_steps_of_sgd():
    rng = np.random.default_rng(1)
    centres, alphas = BOWL.centres(5, 30, rng), rng.uniform(0.01, 0.4, 30)
    thetas = BOWL.descend([-2.0, 1.0], alphas, centres)
    theta, optimizer = np.array([-2.0, 1.0]), SGD(lambda t: alphas[t])
    for t in range(30):
        optimizer.step(theta, BOWL.gradient(theta, centres[t]))
        np.testing.assert_allclose(thetas[t + 1], theta, rtol=1e-12)


def test_many_runs_at_once_are_the_runs_one_by_one():
    rng = np.random.default_rng(2)
    centres, alphas = BOWL.centres(5, 20, rng, runs=(3,)), rng.uniform(0.01, 0.4, (20, 3))
    thetas = BOWL.descend([-2.0, 1.0], alphas, centres)
    assert thetas.shape == (21, 3, 2)
    for k in range(3):
        one = BOWL.descend([-2.0, 1.0], alphas[:, k], centres[:, k])
        np.testing.assert_allclose(thetas[:, k], one)


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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: NoisyQuadratic((1.0, 0.0)), "smallest of curvatures"),
        (lambda: NoisyQuadratic((1.0,), spread=-1), "spread is -1"),
        (lambda: NoisyQuadratic((1.0,), wall=-1), "wall is -1"),
        (lambda: BOWL.floor(0.1, 0), "batch_size is 0"),
        (lambda: BOWL.centres(0, 1, np.random.default_rng()), "batch_size is 0"),
        (lambda: BOWL.descend([1.0], [0.1], np.zeros((1, 2))), "start has 1 entry"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
