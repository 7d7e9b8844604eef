"""The numbers that the quizzes and exercises of Part 3 quote match the code."""

import numpy as np
import pytest

from lecturekit import datasets, exercises
from lecturekit.activations import sigmoid, tanh
from lecturekit.experiments.deep_signals import gradient_norms
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network
from tests.exercises.options import offered, reason_of, right


def moons():
    X, y = datasets.moons(200)
    return datasets.standardise(X), y


def slopes(f, x, h=1e-6):
    """Return the Jacobian of f at x by central differences, one row for each output."""
    return np.transpose([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


def test_two_paths():
    w, x, b = 2, 3, -1
    first, second = w + x, x + b
    assert (first, second, first * second) == (5, 2, 10)
    slope = slopes(lambda v: (v + w) * (v + b), np.array([3.0]))[0, 0]
    assert offered(exercises.quiz_two_paths) == [f"{slope:.0f}", "2", "5", "10"]
    assert "2 + 5 = 7" in right(exercises.quiz_two_paths)


def test_reverse_is_cheap():
    """One output, 1,000 inputs: push 1,000 directions forward, or one gradient row back."""
    net = Network([1000, 3, 1], "tanh", output="sigmoid", seed=0)
    trace = net.forward(np.random.default_rng(0).standard_normal((1, 1000)))
    pairs = zip(net.layers, trace.pre_activations, strict=True)
    first, second = [layer.activation.derivative(Z).T * layer.W for layer, Z in pairs]
    forward = [(second @ (first @ tangent))[0] for tangent in np.eye(1000)]
    reverse = np.ones((1, 1)) @ second @ first
    np.testing.assert_allclose(forward, reverse[0], rtol=1e-12)
    texts = offered(exercises.quiz_reverse_cheap)
    assert texts[0] == f"{len(forward):,} forward or {len(reverse)} in reverse"


def test_zero_init():
    X, y = moons()[0][:150], np.repeat([1, 0], [100, 50])  # two thirds are class 1
    net = Network([2, 3, 1], "tanh", output="sigmoid")
    net.theta[:] = 0
    assert round(net.loss(X, y), 2) == 0.69
    path = gradient_descent(objective(net, X, y), net.theta.copy(), 0.5, max_steps=300)
    end = path.thetas[-1]
    assert not end[:-1].any()  # only the last bias has changed
    assert np.isclose(sigmoid(end[-1]), 2 / 3, atol=1e-4)
    equal = net.theta * 0 + 0.5
    end = gradient_descent(objective(net, X, y), equal, 0.5, max_steps=50).thetas[-1]
    (W_1, b_1), (W_2, _) = net.views(end)
    for copies in (W_1, b_1[:, None], W_2.T):
        np.testing.assert_allclose(copies, np.broadcast_to(copies[0], copies.shape), rtol=1e-9)
    assert not np.allclose(end, 0.5)


def test_vanishing():
    def ratio(activation, seed=0):
        net = Network([2, *[32] * 10, 1], activation, output="sigmoid", seed=seed)
        lengths = gradient_norms(net, *moons())
        return lengths[9] / lengths[0]

    quiz = exercises.quiz_vanishing
    assert offered(quiz)[0] == f"About {round(ratio('sigmoid'), -5):,.0f} times as long"
    assert f"4⁹ = {4**9:,}" in right(quiz)
    assert f"{ratio('tanh'):.1f} to 1" in reason_of(quiz, "About as long")
    for seed in range(1, 8):  # "other numbers of this size"
        assert 100_000 < ratio("sigmoid", seed) < 1_000_000
    assert sigmoid.derivative(0.0) == 0.25
    assert tanh.derivative(0.0) == 1


# ---- what the exercises quote


def test_dead_units_get_no_gradient():
    rng = np.random.default_rng(0)
    net = Network([2, 40, 1], "relu", output="sigmoid", seed=0)
    net.layers[0].b[:] = rng.normal(-2, 1.5, 40)
    X, y = moons()
    dead = exercises.dead_units.function(net.forward(X).pre_activations[0])
    assert 5 < dead.sum() < 35
    (dW, db), _ = net.views(net.loss_and_gradient(X, y)[1])
    np.testing.assert_array_equal(dead, (dW == 0).all(axis=1) & (db == 0))
