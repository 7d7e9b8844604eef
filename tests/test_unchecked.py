"""What `fit` runs on data that were checked: the same loss and gradient; and dropout."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from lecturekit.activations import ACTIVATIONS, Activation
from lecturekit.gradcheck import gradient_error, numerical_gradient
from lecturekit.losses import one_hot
from lecturekit.minibatches import Reader
from lecturekit.network import Network, UncheckedNetwork
from lecturekit.training import dropout_masks

torch.set_num_threads(1)

HIDDEN = sorted(set(ACTIVATIONS) - {"softmax"})
OUTPUTS = [
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
    ("identity", "squared_error"),
    ("tanh", "squared_error"),
    ("sigmoid", "squared_error"),
]


def problem(activation="tanh", output="softmax", loss=None, dtype=float, n=6):
    rng = np.random.default_rng(0)
    network = Network([3, 5, 4, 2], activation, output, loss, dtype=dtype)
    network.theta[:] = rng.normal(size=network.theta.size)
    X = rng.normal(size=(n, 3)).astype(dtype)
    y = rng.integers(0, 2, n if network.loss_name == "cross_entropy" else (n, 2))
    return network, X, y


def step(network, X, y, masks=None):
    inner, read = UncheckedNetwork(network), Reader(network, X, y)
    inner.drop_out(masks or ())
    return inner.loss_and_gradient(*read(np.arange(len(X))))


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_loss_and_gradient_are_those_of_the_network(activation, output, loss):
    network, X, y = problem(activation, output, loss)
    J, gradient = step(network, X, y)
    expected_J, expected = network.loss_and_gradient(X, y)
    assert pytest.approx(expected_J, rel=1e-13) == J
    assert gradient_error(gradient, expected) < 1e-13


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_single_precision_stays_single(output, loss):
    network, X, y = problem("relu", output, loss, np.float32)
    J, gradient = step(network, X, y)
    assert gradient.dtype == np.float32
    expected_J, expected = network.loss_and_gradient(X, y)
    assert pytest.approx(expected_J, rel=1e-5) == J
    assert gradient_error(gradient, expected) < 1e-5


def test_rows_of_probabilities_and_one_output_are_targets_too():
    network, X, _ = problem()
    y = np.random.default_rng(1).dirichlet(np.ones(2), 6)
    assert step(network, X, y)[0] == pytest.approx(network.loss(X, y), rel=1e-13)
    one, labels = Network([3, 1], output="sigmoid"), np.array([0, 1, 1, 0, 1, 0])
    J, gradient = step(one, X, labels)
    assert pytest.approx(one.loss(X, labels), rel=1e-13) == J
    assert gradient_error(gradient, one.loss_and_gradient(X, labels)[1]) < 1e-13


@pytest.mark.parametrize("score", [800.0, -800.0])
def test_confident_answers_neither_overflow_nor_lose_their_loss(score):
    one = Network([1, 1], output="sigmoid")
    one.theta[:] = [score, 0]
    J, gradient = step(one, np.ones((1, 1)), np.array([float(score < 0)]))
    assert abs(score) == J
    np.testing.assert_allclose(gradient, np.sign(score))
    one.theta[:] = [40.0, 0]  # confidently right: e⁻⁴⁰ is left
    assert step(one, np.ones((1, 1)), np.array([1.0]))[0] == pytest.approx(np.exp(-40.0))


def test_theta_is_shared_unless_another_is_given():
    network, X, y = problem()
    inner = UncheckedNetwork(network)
    other = UncheckedNetwork(network, network.theta.copy())
    before = other.loss(X, one_hot(y, 2))
    network.theta *= 0.5
    assert inner.loss(X, one_hot(y, 2)) == network.loss(X, y) != before
    assert other.loss(X, one_hot(y, 2)) == before


def test_an_activation_of_one_s_own_is_taken_at_its_word_whatever_its_name():
    class Cubic(Activation):
        name = "tanh"

        def _value(self, z):
            return z**3

        def _derivative(self, z):
            return 3 * z**2

    network, X, y = problem(Cubic())
    assert gradient_error(step(network, X, y)[1], network.loss_and_gradient(X, y)[1]) < 1e-13


@pytest.mark.parametrize("kind", ["plain", "single", "bytes", "columns", "memmap"])
def test_rows_are_taken_from_any_array(kind, tmp_path):
    network, _, _ = problem()
    X = np.arange(60.0).reshape(20, 3)
    if kind == "memmap":
        np.save(tmp_path / "X.npy", X)
        stored = np.load(tmp_path / "X.npy", mmap_mode="r")
    else:
        stored = {"plain": X, "single": np.float32(X), "bytes": np.uint8(X)}.get(
            kind, np.asfortranarray(X)
        )
    read, indices = Reader(network, stored, np.arange(20) % 2), np.array([1, 5, 6, 19])
    taken, targets = read(indices)
    assert np.shares_memory(taken, read(indices[:2])[0])
    taken, targets = read(indices)
    np.testing.assert_array_equal(taken, X[indices])
    np.testing.assert_array_equal(targets, [[0, 1], [0, 1], [1, 0], [0, 1]])


# ---- dropout


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "silu"])
def test_with_fixed_masks_the_gradient_is_that_of_differences(activation):
    network, X, y = problem(activation)
    masks = dropout_masks(network, len(X), 0.4, np.random.default_rng(3))
    assert any((mask == 0).any() for mask in masks)
    _, gradient = step(network, X, y, masks)
    gradient, start = gradient.copy(), network.theta.copy()

    def J(theta):
        network.theta[:] = theta
        return step(network, X, y, masks)[0]

    assert gradient_error(gradient, numerical_gradient(J, start)) < 1e-8


def test_with_fixed_masks_the_gradient_is_that_of_pytorch():
    network, X, y = problem("tanh")
    masks = dropout_masks(network, len(X), 0.5, np.random.default_rng(5))
    parameters = [
        torch.tensor(piece, requires_grad=True)
        for layer in network.layers
        for piece in (layer.W, layer.b)
    ]
    A = torch.tensor(X)
    for k, mask in enumerate(masks):
        W, b = parameters[2 * k : 2 * k + 2]
        A = torch.tanh(A @ W.T + b) * torch.tensor(mask)
    loss = functional.cross_entropy(A @ parameters[-2].T + parameters[-1], torch.tensor(y))
    loss.backward()
    theirs = torch.cat([piece.grad.ravel() for piece in parameters]).numpy()
    J, gradient = step(network, X, y, masks)
    assert pytest.approx(loss.item(), rel=1e-12) == J
    assert gradient_error(gradient, theirs) < 1e-12


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_masks_keep_the_expected_value(dtype):
    network = Network([3, 50, 40, 2], output="softmax", dtype=dtype)
    masks = dropout_masks(network, 500, 0.2, np.random.default_rng(0))
    assert [mask.shape for mask in masks] == [(500, 50), (500, 40)]
    for mask in masks:
        assert mask.dtype == dtype
        np.testing.assert_allclose(np.unique(mask), [0, 1.25])
        assert mask.mean() == pytest.approx(1, abs=0.02)
    assert all((mask == 1).all() for mask in dropout_masks(network, 5, 0, np.random.default_rng(0)))


@pytest.mark.parametrize("rate", [-0.1, 1, np.nan])
def test_a_rate_that_is_none_is_refused(rate):
    network, _, _ = problem()
    with pytest.raises(ValueError, match=r"^rate is"):
        dropout_masks(network, 5, rate, np.random.default_rng(0))


# ---- what Network hands out


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_deltas_make_the_gradient(output, loss):
    network, X, y = problem("tanh", output, loss)
    trace = network.forward(X)
    deltas = network.deltas(trace, y)
    pieces = []
    for delta, A in zip(deltas, trace.outputs, strict=False):
        pieces += [(delta.T @ A).ravel(), delta.sum(axis=0)]
    np.testing.assert_allclose(
        np.concatenate(pieces), network.loss_and_gradient(X, y)[1], rtol=1e-12, atol=1e-15
    )
    assert network.loss_of(trace, y) == network.loss(X, y)
    np.testing.assert_array_equal(network.classes_of(trace.outputs[-1]), network.predict(X))
