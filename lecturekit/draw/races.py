"""Optimizers side by side: loss against what it cost (Part 4, the algorithm and momentum)."""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.draw.history import draw_history
from lecturekit.draw.rounding import rounded


class Races(NamedTuple):
    """What `draw_races` drew, a HistoryPicture, and the same in words."""

    history: Any
    alt: str


def draw_races(ax, losses, evaluations, label="loss J", log=True, target=None, target_name=""):
    """Draw named loss curves over the number of gradients of single examples they took.

    That is the fair clock: one step on all n examples costs as much as n steps on one.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        8.6 × 3.8 inches. At most seven curves have colours of their own.
    losses : dict of str to array_like, shape (k,)
        A value that is not finite ends its curve with the word "diverged".
    evaluations : array_like, shape (k,), or dict of str to array_like
        For all curves, or for each by its name: gradients of single examples so far, ascending.
    label : str
    log : bool
        Whether the losses have a logarithmic axis.
    target : float, optional
        A loss to compare with, for instance the least there is.
    target_name : str

    Returns
    -------
    Races

    Raises
    ------
    ValueError
        If a curve is empty, or has not one place for each value.
    """
    if not isinstance(losses, dict):
        losses = {"loss": losses}
    picture = draw_history(
        ax,
        losses,
        label,
        "gradients of single examples",
        log=log,
        target=target,
        target_name=target_name,
        x=evaluations,
    )
    ax.xaxis.set_major_formatter("{x:,.0f}")
    words = []
    for name, row in losses.items():
        row = np.asarray(row, float)
        end = rounded(row[-1]) if np.isfinite(row).all() else "diverged"
        words.append(f"{name} {end}")
    alt = f"{label} over the number of gradients taken, {len(losses)} curves. "
    return Races(picture, f"{alt[0].upper()}{alt[1:]}In the end: {', '.join(words)}.")
