"""Logistic regression going downhill: the objective falls while the boundary turns."""

from functools import cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.activations import sigmoid
from lecturekit.draw.planes import draw_points
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import LETTERS, Scene
from lecturekit.draw.scenes.shading import shade, shaded_plane
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.logistic import fit_logistic

STEPS = 150
LIMITS = (0.6, 7.3), (-0.15, 2.75)  # cm
LOSSES = (0.01, 20.0)  # the range of the axis; what lies outside is marked at its edge
DATA = {
    "easy": {"positive": "setosa"},
    "hard": {"positive": "virginica", "negative": "versicolor"},
}
ODDS = np.log(9.0)  # z = ±log 9 is where the answer is 0.1 and 0.9


class LogisticDescent(Scene):
    """Left the objective J up to step t, right the boundary that belongs to it.

    Values: ``data`` ("easy": setosa against the rest, or "hard": versicolor against
    virginica), ``step_size`` α, step ``t``. The features are standardised for training, the
    plane is drawn in centimetres. Part 1, logistic regression as a neuron.
    """

    size = (9.4, 3.9)
    widths = (1.08, 1)

    def build(self, left, right):
        left.set(xlim=(0, STEPS), ylim=LOSSES, yscale="log", xlabel="step t", ylabel="objective J")
        left.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        left.minorticks_off()
        left.grid(axis="y")
        self.moves(*left.spines.values())
        self.best = self.moves(left.axhline(1, color=MUTED, ls=(0, (1, 2)), lw=1.4, zorder=2))
        self.best_name = self.moves(
            left.text(STEPS, 1, "", color=MUTED, fontsize=9, ha="right", va="top", zorder=2)
        )
        (self.curve,) = left.plot([], [], color=INK, lw=2.2, zorder=3)
        (self.now,) = left.plot(
            [], [], "o", ms=11, color=HIGHLIGHT, mec="white", mew=1.6, zorder=5, clip_on=False
        )
        place = {"transform": left.transAxes, "va": "top", "zorder": 6}
        self.numbers = left.text(0.03, 0.985, "", fontsize=10.5, **place)
        self.state = left.text(0.03, 0.895, "", fontsize=10.5, fontweight="bold", **place)
        self.moves(self.curve, self.now)
        self.moves(self.numbers, self.state, apart=True)

        self.plane = shaded_plane(right, *LIMITS, levels=(-ODDS, ODDS))
        right.set(xlabel="petal length (cm)", ylabel="petal width (cm)")
        self.moves(self.plane.image, *self.plane.contours, self.plane.boundary)
        self.flowers = {}
        for data in DATA:
            flowers = _flowers(data)
            points = draw_points(right, flowers.X, flowers.y, size=5.5)
            self.flowers[data] = self.moves(*points.values())
        (self.wrong,) = right.plot([], [], "o", ms=10, mfc="none", mec=INK, mew=1.3, zorder=4)
        right.set_title(" ")  # keeps a line free above the plane
        above = {"transform": right.transAxes, "va": "bottom"}
        self.right = right.text(0, 1.025, "", fontweight="bold", fontsize=10.5, **above)
        self.names = [
            right.text(x, 1.025, "", ha="right", fontsize=9.5, color=colour, **above)
            for x, colour in zip((0.74, 1.0), LETTERS, strict=True)
        ]
        self.moves(self.wrong)
        self.moves(self.right, *self.names, apart=True)

    def update(self, data, step_size, t):
        run = descent(data, step_size)
        t = min(t, STEPS)
        losses = np.clip(run.losses, 1e-99, 1e99)  # drawn as far as the panel reaches
        self.curve.set_data(np.arange(t + 1), losses[: t + 1])
        self.now.set_data([t], [np.clip(losses[t], *LOSSES)])
        above, below = run.losses[t] > LOSSES[1], run.losses[t] < LOSSES[0]
        self.now.set_marker("^" if above else "v" if below else "o")
        self.numbers.set_text(f"α = {step_size:g},  step {t},  J = {rounded(run.losses[t])}")
        words, colour = progress(run.losses, t)
        self.state.set(text=words, color=colour)
        best = _best(data)
        self.best.set(ydata=[best, best], visible=best > LOSSES[0])
        self.best_name.set(y=best / 1.04, visible=best > LOSSES[0])
        self.best_name.set_text(f"lowest possible, J = {rounded(best)} ")

        *w, b = run.thetas[t]
        shade(self.plane, w, b, sigmoid)
        flowers = _flowers(data)
        for name, points in self.flowers.items():
            for artist in points:
                artist.set_visible(name == data)
        wrong = (flowers.X @ w + b >= 0) != flowers.y
        self.wrong.set_data(*flowers.X[wrong].T)
        self.right.set_text(f"{np.sum(~wrong)} of {len(wrong)} right")
        for name, marker, words in zip(self.names, "●▲", flowers.class_names, strict=True):
            name.set_text(f"{marker} {words}")

    def describe(self, data, step_size, t):
        run, flowers = descent(data, step_size), _flowers(data)
        t = min(t, STEPS)
        *w, b = run.thetas[t]
        right = np.sum((flowers.X @ w + b >= 0) == flowers.y)
        words = progress(run.losses, t)[0]
        return (
            f"Logistic regression of {flowers.class_names[1]} against {flowers.class_names[0]} "
            f"after {t} steps of size {step_size:g}: the objective has gone from "
            f"{run.losses[0]:.3g} to {run.losses[t]:.3g} ({words}), and the boundary in the plane "
            f"of petal sizes gets {right} of {len(flowers.y)} flowers right."
        )


class Run(NamedTuple):
    """`STEPS` steps of gradient descent: θ in centimetres (w₁, w₂, b), and J."""

    thetas: np.ndarray
    losses: np.ndarray


@cache
def descent(data, step_size):
    """Run gradient descent once for each choice; moving through its steps only looks them up."""
    X, y = _flowers(data)
    centre, scale = X.mean(axis=0), X.std(axis=0)
    run = fit_logistic(
        datasets.standardise(X), y, step_size=step_size, max_steps=STEPS, tolerance=0
    )
    w = run.thetas[:, :2] / scale
    thetas = np.column_stack([w, run.thetas[:, 2] - w @ centre])
    # A run that ended early stays where it ended.
    missing = STEPS + 1 - len(thetas)
    losses = np.pad(run.losses, (0, missing), mode="edge")
    if run.stopped == "diverged":
        losses[len(thetas) :] = np.inf
    return Run(np.pad(thetas, ((0, missing), (0, 0)), mode="edge"), losses)


def progress(losses, t):
    """Say in a few words how a descent is doing at step `t`, and in which colour."""
    recent = losses[max(t - 10, 0) : t + 1]
    if t == 0:
        return "the start: every answer is ½", MUTED
    if not np.isfinite(losses[t]) or (t >= 5 and recent[-5:].min() > losses[0]):
        return "diverged: J stays above its start", GRADIENT
    if losses[t] > losses[t - 1]:
        return "J has gone up: the step was too long", GRADIENT
    if (np.diff(recent) > 0).any():
        return "zigzag: the steps are too long", GRADIENT
    if losses[t - 1] - losses[t] < 1e-4 * losses[t]:
        return "arrived: J hardly moves any more", HIGHLIGHT
    return "going down", HIGHLIGHT


@cache
def _flowers(data):
    return datasets.iris(**DATA[data])


@cache
def _best(data):
    """The infimum of J: 0 on separable data, where the weights can grow for ever."""
    if data == "easy":
        return 0.0
    X, y = _flowers(data)
    return float(fit_logistic(datasets.standardise(X), y, step_size=10, max_steps=500).losses[-1])
