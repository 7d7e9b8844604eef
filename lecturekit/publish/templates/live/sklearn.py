"""Stands in for scikit-learn in the page: what `lecturekit.datasets` takes from it.

scikit-learn needs SciPy and OpenBLAS, 26 MB in all. The same seeds give the same numbers.
"""

from pathlib import Path

import numpy as np
from numpy.random import RandomState

DATA = Path(__file__).with_name("sklearn.npz")


def load_iris(return_X_y=True):
    return _stored("iris")


def load_digits(return_X_y=True):
    return _stored("digits")


def fetch_openml(*arguments, **options):
    raise OSError("A page asks nobody for data.")


def _stored(name):
    with np.load(DATA) as stored:
        return stored[f"{name}X"].astype(float), stored[f"{name}y"].astype(int)


def make_moons(n, noise=None, random_state=None):
    upper, lower = (np.linspace(0, np.pi, half) for half in (n // 2, n - n // 2))
    x = np.append(np.cos(upper), 1 - np.cos(lower))
    return _shuffled(x, np.append(np.sin(upper), 1 - np.sin(lower) - 0.5), noise, random_state)


def make_circles(n, noise=None, random_state=None, factor=0.8):
    outer, inner = (np.linspace(0, 2 * np.pi, k, endpoint=False) for k in (n // 2, n - n // 2))
    x = np.append(np.cos(outer), np.cos(inner) * factor)
    return _shuffled(x, np.append(np.sin(outer), np.sin(inner) * factor), noise, random_state)


def _shuffled(x, y, noise, random_state):
    rng, order = RandomState(random_state), np.arange(len(x))
    rng.shuffle(order)
    X = np.column_stack([x, y])[order]
    if noise is not None:
        X += rng.normal(scale=noise, size=X.shape)
    return X, (order >= len(x) // 2).astype(int)


def train_test_split(X, y, test_size, random_state, stratify):
    """Draw from each class in turn, as scikit-learn's StratifiedShuffleSplit does."""
    rng, n = RandomState(random_state), len(X)
    n_test = int(np.ceil(test_size * n))
    _, which, sizes = np.unique(stratify, return_inverse=True, return_counts=True)
    for_training = _shares(sizes, n - n_test, rng)
    for_test = _shares(sizes - for_training, n_test, rng)
    train, test = [], []
    for k, size in enumerate(sizes):
        drawn = np.flatnonzero(which == k)[rng.permutation(size)]
        train.extend(drawn[: for_training[k]])
        test.extend(drawn[for_training[k] : for_training[k] + for_test[k]])
    train, test = rng.permutation(train), rng.permutation(test)
    return [X[train], X[test], y[train], y[test]]


def _shares(sizes, draws, rng):
    """Divide draws among classes in proportion to their sizes; ties are broken at random."""
    exact = sizes / sizes.sum() * draws
    shares = np.floor(exact)
    missing = int(draws - shares.sum())
    for rest in np.unique(exact - shares)[::-1]:
        if missing == 0:
            break
        (equal,) = np.nonzero(exact - np.floor(exact) == rest)
        chosen = rng.choice(equal, size=min(len(equal), missing), replace=False)
        shares[chosen] += 1
        missing -= len(chosen)
    return shares.astype(int)
