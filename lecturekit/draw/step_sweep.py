"""How the error of a difference quotient depends on its step h (Part 3, checking a gradient)."""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import finite
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED

LOOK = {"forward": (INK, (0, (5, 1.5))), "central": (HIGHLIGHT, "-")}
LIMITS = 1e-13, 3.0  # of the axis of errors
LEAST = 1e-16  # an error of 0 has no place on a logarithmic axis
GUIDE = 1.3  # decades that a guide is long
WORDS = 1.8  # decades that the words above a curve are long, about


class StepSweepPicture(NamedTuple):
    """The artists of `draw_step_sweep`.

    Attributes
    ----------
    curves : dict of str to Line2D
        "forward" and "central".
    best : dict of str to Line2D
        The mark at the step with the least error.
    labels : dict of str to Annotation
        What stands beside that mark.
    guides : list
        Short straight lines with the slope they have.
    """

    curves: dict
    best: dict
    labels: dict
    guides: list


def draw_step_sweep(ax, sweep, guides=True, limits=LIMITS):
    """Draw the relative errors of forward and central differences over h, both logarithmic.

    From the right, the error falls with slope 1 (forward) or 2 (central): the formula gets
    better. Further left it rises again with slope −1: the loss is rounded, and the division by
    h makes that larger. Between them lies the best step, which is marked.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    sweep : lecturekit.gradcheck.StepSweep
        ``h``, ``forward`` and ``central``, all of shape (k,).
    guides : bool
        Whether to draw lines of slope 1, 2 and −1 beside the curves.
    limits : (float, float)
        The lowest and highest error of the axis.

    Returns
    -------
    StepSweepPicture

    Raises
    ------
    ValueError
        If a step is not positive, or an error is negative or not finite.
    """
    h = finite(sweep.h, "sweep.h")
    if h.ndim != 1 or h.size == 0 or (h <= 0).any():
        raise ValueError("sweep.h must be one row of steps greater than 0; use step_sweep(...).")
    errors = {name: _errors(getattr(sweep, name), name, h.shape) for name in LOOK}
    ax.set(xscale="log", yscale="log", xlim=(h.min(), h.max()), ylim=limits)
    ax.set(xlabel="step h", ylabel="relative error of the gradient")
    ax.minorticks_off()
    ax.grid(color=FAINT)
    picture = StepSweepPicture({}, {}, {}, [])
    for name, (colour, dashes) in LOOK.items():
        (picture.curves[name],) = ax.plot(
            h, np.maximum(errors[name], LEAST), color=colour, ls=dashes, zorder=3
        )
        place = int(np.argmin(errors[name]))
        best, least = h[place], max(errors[name][place], LEAST)
        (picture.best[name],) = ax.plot(
            best, max(least, limits[0]), "o", ms=9, color=colour, mec="white", zorder=4
        )
        words = f"best h = {best:.0e}".replace("e-0", "e-").replace("-", "−")
        above = name == "forward"  # its curve lies above the other one, so there is room
        near = np.abs(np.log10(h / best)) <= WORDS / 2
        top = errors[name][near].max() if above else least
        picture.labels[name] = ax.annotate(
            f"{name}\n{words}" if above else f"{name}: {words}",
            (best, max(top, limits[0])),
            (0, 6 if above else -9),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            color=colour,
            fontsize=9.5,
            fontweight="bold",
            zorder=5,
        )
    if guides:
        right = h.max() / 20
        picture.guides.append(_guide(ax, h, errors["forward"], right, 1, "slope 1\n∝ h", 3))
        picture.guides.append(_guide(ax, h, errors["central"], right, 2, "slope 2\n∝ h²", 1 / 4))
        left = h.min() * 10**2.2
        picture.guides.append(
            _guide(ax, h, errors["central"], left, -1, "slope −1\nrounding ∝ 1/h", 1 / 20)
        )
    return picture


def _errors(values, name, shape):
    values = finite(values, f"sweep.{name}")
    if values.shape != shape or (values < 0).any():
        raise ValueError(
            f"sweep.{name} must be one error of at least 0 for each of {shape[0]} steps."
        )
    return values


def _guide(ax, h, errors, middle, slope, words, beside):
    """A short line of this slope through the curve's height at `middle`, times `beside`."""
    height = np.exp(np.interp(np.log(middle), np.log(h), np.log(np.maximum(errors, LEAST))))
    x = middle * 10 ** np.array([-GUIDE / 2, GUIDE / 2])
    (line,) = ax.plot(x, height * beside * (x / middle) ** slope, color=MUTED, lw=1.4, zorder=2)
    above = beside > 1
    text = ax.annotate(
        words,
        (middle, height * beside),
        (-4, 3) if above else (8, -4) if slope > 0 else (-8, -10),
        textcoords="offset points",
        ha="right" if above else "left" if slope > 0 else "center",
        va="bottom" if above else "top",
        color=MUTED,
        fontsize=9.5,
    )
    return line, text
