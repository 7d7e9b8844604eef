"""What the figures of minibatches, step sizes, momentum and schedules compute and say."""

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.draw.scenes import schedules as plan_scene
from lecturekit.draw.scenes import step_sizes
from lecturekit.draw.style import GRADIENT, HIGHLIGHT
from lecturekit.experiments import descents
from lecturekit.experiments import gradient_noise as noise
from lecturekit.gradient_descent import gradient_descent
from lecturekit.network import Network
from lecturekit.optimizers import SGD

# ---- minibatch_gradient ------------------------------------------------------------------------


@pytest.mark.parametrize("distance", [0.0, 2.4])
def test_the_ground_is_the_loss_of_the_network(distance):
    network = Network([1, 1], output="sigmoid")
    network.theta[:] = noise.place(distance)
    J, gradient = network.loss_and_gradient(*noise.sepals())
    found = noise.sepal_loss(noise.place(distance))
    assert found[0] == pytest.approx(J, rel=1e-12)
    np.testing.assert_allclose(found[1], gradient, atol=1e-12)
    seen = noise.cloud(distance, "without", 0)
    np.testing.assert_allclose(seen.gradient, gradient, atol=1e-12)
    assert seen.flat == (distance == 0)


@pytest.mark.parametrize("replacement", ["without", "with"])
def test_the_cloud_spreads_as_theory_says(replacement):
    seen = noise.cloud(1.2, replacement, 1)
    np.testing.assert_allclose(seen.measured, seen.theory[replacement], rtol=0.15, atol=1e-12)
    assert seen.shown.shape == (len(noise.SIZES), noise.SHOWN, 2)
    off = seen.shown[0].mean(axis=0) - seen.gradient
    assert np.linalg.norm(off) < 4 * np.sqrt(seen.theory[replacement][0] / noise.SHOWN)


def test_all_examples_always_point_downhill_and_one_does_not():
    seen = noise.cloud(2.4, "without", 0)
    assert seen.downhill[-1] == 1
    assert 0.5 < seen.downhill[0] < 0.8
    assert (np.diff(seen.downhill) > -0.02).all()
    figure = explore.minibatch_gradient(batch_size=100)
    words = "100 % of 1000 point downhill; variance: measured 0, in theory 0"
    assert words in figure.picture().alt
    assert "∇J = 0, and so is every arrow" in figure.picture(distance=0.0).alt
    assert "agree on nothing" in figure.picture(distance=0.0, batch_size=5).alt


# ---- step_sizes --------------------------------------------------------------------------------


@pytest.mark.parametrize("alpha", [0.01, 0.3, 0.52])
def test_without_noise_the_run_is_gradient_descent(alpha):
    def bowl(theta):
        return descents.BOWL.loss(theta), descents.BOWL.gradient(theta)

    steps, index = descents.SWEEP_STEPS, descents.STEP_SIZES.index(alpha)
    path = gradient_descent(bowl, descents.START, alpha, max_steps=steps, tolerance=0)
    found = descents.sweep("all", 0).path(index)
    np.testing.assert_allclose(found.thetas, path.thetas, rtol=1e-9)
    np.testing.assert_allclose(found.losses, path.losses, rtol=1e-9)


def test_with_noise_the_end_of_many_seeds_is_the_noise_floor():
    ends = np.mean([descents.sweep(10, seed).ends for seed in range(21)], axis=0)
    for alpha in (0.1, 0.2, 0.4):
        floor = descents.BOWL.floor(alpha, 10)
        assert ends[descents.STEP_SIZES.index(alpha)] == pytest.approx(floor, rel=0.25)


@pytest.mark.parametrize(
    ("alpha", "B", "t", "trend"),
    [
        (0.1, "all", 0, "start"),
        (0.001, "all", 200, "slow"),
        (0.1, "all", 5, "falling"),
        (0.3, "all", 200, "arrived"),
        (0.3, 10, 60, "floor"),
        (0.48, "all", 10, "zigzag"),
        (0.5, 10, 10, "edge"),
        (0.52, "all", 10, "diverged"),
        (1.0, 1, 200, "diverged"),
    ],
)
def test_what_is_said_about_a_step_size(alpha, B, t, trend):
    assert descents.expected_trend(alpha, B, t) == trend
    alt = explore.step_sizes(step_size=alpha, batch_size=B, t=t).picture().alt
    assert step_sizes.WORDS[trend][0] in alt


# ---- momentum ----------------------------------------------------------------------------------


def test_the_two_paths_are_those_of_the_optimizer():
    plain, ball = descents.balls(20, 1.3, 0.8, "heavy", "sliders")
    for one, optimizer in ((plain, SGD(1.3)), (ball, SGD(1.3, momentum=0.8))):
        theta = np.array(descents.BALL_START)
        for t in range(30):
            np.testing.assert_array_equal(one.path.thetas[t], theta)
            optimizer.step(theta, theta * [1 / 20, 1])
    np.testing.assert_allclose(ball.errors, np.linalg.norm(ball.path.thetas, axis=1))


@pytest.mark.parametrize("kind", ["heavy", "nesterov"])
@pytest.mark.parametrize(
    ("c", "alpha", "mu"), [(20, 1.0, 0.7), (100, 1.0, 0.9), (5, 0.5, 0.5), (20, 1.2, 0.85)]
)
def test_the_rate_that_is_read_off_is_the_one_of_theory(kind, c, alpha, mu):
    for one in descents.balls(c, alpha, mu, kind, "sliders"):
        assert one.measured_rate(descents.BALL_STEPS) == pytest.approx(one.rate, rel=0.005)


@pytest.mark.parametrize("kind", ["heavy", "nesterov"])
@pytest.mark.parametrize("c", [2, 20, 100, 1000])
def test_the_best_settings_beat_those_of_the_sliders(kind, c):
    best = descents.balls(c, 1.0, 0.7, kind, "best")
    assert best[0].rate == pytest.approx((c - 1) / (c + 1))
    assert best[1].rate < best[0].rate
    for alpha, mu in ((1.0, 0.5), (1.5, 0.9), (0.5, 0.95)):
        both = zip(descents.balls(c, alpha, mu, kind, "sliders"), best, strict=True)
        assert all(one.rate > 0.999 * least.rate for one, least in both)


def test_a_rate_needs_steps_and_a_distance():
    plain, ball = descents.balls(1, 1.0, 0.7, "heavy", "sliders")
    assert ball.measured_rate(3) is None
    assert plain.measured_rate(50) is None  # there after one step: nothing is left to measure


def test_what_is_said_about_momentum():
    figure = explore.momentum(condition=1000, step_size=2.0, momentum=0.5)
    assert "so far × 0.791, theory 0.996" in figure.picture(t=10).alt
    assert "so far" not in figure.picture(t=200).alt
    at_once = figure.picture(condition=1, step_size=1.0, momentum=0.0).alt
    assert "with momentum: arrived" in at_once
    lost = figure.picture(t=200, step_size=4.0, momentum=0.99, kind="nesterov").alt
    assert "with momentum diverges: in theory × 6.43" in lost
    assert "nan" not in lost


# ---- schedules ---------------------------------------------------------------------------------


def test_a_constant_step_ends_at_its_noise_floor_and_decay_below():
    seen = descents.plans(0.2, 0, 10, "bowl", 0)
    assert seen.mean[-200:, 0].mean() == pytest.approx(descents.BOWL.floor(0.2, 10), rel=0.1)
    assert (seen.ends[1:] < seen.ends[0] / 5).all()
    assert not seen.lost.any()


def test_where_the_start_is_the_steepest_place_a_warm_up_saves_the_run():
    cold, warm = (descents.plans(0.2, steps, 10, "steep", 0) for steps in (0, 10))
    assert (cold.lost == descents.RUNS).all()
    assert not warm.lost.any()
    assert descents.edge_at_start("bowl") == 0.5
    assert descents.edge_at_start("steep") < 0.06
    figure = explore.schedules(terrain="steep")
    assert "diverged: 100 of 100 runs" in figure.picture().alt
    assert "diverged" not in figure.picture(warm_up=10).alt


def test_without_noise_one_run_is_all():
    seen = descents.plans(0.2, 0, "all", "bowl", 3)
    np.testing.assert_array_equal(seen.mean, seen.one)
    assert plan_scene.verdict(seen, 2) == ("J at the end: below 10⁻⁴", HIGHLIGHT)
    lost = descents.plans(0.6, 0, "all", "bowl", 0)
    assert plan_scene.verdict(lost, 0) == ("diverged", GRADIENT)


@pytest.mark.parametrize("name", ["minibatch_gradient", "step_sizes", "momentum", "schedules"])
def test_no_word_leaves_the_figure_and_none_lies_on_another(name):
    """The longest words that a reader can call up stay inside, each in its place."""
    figure = getattr(explore, name)()
    scene, rng = figure.scene(), np.random.default_rng(0)
    scene.figure.draw_without_rendering()
    renderer, page = scene.figure.canvas.get_renderer(), scene.figure.bbox
    for k in range(40):
        values = dict(figure.values)
        for spec in getattr(explore, name).specs:
            choices = spec.positions(1000, values)
            values[spec.name] = choices[rng.integers(len(choices))] if k else choices[-1]
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
