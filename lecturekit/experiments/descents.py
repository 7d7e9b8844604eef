"""Descents on functions with a formula for live figures, computed once for each setting.

Taught in Part 4, step size and momentum.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit.experiments.quadratics import (
    NoisyQuadratic,
    best_momentum,
    best_step_size,
    momentum_floor,
    rate,
)
from lecturekit.experiments.trends import LONG, diverged
from lecturekit.gradient_descent import Path
from lecturekit.optimizers import SGD
from lecturekit.schedules import constant, cosine, inverse_time, step_decay, warm_up

# ---- step sizes on a noisy bowl ----------------------------------------------------------------

REACH = 3.0  # the panels extend this far on every side of 0
BOWLS = {
    "bowl": NoisyQuadratic((0.2, 4.0)),  # the long bowl, with examples that disagree
    "steep": NoisyQuadratic((0.2, 4.0), wall=2.0),
}
BOWL = BOWLS["bowl"]
START = (-2.5, 1.5)
BATCH_SIZES = ("all", 1000, 100, 10, 1)  # "all": no noise
SWEEP_STEPS = 200
# Dense around the edge at 0.5, where everything changes.
STEP_SIZES = (0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1)
STEP_SIZES += (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.48, 0.5, 0.52, 0.55, 0.6, 0.7, 1.0)
SETTLED = 1e-4  # without noise, a run with a J below this has arrived


class Sweep(NamedTuple):
    """Runs with all of `STEP_SIZES`: θ and J at every step, and the mean of the last 50 J."""

    thetas: np.ndarray
    losses: np.ndarray
    ends: np.ndarray

    def path(self, index):
        """Return the run with one step size."""
        return Path(self.thetas[:, index], self.losses[:, index], "max_steps")


@lru_cache(maxsize=64)
def sweep(batch_size, seed):
    """Run all step sizes at once, with the same minibatches."""
    centres = BOWL.centres(drawn(batch_size), SWEEP_STEPS, np.random.default_rng(seed))
    thetas = BOWL.descend(START, np.tile(STEP_SIZES, (SWEEP_STEPS, 1)), centres[:, None])
    losses = BOWL.loss(thetas)
    return Sweep(thetas, losses, losses[-50:].mean(axis=0))


def drawn(batch_size):
    """Return B as `NoisyQuadratic` takes it: None for all examples."""
    return None if batch_size == "all" else batch_size


def expected_trend(step_size, batch_size, t):
    """Return what theory predicts for a step size, independent of any seed.

    Returns
    -------
    {"start", "edge", "diverged", "floor", "arrived", "zigzag", "slow", "falling"}
        "edge": α = 2/κ_max; "floor": only noise is left. Otherwise as in `trends`.
    """
    if t == 0:
        return "start"
    if np.isclose(step_size, BOWL.edge()):
        return "edge"
    if step_size > BOWL.edge():
        return "diverged"
    stays = 1 - step_size * np.array(BOWL.curvatures)
    before, left = (BOWL.loss(START * stays**s) for s in (t - 1, t))  # of J, without noise
    floor = BOWL.floor(step_size, drawn(batch_size))
    if left < floor:
        return "floor"
    if not floor and left < SETTLED:
        return "arrived"
    if step_size > 0.9 * BOWL.edge() and left > SETTLED:
        return "zigzag"
    return "slow" if before - left < 0.01 * left else "falling"


# ---- schedules ---------------------------------------------------------------------------------

PLAN_STEPS = 400
RUNS = 100  # averaged
EVERY, FACTOR, HALF = 100, 0.3, 50  # for step decay and inverse time
SCHEDULES = {
    "constant": lambda step_size, steps: constant(step_size),
    "step": lambda step_size, steps: step_decay(step_size, EVERY, FACTOR),
    "cosine": cosine,
    "inverse": lambda step_size, steps: inverse_time(step_size, HALF),
}


class Plans(NamedTuple):
    """All schedules with the same minibatches.

    ``alphas`` has shape (T, 4). ``mean``, J averaged over all runs, and ``one``, J of one run, have
    shape (T + 1, 4). ``ends``, the mean J of the last 20 steps, and ``lost``, the number of runs
    that diverged, have shape (4,).
    """

    alphas: np.ndarray
    mean: np.ndarray
    one: np.ndarray
    ends: np.ndarray
    lost: np.ndarray
    runs: int


@lru_cache(maxsize=128)
def plans(step_size, warm, batch_size, terrain, seed):
    """Run all schedules `RUNS` times at once."""
    bowl = BOWLS[terrain]
    made = [schedule(step_size, PLAN_STEPS - warm) for schedule in SCHEDULES.values()]
    made = [warm_up(alpha, warm) if warm else alpha for alpha in made]
    alphas = np.array([[alpha(t) for alpha in made] for t in range(PLAN_STEPS)])
    centres = _centres(batch_size, seed)
    losses = bowl.loss(bowl.descend(START, alphas[:, :, None], centres[:, None]))
    with np.errstate(over="ignore"):
        mean = losses.mean(axis=2)
        ends = mean[-20:].mean(axis=0)
    lost = diverged(losses, LONG).sum(axis=1)
    return Plans(alphas, mean, losses[:, :, 0], ends, lost, losses.shape[2])


@lru_cache(maxsize=32)
def _centres(batch_size, seed):
    runs = (1,) if batch_size == "all" else (RUNS,)  # without noise, all runs are equal
    return BOWL.centres(drawn(batch_size), PLAN_STEPS, np.random.default_rng(seed), runs)


def edge_at_start(terrain):
    """Return 2/κ, where κ is the largest curvature at the start."""
    bowl = BOWLS[terrain]
    return 2 / max(k + 3 * bowl.wall * x**2 for k, x in zip(bowl.curvatures, START, strict=True))


# ---- momentum ----------------------------------------------------------------------------------

BALL_STEPS = 200
BALL_START = (-2.6, 1.6)


class Ball(NamedTuple):
    """A path with its losses, its settings, and its theoretical rate and noise floor.

    ``energies`` are potential plus kinetic: J, plus ½ speed² if a step takes the time √α.
    """

    path: Path
    energies: np.ndarray
    step_size: float
    momentum: float
    rate: float
    floor: float

    def measured_rate(self, t):
        """Return the factor per step between t/2 and t; None if there are too few data.

        It comes from a line fitted to half the logarithm of the energy, since the energy scales
        with the square of the distance. A ball that swings passes near the minimum again and
        again, so its distance oscillates; its energy also counts its speed.
        """
        energies = self.energies[t // 2 : t + 1]
        if t < 10 or not (energies > 0).all() or not np.isfinite(energies).all():
            return None
        slope = np.polyfit(np.arange(len(energies)), np.log(energies) / 2, 1)[0]
        return float(np.exp(slope))


def balls(condition, step_size, momentum, kind, settings, noise=0.0, seed=0):
    """Return the runs without and with momentum; "best" settings are the fastest for each."""
    kappa, nesterov, luck = (1 / condition, 1.0), kind == "nesterov", (noise, seed if noise else 0)
    if settings == "best":
        plain = ball(condition, best_step_size(*kappa), 0.0, False, *luck)
        return plain, ball(condition, *best_momentum(*kappa, nesterov), nesterov, *luck)
    plain = ball(condition, step_size, 0.0, False, *luck)
    return plain, ball(condition, step_size, momentum, nesterov, *luck)


@lru_cache(maxsize=256)
def ball(condition, step_size, momentum, nesterov, noise=0.0, seed=0):
    """Run `SGD` on J = ½ (θ₁²/c + θ₂²), with normal noise in each component of the gradient."""
    kappa, errors = np.array([1 / condition, 1.0]), noise * _noise(seed)
    optimizer = SGD(step_size, momentum, nesterov and momentum > 0)
    thetas = np.empty((BALL_STEPS + 1, 2))
    thetas[0] = theta = np.array(BALL_START)
    with np.errstate(over="ignore", invalid="ignore"):  # the figure reports divergence
        for t in range(BALL_STEPS):
            optimizer.advance(theta, kappa * theta + errors[t])
            thetas[t + 1] = theta
        losses = thetas**2 @ kappa / 2
        moves = np.diff(thetas, axis=0, prepend=thetas[:1])
        energies = losses + np.sum(moves**2, axis=1) / (2 * step_size)
    pace = rate(step_size, momentum, kappa, nesterov)
    floor = momentum_floor(step_size, momentum, kappa, noise**2, nesterov)
    path = Path(thetas, losses, "max_steps")
    return Ball(path, energies, step_size, momentum, pace, floor if noise else 0.0)


@lru_cache(maxsize=32)
def _noise(seed):
    return np.random.default_rng(seed).standard_normal((BALL_STEPS, 2))
