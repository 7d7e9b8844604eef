"""One number per layer, on a logarithmic axis: what vanishes and what explodes on a long way.

Part 3, training.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from lecturekit.checks import number, vector
from lecturekit.draw.history import CURVES, DASHES
from lecturekit.draw.labels import label_ends
from lecturekit.draw.style import FAINT, INK

MARKERS = "osD^vP"


class DepthPicture(NamedTuple):
    """The artists of `draw_depth`: for each panel its curves by name, and the names."""

    curves: dict
    names: list


def draw_depth(
    axes, values, label=r"$\|\partial J / \partial W_l\|$", xlabel="layer $l$", x=None, floor=1e-16
):
    """Draw one curve over the layers for each initialisation, in one panel for each activation.

    Parameters
    ----------
    axes : Axes or sequence of Axes
        One for each panel, side by side.
    values : dict of str to dict of str to array_like
        For each panel, by its title, the curves by their names: one number for each layer, as
        from `lecturekit.experiments.deep_signals.gradient_norms`. All panels get the same limits.
    label, xlabel : str
        What the numbers are, and what they are counted in.
    x : array_like, optional
        Where the numbers belong; by default 1, 2, 3, ….
    floor : float
        The lowest number of the axis; what lies below, and zero, is drawn on it as a triangle.

    Returns
    -------
    DepthPicture
        ``curves[title][name]``, and the ``names`` at the ends in the last panel.

    Raises
    ------
    ValueError
        If there are not as many panels as axes, or a number is negative or not finite.

    Examples
    --------
    >>> from lecturekit.draw import new_figure
    >>> figure, axes = new_figure(8, 3, columns=2)
    >>> picture = draw_depth(axes, {"tanh": {"He": [1, 1]}, "sigmoid": {"He": [0.01, 1]}})
    """
    axes = np.atleast_1d(axes)
    floor = number(floor, "floor", above=0)
    if len(axes) != len(values):
        raise ValueError(
            f"values holds {len(values)} panels, but there are {len(axes)} axes; give as many."
        )
    panels = {
        title: {name: _numbers(row, f"{title}, {name}") for name, row in curves.items()}
        for title, curves in values.items()
    }
    rows = [row for curves in panels.values() for row in curves.values()]
    if not rows:
        raise ValueError("values holds no curve; give at least one.")
    longest = max(map(len, rows))
    x = np.arange(1, longest + 1) if x is None else vector(x, "x")
    if len(x) < longest:
        raise ValueError(f"x has {len(x)} entries, but a curve has {longest}; give one for each.")
    shown = np.maximum(np.concatenate(rows), floor)
    low, high = shown.min(), max(shown.max(), 10 * shown.min())
    air = (high / low) ** 0.06
    artists = {}
    for ax, (title, curves) in zip(axes, panels.items(), strict=True):
        ax.set_yscale("log")
        ax.set(xlim=(x.min(), x[:longest].max()), ylim=(low / air, high * air), xlabel=xlabel)
        ax.set_title(title)
        ax.grid(axis="y", color=FAINT)
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        ax.axhline(1, color=INK, lw=0.8, zorder=1)
        artists[title] = {
            name: _curve(ax, x, row, floor, i) for i, (name, row) in enumerate(curves.items())
        }
        if ax is not axes[0]:
            ax.tick_params(labelleft=False)
    axes[0].set_ylabel(label)
    *_, last = panels.values()
    ends = {name: (x[len(row) - 1], max(row[-1], floor)) for name, row in last.items()}
    names = label_ends(axes[-1], ends, [CURVES[i % len(CURVES)] for i in range(len(last))])
    return DepthPicture(artists, names)


def _curve(ax, x, row, floor, i):
    look = {"color": CURVES[i % len(CURVES)], "clip_on": False}
    under = row < floor
    places = x[: len(row)]
    (line,) = ax.plot(
        *(places, np.maximum(row, floor)),
        ls=DASHES[i % len(DASHES)],
        marker=MARKERS[i % len(MARKERS)],
        markevery=np.flatnonzero(~under).tolist(),
        **look | {"lw": 1.6, "ms": 4.5, "zorder": 3},
    )
    if under.any():  # the layout cannot place an empty line that is not clipped
        ax.plot(places[under], np.full(under.sum(), floor), "v", **look | {"ms": 6, "zorder": 3})
    return line


def _numbers(row, name):
    row = vector(row, name)
    if (row < 0).any():
        raise ValueError(f"{name} holds {row.min():g}, but a length cannot be negative.")
    return row
