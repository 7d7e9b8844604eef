"""Notation: two linear layers are one."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake
from lecturekit.exercises.values import Misread, as_numbers


def my_collapse(W_1, b_1, W_2, b_2):
    """Return W and b of the one linear layer that does what both layers do."""
    return W_2 @ W_1, W_2 @ b_1 + b_2


def read_layer(value):
    """Read (W, b) as one array of shape (p, d + 1), the bias of each neuron in its last column."""
    if not (isinstance(value, (tuple, list)) and len(value) == 2):
        as_numbers(value)  # it says so if these are no numbers at all
        raise Misread("A pair is needed: `W`, of shape $(p_2, d)$, and `b`, of shape $(p_2,)$.")
    W, coarse = as_numbers(value[0])
    b, coarse_too = as_numbers(value[1])
    if W.ndim != 2:
        raise Misread(f"`W` has shape {W.shape}, but it needs two axes: $(p_2, d)$.")
    if b.ndim != 1:
        raise Misread(f"`b` has shape {b.shape}, but it is a vector: $(p_2,)$.")
    if len(W) != len(b):
        told = f"`W` has shape {W.shape} and `b` has shape {b.shape}. "
        if W.shape[1] == len(b):
            raise Misread(f"{told}Rows of `W` are neurons: it seems to be transposed.")
        raise Misread(f"{told}Both have one entry for each neuron of the second layer.")
    return np.column_stack([W, b]), coarse or coarse_too


def _other_order(W_1, b_1, W_2, b_2):
    W = W_1 @ W_2 if W_1.shape == W_2.shape else W_2 @ W_1
    return W, W_2 @ b_1 + b_2


collapse = FunctionExercise(
    name="collapse",
    title="2.5 · Two linear layers are one",
    difficulty=2,
    task="""
Two layers without an activation, one after the other: first $a = W_1 x + b_1$, then
$z = W_2 a + b_2$. `W_1` has shape $(p_1, d)$, `W_2` has shape $(p_2, p_1)$. Return `W` and `b` of
the *one* layer $z = Wx + b$ that gives the same $z$ for every $x$.
""",
    hints=[
        "Put the first line into the second. What stands in front of $x$, and what is left?",
        "$z = W_2 (W_1 x + b_1) + b_2$. Multiply out; mind the order, matrices do not commute.",
        "What stands in front of $x$ is `W_2 @ W_1`. The rest is $W_2 b_1 + b_2$: the first bias "
        "goes through the second layer, too.",
    ],
    solution=my_collapse,
    imports="",
    explanation="""
$z = W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\\,x + (W_2 b_1 + b_2)$. A third linear layer would fold in
the same way, and so would the hundredth. Only an activation between the layers stops the collapse:
$W_2\\,\\sigma(W_1 x + b_1)$ cannot be multiplied out.
""",
    read=read_layer,
    label="[W | b] = ",
    cases=[
        ([[2.0]], [3.0], [[5.0]], [1.0]),
        ([[1.0, 2.0], [0.0, -1.0]], [0.5, -0.5], [[1.0, -1.0], [3.0, 0.5]], [0.25, 1.0]),
        ([[1.0, 0.5, -1.0], [2.0, -0.5, 0.0]], [1.0, -2.0], [[0.5, 1.0], [-1.0, 2.0]], [0.0, 3.0]),
        ([[1.0], [-2.0], [0.5]], [0.3, 0.2, -1.0], np.eye(3)[[1, 2, 0]].tolist(), [1.0, 2.0, 3.0]),
    ],
    mistakes=[
        Mistake(
            "The biases are only added up. But $b_1$ goes through the second layer on its way: "
            "$W_2 b_1 + b_2$.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, b_1 + b_2),
        ),
        Mistake(
            "The first bias is lost: $W_2 b_1$ belongs to the new bias, too.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, b_2),
        ),
        Mistake(
            "The second bias is lost: $b_2$ is still added in the end.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, W_2 @ b_1),
        ),
        Mistake(
            "The matrices are multiplied in the wrong order. $x$ meets $W_1$ first, so $W_1$ "
            "stands next to it: $W_2 W_1 x$.",
            _other_order,
        ),
        Mistake(
            "The biases have changed roles: it is $b_1$ that goes through $W_2$, while $b_2$ is "
            "added as it is.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, W_2 @ b_2 + b_1),
        ),
        Mistake(
            "Both biases go through $W_2$. But $b_2$ is added after it.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, W_2 @ (b_1 + b_2)),
        ),
        Mistake(
            "The first bias goes through a transposed $W_2$: `W_2 @ b_1`, not `b_1 @ W_2`.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, b_1 @ W_2 + b_2),
        ),
        Mistake(
            "$W_2$ is transposed in the product. The rows of both matrices are neurons, and "
            "`W_2 @ W_1` needs no turning.",
            lambda W_1, b_1, W_2, b_2: (W_2.T @ W_1, W_2 @ b_1 + b_2),
        ),
        Mistake(
            "$W_1$ alone stands in front of $x$ here; the second layer multiplies it by $W_2$.",
            lambda W_1, b_1, W_2, b_2: (W_1, W_2 @ b_1 + b_2),
        ),
        Mistake(
            "The matrices are right, but the biases were multiplied. They add up, with $b_1$ "
            "behind $W_2$.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, b_1 * b_2),
        ),
        Mistake(
            "The new bias is 0 here. Even $x = 0$ gives $z = W_2 b_1 + b_2$.",
            lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, 0 * b_2),
        ),
    ],
)
