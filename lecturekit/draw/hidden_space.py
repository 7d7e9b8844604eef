"""The same examples twice: where they lie, and where the hidden layer moves them.

Part 2, intuition: two hidden neurons draw two lines through the plane of the inputs, and
their outputs are the coordinates of a new plane, in which one line is enough.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyArrowPatch

from lecturekit.checks import binary_labels, feature_matrix, number, vector
from lecturekit.draw.neuron_colours import neuron_badge, neuron_colour
from lecturekit.draw.perceptron import HALF_PLANES
from lecturekit.draw.regions import line_in_box
from lecturekit.draw.style import CLASS_COLOURS, CLASS_MARKERS, INK, PAPER
from lecturekit.network import Network

RESOLUTION = 181
# The flat shades of a gate's half planes, blended only along the boundary.
SHADES = LinearSegmentedColormap.from_list("answers", HALF_PLANES.colors)
MOST_NUMBERED = 12  # examples; more would be a crowd of numbers
TOGETHER = 0.045  # share of the panel's width within which points share one label


class Arrow(NamedTuple):
    """A neuron's line, the arrow to its positive side, and its badge at the arrow's tip."""

    line: Any
    arrow: Any
    badge: Any


class HiddenSpace(NamedTuple):
    """The artists of `draw_hidden_space`."""

    regions: list
    lines: list
    output_line: Arrow
    points: list
    hidden_points: list
    numbers: list
    hidden_numbers: list
    data: tuple


def draw_hidden_space(
    axes, network, X, y, xlim=None, ylim=None, hidden_limits=None, threshold=0.5, titles=True
):
    """Draw the input space and the hidden space of a network with two hidden neurons.

    Left, each hidden neuron is the line z = 0 with an arrow to its positive side; right,
    its output is a coordinate, and the output neuron is a line. Both planes are shaded by
    the class that the network gives; the examples keep their colour, marker and number.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Beside each other, 8 × 4 inches.
    network : Network
        Sizes [2, 2, 1].
    X : array_like, shape (n, 2)
    y : array_like, shape (n,)
        Classes 0 and 1.
    xlim, ylim : (float, float), optional
        Part of the input space to show; by default all examples with a margin.
    hidden_limits : (float, float), optional
        Range of both hidden coordinates; by default one that suits the activation. It stays
        when the network changes.
    threshold : float
        The output from which on the answer is class 1.
    titles : bool

    Returns
    -------
    HiddenSpace
        Named artists. `update_hidden_space` takes it and shows another network.

    Raises
    ------
    ValueError
        If `axes` are not two, if the network is not 2 → 2 → 1, if X and y do not fit.
    """
    axes = np.ravel(axes)
    if len(axes) != 2:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but input and hidden space need 2; "
            "make them with new_figure(8, 4, columns=2)."
        )
    X = feature_matrix(X, 2, taker="a picture in the plane")
    y = binary_labels(y, len(X)).astype(int)
    threshold = number(threshold, "threshold")
    hidden = _hidden_outputs(network, X)
    limits = _limits(X, xlim, 0), _limits(X, ylim, 1)
    reach = _hidden_limits(network, hidden, hidden_limits)
    for ax, (x_range, y_range), name, space in zip(
        axes, (limits, (reach, reach)), ("x", "a"), ("input space", "hidden space"), strict=True
    ):
        ax.set(xlim=x_range, ylim=y_range, xlabel=f"${name}_1$", ylabel=f"${name}_2$")
        for label in (ax.xaxis.label, ax.yaxis.label):
            label.set_fontsize(12)
        ax.set_box_aspect(1)
        if titles:
            ax.set_title(space)
    picture = HiddenSpace(
        regions=[_regions(ax) for ax in axes],
        lines=[_arrow(axes[0], neuron_colour(k), k) for k in (1, 2)],
        output_line=_arrow(axes[1], INK, None),
        points=[_point(axes[0], label, len(X)) for label in y],
        hidden_points=[_point(axes[1], label, len(X)) for label in y],
        numbers=_numbers(axes[0], len(X)),
        hidden_numbers=_numbers(axes[1], len(X)),
        data=(X, y, threshold),
    )
    _colour_axis(axes[1])
    for point, place in zip(picture.points, X, strict=True):
        point.set_data(*place[:, None])
    _number_points(picture.numbers, X, axes[0])
    update_hidden_space(picture, network)
    return picture


def update_hidden_space(picture, network):
    """Show another network in a drawn hidden space, without making new artists.

    Parameters
    ----------
    picture : HiddenSpace
        What `draw_hidden_space` returned.
    network : Network
        Sizes [2, 2, 1].
    """
    X, _, threshold = picture.data
    hidden = _hidden_outputs(network, X)
    first, last = network.layers
    cut = score_at(last.activation, threshold)
    ax, hidden_ax = picture.regions[0].axes, picture.regions[1].axes
    for k, arrow in enumerate(picture.lines):
        _place(arrow, first.W[k], first.b[k], ax, 0.27 + 0.46 * k)
    w, b = last.W[0], last.b[0] - cut
    _place(picture.output_line, w, b, hidden_ax, 0.8)
    _shade(picture.regions[0], lambda points: last.pre_activation(first(points)) >= cut)
    _shade(picture.regions[1], lambda points: last.pre_activation(points) >= cut)
    for point, place in zip(picture.hidden_points, hidden, strict=True):
        point.set_data(*place[:, None])
    _number_points(picture.hidden_numbers, hidden, hidden_ax)


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


# ---- what is drawn ---------------------------------------------------------------------


def _regions(ax):
    image = ax.imshow(
        np.zeros((RESOLUTION, RESOLUTION)),
        extent=(*ax.get_xlim(), *ax.get_ylim()),
        origin="lower",
        aspect="auto",
        interpolation="bilinear",
        interpolation_stage="data",  # blended colours would be flat only up to a level
        cmap=SHADES,
        vmin=0,
        vmax=1,
        zorder=0,
    )
    return image


def _shade(image, answer):
    x0, x1, y0, y1 = image.get_extent()
    grid = np.stack(
        np.meshgrid(np.linspace(x0, x1, RESOLUTION), np.linspace(y0, y1, RESOLUTION)), axis=-1
    )
    image.set_data(answer(grid.reshape(-1, 2)).reshape(RESOLUTION, RESOLUTION).astype(float))


def _arrow(ax, colour, k):
    (line,) = ax.plot([], [], color=colour, lw=2.4, zorder=2)
    arrow = FancyArrowPatch(
        (0, 0),
        (0, 0),
        arrowstyle="-|>",
        mutation_scale=14,
        lw=2.2,
        color=colour,
        shrinkA=0,
        shrinkB=0,
        zorder=4,
    )
    ax.add_patch(arrow)
    badge = neuron_badge(ax, (0, 0), k) if k else None
    return Arrow(line, arrow, badge)


def _place(parts, w, b, ax, share):
    """Move a neuron's line and its arrow; both vanish where there is no line to see."""
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
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
    size = 14 if n <= MOST_NUMBERED else 7
    return ax.plot(
        [],
        [],
        CLASS_MARKERS[label],
        ms=size * (1.12 if label else 1),
        color=CLASS_COLOURS[label],
        mec=PAPER,
        mew=1.2,
        zorder=5,
        clip_on=False,
    )[0]


def _numbers(ax, n):
    if n > MOST_NUMBERED:
        return []
    return [
        ax.annotate(
            "",
            (0, 0),
            (11, 8),
            textcoords="offset points",
            fontsize=10,
            fontweight="bold",
            color=INK,
            zorder=7,
            ha="left",
            va="center",
        )
        for _ in range(n)
    ]


def _number_points(texts, places, ax):
    """Write the numbers 1, 2, … beside the points; points that fall together share a label."""
    if not texts:
        return
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
        text = texts[group[0]]
        text.set_text(", ".join(str(i + 1) for i in group))
        text.xy = tuple(places[group[0]])


def _colour_axis(ax):
    """Put the neurons' badges behind the names of the axes that carry their outputs."""
    for k, label, end, away in (
        (1, ax.xaxis.label, (1, 0.5), (13, 0)),
        (2, ax.yaxis.label, (0.5, 1), (0, 13)),
    ):
        # Left out of the layout, which would look for its place before the label has one.
        neuron_badge(ax, end, k, like=label, away=away).set_in_layout(False)


# ---- arguments -------------------------------------------------------------------------


def _hidden_outputs(network, X):
    if not isinstance(network, Network) or network.sizes != (2, 2, 1):
        found = network.sizes if isinstance(network, Network) else type(network).__name__
        raise ValueError(
            f"network is {found}, but both spaces are planes; take Network([2, 2, 1], …)."
        )
    return network.forward(X).outputs[1]


def _limits(X, limits, axis):
    if limits is None:
        low, high = X[:, axis].min(), X[:, axis].max()
        margin = 0.25 * (high - low) or 1.0
        return low - margin, high + margin
    low, high = vector(limits, ("xlim", "ylim")[axis], 2)
    if not low < high:
        name = ("xlim", "ylim")[axis]
        raise ValueError(f"{name} is ({low:g}, {high:g}); give the smaller limit first.")
    return float(low), float(high)


def _hidden_limits(network, hidden, limits):
    if limits is not None:
        low, high = vector(limits, "hidden_limits", 2)
        if not low < high:
            raise ValueError(f"hidden_limits is ({low:g}, {high:g}); give the smaller one first.")
        return float(low), float(high)
    name = network.layers[0].activation.name
    if name in ("sigmoid", "step"):
        return -0.25, 1.25
    if name == "tanh":
        return -1.4, 1.4
    low, high = min(hidden.min(), 0.0), max(hidden.max(), 1.0)
    margin = 0.25 * (high - low)
    return float(low - margin), float(high + margin)
