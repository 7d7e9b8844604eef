"""The chain rule: a value that is used several times gets the sum of what comes back."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_fork(upstreams, local_derivatives):
    """Return dJ/dv of a value v that several nodes use."""
    total = 0.0
    for i in range(len(upstreams)):
        total += upstreams[i] * local_derivatives[i]
    return total


backward_fork = FunctionExercise(
    name="backward_fork",
    title="3.4 · Backward through a fork",
    difficulty=1,
    task=r"""
A value $v$ is used by $k$ nodes, which compute $u_1, \dots, u_k$ from it. Given are two arrays of
$k$ numbers: `upstreams`, the gradients $\partial J/\partial u_i$, and `local_derivatives`,
$\partial u_i/\partial v$. Return the number $\partial J/\partial v$.
""",
    hints=[
        "How many paths lead from $v$ to $J$? What is done along a path, and what with several "
        "paths?",
        r"Along path $i$: $\frac{\partial J}{\partial u_i} \cdot \frac{\partial u_i}{\partial v}$. "
        "All paths add up.",
        "Multiply the two arrays entry by entry, then take the sum: one dot product.",
    ],
    solution=my_fork,
    imports="",
    explanation=r"""
$\frac{\partial J}{\partial v} = \sum_{i} \frac{\partial J}{\partial u_i} \cdot
\frac{\partial u_i}{\partial v}$, the chain rule for several variables. `upstreams @
local_derivatives` says the same. In code this is where `+=` comes from: each user of $v$ *adds* its
share to the gradient of $v$, and none may overwrite what is there. The output of a hidden neuron is
such a fork, and so is a bias: all examples use it.
""",
    cases=[
        ([2.0], [3.0]),
        ([2.0, 1.0], [3.0, 5.0]),
        ([1.0, -2.0, 0.5], [4.0, 0.5, -3.0]),
        ([0.5, 0.25, -1.0, 2.0], [1.0, 2.0, -1.0, 0.0]),
    ],
    mistakes=[
        Mistake(
            "Only the last user counts. This happens when each user *sets* the gradient, with "
            "`=`; it must add to it, with `+=`.",
            lambda up, local: up[-1] * local[-1],
        ),
        Mistake(
            "Only the first user counts. A `return` inside the loop ends it too early.",
            lambda up, local: up[0] * local[0],
        ),
        Mistake(
            "The paths are averaged. They add up: a value that is used twice counts twice.",
            lambda up, local: np.mean(up * local),
        ),
        Mistake(
            "The paths are multiplied with each other. Multiply along a path, but *add up* the "
            "paths.",
            lambda up, local: np.prod(up * local),
        ),
        Mistake(
            "The sums are multiplied. Multiply first, each upstream gradient by its own local "
            "derivative, and then add.",
            lambda up, local: up.sum() * local.sum(),
        ),
        Mistake(
            "The upstream gradients are added up, but the local derivatives are missing.",
            lambda up, local: up.sum(),
        ),
        Mistake(
            "The local derivatives are added up, but the upstream gradients are missing.",
            lambda up, local: local.sum(),
        ),
        Mistake(
            "These are the shares of the single paths, one for each. Add them up.",
            lambda up, local: up * local,
        ),
        Mistake(
            "The largest share wins here. All paths count: add them up.",
            lambda up, local: np.max(up * local),
        ),
        Mistake(
            "Along a path upstream and local derivative are added; they are multiplied.",
            lambda up, local: np.sum(up + local),
        ),
        Mistake(
            "The sizes of the shares are added. Shares keep their signs and may cancel.",
            lambda up, local: np.abs(up * local).sum(),
        ),
        Mistake(
            "Every user is paired with every other: this is an outer product. Each upstream "
            "gradient belongs to one local derivative.",
            np.outer,
        ),
        Mistake(
            "The last user is missing.",
            lambda up, local: (up * local)[:-1].sum(),
        ),
        Mistake(
            "The first user is missing.",
            lambda up, local: (up * local)[1:].sum(),
        ),
    ],
)
