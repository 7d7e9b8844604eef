"""Each check lets good input through unchanged and says what is wrong with the rest."""

from fractions import Fraction

import numpy as np
import pytest

import lecturekit
from lecturekit import checks, layers
from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient
from lecturekit.neuron import Neuron
from lecturekit.perceptron import fit_perceptron, mistake_bound

MASKED = np.ma.array([[1.0, 2.0]], mask=[[False, True]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_pass_through_as_they_are(dtype):
    values = np.array([1, -1, 0], dtype) * np.finfo(dtype).max
    assert checks.as_floats(values) is values
    assert checks.finite(values, "X") is values
    np.testing.assert_array_equal(checks.as_floats(MASKED[:, :1]), [[1.0]])  # nothing masked here


def test_integers_booleans_and_lists_become_float64():
    for values in ([1, 0], [True, False], np.array([1, 0], np.uint8)):
        for result in (checks.as_floats(values), checks.binary_labels(values, 2)):
            assert (result.dtype, result.tolist()) == (np.float64, [1, 0])


# ---- tables of examples and their labels


@pytest.mark.parametrize(
    ("values", "name", "message"),
    [
        (["a"], "b", "b has dtype <U1, but numbers are needed; turn it into floats first"),
        ([1, None], "b", "b has dtype object"),
        (1j, "b", "b has dtype complex128"),
        ([[1, 2], [3]], "b", "b has rows of different lengths; make them all equal"),
        (np.array(["setosa", "iris"]), "y", r"y has dtype <U6, .* np.unique\(y, return_inv"),
        (MASKED, "X", r"X has masked entries, .*\.filled"),
    ],
)
def test_what_is_not_numbers_is_refused(values, name, message):
    with pytest.raises(TypeError, match=f"^{message}"):
        checks.as_floats(values, name)


TWO = [[1, 1], [2, 3]]
TAKERS = {
    "the checks": lambda X, y: checks.binary_labels(y, len(checks.feature_matrix(X))),
    "the fit": fit_logistic,
    "the objective": lambda X, y: logistic_loss_and_gradient(Neuron([1, 1]), X, y),
    "the perceptron": fit_perceptron,
    "the bound": lambda X, y: mistake_bound(X, y, [1, 0, 0]),
}


@pytest.mark.parametrize("taker", TAKERS)
@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([1, 2], [0, 1], r"X has shape \(2,\), .* X.reshape\(1, -1\) .* X.reshape\(-1, 1\)"),
        (5, [0], r"X has shape \(\), .* one row per example"),
        ([], [], r"X is empty \(shape \(0,\)\); give at least one example and one feature"),
        (np.ones((2, 0)), [0, 1], r"X is empty \(shape \(2, 0\)\)"),
        ([[1, 2], [np.nan, np.inf]], [0, 1], r"X holds nan at index \(1, 0\), and 2 such"),
        (TWO, [0], r"y has shape \(1,\), but X has 2 examples; give one label per example"),
        (TWO, [[0], [1]], r"y has shape \(2, 1\), but shape \(2,\) is needed; use y.ravel\(\)"),
        (TWO, 1, r"y has shape \(\)"),
        (TWO, [0, 2], "y holds the label 2, but labels must be 0 or 1; recode them first"),
        (TWO, [0, np.nan], "y holds the label nan"),
        (TWO, [-1, 1], r"y holds the label -1, .*; \(y \+ 1\) / 2 turns -1/\+1 into 0/1"),
        (TWO, [-1, 0], "y holds the label -1, .*; recode them first"),
    ],
)
def test_bad_data_are_refused_in_the_same_words_by_all(taker, X, y, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        TAKERS[taker](X, y)


# ---- single settings


def test_what_is_good_comes_back():
    for two in (2, 2.0, np.float32(2), np.int64(2), Fraction(2)):
        assert type(checks.number(two, "step_size", above=0)) is float
        assert checks.number(two, "step_size") == 2
    assert checks.vector(3, "w").tolist() == [3]
    assert checks.vector([1, 2], "w", 2).tolist() == [1, 2]
    assert type(checks.whole_number(np.int64(3), "n")) is int
    assert checks.choice("b", "letter", ("a", "b")) == "b"
    for bound, inside in [("above", 1.5), ("at_least", 1), ("below", 0.5), ("at_most", 1)]:
        assert checks.number(inside, "a", **{bound: 1}) == inside


@pytest.mark.parametrize(
    ("check", "value", "settings", "message"),
    [
        (checks.finite, np.nan, {}, "a is nan, but a finite number is needed"),
        (checks.vector, [], {}, r"a has shape \(0,\)"),
        (checks.vector, [[1, 2]], {}, r"a has shape \(1, 2\), but a nonempty vector is needed"),
        (checks.vector, [1], {"length": 2}, "a has 1 entry, but 2 are needed"),
        (checks.vector, [1, 2, 3], {"length": 2}, "a has 3 entries, but 2 are needed"),
        (checks.vector, [1, np.nan], {}, r"a holds nan at index \(1\)"),
        *[
            (checks.number, bad, {}, "a is .*, but a finite number is needed")
            for bad in ("0.1", None, True, np.nan, np.inf, [0.1], np.ones(1), 1j)
        ],
        (checks.number, 1, {"above": 1}, "a is 1, but it must be greater than 1"),
        (checks.number, 0.5, {"at_least": 1}, "a is 0.5, but it must be at least 1"),
        (checks.number, 1, {"below": 1}, "a is 1, but it must be less than 1"),
        (checks.number, 1.5, {"at_most": 1}, "a is 1.5, but it must be at most 1"),
        *[
            (checks.whole_number, bad, {}, "a is .*, but a whole number is needed, such as 1")
            for bad in (3.0, "3", None, True, np.nan)
        ],
        (checks.whole_number, 0, {}, "a is 0, but it must be at least 1"),
        (checks.whole_number, 9, {"at_most": 8}, "a is 9, but it must be at most 8"),
        (checks.choice, "c", {"choices": ("a", "b")}, "a is 'c'; choose one of 'a', 'b'"),
        (checks.choice, ["a"], {"choices": {"a": 1, "b": 2}}, r"a is \['a'\]; choose one of 'a'"),
    ],
)
def test_a_bad_setting_is_refused(check, value, settings, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        check(value, "a", **settings)


def test_completion_shows_what_a_module_defines_for_users():
    assert dir(layers) == ["Layer", "initial_weights"]
    assert {"Network", "fit", "Adam", "draw"} < set(dir(lecturekit))
    assert not any(name.startswith("_") or name == "Package" for name in dir(lecturekit))
