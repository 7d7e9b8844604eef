"""The drawing room: data in, Matplotlib artists out.

Each ``draw_*`` function adds a picture to the axes that it is given::

    figure, ax = new_figure()
    draw_sigmoid(ax, w=2.0, b=-1.0)
    show(figure, alt="The sigmoid passes one half at x = 0.5 and rises from 0 to 1.")

Names are loaded when they are first touched, each from its module.
"""

from importlib import import_module

HOMES = {  # module -> the names in it that are meant for users
    "activations": ["draw_activation", "draw_activation_zoo", "draw_gradient_through_layers"],
    "artificial": ["draw_artificial_neuron", "update_artificial_neuron"],
    "attention": ["draw_attention"],
    "backprop": ["draw_backprop", "update_backprop"],
    "batch_times": ["draw_times"],
    "biological": ["draw_biological_neuron"],
    "bumps": ["draw_bumps"],
    "cells": ["draw_cells"],
    "confusion": ["draw_confusion_matrix"],
    "convolution": ["draw_convolution", "update_convolution"],
    "costs": ["draw_costs"],
    "depth": ["draw_depth"],
    "descent_contours": ["draw_descent_contours", "update_descent_contours"],
    "descent_curve": ["draw_descent_curve", "update_descent_curve"],
    "digest": ["describe"],
    "dropout": ["draw_dropout"],
    "filters": ["draw_filters"],
    "folding": ["draw_fold", "draw_pieces"],
    "gabor": ["draw_gabor"],
    "graph": ["draw_graph", "graph_steps", "update_graph"],
    "hidden_maps": ["draw_hidden_maps", "update_hidden_maps"],
    "hidden_space": ["draw_hidden_space", "update_hidden_space"],
    "hinges": ["draw_hinges", "update_hinges"],
    "history": ["draw_history"],
    "landscape": ["draw_landscape", "update_landscape"],
    "learning_curves": ["draw_learning_curves"],
    "logic": ["draw_gate", "draw_xor_argument"],
    "matrix": ["draw_layer_matrix", "update_layer_matrix"],
    "network": ["draw_network", "update_network"],
    "normalisation": ["draw_normalisation"],
    "output_layers": ["draw_output_layers"],
    "perceptron": ["draw_bound_check", "draw_mistakes", "draw_update"],
    "picture": ["Picture", "show"],
    "points": ["draw_points"],
    "pooling": ["draw_pooling"],
    "races": ["draw_races"],
    "recurrent": ["draw_recurrent"],
    "regions": ["draw_line_boundary", "draw_regions"],
    "schedules": ["draw_schedules"],
    "side_by_side": ["draw_neurons_side_by_side"],
    "sigmoid": ["draw_sigmoid"],
    "source": ["show_source"],
    "sparse_matrix": ["draw_sparse_matrix"],
    "speed_up": ["draw_speed_up"],
    "spikes": ["draw_spike_train"],
    "spread": ["draw_spread"],
    "step_sweep": ["draw_step_sweep"],
    "style": ["new_figure"],
    "supervised": ["draw_supervised_learning"],
    "worst_mistakes": ["draw_worst_mistakes"],
}
_HOME = {name: module for module, names in HOMES.items() for name in names}


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; see dir(draw)")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__():
    return sorted(_HOME)
