"""Exercises whose answer is a random iterator over minibatches, judged by its batches."""

import functools
from itertools import pairwise

import numpy as np

from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.observing import call_problem, is_empty, observe, read_within
from lecturekit.exercises.running import printing
from lecturekit.exercises.values import Misread, as_numbers, kind, written

SIZES = ((4, 2), (9, 4), (10, 4), (12, 4), (11, 3), (1, 1), (5, 5), (3, 8))  # (n, B)
EPOCHS = 2


def data(n):
    """Return X (n, 2) and y (n,) in which all rows, and all targets, are distinct."""
    i = np.arange(n)
    return np.column_stack([i + 0.5, -i - 0.25]), 100.0 + i


class MinibatchExercise(Exercise):
    """Write an iterator over minibatches; however it shuffles, its batches are inspected."""

    parameters = ("X", "y", "batch_size", "rng")

    def __init__(self, *, solution, **rest):
        super().__init__(**rest)
        self.function = solution

    def judge(self, attempt):
        problem = call_problem(attempt, self.parameters, self.call)
        if problem and not _is_iterator(attempt):
            return self._wrong(problem)
        outcomes = []
        with printing():
            for n, batch_size in SIZES:
                outcomes.append(observe(_all_epochs(attempt), _case(n, batch_size), SECONDS))
                if outcomes[-1].trouble == "crash":
                    return self._crashed(outcomes[-1])
        first = outcomes[0].value
        if _is_unfilled(first) or (_is_nothing(first) and is_empty(attempt)):
            return self._unfilled()
        return self._looked_at(outcomes, attempt)

    def _crashed(self, outcome):
        if isinstance(outcome.cause, NotImplementedError):
            return self._unfilled()
        told = str(outcome.cause) if isinstance(outcome.cause, Misread) else outcome.told
        return self._wrong(told, _input(outcome.inputs))

    def _looked_at(self, outcomes, attempt):
        changed = next((outcome for outcome in outcomes if outcome.trouble), None)
        if changed:
            numbers = "Shuffle the *numbers* of the examples, `rng.permutation(len(X))`."
            return self._wrong(f"{changed.told} {numbers}", _input(changed.inputs))
        epochs = []
        for outcome in outcomes:
            n, batch_size = len(outcome.inputs["X"]), outcome.inputs["batch_size"]
            try:
                rows = read_within(SECONDS, lambda value, n=n: _rows(value, n), outcome.value)
            except Misread as misread:
                return self._wrong(str(misread), _input(outcome.inputs))
            epochs.append(rows)
        told = all(map(all, epochs)) and _wrong_order(epochs)
        if told:
            k = SIZES.index((12, 4))
            facts = {f"rows in epoch {e + 1}": written(epochs[k][e]) for e in range(EPOCHS)}
            return self._wrong(told, _input(outcomes[k].inputs) | facts)
        for outcome, rows in zip(outcomes, epochs, strict=True):
            n, batch_size = len(outcome.inputs["X"]), outcome.inputs["batch_size"]
            for epoch in rows:
                told = _wrong_batches(epoch, n, batch_size)
                if told:
                    facts = {"your batches, by row": written(epoch), "of rows": f"0 to {n - 1}"}
                    return self._wrong(told, _input(outcome.inputs) | facts)
        told = (
            f"It was tried on {len(SIZES)} sizes, {EPOCHS} epochs each: every example once in each "
            "epoch, with its own target, and every epoch in a different order."
        )
        return self._right(told)


def _is_iterator(attempt):
    """Tell whether an attempt is a class whose instances iterate over the batches."""
    return isinstance(attempt, type) and (
        hasattr(attempt, "__iter__") or hasattr(attempt, "__next__")
    )


def _case(n, batch_size):
    return dict(zip(MinibatchExercise.parameters, (*data(n), batch_size, None), strict=True))


def _all_epochs(attempt):
    """Return a function that runs all epochs of an attempt twice from the same seed."""

    def run(X, y, batch_size, rng):
        again = []
        for _ in range(2):
            rng = np.random.default_rng(3)  # one generator for all epochs, as in `fit`
            copies = (X, y) if not again else (X.copy(), y.copy())
            again.append([_taken(attempt(*copies, batch_size, rng)) for _ in range(EPOCHS)])
        return again

    run.__wrapped__ = attempt  # a crash is reported by its line in the attempt
    return run


def _taken(batches):
    """Collect the batches of an iterator, or raise `Misread` if they never seem to end."""
    if batches is None or batches is ...:
        return batches
    if hasattr(batches, "__next__") and not np.iterable(batches):
        batches = iter(functools.partial(next, batches, None), None)
    if isinstance(batches, dict | str) or not np.iterable(batches):
        raise Misread(
            f"It returns {kind(batches)}, but pairs `(X_batch, y_batch)` are needed: `yield` "
            "each of them, or return a list of them."
        )
    if isinstance(batches, (list, tuple)):
        return list(batches)
    taken = []
    for pair in batches:
        # The caller may modify a batch, and an iterator may reuse its memory.
        taken.append(tuple(map(np.array, pair)) if isinstance(pair, (tuple, list)) else pair)
        if len(taken) > 2 * max(max(size) for size in SIZES):
            raise Misread("It yields more and more batches. One epoch ends when all were seen.")
    return taken


def _is_nothing(value):
    return value[0][0] is None or value[0][0] == []


def _is_unfilled(value):
    first = value[0][0]
    if isinstance(first, list):
        parts = [part for pair in first if isinstance(pair, tuple) for part in pair]
        return any(item is ... for item in [*first, *parts]) or any(
            isinstance(part, np.ndarray) and part.dtype == object and part.ndim == 0
            for part in parts
        )
    return first is ...


def _rows(value, n):
    """Return the row numbers of each batch of each epoch; the second half repeats the first.

    Raises
    ------
    Misread
        If a batch is not a pair (X, y), or X and y are out of step.
    """
    epochs = [epoch for again in value for epoch in again]
    if any(epoch is None for epoch in epochs):
        raise Misread("It returns `None`. Is a `return` or a `yield` missing?")
    return [[_batch(pair, *data(n)) for pair in epoch] for epoch in epochs]


def _batch(pair, X, y):
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        came = f"{len(pair)} things" if isinstance(pair, (tuple, list)) else kind(pair)
        raise Misread(f"Each batch must be a pair `(X_batch, y_batch)`, but {came} came.")
    (X_batch, _), (y_batch, _) = map(as_numbers, pair)
    d = X.shape[1]
    if X_batch.ndim != 2 or X_batch.shape[1] != d:
        raise Misread(
            f"An `X_batch` has shape {X_batch.shape}, but rows of `X` are needed, shape (B, {d}). "
            "A batch of one example is a table, too."
        )
    if y_batch.shape != (len(X_batch),):
        raise Misread(
            f"A `y_batch` has shape {y_batch.shape}, but its `X_batch` has {len(X_batch)} rows: "
            "one target for each, picked by the same numbers."
        )
    rows = [_row(x, X) for x in X_batch]
    for i, target in zip(rows, y_batch, strict=True):
        if target != y[i]:
            raise Misread(
                "`X` and `y` are out of step: the features of one example stand beside the target "
                f"of another. Example {i}, x = {written(X[i])}, has the target {written(y[i])}, "
                f"but in a batch it has {written(target)}. Shuffle once, and pick the rows of both "
                "by the same numbers."
            )
    return rows


def _row(x, X):
    found = np.flatnonzero((x == X).all(axis=1))
    if not found.size:
        raise Misread(
            f"A batch holds the row {written(x)}, which is not in `X`. Rows must stay whole."
        )
    return int(found[0])


def _wrong_batches(batches, n, batch_size):
    """Say what is wrong with the sizes or the contents of the batches; None if nothing is."""
    sizes, seen = [len(batch) for batch in batches], [row for batch in batches for row in batch]
    whole, left = divmod(n, batch_size)
    right = [batch_size] * whole + [left] * (left > 0)
    missing, twice = sorted(set(range(n)) - set(seen)), len(seen) - len(set(seen))
    if 0 in sizes:
        return "A batch is empty. Its mean would be 0/0."
    if left and sizes == [batch_size] * whole:
        return (
            f"The last, shorter batch is missing: {left} of {n} examples are dropped. Keep it; "
            "with `range(0, len(X), batch_size)` the last slice is simply shorter."
        )
    if left and sizes == [batch_size] * (whole + 1) and not missing:
        return (
            "The last batch is filled up with examples that were there already, so these count "
            "twice. Leave it shorter."
        )
    if missing and twice:
        return (
            f"Some examples come twice and others not at all (number {missing[0]} does not): the "
            "batches are drawn *with* replacement, or independently of each other. In one epoch "
            "each example comes once: cut one permutation into pieces."
        )
    if len(batches) == 1 and n > batch_size:
        return (
            "Only one batch comes. Does the `yield` stand after the loop, does a `return` stand "
            "inside it, or is the cutting into batches missing?"
        )
    if missing:
        return f"{len(missing)} of {n} examples are never seen, such as number {missing[0]}."
    if twice:
        return "Some examples come twice in one epoch. Do the slices overlap?"
    if sizes != right and sorted(sizes) == sorted(right):
        return "The shorter batch belongs at the end: the batches are cut from front to back."
    if set(sizes) == {1} and batch_size > 1:
        return f"Each batch is a single example; {batch_size} were asked for."
    if len(sizes) == batch_size != len(right):
        return (
            f"There are {batch_size} batches. But `batch_size` is how many *examples* are in a "
            "batch, not how many batches there are."
        )
    if sizes != right:
        return f"The batches have sizes {written(sizes)}; {written(right)} are needed."
    return None


def _wrong_order(epochs):
    """Say what is wrong with the random order of the examples; None if nothing is."""
    cut = [[list(range(s, min(s + b, n))) for s in range(0, n, b)] for n, b in SIZES if 1 < b < n]
    tried = [rows for rows, (n, b) in zip(epochs, SIZES, strict=True) if 1 < b < n]
    pairs = [(epoch, plain) for rows, plain in zip(tried, cut, strict=True) for epoch in rows]
    findings = (
        (
            all(epoch == plain for epoch, plain in pairs),
            "Nothing is shuffled: every epoch goes through the examples as they stand. If they "
            "are sorted by class, each batch holds one class only.",
        ),
        (
            all(list(map(sorted, epoch)) == plain for epoch, plain in pairs),
            "Examples are shuffled inside their batch only: the first batch always holds the same "
            "examples. Shuffle all of them first, then cut.",
        ),
        (
            all(sorted(map(sorted, epoch)) == plain for epoch, plain in pairs),
            "Batches are shuffled, not examples: neighbours always share a batch. Shuffle the "
            "examples first, then cut into batches.",
        ),
        (
            all(rows[0] == rows[1] for rows in tried),
            "The second epoch has the same order as the first. Draw from the `rng` that is given, "
            "each time anew.",
        ),
        (
            any(rows[:EPOCHS] != rows[EPOCHS:] for rows in epochs),
            "The same seed does not give the same batches: the `rng` that is given is not what "
            "shuffles. Then no run can be repeated.",
        ),
        (
            all(_rolled([row for batch in epoch for row in batch]) for epoch, _ in pairs),
            "Only the place to begin is random; then the examples come one after the other as "
            "they stand. Neighbours stay neighbours: shuffle all of them.",
        ),
    )
    return next((told for found, told in findings if found), None)


def _rolled(order):
    return all((b - a) % len(order) == 1 for a, b in pairwise(order))


def _input(inputs):
    shown = f"X of shape {inputs['X'].shape}, y of shape {inputs['y'].shape}"
    return {"input": f"{shown}, batch_size = {inputs['batch_size']}"}
