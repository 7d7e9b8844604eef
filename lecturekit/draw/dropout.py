"""Dropout: in each training step some neurons are switched off, at random.

Part 2, types of layers (Srivastava and others 2014). The drawing shows the usual "inverted" form:
what is kept is divided by 1 − rate at once, so that nothing changes when the training is over.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import Circle

from lecturekit.checks import feature_matrix, number, vector, whole_number
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import PART_COLOURS, faded, keep_layout_fixed, prepare
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED

MOST_NEURONS = 7
SHEET = (6.2, 6.4)  # units; 3.1 × 3.2 inches suit it
COLUMNS = (0.9, 3.1, 5.3)
TOP, BOTTOM = 5.9, 1.25
RADIUS, SMALL = 0.36, 0.17


class DropoutPanel(NamedTuple):
    """One network of `draw_dropout`."""

    neurons: list
    numbers: list
    crosses: list
    edges: list
    note: Any
    values: np.ndarray


def draw_dropout(axes, activations, masks, rate=0.5, inputs=4, outputs=3):
    """Draw a network whole, and with the neurons that each mask leaves.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
        One for the whole network and one for each mask; 9.5 × 3.3 inches for three.
    activations : array_like, shape (p,)
        What the p hidden neurons answer for one example; p up to 7.
    masks : array_like, shape (number of axes − 1, p)
        1 or True for a neuron that is kept, 0 or False for one that is dropped.
    rate : float
        The probability with which a neuron is dropped, below 1.
    inputs, outputs : int
        Numbers of nodes drawn beside the hidden layer.

    Returns
    -------
    list of DropoutPanel
        For each network its artists and the ``values`` that the hidden layer sends on.

    Raises
    ------
    ValueError
        If masks and axes do not fit together, or a mask holds anything but 0 and 1.
    """
    axes = np.ravel(axes)
    activations = vector(activations, "activations")
    p = activations.size
    whole_number(p, "the number of activations", at_most=MOST_NEURONS)
    rate = number(rate, "rate", at_least=0, below=1)
    masks = feature_matrix(masks, p, taker="the hidden layer", name="masks")
    if not np.isin(masks, [0, 1]).all():
        raise ValueError("masks must hold only 0 (dropped) and 1 (kept).")
    if len(axes) != len(masks) + 1:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but the whole network and {len(masks)} with a mask need "
            f"{len(masks) + 1}."
        )
    inputs = whole_number(inputs, "inputs", at_most=MOST_NEURONS)
    outputs = whole_number(outputs, "outputs", at_most=MOST_NEURONS)
    nodes = [_heights(n) for n in (inputs, p, outputs)]
    panels = [_network(axes[0], nodes, activations, np.ones(p), "all neurons")]
    for k, (ax, mask) in enumerate(zip(axes[1:], masks, strict=True), start=1):
        kept = int(mask.sum())
        note = f"{kept} of {p} kept, times {rounded(1 / (1 - rate))}"
        panels.append(_network(ax, nodes, activations * mask / (1 - rate), mask, note))
        ax.set_title(f"step {k}")
    axes[0].set_title("without dropout")
    return panels


def _network(ax, nodes, values, mask, note):
    prepare(ax, *SHEET)
    edges = []
    for column in (0, 2):
        for y in nodes[column]:
            for there, kept in zip(nodes[1], mask, strict=True):
                if kept:
                    edges += ax.plot(
                        [COLUMNS[column], COLUMNS[1]], [y, there], color=MUTED, lw=0.9, zorder=1
                    )
    family = {0: "dendrites", 2: "axon"}
    for column in (0, 2):
        face, edge = PART_COLOURS[family[column]]
        for y in nodes[column]:
            _disc(ax, (COLUMNS[column], y), SMALL, face, edge)
    face, edge = PART_COLOURS["soma"]
    neurons, numbers, crosses = [], [], []
    for y, value, kept in zip(nodes[1], values, mask, strict=True):
        xy = (COLUMNS[1], y)
        neurons.append(_disc(ax, xy, RADIUS, face if kept else "white", edge if kept else FAINT))
        if kept:
            numbers.append(
                ax.text(
                    *xy,
                    _two_decimals(value),
                    fontsize=9.5,
                    ha="center",
                    va="center_baseline",
                    zorder=4,
                )
            )
        else:
            reach = 0.16
            for turn in (-1, 1):
                crosses += ax.plot(
                    [xy[0] - reach, xy[0] + reach],
                    [y - turn * reach, y + turn * reach],
                    color=faded(INK, 0.45),
                    lw=1.6,
                    zorder=4,
                )
    text = ax.text(SHEET[0] / 2, 0.4, note, fontsize=10, ha="center", va="center", color=HIGHLIGHT)
    keep_layout_fixed(ax)
    return DropoutPanel(neurons, numbers, crosses, edges, text, values)


def _two_decimals(value):
    return f"{value:.2f}".replace("-", "−") if abs(value) < 10 else rounded(value, digits=2)


def _disc(ax, xy, radius, face, edge):
    disc = Circle(xy, radius, facecolor=face, edgecolor=edge, linewidth=1.4, zorder=3)
    return ax.add_patch(disc)


def _heights(n):
    """Heights of n nodes in a column, from the top down, evenly spread around the middle."""
    pitch = min((TOP - BOTTOM) / max(n - 1, 1), 0.98)
    return (TOP + BOTTOM) / 2 + pitch * ((n - 1) / 2 - np.arange(n))
