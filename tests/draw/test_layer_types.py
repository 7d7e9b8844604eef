"""Pictures of the types of layers, convolution first: the numbers they show, and their room."""

import numpy as np
import pytest

from lecturekit.activations import softmax
from lecturekit.datasets import digits
from lecturekit.draw import (
    draw_attention,
    draw_convolution,
    draw_dropout,
    draw_normalisation,
    draw_output_layers,
    draw_pooling,
    draw_recurrent,
    draw_sparse_matrix,
    new_figure,
)
from lecturekit.draw.convolution import slide
from tests.draw.readable import assert_readable, pixels

SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
DIGIT = digits().X[0].reshape(8, 8)
ROWS = (DIGIT - DIGIT.mean(axis=0)) / DIGIT.std()
WEIGHTS = softmax(ROWS @ ROWS.T / np.sqrt(8))
RNG = np.random.default_rng(0)
Z = RNG.normal(size=(12, 6)) * [1, 2, 0.5, 1, 3, 1] + [3, -2, 0, 1, 0, 4]


def panels(height=3.4, columns=3):
    return new_figure(9.5, height, columns=columns)[1]


def words(ax):
    return [text.get_text() for text in ax.texts]


DRAWINGS = {
    "extreme outputs": (panels(2.8), draw_output_layers, [30, -1e3, -1.5, 0, 3, 4]),
    "pooling of a signed map": (panels(), draw_pooling, DIGIT[:6, :6] - 8, 3),
    "large recurrent": (
        panels(3.9, columns=1),
        draw_recurrent,
        *(RNG.normal(size=size) for size in ((8, 3), (4, 3), (4, 4), 4, 4)),
    ),
    "attention, other queries": (panels(), draw_attention, ROWS, WEIGHTS[:3], 2),
    "layer norm": (panels(2.7), draw_normalisation, Z, "layer", 2, -1),
    "dropout": (panels(), draw_dropout, np.arange(7) / 7, RNG.integers(0, 2, (2, 7)), 0.5),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_text_is_readable(name):
    axes, draw, *arguments = DRAWINGS[name]
    draw(axes, *arguments)
    assert_readable(np.ravel(axes)[0].figure)


# ---- convolution and pooling ---


def as_matrix(kernel, height, width):
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    W = np.zeros((rows, columns, height, width))
    for i in range(rows):
        for j in range(columns):
            W[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
    return W.reshape(rows * columns, height * width)


def test_sliding_is_a_product_with_the_sparse_matrix():
    np.testing.assert_allclose(slide(DIGIT, SOBEL).ravel(), as_matrix(SOBEL, 8, 8) @ DIGIT.ravel())


def test_one_position_with_a_bias():
    picture = draw_convolution(panels(), DIGIT, SOBEL, 2, 3, bias=-0.5)
    assert picture.frame.get_xy() == (2.5, 1.5)
    assert picture.product_texts[0][2].get_text() == "11 · (−1)\n= −11"
    assert (~picture.output.get_array().mask).sum() == 2 * 6 + 4
    assert picture.sum_text.get_text() == "sum + bias = −34 − 0.5 = −34.5  →  output[2, 3]"


def test_a_large_image_has_no_numbers():
    picture = draw_convolution(panels(), np.zeros((28, 28)), np.ones((3, 3)), 4, 5)
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
    axes = panels()
    pooled = draw_pooling(axes, image, size)
    boxes = axes[0].patches[1::2]  # after the frame of its block, that of its winner
    for box, (i, j) in zip(boxes, np.ndindex(pooled.maximum.shape), strict=True):
        block = image[size * i : size * (i + 1), size * j : size * (j + 1)]
        assert pooled.maximum[i, j] == block.max()
        assert np.isclose(pooled.mean[i, j], block.mean())
        column, row = np.round(np.add(box.get_xy(), box.get_width() / 2)).astype(int)
        assert image[row, column] == block.max()
        assert (row // size, column // size) == (i, j)


# ---- other layers ---


def test_a_probability_never_reads_0_or_1():
    axes = panels()
    draw_output_layers(axes, [40, -40])
    assert [words(ax) for ax in axes[1:]] == [
        ["> 0.999  yes", "< 0.001  no"],
        ["> 0.999  this one", "< 0.001"],
    ]


def test_states_follow_the_formula():
    W, U, b, start = (RNG.normal(size=size) for size in ((3, 2), (3, 3), 3, 3))
    X = RNG.normal(size=(5, 2))
    ax = panels(columns=1)
    H, h = draw_recurrent(ax, X, W, U, b, start), start
    for found, x in zip(H, X, strict=True):
        h = np.tanh(W @ x + U @ h + b)
        np.testing.assert_allclose(found, h)
        assert {f"{v:.2f}".replace("-", "−") for v in h} <= set(words(ax))


def test_attention_gives_weighted_means():
    axes = panels()
    draw_attention(axes, DIGIT, WEIGHTS, query=3)
    np.testing.assert_allclose(axes[2].images[0].get_array(), WEIGHTS @ DIGIT)
    assert words(axes[1])[:2] == ["0.41", "0.05"]
    assert [ax.patches[0].get_xy() for ax in axes] == [(-0.5, 2.5)] * 3


@pytest.mark.parametrize(("kind", "axis"), [("batch", 0), ("layer", 1)])
def test_what_is_normalised_together_has_the_mean_and_the_spread_it_was_given(kind, axis):
    axes = panels()
    after = draw_normalisation(axes, Z, kind, gamma=2.0, beta=-1.0).Z
    np.testing.assert_allclose(after.mean(axis), -1, atol=1e-9)
    np.testing.assert_allclose(after.std(axis), 2, rtol=1e-3)
    frame = axes[0].patches[0]
    assert (frame.get_height(), frame.get_width()) == ((12, 1) if kind == "batch" else (1, 6))
    dots = [line for line in axes[2].lines if line.get_marker() == "o"]
    np.testing.assert_array_equal([dot.get_ydata() for dot in dots], np.moveaxis(after, axis, -1))


def test_a_neuron_that_never_varies_becomes_zero():
    assert not draw_normalisation(panels(), np.ones((4, 2))).Z.any()


def test_dropped_neurons_send_nothing_and_the_others_more():
    axes = panels(columns=2)
    sent = draw_dropout(axes, [0.5, 1.2, 3.0, 0.1], [[1, 0, 1, 0]])
    np.testing.assert_allclose(sent, [[0.5, 1.2, 3.0, 0.1], [1.0, 0, 6.0, 0]])
    assert words(axes[1]) == ["1.00", "6.00", "2 of 4 kept, times 2"]
    crosses = 2 * 2
    assert [len(ax.lines) for ax in axes] == [(4 + 3) * 4, (4 + 3) * 2 + crosses]


def test_on_average_dropout_changes_nothing():
    masks = [[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)]  # equally likely at ½
    whole, *thinned = draw_dropout(panels(columns=9), [0.5, 1.2, 3.0], masks, rate=0.5)
    np.testing.assert_allclose(np.mean(thinned, axis=0), whole)
