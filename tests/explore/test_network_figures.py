"""What the live figures of Part 2 say is true: their numbers against other ways to find them."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from lecturekit import datasets, explore
from lecturekit.draw.scenes import linear_collapse
from lecturekit.draw.scenes.bumps import HIGHLIGHT, Bumps
from lecturekit.draw.scenes.passes import ForwardPass, network_with
from lecturekit.draw.scenes.xor_hidden import XorHidden
from lecturekit.experiments.classifiers import best_line
from lecturekit.explore.stage import Stage
from tests.draw.readable import assert_readable

XOR = np.array([0, 1, 1, 0])


def texts(scene, **values):
    scene.update(**values)
    return {text.get_text() for text in scene.figure.findobj(Text) if text.get_visible()}


# ---- forward pass, filters


@pytest.mark.parametrize("name", ["forward_pass", "sliding_filter"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_text_is_readable(name, place):
    figure, scene = getattr(explore, name), getattr(explore, name).scene()
    scene.update(**{spec.name: spec.positions(3, {})[place] for spec in figure.specs})
    assert_readable(scene.figure)


def test_the_forward_pass_by_hand_and_written_out():
    hidden = np.tanh([1 - 2, 0.5 + 2 - 0.5, -1 + 1 + 0.5])
    answer = 1 / (1 + np.exp(-(1.5 * hidden[0] - 2 * hidden[1] + hidden[2] + 0.5)))
    assert network_with("tanh")([[1.0, 2.0]]) == pytest.approx(answer)
    scene, start = ForwardPass(), {"x1": 1.0, "x2": 2.0, "activation": "tanh"}
    assert f"the output is {answer:.3f}." in scene.describe(t=4, **start)
    assert "start: the input is known, nothing has been computed yet" in texts(scene, t=0, **start)
    second = "hidden neuron 2:    $z$ = 0.5 · 1 + 1 · 2 − 0.5 = 2        $a$ = tanh(2) ≈ 0.964"
    assert second in texts(scene, t=2, **start)
    words = texts(scene, t=4, **start | {"activation": "relu"})
    last = "output neuron:    $z$ = 1.5 · 0 − 2 · 2 + 1 · 0.5 + 0.5 = −3        "
    assert {last + "$a$ = sigmoid(−3) ≈ 0.047", "3 neurons, ReLU"} <= words
    words = texts(scene, t=1, x1=1.0, x2=1.0, activation="sigmoid")
    assert any(text.endswith("$a$ = sigmoid(0) = 0.5") for text in words)


# ---- bumps


def test_a_bump_is_taken_where_its_handle_is_drawn():
    stage, heights = Stage(Bumps(), 200), {"h1": -2.0, "h2": 2.0, "h3": 0.3, "h4": 1.1, "h5": -0.9}
    picture = stage.pixels(curve="tent", steepness=5, **heights)[:, :, :3] / 255
    ring = 4 / 72 * 200 * np.array([(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)])
    for name, grip in stage.scene.grips().items():
        middle = np.array([grip["zero"] + grip["unit"] * heights[name], grip["x"]])
        found = picture[tuple((middle * picture.shape[:2] + ring).astype(int).T)]
        np.testing.assert_allclose(found, [(1, 1, 1), *4 * [to_rgb(HIGHLIGHT)]], atol=0.01)


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
        ("step", (-0.35, 0.35), "one line separates"),
        ("relu", (-0.7, 0.0), "at (1.4, 0.71); one line separates"),  # Goodfellow
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
        ("step", (0, 0), (0.7, 0.7), "all corners coincide:there is no line to draw"),
    ],
)
def test_what_is_said_where_classes_almost_fall_together(activation, angles, shifts, said):
    names = ("angle_1", "angle_2", "shift_1", "shift_2")
    scene = XorHidden()
    scene.update(activation=activation, **dict(zip(names, (*angles, *shifts), strict=True)))
    assert said in "".join(text.get_text() for text in (scene.verdict, scene.answer, scene.gap))
    scene.update(activation="sigmoid", **dict(zip(names, (180, 0, 0.7, 0.7), strict=True)))
    assert "e-" not in scene.answer.get_text()  # a rounding error is not a number to show


# ---- collapse


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
    scene = linear_collapse.LinearCollapse()
    scene.update(**values, bias=-1.0, activation="relu")  # all of it lands on (0, 0), and is seen
    assert np.ptp(scene.letters[1].get_xy(), axis=0).min() > 0.1
