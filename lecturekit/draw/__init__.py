"""Pictures: data in, Matplotlib artists out.

Each ``draw_*`` function adds a picture to the axes it is given::

    figure, ax = new_figure()
    draw_gate(ax, [0, 1, 1, 1], Neuron([1, 1], -0.5, "step"), title="OR")
    show(figure, alt="The unit square; a line cuts off the corner (0, 0).")

Names are loaded on first use, each from its module.
"""

from importlib import import_module

HOMES = {  # module -> the names in it that are meant for users
    "backprop": ["draw_backprop", "update_backprop"],
    "biological": ["draw_biological_neuron", "draw_neurons_side_by_side"],
    "charts": ["curve_look", "draw_band"],
    "convolution": ["draw_convolution", "update_convolution"],
    "deltas": ["draw_batch_product", "draw_error_signal"],
    "descent": ["draw_descent_contours", "draw_descent_curve"],
    "digest": ["describe"],
    "functions": [
        "draw_activation_zoo",
        "draw_fold",
        "draw_line_and_sigmoid",
        "draw_medians",
        "draw_strips",
    ],
    "graph": ["draw_graph", "draw_paths", "graph_steps", "update_graph"],
    "hidden": ["draw_hidden_maps", "draw_hidden_space"],
    "history": [
        "draw_history",
        "draw_learning_curves",
        "draw_races",
        "draw_ranges",
        "draw_run_panels",
    ],
    "layer_types": ["draw_attention", "draw_recurrent"],
    "matrix": ["draw_layer_matrix", "draw_weight_index"],
    "network": ["draw_network", "update_network"],
    "neuron": ["draw_artificial_neuron", "update_artificial_neuron"],
    "perceptron": ["draw_gate", "draw_losses", "draw_margin"],
    "picture": ["Picture", "show", "show_source"],
    "planes": ["draw_line_boundary", "draw_points", "draw_regions", "draw_twins"],
    "style": ["new_figure"],
    "supervised": ["draw_supervised_learning"],
    "tables": [
        "draw_cells",
        "draw_demands",
        "draw_filters",
        "draw_images",
        "draw_worst_mistakes",
    ],
    "volumes": ["draw_ventral_stream", "draw_volumes"],
}
_HOME = {name: module for module, names in HOMES.items() for name in names}


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; see dir(draw)")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__():
    return sorted(_HOME)
