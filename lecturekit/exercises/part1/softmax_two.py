"""Activation functions: softmax for two classes, made from the sigmoid."""

import numpy as np

from lecturekit.activations import sigmoid, softmax
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_softmax(Z):
    """Return the softmax of every row of Z, computed with the sigmoid alone."""
    first = sigmoid(Z[:, 0] - Z[:, 1])
    return np.column_stack([first, 1 - first])


def _naive(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


softmax_two = FunctionExercise(
    name="softmax_two",
    title="1.10 · Softmax of two, without softmax",
    difficulty=3,
    task="""
For two classes, softmax is a sigmoid in disguise. `Z` has shape $(n, 2)$: two scores in each row.
Return the softmax of every row, of shape $(n, 2)$, using `sigmoid` and no exponential of your own.
Scores may be as large as 1000.
""",
    hints=[
        r"Write $\hat y_1 = e^{z_1}/(e^{z_1} + e^{z_2})$ and divide numerator and denominator by "
        "$e^{z_1}$.",
        "You get $1/(1 + e^{-(z_1 - z_2)})$: a sigmoid of the *difference* of the scores. And "
        r"$\hat y_2 = 1 - \hat y_1$.",
        "`first = sigmoid(Z[:, 0] - Z[:, 1])`. Put `first` and `1 - first` side by side with "
        "`np.column_stack`.",
    ],
    solution=my_softmax,
    imports="import numpy as np\n\nfrom lecturekit.activations import sigmoid",
    explanation=r"""
$\hat y_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}} = \frac{1}{1 + e^{-(z_1 - z_2)}} = \sigma(z_1 - z_2)$.
Only the difference of the scores counts, so one neuron with one score is enough for two classes.
For $K$ classes, $K - 1$ differences would do, too.
""",
    overflow=(
        "Your function overflows here: it takes the exponential of a large score. The difference "
        "of the two scores and `sigmoid` are enough."
    ),
    cases=[
        ([[0.0, 0.0]],),
        ([[1.0, 0.0]],),
        ([[2.0, -1.0], [0.5, 3.0]],),
        ([[1000.0, 999.0]],),
        ([[1.0, 2.0], [-3.0, 0.0], [4.0, 4.0]],),
    ],
    mistakes=[
        Mistake(
            "The two columns are swapped: the larger score must get the larger probability.",
            lambda Z: softmax(Z)[:, ::-1],
        ),
        Mistake(
            "The sigmoid was applied to each score alone, so a row need not sum to 1. Only the "
            "difference of the two scores counts.",
            sigmoid,
        ),
        Mistake(
            "The sigmoids of the two scores were divided by their sum. The rows sum to 1 now, but "
            "it is another function: only the difference of the scores may count.",
            lambda Z: sigmoid(Z) / sigmoid(Z).sum(axis=1, keepdims=True),
        ),
        Mistake(
            "It overflows: $e^{1000}$ is infinite, and infinity divided by infinity is `nan`. Use "
            "the difference of the scores.",
            _naive,
        ),
        Mistake(
            "The sum runs over the wrong axis: every *row* is one example and sums to 1.",
            lambda Z: softmax(Z.T).T,
        ),
        Mistake(
            "This is the first column alone; both probabilities are asked for, shape $(n, 2)$.",
            lambda Z: softmax(Z)[:, 0],
        ),
        Mistake(
            "This is the second column alone; both probabilities are asked for, shape $(n, 2)$.",
            lambda Z: softmax(Z)[:, 1],
        ),
        Mistake(
            "The two probabilities lie one above the other, shape $(2, n)$; put them side by "
            "side, one row for each example: `np.column_stack`.",
            lambda Z: softmax(Z).T,
        ),
        Mistake(
            "Both columns hold the probability of the first class; the second class gets the rest.",
            lambda Z: np.column_stack([sigmoid(Z[:, 0] - Z[:, 1])] * 2),
        ),
    ],
)
