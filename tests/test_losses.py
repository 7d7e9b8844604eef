"""The losses against hand values, scikit-learn and central differences."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from lecturekit.activations import sigmoid, softmax
from lecturekit.gradcheck import numerical_gradient
from lecturekit.losses import (
    LOSSES,
    binary_cross_entropy,
    cross_entropy,
    one_hot,
    squared_error,
)


@pytest.fixture
def rng():
    return np.random.default_rng(7)


# ---- values


def test_values_by_hand():
    assert squared_error([1, 2], [0, 4]) == (1 / 2 + 4 / 2) / 2
    # The sum runs over the outputs of an example, the mean over the examples.
    assert squared_error([[1, 2], [0, 0]], [[0, 4], [0, 2]]) == ((1 + 4) / 2 + 4 / 2) / 2
    # −log ½ = log 2 and −log(1 − ¾) = log 4, so the mean is (3/2) log 2.
    assert binary_cross_entropy([0.5, 0.75], [1, 0]) == pytest.approx(1.5 * np.log(2), rel=1e-15)
    assert binary_cross_entropy([0.5], [0.3]) == pytest.approx(np.log(2), rel=1e-15)
    y_hat = [[0.25, 0.5, 0.25], [0.5, 0.25, 0.25]]
    assert cross_entropy(y_hat, [1, 2]) == pytest.approx(1.5 * np.log(2), rel=1e-15)
    soft = np.array([[0.5, 0.5], [0.25, 0.75]])
    assert cross_entropy(soft, soft) == pytest.approx(-np.sum(soft * np.log(soft)) / 2, rel=1e-15)


def test_certain_and_right_costs_nothing_certain_and_wrong_costs_infinity():
    assert binary_cross_entropy([0, 1], [0, 1]) == 0
    assert binary_cross_entropy([0, 1], [0, 0]) == np.inf
    assert binary_cross_entropy([0], [1]) == np.inf
    assert cross_entropy([[0, 1]], [1]) == 0
    assert cross_entropy([[0, 1]], [0]) == np.inf
    assert binary_cross_entropy.gradient([0, 1], [1, 0]).tolist() == [-np.inf, np.inf]
    assert binary_cross_entropy.gradient([0, 1], [0, 1]).tolist() == [0.5, -0.5]


def test_agreement_with_scikit_learn(rng):
    z, y = rng.normal(scale=3, size=50), rng.integers(0, 2, 50)
    truth = log_loss(y, sigmoid(z))
    assert binary_cross_entropy(sigmoid(z), y) == pytest.approx(truth, rel=1e-12)
    assert binary_cross_entropy.from_scores(z, y) == pytest.approx(truth, rel=1e-12)
    Z, labels = rng.normal(scale=3, size=(50, 4)), np.arange(50) % 4
    truth = log_loss(labels, softmax(Z))
    for targets in (labels, one_hot(labels, 4)):
        assert cross_entropy(softmax(Z), targets) == pytest.approx(truth, rel=1e-12)
        assert cross_entropy.from_scores(Z, targets) == pytest.approx(truth, rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=repr)
def test_gradients_are_the_limits_of_difference_quotients(loss, rng):
    y_hat, y = softmax(rng.normal(size=(4, 3))), np.eye(3)[[0, 2, 1, 1]]
    assert type(loss(y_hat, y)) is float
    truth = numerical_gradient(lambda v: loss(v.reshape(4, 3), y), y_hat.ravel())
    np.testing.assert_allclose(loss.gradient(y_hat, y), truth.reshape(4, 3), atol=1e-7)
    if loss is not cross_entropy:  # one output: y_hat and y have shape (n,)
        truth = numerical_gradient(lambda v: loss(v, y[:, 0]), y_hat[:, 0])
        np.testing.assert_allclose(loss.gradient(y_hat[:, 0], y[:, 0]), truth, atol=1e-7)


def delta(loss, z, y):
    """Return dJ/dz of a last layer."""
    return loss.loss_and_delta(np.asarray(z, float), np.asarray(y))[1]


# ---- the fused losses where the composition fails


def test_from_scores_is_finite_and_exact_at_extreme_scores():
    with np.errstate(all="raise", under="ignore"):
        assert binary_cross_entropy.from_scores([-1e4, 1e4], [0, 1]) == 0
        assert binary_cross_entropy.from_scores([-1e4, 1e4], [1, 0]) == 1e4
        np.testing.assert_array_equal(delta(binary_cross_entropy, [-1e4, 1e4], [1, 0]), [-0.5, 0.5])
        assert cross_entropy.from_scores([[-1e4, 1e4]], [1]) == 0
        assert cross_entropy.from_scores([[-1e4, 1e4]], [0]) == 2e4
        np.testing.assert_array_equal(delta(cross_entropy, [[-1e4, 1e4]], [[1, 0]]), [[-1, 1]])
    # The composition meets σ(1e4) = 1 exactly, and the cliff.
    assert binary_cross_entropy(sigmoid([1e4]), [0]) == np.inf


def test_from_scores_keeps_the_small_loss_of_a_confident_neuron():
    # softplus(−40) = log(1 + e⁻⁴⁰), to 70 digits with Python's decimal module
    truth = pytest.approx(4.248354255291589e-18, rel=1e-14, abs=0)
    assert binary_cross_entropy.from_scores([40], [1]) == truth
    assert binary_cross_entropy.from_scores([-40], [0]) == truth


def test_gradient_at_a_subnormal_probability_is_infinite_without_a_warning():
    assert binary_cross_entropy.gradient(sigmoid([-740.0]), [1]).tolist() == [-np.inf]
    assert cross_entropy.gradient([[1e-320, 1.0]], [0]).tolist() == [[-np.inf, 0]]


# ---- what is refused


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 3], "y holds the label 3, but with 3 outputs the labels must be .* from 0 to 2"),
        ([-1, 0], "y holds the label -1"),
        ([0, 0.5], "y holds the label 0.5"),
        ([0, 1, 2], r"y has shape \(3,\), but one target for each of 2 examples"),
        ([[1, 0], [0, 1]], r"y has shape \(2, 2\), but rows of 3 probabilities"),
        ([[2, -1, 0], [1, 0, 0]], "y has shape .* probabilities that sum to 1"),
        (np.zeros((2, 2, 3)), r"y has shape \(2, 2, 3\), but class numbers"),
    ],
)
def test_cross_entropy_refuses_targets(y, message):
    for f in (cross_entropy, cross_entropy.gradient, cross_entropy.from_scores):
        with pytest.raises(ValueError, match=f"^{message}"):
            f([[0.2, 0.3, 0.5], [0.2, 0.3, 0.5]], y)


@pytest.mark.parametrize("loss", [squared_error, binary_cross_entropy], ids=repr)
@pytest.mark.parametrize(
    ("y_hat", "y"),
    [([0.5, 0.5], [1]), ([0.5, 0.5], [[1], [0]]), ([], []), (0.5, 1), ([[]], [[]])],
)
def test_shapes_that_do_not_fit_are_refused(loss, y_hat, y):
    for f in (loss, loss.gradient):
        with pytest.raises(ValueError, match=r"y_hat has shape .* and y has shape .* same shape"):
            f(y_hat, y)


BINARY, OUTSIDE = binary_cross_entropy, r"outside \[0, 1\]"


@pytest.mark.parametrize(
    ("f", "y_hat", "y", "message"),
    [
        *[(loss, [[0.5, np.nan]], [[1, 0]], r"y_hat holds nan at.*1") for loss in LOSSES.values()],
        (BINARY, [0.5, -0.1], [0, 1], rf"y_hat holds -0.1, {OUTSIDE}; .*from_scores"),
        (cross_entropy, [[0.5, 1.1]], [0], rf"y_hat holds 1.1, {OUTSIDE}; .*from_scores"),
        (BINARY, [0.5, 0.5], [0, -0.1], f"y holds -0.1, {OUTSIDE}; recode"),
        (BINARY.from_scores, [0.5, 0.5], [0, 1.1], f"y holds 1.1, {OUTSIDE}; recode"),
        (BINARY.from_scores, [1, 2], [1], r"z has shape \(2,\) and y has shape \(1,\)"),
        (cross_entropy.from_scores, [[np.inf, 0]], [1], "z holds inf"),
        (cross_entropy.from_scores, [1, 2], [1], r"z has shape \(2,\), but cross_entropy needs"),
    ],
)
def test_values_that_make_no_sense_are_refused(f, y_hat, y, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        f(y_hat, y)
