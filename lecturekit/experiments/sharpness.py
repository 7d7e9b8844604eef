"""The largest curvature of J along a training run: the run of Part 3's opening figure, live.

Taught in Part 3, gradient descent. The curvature of J in the direction of a unit vector v is vᵀHv,
where H, the Hessian, holds the second derivatives. Its largest eigenvalue κ is the largest
curvature, also called sharpness; if κ stays below 2/α all along a step, the step lowers J.
"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.activations import sigmoid
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network

HIDDEN, SHARPNESS_STEPS = 8, 200


class Sharpness(NamedTuple):
    """A run of gradient descent: θ and J at every step, κ, and its direction v, ‖v‖ = 1."""

    thetas: np.ndarray
    losses: np.ndarray
    curvatures: np.ndarray
    directions: np.ndarray


@cache
def moons():
    """Return the standardised half-moons of Part 3's opening figure and their classes."""
    X, y = datasets.moons(200, noise=0.12, seed=1)
    return datasets.standardise(X), y


def moons_objective(seed=0):
    """Return J and ∇J of the 2-8-1 network on `moons`, for `gradient_descent`, and its start."""
    network = Network([2, HIDDEN, 1], "tanh", "sigmoid", seed=seed)
    return objective(network, *moons()), network.theta.copy()


@lru_cache(maxsize=64)
def sharpness(step_size, seed):
    """Run `SHARPNESS_STEPS` steps on the moons, and one more for the last J."""
    f, start = moons_objective(seed)
    path = gradient_descent(f, start, step_size, max_steps=SHARPNESS_STEPS + 1, tolerance=0)
    every = [np.linalg.eigh(hessian(theta)) for theta in path.thetas[:-1]]
    directions = np.array([vectors[:, -1] for _, vectors in every])
    # An eigenvector may be reversed: it should not jump from step to step.
    turns = np.sign(np.sum(directions[1:] * directions[:-1], axis=1))
    directions[1:] *= np.cumprod(turns)[:, None]
    return Sharpness(path.thetas, path.losses, np.array([k[-1] for k, _ in every]), directions)


def hessian(theta):
    """Return the second derivatives of J of the 2-8-1 network on `moons`, shape (33, 33).

    By the chain rule, twice: ∂²J/∂θ² is the mean of ŷ(1 − ŷ) g gᵀ + (ŷ − y) ∂²z/∂θ², where z is
    the score of the output neuron and g = ∂z/∂θ. Fast enough for a slider, unlike differences.
    """
    (X, y), p = moons(), HIDDEN
    W, b, v, c = np.split(theta, (2 * p, 3 * p, 4 * p))
    A = np.tanh(X @ W.reshape(p, 2).T + b)
    slopes, y_hat = 1 - A * A, sigmoid(A @ v + c)
    error = ((y_hat - y) / len(y))[:, None]
    ones = np.ones((len(X), 1))
    inputs = np.hstack([X, ones])  # of hidden neuron k: w_k1, w_k2 and b_k multiply these
    places = np.column_stack([np.arange(2 * p).reshape(p, 2), np.arange(2 * p, 3 * p)])
    g = np.empty((len(X), len(theta)))
    g[:, places] = (slopes * v)[:, :, None] * inputs[:, None]
    g[:, 3 * p :] = np.hstack([A, ones])
    H = g.T @ (y_hat * (1 - y_hat) / len(y) * g.T).T
    for k, at in enumerate(places):
        H[np.ix_(at, at)] += inputs.T @ (-2 * error[:, 0] * (A * slopes)[:, k] * v[k] * inputs.T).T
        cross = inputs.T @ (error[:, 0] * slopes[:, k])
        H[at, 3 * p + k] += cross
        H[3 * p + k, at] += cross
    return H
