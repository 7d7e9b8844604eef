"""Live figure: two layers without an activation are one layer (Part 2, notation)."""

from lecturekit.draw.scenes.linear_collapse import NAMES, LinearCollapse
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable


def _turn(layer, start):
    return Slider(
        name=f"turn_{layer}",
        label=f"layer {layer}: turn, °",
        start=start,
        low=-175,  # −180° is 180°
        high=180,
        step=5,
        digits=0,
        tip=f"The angle of the rotation in W of layer {layer}",
    )


def _stretch(layer, start):
    return Slider(
        name=f"stretch_{layer}",
        label=f"layer {layer}: stretch",
        start=start,
        low=-1.5,
        high=1.5,
        step=0.1,
        tip="How much longer the first coordinate gets, before the turn; below 0 it is mirrored",
    )


CONTROLS = (
    _turn(1, 30.0),
    _stretch(1, 1.2),
    _turn(2, -60.0),
    _stretch(2, 0.8),
    Slider(
        name="bias",
        label="layer 1: bias b₁",
        start=0.2,
        low=-1,
        high=1,
        step=0.1,
        tip="The same for both neurons of layer 1",
    ),
    Choice(
        name="activation",
        label="activation σ",
        start="identity",
        choices=dict(NAMES),
        tip="Of layer 1; layer 2 has none",
    ),
)


def linear_collapse(**initial):
    """Return a live figure of two layers beside the one layer W₂W₁ (Part 2, notation).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``turn_1``, ``turn_2`` (degrees), ``stretch_1``,
        ``stretch_2``, ``bias`` and ``activation``.

    Returns
    -------
    Explorable
    """
    return Explorable("linear_collapse", LinearCollapse, CONTROLS, initial)
