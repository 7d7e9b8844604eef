"""Live figures: each function returns a figure with controls.

In a notebook, make it the last line of a cell::

    from lecturekit import explore

    explore.neuron()

Its help lists the controls: ``help(explore.neuron)``. From code, set
``.controls["b"].value``, or several values at once with ``.set(b=2.0, w1=1.5)``; ask for a
picture with ``.draw(b=2.0)``, for a film that runs without a kernel with ``.frames()``.
"""

from lecturekit.explore import part1, part2
from lecturekit.explore.backprop import backprop
from lecturekit.explore.chain_rule import chain_rule
from lecturekit.explore.depth import depth
from lecturekit.explore.descent import descent
from lecturekit.explore.digits import digits
from lecturekit.explore.explorable import Explorable
from lecturekit.explore.gradient_check import gradient_check
from lecturekit.explore.landscape import landscape
from lecturekit.explore.minibatch_gradient import minibatch_gradient
from lecturekit.explore.momentum import momentum
from lecturekit.explore.optimizer_race import optimizer_race
from lecturekit.explore.paths import paths
from lecturekit.explore.schedules import schedules
from lecturekit.explore.step_sizes import step_sizes
from lecturekit.explore.training import training

FIGURES = {
    name: figure
    for part in (part1, part2)
    for name, figure in vars(part).items()
    if hasattr(figure, "specs")
}
# Until these are rows of the tables of their parts, too.
for _figure in (backprop, chain_rule, depth, descent, digits, gradient_check, landscape):
    FIGURES[_figure.__name__] = _figure
for _figure in (minibatch_gradient, momentum, optimizer_race, paths, schedules, step_sizes):
    FIGURES[_figure.__name__] = _figure
FIGURES["training"] = training
globals().update(FIGURES)
__all__ = ["Explorable", *sorted(FIGURES)]


def __dir__():
    return __all__
