"""Live figure: momentum in a long valley, and its rate (Part 4, momentum)."""

from lecturekit.draw.scenes.momentum import CONDITIONS, STEPS, Momentum
from lecturekit.explore.controls import Choice, Slider, Steps
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Steps(name="t", label="step t", start=40, high=STEPS, interval=100),
    Choice(
        name="condition",
        label="condition number c",
        start=20,
        choices={c: str(c) for c in CONDITIONS},
        look="slider",
        tip="κ_max/κ_min: how much longer than wide the valley is, squared",
    ),
    Slider(
        name="step_size",
        label="step size α",
        start=1.0,
        low=0.05,
        high=4.0,
        step=0.05,
        digits=2,
        tip="In units of 1/κ_max; does nothing with “the best there are”",
    ),
    Slider(
        name="momentum",
        label="momentum μ",
        start=0.7,
        low=0.0,
        high=0.99,
        step=0.01,
        digits=2,
        tip="How much of the last move is kept; does nothing with “the best there are”",
    ),
    Choice(
        name="kind",
        label="kind",
        start="heavy",
        choices={"heavy": "heavy ball", "nesterov": "Nesterov"},
    ),
    Choice(
        name="settings",
        label="α and μ",
        start="sliders",
        choices={"sliders": "from the sliders", "best": "the best there are"},
        tip="The best: from theory, for this condition number, with and without momentum",
    ),
)


def momentum(**initial):
    """Return a live figure of gradient descent with and without momentum on a quadratic.

    Part 4, momentum: the rate per step is read off, and is the one that theory says.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``condition`` (1, 2, 5, 10, … 1000),
        ``step_size`` in units of 1/κ_max, ``momentum``, ``kind`` ("heavy", "nesterov") and
        ``settings`` ("sliders", "best").

    Returns
    -------
    Explorable
    """
    return Explorable("momentum", Momentum, CONTROLS, initial)
