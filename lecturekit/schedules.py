"""Schedules: the step size α as a function of the step t = 0, 1, 2, …

Taught in Part 4, step size. Large steps get far, small ones settle the noise. Each function here
makes such a function, and every optimizer takes it in place of a number::

    alpha = cosine(0.1, steps=1000)
    alpha(0), alpha(500), alpha(1000)          # 0.1, 0.05, 0.0
    SGD(step_size=warm_up(alpha, steps=100))
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
        Steps from one stair to the next.
    factor : float
        By which each stair is lower, between 0 and 1.
    """
    start, every = number(start, "start", above=0), whole_number(every, "every")
    factor = number(factor, "factor", above=0, at_most=1)
    name = f"step_decay({start:g}, every={every}, factor={factor:g})"
    return _named(lambda t: start * factor ** (t // every), name)


def inverse_time(start, half):
    """Return α(t) = start / (1 + t / half), which is half of `start` at t = `half`.

    Its sum over all steps is infinite, that of its squares is finite: the conditions of Robbins
    and Monro (1951), under which the noise of SGD dies out and no minimum is out of reach.

    Parameters
    ----------
    start : float
        α(0), greater than 0.
    half : float
        The step at which α is half of it, greater than 0.
    """
    start, half = number(start, "start", above=0), number(half, "half", above=0)
    return _named(lambda t: start / (1 + t / half), f"inverse_time({start:g}, half={half:g})")


def cosine(start, steps, end=0.0):
    """Return α(t) = end + (start − end) (1 + cos(π t / steps)) / 2, and `end` ever after.

    Parameters
    ----------
    start : float
        α(0), greater than 0.
    steps : int
        Length of the half wave from `start` down to `end`.
    end : float
        At least 0.

    Notes
    -----
    Loshchilov and Hutter (2017), without their restarts.
    """
    start, steps = number(start, "start", above=0), whole_number(steps, "steps")
    end = number(end, "end", at_least=0, at_most=start)

    def alpha(t):
        return end + (start - end) * (1 + math.cos(math.pi * min(t / steps, 1))) / 2

    return _named(alpha, f"cosine({start:g}, steps={steps}, end={end:g})")


def warm_up(schedule, steps):
    """Return α(t) = schedule(t) · min(1, (t + 1) / steps): a ramp, then `schedule` itself.

    The first steps are small, because adaptive methods have not seen enough gradients yet to
    judge their size, and because the start is often the steepest place of all.

    Parameters
    ----------
    schedule : float or callable
        Step size, or function of t, that is reached at the end of the ramp.
    steps : int
        Length of the ramp.

    Notes
    -----
    Goyal et al. (2017).
    """
    schedule, steps = as_schedule(schedule, "schedule"), whole_number(steps, "steps")
    name = f"warm_up({name_of(schedule)}, steps={steps})"
    return _named(lambda t: schedule(t) * min(1, (t + 1) / steps), name)


def as_schedule(step_size, name="step_size"):
    """Return a function of t: a number becomes a constant schedule, a function is left alone."""
    return step_size if callable(step_size) else constant(number(step_size, name, above=0))


def name_of(schedule):
    """Say which schedule it is, as an optimizer's repr does."""
    return getattr(schedule, "__name__", repr(schedule))


def _named(schedule, name):
    schedule.__name__ = schedule.__qualname__ = name  # an optimizer says which one it follows
    return schedule
