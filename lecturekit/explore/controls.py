"""The controls of a live figure, described independently of what shows them.

A control has a name (the argument of `Scene.update` that it sets), a label, a range and a start
value. These determine its widget in a notebook, its input on a web page, the validation of values
set from code, and the positions that a test or a film of the figure steps through.
"""

import math
import numbers
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lecturekit.draw.rounding import minus

INTERVAL = 120  # milliseconds between steps of Play, unless a control sets its own


@dataclass(frozen=True, kw_only=True)
class Control:
    """Base class of all controls.

    Attributes
    ----------
    name : str
        The argument of `Scene.update` that it sets.
    label : str
        The text shown beside it: a short name with its symbol or unit.
    start : object
        Its initial value, restored by a reset.
    tip : str
        The tooltip, one sentence.

    Each subclass adds ``check(value)``, which returns the validated value or raises ValueError;
    ``positions(count, values)``, at most `count` values, in order; and ``spell(value)`` and
    ``range()``, the value and the range as text.
    """

    name: str
    label: str
    start: Any
    tip: str = ""

    def tidy(self, value):
        """Return the control's value for a value read from its widget."""
        return value

    def sorted(self, values):
        """Return the values in ascending order."""
        return sorted(values)


@dataclass(frozen=True, kw_only=True)
class Slider(Control):
    """A real number between `low` and `high`."""

    low: float
    high: float
    step: float
    digits: int = 1

    def check(self, value):
        good = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))
        if not good or not self.low <= value <= self.high:
            raise ValueError(
                f"{self.name} is {value!r}, but it must be a number from {self.low:g} to "
                f"{self.high:g} ({self.label})."
            )
        return float(value)

    def tidy(self, value):
        return float(np.round(value, 10))  # the browser sends 0.19999999999999996 for 0.2

    def positions(self, count, values):
        places = np.linspace(self.low, self.high, count)
        on_grid = self.low + self.step * np.round((places - self.low) / self.step)
        return [float(np.round(place, 10)) for place in np.clip(on_grid, self.low, self.high)]

    def spell(self, value):
        return minus(f"{value:.{self.digits}f}")

    def range(self):
        return f"{self.low:g} … {self.high:g}"


@dataclass(frozen=True, kw_only=True)
class Steps(Control):
    """A whole number from `low` to `high`, with a Play button.

    Attributes
    ----------
    high : int or callable
        The last step, or a function that computes it from the values of all controls.
    interval : int
        Milliseconds between steps while Play is running.
    """

    high: int | Callable[..., int]
    low: int = 0
    interval: int = INTERVAL
    stride: int = 1

    def check(self, value):
        whole = isinstance(value, numbers.Integral) and not isinstance(value, (bool, np.bool_))
        if not whole or value < self.low:
            raise ValueError(
                f"{self.name} is {value!r}, but it must be a whole number from {self.low} on "
                f"({self.label})."
            )
        return int(value)

    def last(self, values):
        """Return the last step for these values of the controls."""
        return self.high(**values) if callable(self.high) else self.high

    def positions(self, count, values):
        last = self.last(values)
        stride = max(1, math.ceil((last - self.low) / (count - 1)))
        return [*range(self.low, last, stride), last]

    def spell(self, value):
        return str(value)

    def range(self):
        return f"{self.low} … {'the end' if callable(self.high) else self.high}"


@dataclass(frozen=True, kw_only=True)
class Choice(Control):
    """One of several `choices`, each with the text shown for it.

    Attributes
    ----------
    choices : dict of value to str
    look : {"menu", "slider"}
        Use "slider" for ordered values.
    """

    choices: dict
    look: str = "menu"

    def check(self, value):
        try:
            known = value in self.choices
        except TypeError:  # an unhashable value, such as a list
            known = False
        if not known:
            raise ValueError(
                f"{self.name} is {value!r}; choose one of {', '.join(map(repr, self.choices))}."
            )
        return value

    def positions(self, count, values):
        keys = list(self.choices)
        places = np.linspace(0, len(keys) - 1, min(count, len(keys))).round().astype(int)
        return [keys[place] for place in places]

    def sorted(self, values):
        return [value for value in self.choices if value in values]

    def spell(self, value):
        return self.choices[value]

    def range(self):
        return ", ".join(map(repr, self.choices))


class Controls:
    """All controls of the figure `name`, and where they start.

    `initial` holds values that override the controls' own start values.

    Attributes
    ----------
    specs : dict of str to Control
    start : dict
    """

    def __init__(self, name, specs, initial):
        self.name = name
        self.specs = {spec.name: spec for spec in specs}
        self.start = self.checked({spec.name: spec.start for spec in specs} | self.checked(initial))

    def checked(self, values):
        """Return the validated values; raise an error for an unknown name or an invalid value."""
        for name in values:
            self.known(name)
        return {name: self.specs[name].check(value) for name, value in values.items()}

    def known(self, name):
        """Raise a TypeError unless `name` is the name of a control."""
        if name not in self.specs:
            raise TypeError(
                f"{name!r} is not a control of {self.name}; it has {', '.join(self.specs)}."
            )

    def limits(self, values):
        """Return the end of every control with steps, which may depend on the other controls."""
        stepped = {name: spec for name, spec in self.specs.items() if isinstance(spec, Steps)}
        return {name: max(spec.last(values), 1) for name, spec in stepped.items()}
