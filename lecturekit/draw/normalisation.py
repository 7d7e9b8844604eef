"""Normalisation: pre-activations shifted and scaled to mean 0 and standard deviation 1.

Part 2, types of layers. Batch normalisation (Ioffe and Szegedy 2015) does it for each neuron over
the examples of a batch, layer normalisation (Ba, Kiros and Hinton 2016) for each example over
the neurons of a layer.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import choice, feature_matrix, number
from lecturekit.draw.cells import draw_cells, draw_frame
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED

# kind: (axis of Z over which means are taken, what each strip stands for)
KINDS = {"batch": (0, "neuron"), "layer": (1, "example")}
BAND = 2.0  # shaded from −2 to 2 in both panels, so that their scales can be compared
EPSILON = 1e-5  # as in the paper and in PyTorch: no division by zero where nothing varies


class Normalisation(NamedTuple):
    """The artists of `draw_normalisation`, and the numbers it shows."""

    table: Any
    frame: Any
    before: list
    after: list
    Z: np.ndarray


def draw_normalisation(axes, Z, kind="batch", gamma=1.0, beta=0.0):
    """Draw which numbers are normalised together, and their spread before and after.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        The table Z, its numbers before, and after; 9.5 × 2.7 inches.
    Z : array_like, shape (n, p)
        Pre-activations of p neurons for a batch of n examples.
    kind : {"batch", "layer"}
        "batch" takes the means along each column of Z, "layer" along each row.
    gamma, beta : float
        Standard deviation and mean afterwards, which the layer learns.

    Returns
    -------
    Normalisation
        Named artists, and the normalised ``Z``, shape (n, p). Before and after have their own
        scales; the shaded band from −2 to 2 is the same in both.

    Raises
    ------
    ValueError
        If `axes` are not three, or `kind` is neither.
    """
    axes = np.ravel(axes)
    if len(axes) != 3:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but table, before and after need 3; "
            "make them with new_figure(9.5, 2.7, columns=3)."
        )
    Z = feature_matrix(Z, name="Z")
    axis, thing = KINDS[choice(kind, "kind", KINDS)]
    gamma, beta = number(gamma, "gamma"), number(beta, "beta")
    mean, variance = Z.mean(axis, keepdims=True), Z.var(axis, keepdims=True)
    normal = gamma * (Z - mean) / np.sqrt(variance + EPSILON) + beta
    n, p = Z.shape
    table, _ = draw_cells(axes[0], Z)
    axes[0].set(xlabel=f"{p} neurons", ylabel=f"{n} examples", aspect="auto")
    axes[0].set_title(f"{kind} norm: one {('column', 'row')[axis]}")
    frame = draw_frame(axes[0], 0, 0, *((n, 1) if axis == 0 else (1, p)))
    strips = [
        _strips(ax, values if axis == 0 else values.T, thing)
        for ax, values in ((axes[1], Z), (axes[2], normal))
    ]
    axes[1].set_title(f"before: each {thing}")
    axes[2].set_title(f"after: mean {beta:g}, sd {abs(gamma):g}".replace("-", "−"))
    return Normalisation(table, frame, *strips, normal)


def _strips(ax, columns, thing):
    """For each column its values as dots, their mean, and one standard deviation each way."""
    artists = []
    for k, values in enumerate(columns.T):
        colour = HIGHLIGHT if k == 0 else MUTED
        x = np.full(len(values), k + 1)
        dots = ax.plot(x, values, "o", ms=3.5, color=colour, alpha=0.45, mec="none", zorder=2)
        mean, deviation = values.mean(), values.std()
        ends = (mean - deviation, mean + deviation)
        line = ax.plot([k + 1.25] * 2, ends, color=colour, lw=2.5, zorder=3)
        mark = ax.plot([k + 1.08, k + 1.42], [mean] * 2, color=INK, lw=2, zorder=4)
        artists.append([*dots, *line, *mark])
    count = columns.shape[1]
    ax.axhspan(-BAND, BAND, color=faded(FAINT, 0.4), zorder=0)
    ax.axhline(0, color=MUTED, lw=0.8, zorder=1)
    ax.set(xlim=(0.5, count + 0.8), ylim=_limits(columns), xlabel=thing)
    ax.set_xticks(range(1, count + 1, 1 if count <= 8 else 2))
    ax.tick_params(axis="x", length=0)
    return artists


def _limits(values):
    low, high = min(values.min(), -1.3 * BAND), max(values.max(), 1.3 * BAND)
    air = 0.06 * (high - low)
    return low - air, high + air
