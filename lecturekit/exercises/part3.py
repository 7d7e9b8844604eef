"""What the exercises of Part 3 need besides their texts: bugs, and longer mistakes."""

# ruff: noqa: RUF059 (an unused Z_1 is part of the riddle)

import inspect
import re

import numpy as np

from lecturekit import datasets
from lecturekit.activations import sigmoid, softmax, tanh
from lecturekit.checks import count
from lecturekit.exercises.functions import FunctionExercise
from lecturekit.exercises.matching import MatchingExercise
from lecturekit.exercises.values import Misread, as_numbers, kind, same, written
from lecturekit.losses import binary_cross_entropy
from lecturekit.network import Network

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


# ---- backpropagate, moons_training

DEEPEST = 3


class LayersExercise(FunctionExercise):
    """Return two arrays for each layer, first layer first; layers are judged one by one.

    Parameters
    ----------
    words : pair of str
        Names of the two arrays.
    shapes : str
        What to think of if a shape is wrong.
    **rest
        See `FunctionExercise`.
    """

    def __init__(self, *, words, shapes, **rest):
        layers = ["L", *(f"L-{k}" for k in range(1, DEEPEST))]
        self.words, self.shapes = words, shapes
        super().__init__(
            parts={f"{word} of layer {at}": "" for at in layers for word in words}, **rest
        )

    def _arrays(self, value, right=None):
        """Return all arrays, last layer first; for layers that are not there, empty ones."""
        first, second = self.words
        if value is None or not isinstance(value, (list, tuple)):
            as_numbers(value)  # raises if these are not numbers at all
            raise Misread(f"One pair `({first}, {second})` for each layer is needed, in a list.")
        found, coarse = [], False
        for number, pair in enumerate(value, start=1):
            if not isinstance(pair, (list, tuple)) or len(pair) != 2:
                raise Misread(
                    f"For layer {number} came {kind(pair)}, but a pair `({first}, {second})` is "
                    "needed."
                )
            read = [as_numbers(part) for part in pair]
            found.insert(0, [array for array, _ in read])
            coarse = coarse or any(low for _, low in read)
        arrays = [array for pair in found for array in pair]
        arrays += [np.empty(0)] * (2 * DEEPEST - len(arrays))
        if right is not None:
            self._of_the_right_shape(found, arrays, right)
        return arrays, coarse

    def _of_the_right_shape(self, found, arrays, right):
        number = sum(array.size > 0 for array in right) // 2
        if len(found) != number:
            raise Misread(
                f"{count(len(found), 'pair')} came, but there {'is' if number == 1 else 'are'} "
                f"{count(number, 'layer')}: one pair for each."
            )
        needed = [array.shape for array in right[: 2 * number]]
        turned = [array.shape for pair in found[::-1] for array in pair]
        if turned == needed != [array.shape for array in arrays[: 2 * number]]:
            raise Misread("The last layer comes first. The list begins with the first layer.")
        for name, mine, expected in zip(self.parts, arrays, right, strict=True):
            if mine.shape != expected.shape:
                told = f"`{name}` has shape {mine.shape}; {expected.shape} is needed."
                raise Misread(f"{told} {self.shapes}")


def passed(X, layers, delta):
    """Return the arguments of `backpropagate` after a forward pass of X (n, d)."""
    Z, A = [], [np.array(X)]
    for W, b, sigma in layers:
        Z.append(A[-1] @ np.transpose(W) + b)
        A.append(sigma(Z[-1]))
    return layers, tuple(Z), tuple(A), delta


def moons():
    """Return 200 points, the network 2 → 8 → 1 before training, and 500 steps of size 0.5."""
    t, rng = np.linspace(0, np.pi, 100), np.random.default_rng(1)
    outer, inner = np.cos(t), np.sin(t)  # `datasets.moons` needs scikit-learn, which pages lack
    X = np.column_stack([[*outer, *(1 - outer)], [*inner, *(0.5 - inner)]])
    X += rng.normal(scale=0.12, size=X.shape)
    net = Network([2, 8, 1], "tanh", "sigmoid")
    layers = [(layer.W, layer.b, layer.activation) for layer in net.layers]
    return datasets.standardise(X), np.repeat([0.0, 1.0], 100), layers, 0.5, 500


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


# ---- signal_size


def uneven(array):
    """Add what lets no product of drawn numbers be 0."""
    return array + 0.0137 * (1 + np.arange(array.size) % 7).reshape(array.shape)


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
