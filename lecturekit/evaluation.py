"""How good a network is on examples: its loss, and what else one wants to measure.

Taught in Part 4, section 33.
"""

import numpy as np

from lecturekit.batches import as_rows, pieces, same_length


def evaluate(network, X, y, metric=None):
    """Return (J, metric) over all examples, a piece at a time; the metric is None without one.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`.
    metric : callable, optional
        Takes (y, predicted), with `predicted` what `Network.predict` returns.
    """
    X, y = as_rows(X), as_rows(y)
    same_length(X, y)
    total, predicted = 0.0, []
    for piece in pieces(X, network):
        trace = network.forward(X[piece])
        total += network.loss_of(trace, y[piece]) * len(trace.outputs[0])
        predicted.append(network.decide(trace.outputs[-1]))
    measured = None if metric is None else float(metric(y[:], np.concatenate(predicted)))
    return total / len(X), measured


def accuracy(y, predicted):
    """Return the share of examples whose predicted class is the true one.

    Parameters
    ----------
    y : array_like
        Class numbers (n,), or one-hot rows (n, K).
    predicted : array_like, shape (n,)
        What `Network.predict` returns.
    """
    y, predicted = np.asarray(y), np.asarray(predicted)
    if y.ndim == 2 and predicted.ndim == 1:
        y = y[:, 0] if y.shape[1] == 1 else y.argmax(axis=1)
    if y.shape != predicted.shape:
        raise ValueError(
            f"y has shape {y.shape}, but predicted has shape {predicted.shape}; give one class "
            "number per example for both."
        )
    return float(np.mean(y == predicted))
