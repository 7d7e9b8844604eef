"""Schedules of the step size, and their effect on the loss of SGD."""

import numpy as np

from lecturekit.draw.charts import spread_apart
from lecturekit.draw.palette import HIGHLIGHT_PALE, MUTED, PALE
from lecturekit.draw.perceptron import HALO
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK
from lecturekit.experiments.descents import (
    BOWLS,
    EVERY,
    FACTOR,
    HALF,
    SCHEDULES,
    drawn,
    edge_at_start,
    plans,
)
from lecturekit.experiments.descents import PLAN_STEPS as STEPS

TITLES = {
    "constant": "constant",
    "step": f"step decay: × {FACTOR} every {EVERY} steps",
    "cosine": f"cosine over {STEPS} steps",
    "inverse": f"inverse time: half at t = {HALF}",
}
GROUNDS = {"bowl": "bowl", "steep": "bowl with steep walls"}
WARM_UPS = (0, 10, 25, 50, 100)
STEP_SIZES = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
ALPHAS = (1e-4, 1.0)  # the ranges of the axes; what is outside is marked at their edge
LOSSES = (1e-4, 1e2)
NAMES = ("constant", "step decay", "cosine", "inverse time")
LEFT, WIDTH = 0.085, 0.8  # of both panels


class Schedules(Scene):
    """Top: the step size at every step. Bottom: J of one run, the mean of many, the noise floor.

    Values: ``schedule`` (a key of `SCHEDULES`), its base ``step_size`` α, ``warm_up`` steps
    (one of `WARM_UPS`), ``batch_size`` B (one of `BATCH_SIZES`), ``terrain`` (a key of
    `BOWLS`), ``seed`` of the minibatches. Part 4, step size.
    """

    size = (8.6, 4.9)
    widths = (1,)

    def build(self, ax):
        ax.axis("off")
        self.name, self.ends = self.heading(ax)
        self.name.xy = self.ends.xy = (LEFT, 1)
        bold = {"fontsize": 10.5, "fontweight": "bold", "ha": "right", "va": "bottom"}
        self.verdict = self.offset_words(ax, (0.99, 1), (0, 20), **bold)
        self._alphas(ax.inset_axes((LEFT, 0.66, WIDTH, 0.34)))
        self._losses(ax.inset_axes((LEFT, 0.0, WIDTH, 0.57)))

    def _alphas(self, ax):
        names = ["≤ 10⁻⁴", "0.001", "0.01", "0.1", "1"]
        self.logarithmic(ax, ALPHAS, 10.0 ** np.arange(-4, 1), names)
        ax.set(xlim=(0, STEPS), ylabel="step size αₜ")
        ax.set_xticks(range(0, STEPS + 1, 50), [])
        self.other_alphas = [self.guide(ax, color=PALE) for _ in SCHEDULES]
        self.alpha = self.guide(ax, color=HIGHLIGHT, lw=2.4, zorder=3)
        small = {"fontsize": 8.5, "va": "center", "apart": False}
        self.others = [self.words(ax, 1.01, 0.5, **small) for _ in SCHEDULES]
        self.edge = self.guide(ax, color=GRADIENT, lw=1.2, zorder=1.5)
        style = {"color": GRADIENT, "fontsize": 9, "zorder": 4, "path_effects": HALO}
        self.edge_name = self.moves(ax.text(STEPS - 3, 1, "", ha="right", va="bottom", **style))

    def _losses(self, ax):
        names = ["≤ 10⁻⁴", "0.001", "0.01", "0.1", "1", "10", "≥ 100"]
        self.logarithmic(ax, LOSSES, 10.0 ** np.arange(-4, 3), names)
        ax.set(xlim=(0, STEPS), xlabel="step t", ylabel="J")
        ax.set_xticks(range(0, STEPS + 1, 50))
        self.one = self.line(ax, color=HIGHLIGHT_PALE, lw=0.8, zorder=2)
        self.other_means = [self.guide(ax, color=PALE, zorder=2.2) for _ in SCHEDULES]
        self.mean = self.guide(ax, color=HIGHLIGHT, lw=2.4, zorder=3)
        self.floor = self.guide(ax, color=INK, ls=(0, (4, 2)), zorder=3.5)
        self.end = self.dot(ax)
        self.legend = self.offset_words(ax, (0, 1), (0, 6), fontsize=9, va="bottom")

    def update(self, schedule, step_size, warm_up, batch_size, terrain, seed):
        seen = plans(step_size, warm_up, batch_size, terrain, seed)
        index, ts = list(SCHEDULES).index(schedule), np.arange(STEPS + 1)
        for lines, rows in ((self.other_alphas, seen.alphas), (self.other_means, seen.mean)):
            for i, line in enumerate(lines):
                line.set_data(ts[: len(rows)], drawable(rows[:, i]))
                line.set_visible(i != index)
        wanted = 30 * (4 + np.log10(np.clip(seen.alphas[-1], *ALPHAS)))  # in points
        for i, height in enumerate(spread_apart(wanted, 14, 120) / 120):
            self.others[i].set(y=height, text=NAMES[i], color=HIGHLIGHT if i == index else MUTED)
        self.alpha.set_data(ts[:-1], drawable(seen.alphas[:, index]))
        self.mean.set_data(ts, drawable(seen.mean[:, index]))
        self.one.set_data(ts, drawable(seen.one[:, index]))
        floors = BOWLS[terrain].floor(seen.alphas[:, index], drawn(batch_size))
        there = np.isfinite(floors) & (floors > 0) & (seen.lost[index] == 0)
        self.floor.set_data(ts[:-1], np.where(there, drawable(floors), np.nan))
        self.legend.set_text(_legend(seen.runs, there.any()))
        edge, where = edge_at_start(terrain), "" if terrain == "bowl" else " at the start"
        self.edge.set_data([0, STEPS], [edge, edge])
        self.edge_name.set(text=f"2/κ{where} = {rounded(edge, 2)}", y=edge * 1.07)
        self.place(self.end, STEPS, seen.ends[index], LOSSES)
        self.name.set_text(_title(schedule, warm_up))
        batch = "all examples" if batch_size == "all" else f"B = {batch_size}"
        self.ends.set_text(f"base α = {step_size:g}, {batch}, {GROUNDS[terrain]}")
        words, colour = verdict(seen, index)
        self.verdict.set(text=words, color=colour)

    def describe(self, schedule, step_size, warm_up, batch_size, terrain, seed):
        seen = plans(step_size, warm_up, batch_size, terrain, seed)
        ends = ", ".join(
            f"{name} {'diverged' if lost else rounded(end)}"
            for name, end, lost in zip(SCHEDULES, seen.ends, seen.lost, strict=True)
        )
        batch, noise = f"batches of {batch_size}", f" (seed {seed})"
        if batch_size == "all":
            batch, noise = "all examples", ""
        words, _ = verdict(seen, list(SCHEDULES).index(schedule))
        return (
            f"SGD with {batch} on a {GROUNDS[terrain]}{noise}; {_title(schedule, warm_up)}, base "
            f"step size {step_size:g}: {words}. Mean J at the end of {STEPS} steps for each "
            f"schedule: {ends}."
        )


def verdict(seen, index):
    """Return a few words on the result of this schedule, and their colour."""
    lost, end = seen.lost[index], seen.ends[index]
    if lost:
        return "diverged" + (f": {lost} of {seen.runs} runs" if seen.runs > 1 else ""), GRADIENT
    if end > 0.3 * seen.mean[0, index]:
        return f"J at the end: {rounded(end)}, not settled", GRADIENT
    return f"J at the end: {rounded(end) if end >= LOSSES[0] else 'below 10⁻⁴'}", HIGHLIGHT


def _legend(runs, floor):
    """Name the curves shown: without noise a single run, and no floor if it diverges."""
    words = "one run: without noise, all runs are equal"
    if runs > 1:
        words = f"thick: mean of {runs} runs;  thin: one of them"
    dashed = ";  dashed: noise floor of αₜ" if floor else ""
    return f"{words}{dashed};  grey: the other schedules"


def _title(schedule, warm):
    return TITLES[schedule] + (f"; warm-up over {warm} steps" if warm else "")
