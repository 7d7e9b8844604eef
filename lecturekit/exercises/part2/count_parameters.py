"""Layers: how many numbers a network has to learn."""

import math
from itertools import pairwise

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_count(sizes):
    """Return the number of weights and biases of a network with these sizes."""
    return sum(p * d + p for d, p in pairwise(sizes))


def _every_layer_to_every_later_one(sizes):
    later = [(d, p) for i, d in enumerate(sizes) for p in sizes[i + 1 :]]
    return sum(p * d for d, p in later) + sum(sizes[1:])


count_parameters = FunctionExercise(
    name="count_parameters",
    title="2.3 · Counting parameters",
    difficulty=1,
    task="""
Return how many parameters, weights and biases together, a network of dense layers has. `sizes` is a
list of whole numbers: the number of inputs, of neurons in each hidden layer, and of outputs.
`[2, 3, 1]` means two inputs, three hidden neurons and one output; such a network has 13.
""",
    hints=[
        "Take one layer alone: $d$ inputs, $p$ neurons. What is the shape of its $W$, and of its "
        "$b$?",
        "A layer has $pd$ weights and $p$ biases. The outputs of one layer are the inputs of the "
        "next.",
        "Add up `p * d + p` over all neighbours `d, p` in `sizes`. `pairwise(sizes)`, from "
        "`itertools`, gives the pairs. Inputs are not neurons and have no biases.",
    ],
    solution=my_count,
    imports="from itertools import pairwise",
    explanation=r"""
Layer $l$ has $W_l \in \mathbb{R}^{p_l \times p_{l-1}}$ and $b_l \in \mathbb{R}^{p_l}$, which makes
$p_l p_{l-1} + p_l = p_l (p_{l-1} + 1)$ numbers. For `[2, 3, 1]`: $3 \cdot 2 + 3 = 9$ and
$1 \cdot 3 + 1 = 4$, together 13. `Network([2, 3, 1]).theta.size` counts the same.
""",
    cases=[
        ([2, 1],),
        ([2, 3, 1],),
        ([64, 32, 10],),
        ([3, 5, 2, 4],),
        ([1, 7, 7, 7, 2],),
    ],
    mistakes=[
        Mistake(
            "The biases are missing: each neuron has one, besides its weights.",
            lambda sizes: sum(p * d for d, p in pairwise(sizes)),
        ),
        Mistake(
            "The inputs have been given biases, too. They are not neurons: they only hand on "
            "their values.",
            lambda sizes: my_count(sizes) + sizes[0],
        ),
        Mistake(
            "Each layer has one bias here; each *neuron* has one, so a layer of $p$ neurons has "
            "$p$.",
            lambda sizes: sum(p * d + 1 for d, p in pairwise(sizes)),
        ),
        Mistake(
            "A layer has as many biases as neurons, $p$; here it has as many as inputs, $d$.",
            lambda sizes: sum(p * d + d for d, p in pairwise(sizes)),
        ),
        Mistake(
            "These are the neurons. Each of them has a weight for every input, and a bias.",
            lambda sizes: sum(sizes[1:]),
        ),
        Mistake(
            "These are neurons and inputs together. Count what is learned: weights and biases.",
            sum,
        ),
        Mistake(
            "All sizes are multiplied. The layers' counts *add up*: each layer only has weights "
            "from the layer before it.",
            math.prod,
        ),
        Mistake(
            "This is the first layer alone; the others have weights and biases as well.",
            lambda sizes: my_count(sizes[:2]),
        ),
        Mistake(
            "This is the last layer alone; the hidden layers have weights and biases as well.",
            lambda sizes: my_count(sizes[-2:]),
        ),
        Mistake(
            "These are the layers' counts, not added up yet. The answer is one number: their sum.",
            lambda sizes: [p * d + p for d, p in pairwise(sizes)],
        ),
        Mistake(
            "The last layer is missing: outputs are neurons, with weights and biases.",
            lambda sizes: my_count(sizes[:-1]),
        ),
        Mistake(
            "The constant input 1 has been counted as one more neuron in every layer: a layer has "
            "$(d + 1)\\,p$ parameters, not $(d + 1)(p + 1)$.",
            lambda sizes: sum((p + 1) * (d + 1) for d, p in pairwise(sizes)),
        ),
        Mistake(
            "Each layer is joined to all later ones here. In this network it is joined to the "
            "next one only.",
            _every_layer_to_every_later_one,
        ),
    ],
)
