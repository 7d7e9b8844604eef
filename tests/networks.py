"""The networks that are tried in several files: every activation, output and loss."""

import numpy as np

from lecturekit.activations import ACTIVATIONS
from lecturekit.network import Network

HIDDEN = sorted(set(ACTIVATIONS) - {"softmax"})
OUTPUTS = [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
OUTPUTS += [(output, "squared_error") for output in HIDDEN]


def problem(activation="tanh", output="sigmoid", loss=None, dtype=float):
    """Return a network with biases, inputs, and targets that suit its loss."""
    rng = np.random.default_rng(1)
    network = Network([2, 3, 3, 2], activation, output, loss, dtype=dtype)
    network.theta += rng.normal(scale=0.3, size=network.theta.size).astype(dtype)
    X = rng.normal(size=(5, 2))
    if network.loss_name == "cross_entropy":
        return network, X, rng.integers(0, 2, 5)
    return network, X, rng.integers(0, 2, (5, 2)).astype(float)
