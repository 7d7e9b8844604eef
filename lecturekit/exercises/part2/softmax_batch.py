"""Types of layers: softmax for a batch, whatever the size of the scores."""

import numpy as np

from lecturekit.activations import sigmoid, softmax
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_softmax(Z):
    """Return the softmax of every row of Z."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _naive(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def _one_maximum(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum(axis=1, keepdims=True)


def _divided_across(Z):
    """Divide by the row sums as numbers of shape (n,), which NumPy lays along the columns."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    sums = e.sum(axis=1)
    return e / (sums if len(sums) == e.shape[1] else sums[:, None])


def _shifted_across(Z):
    largest = Z.max(axis=1)
    e = np.exp(Z - (largest if len(largest) == Z.shape[1] else largest[:, None]))
    return e / e.sum(axis=1, keepdims=True)


softmax_batch = FunctionExercise(
    name="softmax_batch",
    title="2.9 · Softmax for a batch",
    difficulty=2,
    task=r"""
`Z` has shape $(n, K)$: $K$ scores for each of $n$ examples. Return the softmax of every row,
$\hat y_k = e^{z_k} / \sum_j e^{z_j}$, of the same shape. Scores may lie anywhere between −1000 and
1000, and nothing may overflow.
""",
    hints=[
        "Softmax does not change if the same number is subtracted from all scores of a row. Which "
        "number makes every exponential harmless?",
        "Subtract from each row its own largest score: the largest exponential is then $e^0 = 1$. "
        "`keepdims=True` keeps the result of `max` and of `sum` a column.",
        "`e = np.exp(Z - Z.max(axis=1, keepdims=True))`. What is left is to divide `e` by the sums "
        "of its rows, again as a column.",
    ],
    solution=my_softmax,
    explanation=r"""
$\frac{e^{z_k - m}}{\sum_j e^{z_j - m}} = \frac{e^{-m} e^{z_k}}{e^{-m} \sum_j e^{z_j}}$: the factor
$e^{-m}$ cancels. With $m$ the largest score of the row, no exponent is positive, and the sum is at
least 1, so there is no division by 0. One $m$ for the whole batch would not do: a row far below it
would become 0/0.
""",
    overflow=(
        "Your function overflows here: it takes the exponential of a large positive number. Which "
        "number can be subtracted from a row without changing its softmax?"
    ),
    cases=[
        ([[0.0, 0.0]],),
        ([[1.0, 0.0, -1.0]],),
        ([[2.0, 1.0], [0.5, 3.0]],),
        ([[1.0, 2.0, 3.0], [-1.0, 0.0, 4.0], [2.0, 2.0, 1.0], [0.0, 0.5, 0.0]],),
        ([[1000.0, 999.0, 998.0]],),
        ([[1000.0, -1000.0, -1000.0], [-1000.0, -1001.0, -1000.5]],),
    ],
    mistakes=[
        Mistake(
            "It overflows: $e^{1000}$ is infinite, and infinity divided by infinity is `nan`. "
            "Subtract the largest score of each row first.",
            _naive,
        ),
        Mistake(
            "Softmax runs down the columns here. Every *row* is one example and sums to 1: "
            "`axis=1`.",
            lambda Z: softmax(Z.T).T,
        ),
        Mistake(
            "The largest score of the whole batch is subtracted. A row far below it underflows to "
            "0/0, which is `nan`: each row needs its own largest score.",
            _one_maximum,
        ),
        Mistake(
            "Everything is divided by one sum over the whole batch. Each row is divided by its "
            "own sum: `axis=1`.",
            lambda Z: (
                np.exp(Z - Z.max(axis=1, keepdims=True))
                / np.exp(Z - Z.max(axis=1, keepdims=True)).sum()
            ),
        ),
        Mistake(
            "One softmax runs over all entries of the batch. Each *row* is a distribution of its "
            "own.",
            lambda Z: softmax(Z.reshape(1, -1)).reshape(Z.shape),
        ),
        Mistake(
            "The division by the sum is missing: the rows do not sum to 1.",
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
        ),
        Mistake(
            "Where there are as many examples as classes, the row sums are laid along the columns. "
            "Keep them a column: `keepdims=True`.",
            _divided_across,
        ),
        Mistake(
            "Where there are as many examples as classes, the largest scores are laid along the "
            "columns. Keep them a column: `keepdims=True`.",
            _shifted_across,
        ),
        Mistake(
            "The sigmoid was applied to each score alone, so a row need not sum to 1.",
            sigmoid,
        ),
        Mistake(
            "The winner takes all: a 1 for the largest score, 0 for the rest. Softmax is soft: "
            "lower scores keep a part.",
            lambda Z: np.eye(Z.shape[1])[Z.argmax(axis=1)],
        ),
        Mistake(
            "The scores are divided by their sum, without exponentials. Scores may be negative, "
            "probabilities may not.",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
        ),
        Mistake(
            "These are the logarithms of the probabilities; take their exponential.",
            lambda Z: (
                Z
                - Z.max(axis=1, keepdims=True)
                - np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
            ),
        ),
        Mistake(
            "The sign is reversed: the *largest* score gets the largest probability.",
            lambda Z: softmax(-Z),
        ),
        Mistake(
            "The scores are cut off at a largest value. That stops the overflow, but scores above "
            "it become equal. Subtract instead of cutting.",
            lambda Z: _naive(np.clip(Z, -700, 700)),
        ),
    ],
)
