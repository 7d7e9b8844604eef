"""Pictures of the types of layers, convolution first: the numbers they show, and their room."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from lecturekit import draw
from lecturekit.activations import softmax
from lecturekit.datasets import digits
from lecturekit.draw.convolution import slide
from tests.draw.readable import assert_readable

SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
DIGIT = digits().X[0].reshape(8, 8)
WEIGHTS = softmax((DIGIT - 5) @ (DIGIT - 5).T / 99)
RNG = np.random.default_rng(0)
Z = RNG.normal(size=(12, 6)) * [1, 2, 0.5, 1, 3, 1] + [3, -2, 0, 1, 0, 4]


def panels(height=3.4, columns=3):
    return draw.new_figure(9.5, height, columns=columns)[1]


def words(ax):
    return [text.get_text() for text in ax.texts]


DRAWINGS = {
    "extreme outputs": (panels(2.8), draw.draw_output_layers, [30, -1e3, -1.5, 0, 3, 4]),
    "large recurrent": (
        panels(3.9, columns=1),
        draw.draw_recurrent,
        *(RNG.normal(size=size) for size in ((8, 3), (4, 3), (4, 4), 4, 4)),
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_text_is_readable(name):
    axes, draw, *arguments = DRAWINGS[name]
    draw(axes, *arguments)
    assert_readable(np.ravel(axes)[0].figure)


# ---- convolution and pooling ---


def test_sliding_is_correlation():
    np.testing.assert_allclose(slide(DIGIT, SOBEL), correlate2d(DIGIT, SOBEL, "valid"))


def test_one_position():
    picture = draw.draw_convolution(panels(), DIGIT, SOBEL, 2, 3)
    assert picture.frame.get_xy() == (2.5, 1.5)
    assert picture.product_texts[0][2].get_text() == "11 · (−1)\n= −11"
    assert (~picture.output.get_array().mask).sum() == 2 * 6 + 4
    assert picture.sum_text.get_text() == "sum = −34  →  output[2, 3]"


@pytest.mark.parametrize(("shape", "size"), [((8, 8), 2), ((4, 6), 2), ((6, 9), 3)])
def test_pooling_takes_each_block_by_itself(shape, size):
    image = np.random.default_rng(0).normal(size=shape)
    axes = panels()
    pooled = draw.draw_pooling(axes, image, size)
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
    draw.draw_output_layers(axes, [40, -40])
    assert [words(ax) for ax in axes[1:]] == [
        ["> 0.999  yes", "< 0.001  no"],
        ["> 0.999  this one", "< 0.001"],
    ]


def test_states_follow_the_formula():
    W, U, b, start = (RNG.normal(size=size) for size in ((3, 2), (3, 3), 3, 3))
    X = RNG.normal(size=(5, 2))
    ax = panels(columns=1)
    H, h = draw.draw_recurrent(ax, X, W, U, b, start), start
    for found, x in zip(H, X, strict=True):
        h = np.tanh(W @ x + U @ h + b)
        np.testing.assert_allclose(found, h)
        assert {f"{v:.2f}".replace("-", "−") for v in h} <= set(words(ax))


def test_attention_gives_weighted_means():
    axes = panels()
    draw.draw_attention(axes, DIGIT, WEIGHTS, query=3)
    np.testing.assert_allclose(axes[2].images[0].get_array(), WEIGHTS @ DIGIT)
    assert words(axes[1])[:8] == [f"{w:.2f}" for w in WEIGHTS[0]]
    assert [ax.patches[0].get_xy() for ax in axes] == [(-0.5, 2.5)] * 3


@pytest.mark.parametrize(("kind", "axis"), [("batch", 0), ("layer", 1)])
def test_what_is_normalised_together_has_mean_0_and_deviation_1(kind, axis):
    axes = panels()
    draw.draw_normalisation(axes, Z, kind)
    dots = [line.get_ydata() for line in axes[2].lines if line.get_marker() == "o"]
    after = (Z - Z.mean(axis, keepdims=True)) / Z.std(axis, keepdims=True)
    np.testing.assert_allclose(dots, np.moveaxis(after, axis, -1), atol=1e-3)
    frame = axes[0].patches[0]
    assert (frame.get_height(), frame.get_width()) == ((12, 1) if kind == "batch" else (1, 6))
