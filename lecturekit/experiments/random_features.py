"""Networks whose hidden neurons are random: only the output neuron is fitted.

Taught in Part 2, the example, before backpropagation: for the output neuron, the hidden outputs
are features like any others, so fitting it is the logistic regression of Part 1. This is known as
random features (Rahimi and Recht, 2008, "Weighted sums of random kitchen sinks") or as an
extreme learning machine.

`fit_logistic_newton` does the same in few steps, fast enough to follow a slider. Gradient descent
(`lecturekit.logistic`) would need thousands if the features are similar; Newton's method also uses
the second derivatives, and needs about ten (Boyd and Vandenberghe 2004, section 9.5). It does not
scale to large networks: m parameters have m² second derivatives.
"""

from functools import cache

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.checks import binary_labels, number, whole_number, with_ones
from lecturekit.experiments.runs import toy_examples
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient
from lecturekit.network import Network
from lecturekit.neuron import Neuron


def random_network(p, seed=0, spread=2.0):
    """Return a network 2 → p → 1 of random tanh neurons; the output neuron is not yet fitted.

    Parameters
    ----------
    p : int
        Number of hidden neurons, at least 1.
    seed : int
    spread : float
        Standard deviation of the hidden weights and biases, greater than 0. Without biases, all
        lines z = 0 would pass through the origin.
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
        The result of `lecturekit.logistic.fit_logistic`.

    Raises
    ------
    ValueError
        If the network has a different kind of output, or X and y do not match it.
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


def playground_network(data, depth, width, activation, seed, scale, output):
    """Make a network for one of `TOY_DATA`; its hidden layers are not trained.

    Returns
    -------
    Network
        Weights as in `lecturekit.layers`, and biases with the standard deviation 1/√d for a neuron
        with d inputs, all multiplied by `scale`. With ``output="fitted"``, `fit_logistic_newton`
        fits the output neuron.
    """
    network = Network([2, *[width] * depth, 1], activation, "sigmoid", seed=seed)
    rng = np.random.default_rng([seed, 1])
    for layer in network.layers:
        layer.b[:] = rng.standard_normal(layer.neurons) / np.sqrt(layer.inputs)
    network.theta *= scale
    if output == "fitted":
        _fit_output_quickly(network, *toy_examples(data))
    return network


@cache
def fitted_networks(p, trained, data="circles", number=20):
    """Return networks 2 → p → 1 for a toy dataset, which all begin as a `random_network`.

    Parameters
    ----------
    p : int
    trained : bool
        Whether all parameters are trained, by 1,500 steps of gradient descent of size 1, or only
        the output neuron is fitted.
    data : str
        One of `TOY_DATA`.
    number : int
        Of networks: the seeds are 0, 1, ….

    Returns
    -------
    tuple of Network
    """
    X, y = toy_examples(data)
    networks = tuple(random_network(p, seed) for seed in range(number))
    for network in networks:
        if trained:
            f = objective(network, X, y)
            network.theta[:] = gradient_descent(f, network.theta, 1.0, 1500, 0).thetas[-1]
        else:
            _fit_output_quickly(network, X, y, l2=1e-6)  # to be fair, next to no penalty
    return networks


WIDTHS = {False: (1, 2, 3, 4, 8, 16, 32), True: (1, 2, 3, 4, 8)}


def points_right(data="circles", widths=WIDTHS):
    """Return how many of its 200 points each of the `fitted_networks` gets right.

    Parameters
    ----------
    data : str
        One of `TOY_DATA`.
    widths : dict
        The widths p of random hidden layers (key False) and of trained ones (key True).

    Returns
    -------
    dict of str to dict
        For random and for trained hidden layers, a dict from the width to 20 numbers.
    """
    X, y = toy_examples(data)
    return {
        f"hidden layer {'trained' if trained else 'random'}": {
            p: [int(np.sum(net.predict(X) == y)) for net in fitted_networks(p, trained, data)]
            for p in widths[trained]
        }
        for trained in widths
    }


def _fit_output_quickly(network, X, y, l2=1e-3):
    neuron = fit_logistic_newton(network.forward(X).outputs[-2], y, l2)
    network.layers[-1].W[0], network.layers[-1].b[0] = neuron.w, neuron.theta[-1]


MOST_STEPS = 50
CONVERGED = 1e-10  # a step that lowers J by less than this is the last


def fit_logistic_newton(X, y, l2=1e-3):
    """Fit a sigmoid neuron to features of any scale, by Newton's method.

    Parameters
    ----------
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Labels 0 and 1.
    l2 : float
        The λ of (λ/2)‖w‖², greater than 0, where w are the weights of the standardised features.
        It keeps them finite if the classes are separable.

    Returns
    -------
    Neuron
        For the original X, not the standardised one.
    """
    centre, spread = X.mean(axis=0), X.std(axis=0)
    # A constant feature is left out: it would only duplicate the bias.
    useful = spread > 1e-9 * max(1.0, np.abs(X).max())
    spread = np.where(useful, spread, 1.0)
    neuron = _fit_standardised(np.where(useful, (X - centre) / spread, 0.0), y, l2)
    w = np.where(useful, neuron.w / spread, 0.0)
    return Neuron(w, float(neuron.theta[-1] - w @ centre))


def _fit_standardised(X, y, l2):
    neuron = Neuron(np.zeros(X.shape[1]))
    loss, gradient = logistic_loss_and_gradient(neuron, X, y, l2)
    ones = with_ones(X)
    ridge = np.diag([*[l2] * X.shape[1], 1e-12])
    for _ in range(MOST_STEPS):
        p = sigmoid(ones @ neuron.theta)
        curvature = (ones * (p * (1 - p))[:, None]).T @ ones / len(y) + ridge
        step, shorter = np.linalg.solve(curvature, gradient), 1.0
        while shorter > 1e-6:  # a step that raises J is halved
            theta = neuron.theta - shorter * step
            trial = Neuron(theta[:-1], theta[-1])
            there, ahead = logistic_loss_and_gradient(trial, X, y, l2)
            if there <= loss:
                break
            shorter /= 2
        else:
            break
        arrived = loss - there < CONVERGED
        neuron, loss, gradient = trial, there, ahead
        if arrived:
            break
    return neuron
