"""Live figures in a page: their controls as plain data, and their pictures.

A page knows a control's value as a number. For a choice it is the place among the choices, because
a choice may be anything.
"""

from functools import cache, lru_cache

from lecturekit.explore import FIGURES
from lecturekit.explore.controls import Choice, Controls, Slider, Steps
from lecturekit.explore.stage import Stage


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


def draw(figure, values, dpi, fine=False):
    """Draw a figure for the values of all its controls.

    Returns
    -------
    dict
        ``picture``, its pixels, four bytes each; ``size``, their number across and down;
        ``limits``, the end of each control with steps; ``grips``, what can be dragged; and
        ``alt``, if `fine`.
    """
    controls, stage = _opened(figure)
    specs = controls.specs
    values = {name: _value(specs[name], number) for name, number in values.items()}
    values = {name: specs[name].tidy(value) for name, value in controls.checked(values).items()}
    limits = controls.limits(values)
    values |= {name: min(values[name], end) for name, end in limits.items()}
    stage = stage(dpi)
    pixels = stage.pixels(**values)
    told = {"alt": stage.scene.describe(**values)} if fine else {}
    told |= {"limits": limits, "grips": stage.scene.grips()}
    return told | {"size": pixels.shape[1::-1], "picture": pixels.tobytes()}


@cache
def _opened(name):
    """Return the controls of a figure, and a function that returns its stage for a resolution."""
    make = FIGURES[name]
    # One for moving pictures and one for those at rest, which are as sharp as the screen.
    return Controls(name, make.specs, {}), lru_cache(2)(lambda dpi: Stage(make.scene(), dpi))


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
