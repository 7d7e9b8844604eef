"""Problems with two parameters and real data, small enough to draw, but with minibatches.

Taught in Part 4, the algorithm. J(θ) is a mean over n = 100 irises, so its gradient can be taken
over all of them, a few, or one. Nothing is simulated: the noise comes from the flowers.
"""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np

from lecturekit.checks import choice
from lecturekit.datasets import iris, standardise
from lecturekit.gradient_descent import Path
from lecturekit.minibatches import batch_indices
from lecturekit.optimizers import SGD, AdaGrad, Adam, RMSProp

NEWTON_STEPS, STEP = 60, 1e-5


@dataclass(frozen=True)
class Problem:
    """The mean squared error, halved, of n examples as a function of two parameters θ.

    Attributes
    ----------
    name, formula : str
        Text for readers.
    bent : bool
        Whether ŷ = θ₂ tanh(θ₁x), a hidden neuron and an output neuron; else ŷ = θ₁x + θ₂.
    x, y : ndarray, shape (n,)
        The examples.
    limits : ((float, float), (float, float))
        The ranges of θ₁ and θ₂ to show.
    starts : tuple of (float, float)
        Starting points.
    guess : (float, float)
        A point near the minimum.
    """

    name: str
    formula: str
    bent: bool
    x: np.ndarray
    y: np.ndarray
    limits: tuple
    starts: tuple
    guess: tuple

    def losses(self, thetas):
        """Return J over all examples at many points.

        Parameters
        ----------
        thetas : array_like, shape (..., 2)

        Returns
        -------
        ndarray, shape (...)
        """
        thetas = np.asarray(thetas, float)
        first, second = thetas[..., :1], thetas[..., 1:]
        y_hat = second * np.tanh(first * self.x) if self.bent else first * self.x + second
        return np.mean((y_hat - self.y) ** 2, axis=-1) / 2

    def gradient(self, thetas, indices=slice(None)):
        """Return the mean gradient over some of the examples, at one point or many.

        Parameters
        ----------
        thetas : ndarray, shape (..., 2)
        indices : slice or array of int, shape (..., B)
            Which examples, separately for each point; by default all.

        Returns
        -------
        ndarray, shape (..., 2)
        """
        x, y = self.x[indices], self.y[indices]
        first, second = thetas[..., :1], thetas[..., 1:]
        gradient = np.empty(thetas.shape)
        if self.bent:
            hidden = np.tanh(first * x)
            error = second * hidden - y
            parts = error * second * (1 - hidden * hidden) * x, error * hidden
        else:
            error = first * x + second - y
            parts = error * x, error
        for j, part in enumerate(parts):
            gradient[..., j] = np.add.reduce(part, axis=-1) / x.shape[-1]
        return gradient

    @cached_property
    def minimum(self):
        """The θ that minimises J near `guess`, by Newton's method; shape (2,)."""
        theta = np.array(self.guess, float)
        for _ in range(NEWTON_STEPS):
            theta = theta - np.linalg.solve(self.curvature(theta), self.gradient(theta))
        return theta

    @cached_property
    def least(self):
        """J at the minimum."""
        return float(self.losses(self.minimum))

    def curvature(self, theta):
        """Return the Hessian of J at θ, shape (2, 2), from differences of gradients."""
        theta = np.asarray(theta, float)
        columns = [
            (self.gradient(theta + step) - self.gradient(theta - step)) / (2 * STEP)
            for step in STEP * np.eye(2)
        ]
        return (np.array(columns) + np.array(columns).T) / 2


NAMES = ("long", "valley")


@cache
def problem(name):
    """Return one of two problems: the petal lengths of 100 irises, predicted from their widths.

    Parameters
    ----------
    name : {"long", "valley"}
        By a line, in centimetres: a long bowl with the condition number 87. Or by two neurons in
        a row, both standardised: a curved valley, which is not convex.

    Returns
    -------
    Problem
    """
    choice(name, "name", NAMES)
    flowers = iris("virginica", "versicolor").X
    length, width = flowers.T if name == "long" else standardise(flowers).T
    if name == "long":
        return Problem(
            "long bowl: a line, in centimetres",
            "ŷ = θ₁x + θ₂",
            False,
            width,
            length,
            limits=((-3.0, 7.0), (-3.0, 7.0)),
            starts=((-1.5, 5.0), (5.0, 5.0), (5.5, -2.5)),
            guess=(1.6, 2.2),
        )
    return Problem(
        "curved valley: two neurons",
        "ŷ = θ₂ tanh(θ₁x)",
        True,
        width,
        length,
        limits=((-1.5, 3.5), (-2.0, 3.0)),
        starts=((3.0, 2.5), (-1.0, 2.5), (0.2, -0.4)),
        guess=(1.0, 1.0),
    )


def walk(problem, optimizer, start, seed=0):
    """Run an optimizer on a problem with the minibatches of `fit`; return the `Path`.

    The optimizer is reset first; `seed` is that of shuffling. θ is not finite, and J over all
    examples is infinite, where the walk has overflowed.
    """
    rng, theta = np.random.default_rng(seed), np.array(start, float)
    optimizer.reset()
    thetas = [theta.copy()]
    # Divergence is reported in the result, not as a warning.
    with np.errstate(all="ignore"):
        for _ in range(EPOCHS):
            for indices in batch_indices(len(problem.x), BATCH_SIZE, rng):
                optimizer.advance(theta, problem.gradient(theta, indices))
                thetas.append(theta.copy())
        losses = problem.losses(thetas)
    return Path(np.array(thetas), np.where(np.isfinite(losses), losses, np.inf), "max_steps")


RUNNERS = {
    "SGD": SGD,
    "momentum": lambda step_size: SGD(step_size, momentum=0.9),
    "AdaGrad": AdaGrad,
    "RMSProp": lambda step_size: RMSProp(step_size, decay=0.9),
    "Adam": Adam,
}
BATCH_SIZE, EPOCHS = 10, 20  # 200 steps on 100 examples
# One step size for all would decide the race. So each runner has its best: the one with the least
# mean of log(J − J*) at the end, over all starts; a test recomputes them.
TUNED = {
    "long": {"SGD": 0.2, "momentum": 0.02, "AdaGrad": 2.0, "RMSProp": 0.1, "Adam": 0.2},
    "valley": {"SGD": 0.2, "momentum": 0.005, "AdaGrad": 0.2, "RMSProp": 0.02, "Adam": 0.05},
}

OWN = "own"  # each runner has its own, tuned step size


@lru_cache(maxsize=64)
def race(landscape, step_size, start, seed):
    """Return the complete walk of each of the `RUNNERS` by name; `step_size` may be `OWN`."""
    ground, walks = problem(landscape), {}
    for name, runner in RUNNERS.items():
        optimizer = runner(TUNED[landscape][name] if step_size == OWN else step_size)
        walks[name] = walk(ground, optimizer, ground.starts[start], seed)
    return walks
