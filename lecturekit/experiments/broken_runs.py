"""Real training runs on digits, some broken on purpose, for the exercises of Part 4."""

from functools import cache
from typing import NamedTuple

import numpy as np

from lecturekit.checks import choice
from lecturekit.datasets import digits, split, standardise
from lecturekit.network import Network
from lecturekit.optimizers import SGD
from lecturekit.training import fit

SIZES, BATCH_SIZE, STEP_SIZE, EPOCHS = (64, 32, 10), 32, 0.2, 4
RUNS = ("healthy", "labels", "large", "small", "raw", "zero", "sorted")


class Run(NamedTuple):
    """The results of one training run.

    Attributes
    ----------
    losses : ndarray, shape (steps,)
        J of each minibatch, before the step.
    validation : ndarray, shape (epochs,)
        J of the validation set after each epoch.
    network : Network
    """

    losses: np.ndarray
    validation: np.ndarray
    network: Network


@cache
def parts():
    """Return (X_train, X_validation, y_train, y_validation), pixels from 0 to 16."""
    return split(*digits(), seed=0)


def standardised():
    """Return training and validation X, both standardised by the training set."""
    X, X_validation, *_ = parts()
    return standardise(X), standardise(X_validation, like=X)


@cache
def run(name):
    """Return a training run of the network 64 → 32 → 10 in which at most one thing is wrong.

    Parameters
    ----------
    name : str
        One of `RUNS`.
    """
    choice(name, "name", RUNS)
    X, X_validation, y, y_validation = parts()
    if name != "raw":
        X, X_validation = standardised()
    if name == "labels":
        rng = np.random.default_rng(0)
        y, y_validation = rng.permutation(y), rng.permutation(y_validation)
    if name == "sorted":
        order = np.argsort(y, kind="stable")
        X, y = X[order], y[order]
    network = Network(SIZES, "relu", output="softmax", seed=0)
    if name == "zero":
        network.theta[:] = 0
    alpha = {"large": 20 * STEP_SIZE, "small": STEP_SIZE / 500}.get(name, STEP_SIZE)
    return _train(network, (X, y), (X_validation, y_validation), alpha, name != "sorted")


def _train(network, training, validation, alpha, shuffled):
    """Train with a plain loop, because `fit` always shuffles."""
    (X, y), optimizer, rng = training, SGD(alpha), np.random.default_rng(0)
    losses, after_epochs = [], []
    with np.errstate(all="ignore"):
        for _ in range(EPOCHS):
            order = rng.permutation(len(X)) if shuffled else np.arange(len(X))
            for start in range(0, len(X), BATCH_SIZE):
                rows = order[start : start + BATCH_SIZE]
                J, gradient = network.loss_and_gradient(X[rows], y[rows])
                losses.append(J)
                optimizer.advance(network.theta, gradient)
            after_epochs.append(network.loss(*validation))
    return Run(np.array(losses), np.array(after_epochs), network)


LOOPS = {"A": "kept", "B": "sum", "C": "frozen", "D": "same"}


def faulty_loop(name):
    """Return training loop "A", "B", "C" or "D", each with one bug, to be found by experiment.

    ``train(net, X, y, alpha=0.1, batch_size=32, epochs=3, seed=0)`` changes the network and
    returns J of each minibatch, before the step.
    """
    bug = LOOPS[choice(name, "name", LOOPS)]

    def train(net, X, y, alpha=0.1, batch_size=32, epochs=3, seed=0):
        rng, losses, earlier = np.random.default_rng(seed), [], 0.0
        order = rng.permutation(len(X))
        with np.errstate(all="ignore"):
            for _ in range(epochs):
                for start in range(0, len(X), batch_size):
                    rows = order[0 if bug == "same" else start :][:batch_size]
                    J, gradient = net.loss_and_gradient(X[rows], y[rows])
                    losses.append(J)
                    if bug == "kept":
                        gradient = earlier = gradient + earlier
                    if bug == "sum":
                        gradient = gradient * len(rows)
                    if bug == "frozen":
                        net.views(gradient)[0][0][:] = 0
                    net.theta -= alpha * gradient
                order = rng.permutation(order) if bug != "same" else order
        return np.array(losses)

    return train


@cache
def step_size_run(alpha, epochs=12):
    """Return the validation losses of softmax regression on digits, initially and by epoch.

    Parameters
    ----------
    alpha : float
        The step size.
    epochs : int
    """
    (X, X_validation), (*_, y, y_validation) = standardised(), parts()
    network = Network([64, 10], output="softmax", seed=0)
    start = network.loss(X_validation, y_validation)
    validation = (X_validation, y_validation)
    history = fit(network, X, y, SGD(alpha), BATCH_SIZE, epochs, validation=validation, say=None)
    return np.array([start, *history.validation_loss])
