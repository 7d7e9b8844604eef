"""Functions of one number: curves that are fitted, by neurons as bumps and folds, and activations.

Part 1, logistic regression and activation functions; and Part 2, representation: the idea behind
the universal approximation theorem (Cybenko 1989, Hornik et al. 1989), and behind depth.
"""

from itertools import pairwise

import numpy as np

from lecturekit import datasets
from lecturekit.checks import count
from lecturekit.draw.charts import curve_look, draw_band, faint_grid, label_ends
from lecturekit.draw.palette import MISTAKE, NEGATIVE_PALE
from lecturekit.draw.planes import MARKERS
from lecturekit.draw.rounding import minus
from lecturekit.draw.style import FAINT, GRADIENT, HIGHLIGHT, INK, MUTED, NEGATIVE, PAPER, POSITIVE
from lecturekit.experiments.curve_fitting import (
    PETAL_LENGTH,
    fold,
    line_and_sigmoid,
    unfold,
)


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


# ---- targets 0 and 1 -----------------------------------------------------------------------------

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
    axes[0].set_ylabel("target and fitted value")
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


# ---- several runs of each kind -------------------------------------------------------------------


def draw_medians(ax, runs):
    """Draw the losses of several training runs of each kind: their median and their range.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its limits and scales must be final.
    runs : dict of str to ndarray, shape (runs, steps + 1)
        J after each step.
    """
    ends, looks = {}, [curve_look(i) for i in range(len(runs))]
    for (name, losses), look in zip(runs.items(), looks, strict=True):
        middle = np.median(losses, axis=0)
        ax.plot(middle, lw=2.2, zorder=4, **look)
        band = {"color": look["color"], "alpha": 0.18, "lw": 0, "zorder": 2}
        ax.fill_between(range(len(middle)), losses.min(axis=0), losses.max(axis=0), **band)
        ends[name] = (len(middle) - 1, middle[-1])
    faint_grid(ax)
    label_ends(ax, ends, [look["color"] for look in looks])


def draw_strips(ax, results):
    """Draw one dot for each run, and a bar at the median, for each kind of run and each setting.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    results : dict of str to dict
        For each kind of run a dict from the setting, which labels the axis, to its results, one
        for each run. Settings keep their order.
    """
    settings = list(dict.fromkeys(setting for runs in results.values() for setting in runs))
    width = 0.8 / len(results)
    for i, (name, runs) in enumerate(results.items()):
        look = {"color": curve_look(i)["color"], "zorder": 3}
        for setting, values in runs.items():
            x = settings.index(setting) + (i - (len(results) - 1) / 2) * width
            aside = np.linspace(-0.35, 0.35, len(values)) * width
            ax.plot(x + aside, values, "o", ms=3.5, alpha=0.55, mew=0, **look)
            ends = [x - 0.45 * width, x + 0.45 * width]
            (bar,) = ax.plot(ends, [np.median(values)] * 2, lw=2.6, **look)
        bar.set_label(name)
    ax.set_xticks(range(len(settings)), [str(setting) for setting in settings])
    faint_grid(ax)


# ---- activations with their derivatives ----------------------------------------------------------

SATURATED = 0.05  # a smaller derivative passes next to nothing back
SHADED = f"saturated: σ′ → 0, |σ′| < {SATURATED:g}"
ZOO = {"xlim": (-5, 5), "ylim": (-1.3, 2.6)}


def draw_activation_zoo(axes, activations):
    """Draw activation functions with their derivatives to the same scale, one in each panel.

    The tails in which |σ′(z)| < 0.05 are shaded, provided that the derivative vanishes farther
    out: there the neuron is saturated. At a kink or a jump the derivative does not exist, and
    the curve has open ends or a gap.

    Parameters
    ----------
    axes : array of Axes
        As many as there are activations.
    activations : sequence of lecturekit.activations.Activation
    """
    panels = np.ravel(axes)
    handles = {}
    for ax, activation in zip(panels, activations, strict=True):
        handles = _activation(ax, activation) | handles
        ax.set_title(activation.title)
        ax.locator_params(axis="x", nbins=5, integer=True)
        ax.locator_params(axis="y", nbins=4, integer=True)
        ax.tick_params(labelbottom=True)  # in every row, although the axis is shared
        if ax.get_subplotspec().is_last_row():
            ax.set_xlabel("z")
    place = {"loc": "outside upper right", "ncols": len(handles), "handlelength": 2.2}
    panels[0].figure.legend(handles.values(), handles.keys(), **place)


def _activation(ax, activation):
    """Draw one activation and return artists for a legend by their names."""
    z, value, slope = activation_curves(activation)
    artists = {}
    (artists["σ(z)"],) = ax.plot(z, value, color=INK, lw=2.5, zorder=3)
    look = {"color": GRADIENT, "lw": 2, "ls": (0, (4, 2)), "zorder": 4}
    (artists["σ′(z)"],) = ax.plot(z, slope, **look)
    for tail in saturated_tails(activation):
        artists[SHADED] = draw_band(ax, *tail, color=FAINT, alpha=0.7, lw=0, zorder=0)
    for z in breaks_of(activation):
        _draw_ends(ax, activation, z)
    ax.axhline(0, color=MUTED, lw=0.6, zorder=1)
    ax.axvline(0, color=MUTED, lw=0.6, zorder=1)
    ax.set(**ZOO)
    return artists


def activation_curves(activation):
    """Return z, σ(z) and σ′(z), shape (3, n), with gaps where they jump; see `breaks_of`."""
    (low, high), columns = ZOO["xlim"], []
    for start, stop in pairwise([low, *breaks_of(activation), high]):
        z = np.linspace(start + 1e-9, stop - 1e-9, 401)
        near = (np.abs(z) < 0.15) & (0 in (start, stop))  # no derivative: leave a gap
        slope = np.where(near, np.nan, activation.derivative(z))
        columns += [[z, activation(z), slope], np.full((3, 1), np.nan)]
    return np.concatenate(columns, axis=1)


def breaks_of(activation):
    """Return z = 0 if the value or the derivative jumps there, as for step and ReLU."""
    left, right = np.array([-1e-7]), np.array([1e-7])
    gap = max(
        abs(activation(right) - activation(left))[0],
        abs(activation.derivative(right) - activation.derivative(left))[0],
    )
    return [0.0] if gap > 1e-3 else []


def saturated_tails(activation):
    """Return the tails in which σ′ stays small; a mere dip at a minimum does not count."""
    low, high = ZOO["xlim"]
    z = np.linspace(low, high, 4001)
    flat = np.abs(activation.derivative(z)) < SATURATED
    # The small derivative of a leaky ReLU does not shrink further out: no saturation.
    vanishing = np.abs(activation.derivative(np.array([-1e3, 1e3]))) < 0.1 * SATURATED
    if flat.all() and vanishing.all():
        return [(low, high)]
    tails = []
    if flat[0] and vanishing[0]:
        tails.append((low, z[np.argmin(flat)]))
    if flat[-1] and vanishing[1]:
        tails.append((z[len(z) - 1 - np.argmin(flat[::-1])], high))
    return tails


def _draw_ends(ax, activation, z):
    """Mark the ends at a jump: filled where the value is taken, open where it is not.

    Both ends of the derivative are open, even though the code returns a number there.
    """
    for function, colour in ((activation, INK), (activation.derivative, GRADIENT)):
        left, at, right = function(np.array([z - 1e-9, z, z + 1e-9]))
        if function is activation and abs(right - left) < 1e-3:
            continue
        for side in {left, right}:
            taken = function is activation and abs(side - at) < 1e-6
            look = {"mfc": colour if taken else "white", "mec": colour, "mew": 1.5}
            size = 9 if function is activation else 6  # both may be at the same place
            ax.plot(z, side, "o", ms=size, zorder=5, **look)
