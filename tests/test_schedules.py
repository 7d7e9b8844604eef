"""Schedules follow their formulas, at the ends and in between."""

import functools

import numpy as np
import pytest

from lecturekit import schedules

STAIRS = schedules.step_decay(0.8, every=10)


@pytest.mark.parametrize(
    ("schedule", "times", "values"),
    [
        (schedules.constant(0.3), (0, 1000), (0.3, 0.3)),
        (schedules.as_schedule(0.1), (5,), (0.1,)),
        (STAIRS, (0, 9, 10, 19, 20), (0.8, 0.8, 0.4, 0.4, 0.2)),
        (schedules.inverse_time(0.5, half=10), (0, 10, 30), (0.5, 0.25, 0.125)),
        (
            schedules.cosine(1.0, 100, end=0.2),
            (0, 25, 50, 100, 500),
            (1, 0.6 + 0.4 * 0.5**0.5, 0.6, 0.2, 0.2),
        ),
        (schedules.warm_up(STAIRS, steps=4), (0, 1, 3, 13, 14), (0.2, 0.4, 0.8, 0.8, 0.4)),
    ],
)
def test_values_by_hand(schedule, times, values):
    np.testing.assert_allclose([schedule(t) for t in times], values)


def test_inverse_time_meets_the_conditions_of_robbins_and_monro():
    values = np.array([schedules.inverse_time(1, 10)(t) for t in range(100_000)])
    assert values.sum() > 10 * np.log(1e4)  # grows as a logarithm, without end
    assert (values**2).sum() < 11  # below 10 + 1: a convergent series


def test_each_says_its_name():
    wave = schedules.cosine(0.1, steps=50)
    assert schedules.as_schedule(wave) is wave
    assert (
        schedules.name_of(schedules.warm_up(wave, steps=5))
        == "warm_up(cosine(0.1, steps=50, end=0), steps=5)"
    )
    nameless = functools.partial(pow, 0.5)
    assert schedules.name_of(nameless) == repr(nameless)


@pytest.mark.parametrize(
    ("make", "arguments", "message"),
    [
        (schedules.constant, (0.0,), "step_size is 0.0"),
        (schedules.step_decay, (1, 0), "every is 0"),
        (schedules.step_decay, (1, 10, 1.5), "factor is 1.5"),
        (schedules.cosine, (1, 2.5), "steps is 2.5"),
        (schedules.cosine, (1, 5, 2), "end is 2"),
        (schedules.warm_up, ("fast", 5), "schedule is 'fast'"),
    ],
)
def test_bad_arguments_are_refused(make, arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        make(*arguments)
