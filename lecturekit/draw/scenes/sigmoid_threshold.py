"""A sigmoid on real flowers: where the threshold cuts it, and which errors follow."""

from functools import cache

import numpy as np
from matplotlib.patches import FancyBboxPatch

from lecturekit import datasets
from lecturekit.activations import sigmoid
from lecturekit.draw.charts import draw_band
from lecturekit.draw.planes import MARKERS
from lecturekit.draw.scenes.scene import LETTERS, Scene
from lecturekit.draw.sheet import faded
from lecturekit.draw.style import CLASS_COLOURS, HIGHLIGHT, INK, MUTED

MIDDLE = 4.9  # cm, the mean petal length of both species: w turns the curve around this point
LIMITS = (2.6, 7.2)  # cm
BOTTOM = -0.58  # below the highest stack of flowers there is room for the place of the cut
STACK = 0.047  # height of one flower in the stacks above and below the curve
OUTCOMES = {  # (class, prediction): name and place in the table
    (1, 0): ("false negative", (0, 1)),
    (1, 1): ("true positive", (1, 1)),
    (0, 0): ("true negative", (0, 0)),
    (0, 1): ("false positive", (1, 0)),
}


class SigmoidThreshold(Scene):
    """P(virginica | x) = σ(w (x − 4.9) + b) for the petal length x, cut at the threshold τ.

    Values: ``w`` (per cm), ``b``, ``threshold`` in (0, 1). Part 1, logistic regression.
    """

    size = (8.2, 3.25)
    widths = (2.9, 1)

    def build(self, ax, table):
        self.ax = ax
        ax.set(xlim=LIMITS, ylim=(BOTTOM, 1.5), xlabel="petal length x (cm)")
        ax.set_ylabel("P(virginica | x)", y=0.5)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "¼", "½", "¾", "1"])
        ax.spines["left"].set_bounds(0, 1)
        self.moves(*ax.spines.values())
        self.spans = [
            self.moves(draw_band(ax, *LIMITS, color=faded(c, 0.84), lw=0, zorder=0.6))
            for c in CLASS_COLOURS
        ]
        for level in (0, 1):
            self.moves(ax.axhline(level, color=MUTED, lw=0.6, zorder=0.8))
        self.level = self.moves(ax.axhline(0.5, color=MUTED, ls=(0, (4, 3)), lw=1.3, zorder=1))
        self.drop = self.line(ax, color=HIGHLIGHT, ls=":", lw=1.8, zorder=2)
        self.curve = self.line(ax, color=INK, lw=2.8, zorder=3)
        self.decision = self.dot(ax, size=11, mew=1.6, clip_on=True)
        self.flowers = {outcome: self._dots(*outcome) for outcome in OUTCOMES}
        self._label(ax)
        self._table(table)

    def _dots(self, label, predicted):
        """Markers of one class; the misclassified ones are hollow."""
        wrong = label != predicted
        return self.line(
            self.ax,
            MARKERS[label],
            ms=6.6 if label else 6,
            mfc="white" if wrong else CLASS_COLOURS[label],
            mec=LETTERS[label] if wrong else "white",
            mew=1.7 if wrong else 0.6,
            zorder=5 if wrong else 4,
        )

    def _label(self, ax):
        look = {"apart": False, "transform": ax.transData, "zorder": 7}
        bold = look | {"fontweight": "bold", "va": "center"}
        self.predictions = [
            self.words(ax, 0, 1.44, color=colour, ha="center", **bold) for colour in LETTERS
        ]
        self.level_name = self.words(ax, 0, 0, color=MUTED, **look)
        self.cut = self.words(ax, 0, BOTTOM + 0.07, color=HIGHLIGHT, fontsize=11, **bold)

    def _table(self, ax):
        """The four outcomes: rows are the truth, columns the prediction."""
        ax.set(xlim=(-0.42, 2.02), ylim=(-0.62, 2.72))
        ax.axis("off")
        self.counts, centred = {}, {"ha": "center", "va": "center"}
        for outcome, (name, (column, row)) in OUTCOMES.items():
            pale = faded(HIGHLIGHT, 0.86)
            face, edge = (pale, pale) if outcome[0] == outcome[1] else ("white", INK)
            corner = "round,pad=0,rounding_size=0.08"
            place = (column + 0.04, row + 0.04)
            box = FancyBboxPatch(place, 0.92, 0.92, boxstyle=corner, fc=face, ec=edge, lw=1.4)
            ax.add_patch(box)
            small = {"fontsize": 8.5, "color": MUTED, "linespacing": 1.1}
            ax.text(column + 0.5, row + 0.22, name.replace(" ", "\n"), **small, **centred)
            self.counts[outcome] = self.words(
                ax, column + 0.5, row + 0.68, transform=ax.transData, fontsize=19, **centred
            )
        for label, name in enumerate(("versicolor", "virginica")):
            ax.text(label + 0.5, 2.1, f"predict {label}", ha="center", color=LETTERS[label])
            side = {"ha": "right", "va": "center", "rotation": 90, "color": LETTERS[label]}
            ax.text(-0.06, label + 0.5, name, **side)
        ax.text(1.0, -0.22, "hollow: misclassified", ha="center", fontsize=9, color=MUTED)
        ax.text(1.0, -0.55, r"$P = \sigma(w\,(x - 4.9) + b)$", ha="center")
        look = {"fontsize": 12, "fontweight": "bold", **centred}
        self.right = self.words(ax, 1.0, 2.56, transform=ax.transData, **look)

    def update(self, w, b, threshold):
        x = np.linspace(*LIMITS, 241)
        self.curve.set_data(x, sigmoid(w * (x - MIDDLE) + b))
        self.level.set_ydata([threshold] * 2)
        cut = _cut(w, b, threshold)
        spans = _spans(w, b, cut, threshold)
        for label, (span, words) in enumerate(zip(self.spans, self.predictions, strict=True)):
            left, right = spans[label]
            span.set(x=left, width=right - left)
            words.set_x((left + right) / 2)
            words.set_text(f"predict {label}" if right - left > 0.75 else "")
        self._mark(cut, threshold)
        # On the side where the curve is low, so it does not run through the text.
        side, anchor = (LIMITS[0], "left") if w >= 0 else (LIMITS[1], "right")
        above = threshold < 0.85  # or the text would touch the line at 1
        self.level_name.set(x=side, y=threshold + (0.015 if above else -0.05))
        self.level_name.set(ha=anchor, va="bottom" if above else "top")
        self.level_name.set_text(f" threshold τ = {threshold:.2f} ")
        for outcome, (places, heights) in self._outcomes(w, b, threshold).items():
            self.flowers[outcome].set_data(places, heights)
            self.counts[outcome].set_text(str(len(places)))
        self.right.set_text(f"{self._right(w, b, threshold)} of 100 right")

    def _mark(self, cut, threshold):
        if cut is None:
            self.drop.set_data([], [])
            self.decision.set_data([], [])
            self.cut.set_text("")
            return
        self.drop.set_data([cut, cut], [threshold, BOTTOM])
        self.decision.set_data([cut], [threshold])
        shift, anchor = (0.06, "left") if cut < 6.2 else (-0.06, "right")
        self.cut.set(x=cut + shift, text=f"{cut:.2f} cm", ha=anchor)

    def _outcomes(self, w, b, threshold):
        """Return positions and heights of the flowers with each outcome."""
        places, heights, labels = _flowers()
        says = _says(w, b, threshold)
        chosen = {o: (labels == o[0]) & (says == o[1]) for o in OUTCOMES}
        return {outcome: (places[some], heights[some]) for outcome, some in chosen.items()}

    def _right(self, w, b, threshold):
        return int(np.sum(_says(w, b, threshold) == _flowers()[2]))

    def describe(self, w, b, threshold):
        cut = _cut(w, b, threshold)
        course = "rises with" if w > 0 else "falls with" if w < 0 else "does not depend on"
        crosses = "crosses" if cut else "does not cross"
        where = "between 2.6 and 7.2 cm" if cut is None else f"at {cut:.2f} cm"
        wrong = self._outcomes(w, b, threshold)
        return (
            f"The probability of virginica {course} the petal length and {crosses} the threshold "
            f"{threshold:.2f} {where}; {self._right(w, b, threshold)} of 100 flowers are "
            f"classified correctly, with {len(wrong[0, 1][0])} false positives and "
            f"{len(wrong[1, 0][0])} false negatives."
        )


@cache
def _flowers():
    """Return petal lengths, heights in stacks of equal lengths, and classes of 100 irises."""
    X, y = datasets.iris("virginica", negative="versicolor", features=["petal length (cm)"])
    lengths = X[:, 0]
    rank = np.array([np.sum((lengths[:i] == lengths[i]) & (y[:i] == y[i])) for i in range(len(y))])
    return lengths, np.where(y == 1, 1.07 + STACK * rank, -0.07 - STACK * rank), y


def _says(w, b, threshold):
    return (sigmoid(w * (_flowers()[0] - MIDDLE) + b) >= threshold).astype(int)


def _cut(w, b, threshold):
    """Return the petal length at which the prediction changes; None if outside the picture."""
    if w == 0:
        return None
    cut = MIDDLE + (np.log(threshold) - np.log1p(-threshold) - b) / w
    return float(cut) if LIMITS[0] < cut < LIMITS[1] else None


def _spans(w, b, cut, threshold):
    """Return the intervals of the axis where 0 and 1 are predicted; one may be empty."""
    low, high = LIMITS
    if cut is None:
        ones = sigmoid(w * (low - MIDDLE) + b) >= threshold
        return ((low, low), (low, high)) if ones else ((low, high), (low, low))
    below, above = (low, cut), (cut, high)
    return (below, above) if w > 0 else (above, below)
