"""A spike train and its rate, which an artificial neuron's output represents.

Part 2, neuroscience.
"""

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.palette import MEASURED
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED

__all__ = ["draw_spike_train", "spike_times"]

TICK = 0.001  # seconds: a spike lasts about a millisecond, so there is one at most in each


def spike_times(rate, duration=1.0, trials=12, seed=0):
    """Return random spike times in seconds, one array per trial, for a rate in spikes per second.

    The rate is a number or a function of the time in seconds, shape (m,). In each millisecond
    there is a spike with probability rate × 1 ms, independent of all others: nearly a Poisson
    process (Dayan and Abbott 2001, section 1.4). Real neurons have a refractory period.
    """
    t = np.arange(TICK / 2, duration, TICK)
    rates = _rates(rate, t)
    rng = np.random.default_rng(seed)
    return [t[rng.random(len(t)) < rates * TICK] for _ in range(trials)]


def draw_spike_train(axes, rate, duration=1.0, trials=12, bins=20, seed=0):
    """Draw the spikes of repeated trials, and below them the rate that they follow.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Spikes above, rate below: new_figure(7, 4, rows=2, sharex=True).
    rate, duration, trials, seed
        As in `spike_times`.
    bins : int
        Number of time intervals in which the spikes are counted.
    """
    times = spike_times(rate, duration, trials, seed)
    x = np.concatenate(times)
    rows = np.repeat(np.arange(1, trials + 1), [len(spikes) for spikes in times])
    above, below = axes
    above.vlines(x, rows - 0.38, rows + 0.38, color=INK, lw=1.3)
    above.set(ylim=(trials + 0.7, 0.3), ylabel="trial", yticks=sorted({1, trials}))
    edges = np.linspace(0, duration, bins + 1)
    measured = np.histogram(x, edges)[0] / (trials * np.diff(edges))
    words = f"counted in {count(trials, 'trial')}"
    below.stairs(measured, edges, fill=True, color=MEASURED, label=words)
    t = np.linspace(0, duration, 401)
    rates = _rates(rate, t)
    below.plot(t, rates, color=HIGHLIGHT, lw=2.4, label="rate $a(t)$")
    top = max(measured.max(), rates.max(), 1.0)
    below.set(ylim=(0, 1.25 * top), xlabel="time (s)", ylabel="spikes per second")
    below.legend(loc="upper right", ncols=2)
    for ax in axes:
        ax.set_xlim(0, duration)
    mean = len(x) / (trials * duration)
    words = f"the same stimulus {trials} times: {mean:.0f} spikes per second on average"
    above.set_title(words, fontsize=10, fontweight="normal", color=MUTED)


def _rates(rate, t):
    """Return the rates at the times `t`; refuse what spikes of a millisecond cannot have."""
    rates = np.broadcast_to(np.asarray(rate(t) if callable(rate) else rate, float), t.shape)
    if not np.isfinite(rates).all() or rates.min() < 0 or rates.max() > 1 / TICK:
        raise ValueError(
            "rate must stay between 0 and 1000 spikes per second, the most that spikes of a "
            f"millisecond allow; it runs from {rates.min():g} to {rates.max():g}."
        )
    return rates
