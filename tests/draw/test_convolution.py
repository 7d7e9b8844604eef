"""A filter on an image, and the same as a sparse matrix."""

import numpy as np
import pytest
from matplotlib.text import Text

from lecturekit.datasets import digits
from lecturekit.draw import (
    draw_convolution,
    draw_sparse_matrix,
    new_figure,
    update_convolution,
)
from lecturekit.draw.convolution import slide
from lecturekit.draw.rounding import rounded
from tests.draw.test_network import pixels

SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])


def axes():
    return new_figure(10, 3.8, columns=3)[1]


def digit():
    return digits().X[0].reshape(8, 8)


def as_matrix(kernel, height, width):
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    W = np.zeros((rows, columns, height, width))
    for i in range(rows):
        for j in range(columns):
            W[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
    return W.reshape(rows * columns, height * width)


def test_sliding_is_a_product_with_the_sparse_matrix():
    image = digit()
    np.testing.assert_allclose(slide(image, SOBEL).ravel(), as_matrix(SOBEL, 8, 8) @ image.ravel())


def test_one_position():
    picture = draw_convolution(axes(), digit(), SOBEL, 2, 3)
    assert picture.frame.get_xy() == (2.5, 1.5)
    assert picture.product_texts[0][2].get_text() == "11 · (−1)\n= −11"
    assert picture.sum_text.get_text() == "sum = −34  →  output[2, 3]"
    assert (~picture.output.get_array().mask).sum() == 2 * 6 + 4
    assert picture.output_numbers[2][3].get_text() == "−34"
    assert picture.output_numbers[2][3].get_visible()
    assert not picture.output_numbers[2][4].get_visible()


def test_a_bias_is_added():
    picture = draw_convolution(axes(), digit(), SOBEL, 2, 3, bias=-0.5)
    assert picture.sum_text.get_text() == "sum + bias = −34 − 0.5 = −34.5  →  output[2, 3]"


@pytest.mark.parametrize("kernel", [SOBEL, np.full((5, 4), 1 / 3)])
def test_a_moved_filter_is_as_good_as_a_fresh_drawing(kernel):
    fresh = axes()
    draw_convolution(fresh, digit(), kernel, 3, 4)
    moved = axes()
    picture = draw_convolution(moved, digit(), kernel)
    figure = moved[0].figure
    before = figure.findobj()
    update_convolution(picture, 3, 4)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh[0].figure))
    assert all(text.get_fontsize() >= 8.5 for text in figure.findobj(Text) if text.get_text())


def test_another_image_and_filter_are_as_good_as_a_fresh_drawing():
    other, blur = digits().X[7].reshape(8, 8), np.full((3, 3), 1 / 9)
    fresh = axes()
    draw_convolution(fresh, other, blur, 3, 4, bias=0.5)
    moved = axes()
    picture = draw_convolution(moved, digit(), SOBEL, bias=0.5)
    figure = moved[0].figure
    before = figure.findobj()
    update_convolution(picture, 0, 0, image=other)
    update_convolution(picture, 1, 2, kernel=blur)
    update_convolution(picture, 3, 4)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh[0].figure))
    assert picture.output_numbers[0][3].get_text() == rounded(slide(other, blur)[0, 3] + 0.5, 2)


def test_an_image_or_filter_of_another_shape_is_refused():
    picture = draw_convolution(axes(), digit(), SOBEL)
    with pytest.raises(ValueError, match=r"image has shape \(9, 8\).*draw_convolution"):
        update_convolution(picture, 0, 0, image=np.ones((9, 8)))
    with pytest.raises(ValueError, match=r"kernel has shape \(2, 3\).*draw_convolution"):
        update_convolution(picture, 0, 0, kernel=np.ones((2, 3)))
    assert picture.data["image"].shape == (8, 8)  # a refused one leaves the picture as it was


def test_a_large_image_has_no_numbers():
    picture = draw_convolution(axes(), np.zeros((28, 28)), np.ones((3, 3)), 4, 5)
    assert picture.pixel_numbers == picture.output_numbers == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.ones((2, 2)), np.ones((3, 3))), r"kernel has shape \(3, 3\).*np.pad"),
        ((np.ones((4, 4)), np.ones((3, 3)), 2, 0), "row is 2"),
        ((np.ones((4, 4)), np.ones((3, 3)), 0, -1), "column is -1"),
        ((np.ones(4), np.ones((1, 1))), "image has shape"),
        ((np.full((4, 4), np.nan), np.ones((1, 1))), "image holds nan"),
    ],
)
def test_bad_filters_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_convolution(axes(), *arguments)


def test_three_panels_are_needed():
    with pytest.raises(ValueError, match="axes holds 1 Axes"):
        draw_convolution(new_figure()[1], digit(), SOBEL)


def test_zeros_are_empty_and_equal_weights_equal():
    figure, ax = new_figure(6.5, 3.6)
    picture = draw_sparse_matrix(ax, as_matrix(SOBEL, 8, 8), row=7)
    pixels(figure)
    assert picture.note.get_text() == "216 of 2,304 weights not zero, 4 different values"
    assert picture.image.get_array().mask.sum() == 2304 - 216
    assert picture.row.get_xy() == (-0.5, 6.5)


@pytest.mark.parametrize("W", [np.zeros((2, 3)), np.ones((1, 1)), np.eye(60)])
def test_every_matrix_draws(W):
    figure, ax = new_figure()
    draw_sparse_matrix(ax, W, scale=False)
    pixels(figure)


def test_bad_matrices_are_refused():
    _, ax = new_figure()
    with pytest.raises(ValueError, match="W has shape"):
        draw_sparse_matrix(ax, [1.0, 2.0])
    with pytest.raises(ValueError, match="row is 2"):
        draw_sparse_matrix(ax, np.eye(2), row=2)
