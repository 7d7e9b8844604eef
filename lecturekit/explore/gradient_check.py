"""Live figure: a laboratory for checking gradients (Part 3, checking a gradient)."""

from lecturekit.draw.scenes.gradient_check import BUGS, GradientCheck
from lecturekit.explore.controls import Choice
from lecturekit.explore.explorable import Explorable
from lecturekit.gradcheck import STEPS

CONTROLS = (
    Choice(
        name="h",
        label="step h",
        start=1e-3,
        choices={h: f"{h:.0e}".replace("e-0", "e-") for h in STEPS.tolist()},
        look="slider",
        tip="How far each parameter is moved; the scale is logarithmic",
    ),
    Choice(
        name="kind",
        label="difference",
        start="central",
        choices={"central": "central, to both sides", "forward": "forward, to one side"},
    ),
    Choice(
        name="precision",
        label="numbers",
        start="float64",
        choices={"float64": "float64: 16 digits", "float32": "float32: 7 digits"},
    ),
    Choice(
        name="bug",
        label="planted bug",
        start="none",
        choices=dict(BUGS),
        tip="A mistake in the backward pass; the differences know nothing of it",
    ),
    Choice(
        name="kink",
        label="ReLU at z = 0",
        start="off",
        choices={"off": "no neuron", "on": "one neuron, one example"},
        tip="Puts one neuron exactly on its corner",
    ),
)


def gradient_check(**initial):
    """Return a live figure that checks a gradient by differences (Part 3, checking a gradient).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``h`` (1, 2, 3 or 5 times a power of ten, from
        1e-12 to 0.1), ``kind``, ``precision``, ``bug`` and ``kink``.

    Returns
    -------
    Explorable
    """
    return Explorable("gradient_check", GradientCheck, CONTROLS, initial)
