"""How a descent is doing, told by its losses: one meaning for each word in all live figures.

Taught in Part 3, training, and Part 4. A figure looks up what it says about a trend, and in which
colour, under these names.
"""

import numpy as np

from lecturekit.gradient_descent import Path

FAR = 1e3  # times J at the start
WINDOW = 10  # steps over which a descent is judged
LONG = 50  # … where every step is a small one, or a noisy one
SAME = 1e-6  # a change of J by a smaller share is none
BACK = 1e-3  # two steps that lead back, but for this share of one of them, lead nowhere
FLAT = 1e-6  # a gradient shorter than this is none
FEW = 1e-5  # of J − J*: nearer to the minimum than anybody could see


def diverged(losses, window=WINDOW, later=()):
    """Say whether a descent has diverged.

    It has if J is no longer finite, or more than a thousand times what it was at the start, or
    if it has been above its start for `window` steps and never comes back: most of those that
    diverge never overflow, but jump about. A descent that comes back has only overshot.

    Parameters
    ----------
    losses : array_like, shape (T + 1, ...)
        J at every step until now; of many descents at once if you like.
    window : int
    later : array_like, shape (S, ...), optional
        J at the steps after these, where they are known.
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
        J at every step until now.
    window : int
        Steps over which it is judged.
    flat : float
        The share of itself by which J has to fall at each step, on average over the window.
    later : array_like, shape (S,), optional
        J at the steps after these, where they are known: see `diverged`.

    Returns
    -------
    {"start", "diverged", "stuck", "above", "rising", "zigzag", "slow", "falling"}
        Before the first step; `diverged`; the same, but nothing moves any more; above its start;
        above the step before; risen at some step within the window; fallen too little; fallen.
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
    """Return the step since which J has been above its start; T + 1 if it is not."""
    return int(np.flatnonzero(losses <= losses[0])[-1]) + 1


def descent_trend(f, path, t):
    """Return how gradient descent is doing at a step, by its gradients, too.

    Parameters
    ----------
    f : callable
        θ → (J(θ), ∇J(θ)).
    path : Path
    t : int

    Returns
    -------
    str
        "arrived": the gradient is 0. "to and fro" between two points. "zigzag" also where J falls,
        but the gradient has turned. Otherwise what `trend` says; slow is less than 1 % a step.
    """
    before, now = (f(path.thetas[s])[1] for s in (max(t - 1, 0), t))
    if np.linalg.norm(now) < FLAT:
        return "arrived"
    found = trend(path.losses[: t + 1], flat=0.01, later=path.losses[t + 1 :])
    turned = t > 0 and (before * now).min() < -1e-9
    if turned and _back(path, t):
        return "to and fro"
    return "zigzag" if turned and found in ("slow", "falling") else found


def _back(path, t):
    """Say whether the last step led to where the one before came from, or as high."""
    there, here = path.losses[t - 1 : t + 1]
    moves = [np.linalg.norm(path.thetas[t] - path.thetas[s]) for s in (max(t - 2, 0), t - 1)]
    return (t >= 2 and moves[0] <= BACK * moves[1]) or abs(here - there) <= 1e-12 * here


def walk_trend(excess, noisy):
    """Return how a walk by minibatches is doing, by the means over two quarters of it.

    Parameters
    ----------
    excess : ndarray, shape (T + 1,)
        J − J* at every step until now; may be negative by a rounding error.
    noisy : bool
        Whether the gradients are those of minibatches.

    Returns
    -------
    str
        "start", "diverged", "stuck", or "above", as in `trend`; "arrived"; "falling"; "noisy" or
        "swings", up and down with noise or without; "overshot": up again; "slow".
    """
    found = trend(excess, LONG)
    if found in ("start", "diverged", "stuck", "above"):
        return found
    if excess[-5:].max() < FEW:
        return "arrived"
    quarter = len(excess) // 4
    if quarter < 2:
        return "falling"
    half, last = excess[-2 * quarter :], excess[-quarter:]
    before, lately = half[:quarter].mean(), last.mean()
    if lately < 0.7 * before:
        return "falling"
    if noisy and np.mean(np.diff(last) > 0) > 0.25 and last.std() > 0.1 * lately:
        return "noisy"
    if half.max() > 10 * half.min() > 0:
        return "swings"
    return "overshot" if lately > 1.1 * before else "slow"


def padded(path, steps):
    """Return a path of so many steps: one that ended early stays where it was.

    Where it diverged, its J is infinite from then on.
    """
    missing = steps + 1 - len(path.losses)
    thetas = np.pad(path.thetas, ((0, missing), (0, 0)), mode="edge")
    losses = np.pad(path.losses, (0, missing), mode="edge")
    if path.stopped == "diverged":
        losses[len(path.losses) :] = np.inf
    return Path(thetas, losses, path.stopped)
