"""What is measured. A row is a function that yields `Measurement`s; add it to ROWS.

Each measurement sets our time beside a plain alternative that does the least such a thing
can do, so that the ratio means something on any machine.
"""

import subprocess
import sys
import tempfile
import timeit
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient
from lecturekit.network import Network
from lecturekit.neuron import Neuron
from lecturekit.publish.notebooks import execute

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


def imports():
    """A new Python that imports ours, beside one that imports what ours stands on."""

    def start(program):
        return lambda: subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)

    numbers = "import lecturekit.datasets, lecturekit.logistic, lecturekit.perceptron"
    pairs = {
        "import lecturekit": ("import numpy, lecturekit", "import numpy"),
        "import the numbers of Part 1": (numbers, "import numpy"),
        "import lecturekit.draw": ("import lecturekit.draw", "import matplotlib.figure"),
    }
    for what, (ours, reference) in pairs.items():
        seconds, others = race(start(ours), start(reference))
        yield Measurement(what, seconds, reference, others)


def logistic_regression():
    """J and ∇J beside the two products Xw and Xᵀe, and a fit to scikit-learn's J beside its fit."""
    rng = np.random.default_rng(0)
    n, l2 = 1000, 0.01
    X = rng.normal(size=(n, 2))
    y = (X @ [1.5, -1.0] + rng.logistic(size=n) > 0).astype(int)
    reference = LogisticRegression(C=1 / (n * l2), tol=1e-8)
    fitted = reference.fit(X, y)
    best = Neuron(w=fitted.coef_[0], b=fitted.intercept_[0])
    ours, error = partial(logistic_loss_and_gradient, best, X, y, l2), rng.normal(size=n)
    seconds, products = race(ours, lambda: (X @ best.w, X.T @ error))
    what = f"logistic loss and gradient, n = {n:,}"
    yield Measurement(what, seconds, "two matrix-vector products", products)
    descend = partial(fit_logistic, X, y, step_size=2.0, tolerance=0, l2=l2)
    steps = int(np.argmax(descend(max_steps=5000).losses <= ours()[0] + 1e-6))
    seconds, others = race(lambda: descend(max_steps=steps), lambda: reference.fit(X, y))
    what = f"logistic regression to the same J, n = {n:,} ({steps} steps)"
    yield Measurement(what, seconds, "scikit-learn's LogisticRegression", others)


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


def notebooks():
    """A fresh run of every notebook, beside the start of a kernel that does nothing."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as folder:
            empty = Path(folder) / "empty.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("0")]), empty)
            seconds, kernel = race(partial(execute, path), partial(execute, empty), rounds=1)
        yield Measurement(f"re-execute {path.name}", seconds, "an empty notebook", kernel)


ROWS = [imports, logistic_regression, network_gradient, notebooks]
