"""Training on handwritten digits that goes only as far as somebody looks."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.checks import whole_number
from lecturekit.experiments.iris_problems import RUNNERS
from lecturekit.network import Network
from lecturekit.training import accuracy, evaluate, fit

LAST = 12  # epochs
RUNS = 16  # that are remembered


class Digits(NamedTuple):
    """The examples to train on and those to look at; the test set stays in its drawer.

    Attributes
    ----------
    X, y : ndarray, shapes (1077, 64) and (1077,)
        For training, standardised.
    X_validation, y_validation : ndarray, shapes (360, 64) and (360,)
        Standardised with the mean and deviation of the training set.
    images : ndarray, shape (360, 8, 8)
        The validation set as it is, from 0 to 16.
    """

    X: np.ndarray
    y: np.ndarray
    X_validation: np.ndarray
    y_validation: np.ndarray
    images: np.ndarray


@cache
def examples():
    """Return the digits, split 60 : 20 : 20."""
    X, _, y, _ = datasets.split(*datasets.digits(), test_size=0.2, seed=0)
    X, X_validation, y, y_validation = datasets.split(X, y, test_size=0.25, seed=0)
    scaled = datasets.standardise(X_validation, like=X)
    images = X_validation.reshape(-1, 8, 8)
    return Digits(datasets.standardise(X), y, scaled, y_validation, images)


class DigitsRun:
    """Training of a network 64 → p → 10, computed on demand; θ is kept after every epoch.

    Parameters
    ----------
    hidden : int
        p.
    optimizer : str
        A key of `lecturekit.experiments.iris_problems.RUNNERS`.
    step_size : float
    batch_size : int
    seed : int
        Of the start and of shuffling.

    Attributes
    ----------
    history : History
        What `fit` measured so far.
    losses, accuracies : ndarray, shapes (2, k + 1)
        After 0 … k epochs; first on the training set, then on the validation set.
    ended : str or None
        Why training cannot go on: what `fit` says of a divergence.
    """

    def __init__(self, hidden, optimizer, step_size, batch_size, seed):
        self.network = Network([64, hidden, 10], "relu", "softmax", seed=seed)
        self.optimizer = RUNNERS[optimizer](step_size)
        self.batch_size, self.seed = batch_size, seed
        self.history = self.ended = None
        self._thetas = [self.network.theta.copy()]
        data = examples()
        parts = (data.X, data.y), (data.X_validation, data.y_validation)
        self._start = np.array([evaluate(self.network, *part, accuracy) for part in parts])

    def go_to(self, epoch):
        """Train until so many epochs are done; return how many are, which may be fewer."""
        whole_number(epoch, "epoch", at_least=0, at_most=LAST)
        data = examples()
        while len(self._thetas) <= epoch and self.ended is None:
            self.history = fit(
                self.network,
                data.X,
                data.y,
                optimizer=self.optimizer,
                batch_size=self.batch_size,
                epochs=1,
                seed=self.seed,
                validation=(data.X_validation, data.y_validation),
                metric=accuracy,
                history=self.history,
                say=None,
            )
            if self.history.stopped == "diverged":
                self.ended = self.history.message
            if self.history.epochs == len(self._thetas):
                self._thetas.append(self.network.theta.copy())
            if self.history.stopped == "interrupted":
                break  # the next call goes on
        return min(epoch, len(self._thetas) - 1)

    def network_at(self, epoch):
        """Return a network with the θ that it has after some epochs."""
        done = self.go_to(epoch)
        network = Network(self.network.sizes, "relu", "softmax", seed=self.seed)
        network.theta[:] = self._thetas[done]
        return network

    @property
    def losses(self):
        return self._measured(0, "loss")

    @property
    def accuracies(self):
        return self._measured(1, "metric")

    def _measured(self, column, name):
        later = [
            getattr(self.history, f"{part}_{name}") if self.history else []
            for part in ("training", "validation")
        ]
        k = len(self._thetas) - 1
        return np.column_stack([self._start[:, column], np.array([values[:k] for values in later])])


@lru_cache(maxsize=RUNS)
def run_of(hidden, optimizer, step_size, batch_size, seed):
    """Return the run of these choices; it goes as far as somebody has looked."""
    return DigitsRun(hidden, optimizer, step_size, batch_size, seed)
