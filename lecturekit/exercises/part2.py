"""What the exercises of Part 2 need besides their texts: parity, and longer mistakes."""

from functools import reduce

import numpy as np

from lecturekit.activations import step
from lecturekit.exercises.part1 import GateExercise, written_sum
from lecturekit.exercises.values import Misread, as_numbers, kind, written

# ---- parity

CALL = "(W_1, b_1, w_2, b_2)"
SHAPES = {"W_1": (3, 3), "b_1": (3,), "w_2": (3,), "b_2": ()}
INPUTS = np.array(list(np.ndindex(2, 2, 2)), float)
PARITY = tuple(int(bits.sum() % 2) for bits in INPUTS)


class ParityExercise(GateExercise):
    """Find a 3-3-1 network of step neurons that computes parity. Any such network is right."""

    def read(self, attempt):
        """Return (W_1, b_1, w_2, b_2) as arrays, or None if something is still to be filled in."""
        if hasattr(attempt, "layers"):  # a Network
            if any(layer.activation.name != "step" for layer in attempt.layers):
                raise Misread(
                    "Not all layers of this network have the step activation, but it is needed: "
                    '`Network([3, 3, 1], "step", output="step")`.'
                )
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
        hidden, predicted = _run(*network)
        if predicted == PARITY:
            return self._right("All eight rows of the truth table come out.")
        first = next(k for k in range(8) if predicted[k] != PARITY[k])
        return self._wrong(self._reason(network, hidden, predicted), _facts(network, first))

    def _reason(self, network, hidden, predicted):
        """Say what is wrong, trying the most specific reason first."""
        W_1, b_1, w_2, b_2 = network
        if _run(W_1.T, b_1, w_2, b_2)[1] == PARITY:
            return (
                "With `W_1` transposed it would compute parity. Row $k$ of `W_1` holds the weights "
                "of hidden neuron $k$, not those of input $k$."
            )
        if _strictly(*network) == PARITY:
            return (
                "A score of exactly 0 counts as 1: the step outputs 1 where z ≥ 0. Move the bias a "
                "little."
            )
        return _of_the_hidden_layer(hidden) or _of_the_output(hidden, predicted, self.others)


def _run(W_1, b_1, w_2, b_2):
    """Return the outputs of the hidden neurons and of the network at the eight corners."""
    hidden = step(INPUTS @ W_1.T + b_1)
    return hidden, tuple(int(output) for output in step(hidden @ w_2 + b_2))


def _facts(network, row):
    """Write out the forward pass for one corner, with all its sums."""
    (W_1, b_1, w_2, b_2), corner = network, _corner(row)
    facts, h = {"input": f"x = {corner}"}, []
    for k, theta in enumerate(np.column_stack([W_1, b_1]), start=1):
        h.append(int(step(theta[:3] @ corner + theta[3])))
        facts[f"hidden neuron {k}"] = f"step({written_sum(theta, corner)}) = {h[-1]}"
    theta = np.append(w_2, b_2)
    z, sums = float(theta[:3] @ h + theta[3]), written_sum(theta, h)
    facts["your value"] = f"step({sums}) = step({written(z)}) = {int(step(z))}"
    return facts | {"expected value": str(PARITY[row])}


def _corner(row):
    return tuple(map(int, INPUTS[row]))


def _strictly(W_1, b_1, w_2, b_2):
    """Return the outputs of the network if its neurons output 1 only where z > 0."""
    hidden = INPUTS @ W_1.T + b_1 > 0
    return tuple(int(z > 0) for z in hidden @ w_2 + b_2)


def _of_the_hidden_layer(hidden):
    """Say why no output neuron can compute parity from these hidden outputs, or return None."""
    for k, column in enumerate(hidden.T, start=1):
        if len(set(column)) == 1:
            return (
                f"Hidden neuron {k} outputs {int(column[0])} at all eight corners: it separates "
                "nothing, and the other two are not enough."
            )
    for i, j in ((0, 1), (0, 2), (1, 2)):
        if len(set(hidden[:, i] == hidden[:, j])) == 1:
            return (
                f"Hidden neurons {i + 1} and {j + 1} separate the corners in the same way. That "
                "leaves two different neurons, which are not enough."
            )
    places = {}
    for row, place in enumerate(map(tuple, hidden)):
        twin = places.setdefault(place, row)
        if PARITY[twin] != PARITY[row]:
            return (
                f"The corners {_corner(twin)} and {_corner(row)} both land on the hidden point "
                f"{tuple(map(int, place))}, but their parities differ. No output neuron can "
                "separate them again."
            )
    w, odd = np.array(list(np.ndindex(5, 5, 5))) - 2, np.array(PARITY, bool)
    scores = hidden @ w.T  # for corners of a cube, weights from -2 to 2 give every plane there is
    if not (scores[odd].min(axis=0) > scores[~odd].max(axis=0)).any():
        return (
            "No output neuron separates these hidden points: no plane has those of odd parity on "
            "one side and the others on the other. Change the hidden neurons."
        )
    return None


def _of_the_output(hidden, predicted, others):
    if predicted == tuple(1 - bit for bit in PARITY):
        return (
            "This outputs 1 where the number of ones is *even*. Turn the signs of `w_2` and `b_2` "
            "round (and mind scores of exactly 0)."
        )
    if predicted in others:
        return f"Look at the output neuron: {others[predicted]}"
    wrong = [k for k in range(8) if predicted[k] != PARITY[k]]
    places = [f"{_corner(k)}, at the hidden point {tuple(map(int, hidden[k]))}" for k in wrong[:3]]
    return f"{8 - len(wrong)} of the 8 rows are right. Wrong: {'; '.join(places)}."


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
        rows = " Each row holds the three weights of a hidden neuron." if name == "W_1" else ""
        if array.shape[:1] == (4,):
            rows = " One neuron for each true row makes four; three are enough."
        raise Misread(f"`{name}` {came}, but {needed} is needed.{rows}")
    if not np.isfinite(array).all():
        raise Misread(f"`{name}` holds infinity or nan; finite numbers are needed.")
    return array


def _is_unfilled(value):
    if isinstance(value, (list, tuple)):
        return any(map(_is_unfilled, value))
    return value is ... or value is None


# ---- dead_neurons


def ask(
    X,
    layers,
    change=lambda A, W, b: np.maximum(0, A @ W.T + b),
    dead=lambda A: (A == 0).all(axis=0).sum(),
):
    """Return ``dead(A)`` for each layer, whose output is ``A = change(A, W, b)``."""
    A, counts = X, []
    for W, b in layers:
        A = change(A, W, b)
        counts.append(dead(A))
    return counts


def each_from_the_inputs(X, layers):
    def change(A, W, b):
        return np.maximum(0, (X if W.shape[1] == X.shape[1] else A) @ W.T + b)

    return ask(X, layers, change)


def linear_at_the_end(X, layers):
    A = reduce(lambda A, layer: np.maximum(0, A @ layer[0].T + layer[1]), layers[:-1], X)
    W, b = layers[-1]
    return [*ask(X, layers[:-1]), (A @ W.T + b == 0).all(axis=0).sum()]


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
