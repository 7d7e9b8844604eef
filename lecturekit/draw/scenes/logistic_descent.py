"""Logistic regression going downhill from a wrong start: loss, weights and boundary together."""

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.checks import count
from lecturekit.draw.descent import SHADES, mark_end, within_reach
from lecturekit.draw.planes import draw_points, draw_twins, field, level_line, shade, shaded_plane
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.scenes.scene import LETTERS, Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.classifiers import (
    FLOWERS,
    LOGISTIC_STEPS,
    WRONG_START,
    flowers,
    in_centimetres,
    logistic_path,
    loss_over_weights,
    lowest,
    right_and_sure,
)
from lecturekit.experiments.trends import trend

LIMITS = (0.6, 7.3), (-0.15, 2.75)  # cm
LOSSES = (0.01, 20.0)  # the range of the axis; what is outside is marked at its edge
ODDS = np.log(9.0)  # the output is 0.1 and 0.9 at z = ±log 9
WEIGHTS = np.linspace(-8, 8, 41)
LEVELS = 2.0 ** np.arange(-9, 5)  # of J: from contour to contour it doubles
FLOOR, CEILING = np.log([0.05, 16])  # of the shades of log J
WORDS = {
    "start": ("the start: a wrong θ", MUTED),
    "falling": ("J is falling", HIGHLIGHT),
    "slow": ("J hardly changes", HIGHLIGHT),
    "zigzag": ("J has been rising and falling", GRADIENT),
    "rising": ("J has risen: the step is too large", GRADIENT),
    "above": ("J is above its start", GRADIENT),
    "stuck": ("J stays above its start", GRADIENT),
    "diverged": ("J stays above its start", GRADIENT),
}


class LogisticDescent(Scene):
    """Left: J and the share of right predictions. Middle: the path of w. Right: the boundary.

    Values: ``data`` ("easy": setosa against the rest, or "hard": versicolor against
    virginica), ``step_size`` α, step ``t``. The features are standardised for training, the
    plane of petals is drawn in centimetres. Part 1, logistic regression as a neuron.
    """

    size = (10.8, 2.95)
    widths = (0.95, 0.95, 1)

    def build(self, left, middle, right):
        above, below = left.get_subplotspec().subgridspec(2, 1, height_ratios=(1.5, 1))
        left.remove()
        self._histories(*(self.figure.add_subplot(part) for part in (above, below)))
        self._weights(middle)
        self.plane = shaded_plane(right, *LIMITS, levels=(-ODDS, ODDS))
        right.set(xlabel="petal length (cm)", ylabel="petal width (cm)")
        self.moves(self.plane.image, *self.plane.contours, self.plane.boundary)
        self.flowers = {}
        for data in FLOWERS:
            X, y = flowers(data)
            points = draw_points(right, X, y, size=5.5).values()
            self.flowers[data] = self.moves(*points, draw_twins(right, X, y, size=7))
        self.wrong = self.line(right, "o", ms=10, mfc="none", mec=INK, mew=1.3, zorder=4)
        look = {"va": "bottom", "fontsize": 9.5}
        places = zip((0, 1), ("left", "right"), LETTERS, strict=True)
        self.names = [self.words(right, x, 1.02, ha=ha, color=c, **look) for x, ha, c in places]
        self.room(right)

    def _histories(self, losses, shares):
        losses.set(xlim=(0, LOGISTIC_STEPS), ylabel="objective J", xticklabels=[])
        self.logarithmic(losses, LOSSES, [0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        self.best = self.moves(losses.axhline(1, color=MUTED, ls=(0, (1, 2)), lw=1.4, zorder=2))
        self.curve = self.line(losses, color=INK, lw=2.2, zorder=3)
        self.now = self.dot(losses, size=10, mew=1.6, zorder=5)
        self.numbers, self.state = self.heading(losses)
        shares.set(xlim=(0, LOGISTIC_STEPS), ylim=(0.3, 1.02), xlabel="step t")
        shares.set_yticks([0.4, 0.7, 1], ["40 %", "70 %", "100 %"])
        shares.grid(axis="y")
        shares.get_ygridlines()[0].set_visible(False)  # it would run through the words below
        looks = {"color": INK, "lw": 2.2}, {"color": HIGHLIGHT, "lw": 2.2, "ls": (0, (4, 1.5))}
        self.shares = [self.line(shares, zorder=3, **look) for look in looks]
        look = {"ha": "right", "fontsize": 9.5, "zorder": 6}
        places = (0.27, INK), (0.08, HIGHLIGHT)
        self.counts = [self.words(shares, 0.97, y, color=c, **look) for y, c in places]

    def _weights(self, ax):
        limits, ticks, blank = WEIGHTS[[0, -1]], WEIGHTS[::10], np.zeros(2 * WEIGHTS.shape)
        ax.set(xlim=limits, xticks=ticks, xlabel="weight $w_1$")
        ax.set(ylim=limits, yticks=ticks, ylabel="weight $w_2$")
        ax.set_box_aspect(1)
        ax.spines[:].set_visible(False)
        self.height = self.moves(field(ax, blank, limits, limits, SHADES, zorder=0.6))
        self.contours = self.line(ax, color=MUTED, lw=0.7, zorder=1)
        self.path = self.line(ax, "o-", color=INK, lw=1.5, ms=3, zorder=3)
        self.lowest = self.line(ax, "x", color=GRADIENT, ms=9, mew=2.4, zorder=4)
        self.here = self.dot(ax, size=10, mew=1.6)
        self.moves(*ax.plot(*WRONG_START[:2], "o", ms=8, mfc="none", mec=INK, mew=1.6, zorder=7))
        self.title = self.heading(ax)

    def update(self, data, step_size, t):
        path, t = logistic_path(data, step_size), min(t, LOGISTIC_STEPS)
        self.curve.set_data(np.arange(t + 1), drawable(path.losses[: t + 1]))
        self.place(self.now, t, path.losses[t], LOSSES)
        self.numbers.set_text(f"α = {step_size:g},  step {t},  J = {rounded(path.losses[t])}")
        words, colour = _state(path, t)
        self.state.set(text=words, color=colour)
        self._move_weights(data, path, t)
        w, b = in_centimetres(path.thetas[t], data)
        shade(self.plane, w, b, sigmoid)
        self.show_only(self.flowers, data)
        X, y = flowers(data)
        self.wrong.set_data(*X[(X @ w + b >= 0) != y].T)
        shares = right_and_sure(data, step_size)
        for curve, share in zip(self.shares, shares, strict=True):
            curve.set_data(np.arange(t + 1), share[: t + 1])
        self.counts[0].set_text(f"{shares[0][t] * len(y):.0f} of {len(y)} right")
        self.counts[1].set_text(f"{100 * shares[1][t]:.0f} % sure, on average")
        for name, marker, words in zip(self.names, "●▲", flowers(data).class_names, strict=True):
            name.set_text(f"{marker} {words}")

    def _move_weights(self, data, path, t):
        J = np.log(loss_over_weights(data, WEIGHTS, path.thetas[t, 2]))
        self.height.set_data(np.clip((J - FLOOR) / (CEILING - FLOOR), 0, 1))
        self.contours.set_data(*level_line(WEIGHTS, WEIGHTS, J, np.log(LEVELS)).T)
        limits, walked = 2 * [WEIGHTS[[0, -1]]], path.thetas[: t + 1, :2]
        places = within_reach(walked, limits)
        self.path.set_data(*places.T)
        mark_end(self.here, places, limits, len(places) == len(walked))
        best, theta = lowest(data)
        self.best.set(ydata=[best, best], visible=theta is not None)
        self.lowest.set_data(*([], []) if theta is None else theta[:2, None])
        self.title[0].set_text(f"J at b = {minus(f'{path.thetas[t, 2]:.2f}')}")
        self.title[1].set_text(f"length of w: {rounded(np.linalg.norm(walked[-1]))}")

    def describe(self, data, step_size, t):
        path, t, y = logistic_path(data, step_size), min(t, LOGISTIC_STEPS), flowers(data).y
        right, sure = (share[t] for share in right_and_sure(data, step_size))
        other, species = flowers(data).class_names
        return (
            f"Logistic regression of {species} against {other} after {count(t, 'step')} of size "
            f"{step_size:g} from a wrong start: J went from {rounded(path.losses[0])} to "
            f"{rounded(path.losses[t])} ({_state(path, t)[0]}), {right * len(y):.0f} of {len(y)} "
            f"predictions are right, the mean confidence is {100 * sure:.0f} %, and the weights "
            f"are ({', '.join(rounded(w) for w in path.thetas[t, :2])})."
        )


def _state(path, t):
    return WORDS[trend(path.losses[: t + 1], flat=1e-4, later=path.losses[t + 1 :])]
