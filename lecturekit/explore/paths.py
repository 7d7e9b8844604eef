"""Live figure: gradient descent, minibatches and single examples under one budget (Part 4)."""

from lecturekit.draw.scenes.ground import TITLES
from lecturekit.draw.scenes.paths import BATCHES, BUDGET, RULES, Paths
from lecturekit.explore.controls import Choice, Slider, Steps
from lecturekit.explore.explorable import Explorable

STEP_SIZES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)

CONTROLS = (
    Steps(
        name="t",
        label="gradients used",
        start=600,
        high=BUDGET,
        interval=100,
        stride=20,
        tip="The budget: each example's gradient counts as one",
    ),
    Choice(
        name="batch",
        label="batch size B",
        start=10,
        choices={1: "1: SGD", **{b: f"{b}" for b in BATCHES[1:-1]}, 100: "100: all, GD"},
        look="slider",
        tip="Examples for each step; all 100 make it gradient descent",
    ),
    Choice(
        name="step_size",
        label="step size α",
        start=0.3,
        choices={size: f"{size:g}" for size in STEP_SIZES},
        look="slider",
    ),
    Choice(name="landscape", label="landscape", start="round", choices=TITLES),
    Choice(name="rule", label="method", start="sgd", choices=RULES),
    Slider(
        name="momentum",
        label="momentum μ",
        start=0.0,
        low=0.0,
        high=0.95,
        step=0.05,
        digits=2,
        tip="Of the SGD methods; the others do not use it",
    ),
    Choice(name="start", label="start", start=0, choices={0: "A", 1: "B", 2: "C"}),
    Choice(
        name="seed",
        label="seed",
        start=0,
        choices={seed: str(seed) for seed in range(21)},
        look="slider",
        tip="Another order of the examples",
    ),
)


def paths(**initial):
    """Return a live figure of three ways down one landscape, with one budget of gradients.

    Part 4, the algorithm. A batch of B costs B gradients: small batches take many noisy steps, the
    whole batch takes few exact ones.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``batch``, ``step_size``, ``landscape``,
        ``rule``, ``momentum``, ``start`` and ``seed``.

    Returns
    -------
    Explorable
    """
    return Explorable("paths", Paths, CONTROLS, initial)
