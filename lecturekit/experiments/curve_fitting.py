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
from lecturekit.checks import vector
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network

PETAL_LENGTH = "petal length (cm)"


def hinge_weights(knots, values):
    """Return the weights of a sum of hinges that passes through given points.

    Parameters
    ----------
    knots : array_like, shape (m,)
        Ascending.
    values : array_like, shape (m,)

    Returns
    -------
    weights : ndarray, shape (m − 1,)
        Weight c_k of relu(x − knots[k]): the change of slope at that knot.
    offset : float
        The value at the first knot, from which the curve starts.
    """
    knots, values = vector(knots, "knots"), vector(values, "values", np.size(knots))
    if len(knots) < 2 or np.any(np.diff(knots) <= 0):
        raise ValueError(f"knots is {knots}, but two or more ascending numbers are needed.")
    slopes = np.diff(values) / np.diff(knots)
    return np.diff(slopes, prepend=0.0), float(values[0])


def hinges(x, knots, weights):
    """Return c_k relu(x − t_k) for each knot t_k and its weight c_k, shape (m, n)."""
    knots, weights = np.asarray(knots, float), np.asarray(weights, float)
    return weights[:, None] * relu(x - knots[:, None])


def steps(x, edges):
    """Return the outputs of neurons that step from 0 to 1 at each edge, shape (m, n)."""
    return (x >= np.asarray(edges, float)[:, None]).astype(float)


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


# ---- one hidden layer by width, for the live figure --------------------------------------------

WIDTHS = (2, 4, 6, 8, 12, 16, 24, 32)
KINDS = ("bumps", "hinges")
JUST_BEFORE = 1e-9
CURVES = {
    "wave": lambda x: np.sin(2 * np.pi * x**2),
    "tent": lambda x: 1 - 2 * np.abs(2 * x - 1),
    "jump": lambda x: np.where(x < 0.5, -0.8, 0.8),
}


class Fit(NamedTuple):
    """A network with one hidden layer: each neuron's output times its weight, and the sum.

    ``x`` has shape (n,); ``parts`` has one row per neuron; ``weights`` one entry for each bump or
    hinge, and ``places`` the x where each starts; ``total`` is the sum, ``goal`` the curve.
    """

    x: np.ndarray
    parts: np.ndarray
    weights: np.ndarray
    places: np.ndarray
    total: np.ndarray
    goal: np.ndarray

    def worst(self):
        """Return the largest error, and the first x at which it is reached."""
        errors = np.abs(self.total - self.goal)
        i = int(np.argmax(errors > errors.max() - 1e-6))
        return float(errors[i]), float(self.x[i])


def fit_curve(curve, kind, p, k=1, shift=0.0):
    """Build a curve on [0, 1] from p hidden neurons; with one input, no training is needed.

    Parameters
    ----------
    curve : str
        A key of `CURVES`.
    kind : {"bumps", "hinges"}
        p / 2 bumps, each one step up and one step down, as high as the curve at its midpoint;
        or p ReLU hinges, whose sum passes through p + 1 points of the curve.
    p : int
        Even.
    k : int
        Which bump or hinge has its weight shifted, from 1; the last one, if there are fewer.
    shift : float
        Added to that weight.

    Returns
    -------
    Fit
    """
    function, bumps = CURVES[curve], kind == "bumps"
    edges = np.linspace(0, 1, (p // 2 if bumps else p) + 1)
    # Also just left of each edge, where a sum of steps is farthest from the curve.
    x = np.union1d(np.linspace(0, 1, 481)[:-1], np.append(edges[1:], 0.5) - JUST_BEFORE)
    if bumps:
        weights, offset = np.array(function((edges[:-1] + edges[1:]) / 2), float), 0.0
    else:
        weights, offset = hinge_weights(edges, function(edges))
    weights[min(k, len(weights)) - 1] += shift
    if bumps:
        ups, downs = steps(x, edges[:-1]), steps(x, edges[1:])
        parts = np.concatenate([weights[:, None] * ups, -weights[:, None] * downs])
    else:
        parts = hinges(x, edges[:-1], weights)
    return Fit(x, parts, weights, edges[:-1], offset + parts.sum(axis=0), function(x))


@cache
def errors_by_width(curve, kind):
    """Return the largest error for each of the `WIDTHS`, with no weight shifted."""
    return np.array([fit_curve(curve, kind, p).worst()[0] for p in WIDTHS])


# ---- the same network under different activations ----------------------------------------------

POINTS = np.linspace(-1, 1, 41)
TARGETS = np.sin(np.pi * POINTS)
# Where hidden neuron k switches. Each further one is added to the others: J cannot rise.
PLACES = np.array([0, -0.5, 0.5, -0.75, 0.75, -0.25, 0.25, -0.875, 0.875])
STEEPNESS = 8.0


def hidden_outputs(activation, p, x):
    """Return the outputs σ(8 (x − t_k)) of p hidden neurons, shape (p, n)."""
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
