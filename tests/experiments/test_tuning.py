"""The step sizes of the race are what tuning finds, and not those at the edge of what was tried."""

import numpy as np
import pytest

from lecturekit.experiments.iris_problems import (
    BATCH_SIZE,
    EPOCHS,
    NAMES,
    RUNNERS,
    TUNED,
    problem,
    walk,
)

STEP_SIZES = (*(digit * 10.0**power for power in (-3, -2, -1, 0) for digit in (1, 2, 5)), 10.0)
LAST = 20  # steps at the end, whose mean J counts
SEEDS = (101, 102)  # not those of the race: tuning on the race itself would fit its luck


def score(name, runner, step_size):
    """Return how far from the minimum a runner ends, on average: the mean of log₁₀(J − J*)."""
    ground = problem(name)
    starts = np.repeat(ground.starts, len(SEEDS), axis=0)
    seeds = SEEDS * len(ground.starts)
    steps = walk(ground, RUNNERS[runner](step_size), starts, BATCH_SIZE, EPOCHS, seeds)
    return float(np.mean(np.log10(steps.losses[-LAST:].mean(axis=0) - ground.least)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("runner", RUNNERS)
def test_a_tuned_step_size_is_better_than_its_neighbours(name, runner):
    place = STEP_SIZES.index(TUNED[name][runner])
    assert 0 < place < len(STEP_SIZES) - 1
    shorter, best, longer = (score(name, runner, STEP_SIZES[place + k]) for k in (-1, 0, 1))
    assert best < shorter
    assert best < longer


SOME = [("round", "Adam"), ("long", "SGD"), ("logistic", "momentum"), ("valley", "AdaGrad")]


@pytest.mark.parametrize(("name", "runner"), SOME)
def test_a_tuned_step_size_is_the_best_of_all(name, runner):
    scores = [score(name, runner, step_size) for step_size in STEP_SIZES]
    assert STEP_SIZES[int(np.argmin(scores))] == TUNED[name][runner]


def test_a_score_is_the_mean_distance_from_the_minimum():
    ground, ends = problem("long"), []
    for start in ground.starts:
        for seed in SEEDS:
            way = walk(ground, RUNNERS["Adam"](0.2), start, BATCH_SIZE, EPOCHS, seed)
            ends.append(np.log10(np.mean(way.losses[-LAST:]) - ground.least))
    assert score("long", "Adam", 0.2) == pytest.approx(np.mean(ends), rel=1e-6)


def test_all_runners_and_grounds_are_tuned():
    assert set(TUNED) == set(NAMES)
    for sizes in TUNED.values():
        assert list(sizes) == list(RUNNERS)


def test_no_step_size_is_right_for_all():
    for sizes in TUNED.values():
        assert max(sizes.values()) >= 10 * min(sizes.values())
