"""What the exercises of Part 1 need besides their texts: gates, and longer mistakes."""

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.exercises.exercise import DataExercise
from lecturekit.exercises.values import Misread, as_numbers, kind, written

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


class GateExercise(DataExercise):
    """Find the weights and the bias of a step neuron that computes a truth table.

    Any weights and bias that do so are right.

    Parameters
    ----------
    table : sequence of int
        The gate's outputs at (0, 0), (0, 1), (1, 0) and (1, 1).
    mistakes : sequence of Mistake
        Their functions return wrong tables.
    **rest
        See `Exercise`.
    """

    def __init__(self, *, table, mistakes, **rest):
        super().__init__(**rest)
        self.table = tuple(table)
        self.others = {mistake.function(): mistake.diagnosis for mistake in mistakes}

    def read(self, attempt):
        """Return (w₁, w₂, b) as an array, or None if something is still to be filled in."""
        attempt = getattr(attempt, "theta", attempt)
        if callable(attempt):
            raise Misread(
                f"This is {kind(attempt)}, but three numbers are needed: `(w_1, w_2, b)`."
            )
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

    def verdict(self, theta):
        scores = [float(theta[:2] @ corner + theta[2]) for corner in CORNERS]
        answers = tuple(int(score >= 0) for score in scores)
        if answers == self.table:
            return self._right("All four rows of the truth table come out.")
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


def _flat(item):
    return list(item) if isinstance(item, (list, tuple, np.ndarray)) and np.ndim(item) else [item]


def written_sum(theta, inputs):
    """Write a neuron's score as a sum: ``1·0 + (-1)·1 + 0.5``; the bias is last in `theta`."""
    terms = [f"{written(w)}·{written(x)}" for w, x in zip(theta, inputs, strict=False)]
    terms.append(written(theta[len(inputs)]))
    return " + ".join(f"({term})" if term.startswith("-") else term for term in terms)


# ---- logistic_gradient


def with_error(error):
    """Return a gradient function that computes its error vector as ``error(y_hat, y)``."""

    def gradient(X, y, w, b):
        e = error(sigmoid(X @ w + b), y)
        return X.T @ e / len(y), e.mean()

    return gradient


def scaled(gradient, factor_w, factor_b):
    """Return dw and db, each multiplied by its own factor."""
    dw, db = gradient
    return factor_w * dw, factor_b * db


def not_transposed(X, y, w, b):
    """Return the gradient with ``X @ error`` wherever the shapes allow it."""
    error = sigmoid(X @ w + b) - y
    return (X @ error if X.shape[0] == X.shape[1] else X.T @ error) / len(y), error.mean()


# ---- perceptron_update


def moved(sign):
    """Return an update that moves theta by ``sign(z, y)`` times the example."""

    def update(theta, x, y):
        x = np.append(x, 1)
        return theta + sign(theta @ x, y) * x

    return update
