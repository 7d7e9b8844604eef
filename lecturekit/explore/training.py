"""Live figure: a network learns by gradient descent, step by step (Part 3, training)."""

from lecturekit.activations import ACTIVATIONS as BY_NAME
from lecturekit.draw.scenes.playground import MOST_NEURONS
from lecturekit.draw.scenes.training import LAST, STRIDE, Training
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable

STEP_SIZES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


def _numbers(name, label, start, low, high, tip=""):
    return Choice(
        name=name,
        label=label,
        start=start,
        choices={number: str(number) for number in range(low, high + 1)},
        look="slider",
        tip=tip,
    )


CONTROLS = (
    Steps(
        name="t",
        label="step t",
        start=0,
        high=LAST,
        interval=90,
        stride=STRIDE,
        tip="Steps of gradient descent on all 200 examples",
    ),
    Choice(
        name="step_size",
        label="step size α",
        start=0.3,
        choices={size: f"{size:g}" for size in STEP_SIZES},
        look="slider",
        tip="The largest ones are too large",
    ),
    Choice(
        name="data",
        label="data",
        start="moons",
        choices={"moons": "moons", "circles": "circles", "spirals": "spirals", "xor": "XOR"},
    ),
    Choice(
        name="activation",
        label="activation σ",
        start="tanh",
        choices={name: BY_NAME[name].title for name in ("tanh", "relu", "sigmoid", "identity")},
        tip="Of the hidden neurons; the output neuron has a sigmoid",
    ),
    _numbers("width", "neurons per layer p", 6, 1, MOST_NEURONS),
    _numbers("depth", "hidden layers", 2, 1, 3),
    _numbers("seed", "seed", 0, 0, 20, "Other random weights to start from"),
)


def training(**initial):
    """Return a live figure of a network that learns by full-batch gradient descent.

    Part 3, training. Play trains; an earlier step can be looked at again.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``step_size``, ``data``, ``activation``,
        ``width``, ``depth`` and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("training", Training, CONTROLS, initial)
