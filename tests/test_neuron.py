"""One neuron: f(x) = σ(wᵀx + b) on single examples and tables, and what it refuses."""

import numpy as np
import pytest

from lecturekit.activations import ACTIVATIONS, sigmoid, tanh
from lecturekit.neuron import Neuron

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@pytest.mark.parametrize(
    ("w", "b", "truth"),
    [
        ([1, 1], -1.5, [0, 0, 0, 1]),  # AND
        ([1, 1], -0.5, [0, 1, 1, 1]),  # OR
        ([-1, -1], 1.5, [1, 1, 1, 0]),  # NAND
        ([-1, -1], 0.5, [1, 0, 0, 0]),  # NOR
    ],
)
def test_gates_by_hand(w, b, truth):
    gate = Neuron(w, b, activation="step")
    assert gate(CORNERS).tolist() == truth
    assert gate.predict(CORNERS).tolist() == truth


def test_the_weighted_sum_and_the_activation_by_hand():
    neuron = Neuron([2, -1], 0.5)
    assert neuron.pre_activation([[3, 4], [0, 0]]).tolist() == [2.5, 0.5]
    np.testing.assert_allclose(neuron([[3, 4]]), 1 / (1 + np.exp(-2.5)), rtol=1e-15)
    assert Neuron([2, -1], 0.5, activation=tanh)([0, 0]) == np.tanh(0.5)
    assert Neuron([2, -1])([0, 0]) == 0.5  # the bias is 0, the activation a sigmoid
    assert Neuron(2, 1, activation="identity")([[3], [4]]).tolist() == [7, 9]


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_one_example_answers_like_its_row_of_a_table(name):
    neuron = Neuron([1, -2, 0.5], 0.25, activation=name)
    X = np.random.default_rng(0).normal(size=(5, 3))
    assert neuron(X).shape == neuron.predict(X).shape == (5,)
    for x, f, k in zip(X, neuron(X), neuron.predict(X), strict=True):
        assert isinstance(neuron(x), float)
        assert neuron(x) == pytest.approx(f, rel=1e-12, abs=1e-15)
        assert isinstance(neuron.predict(x), np.integer)
        assert neuron.predict(x) == k


def test_predict_says_1_at_the_threshold_and_above():
    neuron = Neuron([1], activation="sigmoid")
    assert neuron.predict([[-1], [0], [1]]).tolist() == [0, 1, 1]
    assert neuron.predict([[-1], [0], [1]], threshold=sigmoid(1.0)).tolist() == [0, 0, 1]
    assert neuron.predict([[-1], [0], [1]], threshold=0).tolist() == [1, 1, 1]


def test_parameters_are_views_into_theta():
    neuron = Neuron([1, 2], 3)
    theta = neuron.theta
    neuron.w[0] = 10
    assert theta.tolist() == [10, 2, 3]
    theta[-1] = -5
    assert neuron.b == -5
    assert neuron.pre_activation([1, 1]) == 10 + 2 - 5
    neuron.w, neuron.b = [4, 5], 6
    with pytest.raises(ValueError, match="w has 3 entries, but 2 are needed"):
        neuron.w = [1, 2, 3]
    assert neuron.theta is theta
    assert theta.tolist() == [4, 5, 6]


def test_the_weights_and_examples_given_are_left_alone():
    w, X = np.array([1.0, 2.0]), np.array([[1.0, 2.0]])
    neuron = Neuron(w, activation="identity")
    f = neuron(X)
    f += 1
    neuron.w[:] = 0
    assert w.tolist() == [1, 2]
    assert X.tolist() == [[1, 2]]


def test_repr_reads_like_the_formula():
    assert repr(Neuron([1, -2.5], -0.5)) == "Neuron: sigmoid(1·x1 - 2.5·x2 - 0.5)"


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        (np.ones((4, 3)), ValueError, r"X has 3 features, but this neuron takes 2; give X of"),
        ([1, 2, 3], ValueError, "X has 3 entries, but this neuron takes 2; give one example of"),
        ([], ValueError, "X has 0 entries, but this neuron takes 2"),
        (3, ValueError, r"X has shape \(\)"),
        ([[1, 2], [3, np.nan]], ValueError, r"X holds nan at index \(1, 1\)"),
        ([np.inf, 1], ValueError, r"X holds inf at index \(0\)"),
        ([[None, 1]], TypeError, "X has dtype object"),
    ],
)
def test_examples_refused(X, error, message):
    neuron = Neuron([1, 2])
    for f in (neuron, neuron.pre_activation, neuron.predict):
        with pytest.raises(error, match=f"^{message}"):
            f(X)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"w": [[1, 2]]}, r"w has shape \(1, 2\), but one row of numbers is needed"),
        ({"w": [1, np.nan]}, r"w holds nan at index \(1\)"),
        ({"w": [1], "b": [1, 2]}, r"b is \[1, 2\], but a finite number"),
        ({"w": [1], "activation": "sigmund"}, "activation is 'sigmund'; choose one of .*sigmoid"),
        ({"w": [1], "activation": "softmax"}, "activation is 'softmax', .* use 'sigmoid'"),
    ],
)
def test_parameters_refused(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        Neuron(**arguments)


def test_threshold_refused():
    with pytest.raises(ValueError, match=r"^threshold is nan"):
        Neuron([1]).predict([[1]], threshold=np.nan)
