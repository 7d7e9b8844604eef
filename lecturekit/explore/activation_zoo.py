"""Live figure: an activation, its slope, and the gradient that survives (Part 1)."""

from lecturekit.draw.scenes.activation_zoo import MOST_LAYERS, NAMES, ActivationZoo
from lecturekit.explore.controls import Choice, Slider, Steps
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Choice(
        name="activation",
        label="activation σ",
        start="sigmoid",
        choices={name: name.replace("_", " ") for name in NAMES},
    ),
    Slider(
        name="z",
        label="pre-activation z",
        start=1.0,
        low=-6,
        high=6,
        step=0.1,
        tip="The same in every layer",
    ),
    Steps(
        name="layers",
        label="layers L",
        start=10,
        low=1,
        high=MOST_LAYERS,
        interval=250,
        tip="How many activations the gradient has to pass on its way back",
    ),
)


def activation_zoo(**initial):
    """Return a live figure of the activations, their slopes, and gradients over many layers.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``activation``, ``z`` and ``layers``.

    Returns
    -------
    Explorable
    """
    return Explorable("activation_zoo", ActivationZoo, CONTROLS, initial)
