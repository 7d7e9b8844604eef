"""The landscape of a loss: J(θ + a u + c v), along two directions u and v.

Taught in Part 3, training. A network has far more parameters than a page has dimensions, so
we look at one plane in parameter space. What we see depends on the plane, so such pictures
need caution (Goodfellow, Vinyals and Saxe 2015; Li et al. 2018).
"""

from copy import deepcopy
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network


def loss_grid(network, X, y, u, v, a, c):
    """Return J(θ + a u + c v) on a grid around the network's θ.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`.
    u, v : array_like, shape (m,)
        Two directions.
    a, c : array_like, shapes (p,) and (q,)
        Coefficients of u and v.

    Returns
    -------
    ndarray, shape (q, p)
        One row for each c.
    """
    there, losses = deepcopy(network), np.empty((len(c), len(a)))
    for (i, j), _ in np.ndenumerate(losses):
        there.theta[:] = network.theta + a[j] * u + c[i] * v
        losses[i, j] = there.loss(X, y)
    return losses


def random_direction(network, rng):
    """Return a random direction that changes every neuron in proportion to its weights.

    Each neuron's weights, and each layer's biases, are drawn from a normal distribution and
    scaled to the norm that they have in the network. Otherwise a unit step would be small for a
    layer with large weights and large for one with small weights, although both may compute the
    same function ("filter normalisation", Li et al. 2018).

    Parameters
    ----------
    network : Network
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape of `theta`
    """
    direction = rng.standard_normal(network.theta.size)
    for (dW, db), layer in zip(network.views(direction), network.layers, strict=True):
        lengths = np.linalg.norm(layer.W, axis=1) / np.linalg.norm(dW, axis=1)
        dW *= lengths[:, None]
        db *= np.linalg.norm(layer.b) / np.linalg.norm(db)
    return direction


def principal_directions(thetas):
    """Return the two directions in which a path extends farthest from its last point.

    Parameters
    ----------
    thetas : array_like, shape (T + 1, m)
        A path, such as `Path.thetas`.

    Returns
    -------
    ndarray, shape (2, m)
        Orthonormal vectors; the path begins on their positive side.

    Notes
    -----
    Principal component analysis of the differences from the last point (Li et al. 2018).
    """
    R = np.linalg.qr(thetas - thetas[-1], mode="r")  # the same directions, from fewer rows
    *_, directions = np.linalg.svd(R, full_matrices=False)
    directions = directions[:2]
    begins = directions @ (thetas[0] - thetas[-1])
    return directions * np.where(begins < 0, -1, 1)[:, None]


def project(thetas, centre, u, v):
    """Project points onto the plane through `centre` along u and v.

    Parameters
    ----------
    thetas : array_like, shape (T, m)
    centre, u, v : array_like, shape (m,)

    Returns
    -------
    coordinates : ndarray, shape (T, 2)
        (a, c) of the nearest point in the plane.
    share : float
        Fraction of the sum of squared distances from `centre` that the plane captures.
    """
    away = np.asarray(thetas) - centre
    plane = np.column_stack([u, v])
    coordinates = away @ np.linalg.pinv(plane).T
    whole = np.sum(away**2)
    return coordinates, float(np.sum((coordinates @ plane.T) ** 2) / whole) if whole else 1.0


# ---- planes around trained networks, for a live figure -----------------------------------------

STEPS, STEP_SIZE = 600, 0.5
SIDE = np.linspace(-1, 1, 51)  # coordinates along each side of the landscape
HIDDEN = {"4": (4,), "8": (8,), "8, 8": (8, 8)}
REACH = 0.85  # how far the path reaches in its own plane; the panel ends at 1


class Plane(NamedTuple):
    """What the figure needs for one setting; ``theta`` is the trained θ, at (0, 0)."""

    theta: np.ndarray
    u: np.ndarray
    v: np.ndarray
    losses: np.ndarray
    way: np.ndarray
    share: float
    final: float


@lru_cache(maxsize=128)
def plane(directions, hidden, seed):
    """Train a network, choose two directions, and compute the loss on the grid.

    Parameters
    ----------
    directions : {"random", "path"}
    hidden : str
        A key of `HIDDEN`.
    seed : int
    """
    path, network = trained(hidden, seed), _network(hidden, seed)
    network.theta[:] = path.thetas[-1]
    u, v = two_directions(directions, network, path.thetas, seed)
    losses = loss_grid(network, *moons(), u, v, SIDE, SIDE)
    way, share = project(path.thetas, network.theta, u, v)
    return Plane(network.theta.copy(), u, v, losses, way, share, path.losses[-1])


def two_directions(directions, network, thetas, seed):
    """Return u and v, scaled for a panel that ends at a, c = ±1."""
    rng = np.random.default_rng([seed, 1])
    if directions == "path":
        unit = principal_directions(thetas)
        way, _ = project(thetas, network.theta, *unit)
        return unit * np.abs(way).max() / REACH  # one scale for both preserves angles
    u, v = random_direction(network, rng), random_direction(network, rng)
    # Make v orthogonal to u; in many dimensions, two random directions nearly are.
    length = np.linalg.norm(v)
    v = v - (v @ u) / (u @ u) * u
    return u, v * length / np.linalg.norm(v)


def place(plane, hidden, a, c):
    """Return the network at (a, c), its loss and how many examples it gets right."""
    X, y = moons()
    network = _network(hidden, 0)
    network.theta[:] = plane.theta + a * plane.u + c * plane.v
    return network, network.loss(X, y), int(np.sum(network.predict(X) == y))


@lru_cache(maxsize=128)
def trained(hidden, seed):
    """Return the path of full-batch gradient descent."""
    network = _network(hidden, seed)
    f = objective(network, *moons())
    return gradient_descent(f, network.theta, STEP_SIZE, max_steps=STEPS, tolerance=0)


@cache
def moons():
    """Return the standardised moons and their classes."""
    X, y = datasets.moons(n=200, noise=0.15, seed=0)
    return datasets.standardise(X), y


def _network(hidden, seed):
    return Network([2, *HIDDEN[hidden], 1], "tanh", "sigmoid", seed=seed)
