"""Vanishing and exploding signals: how large they are in every layer of a deep network.

Taught in Part 3, training. Outputs pass forward and deltas backward through one layer after
another, and each layer multiplies their size by a factor. If the factors are below 1, the signals
vanish; above 1, they explode (Hochreiter 1991; Glorot and Bengio 2010; He et al. 2015).
"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.checks import choice, number, whole_number
from lecturekit.network import Network

# Variance of the weights of p neurons with d inputs.
INITIALISATIONS = {
    "small": lambda p, d: 0.01**2,
    "Glorot": lambda p, d: 2 / (d + p),
    "He": lambda p, d: 2 / d,
    "large": lambda p, d: 1.0,
}


class Signals(NamedTuple):
    """How large the signals are in each of the L layers, the output layer last.

    Attributes
    ----------
    spreads : ndarray, shape (L,)
        Standard deviation of the layer's outputs, over all neurons and examples.
    deltas : ndarray, shape (L,)
        Norm of dJ/dZ_l, the layer's delta for all examples.
    """

    spreads: np.ndarray
    deltas: np.ndarray


def deep_network(
    depth, width, inputs, outputs=1, activation="tanh", initialisation="Glorot", scale=1.0, seed=0
):
    """Return a network with equally wide hidden layers and initial weights of a chosen size.

    Parameters
    ----------
    depth, width : int
        Number of hidden layers, and of neurons in each.
    inputs, outputs : int
        Number of each. One output gets a sigmoid, several get softmax.
    activation : str
        σ of the hidden layers.
    initialisation : {"small", "Glorot", "He", "large"}
        Standard deviation of the weights of p neurons with d inputs: 0.01, √(2/(d + p)),
        √(2/d), or 1. Biases start at 0.
    scale : float
        Factor that multiplies all weights, at least 0.
    seed : int

    Returns
    -------
    Network

    Notes
    -----
    Glorot and Bengio (2010), He et al. (2015); Part 3, training.
    """
    depth, width = whole_number(depth, "depth"), whole_number(width, "width")
    choice(initialisation, "initialisation", INITIALISATIONS)
    scale = number(scale, "scale", at_least=0)
    sizes = [inputs, *[width] * depth, outputs]
    network = Network(sizes, activation, "sigmoid" if outputs == 1 else "softmax", seed=seed)
    rng = np.random.default_rng(seed)
    for layer in network.layers:
        variance = INITIALISATIONS[initialisation](*layer.W.shape)
        layer.W[:] = scale * np.sqrt(variance) * rng.standard_normal(layer.W.shape)
    return network


def signals(network, X, y):
    """Return how large outputs and deltas are in every layer.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss_and_gradient`.

    Returns
    -------
    Signals
    """
    trace = network.forward(X)
    deltas = [np.linalg.norm(delta) for delta in network.deltas(trace, y)]
    return Signals(np.array([A.std() for A in trace.outputs[1:]]), np.array(deltas))


def factor_per_layer(values):
    """Return the average factor from one layer to the next.

    Parameters
    ----------
    values : array_like, shape (k,)
        One number for each layer.

    Returns
    -------
    float
        The geometric mean; NaN for fewer than two layers or a value not positive and finite.
    """
    values = np.asarray(values, float)
    if len(values) < 2 or not (np.isfinite(values) & (values > 0)).all():
        return float("nan")
    return float(np.exp(np.log(values[-1] / values[0]) / (len(values) - 1)))


# ---- deep networks, for a live figure ----------------------------------------------------------

WIDTH = 32  # neurons in each hidden layer


@lru_cache(maxsize=256)
def measured(depth, activation, initialisation, scale, data, seed):
    """Return the `Signals` of a deep network with 32 neurons per layer on some `examples`."""
    X, y = examples(data)
    outputs = 10 if data == "digits" else 1
    sizes = depth, WIDTH, X.shape[1], outputs
    return signals(deep_network(*sizes, activation, initialisation, scale, seed), X, y)


@cache
def examples(data):
    """Return X and y: 200 standardised handwritten digits, or noise with random labels."""
    if choice(data, "data", ("digits", "noise")) == "digits":
        X, y = datasets.digits()
        return datasets.standardise(X)[:200], y[:200]
    rng = np.random.default_rng(0)
    return rng.standard_normal((200, WIDTH)), rng.integers(0, 2, 200)
