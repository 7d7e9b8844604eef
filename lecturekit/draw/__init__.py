"""The drawing room: data in, Matplotlib artists out.

Each ``draw_*`` function adds to the axes it is given and returns what it has drawn::

    figure, ax = new_figure()
    draw_sigmoid(ax, w=2.0, b=-1.0)
    show(figure, alt="The sigmoid passes one half at x = 0.5 and rises from 0 to 1.")
"""

from lecturekit.draw.activations import (
    draw_activation,
    draw_activation_zoo,
    draw_gradient_through_layers,
)
from lecturekit.draw.artificial import draw_artificial_neuron, update_artificial_neuron
from lecturekit.draw.biological import draw_biological_neuron
from lecturekit.draw.digest import describe
from lecturekit.draw.history import draw_history
from lecturekit.draw.logic import draw_gate, draw_xor_argument
from lecturekit.draw.perceptron import draw_bound_check, draw_mistakes, draw_update
from lecturekit.draw.picture import Picture, show
from lecturekit.draw.points import draw_points
from lecturekit.draw.regions import draw_line_boundary, draw_regions
from lecturekit.draw.side_by_side import draw_neurons_side_by_side
from lecturekit.draw.sigmoid import draw_sigmoid
from lecturekit.draw.style import new_figure
from lecturekit.draw.supervised import draw_supervised_learning

__all__ = [
    "Picture",
    "describe",
    "draw_activation",
    "draw_activation_zoo",
    "draw_artificial_neuron",
    "draw_biological_neuron",
    "draw_bound_check",
    "draw_gate",
    "draw_gradient_through_layers",
    "draw_history",
    "draw_line_boundary",
    "draw_mistakes",
    "draw_neurons_side_by_side",
    "draw_points",
    "draw_regions",
    "draw_sigmoid",
    "draw_supervised_learning",
    "draw_update",
    "draw_xor_argument",
    "new_figure",
    "show",
    "update_artificial_neuron",
]
