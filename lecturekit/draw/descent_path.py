"""The way of gradient descent on a picture: what curve and contours have in common."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from lecturekit.checks import whole_number
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK

FARTHEST = 20  # widths of the panel; a path is not drawn beyond, where Matplotlib would overflow
BEYOND = {-1: "<", 1: ">"}, {-1: "v", 1: "^"}  # marks of what has left the panel, for each axis


def walker(ax):
    """Make the artists that walk: the steps so far, the next move, the start, and now."""
    line = {"color": HIGHLIGHT, "lw": 1.5, "marker": "o", "ms": 4.5, "mew": 0}
    (steps,) = ax.plot([], [], zorder=3, **line)
    move = FancyArrowPatch(
        *((0, 0), (1, 0)),
        arrowstyle="-|>",
        mutation_scale=13,
        color=GRADIENT,
        lw=2,
        shrinkA=0,
        shrinkB=0,
        zorder=4.5,
    )
    ax.add_patch(move)
    (start,) = ax.plot([], [], "o", ms=9, mfc="none", mec=INK, mew=1.6, zorder=5)
    (now,) = ax.plot([], [], "o", ms=10, color=HIGHLIGHT, mec="white", mew=1.5, zorder=6)
    return steps, move, start, now


def show_walk(picture, places, t):
    """Show the start, the way up to iterate t, and where it is now.

    Returns
    -------
    bool
        Whether iterate t is shown; the path may have left the panel for good before.
    """
    walked = places[: t + 1]
    picture.steps.set_data(*walked.T)
    picture.start.set_data(*places[:1].T)
    here = len(walked) == t + 1
    picture.now.set_data(*(walked[-1:].T if here else ([], [])))
    return here


def show_move(arrow, ax, places, t, horizontal=False):
    """Let an arrow go from iterate t to the next one; hide it where it would be a dot."""
    there = t + 1 < len(places)
    if there:
        tail, head = places[t], places[t + 1]
        if horizontal:
            head = np.array([head[0], tail[1]])
        pixels = ax.transAxes.inverted().transform(ax.transData.transform([tail, head]))
        there = np.hypot(*(pixels[1] - pixels[0])) > 0.03
    arrow.set_visible(bool(there))
    if there:
        arrow.set_positions(tail, head)


def within_reach(places, limits):
    """Cut a path where it is too far outside the panel to be drawn.

    Parameters
    ----------
    places : ndarray, shape (n, 2)
    limits : pair of (float, float)
        Of the panel, one for each axis.

    Returns
    -------
    ndarray, shape (k, 2)
        The first k places; one of them may lie outside, and is moved nearer in its direction.
    """
    limits = np.array(limits)
    middle, width = limits.mean(axis=1), np.ptp(limits, axis=1)
    away = np.abs((places - middle) / width).max(axis=1)
    far = np.flatnonzero(~(away < FARTHEST))
    if not far.size:
        return places
    kept = places[: far[0] + 1].copy()
    ratio = away[far[0]] / FARTHEST
    kept[-1] = middle + (kept[-1] - middle) / ratio if np.isfinite(ratio) else middle
    return kept if np.isfinite(ratio) else kept[:-1]


def mark_end(dot, places, limits, here):
    """Move a dot to the end of a path; beyond the panel it is a triangle at the edge.

    Parameters
    ----------
    dot : matplotlib.lines.Line2D
    places : ndarray, shape (k, 2)
        What `within_reach` left of the path so far.
    limits : pair of (float, float)
        Of the panel, one for each axis.
    here : bool
        Whether the last place is where the path ends. One that was cut went out of the panel
        there; if even that cannot be seen, the dot is hidden.
    """
    low, high = np.transpose(limits)
    place = np.clip(places[-1], low, high)
    beyond = (places[-1] - place) / (high - low)
    axis = int(np.abs(beyond).argmax())
    side = int(np.sign(beyond[axis]))
    dot.set_data(*(place[:, None] if here or side else ([], [])))
    dot.set_marker(BEYOND[axis][side] if side else "o")


def check_path(path, parameters):
    """Refuse a path with another number of parameters."""
    if np.ndim(path.thetas) != 2 or path.thetas.shape[1] != parameters:
        raise ValueError(
            f"path has thetas of shape {np.shape(path.thetas)}, but this picture needs "
            f"(T + 1, {parameters}); start gradient_descent with "
            f"{parameters} number{'s' if parameters > 1 else ''}."
        )


def checked_step(path, t):
    """Return the step to show: the last one by default."""
    last = len(path.losses) - 1
    return last if t is None else whole_number(t, "t", at_least=0, at_most=last)
