"""Live figure: a network learns to read handwritten digits (Part 4)."""

from lecturekit.draw.scenes.digits import EACH, LAST, DigitsScene
from lecturekit.experiments.iris_problems import RUNNERS
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable

STEP_SIZES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


def _numbers(name, label, start, values, tip=""):
    choices = {value: f"{value:g}" for value in values}
    return Choice(name=name, label=label, start=start, choices=choices, look="slider", tip=tip)


CONTROLS = (
    Steps(
        name="epoch",
        label="epoch",
        start=5,
        high=LAST,
        interval=400,
        tip="Each epoch goes once through the 1,077 training examples",
    ),
    _numbers("step_size", "step size α", 0.1, STEP_SIZES, "The largest ones are too large"),
    _numbers("batch_size", "batch size B", 32, (32, 64, 128, 256, 1077)),
    Choice(
        name="optimizer",
        label="optimizer",
        start="SGD",
        choices={name: name for name in RUNNERS},
    ),
    _numbers("hidden", "hidden neurons p", 32, (2, 4, 8, 16, 32, 64)),
    Choice(
        name="digit",
        label="digit",
        start=32,
        choices={k: f"{k // EACH}, no. {k % EACH + 1}" for k in range(10 * EACH)},
        look="slider",
        tip="Of the validation set, so the network is not trained on it",
    ),
    _numbers("seed", "seed", 0, range(11), "Another start, another order of the examples"),
)


def digits(**initial):
    """Return a live figure of a network 64 → p → 10 that is trained on handwritten digits.

    Part 4, digits. Play trains, one epoch after the other; an earlier one can be looked at
    again.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``epoch``, ``step_size``, ``batch_size``,
        ``optimizer``, ``hidden``, ``digit`` and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("digits", DigitsScene, CONTROLS, initial)
