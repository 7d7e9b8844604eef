"""A straight line and a sigmoid through the targets 0 and 1: Part 1, logistic regression."""

import numpy as np

from lecturekit import datasets
from lecturekit.draw.palette import INK, MISTAKE, MUTED, NEGATIVE, NEGATIVE_PALE, POSITIVE
from lecturekit.draw.planes import MARKERS
from lecturekit.draw.rounding import minus
from lecturekit.experiments.zero_one_fits import PETAL_LENGTH, line_and_sigmoid

__all__ = ["draw_line_and_sigmoid"]

LIMITS = (0.5, 7.5)  # cm
LONGEST = 6.9  # cm, of all petals
STACK = 0.05  # height of one flower in a stack of equal lengths
GROUPS = (("setosa", 1), ("versicolor", 0), ("virginica", 0))
FITTED_TO = ("versicolor", None)  # first without virginica, then with it
LOOKS = ({"color": MUTED, "ls": (0, (4, 2)), "lw": 1.8}, {"color": INK, "ls": "-", "lw": 2.4})
NAMES = ("fitted to setosa and versicolor", "fitted to all three species")


def draw_line_and_sigmoid(axes):
    """Draw the least-squares line and the sigmoid, each fitted without and with virginica.

    Stacks of markers are the flowers, around their targets 1 (setosa) and 0 (the others); a
    ring marks those that the curve fitted to all flowers puts on the wrong side.

    Parameters
    ----------
    axes : sequence of two Axes
        The line's and the sigmoid's.
    """
    fits = [line_and_sigmoid(negative) for negative in FITTED_TO]
    pairs = zip(*fits, strict=True)
    at = np.linspace(*LIMITS, 281)
    for ax, title, pair in zip(axes, ("a straight line", "a sigmoid"), pairs, strict=True):
        heights = _draw_flowers(ax)
        ax.axhline(0.5, color=MUTED, lw=0.8, zorder=1)
        for fit, look, name in zip(pair, LOOKS, NAMES, strict=True):
            ax.plot(at, fit.curve(at), label=name, zorder=3, **look)
        _draw_boundaries(ax, pair)
        for length in pair[1].wrong:
            ring = {"mfc": "none", "mec": MISTAKE, "mew": 2, "zorder": 6}
            ax.plot(length, heights[length], "o", ms=13, label="_wrong", **ring)
        ax.set(title=title, xlim=LIMITS, ylim=(-1.15, 1.75), xlabel=PETAL_LENGTH)
        ax.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    axes[0].set_ylabel("target, and fitted value")
    _draw_value(axes[0], fits[0][0], LONGEST)
    axes[0].figure.legend(
        *axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=5, handletextpad=0.4
    )


def _draw_value(ax, fit, length):
    """Mark and label the value of a curve at one petal length."""
    look = {"textcoords": "offset points", "ha": "right", "va": "center", "fontweight": "bold"}
    value = float(fit.curve(length))
    ax.plot(length, value, "o", ms=6, color=MUTED, zorder=5)
    ax.annotate(minus(f"{value:.2f}"), (length, value), (-7, -4), color=MUTED, fontsize=9, **look)


def _draw_flowers(ax):
    """Stack the flowers and return the height of the first of those with target 0, by length."""
    rows, first = {0: {}, 1: {}}, {}
    faces = (POSITIVE, NEGATIVE, NEGATIVE_PALE)
    for (species, target), face in zip(GROUPS, faces, strict=True):
        X, y = datasets.iris(species, features=PETAL_LENGTH)
        places = []
        for length in np.sort(X[y == 1, 0]):
            row = rows[target][length] = rows[target].get(length, -1) + 1
            places.append((length, 1.04 + STACK * row if target else -0.04 - STACK * row))
            if not target:
                first.setdefault(float(length), places[-1][1])
        marker = {"ls": "none", "marker": MARKERS[target], "ms": 5, "mfc": face, "zorder": 2}
        name = f"{species}, target {target}"
        ax.plot(*np.transpose(places), mec="white", mew=0.5, label=name, **marker)
    return first


def _draw_boundaries(ax, pair):
    """Mark where each curve passes ½, and write both places down, the first one to the left."""
    for fit, look in zip(pair, LOOKS, strict=True):
        ax.plot(fit.boundary, 0.5, "o", ms=7, color=look["color"], mec="white", zorder=5)
    sides = (("right", (-8, -9)), ("left", (8, 9)))
    for fit, look, (side, shift) in zip(pair, LOOKS, sides, strict=True):
        place = {"xytext": shift, "textcoords": "offset points", "ha": side, "va": "center"}
        words = {"color": look["color"], "fontsize": 9, "fontweight": "bold"}
        ax.annotate(f"{fit.boundary:.2f} cm", (fit.boundary, 0.5), **place, **words)
