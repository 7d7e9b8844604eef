"""Live figure: the cloud of minibatch gradients round the true one (Part 4)."""

from lecturekit.draw.scenes.minibatch_gradient import FARTHEST, SIZES, MinibatchGradient
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Choice(
        name="batch_size",
        label="batch size B",
        start=10,
        choices={size: f"{size}" for size in SIZES},
        look="slider",
        tip="Examples in a minibatch, of 100",
    ),
    Slider(
        name="distance",
        label="distance from the minimum",
        start=2.4,
        low=0.0,
        high=FARTHEST,
        step=0.2,
        tip="Where θ is",
    ),
    Choice(
        name="replacement",
        label="drawn",
        start="without",
        choices={"without": "without replacement", "with": "with replacement"},
        tip="Whether a flower may come twice in one minibatch",
    ),
    Choice(
        name="seed",
        label="draw again: seed",
        start=0,
        choices={seed: str(seed) for seed in range(21)},
        look="slider",
        tip="Other minibatches",
    ),
)


def minibatch_gradient(**initial):
    """Return a live figure of minibatch gradients round the gradient of all examples.

    Part 4, the stochastic gradient: right on average, with a variance of s²/B · (n − B)/(n − 1).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``batch_size`` (1, 2, 5, 10, 20, 50, 75, 90, 100),
        ``distance`` of θ from the minimum, ``replacement`` ("without", "with") and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("minibatch_gradient", MinibatchGradient, CONTROLS, initial)
