"""Representation: a broken line through given points, made of ReLU neurons."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_hinges(t, v):
    """Return the weights of the hinges: by how much the slope changes at each knot."""
    slopes = np.diff(v) / np.diff(t)
    return np.diff(slopes, prepend=0)


hinges = FunctionExercise(
    name="hinges",
    title="2.6 · Bend a line through the points",
    difficulty=3,
    task=r"""
A curve goes through $m$ points, straight from each to the next: at the knots $t_1 < \dots < t_m$
it has the values $v_1, \dots, v_m$. Build it from ReLU neurons that each wake up at a knot:
$f(x) = v_1 + \sum_{k=1}^{m-1} c_k \operatorname{relu}(x - t_k)$. Given arrays `t` and `v` of shape
$(m,)$, return the output weights $c$, of shape $(m - 1,)$.
""",
    hints=[
        "Between the first two knots only the first neuron is awake. Which slope must the curve "
        "have there?",
        "So $c_1$ is the first slope, $(v_2 - v_1)/(t_2 - t_1)$. In the second interval two "
        "neurons are awake, and their weights add up: $c_1 + c_2$ is the slope there.",
        "All slopes are `np.diff(v) / np.diff(t)`. Every weight is the *change* of slope at its "
        "knot; before the first knot the slope is 0.",
    ],
    solution=my_hinges,
    explanation=r"""
On the interval after $t_k$ the neurons $1, \dots, k$ are awake, and the slope is
$c_1 + \dots + c_k$. So the slopes are the running sums of the weights, and the weights are the
differences of the slopes: `np.cumsum` undoes `np.diff`. With more knots the broken line comes as
near as you like to any continuous curve on a closed interval: for one input this *is* the
universal approximation theorem for ReLU.
""",
    cases=[
        ([0.0, 1.0], [0.0, 2.0]),
        ([1.0, 3.0], [4.0, 1.0]),
        ([0.0, 1.0, 2.0], [0.0, 1.0, 0.0]),
        ([-1.0, 0.0, 2.0, 3.0], [1.0, 3.0, 2.0, 2.0]),
        ([0.5, 1.0, 3.0, 3.5, 6.0], [-1.0, 0.0, 2.0, -2.0, 1.0]),
    ],
    mistakes=[
        Mistake(
            "These are the slopes of the pieces. Neurons that woke up earlier stay awake, so a "
            "weight is only the *change* of slope at its knot.",
            lambda t, v: np.diff(v) / np.diff(t),
        ),
        Mistake(
            "These are the differences of the values. Slopes are needed: divide by the widths of "
            "the intervals, then take differences.",
            lambda t, v: np.diff(v),
        ),
        Mistake(
            "The widths of the intervals are missing: this takes every interval to be 1 wide.",
            lambda t, v: np.diff(np.diff(v), prepend=0),
        ),
        Mistake(
            "The first weight is missing: at $t_1$ the slope changes from 0 to that of the first "
            "piece. (`np.diff` has an argument `prepend`.)",
            lambda t, v: np.diff(np.diff(v) / np.diff(t)),
        ),
        Mistake(
            "The sign is reversed: a slope is the later value minus the earlier one, and a change "
            "the later slope minus the earlier one.",
            lambda t, v: -my_hinges(t, v),
        ),
        Mistake(
            "The sign is reversed from the second weight on: it is the later slope minus the "
            "earlier one.",
            lambda t, v: my_hinges(t, v) * np.where(np.arange(len(t) - 1) == 0, 1, -1),
        ),
        Mistake(
            "The slopes are added up; it is the other way round: weights are the differences of "
            "the slopes.",
            lambda t, v: np.cumsum(np.diff(v) / np.diff(t)),
        ),
        Mistake(
            "These are the slopes upside down: a slope is a difference of values divided by a "
            "difference of knots.",
            lambda t, v: np.diff(np.diff(t) / np.diff(v), prepend=0),
        ),
        Mistake(
            "There is a weight too many: the curve ends at the last knot, so no neuron wakes up "
            "there.",
            lambda t, v: np.diff(np.diff(v) / np.diff(t), prepend=0, append=0),
        ),
        Mistake(
            "The offset $v_1$ has crept in: it is the output neuron's bias, not a weight.",
            lambda t, v: np.append(v[0], my_hinges(t, v)),
        ),
        Mistake(
            "The change of slope was divided by the width once more. One division, for the slope, "
            "is enough.",
            lambda t, v: my_hinges(t, v) / np.diff(t),
        ),
        Mistake(
            "These are changes from the *first* slope. Each weight is the change from the slope "
            "just before; before $t_1$ the slope is 0.",
            lambda t, v: np.diff(v) / np.diff(t) - (v[1] - v[0]) / (t[1] - t[0]),
        ),
    ],
)
