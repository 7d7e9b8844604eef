"""Filters and misclassified digits as images.

Part 2, neuroscience, and Part 4, digits.
"""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.style import DIVERGING, FAINT
from lecturekit.draw.tables import INKS

__all__ = ["draw_filters", "draw_worst_mistakes"]


def draw_filters(axes, filters):
    """Draw filters (m, h, w) as images: orange where light excites the neuron, blue where not.

    Each filter has its own scale, with zero in the middle, because only its shape matters.
    Filters without axes are not shown; axes without filters are hidden.
    """
    for ax, weights in zip(_panels(axes, len(filters)), filters, strict=False):
        size = np.abs(weights).max() or 1.0
        ax.imshow(weights, cmap=DIVERGING, vmin=-size, vmax=size)


def _panels(axes, number):
    """Frame one of the axes for each image, and hide the others."""
    for ax in np.ravel(axes):
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=FAINT)
    for ax in np.ravel(axes)[number:]:
        ax.set_visible(False)
    return np.ravel(axes)[:number]


class WorstMistakes(NamedTuple):
    """The examples that `draw_worst_mistakes` shows, the worst first, and the picture in words."""

    order: np.ndarray
    alt: str


def draw_worst_mistakes(axes, images, y, probabilities, class_names=None):
    """Show the misclassified images, starting with the least probability of the true class.

    This is the order of their loss, −log P(true class), from the largest down. Above each image
    are its true class and the predicted one, with its probability.

    Parameters
    ----------
    axes : array of matplotlib.axes.Axes
        One for each image to show; axes without images are hidden. 8.6 × 3.4 inches for two rows
        of six.
    images : array_like, shape (n, h, w)
    y : array_like of int, shape (n,)
        True classes.
    probabilities : array_like, shape (n, K)
        The outputs of the network; it predicts the class with the largest one.
    class_names : sequence of str, optional
        By default the numbers.

    Returns
    -------
    WorstMistakes
    """
    y, P = np.asarray(y).astype(int), np.asarray(probabilities)
    names = range(P.shape[1]) if class_names is None else class_names
    decided = P.argmax(axis=1)
    wrong = np.flatnonzero(decided != y)
    order = wrong[np.argsort(P[wrong, y[wrong]], kind="stable")][: np.size(axes)]
    for ax, i in zip(_panels(axes, len(order)), order, strict=True):
        ax.imshow(images[i], cmap=INKS, vmin=np.min(images), vmax=np.max(images))
        words = f"{names[y[i]]} read as {names[decided[i]]}\nwith P = {P[i, decided[i]]:.2f}"
        ax.set_title(words, fontsize=9, fontweight="normal")
    said = [f"{names[y[i]]} read as {names[decided[i]]}" for i in order]
    alt = f"The network is wrong on {len(wrong)} of {count(len(y), 'example')}."
    if said:
        alt += f" Shown, the worst first: {', '.join(said)}."
    return WorstMistakes(order, alt)
