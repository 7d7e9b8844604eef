"""What the figures of minibatches, step sizes, momentum and schedules compute and say."""

import numpy as np
import pytest

from lecturekit import explore, schedules
from lecturekit.draw.scenes import minibatch_gradient as clouds
from lecturekit.draw.scenes import momentum as balls
from lecturekit.draw.scenes import schedules as plans
from lecturekit.draw.scenes import step_sizes as steps
from lecturekit.gradient_descent import gradient_descent
from lecturekit.network import Network
from lecturekit.optimizers import SGD

# ---- minibatch_gradient ------------------------------------------------------------------------


def test_the_ground_is_the_loss_of_the_network():
    network = Network([1, 1], output="sigmoid")
    for distance in (0.0, 2.4):
        theta = clouds.place(distance)
        network.theta[:] = theta
        J, gradient = network.loss_and_gradient(*clouds.examples())
        assert clouds.objective(theta)[0] == pytest.approx(J, rel=1e-12)
        np.testing.assert_allclose(clouds.objective(theta)[1], gradient, atol=1e-12)
        seen = clouds.cloud(distance, "without", 0)
        np.testing.assert_allclose(seen.gradient, gradient, atol=1e-12)
        assert seen.flat == (distance == 0)


@pytest.mark.parametrize("replacement", ["without", "with"])
def test_the_cloud_spreads_as_theory_says(replacement):
    seen = clouds.cloud(1.2, replacement, 1)
    np.testing.assert_allclose(seen.measured, seen.theory[replacement], rtol=0.15, atol=1e-12)
    assert seen.shown.shape == (len(clouds.SIZES), clouds.SHOWN, 2)
    off = seen.shown[0].mean(axis=0) - seen.gradient
    assert np.linalg.norm(off) < 4 * np.sqrt(seen.theory[replacement][0] / clouds.SHOWN)


def test_all_examples_always_point_downhill_and_one_does_not():
    seen = clouds.cloud(2.4, "without", 0)
    assert seen.downhill[-1] == 1
    assert 0.5 < seen.downhill[0] < 0.8
    assert (np.diff(seen.downhill) > -0.02).all()
    alt = explore.minibatch_gradient(batch_size=100).picture().alt
    assert "100 % of 1000 point downhill; variance: measured 0, in theory 0" in alt


def test_the_arrows_stand_where_the_gradients_say():
    scene = clouds.MinibatchGradient()
    scene.update(batch_size=5, distance=2.0, replacement="with", seed=3)
    seen = clouds.cloud(2.0, "with", 3)
    index = clouds.SIZES.index(5)
    arrows = np.column_stack([scene.cloud.U, scene.cloud.V])
    np.testing.assert_allclose(arrows, -clouds.LENGTH * seen.shown[index])
    tail, head = np.array(scene.true._posA_posB)
    np.testing.assert_allclose(tail, clouds.place(2.0))
    np.testing.assert_allclose(head - tail, -clouds.LENGTH * seen.gradient)
    scene.update(batch_size=5, distance=0.0, replacement="with", seed=3)
    assert not scene.true.get_visible()
    assert "agree on nothing" in scene.verdict.get_text()


# ---- step_sizes --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def words_of_step_sizes():
    """The alternative text of one scene, for any values."""
    return steps.StepSizes().describe


def test_without_noise_the_run_is_gradient_descent():
    for alpha in (0.01, 0.3, 0.52):
        index = steps.STEP_SIZES.index(alpha)
        path = gradient_descent(
            steps.ground, steps.START, alpha, max_steps=steps.STEPS, tolerance=0
        )
        found = steps.runs("all", 0)
        np.testing.assert_allclose(found.thetas[:, index], path.thetas, rtol=1e-9)
        np.testing.assert_allclose(found.losses[:, index], path.losses, rtol=1e-9)


def test_with_noise_the_end_of_many_seeds_is_the_noise_floor():
    ends = np.mean([steps.runs(10, seed).ends for seed in range(21)], axis=0)
    for alpha in (0.1, 0.2, 0.4):
        index = steps.STEP_SIZES.index(alpha)
        assert ends[index] == pytest.approx(steps.BOWL.floor(alpha, 10), rel=0.25)


@pytest.mark.parametrize(
    ("alpha", "B", "t", "words"),
    [
        (0.1, "all", 0, "the start"),
        (0.001, "all", 200, "slow"),
        (0.1, "all", 5, "going down"),
        (0.3, "all", 200, "arrived"),
        (0.3, 10, 60, "noise floor"),
        (0.48, "all", 10, "near the edge"),
        (0.5, 10, 10, "on the edge"),
        (0.52, "all", 10, "diverges"),
        (1.0, 1, 200, "diverges"),
    ],
)
def test_the_words_of_a_step_size(words_of_step_sizes, alpha, B, t, words):
    assert words in steps.verdict(alpha, B, t)[0]
    assert words in words_of_step_sizes(step_size=alpha, batch_size=B, seed=0, t=t)


# ---- momentum ----------------------------------------------------------------------------------


def test_the_two_paths_are_those_of_the_optimizer():
    plain, ball = balls.runs(20, 1.3, 0.8, "heavy", "sliders")
    for one, optimizer in ((plain, SGD(1.3)), (ball, SGD(1.3, momentum=0.8))):
        theta = np.array(balls.START)
        for t in range(30):
            np.testing.assert_array_equal(one.path.thetas[t], theta)
            optimizer.step(theta, theta * [1 / 20, 1])
    np.testing.assert_allclose(ball.errors, np.linalg.norm(ball.path.thetas, axis=1))


@pytest.mark.parametrize("kind", ["heavy", "nesterov"])
@pytest.mark.parametrize(
    ("c", "alpha", "mu"), [(20, 1.0, 0.7), (100, 1.0, 0.9), (5, 0.5, 0.5), (20, 1.2, 0.85)]
)
def test_the_rate_that_is_read_off_is_the_one_of_theory(kind, c, alpha, mu):
    for one in balls.runs(c, alpha, mu, kind, "sliders"):
        assert balls.measured(one, balls.STEPS) == pytest.approx(one.rate, rel=0.005)


@pytest.mark.parametrize("kind", ["heavy", "nesterov"])
@pytest.mark.parametrize("c", [2, 20, 100, 1000])
def test_the_best_settings_beat_those_of_the_sliders(kind, c):
    plain, ball = balls.runs(c, 1.0, 0.7, kind, "best")
    assert plain.rate == pytest.approx((c - 1) / (c + 1))
    assert ball.rate < plain.rate
    for alpha, mu in ((1.0, 0.5), (1.5, 0.9), (0.5, 0.95)):
        assert all(
            one.rate > 0.999 * best.rate
            for one, best in zip(
                balls.runs(c, alpha, mu, kind, "sliders"), (plain, ball), strict=True
            )
        )


def test_a_rate_needs_steps_and_a_distance():
    plain, ball = balls.runs(1, 1.0, 0.7, "heavy", "sliders")
    assert balls.measured(ball, 3) is None
    assert balls.measured(plain, 50) is None  # there after one step: nothing is left to measure
    assert "diverges: × 1.500" in explore.momentum(step_size=2.5, momentum=0.6, t=30).picture().alt


@pytest.mark.parametrize("c", [1, 20, 1000])
def test_the_contours_of_the_bowl_are_level(c):
    scene = balls.Momentum()
    scene._ground(c)
    lines = scene.picture.contours.get_xydata()
    rings = lines[np.isfinite(lines[:, 0])].reshape(len(balls.LEVELS), -1, 2)
    J = (rings[..., 0] ** 2 / c + rings[..., 1] ** 2) / 2
    np.testing.assert_allclose(J, np.tile(balls.LEVELS[:, None], J.shape[1]))


# ---- schedules ---------------------------------------------------------------------------------


def test_the_plans_are_the_schedules_of_the_package():
    seen = plans.runs(0.2, 25, 10, "bowl", 0)
    made = [
        schedules.constant(0.2),
        schedules.step_decay(0.2, plans.EVERY, plans.FACTOR),
        schedules.cosine(0.2, plans.STEPS),
        schedules.inverse_time(0.2, plans.HALF),
    ]
    for i, schedule in enumerate(made):
        warm = schedules.warm_up(schedule, 25)
        assert seen.alphas[:, i].tolist() == [warm(t) for t in range(plans.STEPS)]


def test_a_constant_step_ends_at_its_noise_floor_and_decay_below():
    seen = plans.runs(0.2, 0, 10, "bowl", 0)
    bowl = plans.TERRAINS["bowl"][1]
    assert seen.mean[-200:, 0].mean() == pytest.approx(bowl.floor(0.2, 10), rel=0.1)
    assert (seen.ends[1:] < seen.ends[0] / 5).all()
    assert not seen.lost.any()


def test_where_the_start_is_the_steepest_place_a_warm_up_saves_the_run():
    cold, warm = (plans.runs(0.2, steps, 10, "steep", 0) for steps in (0, 10))
    assert (cold.lost == plans.RUNS).all()
    assert not warm.lost.any()
    assert plans.edge_at_start("bowl") == 0.5
    assert plans.edge_at_start("steep") < 0.06
    figure = explore.schedules(terrain="steep")
    assert f"diverged: {plans.RUNS} of {plans.RUNS} runs" in figure.picture().alt
    assert "diverged" not in figure.picture(warm_up=10).alt


def test_without_noise_one_run_is_all():
    seen = plans.runs(0.2, 0, "all", "bowl", 3)
    np.testing.assert_array_equal(seen.mean, seen.one)
    assert plans.verdict(seen, 2) == ("J at the end: below 10⁻⁴", True)
    assert plans.verdict(plans.runs(0.6, 0, "all", "bowl", 0), 0) == ("diverged", False)


@pytest.mark.parametrize("name", ["minibatch_gradient", "step_sizes", "momentum", "schedules"])
def test_no_word_leaves_the_figure_and_none_lies_on_another(name):
    """The longest words that a reader can call up stay inside, each in its place."""
    figure = getattr(explore, name)()
    scene, rng = figure.scene(), np.random.default_rng(0)
    renderer, page = scene.figure.canvas.get_renderer(), scene.figure.bbox
    for k in range(40):
        values = dict(figure.values)
        for control, spec in figure.specs.items():
            choices = spec.positions(1000, values)
            values[control] = choices[rng.integers(len(choices))] if k else choices[-1]
        scene.update(**values)
        boxes = [
            words.get_window_extent(renderer)
            for words in scene.apart
            if words.get_text() and words.get_visible()
        ]
        for i, box in enumerate(boxes):
            assert page.x0 <= box.x0 <= box.x1 <= page.x1, values
            assert box.y1 <= page.y1, values
            assert not any(box.overlaps(other) for other in boxes[:i]), values


def test_momentum_that_overflows_says_so_without_numbers_that_are_none():
    figure = explore.momentum()
    picture = figure.picture(t=200, condition=1000, step_size=4.0, momentum=0.99, kind="nesterov")
    assert "with momentum diverges: in theory × 6.43" in picture.alt
    assert "nan" not in picture.alt


def test_an_early_rate_does_not_contradict_theory():
    figure = explore.momentum(condition=1000, step_size=2.0, momentum=0.5)
    assert "with momentum: so far × 0.791, theory 0.996" in figure.picture(t=10).alt
    assert "so far" not in figure.picture(t=200).alt
    at_once = figure.picture(condition=1, step_size=1.0, momentum=0.0).alt
    assert "with momentum: arrived" in at_once


def test_the_legend_of_the_schedules_names_what_there_is():
    scene = plans.Schedules()
    choices = {"schedule": "constant", "warm_up": 0, "terrain": "bowl", "seed": 0}
    cases = ((0.2, 10, True, True), (0.6, 10, True, False), (0.2, "all", False, False))
    for alpha, B, mean, floor in cases:
        scene.update(step_size=alpha, batch_size=B, **choices)
        words = scene.legend.get_text()
        assert ("mean of 100 runs" in words) == mean
        assert ("noise floor" in words) == floor == np.isfinite(scene.floor.get_ydata()).any()


def test_where_all_arrows_are_zero_the_words_say_so():
    alt = explore.minibatch_gradient(batch_size=100, distance=0.0).picture().alt
    assert "∇J = 0, and so is every arrow" in alt
