"""Step sizes from far too small to far too large, without noise and with it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.descent import draw_descent_contours, update_descent_contours
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.panels import (
    dot,
    drawable,
    guide,
    heading,
    logarithmic,
    place_dot,
)
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK
from lecturekit.experiments.quadratics import NoisyBowl
from lecturekit.gradient_descent import Path

BOWL = NoisyBowl((0.2, 4.0))  # the long bowl of Part 3, and examples that disagree
START = (-2.5, 1.5)
STEPS = 200
LATE = 50  # steps at the end over which J is averaged
REACH = 3.0  # of the left panel, on every side of 0
LOSSES = (1e-4, 1e3)  # the range of both axes; what lies outside is marked at its edge
# Dense around the edge at 0.5, where everything changes.
STEP_SIZES = (0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1)
STEP_SIZES += (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.48, 0.5, 0.52, 0.55, 0.6, 0.7, 1.0)
BATCH_SIZES = ("all", 1000, 100, 10, 1)  # "all": no noise
SETTLED = 1e-4  # a J that counts as having arrived, where there is no noise


class StepSizes(Scene):
    """Left the path, right J at every step, and below it what is reached with every step size.

    Values: ``step_size`` α (one of `STEP_SIZES`), ``batch_size`` B (one of `BATCH_SIZES`),
    ``seed`` of the minibatches, step ``t``. Part 4, step size.
    """

    size = (8.6, 4.5)
    widths = (1, 1.12)

    def build(self, left, right):
        limits = (-REACH, REACH)
        path = runs("all", 0).path(0)
        self.picture = draw_descent_contours(left, ground, path, limits, limits, t=0, resolution=61)
        left.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        left.spines[:].set_visible(False)
        self.picture.steps.set(ms=3.2, lw=1.0)
        self.moves(self.picture.steps, self.picture.move, self.picture.start, self.picture.now)
        self.state, self.numbers = heading(self, left)
        right.axis("off")
        self.verdict, self.floors = heading(self, right)
        self._losses(right.inset_axes((0.13, 0.57, 0.87, 0.43)))
        self._sweep(right.inset_axes((0.13, 0.0, 0.87, 0.37)))

    def _losses(self, ax):
        ax.set(xlim=(0, STEPS))
        ax.set_xlabel("step t", labelpad=1)
        _loss_axis(self, ax, "J")
        (self.all,) = ax.plot([], [], color="#AEB6C4", lw=1.2, zorder=2.2)
        (self.curve,) = ax.plot([], [], color=HIGHLIGHT, lw=1.6, zorder=3)
        self.moves(self.all, self.curve)
        self.floor = guide(self, ax, color=INK, ls=(0, (4, 2)), zorder=3.5)
        self.now = dot(self, ax)

    def _sweep(self, ax):
        ax.set(xscale="log", xlim=(STEP_SIZES[0] / 1.15, STEP_SIZES[-1] * 1.15))
        ax.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
        _loss_axis(self, ax, "J at the end")
        ax.set_xlabel("step size α", labelpad=1)
        edge = BOWL.edge()
        ax.axvspan(edge, 2, color=GRADIENT, alpha=0.1, lw=0, zorder=0.5)
        ax.axvline(edge, color=GRADIENT, lw=1.2, zorder=1)
        ax.text(
            *(edge / 1.06, LOSSES[1] / 1.6, f"2/κ = {edge:g} "),
            color=GRADIENT,
            fontsize=9,
            ha="right",
            va="top",
            zorder=1,
        )
        (self.ends,) = ax.plot([], [], "o-", color=HIGHLIGHT, ms=3.2, lw=1.2, zorder=3)
        self.moves(self.ends)
        self.theory = guide(self, ax, color=INK, ls=(0, (4, 2)), zorder=3.5)
        self.end_now = dot(self, ax)

    def update(self, step_size, batch_size, seed, t):
        t = min(t, STEPS)
        seen, index = runs(batch_size, seed), STEP_SIZES.index(step_size)
        update_descent_contours(self.picture, seen.path(index), t)
        losses = drawable(seen.losses[:, index])
        self.all.set_data(np.arange(STEPS + 1), losses)
        self.curve.set_data(np.arange(t + 1), losses[: t + 1])
        place_dot(self.now, t, seen.losses[t, index], LOSSES)
        floors = BOWL.floor(STEP_SIZES, drawn(batch_size))
        self.floor.set_data([0, STEPS], drawable([floors[index]] * 2))
        self.floor.set_visible(np.isfinite(floors[index]))
        stable = np.isfinite(floors)
        self.theory.set_data(np.array(STEP_SIZES)[stable], drawable(floors)[stable])
        self.ends.set_data(STEP_SIZES, drawable(seen.ends))
        place_dot(self.end_now, step_size, seen.ends[index], LOSSES)
        words, good = verdict(step_size, batch_size, t)
        self.state.set_text(f"α = {step_size:g}, {_batch(batch_size)}")
        self.numbers.set_text(f"step {t},  J = {rounded(seen.losses[t, index])}")
        self.verdict.set(text=words, color=HIGHLIGHT if good else GRADIENT)
        self.floors.set_text(_floor_words(floors[index]))

    def describe(self, step_size, batch_size, seed, t):
        t = min(t, STEPS)
        seen, index = runs(batch_size, seed), STEP_SIZES.index(step_size)
        floor = _floor_words(BOWL.floor(step_size, drawn(batch_size)))
        noise = "" if batch_size == "all" else f" (seed {seed})"
        first, now = rounded(seen.losses[0, index]), rounded(seen.losses[t, index])
        way = f"J has gone from {first} to {now} ({verdict(step_size, batch_size, t)[0]})"
        return (
            f"Descent in a long bowl, {_batch(batch_size)}{noise}, after {count(t, 'step')} "
            f"of size {step_size:g}: {way if t else f'the start, where J is {now}'}. "
            f"{floor}. Below, J at the end for all step sizes: it diverges above 2/κ = "
            f"{BOWL.edge():g}."
        )


class Runs(NamedTuple):
    """The runs with all of `STEP_SIZES`: θ, J at every step, and its mean over the last ones."""

    thetas: np.ndarray
    losses: np.ndarray
    ends: np.ndarray

    def path(self, index):
        """Return the run with one step size."""
        return Path(self.thetas[:, index], self.losses[:, index], "max_steps")


@lru_cache(maxsize=64)
def runs(batch_size, seed):
    """Run all step sizes at once, with the same minibatches; once each."""
    centres = BOWL.centres(drawn(batch_size), STEPS, np.random.default_rng(seed))
    alphas = np.tile(STEP_SIZES, (STEPS, 1))
    thetas = BOWL.descend(START, alphas, centres[:, None])
    losses = BOWL.loss(thetas)
    return Runs(thetas, losses, losses[-LATE:].mean(axis=0))


def drawn(batch_size):
    """Return B as `NoisyBowl` takes it: None for all examples."""
    return None if batch_size == "all" else batch_size


def ground(theta):
    """Return J and ∇J of the bowl, without noise."""
    return BOWL.loss(theta), BOWL.gradient(theta)


def verdict(step_size, batch_size, t):
    """Say in a few words what this step size leads to, and whether that is well.

    It is judged by what theory expects, so that the luck of a seed decides nothing.
    """
    if t == 0:
        return "the start", True
    edge = BOWL.edge()
    if np.isclose(step_size, edge):
        return "on the edge 2/κ: J never settles", False
    if step_size > edge:
        return "diverges: α is above 2/κ", False
    kappa = np.array(BOWL.curvatures)
    left = BOWL.loss(np.array(START) * (1 - step_size * kappa) ** t)  # of J, without noise
    before = BOWL.loss(np.array(START) * (1 - step_size * kappa) ** (t - 1))
    floor = BOWL.floor(step_size, drawn(batch_size))
    if left < floor:
        return "at the noise floor: it just jitters", True
    if not floor and left < SETTLED:
        return "arrived", True
    if step_size * kappa.max() > 1.8 and left > SETTLED:
        return "to and fro: α is near the edge", False
    if before - left < 0.01 * left:
        return "down by less than 1 % a step: slow", True
    return "going down", True


def _loss_axis(scene, ax, label):
    names = ["≤ 10⁻⁴", "0.01", "1", "≥ 1000"]
    logarithmic(scene, ax, LOSSES, [1e-4, 1e-2, 1, 1000], names)
    ax.set_ylabel(label, labelpad=2)


def _batch(batch_size):
    return "all examples" if batch_size == "all" else f"batches of {batch_size}"


def _floor_words(floor):
    if floor == 0:
        return "No noise, no floor"
    if np.isinf(floor):
        return "From 2/κ on there is no floor"
    return f"Dashed: noise floor, J = {rounded(floor)}"
