"""What a convolutional layer does to an image: a filter slides over it.

Part 2, types of layers. What a convolutional layer computes is a cross-correlation: the kernel
is not flipped (Goodfellow, Bengio and Courville 2016, section 9.1; both are described there).
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import Normalize

from lecturekit.draw.rounding import as_shown, relation, rounded
from lecturekit.draw.tables import GREYS, GRID, SIGNED, draw_frame, tint_cells, write_cells

__all__ = ["draw_convolution", "slide", "update_convolution"]

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
    data: dict  # image, kernel, and the sums that follow from them


def slide(image, kernel):
    """Return the sums of products of a kernel and an image, at every position of the kernel.

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


def draw_convolution(axes, image, kernel, row=0, column=0):
    """Draw one position of a filter on an image, its products, and the sums so far.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        Image, products, output; 10 × 3.8 inches for a digit of 8 × 8 pixels.
    image : array_like, shape (h, w)
        Grey levels: 0 is paper white, the largest is dark. Numbers are written up to 10 × 10.
    kernel : array_like, shape (r, s)
        The filter's weights; products are written out for kernels up to 3 × 3.
    row, column : int
        Position of the filter's upper left corner, from 0. The output shows the sums up
        to here, row by row.

    Returns
    -------
    Convolution
        Named artists. `update_convolution` takes it and moves the filter.
    """
    left, middle, right = np.ravel(axes)
    data = _data(image, kernel)
    image, kernel, sums = data["image"], data["kernel"], data["sums"]
    written = max(image.shape) <= MOST_CELLS
    pixels, pixel_numbers = _grid(left, image, GREYS, _greys(image), written)
    # The tint of a cell is its weight's sign and size; its text is the product.
    products, product_texts = _grid(middle, kernel, SIGNED, _signs(kernel), True)
    output, output_numbers = _grid(right, sums, SIGNED, _signs(sums), written)
    for ax, title in (
        (left, f"image {_times(image.shape)}"),
        (middle, "pixel · weight"),
        (right, f"output {_times(sums.shape)}"),
    ):
        ax.set_title(title)
    picture = Convolution(
        pixels=pixels,
        pixel_numbers=pixel_numbers,
        frame=draw_frame(left, 0, 0, *kernel.shape, width=3),
        products=products,
        product_texts=product_texts,
        # As the name of an axis it has its place below, and its length cannot move the panels.
        sum_text=middle.set_xlabel("", fontsize=10),
        output=output,
        output_numbers=output_numbers,
        output_frame=draw_frame(right, 0, 0, 1, 1, width=3),
        data=data,
    )
    update_convolution(picture, row, column)
    return picture


def update_convolution(picture, row, column, image=None, kernel=None):
    """Move the filter, or show a different image or filter of the same shape.

    Parameters
    ----------
    picture : Convolution
        What `draw_convolution` returned.
    row, column : int
        The filter's upper left corner, from 0.
    image, kernel : array_like, optional
        By default those of the picture.
    """
    _replace(picture, image, kernel)
    image, kernel, sums = picture.data.values()
    patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
    for frame in (picture.frame, picture.output_frame):
        frame.set_xy((column - 0.5, row - 0.5))
    for texts, pixels, weights in zip(picture.product_texts, patch, kernel, strict=True):
        for text, pixel, weight in zip(texts, pixels, weights, strict=True):
            text.set_text(_product(pixel, weight, written=max(kernel.shape) <= MOST_TAPS))
    total = (patch * kernel).sum()
    picture.sum_text.set_text(f"sum = {rounded(total)}  →  output[{row}, {column}]")
    done = np.arange(sums.size).reshape(sums.shape) <= row * sums.shape[1] + column
    picture.output.set_data(np.ma.masked_where(~done, sums))
    for texts, shown in zip(picture.output_numbers, done, strict=False):
        for text, visible in zip(texts, shown, strict=True):
            text.set_visible(bool(visible))


def _product(pixel, weight, written):
    product = rounded(pixel * weight)
    if not written:
        return product
    factor = f"({rounded(weight)})" if weight < 0 else rounded(weight)
    equals = relation(as_shown(pixel) * as_shown(weight), pixel * weight)
    return f"{rounded(pixel)} · {factor}\n{equals} {product}"


def _data(image, kernel):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    return {"image": image, "kernel": kernel, "sums": slide(image, kernel)}


def _replace(picture, image, kernel):
    """Replace the image and the kernel, and recompute the sums."""
    old = dict(picture.data)
    image = old["image"] if image is None else image
    kernel = old["kernel"] if kernel is None else kernel
    for name, given in (("image", image), ("kernel", kernel)):
        if np.shape(given) != old[name].shape:
            shapes = f"{np.shape(given)}, but the picture was drawn for {old[name].shape}"
            raise ValueError(f"{name} has shape {shapes}; give that shape, or draw it anew.")
    picture.data.update(_data(image, kernel))
    for cells, texts, name, norm in (
        (picture.pixels, picture.pixel_numbers, "image", _greys),
        (picture.products, [], "kernel", _signs),
        (picture.output, picture.output_numbers, "sums", _signs),
    ):
        new = picture.data[name]
        if np.array_equal(new, old[name]):
            continue  # most moves change the position alone
        cells.set(data=new, norm=norm(new))
        for row, values in zip(texts, new, strict=False):
            for text, value in zip(row, values, strict=True):
                text.set_text(rounded(value, digits=2))


def _greys(image):
    return Normalize(0, image.max() or 1)


def _signs(values):
    reach = np.abs(values).max() or 1.0
    return Normalize(-reach, reach)


def _grid(ax, values, colours, norm, written):
    """Draw a table of cells, with its numbers if there is room."""
    cells = tint_cells(ax, values, colours, norm)
    rows, columns = values.shape
    # Lines, not a collection: a live figure draws them one by one, above the cells that change.
    for k in range(1, rows):
        ax.axhline(k - 0.5, **GRID)
    for k in range(1, columns):
        ax.axvline(k - 0.5, **GRID)
    size = 8.5 if max(rows, columns) > 6 else 9.5
    return cells, write_cells(ax, values, partial(rounded, digits=2), size) if written else []


def _times(shape):
    return f"{shape[0]} × {shape[1]}"
