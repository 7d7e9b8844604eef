"""Curves built from neurons: bumps, hinges and folds.

Part 2, representation: these pictures are the idea behind the universal approximation theorem
(Cybenko 1989, Hornik et al. 1989) for one input, and behind the case for depth.
"""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.palette import NEURON_COLOURS
from lecturekit.draw.rounding import rounded
from lecturekit.draw.shapes import faded, neuron_badge, neuron_colour
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED, NEGATIVE, PAPER, POSITIVE
from lecturekit.experiments.curve_fitting import fold, hinges, steps, unfold


def draw_bumps(ax, edges, heights, target, pair):
    """Draw Σ h_i · bump_i beside a target; bump i steps up at edge i and down at edge i + 1.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8 × 3.8 inches.
    edges : ndarray, shape (m + 1,)
        Where the bumps begin and end, ascending.
    heights : ndarray, shape (m,)
    target : callable
        The curve to come near to: x of shape (n,) to y of shape (n,).
    pair : int
        The bump to show on its own, from 1: +h times one neuron, −h times the next.
    """
    low, high = edges[0], edges[-1]
    margin = 0.04 * (high - low)
    x = np.linspace(low - margin, high + margin, 1201)
    inside = (x >= low) & (x < high)
    curve, neurons = target(x), steps(x, edges)
    total = heights @ (neurons[:-1] - neurons[1:])
    up, down = heights[pair - 1] * neurons[pair - 1], -heights[pair - 1] * neurons[pair]
    size = np.abs(heights).max()  # leaves room for a step down from zero
    bottom, top = min(curve[inside].min(), -size), max(curve[inside].max(), size)
    ax.set(xlim=(x[0], x[-1]), xlabel="$x$")
    ax.set_ylim(bottom - 0.12 * (top - bottom), top + 0.3 * (top - bottom))
    ax.axhline(0, color=MUTED, lw=0.8, zorder=1)
    goal = {"color": INK, "lw": 2, "ls": (0, (4, 2)), "label": "the curve to fit"}
    ax.plot(x[inside], curve[inside], zorder=4, **goal)
    ax.plot(x, total, color=HIGHLIGHT, lw=2.4, zorder=5, label="the network's output")
    ax.fill(*_to_zero(x, total), color=faded(HIGHLIGHT), lw=0, zorder=2)
    ax.plot(x, up, color=POSITIVE, lw=2, zorder=3, label="$+h$ · 1st neuron")
    ax.plot(x, down, color=NEGATIVE, lw=2, zorder=3, label="$-h$ · 2nd neuron")
    ax.fill(*_to_zero(x, up + down), color=HIGHLIGHT, alpha=0.45, lw=0, zorder=2.5)
    words = f"{count(len(heights), 'bump')}, {2 * len(heights)} neurons\n"
    words += f"largest error {rounded(np.abs(total - curve)[inside].max())}"
    ax.text(0.995, 0.975, words, transform=ax.transAxes, ha="right", va="top", fontsize=9.5)
    below = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.16), "ncols": 4}
    ax.legend(**below, handlelength=1.6, handletextpad=0.5, columnspacing=1.4)


def _to_zero(x, y):
    """Close a curve along the axis, to fill the area below it."""
    return [x[0], *x, x[-1]], [0.0, *y, 0.0]


def draw_hinges(axes, knots, weights, offset, target, xlim):
    """Draw f(x) = offset + Σ c_k relu(x − t_k) beside a target: its hinges, and their sum.

    Parameters
    ----------
    axes : two Axes
        The hinges, and the sum; 9.5 × 3.6 inches.
    knots, weights : ndarray, shape (p,)
        t_k, where neuron k wakes up, and c_k, the change of slope there.
    offset : float
        Bias of the output neuron.
    target : callable
        The curve to come near to: x of shape (n,) to y of shape (n,).
    xlim : (float, float)
    """
    left, right = axes
    x = np.linspace(*xlim, 801)
    curve, parts = target(x), hinges(x, knots, weights)
    total = offset + parts.sum(axis=0)
    size, margin = 1.1 * np.abs(parts).max(), 0.15 * np.ptp(curve)
    left.set(ylim=(-size, size), title="hinges $c_k$ relu($x - t_k$)")
    right.set(ylim=(curve.min() - margin, curve.max() + 2 * margin), title="their sum")
    for ax in axes:
        ax.axhline(0, color=MUTED, lw=0.8, zorder=1)
        ax.set(xlim=xlim, xlabel="$x$")
    for k, part in enumerate(parts, start=1):
        left.plot(x, part, color=neuron_colour(k), lw=2 if len(knots) <= 6 else 1.2, zorder=3)
    if len(knots) <= len(NEURON_COLOURS):
        for k, knot in enumerate(knots, start=1):
            neuron_badge(left, (knot, 0.0), k, size=8.5)
    right.plot(x, curve, color=INK, lw=2, ls=(0, (4, 2)), label="the curve to fit")
    right.plot(x, total, color=HIGHLIGHT, lw=2.4, zorder=4, label="the network")
    heights = offset + hinges(knots, knots, weights).sum(axis=0)
    dots = {"ms": 6.5, "color": HIGHLIGHT, "mec": PAPER, "mew": 1, "label": "kinks"}
    right.plot(knots, heights, "o", zorder=5, **dots)
    words = f"{count(len(knots), 'neuron')}\n"
    words += f"largest error {rounded(np.abs(total - curve).max())}"
    place = {"transform": right.transAxes, "ha": "right", "va": "top"}
    right.text(0.99, 0.97, words, fontsize=9.5, zorder=6, **place)
    right.legend(loc="best", handlelength=1.8)


def draw_fold(axes, level):
    """Draw the functions on [0, 1] that one, two, three … layers of folding compute.

    Parameters
    ----------
    axes : sequence of Axes
        One for each depth 1, 2, 3, …; four on 9.5 × 2.9 inches.
    level : float
        A height in [0, 1]: the inputs that map to it are marked.
    """
    for depth, ax in enumerate(np.ravel(axes), start=1):
        pieces = 2**depth
        x = np.linspace(0, 1, pieces + 1)
        y = x
        for _ in range(depth):
            y = fold(y)
        # The pieces alternate: falling, rising, falling …; a NaN separates them.
        gap = np.full(pieces, np.nan)
        across, up = np.stack([x[:-1], x[1:], gap], axis=1), np.stack([y[:-1], y[1:], gap], axis=1)
        for first, colour in ((1, POSITIVE), (0, NEGATIVE)):
            ax.plot(across[first::2].ravel(), up[first::2].ravel(), color=colour, lw=2, zorder=3)
        kinks = {"ms": max(5.5 - depth / 2, 2), "color": INK, "mec": PAPER, "mew": 0.6}
        ax.plot(x[1:-1], y[1:-1], "o", zorder=4, **kinks)
        ax.axhline(level, color=HIGHLIGHT, lw=1.2, ls=(0, (4, 2)), zorder=2)
        meeting = np.unique(np.round(unfold(level, depth), 12))
        marks = {"ms": 5.5, "color": HIGHLIGHT, "mec": PAPER}
        ax.plot(meeting, np.full(len(meeting), level), "D", zorder=5, **marks)
        ax.set(xlim=(-0.03, 1.03), ylim=(-0.06, 1.06), xticks=[0, 1], yticks=[0, 1], xlabel="$x$")
        ax.set_box_aspect(1)
        ax.set_title(f"{count(depth, 'layer')}: {pieces} pieces", fontsize=10.5)


def draw_pieces(ax, layers):
    """Draw the number of linear pieces of deep and shallow networks with the same neurons.

    L folding layers of 2 neurons have 2^L pieces; one hidden layer of p ReLU neurons on one input
    has at most p + 1. Deep networks *can* have that many; training need not find them.
    """
    neurons = 2 * np.arange(1, layers + 1)
    deep, shallow = 2.0 ** (neurons / 2), neurons + 1
    ax.plot(neurons, deep, "D-", color=HIGHLIGHT, ms=6.5, mec=PAPER, mew=0.8)
    ax.plot(neurons, shallow, "s-", color=MUTED, ms=6.5, mec=PAPER, mew=0.8)
    ax.set_yscale("log", base=2)
    ax.yaxis.set_major_formatter("{x:g}")
    ax.set(xlabel="hidden neurons", ylabel="linear pieces", xticks=neurons)
    ax.minorticks_off()
    ax.grid(axis="y")
    ax.set(xlim=(1.4, neurons[-1] + 0.26 * max(neurons[-1], 4)), ylim=(1.7, 2.0 ** (layers + 0.6)))
    for words, height, shift, colour in (
        ("2 in each layer:\n$2^L$ pieces", deep[-1], -6, HIGHLIGHT),
        ("all in one layer:\n$p + 1$ pieces", shallow[-1], 0, MUTED),
    ):
        place = {"xytext": (9, shift), "textcoords": "offset points", "va": "center"}
        look = {"fontsize": 9.5, "color": colour, "fontweight": "bold"}
        ax.annotate(words, (neurons[-1], height), **place, **look)
