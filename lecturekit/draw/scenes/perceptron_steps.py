"""Rosenblatt's rule one mistake at a time, its mistakes counted against the bound."""

from functools import cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.draw.planes import draw_points, line_in_box
from lecturekit.draw.scenes.scene import LETTERS, Scene
from lecturekit.draw.scenes.shading import shade, shaded_plane
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.perceptron import PerceptronRun, fit_perceptron, mistake_bound

LIMITS = (-2.75, 2.75), (-2.75, 2.75)  # all data are standardised, so one frame fits them all
MOST = 60  # mistakes shown of a run that never ends
EPOCHS = 100
COUNTS = (0.7, 6000)  # the range of the axis of mistakes


class PerceptronSteps(Scene):
    """Left the boundary before and after mistake k, right the update in numbers and the count.

    Values: ``data`` (a key of `DATA`), ``order`` (0: the examples as they are listed; 1, 2, …:
    shuffled before each pass), mistake ``k``. Part 1, the perceptron.
    """

    size = (9.4, 4.1)
    widths = (1, 1.12)

    def build(self, left, right):
        self.plane = shaded_plane(left, *LIMITS)
        left.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        left.set_title(" ")  # keeps a line free above the plane
        (self.before,) = left.plot([], [], color=MUTED, ls=(0, (4, 2)), lw=1.8, zorder=1.4)
        self.points = {}
        for data in DATA:
            X, y = examples(data)
            self.points[data] = self.moves(*draw_points(left, X, y, size=6).values())
        (self.example,) = left.plot(
            [], [], "o", ms=18, mfc="none", mec=HIGHLIGHT, mew=3.2, zorder=6, clip_on=False
        )
        above = {"transform": left.transAxes, "va": "bottom"}
        self.title = left.text(0, 1.025, "", fontweight="bold", **above)
        left.text(*(1, 1.035, "dashed: before"), color=MUTED, fontsize=9, ha="right", **above)
        self.moves(self.plane.image, self.plane.boundary, self.before, self.example)
        self.moves(self.title, apart=True)
        self._sheet(right)

    def _sheet(self, ax):
        """The update as a column of numbers, below it the count on its axis."""
        ax.axis("off")
        ax.set(xlim=(0, 1), ylim=(0, 1))
        self.verdict = ax.text(0.04, 1.025, "", va="bottom", fontweight="bold")
        column = {"va": "top", "fontsize": 12, "linespacing": 1.6}
        ax.text(0.04, 0.86, "$w_1$\n$w_2$\n$b$", **column, color=MUTED)
        heads = (0.36, "θ before"), (0.68, ""), (1.0, "θ after")
        self.heads = [
            ax.text(x, 0.9, words, ha="right", color=MUTED, va="bottom") for x, words in heads
        ]
        self.numbers = [ax.text(x, 0.86, "", ha="right", **column) for x, _ in heads]
        self.numbers[2].set_fontweight("bold")
        self.moves(self.verdict, self.heads[1], *self.numbers, apart=True)
        self._count(ax.inset_axes((0.04, 0.09, 0.96, 0.2)))

    def _count(self, ax):
        ax.set(xscale="log", xlim=COUNTS, ylim=(-0.8, 0.8), yticks=[])
        ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        ax.minorticks_off()
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("mistakes (each mark is ten times the last)", fontsize=9.5)
        self.moves(ax.spines["bottom"])
        self.forbidden = self.moves(ax.axvspan(*COUNTS, color=FAINT, lw=0, zorder=0.6))
        (self.all,) = ax.plot([], [], color=faded(INK, 0.72), lw=15, zorder=1)
        (self.bar,) = ax.plot([], [], color=INK, lw=15, zorder=2)
        (self.bound,) = ax.plot([], [], color=HIGHLIGHT, lw=3, zorder=3)
        for line in (self.all, self.bar, self.bound):
            line.set_solid_capstyle("butt")
        words = {"va": "bottom", "transform": ax.get_xaxis_transform()}
        self.count = ax.text(COUNTS[0], 1.08, "", fontweight="bold", **words)
        self.promise = ax.text(COUNTS[1], 1.08, "", ha="right", **words)
        self.moves(self.all, self.bar, self.bound)
        self.moves(self.count, self.promise, apart=True)

    def update(self, data, order, k):
        story = story_of(data, order)
        X, y = examples(data)
        run, k = story.run, min(k, story.last)
        for name, points in self.points.items():
            for artist in points:
                artist.set_visible(name == data)
        before, after = run.thetas[max(k - 1, 0)], run.thetas[k]
        shade(self.plane, after[:2], after[2], _softened_step)
        self.before.set_data(*line_in_box(before[:2], before[2], *LIMITS).T)
        right = int(np.sum((X @ after[:2] + after[2] >= 0) == y))
        self.title.set_text(f"{right} of {len(y)} right")
        self._write_update(story, k, before, after)
        self._write_count(story, k, right == len(y))

    def _write_update(self, story, k, before, after):
        X, y = examples(story.data)
        self.numbers[0].set_text(_column(before))
        self.numbers[2].set_text(_column(after))
        if k == 0:
            self.example.set_data([], [])
            self.verdict.set(text="θ = 0: z is 0 everywhere, so it says 1", color=INK)
            self.heads[1].set_text("")
            self.numbers[1].set_text("")
            return
        i = story.run.examples[k - 1]
        self.example.set_data([X[i, 0]], [X[i, 1]])
        target, sign = int(y[i]), "+" if y[i] else "−"
        self.verdict.set(text=f"mistake {k}: said {1 - target}, was {target}", color=HIGHLIGHT)
        self.heads[1].set(text=f"{sign} x̃", color=LETTERS[target])
        step = np.append(X[i], 1)
        signs = "+" if target else "-"
        self.numbers[1].set(text=_column(step, signs), color=LETTERS[target])

    def _write_count(self, story, k, all_right):
        last = story.last if story.run.converged else COUNTS[1]  # it never ends
        self.bar.set_data([COUNTS[0], max(k, COUNTS[0])], [0, 0])
        self.all.set_data([COUNTS[0], last], [0, 0])
        ending = ": done" if story.run.converged and k == story.last else ""
        self.count.set_text(f"{k} mistake{'' if k == 1 else 's'}{ending}")
        if story.bound:
            self.bound.set_data([story.bound] * 2, [-0.8, 0.8])
            self.forbidden.set(x=story.bound, width=COUNTS[1] - story.bound)
            self.promise.set(text=f"bound (R/γ)² = {story.bound:,.0f}", color=HIGHLIGHT)
        else:
            self.bound.set_data([], [])
            self.forbidden.set(x=COUNTS[1], width=0)
            same = story.seen_before(k)
            words = "no line separates them: no bound"
            if same is not None:
                words = f"same θ as after mistake {same}: a cycle"
            self.promise.set(text=words, color=GRADIENT)

    def describe(self, data, order, k):
        story = story_of(data, order)
        X, y = examples(data)
        k = min(k, story.last)
        theta = story.run.thetas[k]
        right = int(np.sum((X @ theta[:2] + theta[2] >= 0) == y))
        numbers = ", ".join(f"{value:.2f}" for value in theta + 0.0).replace("-", "−")
        promise = (
            f"the bound allows {story.bound:,.0f} mistakes and the whole run makes {story.last}"
            if story.bound
            else "no line separates the classes, so there is no bound and no end"
        )
        return (
            f"The perceptron on {TITLES[data]} after {k} mistake{'' if k == 1 else 's'}: θ is "
            f"({numbers}), {right} of {len(y)} examples are right; {promise}."
        )


class Story(NamedTuple):
    """A run of the rule on one data set in one order, and the bound where there is one."""

    data: str
    run: PerceptronRun
    bound: float | None

    @property
    def last(self):
        """The number of mistakes to show."""
        return self.run.mistakes if self.run.converged else min(self.run.mistakes, MOST)

    def seen_before(self, k):
        """The first mistake after which θ was what it is after mistake `k`; None if new."""
        same = np.flatnonzero(np.isclose(self.run.thetas[:k], self.run.thetas[k]).all(axis=1))
        return int(same[0]) if same.size else None


DATA = {
    "petals": lambda: datasets.iris("setosa", "versicolor"),
    "wide": lambda: datasets.separable(n=60, margin=0.1, seed=1),
    "narrow": lambda: datasets.separable(n=60, margin=0.02, seed=0),
    "overlap": lambda: datasets.iris("virginica", "versicolor"),
    "xor": datasets.xor,
}
TITLES = {
    "petals": "the petals of setosa and versicolor",
    "wide": "points with a wide margin",
    "narrow": "points with a narrow margin",
    "overlap": "the petals of virginica and versicolor",
    "xor": "exclusive or",
}


@cache
def examples(data):
    """The standardised features and the classes of one data set."""
    X, y = DATA[data]()
    return datasets.standardise(X), y


@cache
def story_of(data, order):
    """Run the rule once for each choice; moving through its mistakes only looks them up."""
    X, y = examples(data)
    run = fit_perceptron(X, y, max_epochs=EPOCHS, seed=order or None)
    return Story(data, run, _bound(data))


@cache
def _bound(data):
    """(R/γ)² for the widest margin; None where no line separates the classes."""
    X, y = examples(data)
    separator = widest_separator(X, y)
    return None if separator is None else mistake_bound(X, y, separator).mistakes


def widest_separator(X, y, steps=20_000):
    """The θ of length 1 with the widest margin, nearly; None if there is no separating line.

    It is the direction of the point nearest to the origin in the convex hull of the signed
    examples ±x̃, found by Gilbert's algorithm (1966): step towards the example that lies
    farthest on the wrong side, as far as the nearest point on the way.
    """
    signed = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    point = signed[0]
    for _ in range(steps):
        worst = signed[np.argmin(signed @ point)]
        way = worst - point
        if -point @ way <= 1e-6 * (point @ point):
            break
        point = point + np.clip(-point @ way / (way @ way), 0, 1) * way
    separates = (signed @ point > 1e-9).all()
    return point / np.linalg.norm(point) if separates else None


def _softened_step(z):
    """Pale blue and pale orange, so that the examples stand out."""
    return np.where(z >= 0, 0.82, 0.18)


def _column(values, sign=None):
    """Write numbers one below the other; with a `sign`, as something added or taken away."""
    if sign is None:
        return "\n".join(f"{value:.2f}" for value in values + 0.0).replace("-", "−")
    words = [f"{sign} ({value:.2f})" if value < 0 else f"{sign} {value:.2f}" for value in values]
    return "\n".join(words).replace("-", "−")
