"""The backward pass against PyTorch, checked, unchecked and with dropout, and at its edges."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch.nn import functional

from lecturekit.activations import ACTIVATIONS, Activation
from lecturekit.gradcheck import numerical_gradient, relative_error
from lecturekit.minibatches import Reader
from lecturekit.network import Network, UncheckedNetwork
from lecturekit.training import dropout_masks
from tests.networks import HIDDEN, OUTPUTS, problem

torch.set_num_threads(1)

KINKED = {"relu", "leaky_relu", "step"}
TORCH = {
    "step": lambda z: (z >= 0).to(z.dtype),
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: functional.leaky_relu(z, 0.01),
    # PyTorch's softplus is the identity from 20 on, which costs digits: move that out of reach.
    "softplus": lambda z: functional.softplus(z, threshold=500),
    "silu": functional.silu,
    "gelu": lambda z: z * torch.erfc(-z / 2**0.5) / 2,  # far out PyTorch's own loses digits
}


def torch_loss_and_gradient(network, X, y):
    """The same network written in PyTorch, with gradients by its autograd."""
    Ws = [torch.tensor(layer.W, requires_grad=True) for layer in network.layers]
    bs = [torch.tensor(layer.b, requires_grad=True) for layer in network.layers]
    *hidden, output = [layer.activation.name for layer in network.layers]
    A = torch.tensor(X)
    for W, b, name in zip(Ws[:-1], bs[:-1], hidden, strict=True):
        A = TORCH[name](A @ W.T + b)
    z = A @ Ws[-1].T + bs[-1]
    n, y = len(X), torch.tensor(y)
    if network.loss_name == "cross_entropy":  # class numbers, or rows of probabilities
        J = functional.cross_entropy(z, y)
    elif network.loss_name == "binary_cross_entropy":
        target = y.reshape(z.shape).to(z.dtype)
        J = functional.binary_cross_entropy_with_logits(z, target, reduction="sum") / n
    else:
        J = ((TORCH[output](z) - y.reshape(z.shape)) ** 2).sum() / 2 / n
    if J.requires_grad:  # not behind a step, whose slope is 0
        J.backward()
    pieces = [piece for pair in zip(Ws, bs, strict=True) for piece in pair]
    slopes = [torch.zeros_like(piece) if piece.grad is None else piece.grad for piece in pieces]
    return J.item(), torch.cat([slope.ravel() for slope in slopes]).numpy()


def unchecked(network, X, y, masks=()):
    """Return the loss and the gradient as `fit` computes them."""
    inner, read = UncheckedNetwork(network), Reader(network, X, y)
    inner.drop_out(masks)
    return inner.loss_and_gradient(*read(np.arange(len(X))))


@st.composite
def cases(draw):
    """A network with random weights and biases, inputs, and targets of every allowed kind."""
    depth = draw(st.integers(0, 4))
    output, loss = draw(st.sampled_from(OUTPUTS))
    k = draw(st.integers(2 if output == "softmax" else 1, 6))
    sizes = [*draw(st.lists(st.integers(1, 8), min_size=depth + 1, max_size=depth + 1)), k]
    activation = draw(st.sampled_from(HIDDEN))
    if draw(st.booleans()):
        activation = draw(st.lists(st.sampled_from(HIDDEN), min_size=depth, max_size=depth))
    # The sizes and names are searched for; the numbers come from NumPy, which spreads them well.
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    network = Network(sizes, activation, output, loss)
    network.theta[:] = rng.normal(scale=draw(st.sampled_from([0.3, 1.0])), size=network.theta.size)
    n = draw(st.integers(1, 20))
    X = rng.normal(size=(n, sizes[0]))
    if loss == "cross_entropy":
        y = rng.integers(0, k, n)
        y = draw(st.sampled_from([y, np.eye(k)[y], rng.dirichlet(np.ones(k), n)]))
    elif loss == "binary_cross_entropy":
        y = draw(st.sampled_from([rng.integers(0, 2, (n, k)), rng.uniform(size=(n, k))]))
    else:
        y = rng.normal(size=(n, k))
    if k == 1 and draw(st.booleans()):
        y = y[:, 0]
    return network, X, y


def near_a_kink(network, X):
    layers = zip(network.layers, network.forward(X).pre_activations, strict=True)
    return any((np.abs(Z) < 1e-6).any() for layer, Z in layers if layer.activation.name in KINKED)


def test_gradients_are_those_of_pytorch():
    """On 1,000 random networks with every activation and from one layer to five."""
    names, depths, examples = set(), set(), 0

    @settings(max_examples=1000)
    @given(cases())
    def search(case):
        nonlocal examples
        network, X, y = case
        assume(not near_a_kink(network, X))
        theirs_J, theirs = torch_loss_and_gradient(network, X, y)
        J, gradient = network.loss_and_gradient(X, y)
        assert pytest.approx(theirs_J, rel=1e-12, abs=1e-14) == J  # theirs cancels z
        assert gradient.shape == network.theta.shape
        gap, size = np.linalg.norm(gradient - theirs), np.linalg.norm(theirs)
        assert gap <= 1e-12 * size + 1e-18
        names.update(layer.activation.name for layer in network.layers)
        depths.add(len(network.layers))
        examples += 1

    search()
    assert (names, depths) == (set(ACTIVATIONS), {1, 2, 3, 4, 5})
    assert examples >= 1000


@pytest.mark.parametrize("activation", sorted(KINKED))
def test_at_a_kink_the_slope_is_that_of_pytorch(activation):
    """Biases of 0 and an example of zeros put every neuron on its corner."""
    network = Network([2, 3, 3, 1], activation, "sigmoid")
    X, y = np.zeros((1, 2)), np.array([1.0])
    _, theirs = torch_loss_and_gradient(network, X, y)
    np.testing.assert_allclose(network.loss_and_gradient(X, y)[1], theirs, rtol=1e-12, atol=0)


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_every_way_leads_to_the_same_loss_and_gradient(activation, output, loss):
    network, X, y = problem(activation, output, loss)
    J, gradient = network.loss_and_gradient(X, y)
    quick_J, quick = unchecked(network, X, y)
    assert pytest.approx(J, rel=1e-13) == quick_J
    np.testing.assert_allclose(quick, gradient, rtol=1e-12, atol=1e-15)
    trace, layers = network.forward(X), []
    for delta, A in zip(network.deltas(trace, y), trace.outputs, strict=False):
        layers += [(delta.T @ A).ravel(), delta.sum(axis=0)]
    np.testing.assert_allclose(np.concatenate(layers), gradient, rtol=1e-12, atol=1e-15)
    assert network.loss(X, y) == network.loss_of(trace, y) == J


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_single_precision_stays_single(output, loss):
    network, X, y = problem("tanh", output, loss, np.float32)
    double, _, _ = problem("tanh", output, loss)
    double.theta[:] = network.theta
    reference_J, reference = double.loss_and_gradient(X, y)
    for J, gradient in (network.loss_and_gradient(X, y), unchecked(network, X, y)):
        assert isinstance(J, float)
        assert pytest.approx(reference_J, rel=1e-5) == J
        assert gradient.dtype == np.float32
        np.testing.assert_allclose(gradient, reference, rtol=1e-4, atol=1e-6)


def test_the_gradient_is_a_new_vector_and_theta_is_left_alone():
    network, X, y = problem()
    kept = network.theta.copy()
    first, second = (network.loss_and_gradient(X, y)[1] for _ in range(2))
    np.testing.assert_array_equal(network.theta, kept)
    np.testing.assert_array_equal(first, second)
    assert not np.shares_memory(first, second)
    assert not np.shares_memory(first, network.theta)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("score", [40.0, 1000.0, -1000.0])
def test_confident_wrong_answers_have_finite_slopes(score, dtype):
    one = Network([1, 1], output="sigmoid", dtype=dtype)
    one.theta[:] = [score, 0]
    J, gradient = one.loss_and_gradient([[1.0]], [float(score < 0)])
    assert pytest.approx(abs(score)) == J
    np.testing.assert_allclose(gradient, np.sign(score))  # ŷ − y, not 0 and not NaN
    two = Network([1, 2], output="softmax", dtype=dtype)
    two.theta[:] = [score, 0, 0, 0]
    J, gradient = two.loss_and_gradient([[1.0]], [int(score > 0)])
    assert pytest.approx(abs(score)) == J
    np.testing.assert_allclose(gradient, np.sign(score) * np.array([1, -1, 1, -1]))


@pytest.mark.parametrize(("output", "loss"), [*OUTPUTS[:2], ("identity", "squared_error")])
def test_a_network_that_overflows_has_an_infinite_loss(output, loss):
    network, X, y = problem("tanh", output, loss)
    network.theta[:] = 1e308
    with np.errstate(all="ignore"):
        J, gradient = network.loss_and_gradient(100 * np.ones_like(X), y)
    assert np.isposinf(J)
    assert gradient.shape == network.theta.shape


def test_an_activation_of_one_s_own_is_taken_at_its_word_whatever_its_name():
    class Cubic(Activation):
        name = "tanh"

        def _value(self, z):
            return z**3

        def _derivative(self, z):
            return 3 * z**2

    network, X, y = problem(Cubic())
    gradient = network.loss_and_gradient(X, y)[1]
    np.testing.assert_allclose(unchecked(network, X, y)[1], gradient, rtol=1e-12, atol=1e-15)


# ---- dropout


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "silu"])
def test_with_fixed_masks_the_gradient_is_that_of_differences(activation):
    network, X, y = problem(activation)
    masks = dropout_masks(network, len(X), 0.4, np.random.default_rng(3))
    assert unchecked(network, X, y, masks)[0] != network.loss(X, y)
    gradient, start = unchecked(network, X, y, masks)[1].copy(), network.theta.copy()

    def J(theta):
        network.theta[:] = theta
        return unchecked(network, X, y, masks)[0]

    assert relative_error(gradient, numerical_gradient(J, start)).max() < 1e-5


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_masks_keep_the_expected_value(dtype):
    network = Network([3, 50, 40, 2], output="softmax", dtype=dtype)
    rng = np.random.default_rng(0)
    masks = dropout_masks(network, 500, 0.2, rng)
    assert [mask.shape for mask in masks] == [(500, 50), (500, 40)]
    for mask in masks:
        assert mask.dtype == dtype
        np.testing.assert_allclose(np.unique(mask), [0, 1.25])
        assert mask.mean() == pytest.approx(1, abs=0.02)
    assert all((mask == 1).all() for mask in dropout_masks(network, 5, 0, rng))
    for rate in (-0.1, 1, np.nan):
        with pytest.raises(ValueError, match=r"^rate is"):
            dropout_masks(network, 5, rate, rng)
