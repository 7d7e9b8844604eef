"""Step sizes from far too small to far too large, without noise and with it."""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.charts import draw_band
from lecturekit.draw.descent import draw_descent_contours, update_descent_contours
from lecturekit.draw.palette import PALE
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK
from lecturekit.experiments.descents import BOWL, REACH, STEP_SIZES, drawn, expected_trend, sweep
from lecturekit.experiments.descents import SWEEP_STEPS as STEPS

LOSSES = (1e-4, 1e3)  # the range of both axes; what is outside is marked at its edge
WORDS = {
    "start": ("the start", HIGHLIGHT),
    "falling": ("J is falling", HIGHLIGHT),
    "slow": ("slow: J falls by less than 1 % per step", HIGHLIGHT),
    "arrived": ("arrived", HIGHLIGHT),
    "floor": ("at the noise floor: only jitter is left", HIGHLIGHT),
    "zigzag": ("back and forth: α is near the edge", GRADIENT),
    "edge": ("at the edge 2/κ: J never settles", GRADIENT),
    "diverged": ("diverges: α is above 2/κ", GRADIENT),
}


class StepSizes(Scene):
    """The path; J at every step; and the mean J of the last 50 steps for every step size.

    Values: ``step_size`` α (one of `STEP_SIZES`), ``batch_size`` B (one of `BATCH_SIZES`),
    ``seed`` of the minibatches, step ``t``. Part 4, step size.
    """

    size = (10.6, 2.75)
    widths = (1, 1.25, 1.25)

    def build(self, left, middle, right):
        limits = (-REACH, REACH)
        path = sweep("all", 0).path(0)
        self.picture = draw_descent_contours(
            left, lambda theta: (BOWL.loss(theta), None), path, limits, limits, t=0, resolution=151
        )
        left.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        left.spines[:].set_visible(False)
        self.picture.steps.set(ms=3.2, lw=1.0)
        self.moves(self.picture.steps, self.picture.move, self.picture.start, self.picture.now)
        self.state, self.numbers = self.heading(left)
        self.verdict, self.floors = self.heading(middle)
        self._losses(middle)
        self._sweep(right)

    def _losses(self, ax):
        self._loss_axis(ax, "J")
        ax.set(xlim=(0, STEPS))
        ax.set_xlabel("step t", labelpad=1)
        self.all = self.line(ax, color=PALE, lw=1.2, zorder=2.2)
        self.curve = self.line(ax, color=HIGHLIGHT, lw=1.6, zorder=3)
        self.floor = self.guide(ax, color=INK, ls=(0, (4, 2)), zorder=3.5)
        self.now = self.dot(ax)

    def _sweep(self, ax):
        self._loss_axis(ax, "J, last 50 steps")
        ax.set(xscale="log", xlim=(STEP_SIZES[0] / 1.15, STEP_SIZES[-1] * 1.15))
        ax.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
        ax.minorticks_off()
        ax.set_xlabel("step size α", labelpad=1)
        edge = BOWL.edge()
        draw_band(ax, edge, 2, color=GRADIENT, alpha=0.1, lw=0, zorder=0.5)
        ax.axvline(edge, color=GRADIENT, lw=1.2, zorder=1)
        style = {"color": GRADIENT, "fontsize": 9, "ha": "right", "va": "top", "zorder": 1}
        ax.text(edge / 1.06, LOSSES[1] / 1.6, f"2/κ = {edge:g}, κ = {2 / edge:g} ", **style)
        self.ends = self.line(ax, "o-", color=HIGHLIGHT, ms=3.2, lw=1.2, zorder=3)
        self.theory = self.guide(ax, color=INK, ls=(0, (4, 2)), zorder=3.5)
        self.end_now = self.dot(ax)

    def _loss_axis(self, ax, label):
        self.logarithmic(ax, LOSSES, [1e-4, 1e-2, 1, 1000], ["≤ 10⁻⁴", "0.01", "1", "≥ 1000"])
        ax.set_ylabel(label, labelpad=2)

    def update(self, step_size, batch_size, seed, t):
        t = min(t, STEPS)
        seen, index = sweep(batch_size, seed), STEP_SIZES.index(step_size)
        update_descent_contours(self.picture, seen.path(index), t)
        losses = drawable(seen.losses[:, index])
        self.all.set_data(np.arange(STEPS + 1), losses)
        self.curve.set_data(np.arange(t + 1), losses[: t + 1])
        self.place(self.now, t, seen.losses[t, index], LOSSES)
        floors = BOWL.floor(STEP_SIZES, drawn(batch_size))
        stable = np.isfinite(floors)
        self.floor.set_data([0, STEPS], drawable([floors[index]] * 2))
        self.floor.set_visible(stable[index])
        self.theory.set_data(np.array(STEP_SIZES)[stable], drawable(floors)[stable])
        self.ends.set_data(STEP_SIZES, drawable(seen.ends))
        self.place(self.end_now, step_size, seen.ends[index], LOSSES)
        words, colour = WORDS[expected_trend(step_size, batch_size, t)]
        self.state.set_text(f"α = {step_size:g}, {_batch(batch_size)}")
        self.numbers.set_text(f"step {t},  J = {rounded(seen.losses[t, index])}")
        self.verdict.set(text=words, color=colour)
        self.floors.set_text(_floor_words(floors[index]))

    def describe(self, step_size, batch_size, seed, t):
        t = min(t, STEPS)
        losses = sweep(batch_size, seed).losses[:, STEP_SIZES.index(step_size)]
        floor = _floor_words(BOWL.floor(step_size, drawn(batch_size)))
        noise = "" if batch_size == "all" else f" (seed {seed})"
        words, _ = WORDS[expected_trend(step_size, batch_size, t)]
        way = f"the start, where J is {rounded(losses[0])}"
        if t:
            way = f"J has gone from {rounded(losses[0])} to {rounded(losses[t])} ({words})"
        return (
            f"Descent in a long bowl, {_batch(batch_size)}{noise}, after {count(t, 'step')} "
            f"of size {step_size:g}: {way}. {floor}. Right, J at the end for all step sizes: it "
            f"diverges above 2/κ = {BOWL.edge():g}."
        )


def _batch(batch_size):
    return "all examples" if batch_size == "all" else f"batches of {batch_size}"


def _floor_words(floor):
    if floor == 0:
        return "No noise, no floor"
    if np.isinf(floor):
        return "At and above 2/κ there is no floor"
    return f"Dashed: noise floor, J = {rounded(floor)}"
