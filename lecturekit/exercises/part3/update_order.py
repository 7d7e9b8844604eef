"""Checking a gradient: first all slopes, then all updates."""

import inspect

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.exercises.functions import Mistake
from lecturekit.exercises.parts import PartsExercise


# Shown in the task, so without a docstring that would tell.
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


def my_step(W_1, b_1, W_2, b_2, X, y, step_size):
    """Return W_1, b_1, W_2 and b_2 after one step of gradient descent."""
    A_1 = np.tanh(X @ W_1.T + b_1)
    y_hat = sigmoid(A_1 @ W_2.T + b_2)
    delta_2 = (y_hat - y) / len(y)
    delta_1 = (delta_2 @ W_2) * (1 - A_1 * A_1)
    return (
        W_1 - step_size * delta_1.T @ X,
        b_1 - step_size * delta_1.sum(axis=0),
        W_2 - step_size * delta_2.T @ A_1,
        b_2 - step_size * delta_2.sum(axis=0),
    )


def _step(
    *,
    error=lambda y_hat, y: (y_hat - y) / len(y),
    slope=lambda A_1, Z_1: 1 - A_1 * A_1,
    weights=lambda W_2: W_2,
    move=lambda old, step: old - step,
    kept=(),
):
    """Return a step that goes wrong in one place; `kept` are numbers of parts left as they are."""

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


def _two_forward_passes(W_1, b_1, W_2, b_2, X, y, step_size):
    """Update layer 2, run the new network forward, and update layer 1 with what that gives."""
    _, _, W_2, b_2 = my_step(W_1, b_1, W_2, b_2, X, y, step_size)
    W_1, b_1, _, _ = my_step(W_1, b_1, W_2, b_2, X, y, step_size)
    return W_1, b_1, W_2, b_2


def _first_layer_first(W_1, b_1, W_2, b_2, X, y, step_size):
    """Update layer 1, run the new network forward, and update layer 2 with what that gives."""
    W_1, b_1, _, _ = my_step(W_1, b_1, W_2, b_2, X, y, step_size)
    _, _, W_2, b_2 = my_step(W_1, b_1, W_2, b_2, X, y, step_size)
    return W_1, b_1, W_2, b_2


def _twice(W_1, b_1, W_2, b_2, X, y, step_size):
    return my_step(*my_step(W_1, b_1, W_2, b_2, X, y, step_size), X, y, step_size)


def _without_step_size(*arguments):
    return my_step(*arguments[:-1], 1.0)


update_order = PartsExercise(
    name="update_order",
    title="3.10 · The order of updates",
    difficulty=2,
    task=f"""
This is meant to be one step of gradient descent for a network with a tanh layer, a sigmoid output
and the mean cross-entropy. It runs, the loss falls, and yet it is not gradient descent.

```python
{inspect.getsource(hasty_step).rstrip()}
```

Write `my_step`, which returns `W_1`, `b_1`, `W_2`, `b_2` after one right step. `X` has shape
$(n, d)$, `W_1` $(p, d)$, `b_1` $(p,)$, `W_2` $(1, p)$, `b_2` $(1,)$ and `y` $(n, 1)$. Leave the
arrays that are given as they are.
""",
    parts={"W_1": "W_1", "b_1": "b_1", "W_2": "W_2", "b_2": "b_2"},
    hints=[
        "The gradient is taken at *one* place $\\theta$. At which parameters is each line of this "
        "function evaluated?",
        "When `delta_1` is computed, `W_2` is not the old one any more. The slopes of layer 1 are "
        "then those of a network that never ran forward.",
        "First all slopes, then all updates: compute `delta_2` *and* `delta_1` before you change "
        "`W_2` or `b_2`.",
    ],
    solution=my_step,
    imports="import numpy as np\n\nfrom lecturekit.activations import sigmoid",
    explanation=r"""
$\theta^{(t)} = \theta^{(t-1)} - \alpha \nabla J(\theta^{(t-1)})$: every slope is taken at the *old*
$\theta$. The hasty step sends `delta_2` back through the *new* `W_2`. With a small step size both
are nearly the same, which is why this bug lives long. With all parameters in one vector and all
slopes in another, as in `Network`, it cannot happen: there is one update.
""",
    cases=[
        ([[0.5]], [0.1], [[2.0]], [-0.3], [[1.0]], [[1.0]], 0.5),
        (
            [[1.0, -0.5], [0.5, 1.5]],
            [0.25, -0.5],
            [[1.0, -2.0]],
            [0.5],
            [[1.0, -0.5], [0.5, 2.0], [-1.5, 1.0]],
            [[1.0], [0.0], [1.0]],
            0.5,
        ),
        (
            [[1.0, -0.5], [0.5, 0.2], [-0.3, 0.8]],
            [0.1, 0.0, -0.2],
            [[0.5, -1.0, 1.5]],
            [-0.1],
            [[0.5, 1.0], [-1.0, 2.0], [2.0, 0.5], [0.25, -1.5]],
            [[0.0], [1.0], [1.0], [0.0]],
            2.0,
        ),
    ],
    mistakes=[
        Mistake(
            "The new `W_2` is used in `delta_1`, as in the hasty step. Compute all slopes first, "
            "and change the parameters afterwards.",
            hasty_step,
        ),
        Mistake(
            "Layer 1 gets its slopes from a second forward pass, through the new layer 2. That is "
            "a step for each layer in turn. One step of gradient descent has one forward pass, "
            "at the old $\\theta$.",
            _two_forward_passes,
        ),
        Mistake(
            "Layer 2 gets its slopes from a second forward pass, through the new layer 1. One step "
            "of gradient descent has one forward pass, at the old $\\theta$.",
            _first_layer_first,
        ),
        Mistake(
            "It goes uphill: the steps are added instead of subtracted, or the error is "
            "`y - y_hat` and its sign is reversed.",
            _step(move=lambda old, step: old + step),
        ),
        Mistake(
            "The mean is missing: `delta_2` is divided by the number of examples.",
            _step(error=lambda y_hat, y: y_hat - y),
        ),
        Mistake(
            "There is a slope of the sigmoid too many. With the cross-entropy it has cancelled.",
            _step(error=lambda y_hat, y: (y_hat - y) * y_hat * (1 - y_hat) / len(y)),
        ),
        Mistake(
            "The slope of tanh is missing in `delta_1`.",
            _step(slope=lambda A_1, Z_1: 1.0),
        ),
        Mistake(
            "The slope of tanh is taken at `A_1`: it is $1 - A_1^2$, or `tanh.derivative` at what "
            "went into tanh.",
            _step(slope=lambda A_1, Z_1: 1 - np.tanh(A_1) ** 2),
        ),
        Mistake(
            "The slope of tanh is not $1 - A_1$: the square is missing.",
            _step(slope=lambda A_1, Z_1: 1 - A_1),
        ),
        Mistake(
            "The slope is that of the sigmoid, $A_1 (1 - A_1)$. The hidden neurons have tanh.",
            _step(slope=lambda A_1, Z_1: A_1 * (1 - A_1)),
        ),
        Mistake(
            "`delta_2` goes back with all weights 1: multiply it by `W_2`.",
            _step(weights=np.ones_like),
        ),
        Mistake(
            "The slopes are right, but not multiplied by the step size.",
            _without_step_size,
        ),
        Mistake(
            "These are the steps alone. Subtract them from the old parameters.",
            _step(move=lambda old, step: step),
        ),
        Mistake(
            "The step is subtracted from 0, not from the old parameters.",
            _step(move=lambda old, step: -step),
        ),
        Mistake("The biases stay as they were. They learn, too.", _step(kept=(1, 3))),
        Mistake("Only layer 2 learns here. Layer 1 needs its update, too.", _step(kept=(0, 1))),
        Mistake("Only layer 1 learns here. Layer 2 needs its update, too.", _step(kept=(2, 3))),
        Mistake("Nothing has moved: these are the old parameters.", _step(kept=(0, 1, 2, 3))),
        Mistake("These are two steps, not one.", _twice),
    ],
)
