"""Five optimizers go down the same ground from the same place, with the same minibatches."""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.history import CURVES
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.excess import WORDS, Excess
from lecturekit.draw.scenes.ground import Ground
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import INK, MUTED
from lecturekit.experiments.iris_problems import (
    BATCH_SIZE,
    EPOCHS,
    OWN,
    RUNNERS,
    TUNED,
    problem,
    race,
)
from lecturekit.experiments.trends import LONG, diverged, walk_trend

LAST = EPOCHS * problem("round").n // BATCH_SIZE
WINDOW = 20  # steps over which the order is decided: a single one is luck
COLOURS = dict(zip(RUNNERS, (CURVES[0], CURVES[4], CURVES[2], CURVES[3], CURVES[1]), strict=True))


class OptimizerRace(Scene):
    """Left the ground with five trails, right J − J* against the number of the step.

    Values: ``landscape`` (a problem), ``step_size`` (`OWN`, or one number for all), ``start`` (0,
    1 or 2), ``seed`` of the shuffling, and the step ``t``. Part 4, momentum.
    """

    size = (8.6, 4.75)
    widths = (1, 1.15)

    def build(self, left, right):
        self.ground = Ground(self, left)
        looks = {name: {"color": colour, "lw": 1.4} for name, colour in COLOURS.items()}
        self.excess = Excess(self, right, LAST, looks, room=0.36)
        right.set_xlabel(f"step t, each of {BATCH_SIZE} gradients")
        self.trails, self.heads = {}, {}
        for name, look in looks.items():
            self.trails[name] = self.line(left, **look, alpha=0.85, zorder=3)
            self.heads[name] = self.dot(left, look["color"], mew=1.3)
        self.start = self.line(left, "o", ms=9, mfc="none", mec=INK, mew=1.6, zorder=5)
        (self.name, self.sizes), (self.state, self.numbers) = self.ground.titles(right, lines=3)
        self.sizes.set_color(MUTED)

    def update(self, landscape, step_size, start, seed, t):
        t, ground = min(t, LAST), problem(landscape)
        self.ground.show(landscape)
        walks = race(landscape, step_size, start, seed)
        for name, steps in walks.items():
            first = self.ground.walk(self.trails[name], self.heads[name], steps.thetas[: t + 1])
            self.excess.show(name, np.arange(t + 1), steps.losses[: t + 1] - ground.least)
        self.start.set_data(*first)  # the same for all
        self.excess.write({name: name for name in RUNNERS})
        self.name.set_text(ground.name)
        state, basis = _ranking(walks, ground, t)
        leads = f"leads: {basis}" if basis else ""
        self.sizes.set_text(f"{ground.formula},  batches of {BATCH_SIZE}\n{leads}")
        self.state.set_text(state)
        self.numbers.set_text(_step_sizes(landscape, step_size))

    def describe(self, landscape, step_size, start, seed, t):
        t, ground = min(t, LAST), problem(landscape)
        walks = race(landscape, step_size, start, seed)
        each = "; ".join(
            f"{name} with α = {TUNED[landscape][name] if step_size == OWN else step_size:g} is at "
            f"{rounded(steps.losses[t] - ground.least)} "
            f"({WORDS[walk_trend(steps.losses[: t + 1] - ground.least, noisy=True)][0]})"
            for name, steps in walks.items()
        )
        state, basis = _ranking(walks, ground, t)
        basis = f" ({basis})" if basis else ""
        return (
            f"Five optimizers on the landscape “{ground.name}” after {count(t, 'step')} with the "
            f"same batches of {BATCH_SIZE}, from start {'ABC'[start]} (seed {seed}). How far J is "
            f"above its least value: {each}. {state[0].upper()}{state[1:]}{basis}."
        )


def _ranking(walks, ground, t):
    """Say who leads, and by what: the mean of J over the last steps."""
    if t == 0:
        return "the start: all at one place", ""
    J = {name: steps.losses[: t + 1] - ground.least for name, steps in walks.items()}
    lost = sum(bool(diverged(excess, LONG)) for excess in J.values())
    if lost == len(walks):
        return "all have diverged", ""
    best = min(J, key=lambda name: J[name][max(1, t + 1 - WINDOW) :].mean())
    basis = f"J on average over the last {min(t, WINDOW)} steps" if t > 1 else "J after one step"
    return f"step {t}: {best} leads" + (f", {lost} diverged" if lost else ""), basis


def _step_sizes(landscape, step_size):
    if step_size != OWN:
        return f"one step size for all: α = {step_size:g}"
    sizes = [f"{name} {size:g}" for name, size in TUNED[landscape].items()]
    return f"each its own α: {', '.join(sizes[:2])},\n{', '.join(sizes[2:])}"
