"""Classifiers in the plane as live figures look them up: once for each setting.

Taught in Part 1, the perceptron and logistic regression, and in Part 2, intuition.
"""

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.experiments.trends import padded
from lecturekit.gradient_descent import Path
from lecturekit.logistic import fit_logistic
from lecturekit.perceptron import PerceptronRun, fit_perceptron, mistake_bound

# ---- Rosenblatt's rule -------------------------------------------------------------------------

MOST = 60  # mistakes shown of a run that never ends
EPOCHS = 100
PERCEPTRON_DATA = {
    "petals": lambda: datasets.iris("setosa", "versicolor"),
    "wide": lambda: datasets.separable(n=60, margin=0.1, seed=1),
    "narrow": lambda: datasets.separable(n=60, margin=0.02, seed=0),
    "overlap": lambda: datasets.iris("virginica", "versicolor"),
    "xor": datasets.xor,
}


class Story(NamedTuple):
    """A run of the rule on examples in one order, and the bound (R/γ)² where there is one."""

    X: np.ndarray
    y: np.ndarray
    run: PerceptronRun
    bound: float | None

    @property
    def last(self):
        """The number of mistakes to show."""
        return self.run.mistakes if self.run.converged else min(self.run.mistakes, MOST)

    def right(self, k):
        """Return how many examples are right after mistake `k`."""
        theta = self.run.thetas[k]
        return int(np.sum((self.X @ theta[:2] + theta[2] >= 0) == self.y))

    def seen_before(self, k):
        """The first mistake after which θ was what it is after mistake `k`; None if new."""
        same = np.flatnonzero(np.isclose(self.run.thetas[:k], self.run.thetas[k]).all(axis=1))
        return int(same[0]) if same.size else None


@cache
def perceptron_examples(data):
    """Return the standardised features and the classes of one of `PERCEPTRON_DATA`."""
    X, y = PERCEPTRON_DATA[data]()
    return datasets.standardise(X), y


@cache
def story_of(data, order):
    """Run the rule on the examples as they are listed (0), or shuffled before each pass."""
    X, y = perceptron_examples(data)
    run = fit_perceptron(X, y, max_epochs=EPOCHS, seed=order or None)
    return Story(X, y, run, _bound(data))


@cache
def _bound(data):
    X, y = perceptron_examples(data)
    separator = widest_separator(X, y)
    return None if separator is None else mistake_bound(X, y, separator).mistakes


def widest_separator(X, y, steps=20_000):
    """The θ of length 1 with the widest margin, nearly; None if there is no separating line.

    It is the direction of the point nearest to the origin in the convex hull of the signed
    examples ±x̃, found by Gilbert's algorithm (1966): step towards the example that lies
    farthest on the wrong side, as far as the nearest point on the way.
    """
    signed = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    point = signed[0]
    for _ in range(steps):
        worst = signed[np.argmin(signed @ point)]
        way = worst - point
        if -point @ way <= 1e-6 * (point @ point):
            break
        point = point + np.clip(-point @ way / (way @ way), 0, 1) * way
    separates = (signed @ point > 1e-9).all()
    return point / np.linalg.norm(point) if separates else None


# ---- logistic regression -----------------------------------------------------------------------

LOGISTIC_STEPS = 150
FLOWERS = {
    "easy": {"positive": "setosa"},
    "hard": {"positive": "virginica", "negative": "versicolor"},
}


@cache
def flowers(data):
    """Return the petals of one of `FLOWERS`, in centimetres."""
    return datasets.iris(**FLOWERS[data])


@cache
def logistic_path(data, step_size):
    """Take `LOGISTIC_STEPS` steps on standardised features; θ is (w₁, w₂, b) for centimetres."""
    X, y = flowers(data)
    centre, scale = X.mean(axis=0), X.std(axis=0)
    run = fit_logistic(
        datasets.standardise(X), y, step_size=step_size, max_steps=LOGISTIC_STEPS, tolerance=0
    )
    w = run.thetas[:, :2] / scale
    thetas = np.column_stack([w, run.thetas[:, 2] - w @ centre])
    return padded(Path(thetas, run.losses, run.stopped), LOGISTIC_STEPS)


@cache
def lowest_objective(data):
    """The infimum of J: 0 on separable data, where the weights can grow for ever."""
    if data == "easy":
        return 0.0
    X, y = flowers(data)
    return float(fit_logistic(datasets.standardise(X), y, step_size=10, max_steps=500).losses[-1])


# ---- the best line for a few points ------------------------------------------------------------

TOUCHING = 1e-9  # gaps below it are rounding errors


class Line(NamedTuple):
    """The line wᵀa + b = 0, and how far apart the two classes are that it separates."""

    w: np.ndarray
    b: float
    gap: float


def best_line(points, labels):
    """Find the line that gets most of a few points right, with the widest gap among those.

    Parameters
    ----------
    points : array_like, shape (n, 2)
        At most two of each class.
    labels : array_like, shape (n,)
        Classes 0 and 1; the line is to have class 1 where wᵀa + b ≥ 0.

    Returns
    -------
    Line
        Scaled so that the nearest points on both sides have wᵀa + b = ±1. Where all points
        fall together it is w = (0, 0).

    Notes
    -----
    All of them, then all but one, and so on are tried. With two points a class is a segment;
    the widest gap lies in the middle between the nearest points of the two segments (the
    separating hyperplane theorem; Boyd and Vandenberghe 2004, section 2.5). Part 2,
    intuition.
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
    """Both classes without `left_out` points, in every way that leaves one point in each."""
    for i, j in product(range(left_out + 1), repeat=2):
        if i + j == left_out and i < len(positive) and j < len(negative):
            yield from product(_without(positive, i), _without(negative, j))


def _without(points, some):
    """The points, with none of them left out or each of them in turn."""
    return [points] if some == 0 else [np.delete(points, i, axis=0) for i in range(len(points))]


def _nearest(first, second):
    """The nearest points of two segments, each given by its ends, shape (1, 2) or (2, 2)."""
    if len(first) == len(second) == 2:
        meeting = _crossing(first, second)
        if meeting is not None:
            return meeting, meeting
    # Segments that do not cross are nearest at an end of one of them.
    pairs = [(end, _foot(end, second)) for end in first]
    pairs += [(_foot(end, first), end) for end in second]
    return min(pairs, key=lambda pair: np.linalg.norm(pair[0] - pair[1]))


def _foot(point, segment):
    """The point of the segment that lies nearest to `point`."""
    start, way = segment[0], segment[-1] - segment[0]
    length = way @ way
    share = np.clip((point - start) @ way / length, 0, 1) if length > 0 else 0.0
    return start + share * way


def _crossing(first, second):
    """The point where two segments cross; None if they do not, or if they are parallel."""
    u, v, between = first[1] - first[0], second[1] - second[0], second[0] - first[0]
    area = u[0] * v[1] - u[1] * v[0]
    if abs(area) < TOUCHING**2:
        return None
    s = (between[0] * v[1] - between[1] * v[0]) / area
    t = (between[0] * u[1] - between[1] * u[0]) / area
    return first[0] + s * u if 0 <= s <= 1 and 0 <= t <= 1 else None
