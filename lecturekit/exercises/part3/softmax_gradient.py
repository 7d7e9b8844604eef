"""Backpropagation: softmax and its cross-entropy, differentiated as one."""

import numpy as np

from lecturekit.activations import sigmoid, softmax
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_softmax_gradient(Z, y):
    """Return dJ/dZ for the mean cross-entropy J of softmax(Z) with class numbers y."""
    y_hat = softmax(Z)
    one_hot = np.eye(Z.shape[1])[y]
    return (y_hat - one_hot) / len(Z)


def _one_hot(Z, y):
    return np.eye(Z.shape[1])[y]


def _error(Z, y):
    return softmax(Z) - _one_hot(Z, y)


softmax_gradient = FunctionExercise(
    name="softmax_gradient",
    title="3.7 · Softmax and cross-entropy, fused",
    difficulty=2,
    task=r"""
The scores `Z` of shape $(n, K)$ go through softmax, and $J$ is the *mean* cross-entropy over the
$n$ examples: $J = -\frac1n \sum_i \log \hat y_{i, y_i}$. The labels `y`, of shape $(n,)$, are class
numbers from 0 to $K - 1$. Return $\partial J/\partial Z$, of shape $(n, K)$. `softmax` of
`lecturekit.activations` works on the rows of `Z`.
""",
    hints=[
        r"For one example $J = -\log \hat y_c = -z_c + \log \sum_k e^{z_k}$, with $c$ the right "
        "class. Differentiate with respect to one score $z_k$.",
        r"The second term gives $e^{z_k} / \sum_j e^{z_j} = \hat y_k$, for every $k$. The first "
        "one gives −1, but for $k = c$ only.",
        r"So it is $\hat y$ minus a one-hot row, which has its 1 at the right class: "
        "`np.eye(K)[y]` has these rows. Then comes the mean.",
    ],
    solution=my_softmax_gradient,
    imports="import numpy as np\n\nfrom lecturekit.activations import softmax",
    explanation=r"""
$\frac{\partial J}{\partial Z} = \frac1n (\hat Y - Y)$ with one-hot rows $Y$: the same short formula
as for the sigmoid. All $1/\hat y$ of the logarithm cancel against the slopes of softmax, so nothing
blows up when $\hat y$ is nearly 0. Each row sums to 0: what the right class gains, the others lose.
""",
    cases=[
        ([[0.0, 0.0]], np.array([0])),
        ([[1.0, 0.0, -1.0]], np.array([2])),
        ([[2.0, 1.0], [0.5, 3.0]], np.array([1, 1])),
        (
            [[1.0, 2.0, 3.0], [-1.0, 0.0, 4.0], [2.0, 2.0, 1.0], [0.0, 0.5, 0.0]],
            np.array([2, 0, 1, 1]),
        ),
        ([[40.0, 0.0, 0.0], [0.0, 1.0, 0.5], [0.3, 0.2, 0.1]], np.array([1, 0, 2])),
    ],
    mistakes=[
        Mistake(
            "The mean is missing: divide by the number of examples, $n$.",
            _error,
        ),
        Mistake(
            r"The sign is reversed: it is $\hat y$ minus the one-hot target. (The minus of "
            "gradient descent comes later, in the update.)",
            lambda Z, y: -_error(Z, y) / len(Z),
        ),
        Mistake(
            "The sign is reversed, and the mean is missing too.",
            lambda Z, y: -_error(Z, y),
        ),
        Mistake(
            "The class *number* is subtracted from a whole row. Only the right class has a "
            "target of 1, all others 0: make the labels one-hot.",
            lambda Z, y: (softmax(Z) - y[:, None]) / len(Z),
        ),
        Mistake(
            r"The targets are not used: this is $\hat y / n$. Subtract 1 at the right class.",
            lambda Z, y: softmax(Z) / len(Z),
        ),
        Mistake(
            "Softmax is missing: the targets are subtracted from the scores themselves.",
            lambda Z, y: (Z - _one_hot(Z, y)) / len(Z),
        ),
        Mistake(
            "It is divided by all $nK$ entries. $J$ is the mean over the $n$ *examples*.",
            lambda Z, y: _error(Z, y) / Z.size,
        ),
        Mistake(
            "It is divided by the number of classes, not of examples.",
            lambda Z, y: _error(Z, y) / Z.shape[1],
        ),
        Mistake(
            r"This is the derivative with respect to $\hat y$, not $Z$: it is still to go through "
            "softmax.",
            lambda Z, y: -_one_hot(Z, y) / softmax(Z) / len(Z),
        ),
        Mistake(
            r"There is a factor $\hat y (1 - \hat y)$ too many: the slope of softmax has cancelled "
            "already.",
            lambda Z, y: _error(Z, y) * softmax(Z) * (1 - softmax(Z)) / len(Z),
        ),
        Mistake(
            "Only the right class has a slope here. But each score is in the sum below the "
            "fraction, so the others have one, too.",
            lambda Z, y: _error(Z, y) * _one_hot(Z, y) / len(Z),
        ),
        Mistake(
            "The right class has no slope here. It is there that 1 is subtracted.",
            lambda Z, y: _error(Z, y) * (1 - _one_hot(Z, y)) / len(Z),
        ),
        Mistake(
            "Sigmoids are used, one for each class. Softmax shares one probability out over a row.",
            lambda Z, y: (sigmoid(Z) - _one_hot(Z, y)) / len(Z),
        ),
        Mistake(
            "Softmax runs down the columns here. Each *row* is one example.",
            lambda Z, y: (softmax(Z.T).T - _one_hot(Z, y)) / len(Z),
        ),
        Mistake(
            "The answers were rounded to classes. The gradient keeps the probabilities.",
            lambda Z, y: (np.eye(Z.shape[1])[Z.argmax(axis=1)] - _one_hot(Z, y)) / len(Z),
        ),
        Mistake(
            "The mean is taken over the examples of the result. It must keep a row for each: "
            "divide by $n$, do not add up.",
            lambda Z, y: _error(Z, y).mean(axis=0),
        ),
        Mistake(
            r"The targets are divided by $n$, but $\hat y$ is not: mind the brackets.",
            lambda Z, y: softmax(Z) - _one_hot(Z, y) / len(Z),
        ),
        Mistake(
            "This is $J$ itself, the mean cross-entropy. Its gradient is asked for.",
            lambda Z, y: -np.log(softmax(Z)[np.arange(len(y)), y]).mean(),
        ),
    ],
)
