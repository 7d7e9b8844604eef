"""How a descent is doing, judged by its losses: each word means the same in all live figures.

Taught in Part 3, training, and Part 4. These names are the keys under which a figure looks up what
it says about a trend, and in which colour.
"""

import numpy as np

from lecturekit.gradient_descent import Path

FAR = 1e3  # times J at the start
WINDOW = 10  # steps over which a descent is judged
LONG = 50  # the same where steps are small or noisy
SAME = 1e-6  # a smaller relative change of J counts as none


def diverged(losses, window=WINDOW, later=()):
    """Return whether a descent has diverged.

    It has if J is not finite, or more than a thousand times its initial value, or has been above
    that value for `window` steps and never comes back. The last rule is for descents that jump
    around and never overflow. A descent that comes back has only overshot.

    Parameters
    ----------
    losses : array_like, shape (T + 1, ...)
        J at every step so far, of one descent or many at once.
    window : int
    later : array_like, shape (S, ...), optional
        J at the steps after these, if known.
    """
    losses = np.asarray(losses, float)
    gone = ~(losses[-1] <= FAR * losses[0])
    later = np.reshape(later, (-1, *losses.shape[1:]))
    back = (later <= losses[0]).any(axis=0)
    return gone | ((len(losses) > window) & (losses[-window:] > losses[0]).all(axis=0) & ~back)


def trend(losses, window=WINDOW, flat=0.0, later=()):
    """Return how a descent is doing after its last step.

    Parameters
    ----------
    losses : array_like, shape (T + 1,)
        J at every step so far.
    window : int
        Number of steps over which it is judged.
    flat : float
        The fraction of J by which it must fall per step, on average over the window.
    later : array_like, shape (S,), optional
        J at the steps after these, if known; see `diverged`.

    Returns
    -------
    {"start", "diverged", "stuck", "above", "rising", "zigzag", "slow", "falling"}
        Before the first step; `diverged` and moving; diverged and at rest; above the initial J;
        above the step before; risen at some earlier step in the window; fallen too little; fallen.
    """
    losses = np.asarray(losses, float)
    if len(losses) == 1:
        return "start"
    if diverged(losses, window, later):
        last = losses[-window:]
        still = np.isfinite(last).all() and np.ptp(last) < SAME * last[-1]
        return "stuck" if still else "diverged"
    if losses[-1] > losses[0]:
        return "above"
    recent = losses[-window - 1 :]
    rises = np.diff(recent) > SAME * recent[1:]
    if rises.any():
        return "rising" if rises[-1] else "zigzag"
    slow = recent[0] - recent[-1] < flat * recent[0] * len(rises)
    return "slow" if slow else "falling"


def above_since(losses):
    """Return the step since which J has been above its initial value; T + 1 if it is not."""
    return int(np.flatnonzero(losses <= losses[0])[-1]) + 1


def padded(path, steps):
    """Return a path of exactly `steps` steps: one that ended early stays at its last point.

    If it diverged, J is infinite after that point.
    """
    missing = steps + 1 - len(path.losses)
    thetas = np.pad(path.thetas, ((0, missing), (0, 0)), mode="edge")
    losses = np.pad(path.losses, (0, missing), mode="edge")
    if path.stopped == "diverged":
        losses[len(path.losses) :] = np.inf
    return Path(thetas, losses, path.stopped)
