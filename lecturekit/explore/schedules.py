"""Live figure: schedules of the step size (Part 4, step size)."""

from lecturekit.draw.scenes.schedules import (
    SCHEDULES,
    STEP_SIZES,
    TERRAINS,
    WARM_UPS,
)
from lecturekit.draw.scenes.schedules import Schedules as Scene
from lecturekit.explore.controls import Choice
from lecturekit.explore.explorable import Explorable
from lecturekit.explore.step_sizes import BATCHES

CONTROLS = (
    Choice(
        name="schedule",
        label="schedule",
        start="cosine",
        choices=dict(SCHEDULES),
    ),
    Choice(
        name="step_size",
        label="base step size α",
        start=0.2,
        choices={size: f"{size:g}" for size in STEP_SIZES},
        look="slider",
        tip="The scale is logarithmic at first, then even up to the edge at 0.5",
    ),
    Choice(
        name="warm_up",
        label="warm-up steps",
        start=0,
        choices={steps: str(steps) if steps else "none" for steps in WARM_UPS},
        look="slider",
        tip="A ramp from almost 0 up to the schedule",
    ),
    Choice(
        name="batch_size",
        label="batch size B",
        start=10,
        choices=BATCHES,
        tip="The smaller the batch, the larger the noise",
    ),
    Choice(
        name="terrain",
        label="function J",
        start="bowl",
        choices={key: name for key, (name, _) in TERRAINS.items()},
        tip="With steep walls the start is the steepest place",
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


def schedules(**initial):
    """Return a live figure of step-size schedules and the loss of SGD under them.

    Part 4, step size: large steps get far, small ones lower the noise floor; a warm-up helps
    where the start is the steepest place.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``schedule`` ("constant", "step", "cosine",
        "inverse"), ``step_size`` (0.01 … 0.6), ``warm_up`` (0, 10, 25, 50, 100 steps),
        ``batch_size`` (1, 10, 100, 1000, "all"), ``terrain`` ("bowl",
        "steep") and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("schedules", Scene, CONTROLS, initial)
