"""Live figure: a filter slides over a handwritten digit (Part 2, types of layers)."""

from lecturekit.draw.scenes.sliding_filter import LAST, NAMES, SlidingFilter
from lecturekit.explore.controls import Choice, Steps
from lecturekit.explore.explorable import Explorable

CONTROLS = (
    Steps(
        name="position",
        label="position",
        start=15,
        high=LAST,
        interval=500,
        tip="Where the filter lies: row by row, from the upper left corner on",
    ),
    Choice(
        name="digit",
        label="digit",
        start=0,
        choices={digit: str(digit) for digit in range(10)},
        look="slider",
        tip="The first of its class in the data of scikit-learn",
    ),
    Choice(
        name="filter",
        label="filter",
        start="vertical",
        choices=NAMES,
        tip="Nine weights, the same at every position",
    ),
)


def sliding_filter(**initial):
    """Return a live figure of a convolutional filter at work (Part 2, types of layers).

    Parameters
    ----------
    **initial
        Other starts than the usual ones for ``position``, ``digit`` and ``filter``.

    Returns
    -------
    Explorable
    """
    return Explorable("sliding_filter", SlidingFilter, CONTROLS, initial)
