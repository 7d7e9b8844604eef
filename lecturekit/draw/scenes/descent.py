"""Gradient descent on curves and bowls: how large a step may be before it fails."""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.descent import (
    draw_descent_contours,
    draw_descent_curve,
    mark_end,
    update_descent_contours,
    update_descent_curve,
)
from lecturekit.draw.palette import PALE
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.descents import DESCENT_STEPS as STEPS
from lecturekit.experiments.descents import REACH, TERRAINS, descent
from lecturekit.experiments.trends import descent_trend

LOSSES = (1e-6, 1e4)  # the range of the axis; what is outside is marked at its edge
WORDS = {
    "start": ("the start", HIGHLIGHT),
    "arrived": ("arrived: the gradient is 0", HIGHLIGHT),
    "falling": ("J is falling", HIGHLIGHT),
    "slow": ("slow: J falls by less than 1 % per step", HIGHLIGHT),
    "zigzag": ("J falls, but in zigzag: steps overshoot", HIGHLIGHT),
    "to and fro": ("back and forth between two points", GRADIENT),
    "rising": ("J has risen: the step was too large", GRADIENT),
    "above": ("J is above its start: steps too large", GRADIENT),
    "stuck": ("stuck above its start", GRADIENT),
    "diverged": ("diverged: J stays above its start", GRADIENT),
}


class Descent(Scene):
    """Left: the function and the steps on it. Right: J against the step.

    Values: ``terrain`` (a key of `TERRAINS`), ``step_size`` α, the start ``x`` and, where there
    are two parameters, ``y``; step ``t``. Part 3, gradient descent.
    """

    size = (8.6, 4.25)
    widths = (1, 1.2)

    def build(self, left, right):
        self._ground(left)
        names = ["≤ 10⁻⁶", "10⁻⁴", "0.01", "1", "100", "≥ 10⁴"]
        self.logarithmic(right, LOSSES, 10.0 ** np.arange(-6, 5, 2), names)
        right.set(xlim=(0, STEPS), xlabel="step t", ylabel="J")
        self.all = self.line(right, color=PALE, lw=1.4, zorder=2)
        self.curve = self.line(right, color=HIGHLIGHT, lw=2.2, zorder=3)
        self.now = self.dot(right, size=10, mew=1.5, zorder=5)
        above = {"lines": 3, "heights": (1.175, 1.1, 1.025), "pad": 40}
        self.name, self.formula, self.limit = self.heading(left, **above)
        self.state, self.numbers, _ = self.heading(right, **above)
        self.figure.get_layout_engine().set(wspace=0.06)

    def _ground(self, left):
        limits = (-REACH, REACH)
        left.set(xlim=limits, ylim=limits, xticks=[-2, 0, 2], yticks=[])
        left.set_box_aspect(1)
        self.pictures, self.artists = {}, {}
        for key, terrain in TERRAINS.items():
            ax = left.inset_axes((0, 0, 1, 1))
            path = descent(key, 0.1, 2.0, 1.0)
            if terrain.top:
                heights = (-0.05 * terrain.top, terrain.top)
                picture = draw_descent_curve(ax, terrain.f, path, limits, heights, t=0)
            else:
                picture = draw_descent_contours(ax, terrain.f, path, limits, limits, t=0)
            ax.axis("off")
            picture.now.set_clip_on(False)  # not cut off at the edge
            parts = [part for part in picture if hasattr(part, "set_zorder") and part is not ax]
            self.pictures[key], self.artists[key] = picture, self.moves(*parts)
        # Ticks and labels depend on the function, so they are moving text.
        small = {"ha": "right", "va": "center", "fontsize": 9, "color": MUTED}
        self.ticks = [self.words(left, -0.025, 0, **small) for _ in range(3)]
        label = {"fontsize": 10, "color": INK}
        self.across = self.words(left, 0.5, -0.1, ha="center", va="top", **label)
        self.upwards = self.words(left, -0.1, 0.5, ha="right", va="center", rotation=90, **label)
        left.set(xlabel=" ", ylabel=" ")  # makes the layout leave room for moving text
        self.spacer(left, -0.2, 0.5, "z")

    def update(self, terrain, step_size, x, y, t):
        ground, path = TERRAINS[terrain], descent(terrain, step_size, x, y)
        t, picture = min(t, STEPS), self.pictures[terrain]
        self.show_only(self.artists, terrain)
        (update_descent_curve if ground.top else update_descent_contours)(picture, path, t)
        walked = picture.steps.get_xydata()
        limits = picture.ax.get_xlim(), picture.ax.get_ylim()
        mark_end(picture.now, walked, limits, len(walked) == t + 1)
        self._label(ground)
        losses = drawable(path.losses)
        self.all.set_data(np.arange(STEPS + 1), losses)
        self.curve.set_data(np.arange(t + 1), losses[: t + 1])
        self.place(self.now, t, path.losses[t], LOSSES)
        words, colour = WORDS[descent_trend(ground.f, path, t)]
        self.state.set(text=words, color=colour)
        self.numbers.set_text(
            f"α = {step_size:g} {_side(step_size, ground)};  step {t},  "
            f"J = {rounded(path.losses[t])}"
        )

    def _label(self, ground):
        self.name.set_text(ground.name)
        self.formula.set_text(f"J = {ground.formula}")
        self.limit.set_text(_limit(ground))
        marks, low, high = (-2, 0, 2), -REACH, REACH
        if ground.top:
            marks = (0, 5, 10) if ground.top > 10 else (0, 2, 4)
            low, high = -0.05 * ground.top, ground.top
        for text, mark in zip(self.ticks, marks, strict=True):
            text.set(text=minus(f"{mark}"), y=(mark - low) / (high - low))
        self.across.set_text("θ" if ground.top else "θ₁")
        self.upwards.set_text("J(θ)" if ground.top else "θ₂")

    def describe(self, terrain, step_size, x, y, t):
        ground, path = TERRAINS[terrain], descent(terrain, step_size, x, y)
        t = min(t, STEPS)
        words, _ = WORDS[descent_trend(ground.f, path, t)]
        start = "(" + ", ".join(rounded(value) for value in path.thetas[0]) + ")"
        change = f"at the start J is {rounded(path.losses[0])}"
        if t:
            change = f"J has gone from {rounded(path.losses[0])} to {rounded(path.losses[t])}"
        return (
            f"Gradient descent on the {ground.name} J = {ground.formula} from θ = {start} after "
            f"{count(t, 'step')} of size {step_size:g}: {change} ({words}). "
            f"The {_limit(ground)}."
        )


def _side(step_size, ground):
    limit = 2 / ground.curvature
    if np.isclose(step_size, limit):
        return "= 2/κ"
    return "< 2/κ" if step_size < limit else "> 2/κ"


def _limit(ground):
    limit = f"2/κ = {rounded(2 / ground.curvature)}"
    return f"largest curvature{ground.where} κ = {rounded(ground.curvature)}, {limit}"
