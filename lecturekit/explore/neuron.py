"""Live figure: a neuron with numbers flowing through, and its boundary (Part 1)."""

from lecturekit.draw.scenes.neuron import NeuronAtWork
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable

ACTIVATIONS = ("sigmoid", "step", "tanh", "relu", "leaky_relu", "softplus", "identity")

CONTROLS = (
    Slider(name="x1", label="petal length x₁, cm", start=1.4, low=0, high=7.5, step=0.1),
    Slider(name="w1", label="weight w₁, per cm", start=-1.5, low=-4, high=4, step=0.1),
    Slider(name="x2", label="petal width x₂, cm", start=0.2, low=0, high=3, step=0.1),
    Slider(name="w2", label="weight w₂, per cm", start=-2.0, low=-4, high=4, step=0.1),
    Slider(
        name="b",
        label="bias b",
        start=5.0,
        low=-10,
        high=10,
        step=0.1,
        tip="The score of a petal of size zero",
    ),
    Choice(
        name="activation",
        label="activation σ",
        start="sigmoid",
        choices={name: name.replace("_", " ") for name in ACTIVATIONS},
    ),
)


def neuron(**initial):
    """Return a live figure of one neuron that looks at the petals of an iris.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``x1``, ``x2`` (cm), ``w1``, ``w2``, ``b`` and
        ``activation``.

    Returns
    -------
    Explorable
    """
    return Explorable("neuron", NeuronAtWork, CONTROLS, initial)
