"""A straight line and a sigmoid, fitted to the targets 0 and 1 (Part 1, logistic regression)."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.activations import sigmoid
from lecturekit.logistic import fit_logistic

PETAL_LENGTH = "petal length (cm)"


class Fit(NamedTuple):
    """A curve fitted to flowers, and the decision it makes: setosa where it is at least ½.

    Attributes
    ----------
    curve : callable
        Maps petal lengths to the fitted values.
    boundary : float
        The petal length, in cm, at which the curve passes ½.
    wrong : ndarray of float
        Petal lengths of the flowers on the wrong side of the boundary.
    """

    curve: Callable
    boundary: float
    wrong: np.ndarray


def line_and_sigmoid(negative=None):
    """Fit both curves to the petal lengths of setosa (1) and of other irises (0).

    The line is the least-squares line; the sigmoid is 1,000 steps of gradient descent on the
    cross-entropy, with step size 1.

    Parameters
    ----------
    negative : str, optional
        The species with target 0, "versicolor" or "virginica"; both when left out.

    Returns
    -------
    (Fit, Fit)
        The line, then the sigmoid.
    """
    X, y = datasets.iris("setosa", negative, PETAL_LENGTH)
    x = X[:, 0]
    slope, offset = np.polyfit(x, y, 1)
    w, b = fit_logistic(X, y, max_steps=1000, tolerance=0).thetas[-1]
    line, curve = lambda at: slope * at + offset, lambda at: sigmoid(w * at + b)
    fits = ((line, (0.5 - offset) / slope), (curve, -b / w))
    return tuple(Fit(f, float(cut), x[(f(x) >= 0.5) != y]) for f, cut in fits)
