"""Activation functions with their slopes, and what the slopes do over many layers."""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from lecturekit.activations import Activation
from lecturekit.checks import finite, vector
from lecturekit.draw.history import CURVES, DASHES
from lecturekit.draw.labels import label_ends
from lecturekit.draw.style import FAINT, GRADIENT, INK, MUTED

SATURATED = 0.05  # a slope smaller than this passes next to nothing back


class ActivationPicture(NamedTuple):
    """The artists of `draw_activation`; lists, because a jump cuts a curve in two."""

    value: list
    derivative: list
    saturation: list
    jumps: Any


def draw_activation(ax, activation, zlim=(-5, 5), ylim=None, explain=True):
    """Draw an activation function, its derivative, and where it saturates.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    activation : lecturekit.activations.Activation
        Any but softmax, which is not a function of one number.
    zlim : (float, float)
        Part of the z axis to show.
    ylim : (float, float), optional
        Limits of the vertical axis; chosen to fit both curves if not given.
    explain : bool
        Whether to add a legend and axis labels.

    Returns
    -------
    ActivationPicture
        Named artists: ``value``, ``derivative``, ``saturation`` (lists) and ``jumps``.

    Notes
    -----
    Shaded are the tails in which |σ′(z)| < 0.05, provided that the slope goes on to vanish
    farther out: there the neuron is saturated. At a kink or a jump the derivative does not
    exist, and the curve has open ends or a gap. Part 1, activation functions.
    """
    _elementwise(activation)
    low, high = vector(zlim, "zlim", 2)
    breaks = [z for z in breaks_of(activation) if low < z < high]
    value, derivative, saturation = [], [], []
    ends = [low, *breaks, high]
    for start, stop in pairwise(ends):
        z = np.linspace(start, stop, 401)
        inside = z.copy()
        # Next to a break, draw what holds on this side of it, not what holds at it.
        inside[0] += 1e-9 * (start in breaks)
        inside[-1] -= 1e-9 * (stop in breaks)
        value += ax.plot(z, activation(inside), color=INK, lw=2.5, zorder=3)
        # At a break there is no derivative: leave a gap.
        gap = 0.015 * (high - low)
        part = np.clip(inside, start + gap * (start in breaks), stop - gap * (stop in breaks))
        slope = activation.derivative(part)
        derivative += ax.plot(part, slope, color=GRADIENT, lw=2, ls=(0, (4, 2)), zorder=4)
    for start, stop in saturated_tails(activation, low, high):
        saturation.append(ax.axvspan(start, stop, color=FAINT, alpha=0.7, lw=0, zorder=0))
    jumps = _draw_ends(ax, activation, breaks)
    ax.axhline(0, color=MUTED, lw=0.6, zorder=1)
    ax.axvline(0, color=MUTED, lw=0.6, zorder=1)
    ax.set(xlim=(low, high), ylim=ylim or _room(value + derivative))
    ax.set_title(activation.title)
    if explain:
        ax.set(xlabel="pre-activation z", ylabel="value")
        value[0].set_label("σ(z)")
        derivative[0].set_label("derivative σ′(z)")
        handles = [value[0], derivative[0]]
        if saturation:
            saturation[0].set_label(f"saturated: |σ′| < {SATURATED:g}")
            handles.append(saturation[0])
        _place_legend(ax, handles)
    return ActivationPicture(value, derivative, saturation, jumps)


def draw_activation_zoo(axes, activations, zlim=(-5, 5), ylim=(-1.3, 2.6)):
    """Draw several activation functions to the same scale, one in each panel.

    Parameters
    ----------
    axes : array of matplotlib.axes.Axes
        At least as many as there are activations; the rest is hidden.
    activations : sequence of lecturekit.activations.Activation
    zlim, ylim : (float, float)
        Limits of every panel.

    Returns
    -------
    dict of str to ActivationPicture
        The artists of each activation by its name.
    """
    panels = list(np.ravel(axes))
    if len(panels) < len(activations):
        raise ValueError(
            f"axes has {len(panels)} panels, but there are {len(activations)} activations; "
            "make more rows or columns with new_figure(rows=…, columns=…)."
        )
    pictures = {}
    for ax, activation in zip(panels, activations, strict=False):
        pictures[activation.name] = draw_activation(ax, activation, zlim, ylim, explain=False)
        ax.locator_params(axis="x", nbins=5, integer=True)
        ax.locator_params(axis="y", nbins=4, integer=True)
        if ax.get_subplotspec() is None or ax.get_subplotspec().is_last_row():
            ax.set_xlabel("z")
    for ax in panels[len(activations) :]:
        ax.set_axis_off()
    first = next(iter(pictures.values()), None)
    if first is not None:
        _name_curves(panels, pictures, first)
    return pictures


def draw_gradient_through_layers(ax, activations, depths=20, z=1.0, floor=1e-16):
    """Draw what is left of a gradient after it has passed back through many activations.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    activations : sequence of lecturekit.activations.Activation
    depths : int or array_like of int
        Number of layers, or the depths at which to look, in increasing order.
    z : float or array_like, shape (layers,)
        Pre-activation, the same in every layer or one for each.
    floor : float
        Lower end of the logarithmic axis; where a factor is smaller the curve leaves the panel.

    Returns
    -------
    dict of str to matplotlib.lines.Line2D
        The curve of each activation by its name.

    Notes
    -----
    The factor is the product of the slopes σ′(z₁) σ′(z₂) ⋯; the weights' part of the chain
    rule is left out. Part 1 shows it, Part 3 explains it.
    """
    depths = np.arange(depths + 1) if np.ndim(depths) == 0 else np.asarray(depths, int)
    if depths.size == 0 or depths.min() < 0:
        raise ValueError("depths must hold at least one depth, and none below 0.")
    z = np.broadcast_to(finite(z, "z"), depths.max()) if np.ndim(z) == 0 else vector(z, "z")
    if z.size < depths.max():
        raise ValueError(
            f"z has {z.size} pre-activations, but the deepest network has {depths.max()} layers; "
            "give one for each layer."
        )
    lines, ends = {}, {}
    ceiling = 2.0
    for i, activation in enumerate(activations):
        _elementwise(activation)
        with np.errstate(over="ignore"):
            products = np.concatenate([[1.0], np.cumprod(np.abs(activation.derivative(z)))])
        # Zero has no logarithm: it is drawn far below the axis, and said in words.
        factors = np.clip(products[depths], floor / 1e6, 1e300)
        ceiling = max(ceiling, factors.max() * 2)
        name = activation.title
        lines[activation.name] = ax.plot(
            depths,
            factors,
            color=CURVES[i % len(CURVES)],
            ls=DASHES[i % len(DASHES)],
            marker="o" if depths.size <= 50 else None,
            ms=4,
            label=name,
        )[0]
        if factors[-1] < floor:
            name += " = 0" if products[depths][-1] == 0 else " ↓"
        ends[name] = (depths[-1], factors[-1])
    ax.set_yscale("log")
    ax.set(xlabel="layers passed", ylabel="what is left of the gradient")
    ax.set(xlim=(depths[0], depths[-1] or 1), ylim=(floor / 1.5, ceiling))
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.grid(axis="y")
    label_ends(ax, ends, [line.get_color() for line in lines.values()])
    return lines


def _elementwise(activation):
    if not isinstance(activation, Activation):
        raise TypeError(
            f"activation is {activation!r}; pass an object of lecturekit.activations, such as tanh."
        )
    if activation.name == "softmax":
        raise ValueError(
            "softmax has as many inputs as outputs and cannot be drawn over one z; "
            "draw any of the others."
        )


def breaks_of(activation):
    """Return z = 0 if the value or the slope jumps there, as it does for step and ReLU."""
    left, right = np.array([-1e-7]), np.array([1e-7])
    gap = max(
        abs(activation(right) - activation(left))[0],
        abs(activation.derivative(right) - activation.derivative(left))[0],
    )
    return [0.0] if gap > 1e-3 else []


def saturated_tails(activation, low, high):
    """Return the tails in which the slope stays small; a mere dip at a minimum does not count."""
    z = np.linspace(low, high, 4001)
    flat = np.abs(activation.derivative(z)) < SATURATED
    # The small slope of a leaky ReLU never gets smaller: that is not saturation.
    vanishing = np.abs(activation.derivative(np.array([-1e3, 1e3]))) < 0.1 * SATURATED
    if flat.all() and vanishing.all():
        return [(low, high)]
    tails = []
    if flat[0] and vanishing[0]:
        tails.append((low, z[np.argmin(flat)]))
    if flat[-1] and vanishing[1]:
        tails.append((z[len(z) - 1 - np.argmin(flat[::-1])], high))
    return tails


def _draw_ends(ax, activation, breaks):
    """Mark the ends at a jump: filled where the value is taken, open where it is not.

    The derivative's ends are both open, whatever number the code returns there.
    """
    marks = []
    for z in breaks:
        for function, colour in ((activation, INK), (activation.derivative, GRADIENT)):
            left, at, right = function(np.array([z - 1e-9, z, z + 1e-9]))
            if abs(right - left) < 1e-3:
                continue
            for side in (left, right):
                taken = function is activation and abs(side - at) < 1e-6
                fill = colour if taken else "white"
                marks += ax.plot(z, side, "o", ms=6, mfc=fill, mec=colour, mew=1.5, zorder=5)
    return marks


def _place_legend(ax, handles):
    """Put it above a wide panel, beside the title; in short words below a narrow one."""
    width, height = ax.get_position().size * ax.figure.get_size_inches()
    if width > 5:
        place = {"loc": "lower right", "bbox_to_anchor": (1, 0.99), "handlelength": 2.2}
    else:
        below = -0.5 / height  # half an inch, clear of the axis label
        place = {"loc": "upper center", "bbox_to_anchor": (0.5, below), "handlelength": 1.5}
        for handle, name in zip(handles, ("σ", "σ′", "saturated"), strict=False):
            handle.set_label(name)
    ax.legend(handles=handles, ncols=3, borderpad=0.2, columnspacing=1.2, **place)


def _room(lines):
    values = np.concatenate([line.get_ydata() for line in lines])
    low, high = min(values.min(), 0), max(values.max(), 1)
    return low - 0.12 * (high - low), high + 0.12 * (high - low)


def _name_curves(panels, pictures, first):
    handles = [first.value[0], first.derivative[0]]
    names = ["σ(z)", "σ′(z)"]
    shaded = [picture.saturation[0] for picture in pictures.values() if picture.saturation]
    if shaded:
        handles.append(shaded[0])
        names.append(f"saturated: |σ′| < {SATURATED:g}")
    panels[0].figure.legend(
        handles, names, loc="outside upper right", ncols=len(names), handlelength=2.2
    )
