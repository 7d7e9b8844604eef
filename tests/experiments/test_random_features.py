"""Only the output neuron is fitted, and as logistic regression would fit it."""

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.experiments.random_features import fit_output, random_network
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network

X, Y = datasets.circles(120)


def rings():
    return random_network(16)


def test_the_output_is_logistic_regression_on_the_hidden_outputs():
    network = rings()
    descent = fit_output(network, X, Y)
    expected = fit_logistic(network.layers[0](X), Y, 0.5, 3000).neuron
    np.testing.assert_array_equal(network.layers[1].W[0], expected.w)
    assert network.layers[1].b[0] == expected.b
    assert np.isclose(network.loss(X, Y), descent.losses[-1])


def test_the_hidden_layer_stays_and_the_answers_improve():
    network = rings()
    before, hidden = network.loss(X, Y), network.theta[:48].copy()
    fit_output(network, X, Y)
    np.testing.assert_array_equal(network.theta[:48], hidden)
    assert network.loss(X, Y) < before
    assert np.mean(network.predict(X) == Y) > 0.95


def test_without_a_hidden_layer_it_is_logistic_regression():
    network = Network([2, 1], output="sigmoid")
    fit_output(network, X, Y, step_size=1.0, max_steps=50)
    expected = fit_logistic(X, Y, 1.0, 50).neuron
    np.testing.assert_array_equal(network.layers[0].W[0], expected.w)


@pytest.mark.parametrize(
    "network",
    [
        Network([2, 3, 1]),
        Network([2, 3, 2], output="sigmoid"),
        Network([2, 3, 2], output="softmax"),
    ],
)
def test_other_outputs_are_refused_and_stay_as_they_are(network):
    theta = network.theta.copy()
    with pytest.raises(ValueError, match="one output and 'binary_cross_entropy'"):
        fit_output(network, X, Y)
    np.testing.assert_array_equal(network.theta, theta)


@pytest.mark.parametrize(("x", "y"), [(X[:, :1], Y), (X, Y[:-1]), (X, Y + 1)])
def test_data_that_do_not_fit_change_nothing(x, y):
    network = rings()
    theta = network.theta.copy()
    with pytest.raises(ValueError, match=r"takes 2|labels|label per|class"):
        fit_output(network, x, y)
    np.testing.assert_array_equal(network.theta, theta)


def test_a_random_network_spreads_its_lines():
    network = random_network(400, seed=3, spread=0.5)
    assert network.sizes == (2, 400, 1)
    assert 0.45 < network.layers[0].W.std() < 0.55
    assert 0.45 < network.layers[0].b.std() < 0.55
    np.testing.assert_array_equal(random_network(400, 3, 0.5).theta, network.theta)
    assert not np.array_equal(random_network(400, 4, 0.5).theta, network.theta)


@pytest.mark.parametrize(
    ("arguments", "name"), [((0,), "p"), ((4, -1), "seed"), ((4, 0, 0.0), "spread")]
)
def test_a_random_network_refuses_what_makes_no_sense(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} is"):
        random_network(*arguments)
