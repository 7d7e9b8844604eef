"""What is measured. A row is a function that yields `Measurement`s; add it to ROWS.

Each measurement sets our time beside a plain alternative that does the least such a thing
can do, so that the ratio means something on any machine.
"""

import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np
from sklearn.linear_model import LogisticRegression

from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient
from lecturekit.neuron import Neuron
from lecturekit.publish.notebooks import execute

ROOT = Path(__file__).parents[2]


class Measurement(NamedTuple):
    """One line of the table: seconds of ours, and of what it is compared with."""

    what: str
    seconds: float
    against: str = ""
    reference: float | None = None


def race(ours, reference, rounds=7, at_least=0.05):
    """Time two functions in turns, so that a busy moment of the machine meets both.

    Returns
    -------
    (float, float)
        Seconds a call takes in the best of its rounds. A round repeats a quick call until
        it fills `at_least` seconds.
    """
    pair = [(function, _calls_that_fill(function, at_least)) for function in (ours, reference)]
    times = [[_time(function, calls) / calls for function, calls in pair] for _ in range(rounds)]
    return tuple(min(column) for column in zip(*times, strict=True))


def _calls_that_fill(function, seconds):
    calls = 1
    while (elapsed := _time(function, calls)) < seconds:
        calls = max(2 * calls, int(calls * seconds / max(elapsed, 1e-9)))
    return calls


def _time(function, calls):
    start = time.perf_counter()
    for _ in range(calls):
        function()
    return time.perf_counter() - start


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


def logistic_gradient():
    """J and ∇J of logistic regression, beside the two products Xw and Xᵀe that it needs."""
    for n in (150, 10_000):
        rng = np.random.default_rng(0)
        X = rng.normal(size=(n, 4))
        y = (X[:, 0] > 0).astype(int)
        neuron = Neuron(w=rng.normal(size=4), b=0.1)
        w, error = neuron.w.copy(), rng.normal(size=n)
        seconds, products = race(
            partial(logistic_loss_and_gradient, neuron, X, y),
            lambda X=X, w=w, error=error: (X @ w, X.T @ error),
        )
        what = f"logistic loss and gradient, n = {n:,}"
        yield Measurement(what, seconds, "two matrix-vector products", products)


def logistic_training():
    """Gradient descent until J is within 10⁻⁶ of scikit-learn's, beside scikit-learn's fit."""
    rng = np.random.default_rng(0)
    n, l2 = 1000, 0.01
    X = rng.normal(size=(n, 2))
    y = (X @ [1.5, -1.0] + rng.logistic(size=n) > 0).astype(int)
    reference = LogisticRegression(C=1 / (n * l2), tol=1e-8)
    fitted = reference.fit(X, y)
    best = Neuron(w=fitted.coef_[0], b=fitted.intercept_[0])
    goal = logistic_loss_and_gradient(best, X, y, l2)[0] + 1e-6
    descend = partial(fit_logistic, X, y, step_size=2.0, tolerance=0, l2=l2)
    steps = int(np.argmax(descend(max_steps=5000).losses <= goal))
    seconds, others = race(lambda: descend(max_steps=steps), lambda: reference.fit(X, y))
    what = f"logistic regression to the same J, n = {n:,} ({steps} steps)"
    yield Measurement(what, seconds, "scikit-learn's LogisticRegression", others)


def notebooks():
    """A fresh run of every notebook, beside the start of a kernel that does nothing."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as folder:
            empty = Path(folder) / "empty.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("0")]), empty)
            seconds, kernel = race(partial(execute, path), partial(execute, empty), rounds=1)
        yield Measurement(f"re-execute {path.name}", seconds, "an empty notebook", kernel)


ROWS = [imports, logistic_gradient, logistic_training, notebooks]
