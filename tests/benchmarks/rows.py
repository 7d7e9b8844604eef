"""What is measured. A row is a function that yields `Measurement`s.

Each measurement sets our time beside a plain alternative that does the least such a thing
can do, so that the ratio means something on any machine.
"""

import timeit
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from lecturekit.network import Network

ROOT = Path(__file__).parents[2]


class Measurement(NamedTuple):
    """One line of the table: ours, in seconds unless it has a unit, beside a reference."""

    what: str
    seconds: float
    against: str = ""
    reference: float | None = None
    unit: str = ""


def race(*functions, rounds=7):
    """Time functions in turns, so that a busy moment of the machine meets all of them.

    Returns
    -------
    tuple of float
        For each the seconds a call takes in the best of its rounds. A round repeats a quick
        call until it can be measured.
    """
    field = [(timer, timer.autorange()[0]) for timer in map(timeit.Timer, functions)]
    times = [[timer.timeit(calls) / calls for timer, calls in field] for _ in range(rounds)]
    return tuple(min(column) for column in zip(*times, strict=True))


def network_gradient():
    """J and ∇J of a network, beside the bare matrix products of its sizes.

    Three products for each layer, X Wᵀ forward, δᵀX and δW backward, less one: the slope with
    respect to the data is never needed. One thread; PyTorch is in `training`.
    """
    for sizes, n, dtype in (
        ([2, 8, 8, 1], 200, "float64"),
        ([64, 128, 128, 10], 256, "float64"),
        ([784, 256, 10], 256, "float32"),
    ):
        rng = np.random.default_rng(0)
        network = Network(sizes, "tanh", "sigmoid" if sizes[-1] == 1 else "softmax", dtype=dtype)
        X = rng.normal(size=(n, sizes[0])).astype(dtype)
        y = rng.integers(0, max(sizes[-1], 2), n)
        ours = partial(network.loss_and_gradient, X, y)
        what = f"network gradient, {'-'.join(map(str, sizes))}, n = {n}, {dtype}"
        with threadpool_limits(1):
            seconds, others = race(ours, bare_products(sizes, n, dtype, rng))
        yield Measurement(what, seconds, "the bare matrix products", others)


def bare_products(sizes, n, dtype, rng):
    """Return a function that does the matrix products of one gradient of n examples."""
    layers = []
    for d, p in pairwise(sizes):
        X, W, delta = (rng.normal(size=s).astype(dtype) for s in ((n, d), (p, d), (n, p)))
        layers.append((X, W, delta))

    def products():
        for number, (X, W, delta) in enumerate(layers):
            X @ W.T
            delta.T @ X
            if number:
                delta @ W

    return products
