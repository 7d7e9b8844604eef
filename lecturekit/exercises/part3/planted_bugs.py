"""Checking a gradient: three backward passes with one mistake each."""

# ruff: noqa: RUF059 (an unused Z_1 is part of the riddle)

import inspect

import numpy as np

from lecturekit.activations import sigmoid, tanh
from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.notes import Feedback
from lecturekit.exercises.observing import read_within
from lecturekit.exercises.values import Misread, kind, same, written
from lecturekit.losses import binary_cross_entropy

PARTS = ("dW_1", "db_1", "dW_2", "db_2")
TOLERANCE = 1e-6


def forward(X, W_1, b_1, W_2, b_2):
    """Return Z_1 (n, 2), A_1 (n, 2) and ŷ (n, 1) of the network 2 → 2 → 1, tanh and sigmoid."""
    Z_1 = X @ W_1.T + b_1
    A_1 = tanh(Z_1)
    return Z_1, A_1, sigmoid(A_1 @ W_2.T + b_2)


def loss(X, y, W_1, b_1, W_2, b_2):
    """Return J, the mean cross-entropy: what the passes are to differentiate."""
    *_, y_hat = forward(X, W_1, b_1, W_2, b_2)
    return float(binary_cross_entropy(y_hat, y))


# The source of the three passes is shown in the task: a docstring would be in the reader's way.


def pass_A(X, y, W_1, b_1, W_2, b_2):
    Z_1, A_1, y_hat = forward(X, W_1, b_1, W_2, b_2)
    delta_2 = (y_hat - y) / len(y)
    delta_1 = (delta_2 @ W_2) * tanh.derivative(Z_1)
    return X.T @ delta_1, delta_1.sum(axis=0), delta_2.T @ A_1, delta_2.sum(axis=0)


def pass_B(X, y, W_1, b_1, W_2, b_2):
    Z_1, A_1, y_hat = forward(X, W_1, b_1, W_2, b_2)
    delta_2 = (y_hat - y) * y_hat * (1 - y_hat) / len(y)
    delta_1 = (delta_2 @ W_2) * tanh.derivative(Z_1)
    return delta_1.T @ X, delta_1.sum(axis=0), delta_2.T @ A_1, delta_2.sum(axis=0)


def pass_C(X, y, W_1, b_1, W_2, b_2):
    Z_1, A_1, y_hat = forward(X, W_1, b_1, W_2, b_2)
    delta_2 = (y_hat - y) / len(y)
    delta_1 = (delta_2 @ W_2) * tanh.derivative(A_1)
    return delta_1.T @ X, delta_1.sum(axis=0), delta_2.T @ A_1, delta_2.sum(axis=0)


PASSES = {"A": pass_A, "B": pass_B, "C": pass_C}

# Number -> what it is called. `_backward` makes each of them.
BUGS = {
    1: "the mean over the examples is missing",
    2: "the sign of the error is reversed",
    3: "a slope of the sigmoid is left over, though it cancels",
    4: "the slope of tanh is missing",
    5: "the slope of tanh is taken at the wrong place",
    6: "`dW_1` is transposed",
    7: "`db_1` is divided by n once too often",
    8: "`dW_1` is made with the outputs of layer 1, not with its inputs",
}

# What proves each bug, told when all three are found.
WHY = {
    "A": "In A the layer's rows and columns are mixed up, `X.T @ delta_1` for `delta_1.T @ X`. "
    "With two inputs and two neurons both are $(2, 2)$, so no shape complains: only numbers do.",
    "B": "In B all four parts are wrong, so the mistake is where they all begin, at the output. "
    "The sigmoid's slope has cancelled against the cross-entropy.",
    "C": "In C layer 2 is right and layer 1 is not, so the mistake lies on the way between them: "
    "`tanh.derivative` wants what went *into* tanh, `Z_1`.",
}


def _backward(bug, X, y, W_1, b_1, W_2, b_2):
    """Return the four gradients with one of the `BUGS`, or without any for bug 0."""
    n = len(y)
    Z_1, A_1, y_hat = forward(X, W_1, b_1, W_2, b_2)
    delta_2 = {1: 1, 2: -1 / n}.get(bug, 1 / n) * (y_hat - y)
    if bug == 3:
        delta_2 = delta_2 * y_hat * (1 - y_hat)
    slope = {4: np.ones_like(Z_1), 5: tanh.derivative(A_1)}.get(bug, tanh.derivative(Z_1))
    delta_1 = (delta_2 @ W_2) * slope
    dW_1 = delta_1.T @ (A_1 if bug == 8 else X)
    db_1 = delta_1.sum(axis=0) / (n if bug == 7 else 1)
    return dW_1.T if bug == 6 else dW_1, db_1, delta_2.T @ A_1, delta_2.sum(axis=0)


def example():
    """Return (X, y, W_1, b_1, W_2, b_2) on which each bug leaves traces of its own."""
    X = np.array([[1.0, -0.5], [0.5, 2.0], [-1.5, 1.0], [-0.5, -1.0]])
    y = np.array([[1.0], [0.0], [1.0], [0.0]])
    W_1, b_1 = np.array([[1.0, -0.5], [0.5, 1.5]]), np.array([0.25, -0.5])
    return X, y, W_1, b_1, np.array([[1.0, -2.0]]), np.array([0.5])


def spoilt(gradients):
    """Return the names of the gradients that are wrong on the `example`."""
    right = _backward(0, *example())
    pairs = zip(PARTS, gradients, right, strict=True)
    return [name for name, mine, good in pairs if not same(mine, good, TOLERANCE)]


class BugHunt(Exercise):
    """Say for each of three backward passes which mistake is in it.

    Attributes
    ----------
    passes : dict of str: callable
        The three passes, to be run; each takes X (n, 2), y (n, 1), W_1 (2, 2), b_1 (2,),
        W_2 (1, 2), b_2 (1,) and returns (dW_1, db_1, dW_2, db_2).
    data : tuple of ndarray
        (X, y, W_1, b_1, W_2, b_2): something to run them on.
    loss : callable
        J for such data.
    bugs : dict of int: str
    answers : dict of str: int
    """

    def __init__(self, **rest):
        super().__init__(call="(A, B, C)", **rest)
        self.passes, self.bugs = dict(PASSES), dict(BUGS)
        self.data, self.loss = example(), loss
        data = example()
        made = {bug: _backward(bug, *data) for bug in BUGS}
        self.answers = {
            name: next(bug for bug in BUGS if _equal(run(*data), made[bug]))
            for name, run in PASSES.items()
        }

    def judge(self, attempt):
        try:
            guesses = read_within(SECONDS, _read, attempt)
        except Misread as misread:
            return self._wrong(str(misread))
        if guesses is None:
            return self._unfilled()
        wrong = [name for name in PASSES if guesses[name] != self.answers[name]]
        if not wrong:
            advice = f"Compare: `exercises.{self.name}.solution()`"
            return Feedback("right", " ".join(WHY.values()), advice=advice)
        name, found = wrong[0], len(PASSES) - len(wrong)
        count = f"{found} of the three {'is' if found == 1 else 'are'} right. " if found else ""
        told, facts = _evidence(name, guesses[name])
        return self._wrong(count + told, facts)


def _evidence(name, guess):
    """Say by what the pass `name` differs from one with the bug that was guessed."""
    data = example()
    gradients, supposed = PASSES[name](*data), _backward(guess, *data)
    wrong, would_be = spoilt(gradients), spoilt(supposed)
    facts = {f"wrong in {name}": ", ".join(wrong)}
    if set(wrong) != set(PARTS):
        facts[f"right in {name}"] = ", ".join(part for part in PARTS if part not in wrong)
    told = f"Pass {name} does not have bug {guess}, “{BUGS[guess]}”. "
    more, less = ([p for p in PARTS if p in a and p not in b] for a, b in _both(wrong, would_be))
    if more:
        return f"{told}That bug would leave `{more[0]}` right, but in {name} it is wrong.", facts
    if less:
        return f"{told}That bug would spoil `{less[0]}`, but in {name} it is right.", facts
    part = next(
        part
        for part, mine, other in zip(PARTS, gradients, supposed, strict=True)
        if not same(mine, other, TOLERANCE)
    )
    k = PARTS.index(part)
    facts[f"{part} in {name}"] = written(gradients[k], digits=4)
    facts["right"] = written(_backward(0, *data)[k], digits=4)
    facts[f"with bug {guess}"] = written(supposed[k], digits=4)
    told += f"It would spoil the same gradients, but with other numbers: look at `{part}`."
    return told, facts


def _both(one, other):
    return (one, other), (other, one)


def _equal(some, others):
    return all(same(a, b, TOLERANCE) for a, b in zip(some, others, strict=True))


def _read(attempt):
    """Return {"A": number, "B": number, "C": number}, or None where one is to be filled in."""
    needed = "three numbers of bugs are needed: `(A, B, C)`."
    if isinstance(attempt, dict):
        attempt = {str(name).upper(): guess for name, guess in attempt.items()}
        if set(attempt) != set(PASSES):
            raise Misread(f"The passes are A, B and C; the keys are {sorted(attempt)}.")
        attempt = [attempt[name] for name in PASSES]
    if isinstance(attempt, np.ndarray):
        attempt = attempt.tolist()
    if not isinstance(attempt, (list, tuple)):
        raise Misread(f"This is {kind(attempt)}, but {needed}")
    if any(guess is ... or guess is None for guess in attempt):
        return None
    if len(attempt) != len(PASSES):
        raise Misread(f"{len(attempt)} came, but {needed}")
    return {name: _bug(name, guess) for name, guess in zip(PASSES, attempt, strict=True)}


def _bug(name, guess):
    if isinstance(guess, str) and guess.strip().isdecimal():
        guess = int(guess)
    if isinstance(guess, bool) or not isinstance(guess, (int, float, np.number)):
        raise Misread(f"For {name} came {kind(guess)}, but the number of a bug is needed.")
    if guess not in BUGS:
        raise Misread(f"For {name} came {written(guess)}; the bugs are numbered 1 to {len(BUGS)}.")
    return int(guess)


# In two columns, so that the task fits on a slide.
HALF = len(BUGS) // 2
TABLE = "\n".join(
    ["| no. | bug | no. | bug |", "|:--|:--|:--|:--|"]
    + [f"| {k} | {BUGS[k]} | {k + HALF} | {BUGS[k + HALF]} |" for k in range(1, HALF + 1)]
)


def _shown(function):
    return f"```python\n{inspect.getsource(function).rstrip()}\n```"


planted_bugs = BugHunt(
    name="planted_bugs",
    title="3.9 · Find the bugs",
    difficulty=3,
    task=rf"""
A network with two inputs, two tanh neurons and one sigmoid output is trained with the mean
cross-entropy. Here are three backward passes, each with *one* bug; `forward` is right. They return
`dW_1`, `db_1`, `dW_2`, `db_2`.

{_shown(pass_A)}

{_shown(pass_B)}

{_shown(pass_C)}

Give `A`, `B` and `C` the numbers of their bugs:

{TABLE}

To run a pass: `bugs = exercises.planted_bugs`, then `bugs.passes["A"](*bugs.data)`. The data are
`X`, `y`, `W_1`, `b_1`, `W_2`, `b_2`, and `bugs.loss(*bugs.data)` is their $J$.
""",
    hints=[
        "Which of the four gradients does each pass get wrong? Move one entry of the data a little "
        "and see how `bugs.loss` reacts, or read each line with the recursion beside it.",
        "What goes wrong spreads backwards. If `dW_2` is right, `delta_2` is right, too. If all "
        "four are wrong, the mistake is in `delta_2`. If only `dW_1` is wrong, it is in the very "
        "last line.",
        "A gets only `dW_1` wrong. B gets all four wrong, but not by one common factor. C gets "
        "`dW_1` and `db_1` wrong: look at its `delta_1`, letter by letter.",
    ],
    solution="A, B, C = 6, 3, 5",
    explanation=" ".join(WHY.values())
    + " None of the three crashes, and none stops the learning: in 1,000 steps on two moons (seed "
    "0, step size 0.5) $J$ falls from 0.69 to 0.31 with A, 0.28 with B and 0.26 with C. Only a "
    "gradient check tells.",
)
