"""Live figure: a forward pass, neuron by neuron (Part 2, the example)."""

from lecturekit.activations import ACTIVATIONS as BY_NAME
from lecturekit.draw.scenes.forward_pass import ACTIVATIONS, LAST, ForwardPass
from lecturekit.explore.controls import Choice, Slider, Steps
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Steps(
        name="t",
        label="step t",
        start=0,
        high=LAST,
        interval=1500,
        tip="How many neurons have computed",
    ),
    Choice(
        name="activation",
        label="hidden activation σ",
        start="tanh",
        choices={name: BY_NAME[name].title for name in ACTIVATIONS},
        tip="Of the three hidden neurons; the output neuron keeps its sigmoid",
    ),
    Slider(name="x1", label="input x₁", start=1.0, low=-3, high=3, step=0.1),
    Slider(name="x2", label="input x₂", start=2.0, low=-3, high=3, step=0.1),
)


def forward_pass(**initial):
    """Return a live figure of a forward pass through a small network (Part 2, the example).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``activation``, ``x1`` and ``x2``.

    Returns
    -------
    Explorable
    """
    return Explorable("forward_pass", ForwardPass, CONTROLS, initial)
