"""The race of optimizers: what the figure says is what was computed."""

from itertools import pairwise

import numpy as np
import pytest

from lecturekit.draw.scenes import optimizer_race as scenes
from lecturekit.draw.scenes.optimizer_race import OptimizerRace
from lecturekit.experiments import iris_problems as iris
from lecturekit.experiments.iris_problems import problem, race, walk

RACE = {"landscape": "long", "step_size": iris.OWN, "start": 0, "seed": 0}


@pytest.mark.parametrize("landscape", iris.NAMES)
def test_names_of_curves_never_cover_each_other(landscape):
    scene = OptimizerRace()
    scene.figure.draw_without_rendering()
    for t in (0, 30, scenes.LAST):
        for step_size in (iris.OWN, 0.001, 10.0):
            scene.update(**RACE | {"landscape": landscape, "step_size": step_size}, t=t)
            boxes = [name.get_window_extent() for name in scene.excess.names.values()]
            boxes.sort(key=lambda box: box.y0)
            for below, above in pairwise(boxes):
                assert above.y0 > below.y0 + 12
            assert max(box.x1 for box in boxes) <= scene.figure.bbox.x1


@pytest.mark.parametrize("step_size", [iris.OWN, 0.01])
def test_all_in_the_race_have_the_same_start_batches_and_number_of_steps(step_size):
    runs, ground = race(**RACE | {"step_size": step_size}), problem("long")
    assert list(runs) == list(iris.RUNNERS) == list(scenes.COLOURS)
    for name, steps in runs.items():
        assert len(steps.losses) == scenes.LAST + 1
        alpha = iris.TUNED["long"][name] if step_size == iris.OWN else step_size
        runner = iris.RUNNERS[name](alpha)
        alone = walk(ground, runner, ground.starts[0])
        np.testing.assert_array_equal(steps.thetas, alone.thetas)
        np.testing.assert_array_equal(steps.losses, alone.losses)


def test_a_race_tells_who_has_diverged():
    scene, values = OptimizerRace(), RACE | {"step_size": 10.0}
    scene.update(**values, t=scenes.LAST)
    assert scene.state.get_text().endswith("2 diverged")
    assert scene.excess.heads["SGD"].get_marker() == "^"
    assert scene.excess.heads["SGD"].get_ydata()[0] == scenes.LIMITS[1]
    assert "SGD with α = 10 is at ∞;" in scene.describe(**values, t=scenes.LAST)
