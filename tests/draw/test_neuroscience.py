"""Spike trains."""

import numpy as np
import pytest

from lecturekit.draw import draw_spike_train, new_figure
from lecturekit.draw.spikes import spike_times
from tests.draw.test_network import pixels


def test_spikes_follow_the_rate():
    times = spike_times(lambda t: 100 * (t < 0.5), trials=200)
    counts = np.array([[(t < 0.5).sum(), (t >= 0.5).sum()] for t in times])
    mean, silence = counts.mean(axis=0)
    assert mean == pytest.approx(50, abs=4 * np.sqrt(50 / 200))
    assert silence == 0
    # a Poisson count varies as much as it is large, a little less in ticks of a millisecond
    assert counts[:, 0].var() == pytest.approx(50 * 0.9, rel=0.3)


def test_the_raster_shows_every_spike_and_the_bars_count_them():
    figure, axes = new_figure(7, 4, rows=2, sharex=True)
    draw_spike_train(axes, 30, duration=2.0, trials=10, bins=8)
    pixels(figure)
    spikes = sum(map(len, spike_times(30, 2.0, 10)))
    assert len(axes[0].collections[0].get_segments()) == spikes
    heights, edges, _ = axes[1].patches[0].get_data()
    assert (heights * np.diff(edges)).sum() * 10 == pytest.approx(spikes)
    assert axes[1].get_xlim() == (0, 2)


@pytest.mark.parametrize(("rate", "trials"), [(0, 3), (1000, 1)])
def test_every_rate_draws(rate, trials):
    figure, axes = new_figure(7, 4, rows=2, sharex=True)
    draw_spike_train(axes, rate, trials=trials)
    pixels(figure)


@pytest.mark.parametrize("rate", [-1, 1001, np.nan, lambda t: -t])
def test_impossible_rates_are_refused(rate):
    with pytest.raises(ValueError, match="rate must stay between 0 and 1000"):
        spike_times(rate)
