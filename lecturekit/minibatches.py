"""Minibatches, and data that are processed one piece at a time.

Taught in Part 4, the stochastic gradient. Arrays may be larger than memory: anything that can be
indexed by rows, such as a `numpy.memmap`, is never read all at once.
"""

import numpy as np

from lecturekit.checks import as_floats, feature_matrix, whole_number

ENTRIES = 2**18  # of an array processed in one piece: 2 MB of float64


def minibatches(X, y, batch_size, rng):
    """Return pairs (X_batch, y_batch) that use every example once: one epoch.

    Parameters
    ----------
    X : array_like, shape (n, ...)
        May be a `numpy.memmap`: only the rows of one batch are read at a time.
    y : array_like, shape (n, ...)
    batch_size : int
        B, at least 1. The last batch holds the remaining examples, and may be smaller.
    rng : numpy.random.Generator
        For shuffling.

    Returns
    -------
    iterator
        Each batch is read when it is requested.

    Notes
    -----
    Which examples share a batch is random. Within a batch they keep the order they have in X, so a
    file is read from front to back; the mean over the batch does not depend on the order.
    """
    X, y = paired_rows(X, y)
    batches = batch_indices(len(X), batch_size, rng)
    return ((X[indices], y[indices]) for indices in batches)  # arguments are checked at the call


def batch_indices(n, batch_size, rng):
    """Return a list of index arrays: the numbers 0 … n − 1, shuffled, cut into batches.

    Parameters
    ----------
    n, batch_size : int
    rng : numpy.random.Generator
    """
    n, batch_size = whole_number(n, "n"), whole_number(batch_size, "batch_size")
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng is {rng!r}, but a generator is needed: np.random.default_rng(0).")
    order, whole = rng.permutation(n), n - n % batch_size
    # All full batches are sorted in one call; the remaining examples form one smaller batch.
    batches = [*np.sort(order[:whole].reshape(-1, batch_size), axis=1)]
    return batches if whole == n else [*batches, np.sort(order[whole:])]


def checked_data(network, X, y):
    """Return X and y, without copying arrays, if the network can be trained on them.

    Raises
    ------
    ValueError
        For a wrong number of features, NaN, labels out of range and the like.
    """
    X, y = paired_rows(X, y)
    for piece in pieces(X, network):
        try:
            n = len(feature_matrix(X[piece], network.sizes[0], "this network"))
            network.targets(y[piece], n)
        except ValueError as error:
            if piece.start == 0:
                raise
            raise ValueError(f"In the examples starting at index {piece.start}: {error}") from None
    return X, y


class Reader:
    """Reads batches from the X and y of `checked_data`, in the form `UncheckedNetwork` needs.

    X is read into the same array each time, because allocating memory would slow every step.
    """

    def __init__(self, network, X, y):
        self.X, self.y, self.dtype = X, y, network.theta.dtype
        self.plain = type(X) is np.ndarray and X.flags.c_contiguous and X.dtype == self.dtype
        self.classes = network.loss_name == "cross_entropy" and y.ndim == 1
        self.one_hot = np.eye(network.sizes[-1], dtype=self.dtype)
        self.buffer = np.empty((0, network.sizes[0]), self.dtype)

    def __call__(self, indices):
        """Return X (n, d) and y (n, k) for the examples `indices`; the next call overwrites X."""
        n = len(indices)
        if n > len(self.buffer):
            self.buffer = np.empty((n, self.buffer.shape[1]), self.dtype)
        X, y = self.buffer[:n], self.y[indices]
        if self.plain:  # with mode="clip" NumPy writes directly into `out`; no index needs clipping
            self.X.take(indices, axis=0, out=X, mode="clip")
        else:  # NumPy converts any other array or file as it copies
            X[:] = self.X[indices]
        if self.classes:
            return X, self.one_hot.take(y.astype(int, copy=False), axis=0)
        return X, y.reshape(n, -1).astype(self.dtype, copy=False)


def as_rows(values):
    """Return `values` if it can be indexed by rows; turn anything else into an array."""
    if hasattr(values, "to_numpy"):  # a pandas DataFrame, which would be indexed by columns
        return values.to_numpy()
    return values if hasattr(values, "shape") and len(values.shape) else as_floats(values, "X or y")


def paired_rows(X, y):
    """Return X and y in a form that can be indexed by rows; they must have equally many."""
    X, y = as_rows(X), as_rows(y)
    if X.shape and y.shape and X.shape[0] == y.shape[0]:
        return X, y
    raise ValueError(
        f"y has shape {y.shape}, but X has shape {X.shape}; give one target for each example."
    )


def pieces(X, network):
    """Cut the examples into slices so small that no layer's outputs exceed `ENTRIES` numbers."""
    rows = max(1, ENTRIES // max(network.sizes))
    return [slice(start, start + rows) for start in range(0, max(len(X), 1), rows)]
