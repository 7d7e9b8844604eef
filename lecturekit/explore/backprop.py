"""Live figure: backpropagation through a small network, step by step (Part 3, the example)."""

from lecturekit.activations import ACTIVATIONS as BY_NAME
from lecturekit.draw.scenes.backprop import LAST, Backprop
from lecturekit.draw.scenes.forward_pass import ACTIVATIONS
from lecturekit.explore.controls import Choice, Slider, Steps
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Steps(
        name="t",
        label="step t",
        start=0,
        high=LAST,
        interval=1500,
        tip="First forward, then backward",
    ),
    Choice(
        name="y",
        label="target y",
        start=1,
        choices={0: "0", 1: "1"},
        look="slider",
        tip="The class of this example: what the output should be",
    ),
    Slider(name="x1", label="input x₁", start=1.0, low=-3, high=3, step=0.1),
    Slider(name="x2", label="input x₂", start=2.0, low=-3, high=3, step=0.1),
    Choice(
        name="activation",
        label="hidden activation σ",
        start="tanh",
        choices={name: BY_NAME[name].title for name in ACTIVATIONS},
        tip="Of the three hidden neurons; the output neuron keeps its sigmoid",
    ),
)


def backprop(**initial):
    """Return a live figure of backpropagation by hand (Part 3, the example).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``y``, ``x1``, ``x2`` and ``activation``.

    Returns
    -------
    Explorable
    """
    return Explorable("backprop", Backprop, CONTROLS, initial)
