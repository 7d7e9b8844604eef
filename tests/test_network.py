"""Layers and networks: θ and its windows, the forward pass, losses, saving, refusals."""

import copy
import doctest
import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lecturekit.layers
import lecturekit.network
from lecturekit.activations import ACTIVATIONS, relu, sigmoid, tanh
from lecturekit.datasets import xor
from lecturekit.layers import Layer, initial_weights
from lecturekit.losses import binary_cross_entropy, cross_entropy, squared_error
from lecturekit.network import Network
from lecturekit.neuron import Neuron

HIDDEN = sorted(set(ACTIVATIONS) - {"softmax"})


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("module", [lecturekit.layers, lecturekit.network])
def test_examples_in_docstrings_are_true(module):
    tried = doctest.testmod(module)
    assert tried.attempted > 0
    assert tried.failed == 0


def test_a_layer_is_its_neurons_side_by_side():
    W, b, X = rng().normal(size=(3, 2)), rng().normal(size=3), rng().normal(size=(5, 2))
    neurons = [Neuron(w, bias, "tanh") for w, bias in zip(W, b, strict=True)]
    np.testing.assert_allclose(
        Layer(W, b, "tanh")(X), np.column_stack([neuron(X) for neuron in neurons]), rtol=1e-15
    )


def test_xor_by_hand_with_the_published_weights():
    # Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.1
    network = Network([2, 2, 1], activation="relu", output="identity")
    first, second = network.layers
    first.W[:], first.b[:] = 1, [0, -1]
    second.W[:], second.b[:] = [[1, -2]], 0
    X, y = xor()
    np.testing.assert_array_equal(network(X)[:, 0], y)
    np.testing.assert_array_equal(first(X), [[0, 0], [1, 0], [1, 0], [2, 1]])


def test_the_published_forward_pass_of_a_2_3_1_network():
    network = Network([2, 3, 1], activation="sigmoid", output="sigmoid")
    first, second = network.layers
    first.W[:], first.b[:] = np.transpose([[1, -1, 3], [2, 2, -1]]), 0
    second.W[:], second.b[:] = [[0.1, 0.5, -0.1]], 0
    assert network([[5, 3]])[0, 0] == pytest.approx(0.590378, abs=5e-7)
    assert network.loss([[5, 3]], [1]) == pytest.approx(0.52699227, abs=5e-9)


def test_the_published_forward_pass_of_mazurs_network():
    network = Network([2, 2, 2], activation="sigmoid", output="sigmoid", loss="squared_error")
    first, second = network.layers
    first.W[:], first.b[:] = [[0.15, 0.20], [0.25, 0.30]], 0.35
    second.W[:], second.b[:] = [[0.40, 0.45], [0.50, 0.55]], 0.60
    np.testing.assert_allclose(network([[0.05, 0.10]])[0], [0.75136507, 0.772928465], atol=5e-10)
    loss = network.loss([[0.05, 0.10]], [[0.01, 0.99]])
    assert loss == pytest.approx(0.298371109, abs=5e-10)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5), st.integers(0, 99))
def test_theta_holds_every_parameter_once_and_the_layers_look_into_it(sizes, seed):
    network = Network(sizes, seed=seed)
    assert network.theta.size == sum((d + 1) * p for d, p in itertools.pairwise(sizes))
    network.theta[:] = np.arange(network.theta.size)
    pieces = [piece.ravel() for layer in network.layers for piece in (layer.W, layer.b)]
    np.testing.assert_array_equal(np.concatenate(pieces), network.theta)
    assert all(np.shares_memory(piece, network.theta) for piece in pieces)


def test_forward_is_composition_and_leaves_no_trace_behind():
    network, X = Network([2, 4, 3, 1], "tanh", "sigmoid"), rng().normal(size=(6, 2))
    f_1, f_2, f_3 = network.layers
    np.testing.assert_array_equal(network(X), f_3(f_2(f_1(X))))
    trace = network.forward(X)
    assert [A.shape for A in trace.outputs] == [(6, 2), (6, 4), (6, 3), (6, 1)]
    assert [Z.shape for Z in trace.pre_activations] == [(6, 4), (6, 3), (6, 1)]
    for Z, A, layer in zip(trace.pre_activations, trace.outputs[1:], network.layers, strict=True):
        np.testing.assert_array_equal(layer.activation(Z), A)
    kept = [A.copy() for A in trace.outputs]
    network(X + 1)  # another pass in between must not disturb the first
    for before, after in zip(kept, trace.outputs, strict=True):
        np.testing.assert_array_equal(before, after)


def test_stacked_linear_layers_are_one_linear_layer():
    network, X = Network([3, 5, 4, 2], "identity"), rng().normal(size=(7, 3))
    network.theta[:] = rng().normal(size=network.theta.size)
    W, b = np.eye(3), np.zeros(3)
    for layer in network.layers:
        W, b = layer.W @ W, layer.W @ b + layer.b
    np.testing.assert_allclose(network(X), X @ W.T + b, rtol=1e-12)


@pytest.mark.parametrize("activation", HIDDEN)
def test_every_activation_serves_in_hidden_layers(activation):
    network = Network([2, 3, 2], activation, "softmax")
    y_hat = network(rng().normal(size=(4, 2)))
    assert y_hat.shape == (4, 2)
    np.testing.assert_allclose(y_hat.sum(axis=1), 1)


def test_activations_may_differ_from_layer_to_layer():
    network, X = Network([2, 3, 4, 1], [relu, "tanh"]), rng().normal(size=(5, 2))
    f_1, f_2, f_3 = network.layers
    by_hand = tanh(relu(X @ f_1.W.T + f_1.b) @ f_2.W.T + f_2.b) @ f_3.W.T + f_3.b
    np.testing.assert_allclose(network(X), by_hand, rtol=1e-14)


def test_losses_are_those_of_the_outputs():
    X = rng().normal(size=(6, 2))
    for k, output, loss, y in [
        (1, "identity", squared_error, rng().normal(size=(6, 1))),
        (1, "sigmoid", binary_cross_entropy, rng().integers(0, 2, (6, 1))),
        (3, "sigmoid", binary_cross_entropy, rng().integers(0, 2, (6, 3))),
        (3, "softmax", cross_entropy, rng().integers(0, 3, 6)),
    ]:
        network = Network([2, 4, k], "tanh", output)
        assert network.loss_name == loss.name
        assert network.loss(X, y) == pytest.approx(loss(network(X), y), rel=1e-12)
    one_dimensional = Network([2, 1], output="sigmoid")
    assert one_dimensional.loss(X, [0, 1] * 3) == one_dimensional.loss(X, [[0], [1]] * 3)


def test_a_confident_wrong_answer_costs_much_and_not_infinity():
    network = Network([1, 1], output="sigmoid")
    network.theta[:] = [1000, 0]
    assert network.loss([[1.0]], [0]) == pytest.approx(1000)


def test_predictions_are_classes_or_numbers():
    X = [[0.3], [-0.3]]
    binary = Network([1, 1], output="sigmoid")
    binary.theta[:] = [1, 0]
    assert binary.predict(X).tolist() == [1, 0]
    three = Network([1, 3], output="softmax")
    three.theta[:] = [1, -1, 0, 0, 0, 0.2]
    assert three.predict(X).tolist() == [0, 1]
    assert three.predict([[0.1]]).tolist() == [2]
    several = Network([1, 2], output="sigmoid")
    several.theta[:] = [1, -1, 0, 0]
    assert several.predict(X).tolist() == [[1, 0], [0, 1]]
    numbers = Network([1, 1])
    np.testing.assert_array_equal(numbers.predict(X), numbers(X))


def test_the_start_is_random_reproducible_and_of_the_right_size():
    assert (Network([3, 4, 1], seed=1).theta == Network([3, 4, 1], seed=1).theta).all()
    assert not (Network([3, 4, 1], seed=1).theta == Network([3, 4, 1], seed=2).theta).all()
    assert all((layer.b == 0).all() for layer in Network([3, 4, 1]).layers)
    he = initial_weights(300, 500, relu, rng())
    assert he.var() == pytest.approx(2 / 500, rel=0.02)
    glorot = initial_weights(300, 500, tanh, rng())
    assert glorot.var() == pytest.approx(2 / 800, rel=0.02)


@pytest.mark.parametrize("activation", ["relu", "tanh", "leaky_relu", "gelu", "silu"])
def test_signals_keep_their_size_through_ten_layers(activation):
    network = Network([200] * 11, activation)
    sizes = [A.std() for A in network.forward(rng().normal(size=(50, 200))).outputs[1:-1]]
    assert 0.05 < sizes[-1] / sizes[0] < 20


def test_float32_stays_float32():
    network = Network([2, 3, 1], "relu", "sigmoid", dtype=np.float32)
    assert network.theta.dtype == network([[1.0, 2.0]]).dtype == np.float32
    assert all(layer.W.dtype == np.float32 for layer in network.layers)
    assert np.shares_memory(network.layers[1].W, network.theta)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saved_network_comes_back_the_same(tmp_path, dtype):
    network = Network([2, 3, 4, 3], ["relu", "tanh"], "softmax", seed=5, dtype=dtype)
    network.save(tmp_path / "network")  # no .npz is added
    again = Network.load(tmp_path / "network")
    assert repr(again) == repr(network)
    assert again.theta.dtype == dtype
    np.testing.assert_array_equal(again.theta, network.theta)
    X = rng().normal(size=(4, 2))
    np.testing.assert_array_equal(again(X), network(X))


class Trap:
    """Writes a file when it is unpickled: the proof that something was executed."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


def test_files_that_do_not_fit_are_refused_and_nothing_is_executed(tmp_path):
    file, sprung = tmp_path / "file.npz", tmp_path / "sprung"
    np.savez(file, theta=np.zeros(3))
    with pytest.raises(ValueError, match="is not a saved network"):
        Network.load(file)
    file.write_bytes(b"hello")
    with pytest.raises(ValueError, match="is not a saved network"):
        Network.load(file)
    np.save(tmp_path / "array.npy", np.zeros(3))
    with pytest.raises(ValueError, match="is not a saved network"):
        Network.load(tmp_path / "array.npy")
    file.write_bytes(pickle.dumps(Trap(sprung)))
    with pytest.raises(ValueError, match="is not a saved network"):
        Network.load(file)
    np.savez(file, format=np.array([Trap(sprung)], dtype=object))
    with pytest.raises(ValueError, match="is not a saved network"):
        Network.load(file)
    assert not sprung.exists()
    Network([2, 3, 1]).save(file)
    with np.load(file) as stored:
        parts = dict(stored)
    np.savez(file, **parts | {"theta": parts["theta"][:-1]})
    with pytest.raises(ValueError, match=r"holds 12 parameters, but layers of sizes \[2, 3, 1\]"):
        Network.load(file)
    np.savez(file, **parts | {"theta": parts["theta"] * np.nan})
    with pytest.raises(ValueError, match="theta holds nan"):
        Network.load(file)
    with pytest.raises(FileNotFoundError):
        Network.load(tmp_path / "nowhere.npz")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sizes": [2]}, "needs at least inputs and outputs"),
        ({"sizes": 3}, "needs at least inputs and outputs"),
        ({"sizes": [2, 0, 1]}, r"sizes\[1\] is 0, but it must be at least 1"),
        ({"sizes": [2, 2.5]}, r"sizes\[1\] is 2.5, but a whole number"),
        ({"sizes": [2, 3, 1], "activation": "sin"}, "activation is 'sin'; choose one of step"),
        ({"sizes": [2, 3, 1], "activation": ["relu"] * 2}, "2 functions, but there are 1 hidden"),
        ({"sizes": [2, 3, 1], "activation": "softmax"}, "belongs to the output"),
        ({"sizes": [2, 1], "loss": "l2"}, "loss is 'l2'; choose one of 'squared_error'"),
        ({"sizes": [2, 2], "output": "softmax", "loss": "squared_error"}, "output='identity'"),
        ({"sizes": [2, 2], "output": "sigmoid", "loss": "cross_entropy"}, "output='softmax'"),
        ({"sizes": [2, 1], "output": "tanh", "loss": "binary_cross_entropy"}, "output='sigmoid'"),
        ({"sizes": [2, 1], "output": "softmax"}, "one output for each class"),
        ({"sizes": [2, 1], "dtype": int}, "float64 or float32"),
        ({"sizes": [2, 1], "seed": -1}, "seed is -1"),
    ],
)
def test_bad_networks_are_refused_with_the_fix(arguments, message):
    with pytest.raises(ValueError, match=message):
        Network(**arguments)


def test_bad_data_are_refused_with_the_fix():
    network = Network([2, 4, 1], output="sigmoid")
    with pytest.raises(
        ValueError,
        match=r"X has 3 features, but this network \(its first layer's W is \(4, 2\)\) takes 2",
    ):
        network(np.zeros((5, 3)))
    with pytest.raises(ValueError, match="X holds nan"):
        network([[0.0, np.nan]])
    with pytest.raises(ValueError, match=r"y has shape \(4,\), but 5 examples and 1 output need"):
        network.loss(np.zeros((5, 2)), np.zeros(4))
    with pytest.raises(ValueError, match=r"y holds 2, outside \[0, 1\]"):
        network.loss(np.zeros((1, 2)), [2])
    with pytest.raises(ValueError, match="whole numbers from 0 to 2"):
        Network([2, 3], output="softmax").loss(np.zeros((1, 2)), [3])


def test_a_layer_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="b has 3 entries, but 2 are needed"):
        Layer([[1, 2], [3, 4]], [0, 0, 0], "relu")
    with pytest.raises(ValueError, match=r"X has 1 feature, but this layer takes 2"):
        Layer([[1, 2]], [0], sigmoid)([[1]])


@pytest.mark.parametrize(
    "twin", [copy.copy, copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))]
)
def test_the_layers_of_a_copy_are_windows_into_its_own_theta(twin):
    network = Network([2, 3, 1], seed=1)
    other = twin(network)
    np.testing.assert_array_equal(other.theta, network.theta)
    for layer in other.layers:
        assert np.shares_memory(layer.W, other.theta)
        assert np.shares_memory(layer.b, other.theta)
    if twin is not copy.copy:
        assert not np.shares_memory(other.theta, network.theta)


def test_activations_are_known_in_any_case_and_refused_where_none_is_needed():
    net = Network([2, 3, 3, 1], ["ReLU", "Leaky ReLU"])
    assert [layer.activation.name for layer in net.layers[:2]] == ["relu", "leaky_relu"]
    with pytest.raises(ValueError, match=r"^activation is 'rleu'"):
        Network([2, 1], activation="rleu")
