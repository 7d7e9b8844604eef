"""The noise of minibatch gradients: theory against every possible minibatch, and against draws."""

from itertools import combinations, product

import numpy as np
import pytest

from lecturekit.experiments import gradient_noise as noise
from lecturekit.network import Network

GRADIENTS = np.random.default_rng(0).normal([1.0, -2.0, 0.5], [1.0, 3.0, 0.2], (7, 3))


def test_the_mean_of_the_examples_gradients_is_the_gradient():
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((9, 2)), rng.integers(0, 3, 9)
    network = Network([2, 4, 3], "tanh", "softmax", seed=0)
    rows = noise.example_gradients(network, X, y)
    assert rows.shape == (9, network.theta.size)
    np.testing.assert_allclose(rows.mean(axis=0), network.loss_and_gradient(X, y)[1], atol=1e-14)
    np.testing.assert_allclose(rows[4], network.loss_and_gradient(X[4:5], y[4:5])[1], atol=1e-14)


@pytest.mark.parametrize("B", [1, 2, 5, 7])
def test_the_variance_is_that_of_all_minibatches_there_are(B):
    centre = GRADIENTS.mean(axis=0)

    def spread(batches):
        means = np.array([GRADIENTS[list(batch)].mean(axis=0) for batch in batches])
        np.testing.assert_allclose(means.mean(axis=0), centre, atol=1e-12)  # unbiased
        return np.mean(np.sum((means - centre) ** 2, axis=1))

    found = spread(combinations(range(7), B))
    assert noise.gradient_variance(GRADIENTS, B) == pytest.approx(found, abs=1e-12)
    assert noise.gradient_variance(GRADIENTS, [1, B])[1] == noise.gradient_variance(GRADIENTS, B)
    assert noise.gradient_variance(GRADIENTS.tolist()[:1], 1) == 0
    if B <= 5:
        found = spread(product(range(7), repeat=B))
        assert noise.gradient_variance(GRADIENTS, B, replacement=True) == pytest.approx(found)


@pytest.mark.parametrize("replacement", [False, True])
def test_drawn_minibatches_spread_as_theory_says(replacement):
    rng = np.random.default_rng(2)
    drawn = noise.minibatch_gradients(GRADIENTS, 4, 20_000, rng, replacement)
    assert drawn.shape == (20_000, 3)
    centre = GRADIENTS.mean(axis=0)
    theory = noise.gradient_variance(GRADIENTS, 4, replacement)
    assert np.mean(np.sum((drawn - centre) ** 2, axis=1)) == pytest.approx(theory, rel=0.03)
    np.testing.assert_allclose(drawn.mean(axis=0), centre, atol=0.05)
    if not replacement:  # all examples give the gradient
        drawn = noise.minibatch_gradients(GRADIENTS, 7, 5, rng)
        np.testing.assert_allclose(drawn, np.tile(centre, (5, 1)), atol=1e-12)


def test_the_noise_floor_is_where_the_variance_no_longer_changes():
    alpha, kappa, variances = 0.3, np.array([0.2, 4.0]), np.array([0.5, 2.0])
    squares = np.array([9.0, 1.0])
    for _ in range(2000):
        squares = (1 - alpha * kappa) ** 2 * squares + alpha**2 * variances
    assert noise.noise_floor(alpha, kappa, variances) == pytest.approx(kappa @ squares / 2)
    assert noise.noise_floor(1e-4, kappa, variances) == pytest.approx(1e-4 * 2.5 / 4, rel=1e-3)
    assert noise.noise_floor(0.5, kappa, variances) == np.inf
    floors = noise.noise_floor([0.3, 0.5, 0.1], kappa, variances)
    assert floors.tolist() == [noise.noise_floor(a, kappa, variances) for a in (0.3, 0.5, 0.1)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: noise.minibatch_gradients(GRADIENTS, 1, 0, np.random.default_rng()), "draws is 0"),
        (lambda: noise.example_gradients(Network([2, 1]), [[1.0, 2.0]], [1, 0]), "y has shape"),
        (lambda: noise.gradient_variance(GRADIENTS, [1, 8]), "batch_size is 8, .* at most 7"),
        (lambda: noise.gradient_variance(GRADIENTS, 0, replacement=True), "batch_size is 0"),
        (lambda: noise.gradient_variance([1.0, 2.0], 1), r"gradients has shape \(2,\)"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
