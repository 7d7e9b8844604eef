"""Notation: two layers, one after the other, and the shapes on the way."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake
from lecturekit.exercises.values import Misread, as_numbers

NAMES = "`W_1`, `A_1`, `W_2` and `A_2`"


def my_shapes(n, d, p_1, p_2):
    """Return the shapes of W_1, A_1, W_2 and A_2."""
    return [(p_1, d), (n, p_1), (p_2, p_1), (n, p_2)]


def read_shapes(value):
    """Read four pairs as an array of shape (4, 2)."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return as_numbers(value)  # it says what this is instead
    lengths = [len(pair) if isinstance(pair, (list, tuple)) else np.size(pair) for pair in value]
    if len(lengths) == 4 and set(lengths) != {2}:
        odd = next(k for k, length in enumerate(lengths) if length != 2)
        raise Misread(
            f"The {('first', 'second', 'third', 'fourth')[odd]} shape does not have two entries. "
            f"{NAMES} are all matrices: (rows, columns)."
        )
    if len(lengths) != 4:
        raise Misread(f"{len(lengths)} came, but four shapes are needed: those of {NAMES}.")
    return as_numbers(value)


compose_shapes = FunctionExercise(
    name="compose_shapes",
    title="2.4 · Two layers and their shapes",
    difficulty=2,
    task=r"""
Compose two layers: $f = f_2 \circ f_1$, where $f_1(x) = \sigma(W_1 x + b_1)$ has $p_1$ neurons and
$f_2(a) = \sigma(W_2 a + b_2)$ has $p_2$. A batch `X` of $n$ examples with $d$ features goes
through, first $A_1 = \sigma(X W_1^\top + b_1)$, then $A_2 = \sigma(A_1 W_2^\top + b_2)$. Return a
list of four shapes, of $W_1$, $A_1$, $W_2$ and $A_2$, each a pair `(rows, columns)`.
""",
    hints=[
        r"Read $f_2 \circ f_1$ from the right: $f_1$ sees the examples, $f_2$ sees what $f_1$ "
        "answers.",
        "A layer's matrix has one row for each neuron and one column for each of its inputs. What "
        "a batch becomes has one row for each example and one column for each neuron.",
        "$W_1$ is $(p_1, d)$ and $A_1$ is $(n, p_1)$. The second layer is the same thing once "
        "more, with $p_1$ inputs in place of $d$.",
    ],
    solution=my_shapes,
    imports="",
    explanation=r"""
The columns of what comes in must be the columns of the matrix that it meets:
$X: (n, d)$ and $W_1^\top: (d, p_1)$ give $A_1: (n, p_1)$; this and $W_2^\top: (p_1, p_2)$ give
$A_2: (n, p_2)$. The batch size $n$ is in no parameter: one network takes batches of every size. The
biases $b_1: (p_1,)$ and $b_2: (p_2,)$ are added to every row.
""",
    cases=[(1, 2, 3, 1), (5, 4, 3, 2), (100, 64, 32, 10)],
    read=read_shapes,
    mistakes=[
        Mistake(
            "The two matrices are transposed. Rows are neurons: $W_1$ is $(p_1, d)$ in "
            r"$X W_1^\top$.",
            lambda n, d, p_1, p_2: [(d, p_1), (n, p_1), (p_1, p_2), (n, p_2)],
        ),
        Mistake(
            "The outputs are transposed. Rows are examples, columns are neurons, as in `X`.",
            lambda n, d, p_1, p_2: [(p_1, d), (p_1, n), (p_2, p_1), (p_2, n)],
        ),
        Mistake(
            "Everything is transposed: rows of $W$ are neurons, rows of $A$ are examples.",
            lambda n, d, p_1, p_2: [(d, p_1), (p_1, n), (p_1, p_2), (p_2, n)],
        ),
        Mistake(
            "$W_2$ has $d$ columns here. But the second layer does not see `X`: its inputs are "
            "the $p_1$ outputs of the first.",
            lambda n, d, p_1, p_2: [(p_1, d), (n, p_1), (p_2, d), (n, p_2)],
        ),
        Mistake(
            r"The layers come in the wrong order. $f_2 \circ f_1$ is read from the right: $f_1$, "
            "with its $p_1$ neurons, comes first.",
            lambda n, d, p_1, p_2: [(p_2, d), (n, p_2), (p_1, p_2), (n, p_1)],
        ),
        Mistake(
            "The shapes of $A_1$ and $A_2$ hold $d$: what a layer answers has one column for each "
            "of its neurons, not for its inputs.",
            lambda n, d, p_1, p_2: [(p_1, d), (n, d), (p_2, p_1), (n, p_1)],
        ),
        Mistake(
            "The batch size $n$ is in the shape of a $W$. Parameters do not know how many examples "
            "will come.",
            lambda n, d, p_1, p_2: [(p_1, n), (n, p_1), (p_2, n), (n, p_2)],
        ),
        Mistake(
            "These are the right shapes in another order; $W_1$, $A_1$, $W_2$, $A_2$ is asked for.",
            lambda n, d, p_1, p_2: [(p_1, d), (p_2, p_1), (n, p_1), (n, p_2)],
        ),
        Mistake(
            "This is right for one example. A batch of $n$ gives $n$ rows in $A_1$ and $A_2$.",
            lambda n, d, p_1, p_2: [(p_1, d), (1, p_1), (p_2, p_1), (1, p_2)],
        ),
        Mistake(
            "The bias has been counted as one more column of $W$. Here it is kept apart, in $b$.",
            lambda n, d, p_1, p_2: [(p_1, d + 1), (n, p_1), (p_2, p_1 + 1), (n, p_2)],
        ),
        Mistake(
            "Right, but for $W_1$: its rows are the $p_1$ neurons, its columns the $d$ inputs.",
            lambda n, d, p_1, p_2: [(d, p_1), (n, p_1), (p_2, p_1), (n, p_2)],
        ),
        Mistake(
            "Right, but for $W_2$: its rows are the $p_2$ neurons, its columns their $p_1$ inputs.",
            lambda n, d, p_1, p_2: [(p_1, d), (n, p_1), (p_1, p_2), (n, p_2)],
        ),
    ],
)
