"""Gradient descent on curves and bowls: how long a step may be before it goes wrong."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.descent import (
    draw_descent_contours,
    draw_descent_curve,
    mark_end,
    update_descent_contours,
    update_descent_curve,
)
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.gradient_descent import Path, gradient_descent

STEPS = 60
REACH = 3.0  # of the left panel, on every side of 0
LOSSES = (1e-6, 1e4)  # the range of the axis; what lies outside is marked at its edge
SAME = 1e-3  # two steps that lead back, but for this share of one of them, lead nowhere


class Terrain(NamedTuple):
    """A function to go down: its name and formula, θ → (J, ∇J), and its largest curvature κ.

    ``top`` is the largest J that the panel of a curve shows; bowls have none. ``where`` says
    for which θ the curvature is at most κ.
    """

    name: str
    formula: str
    f: Callable
    curvature: float
    where: str
    top: float | None = None


def parabola(theta):
    """J = 2θ², with the curvature 4 everywhere."""
    return 2 * float(theta @ theta), 4 * theta


def two_valleys(theta):
    """J = ½θ² + 4 exp(−θ²) + ½θ, less its minimum. The curvature is at most 1 + 16 e^(−3/2)."""
    (x,) = theta
    hill = 4 * np.exp(-x * x)
    J = x * x / 2 + hill + x / 2 - 0.787518726612544
    return float(J), np.array([x - 2 * x * hill + 0.5])


def round_bowl(theta):
    """J = 2θ₁² + 2θ₂², as steep in every direction."""
    return parabola(theta)


def long_bowl(theta):
    """J = 0.1θ₁² + 2θ₂²: the curvatures are 0.2 and 4, so the condition number is 20."""
    slope = np.array([0.2, 4.0]) * theta
    return float(theta @ slope) / 2, slope


def winding_valley(theta):
    """J = ½(θ₂ − sin 1.5θ₁)² + 0.05θ₁²: a narrow valley that winds, not convex."""
    x, y = theta
    off = y - np.sin(1.5 * x)
    slope = np.array([0.1 * x - 1.5 * np.cos(1.5 * x) * off, off])
    return float(off * off / 2 + 0.05 * x * x), slope


@cache
def _winding_curvature():
    """The largest curvature of the winding valley in the panel, on a fine grid."""
    x, y = np.meshgrid(*[np.linspace(-REACH, REACH, 601)] * 2)
    sine, cosine = np.sin(1.5 * x), np.cos(1.5 * x)
    a = 0.1 + 2.25 * (cosine**2 + sine * (y - sine))
    b = -1.5 * cosine
    return float((((a + 1) + np.sqrt((a - 1) ** 2 + 4 * b**2)) / 2).max())


EVERYWHERE = "everywhere"
TERRAINS = {
    "parabola": Terrain("parabola", "2θ²", parabola, 4.0, EVERYWHERE, 18.0),
    "two_valleys": Terrain(
        *("curve with two valleys", "½θ² + 4exp(−θ²) + ½θ − 0.79", two_valleys),
        *(1 + 16 * np.exp(-1.5), EVERYWHERE, 5.3),
    ),
    "round": Terrain("round bowl", "2θ₁² + 2θ₂²", round_bowl, 4.0, EVERYWHERE),
    "long": Terrain("long bowl", "0.1θ₁² + 2θ₂²", long_bowl, 4.0, EVERYWHERE),
    "winding": Terrain(
        *("winding valley", "½(θ₂ − sin 1.5θ₁)² + 0.05θ₁²", winding_valley),
        *(_winding_curvature(), "in this panel"),
    ),
}


class Descent(Scene):
    """Left the ground and the steps on it, right J against the number of the step.

    Values: ``terrain`` (a key of `TERRAINS`), ``step_size`` α, the start ``x`` and, where there
    are two parameters, ``y``; step ``t``. Part 3, gradient descent.
    """

    size = (8.6, 4.25)
    widths = (1, 1.2)

    def build(self, left, right):
        self._ground(left)
        self._losses(right)
        for ax in (left, right):
            ax.set_title(" ", pad=40)  # keeps three lines free above the panel
        self.name, self.formula, self.limit = self._title(left)
        self.state, self.numbers, _ = self._title(right)
        self.figure.get_layout_engine().set(wspace=0.06)

    def _ground(self, left):
        limits = (-REACH, REACH)
        left.set(xlim=limits, ylim=limits, xticks=[-2, 0, 2], yticks=[])
        left.set_box_aspect(1)
        self.panels = {}
        for key, terrain in TERRAINS.items():
            ax = left.inset_axes((0, 0, 1, 1))
            path = descent(key, 0.1, 2.0, 1.0)
            if terrain.top:
                heights = (-0.05 * terrain.top, terrain.top)
                picture = draw_descent_curve(ax, terrain.f, path, limits, heights, t=0)
            else:
                picture = draw_descent_contours(ax, terrain.f, path, limits, limits, t=0)
            ax.axis("off")
            picture.now.set_clip_on(False)  # whole at the edge, too
            artists = [part for part in picture if hasattr(part, "set_zorder") and part is not ax]
            self.panels[key] = (picture, self.moves(*artists))
        # Ticks and labels depend on the ground, so they are words that move.
        place = {"transform": left.transAxes, "fontsize": 9, "color": MUTED}
        self.ticks = [left.text(-0.025, 0, "", ha="right", va="center", **place) for _ in range(3)]
        place |= {"fontsize": 10, "color": INK}
        self.across = left.text(0.5, -0.1, "", ha="center", va="top", **place)
        self.upwards = left.text(-0.1, 0.5, "", ha="right", va="center", rotation=90, **place)
        self.moves(*self.ticks, self.across, self.upwards, apart=True)
        # The layout knows nothing of moving words, so it is told to leave room for them.
        left.set(xlabel=" ", ylabel=" ")
        left.text(-0.2, 0.5, "z", color="none", transform=left.transAxes)

    def _losses(self, right):
        right.set(xlim=(0, STEPS), ylim=LOSSES, yscale="log", xlabel="step t", ylabel="J")
        ticks = 10.0 ** np.arange(-6, 5, 2)
        right.set_yticks(ticks, ["≤ 10⁻⁶", "10⁻⁴", "0.01", "1", "100", "≥ 10⁴"])
        right.minorticks_off()
        right.grid(axis="y")
        self.moves(*right.spines.values())
        (self.all,) = right.plot([], [], color="#AEB6C4", lw=1.4, zorder=2)
        (self.curve,) = right.plot([], [], color=HIGHLIGHT, lw=2.2, zorder=3)
        (self.now,) = right.plot(
            [], [], "o", ms=10, color=HIGHLIGHT, mec="white", mew=1.5, zorder=5, clip_on=False
        )
        self.moves(self.all, self.curve, self.now)

    def _title(self, ax):
        """Three lines above a panel."""
        place = {"transform": ax.transAxes, "va": "bottom"}
        first = ax.text(0, 1.175, "", fontweight="bold", fontsize=10.5, **place)
        others = [ax.text(0, y, "", fontsize=9.5, **place) for y in (1.1, 1.025)]
        return self.moves(first, *others, apart=True)

    def update(self, terrain, step_size, x, y, t):
        ground, path = TERRAINS[terrain], descent(terrain, step_size, x, y)
        t = min(t, STEPS)
        for key, (picture, artists) in self.panels.items():
            for artist in artists:
                artist.set_visible(key == terrain)
            if key == terrain:
                update = update_descent_curve if ground.top else update_descent_contours
                update(picture, path, t)
                walked = picture.steps.get_xydata()
                limits = picture.ax.get_xlim(), picture.ax.get_ylim()
                mark_end(picture.now, walked, limits, len(walked) == t + 1)
        self._label(ground)
        losses = np.clip(path.losses, 1e-99, 1e99)  # drawn as far as the panel reaches
        self.all.set_data(np.arange(STEPS + 1), losses)
        self.curve.set_data(np.arange(t + 1), losses[: t + 1])
        self.now.set_data([t], [np.clip(losses[t], *LOSSES)])
        above, below = losses[t] > LOSSES[1], losses[t] < LOSSES[0]
        self.now.set_marker("^" if above else "v" if below else "o")
        words, good = progress(ground.f, path, t)
        self.state.set(text=words, color=HIGHLIGHT if good else GRADIENT)
        self.numbers.set_text(
            f"α = {step_size:g} {_side(step_size, ground)};  step {t},  "
            f"J = {rounded(path.losses[t])}"
        )

    def _label(self, ground):
        self.name.set_text(ground.name)
        self.formula.set_text(f"J = {ground.formula}")
        self.limit.set_text(_limit(ground))
        marks = (0, 5, 10) if ground.top and ground.top > 10 else (0, 2, 4)
        marks = marks if ground.top else (-2, 0, 2)
        low, high = (-0.05 * ground.top, ground.top) if ground.top else (-REACH, REACH)
        for text, mark in zip(self.ticks, marks, strict=True):
            text.set(text=f"{mark}".replace("-", "−"), y=(mark - low) / (high - low))
        self.across.set_text("θ" if ground.top else "θ₁")
        self.upwards.set_text("J(θ)" if ground.top else "θ₂")

    def describe(self, terrain, step_size, x, y, t):
        ground, path = TERRAINS[terrain], descent(terrain, step_size, x, y)
        t = min(t, STEPS)
        words, _ = progress(ground.f, path, t)
        start = "(" + ", ".join(rounded(value) for value in path.thetas[0]) + ")"
        change = f"at the start J is {rounded(path.losses[0])}"
        if t:
            change = f"J has gone from {rounded(path.losses[0])} to {rounded(path.losses[t])}"
        return (
            f"Gradient descent on the {ground.name} J = {ground.formula} from θ = {start} after "
            f"{count(t, 'step')} of size {step_size:g}: {change} ({words}). "
            f"The {_limit(ground)}."
        )


@cache
def descent(terrain, step_size, x, y):
    """Take `STEPS` steps from (x, y), or from x alone; a path that arrives stays where it is."""
    ground = TERRAINS[terrain]
    start = [x] if ground.top else [x, y]
    path = gradient_descent(ground.f, start, step_size, max_steps=STEPS, tolerance=0)
    missing = STEPS + 1 - len(path.losses)
    losses = np.pad(path.losses, (0, missing), mode="edge")
    return Path(np.pad(path.thetas, ((0, missing), (0, 0)), mode="edge"), losses, path.stopped)


def progress(f, path, t):
    """Say in a few words how a descent is doing at step `t`, and whether that is well."""
    J = path.losses
    slopes = [f(theta)[1] for theta in path.thetas[max(t - 1, 0) : t + 1]]
    if np.linalg.norm(slopes[-1]) < 1e-6:
        return "arrived: the ground is flat", True
    if t == 0:
        return "the start", True
    change = J[t] - J[t - 1]
    # A J that rises three times may still come back; one that never falls again does not.
    if t >= 3 and J[t] > J[0] and (np.diff(J[min(t - 3, len(J) - 11) :]) > 0).all():
        return "diverged: J grows with every step", False
    turned = (slopes[0] * slopes[1]).min() < -1e-9
    back = t >= 2 and _length(path, t, t - 2) <= SAME * _length(path, t, t - 1)
    if turned and (back or abs(change) <= 1e-12 * J[t]):
        return "to and fro between two points", False
    if change > 0:
        return "J has gone up: the step was too long", False
    if J[t] > J[0]:
        return "above the start: steps are too long", False
    if turned:
        return "down, but zigzag: steps overshoot", True
    if -change < 0.01 * J[t - 1]:
        return "down by less than 1 % a step: slow", True
    return "going down", True


def _length(path, t, before):
    return np.linalg.norm(path.thetas[t] - path.thetas[before])


def _side(step_size, ground):
    limit = 2 / ground.curvature
    if np.isclose(step_size, limit):
        return "= 2/κ"
    return "< 2/κ" if step_size < limit else "> 2/κ"


def _limit(ground):
    where = "" if ground.where == EVERYWHERE else f" {ground.where}"
    limit = f"2/κ = {rounded(2 / ground.curvature)}"
    return f"largest curvature{where} κ = {rounded(ground.curvature)}, {limit}"
