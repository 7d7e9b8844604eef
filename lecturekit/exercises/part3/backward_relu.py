"""The chain rule: what a ReLU node sends back."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_relu_backward(z, upstream):
    """Return dJ/dz for a = max(0, z), where upstream = dJ/da."""
    return upstream * (z > 0)


backward_relu = FunctionExercise(
    name="backward_relu",
    title="3.3 · Backward through ReLU",
    difficulty=1,
    task=r"""
A layer of ReLU neurons computes $a = \max(0, z)$, entry by entry. Given `z` from the forward pass
and `upstream` $= \partial J/\partial a$, two arrays of the same shape, return
$\partial J/\partial z$. At the kink, $z = 0$, take the slope 0, as PyTorch does.
""",
    hints=[
        "Local derivative times upstream. What is the slope of ReLU on the right, what on the "
        "left?",
        "The slope is 1 where $z > 0$ and 0 elsewhere. So the gradient either passes, or it stops.",
        "`z > 0` is an array of truth values, and in a product `True` counts as 1 and `False` "
        "as 0.",
    ],
    solution=my_relu_backward,
    imports="",
    explanation=r"""
ReLU is a gate: where $z > 0$ the upstream gradient passes unchanged, where $z \leq 0$ it stops. The
*sign* of the gradient does not matter for the gate, only that of $z$. That is why the forward pass
must keep $z$ (or at least where it was positive). A neuron with $z \leq 0$ for all examples gets no
gradient at all: it is dead.
""",
    cases=[
        ([2.0], [3.0]),
        ([-1.0], [3.0]),
        ([0.0], [3.0]),
        ([1.5, -0.5, 0.5], [-2.0, -4.0, 0.5]),
        ([[0.5, -2.0, 0.0], [3.0, 1.0, -1.0]], [[2.0, 0.5, -1.0], [-3.0, 0.25, 4.0]]),
    ],
    mistakes=[
        Mistake(
            "This is the local derivative, 1 or 0. Multiply it by the upstream gradient.",
            lambda z, u: (z > 0) * 1.0,
        ),
        Mistake(
            "Upstream is multiplied by ReLU itself. It is multiplied by the *slope* of ReLU, "
            "1 or 0.",
            lambda z, u: u * np.maximum(z, 0),
        ),
        Mistake(
            "ReLU is applied to the upstream gradient. But the gate opens where $z$ is positive, "
            "whatever the sign of the gradient.",
            lambda z, u: np.maximum(u, 0),
        ),
        Mistake(
            "Negative gradients are stopped as well. Where $z > 0$ every gradient passes, also a "
            "negative one.",
            lambda z, u: np.maximum(u, 0) * (z > 0),
        ),
        Mistake(
            "Right, but for the kink: at $z = 0$ the slope is to be 0, so write `>` and not `>=`.",
            lambda z, u: u * (z >= 0),
        ),
        Mistake(
            "At the kink the slope ½ is taken, the mean of both sides. That is a choice, too, but "
            "here, as in PyTorch, it is 0.",
            lambda z, u: u * np.heaviside(z, 0.5),
        ),
        Mistake(
            "The gate is the wrong way round: the gradient passes where $z$ is *positive*.",
            lambda z, u: u * (z < 0),
        ),
        Mistake(
            "The gate is the wrong way round: the gradient passes where $z$ is *positive*.",
            lambda z, u: u * (z <= 0),
        ),
        Mistake(
            "The upstream gradient passes everywhere, as through the identity. Where $z$ is "
            "negative, ReLU is flat: slope 0.",
            lambda z, u: u,
        ),
        Mistake(
            "Upstream is multiplied by $z$. The slope of ReLU on the right is 1, not $z$.",
            lambda z, u: u * z,
        ),
        Mistake(
            "On the left the slope −1 is taken: that is the absolute value $|z|$. ReLU is flat "
            "there.",
            lambda z, u: u * np.sign(z),
        ),
        Mistake(
            "This is ReLU of `z`, the forward pass. The gradient is asked for.",
            lambda z, u: np.maximum(z, 0),
        ),
        Mistake(
            "Local derivative and upstream are added. Multiply them.",
            lambda z, u: u + (z > 0),
        ),
        Mistake(
            "On the left a little passes, as with a leaky ReLU. Here nothing does.",
            lambda z, u: np.where(z > 0, u, 0.01 * u),
        ),
        Mistake(
            "The gradients are added up over the entries. Every entry of `z` has its own.",
            lambda z, u: (u * (z > 0)).sum(),
        ),
    ],
)
