"""Live figure: five optimizers race down the same ground (Part 4)."""

from lecturekit.draw.scenes.ground import TITLES
from lecturekit.draw.scenes.optimizer_race import LAST, OWN, OptimizerRace
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable

COMMON = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)

CONTROLS = (
    Steps(
        name="t",
        label="step t",
        start=60,
        high=LAST,
        interval=100,
        stride=2,
        tip="Each step costs each of them 10 gradients",
    ),
    Choice(
        name="step_size",
        label="step size α",
        start=OWN,
        choices={OWN: "each its own, tuned", **{size: f"{size:g} for all" for size in COMMON}},
        look="slider",
        tip="Tuned beforehand, on other orders of the examples; or one common step size",
    ),
    Choice(name="landscape", label="landscape", start="long", choices=TITLES),
    Choice(name="start", label="start", start=0, choices={0: "A", 1: "B", 2: "C"}),
    Choice(
        name="seed",
        label="seed",
        start=0,
        choices={seed: str(seed) for seed in range(21)},
        look="slider",
        tip="Another order of the examples, the same for all",
    ),
)


def optimizer_race(**initial):
    """Return a live figure of SGD, momentum, AdaGrad, RMSProp and Adam on one landscape.

    Part 4, momentum. Who wins depends on the landscape, and on who chose the step sizes.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``step_size`` ("own" or a number),
        ``landscape``, ``start`` and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("optimizer_race", OptimizerRace, CONTROLS, initial)
