"""A spike train and its rate: what the number on an artificial neuron's output stands for.

Part 2, neuroscience.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import count, number, whole_number
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED

TICK = 0.001  # seconds: a spike lasts about a millisecond, so there is one at most in each


class SpikeTrain(NamedTuple):
    """The artists of `draw_spike_train`, and the numbers drawn."""

    spikes: Any
    measured: Any
    rate: Any
    note: Any
    times: list


def spike_times(rate, duration=1.0, trials=12, seed=0):
    """Return random spike times that follow a rate: a Poisson process, tick by tick.

    Parameters
    ----------
    rate : float or callable
        Spikes per second: one number, or a function of the time in seconds, shape (m,).
    duration : float
        Seconds.
    trials : int
        How often the same stimulus is shown.
    seed : int

    Returns
    -------
    list of ndarray
        Spike times in seconds, one array for each trial.

    Raises
    ------
    ValueError
        If the rate is negative, not finite, or above 1000 spikes per second.

    Notes
    -----
    In each millisecond there is a spike with probability rate × 1 ms, whatever happened
    before (Dayan and Abbott 2001, section 1.4). Real neurons rest after a spike.
    """
    duration = number(duration, "duration", at_least=TICK)
    trials = whole_number(trials, "trials")
    t = np.arange(TICK / 2, duration, TICK)
    rates = _rates(rate, t)
    rng = np.random.default_rng(whole_number(seed, "seed", at_least=0))
    return [t[rng.random(len(t)) < rates * TICK] for _ in range(trials)]


def draw_spike_train(axes, rate, duration=1.0, trials=12, bins=20, seed=0):
    """Draw the spikes of repeated trials, and below them the rate that they follow.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Spikes above, rate below: new_figure(7, 4, rows=2, sharex=True).
    rate : float or callable
        Spikes per second: one number, or a function of the time in seconds.
    duration : float
        Seconds.
    trials : int
    bins : int
        In how many stretches of time the spikes are counted.
    seed : int

    Returns
    -------
    SpikeTrain
        Named artists, and ``times``: what `spike_times` gave.

    Raises
    ------
    ValueError
        As `spike_times`, and if `axes` are not two.
    """
    axes = np.ravel(axes)
    if len(axes) != 2:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but spikes and rate need 2; "
            "make them with new_figure(7, 4, rows=2, sharex=True)."
        )
    times = spike_times(rate, duration, trials, seed)
    bins = whole_number(bins, "bins")
    x = np.concatenate(times)
    rows = np.repeat(np.arange(1, trials + 1), [len(spikes) for spikes in times])
    spikes = axes[0].vlines(x, rows - 0.38, rows + 0.38, color=INK, lw=1.3)
    axes[0].set(
        ylim=(trials + 0.7, 0.3), ylabel="trial", yticks=sorted({1, trials}), xlim=(0, duration)
    )
    edges = np.linspace(0, duration, bins + 1)
    measured = np.histogram(x, edges)[0] / (trials * np.diff(edges))
    bars = axes[1].stairs(
        measured, edges, fill=True, color="#C3CAD6", label=f"counted in {count(trials, 'trial')}"
    )
    t = np.linspace(0, duration, 401)
    (line,) = axes[1].plot(t, _rates(rate, t), color=HIGHLIGHT, lw=2.4, label="rate $a(t)$")
    top = max(measured.max(), line.get_ydata().max(), 1.0)
    axes[1].set(
        xlim=(0, duration), ylim=(0, 1.25 * top), xlabel="time (s)", ylabel="spikes per second"
    )
    axes[1].legend(loc="upper right", ncols=2)
    mean = len(x) / (trials * duration)
    note = axes[0].set_title(
        f"the same stimulus {trials} times: {mean:.0f} spikes per second on average",
        fontsize=10,
        fontweight="normal",
        color=MUTED,
    )
    return SpikeTrain(spikes, bars, line, note, times)


def _rates(rate, t):
    rates = np.broadcast_to(np.asarray(rate(t) if callable(rate) else rate, float), t.shape)
    if not np.isfinite(rates).all() or rates.min() < 0 or rates.max() > 1 / TICK:
        raise ValueError(
            "rate must stay between 0 and 1000 spikes per second, the most that spikes of a "
            f"millisecond allow; it runs from {rates.min():g} to {rates.max():g}."
        )
    return rates
