"""The plane shaded by the output of a neuron, fast enough to follow a slider."""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.draw.planes import PROBABILITY, field, line_in_box
from lecturekit.draw.style import INK, MUTED

ACROSS = 140  # colours are computed on this many points per side; between them they are blended
COLOURS = (255 * PROBABILITY(np.linspace(0, 1, 256))).round().astype(np.uint8)


class Plane(NamedTuple):
    """A shaded part of the plane with the boundary of a neuron.

    ``image`` is the shading, ``boundary`` the line wᵀx + b = 0, ``contours`` are the lines
    on which wᵀx + b has the values `levels`, and ``points`` the grid, shape (m, 2).
    """

    ax: Any
    image: Any
    boundary: Any
    contours: list
    levels: tuple
    points: np.ndarray


def shaded_plane(ax, xlim, ylim, levels=()):
    """Prepare `ax` for `shade`; returns a `Plane`.

    The shading shows where the panel ends, so it needs no frame, which every move would redraw.
    """
    ax.set(xlim=xlim, ylim=ylim)
    ax.spines[:].set_visible(False)
    x, y = np.linspace(*xlim, ACROSS), np.linspace(*ylim, ACROSS)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    blank = np.full((ACROSS, ACROSS, 4), 255, np.uint8)
    # Above the axis, below everything else.
    look = {"margin": False, "interpolation": "nearest", "zorder": 0.6}
    image = field(ax, blank, xlim, ylim, **look)
    contours = [ax.plot([], [], color=MUTED, lw=0.8, zorder=1)[0] for _ in levels]
    (boundary,) = ax.plot([], [], color=INK, lw=2.2, zorder=1.5, solid_capstyle="butt")
    return Plane(ax, image, boundary, contours, tuple(levels), points)


def shade(plane, w, b, share):
    """Show a neuron: shade by ``share(z)``, which maps z = wᵀx + b to [0, 1], and draw its lines.

    Parameters
    ----------
    plane : Plane
    w : array_like, shape (2,)
    b : float
    share : callable
        From blue (0) through white (½) to orange (1); takes and returns arrays.
    """
    z = plane.points @ np.asarray(w, float) + b
    index = np.nan_to_num(255 * np.asarray(share(z)), nan=127.5).clip(0, 255)
    plane.image.set_data(COLOURS[index.astype(np.uint8)].reshape(ACROSS, ACROSS, 4))
    limits = plane.ax.get_xlim(), plane.ax.get_ylim()
    plane.boundary.set_data(*line_in_box(w, b, *limits).T)
    for line, level in zip(plane.contours, plane.levels, strict=True):
        line.set_data(*line_in_box(w, b - level, *limits).T)
