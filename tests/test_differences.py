"""Difference quotients: their slopes, their steps, and their two errors."""

import doctest

import numpy as np
import pytest

import lecturekit.gradcheck
from lecturekit.experiments.gradient_lab import step_sweep
from lecturekit.gradcheck import (
    difference_quotients,
    gradient_error,
    numerical_gradient,
    relative_error,
    sensible_step,
)
from lecturekit.network import Network


def test_the_example_in_the_docstring_is_true():
    tried = doctest.testmod(lecturekit.gradcheck)
    assert tried.attempted > 0
    assert tried.failed == 0


def cubes(theta):
    return theta @ np.arange(1, theta.size + 1) + np.sum(theta**3)


def test_numerical_gradients_of_a_function():
    theta = np.array([0.5, -2.0, 3.0, 0.0])
    kept = theta.copy()
    found = numerical_gradient(cubes, theta)
    assert relative_error(found, np.arange(1, 5) + 3 * theta**2).max() < 1e-9
    np.testing.assert_array_equal(theta, kept)
    assert relative_error(numerical_gradient(cubes, [1e5]), 3e10) < 1e-9
    np.testing.assert_allclose(numerical_gradient(cubes, [1, 2]), [4, 14], rtol=1e-9)


def test_central_differences_are_exact_for_a_parabola_and_forward_ones_are_not():
    def f(theta):
        return float(theta @ theta)

    for h in (0.5, 0.25):  # powers of two are not rounded
        np.testing.assert_array_equal(difference_quotients(f, [1.0, -3.0], h), [2, -6])
        forward = difference_quotients(f, [1.0, -3.0], h, "forward")
        np.testing.assert_array_equal(forward, [2 + h, -6 + h])


def test_the_number_of_losses_is_as_promised():
    calls = []

    def f(theta):
        calls.append(theta.copy())
        return float(theta.sum())

    numerical_gradient(f, np.ones(7))
    assert len(calls) == 14
    calls.clear()
    difference_quotients(f, np.ones(7), 1e-3, "forward")
    assert len(calls) == 8
    assert np.count_nonzero(np.array(calls) - 1) == 7  # one parameter at a time


def test_single_precision_stays_single_and_has_its_own_step():
    theta = np.float32([0.5, -2.0])
    assert sensible_step(theta) == pytest.approx([0.0049, 0.0098], rel=0.01)
    assert sensible_step([1.0, -100.0]) == pytest.approx([6.06e-6, 6.06e-4], rel=0.01)
    seen = []

    def f(theta):
        seen.append(theta.dtype)
        return np.sum(theta**3)

    found = numerical_gradient(f, theta)
    assert found.dtype == np.float32
    assert set(seen) == {np.dtype(np.float32)}
    assert relative_error(found, 3 * theta**2).max() < 1e-3


def test_steps_that_cannot_be_are_refused():
    for bad in (0, -1, [1e-3, 0]):
        with pytest.raises(ValueError, match="must be greater than 0"):
            numerical_gradient(cubes, [1.0, 2.0], h=bad)
    with pytest.raises(ValueError, match=r"h has shape \(3,\)"):
        numerical_gradient(cubes, [1.0, 2.0], h=[1, 2, 3])
    with pytest.raises(ValueError, match="h is 1e-20, which vanishes"):
        numerical_gradient(cubes, [1.0, 2.0], h=1e-20)
    with pytest.raises(ValueError, match="theta holds"):
        numerical_gradient(cubes, [1.0, np.nan])
    with pytest.raises(ValueError, match="kind is 'backward'"):
        difference_quotients(cubes, [1.0], 0.1, "backward")
    assert difference_quotients(cubes, [1.0, 2.0], 1e-20).tolist() == [0, 0]


def test_relative_errors():
    assert relative_error(1.0, 1.0) == relative_error(0, 0) == 0
    assert relative_error(1.0, 0) == relative_error(0, -2) == 1
    assert relative_error(1.0, -1.0) == 2
    np.testing.assert_allclose(relative_error([2, 200], [1, 100]), [0.5, 0.5])
    assert relative_error(np.nan, 1) != relative_error(np.nan, 1)
    assert gradient_error([3, 4], [3, 4]) == gradient_error([0, 0], [0, 0]) == 0
    assert gradient_error([3, 4], [0, 0]) == 1


def test_the_sweep_has_slopes_one_two_and_minus_one():
    rng = np.random.default_rng(1)
    network = Network([2, 3, 3, 2], output="sigmoid")
    X, y = rng.normal(size=(5, 2)), rng.integers(0, 2, (5, 2))

    def f(theta):
        network.theta[:] = theta
        return network.loss(X, y)

    start = network.theta.copy()
    gradient = network.loss_and_gradient(X, y)[1]
    sweep = step_sweep(f, start, gradient)
    assert (sweep.h[0], sweep.h[-1], len(sweep.h)) == (1e-12, 0.1, 45)

    def slope(errors, low, high):
        chosen = (sweep.h >= low * 0.99) & (sweep.h <= high * 1.01)
        return np.polyfit(np.log(sweep.h[chosen]), np.log(errors[chosen]), 1)[0]

    assert slope(sweep.forward, 1e-6, 1e-2) == pytest.approx(1, abs=0.02)
    assert slope(sweep.central, 1e-3, 1e-1) == pytest.approx(2, abs=0.02)
    assert slope(sweep.central, 1e-12, 1e-7) == pytest.approx(-1, abs=0.15)
    assert slope(sweep.forward, 1e-12, 1e-9) == pytest.approx(-1, abs=0.3)
    assert 1e-6 < sweep.h[np.argmin(sweep.central)] < 1e-4
    assert 1e-9 < sweep.h[np.argmin(sweep.forward)] < 1e-6
    assert sweep.central.min() < 1e-9 < sweep.forward.min() < 1e-6
