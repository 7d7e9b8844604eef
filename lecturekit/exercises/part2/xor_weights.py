"""Intuition: the weights of a small network that computes XOR."""

import numpy as np

from lecturekit.activations import step
from lecturekit.exercises.exercise import SECONDS, Exercise
from lecturekit.exercises.gates import CORNERS, written_sum
from lecturekit.exercises.notes import Feedback
from lecturekit.exercises.observing import read_within
from lecturekit.exercises.values import Misread, as_numbers, kind, written

CALL = "(W_1, b_1, w_2, b_2)"
SHAPES = {"W_1": (2, 2), "b_1": (2,), "w_2": (2,), "b_2": ()}
INPUTS = np.array(CORNERS, float)
XOR = (0, 1, 1, 0)
TABLES = {
    (0, 1, 1, 1): "it computes OR. At $(1, 1)$ its score must fall below 0, so one of the hidden "
    "neurons must speak against the other.",
    (0, 0, 0, 1): "it computes AND. At $(0, 1)$ and $(1, 0)$ its score must reach 0, at $(1, 1)$ "
    "it must not.",
    (1, 1, 1, 0): "it computes NAND. At $(0, 0)$ its score must fall below 0.",
    (1, 0, 0, 0): "it computes NOR. At $(0, 0)$ its score must fall below 0, at $(0, 1)$ and "
    "$(1, 0)$ it must not.",
    (0, 0, 0, 0): "it answers 0 everywhere. At $(0, 1)$ and $(1, 0)$ its score must reach 0.",
    (1, 1, 1, 1): "it answers 1 everywhere. At $(0, 0)$ and $(1, 1)$ its score must fall below 0.",
}


class XorExercise(Exercise):
    """Find a 2-2-1 network of step neurons that computes XOR. Every one that does is right."""

    def judge(self, attempt):
        try:
            network = read_within(SECONDS, _read, attempt)
        except Misread as misread:
            return self._wrong(str(misread))
        if network is None:
            return self._unfilled()
        hidden, answers = _run(*network)
        if answers == XOR:
            return Feedback(
                "right",
                "All four rows of the truth table come out.",
                advice=f"Compare: `exercises.{self.name}.solution()`",
            )
        first = next(k for k in range(4) if answers[k] != XOR[k])
        return self._wrong(
            _diagnosis(network, hidden, answers), _facts(*network, CORNERS[first], XOR[first])
        )


def _run(W_1, b_1, w_2, b_2):
    """Return what the hidden neurons and the output answer at the four corners."""
    hidden = step(INPUTS @ W_1.T + b_1)
    return hidden, tuple(int(answer) for answer in step(hidden @ w_2 + b_2))


def _facts(W_1, b_1, w_2, b_2, corner, expected):
    """Write out one corner's way through the network, with all its sums."""
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


def _diagnosis(network, hidden, answers):
    """Say what is wrong, from the most special reason to the plainest."""
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
    return _of_the_hidden_layer(hidden.T) or _of_the_output(hidden, answers)


def _strictly(W_1, b_1, w_2, b_2):
    """Return the answers of neurons that answer 1 only where z > 0."""
    hidden = INPUTS @ W_1.T + b_1 > 0
    return tuple(int(z > 0) for z in hidden @ w_2 + b_2)


def _of_the_hidden_layer(columns):
    """Say why no output neuron could build XOR on these hidden answers, or return None."""
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


def _of_the_output(hidden, answers):
    good = (
        "The hidden layer is fine: one line separates its points. But the output neuron does not "
        "draw it: "
    )
    if answers == tuple(1 - answer for answer in XOR):
        return (
            "This is XNOR, the opposite of XOR at every corner. Turn the signs of `w_2` and `b_2` "
            "round (and mind scores of exactly 0)."
        )
    if answers in TABLES:
        return good + TABLES[answers]
    wrong = [k for k in range(4) if answers[k] != XOR[k]]
    places = [f"{CORNERS[k]}, at the hidden point {tuple(map(int, hidden[k]))}" for k in wrong]
    return f"{good}it is wrong for {' and for '.join(places)}."


def _read(attempt):
    """Return (W_1, b_1, w_2, b_2) as arrays, or None where something is still to be filled in."""
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


xor_weights = XorExercise(
    name="xor_weights",
    title="2.1 · XOR with your own weights",
    difficulty=2,
    task=r"""
Find the weights of two hidden neurons and one output neuron, all with the step activation, that
together compute XOR: 1 for $(0, 1)$ and $(1, 0)$, 0 for $(0, 0)$ and $(1, 1)$. `W_1` has shape
$(2, 2)$ with one row for each hidden neuron, `b_1` and `w_2` have shape $(2,)$, `b_2` is a number.
Do it on paper first: there are many right answers.
""",
    call=CALL,
    hints=[
        "Put XOR into words that use gates which a single neuron can do. There are at least two "
        "ways to say it.",
        "“At least one, but not both”: let one hidden neuron compute OR, the other AND. What "
        "should the output neuron do with their answers?",
        "OR is `[1, 1]` with bias −0.5, AND is `[1, 1]` with bias −1.5. The output is 1 if the "
        "first says yes and the second no: the gate of exercise 1.7.",
    ],
    solution="""
W_1 = [[1, 1], [1, 1]]
b_1 = [-0.5, -1.5]
w_2 = [1, -1]
b_2 = -0.5
""",
    explanation=r"""
The hidden neurons are OR and AND. Their answers at the four corners are $(0, 0)$, $(1, 0)$,
$(1, 0)$ and $(1, 1)$: both corners with XOR = 1 land on one point, and one line separates it from
the other two. The output neuron computes $h_1$ and not $h_2$. Another way, from exercise 1.7: one
hidden neuron for "$x_1$ and not $x_2$", one for "$x_2$ and not $x_1$", and an OR of both.
""",
)
