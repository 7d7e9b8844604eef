"""Live figure: a curve from one hidden layer, by width and by hand (Part 2, representation)."""

from lecturekit.draw.scenes.curve_fit import WIDTHS, CurveFit
from lecturekit.explore.controls import Choice, Slider
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Choice(
        name="p",
        label="hidden neurons p",
        start=6,
        choices={p: str(p) for p in WIDTHS},
        look="slider",
    ),
    Choice(
        name="kind",
        label="neurons",
        start="bumps",
        choices={"bumps": "pairs of steps: bumps", "hinges": "ReLU: hinges"},
    ),
    Choice(
        name="curve",
        label="target curve",
        start="wave",
        choices={"wave": "wave", "tent": "tent", "jump": "jump: not continuous"},
    ),
    Choice(
        name="k",
        label="bump or hinge k",
        start=2,
        choices={k: str(k) for k in range(1, max(WIDTHS) + 1)},
        look="slider",
        tip="Counted from the left; the last one, if there are not so many",
    ),
    Slider(
        name="shift",
        label="its weight, moved by",
        start=0.0,
        low=-1.0,
        high=1.0,
        step=0.05,
        digits=2,
        tip="The height of the bump, or the change of slope at the hinge",
    ),
)


def curve_fit(**initial):
    """Return a live figure of one hidden layer that fits a curve, the wider the better.

    Part 2, representation: what the universal approximation theorem says, and for which curves.

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``p``, ``kind``, ``curve``, ``k`` and ``shift``.

    Returns
    -------
    Explorable
    """
    return Explorable("curve_fit", CurveFit, CONTROLS, initial)
