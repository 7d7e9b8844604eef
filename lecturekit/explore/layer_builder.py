"""Live figure: a layer as picture, matrix and code, neuron by neuron (Part 2, layers)."""

from lecturekit.draw.scenes.layer_builder import MOST_INPUTS, MOST_NEURONS, LayerBuilder
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Steps(
        name="p",
        label="neurons p",
        start=MOST_NEURONS,  # Play begins anew where it is at its end: with one neuron
        low=1,
        high=MOST_NEURONS,
        interval=1500,
        tip="Each neuron adds a row to W and a number to b",
    ),
    Choice(
        name="d",
        label="inputs d",
        start=2,
        choices={d: str(d) for d in range(1, MOST_INPUTS + 1)},
        look="slider",
        tip="Each input adds a column to W",
    ),
    Choice(
        name="k",
        label="look at neuron k",
        start=0,
        choices={0: "all"} | {k: str(k) for k in range(1, MOST_NEURONS + 1)},
        look="slider",
        tip="Its edges, its row and its line of code keep their colours, the others fade",
    ),
    Choice(
        name="seed",
        label="weights, seed",
        start=0,
        choices={seed: str(seed) for seed in range(10)},
        look="slider",
        tip="Other random weights",
    ),
)


def layer_builder(**initial):
    """Return a live figure of a layer as picture, matrix and code (Part 2, layers).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``p``, ``d``, ``k`` and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("layer_builder", LayerBuilder, CONTROLS, initial)
