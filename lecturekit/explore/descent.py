"""Live figure: gradient descent on curves and bowls, by step size and start (Part 3)."""

from lecturekit.draw.scenes.descent import STEPS, TERRAINS, Descent
from lecturekit.explore.controls import Choice, Slider, Steps
from lecturekit.explore.explorable import Explorable

# Dense around 0.25, 0.44 and 0.5, where something changes.
STEP_SIZES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.43, 0.45, 0.48, 0.5)
STEP_SIZES += (0.52, 0.55, 0.6, 0.7, 0.8, 1.0, 1.5, 2.0)


def _start(name, label, start, tip=""):
    return Slider(name=name, label=label, start=start, low=-2.8, high=2.8, step=0.1, tip=tip)


CONTROLS = (
    Steps(name="t", label="step t", start=8, high=STEPS, interval=200),
    Choice(
        name="terrain",
        label="function J",
        start="long",
        choices={key: terrain.name for key, terrain in TERRAINS.items()},
    ),
    Choice(
        name="step_size",
        label="step size α",
        start=0.45,
        choices={size: f"{size:g}" for size in STEP_SIZES},
        look="slider",
        tip="Below 2/κ every step goes down",
    ),
    _start("x", "start: θ or θ₁", -2.5),
    _start("y", "start: θ₂", 1.5, "Not used where there is one parameter"),
)


def descent(**initial):
    """Return a live figure of gradient descent on five functions.

    Part 3, gradient descent: with a step size below 2/κ, κ the largest curvature, every step goes
    down; above, nothing is promised, and on a bowl it diverges.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``t``, ``terrain`` ("parabola", "two_valleys",
        "round", "long", "winding"), ``step_size``, ``x`` and ``y``.

    Returns
    -------
    Explorable
    """
    return Explorable("descent", Descent, CONTROLS, initial)
