"""Paths under one budget, and the race of optimizers: what the figures say is what was computed."""

from itertools import pairwise

import numpy as np
import pytest

from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.excess import LIMITS, verdict
from lecturekit.draw.scenes.ground import LEVELS, Ground
from lecturekit.draw.scenes.optimizer_race import COLOURS, LAST, OWN, OptimizerRace, race
from lecturekit.draw.scenes.paths import BATCHES, BUDGET, COMPARED, YOURS, Paths, spent, way_of
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import new_figure
from lecturekit.experiments.iris_problems import (
    BATCH_SIZE,
    EPOCHS,
    NAMES,
    RUNNERS,
    TUNED,
    problem,
    walk,
)
from lecturekit.experiments.trends import FEW
from lecturekit.explore import optimizer_race, paths
from lecturekit.optimizers import SGD, Adam

WAY = {
    "landscape": "long",
    "rule": "sgd",
    "step_size": 0.1,
    "momentum": 0.0,
    "start": 0,
    "seed": 0,
}
RACE = {"landscape": "long", "step_size": OWN, "start": 0, "seed": 0}


def test_paths_spend_no_more_than_the_budget_and_nearly_all_of_it():
    for batch in BATCHES:
        for t in (0, 37, 100, 990, BUDGET):
            thetas, used, excess = spent(t, batch=batch, **WAY)
            assert t - batch < used[-1] <= t
            assert len(thetas) == len(used) == len(excess)
        assert len(used) == BUDGET // batch + 1


def test_paths_show_the_optimizers_they_name():
    ground = problem("long")
    for rule, momentum, optimizer in (
        ("sgd", 0.0, SGD(0.01)),
        ("sgd", 0.9, SGD(0.01, 0.9)),
        ("nesterov", 0.9, SGD(0.01, 0.9, nesterov=True)),
        ("nesterov", 0.0, SGD(0.01)),  # without momentum there is nothing to look ahead with
        ("adam", 0.5, Adam(0.01)),
    ):
        choices = WAY | {"rule": rule, "momentum": momentum, "step_size": 0.01}
        expected = walk(ground, optimizer, ground.starts[0], 10, 20, 0)
        np.testing.assert_array_equal(way_of(batch=10, **choices).thetas, expected.thetas)


def test_small_batches_get_farther_at_first_and_stay_noisier_at_last():
    choices = WAY | {"landscape": "round", "step_size": 0.1}
    early, late = ({b: spent(t, batch=b, **choices)[2] for b in COMPARED} for t in (100, BUDGET))
    assert early[1][-1] < early[10][-1] < early[100][-1]
    tails = {b: excess[len(excess) // 2 :] for b, excess in late.items()}
    assert tails[1].mean() > 10 * tails[10].mean()
    assert (np.diff(late[100]) < 0).all()


def test_paths_tell_honest_numbers():
    scene, values = Paths(), WAY | {"t": 640, "batch": 25}
    scene.update(**values)
    way = way_of(batch=25, **WAY)
    excess = way.losses[25] - problem("long").least
    assert scene.numbers.get_text().endswith("B = 25: 25 steps")
    np.testing.assert_allclose(scene.excess.heads[YOURS].get_xydata(), [[625, excess]])
    words = scene.describe(**values)
    assert "after 25 steps, which used 625 gradients" in words
    other = rounded(spent(640, batch=100, **WAY)[2][-1])
    assert f"{other} with B = 100" in words
    (low, high) = np.array(problem("long").limits).T
    np.testing.assert_allclose(
        scene.here.get_xydata()[0] * (high - low) + low, way.thetas[25], rtol=1e-9
    )


def test_the_chosen_batch_is_not_compared_with_itself():
    scene = Paths()
    for batch in BATCHES:
        scene.update(**WAY, t=500, batch=batch)
        shown = [key for key, name in scene.excess.names.items() if name.get_visible()]
        assert shown == [key for key in COMPARED if key != batch] + [YOURS]
        words = [scene.excess.names[key].get_text() for key in shown]
        assert words == [*(f"B = {key}" for key in shown[:-1]), f"B = {batch}"]


@pytest.mark.parametrize("landscape", NAMES)
def test_names_of_curves_never_cover_each_other(landscape):
    scene = OptimizerRace()
    scene.figure.draw_without_rendering()
    for t in (0, 30, LAST):
        for step_size in (OWN, 0.001, 10.0):
            scene.update(**RACE | {"landscape": landscape, "step_size": step_size}, t=t)
            boxes = [name.get_window_extent() for name in scene.excess.names.values()]
            boxes.sort(key=lambda box: box.y0)
            for below, above in pairwise(boxes):
                assert above.y0 > below.y0 + 12
            assert max(box.x1 for box in boxes) <= scene.figure.bbox.x1


@pytest.mark.parametrize("name", NAMES)
def test_the_ground_is_the_problem(name):
    scene = Scene.__new__(Scene)
    scene.changing, scene.apart = [], set()
    ground = Ground(scene, new_figure()[1])
    ground.show(name)
    low, high = np.array(problem(name).limits).T
    np.testing.assert_allclose(
        ground.minimum.get_xydata()[0] * (high - low) + low, problem(name).minimum, atol=1e-12
    )
    lines = ground.contours.get_xydata()
    points = lines[np.isfinite(lines).all(axis=1)] * (high - low) + low
    heights = problem(name).losses(points) - problem(name).least
    nearest = LEVELS[np.abs(np.log(heights[:, None] / LEVELS)).argmin(axis=1)]
    assert np.median(np.abs(heights / nearest - 1)) < 0.05
    assert [text.get_text() for text in ground.across][::2] == [
        f"{value:g}".replace("-", "−") for value in problem(name).limits[0]
    ]


@pytest.mark.parametrize(
    ("excess", "noisy", "words"),
    [
        ([1.0], True, "the start"),
        (np.geomspace(1, 1e-3, 40), True, "going down"),
        ([1.0, *[0.1, 0.2] * 20], True, "noise"),
        ([1.0, *[0.1, 0.2] * 20], False, "slow"),
        ([1.0, 0.1, *np.linspace(0.1, 0.3, 30)], False, "J has gone up again"),
        ([1.0, *[0.5] * 40], True, "slow"),
        ([1.0, 2.0], True, "J is above its start"),
        ([1.0, 1e4], True, "diverged"),
        ([1.0, 50.0, np.inf], True, "diverged"),
        ([1.0, *5 * [FEW / 2]], True, "arrived"),
        ([1.0, *5 * [-1e-17]], True, "arrived"),
        ([1.0, FEW / 2], True, "going down"),  # perhaps it only rushes through
        ([6.0, *5 * [2.0, 0.005, 1.0, 0.01]], False, "swings"),
        ([2.0, *40 * [1.0, 1.001]], True, "slow"),  # no noise to speak of
    ],
)
def test_the_verdict_on_a_walk(excess, noisy, words):
    assert verdict(np.array(excess), noisy)[0].startswith(words)


def test_all_in_the_race_have_the_same_start_batches_and_number_of_gradients():
    walks = race(**RACE)
    assert list(walks) == list(RUNNERS) == list(COLOURS)
    for name, way in walks.items():
        np.testing.assert_array_equal(way.evaluations, BATCH_SIZE * np.arange(LAST + 1))
        np.testing.assert_array_equal(way.thetas[0], problem("long").starts[0])
        runner = RUNNERS[name](TUNED["long"][name])
        alone = walk(problem("long"), runner, way.thetas[0], BATCH_SIZE, EPOCHS, 0)
        np.testing.assert_array_equal(way.losses, alone.losses)


def test_one_step_size_for_all_is_taken_by_all():
    walks = race(**RACE | {"step_size": 0.01})
    ground = problem("long")
    for name, way in walks.items():
        alone = walk(ground, RUNNERS[name](0.01), ground.starts[0], BATCH_SIZE, EPOCHS, 0)
        np.testing.assert_array_equal(way.thetas, alone.thetas)


def test_who_leads_depends_on_the_landscape():
    scene, leaders = OptimizerRace(), set()
    for landscape in NAMES:
        words = scene.describe(**RACE | {"landscape": landscape}, t=LAST)
        leaders.add(words.split(f"Step {LAST}: ")[1].split(" leads")[0])
    assert len(leaders) > 1


def test_a_race_tells_who_has_diverged():
    scene, values = OptimizerRace(), RACE | {"landscape": "round", "step_size": 10.0}
    scene.update(**values, t=LAST)
    assert scene.state.get_text().endswith("2 diverged")
    assert scene.excess.heads["SGD"].get_marker() == "^"
    assert scene.excess.heads["SGD"].get_ydata()[0] == LIMITS[1]
    assert "SGD with α = 10 is at ∞ (diverged" in scene.describe(**values, t=LAST)


def test_a_race_writes_every_step_size_it_takes():
    scene = OptimizerRace()
    for landscape, sizes in TUNED.items():
        scene.update(**RACE | {"landscape": landscape}, t=5)
        for name, size in sizes.items():
            assert f"{name} {size:g}" in scene.numbers.get_text()


def test_play_of_both_reaches_the_end():
    for figure, last in ((paths(), BUDGET), (optimizer_race(), LAST)):
        assert last % figure.plays["t"].step == 0
        assert figure.controls["t"].max == last
