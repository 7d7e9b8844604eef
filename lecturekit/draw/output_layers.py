"""The same scores through three output layers: identity, sigmoid, softmax.

Part 2, types of layers: the task decides which one a network ends with. Bishop (2006, section 5.2)
matches each with its loss.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.activations import identity, sigmoid, softmax
from lecturekit.checks import vector
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import FAINT, INK, MUTED, NEGATIVE, PAPER, POSITIVE

MOST_OUTPUTS = 6
ROOM = 1.62  # right end of the axis of probabilities: number and word stand beside a full bar


class OutputPanel(NamedTuple):
    """One panel of `draw_output_layers`."""

    bars: Any
    texts: list
    values: np.ndarray


def draw_output_layers(axes, z, names=None):
    """Draw what comes out of the same scores under identity, sigmoid and softmax.

    Parameters
    ----------
    axes : sequence of three matplotlib.axes.Axes
        9.5 × 2.8 inches suit three or four scores.
    z : array_like, shape (K,)
        Scores of the K output neurons, K from 2 to 6.
    names : sequence of str, optional
        What each output stands for; by default z₁, z₂, ….

    Returns
    -------
    list of OutputPanel
        Bars, texts and values of the three panels.

    Raises
    ------
    ValueError
        If `axes` are not three, if there is one score only or more than 6, or if the
        number of names differs.
    """
    axes = np.ravel(axes)
    if len(axes) != 3:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but identity, sigmoid and softmax need 3; "
            "make them with new_figure(9.5, 2.8, columns=3)."
        )
    z = vector(z, "z")
    if not 2 <= z.size <= MOST_OUTPUTS:
        raise ValueError(
            f"z has {z.size} entries, but softmax compares scores and the drawing has room for "
            f"{MOST_OUTPUTS}; give from 2 to {MOST_OUTPUTS}."
        )
    names = [f"$z_{k}$" for k in range(1, z.size + 1)] if names is None else list(names)
    if len(names) != z.size:
        raise ValueError(f"names has {len(names)} entries, but z has {z.size}; give one for each.")
    reach = 1.75 * (np.abs(z).max() or 1.0)
    answers = sigmoid(z) >= 0.5
    winner = np.arange(z.size) == np.argmax(z)
    panels = [
        _panel(axes[0], identity(z), z >= 0, [""] * z.size, (-reach, reach), rounded),
        _panel(axes[1], sigmoid(z), answers, np.where(answers, "yes", "no"), (0, ROOM)),
        _panel(axes[2], softmax(z), winner, np.where(winner, "this one", ""), (0, ROOM)),
    ]
    axes[0].locator_params(axis="x", nbins=5)
    axes[0].axvline(0, color=MUTED, lw=0.8)
    axes[1].axvline(0.5, color=INK, lw=1.0, ls=(0, (3, 2)), zorder=4)
    axes[0].set(title="identity: K numbers", xlabel="any real number")
    axes[1].set(title="sigmoid: K questions", xlabel=_sum(panels[1].values))
    axes[2].set(title="softmax: one of K", xlabel=_sum(panels[2].values))
    for ax in axes[1:]:
        ax.set_xticks([0, 0.5, 1], ["0", "½", "1"])
    for ax in axes:
        ax.set_yticks(range(z.size), names if ax is axes[0] else [], color=INK, fontsize=10)
    return panels


def _panel(ax, values, high, words, limits, write=None):
    write = write or _share
    colours = [POSITIVE if yes else NEGATIVE for yes in high]
    bars = ax.barh(range(len(values)), values, height=0.62, color=colours, zorder=2)
    gap = 0.03 * (limits[1] - limits[0])
    texts = [
        ax.text(
            value - gap if value < 0 else value + gap,
            k,
            f"{write(value)}  {word}".rstrip(),
            ha="right" if value < 0 else "left",
            va="center_baseline",
            fontsize=10,
            zorder=5,
            bbox={"boxstyle": "square,pad=0.08", "facecolor": PAPER, "edgecolor": "none"},
        )
        for k, (value, word) in enumerate(zip(values, words, strict=True))
    ]
    ax.set(xlim=limits, ylim=(len(values) - 0.45, -0.55))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=FAINT)
    ax.spines["left"].set_visible(limits[0] == 0)
    return OutputPanel(bars, texts, values)


def _share(value):
    """Three decimals, and never 0 or 1: these two are not reached."""
    if value >= 0.9995:
        return "> 0.999"
    return "< 0.001" if value < 0.0005 else f"{value:.3f}"


def _sum(values):
    return f"each in (0, 1); sum {rounded(values.sum())}"
