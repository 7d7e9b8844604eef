"""Checking gradients: right ones pass, planted bugs are found where they are."""

import itertools

import numpy as np
import pytest

from lecturekit.activations import ACTIVATIONS
from lecturekit.datasets import xor
from lecturekit.gradcheck import (
    KINK,
    RIGHT,
    ROUNDING,
    VERDICTS,
    WRONG,
    check_gradient,
    relative_error,
)
from lecturekit.network import Network

HIDDEN = sorted(set(ACTIVATIONS) - {"softmax"})
OUTPUTS = [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
OUTPUTS += [(output, "squared_error") for output in HIDDEN]


def example(activation="tanh", output="sigmoid", loss=None, sizes=(2, 3, 3, 2), n=5, **more):
    """A network with biases, inputs, and targets that suit its loss."""
    rng = np.random.default_rng(1)
    network = Network(sizes, activation, output, loss, **more)
    network.theta += rng.normal(scale=0.3, size=network.theta.size).astype(network.theta.dtype)
    X = rng.normal(size=(n, sizes[0]))
    if network.loss_name == "cross_entropy":
        return network, X, rng.integers(0, sizes[-1], n)
    return network, X, rng.integers(0, 2, (n, sizes[-1])).astype(float)


def backward(network, X, y, bug=None):
    """The backward pass, written once more, with a bug in the middle layer of three."""
    trace = network.forward(X)
    Z, A = trace.pre_activations, trace.outputs
    delta = A[-1] - network.targets(y, len(X))
    if network.loss_name == "squared_error":
        delta = delta * network.layers[-1].activation.derivative(Z[-1])
    if bug != "missing mean":
        delta = delta / len(X)
    if bug == "sign":
        delta = -delta
    gradient = np.zeros_like(network.theta)
    for i in reversed(range(3)):
        dW, db = network.views(gradient)[i]
        dW[:], db[:] = delta.T @ A[i], delta.sum(axis=0)
        if i == 1 and bug == "transposed":
            dW[:] = dW.T.copy()
        if i == 1 and bug == "bias forgotten":
            db[:] = 0
        if i > 0:
            W = network.layers[i].W
            delta = delta @ (W.T if i == 1 and bug == "W transposed" else W)
            wrong = i == 1 and bug == "wrong layer's activation"
            if not (i == 1 and bug == "missing slope"):
                delta = delta * network.layers[i if wrong else i - 1].activation.derivative(
                    Z[i - 1]
                )
    return gradient


FIRST, SECOND, THIRD = ([(layer, name) for name in "Wb"] for layer in (1, 2, 3))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_right_gradients_pass(output, loss, dtype):
    for activation in HIDDEN:
        network, X, y = example(activation, output, loss, dtype=dtype)
        report = check_gradient(network, X, y)
        assert set(report.verdicts) <= {RIGHT, ROUNDING}, (activation, report)
        if "step" not in (activation, output):
            assert np.mean(report.verdicts == RIGHT) > 0.8, (activation, report)


def test_several_random_networks_pass():
    for seed in range(200):
        rng = np.random.default_rng(seed)
        activations = rng.choice(HIDDEN, 2).tolist()
        output, loss = OUTPUTS[rng.integers(len(OUTPUTS))]
        network = Network([3, 4, 2, 3], activations, output, loss, seed=seed)
        network.theta += rng.normal(scale=0.3, size=network.theta.size)
        X = rng.normal(size=(4, 3)) * 10.0 ** rng.integers(-2, 3)  # features in other units
        y = rng.integers(0, 3, 4) if output == "softmax" else rng.integers(0, 2, (4, 3))
        report = check_gradient(network, X, y)
        assert report.verdict in (RIGHT, ROUNDING), (seed, network, report)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("bug", "places"),
    [
        (None, []),
        ("transposed", [(2, "W")]),
        ("bias forgotten", [(2, "b")]),
        ("W transposed", FIRST),
        ("missing slope", FIRST),
        ("wrong layer's activation", FIRST),
        ("missing mean", FIRST + SECOND + THIRD),
        ("sign", FIRST + SECOND + THIRD),
    ],
)
def test_planted_bugs_are_found_and_named_by_place(bug, places, dtype):
    for output, loss in OUTPUTS[:3]:
        network, X, y = example(["tanh", "softplus"], output, loss, dtype=dtype)
        report = check_gradient(network, X, y, backward(network, X, y, bug))
        assert report.places() == places, report
        assert report.verdict == (WRONG if bug else RIGHT)
        for part in report.parts:
            assert part.verdict == (WRONG if (part.layer, part.name) in places else RIGHT)


def test_the_hints_name_the_mistake():
    network, X, y = example()

    def hints(bug):
        return check_gradient(network, X, y, backward(network, X, y, bug)).hints()

    assert hints(None) == hints("missing slope") == []
    assert hints("missing mean") == [
        "All wrong slopes are 5 × the difference. That is n: is the mean missing?"
    ]
    assert hints("sign") == ["All wrong slopes are -1 × the difference. The sign is wrong."]
    assert hints("transposed") == ["Layer 2: Wᵀ's slopes, where W's belong. Transpose them."]


def test_one_wrong_number_is_found_and_shown():
    network, X, y = example()
    gradient = network.loss_and_gradient(X, y)[1]
    right = gradient.copy()
    network.views(gradient)[1][0][2, 1] += 1e-3
    report = check_gradient(network, X, y, gradient)
    assert report.places() == [(2, "W")]
    assert np.sum(report.verdicts == WRONG) == 1
    part = report.parts[2]
    assert (part.layer, part.name, part.worst, part.place) == (2, "W", (2, 1), "W[2, 1]")
    assert part.gradient[2, 1] == pytest.approx(part.numerical[2, 1] + 1e-3, rel=1e-6)
    np.testing.assert_allclose(report.numerical, right, rtol=1e-6)
    (line,) = [line for line in repr(report).splitlines() if "W[2, 1]" in line]
    assert "layer 2" in line
    assert line.endswith("wrong (1 of 9)")
    assert f"{part.numerical[2, 1]:.7g}" in line
    assert f"{part.gradient[2, 1]:.7g}" in line


def on_a_kink(activation="relu"):
    """Neuron 1 of the first layer has z = 0 exactly for the first example."""
    network, X, y = example([activation, "tanh"])
    X[0] = [0.5, -0.25]
    W, b = network.views(network.theta)[0]
    W[1], b[1] = [1.0, 2.0], 0.0
    assert network.forward(X).pre_activations[0][0, 1] == 0
    return network, X, y


@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_a_kink_is_reported_as_a_kink(activation):
    network, X, y = on_a_kink(activation)
    report = check_gradient(network, X, y)
    assert report.verdict == KINK
    assert report.places(KINK) == FIRST
    assert report.places(WRONG) == []
    W, b = report.parts[:2]
    assert (W.verdicts[1] == KINK).all()
    assert b.verdicts[1] == KINK
    assert np.sum(report.verdicts == KINK) == 3
    assert "corner" in repr(report)
    network.theta += 1e-3  # past the corner
    assert check_gradient(network, X, y).verdict == RIGHT


def test_the_corner_of_every_dead_start_is_a_kink():
    """With biases of 0, the example (0, 0) sits on the corner of every ReLU."""
    X, y = xor()
    network = Network([2, 3, 3, 1], "relu", "sigmoid", seed=1)
    report = check_gradient(network, X, y)
    assert report.places(WRONG) == []
    assert (1, "b") in report.places(KINK)
    assert (1, "W") not in report.places(KINK)  # its inputs there are 0


def test_a_jump_is_a_kink_too():
    network, X, y = on_a_kink("step")
    assert check_gradient(network, X, y).places(KINK) == FIRST


def test_a_kink_excuses_no_larger_mistake():
    network, X, y = on_a_kink()
    report = check_gradient(network, X, y, 50 * network.loss_and_gradient(X, y)[1] + 1)
    assert report.verdict == WRONG
    assert report.places(KINK) == []


def test_a_kink_beside_the_place_is_passed_by():
    """Within the first step there is a corner; a smaller step does not reach it."""
    network, X, y = on_a_kink()
    network.views(network.theta)[0][1][1] = 2e-6
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


def test_a_confident_softmax_is_lost_in_rounding_and_not_wrong():
    """J = log(1 + e⁻³⁰) = 9e-14 comes out of 1 + 9e-14, which keeps three of its digits."""
    network = Network([1, 2], output="softmax")
    network.theta[:] = [0.0, 30.0, 0.0, 0.0]
    assert check_gradient(network, [[1.0]], [1]).places(WRONG) == []


def test_a_step_much_too_small_is_said_to_be_lost_in_rounding():
    network, X, y = example()
    report = check_gradient(network, X, y, h=1e-13)
    assert report.verdict == ROUNDING
    assert report.places(WRONG) == []


@pytest.mark.parametrize("h", [1e-1, 1e-2, 1e-3, 1e-5, 1e-7])
def test_other_steps_give_the_same_verdicts(h):
    network, X, y = example()
    assert check_gradient(network, X, y, h=h).verdict == RIGHT
    bad = backward(network, X, y, "transposed")
    assert check_gradient(network, X, y, bad, h=h).places() == [(2, "W")]


def test_dead_units_are_right():
    network, X, y = example("relu")
    network.views(network.theta)[0][1][:] = -100
    report = check_gradient(network, X, y)
    assert report.verdict == RIGHT
    assert not report.gradient[:9].any()
    assert not report.errors[:9].any()


def test_a_gradient_with_nan_is_wrong_where_it_is():
    network, X, y = example()
    gradient = network.loss_and_gradient(X, y)[1]
    gradient[0] = np.nan
    gradient[-1] = np.inf
    report = check_gradient(network, X, y, gradient)
    assert report.places() == [(1, "W"), (3, "b")]
    assert report.parts[0].place == "W[0, 0]"
    assert "nan" in repr(report)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_nothing_is_changed(dtype):
    network, X, y = example(dtype=dtype)
    kept = [array.copy() for array in (network.theta, X, y)]
    theta, layers = network.theta, list(network.layers)
    gradient = network.loss_and_gradient(X, y)[1]
    kept.append(gradient.copy())
    check_gradient(network, X, y, gradient)
    for before, after in zip(kept, (network.theta, X, y, gradient), strict=True):
        np.testing.assert_array_equal(before, after)
        assert before.dtype == after.dtype
    assert network.theta is theta
    assert network.layers == layers
    assert all(np.shares_memory(layer.W, theta) for layer in layers)


def test_a_subclass_is_checked_with_its_own_loss():
    class Decaying(Network):
        def loss(self, X, y):
            return super().loss(X, y) + self.theta @ self.theta / 2

    network, X, y = example()
    network.__class__ = Decaying
    gradient = network.loss_and_gradient(X, y)[1]
    assert check_gradient(network, X, y, gradient).verdict == WRONG
    assert check_gradient(network, X, y, gradient + network.theta).verdict == RIGHT


def test_the_table_has_a_line_for_each_part():
    network, X, y = example()
    lines = repr(check_gradient(network, X, y)).splitlines()
    assert lines[0] == "Gradient check, 29 parameters: right"
    assert [line.split()[:3] for line in lines[2:]] == [
        ["layer", str(layer), name] for layer, name in itertools.product((1, 2, 3), "Wb")
    ]
    assert all(line.endswith("right") for line in lines[2:])
    assert max(map(len, lines)) <= 100


def test_a_report_holds_everything_in_the_order_of_theta():
    network, X, y = example()
    report = check_gradient(network, X, y)
    flat = np.concatenate([part.numerical.ravel() for part in report.parts])
    np.testing.assert_array_equal(flat, report.numerical)
    f = network.loss_and_gradient(X, y)[1]
    np.testing.assert_array_equal(report.gradient, f)
    np.testing.assert_array_equal(report.errors, relative_error(f, report.numerical))
    assert set(report.verdicts) <= set(VERDICTS)


def test_bad_arguments_are_refused():
    network, X, y = example()
    for bad in (np.zeros(3), np.zeros((29, 1)), 0.0):
        with pytest.raises(ValueError, match=r"gradient has shape .* shape \(29,\)"):
            check_gradient(network, X, y, bad)
    with pytest.raises(TypeError, match="gradient has dtype"):
        check_gradient(network, X, y, ["a"] * 29)
    for bad in (0, -1e-6, 0.2, np.inf, "small", True):
        with pytest.raises(ValueError, match="h is"):
            check_gradient(network, X, y, h=bad)
    with pytest.raises(ValueError, match="vanishes beside theta"):
        check_gradient(network, X, y, h=1e-30)
    with pytest.raises(ValueError, match="X has 3 features"):
        check_gradient(network, np.ones((5, 3)), y)
    with pytest.raises(ValueError, match="choose one of"):
        check_gradient(network, X, y).places("fine")
    network.theta[0] = np.nan
    with pytest.raises(ValueError, match=r"theta holds nan|the loss is"):
        check_gradient(network, X, y, np.zeros(29))


def test_a_loss_that_overflows_is_refused():
    network = Network([1, 1], output="identity")
    network.theta[:] = 1e308
    with np.errstate(over="ignore"), pytest.raises(ValueError, match="the loss is inf"):
        check_gradient(network, [[10.0]], [0.0], np.zeros(2))
