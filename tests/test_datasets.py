"""The data: what they hold, that a seed fixes them, and preparing them without leaks."""

import warnings
from urllib.error import URLError

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris

from lecturekit.datasets import (
    IRIS_FEATURES,
    IRIS_SPECIES,
    circles,
    digits,
    iris,
    mnist,
    moons,
    separable,
    spirals,
    split,
    standardise,
    xor,
)

TOYS = [separable, moons, circles, spirals, xor]


# ---- real data


def test_iris_is_scikit_learns():
    bunch, everything, petals = load_iris(), iris(features=IRIS_FEATURES), iris()
    np.testing.assert_array_equal(everything.X, bunch.data)
    np.testing.assert_array_equal(petals.X, bunch.data[:, 2:])
    assert everything.y.tolist() == petals.y.tolist() == (bunch.target == 0).astype(int).tolist()
    assert list(IRIS_FEATURES) == list(bunch.feature_names)
    assert list(IRIS_SPECIES) == list(bunch.target_names)
    assert petals.feature_names == ("petal length (cm)", "petal width (cm)")
    assert repr(petals) == "Dataset: X (150, 2), y (150,); 100 not setosa, 50 setosa"
    petals.X[:] = 0
    assert iris().X.min() > 0  # fresh each time


def test_iris_two_species_and_columns_in_the_order_asked_for():
    data = iris("virginica", "versicolor", ["petal width (cm)", "sepal length (cm)"])
    np.testing.assert_array_equal(data.X, load_iris().data[50:][:, [3, 0]])
    assert data.y.tolist() == [0] * 50 + [1] * 50
    assert data.class_names == ("versicolor", "virginica")
    assert iris(features="sepal width (cm)").X.shape == (150, 1)


def test_digits_are_scikit_learns():
    data = digits()
    np.testing.assert_array_equal(data.X, load_digits().data)
    np.testing.assert_array_equal(data.y, load_digits().target)
    assert data.class_names == tuple("0123456789")
    # The name of a column says where its pixel sits in the picture.
    column = data.feature_names.index("pixel (2, 5)")
    np.testing.assert_array_equal(data.X[:, column], load_digits().images[:, 2, 5])


# ---- toy data


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.__name__)
def test_toys_have_the_size_asked_for_and_both_classes_and_hang_on_their_seed_alone(toy):
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    for n in (4, 7, 50):
        first, again, other = toy(n=n, seed=5), toy(n=n, seed=5), toy(n=n, seed=6)
        assert first.X.shape == (n, 2)
        assert np.isfinite(first.X).all()
        assert sorted(np.bincount(first.y, minlength=2)) == [n // 2, n - n // 2]
        np.testing.assert_array_equal(first.X, again.X)
        np.testing.assert_array_equal(first.y, again.y)
        assert not np.array_equal(first.X, other.X)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_moons_and_circles_lie_on_circles():
    X, y = moons(n=50, noise=0)
    np.testing.assert_allclose(np.linalg.norm(X - np.outer(y, [1, 0.5]), axis=1), 1)
    X, y = circles(n=50, noise=0, factor=0.3)  # the outer is class 0
    np.testing.assert_allclose(np.linalg.norm(X, axis=1), np.where(y == 0, 1, 0.3))


@pytest.mark.parametrize("turns", [0.5, 1.5, 3])
def test_spirals_wind_once_per_turn_half_a_turn_apart(turns):
    X, y = spirals(n=300, noise=0, turns=turns)
    radius = np.linalg.norm(X, axis=1)
    assert radius.min() < 0.3 < 0.95 < radius.max() <= 1
    # The arm of class 0 has angle = 2π · turns · radius, class 1 is opposite.
    angle = 2 * np.pi * turns * radius + np.pi * y
    np.testing.assert_allclose(X[:, 0], radius * np.cos(angle), atol=1e-12)
    np.testing.assert_allclose(X[:, 1], radius * np.sin(angle), atol=1e-12)
    apart = spirals(5000, 0.1, turns, seed=2).X - spirals(5000, 0, turns, seed=2).X
    assert apart.std() == pytest.approx(0.1, rel=0.05)


def test_xor_is_its_truth_table():
    X, y = xor()
    assert {(*map(int, x), int(label)) for x, label in zip(X, y, strict=True)} == {
        (a, b, a ^ b) for a in (0, 1) for b in (0, 1)
    }
    X, y = xor(n=400, noise=0.05, seed=3)
    corners = X.round().astype(int)
    assert (corners[:, 0] ^ corners[:, 1]).tolist() == y.tolist()
    assert (X - corners).std() == pytest.approx(0.05, rel=0.1)


# ---- standardise and split


def test_standardised_features_have_mean_0_and_deviation_1():
    X = np.random.default_rng(0).normal([5, -300], [0.01, 40], (50, 2))
    Z = standardise(X)
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(Z.std(axis=0), 1, rtol=1e-12)
    # By hand: mean 2 and deviation √(8/3).
    assert standardise([[0], [2], [4]]).ravel() == pytest.approx([-(1.5**0.5), 0, 1.5**0.5])


def test_the_test_set_is_seen_through_the_training_set_only():
    rng = np.random.default_rng(1)
    train, test = rng.normal(2, 3, (30, 2)), rng.normal(50, 9, (10, 2))
    train.flags.writeable = test.flags.writeable = False
    Z = standardise(test, like=train)
    np.testing.assert_allclose(Z, (test - train.mean(axis=0)) / train.std(axis=0), rtol=1e-13)
    # One test example alone is treated as it is among the others: nothing leaks between them.
    np.testing.assert_array_equal(standardise(test[:1], like=train), Z[:1])


def test_many_rows_in_single_precision():
    Z = standardise(np.random.default_rng(0).normal(1000, 1, (200_000, 2)).astype(np.float32))
    assert Z.dtype == np.float32
    np.testing.assert_allclose(Z.mean(axis=0, dtype=float), 0, atol=1e-4)
    np.testing.assert_allclose(Z.std(axis=0, dtype=float), 1, atol=1e-4)


@pytest.mark.parametrize("constant", [0.1, 0.0, -7.3, 1e9 + 0.1])
def test_a_constant_feature_is_only_centred(constant):
    # The mean of 0.1, 0.1, 0.1 rounds to 0.10000000000000002 and leaves a deviation of 1e-17.
    X = np.column_stack([np.full(3, constant), [1, 2, 3]])
    np.testing.assert_allclose(standardise(X)[:, 0], 0, atol=1e-6)
    shifted = standardise([[constant + 2, 2]], like=X)
    np.testing.assert_allclose(shifted, [[2, 0]], atol=1e-6)


def test_split_is_stratified_complete_and_keeps_pairs_together():
    y = np.repeat([0, 1, 2], [40, 40, 20])
    X = np.column_stack([np.arange(100), y])
    X_train, X_test, y_train, y_test = split(X, y, test_size=0.25)
    assert np.bincount(y_train).tolist() == [30, 30, 15]
    assert np.bincount(y_test).tolist() == [10, 10, 5]
    assert sorted([*X_train[:, 0], *X_test[:, 0]]) == list(range(100))  # disjoint, and all there
    assert X_train[:, 1].tolist() == y_train.tolist()
    assert X_test[:, 1].tolist() == y_test.tolist()
    assert X_train[:, 0].tolist() != sorted(X_train[:, 0])
    np.testing.assert_array_equal(split(X, y, test_size=0.25)[1], X_test)
    assert not np.array_equal(split(X, y, test_size=0.25, seed=1)[1], X_test)


# ---- what is refused

SMALL = {"X": [[0, 1], [2, 3], [4, 5], [6, 7]], "y": [0, 0, 1, 1]}
RARE = {"X": np.ones((102, 1)), "y": np.repeat([0, 1], [100, 2])}
PAIR = {"X": [[1, 2], [3, 4]]}
NOISY = (moons, circles, spirals, xor)


@pytest.mark.parametrize(
    ("make", "arguments", "message"),
    [
        (iris, {"positive": "rose"}, "positive is 'rose'; choose one of 'setosa', 'versicolor'"),
        (iris, {"features": ["petal length"]}, "features is 'petal length'; choose one of 'sepal"),
        (iris, {"features": []}, "features is empty; choose from sepal length"),
        *[(toy, {"n": 1}, "n is 1, but it must be at least") for toy in TOYS],
        *[(toy, {"n": 9, "seed": -1}, "seed is -1, but it must be at least 0") for toy in TOYS],
        *[(toy, {"n": 9, "seed": 2**32}, "seed is 4294967296, but .* at most") for toy in TOYS],
        *[(toy, {"n": 9, "noise": -0.1}, "noise is -0.1, but ") for toy in NOISY],
        (xor, {"noise": -1}, "noise is -1, but "),
        (standardise, {"X": [[1, 1e200], [2, -1e200]]}, r"X\[:, 1\] is too large to be squared"),
        (
            split,
            RARE | {"test_size": 0.1},
            "test_size is 0.1: 11 of 102 .* must hold all 2 classes",
        ),
        (separable, {"margin": 0.6}, "margin is 0.6, but "),
        (circles, {"factor": 1}, "factor is 1, but "),
        (spirals, {"turns": 0}, "turns is 0, but "),
        (standardise, {"X": [1, 2]}, r"X has shape \(2,\)"),
        (standardise, PAIR | {"like": [[1, 2, 3]]}, r"like has 3 features, .*X, like\) takes 2"),
        (standardise, PAIR | {"like": [[1, np.inf]]}, r"like holds inf at index \(0, 1\)"),
        (split, SMALL | {"y": [0, 1]}, r"y has shape \(2,\), but X has 4 examples"),
        (split, SMALL | {"y": [0, 0, 0, 1]}, "y has a single example of class 1, but each class"),
        (split, SMALL | {"test_size": 0}, "test_size is 0, but it must be greater than 0"),
        (split, SMALL | {"test_size": 0.1}, "test_size is 0.1: 1 of 4 .* test and 3 for training"),
        (split, SMALL | {"test_size": 0.9}, "test_size is 0.9: 4 of 4 .* test and 0 for training"),
    ],
)
def test_what_cannot_be_is_refused(make, arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        make(**arguments)


# ---- MNIST


def test_mnist_asks_openml_once_for_the_right_data(monkeypatch):
    asked = []

    def fetch(name, **options):
        asked.append(name)
        return np.arange(2.0 * 784).reshape(2, 784), np.array(["5", "0"], dtype=object)

    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetch)
    data = mnist()
    assert asked == ["mnist_784"]
    assert data.X.shape == (2, 784)
    assert data.y.tolist() == [5, 0]
    assert data.feature_names[28 * 3 + 4] == "pixel (3, 4)"


@pytest.mark.parametrize("error", [URLError("no such host"), TimeoutError("too slow")])
def test_mnist_says_what_to_do_without_a_connection(monkeypatch, error):
    def fetch(name, **options):
        warnings.warn("trying again", stacklevel=1)
        raise error

    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetch)
    with pytest.raises(ConnectionError, match=r"cannot be reached.*datasets\.digits\(\)") as caught:
        mnist()
    assert caught.value.__cause__ is error
