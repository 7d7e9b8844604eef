"""Live figure: step sizes, noise and the noise floor (Part 4, step size)."""

from lecturekit.draw.scenes.step_sizes import BATCH_SIZES, STEP_SIZES, STEPS, StepSizes
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable

BATCHES = {size: "all: no noise" if size == "all" else f"{size}" for size in BATCH_SIZES}

CONTROLS = (
    Steps(name="t", label="step t", start=60, high=STEPS, interval=90, stride=2),
    Choice(
        name="step_size",
        label="step size α",
        start=0.1,
        choices={size: f"{size:g}" for size in STEP_SIZES},
        look="slider",
        tip="The scale is logarithmic; the edge is at 2/κ = 0.5",
    ),
    Choice(
        name="batch_size",
        label="batch size B",
        start=10,
        choices=BATCHES,
        tip="The smaller the batch, the larger the noise",
    ),
    Choice(
        name="seed",
        label="draw again: seed",
        start=0,
        choices={seed: str(seed) for seed in range(21)},
        look="slider",
        tip="Other minibatches; without noise nothing changes",
    ),
)


def step_sizes(**initial):
    """Return a live figure of descent by step size, without noise and with it.

    Part 4, step size: too small a step is slow, one above 2/κ diverges, and in between noise
    keeps J above a floor that grows with the step and shrinks with the batch.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``step_size`` (from 0.001 to 1),
        ``batch_size`` (1, 10, 100, 1000, "all") and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("step_sizes", StepSizes, CONTROLS, initial)
