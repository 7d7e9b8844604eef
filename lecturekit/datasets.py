"""Datasets: real flowers and digits, and toy problems generated from a seed.

Every loader returns a `Dataset`, which unpacks like a pair::

    X, y = moons(n=200, seed=0)
    flowers = iris()
    flowers.feature_names

The real data come with scikit-learn and need no connection; only `mnist` is downloaded.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np

from lecturekit.checks import choice, count, feature_matrix, number, whole_number

IRIS_FEATURES = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
IRIS_SPECIES = ("setosa", "versicolor", "virginica")


@dataclass(frozen=True)
class Dataset:
    """Features and targets of n examples, with their names.

    Attributes
    ----------
    X : ndarray, shape (n, d)
        Features, one row per example.
    y : ndarray, shape (n,)
        Targets: class numbers from 0.
    feature_names : tuple of str, length d
        With the unit in parentheses where there is one.
    class_names : tuple of str
        The meaning of class 0, 1, …
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple
    class_names: tuple

    def __iter__(self):
        return iter((self.X, self.y))

    def __repr__(self):
        sizes = ", ".join(
            f"{np.sum(self.y == k)} {name}" for k, name in enumerate(self.class_names)
        )
        return f"Dataset: X {self.X.shape}, y {self.y.shape}; {sizes}"


def iris(positive="setosa", negative=None, features=("petal length (cm)", "petal width (cm)")):
    """Return Fisher's iris flowers as a two-class problem (Parts 1 and 2).

    Parameters
    ----------
    positive : str
        The species of class 1: "setosa", "versicolor" or "virginica".
    negative : str, optional
        The species of class 0; by default, both others.
    features : sequence of str
        Which of the four measurements to keep, in this order; see `IRIS_FEATURES`.

    Returns
    -------
    Dataset
        X in centimetres; n = 150, or 100 when `negative` is given.

    Notes
    -----
    Source: Anderson (1935), Fisher (1936), as bundled with scikit-learn.
    """
    from sklearn.datasets import load_iris

    kept = [choice(positive, "positive", IRIS_SPECIES)]
    others = [species for species in IRIS_SPECIES if species != positive]
    kept += others if negative is None else [choice(negative, "negative", others)]
    columns = [IRIS_FEATURES.index(choice(f, "features", IRIS_FEATURES)) for f in _listed(features)]
    X, species = load_iris(return_X_y=True)
    y = (species == IRIS_SPECIES.index(positive)).astype(int)
    keep = np.isin(np.array(IRIS_SPECIES)[species], kept)
    names = (negative or f"not {positive}", positive)
    return Dataset(X[keep][:, columns], y[keep], tuple(IRIS_FEATURES[c] for c in columns), names)


def digits():
    """Return 1,797 handwritten digits of 8 × 8 pixels, grey levels 0 to 16 (Parts 2 and 4).

    Source: Alpaydin and Kaynak (1998), as bundled with scikit-learn.
    """
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    pixels = tuple(f"pixel ({row}, {column})" for row in range(8) for column in range(8))
    return Dataset(X, y, pixels, tuple("0123456789"))


def mnist():
    """Return MNIST: 70,000 handwritten digits of 28 × 28 pixels, grey levels 0 to 255 (Part 4).

    By convention the first 60,000 are for training and the last 10,000 for testing. The first call
    downloads them from openml.org, about 15 MB; scikit-learn caches them.

    Raises
    ------
    ConnectionError
        If they are not cached yet and cannot be downloaded.

    Notes
    -----
    LeCun, Cortes and Burges (1998); data set 554 of OpenML.
    """
    from sklearn.datasets import fetch_openml

    try:
        with warnings.catch_warnings(action="ignore"):  # scikit-learn warns before it retries
            X, y = fetch_openml(
                "mnist_784",
                version=1,
                return_X_y=True,
                as_frame=False,
                parser="liac-arff",
                n_retries=1,
            )
    except OSError as error:  # every connection error is an OSError
        raise ConnectionError(
            "MNIST is not on this machine yet, and openml.org cannot be reached "
            f"({type(error).__name__}). Connect once to download it, about 15 MB, or use "
            "datasets.digits(), which needs no connection."
        ) from error
    pixels = tuple(f"pixel ({row}, {column})" for row in range(28) for column in range(28))
    return Dataset(X, y.astype(int), pixels, tuple("0123456789"))


def separable(n=60, margin=0.3, seed=0):
    """Return points in the square [−1, 1]² on both sides of a line, none closer than `margin`.

    The line is random and passes near the centre. Part 1 tests the perceptron's mistake bound on
    such data.

    Parameters
    ----------
    n : int
        Total number of points, at least 2.
    margin : float
        Minimum distance to the line, between 0 and 0.5.
    seed : int
    """
    n, rng = _size_and_rng(n, seed)
    margin = number(margin, "margin", at_least=0, at_most=0.5)
    angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-0.2, 0.2)
    normal = np.array([np.cos(angle), np.sin(angle)])
    y, X = np.arange(n) % 2, []
    for label in y:
        while True:  # each side has room: the line is at most 0.2 from the centre
            x = rng.uniform(-1, 1, 2)
            distance = (2 * label - 1) * (x @ normal + offset)
            if distance >= max(margin, 1e-9):
                break
        X.append(x)
    return _toy(np.array(X), y)


def moons(n=200, noise=0.1, seed=0):
    """Return two interleaved half circles (scikit-learn's `make_moons`), shuffled."""
    from sklearn.datasets import make_moons

    n, _ = _size_and_rng(n, seed)
    X, y = make_moons(n, noise=number(noise, "noise", at_least=0), random_state=seed)
    return _toy(X, y)


def circles(n=200, noise=0.05, factor=0.5, seed=0):
    """Return two concentric rings, shuffled: class 1 has `factor` times the radius of class 0."""
    from sklearn.datasets import make_circles

    n, _ = _size_and_rng(n, seed)
    noise = number(noise, "noise", at_least=0)
    factor = number(factor, "factor", at_least=0, below=1)
    X, y = make_circles(n, noise=noise, factor=factor, random_state=seed)
    return _toy(X, y)


def spirals(n=200, noise=0.05, turns=1.5, seed=0):
    """Return two spiral arms, half a turn apart, in the unit circle before noise is added.

    Parameters
    ----------
    n : int
        Total number of points, at least 2.
    noise : float
        Standard deviation of the noise added to each coordinate.
    turns : float
        Turns from the centre to the end of an arm, greater than 0.
    seed : int
    """
    n, rng = _size_and_rng(n, seed)
    noise, turns = number(noise, "noise", at_least=0), number(turns, "turns", above=0)
    y = np.arange(n) % 2
    radius = np.sqrt(rng.uniform(0.02, 1, n))  # the root spreads the points evenly along the arm
    angle = 2 * np.pi * turns * radius + np.pi * y
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return _toy(X + noise * rng.standard_normal((n, 2)), y)


def xor(n=None, noise=0.1, seed=0):
    """Return the XOR problem: the four corners of the unit square, or clouds around them.

    Parameters
    ----------
    n : int, optional
        Total number of points, at least 4; by default, the four corners themselves, without noise.
    noise : float
        Standard deviation of the noise added to each coordinate.
    seed : int
    """
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    labels, noise = np.array([0, 1, 1, 0]), number(noise, "noise", at_least=0)
    if n is None:
        return _toy(corners, labels)
    n, rng = _size_and_rng(n, seed, at_least=4)
    which = np.arange(n) % 4
    return _toy(corners[which] + noise * rng.standard_normal((n, 2)), labels[which])


def standardise(X, like=None):
    """Subtract each feature's mean and divide by its standard deviation.

    Parameters
    ----------
    X : array_like, shape (n, d)
    like : array_like, shape (m, d), optional
        The examples whose mean and standard deviation are used, by default those of `X` itself.
        For validation and test sets, pass the training set, or information leaks into the model.

    Returns
    -------
    ndarray, shape (n, d)
        In the precision of `X`. A feature that never varies in `like` is only centred.
    """
    X = feature_matrix(X)
    if like is None:
        like = X
    like = feature_matrix(like, X.shape[1], taker="standardise(X, like)", name="like")
    with np.errstate(all="ignore"):  # the std of equal numbers can come out as 1e-17
        deviation = np.where(np.ptp(like, axis=0) > 0, like.std(axis=0, dtype=float), 0.0)
    if not np.isfinite(deviation).all():
        name, k = "X" if like is X else "like", np.argmin(np.isfinite(deviation))
        raise ValueError(f"{name}[:, {k}] is too large to be squared; rescale it first.")
    scale = np.where(deviation > 0, deviation, 1.0)
    return ((X - like.mean(axis=0, dtype=float)) / scale).astype(X.dtype, copy=False)


def split(X, y, test_size=0.25, seed=0):
    """Return (X_train, X_test, y_train, y_test), shuffled and stratified by class.

    Parameters
    ----------
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Class numbers.
    test_size : float
        Fraction of the examples in the test set, between 0 and 1.
    seed : int

    Raises
    ------
    ValueError
        If a class has a single example, or a part would be too small to hold every class.
    """
    from sklearn.model_selection import train_test_split

    X, y = feature_matrix(X), np.asarray(y)
    if y.shape != (len(X),):
        raise ValueError(
            f"y has shape {y.shape}, but X has {count(len(X), 'example')}; give one label per "
            f"example, shape ({len(X)},)."
        )
    test_size = number(test_size, "test_size", above=0, below=1)
    seed = _seed(seed)
    classes, sizes = np.unique(y, return_counts=True)
    if sizes.min() < 2:
        raise ValueError(
            f"y has a single example of class {classes[np.argmin(sizes)]}, but each class needs "
            "two, one for training and one for testing; add examples or leave the class out."
        )
    n_test, parts = math.ceil(test_size * len(X)), ()
    if min(n_test, len(X) - n_test) >= len(classes):
        parts = train_test_split(X, y, test_size=test_size, random_state=seed, stratify=y)
    if min((len(np.unique(part)) for part in parts[2:]), default=0) < len(classes):
        raise ValueError(
            f"test_size is {test_size}: {n_test} of {count(len(X), 'example')} for the test and "
            f"{len(X) - n_test} for training, but each part must hold all {len(classes)} classes; "
            "choose a test_size closer to 0.5, or give more examples."
        )
    return tuple(parts)


def _listed(features):
    alone = isinstance(features, str) or not np.iterable(features)
    features = (features,) if alone else tuple(features)
    if not features:
        raise ValueError(f"features is empty; choose from {', '.join(IRIS_FEATURES)}.")
    return features


def _size_and_rng(n, seed, at_least=2):
    n = whole_number(n, "n", at_least=at_least)
    return n, np.random.default_rng(_seed(seed))


def _seed(seed):
    return whole_number(seed, "seed", at_least=0, at_most=2**32 - 1)  # what scikit-learn accepts


def _toy(X, y):
    return Dataset(X, y, ("x₁", "x₂"), ("class 0", "class 1"))
