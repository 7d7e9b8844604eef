"""Activation functions with their derivatives: Part 1."""

from itertools import pairwise

import numpy as np

from lecturekit.draw.charts import draw_band
from lecturekit.draw.style import FAINT, GRADIENT, INK, MUTED

SATURATED = 0.05  # a smaller derivative passes next to nothing back
SHADED = f"saturated: |σ′| < {SATURATED:g}"
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
        if ax.get_subplotspec().is_last_row():
            ax.set_xlabel("z")
    place = {"loc": "outside upper right", "ncols": len(handles), "handlelength": 2.2}
    panels[0].figure.legend(handles.values(), handles.keys(), **place)


def _activation(ax, activation):
    """Draw one activation and return artists for a legend by their names."""
    low, high = ZOO["xlim"]
    breaks, gap = breaks_of(activation), 0.015 * (high - low)
    artists = {}
    for start, stop in pairwise([low, *breaks, high]):
        z = np.linspace(start, stop, 401)
        inside = z.copy()
        # Next to a break, draw the value on this side of it, not the value at it.
        inside[0] += 1e-9 * (start in breaks)
        inside[-1] -= 1e-9 * (stop in breaks)
        (artists["σ(z)"],) = ax.plot(z, activation(inside), color=INK, lw=2.5, zorder=3)
        # At a break there is no derivative: leave a gap.
        part = np.clip(inside, start + gap * (start in breaks), stop - gap * (stop in breaks))
        look = {"color": GRADIENT, "lw": 2, "ls": (0, (4, 2)), "zorder": 4}
        (artists["σ′(z)"],) = ax.plot(part, activation.derivative(part), **look)
    for tail in saturated_tails(activation, low, high):
        artists[SHADED] = draw_band(ax, *tail, color=FAINT, alpha=0.7, lw=0, zorder=0)
    for z in breaks:
        _draw_ends(ax, activation, z)
    ax.axhline(0, color=MUTED, lw=0.6, zorder=1)
    ax.axvline(0, color=MUTED, lw=0.6, zorder=1)
    ax.set(**ZOO)
    return artists


def breaks_of(activation):
    """Return z = 0 if the value or the derivative jumps there, as for step and ReLU."""
    left, right = np.array([-1e-7]), np.array([1e-7])
    gap = max(
        abs(activation(right) - activation(left))[0],
        abs(activation.derivative(right) - activation.derivative(left))[0],
    )
    return [0.0] if gap > 1e-3 else []


def saturated_tails(activation, low, high):
    """Return the tails in which σ′ stays small; a mere dip at a minimum does not count."""
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
        if abs(right - left) < 1e-3:
            continue
        for side in (left, right):
            taken = function is activation and abs(side - at) < 1e-6
            look = {"mfc": colour if taken else "white", "mec": colour, "mew": 1.5}
            ax.plot(z, side, "o", ms=6, zorder=5, **look)
