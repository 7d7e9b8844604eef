"""Training runs that are computed on demand, with access to earlier steps.

The live figures of training (Part 3) and of digits (Part 4) ask for step 20, 40, 60, … and
sometimes for an earlier one. Little is computed twice, and memory is bounded.
"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.experiments.iris_problems import RUNNERS
from lecturekit.gradient_descent import objective
from lecturekit.network import Network
from lecturekit.training import accuracy, evaluate, fit

REMEMBERED = 16  # runs of each kind

# ---- full-batch gradient descent on toy data ---------------------------------------------------

TRAINING_STEPS = 1000
STRIDE = 10  # steps between two frames while the figure plays
TOY_DATA = {
    "moons": lambda: datasets.moons(n=200, noise=0.12, seed=0),
    "circles": lambda: datasets.circles(n=200, noise=0.08, seed=0),
    "spirals": lambda: datasets.spirals(n=200, noise=0.04, turns=1.0, seed=0),
    "xor": lambda: datasets.xor(n=200, noise=0.15, seed=0),
}


@cache
def toy_examples(data):
    """Return the standardised features and the classes of one of `TOY_DATA`."""
    X, y = TOY_DATA[data]()
    return datasets.standardise(X), y


class LongRun:
    """Gradient descent θ⁽ᵗ⁾ = θ⁽ᵗ⁻¹⁾ − α ∇J(θ⁽ᵗ⁻¹⁾), computed on demand.

    θ and ∇J are kept only at every `stride`-th step, and the few steps in between are recomputed
    when asked for. So a run of T steps keeps 2 T / `stride` vectors.

    If ``ended`` is not None, it is the first step whose J or ∇J was not finite: the run cannot
    continue, and θ and J stay at the step before it.
    """

    def __init__(self, f, start, step_size, stride):
        self.f, self.step_size, self.stride = f, step_size, stride
        theta = np.array(start, dtype=float)
        loss, gradient = f(theta)
        self.ended = None
        self._losses = [loss]
        self._kept = [(0, theta, gradient)]  # at 0, stride, 2 stride, …
        self._newest = self._kept[0]

    def losses(self, t):
        """Return J at the steps 0 … t, shape (t + 1,); shorter where the run has ended."""
        self._go_to(t)
        return np.array(self._losses[: t + 1])

    def theta(self, t):
        """Return θ⁽ᵗ⁾, or the last finite one."""
        self._go_to(t)
        t = min(t, len(self._losses) - 1)
        kept = self._newest if t == self._newest[0] else self._kept[t // self.stride]
        at, theta, gradient = kept
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(at, t):
                theta = theta - self.step_size * gradient
                _, gradient = self.f(theta)
        return theta

    def _go_to(self, t):
        at, theta, gradient = self._newest
        # Divergence is reported in `ended`, not as a warning.
        with np.errstate(over="ignore", invalid="ignore"):
            while at < t and self.ended is None:
                there = theta - self.step_size * gradient
                loss, slope = self.f(there)
                if not (np.isfinite(loss) and np.isfinite(slope).all()):
                    self.ended = at + 1
                    break
                at, theta, gradient = at + 1, there, slope
                self._losses.append(loss)
                if at % self.stride == 0:
                    self._kept.append((at, theta, gradient))
        self._newest = at, theta, gradient


@lru_cache(maxsize=REMEMBERED)
def training_run(data, depth, width, activation, step_size, seed):
    """Return the run with these settings, computed on demand."""
    network = Network([2, *[width] * depth, 1], activation, "sigmoid", seed=seed)
    f = objective(network, *toy_examples(data))
    return LongRun(f, network.theta, step_size, STRIDE)


def trained_network(t, data, depth, width, activation, step_size, seed):
    """Return a network with its parameters after `t` steps of a `training_run`."""
    run = training_run(data, depth, width, activation, step_size, seed)
    network = Network([2, *[width] * depth, 1], activation, "sigmoid", seed=seed)
    network.theta[:] = run.theta(t)
    return network


def number_right(network, X, y):
    """Return how many of the examples the network gets right."""
    with np.errstate(over="ignore", invalid="ignore"):
        return int(np.sum(network.predict(X) == y))


# ---- minibatches of digits ---------------------------------------------------------------------

EPOCHS = 12


class Digits(NamedTuple):
    """Training and validation examples, split and scaled as in Part 4; no test digits.

    ``images``, shape (288, 8, 8), is the validation set with its original grey levels, 0 to 16.
    """

    X: np.ndarray
    y: np.ndarray
    X_validation: np.ndarray
    y_validation: np.ndarray
    images: np.ndarray


@cache
def digits():
    """Return the digits, split 64 : 16 : 20, without the test set."""
    X, _, y, _ = datasets.split(*datasets.digits(), test_size=0.2, seed=0)
    X, X_validation, y, y_validation = datasets.split(X, y, test_size=0.2, seed=0)
    return Digits(X / 8 - 1, y, X_validation / 8 - 1, y_validation, X_validation.reshape(-1, 8, 8))


class DigitsRun:
    """A training run of a network 64 → p → 10, computed on demand; θ is kept after every epoch.

    The optimizer is a key of `RUNNERS`; `seed` is for the random initial weights and shuffling.

    Attributes
    ----------
    history : History
        What `fit` measured so far.
    losses, accuracies : ndarray, shapes (2, k + 1)
        After 0 … k epochs; row 0 is for the training set, row 1 for the validation set.
    ended : str or None
        Why training cannot continue: `fit`'s message if it diverged.
    """

    def __init__(self, hidden, optimizer, step_size, batch_size, seed):
        self.network = Network([64, hidden, 10], "relu", "softmax", seed=seed)
        self.optimizer = RUNNERS[optimizer](step_size)
        self.batch_size, self.seed = batch_size, seed
        self.history = self.ended = None
        self._thetas = [self.network.theta.copy()]
        data = digits()
        parts = (data.X, data.y), (data.X_validation, data.y_validation)
        self._start = np.array([evaluate(self.network, *part, accuracy) for part in parts])

    def go_to(self, epoch):
        """Train until `epoch` epochs are done; return how many are, which may be fewer."""
        data = digits()
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
                break  # the next call continues
        return min(epoch, len(self._thetas) - 1)

    def network_at(self, epoch):
        """Return a network with its θ after `epoch` epochs, or the last one that was reached."""
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


@lru_cache(maxsize=REMEMBERED)
def digits_run(hidden, optimizer, step_size, batch_size, seed):
    """Return the run with these settings, computed on demand."""
    return DigitsRun(hidden, optimizer, step_size, batch_size, seed)
