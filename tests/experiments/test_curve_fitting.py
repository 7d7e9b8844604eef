"""Hinges, steps and folds, of which curves are built."""

import numpy as np
import pytest

from lecturekit.experiments.curve_fitting import fold, hinge_weights, hinges, steps, unfold


def curve(x):
    return 0.8 * np.sin(6 * x) + 0.6 * x


def test_hinges_pass_through_the_knots():
    knots = np.array([0, 0.1, 0.4, 0.45, 1])
    weights, offset = hinge_weights(knots, curve(knots))
    total = offset + hinges(knots, knots[:-1], weights).sum(axis=0)
    np.testing.assert_allclose(total, curve(knots))
    middle = offset + hinges(0.25, knots[:-1], weights).sum()
    assert middle == pytest.approx(curve(knots[1:3]).mean())  # straight in between


def test_a_neuron_steps_at_its_edge_and_edges_must_ascend():
    with pytest.raises(ValueError, match="ascending"):
        hinge_weights((0, 0), (1, 2))
    assert steps(np.array([0.0, 1, 2]), [1, 2]).tolist() == [[0, 1, 1], [0, 0, 1]]


@pytest.mark.parametrize("depth", [1, 2, 3, 6])
def test_each_fold_doubles_the_inputs_that_meet(depth):
    inputs = unfold(0.3, depth)
    assert len(np.unique(np.round(inputs, 12))) == 2**depth
    for _ in range(depth):
        inputs = fold(inputs)
    np.testing.assert_allclose(inputs, 0.3)
    np.testing.assert_allclose(fold([0, 0.25, 0.5, 0.75, 1]), [1, 0.5, 0, 0.5, 1])
