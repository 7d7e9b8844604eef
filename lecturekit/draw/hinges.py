"""A curve built from hinges: ReLU neurons that each bend it at one place.

Part 2, representation.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.activations import relu
from lecturekit.checks import count, number, vector
from lecturekit.draw.neuron_colours import NEURON_COLOURS, neuron_badge, neuron_colour
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED, PAPER

SAMPLES = 801
MOST_NUMBERED = len(NEURON_COLOURS)


class Hinges(NamedTuple):
    """The artists of `draw_hinges`; ``target`` is None if there was none."""

    hinges: list
    badges: list
    target: Any
    total: Any
    kinks: Any
    note: Any
    data: tuple


def hinge_weights(knots, values):
    """Return the network of hinges that passes through given points.

    Parameters
    ----------
    knots : array_like, shape (m,)
        Ascending.
    values : array_like, shape (m,)

    Returns
    -------
    weights : ndarray, shape (m − 1,)
        Weight c_k of relu(x − knots[k]): the change of slope at that knot.
    offset : float
        The value at the first knot, from which the curve starts.
    """
    knots, values = vector(knots, "knots"), vector(values, "values", np.size(knots))
    if len(knots) < 2 or np.any(np.diff(knots) <= 0):
        raise ValueError("knots must be two or more, ascending.")
    slopes = np.diff(values) / np.diff(knots)
    return np.diff(slopes, prepend=0.0), float(values[0])


def draw_hinges(axes, knots, weights, offset=0.0, target=None, xlim=None, ylim=None):
    """Draw f(x) = offset + Σ c_k relu(x − t_k): its hinges, and their sum.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        The hinges, and the sum; 8 × 3.4 inches.
    knots : array_like, shape (p,)
        t_k, where neuron k wakes up.
    weights : array_like, shape (p,)
        c_k, the change of slope at t_k.
    offset : float
        Bias of the output neuron.
    target : callable, optional
        The curve to come near to: x of shape (n,) to y of shape (n,).
    xlim, ylim : (float, float), optional
        Part of the plane to show; `ylim` is for the sum.

    Returns
    -------
    Hinges
        Named artists. `update_hinges` takes it and shows other numbers.

    Raises
    ------
    ValueError
        If `axes` are not two, or there is not one weight for each knot.
    """
    axes = np.ravel(axes)
    if len(axes) != 2:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but the hinges and their sum need 2; "
            "make them with new_figure(8, 3.4, columns=2)."
        )
    knots, weights, offset = _checked(knots, weights, offset)
    if xlim is None:
        reach = np.ptp(knots) or 1.0
        xlim = knots.min() - 0.15 * reach, knots.max() + 0.15 * reach
    x = np.linspace(*xlim, SAMPLES)
    curve = None if target is None else np.asarray(target(x), float)
    parts = weights[:, None] * relu(x - knots[:, None])
    total = offset + parts.sum(axis=0)
    if ylim is None:
        around = total if curve is None else curve
        margin = 0.15 * (np.ptp(around) or 2.0)
        ylim = around.min() - margin, around.max() + 2 * margin
    size = 1.1 * max(np.abs(parts).max(), 1e-9)
    for ax, limits, title in zip(
        axes, ((-size, size), ylim), ("hinges $c_k$ relu($x - t_k$)", "their sum"), strict=True
    ):
        ax.axhline(0, color=MUTED, lw=0.8, zorder=1)
        ax.set(xlim=xlim, ylim=limits, xlabel="$x$", title=title)
    shown = len(knots)
    goal = None
    if curve is not None:
        (goal,) = axes[1].plot(x, curve, color=INK, lw=2, ls=(0, (4, 2)), label="the curve to fit")
    (output,) = axes[1].plot([], [], color=HIGHLIGHT, lw=2.4, zorder=4, label="the network")
    (kinks,) = axes[1].plot(
        [], [], "o", ms=6.5, color=HIGHLIGHT, mec=PAPER, mew=1, zorder=5, label="kinks"
    )
    note = axes[1].text(
        0.99, 0.97, "", transform=axes[1].transAxes, ha="right", va="top", fontsize=9.5, zorder=6
    )
    axes[1].legend(loc="best", handlelength=1.8)
    picture = Hinges(
        hinges=[
            axes[0].plot([], [], color=neuron_colour(k), lw=2 if shown <= 6 else 1.2, zorder=3)[0]
            for k in range(1, shown + 1)
        ],
        badges=[
            neuron_badge(axes[0], (0, 0), k, size=8.5)
            for k in range(1, (shown if shown <= MOST_NUMBERED else 0) + 1)
        ],
        target=goal,
        total=output,
        kinks=kinks,
        note=note,
        data=(x, curve),
    )
    update_hinges(picture, knots, weights, offset)
    return picture


def update_hinges(picture, knots, weights, offset=0.0):
    """Show as many other hinges, without making new artists.

    Parameters
    ----------
    picture : Hinges
        What `draw_hinges` returned; its limits stay as they are.
    knots, weights, offset
        As there.
    """
    knots, weights, offset = _checked(knots, weights, offset)
    if len(knots) != len(picture.hinges):
        raise ValueError(
            f"knots has {count(len(knots), 'entry')}, but the picture shows "
            f"{count(len(picture.hinges), 'hinge')}; draw it anew with draw_hinges."
        )
    x, curve = picture.data
    parts = weights[:, None] * relu(x - knots[:, None])
    total = offset + parts.sum(axis=0)
    for hinge, part in zip(picture.hinges, parts, strict=True):
        hinge.set_data(x, part)
    for badge, knot in zip(picture.badges, knots, strict=False):
        badge.xy = (knot, 0.0)
        badge.set_visible(bool(x[0] <= knot <= x[-1]))
    picture.total.set_data(x, total)
    heights = offset + (weights * relu(knots[:, None] - knots)).sum(axis=1)
    picture.kinks.set_data(knots, heights)
    words = count(len(knots), "neuron")
    if curve is not None:
        words += f"\nlargest error {rounded(np.abs(total - curve).max())}"
    picture.note.set_text(words)


def _checked(knots, weights, offset):
    knots = vector(knots, "knots")
    return knots, vector(weights, "weights", len(knots)), number(offset, "offset")
