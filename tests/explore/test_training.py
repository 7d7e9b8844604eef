"""The network that trains live: its steps are those of gradient descent, and it tells the truth."""

import numpy as np

from lecturekit import explore
from lecturekit.draw.scenes.training import Training, progress
from lecturekit.draw.style import GRADIENT
from lecturekit.experiments import runs
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network

START = {"depth": 2, "width": 6, "activation": "tanh", "step_size": 0.3, "seed": 0}


def bowl(theta):
    return float(theta @ theta / 2), theta.copy()


def test_training_is_gradient_descent():
    network = Network([2, 6, 6, 1], "tanh", "sigmoid", seed=0)
    f = objective(network, *runs.toy_examples("moons"))
    path = gradient_descent(f, network.theta, 0.3, max_steps=130, tolerance=0)
    run = runs.training_run(data="moons", **START)
    for t in (0, 1, 20, 59, 130, 33):  # also backward
        np.testing.assert_array_equal(run.theta(t), path.thetas[t])
        np.testing.assert_array_equal(run.losses(t), path.losses[: t + 1])
        theta = runs.trained_network(t, data="moons", **START).theta
        np.testing.assert_array_equal(theta, path.thetas[t])


def test_training_computes_each_step_once_and_keeps_few():
    calls = []
    run = runs.LongRun(lambda theta: (calls.append(theta), bowl(theta))[1], [1.0], 0.1, 10)
    for t in range(101):
        run.theta(t)
    run.theta(100)
    run.losses(40)
    assert len(calls) == 101
    run.theta(37)  # seven steps from the one that is kept
    assert len(calls) == 108
    assert len(run._kept) == 11


def test_training_that_overflows_stays_where_it_was():
    run = runs.LongRun(lambda theta: (theta[0] ** 2, 2 * theta), [1.0], 1e100, 10)
    assert run.theta(50)[0] == run.theta(1)[0]
    assert np.isfinite(run.losses(50)).all()
    assert run.ended == len(run.losses(50)) == 2
    losses = np.append(run.losses(50), np.inf)
    assert progress(losses) == ("J overflowed: diverged at step 2: α is too large", GRADIENT)


def test_training_tells_dead_neurons_from_a_divergence():
    words = progress(np.array([1, 0.9, *[2.0, 2.1] * 29]))[0]
    assert words == "J above its start since step 2: α is too large"
    dead = START | {"width": 1, "depth": 1, "activation": "relu", "step_size": 10.0}
    alt = explore.training(data="circles", t=1000, **dead).picture().alt
    assert "stuck above its start: dead neurons?" in alt


def test_training_tells_honest_numbers():
    scene, (X, y) = Training(), runs.toy_examples("moons")
    for t in (0, 300, runs.TRAINING_STEPS):
        network = runs.trained_network(t, data="moons", **START)
        right = int(np.sum((network(X)[:, 0] >= 0.5) == y))
        assert f"gets {right} of 200 examples right" in scene.describe(data="moons", t=t, **START)
        scene.update(data="moons", t=t, **START)
        assert scene.right.get_text() == f"{right} of 200 right"
        assert f"J = {network.loss(X, y):.3g}"[:8] in scene.numbers.get_text()
