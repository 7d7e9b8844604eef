"""Logistic regression with one feature: the curve, the threshold and the decision."""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.checks import binary_labels, number, vector
from lecturekit.draw.planes import draw_points
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED, NEGATIVE, POSITIVE

SHADE = 0.13  # opacity of the regions


class SigmoidPicture(NamedTuple):
    """The artists of `draw_sigmoid`."""

    curve: Any
    threshold: Any
    decision: Any
    regions: dict
    labels: dict
    points: dict


def draw_sigmoid(ax, w=1.0, b=0.0, threshold=0.5, x=None, y=None, xlim=(-6, 6), xlabel="x"):
    """Draw P(y = 1 | x) = σ(wx + b) and where it turns into a decision.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    w, b : float
        Weight and bias.
    threshold : float
        Predict class 1 from this probability on.
    x, y : array_like, shape (n,), optional
        Examples with their classes 0 or 1, drawn at the heights 0 and 1.
    xlim : (float, float)
        Limits of the horizontal axis.
    xlabel : str

    Returns
    -------
    SigmoidPicture
        Named artists: ``curve``, ``threshold``, ``decision``, and the dicts ``regions``,
        ``labels`` and ``points``.

    Notes
    -----
    The class changes where wx + b = log(t / (1 − t)); with w = 0 it never does. Part 1.
    """
    w, b, threshold = number(w, "w"), number(b, "b"), number(threshold, "threshold")
    left, right = map(float, vector(xlim, "xlim", 2))
    grid = np.linspace(left, right, 601)
    with np.errstate(over="ignore"):
        z = np.clip(w * grid + b, -1e300, 1e300)
    (curve,) = ax.plot(grid, sigmoid(z), color=INK, lw=2.5, zorder=3)
    line = ax.axhline(threshold, color=MUTED, ls=(0, (4, 3)), lw=1.2, zorder=1)

    pieces = _pieces(w, b, threshold, left, right)
    regions = {
        label: ax.axvspan(*span, color=colour, alpha=SHADE, lw=0, zorder=0)
        for label, colour, span in ((0, NEGATIVE, pieces[0]), (1, POSITIVE, pieces[1]))
        if span is not None
    }
    labels = {
        label: ax.text(
            sum(pieces[label]) / 2,
            1.12,
            f"predict {label}",
            color=_dark(colour),
            ha="center",
            va="center",
            fontweight="bold",
        )
        for label, colour in ((0, NEGATIVE), (1, POSITIVE))
        # A narrow region has no room for its name.
        if pieces[label] is not None and abs(np.diff(pieces[label])[0]) > 0.16 * abs(right - left)
    }
    labels["threshold"] = ax.text(
        # On the side where the curve is low, so that it does not run through the words.
        0.01 if w >= 0 else 0.99,
        threshold + 0.02,
        f"threshold {threshold:g}",
        transform=ax.get_yaxis_transform(),
        color=MUTED,
        fontsize=9,
        ha="left" if w >= 0 else "right",
        va="bottom",
    )
    decision = None
    if len(regions) == 2:
        place = next(edge for edge in pieces[0] if edge not in (left, right))
        (decision,) = ax.plot(
            place, threshold, "o", ms=10, color=HIGHLIGHT, mec="white", mew=1.5, zorder=5
        )
        ax.plot([place, place], [-0.2, threshold], color=HIGHLIGHT, lw=1.5, ls=":", zorder=2)
        near_end = abs(right - place) < 0.15 * abs(right - left)
        labels["decision"] = ax.annotate(
            f"{place:.3g}",
            (place, -0.07),
            xytext=(-6 if near_end else 6, 0),
            textcoords="offset points",
            ha="right" if near_end else "left",
            va="center",
            color=HIGHLIGHT,
            fontweight="bold",
        )
    points = {}
    if x is not None:
        x = vector(x, "x")
        y = binary_labels(y, len(x))
        points = draw_points(ax, np.column_stack([x, y]), y)
    ax.set(xlim=(left, right), ylim=(-0.12, 1.22), xlabel=xlabel, ylabel="P(y = 1 | x)")
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "¼", "½", "¾", "1"])
    return SigmoidPicture(curve, line, decision, regions, labels, points)


def _pieces(w, b, threshold, left, right):
    """Split the axis into the parts where class 0 and where class 1 is predicted."""
    everything = (left, right)
    if threshold <= 0:
        return None, everything
    if threshold >= 1:
        return everything, None
    logit = np.log(threshold) - np.log1p(-threshold)
    if w == 0:
        return (None, everything) if b >= logit else (everything, None)
    with np.errstate(over="ignore"):
        place = float(np.clip((logit - b) / w, left, right))
    low = (left, place) if place > left else None
    high = (place, right) if place < right else None
    return (low, high) if w > 0 else (high, low)


def _dark(colour):
    """Orange letters are too pale on pale orange."""
    return "#9A4F00" if colour == POSITIVE else colour
