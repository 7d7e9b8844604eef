"""What each hidden neuron says about the plane, beside what the whole network says.

Part 2, the example: neurons of the first layer cut the plane along straight lines, those of
later layers bend them, and the output adds the maps up.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import binary_labels, feature_matrix, interval, whole_number
from lecturekit.draw.hidden_space import score_at
from lecturekit.draw.level_lines import level_line
from lecturekit.draw.neuron_colours import neuron_badge
from lecturekit.draw.points import draw_points
from lecturekit.draw.regions import PROBABILITY
from lecturekit.draw.rounding import rounded
from lecturekit.draw.sheet import sign_colour
from lecturekit.draw.style import INK
from lecturekit.network import Network

RESOLUTION = 91  # points per side: fine enough beside the bilinear smoothing, and quick


class Map(NamedTuple):
    """One panel: shades, the line in the middle, and what stands above it."""

    image: Any
    line: Any
    title: Any
    weight: Any


class HiddenMaps(NamedTuple):
    """The artists of `draw_hidden_maps`."""

    output: Map
    neurons: list
    points: dict
    layer: int
    grid: tuple
    threshold: float


def draw_hidden_maps(axes, network, X, y, xlim, ylim, layer=None, threshold=0.5, size=5):
    """Draw the decision regions of a network, and beside them the map of each hidden neuron.

    The first panel shows the output with the examples. The others show the neurons of one
    hidden layer: from blue (low) to orange (high), with the line z = 0, and the weight with
    which the output takes them if it looks at this layer.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
        One for the output and one for each neuron to show, for instance 2 × 4 panels on
        9 × 4.8 inches; those that are not needed are hidden.
    network : Network
        With two inputs, at least one hidden layer and one output.
    X : array_like, shape (n, 2)
    y : array_like, shape (n,)
        Classes 0 and 1.
    xlim, ylim : (float, float)
        The part of the plane to show.
    layer : int, optional
        Which hidden layer, from 1; by default the last.
    threshold : float
        The output from which on the answer is class 1: the line in the first panel.
    size : float
        Diameter of a point.

    Returns
    -------
    HiddenMaps
        Named artists. `update_hidden_maps` takes it and shows other weights.

    Raises
    ------
    ValueError
        If the network does not map the plane to one number, if it has no such layer, if
        the limits are no interval.
    """
    axes = np.ravel(axes)
    layer = _checked_layer(network, layer)
    X = feature_matrix(X, 2, taker="a picture in the plane")
    y = binary_labels(y, len(X))
    grid = tuple(
        np.linspace(*interval(limits, name), RESOLUTION)
        for limits, name in ((xlim, "xlim"), (ylim, "ylim"))
    )
    shown = min(network.sizes[layer], len(axes) - 1)
    if shown < 1:
        raise ValueError(
            "axes holds 1 Axes, but the output and at least one neuron need 2; "
            "make them with new_figure(9, 4.8, rows=2, columns=4)."
        )
    picture = HiddenMaps(
        output=_map(axes[0], grid, None, 3.0),
        neurons=[_map(axes[k], grid, k, 1.8) for k in range(1, shown + 1)],
        points=draw_points(axes[0], X, y, size=size),
        layer=layer,
        grid=grid,
        threshold=float(threshold),
    )
    for ax in axes[shown + 1 :]:
        ax.set_visible(False)
    update_hidden_maps(picture, network)
    return picture


def update_hidden_maps(picture, network):
    """Show other weights in drawn maps, without making new artists.

    Parameters
    ----------
    picture : HiddenMaps
        What `draw_hidden_maps` returned.
    network : Network
        With as many neurons in the layer that is shown, or more.
    """
    layer = _checked_layer(network, picture.layer)
    if network.sizes[layer] < len(picture.neurons):
        raise ValueError(
            f"network has {network.sizes[layer]} neurons in layer {layer}, but the picture shows "
            f"{len(picture.neurons)}; draw it anew with draw_hidden_maps."
        )
    x, y = picture.grid
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    trace = network.forward(points)

    def on_grid(values):
        return values.reshape(len(y), len(x))

    last = network.layers[-1]
    cut = score_at(last.activation, picture.threshold)
    # Around the threshold, so that blue and orange meet where the answer changes.
    output = on_grid(trace.outputs[-1][:, 0])
    picture.output.image.set_data(np.clip(0.5 + output - picture.threshold, 0, 1))
    scores = on_grid(trace.pre_activations[-1][:, 0])
    picture.output.line.set_data(*level_line(x, y, scores, cut).T)
    next_layer = network.layers[layer]
    for k, panel in enumerate(picture.neurons):
        panel.image.set_data(
            _shades(on_grid(trace.outputs[layer][:, k]), network.layers[layer - 1])
        )
        z = on_grid(trace.pre_activations[layer - 1][:, k])
        panel.line.set_data(*level_line(x, y, z, 0.0).T)
        if layer == len(network.layers) - 1:
            weight = next_layer.W[0, k]
            panel.weight.set_text(f"weight {rounded(weight, digits=2)}")
            panel.weight.get_bbox_patch().set_edgecolor(sign_colour(weight))


def _shades(values, layer):
    """Outputs between 0 and 1 for the colour map: the middle is what the neuron says at z = 0."""
    name = layer.activation.name
    if name in ("sigmoid", "step"):
        return values
    middle = float(layer.activation(np.zeros(1))[0])
    reach = 1.0 if name == "tanh" else np.abs(values - middle).max()
    return 0.5 + (values - middle) / (2 * reach) if reach > 0 else np.full_like(values, 0.5)


def _map(ax, grid, k, line_width):
    x, y = grid
    half_x, half_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    image = ax.imshow(
        np.full((len(y), len(x)), 0.5),
        extent=(x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y),
        origin="lower",
        aspect="auto",
        interpolation="bilinear",
        cmap=PROBABILITY,
        vmin=0,
        vmax=1,
        zorder=0,
    )
    (line,) = ax.plot([], [], color=INK, lw=line_width, zorder=2)
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), xticks=[], yticks=[])
    ax.set_box_aspect(1)
    for side in ax.spines.values():
        side.set_visible(k is not None)
    if k is None:
        return Map(image, line, ax.set_title(r"output $\hat{y}$"), None)
    title = ax.set_title("neuron", fontsize=10, fontweight="normal")
    # Left out of the layout, which would look for its place before the title has one.
    neuron_badge(ax, (1, 0.5), k, like=title, away=(11, 0.5)).set_in_layout(False)
    weight = ax.annotate(
        "",
        (0.03, 0.04),
        xycoords="axes fraction",
        fontsize=8.5,
        zorder=6,
        bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "linewidth": 1.4},
    )
    return Map(image, line, title, weight)


def _checked_layer(network, layer):
    if not isinstance(network, Network):
        raise ValueError(f"network is a {type(network).__name__}, but a Network is needed.")
    if network.sizes[0] != 2 or network.sizes[-1] != 1 or len(network.sizes) < 3:
        raise ValueError(
            f"network has sizes {network.sizes}, but the maps need two inputs, a hidden layer and "
            "one output, such as Network([2, 3, 1])."
        )
    hidden = len(network.sizes) - 2
    return whole_number(hidden if layer is None else layer, "layer", at_most=hidden)
