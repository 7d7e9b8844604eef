"""Several trainings side by side, each before the same healthy one (Part 4, in practice)."""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import vector
from lecturekit.draw.rounding import rounded
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED

LIMITS = (0.01, 200.0)  # of the axis of losses
TICKS = {0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100"}


class RunPanel(NamedTuple):
    """The artists of one panel.

    Attributes
    ----------
    losses, healthy : Line2D
        J of each minibatch, and that of the run to compare with.
    validation : Line2D
        J of the validation set after each epoch.
    level : Line2D
        The level of guessing.
    numbers : Text
        J at the first step and on average over the last epoch; and that of the validation set
        after the first and the last epoch.
    """

    losses: object
    healthy: object
    validation: object
    level: object
    numbers: object


def draw_run_panels(axes, runs, healthy, guessing, guessing_name="guessing"):
    """Draw the losses of several runs, one in each panel, on one logarithmic scale.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
        One for each run.
    runs : dict of str to (losses, validation_losses)
        By name: J of each minibatch, shape (steps,), and J of the validation set after each
        epoch, shape (epochs,); all epochs have the same number of steps.
    healthy : (losses, validation_losses)
        A run that goes well; it stands behind the others.
    guessing : float
        J of somebody who knows nothing, ln K for K classes.
    guessing_name : str
        What to write at this level.

    Returns
    -------
    dict of str to RunPanel

    Raises
    ------
    ValueError
        If there is not one panel for each run, or a loss is not finite.
    """
    axes = np.ravel(axes)
    if len(axes) != len(runs):
        raise ValueError(f"axes holds {len(axes)} Axes, but {len(runs)} runs need one each.")
    runs = {name: _checked(name, run) for name, run in runs.items()}
    healthy = _checked("healthy", healthy)
    panels = {}
    for ax, (name, run) in zip(axes, runs.items(), strict=True):
        panels[name] = _panel(ax, name, run, healthy, guessing)
    first = axes[0]
    first.annotate(
        guessing_name,
        (len(healthy[0]), guessing),
        (0, 3),
        textcoords="offset points",
        ha="right",
        fontsize=9,
        color=MUTED,
    )
    return panels


def _panel(ax, name, run, healthy, guessing):
    losses, validation = run
    ax.set_yscale("log")
    ax.set(xlim=(0, len(losses)), ylim=LIMITS)
    ax.set_title(name)
    ax.set_yticks(list(TICKS), list(TICKS.values()))
    ax.minorticks_off()
    ax.grid(color=FAINT)
    epoch = len(losses) // len(validation)
    ends = np.arange(1, len(validation) + 1) * epoch
    ax.set_xticks([0, *ends])
    level = ax.axhline(guessing, color=MUTED, ls=(0, (1, 2)), lw=1.3, zorder=1)
    (behind,) = ax.plot(_clipped(healthy[0]), color=MUTED, alpha=0.55, lw=1, zorder=2)
    behind.set_label("a healthy run")
    (curve,) = ax.plot(_clipped(losses), color=INK, lw=1.1, zorder=3, label="minibatch")
    (dots,) = ax.plot(
        ends,
        _clipped(validation),
        "o",
        ms=6.5,
        color=HIGHLIGHT,
        mec="white",
        zorder=4,
        clip_on=False,
        label="validation",
    )
    words = (
        f"J {rounded(losses[0])} → {rounded(losses[-epoch:].mean())},   "
        f"validation {rounded(validation[0])} → {rounded(validation[-1])}"
    )
    numbers = ax.set_title(words, loc="right", fontsize=9, fontweight="normal", color=MUTED)
    return RunPanel(curve, behind, dots, level, numbers)


def _clipped(losses):
    return np.clip(losses, *LIMITS)


def _checked(name, run):
    losses, validation = run
    return vector(losses, f"{name}: losses"), vector(validation, f"{name}: validation losses")
