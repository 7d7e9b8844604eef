"""Live figure: the loss of a trained network over a plane of its parameters (Part 3)."""

from lecturekit.draw.scenes.landscape import DIRECTIONS, SIZES, Landscape
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable


def _along(name, direction):
    return Slider(
        name=name,
        label=f"{name}, along {direction}",
        start=0.0,
        low=-1.0,
        high=1.0,
        step=0.05,
        digits=2,
    )


CONTROLS = (
    _along("a", "u"),
    _along("c", "v"),
    Choice(name="directions", label="u and v", start="path", choices=DIRECTIONS),
    Choice(name="hidden", label="hidden neurons", start="8", choices={k: k for k in SIZES}),
    Choice(
        name="seed",
        label="seed",
        start=0,
        choices={seed: str(seed) for seed in range(8)},
        look="slider",
        tip="Another start of the training, and other random directions",
    ),
)


def landscape(**initial):
    """Return a live figure of J(θ + a u + c v) around a network that was trained on moons.

    Part 3, training: the same minimum looks different along different directions.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``a``, ``c``, ``directions`` ("random",
        "gradient", "path"), ``hidden`` ("4", "8", "8, 8") and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("landscape", Landscape, CONTROLS, initial)
