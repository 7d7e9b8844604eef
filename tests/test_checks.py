"""Each check lets good input through unchanged and says what is wrong with the rest."""

from fractions import Fraction

import numpy as np
import pytest

import lecturekit
from lecturekit import checks, network, training
from lecturekit.experiments import cluster


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_pass_through_as_they_are(dtype):
    values = np.ones((2, 3), dtype)
    assert checks.as_floats(values) is values


def test_integers_booleans_and_lists_become_float64():
    for values in ([1, 0], [True, False], np.array([1, 0], np.uint8)):
        result = checks.as_floats(values)
        assert result.dtype == np.float64
        assert result.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["a"], "b has dtype <U1, but numbers are needed; turn it into floats first"),
        ([1, None], "b has dtype object"),
        (1j, "b has dtype complex128"),
        ([[1, 2], [3]], "b has rows of different lengths; give every row as many"),
    ],
)
def test_as_floats_refuses(values, message):
    with pytest.raises(TypeError, match=f"^{message}"):
        checks.as_floats(values, "b")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1, 2], [np.nan, np.inf]], r"X holds nan at index \(1, 0\), and 2 such"),
        ([1, 2, -np.inf], r"X holds -inf at index \(2\), and 1 such"),
        (np.nan, "X is nan, but a finite number is needed"),
    ],
)
def test_finite_names_the_place(values, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        checks.finite(values, "X")


def test_finite_keeps_what_is_finite():
    assert checks.finite([1e308, -1e308, 0], "X").tolist() == [1e308, -1e308, 0]


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([1, 2, 3], r"X has shape \(3,\), .* X.reshape\(1, -1\) .* X.reshape\(-1, 1\)"),
        (5, r"X has shape \(\), .* one row per example"),
        (np.ones((1, 1, 2)), r"X has shape \(1, 1, 2\), .* one row per example"),
        ([], r"X is empty \(shape \(0,\)\); give at least one example and one feature"),
        (np.ones((0, 2)), r"X is empty \(shape \(0, 2\)\)"),
        (np.ones((2, 0)), r"X is empty \(shape \(2, 0\)\)"),
        (np.ones((4, 3)), r"X has 3 features, but this net takes 2; give X of shape \(n, 2\)"),
        ([[1], [2]], "X has 1 feature, but this net takes 2"),
        ([[1, np.inf]], r"X holds inf at index \(0, 1\)"),
    ],
)
def test_feature_matrix_refuses(X, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        checks.feature_matrix(X, features=2, taker="this net")


def test_feature_matrix_takes_any_table_and_uses_the_name_it_is_given():
    assert checks.feature_matrix([[1, 2], [3, 4], [5, 6]]).shape == (3, 2)
    with pytest.raises(ValueError, match=r"^like is empty"):
        checks.feature_matrix([], name="like")


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 1], r"y has shape \(2,\), but X has 3 examples; give one label per example"),
        ([[0], [1], [1]], r"y has shape \(3, 1\), but shape \(3,\) is needed; use y.ravel\(\)"),
        (1, r"y has shape \(\)"),
        ([0, 1, 2], "y holds the label 2, but labels must be 0 or 1; recode them first"),
        ([0, 1, 0.5], "y holds the label 0.5"),
        ([0, 1, np.nan], "y holds the label nan"),
        ([-1, 1, 1], r"y holds the label -1, .*; \(y \+ 1\) / 2 turns -1/\+1 into 0/1"),
        ([-1, 0, 1], "y holds the label -1, .*; recode them first"),
    ],
)
def test_binary_labels_refuses(y, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        checks.binary_labels(y, 3)


@pytest.mark.parametrize("y", [[0, 1, 1], [False, True, True], np.array([0, 1, 1], np.uint8)])
def test_binary_labels_become_floats(y):
    result = checks.binary_labels(y, 3)
    assert result.dtype == float
    assert result.tolist() == [0, 1, 1]


def test_vector():
    assert checks.vector(3, "w").tolist() == [3]
    assert checks.vector([1, 2], "w", 2).tolist() == [1, 2]
    for bad, message in [
        ([], r"w has shape \(0,\)"),
        ([[1, 2]], r"w has shape \(1, 2\), but one row of numbers is needed"),
        ([1], "w has 1 entry, but 2 are needed"),
        ([1, 2, 3], "w has 3 entries, but 2 are needed"),
        ([1, np.nan], r"w holds nan at index \(1\)"),
    ]:
        with pytest.raises(ValueError, match=f"^{message}"):
            checks.vector(bad, "w", 2)


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int64(2), Fraction(2)])
def test_number_returns_a_float(value):
    assert type(checks.number(value, "step_size", above=0)) is float
    assert checks.number(value, "step_size") == 2


@pytest.mark.parametrize("value", ["0.1", None, True, np.nan, np.inf, [0.1], np.ones(1), 1j])
def test_number_refuses_what_is_not_finite_or_not_a_number(value):
    with pytest.raises(ValueError, match=r"^step_size is .*, but a finite number is needed"):
        checks.number(value, "step_size")


@pytest.mark.parametrize(
    ("bound", "inside", "outside", "rule"),
    [
        ("above", 1.5, 1, "greater than 1"),
        ("at_least", 1, 0.5, "at least 1"),
        ("below", 0.5, 1, "less than 1"),
        ("at_most", 1, 1.5, "at most 1"),
    ],
)
def test_number_keeps_its_bounds(bound, inside, outside, rule):
    assert checks.number(inside, "a", **{bound: 1}) == inside
    with pytest.raises(ValueError, match=f"^a is {outside}, but it must be {rule}"):
        checks.number(outside, "a", **{bound: 1})


def test_whole_number():
    assert type(checks.whole_number(np.int64(3), "n")) is int
    for bad in (3.0, "3", None, True, np.nan):
        with pytest.raises(ValueError, match=r"^n is .*, but a whole number is needed, such as 1"):
            checks.whole_number(bad, "n")
    with pytest.raises(ValueError, match=r"^n is 0, but it must be at least 1"):
        checks.whole_number(0, "n")
    with pytest.raises(ValueError, match=r"^n is 9, but it must be at most 8"):
        checks.whole_number(9, "n", at_most=8)


def test_choice():
    assert checks.choice("b", "letter", ("a", "b")) == "b"
    with pytest.raises(ValueError, match=r"^letter is 'c'; choose one of 'a', 'b'"):
        checks.choice("c", "letter", ("a", "b"))


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [(1, "feature", "1 feature"), (0, "feature", "0 features"), (2, "entry", "2 entries")],
)
def test_count(n, noun, said):
    assert checks.count(n, noun) == said


def test_labels_that_are_text_are_to_be_numbered():
    with pytest.raises(TypeError, match=r"^y has dtype <U6, .* np.unique\(y, return_inv"):
        checks.as_floats(np.array(["setosa", "iris"]), "y")
    with pytest.raises(TypeError, match=r"^X has dtype <U1, .* turn it into floats"):
        checks.as_floats(["a"], "X")


def test_a_mask_is_not_lost_silently():
    X = np.ma.array([[1.0, 2.0]], mask=[[False, True]])
    with pytest.raises(TypeError, match=r"^X has masked entries, .*\.filled"):
        checks.feature_matrix(X)
    np.testing.assert_array_equal(checks.as_floats(X[:, :1]), [[1.0]])


def test_modules_list_what_they_define():
    assert dir(network) == [
        "FORMAT",
        "LOSS_OF",
        "Network",
        "OUTPUT_OF",
        "Trace",
        "UncheckedNetwork",
    ]
    assert "minibatches" in dir(training)  # its __all__ says so
    assert "Loop" not in dir(training)
    assert dir(cluster)[0] == "Shard"
    assert {"Network", "fit", "Adam", "draw"} < set(dir(lecturekit))
    assert not any(name.startswith("_") or name == "Package" for name in dir(lecturekit))
