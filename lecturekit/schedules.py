"""Schedules: the step size α as a function of the step t = 0, 1, 2, …

Taught in Part 4, step size. Large steps cover distance; small steps average out the noise. Each
function here returns a schedule, which every optimizer accepts in place of a number::

    alpha = cosine(0.1, steps=1000)
    alpha(0), alpha(500), alpha(1000)          # 0.1, 0.05, 0.0
    SGD(step_size=warm_up(alpha, steps=100))   # 100 steps up to 0.1, then the cosine
"""

import math

from lecturekit.checks import number, whole_number


def constant(step_size):
    """Return α(t) = step_size, the same at every step.

    Parameters
    ----------
    step_size : float
        Greater than 0.
    """
    step_size = number(step_size, "step_size", above=0)
    return _named(lambda t: step_size, f"constant({step_size:g})")


def step_decay(start, every, factor=0.5):
    """Return α(t) = start · factor^⌊t / every⌋: a staircase.

    Parameters
    ----------
    start : float
        α(0), greater than 0.
    every : int
        Number of steps between drops.
    factor : float
        Each drop multiplies α by this; above 0, at most 1.
    """
    start, every = number(start, "start", above=0), whole_number(every, "every")
    factor = number(factor, "factor", above=0, at_most=1)
    name = f"step_decay({start:g}, every={every}, factor={factor:g})"
    return _named(lambda t: start * factor ** (t // every), name)


def inverse_time(start, half):
    """Return α(t) = start / (1 + t / half), which is half of `start` at t = `half`.

    The sum over all steps is infinite, so no minimum is out of reach; the sum of the squares is
    finite, so the noise of SGD dies out: the conditions of Robbins and Monro (1951) on step sizes.

    Parameters
    ----------
    start : float
        α(0), greater than 0.
    half : float
        The step at which α has fallen to start / 2, greater than 0.
    """
    start, half = number(start, "start", above=0), number(half, "half", above=0)
    return _named(lambda t: start / (1 + t / half), f"inverse_time({start:g}, half={half:g})")


def cosine(start, steps, end=0.0):
    """Return α(t) = end + (start − end) (1 + cos(π t / steps)) / 2, then `end` for good.

    Parameters
    ----------
    start : float
        α(0), greater than 0.
    steps : int
        Length of the half cosine wave from `start` to `end`.
    end : float
        At least 0, at most `start`.

    Notes
    -----
    Loshchilov and Hutter (2017), without restarts.
    """
    start, steps = number(start, "start", above=0), whole_number(steps, "steps")
    end = number(end, "end", at_least=0, at_most=start)

    def alpha(t):
        return end + (start - end) * (1 + math.cos(math.pi * min(t / steps, 1))) / 2

    return _named(alpha, f"cosine({start:g}, steps={steps}, end={end:g})")


def warm_up(schedule, steps):
    """Return a ramp from α₀/steps to α₀ = schedule(0), followed by `schedule` from its start.

    α(t) = α₀ (t + 1)/steps for t < steps, then schedule(t − steps). The first steps are small
    because adaptive methods have not yet seen enough gradients to estimate their size, and because
    J is often steepest at the start.

    Parameters
    ----------
    schedule : float or callable
        A step size, or a function of t, which begins when the ramp ends.
    steps : int
        Length of the ramp.

    Notes
    -----
    Goyal et al. (2017).
    """
    schedule, steps = as_schedule(schedule, "schedule"), whole_number(steps, "steps")
    name = f"warm_up({name_of(schedule)}, steps={steps})"

    def alpha(t):
        return schedule(t - steps) if t >= steps else schedule(0) * (t + 1) / steps

    return _named(alpha, name)


def as_schedule(step_size, name="step_size"):
    """Return a function of t: a number becomes a constant schedule, a function stays as it is."""
    return step_size if callable(step_size) else constant(number(step_size, name, above=0))


def name_of(schedule):
    """Return a schedule's name, for an optimizer's repr."""
    return getattr(schedule, "__name__", repr(schedule))


def _named(schedule, name):
    schedule.__name__ = schedule.__qualname__ = name  # for the optimizer's repr
    return schedule
