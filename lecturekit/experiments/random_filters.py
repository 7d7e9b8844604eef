"""What the form of a convolutional layer is worth before anything is learned.

Part 2, types of layers: the same softmax layer is fitted to four kinds of inputs.
"""

import numpy as np

from lecturekit import datasets
from lecturekit.activations import relu


def filtered(X, filters):
    """Filter digits, apply ReLU and keep the largest number of each block of 2 × 2.

    Parameters
    ----------
    X : ndarray, shape (n, 64)
    filters : ndarray, shape (m, 3, 3)

    Returns
    -------
    ndarray, shape (n, 9 m)
    """
    windows = np.lib.stride_tricks.sliding_window_view(X.reshape(-1, 8, 8), (3, 3), axis=(1, 2))
    maps = relu(np.einsum("nijuv,fuv->nfij", windows, filters))
    return maps.reshape(len(X), -1, 3, 2, 3, 2).max(axis=(3, 5)).reshape(len(X), -1)


def four_networks(seed, classifier):
    """Return the test digits of one split and what four networks predict for them.

    Parameters
    ----------
    seed : int
        For the split, and for the random weights and the shuffle.
    classifier : object
        The last layer, such as scikit-learn's ``LogisticRegression()``; each fit is a new one.

    Returns
    -------
    X_test, y_test : ndarray
    probabilities : dict of str to ndarray, shape (n, 10)
        By the inputs of the last layer: the pixels, the outputs of 16 random filters, those of 144
        random dense neurons, and those of the filters on shuffled pixels.
    """
    rng = np.random.default_rng(seed)
    filters, W, order = rng.normal(size=(16, 3, 3)), rng.normal(size=(144, 64)), rng.permutation(64)
    X_train, X_test, y_train, y_test = datasets.split(*datasets.digits(), seed=seed)
    rows = {
        "pixels": lambda X: X,
        "random filters": lambda X: filtered(X, filters),
        "random dense layer": lambda X: relu(X @ W.T),
        "filters, shuffled pixels": lambda X: filtered(X[:, order], filters),
    }
    probabilities = {}
    for name, make in rows.items():
        A, B = make(X_train), make(X_test)
        last = classifier.fit(datasets.standardise(A), y_train)
        probabilities[name] = last.predict_proba(datasets.standardise(B, like=A))
    return X_test, y_test, probabilities


def four_rows(seed, classifier):
    """Count the mistakes of the `four_networks`: a dict from the name to a number."""
    _, y_test, probabilities = four_networks(seed, classifier)
    return {name: int(np.sum(P.argmax(axis=1) != y_test)) for name, P in probabilities.items()}
