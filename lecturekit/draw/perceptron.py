"""Rosenblatt's perceptron: one update as geometry, and its mistakes counted against the bound."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import Arc, FancyArrowPatch, Polygon
from matplotlib.patheffects import withStroke

from lecturekit.checks import vector
from lecturekit.draw.planes import draw_line_boundary
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED, NEGATIVE, POSITIVE

HALO = [withStroke(linewidth=3, foreground="white")]  # letters stay readable where lines cross


class UpdatePicture(NamedTuple):
    """The artists of `draw_update`."""

    before: Any
    example: Any
    after: Any
    half_plane: Any
    boundary: Any
    angle: Any
    labels: dict


def draw_update(ax, w_before, x, sign, limit=None):
    """Draw one update of the perceptron, w_new = w + s·x, in the space of its weights.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    w_before : array_like, shape (2,)
        Weights before the update.
    x : array_like, shape (2,)
        The example on which the perceptron was wrong.
    sign : int
        Its class as +1 or −1.
    limit : float, optional
        Both axes run from −limit to limit; chosen to fit if not given.

    Returns
    -------
    UpdatePicture
        Named artists: the arrows ``before``, ``example`` and ``after``, the ``half_plane`` of
        weights that classify x correctly with its ``boundary``, the ``angle`` between w and
        s·x, and the dict ``labels``.

    Notes
    -----
    Weights are right about x where s·wᵀx > 0. The update adds ‖x‖² to that number.
    Rosenblatt (1958); Part 1, the perceptron.
    """
    w, x = vector(w_before, "w_before", 2), vector(x, "x", 2)
    if sign not in (-1, 1):
        raise ValueError(f"sign is {sign!r}, but it must be +1 or -1: the class of the example.")
    signed, after = sign * x, w + sign * x
    reach = max(np.abs([w, signed, after]).max(), 1e-12)
    limit = 1.4 * reach if limit is None else float(limit)
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    ax.set_aspect("equal")
    ax.axhline(0, color=FAINT, lw=0.8, zorder=0)
    ax.axvline(0, color=FAINT, lw=0.8, zorder=0)

    colour, shown = (POSITIVE, "x") if sign > 0 else (NEGATIVE, "−x")
    half_plane = _half_plane(ax, signed, limit, colour)
    boundary = draw_line_boundary(ax, signed, 0.0, colour=MUTED, linewidth=1.2)
    boundary.set_linestyle((0, (4, 3)))
    # The same step twice: from the origin, where its angle to w shows, and from the tip of w.
    ax.plot(*np.transpose([w, after]), color=colour, lw=1.6, ls=(0, (2, 1.5)), zorder=2)
    arrows = {
        "before": _arrow(ax, w, INK),
        "example": _arrow(ax, signed, colour),
        "after": _arrow(ax, after, HIGHLIGHT),
    }
    new = f"w {'+' if sign > 0 else '−'} x"
    labels = {}
    if np.any(w):
        labels["before"] = _name(ax, w, "w", INK)
        labels["example"] = _name(ax, signed, shown, "#9A4F00" if sign > 0 else colour)
    else:  # the first update of all: w + x is x
        new = f"{new} = {shown}"
    labels["after"] = _name(ax, after, new, HIGHLIGHT)
    angle = _angle(ax, w, signed, after, 0.2 * limit, labels)
    ax.set(xlabel="$w_1$", ylabel="$w_2$")
    return UpdatePicture(*arrows.values(), half_plane, boundary, angle, labels)


class MistakesPicture(NamedTuple):
    """The artists of `draw_mistakes`."""

    bars: Any
    total: Any
    bound: Any
    labels: list


def draw_mistakes(ax, mistakes_per_epoch, bound=None):
    """Draw the mistakes of a perceptron in each pass over the data, and their running total.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    mistakes_per_epoch : array_like of int, shape (epochs,)
    bound : float, optional
        The mistake bound (R/γ)² for the total; for data without a separating line there is
        none.

    Returns
    -------
    MistakesPicture
        Named artists: ``bars``, ``total``, ``bound`` (None if far above the rest, where only
        a label names it) and ``labels``.

    Notes
    -----
    Block (1962) and Novikoff (1962) proved the bound; Part 1, the perceptron.
    """
    mistakes = vector(mistakes_per_epoch, "mistakes_per_epoch")
    epochs = np.arange(1, len(mistakes) + 1)
    total = np.cumsum(mistakes)
    top = max(total[-1], 1.0)
    bars = ax.bar(epochs, mistakes, width=0.72, color="#AEB6C4", zorder=2, label="in each pass")
    (line,) = ax.plot(
        epochs,
        total,
        color=INK,
        marker="o",
        ms=4 if len(epochs) <= 40 else 0,
        zorder=3,
        label="running total",
    )
    close_below = bound is not None and total[-1] < bound < 1.12 * top
    labels = [
        ax.annotate(
            f"{total[-1]:g}",
            (epochs[-1], total[-1]),
            xytext=(0, -7 if close_below else 7),
            textcoords="offset points",
            ha="center",
            va="top" if close_below else "bottom",
            fontweight="bold",
        )
    ]
    if len(epochs) <= 12:
        first, *rest = ax.bar_label(bars, fmt="%g", color=MUTED, fontsize=9, padding=1)
        # The running total starts on top of the first bar: its number goes inside, if it fits.
        first.set(va="top", position=(0, -6), color=INK, visible=bool(mistakes[0] > 0.12 * top))
        labels += [first, *rest]
    ceiling = None
    if bound is not None and bound <= 3 * top:
        ceiling = ax.axhline(bound, color=HIGHLIGHT, ls=(0, (5, 2)), zorder=1)
        labels.append(_bound_label(ax, bound, f"bound (R/γ)² = {bound:.4g}"))
        top = max(top, bound)
    elif bound is not None:
        labels.append(_bound_label(ax, None, f"↑ bound (R/γ)² = {bound:.4g}, far above"))
        top *= 1.15
    ax.set(xlim=(0.3, len(epochs) + 0.7), ylim=(0, 1.18 * top))
    ax.set(xlabel="pass over the data (epoch)", ylabel="mistakes")
    for axis in (ax.xaxis, ax.yaxis):
        axis.get_major_locator().set_params(integer=True, min_n_ticks=1)
    ax.grid(axis="y")
    ax.legend(
        handles=[line, bars], loc="lower right", bbox_to_anchor=(1, 0.99), ncols=2, borderpad=0.2
    )
    return MistakesPicture(bars, line, ceiling, labels)


def draw_bound_check(ax, mistakes, bounds):
    """Draw the mistakes of many runs against the bound (R/γ)² of each, on logarithmic axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    mistakes : array_like, shape (runs,)
        Mistakes of each run until it was right about everything; a run without any is drawn
        at one half, because zero has no logarithm.
    bounds : array_like, shape (runs,)
        The bound (R/γ)² of the data set of each run, greater than 0.

    Returns
    -------
    dict of str to matplotlib.artist.Artist
        ``runs`` (points), ``diagonal``, ``forbidden`` (shaded), ``labels``.
    """
    mistakes, bounds = vector(mistakes, "mistakes"), vector(bounds, "bounds")
    if mistakes.shape != bounds.shape:
        raise ValueError(
            f"mistakes has {mistakes.size} runs, but bounds has {bounds.size}; "
            "give one bound per run."
        )
    if (bounds <= 0).any() or (mistakes < 0).any():
        raise ValueError("mistakes must not be negative, and bounds must be greater than 0.")
    drawn = np.maximum(mistakes, 0.5)
    low = min(drawn.min(), bounds.min()) / 1.6
    high = max(drawn.max(), bounds.max()) * 1.6
    ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high))
    forbidden = ax.add_patch(
        Polygon([(low, low), (high, high), (low, high)], fc=FAINT, ec="none", alpha=0.75, zorder=0)
    )
    (diagonal,) = ax.plot([low, high], [low, high], color=HIGHLIGHT, lw=2, zorder=2)
    (runs,) = ax.plot(
        bounds, drawn, "o", ms=6, color=INK, mec="white", mew=0.6, alpha=0.85, zorder=3
    )
    labels = [
        ax.text(
            0.06, 0.94, "ruled out by the theorem", va="top", color=MUTED, transform=ax.transAxes
        ),
        ax.annotate(
            "mistakes = (R/γ)²",
            (0.5, 0.5),
            xycoords="axes fraction",
            xytext=(-7, 7),
            textcoords="offset points",
            rotation=45,
            ha="center",
            va="center",
            rotation_mode="anchor",
            color=HIGHLIGHT,
            fontweight="bold",
        ),
    ]
    ax.set_aspect("equal")
    ax.set(xlabel="bound (R/γ)²", ylabel="mistakes made")
    return {"runs": runs, "diagonal": diagonal, "forbidden": forbidden, "labels": labels}


def _arrow(ax, tip, colour):
    arrow = FancyArrowPatch(
        (0, 0),
        tip,
        arrowstyle="-|>",
        mutation_scale=16,
        lw=2.5,
        color=colour,
        shrinkA=0,
        shrinkB=0,
        zorder=3,
        capstyle="butt",
        joinstyle="miter",
    )
    return ax.add_patch(arrow)


def _name(ax, tip, text, colour):
    """Name an arrow just beyond its tip."""
    length = np.hypot(*tip)
    outward = tip / length if length > 0 else np.array([0.7, -0.7])
    return ax.annotate(
        text,
        tip,
        xytext=5 * outward,
        textcoords="offset points",
        ha="left" if outward[0] > 0.35 else "right" if outward[0] < -0.35 else "center",
        va="bottom" if outward[1] > 0.35 else "top" if outward[1] < -0.35 else "center",
        color=colour,
        fontweight="bold",
        fontsize=11,
        zorder=5,
        path_effects=HALO,
        annotation_clip=False,
    )


def _half_plane(ax, signed, limit, colour):
    """Shade the weights with s·wᵀx > 0."""
    length = np.hypot(*signed)
    if length == 0:
        return None
    toward = signed / length
    along = np.array([-toward[1], toward[0]])
    far = 4 * limit
    corners = [far * along, far * (along + toward), far * (toward - along), -far * along]
    return ax.add_patch(Polygon(corners, fc=colour, ec="none", alpha=0.13, zorder=0))


def _angle(ax, w, signed, after, radius, labels):
    """Mark the angle between w and s·x: a mistake means that it is 90° or more."""
    if not np.any(w) or not np.any(signed):
        return None
    start, stop = _direction(w), _direction(signed)
    if (stop - start) % 360 > 180:
        start, stop = stop, start
    opening = (stop - start) % 360
    arc = ax.add_patch(
        Arc(
            (0, 0),
            2 * radius,
            2 * radius,
            theta1=start,
            theta2=start + opening,
            color=MUTED,
            lw=1.4,
        )
    )
    # The new weights lie inside the angle; its number goes into the wider part beside them.
    part = (_direction(after) - start) % 360 if np.any(after) else 0
    part = part if part <= opening else 0
    middle = part / 2 if part > opening / 2 else (part + opening) / 2
    turn = np.radians(start + middle)
    labels["angle"] = ax.text(
        *(1.7 * radius * np.array([np.cos(turn), np.sin(turn)])),
        f"{opening:.0f}°",
        color=MUTED,
        fontsize=9.5,
        ha="center",
        va="center",
        zorder=5,
        path_effects=HALO,
    )
    return arc


def _direction(v):
    return np.degrees(np.arctan2(v[1], v[0]))


def _bound_label(ax, bound, text):
    place = (0.02, 0.97) if bound is None else (0.02, bound)
    return ax.annotate(
        text,
        place,
        xycoords="axes fraction" if bound is None else ("axes fraction", "data"),
        xytext=(0, 0 if bound is None else 4),
        textcoords="offset points",
        va="top" if bound is None else "bottom",
        color=HIGHLIGHT,
        fontweight="bold",
    )
