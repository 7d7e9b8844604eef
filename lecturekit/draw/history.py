"""How a number develops while a model is trained."""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import as_floats, count, vector
from lecturekit.draw.labels import label_ends
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED, NEGATIVE

# Colours of several curves side by side, and line patterns that tell them apart in print.
CURVES = (INK, HIGHLIGHT, "#C2410C", GRADIENT, NEGATIVE, MUTED, "#0B7BA8")
DASHES = ("-", (0, (5, 1.5)), (0, (5, 1.5, 1, 1.5)), (0, (1.5, 1.2)), "-", (0, (5, 1.5)), "-")


FARTHEST = 1e100  # limits beyond it overflow inside Matplotlib


class HistoryPicture(NamedTuple):
    """The artists of `draw_history`, by the name of the curve."""

    curves: dict
    names: list
    warnings: list
    target: Any
    behind: dict


def draw_history(
    ax,
    values,
    label="loss J",
    xlabel="step t",
    log=False,
    target=None,
    target_name="",
    start=0,
    marker=False,
    x=None,
    behind=None,
):
    """Draw one or several training curves, named at their ends.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    values : array_like, shape (steps,), or dict of str to array_like
        One curve, or several by name. They may differ in length. A value that is not finite
        ends its curve with the word "diverged".
    label, xlabel : str
        What the numbers are, and what they are counted in.
    log : bool
        Whether the vertical axis is logarithmic.
    target : float, optional
        A value to compare with, drawn as a horizontal line.
    target_name : str
        What to write at its end.
    start : int
        Number of the first step.
    marker : bool
        Whether to mark each single value.
    x : array_like, or dict of str to array_like, optional
        Where the values belong, in place of start, start + 1, …; one row for all curves, or
        one for each by its name.
    behind : dict of str to array_like, optional
        For some of the names a second curve, drawn thin in the same colour and without a name.

    Returns
    -------
    HistoryPicture
        Named artists: ``curves`` (dict), ``names``, ``warnings`` (lists), ``target`` and
        ``behind`` (dict).

    Raises
    ------
    ValueError
        If a curve is empty or not one row of numbers, or `x` does not fit to it.
    """
    several = isinstance(values, dict)
    curves = (
        {str(k): _row(v, str(k)) for k, v in values.items()}
        if several
        else {"": _row(values, "values")}
    )
    if not curves:
        raise ValueError("values is empty; give at least one curve.")
    thin = {name: _row(row, f"behind[{name!r}]") for name, row in (behind or {}).items()}
    if strangers := set(thin) - set(curves):
        raise ValueError(f"behind names {sorted(strangers)}, but values has {sorted(curves)}.")
    artists, ends, broken = {}, {}, []
    places = {name: _places(x, name, curve, start) for name, curve in curves.items()}
    first, last = min(p.min() for p in places.values()), max(p.max() for p in places.values())
    # The frame first: Matplotlib's own choice of limits fails on values near 1e308.
    if log:
        ax.set_yscale("log", nonpositive="mask")
    ax.set(xlabel=xlabel, ylabel=label, xlim=(first, max(last, first + 1)))
    ax.set_ylim(*_room([*curves.values(), *thin.values()], log, target))
    ax.grid(axis="y", color=FAINT)
    for i, (name, curve) in enumerate(curves.items()):
        good = curve[: np.argmin(np.isfinite(curve))] if not np.isfinite(curve).all() else curve
        steps = places[name][: len(good)]
        (artists[name],) = ax.plot(
            steps,
            good,
            color=CURVES[i % len(CURVES)],
            ls=DASHES[i % len(DASHES)],
            marker="o" if marker else None,
            ms=4,
            label=name or "_history",
        )
        if len(good) < len(curve):
            broken.append((name, i, *((steps[-1], good[-1]) if len(good) else (first, np.nan))))
        elif several:
            ends[name] = (steps[-1], good[-1])
    thin_lines = {
        name: ax.plot(
            _places(x, name, row, start), row, color=artists[name].get_color(), lw=1, zorder=1.9
        )[0]
        for name, row in thin.items()
    }
    line = None
    if target is not None:
        line = ax.axhline(target, color=MUTED, ls=(0, (1, 2)), lw=1.5, zorder=1)
    colours = [artists[name].get_color() for name in ends]
    if line is not None and target_name:
        ends[target_name] = (ax.get_xlim()[1], target)
        colours.append(MUTED)
    names = label_ends(ax, ends, colours)
    warnings = [_diverged(ax, *place) for place in broken]
    return HistoryPicture(artists, names, warnings, line, thin_lines)


def _row(values, name):
    values = as_floats(values, name)
    if values.ndim != 1 or values.size == 0:
        raise ValueError(f"{name} has shape {values.shape}, but one row of numbers is needed.")
    return values


def _places(x, name, curve, start):
    """Where the values of a curve belong."""
    if x is None:
        return start + np.arange(len(curve))
    if isinstance(x, dict) and name not in x:
        raise ValueError(f"x has no row for {name!r}; give one for each curve.")
    x = vector(x[name] if isinstance(x, dict) else x, "x")
    if len(x) < len(curve) or (np.diff(x) <= 0).any():
        raise ValueError(
            f"x has {count(len(x), 'entry')}, but {name or 'values'!r} has {len(curve)}; give one "
            "for each value, in ascending order."
        )
    return x[: len(curve)]


def _room(curves, log, target):
    """Limits around everything finite, a little air above and below, zero if it is near."""
    values = np.concatenate([*curves, [] if target is None else [target]])
    values = values[np.isfinite(values) & ((values > 0) | (not log))]
    if not values.size:
        return (0.1, 10) if log else (0, 1)
    low, high = (float(np.clip(v, -FARTHEST, FARTHEST)) for v in (values.min(), values.max()))
    if log:
        low, high = max(low, 1 / FARTHEST), max(high, 10 / FARTHEST)
        air = max(high / low, 10) ** 0.06
        return low / air, high * air
    if 0 < low < 0.4 * high:
        low = 0.0
    span = high - low or abs(high) or 1.0
    return low if low == 0 else low - 0.06 * span, high + 0.06 * span


def _diverged(ax, name, i, step, value):
    if not np.isfinite(value) or (ax.get_yscale() == "log" and value <= 0):
        place, coords = (0.02, 0.93 - 0.09 * i), "axes fraction"
    else:
        ax.plot(step, value, "X", ms=8, color=CURVES[i % len(CURVES)], mec="white", zorder=4)
        place, coords = (step, value), "data"
    return ax.annotate(
        f"{name} diverged".strip(),
        place,
        xycoords=coords,
        xytext=(8, 0),
        textcoords="offset points",
        color=CURVES[i % len(CURVES)],
        fontweight="bold",
        fontsize=9.5,
        va="center",
        annotation_clip=False,
    )
