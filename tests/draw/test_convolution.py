"""A filter on an image, the same as a sparse matrix, and pooling."""

import numpy as np
import pytest

from lecturekit.datasets import digits
from lecturekit.draw import (
    draw_convolution,
    draw_pooling,
    draw_sparse_matrix,
    new_figure,
    update_convolution,
)
from lecturekit.draw.convolution import slide
from lecturekit.draw.rounding import rounded
from tests.draw.readable import assert_readable, pixels

SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
DIGIT, OTHER = digits().X[[0, 7]].reshape(2, 8, 8)


def axes(columns=3):
    return new_figure(10, 3.8, columns=columns)[1]


def as_matrix(kernel, height, width):
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    W = np.zeros((rows, columns, height, width))
    for i in range(rows):
        for j in range(columns):
            W[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
    return W.reshape(rows * columns, height * width)


def test_sliding_is_a_product_with_the_sparse_matrix():
    np.testing.assert_allclose(slide(DIGIT, SOBEL).ravel(), as_matrix(SOBEL, 8, 8) @ DIGIT.ravel())


def test_one_position():
    picture = draw_convolution(axes(), DIGIT, SOBEL, 2, 3)
    assert picture.frame.get_xy() == (2.5, 1.5)
    assert picture.product_texts[0][2].get_text() == "11 · (−1)\n= −11"
    assert picture.sum_text.get_text() == "sum = −34  →  output[2, 3]"
    assert (~picture.output.get_array().mask).sum() == 2 * 6 + 4
    assert picture.output_numbers[2][3].get_text() == "−34"
    assert picture.output_numbers[2][3].get_visible()
    assert not picture.output_numbers[2][4].get_visible()
    picture = draw_convolution(axes(), DIGIT, SOBEL, 2, 3, bias=-0.5)
    assert picture.sum_text.get_text() == "sum + bias = −34 − 0.5 = −34.5  →  output[2, 3]"


@pytest.mark.parametrize("kernel", [SOBEL, np.full((5, 4), 1 / 3)])
def test_a_moved_filter_on_another_image_is_as_good_as_a_fresh_drawing(kernel):
    fresh, moved = axes(), axes()
    draw_convolution(fresh, OTHER, kernel, 3, 4, bias=0.5)
    picture = draw_convolution(moved, DIGIT, -kernel, bias=0.5)
    figure = moved[0].figure
    before = figure.findobj()
    update_convolution(picture, 0, 0, image=OTHER)
    update_convolution(picture, 1, 2, kernel=kernel)
    update_convolution(picture, 3, 4)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh[0].figure))
    assert_readable(figure, smallest=8.5)
    expected = rounded(slide(OTHER, kernel)[0, 3] + 0.5, 2)
    assert picture.output_numbers[0][3].get_text() == expected


def test_a_large_image_has_no_numbers():
    picture = draw_convolution(axes(), np.zeros((28, 28)), np.ones((3, 3)), 4, 5)
    assert picture.pixel_numbers == picture.output_numbers == []


@pytest.mark.parametrize("W", [np.zeros((2, 3)), np.ones((1, 1)), np.eye(60)])
def test_every_sparse_matrix_draws(W):
    figure, ax = new_figure()
    draw_sparse_matrix(ax, W)
    pixels(figure)
    assert ax.images[0].get_array().mask.sum() == (W == 0).sum()


@pytest.mark.parametrize(("shape", "size"), [((8, 8), 2), ((4, 6), 2), ((6, 9), 3)])
def test_pooling_takes_each_block_by_itself(shape, size):
    image = np.random.default_rng(0).normal(size=shape)
    panels = axes()
    pooled = draw_pooling(panels, image, size)
    boxes = panels[0].patches[1::2]  # after the frame of its block, that of its winner
    for box, (i, j) in zip(boxes, np.ndindex(pooled.maximum.shape), strict=True):
        block = image[size * i : size * (i + 1), size * j : size * (j + 1)]
        assert pooled.maximum[i, j] == block.max()
        assert np.isclose(pooled.mean[i, j], block.mean())
        column, row = np.round(np.add(box.get_xy(), box.get_width() / 2)).astype(int)
        assert image[row, column] == block.max()
        assert (row // size, column // size) == (i, j)


def test_two_panels_are_enough_for_maxima():
    _, maxima = panels = axes(2)
    draw_pooling(panels, DIGIT)
    assert [text.get_text() for text in maxima.texts[:4]] == ["0", "15", "15", "5"]
