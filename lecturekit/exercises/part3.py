"""What the exercises of Part 3 need besides their texts: bugs, and longer mistakes."""

# ruff: noqa: RUF059 (an unused Z_1 is part of the riddle)

import inspect
import re

import numpy as np

from lecturekit.activations import sigmoid, softmax, tanh
from lecturekit.exercises.functions import FunctionExercise
from lecturekit.exercises.matching import MatchingExercise
from lecturekit.exercises.values import kind, same, written
from lecturekit.losses import binary_cross_entropy

# ---- engine


class EngineExercise(FunctionExercise):
    """Write a class of numbers that remember how they were made; it is tried in small programs."""

    def __init__(self, *, solution, **rest):
        super().__init__(solution=run(solution), **rest)

    def judge(self, attempt):
        if not callable(attempt):
            return self._wrong(f"This is {kind(attempt)}; the class is needed: `{self.call}`.")
        return super().judge(run(attempt) if isinstance(attempt, type) else attempt)

    def _look(self, attempt, inputs, right):
        return super()._look(run(attempt) if isinstance(attempt, type) else attempt, inputs, right)

    def _told(self, attempt, failed, looks, more=None):
        if failed.stopped and "range" in failed.inputs["program"]:
            many = "2⁴⁰ paths lead from `a` to `f`, and it seems to follow each of them"
            told = f"Here {many}. Visit every number of the history once."
            return self._wrong(told, self._input(failed.inputs))
        return super()._told(attempt, failed, looks, more)


def run(Number):
    """Return a function that runs a program such as ``"s = a + b; f = s * b"`` with `Number`.

    Its results are the value of f and, after two calls of `backward`, the gradients of a, b, c.
    """

    def gradients(program, a, b, c):
        inputs = {"a": Number(a), "b": Number(b), "c": Number(c)}
        made = dict(inputs)
        for line in program.split("; "):
            exec(line, {}, made)
            name, formula = re.search(r"(\w) = (.*)", line).groups()
            if made[name] is ...:
                raise NotImplementedError
            if not isinstance(made[name], Number):
                what = kind(made[name]).strip("`")
                raise TypeError(f"{formula} makes {what}, but it should make a Number")
        for _ in range(2):
            made["f"].backward()
        return (made["f"].value, *(x.gradient for x in inputs.values()))

    gradients.__name__, gradients.__signature__ = Number.__name__, inspect.signature(gradients)
    gradients.__wrapped__ = getattr(Number, "backward", None)  # lines of errors are in its file
    return gradients


# ---- planted_bugs

PARTS = ("dW_1", "db_1", "dW_2", "db_2")
TOLERANCE = 1e-6


def forward(X, W_1, b_1, W_2, b_2):
    """Return Z_1 (n, 2), A_1 (n, 2) and ŷ (n, 1) of the network 2 → 2 → 1, tanh and sigmoid."""
    Z_1 = X @ W_1.T + b_1
    A_1 = tanh(Z_1)
    return Z_1, A_1, sigmoid(A_1 @ W_2.T + b_2)


def loss(X, y, W_1, b_1, W_2, b_2):
    """Return J, the mean cross-entropy, which the passes should differentiate."""
    *_, y_hat = forward(X, W_1, b_1, W_2, b_2)
    return float(binary_cross_entropy(y_hat, y))


# The task shows the source of the three passes: a docstring would get in the reader's way.


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


def _backward(bug, X, y, W_1, b_1, W_2, b_2):
    """Return the four gradients with the given planted bug; bug 0 is no bug."""
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
    """Return (X, y, W_1, b_1, W_2, b_2) on which each bug leaves its own traces."""
    X = np.array([[1.0, -0.5], [0.5, 2.0], [-1.5, 1.0], [-0.5, -1.0]])
    y = np.array([[1.0], [0.0], [1.0], [0.0]])
    W_1, b_1 = np.array([[1.0, -0.5], [0.5, 1.5]]), np.array([0.25, -0.5])
    return X, y, W_1, b_1, np.array([[1.0, -2.0]]), np.array([0.5])


def spoilt(gradients):
    """Return the names of the gradients that are wrong on the `example`."""
    right = _backward(0, *example())
    pairs = zip(PARTS, gradients, right, strict=True)
    return [name for name, mine, good in pairs if not same(mine, good, TOLERANCE)]


class BugHunt(MatchingExercise):
    """Find the bug in each of three backward passes.

    Attributes
    ----------
    passes : dict of str: callable
        The three passes, ready to run; each takes X (n, 2), y (n, 1), W_1 (2, 2), b_1 (2,),
        W_2 (1, 2), b_2 (1,) and returns (dW_1, db_1, dW_2, db_2).
    data : tuple of ndarray
        (X, y, W_1, b_1, W_2, b_2) to run them on.
    loss : callable
        J for such `data`.
    """

    NEEDED = "{n} numbers of bugs are needed: `({names})`."
    KEYS = "The passes are A, B and C; the keys are {keys}."
    KIND = "the number of a bug is needed"
    RANGE = "the bugs are numbered {first} to {last}"

    def __init__(self, *, why, explanation, **rest):
        super().__init__(thing="pass", why=why, explanation=f"{why} {explanation}", **rest)
        self.passes, self.data, self.loss = dict(PASSES), example(), loss

    def _told(self, name, guess):
        """Say how pass `name` differs from one with the guessed bug."""
        data = example()
        gradients, supposed = PASSES[name](*data), _backward(guess, *data)
        wrong, would_be = spoilt(gradients), spoilt(supposed)
        facts = {f"wrong in {name}": ", ".join(wrong)}
        if set(wrong) != set(PARTS):
            facts[f"right in {name}"] = ", ".join(part for part in PARTS if part not in wrong)
        told = f"Pass {name} does not have bug {guess}, “{self.choices[guess]}”. "
        more = [part for part in wrong if part not in would_be]
        less = [part for part in would_be if part not in wrong]
        if more:
            return (
                f"{told}That bug would leave `{more[0]}` right, but in {name} it is wrong.",
                facts,
            )
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


# ---- hidden_delta


def slope_of_layer_2(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2):
    """Multiply by the derivative of layer 2's activation, where the shapes allow it."""
    same_shape = Z_1.shape == Z_2.shape
    return (delta_2 @ W_2) * (sigma_2.derivative(Z_2) if same_shape else sigma_1.derivative(Z_1))


def slope_first(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2):
    """Multiply by the derivative before the weights, where the shapes allow it."""
    slope = sigma_1.derivative(Z_1)
    return (delta_2 * slope) @ W_2 if Z_1.shape == delta_2.shape else (delta_2 @ W_2) * slope


# ---- numerical_gradient


def cubic(theta):
    """A function of one or more numbers, with no symmetry that could hide a mistake."""
    return np.sum(theta**3) + np.sum(theta**2) + 2 * theta[0]


def mixed(theta):
    """A function in which the entries of theta interact."""
    return theta[0] * theta[-1] ** 2 + np.exp(0.5 * theta).sum() + theta[0] ** 3


def differences(slope):
    """Return a gradient with an entry ``slope(f, theta, e, h)`` for each unit vector e."""

    def gradient(f, theta, h):
        return np.array([slope(f, theta, e, h) for e in np.eye(len(theta))])

    return gradient


def left_moved(f, theta, h, sign=1):
    """Take central differences, but leave each entry moved by ``sign * h`` afterwards."""
    moved, gradient = theta.copy(), np.zeros_like(theta)
    for j, e in enumerate(np.eye(len(theta))):
        gradient[j] = (f(moved + h * e) - f(moved - h * e)) / (2 * h)
        moved = moved + sign * h * e
    return gradient


def both_left_moved(f, theta, h):
    """Take central differences between two copies in which each entry stays moved."""
    steps = h * np.tri(len(theta))
    return np.array([(f(theta + step) - f(theta - step)) / (2 * h) for step in steps])


# ---- softmax_gradient


def one_hot(Z, y):
    return np.eye(Z.shape[1])[y]


def softmax_error(Z, y):
    return softmax(Z) - one_hot(Z, y)


def minus_one_in_columns(Z, y):
    """Subtract 1 from whole columns, with ``[:, y]``."""
    gradient = softmax(Z)
    gradient[:, y] -= 1
    return gradient / len(y)


# ---- update_order


# Shown in the task, so it has no docstring to give the answer away.
def hasty_step(W_1, b_1, W_2, b_2, X, y, step_size):
    A_1 = np.tanh(X @ W_1.T + b_1)
    y_hat = sigmoid(A_1 @ W_2.T + b_2)
    delta_2 = (y_hat - y) / len(y)
    W_2 = W_2 - step_size * delta_2.T @ A_1
    b_2 = b_2 - step_size * delta_2.sum(axis=0)
    delta_1 = (delta_2 @ W_2) * (1 - A_1 * A_1)
    W_1 = W_1 - step_size * delta_1.T @ X
    b_1 = b_1 - step_size * delta_1.sum(axis=0)
    return W_1, b_1, W_2, b_2


def spoilt_step(
    *,
    error=lambda y_hat, y: (y_hat - y) / len(y),
    slope=lambda A_1, Z_1: 1 - A_1 * A_1,
    weights=lambda W_2: W_2,
    move=lambda old, step: old - step,
    kept=(),
):
    """Return a step that goes wrong in one place; `kept` holds indices of parts not updated."""

    def step(W_1, b_1, W_2, b_2, X, y, step_size):
        Z_1 = X @ W_1.T + b_1
        A_1 = np.tanh(Z_1)
        delta_2 = error(sigmoid(A_1 @ W_2.T + b_2), y)
        delta_1 = (delta_2 @ weights(W_2)) * slope(A_1, Z_1)
        old = (W_1, b_1, W_2, b_2)
        slopes = (delta_1.T @ X, delta_1.sum(axis=0), delta_2.T @ A_1, delta_2.sum(axis=0))
        return tuple(
            part if k in kept else move(part, step_size * slopes[k]) for k, part in enumerate(old)
        )

    return step


def two_forward_passes(W_1, b_1, W_2, b_2, X, y, step_size):
    """Update layer 2, run the new network forward, and update layer 1 from that pass."""
    _, _, W_2, b_2 = spoilt_step()(W_1, b_1, W_2, b_2, X, y, step_size)
    W_1, b_1, _, _ = spoilt_step()(W_1, b_1, W_2, b_2, X, y, step_size)
    return W_1, b_1, W_2, b_2


def first_layer_first(W_1, b_1, W_2, b_2, X, y, step_size):
    """Update layer 1, run the new network forward, and update layer 2 from that pass."""
    W_1, b_1, _, _ = spoilt_step()(W_1, b_1, W_2, b_2, X, y, step_size)
    _, _, W_2, b_2 = spoilt_step()(W_1, b_1, W_2, b_2, X, y, step_size)
    return W_1, b_1, W_2, b_2
