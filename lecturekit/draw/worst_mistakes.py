"""The images that a classifier gets most wrong: they tell more than any average.

Part 4, digits.
"""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import count, feature_matrix, finite
from lecturekit.draw.cells import INKS
from lecturekit.draw.confusion import class_numbers
from lecturekit.draw.style import FAINT


class WorstMistakes(NamedTuple):
    """The artists of `draw_worst_mistakes`.

    Attributes
    ----------
    images : list of matplotlib.image.AxesImage
    order : ndarray of int
        The examples that are shown, the worst first.
    total : int
        How many mistakes there are.
    alt : str
        The picture in words.
    """

    images: list
    order: np.ndarray
    total: int
    alt: str


def draw_worst_mistakes(axes, images, y, probabilities, class_names=None):
    """Show the wrongly classified images, first those whose true class got the least probability.

    That is the order of their loss, −log P(true class). Over each image stands what it is and
    what the network says, with its probability.

    Parameters
    ----------
    axes : array of matplotlib.axes.Axes
        One for each image to show; axes that are left over are hidden. 8.6 × 3.4 inches for
        two rows of six.
    images : array_like, shape (n, h, w)
    y : array_like of int, shape (n,)
        True classes.
    probabilities : array_like, shape (n, K)
        What the network returns; it decides for the largest of each row.
    class_names : sequence of str, optional
        By default the numbers.

    Returns
    -------
    WorstMistakes

    Raises
    ------
    ValueError
        If the three do not have one entry for each example, or a class is out of range.
    """
    images, y = finite(images, "images"), class_numbers(y, "y")
    P = feature_matrix(probabilities, name="probabilities")
    if images.ndim != 3 or not len(images) == len(y) == len(P):
        raise ValueError(
            f"images has shape {images.shape}, y {y.shape} and probabilities {P.shape}; give "
            "(n, h, w), (n,) and (n, K): X.reshape(-1, h, w) makes images of rows of pixels."
        )
    if y.max() >= P.shape[1]:
        raise ValueError(f"y holds class {y.max()}, but probabilities has {P.shape[1]} columns.")
    names = [str(k) for k in range(P.shape[1])] if class_names is None else list(class_names)
    decided = P.argmax(axis=1)
    wrong = np.flatnonzero(decided != y)
    axes = np.ravel(axes)
    order = wrong[np.argsort(P[wrong, y[wrong]], kind="stable")][: len(axes)]
    shown = []
    for number, ax in enumerate(axes):
        if number >= len(order):
            ax.set_visible(False)
            continue
        i = order[number]
        shown.append(ax.imshow(images[i], cmap=INKS, vmin=images.min(), vmax=images.max()))
        ax.set(xticks=[], yticks=[])
        for side in ax.spines.values():
            side.set(visible=True, color=FAINT)
        words = f"is {names[y[i]]}, says {names[decided[i]]}\nwith P = {P[i, decided[i]]:.2f}"
        ax.set_title(words, fontsize=9, fontweight="normal")
    said = [f"{names[y[i]]} taken for {names[decided[i]]}" for i in order]
    alt = f"The network is wrong on {len(wrong)} of {count(len(y), 'example')}."
    if said:
        alt += f" Shown, the worst first: {', '.join(said)}."
    return WorstMistakes(shown, order, len(wrong), alt)
