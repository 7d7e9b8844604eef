"""Pictures of the types of layers: the numbers they show, their room, what they refuse."""

import numpy as np
import pytest
from matplotlib.text import Text

from lecturekit.activations import softmax
from lecturekit.datasets import digits
from lecturekit.draw import (
    draw_attention,
    draw_dropout,
    draw_normalisation,
    draw_output_layers,
    draw_pooling,
    draw_recurrent,
    new_figure,
)
from lecturekit.draw.cells import GREYS, SIGNED, draw_cells
from tests.draw.test_network import pixels

DIGIT = digits().X[0].reshape(8, 8)
ROWS = (DIGIT - DIGIT.mean(axis=0)) / DIGIT.std()
WEIGHTS = softmax(ROWS @ ROWS.T / np.sqrt(8))
SEQUENCE, W, U = [0, 1, 0, 0, -1, 0, 0], [2.5, 1], [[2, 0], [0, 0.5]]
RNG = np.random.default_rng(0)
Z = RNG.normal(size=(12, 6)) * [1, 2, 0.5, 1, 3, 1] + [3, -2, 0, 1, 0, 4]


def three(height=3.4):
    return new_figure(9.5, height, columns=3)[1]


def one(height):
    return new_figure(9.5, height)[1]


def words(artists):
    return [text.get_text() for text in np.ravel(artists)]


# ---- room ------------------------------------------------------------------------------

DRAWINGS = {
    "outputs": (three(2.8), draw_output_layers, [2.0, 1.0, -1.5], ["cat", "dog", "horse"]),
    "extreme outputs": (three(2.8), draw_output_layers, [30, -1e3, -1.5, 0, 3, 4]),
    "pooling": (three(), draw_pooling, DIGIT),
    "pooling of a signed map": (three(), draw_pooling, DIGIT[:6, :6] - 8, 3),
    "recurrent": (one(3.2), draw_recurrent, SEQUENCE, W, U),
    "large recurrent": (
        one(3.9),
        draw_recurrent,
        *(RNG.normal(size=size) for size in ((8, 3), (4, 3), (4, 4), 4, 4)),
    ),
    "attention": (three(), draw_attention, DIGIT, WEIGHTS, 0),
    "attention, other queries": (three(), draw_attention, ROWS, WEIGHTS[:3], 2),
    "batch norm": (three(2.7), draw_normalisation, Z),
    "layer norm": (three(2.7), draw_normalisation, Z, "layer", 2, -1),
    "dropout": (three(), draw_dropout, np.arange(7) / 7, RNG.integers(0, 2, (2, 7)), 0.5),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_letters_are_large_and_on_the_page(name):
    axes, draw, *arguments = DRAWINGS[name]
    draw(axes, *arguments)
    figure = np.ravel(axes)[0].figure
    pixels(figure)
    pixels(figure)  # the layout settles in the first drawing
    ticks = {text for ax in figure.axes for text in (*ax.get_xticklabels(), *ax.get_yticklabels())}
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            assert text.get_fontsize() >= 9, text.get_text()
            if text in ticks:
                continue  # those outside the limits are never painted
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, text.get_text()
            assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, text.get_text()


# ---- output layers ---------------------------------------------------------------------


def test_three_answers_to_the_same_scores():
    panels = draw_output_layers(three(), [2.0, 1.0, -1.5])
    assert words(panels[0].texts) == ["2", "1", "−1.5"]
    assert words(panels[1].texts) == ["0.881  yes", "0.731  yes", "0.182  no"]
    assert words(panels[2].texts) == ["0.715  this one", "0.263", "0.022"]
    widths = [bar.get_width() for bar in panels[2].bars]
    np.testing.assert_allclose(widths, np.exp([2, 1, -1.5]) / np.exp([2, 1, -1.5]).sum())


def test_a_probability_never_reads_0_or_1():
    _, sigmoids, softmaxes = draw_output_layers(three(), [40, -40])
    assert words(sigmoids.texts) == ["> 0.999  yes", "< 0.001  no"]
    assert words(softmaxes.texts) == ["> 0.999  this one", "< 0.001"]


# ---- pooling ---------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "size"), [((8, 8), 2), ((4, 6), 2), ((6, 9), 3)])
def test_pooling_takes_each_block_by_itself(shape, size):
    image = RNG.normal(size=shape)
    picture = draw_pooling(three(), image, size)
    for i, j in np.ndindex(picture.maximum.shape):
        block = image[size * i : size * (i + 1), size * j : size * (j + 1)]
        assert picture.maximum[i, j] == block.max()
        assert np.isclose(picture.mean[i, j], block.mean())
        row, column = picture.winners[i * picture.maximum.shape[1] + j]
        assert image[row, column] == block.max()
        assert row // size == i
        assert column // size == j


def test_two_panels_are_enough_for_maxima():
    picture = draw_pooling(new_figure(columns=2)[1], DIGIT)
    assert len(picture.maps) == 1
    assert words(picture.maps[0][1])[:4] == ["0", "15", "15", "5"]


# ---- recurrent -------------------------------------------------------------------------


def test_states_follow_the_formula():
    W, U, b, start = (RNG.normal(size=size) for size in ((3, 2), (3, 3), 3, 3))
    X = RNG.normal(size=(5, 2))
    picture = draw_recurrent(one(3.4), X, W, U, b, start)
    h = start
    for t, x in enumerate(X):
        h = np.tanh(W @ x + U @ h + b)
        np.testing.assert_allclose(picture.H[t], h)
        assert words(picture.numbers[t + 1]) == [f"{v:.2f}".replace("-", "−") for v in h]
    assert len(picture.states) == len(picture.inputs) + 1 == 6


def test_one_neuron_remembers_and_the_other_forgets():
    H = draw_recurrent(one(3.2), SEQUENCE, W, U).H
    assert np.all(H[1:4, 0] > 0.9)
    assert np.all(H[4:, 0] < -0.5)
    assert abs(H[3, 1]) < 0.2


# ---- attention -------------------------------------------------------------------------


def test_the_output_is_a_weighted_mean():
    picture = draw_attention(three(), DIGIT, WEIGHTS, query=3)
    np.testing.assert_allclose(picture.output, WEIGHTS @ DIGIT)
    np.testing.assert_allclose(picture.result.get_array(), WEIGHTS @ DIGIT)
    assert words(picture.numbers[0])[:2] == ["0.41", "0.05"]
    assert [frame.get_xy() for frame in picture.frames] == [(-0.5, 2.5)] * 3


def test_queries_from_elsewhere_have_no_row_among_the_values():
    assert len(draw_attention(three(), DIGIT, WEIGHTS[:3], query=2).frames) == 2


# ---- normalisation ---------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "axis"), [("batch", 0), ("layer", 1)])
def test_each_strip_has_the_mean_and_the_spread_it_was_given(kind, axis):
    picture = draw_normalisation(three(), Z, kind, gamma=2.0, beta=-1.0)
    np.testing.assert_allclose(picture.Z.mean(axis), -1, atol=1e-9)
    np.testing.assert_allclose(picture.Z.std(axis), 2, rtol=1e-3)
    assert len(picture.before) == len(picture.after) == Z.shape[1 - axis]
    shape = (picture.frame.get_height(), picture.frame.get_width())
    assert shape == ((12, 1) if kind == "batch" else (1, 6))


def test_a_neuron_that_never_varies_becomes_zero():
    assert not draw_normalisation(three(), np.ones((4, 2))).Z.any()


# ---- dropout ---------------------------------------------------------------------------


def test_dropped_neurons_send_nothing_and_the_others_more():
    whole, thinned = draw_dropout(new_figure(columns=2)[1], [0.5, 1.2, 3.0, 0.1], [[1, 0, 1, 0]])
    np.testing.assert_allclose(thinned.values, [1.0, 0, 6.0, 0])
    assert words(thinned.numbers) == ["1.00", "6.00"]
    assert len(thinned.crosses) == 2 * 2
    assert len(whole.edges) == (4 + 3) * 4
    assert len(thinned.edges) == (4 + 3) * 2
    assert thinned.note.get_text() == "2 of 4 kept, times 2"


def test_on_average_dropout_changes_nothing():
    masks = [[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)]  # equally likely at ½
    axes = new_figure(columns=9)[1]
    whole, *thinned = draw_dropout(axes, [0.5, 1.2, 3.0], masks, rate=0.5)
    np.testing.assert_allclose(np.mean([panel.values for panel in thinned], axis=0), whole.values)


# ---- cells -----------------------------------------------------------------------------


def test_cells_put_zero_in_the_middle_or_at_the_end():
    _, ax = new_figure()
    signed, texts = draw_cells(ax, np.array([[-1.0, 3.0]]), SIGNED, write=str)
    greys, none = draw_cells(ax, np.array([[1.0, 3.0]]), GREYS)
    assert (signed.norm.vmin, signed.norm.vmax) == (-3, 3)
    assert (greys.norm.vmin, greys.norm.vmax) == (0, 3)
    assert words(texts) == ["-1.0", "3.0"]
    assert none == []


# ---- refusals --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: draw_output_layers(new_figure()[1], [1, 2]), "axes holds 1 Axes"),
        (lambda: draw_output_layers(three(), [1.0]), "z has 1 entries"),
        (lambda: draw_output_layers(three(), np.ones(7)), "room for 6"),
        (lambda: draw_output_layers(three(), [1, 2], ["a"]), "names has 1 entries"),
        (lambda: draw_pooling(new_figure()[1], DIGIT), "axes holds 1 Axes"),
        (lambda: draw_pooling(three(), DIGIT, 3), "cut it to 6 × 6"),
        (lambda: draw_pooling(three(), DIGIT, 1), "size is 1"),
        (lambda: draw_recurrent(new_figure()[1], np.ones(9), W, U), "9 steps do not fit"),
        (lambda: draw_recurrent(new_figure()[1], [1, 2], W, [[1, 0]]), r"need \(2, 2\)"),
        (lambda: draw_recurrent(new_figure()[1], [1, 2], W, U, b=[1]), "b has 1 entry"),
        (lambda: draw_recurrent(new_figure()[1], np.ones((2, 4)), np.ones((2, 4)), U), "4 columns"),
        (lambda: draw_recurrent(new_figure()[1], np.ones((2, 2)), W, U), "W has 1 feature"),
        (lambda: draw_attention(new_figure()[1], DIGIT, WEIGHTS), "axes holds 1 Axes"),
        (lambda: draw_attention(three(), DIGIT, 2 * WEIGHTS), "sums to 2"),
        (lambda: draw_attention(three(), np.eye(2), [[2, -1]]), "smallest entry is -1"),
        (lambda: draw_attention(three(), DIGIT, WEIGHTS, query=8), "query is 8"),
        (lambda: draw_attention(three(), DIGIT[:5], WEIGHTS), "weights has 8 features"),
        (lambda: draw_normalisation(new_figure()[1], Z), "axes holds 1 Axes"),
        (lambda: draw_normalisation(three(), Z, "group"), "kind is 'group'"),
        (lambda: draw_dropout(three(), [1, 2], [[1, 0]]), "axes holds 3 Axes"),
        (lambda: draw_dropout(three(), [1, 2], [[1, 0], [0.5, 1]]), "masks must hold"),
        (lambda: draw_dropout(three(), [1, 2], [[1, 0], [1, 1]], rate=1), "rate is 1"),
        (lambda: draw_dropout(three(), np.ones(8), np.ones((2, 8))), "at most 7"),
    ],
)
def test_bad_input_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
