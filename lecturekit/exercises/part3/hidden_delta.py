"""Backpropagation: how the slopes of one layer come from those of the layer above.

The recursion of Rumelhart, Hinton and Williams (1986), for a whole batch.
"""

import numpy as np

from lecturekit import activations
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_delta(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2):
    """Return delta_1 = dJ/dZ_1."""
    return (delta_2 @ W_2) * sigma_1.derivative(Z_1)


def _with_slope(slope):
    """Return a recursion whose last factor is made in another, wrong way."""

    def delta(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2):
        return (delta_2 @ W_2) * slope(Z_1, Z_2, sigma_1, sigma_2)

    return delta


def _slope_at_Z_2(Z_1, Z_2, sigma_1, sigma_2):
    return sigma_1.derivative(Z_2 if Z_1.shape == Z_2.shape else Z_1)


def _slope_of_layer_2(Z_1, Z_2, sigma_1, sigma_2):
    return sigma_2.derivative(Z_2) if Z_1.shape == Z_2.shape else sigma_1.derivative(Z_1)


def _not_backwards(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2):
    back = delta_2 @ (W_2.T if W_2.shape[0] == W_2.shape[1] else W_2)
    return back * sigma_1.derivative(Z_1)


def _slope_first(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2):
    """Multiply by the slope before the weights, where the shapes allow it."""
    if Z_1.shape != delta_2.shape:
        return my_delta(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2)
    return (delta_2 * sigma_1.derivative(Z_1)) @ W_2


hidden_delta = FunctionExercise(
    name="hidden_delta",
    title="3.6 · One step back",
    difficulty=2,
    task=r"""
Layer 1, with $p_1$ neurons, feeds layer 2, with $p_2$: $A_1 = \sigma_1(Z_1)$ and
$Z_2 = A_1 W_2^\top + b_2$. Given `delta_2` $= \partial J/\partial Z_2$ of shape $(n, p_2)$, return
`delta_1` $= \partial J/\partial Z_1$ of shape $(n, p_1)$. You also have `W_2` $(p_2, p_1)$, both
layers' pre-activations `Z_1` and `Z_2`, and both activations `sigma_1` and `sigma_2`, each with its
`.derivative`. You will not need all of it.
""",
    hints=[
        "Go back from $Z_2$ to $Z_1$ in two steps. What lies between them?",
        r"From $Z_2$ to $A_1$: that is the `dX` of exercise 3.5. From $A_1$ to $Z_1$: each entry "
        r"is multiplied by the slope of *its* activation, at its own $z$.",
        "`delta_2 @ W_2` has shape $(n, p_1)$. Multiply it, entry by entry, by the slope of "
        "`sigma_1` at `Z_1`.",
    ],
    solution=my_delta,
    imports="",
    explanation=r"""
$\delta_1 = (\delta_2 W_2) \odot \sigma_1'(Z_1)$, entry by entry. The weights belong to the layer
*above*, the activation and its slope to the layer itself. $\sigma_2$ and $Z_2$ do not appear: their
slope is inside $\delta_2$ already. This one line, repeated from the last layer to the first, is
backpropagation.
""",
    cases=[
        (
            [[1.0]],
            [[2.0, -1.0]],
            [[0.5, 1.0]],
            [[0.3]],
            activations.tanh,
            activations.sigmoid,
        ),
        (
            [[0.5, -1.0], [0.25, 2.0]],
            [[1.0, 2.0], [-0.5, 3.0]],
            [[0.5, -1.0], [1.5, 0.2]],
            [[-0.4, 0.8], [1.2, -0.6]],
            activations.sigmoid,
            activations.tanh,
        ),
        (
            [[0.5, -0.2], [-1.0, 0.4], [0.3, 0.6]],
            [[1.0, -1.0, 0.5], [2.0, 0.5, -3.0]],
            [[0.5, -1.0, 2.0], [-0.5, 1.5, 0.25], [1.0, 0.75, -2.0]],
            [[0.1, 0.7], [-0.9, 0.4], [0.6, -0.3]],
            activations.softplus,
            activations.sigmoid,
        ),
        (
            [[0.5, -0.2], [-1.0, 0.4]],
            [[1.0, -1.0], [2.0, 0.5]],
            [[0.5, -1.0], [-0.5, 1.5]],
            [[-0.7, 0.2], [0.9, -1.1]],
            activations.relu,
            activations.identity,
        ),
    ],
    mistakes=[
        Mistake(
            r"The slope $\sigma_1'(Z_1)$ is missing: this is $\partial J/\partial A_1$. One step "
            "further back, through the activation, lies $Z_1$.",
            _with_slope(lambda Z_1, Z_2, s_1, s_2: 1.0),
        ),
        Mistake(
            "The slope is taken at $A_1$, not at $Z_1$. `.derivative` wants what went *into* the "
            "activation.",
            _with_slope(lambda Z_1, Z_2, s_1, s_2: s_1.derivative(s_1(Z_1))),
        ),
        Mistake(
            "The slope is that of `sigma_2`, the activation of the layer above. Between $Z_1$ and "
            "$A_1$ stands `sigma_1`.",
            _with_slope(lambda Z_1, Z_2, s_1, s_2: s_2.derivative(Z_1)),
        ),
        Mistake(
            "The slope is taken at `Z_2` where the shapes allow it. The activation of layer 1 saw "
            "`Z_1`.",
            _with_slope(_slope_at_Z_2),
        ),
        Mistake(
            "The slope is that of layer 2, `sigma_2` at `Z_2`. It is in `delta_2` already; what is "
            "new is the slope of layer 1.",
            _with_slope(_slope_of_layer_2),
        ),
        Mistake(
            "The activation itself is used, not its slope: `sigma_1.derivative(Z_1)`.",
            _with_slope(lambda Z_1, Z_2, s_1, s_2: s_1(Z_1)),
        ),
        Mistake(
            "The slopes are multiplied by $Z_1$ itself. It is the *slope at* $Z_1$ that counts.",
            _with_slope(lambda Z_1, Z_2, s_1, s_2: Z_1),
        ),
        Mistake(
            "`W_2` is transposed where it is square. Forward it is `W_2.T`, so backward it is "
            "`W_2` as it is.",
            _not_backwards,
        ),
        Mistake(
            "The slope comes too early, where the shapes allow it: first back through the weights, "
            "`delta_2 @ W_2`, then times the slope of layer 1.",
            _slope_first,
        ),
        Mistake(
            "The weights are missing: this is the slope of layer 1 alone, times the sum of "
            "`delta_2`.",
            lambda d, W, Z_1, Z_2, s_1, s_2: d.sum(axis=1, keepdims=True) * s_1.derivative(Z_1),
        ),
        Mistake(
            "`delta_2` is missing: start from `delta_2 @ W_2`.",
            lambda d, W, Z_1, Z_2, s_1, s_2: W.sum(axis=0) * s_1.derivative(Z_1),
        ),
        Mistake(
            "The sign is reversed. The minus belongs to the update, not to the slopes.",
            lambda *a: -my_delta(*a),
        ),
        Mistake(
            "There is a $1/n$ too many: `delta_2` has it already.",
            lambda *a: my_delta(*a) / len(a[0]),
        ),
        Mistake(
            "The slope of layer 1 is in it twice.",
            _with_slope(lambda Z_1, Z_2, s_1, s_2: s_1.derivative(Z_1) ** 2),
        ),
        Mistake(
            "The sums are divided by the slope. Along a path slopes are multiplied.",
            _with_slope(lambda Z_1, Z_2, s_1, s_2: np.divide(1, s_1.derivative(Z_1))),
        ),
        Mistake(
            "Local slope and what comes back are added. Along a path they are multiplied.",
            lambda d, W, Z_1, Z_2, s_1, s_2: d @ W + s_1.derivative(Z_1),
        ),
        Mistake(
            "This is `dW_2`, the gradient of the weights. `delta_1` has one row for each example "
            "and one column for each neuron of layer 1.",
            lambda d, W, Z_1, Z_2, s_1, s_2: d.T @ s_1(Z_1),
        ),
    ],
)
