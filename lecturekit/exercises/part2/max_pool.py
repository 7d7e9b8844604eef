"""Types of layers: max pooling."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_pool(image):
    """Return the largest pixel of every 2 × 2 block."""
    h, w = image.shape
    return image.reshape(h // 2, 2, w // 2, 2).max(axis=(1, 3))


def _blocks(image):
    """Return the blocks' pixels, of shape (h/2, w/2, 4)."""
    parts = [image[i::2, j::2] for i in (0, 1) for j in (0, 1)]
    return np.stack(parts, axis=-1)


def _overlapping(image):
    parts = [image[:-1, :-1], image[:-1, 1:], image[1:, :-1], image[1:, 1:]]
    return np.max(parts, axis=0)


def _cut_wrong(image):
    h, w = image.shape
    return image.reshape(h // 2, w // 2, 2, 2).max(axis=(2, 3))


def _largest_size(image):
    blocks = _blocks(image)
    where = np.abs(blocks).argmax(axis=-1)[..., None]
    return np.take_along_axis(blocks, where, axis=-1)[..., 0]


max_pool = FunctionExercise(
    name="max_pool",
    title="2.10 · Max pooling",
    difficulty=2,
    task="""
Return the max pooling of an image: cut it into blocks of 2 × 2 pixels that do not overlap, and keep
the largest number of each. The image has shape $(h, w)$ with both even; the result has shape
$(h/2, w/2)$. Entries may be negative.
""",
    hints=[
        "`image[0::2, 0::2]` holds the upper left pixel of every block. How do you get the other "
        "three?",
        "They are `image[0::2, 1::2]`, `image[1::2, 0::2]` and `image[1::2, 1::2]`, all of the "
        "result's shape. Now compare the four, entry by entry.",
        "`np.maximum(a, b)` compares two arrays; with three of them you compare four. Or in one "
        "go: `image.reshape(h // 2, 2, w // 2, 2)`, then `max` over the axes 1 and 3.",
    ],
    solution=my_pool,
    explanation="""
After `reshape`, entry `[i, a, j, c]` is pixel $(2i + a, 2j + c)$: block $(i, j)$, and inside it
row $a$, column $c$. The maximum over `a` and `c` is one number for each block. Pooling has nothing
to learn; it keeps that a pattern was found and gives up where exactly.
""",
    cases=[
        ([[1.0, 2.0], [3.0, 4.0]],),
        ([[-1.0, -2.0], [-3.0, -4.0]],),
        ([[1.0, 0.0, 2.0, 5.0], [0.0, 3.0, 1.0, 4.0]],),
        ([[5.0, 1.0], [0.0, 2.0], [3.0, 3.0], [7.0, 4.0]],),
        (
            [
                [0.0, 3.0, -1.0, -7.0, 2.0, 1.0],
                [2.0, 1.0, -4.0, -2.0, 0.0, 6.0],
                [8.0, 0.0, 1.5, 2.5, -3.0, 0.5],
                [4.0, 9.0, 0.5, 3.5, -1.0, -2.0],
            ],
        ),
    ],
    mistakes=[
        Mistake(
            "This is *average* pooling: the mean of each block. Keep the largest number.",
            lambda image: _blocks(image).mean(axis=-1),
        ),
        Mistake(
            "The blocks are added up; keep the largest number of each.",
            lambda image: _blocks(image).sum(axis=-1),
        ),
        Mistake(
            "This is the smallest number of each block; the largest is asked for.",
            lambda image: _blocks(image).min(axis=-1),
        ),
        Mistake(
            "The blocks overlap: the window moves on by 1. It moves on by 2, its own width.",
            _overlapping,
        ),
        Mistake(
            "This keeps the upper left pixel of each block, whichever is largest.",
            lambda image: image[::2, ::2],
        ),
        Mistake(
            "Only rows are paired: compare the columns of each block as well.",
            lambda image: np.maximum(image[::2], image[1::2]),
        ),
        Mistake(
            "Only columns are paired: compare the rows of each block as well.",
            lambda image: np.maximum(image[:, ::2], image[:, 1::2]),
        ),
        Mistake(
            "The image was cut into runs of four neighbours in reading order, not into 2 × 2 "
            "blocks. The order of the axes matters: `reshape(h // 2, 2, w // 2, 2)`.",
            _cut_wrong,
        ),
        Mistake(
            "Negative numbers are lost: the comparison starts from 0. In a block of negative "
            "numbers the largest is negative.",
            lambda image: np.maximum(my_pool(image), 0),
        ),
        Mistake(
            "This keeps the number that is largest in *size*; −7 is smaller than −2.",
            _largest_size,
        ),
        Mistake(
            "Sizes are compared and signs are lost: leave out the absolute value.",
            lambda image: np.abs(_blocks(image)).max(axis=-1),
        ),
        Mistake(
            "This is one number for the whole image; every block has its own.",
            lambda image: image.max(),
        ),
        Mistake(
            "The result is transposed: it lies as the image does, with $h/2$ rows.",
            lambda image: my_pool(image).T,
        ),
    ],
)
