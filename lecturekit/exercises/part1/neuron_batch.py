"""Notation: one neuron, all examples at once."""

import numpy as np

from lecturekit import activations
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_neuron(X, w, b, activation):
    """Return what the neuron answers for each row of X."""
    return activation(X @ w + b)


neuron_batch = FunctionExercise(
    name="neuron_batch",
    title="1.4 · A neuron for a batch",
    difficulty=1,
    task="""
Return what a neuron answers for all examples at once: `X` has shape $(n, d)$, `w` has shape
$(d,)$, `b` is a number, `activation` is a function such as `sigmoid`. The result has shape
$(n,)$.
""",
    hints=[
        "Weigh, add, bend: first all the scores $z$, then the activation, once.",
        "Rows of `X` are examples. Which product of `X` and `w` has shape $(n,)$?",
        "The scores are `X @ w + b`. Now apply `activation` to them.",
    ],
    solution=my_neuron,
    imports="",
    explanation=r"""
`X @ w` has shape $(n, d) \cdot (d,) = (n,)$: row $i$ gives $w^\top x^{(i)}$. Adding `b` adds it to
every score, and the activation is applied to each. A loop over the rows gives the same numbers,
more slowly.
""",
    cases=[
        ([[1.0, 2.0]], [3.0, -1.0], 0.5, activations.identity),
        ([[1.0, 2.0], [3.0, -4.0]], [0.5, -1.0], 0.25, activations.identity),
        ([[1.4, 0.2], [4.7, 1.4], [6.0, 2.5]], [-1.5, -2.0], 5.0, activations.sigmoid),
        ([[2.0], [-1.0]], [1.5], -1.0, activations.relu),
        ([[1.0, 0.0, -1.0], [2.0, 1.0, 0.5]], [0.2, -0.3, 0.4], -0.5, activations.tanh),
    ],
    mistakes=[
        Mistake("The bias is missing.", lambda X, w, b, f: f(X @ w)),
        Mistake(
            r"The activation is missing: this is the score $z$, not yet $\sigma(z)$.",
            lambda X, w, b, f: X @ w + b,
        ),
        Mistake(
            "The bias comes too late: it belongs to the score, inside the activation.",
            lambda X, w, b, f: f(X @ w) + b,
        ),
        Mistake(
            "The activation comes too early: it bends the sum, not the inputs.",
            lambda X, w, b, f: f(X) @ w + b,
        ),
        Mistake(
            "The bias is subtracted; it is added.",
            lambda X, w, b, f: f(X @ w - b),
        ),
        Mistake(
            "The bias is added once for every feature, inside the product; it is added once.",
            lambda X, w, b, f: f((X + b) @ w),
        ),
        Mistake(
            "The weighted inputs are averaged; a neuron adds them up.",
            lambda X, w, b, f: f(np.mean(X * w, axis=1) + b),
        ),
        Mistake(
            "The weighted inputs are not added up: `X * w` still has shape $(n, d)$. The product "
            "`X @ w` adds along each row.",
            lambda X, w, b, f: f(X * w + b),
        ),
        Mistake(
            "The result is the same, but of shape $(n, 1)$; the task asks for $(n,)$. A column "
            "minus a row would later become a table without a warning.",
            lambda X, w, b, f: f(X @ w + b)[:, None],
        ),
    ],
)
