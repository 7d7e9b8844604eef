"""Declare a live figure in one place: its name, docstring, scene and controls.

::

    @live(
        NeuronAtWork,
        slider("b", "bias b", 5.0, -10, 10, 0.1, "The score of a petal of size zero"),
        menu("activation", "activation σ", "sigmoid", {"sigmoid": "sigmoid", "relu": "ReLU"}),
    )
    def neuron():
        \"\"\"Return a live figure of one neuron.\"\"\"

creates ``neuron(**starts)``, which returns an `Explorable`; its help lists the controls.
"""

from decimal import Decimal
from functools import wraps
from inspect import Parameter, Signature, cleandoc

from lecturekit.explore.controls import Choice, Slider, Steps


def live(scene, *specs):
    """Turn a function with only a name and a docstring into one that returns the figure."""

    def make(function):
        @wraps(function)
        def figure(**starts):
            # Only widgets need ipywidgets. A web page, which has none, needs scene and controls.
            from lecturekit.explore.explorable import Explorable

            return Explorable(function.__name__, scene, specs, starts)

        controls = [f"    {spec.name} : {spec.label}: {spec.range()}" for spec in specs]
        head = "Starts that can be chosen, one for each control:"
        figure.__doc__ = "\n".join([cleandoc(function.__doc__), "", head, "", *controls])
        figure.__signature__ = Signature(
            [Parameter(spec.name, Parameter.KEYWORD_ONLY, default=spec.start) for spec in specs]
        )
        figure.scene, figure.specs = scene, specs
        return figure

    return make


def steps(name, label, start, high, tip="", **more):
    """A whole number with a Play button; `more` may set low, interval (milliseconds) and stride."""
    return Steps(name=name, label=label, start=start, high=high, tip=tip, **more)


def slider(name, label, start, low, high, step, tip=""):
    """A real number, shown with as many decimal places as its step has."""
    digits = max(0, -Decimal(str(step)).normalize().as_tuple().exponent)
    span = {"low": low, "high": high, "step": step, "digits": digits}
    return Slider(name=name, label=label, start=start, tip=tip, **span)


def menu(name, label, start, choices, tip=""):
    """One of several unordered values; `choices` maps each value to its text."""
    return Choice(name=name, label=label, start=start, choices=dict(choices), tip=tip)


def scale(name, label, start, values, tip=""):
    """One of several ordered values, on a slider: numbers, or a dict from values to their text."""
    words = values if isinstance(values, dict) else {value: f"{value:g}" for value in values}
    return Choice(name=name, label=label, start=start, choices=words, look="slider", tip=tip)


def seed(tip, last=20, label="seed"):
    """Seed of the random number generator, from 0 to `last`."""
    return scale("seed", label, 0, range(last + 1), tip)
