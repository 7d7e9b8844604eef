"""Live figure: gradients in deep networks, by activation and initialisation (Part 3)."""

from lecturekit.activations import ACTIVATIONS as BY_NAME
from lecturekit.draw.scenes.depth import ACTIVATIONS, DEEPEST, Depth
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Choice(
        name="depth",
        label="hidden layers",
        start=10,
        choices={depth: str(depth) for depth in range(2, DEEPEST + 1)},
        look="slider",
    ),
    Choice(
        name="activation",
        label="activation σ",
        start="sigmoid",
        choices={name: BY_NAME[name].title for name in ACTIVATIONS},
        tip="Of the hidden layers",
    ),
    Choice(
        name="initialisation",
        label="weights at the start",
        start="Glorot",
        choices={
            "small": "too small: deviation 0.01",
            "Glorot": "Glorot: √(2/(d + p))",
            "He": "He: √(2/d)",
            "large": "too large: deviation 1",
        },
        tip="Standard deviation of the weights of p neurons with d inputs; biases are 0",
    ),
    Slider(
        name="scale",
        label="all weights, ×",
        start=1.0,
        low=0.5,
        high=2.0,
        step=0.05,
        digits=2,
    ),
    Choice(
        name="data",
        label="data",
        start="digits",
        choices={"digits": "200 digits, 10 classes", "noise": "noise, 2 classes at random"},
        tip="Both standardised",
    ),
    Choice(
        name="seed",
        label="seed",
        start=0,
        choices={seed: str(seed) for seed in range(21)},
        look="slider",
        tip="Other random weights",
    ),
)


def depth(**initial):
    """Return a live figure of signals and gradients in deep networks before any training.

    Part 3, training: what vanishes and what explodes over depth, activation and
    initialisation.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``depth``, ``activation``, ``initialisation``,
        ``scale``, ``data`` and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("depth", Depth, CONTROLS, initial)
