"""Signals in deep networks: the sizes that are reported are those of the network's own arrays."""

import numpy as np
import pytest

from lecturekit.experiments import deep_signals as deep
from lecturekit.network import Network

rng = np.random.default_rng(0)
X = rng.standard_normal((40, 6))
Y = rng.integers(0, 2, 40)


def test_sizes_are_those_of_the_networks_own_arrays():
    network = Network([6, 5, 1], "tanh", "sigmoid", seed=1)
    before = network.theta.copy()
    trace = network.forward(X)
    delta = (trace.outputs[2] - Y[:, None]) / len(X)
    sent = deep.signals(network, X, Y)
    assert sent.deltas[1] == pytest.approx(np.linalg.norm(delta))
    np.testing.assert_allclose(sent.spreads, [A.std() for A in trace.outputs[1:]])
    np.testing.assert_array_equal(network.theta, before)


@pytest.mark.parametrize(
    ("initialisation", "deviation"),
    [("small", 0.01), ("Glorot", np.sqrt(2 / 200)), ("He", np.sqrt(2 / 100)), ("large", 1.0)],
)
def test_weights_have_the_deviation_that_is_asked_for(initialisation, deviation):
    network = deep.deep_network(3, 100, 100, initialisation=initialisation, scale=1.5, seed=2)
    for layer in network.layers[:-1]:
        assert layer.W.std() == pytest.approx(1.5 * deviation, rel=0.03)
        assert not layer.b.any()
    assert deep.deep_network(1, 3, 6).layers[-1].activation.name == "sigmoid"
    assert deep.deep_network(1, 3, 6, outputs=4).layers[-1].activation.name == "softmax"
    assert set(deep.INITIALISATIONS) == {"small", "Glorot", "He", "large"}


def test_the_factor_per_layer_is_the_geometric_mean():
    assert deep.factor_per_layer([1, 5, 0.25]) == pytest.approx(0.5)
    for bad in ([1.0], [], [1, 0], [1, np.inf]):
        assert np.isnan(deep.factor_per_layer(bad))


@pytest.mark.parametrize(
    ("change", "name"),
    [({"depth": 0}, "depth"), ({"scale": -1.0}, "scale"), ({"initialisation": "x"}, "initiali")],
)
def test_bad_arguments_of_a_deep_network_are_refused(change, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        deep.deep_network(**{"depth": 2, "width": 3, "inputs": 6} | change)


def test_a_name_of_no_data_is_refused():
    with pytest.raises(ValueError, match=r"^data is 'digit'; choose one of 'digits', 'noise'"):
        deep.examples("digit")
