"""Layers and networks: θ and its windows, the forward pass, losses, saving, refusals."""

import copy
import doctest
import itertools
import pickle
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lecturekit.network
from lecturekit import gradcheck, graph, layers, neuron
from lecturekit.activations import relu, tanh
from lecturekit.datasets import xor
from lecturekit.layers import Layer, initial_weights
from lecturekit.network import Network
from lecturekit.neuron import Neuron


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("module", [gradcheck, graph, layers, neuron, lecturekit.network])
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
    network, (X, y) = Network([2, 2, 1], "relu", "identity"), xor()
    network.theta[:] = [1, 1, 1, 1, 0, -1, 1, -2, 0]
    np.testing.assert_array_equal(network(X)[:, 0], y)
    np.testing.assert_array_equal(network.layers[0](X), [[0, 0], [1, 0], [1, 0], [2, 1]])


def test_two_published_forward_passes():
    network = Network([2, 3, 1], "sigmoid", "sigmoid")
    network.theta[:] = [1, 2, -1, 2, 3, -1, 0, 0, 0, 0.1, 0.5, -0.1, 0]
    assert network([[5, 3]])[0, 0] == pytest.approx(0.590378, abs=5e-7)
    assert network.loss([[5, 3]], [1]) == pytest.approx(0.52699227, abs=5e-9)
    mazur, X = Network([2, 2, 2], "sigmoid", "sigmoid", loss="squared_error"), [[0.05, 0.10]]
    mazur.theta[:6] = 0.15, 0.20, 0.25, 0.30, 0.35, 0.35
    mazur.theta[6:] = 0.40, 0.45, 0.50, 0.55, 0.60, 0.60
    np.testing.assert_allclose(mazur(X)[0], [0.75136507, 0.772928465], atol=5e-10)
    assert mazur.loss(X, [[0.01, 0.99]]) == pytest.approx(0.298371109, abs=5e-10)


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
    for Z, A, layer in zip(trace.pre_activations, trace.outputs[1:], network.layers, strict=True):
        np.testing.assert_array_equal(layer.activation(Z), A)
    kept = [A.copy() for A in trace.outputs]
    network(X + 1)  # another pass in between must not disturb the first
    for before, after in zip(kept, trace.outputs, strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize(
    ("output", "theta", "X", "classes"),
    [
        ("sigmoid", [1, 0], [0.3, -0.3], [1, 0]),
        ("sigmoid", [1, -1, 0, 0], [0.3, -0.3], [[1, 0], [0, 1]]),
        ("softmax", [1, -1, 0, 0, 0, 0.2], [0.3, -0.3, 0.1], [0, 1, 2]),
        ("identity", [2, 1], [0.25, -0.5], [[1.5], [0]]),  # numbers
    ],
)
def test_predictions_are_classes_or_numbers(output, theta, X, classes):
    network = Network([1, len(theta) // 2], output=output)
    network.theta[:] = theta
    assert network.predict(np.transpose([X])).tolist() == classes


def test_the_start_is_random_reproducible_and_of_the_right_size():
    assert (Network([3, 4, 1], seed=1).theta == Network([3, 4, 1], seed=1).theta).all()
    assert not (Network([3, 4, 1], seed=1).theta == Network([3, 4, 1], seed=2).theta).all()
    assert all((layer.b == 0).all() for layer in Network([3, 4, 1]).layers)
    he = initial_weights(300, 500, relu, rng())
    assert he.var() == pytest.approx(2 / 500, rel=0.02)
    glorot = initial_weights(300, 500, tanh, rng())
    assert glorot.var() == pytest.approx(2 / 800, rel=0.02)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saved_network_comes_back_the_same(tmp_path, dtype):
    network = Network([2, 3, 4, 3], ["Leaky ReLU", tanh], "softmax", seed=5, dtype=dtype)
    network.save(tmp_path / "network")  # no .npz is added
    again = Network.load(tmp_path / "network")
    names = [layer.activation.name for layer in again.layers]
    assert names == ["leaky_relu", "tanh", "softmax"]  # found in any case
    assert repr(again) == repr(network)
    assert again.theta.dtype == dtype
    np.testing.assert_array_equal(again.theta, network.theta)
    X = rng().normal(size=(4, 2))
    np.testing.assert_array_equal(again(X), network(X))
    assert again(X).dtype == dtype


class Trap:
    """Writes a file when it is unpickled: the proof that something was executed."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


def test_files_that_do_not_fit_are_refused_and_nothing_is_executed(tmp_path):
    file, sprung = tmp_path / "file.npz", tmp_path / "sprung"
    np.savez(tmp_path / "other.npz", theta=np.zeros(3))
    np.savez(tmp_path / "pickle.npz", format=np.array([Trap(sprung)], dtype=object))
    np.save(tmp_path / "array.npy", np.zeros(3))
    (tmp_path / "text").write_bytes(b"hello")
    (tmp_path / "pickle").write_bytes(pickle.dumps(Trap(sprung)))
    for strange in list(tmp_path.iterdir()):
        with pytest.raises(ValueError, match="is not a saved network"):
            Network.load(strange)
    assert not sprung.exists()
    Network([2, 3, 1]).save(file)
    whole = file.read_bytes()
    damaged = [whole[:-k] for k in range(0, len(whole), 97) if k]
    damaged += [
        whole[:k] + bytes([whole[k] ^ 8]) + whole[k + 1 :] for k in range(0, len(whole), 11)
    ]
    for content in damaged:
        file.write_bytes(content)
        with suppress(ValueError):  # a date, say, may be damaged without harm
            assert repr(Network.load(file)) == repr(Network([2, 3, 1]))
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="is not a saved network"):
        Network.load(file)
    file.write_bytes(whole)
    with np.load(file) as stored:
        parts = dict(stored)
    sizes = r"holds 12 parameters, but layers of sizes \[2, 3, 1\]"
    for theta, message in [(np.zeros(12), sizes), (np.full(13, np.nan), "theta holds nan")]:
        np.savez(file, **parts | {"theta": theta})
        with pytest.raises(ValueError, match=message):
            Network.load(file)
    with pytest.raises(FileNotFoundError):
        Network.load(tmp_path / "nowhere.npz")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sizes": [2]}, "needs at least inputs and outputs"),
        ({"sizes": [2, 0, 1]}, r"sizes\[1\] is 0, but it must be at least 1"),
        ({"sizes": [2, 3, 1], "activation": "sin"}, "activation is 'sin'; choose one of step"),
        ({"sizes": [2, 1], "activation": "rleu"}, "^activation is 'rleu'"),
        ({"sizes": [2, 3, 1], "activation": ["relu"] * 2}, "2 functions for 1 hidden layer;"),
        ({"sizes": [2, 3, 1], "activation": "softmax"}, "belongs to the output"),
        ({"sizes": [2, 1], "loss": "l2"}, "loss is 'l2'; choose one of 'squared_error'"),
        ({"sizes": [2, 2], "output": "softmax", "loss": "squared_error"}, "output='identity'"),
        ({"sizes": [2, 2], "output": "sigmoid", "loss": "cross_entropy"}, "output='softmax'"),
        ({"sizes": [2, 1], "output": "tanh", "loss": "binary_cross_entropy"}, "output='sigmoid'"),
        ({"sizes": [2, 1], "output": "softmax"}, "one output for each class"),
        ({"sizes": [2, 1], "dtype": int}, "float64 or float32"),
        ({"sizes": [2, 1], "dtype": "abc"}, "dtype is abc, but float64 or float32 is needed"),
        ({"sizes": [2, 1], "seed": -1}, "seed is -1"),
    ],
)
def test_bad_networks_are_refused_with_the_fix(arguments, message):
    with pytest.raises(ValueError, match=message):
        Network(**arguments)


@pytest.mark.parametrize(
    ("output", "X", "y", "message"),
    [
        ("sigmoid", [[1, 2, 3]], [0], r"X has 3 .* \(its first layer's W is \(4, 2\)\) takes 2"),
        ("identity", np.zeros((5, 2)), [0] * 4, r"y has shape \(4,\), but 5 examples and 3 outp"),
        ("sigmoid", np.zeros((1, 2)), [[0, 1, 2]], r"y holds 2, outside \[0, 1\]"),
        ("softmax", np.zeros((1, 2)), [3], "whole numbers from 0 to 2"),
    ],
)
def test_bad_data_are_refused_with_the_fix(output, X, y, message):
    with pytest.raises(ValueError, match=message):
        Network([2, 4, 3], output=output).loss(X, y)


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
    assert np.shares_memory(other.theta, network.theta) == (twin is copy.copy)


def test_the_shared_arrays_change_but_are_never_replaced():
    network = Network([2, 3, 1])
    network.theta -= 1
    network.layers[0].W *= 2
    for owner, name in [(network, "theta"), (network.layers[0], "W"), (network.layers[1], "b")]:
        with pytest.raises(AttributeError, match=rf"^{name} = … would .*; write {name}\[:\] = …"):
            setattr(owner, name, getattr(owner, name) + 1)
    assert np.shares_memory(network.theta, network.layers[0].W)
    other = copy.deepcopy(network)
    other.layers[0].W[:] = 7
    assert (other.theta[:6] == 7).all()
