"""Logistic regression as a neuron: the gradient of the mean cross-entropy."""

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.exercises.functions import FunctionExercise, Mistake
from lecturekit.exercises.values import Misread, as_numbers


def my_gradient(X, y, w, b):
    """Return dJ/dw and dJ/db for the mean cross-entropy J of a sigmoid neuron."""
    error = sigmoid(X @ w + b) - y
    return X.T @ error / len(y), error.mean()


def read_gradient(value):
    """Read (dw, db), or one flat vector with the bias last, as an array of shape (d + 1,)."""
    if not (isinstance(value, (tuple, list)) and len(value) == 2 and np.ndim(value[0]) > 0):
        return as_numbers(value)
    dw, coarse = as_numbers(value[0])
    db, coarse_too = as_numbers(value[1])
    if dw.ndim != 1:
        raise Misread(f"`dw` has shape {dw.shape}, but it needs the shape of `w`, $(d,)$.")
    if db.size != 1:
        raise Misread(f"`db` has shape {db.shape}, but it is a single number: a mean over all $n$.")
    return np.append(dw, db), coarse or coarse_too


def _with_error(error):
    """Return a gradient function whose error vector is made in another, wrong way."""

    def gradient(X, y, w, b):
        e = error(sigmoid(X @ w + b), y)
        return X.T @ e / len(y), e.mean()

    return gradient


def _scaled(factor_w, factor_b):
    """Return a gradient function whose two parts are multiplied by factors of n."""

    def gradient(X, y, w, b):
        dw, db = my_gradient(X, y, w, b)
        return factor_w(len(y)) * dw, factor_b(len(y)) * db

    return gradient


def _transposed(X, y, w, b):
    error = sigmoid(X @ w + b) - y
    return (X @ error if X.shape[0] == X.shape[1] else X.T @ error) / len(y), error.mean()


def _no_bias_in_score(X, y, w, b):
    return my_gradient(X, y, w, 0.0)


def _linear(X, y, w, b):
    error = X @ w + b - y
    return X.T @ error / len(y), error.mean()


def _bias_first(X, y, w, b):
    dw, db = my_gradient(X, y, w, b)
    return np.append(db, dw)


logistic_gradient = FunctionExercise(
    name="logistic_gradient",
    title="1.5 · The gradient, on your own",
    difficulty=2,
    task="""
Return the gradient of the mean cross-entropy of a sigmoid neuron: `dw` of shape $(d,)$ and the
number `db`. Given are `X` of shape $(n, d)$, targets `y` of shape $(n,)$, weights `w` and bias `b`.
Derive it once more before you scroll up.
""",
    hints=[
        "Go back along the chain: first the slope of one example's loss with respect to its "
        "score $z$. What was left after the cancellation?",
        r"The slope with respect to $z$ is the error $\hat y - y$, one number for each example. "
        "Each weight sees it through its own input, the bias through a 1.",
        "With `error = sigmoid(X @ w + b) - y`: `dw` is `X.T @ error`, and `db` the sum of "
        "`error`, both divided by $n$.",
    ],
    solution=my_gradient,
    imports="from lecturekit.activations import sigmoid",
    read=read_gradient,
    explanation=r"""
The cross-entropy and the sigmoid fit together: $\sigma'$ cancels, and $\partial J/\partial z^{(i)}$
is $\tfrac1n$ times the error. `X.T @ error` adds up, for each feature, error times input over all
examples. One vector with the bias last counts as right too.
""",
    cases=[
        ([[2.0]], [1.0], [0.5], 0.3),
        ([[1.0, 2.0], [3.0, -1.0]], [1.0, 0.0], [0.5, -0.5], 0.2),
        (
            [[0.5, -1.0, 2.0], [1.5, 0.3, -0.7], [-2.0, 1.0, 0.1], [0.2, 0.8, -1.5]],
            [1.0, 0.0, 0.0, 1.0],
            [0.4, -0.6, 0.3],
            -0.25,
        ),
    ],
    mistakes=[
        Mistake(
            r"The sign is reversed: the error is $\hat y - y$, answer minus target. (The minus "
            "of gradient descent comes later, in the update.)",
            _scaled(lambda n: -1, lambda n: -1),
        ),
        Mistake(
            "The mean is missing: these are sums over the examples, $n$ times too large.",
            _scaled(lambda n: n, lambda n: n),
        ),
        Mistake(
            "The sign is reversed, and the mean is missing too.",
            _scaled(lambda n: -n, lambda n: -n),
        ),
        Mistake(
            "`db` is right, but `dw` is a sum: divide it by $n$ as well.",
            _scaled(lambda n: n, lambda n: 1),
        ),
        Mistake(
            "`dw` is right, but `db` is a sum: divide it by $n$ as well.",
            _scaled(lambda n: 1, lambda n: n),
        ),
        Mistake(
            "`dw` is right, but `db` is always 0. The bias moves the score too: "
            r"$\partial z/\partial b = 1$.",
            _scaled(lambda n: 1, lambda n: 0),
        ),
        Mistake(
            r"This starts from the derivative with respect to $\hat y$, not $z$: the link "
            r"$\partial \hat y/\partial z = \hat y (1 - \hat y)$ is missing.",
            _with_error(lambda y_hat, y: (y_hat - y) / (y_hat * (1 - y_hat))),
        ),
        Mistake(
            r"There is a factor $\sigma'(z) = \hat y (1 - \hat y)$ too many. It has cancelled; "
            "with it this is the gradient of the squared error.",
            _with_error(lambda y_hat, y: (y_hat - y) * y_hat * (1 - y_hat)),
        ),
        Mistake(
            r"The targets are not used: the error is $\hat y - y$.",
            _with_error(lambda y_hat, y: y_hat),
        ),
        Mistake(
            "The answers were rounded to classes. That is the perceptron's error; logistic "
            r"regression keeps the probability $\hat y$.",
            _with_error(lambda y_hat, y: (y_hat >= 0.5) - y),
        ),
        Mistake(
            r"The sigmoid is missing: the error is $\sigma(z) - y$, not $z - y$.",
            _linear,
        ),
        Mistake(
            r"The bias is missing in the score: $z = w^\top x + b$.",
            _no_bias_in_score,
        ),
        Mistake(
            r"`X` needs to be transposed: `X.T @ error`, of shape $(d, n) \cdot (n,)$. With as "
            "many examples as features, `X @ error` runs too, and is wrong.",
            _transposed,
        ),
        Mistake(
            r"The right numbers, but the bias comes first; it comes last in $\theta = (w, b)$.",
            _bias_first,
        ),
    ],
)
