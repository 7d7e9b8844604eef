"""A confusion matrix: which class is taken for which.

Part 4, digits.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from lecturekit.checks import as_floats, count
from lecturekit.draw.cells import GREYS, GRID, tint_cells
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import HIGHLIGHT, INK


class ConfusionMatrix(NamedTuple):
    """The artists of `draw_confusion_matrix`, its numbers, and the picture in words."""

    image: Any
    texts: list
    counts: np.ndarray
    alt: str


def draw_confusion_matrix(ax, y, predictions, class_names=None):
    """Draw how many examples of each class (row) were given each class (column).

    The diagonal, green, is what is right. The mistakes have a scale of grey of their own, or
    they would be lost beside it. A cell without examples stays empty.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        4.6 × 4.3 inches for ten classes.
    y, predictions : array_like of int, shape (n,)
        True and predicted classes: 0, 1, 2, …, as from `Network.predict`.
    class_names : sequence of str, optional
        By default the numbers.

    Returns
    -------
    ConfusionMatrix
        ``counts`` has shape (K, K).

    Raises
    ------
    ValueError
        If the two do not have one class number for each example, or a class has no name.
    """
    y, predictions = class_numbers(y, "y"), class_numbers(predictions, "predictions")
    if len(y) != len(predictions):
        raise ValueError(
            f"predictions has {count(len(predictions), 'entry')}, but y has {len(y)}; give one "
            "class for each example."
        )
    K = max(y.max(), predictions.max()) + 1
    names = [str(k) for k in range(K)] if class_names is None else list(class_names)
    if len(names) < K:
        raise ValueError(f"class_names has {count(len(names), 'entry')}, but class {K - 1} occurs.")
    K = len(names)
    counts = np.zeros((K, K), int)
    np.add.at(counts, (y, predictions), 1)
    mistakes = counts * (1 - np.eye(K, dtype=int))
    image = tint_cells(ax, mistakes, GREYS, Normalize(0, max(mistakes.max(), 3)))
    for k in range(K):
        ax.add_patch(Rectangle((k - 0.5, k - 0.5), 1, 1, color=faded(HIGHLIGHT, 0.7), zorder=0.5))
    lines = np.arange(1, K) - 0.5
    ax.hlines(lines, -0.5, K - 0.5, **GRID)
    ax.vlines(lines, -0.5, K - 0.5, **GRID)
    texts = [_number(ax, i, j, counts[i, j]) for i, j in np.argwhere(counts)]
    ax.set_xticks(range(K), names)
    ax.set_yticks(range(K), names)
    ax.tick_params(length=0)
    ax.set(xlabel="predicted class", ylabel="true class")
    right = f"{np.trace(counts)} of {len(y)} right"
    ax.set_title(right)
    return ConfusionMatrix(image, texts, counts, _words(mistakes, names, right))


def class_numbers(values, name):
    """Return `values` as an int array of shape (n,), n ≥ 1, of numbers from 0 on."""
    array = as_floats(values, name)
    if array.ndim != 1 or not array.size or (array < 0).any() or (array % 1 != 0).any():
        raise ValueError(
            f"{name} must be one row of class numbers 0, 1, 2, …; take network.predict(X), or the "
            "argmax(axis=1) of one-hot rows."
        )
    return array.astype(int)


def _number(ax, i, j, value):
    look = {"fontweight": "bold", "color": INK} if i == j else {"color": INK}
    return ax.text(j, i, f"{value}", ha="center", va="center", fontsize=9, zorder=3, **look)


def _words(mistakes, names, right):
    words = f"Confusion matrix of {len(names)} classes: {right}."
    if not mistakes.any():
        return words
    worst = np.argsort(-mistakes, axis=None, kind="stable")[:2]
    pairs = [np.unravel_index(place, mistakes.shape) for place in worst if mistakes.flat[place]]
    said = [f"{names[i]} taken for {names[j]}, {count(mistakes[i, j], 'time')}" for i, j in pairs]
    return f"{words} Most frequent mistakes: {'; '.join(said)}."
