"""Paths under one budget, and the race of optimizers: what the figures say is what was computed."""

from itertools import pairwise

import numpy as np
import pytest

from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes import walks
from lecturekit.draw.scenes.walks import OptimizerRace, Paths
from lecturekit.experiments import iris_problems as iris
from lecturekit.experiments.iris_problems import problem, race, spent, walk, way
from lecturekit.optimizers import SGD, Adam

WAY = {"landscape": "long", "rule": "sgd", "step_size": 0.1, "momentum": 0.0}
WAY |= {"start": 0, "seed": 0}
RACE = {"landscape": "long", "step_size": iris.OWN, "start": 0, "seed": 0}


@pytest.mark.parametrize("batch", walks.BATCHES)
def test_paths_spend_no_more_than_the_budget_and_nearly_all_of_it(batch):
    for t in (0, 37, 100, 990, walks.BUDGET):
        thetas, used, excess = spent(t, batch=batch, **WAY)
        assert t - batch < used[-1] <= t
        assert len(thetas) == len(used) == len(excess)
    assert len(used) == walks.BUDGET // batch + 1


@pytest.mark.parametrize(
    ("rule", "momentum", "optimizer"),
    [
        ("sgd", 0.0, SGD(0.01)),
        ("sgd", 0.9, SGD(0.01, 0.9)),
        ("nesterov", 0.9, SGD(0.01, 0.9, nesterov=True)),
        ("nesterov", 0.0, SGD(0.01)),  # without momentum there is nothing to look ahead with
        ("adam", 0.5, Adam(0.01)),
    ],
)
def test_paths_show_the_optimizers_they_name(rule, momentum, optimizer):
    choices = WAY | {"rule": rule, "momentum": momentum, "step_size": 0.01}
    expected = walk(problem("long"), optimizer, problem("long").starts[0], 10, 20, 0)
    np.testing.assert_array_equal(way(batch=10, **choices).thetas, expected.thetas)


def test_paths_tell_honest_numbers():
    scene, values, ground = Paths(), WAY | {"t": 640, "batch": 25}, problem("long")
    scene.update(**values)
    steps = way(batch=25, **WAY)
    assert scene.numbers.get_text().endswith("B = 25: 25 steps")
    end = scene.excess.heads[walks.YOURS].get_xydata()
    np.testing.assert_allclose(end, [[625, steps.losses[25] - ground.least]])
    words = scene.describe(**values)
    assert "after 25 steps, which used 625 gradients" in words
    assert f"{rounded(spent(640, batch=100, **WAY)[2][-1])} with B = 100" in words
    low, high = np.array(ground.limits).T
    here = scene.here.get_xydata()[0] * (high - low) + low
    np.testing.assert_allclose(here, steps.thetas[25], rtol=1e-9)


@pytest.mark.parametrize("landscape", iris.NAMES)
def test_names_of_curves_never_cover_each_other(landscape):
    scene = OptimizerRace()
    scene.figure.draw_without_rendering()
    for t in (0, 30, walks.LAST):
        for step_size in (iris.OWN, 0.001, 10.0):
            scene.update(**RACE | {"landscape": landscape, "step_size": step_size}, t=t)
            boxes = [name.get_window_extent() for name in scene.excess.names.values()]
            boxes.sort(key=lambda box: box.y0)
            for below, above in pairwise(boxes):
                assert above.y0 > below.y0 + 12
            assert max(box.x1 for box in boxes) <= scene.figure.bbox.x1


@pytest.mark.parametrize("step_size", [iris.OWN, 0.01])
def test_all_in_the_race_have_the_same_start_batches_and_number_of_gradients(step_size):
    runs, ground = race(**RACE | {"step_size": step_size}), problem("long")
    assert list(runs) == list(iris.RUNNERS) == list(walks.COLOURS)
    for name, steps in runs.items():
        counts = iris.BATCH_SIZE * np.arange(walks.LAST + 1)
        np.testing.assert_array_equal(steps.evaluations, counts)
        alpha = iris.TUNED["long"][name] if step_size == iris.OWN else step_size
        runner = iris.RUNNERS[name](alpha)
        alone = walk(ground, runner, ground.starts[0], iris.BATCH_SIZE, iris.EPOCHS, 0)
        np.testing.assert_array_equal(steps.thetas, alone.thetas)
        np.testing.assert_array_equal(steps.losses, alone.losses)


def test_a_race_tells_who_has_diverged():
    scene, values = OptimizerRace(), RACE | {"landscape": "round", "step_size": 10.0}
    scene.update(**values, t=walks.LAST)
    assert scene.state.get_text().endswith("2 diverged")
    assert scene.excess.heads["SGD"].get_marker() == "^"
    assert scene.excess.heads["SGD"].get_ydata()[0] == walks.LIMITS[1]
    assert "SGD with α = 10 is at ∞ (diverged" in scene.describe(**values, t=walks.LAST)
