"""Gradient descent seen from above: lines of equal J, and the way across them.

Part 3, gradient descent: every step stands at right angles to the line it starts from.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from lecturekit.checks import interval, vector, whole_number
from lecturekit.draw.descent_path import (
    check_path,
    checked_step,
    show_move,
    show_walk,
    walker,
    within_reach,
)
from lecturekit.draw.level_lines import level_line
from lecturekit.draw.style import MUTED, PAPER

RESOLUTION = 101
HEIGHTS = LinearSegmentedColormap.from_list("lecture_heights", [PAPER, "#B9C2D1"])


class DescentContours(NamedTuple):
    """The artists of `draw_descent_contours`, and their axes."""

    image: Any
    contours: Any
    steps: Any
    move: Any
    start: Any
    now: Any
    ax: Any


def draw_descent_contours(
    ax, f, path, xlim, ylim, t=None, levels=None, resolution=RESOLUTION, label="θ"
):
    """Draw a function of two parameters as contours, and the way that gradient descent takes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    f : callable
        Takes θ of shape (2,) and returns (J(θ), ∇J(θ)), as `gradient_descent` needs it.
    path : lecturekit.gradient_descent.Path
        What `gradient_descent` returned for `f`.
    xlim, ylim : (float, float)
        The part of the plane to show. With the same unit on both axes, which this function
        sees to, a step stands at right angles to the contours.
    t : int, optional
        The step to stop at; by default the last.
    levels : sequence of float, optional
        Values of J on the contours; by default twelve, dense at the bottom.
    resolution : int
        Points per side at which `f` is computed.
    label : str
        The letter of the parameters.

    Returns
    -------
    DescentContours
        Named artists. `update_descent_contours` takes it and shows another path or step.

    Raises
    ------
    ValueError
        If the path has not two parameters, or the limits are no interval.
    """
    check_path(path, 2)
    xlim, ylim = interval(xlim, "xlim"), interval(ylim, "ylim")
    resolution = whole_number(resolution, "resolution", at_least=2)
    x, y = np.linspace(*xlim, resolution), np.linspace(*ylim, resolution)
    J = np.array([[float(f(np.array([a, b]))[0]) for a in x] for b in y])
    low, high = float(np.nanmin(J)), float(np.nanmax(J))
    if levels is None:
        # Evenly spaced lines on a round bowl, whose J grows with the square of the distance.
        # 4π is irrational: no line goes through a point of the grid, where the last digit of J
        # would say which of two cells the line is in.
        levels = low + (high - low) * (np.arange(1, 13) / (4 * np.pi)) ** 2
    levels = vector(levels, "levels")
    half_x, half_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    image = ax.imshow(
        np.sqrt((J - low) / ((high - low) or 1.0)),
        extent=(x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y),
        origin="lower",
        aspect="auto",
        interpolation="bilinear",
        cmap=HEIGHTS,
        vmin=0,
        vmax=1,
        zorder=0.6,
    )
    lines = np.concatenate([level_line(x, y, J, level) for level in levels])
    (contours,) = ax.plot(*lines.T, color=MUTED, lw=0.8, zorder=1)
    ax.set(xlim=xlim, ylim=ylim, xlabel=f"{label}₁", ylabel=f"{label}₂")
    ax.set_box_aspect((ylim[1] - ylim[0]) / (xlim[1] - xlim[0]))
    picture = DescentContours(image, contours, *walker(ax), ax)
    update_descent_contours(picture, path, t)
    return picture


def update_descent_contours(picture, path, t=None):
    """Show another path, or another step of it, without making new artists.

    Parameters
    ----------
    picture : DescentContours
        What `draw_descent_contours` returned.
    path : lecturekit.gradient_descent.Path
    t : int, optional
        The step to stop at; by default the last.
    """
    check_path(path, 2)
    t = checked_step(path, t)
    ax = picture.ax
    places = within_reach(path.thetas, (ax.get_xlim(), ax.get_ylim()))
    show_walk(picture, places, t)
    show_move(picture.move, ax, places, t)
