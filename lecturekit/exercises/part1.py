"""What the exercises of Part 1 need besides their texts: gates, a figure, and longer mistakes."""

import numpy as np

from lecturekit.exercises.exercise import DataExercise
from lecturekit.exercises.notes import unwrapped
from lecturekit.exercises.values import Misread, as_numbers, kind, written

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


class NumbersExercise(DataExercise):
    """Find several numbers. Subclasses implement ``verdict(numbers)``.

    Parameters
    ----------
    names : sequence of str
    **rest
        See `Exercise`.
    """

    def __init__(self, *, names, **rest):
        super().__init__(**rest)
        self.names = names

    def read(self, attempt):
        """Return the numbers as an array, or None if something is still to be filled in."""
        attempt = getattr(attempt, "theta", attempt)  # a Neuron
        n, call = ("three", "four")[len(self.names) - 3], ", ".join(self.names)
        told = f"This is {kind(attempt)}, but {n} numbers are needed: `({call})`."
        if callable(attempt):
            raise Misread(told)
        if isinstance(attempt, (list, tuple)):
            if any(item is ... or item is None for item in attempt):
                return None
            attempt = [part for item in attempt for part in _flat(item)]
        try:
            numbers, _ = as_numbers(attempt)
        except Misread:
            raise Misread(told) from None
        if numbers.shape != (len(self.names),):
            raise Misread(
                f"{numbers.size} number{'s' * (numbers.size != 1)} came, but {n} are needed: "
                f"`({call})`, in this order."
            )
        if not np.isfinite(numbers).all():
            raise Misread("All of them must be finite numbers.")
        return numbers


class GateExercise(NumbersExercise):
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
        super().__init__(names=("w_1", "w_2", "b"), **rest)
        self.table = tuple(table)
        self.others = {mistake.function(): mistake.diagnosis for mistake in mistakes}

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
            return "A score of exactly 0 counts as class 1: the step outputs 1 where z ≥ 0."
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


# ---- descent


class Pull:
    """A gradient, of J(θ) = ½ Σⱼ cⱼ (θⱼ − mⱼ)²."""

    def __init__(self, centre, curvature):
        self.centre, self.curvature = np.array(centre), np.array(curvature)
        self.__name__ = f"lambda theta: {written(self.curvature)} * (theta - {written(centre)})"

    def __call__(self, theta):
        return self.curvature * (theta - self.centre)


# ---- test_errors


def two_groups(n, at, labels, scale=1.0, centre=0.0, others=(), place=0):
    """Return (X_train, y_train, X_test, y_test), on which every sensible fit predicts the same.

    The class depends on one feature, in column `place`. Training examples are at
    ``centre ± scale``, a third of each side in the wrong class, so the boundary is at `centre`;
    test examples are at ``centre + scale * at``. In the other features both classes are alike.
    """
    side = np.array([1, 1, 1, -1, -1, -1, 1, 1, 1])[:n]
    target = np.array([1, 1, 0, 0, 0, 1, 1, 1, 0])[:n] * 1.0
    others = np.array(others, float)
    signs = np.resize([1, -1], len(at))
    X = [np.append(others * sign, s) for s in side for sign in ([1, -1] if len(others) else [1])]
    new = [np.append(others * sign, s) for sign, s in zip(signs, at, strict=True)]
    X, new = (np.roll(scale * np.array(rows), place + 1, axis=1) for rows in (X, new))
    X[:, place] += centre
    new[:, place] += centre
    return X, np.repeat(target, len(X) // n), new, np.array(labels)


def fitted(X, y, steps=150):
    """Return θ of logistic regression, by plain gradient descent."""
    X, theta = np.column_stack([X, np.ones(len(X))]), np.zeros(X.shape[1] + 1)
    for _ in range(steps):
        theta = theta - X.T @ (1 / (1 + np.exp(-X @ theta)) - y) / len(y)
    return theta


def rates(predicted, y):
    """Return the share of class 1 that is missed, and that of class 0 with a false alarm."""
    return np.mean(~predicted[y == 1]), np.mean(predicted[y == 0])


def scored(train, test=None, fit=None):
    """Return an attempt that standardises its arrays with what these functions pick.

    `train` and `test` take (X_train, X_test) and return the examples that the mean and standard
    deviation come from, or None; `fit` returns (X, y) to fit.
    """

    def attempt(X_train, y_train, X_test, y_test, threshold):
        def scaled(X, pick):
            like = pick(X_train, X_test)
            return X if like is None else (X - like.mean(axis=0)) / like.std(axis=0)

        A, B = scaled(X_train, train), scaled(X_test, test or train)
        w = fitted(*(fit(A, y_train, B, y_test) if fit else (A, y_train)))
        return rates(1 / (1 + np.exp(-B @ w[:-1] - w[-1])) >= threshold, y_test)

    return attempt


# ---- bound

EXAMPLES = (
    [(-2, 1), (-1, 0), (1, -1), (3, -2), (-2, -2)],  # class 0
    [(4, 1), (1, 2), (3, 2), (0, 3)],  # class 1
)


def bound_picture():
    from lecturekit.draw.picture import show  # Matplotlib takes a second to load
    from lecturekit.draw.planes import draw_line_boundary, draw_points
    from lecturekit.draw.style import new_figure

    figure, ax = new_figure(5.4, 4.4)
    ax.set(xlim=(-3.4, 5.4), ylim=(-3.4, 3.8), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    ax.set(xticks=range(-3, 6), yticks=range(-3, 4))
    ax.grid(alpha=0.5)
    draw_line_boundary(ax, (1, 2), -2)
    y = np.repeat([0, 1], [len(points) for points in EXAMPLES])
    draw_points(ax, np.concatenate(EXAMPLES), y, ("class 0", "class 1"), 9, "lower left")
    below, above = (", ".join(map(str, points)) for points in EXAMPLES)
    return show(
        figure,
        "Nine points on a grid and a straight line through (0, 1) and (2, 0). Above it, class 1: "
        f"{above}. Below it, class 0: {below}.",
        name="bound",
    )


class BoundExercise(NumbersExercise):
    """Work out several numbers from a picture; each is judged once those before it are right.

    Parameters
    ----------
    mistakes : sequence of Mistake
        Their functions return a name and a wrong number.
    **rest
        See `Exercise`.
    """

    def __init__(self, *, mistakes, **rest):
        self.right, self.figure = {}, bound_picture
        exec(rest["code"], {}, self.right)
        super().__init__(names=list(self.right), **rest)
        self.others = [(*mistake.function(), mistake.diagnosis) for mistake in mistakes]

    def verdict(self, numbers):
        for value, (name, right) in zip(numbers, self.right.items(), strict=True):
            if not _close(value, right):
                known = (told for n, x, told in self.others if n == name and _close(value, x))
                told = next(known, f"`{name}` is not {written(value)}.")
                return self._wrong(told, where=f"Begin with `{name}`, which is not right.")
        return self._right(unwrapped(self._solution[1]))


def _close(value, right):
    return np.isclose(value, right, rtol=0.005, atol=0)
