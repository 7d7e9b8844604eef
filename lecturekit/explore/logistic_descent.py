"""Live figure: gradient descent fits a neuron to flowers, step by step (Part 1)."""

from lecturekit.draw.scenes.logistic_descent import STEPS, LogisticDescent
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable

STEP_SIZES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)

CONTROLS = (
    Steps(name="t", label="step t", start=10, high=STEPS, interval=100),
    Choice(
        name="step_size",
        label="step size α",
        start=0.3,
        choices={size: f"{size:g}" for size in STEP_SIZES},
        look="slider",
        tip="The largest ones are too large for versicolor against virginica",
    ),
    Choice(
        name="data",
        label="flowers",
        start="hard",
        choices={
            "hard": "versicolor against virginica",
            "easy": "setosa against the rest",
        },
    ),
)


def logistic_descent(**initial):
    """Return a live figure of logistic regression going downhill on irises.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``step_size`` and ``data``.

    Returns
    -------
    Explorable
    """
    return Explorable("logistic_descent", LogisticDescent, CONTROLS, initial)
