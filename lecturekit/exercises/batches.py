"""An exercise whose answer is a training loop, judged by its minibatches and by its steps."""

from collections.abc import Generator
from itertools import pairwise

import numpy as np

from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.observing import call_problem, is_empty, observe
from lecturekit.exercises.running import printing
from lecturekit.exercises.values import Misread, as_numbers, written
from lecturekit.network import Network

SIZES = ((4, 2), (9, 4), (10, 4), (12, 4), (11, 3), (1, 1), (5, 5), (3, 8))  # (n, B)
EPOCHS, STEP_SIZE = 2, 0.03
MOST = 400  # calls


def data(n):
    """Return X (n, 2) and y (n,) in which all rows, and all targets, are distinct."""
    i = np.arange(n) / 8
    return np.column_stack([i + 0.5, -i - 0.25]), 2.0 + i


class Watched(Network):
    """A network that records each call of `loss_and_gradient`: X, y, θ, J and the gradient."""

    def loss_and_gradient(self, X, y):
        if len(self.calls) == MOST:
            raise Misread("It takes more and more steps. An epoch ends when all are seen.")
        J, gradient = super().loss_and_gradient(X, y)
        self.calls.append((np.array(X), np.array(y), self.theta.copy(), J, gradient.copy()))
        return J, gradient


class LoopExercise(Exercise):
    """Write the loop of SGD; however it shuffles, its batches and its steps are inspected."""

    parameters = ("network", "X", "y", "step_size", "batch_size", "epochs", "rng")

    def __init__(self, *, solution, **rest):
        super().__init__(**rest)
        self.function = solution

    def judge(self, attempt):
        problem = call_problem(attempt, self.parameters, self.call)
        if problem:
            return self._wrong(problem)
        outcomes = []
        with printing():
            for n, batch_size in SIZES:
                X, y = data(n)
                inputs = {"X": X, "y": y, "batch_size": batch_size}
                outcomes.append(observe(_trained(attempt), inputs, SECONDS))
                if outcomes[-1].trouble == "crash":
                    return self._crashed(outcomes[-1])
        calls, *_, returned = outcomes[0].value[0]
        if not calls and (returned is ... or is_empty(attempt) or returned == []):
            return self._unfilled()
        try:
            return self._looked_at(outcomes)
        except Misread as misread:
            return self._wrong(str(misread))

    def _crashed(self, outcome):
        if isinstance(outcome.cause, NotImplementedError):
            return self._unfilled()
        told = str(outcome.cause) if isinstance(outcome.cause, Misread) else outcome.told
        return self._wrong(told, _input(outcome.inputs))

    def _looked_at(self, outcomes):
        changed = next((outcome for outcome in outcomes if outcome.trouble), None)
        if changed:
            indices = "Shuffle the *indices* of the examples, `rng.permutation(len(X))`."
            return self._wrong(f"{changed.told} {indices}", _input(changed.inputs))
        if isinstance(outcomes[0].value[0][-1], Generator):
            return self._wrong(
                "It has a `yield`, so nothing is computed before somebody asks for the next loss. "
                "Collect the losses in a list, and return that."
            )
        if not any(calls for outcome in outcomes for calls, *_ in outcome.value):
            return self._wrong(
                "`network.loss_and_gradient(X_batch, y_batch)` is never called, but each step "
                "needs the gradient of its minibatch."
            )
        epochs = [_epochs(outcome) for outcome in outcomes]
        used = any(run[2] for outcome in outcomes for run in outcome.value)
        told = all(map(all, epochs)) and _wrong_order(epochs, used)
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
        for outcome in outcomes:
            told = next(filter(None, map(_wrong_steps, outcome.value)), None)
            if told:
                return self._wrong(told, _input(outcome.inputs))
        return self._right(
            f"It was tried on {len(SIZES)} sizes, {EPOCHS} epochs each: every example once in each "
            "epoch, every epoch in a different order, and after each minibatch one step."
        )


def _trained(attempt):
    """Return a function that trains two networks from one seed.

    For each: calls, θ, is `rng` used, result.
    """

    def run(X, y, batch_size):
        runs = []
        for _ in range(2):
            network, rng = Watched([2, 1], output="identity", seed=1), np.random.default_rng(3)
            network.calls = []
            copies = (X, y) if not runs else (X.copy(), y.copy())
            start = rng.bit_generator.state
            returned = attempt(network, *copies, STEP_SIZE, batch_size, EPOCHS, rng)
            used = rng.bit_generator.state != start
            runs.append((network.calls, network.theta, used, returned))
        return runs

    run.__wrapped__ = attempt  # a crash is reported by its line in the attempt
    return run


def _epochs(outcome):
    """Return the row numbers of each batch of each epoch; the second half repeats the first.

    Raises
    ------
    Misread
        If the calls do not make up that many epochs, or X and y are out of step.
    """
    (X, y, batch_size), epochs = outcome.inputs.values(), []
    needed = -(-len(X) // batch_size)
    for calls, *_ in outcome.value:
        rows = [_batch(*call[:2], X, y) for call in calls]
        if len(rows) in (needed, (EPOCHS + 1) * needed) or len(rows) % EPOCHS:
            raise Misread(
                f"It takes {len(rows)} steps for {len(X)} examples, batch_size = {batch_size} and "
                f"epochs = {EPOCHS}; {EPOCHS * needed} are needed. Is everything, except the "
                "`return`, inside the loop over the epochs?"
            )
        each = len(rows) // EPOCHS
        epochs += [rows[e * each : (e + 1) * each] for e in range(EPOCHS)]
    return epochs


def _batch(X_batch, y_batch, X, y):
    same = (X_batch[:, None] == X).all(axis=2)
    if not same.any(axis=1).all():
        raise Misread("A batch holds a row which is not in `X`. Rows must stay whole.")
    rows = same.argmax(axis=1).tolist()
    for i, target in zip(rows, y_batch, strict=True):
        if target != y[i]:
            raise Misread(
                "`X` and `y` are out of step: the features of one example come with the target "
                f"of another. Example {i}, x = {written(X[i])}, has the target {written(y[i])}, "
                f"but in a batch it has {written(target)}. Shuffle once, and pick the rows of both "
                "by the same indices."
            )
    return rows


def _wrong_steps(run):
    """Say what is wrong with the steps, or with the losses returned; None if nothing is."""
    calls, last, _, returned = run
    moves = np.diff([*(call[2] for call in calls), last], axis=0)
    g = np.array([call[4] for call in calls])
    B, each = np.array([len(call[1]) for call in calls])[:, None], len(calls) // EPOCHS
    at_ends = np.arange(1, len(calls) + 1)[:, None] % each == 0
    for step, told in (
        (-STEP_SIZE * g, None),
        (0 * g, "θ never moves. After each minibatch comes a step: `network.theta -= …`."),
        (STEP_SIZE * g, "This goes uphill. Take the step *against* the gradient."),
        (-g, "The step size is missing."),
        (
            -STEP_SIZE * g / B,
            "The gradient is divided by the size of the batch once more: the loss of a minibatch "
            "is already a mean, and so is its gradient.",
        ),
        (
            -STEP_SIZE * g * B,
            "The gradient is multiplied by the size of the batch. The loss of a minibatch is a "
            "mean, and so is its gradient: nothing is missing.",
        ),
        (
            -STEP_SIZE * np.cumsum(g, axis=0),
            "The gradients of earlier minibatches are added up. Each step uses the gradient of "
            "its own minibatch only.",
        ),
        (
            np.where(at_ends, moves, 0),
            "θ moves only at the end of an epoch. Take a step after *each* minibatch: the update "
            "belongs in the inner loop.",
        ),
        (moves, "A step is not $-\\alpha$ times the gradient of its minibatch."),
    ):
        if np.allclose(moves, step, rtol=1e-6, atol=1e-9):
            return told or _wrong_losses(returned, [call[3] for call in calls])


def _wrong_losses(returned, losses):
    """Say what is wrong with the list of losses that an attempt returned; None if nothing is."""
    (found, _) = as_numbers(returned)
    if np.shape(found) == np.shape(losses):
        if np.allclose(found, losses, rtol=1e-6, atol=1e-9):
            return None
        return (
            "The steps are right, but a loss returned is not the one that `loss_and_gradient` gave "
            "with the gradient, before the step."
        )
    if np.size(found) == np.size(losses):
        return (
            f"The steps are right, but the losses came in the shape {np.shape(found)}; return them "
            f"as one list of {len(losses)}, one for each step."
        )
    return (
        f"The steps are right, but {np.size(found)} losses came for {len(losses)} steps; return "
        "one for each step. Is `losses.append(J)` in the inner loop, and is the list empty only "
        "once, before the first epoch?"
    )


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
            "The last batch is filled up with examples that were already used, so these count "
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


def _wrong_order(epochs, used):
    """Say what is wrong with the random order of the examples; None if nothing is.

    `used` tells whether anything was drawn from `rng`.
    """
    cut = [[list(range(s, min(s + b, n))) for s in range(0, n, b)] for n, b in SIZES if 1 < b < n]
    tried = [rows for rows, (n, b) in zip(epochs, SIZES, strict=True) if 1 < b < n]
    pairs = [(epoch, plain) for rows, plain in zip(tried, cut, strict=True) for epoch in rows]
    findings = (
        (
            all(len(rows) > plain[-1][-1] for epoch, plain in pairs for rows in epoch),
            "Each step uses all examples: that is gradient descent. Give `loss_and_gradient` the "
            "rows of one minibatch.",
        ),
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
            not used,
            "Nothing is drawn from the `rng` that is given: with another seed the examples would "
            "come in the same order as with this one.",
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
