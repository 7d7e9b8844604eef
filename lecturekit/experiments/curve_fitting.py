"""Curves that are fitted: to the targets 0 and 1 (Part 1, logistic regression), and by neurons.

What the activation has to do with it: Part 1, activation functions. A hidden layer bends a curve,
several layers fold it: Part 2, representation.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.activations import ACTIVATIONS, relu, sigmoid
from lecturekit.checks import whole_number
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network

PETAL_LENGTH = "petal length (cm)"


def fold(x):
    """Return |2x − 1| as a layer of two ReLU neurons computes it: [0, 1] folded in half.

    |u| = relu(u) + relu(−u). Montúfar et al. (2014) and Telgarsky (2016) show that every further
    fold doubles the number of linear pieces.
    """
    u = 2 * np.asarray(x, float) - 1
    return relu(u) + relu(-u)


def unfold(y, depth):
    """Return all x in [0, 1] that `depth` folds map to y."""
    x = np.array([y])
    for _ in range(depth):
        x = np.concatenate([(1 - x) / 2, (1 + x) / 2])
    return x


# ---- bumps whose heights are set by hand, for the live figure ------------------------------------

CURVES = {
    "wave": lambda x: np.sin(2 * np.pi * x**2),
    "tent": lambda x: 1 - 2 * np.abs(2 * x - 1),
}
EDGES = np.linspace(0, 1, 6)  # of five bumps: where the six hidden neurons switch on
MIDDLES = (np.arange(1000) + 0.5) / 1000  # where errors are measured: no edge among them


def bump_neurons(heights, steepness, x):
    """Return the outputs of six sigmoid neurons times their output weights, shape (6, n).

    Neuron k is sigmoid(steepness (x − EDGES[k])). Its weight is the height of the bump that
    begins there minus the height of the one that ends.
    """
    weights = np.diff(heights, prepend=0.0, append=0.0)
    return weights[:, None] * sigmoid(steepness * (np.asarray(x) - EDGES[:, None]))


def mean_error(curve, heights, steepness):
    """Return the mean distance between the sum of the bumps and one of the `CURVES` on [0, 1]."""
    total = bump_neurons(heights, steepness, MIDDLES).sum(axis=0)
    return float(np.mean(np.abs(total - CURVES[curve](MIDDLES))))


@cache
def best_of_steps(curve):
    """Return the smallest mean error of five bumps of steps: each as high as a median."""
    values = CURVES[curve](MIDDLES).reshape(len(EDGES) - 1, -1)
    return float(np.mean(np.abs(values - np.median(values, axis=1, keepdims=True))))


# ---- the same network under different activations ----------------------------------------------

POINTS = np.linspace(-1, 1, 41)
TARGETS = np.sin(np.pi * POINTS)
# Where hidden neuron k switches. Each further one is added to the others: J cannot rise.
PLACES = np.array([0, -0.5, 0.5, -0.75, 0.75, -0.25, 0.25, -0.875, 0.875])
STEEPNESS = 8.0


def hidden_outputs(activation, p, x):
    """Return the outputs σ(8 (x − t_k)) of p hidden neurons, at most 9, shape (p, n)."""
    p = whole_number(p, "p", at_most=len(PLACES))
    return ACTIVATIONS[activation](STEEPNESS * (x - PLACES[:p, None]))


@cache
def fit_output_weights(activation, p):
    """Fit the output neuron of a network 1 → p → 1 to 41 points of sin πx, by least squares.

    Returns
    -------
    weights : ndarray, shape (p,)
    bias : float
    loss : float
        J, half the mean squared error.
    """
    columns = np.column_stack([hidden_outputs(activation, p, POINTS).T, np.ones_like(POINTS)])
    # The outputs of identities depend on each other: of all best weights take the smallest.
    theta = np.linalg.lstsq(columns, TARGETS, rcond=1e-9)[0]
    loss = np.mean((columns @ theta - TARGETS) ** 2) / 2
    return theta[:-1], float(theta[-1]), float(loss)


@cache
def learning_curves(activation, depth, step_size, seeds=20, steps=500):
    """Train all layers of a network on the same 41 points, by gradient descent from random weights.

    Returns
    -------
    ndarray, shape (seeds, steps + 1)
        J after each step, of a network with `depth` hidden layers of 16 neurons; infinite once a
        run has diverged.
    """
    curves = np.full((seeds, steps + 1), np.inf)
    for seed, curve in enumerate(curves):
        sizes = [1, *[16] * depth, 1]
        network = Network(sizes, activation, "identity", "squared_error", seed=seed)
        f = objective(network, POINTS[:, None], TARGETS)
        losses = gradient_descent(f, network.theta, step_size, steps, tolerance=0).losses
        curve[: len(losses)] = losses
    return curves


# ---- targets 0 and 1 -----------------------------------------------------------------------------


class DecisionCurve(NamedTuple):
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
    (DecisionCurve, DecisionCurve)
        The line, then the sigmoid.
    """
    X, y = datasets.iris("setosa", negative, PETAL_LENGTH)
    x = X[:, 0]
    slope, offset = np.polyfit(x, y, 1)
    w, b = fit_logistic(X, y, max_steps=1000, tolerance=0).thetas[-1]
    line, curve = lambda at: slope * at + offset, lambda at: sigmoid(w * at + b)
    fits = ((line, (0.5 - offset) / slope), (curve, -b / w))
    return tuple(DecisionCurve(f, float(cut), x[(f(x) >= 0.5) != y]) for f, cut in fits)
