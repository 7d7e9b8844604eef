"""A curve built from bumps, each of them two neurons: one that steps up, one that steps down.

Part 2, representation: the picture behind the universal approximation theorem.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.checks import count, number, vector, whole_number
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import faded
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED, NEGATIVE, POSITIVE

SAMPLES = 1201  # points of a curve


class Bumps(NamedTuple):
    """The artists of `draw_bumps`; ``target`` is None if there was none."""

    target: Any
    total: Any
    filling: Any
    up: Any
    down: Any
    bump: Any
    note: Any
    data: tuple


def draw_bumps(ax, edges, heights, target=None, steepness=None, pair=None, xlim=None, ylim=None):
    """Draw Σ h_i · bump_i, where bump i is a step up at edge i and a step down at edge i + 1.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7 × 3.4 inches.
    edges : array_like, shape (m + 1,)
        Where the bumps begin and end, ascending.
    heights : array_like, shape (m,)
    target : callable, optional
        The curve to come near to: x of shape (n,) to y of shape (n,). With it the picture
        says how far the sum is from it at worst.
    steepness : float, optional
        Weight of the input in sigmoid neurons; without it the neurons are exact steps.
    pair : int, optional
        The bump to show on its own, from 1: +h times one neuron, −h times the next.
    xlim : (float, float), optional
        Where the curve is to be fitted; by default from the first edge to the last. Let the
        edges reach further when sigmoid steps need room.
    ylim : (float, float), optional
        By default it suits the target, or else the heights.

    Returns
    -------
    Bumps
        Named artists. `update_bumps` takes it and shows other bumps.

    Raises
    ------
    ValueError
        If edges do not ascend, or are not one more than heights, or there is no such pair.

    Notes
    -----
    h (σ(s(x − l)) − σ(s(x − r))): a hidden layer of 2 m neurons, and an output neuron with
    weights +h and −h. Cybenko (1989) and Hornik et al. (1989) for the theorem; the picture
    proves it for one input.
    """
    edges, heights = _checked(edges, heights, steepness, pair)
    low, high = (edges[0], edges[-1]) if xlim is None else vector(xlim, "xlim", 2)
    if not low < high:
        raise ValueError(f"xlim is ({low:g}, {high:g}); give the smaller limit first.")
    margin = 0.04 * (high - low)
    x = np.linspace(low - margin, high + margin, SAMPLES)
    inside = (x >= low) & (x < high)
    curve = None if target is None else _values(target, x)
    if ylim is None:
        around = heights if curve is None else curve[inside]
        bottom, top = min(around.min(), 0.0), max(around.max(), 0.0)
        if pair is not None:  # room for a step down from zero
            size = np.abs(heights).max()
            bottom, top = min(bottom, -size), max(top, size)
        reach = (top - bottom) or 1.0
        ylim = bottom - 0.12 * reach, top + 0.3 * reach
    ax.set(xlim=(x[0], x[-1]), ylim=ylim, xlabel="$x$")
    ax.axhline(0, color=MUTED, lw=0.8, zorder=1)
    goal = None
    if curve is not None:
        (goal,) = ax.plot(x[inside], curve[inside], color=INK, lw=2, ls=(0, (4, 2)), zorder=4)
        goal.set_label("the curve to fit")
    (total,) = ax.plot([], [], color=HIGHLIGHT, lw=2.4, zorder=5, label="the network's output")
    (filling,) = ax.fill(x[[0, 0, 0]], [0.0, 0.0, 0.0], color=faded(HIGHLIGHT), lw=0, zorder=2)
    up, down = (
        ax.plot([], [], color=colour, lw=2, zorder=3, label=label)[0]
        for colour, label in ((POSITIVE, "$+h$ · 1st neuron"), (NEGATIVE, "$-h$ · 2nd neuron"))
    )
    (bump,) = ax.fill(x[[0, 0, 0]], [0.0, 0.0, 0.0], color=HIGHLIGHT, alpha=0.45, lw=0, zorder=2.5)
    note = ax.text(0.995, 0.975, "", transform=ax.transAxes, ha="right", va="top", fontsize=9.5)
    handles = [artist for artist in (goal, total) if artist is not None]
    if pair is not None:
        handles += [up, down]
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.16),
        ncols=4,
        handlelength=1.6,
        handletextpad=0.5,
        columnspacing=1.4,
    )
    picture = Bumps(goal, total, filling, up, down, bump, note, (x, inside, curve))
    _show(picture, edges, heights, steepness, pair)
    return picture


def update_bumps(picture, edges, heights, steepness=None, pair=None):
    """Show other bumps in a drawn picture, without making new artists.

    Parameters
    ----------
    picture : Bumps
        What `draw_bumps` returned; its limits stay as they are.
    edges, heights, steepness, pair
        As there. A `pair` shows in the legend only if the picture was drawn with one.
    """
    _show(picture, *_checked(edges, heights, steepness, pair), steepness, pair)


def _show(picture, edges, heights, steepness, pair):
    x, inside, curve = picture.data
    total = np.zeros_like(x)
    for left, right, height in zip(edges[:-1], edges[1:], heights, strict=True):
        total += height * (_step(x, left, steepness) - _step(x, right, steepness))
    picture.total.set_data(x, total)
    picture.filling.set_xy(np.column_stack([[x[0], *x, x[-1]], [0.0, *total, 0.0]]))
    shown = pair is not None
    for artist in (picture.up, picture.down, picture.bump):
        artist.set_visible(shown)
    if shown:
        left, right, height = edges[pair - 1], edges[pair], heights[pair - 1]
        up, down = height * _step(x, left, steepness), -height * _step(x, right, steepness)
        picture.up.set_data(x, up)
        picture.down.set_data(x, down)
        picture.bump.set_xy(np.column_stack([[x[0], *x, x[-1]], [0.0, *(up + down), 0.0]]))
    words = f"{count(len(heights), 'bump')}, {2 * len(heights)} neurons"
    if curve is not None:
        worst = np.abs(total - curve)[inside].max()
        words += f"\nlargest error {rounded(worst)}"
    picture.note.set_text(words)


def _step(x, at, steepness):
    if steepness is None:
        return (x >= at).astype(float)
    return sigmoid(np.clip(steepness * (x - at), -1e3, 1e3))


def _values(target, x):
    y = np.asarray(target(x), float)
    if y.shape != x.shape or not np.isfinite(y).all():
        raise ValueError(
            f"target gives shape {y.shape} for x of shape {x.shape}; it must give one finite "
            "number for each."
        )
    return y


def _checked(edges, heights, steepness, pair):
    edges, heights = vector(edges, "edges"), vector(heights, "heights")
    if len(edges) != len(heights) + 1:
        raise ValueError(
            f"edges has {count(len(edges), 'entry')} and heights {len(heights)}; "
            f"{count(len(heights), 'bump')} have {len(heights) + 1} edges."
        )
    if np.any(np.diff(edges) <= 0):
        raise ValueError("edges do not ascend; sort them and leave out those that are equal.")
    if steepness is not None:
        number(steepness, "steepness", above=0)
    if pair is not None:
        whole_number(pair, "pair", at_most=len(heights))
    return edges, heights
