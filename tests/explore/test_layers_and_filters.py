"""What the live figures of layers, forward pass and filters say is true."""

import numpy as np
import pytest
from matplotlib.text import Text

from lecturekit import explore
from lecturekit.draw.scenes.forward_pass import ForwardPass, network_with
from lecturekit.draw.scenes.layer_builder import LayerBuilder, layer_with
from lecturekit.draw.scenes.sliding_filter import FILTERS, LAST, SlidingFilter, image_of
from lecturekit.explore.controls import Steps

NAMES = ("forward_pass", "layer_builder", "sliding_filter")


def texts(scene, **values):
    scene.update(**values)
    return {text.get_text() for text in scene.figure.findobj(Text) if text.get_visible()}


@pytest.mark.parametrize("name", NAMES)
def test_letters_are_large_and_the_figure_fits_the_page(name):
    figure = getattr(explore, name)()
    scene = figure.scene()
    assert scene.size[0] <= 8.6
    for share in (0, 1, 2):
        values = dict(figure.values)
        for spec in sorted(figure.specs.values(), key=lambda spec: isinstance(spec, Steps)):
            values[spec.name] = spec.positions(3, values)[share]
        scene.update(**values)
        scene.figure.canvas.draw()
        width, height = scene.figure.bbox.size
        for text in scene.figure.findobj(Text):
            if text.get_text().strip() and text.get_visible():
                assert text.get_fontsize() >= 9, text
                box = text.get_window_extent()
                assert box.x0 >= 0, text
                assert box.x1 <= width, text
                assert box.y0 >= 0, text
                assert box.y1 <= height, text


def test_the_forward_pass_by_hand():
    hidden = np.tanh([1 - 2, 0.5 + 2 - 0.5, -1 + 1 + 0.5])
    z = 1.5 * hidden[0] - 2 * hidden[1] + hidden[2] + 0.5
    answer = 1 / (1 + np.exp(-z))
    assert network_with("tanh")([[1.0, 2.0]]) == pytest.approx(answer)
    assert f"the answer is {answer:.3f}." in ForwardPass().describe(
        t=4, x1=1.0, x2=2.0, activation="tanh"
    )


def test_the_arithmetic_of_each_neuron_is_written_out():
    scene = ForwardPass()
    start = {"x1": 1.0, "x2": 2.0, "activation": "tanh"}
    assert "start: the input is known, no neuron has computed yet" in texts(scene, t=0, **start)
    second = "hidden neuron 2:    $z$ = 0.5 · 1 + 1 · 2 − 0.5 = 2        $a$ = tanh(2) ≈ 0.964"
    assert second in texts(scene, t=2, **start)
    start["activation"] = "relu"
    words = texts(scene, t=4, **start)
    last = "output neuron:    $z$ = 1.5 · 0 − 2 · 2 + 1 · 0.5 + 0.5 = −3        "
    assert last + "$a$ = sigmoid(−3) ≈ 0.047" in words
    assert "3 neurons, ReLU" in words


def test_a_neuron_keeps_its_weights_when_others_join_it():
    W, b = layer_with(4, 5, 3)
    for d, p in ((1, 1), (2, 3), (4, 2)):
        smaller_W, smaller_b = layer_with(d, p, 3)
        np.testing.assert_array_equal(smaller_W, W[:p, :d])
        np.testing.assert_array_equal(smaller_b, b[:p])
    assert np.abs(W).min() >= 0.3  # every edge can be seen


def test_the_parameters_are_counted_and_the_row_is_written_out():
    scene = LayerBuilder()
    words = texts(scene, d=2, p=3, k=2, seed=0)
    assert "$p \\cdot d + p$ = 3 · 2 + 3 = 9 parameters" in words
    assert {"(3, 2)", "(3,)", "(2,)"} <= words
    (first, second), bias = layer_with(2, 3, 0)[0][1], layer_with(2, 3, 0)[1][1]
    assert (first, second, bias) == (0.3, -0.4, -1.7)
    assert "neuron 2:  $z_2$ = 0.3 $x_1$ − 0.4 $x_2$ − 1.7" in words


def test_a_neuron_that_is_not_there_is_not_highlighted():
    scene = LayerBuilder()
    colours = {}
    for k in (0, 3, 4):
        words = texts(scene, d=2, p=3, k=k, seed=0)
        colours[k] = [text.get_color() for text in scene.picture.code[:3]]
    assert colours[4] == colours[0] != colours[3]
    assert "there is no neuron 4 yet" in words


def test_the_filters_add_up_to_what_is_said_of_them():
    for name, kernel in FILTERS.items():
        expected = 0 if name in ("vertical", "horizontal", "diagonal") else 1
        assert np.sum(kernel) == pytest.approx(expected), name
    np.testing.assert_array_equal(np.transpose(FILTERS["vertical"]), FILTERS["horizontal"])


def test_a_sum_by_hand_and_the_map_so_far():
    scene = SlidingFilter()
    patch = image_of(4)[2:5, 3:6]
    total = np.sum(patch * FILTERS["horizontal"])
    words = texts(scene, position=15, digit=4, filter="horizontal")
    assert f"sum = {total:g}  →  output[2, 3]".replace("-", "−") in words
    assert "image 8 × 8: a 4" in words
    assert (~scene.picture.output.get_array().mask).sum() == 16
    np.testing.assert_array_equal(scene.picture.pixels.get_array(), image_of(4))
    assert scene.picture.pixels.get_clim() == (0, 16)


def test_every_position_is_a_frame():
    assert len(explore.sliding_filter().frames()) == LAST + 1 == 36
