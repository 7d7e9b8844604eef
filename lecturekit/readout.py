"""Networks whose hidden neurons are random: only the output neuron is fitted.

Taught in Part 2, section 16, before backpropagation: to the output neuron the hidden outputs
are features like any others, so fitting it is the logistic regression of Part 1. Known as
random features (Rahimi and Recht, 2008, "Weighted sums of random kitchen sinks") or as an
extreme learning machine.
"""

import numpy as np

from lecturekit.checks import binary_labels, number, whole_number
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network


def random_network(p, seed=0, spread=2.0):
    """Return a network 2 → p → 1 of random tanh neurons, whose output neuron is still random.

    Parameters
    ----------
    p : int
        Number of hidden neurons, at least 1.
    seed : int
    spread : float
        Standard deviation of the hidden weights and biases, greater than 0. Without random
        biases all lines z = 0 would pass through the origin.
    """
    p, rng = whole_number(p, "p"), np.random.default_rng(whole_number(seed, "seed", at_least=0))
    spread = number(spread, "spread", above=0)
    network = Network([2, p, 1], "tanh", output="sigmoid", seed=seed)
    network.layers[0].W[:] = rng.normal(0, spread, (p, 2))
    network.layers[0].b[:] = rng.normal(0, spread, p)
    return network


def fit_output(network, X, y, step_size=0.5, max_steps=3000):
    """Fit the last layer of a network by logistic regression; change nothing else.

    Parameters
    ----------
    network : Network
        With one output and "binary_cross_entropy". Its last W and b are overwritten.
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Labels 0 and 1.
    step_size : float
    max_steps : int

    Returns
    -------
    Descent
        What `lecturekit.logistic.fit_logistic` says about the way there.

    Raises
    ------
    ValueError
        If the network has another kind of output, or X and y do not fit.
    """
    if network.loss_name != "binary_cross_entropy" or network.sizes[-1] != 1:
        raise ValueError(
            f"network has {network.sizes[-1]} outputs and loss {network.loss_name!r}, but "
            "logistic regression needs one output and 'binary_cross_entropy'; make it with "
            "Network([…, 1], output='sigmoid')."
        )
    trace = network.forward(X)
    hidden = trace.outputs[-2]
    descent = fit_logistic(hidden, binary_labels(y, len(hidden)), step_size, max_steps)
    last = network.layers[-1]
    last.W[:], last.b[:] = descent.neuron.w, descent.neuron.b
    return descent
