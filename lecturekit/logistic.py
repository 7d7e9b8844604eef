"""Logistic regression: a neuron with a sigmoid, trained by gradient descent.

Taught in Part 1, logistic regression as a neuron. The objective is the mean cross-entropy, with
an optional penalty on the weights but not on the bias, as in scikit-learn::

    J(θ) = (1/n) Σᵢ [yᵢ softplus(−zᵢ) + (1 − yᵢ) softplus(zᵢ)] + (λ/2)‖w‖²,   zᵢ = wᵀxᵢ + b
"""

from dataclasses import dataclass

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.checks import binary_labels, feature_matrix, number, vector, with_ones
from lecturekit.gradient_descent import Path, gradient_descent
from lecturekit.losses import binary_cross_entropy
from lecturekit.neuron import Neuron


@dataclass(frozen=True, repr=False)
class Descent(Path):
    """What gradient descent did: the path it took, and the fitted neuron.

    Attributes
    ----------
    thetas : ndarray, shape (T + 1, d + 1)
        Every iterate; a row is (w₁, …, w_d, b).
    losses : ndarray, shape (T + 1,)
    stopped : str
        As in `Path`.
    neuron : Neuron
        A sigmoid neuron with the last iterate as its θ.
    """

    neuron: Neuron


def logistic_loss_and_gradient(neuron, X, y, l2=0.0):
    """Return J and its gradient for a sigmoid neuron.

    Parameters
    ----------
    neuron : Neuron
        With the activation "sigmoid".
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Labels 0 and 1.
    l2 : float
        The λ of the penalty, at least 0.

    Returns
    -------
    J : float
    gradient : ndarray, shape (d + 1,)
        Shaped like ``neuron.theta``: the d weights first, the bias last.
    """
    if neuron.activation.name != "sigmoid":
        raise ValueError(
            f"the neuron's activation is {neuron.activation.name!r}, but logistic regression "
            "needs 'sigmoid': Neuron(w, b, activation='sigmoid')."
        )
    X, y, l2 = _problem(X, y, l2, features=neuron.w.size)
    return _loss_and_gradient(neuron.theta, X, y, l2)


def fit_logistic(X, y, step_size=1.0, max_steps=1000, tolerance=1e-6, l2=0.0, start=None):
    """Fit a sigmoid neuron by gradient descent, θ⁽ᵗ⁾ = θ⁽ᵗ⁻¹⁾ − α ∇J(θ⁽ᵗ⁻¹⁾).

    Parameters
    ----------
    X : array_like, shape (n, d)
        Standardised features make it converge faster.
    y : array_like, shape (n,)
        Labels 0 and 1.
    step_size : float
        α, greater than 0.
    max_steps : int
        Stop after at most this many steps.
    tolerance : float
        Stop as soon as ‖∇J(θ)‖ is at most this.
    l2 : float
        The λ of the penalty (λ/2)‖w‖², at least 0.
    start : array_like, shape (d + 1,), optional
        θ⁽⁰⁾; by default zeros.

    Returns
    -------
    Descent

    Raises
    ------
    ValueError
        For an empty X, NaN or infinity, labels other than 0 and 1, shapes that do not
        match, or a step size that is not positive.
    """
    X, y, l2 = _problem(X, y, l2)
    m = X.shape[1]
    start = np.zeros(m) if start is None else vector(start, "start", m)
    path = gradient_descent(
        lambda theta: _loss_and_gradient(theta, X, y, l2), start, step_size, max_steps, tolerance
    )
    neuron = Neuron(path.thetas[-1][:-1], path.thetas[-1][-1])
    return Descent(path.thetas, path.losses, path.stopped, neuron)


def _problem(X, y, l2, features=None):
    X = feature_matrix(X, features, taker="this neuron")
    return with_ones(X), binary_labels(y, len(X)), number(l2, "l2", at_least=0)


def _loss_and_gradient(theta, X, y, l2):
    z = X @ theta
    penalised = np.append(theta[:-1], 0.0)  # not the bias
    J = np.mean(binary_cross_entropy.of_scores(z, y)) + l2 / 2 * penalised @ penalised
    return float(J), X.T @ (sigmoid(z) - y) / len(y) + l2 * penalised
