"""Bumps and folds, of which curves are built."""

import numpy as np
import pytest

from lecturekit.experiments.curve_fitting import (
    CURVES,
    EDGES,
    MIDDLES,
    best_of_steps,
    bump_neurons,
    fold,
    hidden_outputs,
    unfold,
)
from lecturekit.network import Network


def test_six_steep_neurons_are_five_bumps():
    heights = [0.5, -1, 2, 0, 1.5]
    middles = (EDGES[1:] + EDGES[:-1]) / 2
    total = bump_neurons(heights, 1000, [-0.5, *middles, 1.5]).sum(axis=0)
    np.testing.assert_allclose(total, [0, *heights, 0], atol=1e-9)
    network = Network([1, 6, 1], "sigmoid", "identity")
    network.layers[0].W[:, 0], network.layers[0].b[:] = 20, -20 * EDGES
    network.layers[1].W[0], network.layers[1].b[:] = np.diff([0, *heights, 0]), 0
    x = np.linspace(0, 1, 50)
    total = bump_neurons(heights, 20, x).sum(axis=0)
    np.testing.assert_allclose(network(x[:, None])[:, 0], total)


def test_no_heights_of_steps_beat_the_medians():
    values = CURVES["tent"](MIDDLES).reshape(5, -1)
    other = [np.abs(values - h).mean(axis=1) for h in np.linspace(-2, 2, 401)]
    assert best_of_steps("tent") == pytest.approx(np.mean(np.min(other, axis=0)), abs=1e-4)


def test_there_are_places_for_nine_neurons():
    assert hidden_outputs("relu", 9, np.zeros(4)).shape == (9, 4)
    for p in (0, 12):
        with pytest.raises(ValueError, match=f"^p is {p}, but it must be at"):
            hidden_outputs("relu", p, np.zeros(4))


@pytest.mark.parametrize("depth", [1, 2, 3, 6])
def test_each_fold_doubles_the_inputs_that_meet(depth):
    inputs = unfold(0.3, depth)
    assert len(np.unique(np.round(inputs, 12))) == 2**depth
    for _ in range(depth):
        inputs = fold(inputs)
    np.testing.assert_allclose(inputs, 0.3)
    np.testing.assert_allclose(fold([0, 0.25, 0.5, 0.75, 1]), [1, 0.5, 0, 0.5, 1])
