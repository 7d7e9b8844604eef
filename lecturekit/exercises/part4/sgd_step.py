"""The algorithm: one step of stochastic gradient descent."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_sgd_step(theta, X, y, batch, step_size):
    """Return theta after one step on the examples whose numbers are in `batch`."""
    X_batch, y_batch = X[batch], y[batch]
    gradient = X_batch.T @ (X_batch @ theta - y_batch) / len(batch)
    return theta - step_size * gradient


def _gradient(theta, X, y):
    return X.T @ (X @ theta - y) / len(X)


def _step(move):
    """Return a step in which ``move(theta, g, alpha, n, B)`` says what becomes of θ."""

    def attempt(theta, X, y, batch, step_size):
        g = _gradient(theta, X[batch], y[batch])
        return move(theta, g, step_size, len(X), len(batch))

    return attempt


def _one_after_the_other(theta, X, y, batch, step_size):
    for i in batch:
        theta = my_sgd_step(theta, X, y, [i], step_size)
    return theta


def _without_batch(theta, X, y, batch, step_size):
    return theta - step_size * _gradient(theta, X, y)


def _only(place):
    def attempt(theta, X, y, batch, step_size):
        return my_sgd_step(theta, X, y, [batch[place]], step_size)

    return attempt


def _first_rows(theta, X, y, batch, step_size):
    return _without_batch(theta, X[: len(batch)], y[: len(batch)], batch, step_size)


def _without_targets(theta, X, y, batch, step_size):
    return _step(lambda t, g, a, n, b: t - a * g)(theta, X, 0 * y, batch, step_size)


def _without_inputs(theta, X, y, batch, step_size):
    return theta - step_size * np.mean(X[batch] @ theta - y[batch])


def _signs(theta, X, y, batch, step_size):
    error = np.sign(X[batch] @ theta - y[batch])
    return theta - step_size * X[batch].T @ error / len(batch)


def _twice(theta, X, y, batch, step_size):
    theta = my_sgd_step(theta, X, y, batch, step_size)
    return my_sgd_step(theta, X, y, batch, step_size)


def _loss(theta, X, y, batch, step_size):
    return np.mean((X[batch] @ theta - y[batch]) ** 2) / 2


sgd_step = FunctionExercise(
    name="sgd_step",
    title="4.3 · One step of SGD",
    difficulty=1,
    task=r"""
A linear model $\hat y = X\theta$ is trained with the squared error, $J(\theta) = \frac1n \sum_i
\frac12 (\hat y_i - y_i)^2$. Return $\theta$ after *one* step of stochastic gradient descent with
step size `step_size` on the minibatch whose row numbers are in the array `batch`. `X` has shape
$(n, d)$, `y` shape $(n,)$ and `theta` shape $(d,)$. Leave all of them as they are.
""",
    hints=[
        r"Only the examples of the minibatch are looked at: `X[batch]` and `y[batch]`.",
        r"The gradient is the mean of $(\hat y_i - y_i)\, x_i$ over the minibatch. How many "
        "examples are in it?",
        "With `A = X[batch]`: the gradient is `A.T @ (A @ theta - y[batch]) / len(batch)`. Then "
        "step against it.",
    ],
    solution=my_sgd_step,
    explanation=r"""
Everything is as in gradient descent, with the minibatch in place of all examples:
$\theta - \alpha \frac1B \sum_{i \in \text{batch}} (\hat y_i - y_i)\, x_i$. Divided by $B$, and not
by $n$: only then the step is, on average over all minibatches, the full one, and a step size means
the same for every batch size. `theta -= …` would change the caller's array; an optimizer may do
that because it says so.
""",
    cases=[
        ([1.0], [[2.0], [1.0]], [3.0, 0.5], np.array([1]), 0.5),
        (
            [0.5, -1.0],
            [[1.0, 2.0], [0.5, -1.0], [-1.5, 0.5], [2.0, 1.0]],
            [1.0, -0.5, 2.0, 0.25],
            np.array([2, 0, 3]),
            0.1,
        ),
        (
            [1.0, 0.25, -0.5],
            [[1.0, 0.5, 2.0], [-1.0, 1.5, 0.5], [0.5, 0.5, -2.0], [3.0, 0.0, 1.0], [1.0, 1.0, 1.0]],
            [0.5, -1.0, 2.0, 1.5, 0.0],
            np.array([4, 1, 3]),
            0.25,
        ),
    ],
    mistakes=[
        Mistake(
            "It goes uphill: the step is added, or the error is taken as $y - \\hat y$. The step "
            r"goes *against* the gradient, whose error is $\hat y - y$.",
            _step(lambda t, g, a, n, b: t + a * g),
        ),
        Mistake(
            "It is the *sum* over the minibatch. Divide by its size, or the step grows with the "
            "batch.",
            _step(lambda t, g, a, n, b: t - a * g * b),
        ),
        Mistake(
            "It is divided by $n$, the number of all examples. Only those of the minibatch were "
            "added up: divide by `len(batch)`.",
            _step(lambda t, g, a, n, b: t - a * g * b / n),
        ),
        Mistake(
            "All examples are used: this is a step of gradient descent. Take the rows in `batch` "
            "only.",
            _without_batch,
        ),
        Mistake(
            "The first rows of `X` are used, as many as `batch` has. `batch` says *which* rows: "
            "`X[batch]`.",
            _first_rows,
        ),
        Mistake(
            "Only the first example of the minibatch counts. Does a `return` stand inside the "
            "loop?",
            _only(0),
        ),
        Mistake("Only the last example of the minibatch counts. Add up their slopes.", _only(-1)),
        Mistake(
            "The examples are taken one after the other, each with a step of its own. A minibatch "
            r"makes *one* step: all its slopes are taken at the same $\theta$.",
            _one_after_the_other,
        ),
        Mistake("These are two steps, not one.", _twice),
        Mistake(
            "This is the step alone. Subtract it from `theta`.",
            _step(lambda t, g, a, n, b: a * g),
        ),
        Mistake(
            "This is the step alone, with its minus. Add it to `theta`.",
            _step(lambda t, g, a, n, b: -a * g),
        ),
        Mistake("This is the gradient. Take the step, too.", _step(lambda t, g, a, n, b: g)),
        Mistake("The step size is missing.", _step(lambda t, g, a, n, b: t - g)),
        Mistake(
            "There is a factor 2 too many: the ½ in the loss cancels it.",
            _step(lambda t, g, a, n, b: t - 2 * a * g),
        ),
        Mistake(
            "There is a factor ½ too many: the slope of $\\frac12 (\\hat y - y)^2$ is "
            r"$\hat y - y$.",
            _step(lambda t, g, a, n, b: t - a * g / 2),
        ),
        Mistake("It is divided by the step size.", _step(lambda t, g, a, n, b: t - g / a)),
        Mistake(
            "The targets are not used. The error is $\\hat y - y$.",
            _without_targets,
        ),
        Mistake(
            "The inputs are missing in the gradient: each error is multiplied by the $x_i$ of its "
            "example.",
            _without_inputs,
        ),
        Mistake(
            "Only the sign of the error is used. With the squared error a large one counts more.",
            _signs,
        ),
        Mistake(
            "The gradient was made to length 1. Then the steps never get shorter.",
            _step(lambda t, g, a, n, b: t - a * g / np.linalg.norm(g)),
        ),
        Mistake("Nothing has moved.", _step(lambda t, g, a, n, b: t)),
        Mistake(
            "This is the loss on the minibatch, a number. The new $\\theta$ is asked for.", _loss
        ),
    ],
)
