"""Logistic regression going downhill: the objective falls while the boundary turns."""

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.draw.planes import draw_points, draw_twins, shade, shaded_plane
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import LETTERS, Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.classifiers import (
    FLOWERS,
    LOGISTIC_STEPS,
    flowers,
    logistic_path,
    lowest_objective,
)
from lecturekit.experiments.trends import trend

LIMITS = (0.6, 7.3), (-0.15, 2.75)  # cm
LOSSES = (0.01, 20.0)  # the range of the axis; what is outside is marked at its edge
ODDS = np.log(9.0)  # the output is 0.1 and 0.9 at z = ±log 9
WORDS = {
    "start": ("the start: every output is ½", MUTED),
    "falling": ("J is falling", HIGHLIGHT),
    "slow": ("J hardly changes", HIGHLIGHT),
    "zigzag": ("zigzag: the steps are too large", GRADIENT),
    "rising": ("J has risen: the step was too large", GRADIENT),
    "above": ("J is above its start: steps too large", GRADIENT),
    "stuck": ("diverged: J stays above its start", GRADIENT),
    "diverged": ("diverged: J stays above its start", GRADIENT),
}


class LogisticDescent(Scene):
    """Left: the objective J up to step t. Right: the boundary at step t.

    Values: ``data`` ("easy": setosa against the rest, or "hard": versicolor against
    virginica), ``step_size`` α, step ``t``. The features are standardised for training, the
    plane is drawn in centimetres. Part 1, logistic regression as a neuron.
    """

    size = (9.4, 3.9)
    widths = (1.08, 1)

    def build(self, left, right):
        left.set(xlim=(0, LOGISTIC_STEPS), xlabel="step t", ylabel="objective J")
        self.logarithmic(left, LOSSES, [0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        self.best = self.moves(left.axhline(1, color=MUTED, ls=(0, (1, 2)), lw=1.4, zorder=2))
        look = {"color": MUTED, "fontsize": 9, "ha": "right", "va": "top", "zorder": 2}
        self.best_name = self.words(
            left, LOGISTIC_STEPS, 1, apart=False, transform=left.transData, **look
        )
        self.curve = self.line(left, color=INK, lw=2.2, zorder=3)
        self.now = self.dot(left, size=11, mew=1.6, zorder=5)
        place = {"va": "top", "zorder": 6, "fontsize": 10.5}
        self.numbers = self.words(left, 0.03, 0.985, **place)
        self.state = self.words(left, 0.03, 0.895, fontweight="bold", **place)

        self.plane = shaded_plane(right, *LIMITS, levels=(-ODDS, ODDS))
        right.set(xlabel="petal length (cm)", ylabel="petal width (cm)")
        self.moves(self.plane.image, *self.plane.contours, self.plane.boundary)
        self.flowers = {}
        for data in FLOWERS:
            X, y = flowers(data)
            points = draw_points(right, X, y, size=5.5).values()
            self.flowers[data] = self.moves(*points, draw_twins(right, X, y, size=7))
        self.wrong = self.line(right, "o", ms=10, mfc="none", mec=INK, mew=1.3, zorder=4)
        self.room(right)
        self.right = self.words(right, 0, 1.025, va="bottom", fontweight="bold", fontsize=10.5)
        look = {"va": "bottom", "ha": "right", "fontsize": 9.5}
        self.names = [
            self.words(right, x, 1.025, color=colour, **look)
            for x, colour in zip((0.74, 1.0), LETTERS, strict=True)
        ]

    def update(self, data, step_size, t):
        path, petals, t = logistic_path(data, step_size), flowers(data), min(t, LOGISTIC_STEPS)
        X, y = petals
        self.curve.set_data(np.arange(t + 1), drawable(path.losses[: t + 1]))
        self.place(self.now, t, path.losses[t], LOSSES)
        self.numbers.set_text(f"α = {step_size:g},  step {t},  J = {rounded(path.losses[t])}")
        words, colour = _state(path, t)
        self.state.set(text=words, color=colour)
        best = lowest_objective(data)
        self.best.set(ydata=[best, best], visible=best > LOSSES[0])
        self.best_name.set(y=best / 1.04, visible=best > LOSSES[0])
        self.best_name.set_text(f"lowest possible, J = {rounded(best)} ")

        *w, b = path.thetas[t]
        shade(self.plane, w, b, sigmoid)
        self.show_only(self.flowers, data)
        wrong = (X @ w + b >= 0) != y
        self.wrong.set_data(*X[wrong].T)
        self.right.set_text(f"{np.sum(~wrong)} of {len(wrong)} right")
        for name, marker, words in zip(self.names, "●▲", petals.class_names, strict=True):
            name.set_text(f"{marker} {words}")

    def describe(self, data, step_size, t):
        path, petals, t = logistic_path(data, step_size), flowers(data), min(t, LOGISTIC_STEPS)
        X, y = petals
        *w, b = path.thetas[t]
        right = np.sum((X @ w + b >= 0) == y)
        words, _ = _state(path, t)
        return (
            f"Logistic regression of {petals.class_names[1]} against {petals.class_names[0]} "
            f"after {t} steps of size {step_size:g}: the objective has gone from "
            f"{path.losses[0]:.3g} to {path.losses[t]:.3g} ({words}), and the boundary in the "
            f"plane of petal sizes classifies {right} of {len(y)} flowers correctly."
        )


def _state(path, t):
    return WORDS[trend(path.losses[: t + 1], flat=1e-4, later=path.losses[t + 1 :])]
