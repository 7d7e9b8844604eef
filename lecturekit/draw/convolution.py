"""A filter slides over an image: patch, products, sum, and the map of sums that grows.

Part 2, types of layers. What a convolutional layer computes is a cross-correlation: the kernel
is not flipped (Goodfellow, Bengio and Courville 2016, section 9.1).
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from lecturekit.checks import feature_matrix, number, whole_number
from lecturekit.draw.cells import GREYS, GRID, SIGNED, tint_cells, write_cells
from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.style import HIGHLIGHT

MOST_CELLS = 10  # rows or columns whose numbers stay readable
MOST_TAPS = 3  # rows or columns of a kernel whose products are written out


class Convolution(NamedTuple):
    """The artists of `draw_convolution`."""

    pixels: Any
    pixel_numbers: list
    frame: Any
    products: Any
    product_texts: list
    sum_text: Any
    output: Any
    output_numbers: list
    output_frame: Any
    data: dict  # image, kernel, bias, and the sums that follow from them


def slide(image, kernel):
    """Return the map of sums of a kernel at every place where it fits into an image.

    Parameters
    ----------
    image : array_like, shape (h, w)
    kernel : array_like, shape (r, s)

    Returns
    -------
    ndarray, shape (h − r + 1, w − s + 1)
    """
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(image, float), np.shape(kernel))
    return np.einsum("ijrs,rs->ij", windows, np.asarray(kernel, float))


def draw_convolution(axes, image, kernel, row=0, column=0, bias=0.0, numbers=True):
    """Draw one position of a filter on an image, its products, and the sums so far.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        Image, products, output; 10 × 3.8 inches for a digit of 8 × 8 pixels.
    image : array_like, shape (h, w)
        Grey levels: 0 is paper white, the largest is dark.
    kernel : array_like, shape (r, s)
        The filter's weights; products are written out for kernels up to 3 × 3.
    row, column : int
        Position of the filter's upper left corner, from 0. The output shows the sums up
        to here, row by row.
    bias : float
    numbers : bool
        Write numbers into pixels and output (up to 10 × 10).

    Returns
    -------
    Convolution
        Named artists. `update_convolution` takes it and moves the filter.

    Raises
    ------
    ValueError
        If `axes` are not three, if the kernel is larger than the image, or the position
        lets it stick out.
    """
    axes = np.ravel(axes)
    if len(axes) != 3:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but image, products and output need 3; "
            "make them with new_figure(10, 3.8, columns=3)."
        )
    data = _data(image, kernel, bias)
    image, kernel, sums = data["image"], data["kernel"], data["sums"]
    written = numbers and max(image.shape) <= MOST_CELLS
    pixels, texts = _grid(axes[0], image, GREYS, _greys(image), written)
    axes[0].set_title(f"image {_times(image.shape)}")
    output, output_texts = _grid(axes[2], sums, SIGNED, _signs(sums), written)
    axes[2].set_title(f"output {_times(sums.shape)}")
    # The tint of a cell is its weight's sign and size; its text is the product.
    products, product_texts = _grid(axes[1], kernel, SIGNED, _signs(kernel), True)
    axes[1].set_title("pixel · weight")
    frames = [
        ax.add_patch(
            Rectangle(
                (0, 0),
                *box,
                facecolor="none",
                edgecolor=HIGHLIGHT,
                linewidth=3,
                zorder=6,
                joinstyle="round",
                clip_on=False,
            )
        )
        for ax, box in ((axes[0], kernel.shape[::-1]), (axes[2], (1, 1)))
    ]
    # As the name of an axis it has its place below, and its length cannot move the panels.
    sum_text = axes[1].set_xlabel("", fontsize=10)
    picture = Convolution(
        pixels,
        texts,
        frames[0],
        products,
        product_texts,
        sum_text,
        output,
        output_texts,
        frames[1],
        data,
    )
    update_convolution(picture, row, column)
    return picture


def update_convolution(picture, row, column, image=None, kernel=None):
    """Move the filter, or show another image or filter, without making new artists.

    Parameters
    ----------
    picture : Convolution
        What `draw_convolution` returned.
    row, column : int
        The filter's upper left corner, from 0.
    image, kernel : array_like, optional
        Others of the same shapes; by default those of the picture.

    Raises
    ------
    ValueError
        If image or kernel has another shape, or the position lets the filter stick out.
    """
    _replace(picture, image, kernel)
    image, kernel, sums, bias = (picture.data[name] for name in ("image", "kernel", "sums", "bias"))
    row = whole_number(row, "row", at_least=0, at_most=sums.shape[0] - 1)
    column = whole_number(column, "column", at_least=0, at_most=sums.shape[1] - 1)
    patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
    picture.frame.set_xy((column - 0.5, row - 0.5))
    picture.output_frame.set_xy((column - 0.5, row - 0.5))
    small = max(kernel.shape) > MOST_TAPS
    for texts, pixels, weights in zip(picture.product_texts, patch, kernel, strict=True):
        for text, pixel, weight in zip(texts, pixels, weights, strict=True):
            product = rounded(pixel * weight)
            factor = f"({rounded(weight)})" if weight < 0 else rounded(weight)
            equals = relation(as_shown(pixel) * as_shown(weight), pixel * weight)
            text.set_text(product if small else f"{rounded(pixel)} · {factor}\n{equals} {product}")
    total = (patch * kernel).sum()
    words = f"sum = {rounded(total)}"
    if bias:
        sign = "−" if bias < 0 else "+"
        equals = relation(as_shown(total) + as_shown(bias), total + bias)
        words = f"sum + bias = {rounded(total)} {sign} {rounded(abs(bias))} {equals} "
        words += rounded(total + bias)
    picture.sum_text.set_text(f"{words}  →  output[{row}, {column}]")
    done = np.arange(sums.size).reshape(sums.shape) <= row * sums.shape[1] + column
    picture.output.set_data(np.ma.masked_where(~done, sums))
    for texts, shown in zip(picture.output_numbers, done, strict=False):
        for text, visible in zip(texts, shown, strict=True):
            text.set_visible(bool(visible))


def _data(image, kernel, bias):
    image = feature_matrix(image, name="image")
    kernel = feature_matrix(kernel, name="kernel")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError(
            f"kernel has shape {kernel.shape}, but the image only {image.shape}; "
            "take a smaller kernel, or surround the image with zeros (np.pad)."
        )
    bias = number(bias, "bias")
    return {"image": image, "kernel": kernel, "bias": bias, "sums": slide(image, kernel) + bias}


def _replace(picture, image, kernel):
    """Put another image and another kernel in their places, with the sums that follow."""
    old = picture.data
    new = _data(
        old["image"] if image is None else image,
        old["kernel"] if kernel is None else kernel,
        old["bias"],
    )
    for name in ("image", "kernel"):
        if new[name].shape != old[name].shape:
            raise ValueError(
                f"{name} has shape {new[name].shape}, but the picture shows one of shape "
                f"{old[name].shape}; draw it anew with draw_convolution."
            )
    for cells, texts, name, norm in (
        (picture.pixels, picture.pixel_numbers, "image", _greys),
        (picture.products, [], "kernel", _signs),
        (picture.output, picture.output_numbers, "sums", _signs),
    ):
        if np.array_equal(new[name], old[name]):
            continue  # most moves change the position alone
        cells.set(data=new[name], norm=norm(new[name]))
        for row, values in zip(texts, new[name], strict=False):
            for text, value in zip(row, values, strict=True):
                text.set_text(rounded(value, digits=2))
    old.update(new)


def _greys(image):
    return Normalize(0, image.max() or 1)


def _signs(values):
    reach = np.abs(values).max() or 1.0
    return Normalize(-reach, reach)


def _grid(ax, values, colours, norm, written):
    """Draw a table of cells, with its numbers if they are to be read."""
    cells = tint_cells(ax, values, colours, norm)
    rows, columns = values.shape
    # Lines, not a collection: a live figure draws them one by one, above the cells that change.
    for k in range(1, rows):
        ax.axhline(k - 0.5, **GRID)
    for k in range(1, columns):
        ax.axvline(k - 0.5, **GRID)
    if not written:
        return cells, []
    size = 8.5 if max(rows, columns) > 6 else 9.5
    return cells, write_cells(ax, values, partial(rounded, digits=2), size)


def _times(shape):
    return f"{shape[0]} × {shape[1]}"
