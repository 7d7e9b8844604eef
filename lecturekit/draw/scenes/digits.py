"""A network that learns to read: learning curves, confusion matrix, weights, and one digit."""

from functools import cache

import numpy as np
from matplotlib.colors import Normalize

from lecturekit.checks import count
from lecturekit.draw.palette import MISTAKE
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import DIVERGING, FAINT, GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.draw.tables import GREYS, GRID, INKS, tint_cells, write_cells
from lecturekit.experiments.runs import EPOCHS, digits, digits_run
from lecturekit.experiments.trends import trend

LOSSES = (1e-3, 30.0)  # the range of the axis; what is outside is marked at its edge
WRONG = (0.002, 1.0)  # the same for the error rate
ROWS, COLUMNS, SIDE, GAP = 2, 6, 8, 1  # the pictures of weights, in pixels of the digits
EACH = 4  # digits of each class that can be picked
WORDS = {
    "start": ("before training: {J}, and guessing would cost ln 10 = 2.30", INK),
    "falling": ("epoch {epoch}: J is falling", INK),
    "zigzag": ("epoch {epoch}: J is falling", INK),
    "rising": ("epoch {epoch}: J has risen", INK),
    "over-fitting": ("epoch {epoch}: overfitting, validation J was lowest at {best}", INK),
    "unlearning": ("epoch {epoch}: validation J is above its start, α is too large", GRADIENT),
    "above": ("epoch {epoch}: J is above its start, α is too large", GRADIENT),
    "stuck": ("epoch {epoch}: J is above its start, α is too large", GRADIENT),
    "diverged": ("epoch {epoch}: diverged, {J}, α is too large", GRADIENT),
}
LOOKS = {"training": {"color": MUTED, "ls": (0, (3, 1.2))}, "validation": {"color": HIGHLIGHT}}


class DigitsScene(Scene):
    """Top: learning curves and confusion matrix. Bottom: weights and one digit.

    Values: ``epoch``, ``hidden`` neurons, ``optimizer`` (a key of
    `lecturekit.experiments.iris_problems.RUNNERS`),
    ``step_size`` α, ``batch_size`` B, ``seed``, and ``digit``, a number of `picks`. Part 4,
    digits.
    """

    size = (8.6, 5.3)

    def build(self, ax):
        ax.axis("off")
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ticks = [0.001, 0.01, 0.1, 1, 10], ["≤ 0.001", "0.01", "0.1", "1", "10"]
        panel = ax.inset_axes((0.055, 0.525, 0.27, 0.375))
        self.losses = _Curves(self, panel, LOSSES, *ticks)
        place = {"loc": "lower right", "bbox_to_anchor": (1.03, 1.01), "ncols": 2}
        key = panel.legend(
            **place, borderpad=0, handlelength=1.7, handletextpad=0.4, columnspacing=0.8
        )
        key.set_zorder(1)  # it never changes, so what moves must be above it
        ticks = [0.002, 0.01, 0.1, 1], ["≤ 0.2 %", "1 %", "10 %", "100 %"]
        self.wrong = _Curves(self, ax.inset_axes((0.41, 0.525, 0.26, 0.375)), WRONG, *ticks)
        self._confusion(ax.inset_axes((0.735, 0.445, 0.265, 0.455)))
        self._weights(ax.inset_axes((0.0, 0.0, 0.425, 0.305)))
        self._digit(ax.inset_axes((0.465, 0.0, 0.195, 0.305)))
        self._answer(ax.inset_axes((0.735, 0.035, 0.265, 0.24)))
        bold = {"va": "bottom", "ha": "left", "fontsize": 9.5, "fontweight": "bold"}
        ax.text(0.055, 0.912, "loss J", **bold)
        ax.text(0.41, 0.912, "error rate", **bold)
        ax.text(0.735, 0.912, "confusion matrix", **bold)
        self.state = self.words(ax, 0.0, 0.968, va="bottom", fontweight="bold", fontsize=10.5)
        self.numbers = self.words(ax, 0.69, 0.968, va="bottom", fontsize=9.5)
        self.weights_name, self.digit_name, self.answer_name = (
            self.words(ax, x, 0.318, **bold) for x in (0.0, 0.465, 0.735)
        )
        note = "orange: ink there excites the neuron; blue: it inhibits"
        ax.text(0.0, 0.035, note, va="bottom", fontsize=9, color=MUTED)

    def _confusion(self, ax):
        self.confusion = tint_cells(ax, np.zeros((10, 10)), GREYS, Normalize(0, 40))
        lines = ax.hlines(np.arange(1, 10) - 0.5, -0.5, 9.5, **GRID)
        columns = ax.vlines(np.arange(1, 10) - 0.5, -0.5, 9.5, **GRID)
        self.cells = np.array(write_cells(ax, np.zeros((10, 10)), lambda _: "", 9))
        ax.set_xticks(range(10), range(10))
        ax.set_yticks(range(10), range(10))
        ax.tick_params(length=0, pad=2)
        ax.set_xlabel("predicted", labelpad=1)
        ax.set_ylabel("true", labelpad=1)
        for cell in self.cells[~np.eye(10, dtype=bool)]:
            cell.set(color=MISTAKE, fontweight="bold")
        self.moves(self.confusion, lines, columns, *ax.spines.values(), *self.cells.flat)

    def _weights(self, ax):
        step = SIDE + GAP
        ax.axis("off")
        self.canvas = np.full((ROWS * step - GAP, COLUMNS * step - GAP, 4), 255, np.uint8)
        self.places = [(i * step, j * step) for i in range(ROWS) for j in range(COLUMNS)]
        self.weights = self.moves(ax.imshow(self.canvas, interpolation="nearest"))
        ax.set_anchor("NW")

    def _digit(self, ax):
        look = {"cmap": INKS, "vmin": 0, "vmax": 16, "interpolation": "nearest"}
        self.image = ax.imshow(np.zeros((8, 8)), **look)
        ax.set(xticks=[], yticks=[], anchor="NW")
        ax.spines[:].set(visible=True, color=FAINT)
        self.moves(self.image, *ax.spines.values())

    def _answer(self, ax):
        ax.set(xlim=(-0.6, 9.6), ylim=(0, 1), yticks=[0, 0.5, 1])
        ax.set_xticks(range(10), range(10))
        ax.tick_params(axis="x", length=0, pad=2)
        ax.grid(axis="y")
        self.bars = ax.bar(range(10), 0, width=0.75, color=MUTED, zorder=3)
        self.moves(*self.bars, *ax.spines.values())

    def update(self, epoch, digit, **choices):
        run = digits_run(**choices)
        done = run.go_to(min(epoch, EPOCHS))
        network, data = run.network_at(done), digits()
        with np.errstate(over="ignore", invalid="ignore"):
            probabilities = np.nan_to_num(network(data.X_validation))
        self.losses.show(run.losses[:, : done + 1])
        self.wrong.show(1 - run.accuracies[:, : done + 1])
        words, colour = progress(run, min(epoch, EPOCHS))
        self.state.set(text=words, color=colour)
        self.numbers.set_text(
            f"validation: {100 * run.accuracies[1, done]:.1f} % of {len(data.images)} right"
        )
        self._show_confusion(confusions(probabilities))
        self._show_weights(network.layers[0].W)
        self._show_answer(picks()[digit], probabilities)

    def _show_confusion(self, table):
        self.confusion.set_data(table)
        for cell, number in zip(self.cells.flat, table.flat, strict=True):
            cell.set_text(str(number) if number else "")

    def _show_weights(self, W):
        self.canvas[:] = 255
        for w, (i, j) in zip(W, self.places, strict=False):
            shares = 0.5 + 0.5 * w.reshape(SIDE, SIDE) / (np.abs(w).max() or 1.0)
            self.canvas[i : i + SIDE, j : j + SIDE] = DIVERGING(shares, bytes=True)
        self.weights.set_data(self.canvas)
        shown = min(len(W), len(self.places))
        which = f"of {shown} of {len(W)}" if shown < len(W) else f"of all {shown}"
        self.weights_name.set_text(f"weights {which} hidden neurons")

    def _show_answer(self, index, probabilities):
        data = digits()
        label, said = data.y_validation[index], int(np.argmax(probabilities[index]))
        self.image.set_data(data.images[index])
        for k, (bar, p) in enumerate(zip(self.bars, probabilities[index], strict=True)):
            bar.set(height=p, color=HIGHLIGHT if k == label else MISTAKE if k == said else MUTED)
        self.digit_name.set_text(f"{_a(label)}, not trained on")
        self.answer_name.set(
            text=f"P(it is {_a(said)}) = {probabilities[index, said]:.2f}",
            color=INK if said == label else MISTAKE,
        )

    def describe(self, epoch, digit, **choices):
        run, data, index = digits_run(**choices), digits(), picks()[digit]
        done = run.go_to(min(epoch, EPOCHS))
        p = np.nan_to_num(run.network_at(done)(data.X_validation))
        table = confusions(p)
        mistakes = table - np.diag(np.diag(table))
        said = int(p[index].argmax())
        return (
            f"A network 64 → {choices['hidden']} → 10 (seed {choices['seed']}) learns to read "
            f"digits by {choices['optimizer']} with step size {choices['step_size']:g} and batches "
            f"of {choices['batch_size']}: {progress(run, min(epoch, EPOCHS))[0]}. After "
            f"{count(done, 'epoch')} J is {rounded(run.losses[0, done])} on the training set and "
            f"{rounded(run.losses[1, done])} on the validation set, where "
            f"{len(data.images) - mistakes.sum()} of {len(data.images)} are right"
            f"{_commonest(mistakes)}. The picked "
            f"{data.y_validation[index]} is read as {said} with probability {p[index, said]:.2f}."
        )


class _Curves:
    """A quantity by epoch, for the training and the validation set."""

    def __init__(self, scene, ax, limits, ticks, names):
        self.limits = limits
        scene.logarithmic(ax, limits, ticks, names)
        ax.set(xlim=(0, EPOCHS), xticks=range(0, EPOCHS + 1, 3))
        ax.set_xlabel("epoch", labelpad=1)
        self.curves, self.heads = [], []
        for name, look in LOOKS.items():
            self.curves.append(scene.line(ax, lw=1.8, zorder=3, label=name, **look))
            self.heads.append(scene.dot(ax, look["color"], 7, mew=1.2, zorder=5))

    def show(self, values):
        """Show the values after 0, 1, 2, … epochs, shape (2, k + 1)."""
        for curve, head, row in zip(self.curves, self.heads, values, strict=True):
            curve.set_data(range(len(row)), drawable(row))
            Scene.place(head, len(row) - 1, row[-1], self.limits)


@cache
def picks():
    """Return the indices in the validation set of the digits that can be picked, by class."""
    y = digits().y_validation
    return np.concatenate([np.flatnonzero(y == label)[:EACH] for label in range(10)])


def confusions(probabilities):
    """Return the confusion matrix: how often an i is predicted to be a j, shape (10, 10)."""
    table = np.zeros((10, 10), int)
    np.add.at(table, (digits().y_validation, probabilities.argmax(axis=1)), 1)
    return table


def progress(run, epoch):
    """Return a few words on how training is doing after some epochs, and their colour."""
    done = run.go_to(epoch)
    training, validation = run.losses[:, : done + 1]
    best, J = int(validation.argmin()), f"J = {rounded(training[-1])}"
    if done < epoch and run.ended:
        training, done, J = np.append(training, np.inf), done + 1, "J is no longer finite"
    # An epoch is many steps: only a J far above its start has diverged for good.
    found = trend(training, window=EPOCHS + 1)
    if found in ("falling", "zigzag", "rising"):
        if best == 0:
            found = "unlearning"
        elif done - best >= 3 and training[-1] < training[best]:
            found = "over-fitting"
    words, colour = WORDS[found]
    return words.format(epoch=done, best=best, J=J), colour


def _commonest(mistakes):
    """Describe the most common mistake; empty if there is none."""
    i, j = np.unravel_index(mistakes.argmax(), mistakes.shape)
    if mistakes[i, j] == 0:
        return ""
    times = "once" if mistakes[i, j] == 1 else f"{mistakes[i, j]} times"
    return f"; the most common mistake: {_a(i)} read as {_a(j)}, {times}"


def _a(label):
    return f"{'an' if label == 8 else 'a'} {label}"
