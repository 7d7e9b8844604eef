"""What the live figures of Part 2 say is true: their numbers against other ways to find them."""

import numpy as np
import pytest
from matplotlib.text import Text

from lecturekit import datasets, explore
from lecturekit.draw.scenes import linear_collapse
from lecturekit.draw.scenes.forward_pass import ForwardPass, network_with
from lecturekit.draw.scenes.layer_builder import LayerBuilder, layer_with
from lecturekit.draw.scenes.sliding_filter import FILTERS, SlidingFilter, image_of
from lecturekit.draw.scenes.xor_hidden import XorHidden
from lecturekit.experiments.classifiers import best_line
from lecturekit.experiments.curve_fitting import CURVES, WIDTHS, errors_by_width, fit_curve
from lecturekit.experiments.random_features import fit_logistic_newton, playground_network
from lecturekit.experiments.runs import TOY_DATA, toy_examples
from lecturekit.network import Network

XOR = np.array([0, 1, 1, 0])


def texts(scene, **values):
    scene.update(**values)
    return {text.get_text() for text in scene.figure.findobj(Text) if text.get_visible()}


# ---- layers, forward pass, filters


@pytest.mark.parametrize("name", ["forward_pass", "layer_builder", "sliding_filter"])
def test_letters_are_large_and_the_figure_fits_the_page(name):
    figure = getattr(explore, name)()
    scene = figure.scene()
    assert scene.size[0] <= 8.6
    for share in (0, 1, 2):
        scene.update(
            **{k: spec.positions(3, figure.values)[share] for k, spec in figure.specs.items()}
        )
        scene.figure.canvas.draw()
        for text in scene.figure.findobj(Text):
            if text.get_text().strip() and text.get_visible():
                assert text.get_fontsize() >= 9, text
                (x0, y0), (x1, y1) = text.get_window_extent().get_points()
                assert min(x0, y0) >= 0, text
                assert np.all(scene.figure.bbox.size >= (x1, y1)), text


def test_the_forward_pass_by_hand_and_written_out():
    hidden = np.tanh([1 - 2, 0.5 + 2 - 0.5, -1 + 1 + 0.5])
    answer = 1 / (1 + np.exp(-(1.5 * hidden[0] - 2 * hidden[1] + hidden[2] + 0.5)))
    assert network_with("tanh")([[1.0, 2.0]]) == pytest.approx(answer)
    scene, start = ForwardPass(), {"x1": 1.0, "x2": 2.0, "activation": "tanh"}
    assert f"the answer is {answer:.3f}." in scene.describe(t=4, **start)
    assert "start: the input is known, no neuron has computed yet" in texts(scene, t=0, **start)
    second = "hidden neuron 2:    $z$ = 0.5 · 1 + 1 · 2 − 0.5 = 2        $a$ = tanh(2) ≈ 0.964"
    assert second in texts(scene, t=2, **start)
    words = texts(scene, t=4, **start | {"activation": "relu"})
    last = "output neuron:    $z$ = 1.5 · 0 − 2 · 2 + 1 · 0.5 + 0.5 = −3        "
    assert {last + "$a$ = sigmoid(−3) ≈ 0.047", "3 neurons, ReLU"} <= words


def test_a_neuron_keeps_its_weights_when_others_join_it():
    W, b = layer_with(4, 5, 3)
    for d, p in ((1, 1), (2, 3), (4, 2)):
        smaller_W, smaller_b = layer_with(d, p, 3)
        np.testing.assert_array_equal(smaller_W, W[:p, :d])
        np.testing.assert_array_equal(smaller_b, b[:p])
    assert np.abs(W).min() >= 0.3  # every edge can be seen


def test_a_layer_in_words_and_a_neuron_that_is_not_there():
    scene = LayerBuilder()
    words = texts(scene, d=2, p=3, k=2, seed=0)
    assert "$p \\cdot d + p$ = 3 · 2 + 3 = 9 parameters" in words
    assert {"(3, 2)", "(3,)", "(2,)"} <= words
    assert "neuron 2:  $z_2$ = 0.3 $x_1$ − 0.4 $x_2$ − 1.7" in words
    colours = {}
    for k in (0, 3, 4):
        words = texts(scene, d=2, p=3, k=k, seed=0)
        colours[k] = [text.get_color() for text in scene.picture.code[:3]]
    assert colours[4] == colours[0] != colours[3]
    assert "there is no neuron 4 yet" in words


def test_filters_add_up_to_what_is_said_of_them_and_a_sum_by_hand():
    for name, kernel in FILTERS.items():
        expected = 0 if name in ("vertical", "horizontal", "diagonal") else 1
        assert np.sum(kernel) == pytest.approx(expected), name
    np.testing.assert_array_equal(np.transpose(FILTERS["vertical"]), FILTERS["horizontal"])
    total = np.sum(image_of(4)[2:5, 3:6] * FILTERS["horizontal"])
    words = texts(SlidingFilter(), position=15, digit=4, filter="horizontal")
    assert f"sum = {total:g}  →  output[2, 3]".replace("-", "−") in words
    assert "image 8 × 8: a 4" in words


# ---- exclusive or


def number_right(w, b, points):
    return int(np.sum((points @ w + b >= 0) == XOR))


def most_right_by_trying(points):
    """The most that any of many lines gets right: all directions, cut between all neighbours."""
    best = 0
    for angle in np.linspace(0, 2 * np.pi, 720, endpoint=False):
        w = np.array([np.cos(angle), np.sin(angle)])
        places = np.sort(points @ w)
        cuts = [places[0] - 1, *(places[1:] + places[:-1]) / 2, places[-1] + 1]
        best = max(best, *(number_right(w, -cut, points) for cut in cuts))
    return best


def test_the_best_line_gets_as_many_right_as_trying_all_lines():
    rng = np.random.default_rng(0)
    for _ in range(60):
        points = rng.integers(0, 4, (4, 2)).astype(float)  # on a grid, so that some coincide
        line = best_line(points, XOR)
        assert number_right(line.w, line.b, points) == most_right_by_trying(points), points
    line = best_line([[0, 0], [1, 0], [1, 0], [1, 1]], XOR)  # OR and AND as hidden neurons
    np.testing.assert_allclose([*line.w, line.b], [2, -2, -1])  # in the middle of the widest gap
    assert line.gap == pytest.approx(1 / np.sqrt(2))


@pytest.mark.parametrize(
    ("activation", "shifts", "verdict"),
    [
        ("step", (-0.35, 0.35), "gap of 0.71"),
        ("relu", (-0.7, 0.0), "gap of 0.31"),  # Goodfellow
        ("step", (0.35, 0.35), "3 of 4 right"),
    ],
)
def test_solutions_of_exclusive_or(activation, shifts, verdict):
    values = dict(zip(("shift_1", "shift_2"), shifts, strict=True), angle_1=45.0, angle_2=45.0)
    assert verdict in XorHidden().describe(activation=activation, **values)


@pytest.mark.parametrize(
    ("activation", "angles", "shifts", "said"),
    [
        ("sigmoid", (-85, -85), (-0.7, -0.65), "4 of 4: separable, but only just"),
        ("sigmoid", (-85, -85), (-0.7, -0.65), "−0.78"),  # not −51598: the weights have length 1
        ("step", (0, 0), (0.7, 0.7), "all corners fall on one point:there is no line to draw"),
    ],
)
def test_what_is_said_where_classes_almost_fall_together(activation, angles, shifts, said):
    names = ("angle_1", "angle_2", "shift_1", "shift_2")
    scene = XorHidden()
    scene.update(activation=activation, **dict(zip(names, (*angles, *shifts), strict=True)))
    assert said in "".join(text.get_text() for text in (scene.verdict, scene.answer, scene.gap))
    scene.update(activation="sigmoid", **dict(zip(names, (180, 0, 0.7, 0.7), strict=True)))
    assert "e-" not in scene.answer.get_text()  # a rounding error is not a number to show


# ---- playground, curve fits, collapse


def test_random_hidden_layers_and_a_fitted_output():
    for data in TOY_DATA:
        assert np.abs(toy_examples(data)[0]).max() < 2.5  # they lie in the frame
    X, y = toy_examples("moons")
    alone = np.mean((fit_logistic_newton(X, y)(X) >= 0.5) == y)
    for seed in range(3):  # without an activation it is logistic regression
        network = playground_network("moons", 3, 8, "identity", seed, 1.0, "fitted")
        assert np.mean(network.predict(X) == y) == pytest.approx(alone, abs=0.01)
    random, fitted = (
        playground_network("xor", 2, 4, "tanh", 0, 1.5, output) for output in ("random", "fitted")
    )
    last = random.layers[-1].W.size + 1  # all the others stay as they were
    np.testing.assert_array_equal(random.theta[:-last], fitted.theta[:-last])
    assert np.all(random.theta[-last:] != fitted.theta[-last:])


def test_errors_fall_with_the_width_and_faster_for_hinges():
    for kind, factor in (("bumps", 2), ("hinges", 4)):
        errors = dict(zip(WIDTHS, errors_by_width("wave", kind), strict=True))
        assert errors[16] / errors[32] == pytest.approx(factor, rel=0.15)
    assert errors_by_width("tent", "hinges")[0] < 1e-12  # two hinges are a tent
    assert errors_by_width("jump", "hinges").min() >= 0.8  # a continuous sum keeps half of it
    assert errors_by_width("jump", "bumps").min() == 0


def test_a_bump_changes_the_curve_in_one_place_and_a_hinge_from_there_on():
    for kind, k, end in (("bumps", 2, 0.5), ("hinges", 3, 1.0)):
        before, after = fit_curve("wave", kind, 8), fit_curve("wave", kind, 8, k, 0.4)
        changed = before.x[np.abs(after.total - before.total) > 1e-9]
        assert [changed.min(), changed.max()] == pytest.approx([0.25, end], abs=0.005)
    beyond = explore.curve_fit.scene()
    assert "there are only 3: showing the last" in texts(
        beyond, curve="wave", kind="bumps", p=6, k=4, shift=0.0
    )


def test_the_sum_is_what_a_network_with_these_neurons_says():
    fit = fit_curve("wave", "hinges", 6)
    network = Network([1, 6, 1], "relu", "identity")
    hidden, output = network.layers
    hidden.W[:], hidden.b[:] = 1, -fit.places
    output.W[0], output.b[0] = fit.weights, CURVES["wave"](0.0)
    np.testing.assert_allclose(network(fit.x[:, None])[:, 0], fit.total, atol=1e-12)


def test_two_layers_are_one_only_without_an_activation_that_bends():
    values = {"turn_1": 35.0, "stretch_1": 1.2, "turn_2": -70.0, "stretch_2": -0.6, "bias": 0.3}
    X, _ = datasets.moons(n=20)
    for activation in linear_collapse.NAMES:
        network = linear_collapse.two_layers(activation=activation, **values)
        *_, two, one = linear_collapse.stages(network, X)
        assert np.allclose(two, one) is (activation == "identity")
    values = {"turn_1": 0.0, "stretch_1": 1.0, "turn_2": -60.0, "stretch_2": 0.8}
    for bias, bends in ((1.0, False), (0.9, True)):  # a rectifier that never cuts changes nothing
        network = linear_collapse.two_layers(bias=bias, activation="relu", **values)
        assert (linear_collapse.difference(network) > 1e-12) is bends
