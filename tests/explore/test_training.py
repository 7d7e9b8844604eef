"""The network that trains live: its steps are those of gradient descent, and it tells the truth."""

import numpy as np
import pytest

from lecturekit.draw.scenes.neuron_grid import NeuronGrid
from lecturekit.draw.scenes.playground import LIMITS
from lecturekit.draw.scenes.shading import ACROSS
from lecturekit.draw.scenes.training import (
    LAST,
    Training,
    network_at,
    number_right,
    run_of,
    verdict,
)
from lecturekit.draw.style import new_figure
from lecturekit.experiments.runs import STRIDE, LongRun, toy_examples
from lecturekit.explore import training
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network

START = {"depth": 2, "width": 6, "activation": "tanh", "step_size": 0.3, "seed": 0}


def bowl(theta):
    return float(theta @ theta / 2), theta.copy()


def counted(f):
    calls = []

    def g(theta):
        calls.append(theta)
        return f(theta)

    return g, calls


def test_training_is_gradient_descent():
    network = Network([2, 6, 6, 1], "tanh", "sigmoid", seed=0)
    f = objective(network, *toy_examples("moons"))
    path = gradient_descent(f, network.theta, 0.3, max_steps=130, tolerance=0)
    run = run_of(data="moons", **START)
    for t in (0, 1, 20, 59, 130, 33):  # also backward
        np.testing.assert_array_equal(run.theta(t), path.thetas[t])
        np.testing.assert_array_equal(run.losses(t), path.losses[: t + 1])
        np.testing.assert_array_equal(network_at("moons", t, **START).theta, path.thetas[t])


def test_training_to_and_fro_gives_one_run():
    straight, jumping = (LongRun(bowl, [3.0, 4.0], 0.1, 100, 10) for _ in range(2))
    for t in (90, 7, 55, 100, 0, 99):
        theta = jumping.theta(t)
        np.testing.assert_array_equal(theta, straight.theta(t))
        assert theta @ theta / 2 == straight.losses(t)[-1]
    for t in (20, 77, 100):
        straight.theta(t)
        assert len(straight.losses(t)) == t + 1


def test_training_computes_each_step_once_and_keeps_few():
    f, calls = counted(bowl)
    run = LongRun(f, [1.0], 0.1, 100, 10)
    for t in range(101):
        run.theta(t)
    assert len(calls) == 101
    run.theta(100)
    run.losses(40)
    assert len(calls) == 101
    run.theta(37)  # seven steps from the one that is kept
    assert len(calls) == 108
    assert len(run._kept) == 11


def test_training_that_overflows_stays_where_it_was():
    run = LongRun(lambda theta: (theta[0] ** 2, 2 * theta), [1.0], 1e100, 50, 10)
    assert run.theta(50)[0] == run.theta(1)[0]
    assert np.isfinite(run.losses(50)).all()
    assert run.ended == len(run.losses(50)) == 2
    assert verdict(run, 50) == ("diverged at step 2: J is no longer finite", True)


def test_a_training_step_beyond_the_end_is_refused():
    with pytest.raises(ValueError, match="t is 11, but it must be at most 10"):
        LongRun(bowl, [1.0], 0.1, 10, 5).theta(11)


class Losses:
    """A run whose losses are given."""

    ended = None

    def __init__(self, *losses):
        self._losses = np.array(losses, dtype=float)

    def losses(self, t):
        return self._losses[: t + 1]


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        (np.linspace(1, 0.5, 61), "J goes down"),
        ([1, *[0.5] * 60], "J hardly moves"),
        ([1, *[0.5, 0.6] * 30], "J does not fall at every step"),
        ([1, *[0.5, 0.5 + 1e-9] * 30], "J hardly moves"),
        ([*np.linspace(1, 0.5, 50), *[2.0] * 10], "J is above its start"),
        ([1, 0.9, *[2.0, 2.1] * 29], "diverged at step 2"),
        ([1, 0.9, *[2.0] * 58], "stuck above its start"),
        ([1, *[2.0] * 49, 0.5, *[2.0] * 9], "J is above its start"),
        ([1, *[20.0] * 50, 0.9, *np.linspace(0.8, 0.5, 50)], "J goes down"),
    ],
)
def test_the_verdict_on_a_training(losses, words):
    assert verdict(Losses(*losses), len(losses) - 1)[0].startswith(words)


def test_training_tells_honest_numbers():
    scene = Training()
    for t in (0, 300, LAST):
        network = network_at("moons", t, **START)
        X, y = toy_examples("moons")
        right = int(np.sum((network(X)[:, 0] >= 0.5) == y))
        words = scene.describe(data="moons", t=t, **START)
        assert f"get {right} of 200 examples right" in words
        scene.update(data="moons", t=t, **START)
        assert scene.right.get_text() == f"{right} of 200 right"
        assert number_right(network, "moons") == right
        assert f"J = {network.loss(X, y):.3g}"[:8] in scene.numbers.get_text()


def test_every_data_set_can_be_learned_by_training():
    for data in ("moons", "circles", "spirals", "xor"):
        network = network_at(data, LAST, **START | {"width": 8, "step_size": 1.0})
        assert number_right(network, data) >= 199, data


def test_training_without_an_activation_stays_a_line():
    assert number_right(network_at("xor", LAST, **START | {"activation": "identity"}), "xor") < 130


def test_play_shows_every_picture_of_a_training():
    figure = training()
    play = figure.plays["t"]
    assert play.step == STRIDE
    assert play.interval <= 100  # ten pictures a second or more
    assert LAST % STRIDE == 0


def test_maps_of_a_training_are_the_outputs_of_the_neurons():
    network = Network([2, 3, 1], "tanh", "sigmoid", seed=2)
    grid = np.linspace(*LIMITS, ACROSS)
    points = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    outputs = network.forward(points).outputs
    maps = NeuronGrid(new_figure(4, 3)[1], LIMITS[1])
    maps.show(network, outputs)
    assert [len(column) for column in maps._columns] == [2, 3, 1]
    assert len(maps.edges.get_segments()) == 2 * 3 + 3
    for column, values in zip(maps._columns[1:], outputs[1:], strict=True):
        for k, (x, y) in enumerate(column):
            shown = maps._canvas[y + 34, x + 20].astype(int)  # one point of the map
            value = values.reshape(ACROSS, ACROSS, -1)[34 * 2, 20 * 2, k]
            middle = 0.5 if len(column) == 1 else 0.0
            if abs(value - middle) > 0.02:  # orange has more red than blue
                assert (shown[0] > shown[2]) == (value > middle)


def test_maps_of_a_training_never_overlap():
    maps = NeuronGrid(new_figure(4, 3)[1], LIMITS[1])
    for width in range(1, 9):
        for depth in range(1, 4):
            maps._arrange((2, *[width] * depth, 1))
            used = np.zeros(maps._canvas.shape[:2], int)
            cell = len(range(0, ACROSS, maps._every))
            for column in maps._columns:
                for x, y in column:
                    assert x >= 0
                    assert y >= 0
                    assert used[y : y + cell, x : x + cell].shape == (cell, cell)
                    used[y : y + cell, x : x + cell] += 1
            assert used.max() == 1


def test_training_tells_dead_neurons_from_a_divergence():
    choices = START | {"width": 1, "depth": 1, "activation": "relu", "step_size": 10.0}
    assert verdict(run_of(data="circles", **choices), 1000) == (
        "stuck above its start: dead neurons?",
        True,
    )
