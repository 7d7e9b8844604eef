"""The landscape of a loss: many parameter vectors at once, and the directions to look along."""

import numpy as np
import pytest

from lecturekit import datasets
from lecturekit.experiments.loss_landscape import (
    loss_grid,
    principal_directions,
    project,
    random_direction,
)
from lecturekit.network import Network

X, Y = datasets.moons(30, seed=1)


def test_the_grid_has_one_row_for_each_c():
    network = Network([2, 3, 1], output="sigmoid", seed=3)
    u, v = np.random.default_rng(1).standard_normal((2, 13))
    grid = loss_grid(network, X, Y, u, v, [-1, 0, 0.5], [0, 2])
    assert grid.shape == (2, 3)
    assert grid[0, 1] == pytest.approx(network.loss(X, Y))
    network.theta += 0.5 * u + 2 * v
    assert grid[1, 2] == pytest.approx(network.loss(X, Y))


def test_a_random_direction_moves_every_neuron_as_far_as_it_is_long():
    network = Network([2, 3, 1], seed=4)
    network.layers[0].b[:] = (3, 0, 4)
    direction = random_direction(network, np.random.default_rng(2))
    (dW, db), (dV, dc) = network.views(direction)
    lengths = np.linalg.norm(network.layers[0].W, axis=1)
    np.testing.assert_allclose(np.linalg.norm(dW, axis=1), lengths)
    assert np.linalg.norm(db) == pytest.approx(5)
    assert np.linalg.norm(dV) == pytest.approx(np.linalg.norm(network.layers[1].W))
    assert dc == 0  # its bias is 0
    assert np.linalg.norm(direction) == pytest.approx(np.linalg.norm(network.theta))


def test_principal_directions_of_a_path_in_a_plane_are_that_plane():
    rng = np.random.default_rng(3)
    plane = np.linalg.qr(rng.standard_normal((9, 2)))[0]
    path = rng.standard_normal((20, 2)) * (5, 1) @ plane.T + rng.standard_normal(9)
    u, v = principal_directions(path)
    np.testing.assert_allclose([u @ u, v @ v, u @ v], [1, 1, 0], atol=1e-12)
    _, share = project(path, path[-1], u, v)
    assert share == pytest.approx(1)
    assert abs(u @ plane[:, 0]) > 0.98
    assert min(u @ (path[0] - path[-1]), v @ (path[0] - path[-1])) >= 0


def test_projection_finds_coordinates_along_skewed_directions():
    u, v = np.array([1.0, 0, 0]), np.array([1.0, 2, 0])
    places, share = project([[4.0, 4, 3], [0, 0, 0]], np.zeros(3), u, v)
    np.testing.assert_allclose(places, [[2, 2], [0, 0]], atol=1e-12)
    assert share == pytest.approx(32 / 41)
    assert project([[1.0, 1, 1]], np.ones(3), u, v)[1] == 1
