"""The controls of a live figure, described apart from the widgets that carry them out.

A control knows its name (the argument of the drawing), its label, its range and its start.
From that follow the widget, the check of a value that comes from code, and the positions
that a test or a film of the figure walks through.
"""

import math
import numbers
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets
import numpy as np

from lecturekit.draw.rounding import minus

WIDTH = 400  # pixels of a control: two fit side by side below a figure
BUTTONS = 96  # pixels of the two buttons of Play
INTERVAL = 120  # milliseconds from one step of Play to the next, unless a control says otherwise


@dataclass(frozen=True, kw_only=True)
class Control:
    """What all controls have in common.

    Attributes
    ----------
    name : str
        The argument that it sets.
    label : str
        What the reader sees beside it: a short name with symbol or unit.
    start : object
        Its value at first, and after a reset.
    tip : str
        A sentence that appears when the pointer rests on the label.

    Each kind of control adds ``check(value)``, which returns the clean value or refuses it;
    ``widget(value, label_width)``; ``positions(count, values)``, at most `count` values from
    the lowest to the highest; and ``spell(value)`` and ``range()``, which are for readers.
    """

    name: str
    label: str
    start: Any
    tip: str = ""

    def tidy(self, value):
        """Return the value that the widget stands for."""
        return value

    def sorted(self, values):
        """Return values from the lowest to the highest."""
        return sorted(values)

    def options(self, label_width, width=WIDTH):
        """The arguments that every widget takes."""
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
        return float(np.round(value, 10))  # sliders in the browser say 0.19999999999999996 for 0.2

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
    """A whole number from `low` up to `high`, with a Play button.

    Attributes
    ----------
    high : int or callable
        The last step, or a function that computes it from the values of the other controls.
    interval : int
        Milliseconds from one step to the next under Play.
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
        """Return the last step for these values of all controls."""
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
        """Return the Play button that goes with the slider."""
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
    """One of several `choices`, each with the words that the reader sees.

    Attributes
    ----------
    choices : dict of value to str
    look : {"menu", "slider"}
        A slider for values with an order.
    """

    choices: dict
    look: str = "menu"

    def check(self, value):
        try:
            known = value in self.choices
        except TypeError:  # a list, for example, cannot be looked up
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
        if self.look == "slider":  # so that a page can tell it from a slider of numbers
            widget.add_class("lecture-choice")
        return widget
