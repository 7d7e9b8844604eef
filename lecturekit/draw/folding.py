"""Depth folds the line of inputs again and again: the number of linear pieces doubles.

Part 2, representation. One layer folds with g(x) = |2x − 1|, which two ReLU neurons compute:
|u| = relu(u) + relu(−u). Telgarsky (2016) and Montúfar et al. (2014) for the argument.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.activations import relu
from lecturekit.checks import count, number, whole_number
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED, NEGATIVE, PAPER, POSITIVE

MOST_FOLDS = 8


class Fold(NamedTuple):
    """The artists of one panel of `draw_fold`."""

    rising: Any
    falling: Any
    kinks: Any
    level: Any
    meeting: Any


class Pieces(NamedTuple):
    """The artists of `draw_pieces`."""

    deep: Any
    shallow: Any
    labels: list


def fold(x):
    """Return |2x − 1| as a layer of two ReLU neurons computes it: [0, 1] folded in the middle."""
    u = 2 * np.asarray(x, float) - 1
    return relu(u) + relu(-u)


def draw_fold(axes, level=None):
    """Draw what one layer, two layers, three layers … of folding make of the interval [0, 1].

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
        One for each depth 1, 2, 3, …, up to 8; four on 9 × 2.7 inches.
    level : float, optional
        A height in [0, 1]: the inputs that meet there are marked.

    Returns
    -------
    list of Fold
        Named artists of each panel.

    Raises
    ------
    ValueError
        If there are more panels than pieces can be told apart, or `level` is outside [0, 1].
    """
    axes = np.ravel(axes)
    if len(axes) > MOST_FOLDS:
        raise ValueError(f"axes holds {len(axes)} Axes, but at most {MOST_FOLDS} are readable.")
    if level is not None:
        level = number(level, "level", at_least=0, at_most=1)
    return [_panel(ax, depth, level) for depth, ax in enumerate(axes, start=1)]


def _panel(ax, depth, level):
    pieces = 2**depth
    x = np.linspace(0, 1, pieces + 1)
    y = x
    for _ in range(depth):
        y = fold(y)
    # Pieces take turns: falling, rising, falling …; a NaN lifts the pen between them.
    pairs = np.stack([x[:-1], x[1:], np.full(pieces, np.nan)], axis=1)
    heights = np.stack([y[:-1], y[1:], np.full(pieces, np.nan)], axis=1)
    lines = [
        ax.plot(pairs[first::2].ravel(), heights[first::2].ravel(), color=colour, lw=2, zorder=3)[0]
        for first, colour in ((1, POSITIVE), (0, NEGATIVE))
    ]
    (kinks,) = ax.plot(
        x[1:-1], y[1:-1], "o", ms=max(5.5 - depth / 2, 2), color=INK, mec=PAPER, mew=0.6, zorder=4
    )
    line = meeting = None
    if level is not None:
        line = ax.axhline(level, color=HIGHLIGHT, lw=1.2, ls=(0, (4, 2)), zorder=2)
        roots = np.unique(np.round(_inputs_at(level, depth), 12))
        (meeting,) = ax.plot(
            roots, np.full(len(roots), level), "D", ms=5.5, color=HIGHLIGHT, mec=PAPER, zorder=5
        )
    ax.set(xlim=(-0.03, 1.03), ylim=(-0.06, 1.06), xticks=[0, 1], yticks=[0, 1], xlabel="$x$")
    ax.set_box_aspect(1)
    ax.set_title(f"{count(depth, 'layer')}: {pieces} pieces", fontsize=10.5)
    return Fold(*lines, kinks, line, meeting)


def _inputs_at(level, depth):
    """All x in [0, 1] that `depth` foldings send to `level`."""
    inputs = np.array([level])
    for _ in range(depth):
        inputs = np.concatenate([(1 - inputs) / 2, (1 + inputs) / 2])
    return inputs


def draw_pieces(ax, layers=8):
    """Draw how many linear pieces a network has, deep or shallow, for as many neurons.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        6 × 3.4 inches.
    layers : int
        Depth of the deepest network; each layer has two neurons.

    Returns
    -------
    Pieces
        Named artists.

    Notes
    -----
    L folding layers of 2 neurons have 2^L pieces; one hidden layer of p ReLU neurons on one
    input has at most p + 1. That deep networks *can* have so many does not say that
    training finds them.
    """
    layers = whole_number(layers, "layers", at_most=20)
    depth = np.arange(1, layers + 1)
    neurons = 2 * depth
    (deep,) = ax.plot(neurons, 2.0**depth, "D-", color=HIGHLIGHT, ms=6.5, mec=PAPER, mew=0.8)
    (shallow,) = ax.plot(neurons, neurons + 1, "s-", color=MUTED, ms=6.5, mec=PAPER, mew=0.8)
    ax.set_yscale("log", base=2)
    ax.yaxis.set_major_formatter("{x:g}")
    ax.set(xlabel="hidden neurons", ylabel="linear pieces", xticks=neurons)
    ax.minorticks_off()
    ax.grid(axis="y")
    ax.set(xlim=(1.4, neurons[-1] + 0.26 * max(neurons[-1], 4)), ylim=(1.7, 2.0 ** (layers + 0.6)))
    labels = [
        ax.annotate(
            words,
            (neurons[-1], height),
            (9, shift),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            color=colour,
            fontweight="bold",
        )
        for words, height, shift, colour in (
            ("2 in each layer:\n$2^L$ pieces", 2.0**layers, -6, HIGHLIGHT),
            ("all in one layer:\n$p + 1$ pieces", neurons[-1] + 1, 0, MUTED),
        )
    ]
    return Pieces(deep, shallow, labels)
