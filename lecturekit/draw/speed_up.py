"""How long a step takes when several workers share it (Part 4, beyond one machine)."""

from typing import NamedTuple

import numpy as np

from lecturekit.draw.durations import duration, seconds_axis
from lecturekit.draw.history import CURVES
from lecturekit.draw.labels import label_ends
from lecturekit.draw.measured import MARKERS, ascending, at_least_zero
from lecturekit.draw.style import FAINT, MUTED


class SpeedUp(NamedTuple):
    """The artists of `draw_speed_up`, by name, and the picture in words."""

    curves: dict
    ideals: dict
    alone: dict
    alt: str


def draw_speed_up(ax, workers, seconds, alone=None):
    """Draw measured times over the number of workers, beside the ideal of one p-th for p workers.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        7.5 × 3.6 inches.
    workers : array_like of int, shape (k,)
        p, ascending.
    seconds : dict of str to array_like, shape (k,)
        Time of one step, for instance at different batch sizes.
    alone : dict of str to float, optional
        The same step without workers, in one process: a star at p = 0.

    Returns
    -------
    SpeedUp

    Raises
    ------
    ValueError
        If the workers are not ascending, or a time is missing or not greater than 0.
    """
    p, alone = ascending(workers, "workers"), dict(alone or {})
    rows = {name: at_least_zero(row, name, len(p)) for name, row in seconds.items()}
    times = np.concatenate([*rows.values(), list(alone.values())]) if rows else np.zeros(1)
    if not (times > 0).all() or not set(alone) <= set(rows):
        raise ValueError("seconds must hold times greater than 0, by the same names as alone.")
    lowest = min(times.min(), *(row[0] * p[0] / p[-1] for row in rows.values()))
    ax.set(yscale="log", ylim=(lowest / 1.4, times.max() * 1.4))
    ax.set_xlim((0 if alone else p[0]) - 0.15, p[-1] + 0.15)
    curves, ideals, stars, ends, words = {}, {}, {}, {}, []
    for i, (name, row) in enumerate(rows.items()):
        look = {"color": CURVES[i], "mec": "white", "zorder": 3}
        (curves[name],) = ax.plot(p, row, "-", marker=MARKERS[i % len(MARKERS)], ms=7, **look)
        ideal = row[0] * p[0] / p
        (ideals[name],) = ax.plot(p, ideal, color=CURVES[i], ls=(0, (1, 2)), lw=1.5, zorder=2)
        ends[name] = p[-1], row[-1]
        words.append(
            f"{name}, {duration(row[0])} with {p[0]:g}, {duration(row[-1])} with {p[-1]:g}"
        )
        if name in alone:
            (stars[name],) = ax.plot(0, alone[name], "*", ms=13, **look)
            words[-1] += f", {duration(alone[name])} alone"
    seconds_axis(ax.yaxis)
    ax.minorticks_off()
    ax.grid(axis="y", color=FAINT)
    ax.set_xticks([0, *p] if alone else p, [*(["none"] if alone else []), *(f"{k:g}" for k in p)])
    ax.set(xlabel="workers", ylabel="time of one step")
    ax.set_title("dotted: the ideal", fontsize=9.5, fontweight="normal", color=MUTED, loc="right")
    label_ends(ax, ends, CURVES)
    return SpeedUp(curves, ideals, stars, f"Time of one step over workers: {'; '.join(words)}.")
