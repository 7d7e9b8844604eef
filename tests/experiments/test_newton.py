"""Newton's method goes where gradient descent goes, in less time."""

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.experiments.random_features import fit_logistic_newton
from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient

X, Y = datasets.moons(80, seed=2)


def test_it_goes_where_gradient_descent_goes():
    standard = datasets.standardise(X)
    slow = fit_logistic(standard, Y, step_size=2.0, max_steps=5000, tolerance=1e-9, l2=0.01)
    fast = fit_logistic_newton(standard, Y, l2=0.01)
    np.testing.assert_allclose(fast.theta, slow.neuron.theta, atol=1e-5)


def test_the_gradient_is_zero_where_it_stops():
    neuron = fit_logistic_newton(datasets.standardise(X), Y, l2=0.1)
    _, gradient = logistic_loss_and_gradient(neuron, datasets.standardise(X), Y, 0.1)
    assert np.linalg.norm(gradient) < 1e-6


def test_units_and_constant_features_do_not_matter():
    plain = fit_logistic_newton(X, Y)
    other = fit_logistic_newton(np.column_stack([1000 * X + 5, np.full(len(X), 7.0)]), Y)
    np.testing.assert_allclose(other.w, [*plain.w / 1000, 0], rtol=1e-6)
    np.testing.assert_allclose(plain(X), other(np.column_stack([1000 * X + 5, X[:, 0]])), atol=1e-6)


def test_separable_classes_get_finite_weights():
    neuron = fit_logistic_newton([[-1.0], [1.0]], [0, 1], l2=1e-3)
    assert 1 < neuron.w[0] < 10


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((X[:0], Y[:0]), "X"),
        ((X, Y[:-1]), "y"),
        ((X, Y + 1), "y"),
        ((X, Y, 0.0), "l2"),
        ((X, Y, np.nan), "l2"),
    ],
)
def test_bad_input_is_refused(arguments, name):
    with pytest.raises(ValueError, match=name):
        fit_logistic_newton(*arguments)
