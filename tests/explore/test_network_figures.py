"""What the live figures of Part 2 compute: their numbers against other ways to find them."""

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.draw.scenes.curve_fit import CURVES, WIDTHS, CurveFit, errors_by_width, fit_curve
from lecturekit.draw.scenes.linear_collapse import NAMES, two_layers
from lecturekit.draw.scenes.playground import DATA, PENALTY, playground_network
from lecturekit.draw.scenes.xor_hidden import XorHidden, best_line
from lecturekit.experiments.deep_signals import examples
from lecturekit.experiments.random_features import fit_logistic_newton
from lecturekit.layers import Layer
from lecturekit.logistic import logistic_loss_and_gradient
from lecturekit.network import Network
from lecturekit.neuron import Neuron

XOR = np.array([0, 1, 1, 0])


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


def test_the_best_line_lies_in_the_middle_of_the_widest_gap():
    line = best_line([[0, 0], [1, 0], [1, 0], [1, 1]], XOR)  # OR and AND as hidden neurons
    np.testing.assert_allclose([*line.w, line.b], [2, -2, -1])
    assert line.gap == pytest.approx(1 / np.sqrt(2))


def test_where_all_points_fall_together_there_is_no_line():
    line = best_line(np.full((4, 2), 0.3), XOR)
    assert not line.w.any()
    assert line.gap == 0


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"activation": "step", "shift_1": -0.35, "shift_2": 0.35}, "gap of 0.71"),
        ({"activation": "relu", "shift_1": -0.7, "shift_2": 0.0}, "gap of 0.31"),  # Goodfellow
        ({"activation": "step", "shift_1": 0.35, "shift_2": 0.35}, "3 of 4 right"),
    ],
)
def test_solutions_of_exclusive_or(values, verdict):
    values = {"angle_1": 45.0, "angle_2": 45.0} | values
    assert verdict in XorHidden().describe(**values)


def xor_words(**values):
    scene = XorHidden()
    scene.update(**values)
    return [text.get_text() for text in (scene.verdict, scene.answer, scene.gap)]


def test_a_rounding_error_is_not_shown_as_a_number():
    values = {"angle_1": 180.0, "angle_2": 0.0, "shift_1": 0.7, "shift_2": 0.7}
    assert "e-" not in " ".join(xor_words(activation="sigmoid", **values))


def test_a_gap_that_nobody_sees_is_called_narrow():
    values = {"angle_1": -85.0, "angle_2": -85.0, "shift_1": -0.7, "shift_2": -0.65}
    verdict, answer, _ = xor_words(activation="sigmoid", **values)
    assert verdict == "4 of 4: separable, but only just"
    assert "−0.78" in answer  # not −51598: the weights have length 1


def test_where_all_corners_fall_together_no_line_is_written():
    values = {"angle_1": 0.0, "angle_2": 0.0, "shift_1": 0.7, "shift_2": 0.7}
    assert xor_words(activation="step", **values)[1:] == [
        "all corners fall on one point:",
        "there is no line to draw",
    ]


def test_a_bump_that_is_not_there_is_said_to_be_missing():
    scene = CurveFit()
    for k, words in ((3, "steps"), (4, "there are only 3: showing the last")):
        scene.update(curve="wave", kind="bumps", p=6, k=k, shift=0.0)
        assert scene.heading.get_text().startswith(words)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_the_fitted_output_neuron_is_at_the_minimum(data, activation):
    X, y = examples(data)
    A = playground_network(data, 2, 5, activation, 3, 2.0, "random").forward(X).outputs[-2]
    neuron = fit_logistic_newton(A, y, PENALTY)
    varies = A.std(axis=0) > 0
    spread = np.where(varies, A.std(axis=0), 1)
    standard = np.where(varies, (A - A.mean(axis=0)) / spread, 0)
    same = Neuron(neuron.w * spread, neuron.b + neuron.w @ A.mean(axis=0))
    _, gradient = logistic_loss_and_gradient(same, standard, y, PENALTY)
    assert np.linalg.norm(gradient) < 1e-6


def test_without_an_activation_a_network_is_logistic_regression():
    X, y = examples("moons")
    alone = np.mean((fit_logistic_newton(X, y, PENALTY)(X) >= 0.5) == y)
    for seed in range(3):
        network = playground_network("moons", 3, 8, "identity", seed, 1.0, "fitted")
        assert np.mean(network.predict(X) == y) == pytest.approx(alone, abs=0.01)


def test_the_fitted_output_leaves_the_hidden_layers_as_they_were():
    random, fitted = (
        playground_network("xor", 2, 4, "tanh", 0, 1.5, output) for output in ("random", "fitted")
    )
    for before, after in zip(random.layers[:-1], fitted.layers[:-1], strict=True):
        np.testing.assert_array_equal(before.W, after.W)
        np.testing.assert_array_equal(before.b, after.b)


def test_data_of_the_playground_lie_in_its_frame():
    for data in DATA:
        assert np.abs(examples(data)[0]).max() < 2.5


def test_two_hinges_are_a_tent():
    assert errors_by_width("tent", "hinges")[0] < 1e-12


def test_errors_fall_with_the_width_and_faster_for_hinges():
    for kind, factor in (("bumps", 2), ("hinges", 4)):
        errors = dict(zip(WIDTHS, errors_by_width("wave", kind), strict=True))
        assert errors[16] / errors[32] == pytest.approx(factor, rel=0.15)


def test_a_continuous_sum_keeps_half_of_a_jump():
    assert errors_by_width("jump", "hinges").min() >= 0.8
    assert errors_by_width("jump", "bumps").min() == 0


def test_a_bump_changes_the_curve_in_one_place_and_a_hinge_from_there_on():
    for kind, end in (("bumps", 0.5), ("hinges", 1.0)):
        start = 0.25
        before = fit_curve("wave", kind, 8)
        after = fit_curve("wave", kind, 8, 2 if kind == "bumps" else 3, 0.4)
        changed = before.x[np.abs(after.total - before.total) > 1e-9]
        assert changed.min() == pytest.approx(start, abs=0.005)
        assert changed.max() == pytest.approx(end, abs=0.005)


def test_the_sum_is_what_a_network_with_these_neurons_says():
    fit = fit_curve("wave", "hinges", 6)
    network = Network([1, 6, 1], "relu", "identity")
    hidden, output = network.layers
    hidden.W[:], hidden.b[:] = 1, -fit.places
    output.W[0], output.b[0] = fit.weights, CURVES["wave"](0.0)
    np.testing.assert_allclose(network(fit.x[:, None])[:, 0], fit.total, atol=1e-12)


def test_the_stages_are_those_of_layers():
    values = {"turn_1": 35.0, "stretch_1": 1.2, "turn_2": -70.0, "stretch_2": -0.6, "bias": 0.3}
    X, _ = datasets.moons(n=20)
    for activation in NAMES:
        model = two_layers(activation=activation, **values)
        _, first, second, _ = model.stages(X)
        layers = Layer(model.W[0], model.b[0], activation), Layer(*model.one(), "identity")
        np.testing.assert_allclose(first, layers[0](X))
        np.testing.assert_allclose(second, Layer(model.W[1], model.b[1], "identity")(first))
        same = np.allclose(second, layers[1](X))
        assert same is (activation == "identity")


def test_a_rectifier_that_never_cuts_changes_nothing():
    values = {"turn_1": 0.0, "stretch_1": 1.0, "turn_2": -60.0, "stretch_2": 0.8}
    assert two_layers(bias=1.0, activation="relu", **values).difference() < 1e-12
    assert two_layers(bias=0.9, activation="relu", **values).difference() > 0.05
