"""Checking gradients: right ones pass, planted bugs are found where they are."""

from unittest.mock import Mock

import numpy as np
import pytest

from lecturekit.experiments.gradient_lab import planted
from lecturekit.gradcheck import (
    KINK,
    RIGHT,
    ROUNDING,
    WRONG,
    check_gradient,
    difference_quotients,
    numerical_gradient,
    relative_error,
    sensible_step,
)
from lecturekit.network import Network
from tests.networks import HIDDEN, OUTPUTS, problem

FIVE_TIMES, MINUS = (f"All wrong entries are {k} × the difference." for k in (5, -1))
FIRST, SECOND, THIRD = ([(layer, name) for name in "Wb"] for layer in (1, 2, 3))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("unit", [0.01, 1, 100])  # of the features
def test_right_gradients_pass(unit, output, loss, dtype):
    for activation in HIDDEN:
        network, X, y = problem(activation, output, loss, dtype=dtype)
        report = check_gradient(network, unit * X, y)
        assert set(report.verdicts) <= {RIGHT, ROUNDING}, (activation, report)
        if unit == 1 and "step" not in (activation, output):
            assert np.mean(report.verdicts == RIGHT) > 0.8, (activation, report)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("bug", "places", "hints"),
    [
        ("none", [], []),
        ("transposed", [(2, "W")], ["Layer 2: dW is transposed. Transpose it back."]),
        ("bias forgotten", [(2, "b")], ["All wrong entries are 0 × the difference."]),
        ("slope", FIRST + SECOND, []),
        ("mean", FIRST + SECOND + THIRD, [FIVE_TIMES + " That is n: is the mean missing?"]),
        ("sign", FIRST + SECOND + THIRD, [MINUS + " The sign is wrong."]),
    ],
)
def test_planted_bugs_are_found_and_named_by_place_with_a_hint(bug, places, hints, dtype):
    for output, loss in OUTPUTS[:2]:
        network, X, y = problem(["tanh", "softplus"], output, loss, dtype=dtype)
        gradient = planted(network, X, y, bug)
        if bug == "bias forgotten":
            network.views(gradient)[1][1][:] = 0
        report = check_gradient(network, X, y, gradient)
        assert report.places() == places, report
        assert report.hints() == hints
        assert report.verdict == (WRONG if places else RIGHT)
        for part in report.parts:
            assert part.verdict == (WRONG if (part.layer, part.name) in places else RIGHT)


def test_one_wrong_number_is_found_and_shown():
    network, X, y = problem()
    gradient = network.loss_and_gradient(X, y)[1]
    network.views(gradient)[1][0][2, 1] += 1e-3
    report = check_gradient(network, X, y, gradient)
    assert report.places() == [(2, "W")]
    assert np.sum(report.verdicts == WRONG) == 1
    assert [(part.layer, part.name) for part in report.parts] == FIRST + SECOND + THIRD
    part = report.parts[2]
    assert (part.layer, part.name, part.worst, part.place) == (2, "W", (2, 1), "W[2, 1]")
    assert part.gradient[2, 1] == pytest.approx(part.numerical[2, 1] + 1e-3, rel=1e-6)
    (line,) = [line for line in repr(report).splitlines() if "W[2, 1]" in line]
    assert line.strip().startswith("layer 2")
    assert line.endswith("wrong (1 of 9)")
    assert f"{part.numerical[2, 1]:.7g}" in line
    assert f"{part.gradient[2, 1]:.7g}" in line


def on_a_kink(activation="relu"):
    """Neuron 1 of the first layer has z = 0 exactly for the first example."""
    network, X, y = problem([activation, "tanh"])
    X[0] = [0.5, -0.25]
    W, b = network.views(network.theta)[0]
    W[1], b[1] = [1.0, 2.0], 0.0
    assert network.forward(X).pre_activations[0][0, 1] == 0
    return network, X, y


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "step"])
def test_a_corner_or_jump_is_reported_as_a_kink(activation):
    network, X, y = on_a_kink(activation)
    report = check_gradient(network, X, y)
    assert report.verdict == KINK
    assert report.places(KINK) == FIRST
    assert report.places(WRONG) == []
    W, b = report.parts[:2]
    assert [*W.verdicts[1], b.verdicts[1]] == [KINK] * 3
    assert np.sum(report.verdicts == KINK) == 3
    assert "corner" in repr(report)
    network.theta += 1e-3  # past the corner
    assert check_gradient(network, X, y).verdict == RIGHT


def test_a_kink_excuses_no_larger_mistake_and_one_beside_the_place_is_passed_by():
    network, X, y = on_a_kink()
    report = check_gradient(network, X, y, 50 * network.loss_and_gradient(X, y)[1] + 1)
    assert report.verdict == WRONG
    assert report.places(KINK) == []
    network.views(network.theta)[0][1][1] = 2e-6  # only smaller steps do not reach the corner
    assert check_gradient(network, X, y).verdict == RIGHT


def test_tiny_slopes_are_lost_in_rounding():
    network = Network([1, 1, 1], "tanh", "sigmoid")
    network.theta[:] = [18.0, 0.0, 1.0, 0.5]
    report = check_gradient(network, [[1.0]], [0])  # tanh'(18) is about 1e-15
    assert report.verdicts.tolist() == [ROUNDING, ROUNDING, RIGHT, RIGHT]
    assert "too few digits" in repr(report)
    assert report.gradient[0] > 0
    # Even a wrong slope could not be told from a right one there.
    assert check_gradient(network, [[1.0]], [0], 2 * report.gradient).verdicts[0] == ROUNDING


def test_a_confident_softmax_and_a_tiny_step_are_lost_in_rounding_and_not_wrong():
    """J = log(1 + e⁻³⁰) = 9e-14 comes out of 1 + 9e-14, which keeps three of its digits."""
    network = Network([1, 2], output="softmax")
    network.theta[:] = [0.0, 30.0, 0.0, 0.0]
    assert check_gradient(network, [[1.0]], [1]).places(WRONG) == []
    report = check_gradient(*problem(), h=1e-13)
    assert report.verdict == ROUNDING
    assert report.places(WRONG) == []


@pytest.mark.parametrize("h", [1e-1, 1e-2, 1e-3, 1e-5, 1e-7])
def test_other_steps_give_the_same_verdicts(h):
    network, X, y = problem()
    assert check_gradient(network, X, y, h=h).verdict == RIGHT
    bad = planted(network, X, y, "transposed")
    assert check_gradient(network, X, y, bad, h=h).places() == [(2, "W")]


def test_a_gradient_with_nan_is_wrong_where_it_is():
    network, X, y = problem()
    gradient = network.loss_and_gradient(X, y)[1]
    gradient[[0, -1]] = np.nan, np.inf
    report = check_gradient(network, X, y, gradient)
    assert report.places() == [(1, "W"), (3, "b")]
    assert report.parts[0].place == "W[0, 0]"
    assert "nan" in repr(report)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_nothing_is_changed(dtype):
    network, X, y = problem(dtype=dtype)
    theta, layers = network.theta, list(network.layers)
    gradient = network.loss_and_gradient(X, y)[1]
    kept = [array.copy() for array in (theta, X, y, gradient)]
    check_gradient(network, X, y, gradient)
    for before, after in zip(kept, (theta, X, y, gradient), strict=True):
        np.testing.assert_array_equal(before, after)
    assert network.theta is theta
    assert network.layers == layers
    assert all(np.shares_memory(layer.W, theta) for layer in layers)


# ---- difference quotients: their slopes, their steps, and their two errors


def square(theta):
    return float(theta @ theta)


def cubes(theta):
    return theta @ np.arange(1, theta.size + 1, dtype=theta.dtype) + np.sum(theta**3)


def slopes_of_cubes(theta):
    return np.arange(1, theta.size + 1) + 3 * theta**2


def test_numerical_gradients_of_a_function():
    theta = np.array([0.5, -2.0, 3.0, 0.0])
    theta.flags.writeable = False
    found = numerical_gradient(cubes, theta)
    assert relative_error(found, slopes_of_cubes(theta)).max() < 1e-9
    assert relative_error(numerical_gradient(cubes, [1e5]), 3e10) < 1e-9
    np.testing.assert_allclose(numerical_gradient(cubes, [1, 2]), [4, 14], rtol=1e-9)


def test_central_differences_are_exact_for_a_parabola_and_forward_ones_are_not():
    for h in (0.5, 0.25):  # powers of two are not rounded
        np.testing.assert_array_equal(difference_quotients(square, [1.0, -3.0], h), [2, -6])
        forward = difference_quotients(square, [1.0, -3.0], h, "forward")
        np.testing.assert_array_equal(forward, [2 + h, -6 + h])
    assert difference_quotients(square, [1.0, 2.0], 1e-20).tolist() == [0, 0]


def test_single_precision_stays_single_and_has_its_own_step():
    theta = np.float32([0.5, -2.0])
    assert sensible_step(theta) == pytest.approx([0.0049, 0.0098], rel=0.01)
    assert sensible_step([1.0, -100.0]) == pytest.approx([6.06e-6, 6.06e-4], rel=0.01)
    f = Mock(side_effect=cubes)
    found = numerical_gradient(f, theta)
    assert {call.args[0].dtype for call in f.call_args_list} == {found.dtype} == {np.dtype("f4")}
    assert relative_error(found, slopes_of_cubes(theta)).max() < 1e-3


def test_relative_errors():
    assert relative_error(1.0, 1.0) == relative_error(0, 0) == 0
    assert relative_error(1.0, 0) == relative_error(0, -2) == 1
    assert relative_error(1.0, -1.0) == 2
    np.testing.assert_allclose(relative_error([2, 200], [1, 100]), [0.5, 0.5])
    assert relative_error(np.nan, 1) != relative_error(np.nan, 1)


def test_errors_have_slopes_one_and_two_over_h_and_minus_one_where_rounding_rules():
    rng = np.random.default_rng(1)
    network = Network([2, 3, 3, 2], output="sigmoid")
    X, y = rng.normal(size=(5, 2)), rng.integers(0, 2, (5, 2))
    theta, gradient = network.theta.copy(), network.loss_and_gradient(X, y)[1]

    def f(theta):
        network.theta[:] = theta
        return network.loss(X, y)

    def slope(kind, low, high):
        steps = np.geomspace(low, high, 12)
        found = [
            relative_error(gradient, difference_quotients(f, theta, h, kind)).max() for h in steps
        ]
        return np.polyfit(np.log(steps), np.log(found), 1)[0]

    assert slope("forward", 1e-6, 1e-2) == pytest.approx(1, abs=0.02)
    assert slope("central", 1e-3, 1e-1) == pytest.approx(2, abs=0.02)
    assert slope("central", 1e-12, 1e-7) == pytest.approx(-1, abs=0.15)
    assert slope("forward", 1e-12, 1e-9) == pytest.approx(-1, abs=0.3)


def test_bad_arguments_are_refused():
    network, X, y = problem()
    nan, huge = problem()[0], Network([1, 1], output="identity")
    nan.theta[0], huge.theta[:] = np.nan, 1e308
    zeros = np.zeros(29)
    for f, *arguments, error, message in [
        (check_gradient, network, X, y, zeros[:3], ValueError, r"gradient has .* \(29,\)"),
        (check_gradient, network, X, y, zeros, 0.2, ValueError, "h is 0.2, .* at most 0.1"),
        (check_gradient, network, X, y, zeros, 1e-30, ValueError, "vanishes beside theta"),
        (check_gradient, network, np.ones((5, 3)), y, ValueError, "X has 3 features"),
        (check_gradient, nan, X, y, zeros, ValueError, "theta holds nan"),
        (check_gradient, huge, [[10.0]], [0.0], zeros[:2], ValueError, "the loss is inf"),
        (check_gradient(network, X, y).places, "fine", ValueError, "choose one of"),
        (numerical_gradient, cubes, [1, 2], 0, ValueError, "must be greater than 0"),
        (numerical_gradient, cubes, [1, 2], [1, 2, 3], ValueError, r"h has shape \(3,\)"),
        (numerical_gradient, cubes, [1, 2], 1e-20, ValueError, "h is 1e-20, which vanishes"),
        (difference_quotients, cubes, [1.0], 0.1, "backward", ValueError, "kind is 'backward'"),
    ]:
        with np.errstate(over="ignore"), pytest.raises(error, match=message):
            f(*arguments)
