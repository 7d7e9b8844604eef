"""Backpropagation: what a dense layer sends back, to its weights, its biases and its inputs."""

from lecturekit.exercises.functions import Mistake
from lecturekit.exercises.parts import PartsExercise


def my_dense_gradient(X, W, delta):
    """Return dJ/dW, dJ/db and dJ/dX for Z = X @ W.T + b, where delta = dJ/dZ."""
    return delta.T @ X, delta.sum(axis=0), delta @ W


def _changed(**parts):
    """Return a gradient function some of whose parts are made in another, wrong way."""

    def gradient(X, W, delta):
        right = dict(zip(("dW", "db", "dX"), my_dense_gradient(X, W, delta), strict=True))
        return tuple(parts[name](X, W, delta) if name in parts else right[name] for name in right)

    return gradient


def _swapped(X, W, delta):
    dW, db, dX = my_dense_gradient(X, W, delta)
    return dX, db, dW


def _scaled(factor_of):
    """Return a gradient function whose three parts are multiplied by a factor."""
    return lambda X, W, delta: tuple(
        factor_of(X, delta) * part for part in my_dense_gradient(X, W, delta)
    )


dense_gradient = PartsExercise(
    name="dense_gradient",
    title="3.5 · The gradient of a dense layer",
    difficulty=2,
    task=r"""
A dense layer computed $Z = XW^\top + b$ for a batch. Given `X` of shape $(n, d)$, `W` of shape
$(p, d)$ and `delta` $= \partial J/\partial Z$ of shape $(n, p)$, return three arrays: `dW`, `db`
and `dX`, the gradients of $J$ with respect to $W$, $b$ and $X$, each in the shape of its own
letter. ($J$ is a mean over the examples; its $1/n$ is already inside `delta`.)
""",
    parts={"dW": "W", "db": "b", "dX": "X"},
    hints=[
        "Shapes first: `dW` is $(p, d)$, made of `delta` $(n, p)$ and `X` $(n, d)$. Which of the "
        "two must be turned? And what is left for `dX`, $(n, d)$?",
        r"$Z_{ik} = \sum_j X_{ij} W_{kj} + b_k$. The weight $W_{kj}$ is used by every example "
        r"$i$, so all examples add up: $\sum_i \delta_{ik} X_{ij}$. The same holds for $b_k$.",
        "`dW = delta.T @ X`, and `db` is `delta` summed over the examples, `axis=0`. For `dX`: "
        "$X_{ij}$ is used by every neuron $k$, with the weight $W_{kj}$.",
    ],
    solution=my_dense_gradient,
    imports="",
    explanation=r"""
Each is a fork, so each is a sum over its users. A weight and a bias are used by all examples:
$\partial J/\partial W_{kj} = \sum_i \delta_{ik} X_{ij}$ is `delta.T @ X`, and
$\partial J/\partial b_k = \sum_i \delta_{ik}$. An input is used by all neurons:
$\partial J/\partial X_{ij} = \sum_k \delta_{ik} W_{kj}$ is `delta @ W`. Forward it is `W.T`,
backward it is `W`. No further division by $n$: `delta` has it already.
""",
    cases=[
        ([[2.0, 3.0]], [[1.0, -1.0]], [[0.5]]),
        ([[1.0, 2.0], [3.0, -1.0]], [[0.5, 1.0], [-1.0, 2.0]], [[0.1, -0.2], [0.3, 0.4]]),
        (
            [[1.0, 0.5, -1.0], [2.0, -1.0, 0.0]],
            [[1.0, 2.0, 0.5], [-0.5, 1.0, 3.0], [0.0, -1.0, 1.0], [2.0, 0.5, -2.0]],
            [[0.5, -0.25, 0.1, 0.2], [-0.5, 1.0, 0.3, -0.1]],
        ),
        (
            [[1.0, -1.0], [0.5, 2.0], [-1.5, 0.25]],
            [[1.0, 0.5], [2.0, -1.0], [-0.5, 3.0]],
            [[0.2, -0.1, 0.3], [-0.4, 0.5, 0.1], [0.6, 0.2, -0.3]],
        ),
    ],
    mistakes=[
        Mistake(
            "`dW` is transposed: rows are neurons, as in `W`. It is `delta.T @ X`, not "
            "`X.T @ delta`.",
            _changed(dW=lambda X, W, delta: X.T @ delta),
        ),
        Mistake(
            "Where `delta` is square it is not turned: `delta.T @ X`. Otherwise `delta @ X` mixes "
            "up examples and neurons.",
            _changed(
                dW=lambda X, W, delta: (
                    delta @ X if delta.shape[0] == delta.shape[1] else delta.T @ X
                )
            ),
        ),
        Mistake(
            "`W` is transposed in `dX` where it is square. Forward it is `W.T`, backward `W` as it "
            "is: `delta @ W`.",
            _changed(
                dX=lambda X, W, delta: delta @ (W.T if W.shape[0] == W.shape[1] else W),
            ),
        ),
        Mistake(
            "In `db` the sum over the examples is missing: all of them use the same bias.",
            _changed(db=lambda X, W, delta: delta),
        ),
        Mistake(
            "`db` is summed along the wrong axis. A bias belongs to a neuron, so to a column of "
            "`delta`: `axis=0` adds up the examples.",
            _changed(db=lambda X, W, delta: delta.sum(axis=1)),
        ),
        Mistake(
            "`db` is a mean over the examples. It is their sum: `delta` has the $1/n$ in it "
            "already.",
            _changed(db=lambda X, W, delta: delta.mean(axis=0)),
        ),
        Mistake(
            "`db` is one number. Each neuron has a bias of its own: sum with `axis=0`.",
            _changed(db=lambda X, W, delta: delta.sum()),
        ),
        Mistake(
            "`db` is summed over the examples, but kept as a row, $(1, p)$. `b` has the shape "
            "$(p,)$.",
            _changed(db=lambda X, W, delta: delta.sum(axis=0, keepdims=True)),
        ),
        Mistake(
            "`dW` is divided by $n$ once too often: `delta` has the $1/n$ in it already.",
            _changed(dW=lambda X, W, delta: delta.T @ X / len(X)),
        ),
        Mistake(
            "The weights and biases are divided by $n$ once too often: `delta` has the $1/n$ in it "
            "already.",
            _changed(
                dW=lambda X, W, delta: delta.T @ X / len(X),
                db=lambda X, W, delta: delta.mean(axis=0),
            ),
        ),
        Mistake(
            "There is a $1/n$ too many. `delta` has it in it already.",
            _scaled(lambda X, delta: 1 / len(X)),
        ),
        Mistake(
            "There is a factor $n$ too many: `delta` is the slope of the *mean*, and stays so.",
            _scaled(lambda X, delta: len(X)),
        ),
        Mistake(
            "The sign is reversed. The minus belongs to the update, not to the gradient.",
            _scaled(lambda X, delta: -1),
        ),
        Mistake("`dW` and `dX` are swapped: the order is `dW`, `db`, `dX`.", _swapped),
        Mistake(
            "`delta` is multiplied by `X` once more in `dX`. An input's local derivatives are the "
            "weights: `delta @ W`.",
            _changed(dX=lambda X, W, delta: (delta @ W) * X),
        ),
        Mistake(
            "`dX` is that of the sum over all neurons with weight 1: the weights are missing.",
            _changed(dX=lambda X, W, delta: delta.sum(axis=1, keepdims=True) + 0 * X),
        ),
        Mistake(
            "`dX` is `W` summed over the neurons: the upstream `delta` is missing.",
            _changed(dX=lambda X, W, delta: W.sum(axis=0) + 0 * X),
        ),
        Mistake(
            "`dX` is averaged over the neurons. All of them use the input: add up.",
            _changed(dX=lambda X, W, delta: delta @ W / len(W)),
        ),
        Mistake(
            "In `dW` the upstream `delta` is missing: these are sums of inputs.",
            _changed(dW=lambda X, W, delta: X.sum(axis=0) + 0 * W),
        ),
        Mistake(
            "Only the first example is used. Weights and biases collect from every row.",
            _changed(
                dW=lambda X, W, delta: delta[:1].T @ X[:1],
                db=lambda X, W, delta: delta[0],
            ),
        ),
    ],
)
