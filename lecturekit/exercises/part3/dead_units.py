"""Training: which ReLU neurons no gradient reaches any more."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_dead(Z):
    """Return for each ReLU neuron whether it is dead on all n examples."""
    return (Z <= 0).all(axis=0)


dead_units = FunctionExercise(
    name="dead_units",
    title="3.11 · Dead units",
    difficulty=2,
    task=r"""
A layer of $p$ ReLU neurons computed the pre-activations `Z`, of shape $(n, p)$, for $n$ examples.
Return an array of $p$ truth values: entry $k$ is `True` if neuron $k$ is *dead* on these examples,
so that none of them sends a gradient to its weights. (At the kink, $z = 0$, take the slope 0.)
""",
    hints=[
        r"The weights of neuron $k$ get $\sum_i \delta_{ik}\, x_i$, with $x_i$ the layer's inputs. "
        r"Which factor of $\delta_{ik}$ is 0 or 1?",
        "An example sends something back only where its $z$ is positive. A dead neuron has no such "
        "example.",
        "`Z <= 0` is an array of truth values, one row for each example. `.all(axis=0)` asks each "
        "*column* whether all of its entries are true.",
    ],
    solution=my_dead,
    imports="",
    explanation=r"""
Columns are neurons, so the question goes down the columns, over the examples: `axis=0`. One
positive $z$ is enough to keep a neuron alive. The largest $z$ tells the same: `Z.max(axis=0) <= 0`.
Neurons that are dead on a small batch may be alive on all of the data; only if they are dead on
*all* training examples does nothing move them any more.
""",
    cases=[
        ([[-1.0, 2.0]],),
        ([[-1.0, -2.0], [3.0, -1.0]],),
        ([[-1.0, 0.5, -3.0], [0.0, -2.0, -0.5]],),
        ([[-2.0, 1.0, 0.0, 2.0], [-1.0, -3.0, 0.0, 1.0], [1.0, -0.5, 0.0, 0.5]],),
        ([[-4.0, 3.0, -0.5], [1.5, 0.5, -2.0], [-1.0, -9.0, -0.25], [-0.5, 1.0, -1.0]],),
    ],
    mistakes=[
        Mistake(
            "A neuron with $z = 0$ for an example counts as alive here. But at 0 the slope of ReLU "
            "is 0, too: write `<=` and not `<`.",
            lambda Z: (Z < 0).all(axis=0),
        ),
        Mistake(
            "*One* example with $z \\leq 0$ is not enough. A neuron is dead only if *all* examples "
            "find its gate shut.",
            lambda Z: (Z <= 0).any(axis=0),
        ),
        Mistake(
            "*One* example with $z < 0$ is not enough. A neuron is dead only if *all* examples "
            "find its gate shut.",
            lambda Z: (Z < 0).any(axis=0),
        ),
        Mistake(
            "There is one answer for each *example*. Each *neuron* is asked for: go down the "
            "columns, `axis=0`.",
            lambda Z: (Z <= 0).all(axis=1),
        ),
        Mistake(
            "There is one answer for each *example*, and one neuron with $z \\leq 0$ is enough for "
            "it. Ask of each neuron, `axis=0`, whether *all* examples find it shut.",
            lambda Z: (Z <= 0).any(axis=1),
        ),
        Mistake(
            "There is one answer for the whole layer. Each neuron needs its own: `axis=0`.",
            lambda Z: (Z <= 0).all(),
        ),
        Mistake(
            "It is the other way round: these are the neurons that are *alive*.",
            lambda Z: (Z > 0).any(axis=0),
        ),
        Mistake(
            "These are the neurons that are open for *every* example. The dead ones are open for "
            "none.",
            lambda Z: (Z > 0).all(axis=0),
        ),
        Mistake(
            "The *mean* of $z$ decides nothing: one large positive $z$ among negative ones keeps a "
            "neuron alive, and so does a small one. Look at the examples one by one.",
            lambda Z: Z.mean(axis=0) <= 0,
        ),
        Mistake(
            "This says for each example and each neuron whether the gate is shut. Now put the "
            "examples together.",
            lambda Z: Z <= 0,
        ),
        Mistake(
            "These are the slopes of ReLU, for each example and each neuron. Now put the examples "
            "together, and say where all are 0.",
            lambda Z: Z > 0,
        ),
        Mistake(
            "This is *how many* neurons are dead. It is asked *which*: one truth value for each.",
            lambda Z: (Z <= 0).all(axis=0).sum(),
        ),
        Mistake(
            "These are the *numbers* of the dead neurons. One truth value for each neuron is asked "
            "for.",
            lambda Z: np.flatnonzero((Z <= 0).all(axis=0)),
        ),
        Mistake(
            "For each neuron this counts the examples that find it shut. Dead is a neuron for "
            "which that is *all* of them.",
            lambda Z: (Z <= 0).sum(axis=0),
        ),
        Mistake(
            "For each neuron this is the *share* of examples that find it shut. Dead is a neuron "
            "for which the share is 1.",
            lambda Z: (Z <= 0).mean(axis=0),
        ),
        Mistake(
            "Only the first example is looked at. A later one may find the gate open.",
            lambda Z: Z[0] <= 0,
        ),
        Mistake(
            "Only the last example is looked at. An earlier one may find the gate open.",
            lambda Z: Z[-1] <= 0,
        ),
        Mistake(
            "This is the largest $z$ of each neuron. One more step: what does it say about the "
            "gate?",
            lambda Z: Z.max(axis=0),
        ),
        Mistake(
            "The *smallest* $z$ of each neuron says whether one example finds it shut. The largest "
            "says whether all do.",
            lambda Z: Z.min(axis=0),
        ),
    ],
)
