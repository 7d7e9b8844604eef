"""Rosenblatt's rule one mistake at a time, its mistakes counted against the bound."""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.charts import draw_band
from lecturekit.draw.planes import draw_points, line_in_box, shade, shaded_plane
from lecturekit.draw.rounding import minus
from lecturekit.draw.scenes.scene import LETTERS, Scene
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.classifiers import PERCEPTRON_DATA, perceptron_examples, story_of

LIMITS = (-2.75, 2.75), (-2.75, 2.75)  # all data are standardised, so one frame suits all
COUNTS = (-0.2, 6000)  # the range of the axis of mistakes
TITLES = {
    "petals": "the petals of setosa and versicolor",
    "wide": "points with a wide margin",
    "narrow": "points with a narrow margin",
    "overlap": "the petals of virginica and versicolor",
    "xor": "exclusive or",
}


class PerceptronSteps(Scene):
    """Left: the boundary before and after mistake k. Right: the update in numbers and the count.

    Values: ``data`` (a key of `TITLES`), ``order`` (0: the examples in their own order; 1, 2, …:
    shuffled before each pass), mistake ``k``. Part 1, the perceptron.
    """

    size = (9.4, 3.1)
    widths = (1, 1.12)

    def build(self, left, right):
        self.plane = shaded_plane(left, *LIMITS)
        left.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        self.room(left)
        self.before = self.line(left, color=MUTED, ls=(0, (4, 2)), lw=1.8, zorder=1.4)
        self.points = {}
        for data in PERCEPTRON_DATA:
            points = draw_points(left, *perceptron_examples(data), size=6)
            self.points[data] = self.moves(*points.values())
        self.moves(self.plane.image, self.plane.boundary)
        ring = {"ms": 18, "mfc": "none", "mec": HIGHLIGHT, "mew": 3.2}
        self.example = self.line(left, "o", zorder=6, clip_on=False, **ring)
        self.title = self.words(left, 0, 1.025, va="bottom", fontweight="bold")
        note = {"transform": left.transAxes, "va": "bottom", "ha": "right"}
        left.text(1, 1.035, "dashed: before", color=MUTED, fontsize=9, **note)
        self._sheet(right)

    def _sheet(self, ax):
        """The update as a column of numbers, below it the count on its axis."""
        ax.axis("off")
        ax.set(xlim=(0, 1), ylim=(0, 1))
        self.verdict = self.words(ax, 0.04, 1.025, va="bottom", fontweight="bold")
        column = {"va": "top", "fontsize": 12, "linespacing": 1.6}
        ax.text(0.04, 0.86, "$w_1$\n$w_2$\n$b$", **column, color=MUTED)
        head = {"va": "bottom", "ha": "right"}
        ax.text(0.36, 0.9, "θ before", color=MUTED, **head)
        self.head = self.words(ax, 0.68, 0.9, **head)
        ax.text(1.0, 0.9, "θ after", color=MUTED, **head)
        self.numbers = [self.words(ax, x, 0.86, ha="right", **column) for x in (0.36, 0.68, 1.0)]
        self.numbers[2].set_fontweight("bold")
        self._count(ax.inset_axes((0.04, 0.09, 0.96, 0.2)))

    def _count(self, ax):
        ax.set_xscale("symlog", linthresh=1, linscale=0.4)  # it has room for 0
        ax.set(xlim=COUNTS, ylim=(-0.8, 0.8), yticks=[])
        ax.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1,000"])
        ax.minorticks_off()
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("mistakes (logarithmic above 1)", fontsize=9.5)
        self.moves(ax.spines["bottom"])
        self.forbidden = self.moves(draw_band(ax, *COUNTS, color=FAINT, lw=0, zorder=0.6))
        self.end = self.line(ax, "o", ms=12, mfc="white", mec=INK, mew=1.8, zorder=2)
        self.now = self.line(ax, "o", ms=7, color=INK, zorder=3)
        self.bound = self.line(ax, color=HIGHLIGHT, lw=3, zorder=3, solid_capstyle="butt")
        words = {"va": "bottom", "transform": ax.get_xaxis_transform()}
        self.count = self.words(ax, COUNTS[0], 1.08, fontweight="bold", **words)
        self.promise = self.words(ax, COUNTS[1], 1.08, ha="right", **words)

    def update(self, data, order, k):
        story = story_of(data, order)
        k = min(k, story.last)
        self.show_only(self.points, data)
        before, after = story.run.thetas[max(k - 1, 0)], story.run.thetas[k]
        shade(self.plane, after[:2], after[2], _softened_step)
        self.before.set_data(*line_in_box(before[:2], before[2], *LIMITS).T)
        right, n = story.right(k), len(story.y)
        line = "" if np.any(after[:2]) else ", and no line: w = 0"
        self.title.set_text(f"{right} of {n} right{line}")
        self._write_update(story, k, before, after)
        self._write_count(story, k)

    def _write_update(self, story, k, before, after):
        self.numbers[0].set_text(_column(before))
        self.numbers[2].set_text(_column(after))
        if k == 0:
            self.example.set_data([], [])
            self.verdict.set(text="θ = 0: z is 0 everywhere, so ŷ is 1", color=INK)
            self.head.set_text("")
            self.numbers[1].set_text("")
            return
        i = story.run.examples[k - 1]
        x, target = story.X[i], int(story.y[i])
        self.example.set_data(x[:1], x[1:])
        self.verdict.set(text=f"mistake {k}: ŷ = {1 - target}, y = {target}", color=HIGHLIGHT)
        self.head.set(text=f"{'−+'[target]} x̃", color=LETTERS[target])
        step = _column(np.append(x, 1), "-+"[target])
        self.numbers[1].set(text=step, color=LETTERS[target])

    def _write_count(self, story, k):
        self.now.set_data([k], [0])
        ends = story.run.converged
        self.end.set_data([story.last] if ends else [], [0] if ends else [])
        self.count.set_text(
            f"{k} of {count(story.last, 'mistake')}" if ends else count(k, "mistake")
        )
        bound = story.bound or COUNTS[1]
        self.bound.set_data(*(([bound] * 2, [-0.8, 0.8]) if story.bound else ([], [])))
        self.forbidden.set(x=bound, width=COUNTS[1] - bound)
        if story.bound:
            self.promise.set(text=f"bound (R/γ)² = {story.bound:,.0f}", color=HIGHLIGHT)
            return
        same = story.seen_before(k)
        cycle = f"same θ as after mistake {same}: a cycle"
        words = "no line separates them: no bound" if same is None else cycle
        self.promise.set(text=words, color=GRADIENT)

    def describe(self, data, order, k):
        story = story_of(data, order)
        k = min(k, story.last)
        numbers = minus(", ".join(f"{value:.2f}" for value in story.run.thetas[k] + 0.0))
        promise = "no line separates the classes, so there is no bound and no end"
        if story.bound:
            promise = f"the bound allows {story.bound:,.0f} mistakes, and the whole run makes "
            promise += str(story.last)
        return (
            f"The perceptron on {TITLES[data]} after {count(k, 'mistake')}: θ is ({numbers}), "
            f"{story.right(k)} of {len(story.y)} examples are classified correctly; {promise}."
        )


def _softened_step(z):
    """A step in pale blue and pale orange, to make the examples stand out."""
    return np.where(z >= 0, 0.82, 0.18)


def _column(values, sign=""):
    """Write numbers one below the other; with a `sign`, as terms to add or subtract."""
    words = [f"{value:.2f}" for value in values + 0.0]
    if sign:
        words = [f"{sign} ({word})" if word[0] == "-" else f"{sign} {word}" for word in words]
    return minus("\n".join(words))
