"""Slopes without a chain rule: move one number a little, and see how far f moves.

Taught in Part 3, section 25. A difference quotient needs nothing but f itself, which makes it
the judge of every gradient that was derived by hand; it costs 2m calls of f for m numbers::

    numerical_gradient(lambda theta: theta @ theta, [1.0, 2.0])   # about [2, 4]

Two errors pull at the step h. The formula is off by a multiple of h² (of h, if it looks to one
side only), so h should be small; and f is rounded, which the division by h makes larger, so h
should not be too small. `step_sweep` shows both.
"""

from typing import NamedTuple

import numpy as np

from lecturekit.checks import as_floats, choice, count, finite, vector

KINDS = ("forward", "central")
STEPS = np.array([float(f"{m}e{k}") for k in range(-12, 0) for m in (1, 2, 3, 5)][:-3])  # to 0.1


def sensible_step(theta):
    """Return the step h for central differences: ∛ε · max(1, |θ_j|), one for each parameter.

    Parameters
    ----------
    theta : array_like, shape (m,)

    Returns
    -------
    ndarray, shape (m,)
        About 6e-6 for numbers of size 1 in float64, 0.005 in float32.

    Notes
    -----
    The formula is off by about h²|J‴|/6, which shrinks with h, and by about ε|J|/h, because J
    is rounded to a relative ε = 2.2e-16; that grows. Their sum is least near h = ∛ε, when J and
    its derivatives are of size 1 (Press et al., Numerical Recipes, 3rd ed., section 5.7). A
    large θ_j needs a larger step, or the sum θ_j + h loses the digits of h.
    """
    theta = as_floats(theta, "theta")
    return np.cbrt(np.finfo(theta.dtype).eps) * np.maximum(1, np.abs(theta))


def difference_quotients(f, theta, h, kind="central"):
    """Return the slope of f along each parameter, as the formula in the book says it.

    Parameters
    ----------
    f : callable
        Takes θ of shape (m,), returns a number.
    theta : array_like, shape (m,)
    h : float or array_like, shape (m,)
        The step, greater than 0. If θ_j + h rounds to θ_j, the quotient is 0.
    kind : {"central", "forward"}
        (f(θ + h e_j) − f(θ − h e_j)) / 2h, or (f(θ + h e_j) − f(θ)) / h.

    Returns
    -------
    ndarray, shape (m,)
        In the precision of `theta`. f is called 2m times, or m + 1 times for "forward".
    """
    theta = vector(theta, "theta")
    choice(kind, "kind", KINDS)
    steps = positive_steps(h, theta)
    here = f(theta.copy()) if kind == "forward" else None
    slopes = np.empty_like(theta)
    for j, step in enumerate(steps):
        up = f(moved(theta, j, step))
        if kind == "forward":
            slopes[j] = (up - here) / step
        else:
            slopes[j] = (up - f(moved(theta, j, -step))) / (2 * step)
    return slopes


def numerical_gradient(f, theta, h=None):
    """Return ∇f(θ) by central differences: (f(θ + h e_j) − f(θ − h e_j)) / 2h for each j.

    Parameters
    ----------
    f : callable
        Takes θ of shape (m,), returns a number.
    theta : array_like, shape (m,)
        It is not changed.
    h : float or array_like, shape (m,), optional
        The step; by default the one of `sensible_step`.

    Returns
    -------
    ndarray, shape (m,)
        In the precision of `theta`: from float32 expect three or four digits.

    Raises
    ------
    ValueError
        For an h that is not positive, or so small that θ_j + h is θ_j again.

    Examples
    --------
    >>> numerical_gradient(lambda theta: theta @ theta, [1.0, 2.0]).round(6)
    array([2., 4.])
    """
    theta = vector(theta, "theta")
    return difference_quotients(f, theta, exact_steps(positive_steps(h, theta), theta))


def relative_error(a, b):
    """Return |a − b| / max(|a|, |b|), elementwise; 0 where both are 0.

    The difference alone says nothing: 0.001 is much for slopes of 0.002, and little for slopes
    of 1,000. Two numbers with the same sign have an error of at most 1, others up to 2.
    """
    a, b = (as_floats(side, name).astype(float) for side, name in ((a, "a"), (b, "b")))
    gap, size = np.abs(a - b), np.maximum(np.abs(a), np.abs(b))
    with np.errstate(invalid="ignore"):  # the error of an infinite slope is not a number
        return np.divide(gap, size, out=np.zeros_like(gap), where=(gap != 0) & (size != 0))[()]


class StepSweep(NamedTuple):
    """Errors of difference quotients over the step h.

    Attributes
    ----------
    h : ndarray, shape (k,)
    forward, central : ndarray, shape (k,)
        Relative error of the whole gradient, ‖numerical − gradient‖ over the longer of the two.
    """

    h: np.ndarray
    forward: np.ndarray
    central: np.ndarray


def step_sweep(f, theta, gradient, h=STEPS):
    """Try many steps: how far are differences from the gradient, for each h?

    Parameters
    ----------
    f : callable
        Takes θ of shape (m,), returns a number.
    theta, gradient : array_like, shape (m,)
        A place, and the gradient of f there.
    h : array_like, shape (k,)
        Steps greater than 0, by default 45 from 1e-12 to 0.1.

    Returns
    -------
    StepSweep
    """
    theta = vector(theta, "theta")
    gradient = vector(gradient, "gradient", theta.size)
    h = vector(h, "h").astype(float)
    errors = [
        [gradient_error(gradient, difference_quotients(f, theta, step, kind)) for step in h]
        for kind in KINDS
    ]
    return StepSweep(h, *np.array(errors))


def gradient_error(gradient, numerical):
    """Return ‖gradient − numerical‖ / max(‖gradient‖, ‖numerical‖), 0 if both are 0."""
    gradient, numerical = np.asarray(gradient, float), np.asarray(numerical, float)
    size = max(np.linalg.norm(gradient), np.linalg.norm(numerical))
    return float(np.linalg.norm(gradient - numerical) / size) if size else 0.0


def positive_steps(h, theta):
    """Return one positive step for each parameter, in the precision of θ."""
    if h is None:
        return sensible_step(theta)
    steps = finite(h, "h")
    if steps.shape not in ((), theta.shape):
        raise ValueError(
            f"h has shape {steps.shape}, but one number, or {count(theta.size, 'number')} are "
            "needed: one for each parameter."
        )
    if (steps <= 0).any():
        raise ValueError(f"h is {steps.min():g}, but a step must be greater than 0.")
    return np.broadcast_to(steps, theta.shape).astype(theta.dtype)


def exact_steps(steps, theta):
    """Return the steps that θ + h really makes: the computer rounds the sum."""
    exact = (theta + steps) - theta
    if not exact.all():
        j = int(np.argmin(np.abs(exact)))
        raise ValueError(
            f"h is {steps[j]:g}, which vanishes beside theta[{j}] = {theta[j]:g} in "
            f"{theta.dtype}; take a larger one, such as {sensible_step(theta)[j]:.1g}."
        )
    return exact


def moved(theta, j, step):
    """Return a copy of θ with one number moved."""
    copy = theta.copy()
    copy[j] += step
    return copy
