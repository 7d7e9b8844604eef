"""Pooling: an image in blocks, and of each block its largest value or its mean.

Part 2, types of layers. LeCun and others (1998) subsampled with multiples of means;
Goodfellow, Bengio and Courville (2016, section 9.3) describe both.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import feature_matrix, whole_number
from lecturekit.draw.cells import GREYS, SIGNED, draw_cells, draw_frame
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import MUTED

MOST_CELLS = 10  # rows or columns whose numbers stay readable


class Pooling(NamedTuple):
    """The artists of `draw_pooling`, and the numbers it shows."""

    pixels: Any
    frames: list
    winners: list
    maps: list
    maximum: np.ndarray
    mean: np.ndarray


def draw_pooling(axes, image, size=2):
    """Draw an image in blocks of size × size, and the map of the blocks' maxima.

    Parameters
    ----------
    axes : sequence of two or three matplotlib.axes.Axes
        Image, maxima, and with a third one means; 9.5 × 3.4 inches for three.
    image : array_like, shape (h, w)
        Grey levels, or any map; h and w are multiples of `size`.
    size : int
        Side of a block, at least 2. Blocks do not overlap: the stride is their size.

    Returns
    -------
    Pooling
        Artists, and the arrays ``maximum`` and ``mean``, shape (h / size, w / size).

    Raises
    ------
    ValueError
        If `axes` are not two or three, or if the blocks do not fill the image.
    """
    axes = np.ravel(axes)
    if len(axes) not in (2, 3):
        raise ValueError(
            f"axes holds {len(axes)} Axes, but image and maxima need 2, and 3 with means; "
            "make them with new_figure(9.5, 3.4, columns=3)."
        )
    image = feature_matrix(image, name="image")
    size = whole_number(size, "size", at_least=2)
    h, w = image.shape
    if h % size or w % size:
        raise ValueError(
            f"image has shape {image.shape}, but blocks of {size} × {size} must fill it; "
            f"cut it to {h - h % size} × {w - w % size}, or surround it with zeros (np.pad)."
        )
    # axes of `blocks`: row of the block, column of the block, place inside it
    blocks = image.reshape(h // size, size, w // size, size).swapaxes(1, 2)
    blocks = blocks.reshape(h // size, w // size, size * size)
    maximum, mean = blocks.max(axis=-1), blocks.mean(axis=-1)
    look = {"colours": SIGNED if image.min() < 0 else GREYS, "reach": np.abs(image).max() or 1.0}
    if max(image.shape) <= MOST_CELLS:
        look["write"] = rounded
    pixels, texts = draw_cells(axes[0], image, **look)
    axes[0].set_title(f"in: {h} × {w}")
    frames, winners = [], []
    for i, j in np.ndindex(maximum.shape):
        frames.append(draw_frame(axes[0], size * i, size * j, size, size, MUTED, 1.6))
        row, column = np.add((size * i, size * j), divmod(int(blocks[i, j].argmax()), size))
        winners.append((int(row), int(column)))
        frames.append(_mark(axes[0], row, column))
        if texts:
            texts[row][column].set(fontweight="bold")
    maps = []
    for ax, values, name in zip(axes[1:], (maximum, mean), ("maximum", "mean"), strict=False):
        maps.append(draw_cells(ax, values, **(look | {"size": 10.5})))
        ax.set_title(f"{name}: {h // size} × {w // size}")
    if texts:
        for text in np.ravel(maps[0][1]):
            text.set(fontweight="bold")
    return Pooling(pixels, frames, winners, maps, maximum, mean)


def _mark(ax, row, column, inset=0.1):
    """A green box inside the cell that wins its block (the first one, if several do)."""
    box = draw_frame(ax, row, column, 1, 1, width=1.8)
    box.set_bounds(column - 0.5 + inset, row - 0.5 + inset, 1 - 2 * inset, 1 - 2 * inset)
    return box
