"""Filters, receptive fields and misclassified digits as images.

Part 2, neuroscience, and Part 4, digits.
"""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.style import DIVERGING, FAINT, HIGHLIGHT, INK, MUTED
from lecturekit.draw.tables import INKS

__all__ = ["draw_filters", "draw_gabor", "draw_worst_mistakes", "gabor"]

RESOLUTION = 161  # pixels along one side of a receptive field


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


def gabor(x, y, wavelength=1.2, width=0.45, angle=30.0, phase=0.0, aspect=0.6):
    """Return a wave times a bell curve: g = exp(−(u² + γ²v²) / 2s²) · cos(2πu/λ + φ).

    Parameters
    ----------
    x, y : array_like
        Position in degrees of visual angle; both have the same shape.
    wavelength : float
        λ in degrees of visual angle.
    width : float
        Standard deviation s of the bell across the stripes, in degrees of visual angle.
    angle : float
        Direction of u, across the stripes, in degrees from the horizontal.
    phase : float
        φ in degrees: 0 has a bright stripe in the middle, 90 an edge.
    aspect : float
        γ: below 1 the field is longer along its stripes than across.

    Returns
    -------
    ndarray, shape of `x`

    Notes
    -----
    Gabor (1946); Jones and Palmer (1987), Journal of Neurophysiology 58(6), measured that
    simple cells of the cat are well described by it. u and v are x and y turned by `angle`.
    """
    turn = np.radians(angle)
    x, y = np.asarray(x, float), np.asarray(y, float)
    u = x * np.cos(turn) + y * np.sin(turn)
    v = -x * np.sin(turn) + y * np.cos(turn)
    bell = np.exp(-(u**2 + (aspect * v) ** 2) / (2 * width**2))
    return bell * np.cos(2 * np.pi * u / wavelength + np.radians(phase))


def draw_gabor(axes, reach=1.5, **shape):
    """Draw a receptive field from above, and a cut through it across its stripes.

    `reach` is half the side of the square to show, in degrees of visual angle; `shape` is what
    `gabor` takes. Two axes; 8 × 3.4 inches.
    """
    above, cut = np.ravel(axes)
    half = reach / RESOLUTION
    grid = np.linspace(-reach + half, reach - half, RESOLUTION)
    look = {"origin": "lower", "interpolation": "bilinear", "extent": (-reach, reach) * 2}
    field = gabor(*np.meshgrid(grid, grid), **shape)
    image = above.imshow(field, cmap=DIVERGING, vmin=-1, vmax=1, **look)
    above.set(xlabel="visual angle (degrees)", ylabel="visual angle (degrees)")
    above.set_title("receptive field")
    bar = above.figure.colorbar(image, ax=above, fraction=0.046, pad=0.03)
    bar.set_ticks([-1, 0, 1], labels=["light\ninhibits", "no\neffect", "light\nexcites"])
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
    turn = np.radians(shape.get("angle", 30.0))
    way = np.array([np.cos(turn), np.sin(turn)])
    ends = np.outer(reach * way / np.abs(way).max(), [-1, 1])
    above.plot(*ends, color=HIGHLIGHT, lw=1.8, ls=(0, (4, 2)))
    u = np.linspace(-reach, reach, 401)
    bell = np.exp(-(u**2) / (2 * shape.get("width", 0.45) ** 2))
    cut.axhline(0, color=MUTED, lw=0.8)
    for sign, label in ((1, "bell"), (-1, "_lower bell")):
        cut.plot(u, sign * bell, color=MUTED, lw=1.2, ls=":", label=label)
    cut.plot(u, gabor(*np.outer(way, u), **shape), color=HIGHLIGHT, lw=2.4, label="wave × bell")
    cut.set(xlim=(-reach, reach), ylim=(-1.1, 1.35), xlabel="along the dashed line (degrees)")
    cut.set_ylabel("effect of light", color=INK)
    cut.set_title("cut across the stripes")
    cut.legend(loc="upper right", ncols=2)
