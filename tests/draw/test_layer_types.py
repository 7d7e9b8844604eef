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
LENET = [("image", 3, 32), ("C1", 16, 28), ("S4", 16, 5), ("output", 10, 1)]


def panels(height=3.4, columns=3):
    return draw.new_figure(9.5, height, columns=columns)[1]


def words(ax):
    return [text.get_text() for text in ax.texts]


DRAWINGS = {
    "LeNet": (panels(3, columns=1), draw.draw_volumes, LENET, ["pool"] * 3),
    "brain and network": (panels(columns=1), draw.draw_ventral_stream),
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


# ---- convolution ---


def test_sliding_is_correlation():
    np.testing.assert_allclose(slide(DIGIT, SOBEL), correlate2d(DIGIT, SOBEL, "valid"))


def test_one_position():
    picture = draw.draw_convolution(panels(), DIGIT, SOBEL, 2, 3)
    assert picture.frame.get_xy() == (2.5, 1.5)
    assert picture.product_texts[0][2].get_text() == "11 · (−1)\n= −11"
    assert (~picture.output.get_array().mask).sum() == 2 * 6 + 4
    assert picture.sum_text.get_text() == "sum = −34  →  output[2, 3]"
    with pytest.raises(ValueError, match=r"image has shape \(7, 8\), but .* for \(8, 8\); give"):
        draw.update_convolution(picture, 0, 0, DIGIT[1:])
    np.testing.assert_array_equal(picture.data["image"], DIGIT)


def test_two_demands_share_the_weights_of_a_dense_layer():
    axes = panels()
    draw.draw_demands(axes)
    dense, near, same = (ax.images[0].get_array() for ax in axes)
    assert [len(np.unique(W.compressed())) for W in (dense, near, same)] == [36 * 64, 36 * 9, 9]
    np.testing.assert_array_equal(near.mask, same.mask)
    filtered = slide(DIGIT, same[0].reshape(8, 8)[:3, :3])
    np.testing.assert_allclose(same.filled(0) @ DIGIT.ravel(), filtered.ravel())
    counts = [int(ax.get_title(loc="left").split()[-2].replace(",", "")) for ax in axes]
    assert counts == [36 * 65, 36 * 10, 10]


def test_a_filter_reaches_through_all_channels():
    (ax,) = np.ravel(panels(columns=1))
    draw.draw_volumes(ax, LENET, ["5 × 5"] * 3, field=5)
    framed = [p for p in ax.patches if p.get_facecolor()[3] == 0 and hasattr(p, "get_width")]
    side = framed[0].get_width()
    assert len(framed) == 3
    assert np.isclose(side / ax.patches[0].get_width(), 5 / 32)


# ---- other layers ---


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
