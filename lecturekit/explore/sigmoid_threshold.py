"""Live figure: a probability becomes a decision at the threshold (Part 1, logistic regression)."""

from lecturekit.draw.scenes.sigmoid_threshold import SigmoidThreshold
from lecturekit.explore.controls import Slider
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Slider(
        name="w",
        label="weight w, per cm",
        start=3.0,
        low=-10,
        high=10,
        step=0.5,
        tip="How steep the curve is, and which way it runs",
    ),
    Slider(
        name="b",
        label="bias b",
        start=0.0,
        low=-10,
        high=10,
        step=0.25,
        digits=2,
        tip="Shifts the curve: the score of a petal 4.9 cm long",
    ),
    Slider(
        name="threshold",
        label="threshold τ",
        start=0.5,
        low=0.01,
        high=0.99,
        step=0.01,
        digits=2,
        tip="Predict class 1 from this probability on",
    ),
)


def sigmoid_threshold(**initial):
    """Return a live figure of a sigmoid on real flowers, its threshold and its mistakes.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``w``, ``b`` and ``threshold``.

    Returns
    -------
    Explorable
    """
    return Explorable("sigmoid_threshold", SigmoidThreshold, CONTROLS, initial)
