"""Gradient descent in a picture: on a curve, across contours, and over the loss of a network.

Part 3, gradient descent: θ⁽ᵗ⁾ = θ⁽ᵗ⁻¹⁾ − α ∇J(θ⁽ᵗ⁻¹⁾). The tangent of a curve shows which way is
down; every step is perpendicular to the contour it starts from.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.ticker import MaxNLocator

from lecturekit.draw.palette import BOWL, VALLEYS
from lecturekit.draw.planes import field, level_line
from lecturekit.draw.sheet import Sheet
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED, PAPER

RESOLUTION = 101
HEIGHTS = LinearSegmentedColormap.from_list("lecture_heights", [PAPER, BOWL])
# Darker at the top than the bowls: the valleys of a landscape are what matters.
SHADES = LinearSegmentedColormap.from_list("lecture_landscape", [PAPER, VALLEYS])
LEVELS = 0.01 * 2 ** (np.arange(27) / 2)  # of a landscape: every second one doubles J
TANGENT = 0.16  # half its length, as a fraction of the panel's width and height
FARTHEST = 20  # widths of the panel; a path is not drawn beyond, where Matplotlib would overflow
BEYOND = {-1: "<", 1: ">"}, {-1: "v", 1: "^"}  # marks of what has left the panel, for each axis


class DescentCurve(NamedTuple):
    """The artists of `draw_descent_curve`, and what `update_descent_curve` needs."""

    curve: Any
    tangent: Any
    steps: Any
    move: Any
    start: Any
    now: Any
    f: Any
    ax: Any


def draw_descent_curve(ax, f, path, xlim, ylim=None, t=None):
    """Draw a function of one parameter and the path of gradient descent on it.

    The tangent at the current iterate is magenta, and so is the arrow of the next step, −α J′.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
        Takes θ of shape (1,) and returns (J(θ), ∇J(θ)), as `gradient_descent` needs it.
    path : lecturekit.gradient_descent.Path
        What `gradient_descent` returned for `f`.
    xlim : (float, float)
        The part of the θ-axis to show.
    ylim : (float, float), optional
        The part of the J-axis; by default all of the curve.
    t : int, optional
        The step to stop at; by default the last. It shows the arrow of the step that comes next.

    Returns
    -------
    DescentCurve
        `update_descent_curve` takes it and shows another path or step.
    """
    x = np.linspace(*xlim, 401)
    values = np.array([float(f(np.array([place]))[0]) for place in x])
    air = 0.05 * (np.ptp(values) or 1.0)
    ylim = ylim or (values.min() - air, values.max() + air)
    ax.set(xlim=xlim, ylim=ylim, xlabel="parameter θ", ylabel="J(θ)")
    (curve,) = ax.plot(x, values, color=INK, lw=2.2, zorder=2)
    (tangent,) = ax.plot([], [], color=GRADIENT, lw=2, zorder=4)
    picture = DescentCurve(curve, tangent, *_walker(ax), f, ax)
    update_descent_curve(picture, path, t)
    return picture


def update_descent_curve(picture, path, t=None):
    """Show another path, or another step of it, without making new artists."""
    ax, t = picture.ax, len(path.losses) - 1 if t is None else t
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    places = np.column_stack([path.thetas[:, 0], path.losses])
    places = within_reach(places, ((x0, x1), (y0, y1)))
    here = _show_walk(picture, places, t, horizontal=True)
    theta = path.thetas[t]
    J, slope = (float(np.squeeze(value)) for value in picture.f(theta))
    # The tangent is equally long on the page however steep it is.
    share = slope * (x1 - x0) / (y1 - y0)
    reach = TANGENT * (x1 - x0) / np.hypot(1, share) * np.array([-1, 1])
    picture.tangent.set_data(
        *((theta[0] + reach, J + slope * reach) if here else ([np.nan], [np.nan]))
    )


class DescentContours(NamedTuple):
    """The artists of `draw_descent_contours`, and their axes."""

    image: Any
    contours: Any
    steps: Any
    move: Any
    start: Any
    now: Any
    ax: Any


def draw_descent_contours(ax, f, path, xlim, ylim, t=None, resolution=RESOLUTION):
    """Draw a function of two parameters as contours, and the path of gradient descent.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
        Takes θ of shape (2,) and returns (J(θ), ∇J(θ)), as `gradient_descent` needs it.
    path : lecturekit.gradient_descent.Path
        What `gradient_descent` returned for `f`.
    xlim, ylim : (float, float)
        The part of the plane to show. Both axes get the same unit, so steps are perpendicular to
        the contours.
    t : int, optional
        The step to stop at; by default the last.
    resolution : int
        Points per side at which `f` is computed.

    Returns
    -------
    DescentContours
        `update_descent_contours` takes it and shows another path or step.
    """
    x, y = np.linspace(*xlim, resolution), np.linspace(*ylim, resolution)
    J = np.array([[float(f(np.array([a, b]))[0]) for a in x] for b in y])
    low, high = float(np.nanmin(J)), float(np.nanmax(J))
    # Evenly spaced lines on a round bowl, whose J grows with the square of the distance.
    # 4π is irrational: no line goes through a point of the grid, where the last digit of J
    # would decide which of two cells the line is in.
    levels = low + (high - low) * (np.arange(1, 13) / (4 * np.pi)) ** 2
    shades = np.sqrt((J - low) / ((high - low) or 1.0))
    image = field(ax, shades, xlim, ylim, HEIGHTS, zorder=0.6)
    (contours,) = ax.plot(*level_line(x, y, J, levels).T, color=MUTED, lw=0.8, zorder=1)
    ax.set(xlim=xlim, ylim=ylim, xlabel="θ₁", ylabel="θ₂")
    ax.set_box_aspect((ylim[1] - ylim[0]) / (xlim[1] - xlim[0]))
    picture = DescentContours(image, contours, *_walker(ax), ax)
    update_descent_contours(picture, path, t)
    return picture


def update_descent_contours(picture, path, t=None):
    """Show another path, or another step of it, without making new artists."""
    ax = picture.ax
    places = within_reach(path.thetas, (ax.get_xlim(), ax.get_ylim()))
    _show_walk(picture, places, len(path.losses) - 1 if t is None else t)


# ---- the path --------------------------------------------------------------------------


def _walker(ax):
    """Make the artists that walk: the steps so far, the next move, the start, and now."""
    line = {"color": HIGHLIGHT, "lw": 1.5, "marker": "o", "ms": 4.5, "mew": 0}
    (steps,) = ax.plot([], [], zorder=3, **line)
    move = Sheet(ax).arrow((0, 0), (1, 0), GRADIENT, 2, head=(2.6, 5.2), zorder=4.5)
    (start,) = ax.plot([], [], "o", ms=9, mfc="none", mec=INK, mew=1.6, zorder=5)
    (now,) = ax.plot([], [], "o", ms=10, color=HIGHLIGHT, mec="white", mew=1.5, zorder=6)
    return steps, move, start, now


def _show_walk(picture, places, t, horizontal=False):
    """Show the start, the path up to iterate t, the current iterate, and the next move.

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
    there = t + 1 < len(places)
    if there:
        tail, head = places[t], places[t + 1]
        if horizontal:
            head = np.array([head[0], tail[1]])
        ax = picture.ax
        ends = ax.transAxes.inverted().transform(ax.transData.transform([tail, head]))
        there = np.hypot(*(ends[1] - ends[0])) > 0.03  # a shorter arrow would be a dot
    picture.move.set_visible(bool(there))
    if there:
        picture.move.set_positions(tail, head)
    return here


def within_reach(places, limits):
    """Cut off a path where it is too far outside the panel to be drawn.

    Parameters
    ----------
    places : ndarray, shape (n, 2)
    limits : pair of (float, float)
        Of the panel, one for each axis.

    Returns
    -------
    ndarray, shape (k, 2)
        The first k points; one of them may be outside, and is moved closer in its direction.
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
        Whether the path really ends at the last point. If it was cut off, it left the panel there;
        if even that is not visible, the dot is hidden.
    """
    low, high = np.transpose(limits)
    place = np.clip(places[-1], low, high)
    beyond = (places[-1] - place) / (high - low)
    axis = int(np.abs(beyond).argmax())
    side = int(np.sign(beyond[axis]))
    dot.set_data(*(place[:, None] if here or side else ([], [])))
    dot.set_marker(BEYOND[axis][side] if side else "o")


# ---- a landscape -----------------------------------------------------------------------


class LandscapePicture(NamedTuple):
    """The artists of `draw_landscape`."""

    image: Any
    contours: Any
    path: Any
    start: Any
    end: Any
    point: Any


def draw_landscape(ax, a, c, losses, path, point, label="J"):
    """Draw J(θ + a u + c v) as contours on a logarithmic scale: Part 3, training.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    a, c : ndarray, shapes (p,) and (q,)
        The grid, ascending.
    losses : ndarray, shape (q, p)
        J on the grid, as from `lecturekit.experiments.loss_landscape.loss_grid`.
    path : array_like, shape (T, 2)
        The training path in this plane, as from `lecturekit.experiments.loss_landscape.project`.
    point : (float, float)
        A point (a, c) to mark.
    label : str
        Label of the colour bar.

    Returns
    -------
    LandscapePicture
        `contour_lines`, `mark_way` and `mark_point` are for changing it.
    """
    a_limits, c_limits = a[[0, -1]], c[[0, -1]]
    norm = LogNorm(0.03, 8, clip=True)
    image = field(ax, losses, a_limits, c_limits, SHADES, norm, zorder=0.6)
    (contours,) = ax.plot(*contour_lines(a, c, losses).T, color=INK, lw=0.6, zorder=1)
    (way,) = ax.plot([], [], color=INK, lw=2.2, zorder=3)
    (start,) = ax.plot([], [], "o", ms=8, mfc="white", mec=INK, mew=1.6, zorder=4)
    (end,) = ax.plot([], [], "X", ms=9, color=INK, mec="white", mew=1.0, zorder=4)
    (here,) = ax.plot([], [], "o", ms=12, color=HIGHLIGHT, mec="white", mew=1.8, zorder=5)
    here.set(clip_on=False, in_layout=False)  # whole at the edge, too
    ax.set(xlim=a_limits, ylim=c_limits, xlabel="$a$", ylabel="$c$")
    ax.set_box_aspect(1)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5))
    bar = ax.figure.colorbar(image, ax=ax, fraction=0.045, pad=0.03, aspect=24)
    marks = (0.03, 0.1, 0.3, 1, 3)
    bar.set_ticks(marks, labels=[f"{mark:g}" for mark in marks])
    bar.minorticks_off()
    bar.set_label(label)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
    picture = LandscapePicture(image, contours, way, start, end, here)
    mark_way(picture, path)
    mark_point(picture, point)
    return picture


def contour_lines(a, c, losses):
    """Return the contours as one line with gaps, shape (k, 2).

    They are computed on log J, which is smoother between the points of the grid than J.
    """
    logs = np.log(np.maximum(losses, 1e-300))
    logs = np.where(np.isfinite(logs), logs, np.nan)
    return level_line(a, c, logs, np.log(LEVELS))


def mark_way(picture, path):
    """Move the training path."""
    path = np.asarray(path, float)
    picture.path.set_data(*path.T)
    picture.start.set_data(*path[:1].T)
    picture.end.set_data(*path[-1:].T)


def mark_point(picture, point):
    """Move the marked point."""
    picture.point.set_data(*np.reshape(point, (2, 1)))
