"""Logistic regression by Newton's method: few steps, fast enough to follow a slider.

The objective is that of Part 1, section 7. Gradient descent (`lecturekit.logistic`) would need
thousands of steps where the features are alike; Newton's method uses the second derivatives, too,
and needs about ten (Boyd and Vandenberghe 2004, section 9.5). Nothing else in the lectures uses
them, because their number grows with the square of the number of parameters. The live figure of
random networks in Part 2, section 16, fits its output neuron with it.
"""

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.checks import binary_labels, feature_matrix, number
from lecturekit.logistic import logistic_loss_and_gradient
from lecturekit.neuron import Neuron

MOST_STEPS = 50
CONVERGED = 1e-10  # a step that lowers J by less is the last


def fit_logistic_newton(X, y, l2=1e-3):
    """Fit a sigmoid neuron to features of any scale.

    Parameters
    ----------
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Labels 0 and 1.
    l2 : float
        The λ of (λ/2)‖w‖², greater than 0, where w belongs to the standardised features. It
        keeps the weights finite where the classes are separable.

    Returns
    -------
    Neuron
        For X as it is, not standardised.

    Raises
    ------
    ValueError
        For an empty X, NaN or infinity, labels other than 0 and 1, shapes that do not fit
        together, a penalty that is not positive.
    """
    X = feature_matrix(X)
    y, l2 = binary_labels(y, len(X)), number(l2, "l2", above=0)
    centre, spread = X.mean(axis=0), X.std(axis=0)
    # A feature that never varies is left out: it would only repeat the bias.
    useful = spread > 1e-9 * max(1.0, np.abs(X).max())
    spread = np.where(useful, spread, 1.0)
    neuron = _fit_standardised(np.where(useful, (X - centre) / spread, 0.0), y, l2)
    w = np.where(useful, neuron.w / spread, 0.0)
    return Neuron(w, float(neuron.theta[-1] - w @ centre))


def _fit_standardised(X, y, l2):
    neuron = Neuron(np.zeros(X.shape[1]))
    loss, gradient = logistic_loss_and_gradient(neuron, X, y, l2)
    ones = np.column_stack([X, np.ones(len(y))])
    ridge = np.diag([*[l2] * X.shape[1], 1e-12])
    for _ in range(MOST_STEPS):
        p = sigmoid(ones @ neuron.theta)
        curvature = (ones * (p * (1 - p))[:, None]).T @ ones / len(y) + ridge
        step, shorter = np.linalg.solve(curvature, gradient), 1.0
        while shorter > 1e-6:  # a step that does not go down is halved
            theta = neuron.theta - shorter * step
            trial = Neuron(theta[:-1], theta[-1])
            there, slope = logistic_loss_and_gradient(trial, X, y, l2)
            if there <= loss:
                break
            shorter /= 2
        else:
            break
        arrived = loss - there < CONVERGED
        neuron, loss, gradient = trial, there, slope
        if arrived:
            break
    return neuron
