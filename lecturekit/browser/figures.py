"""Live figures in a page: their controls as plain data, and their pictures.

A page knows a control's value as a number. For a choice it is the place among the choices, because
a choice may be anything.
"""

from functools import cache, cached_property

from lecturekit.explore import FIGURES
from lecturekit.explore.controls import Choice, Controls, Slider, Steps
from lecturekit.explore.stage import MOVING, RESTING, Stage


def described(name, starts):
    """Return the controls of ``explore.NAME(**starts)`` as a list of dicts for JSON."""
    controls = Controls(name, FIGURES[name].specs, starts)
    ends = controls.limits(controls.start)
    return [
        {"name": spec.name, "label": spec.label, "tip": spec.tip}
        | _range(spec, ends.get(spec.name))
        | {"start": _number(spec, controls.start[spec.name])}
        for spec in controls.specs.values()
    ]


def prepare(figure, values):
    """Prepare a figure, so that the first move of a control is as quick as all others."""
    return draw(figure, values) | {"picture": None}


def draw(figure, values, fine=False):
    """Draw a figure for the values of all its controls.

    Returns
    -------
    dict
        ``picture``, its pixels, four bytes each; ``size``, their number across and down;
        ``limits``, the end of each control with steps; and ``alt``, if `fine`.
    """
    return _opened(figure).draw(values, fine)


class _Figure:
    def __init__(self, name):
        self.controls, self._scene = Controls(name, FIGURES[name].specs, {}), FIGURES[name].scene

    @cached_property
    def _moving(self):
        return Stage(self._scene(), MOVING)

    @cached_property
    def _resting(self):
        return Stage(self._scene(), RESTING)

    def draw(self, numbers, fine):
        specs = self.controls.specs
        values = {name: _value(specs[name], number) for name, number in numbers.items()}
        values = self.controls.checked(values)
        values = {name: specs[name].tidy(values[name]) for name in specs}
        limits = self.controls.limits(values)
        values |= {name: min(values[name], end) for name, end in limits.items()}
        stage = self._resting if fine else self._moving
        pixels = stage.pixels(**values)
        told = {"alt": stage.scene.describe(**values)} if fine else {}
        height, width, _ = pixels.shape
        return told | {"limits": limits, "size": [width, height], "picture": pixels.tobytes()}


@cache
def _opened(name):
    return _Figure(name)


def _range(spec, end):
    match spec:
        case Slider():
            span = {"low": spec.low, "high": spec.high, "step": spec.step, "digits": spec.digits}
            return {"kind": "slider"} | span
        case Steps():
            span = {"low": spec.low, "high": end, "step": 1}
            return {"kind": "steps", "interval": spec.interval, "stride": spec.stride} | span
        case Choice():
            kind = "menu" if spec.look == "menu" else "scale"
            return {"kind": kind, "words": [*spec.choices.values()]}


def _number(spec, value):
    return [*spec.choices].index(value) if isinstance(spec, Choice) else value


def _value(spec, number):
    return [*spec.choices][number] if isinstance(spec, Choice) else number
