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
from lecturekit.draw.backprop import draw_backprop, update_backprop
from lecturekit.draw.batch_times import draw_times
from lecturekit.draw.biological import draw_biological_neuron
from lecturekit.draw.bumps import draw_bumps, update_bumps
from lecturekit.draw.convolution import draw_convolution, draw_pooling, update_convolution
from lecturekit.draw.costs import draw_costs
from lecturekit.draw.depth import draw_depth
from lecturekit.draw.descent_contours import draw_descent_contours, update_descent_contours
from lecturekit.draw.descent_curve import draw_descent_curve, update_descent_curve
from lecturekit.draw.digest import describe
from lecturekit.draw.folding import draw_fold, draw_pieces
from lecturekit.draw.graph import draw_graph, graph_steps, update_graph
from lecturekit.draw.hidden_maps import draw_hidden_maps, update_hidden_maps
from lecturekit.draw.hidden_space import draw_hidden_space, update_hidden_space
from lecturekit.draw.hinges import draw_hinges, update_hinges
from lecturekit.draw.history import draw_history
from lecturekit.draw.images import draw_filters, draw_gabor, draw_worst_mistakes
from lecturekit.draw.landscape import draw_landscape, update_landscape
from lecturekit.draw.layer_types import (
    draw_attention,
    draw_dropout,
    draw_normalisation,
    draw_output_layers,
    draw_recurrent,
)
from lecturekit.draw.learning_curves import draw_learning_curves
from lecturekit.draw.logic import draw_gate, draw_xor_argument
from lecturekit.draw.matrix import draw_layer_matrix, update_layer_matrix
from lecturekit.draw.network import draw_network, update_network
from lecturekit.draw.perceptron import draw_bound_check, draw_mistakes, draw_update
from lecturekit.draw.picture import Picture, show
from lecturekit.draw.points import draw_points
from lecturekit.draw.races import draw_races
from lecturekit.draw.regions import draw_line_boundary, draw_regions
from lecturekit.draw.schedules import draw_schedules
from lecturekit.draw.side_by_side import draw_neurons_side_by_side
from lecturekit.draw.sigmoid import draw_sigmoid
from lecturekit.draw.source import show_source
from lecturekit.draw.speed_up import draw_speed_up
from lecturekit.draw.spikes import draw_spike_train
from lecturekit.draw.spread import draw_spread
from lecturekit.draw.step_sweep import draw_step_sweep
from lecturekit.draw.style import new_figure
from lecturekit.draw.supervised import draw_supervised_learning
from lecturekit.draw.tables import draw_cells, draw_confusion_matrix, draw_sparse_matrix

__all__ = [
    "Picture",
    "describe",
    "draw_activation",
    "draw_activation_zoo",
    "draw_artificial_neuron",
    "draw_attention",
    "draw_backprop",
    "draw_biological_neuron",
    "draw_bound_check",
    "draw_bumps",
    "draw_cells",
    "draw_confusion_matrix",
    "draw_convolution",
    "draw_costs",
    "draw_depth",
    "draw_descent_contours",
    "draw_descent_curve",
    "draw_dropout",
    "draw_filters",
    "draw_fold",
    "draw_gabor",
    "draw_gate",
    "draw_gradient_through_layers",
    "draw_graph",
    "draw_hidden_maps",
    "draw_hidden_space",
    "draw_hinges",
    "draw_history",
    "draw_landscape",
    "draw_layer_matrix",
    "draw_learning_curves",
    "draw_line_boundary",
    "draw_mistakes",
    "draw_network",
    "draw_neurons_side_by_side",
    "draw_normalisation",
    "draw_output_layers",
    "draw_pieces",
    "draw_points",
    "draw_pooling",
    "draw_races",
    "draw_recurrent",
    "draw_regions",
    "draw_schedules",
    "draw_sigmoid",
    "draw_sparse_matrix",
    "draw_speed_up",
    "draw_spike_train",
    "draw_spread",
    "draw_step_sweep",
    "draw_supervised_learning",
    "draw_times",
    "draw_update",
    "draw_worst_mistakes",
    "draw_xor_argument",
    "graph_steps",
    "new_figure",
    "show",
    "show_source",
    "update_artificial_neuron",
    "update_backprop",
    "update_bumps",
    "update_convolution",
    "update_descent_contours",
    "update_descent_curve",
    "update_graph",
    "update_hidden_maps",
    "update_hidden_space",
    "update_hinges",
    "update_landscape",
    "update_layer_matrix",
    "update_network",
]
