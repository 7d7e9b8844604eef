"""A race of optimizers on problems with two parameters.

The figure shows the landscape from above, and beside it how far J is above its minimum.
"""

from functools import cache, lru_cache

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.charts import spread_apart
from lecturekit.draw.descent import HEIGHTS, mark_end, within_reach
from lecturekit.draw.palette import CURVES
from lecturekit.draw.planes import field, level_line
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import INK, MUTED
from lecturekit.experiments.iris_problems import (
    BATCH_SIZE,
    EPOCHS,
    NAMES,
    OWN,
    RUNNERS,
    TUNED,
    problem,
    race,
)
from lecturekit.experiments.trends import LONG, diverged

LAST = EPOCHS * len(problem("long").x) // BATCH_SIZE
WINDOW = 20  # steps over which J is averaged: a single one is luck
COLOURS = dict(zip(RUNNERS, (CURVES[0], CURVES[4], CURVES[2], CURVES[3], CURVES[1]), strict=True))

# ---- the ground ----------------------------------------------------------------------------------

ACROSS = 101  # points per side at which J is computed
LEVELS = 0.0041 * 2.0 ** np.arange(15)  # of J − J*: it doubles from contour to contour
DEEPEST = 1e-3  # J − J* with the lightest shade
TITLES = {name: problem(name).name for name in NAMES}
RIGHT = 0.87  # height to width of the panel beside it, which makes both equally high
UNIT = ((0.0, 1.0), (0.0, 1.0))


class Ground:
    """A panel that shows one of the problems, and can switch to another.

    The panel is one unit wide and high for any range of θ, so its frame never changes, only the
    text along it. The artists become moving ones of the `scene`.
    """

    def __init__(self, scene, ax):
        self.ax, self.scene = ax, scene
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[0.0, 0.5, 1.0], yticks=[0.0, 0.5, 1.0])
        ax.set_xticklabels([])
        ax.set_yticklabels([])
        ax.set_box_aspect(1)
        ax.spines[:].set_visible(False)
        blank = np.zeros((ACROSS, ACROSS))
        self.image = scene.moves(field(ax, blank, *UNIT, HEIGHTS, margin=False, zorder=0.6))
        self.contours = scene.line(ax, color=MUTED, lw=0.8, zorder=1)
        self.minimum = scene.line(ax, "x", color=INK, ms=8, mew=1.8, zorder=2)
        below = {"va": "top", "ha": "center", "fontsize": 9, "color": MUTED}
        beside = {"va": "center", "ha": "right", "fontsize": 9, "color": MUTED}
        self.across = [scene.words(ax, place, -0.04, **below) for place in (0, 0.5, 1)]
        self.upwards = [scene.words(ax, -0.035, y, **beside) for y in (0.02, 0.5, 0.98)]
        ax.set(xlabel=" ", ylabel=" ")  # makes the layout leave room for moving text
        label = {"transform": ax.transAxes, "fontsize": 10}
        ax.text(0.25, -0.035, "θ₁", va="top", ha="center", **label)
        ax.text(-0.035, 0.25, "θ₂", va="center", ha="right", **label)
        scene.spacer(ax, -0.1, 0.5, "z", ha="right", fontsize=10)
        for name in NAMES:
            _surveyed(name)  # computed now, not when somebody moves a control
        self._shown = None

    def titles(self, right):
        """Make a heading and two lines of words above this panel and above the one to its right.

        Returns
        -------
        list of (heading, words)
        """
        right.set_box_aspect(RIGHT)
        pairs, height = [], 1.151
        for ax in (self.ax, right):
            self.scene.room(ax, 45.5)
            bold = {"fontweight": "bold", "fontsize": 10.5, "va": "bottom"}
            heading = self.scene.words(ax, 0, height, **bold)
            more = {"fontsize": 9.5, "va": "top", "linespacing": 1.25}
            pairs.append((heading, self.scene.words(ax, 0, height, **more)))
        return pairs

    def show(self, name):
        """Show a problem."""
        if name == self._shown:
            return
        self._shown, ground = name, problem(name)
        heights, lines = _surveyed(name)
        self.image.set_data(heights)
        self.contours.set_data(*lines.T)
        self.minimum.set_data(*self.places(ground.minimum[None]).T)
        for texts, limits in zip((self.across, self.upwards), ground.limits, strict=True):
            for text, mark in zip(texts, (limits[0], sum(limits) / 2, limits[1]), strict=True):
                text.set_text(minus(f"{mark:g}"))

    def places(self, thetas):
        """Return the positions of points θ in the panel, as many as can be drawn, shape (k, 2)."""
        limits = np.array(problem(self._shown).limits)
        with np.errstate(all="ignore"):
            places = (thetas - limits[:, 0]) / np.ptp(limits, axis=1)
            return within_reach(places, UNIT)

    def walk(self, way, dot, thetas):
        """Show the trail of a walk as a line with a dot at its end; return its start."""
        places = self.places(thetas)
        way.set_data(*places.T)
        mark_end(dot, places, UNIT, len(places) == len(thetas))
        return places[:1].T


@cache
def _surveyed(name):
    """Return the shading of a problem and its contours, both in the unit square."""
    ground = problem(name)
    sides = [np.linspace(*limits, ACROSS) for limits in ground.limits]
    J = ground.losses(np.stack(np.meshgrid(*sides), axis=-1)) - ground.least
    height = np.log(np.maximum(J, DEEPEST) / DEEPEST)
    unit = np.linspace(0, 1, ACROSS)
    lines = level_line(unit, unit, J, LEVELS)
    return height / height.max(), lines


# ---- J − J* --------------------------------------------------------------------------------------

LIMITS = (1e-3, 1e2)  # of the axis; what is outside is marked at its edge
HEIGHT, GAP = 230, 13  # of the panel, and between two names, in points
ROOM = 0.36  # for the names, as a fraction of the axis
CLEAR = 0.03  # of the width of the panel, between the end of a curve and its name


class Excess:
    """The panel, the curves of all runners, and their names; all move with the `scene`."""

    def __init__(self, scene, ax):
        ticks = ["≤ 0.001", "0.01", "0.1", "1", "10", "≥ 100"]
        scene.logarithmic(ax, LIMITS, 10.0 ** np.arange(-3, 3), ticks)
        ax.set(xlim=(0, LAST * (1 + ROOM)), xticks=np.linspace(0, LAST, 5))
        ax.set_ylabel(f"$J - J^*$, mean of {WINDOW} steps")
        self.curves, self.heads, self.names = {}, {}, {}
        for level, (name, colour) in enumerate(COLOURS.items()):
            zorder = 2 + 0.1 * level
            self.curves[name] = scene.line(ax, zorder=zorder, color=colour, lw=1.4)
            self.heads[name] = scene.dot(ax, colour, 7, mew=1.2, zorder=zorder + 2)
            bold = {"color": colour, "fontweight": "bold", "fontsize": 9.5}
            self.names[name] = scene.moves(ax.text(0, 0, name, va="center", zorder=6, **bold))

    def show(self, name, excess):
        """Show the mean J − J* at every step so far; infinite values are allowed."""
        self.curves[name].set_data(np.arange(len(excess)), drawable(excess))
        Scene.place(self.heads[name], len(excess) - 1, excess[-1], LIMITS)

    def write_names(self):
        """Write the names beside the ends of the curves, moved apart."""
        ends = np.array([head.get_xydata()[0] for head in self.heads.values()])
        heights = np.log(ends[:, 1] / LIMITS[0]) / np.log(LIMITS[1] / LIMITS[0])
        places = spread_apart(HEIGHT * heights, GAP, HEIGHT) / HEIGHT
        x = ends[:, 0].max() + CLEAR * LAST  # in one column, to cover no curves
        for name, place in zip(self.names.values(), places, strict=True):
            name.set(x=x, y=LIMITS[0] * (LIMITS[1] / LIMITS[0]) ** place)


# ---- the race ------------------------------------------------------------------------------------


class OptimizerRace(Scene):
    """Left: the landscape with five trails. Right: J − J* against the step.

    Values: ``landscape`` (a problem), ``step_size`` (`OWN`, or one number for all), ``start`` (0,
    1 or 2), ``seed`` of the shuffling, and the step ``t``. Part 4, momentum.
    """

    size = (8.6, 4.75)
    widths = (1, 1.15)

    def build(self, left, right):
        self.ground = Ground(self, left)
        self.excess = Excess(self, right)
        right.set_xlabel(f"step t, each of {BATCH_SIZE} gradients")
        self.trails, self.heads = {}, {}
        for name, colour in COLOURS.items():
            self.trails[name] = self.line(left, color=colour, lw=1.4, alpha=0.85, zorder=3)
            self.heads[name] = self.dot(left, colour, mew=1.3)
        self.start = self.line(left, "o", ms=9, mfc="none", mec=INK, mew=1.6, zorder=5)
        (self.name, self.sizes), (self.state, self.numbers) = self.ground.titles(right)
        self.sizes.set_color(MUTED)

    def update(self, landscape, step_size, start, seed, t):
        t, ground = min(t, LAST), problem(landscape)
        self.ground.show(landscape)
        walks = race(landscape, step_size, start, seed)
        means = recent(landscape, step_size, start, seed)
        for name, steps in walks.items():
            first = self.ground.walk(self.trails[name], self.heads[name], steps.thetas[: t + 1])
            self.excess.show(name, means[name][: t + 1])
        self.start.set_data(*first)  # the same for all
        self.excess.write_names()
        self.name.set_text(ground.name)
        self.sizes.set_text(f"{ground.formula},  batches of {BATCH_SIZE}")
        self.state.set_text(_ranking(walks, means, t))
        self.numbers.set_text(_step_sizes(landscape, step_size))

    def describe(self, landscape, step_size, start, seed, t):
        t, ground = min(t, LAST), problem(landscape)
        walks = race(landscape, step_size, start, seed)
        means = recent(landscape, step_size, start, seed)
        each = "; ".join(
            f"{name} with α = {TUNED[landscape][name] if step_size == OWN else step_size:g} is at "
            f"{rounded(means[name][t])}"
            for name in walks
        )
        state = _ranking(walks, means, t)
        return (
            f"Five optimizers on the landscape “{ground.name}” after {count(t, 'step')} with the "
            f"same batches of {BATCH_SIZE}, from start {'ABC'[start]} (seed {seed}). How far J is "
            f"above its minimum, as a mean of {WINDOW} steps: {each}. "
            f"{state[0].upper()}{state[1:]}."
        )


@lru_cache(maxsize=64)
def recent(landscape, step_size, start, seed):
    """Return the mean J − J* of the last `WINDOW` steps, at every step, of each runner by name."""
    means = {}
    for name, steps in race(landscape, step_size, start, seed).items():
        excess = steps.losses - problem(landscape).least
        windows = (excess[max(1, t + 1 - WINDOW) : t + 1] for t in range(1, LAST + 1))
        means[name] = np.array([excess[0], *(window.mean() for window in windows)])
    return means


def _ranking(walks, means, t):
    """Return which optimizer leads: by the mean of J over the last steps, which the curves show."""
    if t == 0:
        return "the start: all at one point"
    lost = sum(bool(diverged(steps.losses[: t + 1], LONG)) for steps in walks.values())
    if lost == len(walks):
        return "all have diverged"
    best = min(means, key=lambda name: means[name][t])
    return f"step {t}: {best} leads" + (f", {lost} diverged" if lost else "")


def _step_sizes(landscape, step_size):
    if step_size != OWN:
        return f"one step size for all: α = {step_size:g}"
    sizes = [f"{name} {size:g}" for name, size in TUNED[landscape].items()]
    return f"each its own α: {', '.join(sizes[:2])},\n{', '.join(sizes[2:])}"
