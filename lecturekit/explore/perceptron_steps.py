"""Live figure: the perceptron rule, one mistake at a time (Part 1, the perceptron)."""

from lecturekit.draw.scenes.perceptron_steps import PerceptronSteps, story_of
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable


def _last(data, order, k):
    return story_of(data, order).last


CONTROLS = (
    Steps(name="k", label="mistake k", start=3, high=_last, interval=600),
    Choice(
        name="data",
        label="data",
        start="wide",
        choices={
            "petals": "setosa, versicolor: far apart",
            "wide": "wide margin",
            "narrow": "narrow margin",
            "overlap": "versicolor, virginica: not separable",
            "xor": "XOR: not separable",
        },
        tip="The first three can be separated by a line, the others cannot",
    ),
    Choice(
        name="order",
        label="order",
        start=0,
        choices={0: "as listed"} | {seed: f"shuffled, seed {seed}" for seed in range(1, 6)},
        tip="In which order the rule looks at the examples",
    ),
)


def perceptron_steps(**initial):
    """Return a live figure of Rosenblatt's rule, with its mistakes counted against the bound.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``k``, ``data`` and ``order``.

    Returns
    -------
    Explorable
    """
    return Explorable("perceptron_steps", PerceptronSteps, CONTROLS, initial)
