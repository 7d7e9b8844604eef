"""Exercises whose answer is a neuron: two weights and a bias that compute a truth table."""

import numpy as np

from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.notes import Feedback
from lecturekit.exercises.observing import read_within
from lecturekit.exercises.values import Misread, as_numbers, kind, written

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


class GateExercise(Exercise):
    """Find the weights and the bias of a step neuron that computes a truth table.

    Every triple that does is right.

    Parameters
    ----------
    table : sequence of int
        What the gate answers at (0, 0), (0, 1), (1, 0) and (1, 1).
    others : dict of tuple: str
        Tables that are computed by mistake, with the diagnosis.
    **rest
        See `Exercise`.
    """

    def __init__(self, *, table, others, **rest):
        super().__init__(call="(w_1, w_2, b)", **rest)
        self.table, self.others = tuple(table), dict(others)

    def judge(self, attempt):
        try:
            theta = read_within(SECONDS, _read, attempt)
        except Misread as misread:
            return self._wrong(str(misread))
        if theta is None:
            return self._unfilled()
        scores = [float(theta[:2] @ corner + theta[2]) for corner in CORNERS]
        answers = tuple(int(score >= 0) for score in scores)
        if answers == self.table:
            return Feedback(
                "right",
                "All four rows of the truth table come out.",
                advice=f"Compare: `exercises.{self.name}.solution()`",
            )
        rows = [k for k in range(4) if answers[k] != self.table[k]]
        first = rows[0]
        sums = written_sum(theta, CORNERS[first])
        facts = {
            "input": f"x = {CORNERS[first]}",
            "your value": f"step({sums}) = step({written(scores[first])}) = {answers[first]}",
            "expected value": str(self.table[first]),
        }
        return self._wrong(self._diagnosis(theta, scores, answers, rows), facts)

    def _diagnosis(self, theta, scores, answers, rows):
        if not theta.any():
            return "With all three numbers 0 the score is 0 everywhere, and step(0) = 1."
        if all(scores[k] == 0 for k in rows):
            return "A score of exactly 0 counts as class 1: the step answers 1 where z ≥ 0."
        if answers in self.others:
            return self.others[answers]
        wrong = " and ".join(str(CORNERS[k]) for k in rows)
        return f"{len(rows)} of the four rows {'is' if len(rows) == 1 else 'are'} wrong: {wrong}."


def _read(attempt):
    """Return (w₁, w₂, b) as an array, or None where something is still to be filled in."""
    attempt = getattr(attempt, "theta", attempt)
    if callable(attempt):
        raise Misread(f"This is {kind(attempt)}, but three numbers are needed: `(w_1, w_2, b)`.")
    if isinstance(attempt, (list, tuple)):
        if any(item is ... or item is None for item in attempt):
            return None
        attempt = [part for item in attempt for part in _flat(item)]
    try:
        theta, _ = as_numbers(attempt)
    except Misread:
        raise Misread(
            f"This is {kind(attempt)}, but three numbers are needed: `(w_1, w_2, b)`."
        ) from None
    if theta.shape != (3,):
        raise Misread(
            f"{theta.size} number{'s' * (theta.size != 1)} came, but three are needed: "
            "`(w_1, w_2, b)`, the bias last."
        )
    if not np.isfinite(theta).all():
        raise Misread("Weights and bias must be finite numbers.")
    return theta


def _flat(item):
    return list(item) if isinstance(item, (list, tuple, np.ndarray)) and np.ndim(item) else [item]


def written_sum(theta, inputs):
    """Write a neuron's score as a sum: ``1·0 + (-1)·1 + 0.5``; the bias is last in `theta`."""
    terms = [f"{written(w)}·{written(x)}" for w, x in zip(theta, inputs, strict=False)]
    terms.append(written(theta[len(inputs)]))
    return " + ".join(f"({term})" if term.startswith("-") else term for term in terms)
