"""What the figures of descent, depth and landscape compute: against other ways to find it."""

import numpy as np
import pytest

from lecturekit.draw.scenes.depth import WIDTH, Depth, measured, verdict
from lecturekit.draw.scenes.descent import REACH, TERRAINS, descent, progress
from lecturekit.draw.scenes.landscape import DIRECTIONS, SIDE, SIZES, place
from lecturekit.draw.scenes.playground import examples
from lecturekit.experiments.deep_signals import deep_network, gradient_norms
from lecturekit.explore.part3 import landscape


@pytest.mark.parametrize("key", TERRAINS)
def test_the_gradient_of_a_terrain_is_its_slope(key):
    ground, h = TERRAINS[key], 1e-5
    for theta in np.random.default_rng(0).uniform(-REACH, REACH, (20, 1 if ground.top else 2)):
        slope = [
            (ground.f(theta + d)[0] - ground.f(theta - d)[0]) / (2 * h)
            for d in h * np.eye(theta.size)
        ]
        np.testing.assert_allclose(ground.f(theta)[1], slope, atol=1e-8)


@pytest.mark.parametrize("key", TERRAINS)
def test_the_largest_curvature_of_a_descent_terrain_is_reached_and_not_exceeded(key):
    ground, h, found = TERRAINS[key], 1e-4, 0.0
    side = np.linspace(-REACH, REACH, 1201)
    places = side[:, None] if ground.top else np.stack(np.meshgrid(side[::12], side[::12]), -1)
    for theta in places.reshape(-1, 1 if ground.top else 2):
        hessian = [
            (ground.f(theta + d)[1] - ground.f(theta - d)[1]) / (2 * h)
            for d in h * np.eye(theta.size)
        ]
        found = max(found, np.linalg.eigvalsh(hessian)[-1])
    assert found == pytest.approx(ground.curvature, rel=2e-3)


@pytest.mark.parametrize("key", TERRAINS)
def test_no_descent_terrain_goes_below_zero_and_all_reach_it(key):
    ground = TERRAINS[key]
    start = [-1.5] if ground.top else [0.1, 0.1]
    lowest = min(descent(key, 0.3, start[0], 0.1).losses)
    assert lowest == pytest.approx(0, abs=1e-2)
    assert lowest > -1e-12


@pytest.mark.parametrize("key", ["parabola", "two_valleys", "round", "long"])
def test_below_two_over_the_curvature_every_descent_step_goes_down(key):
    for x in np.linspace(-3, 3, 13):
        losses = descent(key, 0.99 * 2 / TERRAINS[key].curvature, x, -x / 2).losses
        assert (np.diff(losses) <= 1e-15).all()


@pytest.mark.parametrize(
    ("key", "step_size", "t", "words"),
    [
        ("parabola", 0.52, 8, "diverged"),
        ("long", 0.52, 60, "diverged"),
        ("parabola", 0.5, 8, "to and fro"),
        ("two_valleys", 0.43, 50, "zigzag"),
        ("parabola", 0.25, 1, "arrived"),
        ("parabola", 0.45, 1, "zigzag"),
        ("long", 0.01, 60, "slow"),
        ("round", 0.1, 1, "going down"),
        ("parabola", 0.55, 1, "gone up"),
        ("parabola", 2.0, 3, "diverged"),
        ("two_valleys", 0.7, 4, "above the start"),
        ("two_valleys", 0.6, 40, "to and fro"),
        ("parabola", 0.5, 1, "to and fro"),
        ("two_valleys", 2.0, 5, "gone up"),
        ("round", 0.1, 0, "start"),
    ],
)
def test_the_words_of_a_descent(key, step_size, t, words):
    assert words in progress(TERRAINS[key].f, descent(key, step_size, 2.0, 1.0), t)[0]


def test_the_depth_figure_shows_what_the_network_has():
    X, y = examples("digits")
    network = deep_network(6, WIDTH, 64, 10, "tanh", "Glorot", 1.5, 3)
    sent = measured(6, "tanh", "Glorot", 1.5, "digits", 3)
    np.testing.assert_array_equal(sent.norms, gradient_norms(network, X, y))
    assert sent.norms.shape == sent.slopes.shape == (7,)


@pytest.mark.parametrize(
    ("activation", "initialisation", "forward", "backward"),
    [
        ("relu", "He", "steady", "steady"),
        ("relu", "Glorot", "vanishing", "vanishing"),
        ("relu", "large", "exploding", "exploding"),
        ("sigmoid", "Glorot", "steady", "vanishing"),
        ("tanh", "large", "steady", "exploding"),
        ("identity", "Glorot", "steady", "steady"),
    ],
)
def test_the_verdicts_of_the_depth_figure(activation, initialisation, forward, backward):
    words = Depth().describe(
        depth=12,
        activation=activation,
        initialisation=initialisation,
        scale=1.0,
        data="digits",
        seed=0,
    )
    assert f"outputs: {forward}" in words
    assert f"slopes ∂J/∂Z: {backward}" in words


def test_a_signal_that_loses_most_of_itself_is_not_called_steady():
    for depth, word in ((5, "steady"), (20, "vanishing")):  # 0.85 ** 19 is less than 0.05
        assert verdict(0.85, depth) == (f"{word}, × 0.85 per layer", word == "steady")
    words = Depth().describe(
        depth=20, activation="tanh", initialisation="Glorot", scale=0.85, data="digits", seed=0
    )
    assert "outputs: vanishing, × 0.82" in words


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("hidden", SIZES)
def test_the_landscape_is_the_loss_of_the_network_at_its_points(directions, hidden):
    plane = landscape(directions, hidden, 2)
    for i, k in ((0, 0), (25, 25), (7, 43)):
        _, loss, _ = place(plane, hidden, SIDE[k], SIDE[i])
        assert loss == pytest.approx(plane.losses[i, k], rel=1e-9)
    assert plane.losses[25, 25] == pytest.approx(plane.final)
    assert plane.u @ plane.v == pytest.approx(0, abs=1e-9 * np.linalg.norm(plane.u) ** 2)
    assert np.abs(plane.way).max() <= 1
    np.testing.assert_allclose(plane.way[-1], 0, atol=1e-12)


def test_along_the_gradient_the_landscape_is_steepest():
    plane, h = landscape("gradient", "8", 0), 1e-4
    J = {(a, c): place(plane, "8", a, c)[1] for a, c in ((h, 0), (-h, 0), (0, h), (0, -h))}
    along, across = (J[h, 0] - J[-h, 0]) / (2 * h), (J[0, h] - J[0, -h]) / (2 * h)
    assert along > 0.01
    assert abs(across) < 1e-6


def test_the_landscape_holds_the_path_in_its_main_directions():
    for hidden in SIZES:
        assert landscape("path", hidden, 0).share > 0.98
        assert landscape("random", hidden, 0).share < 0.15
