"""What the figures of curvature, depth and landscape compute: against other ways to find it."""

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.draw.scenes.depth import verdict
from lecturekit.draw.style import GRADIENT, HIGHLIGHT
from lecturekit.experiments.sharpness import hessian, moons_objective, sharpness


def jacobian(f, theta, h):
    """Central differences, one row for each parameter."""
    steps = h * np.eye(theta.size)
    return np.array([(f(theta + step) - f(theta - step)) / (2 * h) for step in steps])


@pytest.mark.parametrize("seed", [0, 7])
def test_the_curvature_of_a_run_is_that_of_its_gradients(seed):
    (f, start), run = moons_objective(seed), sharpness(6, seed)
    np.testing.assert_array_equal(run.thetas[0], start)
    for t in (0, 20, 150):
        H, v = jacobian(lambda theta: f(theta)[1], run.thetas[t], 1e-5), run.directions[t]
        np.testing.assert_allclose(H, hessian(run.thetas[t]), atol=1e-8)
        assert run.curvatures[t] == pytest.approx(np.linalg.eigvalsh(H)[-1], rel=1e-6)
        np.testing.assert_allclose(H @ v, run.curvatures[t] * v, atol=1e-6)


def test_the_cut_never_says_that_a_number_exceeds_itself_and_is_never_empty():
    figure = explore.curvature()
    assert "κ = 0.2009 > 2/α = 0.2:" in figure.picture(step_size=10, seed=7, t=150).alt
    figure.picture(step_size=4, seed=0, t=200)
    scene = figure._screen._resting.scene
    assert (scene.factor.get_text(), scene.above.get_text()) == ("1 − ακ = −0.001", "")
    figure.picture(step_size=20, seed=0, t=3)  # J is 10.9, higher than the panel
    assert scene.above.get_text() == "here J is above 1.2"


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
