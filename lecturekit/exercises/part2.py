"""What the exercises of Part 2 need besides their texts: XOR, and longer mistakes."""

from functools import reduce

import numpy as np

from lecturekit import activations
from lecturekit.activations import step
from lecturekit.exercises.part1 import CORNERS, GateExercise, written_sum
from lecturekit.exercises.values import Misread, as_numbers, kind, written

# ---- xor_weights

CALL = "(W_1, b_1, w_2, b_2)"
SHAPES = {"W_1": (2, 2), "b_1": (2,), "w_2": (2,), "b_2": ()}
INPUTS = np.array(CORNERS, float)
XOR = (0, 1, 1, 0)


class XorExercise(GateExercise):
    """Find a 2-2-1 network of step neurons that computes XOR. Any such network is right."""

    def read(self, attempt):
        """Return (W_1, b_1, w_2, b_2) as arrays, or None if something is still to be filled in."""
        if hasattr(attempt, "layers"):  # a Network
            attempt = [part for layer in attempt.layers for part in (layer.W, layer.b)]
        if not isinstance(attempt, (list, tuple)):
            raise Misread(f"This is {kind(attempt)}, but four things are needed: `{CALL}`.")
        if _is_unfilled(attempt):
            return None
        if len(attempt) != 4:
            things = f"A {type(attempt).__name__} of {len(attempt)}"
            raise Misread(f"{things} came, but four things are needed: `{CALL}`.")
        return [_part(value, *item) for value, item in zip(attempt, SHAPES.items(), strict=True)]

    def verdict(self, network):
        hidden, answers = _run(*network)
        if answers == XOR:
            return self._right("All four rows of the truth table come out.")
        first = next(k for k in range(4) if answers[k] != XOR[k])
        return self._wrong(
            self._reason(network, hidden, answers), _facts(*network, CORNERS[first], XOR[first])
        )

    def _reason(self, network, hidden, answers):
        """Say what is wrong, trying the most specific reason first."""
        W_1, b_1, w_2, b_2 = network
        if _run(W_1.T, b_1, w_2, b_2)[1] == XOR:
            return (
                "With `W_1` transposed it would compute XOR. Row $k$ of `W_1` holds the weights of "
                "hidden neuron $k$, not those of input $k$."
            )
        if _strictly(*network) == XOR:
            return (
                "A score of exactly 0 counts as 1: the step answers 1 where z ≥ 0. Move the bias a "
                "little."
            )
        return _of_the_hidden_layer(hidden.T) or _of_the_output(hidden, answers, self.others)


def _run(W_1, b_1, w_2, b_2):
    """Return the outputs of the hidden neurons and of the network at the four corners."""
    hidden = step(INPUTS @ W_1.T + b_1)
    return hidden, tuple(int(answer) for answer in step(hidden @ w_2 + b_2))


def _facts(W_1, b_1, w_2, b_2, corner, expected):
    """Write out the forward pass for one corner, with all its sums."""
    facts, h = {"input": f"x = {corner}"}, []
    for k in (0, 1):
        theta = np.append(W_1[k], b_1[k])
        h.append(int(step(theta[:2] @ corner + theta[2])))
        facts[f"hidden neuron {k + 1}"] = f"step({written_sum(theta, corner)}) = {h[k]}"
    theta = np.append(w_2, b_2)
    z = float(theta[:2] @ h + theta[2])
    sums = written_sum(theta, h)
    facts["your value"] = f"step({sums}) = step({written(z)}) = {int(step(z))}"
    return facts | {"expected value": str(expected)}


def _strictly(W_1, b_1, w_2, b_2):
    """Return the outputs of the network if its neurons output 1 only where z > 0."""
    hidden = INPUTS @ W_1.T + b_1 > 0
    return tuple(int(z > 0) for z in hidden @ w_2 + b_2)


def _of_the_hidden_layer(columns):
    """Say why no output neuron can compute XOR from these hidden outputs, or return None."""
    for k, column in enumerate(columns, start=1):
        if len(set(column)) == 1:
            return (
                f"Hidden neuron {k} answers {int(column[0])} at all four corners: it separates "
                "nothing, and the other one alone is a single line."
            )
    one, two = columns
    if np.array_equal(one, two):
        return (
            "Both hidden neurons answer the same at every corner. They draw one line twice, and "
            "one line is not enough for XOR."
        )
    if np.array_equal(one, 1 - two):
        return (
            "The hidden neurons always answer the opposite of each other. They draw the same line "
            "from its two sides, and one line is not enough for XOR."
        )
    points = [(int(a), int(b)) for a, b in zip(one, two, strict=True)]
    for i in range(4):
        for j in range(i + 1, 4):
            if points[i] == points[j] and XOR[i] != XOR[j]:
                return (
                    f"The corners {CORNERS[i]} and {CORNERS[j]} both land on the hidden point "
                    f"{points[i]}, but XOR wants different answers there. No output neuron can "
                    "part them again."
                )
    if len(set(points)) == 4:
        return (
            "Each hidden neuron looks at one input only, so the four corners are four corners "
            "again, and the output neuron has XOR to solve as before. At least one hidden neuron "
            "must combine both inputs."
        )
    return None


def _of_the_output(hidden, answers, others):
    good = (
        "The hidden layer is fine: one line separates its points. But the output neuron does not "
        "draw it: "
    )
    if answers == tuple(1 - answer for answer in XOR):
        return (
            "This is XNOR, the opposite of XOR at every corner. Turn the signs of `w_2` and `b_2` "
            "round (and mind scores of exactly 0)."
        )
    if answers in others:
        return good + others[answers]
    wrong = [k for k in range(4) if answers[k] != XOR[k]]
    places = [f"{CORNERS[k]}, at the hidden point {tuple(map(int, hidden[k]))}" for k in wrong]
    return f"{good}it is wrong for {' and for '.join(places)}."


def _part(value, name, shape):
    try:
        array, _ = as_numbers(value)
    except Misread:
        raise Misread(f"`{name}` is {kind(value)}, but numbers are needed.") from None
    if array.shape == (1, *shape):  # a row for the one output neuron, or [b_2]
        array = array.reshape(shape)
    if array.shape != shape:
        needed = f"shape {shape}" if shape else "a single number"
        came = f"has shape {array.shape}" if array.ndim else "is a single number"
        rows = " Each row holds the two weights of a hidden neuron." if name == "W_1" else ""
        raise Misread(f"`{name}` {came}, but {needed} is needed.{rows}")
    if not np.isfinite(array).all():
        raise Misread(f"`{name}` holds infinity or nan; finite numbers are needed.")
    return array


def _is_unfilled(value):
    if isinstance(value, (list, tuple)):
        return any(map(_is_unfilled, value))
    return value is ... or value is None


# ---- compose_shapes

NAMES = "`W_1`, `A_1`, `W_2` and `A_2`"


def read_shapes(value):
    """Read four pairs as an array of shape (4, 2)."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return as_numbers(value)  # raises, and says what this is instead
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


# ---- forward_pass

NETWORK = [
    ([[1.0, -1.0], [0.5, 1.0], [-1.0, 0.5]], [0.0, -0.5, 0.5], activations.tanh),
    ([[1.5, -2.0, 1.0]], [0.5], activations.sigmoid),
]


def layer_by_layer(change):
    """Return a forward pass in which each layer computes ``change(A, W, b, activation)``."""

    def forward(X, layers):
        A = X
        for layer in layers:
            A = change(A, *layer)
        return A

    return forward


def each_from_the_inputs(X, layers):
    A = X
    for W, b, activation in layers:
        A = activation((X if W.shape[1] == X.shape[1] else A) @ W.T + b)
    return A


# ---- hinges


def slopes_of(t, v):
    return np.diff(v) / np.diff(t)


def running_weights(t, v):
    """Subtract the previous weight from each slope."""
    weights = [0.0]
    for slope in slopes_of(t, v):
        weights.append(slope - weights[-1])
    return weights[1:]


# ---- convolution_matrix


def places(kernel, h, w):
    """Return the positions of a filter, numbered, in the shape of its feature map."""
    shape = (h - kernel.shape[0] + 1, w - kernel.shape[1] + 1)
    return np.arange(shape[0] * shape[1]).reshape(shape)


def starting_at(start, width):
    """Return a matrix builder: row k begins at `start`, kernel rows are `width` apart."""

    def matrix(kernel, h, w):
        r, s = kernel.shape
        W = np.zeros(((h - r + 1) * (w - s + 1), 2 * h * w))
        for k in range(len(W)):
            for a in range(r):
                first = start(k, w, w - s + 1) + a * width(w, s)
                W[k, first : first + s] = kernel[a]
        return W[:, : h * w]

    return matrix


# ---- receptive_field


def backwards(step, side=1):
    """Return a function that goes through the layers from the last to the first."""
    return lambda layers: reduce(lambda side, layer: step(side, *layer), layers[::-1], side)
