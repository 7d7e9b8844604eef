"""Classifiers in the plane for live figures, computed once for each setting.

Taught in Part 1, the perceptron and logistic regression, and in Part 2, intuition.
"""

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.activations import sigmoid
from lecturekit.experiments.trends import padded
from lecturekit.logistic import fit_logistic
from lecturekit.losses import binary_cross_entropy
from lecturekit.perceptron import PerceptronRun, fit_perceptron, mistake_bound

# ---- Rosenblatt's rule -------------------------------------------------------------------------

MOST = 60  # mistakes shown of a run that never converges
EPOCHS = 100
PERCEPTRON_DATA = {
    "petals": lambda: datasets.iris("setosa", "versicolor"),
    "wide": lambda: datasets.separable(n=60, margin=0.1, seed=1),
    "narrow": lambda: datasets.separable(n=60, margin=0.02, seed=0),
    "overlap": lambda: datasets.iris("virginica", "versicolor"),
    "xor": datasets.xor,
}


class Story(NamedTuple):
    """A run of the rule on examples in one order, and the bound (R/γ)² if there is one."""

    X: np.ndarray
    y: np.ndarray
    run: PerceptronRun
    bound: float | None

    @property
    def last(self):
        """The number of mistakes to show."""
        return self.run.mistakes if self.run.converged else min(self.run.mistakes, MOST)

    def right(self, k):
        """Return how many examples are classified correctly after `k` updates."""
        theta = self.run.thetas[k]
        return int(np.sum((self.X @ theta[:2] + theta[2] >= 0) == self.y))

    def seen_before(self, k):
        """Return the earliest update that led to the same θ as update `k`; None if θ is new."""
        same = np.flatnonzero(np.isclose(self.run.thetas[:k], self.run.thetas[k]).all(axis=1))
        return int(same[0]) if same.size else None


@cache
def perceptron_examples(data):
    """Return the standardised features and the classes of one of `PERCEPTRON_DATA`."""
    X, y = PERCEPTRON_DATA[data]()
    return datasets.standardise(X), y


@cache
def story_of(data, order):
    """Run the rule on the examples in their own order (0), or shuffled with this seed."""
    X, y = perceptron_examples(data)
    run = fit_perceptron(X, y, max_epochs=EPOCHS, seed=order or None)
    return Story(X, y, run, _bound(data))


@cache
def _bound(data):
    X, y = perceptron_examples(data)
    separator = widest_separator(X, y)
    return None if separator is None else mistake_bound(X, y, separator).mistakes


def widest_separator(X, y, steps=20_000):
    """Return the unit-length θ = (w, b) with the widest margin; None if no line separates.

    It points to the point nearest to the origin in the convex hull of the signed examples ±x̃,
    found by the algorithm of Mitchell, Demyanov and Malozemov (1974): the point is a weighted
    mean of the examples; shift weight from the one with the largest margin to the one with the
    smallest, as far as that brings the point nearer.
    """
    signed = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    weights = np.eye(len(signed))[0]
    for _ in range(steps):
        point = weights @ signed
        margins = signed @ point
        worst, best = np.argmin(margins), np.argmax(np.where(weights > 0, margins, -np.inf))
        way = signed[worst] - signed[best]
        if -point @ way <= 1e-9 * (point @ point):
            break
        shift = min(-point @ way / (way @ way), weights[best])
        weights[[worst, best]] += shift, -shift
    separates = (signed @ point > 1e-9).all()
    return point / np.linalg.norm(point) if separates else None


# ---- logistic regression -----------------------------------------------------------------------

LOGISTIC_STEPS = 150
WRONG_START = (3.0, -3.0, 0.0)  # fewer than half of the flowers are right, in both problems
FLOWERS = {
    "easy": {"positive": "setosa"},
    "hard": {"positive": "virginica", "negative": "versicolor"},
}


@cache
def flowers(data):
    """Return the petals of one of `FLOWERS`, in centimetres."""
    return datasets.iris(**FLOWERS[data])


@cache
def standardised(data):
    """Return the same petals, standardised, and their species."""
    X, y = flowers(data)
    return datasets.standardise(X), y


@cache
def logistic_path(data, step_size):
    """Descend from `WRONG_START` on standardised features; return the `Path`."""
    X, y = standardised(data)
    run = fit_logistic(X, y, step_size, LOGISTIC_STEPS, tolerance=0, start=WRONG_START)
    return padded(run, LOGISTIC_STEPS)


@cache
def right_and_sure(data, step_size):
    """Return, for each step of `logistic_path`, accuracy and mean confidence max(ŷ, 1 − ŷ)."""
    (X, y), thetas = standardised(data), logistic_path(data, step_size).thetas
    z = X @ thetas[:, :2].T + thetas[:, 2]
    return (y == (z >= 0).T).mean(axis=1), sigmoid(abs(z)).mean(axis=0)


def in_centimetres(theta, data):
    """Return w and b of the same neuron for petals that are not standardised."""
    X, _ = flowers(data)
    w = theta[:2] / X.std(axis=0)
    return w, theta[2] - w @ X.mean(axis=0)


def loss_over_weights(data, w, b):
    """Return J at all pairs of weights from `w`, shape (m,): an array (m, m), w₁ along its rows."""
    X, y = standardised(data)
    z = w * X[:, 0, None, None] + w[:, None] * X[:, 1, None, None] + b
    return binary_cross_entropy.of_scores(z, y[:, None, None]).mean(axis=0)


@cache
def lowest(data):
    """Return the minimum of J, and its θ; 0 and None on separable data: θ grows without bound."""
    if data == "easy":
        return 0.0, None
    fit = fit_logistic(*standardised(data), step_size=10, max_steps=500)
    return float(fit.losses[-1]), fit.thetas[-1]


# ---- the best line for a few points ------------------------------------------------------------

TOUCHING = 1e-9  # gaps below it are rounding errors


class Line(NamedTuple):
    """The line wᵀa + b = 0, and the gap between the two classes it separates."""

    w: np.ndarray
    b: float
    gap: float


def best_line(points, labels):
    """Find the line that classifies most of a few points correctly, with the widest gap.

    Parameters
    ----------
    points : array_like, shape (n, 2)
        At most two of each class.
    labels : array_like, shape (n,)
        Classes 0 and 1; class 1 is to be where wᵀa + b ≥ 0.

    Returns
    -------
    Line
        Scaled so that wᵀa + b = ±1 at the nearest points on both sides. If all points coincide,
        or a class has none, w = (0, 0).

    Notes
    -----
    We try all points, then all but one, then all but two. Two points of a class form a segment;
    the widest gap is centred between the nearest points of the two segments (the separating
    hyperplane theorem; Boyd and Vandenberghe 2004, section 2.5). Part 2, intuition.
    """
    points, labels = np.asarray(points, float), np.asarray(labels)
    positive, negative = points[labels == 1], points[labels == 0]
    for left_out in (0, 1, 2):
        best = None
        for some in _parts(positive, negative, left_out):
            p, q = _nearest(*some)
            gap = np.linalg.norm(p - q)
            if gap > TOUCHING and (best is None or gap > best.gap + TOUCHING):
                w = 2 * (p - q) / gap**2
                best = Line(w, float(-w @ (p + q) / 2), float(gap))
        if best is not None:
            return best
    return Line(np.zeros(2), -1.0, 0.0)


def _parts(positive, negative, left_out):
    """Yield both classes without `left_out` points, in every way that empties neither class."""
    for i, j in product(range(left_out + 1), repeat=2):
        if i + j == left_out and i < len(positive) and j < len(negative):
            yield from product(_without(positive, i), _without(negative, j))


def _without(points, some):
    """Return the points with none left out (0), or with each left out in turn (1)."""
    return [points] if some == 0 else [np.delete(points, i, axis=0) for i in range(len(points))]


def _nearest(first, second):
    """Return the nearest points of two segments, each given by one or two ends, shape (·, 2)."""
    if len(first) == len(second) == 2:
        meeting = _crossing(first, second)
        if meeting is not None:
            return meeting, meeting
    # Segments that do not cross are nearest at an end of one of them.
    pairs = [(end, _foot(end, second)) for end in first]
    pairs += [(_foot(end, first), end) for end in second]
    return min(pairs, key=lambda pair: np.linalg.norm(pair[0] - pair[1]))


def _foot(point, segment):
    """Return the point of the segment nearest to `point`."""
    start, way = segment[0], segment[-1] - segment[0]
    length = way @ way
    share = np.clip((point - start) @ way / length, 0, 1) if length > 0 else 0.0
    return start + share * way


def _crossing(first, second):
    """Return the point where two segments cross; None if they do not, or are parallel."""
    u, v, between = first[1] - first[0], second[1] - second[0], second[0] - first[0]
    area = u[0] * v[1] - u[1] * v[0]
    if abs(area) < TOUCHING**2:
        return None
    s = (between[0] * v[1] - between[1] * v[0]) / area
    t = (between[0] * u[1] - between[1] * u[0]) / area
    return first[0] + s * u if 0 <= s <= 1 and 0 <= t <= 1 else None
