"""Types of layers: a filter that slides, written as one large matrix."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_matrix(kernel, h, w):
    """Return the W for which W @ image.ravel() is the map of the kernel, row by row."""
    r, s = kernel.shape
    rows = []
    for i in range(h - r + 1):
        for j in range(w - s + 1):
            row = np.zeros((h, w))
            row[i : i + r, j : j + s] = kernel
            rows.append(row.ravel())
    return np.array(rows)


def _with_order(kernel, h, w, order="C", left_out=0):
    """Return the matrix with another order of the pixels, or without the last places."""
    r, s = kernel.shape
    places = [(i, j) for i in range(h - r + 1 - left_out) for j in range(w - s + 1 - left_out)]
    W = np.zeros((len(places), h, w))
    for row, (i, j) in zip(W, places, strict=True):
        row[i : i + r, j : j + s] = kernel
    return np.array([row.ravel(order) for row in W])


def _places_column_by_column(kernel, h, w):
    r, s = kernel.shape
    places = np.arange((h - r + 1) * (w - s + 1)).reshape(h - r + 1, w - s + 1)
    return my_matrix(kernel, h, w)[places.T.ravel()]


def _starting_at(start, width):
    """Return a matrix maker: row k starts at `start`, kernel rows lie `width` apart."""

    def matrix(kernel, h, w):
        r, s = kernel.shape
        W = np.zeros(((h - r + 1) * (w - s + 1), 2 * h * w))
        for k in range(len(W)):
            for a in range(r):
                first = start(k, w, w - s + 1) + a * width(w, s)
                W[k, first : first + s] = kernel[a]
        return W[:, : h * w]

    return matrix


def _image_row(k, w, places):
    return k // places * w + k % places


def _one_weight(kernel, h, w):
    return my_matrix(np.where(np.arange(kernel.size).reshape(kernel.shape), 0, kernel), h, w)


convolution_matrix = FunctionExercise(
    name="convolution_matrix",
    title="2.8 · The filter as a matrix",
    difficulty=3,
    task=r"""
Sliding a filter is a linear map, so there is a matrix for it. `kernel` has shape $(r, s)$, images
have `h` rows and `w` columns. Return the matrix $W$ of shape $\big((h-r+1)(w-s+1),\; hw\big)$ for
which `W @ image.ravel()` is the map of the filter, row by row (no padding; the kernel is not
flipped). Each row of $W$ is one place of the filter.
""",
    hints=[
        "`image.ravel()` puts the rows of the image one behind the other. At one place of the "
        "filter, which of these $hw$ numbers does it look at, and with which weights?",
        "Make one row of $W$ at a time: an empty image `np.zeros((h, w))`, the kernel written into "
        "it at row $i$ and column $j$, then `.ravel()`.",
        "`row[i : i + r, j : j + s] = kernel`, for `i` in `range(h - r + 1)` and, inside, for `j` "
        "in `range(w - s + 1)`. Collect the rows and stack them with `np.array`.",
    ],
    solution=my_matrix,
    explanation="""
Row $k$ of $W$ is a neuron: its weights are 0 except at the pixels under the filter, and all rows
hold the same few numbers. So a convolutional layer is a dense layer with two restrictions, *local*
and *shared* weights. A 3 × 3 filter on an 8 × 8 image makes a $W$ of 36 × 64 entries, 2,304 in all,
of which 324 come from the 9 weights and the rest are zeros.
""",
    cases=[
        ([[1.0, 2.0]], 1, 3),
        ([[1.0], [2.0]], 3, 2),
        ([[1.0, 2.0], [3.0, 4.0]], 3, 3),
        ([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], 3, 4),
        ([[1.0, -2.0], [0.5, 3.0], [-1.0, 0.25]], 4, 3),
    ],
    mistakes=[
        Mistake(
            "The kernel is flipped in both directions. That is the convolution of mathematics; "
            "layers leave the kernel as it is (a cross-correlation).",
            lambda kernel, h, w: my_matrix(kernel[::-1, ::-1], h, w),
        ),
        Mistake(
            "The kernel is flipped left to right; it is not flipped at all.",
            lambda kernel, h, w: my_matrix(kernel[:, ::-1], h, w),
        ),
        Mistake(
            "The kernel is flipped top to bottom; it is not flipped at all.",
            lambda kernel, h, w: my_matrix(kernel[::-1], h, w),
        ),
        Mistake(
            "$W$ is transposed: each place of the filter is a *row*, each pixel a column.",
            lambda kernel, h, w: my_matrix(kernel, h, w).T,
        ),
        Mistake(
            "The pixels are counted column by column. `image.ravel()` goes row by row: pixel "
            "$(i, j)$ is number $iw + j$.",
            lambda kernel, h, w: _with_order(kernel, h, w, order="F"),
        ),
        Mistake(
            "The right rows in another order: the filter moves along a row of the image first, "
            "then down. The loop over `j` is the inner one.",
            _places_column_by_column,
        ),
        Mistake(
            "Each row of $W$ starts one pixel after the one before, also where the filter has come "
            "to the right edge. There it jumps to the next row of the image: place $(i, j)$ starts "
            "at pixel $iw + j$.",
            _starting_at(lambda k, w, places: k, lambda w, s: w),
        ),
        Mistake(
            "The kernel's numbers stand one behind the other. Its next row looks at the next row "
            "of the image, which is `w` entries further on.",
            _starting_at(_image_row, lambda w, s: s),
        ),
        Mistake(
            "The kernel's rows lie as far apart as the *map* is wide. They look at rows of the "
            "image, which are `w` apart.",
            _starting_at(_image_row, lambda w, s: w - s + 1),
        ),
        Mistake(
            "Only the kernel's upper left weight is used at each place; all of it lies on the "
            "image.",
            _one_weight,
        ),
        Mistake(
            "The filter leaves out its last places: with `h` pixels and a kernel of `r` there are "
            "`h - r + 1`, not `h - r`.",
            lambda kernel, h, w: _with_order(kernel, h, w, left_out=1),
        ),
        Mistake(
            "Every row has the kernel at the same place, the upper left corner. It moves on from "
            "row to row.",
            lambda kernel, h, w: 0 * my_matrix(kernel, h, w) + my_matrix(kernel, h, w)[0],
        ),
    ],
)
