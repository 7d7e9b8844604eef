"""Problems with two parameters: their slopes, their minima, walks on them, and step sizes."""

import numpy as np
import pytest

from lecturekit.experiments import iris_problems as iris
from lecturekit.gradcheck import numerical_gradient
from lecturekit.minibatches import batch_indices
from lecturekit.optimizers import SGD, Adam


@pytest.fixture(params=iris.NAMES)
def ground(request):
    return iris.problem(request.param)


def places(ground, count=20):
    low, high = np.array(ground.limits).T
    return np.random.default_rng(0).uniform(low, high, (count, 2))


def test_the_gradient_of_a_problem_is_its_slope(ground):
    for theta in places(ground):
        slope = numerical_gradient(lambda at: float(ground.losses(at)), theta)
        np.testing.assert_allclose(ground.gradient(theta), slope, atol=1e-7)


def test_the_minimum_of_a_problem_is_flat_and_lowest(ground):
    assert np.abs(ground.gradient(ground.minimum)).max() < 1e-12
    assert np.linalg.eigvalsh(ground.curvature(ground.minimum))[0] > 0
    assert ground.losses(places(ground, 2000)).min() > ground.least
    low, high = np.array(ground.limits).T
    assert ((low < ground.minimum) & (ground.minimum < high)).all()


def test_the_line_is_least_squares_its_bowl_long_and_the_valley_has_a_saddle():
    long = iris.problem("long")
    np.testing.assert_allclose(long.minimum, np.polyfit(long.x, long.y, 1), rtol=1e-9)
    smaller, larger = np.linalg.eigvalsh(long.curvature((0.0, 0.0)))
    assert round(larger / smaller) == 87
    low, high = np.linalg.eigvalsh(iris.problem("valley").curvature((0.0, 0.0)))
    assert low < -0.1 < 0.1 < high


def test_a_walk_takes_the_minibatches_of_fit_in_their_order(ground):
    rng, theta = np.random.default_rng(3), np.array(ground.starts[0])
    optimizer, walker = Adam(0.1), Adam(0.1)
    seen = [theta.copy()]
    for _ in range(iris.EPOCHS):
        for batch in batch_indices(len(ground.x), iris.BATCH_SIZE, rng):
            optimizer.step(theta, ground.gradient(theta, batch))
            seen.append(theta.copy())
    for _ in range(2):  # the second time with an optimizer that has been used
        way = iris.walk(ground, walker, ground.starts[0], seed=3)
    np.testing.assert_array_equal(way.thetas, seen)
    np.testing.assert_array_equal(way.losses, ground.losses(seen))


def test_a_walk_that_overflows_says_infinity():
    way = iris.walk(iris.problem("long"), SGD(1e6), (-1.5, 5.0))
    assert way.losses[0] < 10
    assert np.isinf(way.losses[-1])
    assert not np.isnan(way.losses).any()


# ---- the step sizes of the race are what tuning finds, and none is at an edge

STEP_SIZES = (*(digit * 10.0**power for power in (-3, -2, -1, 0) for digit in (1, 2, 5)), 10.0)
LAST = 20  # steps at the end, whose mean J counts
SEEDS = (101, 102)  # not those of the race: tuning on the race itself would fit its luck


def score(name, runner, step_size):
    """Return how far from the minimum a runner ends, on average: the mean of log₁₀(J − J*)."""
    ground, optimizer = iris.problem(name), iris.RUNNERS[runner](step_size)
    runs = [iris.walk(ground, optimizer, s, seed) for s in ground.starts for seed in SEEDS]
    ends = [run.losses[-LAST:].mean() - ground.least for run in runs]
    return float(np.mean(np.log10(ends)))


@pytest.mark.parametrize("name", iris.NAMES)
@pytest.mark.parametrize("runner", iris.RUNNERS)
def test_a_tuned_step_size_is_better_than_its_neighbours(name, runner):
    place = STEP_SIZES.index(iris.TUNED[name][runner])
    assert 0 < place < len(STEP_SIZES) - 1
    shorter, best, longer = (score(name, runner, STEP_SIZES[place + k]) for k in (-1, 0, 1))
    assert best < shorter
    assert best < longer


def test_everything_is_tuned_and_no_step_size_is_right_for_all():
    assert set(iris.TUNED) == set(iris.NAMES)
    for sizes in iris.TUNED.values():
        assert list(sizes) == list(iris.RUNNERS)
        assert max(sizes.values()) >= 10 * min(sizes.values())
