"""Time and progress of one epoch at different batch sizes (Part 4, batch size)."""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import finite
from lecturekit.draw.durations import duration, seconds_axis
from lecturekit.draw.measured import ascending, draw_measured
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK


class BatchTimes(NamedTuple):
    """The artists of `draw_times`: one curve for each panel, and the picture in words."""

    time: object
    progress: object
    alt: str


def draw_times(axes, batch_sizes, seconds, progress, label="loss after one epoch"):
    """Draw, over the batch size, what an epoch costs and what it brings.

    Parameters
    ----------
    axes : sequence of two Axes
        8.6 × 3.2 inches.
    batch_sizes : array_like of int, shape (k,)
        B, ascending.
    seconds : array_like, shape (k,)
        Time of one epoch.
    progress : array_like, shape (k,)
        What an epoch has reached.
    label : str
        What `progress` is.

    Returns
    -------
    BatchTimes

    Raises
    ------
    ValueError
        If there are not two axes, or not one number for each batch size.
    """
    axes = np.ravel(axes)
    if len(axes) != 2:
        raise ValueError(f"axes holds {len(axes)} Axes, but time and progress need 2.")
    B, progress = ascending(batch_sizes, "batch_sizes"), finite(progress, "progress")
    if progress.shape != B.shape:
        raise ValueError(
            f"progress has shape {progress.shape}, but there are {len(B)} batch sizes; give one "
            "number for each."
        )
    left, right = axes
    time = draw_measured(left, B, {"": seconds}, colours=[INK], join=True).points[""]
    seconds_axis(left.yaxis)
    left.set(ylabel="time of one epoch")
    (curve,) = right.plot(B, progress, "o-", color=HIGHLIGHT, mec="white", ms=6.5, clip_on=False)
    right.set(xscale="log", xlim=left.get_xlim(), ylabel=label)
    right.margins(y=0.08)
    right.grid(color=FAINT)
    right.minorticks_off()
    for ax in axes:
        ax.set_xlabel("batch size B")
        ax.set_xticks(B, [f"{b:,.0f}" for b in B])
    alt = (
        f"Left: one epoch takes {duration(seconds[0])} at B = {B[0]:g} and {duration(seconds[-1])} "
        f"at B = {B[-1]:g}. Right: {label}, {rounded(progress[0])} at B = {B[0]:g} and "
        f"{rounded(progress[-1])} at B = {B[-1]:g}."
    )
    return BatchTimes(time, curve, alt)
