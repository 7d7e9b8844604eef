"""The losses against hand values, scikit-learn and central differences."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from lecturekit.activations import sigmoid, softmax
from lecturekit.losses import (
    LOSSES,
    binary_cross_entropy,
    cross_entropy,
    one_hot,
    squared_error,
)


def numerical_gradient(f, x, h=1e-6):
    """Return df/dx by central differences, one entry of `x` after another."""
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = h
        gradient[place] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@pytest.fixture
def rng():
    return np.random.default_rng(7)


# ---- values


def test_squared_error_by_hand():
    assert squared_error([1, 2], [0, 4]) == (1 / 2 + 4 / 2) / 2
    # The sum runs over the outputs of an example, the mean over the examples.
    assert squared_error([[1, 2], [0, 0]], [[0, 4], [0, 2]]) == ((1 + 4) / 2 + 4 / 2) / 2
    assert squared_error([3], [3]) == 0


def test_binary_cross_entropy_by_hand():
    # −log ½ = log 2 and −log(1 − ¾) = log 4, so the mean is (3/2) log 2.
    assert binary_cross_entropy([0.5, 0.75], [1, 0]) == pytest.approx(1.5 * np.log(2), rel=1e-15)
    assert binary_cross_entropy([0.5], [0.3]) == pytest.approx(np.log(2), rel=1e-15)


def test_cross_entropy_by_hand():
    y_hat = [[0.25, 0.5, 0.25], [0.5, 0.25, 0.25]]
    assert cross_entropy(y_hat, [1, 2]) == pytest.approx(1.5 * np.log(2), rel=1e-15)


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
    assert binary_cross_entropy(sigmoid(z), y) == pytest.approx(log_loss(y, sigmoid(z)), rel=1e-12)
    assert binary_cross_entropy.from_scores(z, y) == pytest.approx(
        log_loss(y, sigmoid(z)), rel=1e-12
    )
    Z, labels = rng.normal(scale=3, size=(50, 4)), np.arange(50) % 4
    truth = log_loss(labels, softmax(Z))
    assert cross_entropy(softmax(Z), labels) == pytest.approx(truth, rel=1e-12)
    assert cross_entropy.from_scores(Z, labels) == pytest.approx(truth, rel=1e-12)


def test_a_loss_is_a_plain_float_and_gradients_have_the_shape_of_the_outputs():
    for loss in (squared_error, binary_cross_entropy):
        assert type(loss([[0.5, 0.2]], [[1, 0]])) is float
        assert loss.gradient([[0.5, 0.2]], [[1, 0]]).shape == (1, 2)
    assert type(cross_entropy([[0.5, 0.5]], [1])) is float
    assert cross_entropy.gradient([[0.5, 0.5]], [1]).shape == (1, 2)


# ---- gradients


@pytest.mark.parametrize("shape", [(6,), (3, 2)])
@pytest.mark.parametrize("loss", [squared_error, binary_cross_entropy], ids=repr)
def test_gradient_is_the_limit_of_difference_quotients(loss, shape, rng):
    y_hat, y = rng.uniform(0.1, 0.9, shape), rng.integers(0, 2, shape)
    truth = numerical_gradient(lambda v: loss(v, y), y_hat)
    np.testing.assert_allclose(loss.gradient(y_hat, y), truth, atol=1e-7)


def test_cross_entropy_gradient_is_the_limit_of_difference_quotients(rng):
    y_hat, y = softmax(rng.normal(size=(4, 3))), [0, 2, 1, 1]
    truth = numerical_gradient(lambda v: cross_entropy(v, y), y_hat)
    np.testing.assert_allclose(cross_entropy.gradient(y_hat, y), truth, atol=1e-7)


def delta(loss, z, y):
    """Return dJ/dz of a last layer."""
    z = np.asarray(z, float)
    y = one_hot(y, z.shape[1]) if loss is cross_entropy else np.asarray(y)
    return loss.loss_and_delta(z, y)[1]


def test_deltas_are_the_limits_of_difference_quotients(rng):
    z, y = rng.normal(size=(4, 3)), rng.integers(0, 2, (4, 3))
    truth = numerical_gradient(lambda v: binary_cross_entropy.from_scores(v, y), z)
    np.testing.assert_allclose(delta(binary_cross_entropy, z, y), truth, atol=1e-8)
    labels = [0, 2, 1, 1]
    truth = numerical_gradient(lambda v: cross_entropy.from_scores(v, labels), z)
    np.testing.assert_allclose(delta(cross_entropy, z, labels), truth, atol=1e-8)


def test_deltas_follow_from_the_chain_rule(rng):
    z, y = rng.normal(size=5), np.array([0, 1, 1, 0, 1])
    chained = binary_cross_entropy.gradient(sigmoid(z), y) * sigmoid.derivative(z)
    np.testing.assert_allclose(delta(binary_cross_entropy, z, y), chained, rtol=1e-12)
    Z, labels = rng.normal(size=(5, 3)), np.array([0, 1, 2, 0, 1])
    outer = cross_entropy.gradient(softmax(Z), labels)
    chained = np.einsum("ni,nij->nj", outer, softmax.derivative(Z))
    np.testing.assert_allclose(delta(cross_entropy, Z, labels), chained, atol=1e-15)


# ---- the fused losses where the composition fails


def test_from_scores_equals_the_composition_where_both_are_finite():
    z = np.linspace(-20, 20, 81)
    for label in (0, 1, 0.3):
        y = np.full(z.shape, label)
        fused = [binary_cross_entropy.from_scores([a], [b]) for a, b in zip(z, y, strict=True)]
        composed = [binary_cross_entropy(sigmoid([a]), [b]) for a, b in zip(z, y, strict=True)]
        np.testing.assert_allclose(fused, composed, rtol=1e-7, atol=1e-12)


def test_from_scores_is_finite_and_exact_at_extreme_scores():
    with np.errstate(all="raise", under="ignore"):
        assert binary_cross_entropy.from_scores([-1e4, 1e4], [0, 1]) == 0
        assert binary_cross_entropy.from_scores([-1e4, 1e4], [1, 0]) == 1e4
        np.testing.assert_array_equal(delta(binary_cross_entropy, [-1e4, 1e4], [1, 0]), [-0.5, 0.5])
        assert cross_entropy.from_scores([[-1e4, 1e4]], [1]) == 0
        assert cross_entropy.from_scores([[-1e4, 1e4]], [0]) == 2e4
        np.testing.assert_array_equal(delta(cross_entropy, [[-1e4, 1e4]], [0]), [[-1, 1]])
    # The composition meets σ(1e4) = 1 exactly, and the cliff.
    assert binary_cross_entropy(sigmoid([1e4]), [0]) == np.inf


def test_from_scores_keeps_the_small_loss_of_a_confident_neuron():
    # softplus(−40) = log(1 + e⁻⁴⁰), to 70 digits with Python's decimal module
    for z, y in [(40, 1), (-40, 0)]:
        assert binary_cross_entropy.from_scores([z], [y]) == pytest.approx(
            4.248354255291589e-18, rel=1e-14, abs=0
        )


def test_gradient_at_a_subnormal_probability_is_infinite_without_a_warning():
    assert binary_cross_entropy.gradient(sigmoid([-740.0]), [1]).tolist() == [-np.inf]
    assert cross_entropy.gradient([[1e-320, 1.0]], [0]).tolist() == [[-np.inf, 0]]


# ---- one-hot targets


def test_one_hot_targets_equal_class_numbers(rng):
    z, labels = rng.normal(size=(6, 3)), np.array([0, 1, 2, 2, 1, 0])
    rows = one_hot(labels, 3)
    assert rows.tolist() == np.eye(3)[labels].tolist()
    assert one_hot(rows, 3) is rows
    assert cross_entropy.from_scores(z, rows) == cross_entropy.from_scores(z, labels)
    assert cross_entropy(softmax(z), rows) == cross_entropy(softmax(z), labels)


def test_soft_targets_are_weighted():
    y_hat = np.array([[0.5, 0.5], [0.25, 0.75]])
    y = np.array([[0.5, 0.5], [0.25, 0.75]])
    assert cross_entropy(y_hat, y) == pytest.approx(-np.sum(y * np.log(y_hat)) / 2, rel=1e-15)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 3], "y holds the label 3, but with 3 outputs the labels must be .* from 0 to 2"),
        ([-1, 0], "y holds the label -1"),
        ([0, 0.5], "y holds the label 0.5"),
        ([0, np.nan], "y holds the label nan"),
        ([0, 1, 2], r"y has shape \(3,\), but one target for each of 2 examples"),
        ([[1, 0], [0, 1]], r"y has shape \(2, 2\), but rows of 3 probabilities"),
        ([[0.5, 0.5, 0.5], [1, 0, 0]], "y has shape .* that sum to 1"),
        ([[2, -1, 0], [1, 0, 0]], "y has shape .* probabilities that sum to 1"),
        (np.zeros((2, 2, 3)), r"y has shape \(2, 2, 3\), but class numbers"),
        (1, r"y has shape \(\), but class numbers"),
    ],
)
def test_cross_entropy_refuses_targets(y, message):
    for f in (cross_entropy, cross_entropy.gradient, cross_entropy.from_scores):
        with pytest.raises(ValueError, match=f"^{message}"):
            f([[0.2, 0.3, 0.5], [0.2, 0.3, 0.5]], y)


# ---- what is refused


@pytest.mark.parametrize("loss", [squared_error, binary_cross_entropy], ids=repr)
@pytest.mark.parametrize(
    ("y_hat", "y"),
    [([0.5, 0.5], [1]), ([0.5, 0.5], [[1], [0]]), ([], []), (0.5, 1), ([[]], [[]])],
)
def test_shapes_that_do_not_fit_are_refused(loss, y_hat, y):
    for f in (loss, loss.gradient):
        with pytest.raises(ValueError, match=r"y_hat has shape .* and y has shape .* same shape"):
            f(y_hat, y)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=repr)
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(loss, bad):
    with pytest.raises(ValueError, match=r"^y_hat holds (nan|inf) at index \(0, 1\)"):
        loss([[0.5, bad]], [[1, 0]])


@pytest.mark.parametrize("bad", [-0.1, 1.1])
def test_probabilities_outside_the_unit_interval_are_refused(bad):
    with pytest.raises(ValueError, match=rf"y_hat holds {bad}, outside \[0, 1\]; .*from_scores"):
        binary_cross_entropy([0.5, bad], [0, 1])
    with pytest.raises(ValueError, match=rf"y_hat holds {bad}, outside \[0, 1\]; .*from_scores"):
        cross_entropy([[0.5, bad]], [0])
    for f in (binary_cross_entropy, binary_cross_entropy.from_scores):
        with pytest.raises(ValueError, match=rf"y holds {bad}, outside \[0, 1\]; recode"):
            f([0.5, 0.5], [0, bad])


def test_errors_about_scores_name_z():
    with pytest.raises(ValueError, match=r"^z holds nan"):
        binary_cross_entropy.from_scores([np.nan], [1])
    with pytest.raises(ValueError, match=r"^z has shape \(2,\) and y has shape \(1,\)"):
        binary_cross_entropy.from_scores([1, 2], [1])
    with pytest.raises(ValueError, match=r"^z holds inf"):
        cross_entropy.from_scores([[np.inf, 0]], [1])
    with pytest.raises(ValueError, match=r"^z has shape \(2,\), but cross_entropy needs one row"):
        cross_entropy.from_scores([1, 2], [1])


def test_names():
    assert list(LOSSES) == ["squared_error", "binary_cross_entropy", "cross_entropy"]
    assert repr(cross_entropy) == "<loss cross_entropy>"
    assert all(loss.formula for loss in LOSSES.values())
