"""Live figures: each function returns a figure with controls.

In a notebook, make it the last line of a cell::

    from lecturekit import explore

    explore.neuron()

``help(explore.neuron)`` lists its controls. From code, set ``.controls["b"].value``, or several
values at once with ``.set(b=2.0, w1=1.5)``. ``.draw(b=2.0)`` returns a picture, and ``.frames()``
returns a film that plays without a kernel.
"""

from lecturekit.explore import part1, part2, part3, part4

FIGURES = {
    name: figure
    for part in (part1, part2, part3, part4)
    for name, figure in vars(part).items()
    if hasattr(figure, "specs")
}
globals().update(FIGURES)
__all__ = ["Explorable", *sorted(FIGURES)]


def __dir__():
    return __all__


def __getattr__(name):
    if name == "Explorable":  # the widgets, loaded with the first figure
        from lecturekit.explore.explorable import Explorable

        return Explorable
    raise AttributeError(f"module 'lecturekit.explore' has no attribute {name!r}; see dir(explore)")
