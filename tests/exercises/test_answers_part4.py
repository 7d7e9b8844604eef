"""Every check of Part 4 against a bank of answers: right ones, and wrong ones with their diagnosis.

The answers are written as students write them, independently of the mistakes that the package
knows; only what is said about them is compared.
"""

import math
from itertools import combinations, product

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises.parts import PartsExercise
from lecturekit.minibatches import minibatches
from lecturekit.optimizers import SGD, Adam
from lecturekit.schedules import cosine, warm_up
from tests.exercises.answers import assert_right, assert_told, listed, of_part

# exercise -> (right answers, wrong answers with a piece of the expected diagnosis)
RIGHT, WRONG = {}, {}

# ---- 4.1


def a_list(X, y, batch_size, rng):
    order, batches = rng.permutation(len(y)), []
    while len(order):
        batches.append((X[order[:batch_size]], y[order[:batch_size]]))
        order = order[batch_size:]
    return batches


def copies_first(X, y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    X, y = X[order], y[order]
    for k in range(math.ceil(len(X) / batch_size)):
        rows = slice(k * batch_size, (k + 1) * batch_size)
        yield X[rows].tolist(), y[rows].tolist()


def one_by_one(X, y, batch_size, rng):
    """Put examples into a batch until it is full, using the same two lists again."""
    xs, ys = [], []
    for i in rng.permutation(len(X)):
        xs.append(X[i])
        ys.append(y[i])
        if len(xs) == batch_size:
            yield xs, ys
            xs.clear()
            ys.clear()
    if xs:
        yield xs, ys


def by_random_keys(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    batches = np.split(order, range(batch_size, len(X), batch_size))
    return tuple((X[rows], y[rows]) for rows in batches)


RIGHT["minibatch_iterator"] = {
    "a list": a_list,
    "copies": copies_first,
    "one by one": one_by_one,
    "random keys": by_random_keys,
    "the package's own": minibatches,
    "float32": lambda X, y, B, rng: [
        (np.float32(a), np.float32(b)) for a, b in a_list(X, y, B, rng)
    ],
}


def cut(order=lambda n, rng: rng.permutation(n), pick=lambda X, rows: X[rows], stop=lambda n, b: n):
    """Return an iterator with another order, other pieces, or another way to pick the targets."""

    def attempt(X, y, batch_size, rng):
        n = len(X)
        numbers = order(n, rng)
        for start in range(0, stop(n, batch_size), batch_size):
            rows = numbers[start : start + batch_size]
            yield X[rows], pick(y, rows)

    return attempt


def shuffled_batches(X, y, batch_size, rng):
    starts = np.arange(0, len(X), batch_size)
    for start in rng.permutation(starts):
        yield X[start : start + batch_size], y[start : start + batch_size]


def shuffled_batches_full_first(X, y, batch_size, rng):
    batches = [
        (X[start : start + batch_size], y[start : start + batch_size])
        for start in range(0, len(X), batch_size)
    ]
    *full, last = batches
    rng.shuffle(order := list(range(len(full))))
    return [full[k] for k in order] + [last]


def inside(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        rows = start + rng.permutation(min(batch_size, len(X) - start))
        yield X[rows], y[rows]


def in_place(X, y, batch_size, rng):
    state = rng.bit_generator.state
    rng.shuffle(X)
    rng.bit_generator.state = state
    rng.shuffle(y)
    return [(X[s : s + batch_size], y[s : s + batch_size]) for s in range(0, len(X), batch_size)]


def two_shuffles(X, y, batch_size, rng):
    p, q = rng.permutation(len(X)), rng.permutation(len(X))
    for s in range(0, len(X), batch_size):
        yield X[p[s : s + batch_size]], y[q[s : s + batch_size]]


def padded(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for s in range(0, len(X), batch_size):
        rows = np.take(order, range(s, s + batch_size), mode="wrap")
        yield X[rows], y[rows]


def with_replacement(X, y, batch_size, rng):
    for s in range(0, len(X), batch_size):
        rows = rng.choice(len(X), min(batch_size, len(X) - s))
        yield X[rows], y[rows]


def independent(X, y, batch_size, rng):
    for s in range(0, len(X), batch_size):
        rows = rng.permutation(len(X))[: min(batch_size, len(X) - s)]
        yield X[rows], y[rows]


def returned_too_early(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for s in range(0, len(X), batch_size):
        rows = order[s : s + batch_size]
        return [(X[rows], y[rows])]


def endless(X, y, batch_size, rng):
    while True:
        rows = rng.permutation(len(X))[:batch_size]
        yield X[rows], y[rows]


def as_many_batches(X, y, batch_size, rng):
    for rows in np.array_split(rng.permutation(len(X)), min(batch_size, len(X))):
        yield X[rows], y[rows]


def short_one_first(X, y, batch_size, rng):
    order, left = rng.permutation(len(X)), len(X) % batch_size
    for rows in [order[:left]] * (left > 0) + [
        order[s : s + batch_size] for s in range(left, len(X), batch_size)
    ]:
        yield X[rows], y[rows]


def overlapping(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for s in range(0, len(X), batch_size):
        rows = order[max(s - 1, 0) : s + batch_size]
        yield X[rows], y[rows]


def batches_of(pair):
    """Return an attempt whose pairs are made otherwise, out of X, y and the rows."""

    def attempt(X, y, batch_size, rng):
        order = rng.permutation(len(X))
        return [pair(X, y, order[s : s + batch_size]) for s in range(0, len(X), batch_size)]

    return attempt


def one_example_each(X, y, batch_size, rng):
    return [(X[[i]], y[[i]]) for i in rng.permutation(len(X))]


def one_range_short(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[s : s + batch_size]], y[order[s : s + batch_size]])
        for s in range(0, len(X) - batch_size, batch_size)
    ] or [(X[order], y[order])]


WRONG["minibatch_iterator"] = {
    "batches": (shuffled_batches_full_first, "Batches are shuffled, not examples"),
    "batches, the short one anywhere": (shuffled_batches, "belongs at the end"),
    "tail": (
        cut(stop=lambda n, b: max(n // b * b, min(n, b))),
        "shorter batch is missing: 2 of 10",
    ),
    "targets as they stand": (
        cut(pick=lambda y, rows: y[np.sort(rows)]),
        "`X` and `y` are out of step",
    ),
    "two shuffles": (two_shuffles, "`X` and `y` are out of step"),
    "in place": (in_place, "It shuffles `X` itself, in place"),
    "only y in place": (
        lambda X, y, B, rng: [rng.shuffle(y), *a_list(X, y, B, rng)][1:],
        "It shuffles `y` itself",
    ),
    "a seed inside": (
        cut(lambda n, rng: np.random.default_rng(0).permutation(n)),
        "second epoch has the same order",
    ),
    "another generator": (
        cut(lambda n, rng: np.random.default_rng().permutation(n)),
        "same seed does not give the same",
    ),
    "no shuffle": (cut(lambda n, rng: np.arange(n)), "Nothing is shuffled"),
    "inside": (inside, "inside their batch only"),
    "rolled": (cut(lambda n, rng: np.roll(np.arange(n), rng.integers(n))), "place to begin"),
    "replacement": (with_replacement, "*with* replacement"),
    "independent": (independent, "independently of each other"),
    "padded": (padded, "filled up"),
    "too early": (returned_too_early, "Only one batch comes, the first"),
    "uncut": (lambda X, y, B, rng: [(X[p := rng.permutation(len(X))], y[p])], "Only one batch"),
    "endless": (endless, "more and more batches"),
    "number of batches": (as_many_batches, "not how many batches there are"),
    "short first": (short_one_first, "belongs at the end"),
    "overlap": (overlapping, "Do the slices overlap?"),
    "single": (one_example_each, "Each batch is a single example; 2"),
    "range too short": (one_range_short, "Only one batch comes, the first"),
    "one row": (batches_of(lambda X, y, rows: (X[rows[0]], y[rows[0]])), "shape (B, 2)"),
    "columns": (batches_of(lambda X, y, rows: (X[rows][:, ::-1], y[rows])), "Rows must stay whole"),
    "a column": (batches_of(lambda X, y, rows: (X[rows], y[rows][:, None])), "shape (2, 1)"),
    "all targets": (batches_of(lambda X, y, rows: (X[rows], y)), "one target for each"),
    "only X": (batches_of(lambda X, y, rows: X[rows]), "an array of float64 came"),
    "rows too": (batches_of(lambda X, y, rows: (X[rows], y[rows], rows)), "3 things came"),
    "text": (lambda X, y, B, rng: "batches", "must be a pair"),
    "a number": (lambda X, y, B, rng: 3, "It returns an int, but pairs"),
    "a forgotten yield": (lambda X, y, B, rng: print(end=""), "Is a `return` or a `yield`"),
    "a dict": (lambda X, y, B, rng: {"X": X, "y": y}, "returns a dict"),
    "an empty one": (lambda *a: [*a_list(*a), (a[0][:0], a[1][:0])], "A batch is empty"),
    "an error": (lambda X, y, B, rng: X[len(X)], "IndexError"),
    "three arguments": (lambda X, y, batch_size: [], "takes 3 arguments"),
}

# ---- 4.2


def by_counting(slopes, batch_size):
    """Go through all batches that there are."""
    n = len(slopes)
    if n**batch_size > 2000:
        return in_the_books(slopes, batch_size)
    drawn = product(slopes, repeat=batch_size), combinations(slopes, batch_size)
    return [np.var([np.mean(batch) for batch in batches]) for batches in drawn]


def in_the_books(slopes, batch_size):
    n = len(slopes)
    s_2 = np.var(slopes)
    of_sample = np.var(slopes, ddof=1)
    return s_2 / batch_size, of_sample / batch_size * (1 - batch_size / n)


def covariances(slopes, batch_size):
    n, v = len(slopes), np.var(slopes)
    pairs = batch_size * (batch_size - 1) * -v / (n - 1)
    return v / batch_size, (batch_size * v + pairs) / batch_size**2


def noise(first=1.0, second=lambda n, b: (n - b) / (n - 1), power=1, ddof=0):
    def attempt(slopes, B):
        v = sum((slopes - slopes.mean()) ** 2) / (len(slopes) - ddof)
        return (first * v / B**power, first * v / B**power * second(len(slopes), B))

    return attempt


RIGHT["minibatch_variance"] = {
    "counted": by_counting,
    "sample variance": in_the_books,
    "covariances": covariances,
    "an array": lambda g, B: list(np.var(g) / B * np.array([1, (len(g) - B) / (len(g) - 1)])),
}
WRONG["minibatch_variance"] = {
    "swapped": (lambda g, B: covariances(g, B)[::-1], "swapped"),
    "no factor": (noise(second=lambda n, b: 1), "factor $\\frac{n - B}{n - 1}$ is missing"),
    "twice the factor": (lambda g, B: [covariances(g, B)[1]] * 2, "Both have the factor"),
    "deviations": (lambda g, B: np.sqrt(covariances(g, B)).tolist(), "standard deviations"),
    "ddof": (noise(ddof=1, second=lambda n, b: (n - b) / (n - 1)), "`ddof=1`"),
    "not divided": (noise(power=0), "Divide by $B$"),
    "by the root": (noise(power=0.5), "divided by $\\sqrt B$"),
    "by the square": (noise(power=2), "divided by $B^2$"),
    "of the sum": (noise(power=-1), "variance of the *sum*"),
    "by n": (lambda g, B: [v * B / len(g) for v in covariances(g, B)], "number of all examples"),
    "n below": (noise(second=lambda n, b: 1 - b / n), "must be exactly 1"),
    "n above": (noise(second=lambda n, b: n / (n - 1)), "never gets smaller"),
    "squared": (noise(second=lambda n, b: ((n - b) / (n - 1)) ** 2), "*squared*"),
    "root": (noise(second=lambda n, b: ((n - b) / (n - 1)) ** 0.5), "The factor is the root"),
    "squares": (
        lambda g, B: (g @ g / len(g) / B, g @ g / len(g) / B * (len(g) - B) / (len(g) - 1)),
        "*distances from the mean*",
    ),
    "one": (lambda g, B: np.var(g) / B, "but 2 are needed"),
    "wrong factor alone": (
        lambda g, B: (np.var(g) / B, np.var(g) * (len(g) - B) / (len(g) - 1)),
        "`with_replacement` is right, but `without_replacement` is not. The slopes' own",
    ),
}

# ---- 4.3


def with_loops(theta, X, y, batch, step_size):
    new = theta.copy()
    for i in batch:
        new -= step_size * (sum(X[i] * theta) - y[i]) * X[i] / len(batch)
    return new


def by_an_optimizer(theta, X, y, batch, step_size):
    theta, A = theta.copy(), X[batch]
    SGD(step_size).step(theta, A.T @ (A @ theta - y[batch]) / len(A))
    return theta


def too_early(theta, X, y, batch, step_size):
    for i in batch:
        return theta - step_size * (X[i] @ theta - y[i]) * X[i]


def on_the_way(theta, X, y, batch, step_size):
    new = theta.copy()
    for i in batch:
        new = new - step_size * (X[i] @ new - y[i]) * X[i]
    return new


def theta_in_place(theta, X, y, batch, step_size):
    theta -= step_size * X[batch].T @ (X[batch] @ theta - y[batch]) / len(batch)
    return theta


def sgd(change=lambda th, g, a, b, n: th - a * g, error=lambda p, y: p - y):
    def attempt(theta, X, y, batch, step_size):
        A = X[batch]
        g = np.mean(error(A @ theta, y[batch])[:, None] * A, axis=0)
        return change(theta, g, step_size, len(batch), len(X))

    return attempt


RIGHT["sgd_step"] = {
    "mean": sgd(),
    "loops": with_loops,
    "an optimizer": by_an_optimizer,
    "minus and plus": sgd(lambda th, g, a, b, n: th + a * g, lambda p, y: y - p),
    "a list": lambda *a: list(with_loops(*a)),
    "float32": lambda *a: np.float32(with_loops(*a)),
}
WRONG["sgd_step"] = {
    "uphill": (sgd(lambda th, g, a, b, n: th + a * g), "uphill"),
    "error turned": (sgd(error=lambda p, y: y - p), "uphill"),
    "sum": (sgd(lambda th, g, a, b, n: th - a * g * b), "*sum* over the minibatch"),
    "by n": (sgd(lambda th, g, a, b, n: th - a * g * b / n), "divided by $n$"),
    "all": (
        lambda th, X, y, batch, a: th - a * X.T @ (X @ th - y) / len(y),
        "All examples are used",
    ),
    "the first rows": (
        lambda th, X, y, batch, a: with_loops(th, X, y, range(len(batch)), a),
        "The first rows of `X`",
    ),
    "too early": (too_early, "Only the first example"),
    "last": (lambda th, X, y, B, a: with_loops(th, X, y, B[-1:], a), "Only the last example"),
    "on the way": (on_the_way, "one after the other"),
    "two": (lambda th, *a: with_loops(with_loops(th, *a), *a), "two steps"),
    "step": (sgd(lambda th, g, a, b, n: a * g), "step alone. Subtract"),
    "minus step": (sgd(lambda th, g, a, b, n: -a * g), "with its minus"),
    "gradient": (sgd(lambda th, g, a, b, n: g), "This is the gradient"),
    "no step size": (sgd(lambda th, g, a, b, n: th - g), "step size is missing"),
    "two too many": (sgd(lambda th, g, a, b, n: th - 2 * a * g), "factor 2 too many"),
    "half": (sgd(lambda th, g, a, b, n: th - a * g / 2), "factor ½ too many"),
    "divided": (sgd(lambda th, g, a, b, n: th - g / a), "divided by the step size"),
    "no targets": (sgd(error=lambda p, y: p), "targets are not used"),
    "signs": (sgd(error=lambda p, y: np.sign(p - y)), "Only the sign"),
    "unit length": (sgd(lambda th, g, a, b, n: th - a * g / sum(g**2) ** 0.5), "length 1"),
    "nothing": (lambda th, *a: th, "Nothing has moved"),
    "in place": (theta_in_place, "changes its argument `theta`"),
    "columns": (lambda th, X, y, B, a: th - a * X[:, B] @ th, "IndexError"),
    "not turned": (
        lambda th, X, y, B, a: th - a * X[B] @ (X[B] @ th - y[B]) / len(B),
        "Which shapes fit together?",
    ),
}

# ---- 4.4

RIGHT["step_size_curves"] = {
    "a tuple": (3, 1, 2),
    "a list": [3, 1, 2],
    "by name": {"A": 3, "B": 1, "C": 2},
    "small letters": {"c": 2, "b": 1, "a": 3},
    "text": ("3", "1", " 2 "),
    "an array": np.array([3.0, 1, 2]),
}
WRONG["step_size_curves"] = {
    "A small": ((1, 1, 2), "2 of the three are right. Curve A is not 1"),
    "A right": ((2, 1, 2), "ends lowest. But A jumps from 3.3 up to 6.8"),
    "B large": ((3, 3, 2), "Curve B is not 3"),
    "B right": ((3, 2, 2), "But B falls evenly"),
    "C small": ((3, 1, 1), "Curve C is not 1"),
    "C large": ((3, 1, 3), "the lowest of the three"),
    "swapped": ((3, 2, 1), "1 of the three is right. Curve B is not 2"),
    "all wrong": ((1, 2, 3), "Curve A is not 1, “α = 0.002, too small”. Steps that are too"),
    "two": ((3, 1), "2 came, but three numbers are needed"),
    "alpha": ((10, 0.002, 0.3), "For A came 10; the list goes from 1 to 3"),
    "a half": ((3, 1, 2.5), "For C came 2.5"),
    "words": (("too large", 1, 2), "For A came text"),
    "truth": ((3, True, 2), "For B came a bool"),
    "other keys": ({"A": 3, "B": 1}, "The curves are A, B, C; the keys are ['A', 'B']"),
    "one word": ("312", "This is text, but three"),
    "a function": (np.exp, "This is a function (exp), but three"),
}

# ---- 4.5


def in_two_lines(t, peak, ramp, steps):
    share = (t + 1) / ramp if t + 1 < ramp else 1.0
    if t > steps:
        return 0.0
    return share * peak * 0.5 * (1 + np.cos(np.pi * t / steps))


RIGHT["cosine_warm_up"] = {
    "an if": in_two_lines,
    "squared cosine": lambda t, peak, ramp, steps: (
        peak * np.cos(np.pi / 2 * min(t, steps) / steps) ** 2 * np.minimum(1, (t + 1) / ramp)
    ),
    "the package's own": lambda t, peak, ramp, steps: warm_up(cosine(peak, steps), ramp)(t),
    "float32": lambda *a: np.float32(in_two_lines(*a)),
}


def schedule(wave=lambda x: 0.5 + 0.5 * np.cos(np.pi * min(1, x)), ramp=lambda x: min(x, 1)):
    return lambda t, peak, r, T: peak * wave(t / T) * ramp((t + 1) / r)


def ramp_then_cosine(t, peak, ramp, steps):
    if t < ramp:
        return peak * (t + 1) / ramp
    x = (t - ramp) / (steps - ramp)
    return peak * (1 + math.cos(math.pi * min(x, 1))) / 2


WRONG["cosine_warm_up"] = {
    "no ramp": (schedule(ramp=lambda x: 1), "The ramp is missing"),
    "from 0": (
        lambda t, peak, r, T: peak * (1 + np.cos(np.pi * min(t, T) / T)) / 2 * min(1, t / r),
        "The ramp begins at 0",
    ),
    "ramp goes on": (schedule(ramp=lambda x: x), "The ramp does not end"),
    "rises again": (schedule(lambda x: (1 + np.cos(np.pi * x)) / 2), "rises again"),
    "whole wave": (schedule(lambda x: (1 + np.cos(2 * np.pi * min(x, 1))) / 2), "whole wave"),
    "no pi": (schedule(lambda x: (1 + np.cos(min(x, 1))) / 2), "without $\\pi$"),
    "degrees": (schedule(lambda x: (1 + np.cos(180 * min(x, 1))) / 2), "degrees"),
    "not halved": (schedule(lambda x: 1 + np.cos(np.pi * min(x, 1))), "twice as large"),
    "bare": (schedule(lambda x: np.cos(np.pi * min(x, 1))), "becomes negative"),
    "quarter": (schedule(lambda x: np.cos(np.pi / 2 * min(x, 1))), "quarter of a wave"),
    "upside down": (schedule(lambda x: (1 - np.cos(np.pi * min(x, 1))) / 2), "upside down"),
    "one after the other": (ramp_then_cosine, "only begins when the ramp ends"),
    "line": (schedule(lambda x: 1 - min(x, 1)), "straight line"),
    "no cosine": (schedule(lambda x: 1), "cosine is missing"),
    "no peak": (lambda t, peak, r, T: in_two_lines(t, 1.0, r, T), "`peak` is missing"),
    "late": (lambda t, peak, r, T: in_two_lines(t - 1, peak, r, T), "one step late"),
    "ahead": (
        lambda t, peak, r, T: (
            peak * (1 + np.cos(np.pi * min(t + 1, T) / T)) / 2 * min(1, (t + 1) / r)
            if t < T
            else 0.0
        ),
        "one step ahead",
    ),
}

# ---- 4.6


def by_sgd(theta, v, gradient, step_size, momentum):
    if not momentum:  # then the package keeps no velocity
        return theta - step_size * gradient, gradient
    optimizer, theta = SGD(step_size, momentum), theta.copy()
    optimizer.v = v.copy()
    optimizer.step(theta, gradient)
    return theta, optimizer.v


def ball(velocity=lambda v, g, a, mu: mu * v + g, place=lambda th, v, new, g, a, mu: th - a * new):
    def attempt(theta, v, gradient, step_size, momentum):
        new = velocity(v, gradient, step_size, momentum)
        return place(theta, v, new, gradient, step_size, momentum), new

    return attempt


def velocity_in_place(theta, v, gradient, step_size, momentum):
    v *= momentum
    v += gradient
    return theta - step_size * v, v


RIGHT["momentum_step"] = {
    "an optimizer": by_sgd,
    "one line": lambda th, v, g, a, mu: (th - a * mu * v - a * g, v * mu + g),
    "lists": lambda th, v, g, a, mu: [list(part) for part in by_sgd(th, v, g, a, mu)],
    "float32": lambda *args: tuple(map(np.float32, by_sgd(*args))),
}
WRONG["momentum_step"] = {
    "uphill": (ball(place=lambda th, v, new, g, a, mu: th + a * new), "uphill"),
    "alpha inside": (
        ball(lambda v, g, a, mu: mu * v + a * g, lambda th, v, new, g, a, mu: th - new),
        "The step size is inside the velocity",
    ),
    "minus inside": (
        ball(lambda v, g, a, mu: mu * v - a * g, lambda th, v, new, g, a, mu: th + new),
        "carries the minus and the step size",
    ),
    "alpha twice": (ball(lambda v, g, a, mu: mu * v + a * g), "in it twice"),
    "no alpha": (ball(place=lambda th, v, new, g, a, mu: th - new), "step size is missing"),
    "old v": (lambda th, v, *a: (by_sgd(th, v, *a)[0], v), "nothing is remembered"),
    "no memory": (ball(lambda v, g, a, mu: g), "this is gradient descent"),
    "unused": (ball(place=lambda th, v, new, g, a, mu: th - a * g), "but not used"),
    "moved by old": (ball(place=lambda th, v, new, g, a, mu: th - a * v), "*old* velocity"),
    "nesterov": (
        ball(place=lambda th, v, new, g, a, mu: th - a * (g + mu * new)),
        "Nesterov's step",
    ),
    "damped": (ball(lambda v, g, a, mu: mu * v + (1 - mu) * g), "damped by $1 - \\mu$"),
    "shares swapped": (ball(lambda v, g, a, mu: (1 - mu) * v + mu * g), "shares are swapped"),
    "mu at g": (ball(lambda v, g, a, mu: v + mu * g), "$\\mu$ multiplies the gradient"),
    "mu at both": (ball(lambda v, g, a, mu: mu * (v + g)), "multiplies the sum"),
    "no friction": (ball(lambda v, g, a, mu: v + g), "without friction"),
    "minus g": (ball(lambda v, g, a, mu: mu * v - g), "One minus is enough"),
    "only theta": (lambda *args: by_sgd(*args)[0], "One array came, but 2 are needed"),
    "swapped": (lambda *args: by_sgd(*args)[::-1], "First `theta`"),
    "in place": (velocity_in_place, "changes its argument `v` in place"),
    "PyTorch's optimizer": (lambda th, v, g, a: (th, v), "takes 4 arguments"),
}

# ---- 4.7


def by_adam(theta, m, v, gradient, t, step_size, beta1, beta2, epsilon):
    optimizer, theta = Adam(step_size, beta1, beta2, epsilon), theta.copy()
    optimizer.t, optimizer.m, optimizer.v = t - 1, m.copy(), v.copy()
    optimizer.step(theta, gradient)
    return theta, optimizer.m, optimizer.v


def as_in_the_paper(th, m, v, g, t, a, b1, b2, e):
    """The other form of Kingma and Ba: the corrections in the step size, and in ε."""
    m, v = m + (1 - b1) * (g - m), v + (1 - b2) * (g * g - v)
    root = math.sqrt(1 - b2**t)
    return th - a * root / (1 - b1**t) * m / (np.sqrt(v) + e * root), m, v


def adam(
    m_new=lambda m, g, b: b * m + (1 - b) * g,
    v_new=lambda v, g, b, m: b * v + (1 - b) * g * g,
    fix_m=lambda m, b, t: m / (1 - b**t),
    fix_v=lambda v, b, t: v / (1 - b**t),
    step=lambda m, v, e: m / (np.sqrt(v) + e),
    sign=-1,
):
    def attempt(th, m, v, g, t, a, b1, b2, e):
        m = m_new(m, g, b1)
        v = v_new(v, g, b2, m)
        return th + sign * a * step(fix_m(m, b1, t), fix_v(v, b2, t), e), m, v

    return attempt


def fixed(rule):
    return adam(fix_m=rule, fix_v=rule)


def betas_swapped(th, m, v, g, t, a, b1, b2, e):
    return by_adam(th, m, v, g, t, a, b2, b1, e)


def keeps_corrected(th, m, v, g, t, a, b1, b2, e):
    th, m, v = by_adam(th, m, v, g, t, a, b1, b2, e)
    return th, m / (1 - b1**t), v / (1 - b2**t)


RIGHT["adam_step"] = {
    "an optimizer": by_adam,
    "the paper's other form": as_in_the_paper,
    "written out": adam(),
    "lists": lambda *args: [part.tolist() for part in by_adam(*args)],
    "float32": lambda *args: tuple(map(np.float32, by_adam(*args))),
}
WRONG["adam_step"] = {
    "no correction": (fixed(lambda x, b, t: x), "bias is not corrected"),
    "only m": (adam(fix_v=lambda v, b, t: v), "Only `m` is corrected"),
    "only v": (adam(fix_m=lambda m, b, t: m), "Only `v` is corrected"),
    "t ahead": (fixed(lambda x, b, t: x / (1 - b ** (t + 1))), "a step ahead"),
    "t late": (fixed(lambda x, b, t: x / (1 - b ** (t - 1))), "a step late"),
    "no power": (fixed(lambda x, b, t: x / (1 - b)), "power $t$ is missing"),
    "no 1": (fixed(lambda x, b, t: x / b**t), "divides by $\\beta^t$"),
    "b times t": (fixed(lambda x, b, t: x / (1 - b * t)), "It is a power"),
    "multiplied": (fixed(lambda x, b, t: x * (1 - b**t)), "makes small means smaller"),
    "corrected kept": (keeps_corrected, "corrects them again"),
    "inside": (adam(step=lambda m, v, e: m / (v + e) ** 0.5), "inside the root"),
    "no epsilon": (adam(step=lambda m, v, e: m / v**0.5), "$\\varepsilon$ is missing"),
    "no root": (adam(step=lambda m, v, e: m / (v + e)), "root is missing"),
    "brackets": (adam(step=lambda m, v, e: m / np.sqrt(v) + e), "mind the brackets"),
    "not divided": (adam(step=lambda m, v, e: m), "Nothing is divided"),
    "swapped": (betas_swapped, "two shares are swapped"),
    "not squared": (adam(v_new=lambda v, g, b, m: b * v + (1 - b) * g), "collects the gradient"),
    "m squared": (adam(v_new=lambda v, g, b, m: b * v + (1 - b) * m**2), "the square of `m`"),
    "length": (adam(v_new=lambda v, g, b, m: b * v + (1 - b) * sum(g**2)), "*length*"),
    "sizes": (adam(v_new=lambda v, g, b, m: b * v + (1 - b) * abs(g)), "sizes of the slopes"),
    "m whole": (adam(lambda m, g, b: b * m + g), "`m` takes the whole gradient"),
    "v whole": (adam(v_new=lambda v, g, b, m: b * v + g**2), "`v` takes the whole square"),
    "both whole": (
        adam(lambda m, g, b: b * m + g, lambda v, g, b, m: b * v + g**2),
        "`m` and `v` take the whole",
    ),
    "other shares": (
        adam(lambda m, g, b: b * g + (1 - b) * m, lambda v, g, b, m: b * g**2 + (1 - b) * v),
        "shares of old and new",
    ),
    "uphill": (adam(sign=1), "uphill"),
    "old m and v": (lambda th, m, v, *a: (by_adam(th, m, v, *a)[0], m, v), "nothing is remembered"),
    "only theta": (lambda *a: by_adam(*a)[0], "One array came, but 3 are needed"),
    "no t": (lambda th, m, v, g, a, b1, b2, e: th, "takes 8 arguments"),
    "a wrong theta": (
        lambda *a: (by_adam(*a)[0] + 1, *by_adam(*a)[1:]),
        "`m` and `v` are right, but `theta` is not. Every number is too large by 1",
    ),
}

# ---- 4.8


def with_a_count(losses, patience):
    best, bad = 0, 0
    for k in range(len(losses)):
        if k == 0 or losses[k] < losses[best]:
            best, bad = k, 0
        else:
            bad += 1
        if bad == patience:
            break
    return best + 1, k + 1


def with_slices(losses, patience):
    for last in range(patience + 1, len(losses) + 1):
        best = int(np.argmin(losses[:last])) + 1
        if last - best >= patience:
            return [best, last]
    return [int(np.argmin(losses)) + 1, len(losses)]


def in_the_callback(losses, patience):
    """What `EarlyStopping` does with these losses."""
    from lecturekit.callbacks import EarlyStopping, Run
    from lecturekit.network import Network
    from lecturekit.training import History

    run = Run(Network([1, 1]), None, History(), has_validation=True)
    watcher = EarlyStopping(patience)
    watcher.begin(run)
    for loss in losses:
        run.history.loss.append(loss)
        run.history.validation_loss.append(loss)
        watcher.after_epoch(run)
        if run.reason:
            break
    return watcher.best_epoch, run.epoch


def walk(better, gone=lambda bad, since: since):
    def attempt(losses, patience):
        best, low, bad = 1, losses[0], 0
        for epoch in range(2, len(losses) + 1):
            loss, before = losses[epoch - 1], losses[epoch - 2]
            if better(loss, low, before):
                best, low = epoch, loss
            else:
                bad += 1
                if gone(bad, epoch - best) >= patience:
                    return best, epoch
        return best, len(losses)

    return attempt


def argmin_of_all(losses, patience):
    return np.argmin(losses) + 1, with_a_count(losses, patience)[1]


RIGHT["early_stop"] = {
    "a count": with_a_count,
    "slices": with_slices,
    "the callback": in_the_callback,
    "floats": lambda losses, patience: np.array(with_a_count(losses, patience), float).tolist(),
}
WRONG["early_stop"] = {
    "from 0": (lambda *a: [k - 1 for k in with_a_count(*a)], "The epochs are counted from 0"),
    "best from 0": (
        lambda *a: (with_a_count(*a)[0] - 1, with_a_count(*a)[1]),
        "The best epoch is counted from 0",
    ),
    "swapped": (lambda *a: with_a_count(*a)[::-1], "swapped"),
    "argmin": (argmin_of_all, "also from after the stop"),
    "no patience": (lambda J, p: (np.argmin(J) + 1, len(J)), "Patience is not used"),
    "late": (lambda J, p: with_slices(J, p + 1), "one epoch late"),
    "at once": (lambda J, p: with_slices(J, 1), "whatever the patience"),
    "than before": (walk(lambda loss, low, before: loss < before), "better than the one *before*"),
    "ties": (walk(lambda loss, low, before: loss <= low), "`<`, not `<=`"),
    "all bad ones": (
        walk(lambda loss, low, before: loss < low, lambda bad, since: bad),
        "*in a row*",
    ),
    "last": (lambda *a: [with_a_count(*a)[1]] * 2, "Go back to the best one"),
    "best": (lambda *a: [with_a_count(*a)[0]] * 2, "Training goes on a little longer"),
    "losses": (lambda J, p: [J[k - 1] for k in with_a_count(J, p)], "The loss is returned"),
    "best loss": (
        lambda J, p: (min(J[: with_a_count(J, p)[1]]), with_a_count(J, p)[1]),
        "The best loss is returned",
    ),
    "largest": (lambda J, p: with_a_count(-J, p), "*largest*"),
    "last minus patience": (
        lambda J, p: (with_a_count(J, p)[1] - p, with_a_count(J, p)[1]),
        "just `patience` epochs before",
    ),
    "only one": (lambda J, p: with_a_count(J, p)[0], "but 2 are needed"),
    "too far": (lambda J, p: (J[len(J)], 1), "IndexError"),
}

# ---- 4.9

RIGHT["two_workers"] = {
    "average": lambda g, n, h, k: np.average([g, h], axis=0, weights=[n, k]),
    "a share": lambda g, n, h, k: g + k / (n + k) * (h - g),
    "the examples": lambda g, n, h, k: np.mean([g] * n + [h] * k, axis=0),
    "a list": lambda g, n, h, k: [(n * a + k * b) / (n + k) for a, b in zip(g, h, strict=True)],
    "float32": lambda g, n, h, k: np.float32((n * g + k * h) / (n + k)),
}
WRONG["two_workers"] = {
    "mean": (lambda g, n, h, k: np.mean([g, h], axis=0), "plain mean"),
    "sum": (lambda g, n, h, k: g + h, "The two gradients are added"),
    "swapped": (lambda g, n, h, k: g * k / (n + k) + h * n / (n + k), "*other* worker"),
    "sum of all": (lambda g, n, h, k: n * g + k * h, "sum over all examples"),
    "by 2": (lambda g, n, h, k: (n * g + k * h) / 2, "number of workers"),
    "added first": (lambda g, n, h, k: (g + h) / (n + k), "added first"),
    "divided": (lambda g, n, h, k: g / n + h / k, "divided by its size once more"),
    "first": (lambda g, n, h, k: g, "Only the first worker"),
    "second": (lambda g, n, h, k: h, "Only the second worker"),
    "larger": (lambda g, n, h, k: h if k >= n else g, "with more examples counts"),
    "roots": (
        lambda g, n, h, k: np.average([g, h], axis=0, weights=[n**0.5, k**0.5]),
        "roots of the sizes",
    ),
    "squares": (
        lambda g, n, h, k: np.average([g, h], axis=0, weights=[n**2, k**2]),
        "squares of the sizes",
    ),
    "side by side": (lambda g, n, h, k: np.append(g, h), "side by side"),
    "above": (lambda g, n, h, k: [g, h], "one above the other"),
    "brackets": (lambda g, n, h, k: n * g + k * h / (n + k), "mind the brackets"),
    "minus": (lambda g, n, h, k: (n * g - k * h) / (n + k), "Gradients add up"),
    "averaged": (lambda g, n, h, k: sum((n * g + k * h) / (n + k)) / len(g), "own slope"),
    "times": (lambda g, n, h, k: g * h, "multiplied with each other"),
    "turned": (lambda g, n, h, k: -(n * g + k * h) / (n + k), "sign is reversed"),
}

# ---- 4.10

RIGHT["failing_runs"] = {
    "a tuple": (6, 1, 5, 4),
    "a list": [6, 1, 5, 4],
    "by name": {"A": 6, "B": 1, "C": 5, "D": 4},
    "small letters": {"d": 4, "c": 5, "b": 1, "a": 6},
    "text": ("6", "1", "5", "4"),
    "an array": np.array([6, 1, 5, 4]),
}
WRONG["failing_runs"] = {
    "A: labels": ((1, 1, 5, 4), "3 of the four are right. Run A is not 1, “the labels"),
    "A: large": ((2, 1, 5, 4), "shoots up, again and again. But A falls below 0.04"),
    "B: small": ((6, 3, 5, 4), "sinks along with it. But B begins at 2.49"),
    "B: zero": ((6, 5, 5, 4), "Run B is not 5"),
    "B: sorted": ((6, 6, 5, 4), "Run B is not 6"),
    "C: small": ((6, 1, 3, 4), "But C begins at 2.3026 and never leaves"),
    "C: labels": ((6, 1, 1, 4), "Run C is not 1"),
    "D: large": ((6, 1, 5, 2), "no step has been taken yet, and then shoots up"),
    "D: zero": ((6, 1, 5, 5), "But D begins at 10.66, before any step"),
    "two right": ((6, 1, 4, 5), "2 of the four are right. Run C is not 4"),
    "one right": ((6, 5, 4, 1), "1 of the four is right. Run B is not 5"),
    "all wrong": ((1, 2, 3, 6), "Run A is not 1, “the labels were shuffled, the digits were not”"),
    "three": ((6, 1, 5), "3 came, but four numbers are needed: `(A, B, C, D)`"),
    "no such cause": ((6, 1, 5, 7), "For D came 7; the list goes from 1 to 6"),
    "words": (("sorted", 1, 5, 4), "For A came text, but a number from the list"),
    "other keys": ({"A": 6}, "The runs are A, B, C, D; the keys are ['A']"),
    "a number": (6, "This is an int, but four"),
}

# ---- all of them


@pytest.mark.parametrize(("name", "how"), listed(RIGHT))
def test_a_right_answer_passes(name, how):
    assert_right(name, RIGHT[name][how])


@pytest.mark.parametrize(("name", "how"), listed(WRONG))
def test_a_wrong_answer_is_told_why(name, how):
    assert_told(name, *WRONG[name][how])


@pytest.mark.parametrize("exercise", of_part(4), ids=lambda thing: thing.name)
def test_every_check_has_a_bank(exercise):
    assert len(RIGHT[exercise.name]) >= 3
    assert len(WRONG[exercise.name]) >= 9
    assert len({diagnosis for _, diagnosis in WRONG[exercise.name].values()}) >= 9


def test_the_part_is_complete():
    titles = [exercise.task.split()[1] for exercise in of_part(4)]
    assert titles == [f"4.{k}" for k in range(1, 11)]


FUNCTIONS = [thing for thing in of_part(4) if hasattr(thing, "mistakes")]


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda thing: thing.name)
def test_every_known_mistake_is_told_by_its_own_name(exercise):
    """No mistake is hidden behind another one, and none is right after all."""
    for mistake in exercise.mistakes:
        assert exercise.check(mistake.function).diagnosis == mistake.diagnosis


def with_part(exercise, k, mistake):
    """Return an attempt that makes a mistake in its part `k` only."""

    def attempt(*inputs):
        parts = list(exercise.function(*inputs))
        parts[k] = mistake.function(*inputs)[k]
        return parts

    return attempt


@pytest.mark.parametrize(
    "exercise",
    [thing for thing in FUNCTIONS if isinstance(thing, PartsExercise)],
    ids=lambda thing: thing.name,
)
def test_a_known_mistake_is_known_in_a_single_array_too(exercise):
    known = tuple(mistake.diagnosis for mistake in exercise.mistakes)
    for mistake in exercise.mistakes:
        for k, name in enumerate(exercise.parts):
            feedback = exercise.check(with_part(exercise, k, mistake))
            assert feedback.ok or feedback.diagnosis.endswith(known)
            assert feedback.ok or feedback.facts["your value"].startswith(f"{name} = ")


# ---- minibatches


def yields_dots(X, y, batch_size, rng):
    for _ in range(0, len(X), batch_size):
        yield ..., ...


def dots_inside(X, y, batch_size, rng):
    return [(X, ...)]


def not_there_yet(X, y, batch_size, rng):
    raise NotImplementedError


@pytest.mark.parametrize(
    "attempt",
    [
        None,
        ...,
        lambda X, y, batch_size, rng: ...,
        lambda X, y, batch_size, rng: None,
        yields_dots,
        dots_inside,
        not_there_yet,
    ],
)
def test_an_iterator_may_be_unfilled(attempt):
    assert exercises.minibatch_iterator.check(attempt).status == "not attempted yet"


def test_a_wrong_iterator_is_shown_its_batches_by_row():
    feedback = exercises.minibatch_iterator.check(WRONG["minibatch_iterator"]["no shuffle"][0])
    assert feedback.facts["input"] == "X of shape (12, 2), y of shape (12,), batch_size = 4"
    whole = "[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]"
    assert feedback.facts["rows in epoch 1"] == feedback.facts["rows in epoch 2"] == whole
    feedback = exercises.minibatch_iterator.check(as_many_batches)
    assert feedback.facts["of rows"] == "0 to 9"


def test_an_error_inside_an_iterator_is_told_with_its_line():
    def attempt(X, y, batch_size, rng):
        for k in range(3):
            yield X[k], unknown[k]  # noqa: F821

    feedback = exercises.minibatch_iterator.check(attempt)
    assert "NameError" in feedback.diagnosis
    assert "yield X[k], unknown[k]" in feedback.diagnosis


# ---- matching


@pytest.mark.parametrize("name", ["step_size_curves", "failing_runs"])
def test_every_guess_gets_a_reason_and_no_reason_is_that_of_the_answer(name):
    exercise = getattr(exercises, name)
    for which, answer in exercise.answers.items():
        for guess in exercise.choices:
            feedback = exercise.check(exercise.answers | {which: guess})
            assert feedback.ok == (guess == answer)
            assert feedback.ok or exercise.traces[guess] in feedback.diagnosis
            assert feedback.ok or exercise.traces[answer] not in feedback.diagnosis
            assert exercise.choices[answer] not in feedback.diagnosis or feedback.ok


@pytest.mark.parametrize(
    "attempt", [..., None, (..., ..., ...), (3, ..., 2), [None] * 3, {"A": 3, "B": 1, "C": ...}]
)
def test_a_match_may_be_unfilled(attempt):
    assert exercises.step_size_curves.check(attempt).status == "not attempted yet"


@pytest.mark.parametrize("attempt", [(10**400, 1, 2), object(), {3, 1, 2}, (3, 1, [2]), "ABC"])
def test_the_wrong_kind_of_match(attempt):
    feedback = exercises.step_size_curves.check(attempt)
    assert feedback.status == "wrong"
    assert any(word in feedback.diagnosis for word in ("needed", "list goes", "be read"))


@pytest.mark.parametrize("name", ["step_size_curves", "failing_runs"])
def test_the_figure_can_be_seen_and_heard_and_does_not_tell_the_answer(name):
    exercise = getattr(exercises, name)
    picture = exercise.figure()
    assert picture.png.startswith(b"\x89PNG")
    assert picture.width <= 860
    assert not any(choice in picture.alt for choice in exercise.choices.values())
    for which in exercise.answers:
        assert f" {which} " in picture.alt
