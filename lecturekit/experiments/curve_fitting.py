"""Curves from one hidden layer, and from several that fold: Part 2, representation."""

import numpy as np

from lecturekit.activations import relu
from lecturekit.checks import vector


def hinge_weights(knots, values):
    """Return the network of hinges that passes through given points.

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
        raise ValueError("knots must be two or more, ascending.")
    slopes = np.diff(values) / np.diff(knots)
    return np.diff(slopes, prepend=0.0), float(values[0])


def hinges(x, knots, weights):
    """Return c_k relu(x − t_k) for each knot t_k with its weight c_k, shape (m, n)."""
    knots, weights = np.asarray(knots, float), np.asarray(weights, float)
    return weights[:, None] * relu(x - knots[:, None])


def steps(x, edges):
    """Return the outputs of neurons that step from 0 to 1 at each edge, shape (m, n)."""
    return (x >= np.asarray(edges, float)[:, None]).astype(float)


def fold(x):
    """Return |2x − 1| as a layer of two ReLU neurons computes it: [0, 1] folded in the middle.

    |u| = relu(u) + relu(−u). Telgarsky (2016) and Montúfar et al. (2014) for the argument that
    depth doubles the number of linear pieces with every fold.
    """
    u = 2 * np.asarray(x, float) - 1
    return relu(u) + relu(-u)


def unfold(y, depth):
    """Return all x in [0, 1] that `depth` folds send to y."""
    x = np.array([y])
    for _ in range(depth):
        x = np.concatenate([(1 - x) / 2, (1 + x) / 2])
    return x
