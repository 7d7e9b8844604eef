"""Live figure: random networks on toy data, and all their neurons (Part 2, the example)."""

from lecturekit.draw.scenes.playground import MOST_NEURONS, NAMES, Playground
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable


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
    _numbers("width", "neurons per layer p", 8, 1, MOST_NEURONS),
    _numbers("depth", "hidden layers", 2, 1, 3),
    Choice(
        name="data",
        label="data",
        start="moons",
        choices=dict(NAMES),
    ),
    Choice(
        name="activation",
        label="activation σ",
        start="tanh",
        choices={"tanh": "tanh", "relu": "ReLU", "sigmoid": "sigmoid", "identity": "identity"},
        tip="Of the hidden neurons; the output neuron has a sigmoid",
    ),
    _numbers("seed", "seed", 0, 0, 20, "Other random weights"),
    Slider(
        name="scale",
        label="size of the weights, ×",
        start=1.0,
        low=0.5,
        high=4.0,
        step=0.1,
        tip="All random weights and biases times this number",
    ),
    Choice(
        name="output",
        label="output neuron",
        start="random",
        choices={"random": "random", "fitted": "fitted (logistic regression)"},
        tip="Fitted: logistic regression, with the last hidden layer as features",
    ),
    _numbers("layer", "layer to look at", 2, 1, 3, "The last one, if there are not so many"),
)


def playground(**initial):
    """Return a live figure of random networks and of what each hidden neuron sees.

    Nothing is trained here but, on demand, the output neuron. Part 2, the example.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``data``, ``depth``, ``width``, ``activation``,
        ``seed``, ``scale``, ``output`` and ``layer``.

    Returns
    -------
    Explorable
    """
    return Explorable("playground", Playground, CONTROLS, initial)
