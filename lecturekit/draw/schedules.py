"""The step size over the steps, for several schedules (Part 4, step size)."""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import whole_number
from lecturekit.draw.history import draw_history
from lecturekit.draw.rounding import rounded
from lecturekit.schedules import as_schedule, name_of


class Schedules(NamedTuple):
    """What `draw_schedules` drew, a HistoryPicture, and the same in words."""

    history: Any
    alt: str


def draw_schedules(ax, schedules, steps, log=False):
    """Draw α(t) for t = 0, 1, …, steps − 1.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8 × 3.2 inches.
    schedules : dict of str to schedule, or sequence of schedules
        As `lecturekit.schedules` makes them, or numbers. In a sequence each says its own name.
    steps : int
        At least 2.
    log : bool
        Whether α has a logarithmic axis.

    Returns
    -------
    Schedules
    """
    steps = whole_number(steps, "steps", at_least=2)
    if not isinstance(schedules, dict):
        schedules = {name_of(as_schedule(one)): one for one in schedules}
    rules = {name: as_schedule(one, f"schedules[{name!r}]") for name, one in schedules.items()}
    alphas = {name: np.array([rule(t) for t in range(steps)]) for name, rule in rules.items()}
    picture = draw_history(ax, alphas, "step size α", log=log)
    words = [f"{name} from {rounded(a[0])} to {rounded(a[-1])}" for name, a in alphas.items()]
    return Schedules(picture, f"Step size α over {steps} steps: {', '.join(words)}.")
