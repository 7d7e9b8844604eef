"""Answers to the exercises of Part 4, as in `bank1`."""

import math
from functools import partial
from pathlib import Path

import numpy as np

from lecturekit.callbacks import EarlyStopping, Run
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam
from lecturekit.schedules import cosine, warm_up
from lecturekit.training import History, minibatches
from tests.exercises.bank1 import read

BANK = Path(__file__).with_name("bank4.md").read_text(encoding="utf-8")
RIGHT, WRONG = read(BANK)


def a_list(X, y, batch_size, rng):
    order, batches = rng.permutation(len(y)), []
    while len(order):
        batches.append((X[order[:batch_size]], y[order[:batch_size]]))
        order = order[batch_size:]
    return batches


def the_same_lists(X, y, batch_size, rng):
    """Reuse the same two lists for every batch."""
    xs, ys = [], []
    for rows in slices(rng.permutation(len(X)), batch_size):
        xs[:], ys[:] = X[rows], y[rows]
        yield xs, ys


def slices(order, B, before=0):
    return [order[max(s - before, 0) : s + B] for s in range(0, len(order), B)]


def batches_of(rows_of, pair=lambda X, y, rows: (X[rows], y[rows])):
    """Return a function whose batches have the rows ``rows_of(n, B, rng)``."""
    return lambda X, y, B, rng: [pair(X, y, rows) for rows in rows_of(len(X), B, rng)]


def cut(order=lambda n, rng: rng.permutation(n), **pair):
    """Return a function with a different order, or a different way to make pairs."""
    return batches_of(lambda n, B, rng: slices(order(n, rng), B), **pair)


def of_one_order(pieces_of):
    return batches_of(lambda n, B, rng: pieces_of(rng.permutation(n), B))


def pieces(rows_of):
    """Return a function whose k-th batch has the rows ``rows_of(k, n, B, rng)``."""
    return batches_of(lambda n, B, rng: [rows_of(k, n, B, rng) for k in range(math.ceil(n / B))])


def shuffled_batches(n, B, rng, full_first):
    batches = slices(np.arange(n), B)
    last = [batches.pop()] if full_first else []
    return [*(batches[k] for k in rng.permutation(len(batches))), *last]


def in_place(X, y, batch_size, rng):
    state = rng.bit_generator.state
    rng.shuffle(X)
    rng.bit_generator.state = state
    rng.shuffle(y)
    return cut(lambda n, rng: np.arange(n))(X, y, batch_size, rng)


def padded(order, B):
    return [np.take(order, range(s, s + B), mode="wrap") for s in range(0, len(order), B)]


def endless(X, y, batch_size, rng):
    while True:
        yield X[:batch_size], y[:batch_size]


class Stepping:
    """An iterator class; `iter` of an instance is the instance itself."""

    def __init__(self, X, y, batch_size, rng):
        self.left = a_list(X, y, batch_size, rng)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        return self.left.pop(0)


class OnlyNext(Stepping):
    __iter__ = None


def shuffled_twice(X, y, batch_size, rng):
    """Shuffle each batch once more, with the global generator."""
    for rows in slices(rng.permutation(len(X)), batch_size):
        np.random.shuffle(rows)  # noqa: NPY002
        yield X[rows], y[rows]


RIGHT["minibatch_iterator"] = [
    Stepping,
    OnlyNext,
    a_list,
    cut(pair=lambda X, y, rows: (X[rows].tolist(), y[rows].tolist())),
    the_same_lists,
    lambda X, y, batch_size, rng: minibatches(X, y, batch_size, rng),
]
WRONG["minibatch_iterator"] = [
    (batches_of(partial(shuffled_batches, full_first=True)), "Batches are shuffled, not examples"),
    (batches_of(partial(shuffled_batches, full_first=False)), "Batches are shuffled, not examples"),
    (of_one_order(lambda o, B: slices(o, B)[: max(len(o) // B, 1)]), "batch is missing: 1 of 9"),
    (cut(pair=lambda X, y, rows: (X[rows], y[np.sort(rows)])), "`X` and `y` are out of step"),
    (in_place, "changes its argument `X` in place"),
    (cut(lambda n, rng: np.random.default_rng(0).permutation(n)), "has the same order"),
    (cut(lambda n, rng: np.random.default_rng().permutation(n)), "same seed does not give the"),
    (cut(lambda n, rng: np.arange(n)), "Nothing is shuffled"),
    (pieces(lambda k, n, B, rng: k * B + rng.permutation(min(B, n - k * B))), "inside their batch"),
    (cut(lambda n, rng: np.roll(np.arange(n), rng.integers(n))), "place to begin"),
    (pieces(lambda k, n, B, rng: rng.choice(n, min(B, n - k * B))), "*with* replacement"),
    (pieces(lambda k, n, B, rng: rng.permutation(n)[: min(B, n - k * B)]), "independently of each"),
    (of_one_order(padded), "filled up"),
    (of_one_order(lambda order, B: [order[:B]]), "Only one batch comes."),
    (endless, "more and more batches"),
    (shuffled_twice, "same seed does not give the"),
    (cut(pair=lambda X, y, rows: (X[rows].squeeze(), y[rows])), "shape (2,), but rows of `X`"),
    (cut(lambda n, rng: np.arange(n)[::-1]), "the same order as the first"),
    (lambda *a: a_list(*a)[-1:], "Does the `yield` stand after the loop"),
    (of_one_order(lambda o, B: np.array_split(o, min(B, len(o)))), "not how many batches there"),
    (of_one_order(lambda order, B: slices(order, B, before=1)), "Do the slices overlap?"),
    (of_one_order(lambda order, B: order[:, None]), "Each batch is a single example; 2"),
    (cut(pair=lambda X, y, rows: (X[rows[0]], y[rows[0]])), "shape (B, 2)"),
    (cut(pair=lambda X, y, rows: (X[rows][:, ::-1], y[rows])), "Rows must stay whole"),
    (cut(pair=lambda X, y, rows: (X[rows], y)), "one target for each"),
    (cut(pair=lambda X, y, rows: X[rows]), "an array of shape (2, 2) came"),
    (cut(pair=lambda X, y, rows: (X[rows], y[rows], rows)), "3 things came"),
    (lambda X, y, B, rng: "batches", "returns text"),
    (lambda X, y, B, rng: print(end=""), "Is a `return` or a `yield`"),
    (lambda X, y, B, rng: {"X": X, "y": y}, "returns a dict"),
    (lambda *a: [*a_list(*a), (a[0][:0], a[1][:0])], "A batch is empty"),
    (lambda X, y, B, rng: X[len(X)], "IndexError"),
    (lambda X, y, batch_size: [], "takes 3 arguments"),
]


def with_loops(theta, X, y, batch, step_size):
    slopes = [(sum(X[i] * theta) - y[i]) * X[i] / len(batch) for i in batch]
    return theta - step_size * sum(slopes)


def by_an_optimizer(theta, X, y, batch, step_size):
    theta, A = theta.copy(), X[batch]
    SGD(step_size).step(theta, A.T @ (A @ theta - y[batch]) / len(A))
    return theta


RIGHT["sgd_step"] = [with_loops, by_an_optimizer]

RIGHT["step_size_curves"] = [[3, 1, 2], {"A": 3, "B": 1, "C": 2}, {"c": 2, "b": 1, "a": 3}]
WRONG["step_size_curves"] = [
    ((3, 2, 2), "But B falls evenly"),
    ((1, 2, 3), "Curve A is not 1, “α = 0.002, too small”. Steps that are too"),
    ((10, 0.002, 0.3), "For A came 10; the list goes from 1 to 3"),
    ((3, 1, 2.5), "For C came 2.5"),
    (("²", 1, 2), "For A came text"),
    ((3, True, 2), "For B came `True`"),
    ("312", "This is text, but three"),
]


def in_two_lines(t, peak, ramp, steps):
    share = (t + 1) / ramp if t + 1 < ramp else 1.0
    return 0.0 if t > steps else share * peak * 0.5 * (1 + np.cos(np.pi * t / steps))


RIGHT["cosine_warm_up"] = [
    in_two_lines,
    lambda t, peak, ramp, steps: warm_up(cosine(peak, steps), ramp)(t),
]


def by_sgd(theta, v, gradient, step_size, momentum):
    if not momentum:  # then the package keeps no velocity
        return theta - step_size * gradient, gradient
    optimizer, theta = SGD(step_size, momentum), theta.copy()
    optimizer.v = v.copy()
    optimizer.step(theta, gradient)
    return theta, optimizer.v


RIGHT["momentum_step"] = [
    by_sgd,
    lambda th, v, g, a, mu: [(th - a * mu * v - a * g).tolist(), list(v * mu + g)],
]


def by_adam(theta, m, v, gradient, t, step_size, beta1, beta2, epsilon):
    optimizer, theta = Adam(step_size, beta1, beta2, epsilon), theta.copy()
    optimizer.t, optimizer.m, optimizer.v = t - 1, m.copy(), v.copy()
    optimizer.step(theta, gradient)
    return theta, optimizer.m, optimizer.v


def as_in_the_paper(th, m, v, g, t, a, b1, b2, e, corrected=True):
    """Kingma and Ba's other form: the corrections are in the step size, and in ε."""
    m, v = m + (1 - b1) * (g - m), v + (1 - b2) * (g * g - v)
    if not corrected:
        return th - a * m / (np.sqrt(v) + e), m, v
    root = math.sqrt(1 - b2**t)
    return th - a * root / (1 - b1**t) * m / (np.sqrt(v) + e * root), m, v


RIGHT["adam_step"] = [by_adam, as_in_the_paper]


def with_slices(losses, patience):
    for last in range(patience + 1, len(losses) + 1):
        best = int(np.argmin(losses[:last])) + 1
        if last - best >= patience:
            return [best, last]
    return [int(np.argmin(losses)) + 1, len(losses)]


def by_the_callback(losses, patience):
    """What `EarlyStopping` does with these losses."""
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


RIGHT["early_stop"] = [with_slices, by_the_callback]

RIGHT["two_workers"] = [
    lambda g, n, h, k: np.average([g, h], axis=0, weights=[n, k]),
    lambda g, n, h, k: np.mean([g] * n + [h] * k, axis=0),
]

RIGHT["hidden_bugs"] = [(2, 1, 4, 5), {"d": 5, "c": 4, "b": 1, "a": 2}, [2.0, 1.0, 4.0, 5.0]]
WRONG["hidden_bugs"] = [
    ((1, 1, 4, 5), "as that of a single copy. But in A 32 copies of a digit make the same"),
    ((4, 1, 4, 5), "Loop A is not 4, “the weights of the hidden layer never change”"),
    ((5, 1, 4, 5), "would be memorised"),
    ((2, 2, 4, 5), "twice as long as the first. But in B a second step on all digits is no longer"),
    ((2, 3, 4, 5), "more than guessing"),
    ((2, 1, 5, 5), "But in C the first step is the same"),
    ((2, 1, 6, 5), "3 of the four are right. Loop C is not 6, “each step goes uphill”"),
    ((2, 1, 4, 3), "But in D the first step is the same"),
    ((2, 1, 4, 4), "every layer moves, and more than half"),
]
RIGHT["failing_runs"] = [(6, 1, 5, 4), {"d": 4, "c": 5, "b": 1, "a": 6}]
WRONG["failing_runs"] = [
    ((1, 1, 5, 4), "3 of the four are right. Run A is not 1, “the labels"),
    ((2, 1, 5, 4), "shoots up, again and again. But A falls below 0.04"),
    ((6, 3, 5, 4), "falls along with it. But B begins at 2.49"),
    ((6, 1, 3, 4), "But C begins at 2.3026 and never leaves"),
    ((1, 2, 3, 6), "Run A is not 1, “the labels were shuffled, the digits were not”"),
]
