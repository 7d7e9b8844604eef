"""Gradient descent on a curve: the tangent says which way is down, and how far the step goes.

Part 3, gradient descent: θ⁽ᵗ⁾ = θ⁽ᵗ⁻¹⁾ − α J′(θ⁽ᵗ⁻¹⁾), one parameter.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import interval
from lecturekit.draw.descent_path import (
    check_path,
    checked_step,
    show_move,
    show_walk,
    walker,
    within_reach,
)
from lecturekit.draw.style import GRADIENT, INK

SAMPLES = 401
TANGENT = 0.16  # half its length, as a share of the panel's width and height


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
    """Draw a function of one parameter and the way that gradient descent takes on it.

    The tangent at the present iterate is magenta, and so is the arrow of the next step, −α J′.

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
        Named artists. `update_descent_curve` takes it and shows another path or step.

    Raises
    ------
    ValueError
        If the path has more than one parameter, or the limits are no interval.
    """
    xlim = interval(xlim, "xlim")
    check_path(path, 1)
    x = np.linspace(*xlim, SAMPLES)
    values = np.array([float(f(np.array([place]))[0]) for place in x])
    if ylim is None:
        low, high = values.min(), values.max()
        air = 0.05 * ((high - low) or 1.0)
        ylim = (low - air, high + air)
    ax.set(xlim=xlim, ylim=interval(ylim, "ylim"), xlabel="parameter θ", ylabel="J(θ)")
    (curve,) = ax.plot(x, values, color=INK, lw=2.2, zorder=2)
    (tangent,) = ax.plot([], [], color=GRADIENT, lw=2, zorder=4)
    picture = DescentCurve(curve, tangent, *walker(ax), f, ax)
    update_descent_curve(picture, path, t)
    return picture


def update_descent_curve(picture, path, t=None):
    """Show another path, or another step of it, without making new artists.

    Parameters
    ----------
    picture : DescentCurve
        What `draw_descent_curve` returned.
    path : lecturekit.gradient_descent.Path
    t : int, optional
        The step to stop at; by default the last.
    """
    check_path(path, 1)
    t = checked_step(path, t)
    ax = picture.ax
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    places = np.column_stack([path.thetas[:, 0], path.losses])
    places = within_reach(places, ((x0, x1), (y0, y1)))
    here = show_walk(picture, places, t)

    theta = path.thetas[t]
    J, slope = (float(np.squeeze(value)) for value in picture.f(theta))
    # The tangent is equally long on the page however steep it is.
    share = slope * (x1 - x0) / (y1 - y0)
    reach = TANGENT * (x1 - x0) / np.hypot(1, share) * np.array([-1, 1])
    picture.tangent.set_data(
        *((theta[0] + reach, J + slope * reach) if here else ([np.nan], [np.nan]))
    )
    show_move(picture.move, ax, places, t, horizontal=True)
