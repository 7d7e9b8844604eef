"""What the figures of descent, depth and landscape compute: against other ways to find it."""

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.draw.scenes.depth import verdict
from lecturekit.draw.style import GRADIENT, HIGHLIGHT
from lecturekit.experiments.descents import REACH, TERRAINS, descent


def jacobian(f, theta, h):
    """Central differences, one row for each parameter."""
    steps = h * np.eye(theta.size)
    return np.array([(f(theta + step) - f(theta - step)) / (2 * h) for step in steps])


@pytest.mark.parametrize("key", TERRAINS)
def test_the_gradient_of_a_terrain_is_its_slope(key):
    ground = TERRAINS[key]
    for theta in np.random.default_rng(0).uniform(-REACH, REACH, (20, ground.parameters)):
        slope = jacobian(lambda place: ground.f(place)[0], theta, 1e-5)
        np.testing.assert_allclose(ground.f(theta)[1], slope, atol=1e-8)


@pytest.mark.parametrize("key", TERRAINS)
def test_the_largest_curvature_of_a_terrain_is_reached_and_not_exceeded(key):
    ground, side = TERRAINS[key], np.linspace(-REACH, REACH, 1201)
    places = side[:, None]
    if ground.parameters == 2:
        places = np.stack(np.meshgrid(side[::12], side[::12]), -1).reshape(-1, 2)
    found = max(
        np.linalg.eigvalsh(jacobian(lambda place: ground.f(place)[1], theta, 1e-4))[-1]
        for theta in places
    )
    assert found == pytest.approx(ground.curvature, rel=2e-3)


@pytest.mark.parametrize("key", ["parabola", "two_valleys", "round", "long"])
def test_below_two_over_the_curvature_every_step_goes_down(key):
    for x in np.linspace(-3, 3, 13):
        losses = descent(key, 0.99 * 2 / TERRAINS[key].curvature, x, -x / 2).losses
        assert (np.diff(losses) <= 1e-15).all()


@pytest.mark.parametrize(
    ("depth", "activation", "initialisation", "scale", "forward", "backward"),
    [
        (12, "relu", "He", 1.0, "steady", "steady"),
        (12, "relu", "Glorot", 1.0, "vanishing", "vanishing"),
        (12, "sigmoid", "Glorot", 1.0, "steady", "vanishing"),
        (20, "tanh", "Glorot", 0.85, "vanishing, × 0.82", "vanishing"),
    ],
)
def test_the_verdicts_of_the_depth_figure(
    depth, activation, initialisation, scale, forward, backward
):
    choices = {"activation": activation, "initialisation": initialisation, "scale": scale}
    words = explore.depth().picture(depth=depth, data="digits", seed=0, **choices).alt
    assert f"outputs: {forward}" in words
    assert f"deltas: {backward}" in words


def test_a_signal_that_loses_most_of_itself_is_not_called_steady():
    # 0.85 ** 19 is less than 0.05.
    assert verdict(0.85, 5) == ("steady, × 0.85 per layer", HIGHLIGHT)
    assert verdict(0.85, 20) == ("vanishing, × 0.85 per layer", GRADIENT)
