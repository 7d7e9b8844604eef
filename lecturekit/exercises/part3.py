"""What the exercises of Part 3 need besides their texts: bugs, and longer mistakes."""

# ruff: noqa: RUF059 (an unused Z_1 is part of the riddle)

import numpy as np

from lecturekit.activations import sigmoid, softmax, tanh
from lecturekit.exercises.matching import MatchingExercise
from lecturekit.exercises.values import same, written
from lecturekit.losses import binary_cross_entropy

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


def _vector(parts):
    return np.concatenate([np.ravel(part) for part in parts])


class BugHunt(MatchingExercise):
    """Find the bug in each of three backward passes.

    Attributes
    ----------
    passes : dict of str: callable
        The three passes, ready to run; each takes X (n, 2), y (n, 1), W_1 (2, 2), b_1 (2,),
        W_2 (1, 2), b_2 (1,) and returns (dW_1, db_1, dW_2, db_2).
    data : tuple of ndarray
        (X, y, W_1, b_1, W_2, b_2) to run them on.
    theta : ndarray, shape (9,)
        The parameters in `data` as one vector.
    gradients : dict of str: callable
        What the passes return for parameters like `theta`, as one vector.
    """

    NEEDED = "{n} numbers of bugs are needed: `({names})`."
    KEYS = "The passes are A, B and C; the keys are {keys}."
    KIND = "the number of a bug is needed"
    RANGE = "the bugs are numbered {first} to {last}"

    def __init__(self, *, why, explanation, **rest):
        super().__init__(thing="pass", why=why, explanation=f"{why} {explanation}", **rest)
        self.passes, self.data = dict(PASSES), example()
        self.theta = _vector(self.data[2:])
        self.gradients = {
            name: lambda theta, run=run: _vector(run(*self._at(theta)))
            for name, run in PASSES.items()
        }

    def J(self, theta):
        """Return the loss for parameters like `theta`."""
        return loss(*self._at(theta))

    def _at(self, theta):
        W_1, b_1, W_2, b_2 = np.split(np.asarray(theta), [4, 6, 8])
        return *self.data[:2], W_1.reshape(2, 2), b_1, W_2.reshape(1, 2), b_2

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


# ---- gradient_errors


def cubic(theta):
    """A function of one or more numbers, with no symmetry that could hide a mistake."""
    return np.sum(theta**3) + np.sum(theta**2) + 2 * theta[0]


def mixed(theta):
    """A function in which the entries of theta interact."""
    return theta[0] * theta[-1] ** 2 + np.exp(0.5 * theta).sum() + theta[0] ** 3


def without_the_last(theta):
    """A function in which the last entry plays no part, so its derivative is exactly 0."""
    return np.exp(0.5 * theta[:-1]).sum()


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
