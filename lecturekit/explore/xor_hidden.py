"""Live figure: two lines solve exclusive or, seen in two spaces (Part 2, intuition)."""

from lecturekit.draw.scenes.xor_hidden import XorHidden
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable


def _turn(k, start):
    return Slider(
        name=f"angle_{k}",
        label=f"angle {k}, °",
        start=start,
        low=-175,  # −180° is 180°
        high=180,
        step=5,
        digits=0,
        tip=f"Hidden neuron {k}: turns its line about the middle of the square; the arrow is w",
    )


def _push(k, start):
    return Slider(
        name=f"shift_{k}",
        label=f"push {k}",
        start=start,
        low=-0.7,
        high=0.7,
        step=0.05,
        digits=2,
        tip=f"Hidden neuron {k}: distance of its line from (½, ½), along the arrow; sets the bias",
    )


CONTROLS = (
    _turn(1, 45.0),
    _push(1, -0.35),
    _turn(2, 110.0),
    _push(2, 0.35),
    Choice(
        name="activation",
        label="activation σ",
        start="step",
        choices={"step": "step", "sigmoid": "sigmoid", "relu": "ReLU"},
        tip="Of the hidden neurons; w has length 6 for the sigmoid, 1 for the others",
    ),
)


def xor_hidden(**initial):
    """Return a live figure of exclusive or in input space and in hidden space.

    Two hidden neurons are turned and pushed by hand; the output neuron is the best line that
    there is in hidden space. Part 2, intuition.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``angle_1``, ``angle_2`` (degrees), ``shift_1``,
        ``shift_2`` and ``activation``.

    Returns
    -------
    Explorable
    """
    return Explorable("xor_hidden", XorHidden, CONTROLS, initial)
