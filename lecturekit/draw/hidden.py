"""What hidden neurons do to the plane: each one's map, and the space that two of them span.

Part 2, intuition: two hidden neurons draw two lines through the plane of the inputs, and their
outputs are the coordinates of a new plane, in which one line is enough. Part 2, the example:
neurons of the first layer cut the plane along straight lines, those of later layers bend them,
and the output adds the maps up.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke

from lecturekit.draw.perceptron import HALF_PLANES
from lecturekit.draw.planes import draw_points, field, grid, level_line, line_in_box
from lecturekit.draw.rounding import rounded
from lecturekit.draw.sheet import Sheet, neuron_badge, neuron_colour, sign_colour
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS, INK, PAPER

RESOLUTION = 181
# The flat shades of a gate's half planes, blended only along the boundary.
SHADES = LinearSegmentedColormap.from_list("answers", HALF_PLANES.colors)
SPACES = "input space", "hidden space"
MOST_NUMBERED = 12  # examples; more would be a crowd of numbers
TOGETHER = 0.045  # fraction of the panel's width within which points share one label
FINE = 91  # points per side of a map: fine enough beside the bilinear smoothing, and quick
RANGES = {"sigmoid": (-0.25, 1.25), "step": (-0.25, 1.25), "tanh": (-1.4, 1.4)}  # to show


class Arrow(NamedTuple):
    """A neuron's line, the arrow to its positive side, and its badge at the arrow's tip."""

    line: Any
    arrow: Any
    badge: Any


class HiddenSpace(NamedTuple):
    """The artists of `draw_hidden_space`, and the examples."""

    regions: list
    lines: list
    output_line: Arrow
    points: list
    hidden_points: list
    numbers: list
    hidden_numbers: list
    X: np.ndarray


def draw_hidden_space(axes, network, X, y, xlim=None, ylim=None, hidden_limits=None):
    """Draw the input space and the hidden space of a network with two hidden neurons.

    Left, each hidden neuron is the line z = 0 with an arrow to its positive side; right,
    its output is a coordinate, and the output neuron is a line. Both planes are shaded by
    the class that the network gives; the examples keep their colour, marker and number.

    Parameters
    ----------
    axes : two Axes
        Beside each other, 9 × 4.3 inches.
    network : Network
        Sizes [2, 2, 1].
    X : ndarray, shape (n, 2)
    y : ndarray, shape (n,)
        Classes 0 and 1.
    xlim, ylim : (float, float), optional
        Part of the input space to show; by default all examples with a margin.
    hidden_limits : (float, float), optional
        Range of both hidden coordinates; by default one that suits the activation.

    Returns
    -------
    HiddenSpace
        `update_hidden_space` takes it and shows a different network.
    """
    y = np.asarray(y, int)
    x_limits = xlim or _around(X[:, 0]), ylim or _around(X[:, 1])
    reach = hidden_limits or _reach(network, X)
    for ax, limits, name, space in zip(
        axes, (x_limits, (reach, reach)), ("x_{}", "a_{{1,{}}}"), SPACES, strict=True
    ):
        ax.set(xlim=limits[0], ylim=limits[1], title=space)
        ax.set_xlabel(f"${name.format(1)}$", fontsize=12)
        ax.set_ylabel(f"${name.format(2)}$", fontsize=12)
        ax.set_box_aspect(1)
    picture = HiddenSpace(
        regions=[_regions(ax) for ax in axes],
        lines=[_arrow(axes[0], neuron_colour(k), k) for k in (1, 2)],
        output_line=_arrow(axes[1], INK, None),
        points=[_point(axes[0], label, len(X)) for label in y],
        hidden_points=[_point(axes[1], label, len(X)) for label in y],
        numbers=_numbers(axes[0], len(X)),
        hidden_numbers=_numbers(axes[1], len(X)),
        X=X,
    )
    # Badges behind the names of the axes that carry the neurons' outputs, left out of the
    # layout, which would look for their place before the names have one.
    across, up = axes[1].xaxis.label, axes[1].yaxis.label
    neuron_badge(axes[1], (1, 0.5), 1, like=across, away=(13, 0)).set_in_layout(False)
    neuron_badge(axes[1], (0.5, 1), 2, like=up, away=(0, 13)).set_in_layout(False)
    _place_points(picture.points, picture.numbers, X)
    update_hidden_space(picture, network)
    return picture


def update_hidden_space(picture, network):
    """Show a different network in a drawn hidden space, without making new artists."""
    first, last = network.layers
    cut = score_at(last.activation, 0.5)
    for k, arrow in enumerate(picture.lines):
        _place(arrow, first.W[k], first.b[k], 0.27 + 0.46 * k)
    _place(picture.output_line, last.W[0], last.b[0] - cut, 0.8)
    _shade(picture.regions[0], lambda points: last.pre_activation(first(points)) >= cut)
    _shade(picture.regions[1], lambda points: last.pre_activation(points) >= cut)
    _place_points(picture.hidden_points, picture.hidden_numbers, first(picture.X))


def score_at(activation, threshold):
    """Return the z at which a rising activation reaches `threshold`, by bisection."""
    low, high = -1e3, 1e3
    for _ in range(200):
        middle = (low + high) / 2
        if activation(np.array([middle]))[0] >= threshold:
            high = middle
        else:
            low = middle
    return 0.0 if abs(high) < 1e-9 else high


def _around(values):
    margin = 0.25 * np.ptp(values) or 1.0
    return values.min() - margin, values.max() + margin


def _reach(network, X):
    """Return limits that suit the outputs of the hidden layer."""
    hidden = network.layers[0](X)
    low, high = min(hidden.min(), 0.0), max(hidden.max(), 1.0)
    anywhere = low - 0.25 * (high - low), high + 0.25 * (high - low)
    return RANGES.get(network.layers[0].activation.name, anywhere)


def _regions(ax):
    blank = np.zeros((RESOLUTION, RESOLUTION))
    # Blended colours would be flat only up to a level, so the data are blended.
    look = {"margin": False, "interpolation_stage": "data"}
    return field(ax, blank, ax.get_xlim(), ax.get_ylim(), SHADES, **look)


def _shade(image, answer):
    x0, x1, y0, y1 = image.get_extent()
    points = grid(np.linspace(x0, x1, RESOLUTION), np.linspace(y0, y1, RESOLUTION))
    image.set_data(answer(points).reshape(RESOLUTION, RESOLUTION).astype(float))


def _arrow(ax, colour, k):
    (line,) = ax.plot([], [], color=colour, lw=2.4, zorder=2)
    arrow = Sheet(ax).arrow((0, 0), (0, 0), colour, 2.2, head=(2.8, 5.6))
    return Arrow(line, arrow, neuron_badge(ax, (0, 0), k) if k else None)


def _place(parts, w, b, share):
    """Move a neuron's line and its arrow; both are hidden if there is no line to see."""
    xlim, ylim = parts.line.axes.get_xlim(), parts.line.axes.get_ylim()
    ends = line_in_box(w, b, xlim, ylim)
    for artist in parts:
        if artist is not None:
            artist.set_visible(len(ends) > 0)
    parts.line.set_data(*ends.T)
    if len(ends) == 0:
        return
    size = np.array([xlim[1] - xlim[0], ylim[1] - ylim[0]])
    ends = ends[np.lexsort(ends.T)]  # the same end first, whichever way the neuron points
    foot = ends[0] + share * (ends[1] - ends[0])
    # Perpendicular on the page, also where the axes have different scales.
    way = np.asarray(w, float) / np.abs(w).max() * size
    way = way / np.hypot(*way)
    parts.arrow.set_positions(foot, foot + 0.13 * way * size)
    if parts.badge is not None:
        parts.badge.xy = tuple(foot)


def _point(ax, label, n):
    size = (14 if n <= MOST_NUMBERED else 7) * (1.12 if label else 1)
    look = {"color": CLASS_COLOURS[label], "mec": PAPER, "mew": 1.2, "clip_on": False}
    return ax.plot([], [], CLASS_MARKERS[label], ms=size, zorder=5, **look)[0]


def _numbers(ax, n):
    look = {"fontsize": 10, "fontweight": "bold", "color": INK, "zorder": 7}
    look["path_effects"] = [withStroke(linewidth=3, foreground=PAPER)]  # legible on any line
    place = {"textcoords": "offset points", "ha": "left", "va": "center"}
    count = n if n <= MOST_NUMBERED else 0
    return [ax.annotate("", (0, 0), (11, 8), **place, **look) for _ in range(count)]


def _place_points(points, texts, places):
    """Move the points and their numbers 1, 2, …; coinciding points share a label."""
    for point, place in zip(points, places, strict=True):
        point.set_data(*place[:, None])
    if not texts:
        return
    ax = points[0].axes
    size = np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    groups = []
    for i, place in enumerate(places):
        for group in groups:
            if np.all(np.abs(places[group[0]] - place) <= TOGETHER * size):
                group.append(i)
                break
        else:
            groups.append([i])
    for text in texts:
        text.set_text("")
    for group in groups:
        texts[group[0]].set_text(", ".join(str(i + 1) for i in group))
        texts[group[0]].xy = tuple(places[group[0]])


# ---- maps ------------------------------------------------------------------------------


class Map(NamedTuple):
    """One panel: shading, the line z = 0, and the text above it."""

    image: Any
    line: Any
    title: Any
    weight: Any


class HiddenMaps(NamedTuple):
    """The artists of `draw_hidden_maps`, which layer they show, and where."""

    output: Map
    neurons: list
    points: dict
    layer: int
    grid: tuple


def draw_hidden_maps(axes, network, X, y, xlim, ylim, layer=None, size=5):
    """Draw the decision regions of a network, and beside them the map of each hidden neuron.

    The first panel shows the output with the examples. The others show the neurons of one
    hidden layer, from blue (low) to orange (high), with the line z = 0 and, for the last hidden
    layer, their weight in the output neuron.

    Parameters
    ----------
    axes : sequence of Axes
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
    size : float
        Diameter of a point.

    Returns
    -------
    HiddenMaps
        `update_hidden_maps` takes it and shows other weights.
    """
    layer = layer or len(network.layers) - 1
    sides = np.linspace(*xlim, FINE), np.linspace(*ylim, FINE)
    shown = min(network.sizes[layer], len(axes) - 1)
    picture = HiddenMaps(
        output=_map(axes[0], xlim, ylim, None),
        neurons=[_map(axes[k], xlim, ylim, k) for k in range(1, shown + 1)],
        points=draw_points(axes[0], X, y, size=size),
        layer=layer,
        grid=sides,
    )
    for ax in axes[shown + 1 :]:
        ax.set_visible(False)
    update_hidden_maps(picture, network)
    return picture


def update_hidden_maps(picture, network):
    """Show other weights in drawn maps, without making new artists.

    The layer shown needs at least one neuron for each panel.
    """
    x, y = picture.grid
    trace, last = network.forward(grid(x, y)), network.layers[-1]
    outputs, scores = (
        [columns.T.reshape(-1, FINE, FINE) for columns in layers]  # a map for each neuron
        for layers in (trace.outputs[1:], trace.pre_activations)
    )
    picture.output.image.set_data(np.clip(outputs[-1][0], 0, 1))
    cut = score_at(last.activation, 0.5)
    picture.output.line.set_data(*level_line(x, y, scores[-1][0], cut).T)
    shown = picture.layer - 1
    for k, panel in enumerate(picture.neurons):
        panel.image.set_data(_shades(outputs[shown][k], network.layers[shown].activation))
        panel.line.set_data(*level_line(x, y, scores[shown][k]).T)
        if picture.layer == len(network.layers) - 1:
            panel.weight.set_text(f"weight {rounded(last.W[0, k], digits=2)}")
            panel.weight.get_bbox_patch().set_edgecolor(sign_colour(last.W[0, k]))


def _shades(values, activation):
    """Map outputs to 0 … 1 for the colour map; the middle is the output at z = 0."""
    if activation.name in ("sigmoid", "step"):
        return values
    middle = float(activation(np.zeros(1))[0])
    reach = 1.0 if activation.name == "tanh" else np.abs(values - middle).max()
    return 0.5 + (values - middle) / (2 * reach) if reach > 0 else np.full_like(values, 0.5)


def _map(ax, xlim, ylim, k):
    image = field(ax, np.full((FINE, FINE), 0.5), xlim, ylim)
    (line,) = ax.plot([], [], color=INK, lw=1.8 if k else 3.0, zorder=2)
    ax.set(xlim=xlim, ylim=ylim, xticks=[], yticks=[])
    ax.set_box_aspect(1)
    ax.spines[:].set_visible(k is not None)
    if k is None:
        return Map(image, line, ax.set_title(r"output $\hat{y}$"), None)
    title = ax.set_title("neuron", fontsize=10, fontweight="normal")
    # Left out of the layout, which would look for its place before the title has one.
    neuron_badge(ax, (1, 0.5), k, like=title, away=(11, 0.5)).set_in_layout(False)
    box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "linewidth": 1.4}
    place = {"xycoords": "axes fraction", "fontsize": 8.5, "zorder": 6}
    return Map(image, line, title, ax.annotate("", (0.03, 0.04), bbox=box, **place))
