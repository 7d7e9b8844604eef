"""The example: a network, from its inputs to its outputs."""

from lecturekit import activations
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_forward(X, layers):
    """Return what the network answers for every row of X."""
    A = X
    for W, b, activation in layers:
        A = activation(A @ W.T + b)
    return A


def _with(change):
    """Return a forward pass whose every layer is `change`: (A, W, b, activation) to A."""

    def forward(X, layers):
        A = X
        for layer in layers:
            A = change(A, *layer)
        return A

    return forward


def _scores_of_last(X, layers):
    W, b, _ = layers[-1]
    return my_forward(X, layers[:-1]) @ W.T + b


def _each_from_the_inputs(X, layers):
    A = X
    for W, b, activation in layers:
        A = activation((X if W.shape[1] == X.shape[1] else A) @ W.T + b)
    return A


def _first_activation_everywhere(X, layers):
    return my_forward(X, [(W, b, layers[0][2]) for W, b, _ in layers])


def _not_transposed(A, W, b, activation):
    return activation(A @ (W if W.shape[0] == W.shape[1] else W.T) + b)


NETWORK = [
    ([[1.0, -1.0], [0.5, 1.0], [-1.0, 0.5]], [0.0, -0.5, 0.5], activations.tanh),
    ([[1.5, -2.0, 1.0]], [0.5], activations.sigmoid),
]

forward_pass = FunctionExercise(
    name="forward_pass",
    title="2.7 · A forward pass",
    difficulty=2,
    task="""
Run a network forward: return its answers for all rows of `X`, of shape $(n, d)$. `layers` is a list
with one triple `(W, b, activation)` for each layer, the first layer first. There may be any number
of layers; the result has one row for each example and one column for each output.
""",
    hints=[
        "One layer you can do already. What does the next layer take as its inputs?",
        "Keep one name for what goes from layer to layer, say `A`. It starts as `X`, and every "
        "layer replaces it.",
        "`for W, b, activation in layers:` replaces `A` by `activation(A @ W.T + b)`. After the "
        "loop, `A` is the answer.",
    ],
    solution=my_forward,
    imports="",
    explanation=r"""
This is $f = f_L \circ \dots \circ f_1$, read from right to left, as a loop. Whatever the depth,
only the current `A` is needed. (Training will need all of them; Part 3 keeps them.) A single
example of shape $(d,)$ may go through the same lines: `x @ W.T` is $Wx$.
""",
    cases=[
        ([[1.0, 2.0]], [([[1.0, -1.0]], [0.5], activations.identity)]),
        ([[1.0, 2.0]], NETWORK),
        ([[1.0, 2.0], [-1.0, 0.5], [0.0, 3.0]], NETWORK),
        (
            [[1.0, 0.5], [-1.0, 2.0]],
            [
                ([[1.0, 2.0], [-1.0, 0.5]], [0.5, -0.25], activations.relu),
                ([[0.5, -1.0], [2.0, 1.0]], [0.25, 0.5], activations.tanh),
                ([[1.0, -2.0], [0.5, 1.0]], [-1.0, 1.0], activations.identity),
            ],
        ),
    ],
    mistakes=[
        Mistake(
            "The activations are missing, so all layers collapse into one linear layer.",
            _with(lambda A, W, b, f: A @ W.T + b),
        ),
        Mistake("The biases are missing.", _with(lambda A, W, b, f: f(A @ W.T))),
        Mistake(
            "The biases come too late: they belong to the scores, inside the activation.",
            _with(lambda A, W, b, f: f(A @ W.T) + b),
        ),
        Mistake(
            "The activation comes too early: it bends the scores, not a layer's inputs.",
            _with(lambda A, W, b, f: f(A) @ W.T + b),
        ),
        Mistake(
            "The biases are subtracted; they are added.", _with(lambda A, W, b, f: f(A @ W.T - b))
        ),
        Mistake(
            "The last layer has no activation here. Outputs are neurons, too; one without an "
            "activation would say so, with the identity.",
            _scores_of_last,
        ),
        Mistake(
            "The last layer is missing: this is what the last *hidden* layer answers.",
            lambda X, layers: my_forward(X, layers[:-1]),
        ),
        Mistake(
            "This is what the first layer answers. A `return` inside the loop ends it too early.",
            lambda X, layers: my_forward(X, layers[:1]),
        ),
        Mistake(
            "Each layer is given `X` where the shapes allow it. A layer's inputs are the outputs "
            "of the layer *before*.",
            _each_from_the_inputs,
        ),
        Mistake(
            "Every layer uses the activation of the first one. Each has its own, the third entry "
            "of its triple.",
            _first_activation_everywhere,
        ),
        Mistake(
            "`W` is not turned where it is square. Its rows are the neurons, so the product is "
            "`A @ W.T`; with as many neurons as inputs `A @ W` runs too, and is wrong.",
            _with(_not_transposed),
        ),
        Mistake(
            "This is the answer for the first example alone; the batch has one in each row of `X`.",
            lambda X, layers: my_forward(X[:1], layers),
        ),
    ],
)
