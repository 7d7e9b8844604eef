"""The largest curvature of a network's loss against 2/α, while gradient descent trains it."""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.sharpness import SHARPNESS_STEPS, moons_objective, sharpness

LOSSES, CURVATURES = (0.004, 25.0), (0.0, 2.3)  # ranges of the axes
ACROSS = np.linspace(-2, 2, 81)  # from the floor of the valley
HEIGHTS = (0.0, 1.2)


class Curvature(Scene):
    """Left: J, and κ with 2/α, against the step. Right: J in the direction of curvature κ.

    Values: ``step_size`` α, the ``seed`` of the initial weights, step ``t``. Part 3, gradient
    descent.
    """

    size = (10.4, 2.6)
    widths = (1.3, 1)

    def build(self, left, right):
        above, below = left.get_subplotspec().subgridspec(2, 1, height_ratios=(1, 1))
        left.remove()
        losses, curvatures = (self.figure.add_subplot(part) for part in (above, below))
        self._histories(losses, curvatures)
        self._valley(right)

    def _histories(self, losses, curvatures):
        for ax in (losses, curvatures):
            ax.set_xlim(0, SHARPNESS_STEPS)
        losses.set(ylabel="J", xticklabels=[])
        self.logarithmic(losses, LOSSES, [0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        curvatures.set(xlabel="step t", ylim=CURVATURES, yticks=[0, 1, 2])
        curvatures.set_ylabel("curvature κ", color=HIGHLIGHT)
        self.moves(*curvatures.spines.values())
        self.loss = self.line(losses, color=INK, lw=2, zorder=3)
        self.rises = self.line(losses, "o", color=GRADIENT, ms=3.5, mew=0, zorder=4)
        self.edge = self.line(curvatures, color=GRADIENT, lw=1.8, ls=(0, (5, 2)), zorder=3)
        self.kappa = self.line(curvatures, color=HIGHLIGHT, lw=2.2, zorder=4)
        self.dots = [self.dot(ax, size=8, mew=1.2) for ax in (losses, curvatures)]
        self.numbers, self.state = self.heading(losses)
        look = {"va": "center", "fontsize": 10, "color": GRADIENT}
        place = curvatures.get_yaxis_transform()
        self.name = self.words(curvatures, 1.01, 1, transform=place, **look)
        self.name.set_text("2/α")
        self.spacer(curvatures, 1.01, 0.5, "2/α", **look | {"color": "none"})

    def _valley(self, ax):
        ax.set(xlim=ACROSS[[0, -1]], ylim=HEIGHTS, xticks=[-2, -1, 0, 1, 2], ylabel="J")
        ax.set_xlabel("distance from the floor of the parabola")
        ax.axvline(0, color=MUTED, lw=0.7, zorder=0.6)
        self.moves(*ax.spines.values())
        self.parabola = self.line(ax, color=MUTED, lw=1.6, ls=(0, (4, 2)), zorder=2)
        self.curve = self.line(ax, color=INK, lw=2.2, zorder=3)
        self.next = self.line(ax, "o", ms=9, mfc="white", mec=GRADIENT, mew=2, zorder=5)
        self.next.set_clip_on(False)
        self.here = self.dot(ax)
        self.above = self.words(ax, 0.25, 0.5, ha="center", color=MUTED)
        self.factor, self.verdict = self.heading(ax)

    def update(self, step_size, seed, t):
        run, t = sharpness(step_size, seed), min(t, SHARPNESS_STEPS)
        steps, losses = np.arange(t + 1), drawable(run.losses[: t + 1])
        self.loss.set_data(steps, losses)
        rose = np.flatnonzero(np.diff(run.losses[: t + 1]) > 0) + 1
        self.rises.set_data(rose, losses[rose])
        self.kappa.set_data(steps, run.curvatures[: t + 1])
        self.edge.set_data([0, SHARPNESS_STEPS], [2 / step_size] * 2)
        self.name.set_y(min(2 / step_size, CURVATURES[1]))
        self.place(self.dots[0], t, run.losses[t], LOSSES)
        self.place(self.dots[1], t, run.curvatures[t], CURVATURES)
        self.numbers.set_text(f"α = {step_size:g},  step {t},  J = {rounded(run.losses[t])}")
        words, colour = _state(run, step_size, t)
        self.state.set(text=words, color=colour)
        self._cut(run, step_size, seed, t)

    def _cut(self, run, step_size, seed, t):
        f, _ = moons_objective(seed)
        theta, v, kappa = run.thetas[t], run.directions[t], run.curvatures[t]
        here = f(theta)[1] @ v / kappa  # from the floor of the parabola with this slope and κ
        factor = 1 - step_size * kappa
        floor = run.losses[t] - kappa * here**2 / 2
        heights = [f(theta + s * v)[0] for s in ACROSS - here]
        self.curve.set_data(ACROSS, drawable(heights))
        self.parabola.set_data(ACROSS, drawable(floor + kappa * ACROSS**2 / 2))
        there = here * factor
        for dot, u in ((self.here, here), (self.next, there)):
            J = f(theta + (u - here) * v)[0]
            u = np.clip(u, *ACROSS[[0, -1]])
            self.place(dot, u, J, HEIGHTS)
        self.above.set_text("" if min(heights) < HEIGHTS[1] else "here J is above 1.2")
        self.factor.set_text(f"1 − ακ = {rounded(factor)}")
        words, colour = _verdict(factor)
        self.verdict.set(text=words, color=colour)

    def describe(self, step_size, seed, t):
        run, t = sharpness(step_size, seed), min(t, SHARPNESS_STEPS)
        risen = int(np.sum(np.diff(run.losses[: t + 1]) > 0))
        return (
            f"A network of 33 parameters after {count(t, 'step')} of size {step_size:g} on the "
            f"half-moons: J went from {rounded(run.losses[0])} to {rounded(run.losses[t])} and "
            f"rose {count(risen, 'time')}. Now {_state(run, step_size, t)[0]}; in the direction of "
            f"the largest curvature it {_verdict(1 - step_size * run.curvatures[t])[0]}."
        )


def _state(run, step_size, t):
    kappa, limit = run.curvatures[t], 2 / step_size
    rises = run.losses[t + 1] > run.losses[t]
    shown = f"{kappa:.2f}" if abs(kappa - limit) > 0.005 else f"{kappa:.4f}"  # never "0.20 > 0.2"
    words = f"κ = {shown} {'>' if kappa > limit else '<'} 2/α = {rounded(limit)}"
    then = "raises" if rises else "lowers"
    return f"{words}: the next step {then} J", GRADIENT if rises else HIGHLIGHT


def _verdict(factor):
    if factor >= 0:
        return "stays on its side of the floor", HIGHLIGHT
    if factor > -1:
        return "crosses the floor, and ends closer to it", HIGHLIGHT
    return "crosses the floor, and ends farther from it", GRADIENT
