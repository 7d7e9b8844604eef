"""A small network for gradient checks, and the ways in which such a check can fail.

Taught in Part 3, checking a gradient: a step too large or too small, a bug, a kink.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from lecturekit.gradcheck import (
    RIGHT,
    STEPS,
    TOLERANCE,
    check_gradient,
    difference_quotients,
    relative_error,
)
from lecturekit.network import Network

BUGS = {
    "none": "none",
    "transposed": "dW₂ transposed",
    "mean": "mean over n forgotten",
    "slope": "factor tanh′ forgotten",
    "sign": "sign: y − ŷ",
}
# By how much the bias of one neuron is lowered: its z for X[0] is 0.5, 2^-12 or exactly 0.
KINKS = {"off": 0.0, "near": 0.5 - 2.0**-12, "on": 0.5}
# Numbers that float32 represents exactly, so z is exactly 0 there in both precisions.
THETA = np.array(
    [1.0, -0.5, -0.75, 1.25, 0.5, 0.375, 1.25, -0.75, 0.5, 1.0, 0.125, -0.25, 1.5, -1.25, 0.25]
)
X = np.array([[0.5, 1.0], [1.0, -0.5], [-1.0, 0.75], [-0.75, -1.0]])
Y = np.array([1.0, 0.0, 0.0, 1.0])


class Check(NamedTuple):
    """The result of a check; ``apart`` marks the derivatives that visibly differ."""

    gradient: np.ndarray
    numerical: np.ndarray
    error: float
    apart: np.ndarray
    verdict: str


def check(h, precision, kind, bug, kink):
    """Check the gradient of the lab's network, with a planted bug or without.

    Parameters
    ----------
    h : float
        One of `lecturekit.gradcheck.STEPS`.
    precision : {"float64", "float32"}
    kind : {"central", "forward"}
    bug : str
        A key of `BUGS`.
    kink : {"off", "near", "on"}
        Whether one neuron has z = 0.00024, or z = 0, for one example.

    Returns
    -------
    Check
        Its error is the largest relative error of a derivative; its verdict is `RIGHT`, `WRONG`,
        `KINK`, "kink crossed", "h too large", or "h too small".
    """
    gradient = _gradient(precision, bug, kink)
    numerical = _quotients(precision, kind, kink)[int(np.argmin(np.abs(STEPS - h)))]
    error = relative_error(gradient, numerical).max()
    # In a picture, a difference counts if it is visible on the scale of the whole gradient.
    apart = np.abs(gradient - numerical) > 0.01 * np.abs(gradient).max()
    best = STEPS[np.argmin(errors(precision, kind, bug, kink))]
    verdict = _verdict(precision, bug, kink)
    if verdict == RIGHT and error > TOLERANCE[precision]:
        verdict = "h too large" if h > best else "h too small"
        if kink == "near" and kind == "central" and h > 2.0**-12:
            verdict = "kink crossed"
    return Check(gradient, numerical, error, apart, verdict)


def lab_network(precision, kink):
    """Return the 2-2-2-1 network, with its first neuron near its kink or on it for X[0]."""
    network = Network([2, 2, 2, 1], ["relu", "tanh"], "sigmoid", dtype=precision)
    network.theta[:] = THETA
    network.layers[0].b[0] -= KINKS[kink]
    return network


def planted(network, X, y, bug="none"):
    """Return dJ/dθ of the lab's network, from a backward pass with one of the `BUGS`."""
    Z, A = network.forward(X)
    delta = A[-1] - network.targets(y, len(X)).astype(network.theta.dtype)
    if bug != "mean":
        delta = delta / len(X)
    if bug == "sign":
        delta = -delta
    gradient = np.empty_like(network.theta)
    for i in (2, 1, 0):
        dW, db = network.views(gradient)[i]
        dW[:] = A[i].T @ delta if bug == "transposed" and i == 1 else delta.T @ A[i]
        db[:] = delta.sum(axis=0)
        if i > 0:
            delta = delta @ network.layers[i].W
            if not (bug == "slope" and i == 2):
                delta = delta * network.layers[i - 1].activation.derivative(Z[i - 1])
    return gradient


@cache
def errors(precision, kind, bug, kink):
    """Return the largest relative error of a derivative for each of `STEPS`."""
    gradient = _gradient(precision, bug, kink)
    return relative_error(gradient, _quotients(precision, kind, kink)).max(axis=1)


@cache
def _quotients(precision, kind, kink):
    """Return the difference quotients of all parameters, one row for each of `STEPS`."""
    network = lab_network(precision, kink)

    def f(theta):
        network.theta[:] = theta
        return network.theta.dtype.type(network.loss(X, Y))

    theta = network.theta.copy()
    return np.array([difference_quotients(f, theta, h, kind) for h in STEPS]).astype(float)


@cache
def _gradient(precision, bug, kink):
    return planted(lab_network(precision, kink), X, Y, bug).astype(float)


@cache
def _verdict(precision, bug, kink):
    network = lab_network(precision, kink)
    return check_gradient(network, X, Y, planted(network, X, Y, bug)).verdict
