"""Layers: a whole layer, for all examples at once."""

from lecturekit import activations
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_layer(X, W, b, activation):
    """Return what every neuron of the layer answers for every row of X."""
    return activation(X @ W.T + b)


def _not_transposed(X, W, b, activation):
    return activation(X @ (W if W.shape[0] == W.shape[1] else W.T) + b)


def _bias_down_the_rows(X, W, b, activation):
    Z = X @ W.T
    return activation(Z + (b[:, None] if len(X) == len(b) else b))


dense_layer = FunctionExercise(
    name="dense_layer",
    title="2.2 · A dense layer",
    difficulty=1,
    task="""
Return what a dense layer answers for a batch. `X` has shape $(n, d)$, `W` has shape $(p, d)$ with
one row for each neuron, `b` has shape $(p,)$, `activation` is a function such as `relu`. The result
has shape $(n, p)$: one row for each example, one column for each neuron.
""",
    hints=[
        "Shapes first: $(n, d)$ and $(p, d)$ are to become $(n, p)$. Which of the two has to be "
        "turned?",
        "`X @ W.T` has shape $(n, d)$ times $(d, p)$, so $(n, p)$. Column $k$ holds the weighted "
        "sums of neuron $k$.",
        "The scores are `Z = X @ W.T + b`: NumPy adds `b`, of shape $(p,)$, to every row. Now "
        "apply `activation` to `Z`.",
    ],
    solution=my_layer,
    imports="",
    explanation=r"""
Entry $(i, k)$ of `X @ W.T` is $w_k^\top x^{(i)}$: example $i$ meets neuron $k$. The bias of neuron
$k$ is added to all of column $k$, and the activation bends each entry on its own. With one neuron,
$p = 1$, this is the neuron of Part 1.
""",
    cases=[
        ([[1.0, 2.0]], [[3.0, -1.0]], [0.5], activations.identity),
        ([[1.0, 2.0], [-1.0, 0.5]], [[1.0, 0.5], [-2.0, 3.0]], [0.5, -1.0], activations.identity),
        (
            [[0.5, -1.0], [2.0, 1.0], [-1.5, 0.25]],
            [[1.0, -1.0], [0.5, 1.0], [-1.0, 0.5], [2.0, 0.3]],
            [0.1, -0.5, 0.5, 1.0],
            activations.tanh,
        ),
        (
            [[1.0, 0.0, -1.0], [2.0, 1.0, 0.5]],
            [[0.5, -1.0, 1.0], [1.0, 2.0, -0.5]],
            [1.0, -2.0],
            activations.relu,
        ),
    ],
    mistakes=[
        Mistake("The biases are missing.", lambda X, W, b, f: f(X @ W.T)),
        Mistake(
            r"The activation is missing: these are the scores $Z = XW^\top + b$, not yet "
            r"$\sigma(Z)$.",
            lambda X, W, b, f: X @ W.T + b,
        ),
        Mistake(
            "The biases come too late: they belong to the scores, inside the activation.",
            lambda X, W, b, f: f(X @ W.T) + b,
        ),
        Mistake(
            "The activation comes too early: it bends the scores, not the inputs.",
            lambda X, W, b, f: f(X) @ W.T + b,
        ),
        Mistake("The biases are subtracted; they are added.", lambda X, W, b, f: f(X @ W.T - b)),
        Mistake(
            "`W` is not turned where it is square. Its *rows* are the neurons, so the product is "
            "`X @ W.T`. With as many neurons as inputs `X @ W` runs too, and is wrong.",
            _not_transposed,
        ),
        Mistake(
            "The biases are added down the rows where there are as many examples as neurons. A "
            "bias belongs to a neuron, so to a *column*: add `b` as it is.",
            _bias_down_the_rows,
        ),
        Mistake(
            "The result is transposed: rows are examples, so the shape is $(n, p)$. It is "
            "`X @ W.T`, not `W @ X.T`.",
            lambda X, W, b, f: f(W @ X.T + b[:, None]),
        ),
        Mistake(
            "All biases are added up and given to every neuron. Each neuron has its own.",
            lambda X, W, b, f: f(X @ W.T + b.sum()),
        ),
        Mistake(
            "Only the first neuron answers here. The layer has one for each row of `W`.",
            lambda X, W, b, f: f(X @ W[0] + b[0]),
        ),
        Mistake(
            "Only the first example is used. The batch has one in each row of `X`.",
            lambda X, W, b, f: f(W @ X[0] + b),
        ),
        Mistake(
            "The weighted inputs are averaged; a neuron adds them up.",
            lambda X, W, b, f: f(X @ W.T / X.shape[1] + b),
        ),
    ],
)
