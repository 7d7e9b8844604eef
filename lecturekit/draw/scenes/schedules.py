"""Schedules of the step size, and what they do to the loss of SGD."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit.draw.perceptron import HALO
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.panels import dot, drawable, guide, heading, logarithmic, place_dot
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.scenes.step_sizes import drawn
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK
from lecturekit.experiments.quadratics import NoisyQuadratic
from lecturekit.schedules import constant, cosine, inverse_time, step_decay, warm_up

STEPS = 400
RUNS = 100  # of which the mean is taken
EVERY, FACTOR, HALF = 100, 0.3, 50  # of the step decay and the inverse time
LATE = 20  # steps at the end over which J is averaged
SCHEDULES = {
    "constant": "constant",
    "step": f"step decay: × {FACTOR} every {EVERY} steps",
    "cosine": f"cosine over {STEPS} steps",
    "inverse": f"inverse time: half at t = {HALF}",
}
TERRAINS = {
    "bowl": ("bowl", NoisyQuadratic((0.2, 4.0))),
    "steep": ("bowl with steep walls", NoisyQuadratic((0.2, 4.0), wall=2.0)),
}
START = (-2.5, 1.5)
WARM_UPS = (0, 10, 25, 50, 100)
STEP_SIZES = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
ALPHAS = (1e-4, 1.0)  # the ranges of the axes; what lies outside is marked at their edge
LOSSES = (1e-4, 1e2)
PALE = "#AEB6C4"


class Schedules(Scene):
    """Above the step size at every step, below J: one run, the mean of many, the noise floor.

    Values: ``schedule`` (a key of `SCHEDULES`), its base ``step_size`` α, ``warm_up`` steps
    (one of `WARM_UPS`), ``batch_size`` B (one of `step_sizes.BATCH_SIZES`), ``terrain`` (a key of
    `TERRAINS`), ``seed`` of the minibatches. Part 4, step size.
    """

    size = (8.6, 4.9)
    widths = (1,)

    def build(self, ax):
        ax.axis("off")
        self.name, self.ends = heading(self, ax)
        self.verdict = ax.annotate(
            *("", (0.99, 1), (0, 20)),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontsize=10.5,
            fontweight="bold",
        )
        self.moves(self.verdict, apart=True)
        self._alphas(ax.inset_axes((0.085, 0.66, 0.905, 0.34)))
        self._losses(ax.inset_axes((0.085, 0.0, 0.905, 0.57)))

    def _alphas(self, ax):
        names = ["≤ 10⁻⁴", "0.001", "0.01", "0.1", "1"]
        logarithmic(self, ax, ALPHAS, 10.0 ** np.arange(-4, 1), names)
        ax.set(xlim=(0, STEPS), ylabel="step size α(t)")
        ax.set_xticks(range(0, STEPS + 1, 50), [])
        self.other_alphas = [guide(self, ax, color=PALE) for _ in SCHEDULES]
        self.alpha = guide(self, ax, color=HIGHLIGHT, lw=2.4, zorder=3)
        self.edge = guide(self, ax, color=GRADIENT, lw=1.2, zorder=1.5)
        style = {"color": GRADIENT, "fontsize": 9, "zorder": 4, "path_effects": HALO}
        self.edge_name = ax.text(STEPS - 3, 1, "", ha="right", va="bottom", **style)
        self.moves(self.edge_name)

    def _losses(self, ax):
        names = ["≤ 10⁻⁴", "0.001", "0.01", "0.1", "1", "10", "≥ 100"]
        logarithmic(self, ax, LOSSES, 10.0 ** np.arange(-4, 3), names)
        ax.set(xlim=(0, STEPS), xlabel="step t", ylabel="J")
        ax.set_xticks(range(0, STEPS + 1, 50))
        (self.one,) = ax.plot([], [], color="#8FC7BC", lw=0.8, zorder=2)
        self.moves(self.one)
        self.other_means = [guide(self, ax, color=PALE, zorder=2.2) for _ in SCHEDULES]
        self.mean = guide(self, ax, color=HIGHLIGHT, lw=2.4, zorder=3)
        self.floor = guide(self, ax, color=INK, ls=(0, (4, 2)), zorder=3.5)
        self.end = dot(self, ax)
        self.legend = ax.annotate(
            *("", (0, 1), (0, 6)),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=9,
            va="bottom",
        )
        self.moves(self.legend, apart=True)

    def update(self, schedule, step_size, warm_up, batch_size, terrain, seed):
        names, bowl = list(SCHEDULES), TERRAINS[terrain][1]
        seen = runs(step_size, warm_up, batch_size, terrain, seed)
        index, ts = names.index(schedule), np.arange(STEPS + 1)
        for i in range(len(names)):
            for line, rows in (
                (self.other_alphas[i], seen.alphas),
                (self.other_means[i], seen.mean),
            ):
                line.set_data(ts[: len(rows)], drawable(rows[:, i]))
                line.set_visible(i != index)
        self.alpha.set_data(ts[:-1], drawable(seen.alphas[:, index]))
        self.mean.set_data(ts, drawable(seen.mean[:, index]))
        self.one.set_data(ts, drawable(seen.one[:, index]))
        floors = bowl.floor(seen.alphas[:, index], drawn(batch_size))
        there = np.isfinite(floors) & (floors > 0) & (seen.lost[index] == 0)
        self.floor.set_data(ts[:-1], np.where(there, drawable(floors), np.nan))
        self.legend.set_text(_legend(seen.runs, there.any()))
        edge = edge_at_start(terrain)
        self.edge.set_data([0, STEPS], [edge, edge])
        self.edge_name.set_text(_edge_words(terrain))
        self.edge_name.set_y(edge * 1.07)
        place_dot(self.end, STEPS, seen.ends[index], LOSSES)
        self.name.set_text(_title(schedule, warm_up))
        batch = "all examples" if batch_size == "all" else f"B = {batch_size}"
        self.ends.set_text(f"base α = {step_size:g}, {batch}, {TERRAINS[terrain][0]}")
        words, good = verdict(seen, index)
        self.verdict.set(text=words, color=HIGHLIGHT if good else GRADIENT)

    def describe(self, schedule, step_size, warm_up, batch_size, terrain, seed):
        seen = runs(step_size, warm_up, batch_size, terrain, seed)
        ends = ", ".join(
            f"{name} {'diverged' if lost else rounded(end)}"
            for name, end, lost in zip(SCHEDULES, seen.ends, seen.lost, strict=True)
        )
        batch = "all examples" if batch_size == "all" else f"batches of {batch_size}"
        noise = "" if batch_size == "all" else f" (seed {seed})"
        words, _ = verdict(seen, list(SCHEDULES).index(schedule))
        return (
            f"SGD with {batch} on a {TERRAINS[terrain][0]}{noise}; "
            f"{_title(schedule, warm_up)}, base step size {step_size:g}: {words}. Mean J at the "
            f"end of {STEPS} steps for each schedule: {ends}."
        )


class Runs(NamedTuple):
    """All schedules under the same minibatches.

    ``alphas`` has the shape (T, 4), ``mean`` over `RUNS` and ``one`` run (T + 1, 4); ``ends``
    and ``lost``, the number of runs that diverged, (4,).
    """

    alphas: np.ndarray
    mean: np.ndarray
    one: np.ndarray
    ends: np.ndarray
    lost: np.ndarray
    runs: int


def schedule_of(name, step_size, warm):
    """Return α as a function of t."""
    made = {
        "constant": lambda: constant(step_size),
        "step": lambda: step_decay(step_size, EVERY, FACTOR),
        "cosine": lambda: cosine(step_size, STEPS),
        "inverse": lambda: inverse_time(step_size, HALF),
    }[name]()
    return warm_up(made, warm) if warm else made


@lru_cache(maxsize=128)
def runs(step_size, warm, batch_size, terrain, seed):
    """Run all schedules `RUNS` times at once; once for each setting."""
    bowl = TERRAINS[terrain][1]
    made = [schedule_of(name, step_size, warm) for name in SCHEDULES]
    alphas = np.array([[alpha(t) for alpha in made] for t in range(STEPS)])
    centres = _centres(batch_size, seed)
    thetas = bowl.descend(START, alphas[:, :, None], centres[:, None])
    losses = bowl.loss(thetas)
    with np.errstate(over="ignore"):
        mean = losses.mean(axis=2)
    lost = np.sum(~(losses[-1] <= 10 * losses[0]), axis=1)
    return Runs(alphas, mean, losses[:, :, 0], _end(mean), lost, losses.shape[2])


def _end(mean):
    with np.errstate(over="ignore"):
        return mean[-LATE:].mean(axis=0)


@lru_cache(maxsize=32)
def _centres(batch_size, seed):
    rng = np.random.default_rng(seed)
    runs = (1,) if batch_size == "all" else (RUNS,)  # without noise they are all the same
    return TERRAINS["bowl"][1].centres(drawn(batch_size), STEPS, rng, runs)


def edge_at_start(terrain):
    """Return 2/κ, where κ is the largest curvature at the start."""
    bowl = TERRAINS[terrain][1]
    return 2 / max(k + 3 * bowl.wall * x**2 for k, x in zip(bowl.curvatures, START, strict=True))


def verdict(seen, index):
    """Say in a few words where this schedule has led, and whether that is well."""
    lost = seen.lost[index]
    if lost:
        return f"diverged: {lost} of {seen.runs} runs" if seen.runs > 1 else "diverged", False
    end = seen.ends[index]
    if end > 0.3 * seen.mean[0, index]:
        return f"J at the end: {rounded(end)}, not settled", False
    return f"J at the end: {rounded(end) if end >= LOSSES[0] else 'below 10⁻⁴'}", True


def _legend(runs, floor):
    """Name the curves that there are: without noise a single run, where it diverges no floor."""
    words = "one run: without noise all are the same"
    if runs > 1:
        words = f"thick: mean of {runs} runs;  thin: one of them"
    dashed = ";  dashed: noise floor of α(t)" if floor else ""
    return f"{words}{dashed};  grey: the other schedules"


def _title(schedule, warm):
    words = SCHEDULES[schedule]
    return f"{words}; warm-up over {warm} steps" if warm else words


def _edge_words(terrain):
    where = "" if terrain == "bowl" else " at the start"
    return f"2/κ{where} = {rounded(edge_at_start(terrain), 2)}"
