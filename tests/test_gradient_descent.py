"""Gradient descent does what its formula says, and says why it stopped."""

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network

L = 4.0  # curvature of the parabola below


def parabola(theta):
    return float(L / 2 * theta @ theta), L * theta


def test_every_step_is_the_formula():
    start = np.array([3.0, -1.0])
    path = gradient_descent(parabola, start, step_size=0.1, max_steps=5)
    for before, after in zip(path.thetas, path.thetas[1:], strict=False):
        np.testing.assert_allclose(after, before - 0.1 * L * before)
    np.testing.assert_allclose(path.losses, [parabola(theta)[0] for theta in path.thetas])
    assert repr(path) == "Path: 5 steps, J 20 -> 0.1209, stopped: max_steps"
    assert start.tolist() == [3.0, -1.0]  # it was copied


@pytest.mark.parametrize(("step_size", "end"), [(1.9 / L, "converged"), (2.1 / L, "diverged")])
def test_it_descends_below_two_over_the_curvature_and_not_above(step_size, end):
    path = gradient_descent(parabola, [1.0], step_size, max_steps=100_000)
    assert path.stopped == end
    assert np.isfinite(path.losses).all()
    assert np.isfinite(path.thetas).all()


def test_it_stops_where_the_gradient_is_short():
    path = gradient_descent(parabola, [1.0], 0.1, tolerance=1e-3)
    norms = np.abs(L * path.thetas[:, 0])
    assert norms[-1] <= 1e-3 < norms[-2]


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_a_network_goes_downhill(activation):
    X, y = datasets.moons(60)
    network = Network([2, 6, 1], activation, output="sigmoid", seed=1)
    path = gradient_descent(objective(network, X, y), network.theta, 0.1, max_steps=200)
    assert (np.diff(path.losses) < 0).all()
    network.theta[:] = path.thetas[-1]
    assert network.loss(X, y) == path.losses[-1]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([np.nan], 0.1), "start"),
        (([1.0], 0.0), "step_size"),
        (([1.0], 0.1, -1), "max_steps"),
        (([1.0], 0.1, 5, -1.0), "tolerance"),
    ],
)
def test_bad_arguments_are_refused(arguments, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        gradient_descent(parabola, *arguments)


@pytest.mark.parametrize(
    ("f", "message"),
    [
        (lambda theta: theta @ theta, r"f returned .*5.0.*, but \(J, gradient\) is needed"),
        (lambda theta: (1.0, 2.0), r"gradient of shape \(\), but .* shape of θ, \(2,\)"),
        (lambda theta: (1.0, np.ones((2, 1))), r"gradient of shape \(2, 1\), but"),
    ],
)
def test_a_function_without_its_gradient_is_refused(f, message):
    with pytest.raises(ValueError, match=message):
        gradient_descent(f, [1.0, 2.0], 0.1)
