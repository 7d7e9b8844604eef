"""What the figures of minibatches, step sizes, momentum and schedules compute and say."""

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.draw.scenes import schedules as plan_scene
from lecturekit.draw.scenes import step_sizes
from lecturekit.draw.style import GRADIENT, HIGHLIGHT
from lecturekit.experiments import descents
from lecturekit.experiments import gradient_noise as noise
from lecturekit.schedules import constant, cosine, inverse_time, step_decay, warm_up

# ---- minibatch_gradient ------------------------------------------------------------------------


def test_all_examples_always_point_downhill_and_one_does_not():
    seen = noise.cloud(2.4, "without", 0)
    assert seen.downhill[-1] == 1
    assert 0.5 < seen.downhill[0] < 0.8
    assert (np.diff(seen.downhill) > -0.02).all()
    figure = explore.minibatch_gradient(batch_size=100)
    words = "100 % of 1000 point downhill; noise scale ρ = 2.95; variance 0, in theory 0"
    assert words in figure.picture().alt
    assert "∇J = 0, and so is every arrow" in figure.picture(distance=0.0).alt
    assert "agree on nothing" in figure.picture(distance=0.0, batch_size=5).alt


# ---- step_sizes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alpha", "B", "t", "trend"),
    [
        (0.1, "all", 5, "falling"),
        (0.3, "all", 200, "arrived"),
        (0.3, 10, 60, "floor"),
        (0.48, "all", 10, "zigzag"),
        (0.5, 10, 10, "edge"),
        (0.52, "all", 10, "diverged"),
    ],
)
def test_what_is_said_about_a_step_size(alpha, B, t, trend):
    assert descents.expected_trend(alpha, B, t) == trend
    alt = explore.step_sizes(step_size=alpha, batch_size=B, t=t).picture().alt
    assert step_sizes.WORDS[trend][0] in alt


# ---- momentum ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["heavy", "nesterov"])
@pytest.mark.parametrize(
    ("c", "alpha", "mu"), [(20, 1.0, 0.7), (100, 1.0, 0.9), (5, 0.5, 0.5), (20, 1.2, 0.85)]
)
def test_the_rate_that_is_read_off_is_the_one_of_theory(kind, c, alpha, mu):
    for one in descents.balls(c, alpha, mu, kind, "sliders"):
        assert one.measured_rate(descents.BALL_STEPS) == pytest.approx(one.rate, rel=0.005)


def test_a_rate_needs_steps_and_a_distance():
    plain, ball = descents.balls(1, 1.0, 0.7, "heavy", "sliders")
    assert ball.measured_rate(3) is None
    assert plain.measured_rate(50) is None  # there after one step: nothing is left to measure


def test_what_is_said_about_momentum():
    figure = explore.momentum(condition=1000, step_size=2.0, momentum=0.5, noise=0.0)
    assert "so far × 0.791, theory 0.996" in figure.picture(t=10).alt
    assert "so far" not in figure.picture(t=200).alt
    at_once = figure.picture(condition=1, step_size=1.0, momentum=0.0).alt
    assert "with momentum: arrived" in at_once
    lost = figure.picture(t=200, step_size=4.0, momentum=0.99, kind="nesterov").alt
    assert "with momentum grows: in theory × 6.43" in lost
    assert "nan" not in lost


# ---- schedules ---------------------------------------------------------------------------------


def test_the_schedules_are_those_of_the_package():
    made = [constant(0.2), step_decay(0.2, 100, 0.3), cosine(0.2, 375), inverse_time(0.2, 50)]
    alphas = [[warm_up(alpha, 25)(t) for alpha in made] for t in range(400)]
    np.testing.assert_array_equal(descents.plans(0.2, 25, 10, "bowl", 0).alphas, alphas)


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
