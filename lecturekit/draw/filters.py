"""The weights of neurons that look at images, each drawn as an image.

Part 2, neuroscience, for filters learnt from a photograph; Part 4 for a network's first layer.
"""

import numpy as np

from lecturekit.checks import finite
from lecturekit.draw.style import DIVERGING, FAINT


def draw_filters(axes, filters):
    """Draw filters as images: orange where light excites the neuron, blue where it inhibits.

    Each filter has a scale of its own, with zero in the middle, because only its form counts.

    Parameters
    ----------
    axes : array of matplotlib.axes.Axes
        One for each filter to show; axes that are left over are hidden.
    filters : array_like, shape (m, h, w)
        More than there are axes for are not shown.

    Returns
    -------
    list of matplotlib.image.AxesImage

    Raises
    ------
    ValueError
        If the filters are not a stack of images of finite numbers.
    """
    filters = finite(filters, "filters")
    if filters.ndim != 3 or not filters.size:
        raise ValueError(
            f"filters has shape {filters.shape}, but a stack of images (m, h, w) is needed; "
            "reshape rows of weights with W.reshape(-1, h, w)."
        )
    images = []
    for number, ax in enumerate(np.ravel(axes)):
        ax.set(xticks=[], yticks=[])
        for side in ax.spines.values():
            side.set(visible=True, color=FAINT)
        if number >= len(filters):
            ax.set_visible(False)
            continue
        size = np.abs(filters[number]).max() or 1.0
        images.append(
            ax.imshow(filters[number], cmap=DIVERGING, vmin=-size, vmax=size, aspect="equal")
        )
    return images
