"""A fair race of optimizers: equal gradients for all, and for each the step size that suits it.

Taught in Part 4, section 32. With one step size for all, the race is decided by who chose it.
"""

import numpy as np

from lecturekit.optimizers import SGD, AdaGrad, Adam, RMSProp
from lecturekit.problems import problem, walk

RUNNERS = {
    "SGD": SGD,
    "momentum": lambda step_size: SGD(step_size, momentum=0.9),
    "AdaGrad": AdaGrad,
    "RMSProp": lambda step_size: RMSProp(step_size, decay=0.9),
    "Adam": Adam,
}
BATCH_SIZE, EPOCHS = 10, 20  # 200 steps on 100 examples
STEP_SIZES = (*(digit * 10.0**power for power in (-3, -2, -1, 0) for digit in (1, 2, 5)), 10.0)
LAST = 20  # steps at the end, whose mean J counts
SEEDS = (101, 102)  # not those of the race: who tunes on the race itself tunes to its luck

# What `tune` returns; a test computes it anew.
TUNED = {
    "round": {"SGD": 0.05, "momentum": 0.005, "AdaGrad": 0.5, "RMSProp": 0.02, "Adam": 0.05},
    "long": {"SGD": 0.2, "momentum": 0.02, "AdaGrad": 2.0, "RMSProp": 0.1, "Adam": 0.2},
    "logistic": {"SGD": 2.0, "momentum": 0.1, "AdaGrad": 2.0, "RMSProp": 0.1, "Adam": 0.2},
    "valley": {"SGD": 0.2, "momentum": 0.005, "AdaGrad": 0.2, "RMSProp": 0.02, "Adam": 0.05},
}


def tune(name, runner):
    """Return the step size of `STEP_SIZES` that takes a runner nearest to the minimum.

    Parameters
    ----------
    name : str
        Of a `lecturekit.problems.problem`.
    runner : str
        A key of `RUNNERS`.

    Returns
    -------
    step_size : float
    scores : ndarray, shape (13,)
        For each step size the mean of log₁₀(J − J*), over all starts and `SEEDS`, where J is the
        mean of the last 20 steps.
    """
    scores = np.array([score(name, runner, step_size) for step_size in STEP_SIZES])
    return STEP_SIZES[int(np.argmin(scores))], scores


def score(name, runner, step_size):
    """Return how far from the minimum a runner ends, on average: the mean of log₁₀(J − J*)."""
    ground = problem(name)
    starts = np.repeat(ground.starts, len(SEEDS), axis=0)
    seeds = SEEDS * len(ground.starts)
    steps = walk(ground, RUNNERS[runner](step_size), starts, BATCH_SIZE, EPOCHS, seeds)
    return float(np.mean(np.log10(steps.losses[-LAST:].mean(axis=0) - ground.least)))
