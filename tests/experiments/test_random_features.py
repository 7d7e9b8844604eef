"""Only the output neuron is fitted, as logistic regression does it; Newton's method is quicker."""

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.experiments.random_features import fit_logistic_newton, fit_output, random_network
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network

X, Y = datasets.circles(120)
MOONS, LABELS = datasets.moons(80, seed=2)


def rings():
    return random_network(16)


def test_the_output_is_logistic_regression_on_the_hidden_outputs():
    network = rings()
    hidden = network.theta[:48].copy()
    descent = fit_output(network, X, Y)
    expected = fit_logistic(network.layers[0](X), Y, 0.5, 3000).neuron
    np.testing.assert_array_equal(network.theta, [*hidden, *expected.theta])
    assert np.isclose(network.loss(X, Y), descent.losses[-1])
    assert np.mean(network.predict(X) == Y) > 0.95


ONE = "one output and 'binary_cross_entropy'"


@pytest.mark.parametrize(
    ("network", "data", "message"),
    [
        (Network([2, 3, 1]), (X, Y), ONE),
        (Network([2, 3, 2], output="sigmoid"), (X, Y), ONE),
        (rings(), (X[:, :1], Y), "takes 2"),
        (rings(), (X, Y + 1), "labels"),
    ],
)
def test_what_does_not_fit_is_refused_and_stays_as_it_is(network, data, message):
    theta = network.theta.copy()
    with pytest.raises(ValueError, match=message):
        fit_output(network, *data)
    np.testing.assert_array_equal(network.theta, theta)


def test_a_random_network_spreads_its_lines():
    network = random_network(400, seed=3, spread=0.5)
    assert network.sizes == (2, 400, 1)
    assert 0.45 < network.layers[0].W.std() < 0.55
    assert 0.45 < network.layers[0].b.std() < 0.55
    np.testing.assert_array_equal(random_network(400, 3, 0.5).theta, network.theta)
    assert not np.array_equal(random_network(400, 4, 0.5).theta, network.theta)


def test_newtons_method_goes_where_gradient_descent_goes():
    standard = datasets.standardise(MOONS)
    slow = fit_logistic(standard, LABELS, step_size=2.0, max_steps=5000, tolerance=1e-9, l2=0.01)
    fast = fit_logistic_newton(standard, LABELS, l2=0.01)
    np.testing.assert_allclose(fast.theta, slow.neuron.theta, atol=1e-5)


def test_to_newtons_method_units_and_constant_features_do_not_matter():
    plain, moved = fit_logistic_newton(MOONS, LABELS), 1000 * MOONS + 5
    other = fit_logistic_newton(np.column_stack([moved, np.full(len(MOONS), 7.0)]), LABELS)
    np.testing.assert_allclose(other.w, [*plain.w / 1000, 0], rtol=1e-6)
    there = np.column_stack([moved, MOONS[:, 0]])
    np.testing.assert_allclose(plain(MOONS), other(there), atol=1e-6)


@pytest.mark.parametrize(
    ("call", "arguments", "name"),
    [
        (random_network, (0,), "^p is"),
        (random_network, (4, 0, 0.0), "^spread is"),
    ],
)
def test_what_makes_no_sense_is_refused(call, arguments, name):
    with pytest.raises(ValueError, match=name):
        call(*arguments)
