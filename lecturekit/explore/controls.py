"""The controls of a live figure, described independently of their widgets.

A control has a name (the argument of `Scene.update` that it sets), a label, a range and a start
value. These determine its widget, the validation of values set from code, and the positions that
a test or a film of the figure steps through.
"""

import math
import numbers
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets
import numpy as np

from lecturekit.draw.rounding import minus

WIDTH = 400  # width of a control in pixels: two fit side by side below a figure
BUTTONS = 96  # width in pixels of Play's two buttons together
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
    ``widget(value, label_width)``; ``positions(count, values)``, at most `count` values,
    in order; and ``spell(value)`` and ``range()``, the value and the range as text.
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

    def options(self, label_width, width=WIDTH):
        """Return the keyword arguments common to all widgets."""
        return {
            "description": self.label,
            "tooltip": self.tip or self.label,
            "style": {"description_width": label_width},
            "layout": widgets.Layout(width=f"{width}px", margin="1px 4px"),
        }


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

    def widget(self, value, label_width):
        return widgets.FloatSlider(
            value=value,
            min=self.low,
            max=self.high,
            step=self.step,
            readout_format=f".{self.digits}f",
            **self.options(label_width),
        )


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

    def widget(self, value, label_width):
        return widgets.IntSlider(
            value=value,
            min=self.low,
            max=max(value, self.low + 1),
            **self.options(label_width, WIDTH - BUTTONS - 8),
        )

    def play(self, value):
        """Return the Play button for the slider."""
        return widgets.Play(
            value=value,
            min=self.low,
            max=max(value, self.low + 1),
            interval=self.interval,
            step=self.stride,
            show_repeat=False,
            layout=widgets.Layout(width=f"{BUTTONS}px", margin="1px 4px"),
        )


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

    def widget(self, value, label_width):
        kinds = {"menu": widgets.Dropdown, "slider": widgets.SelectionSlider}
        options = [(words, value) for value, words in self.choices.items()]
        widget = kinds[self.look](options=options, value=value, **self.options(label_width))
        if self.look == "slider":  # lets page scripts tell it from a slider of numbers
            widget.add_class("lecture-choice")
        return widget
