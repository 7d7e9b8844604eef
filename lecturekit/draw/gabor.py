"""The receptive field of a simple cell in the visual cortex, as a Gabor function.

Part 2, neuroscience.
"""

from typing import Any, NamedTuple

import numpy as np

from lecturekit.checks import number, whole_number
from lecturekit.draw.style import DIVERGING, HIGHLIGHT, INK, MUTED

RESOLUTION = 161


class Gabor(NamedTuple):
    """The artists of `draw_gabor`."""

    image: Any
    scale: Any
    cut: Any
    profile: Any
    envelope: list


def gabor(x, y, wavelength=1.2, width=0.45, angle=30.0, phase=0.0, aspect=0.6):
    """Return a wave under a bell: g = exp(−(u² + γ²v²) / 2s²) · cos(2πu/λ + φ).

    Parameters
    ----------
    x, y : array_like
        Place in degrees of visual angle, of equal shapes.
    wavelength : float
        λ in degrees of visual angle.
    width : float
        Standard deviation s of the bell across the stripes, in degrees of visual angle.
    angle : float
        Direction of u, across the stripes, in degrees from the horizontal.
    phase : float
        φ in degrees: 0 has a bright stripe in the middle, 90 an edge.
    aspect : float
        γ: below 1 the field is longer along its stripes than across.

    Returns
    -------
    ndarray, shape of `x`

    Notes
    -----
    Gabor (1946); Jones and Palmer (1987), Journal of Neurophysiology 58(6), measured that
    simple cells of the cat are well described by it. u and v are x and y turned by `angle`.
    """
    for name, value in (("wavelength", wavelength), ("width", width), ("aspect", aspect)):
        number(value, name, above=0)
    turn = np.radians(number(angle, "angle"))
    x, y = np.asarray(x, float), np.asarray(y, float)
    u = x * np.cos(turn) + y * np.sin(turn)
    v = -x * np.sin(turn) + y * np.cos(turn)
    bell = np.exp(-(u**2 + (aspect * v) ** 2) / (2 * width**2))
    return bell * np.cos(2 * np.pi * u / wavelength + np.radians(number(phase, "phase")))


def draw_gabor(axes, reach=1.5, pixels=None, **shape):
    """Draw a receptive field from above, and a cut through it across its stripes.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Field and cut; 8 × 3.4 inches.
    reach : float
        Half the side of the square to show, in degrees of visual angle.
    pixels : int, optional
        Show so many pixels a side, like the filter of a network; smooth without it.
    **shape
        Passed on to `gabor`: ``wavelength``, ``width``, ``angle``, ``phase``, ``aspect``.

    Returns
    -------
    Gabor
        Named artists.

    Raises
    ------
    ValueError
        If `axes` are not two, or a length is not positive.
    """
    axes = np.ravel(axes)
    if len(axes) != 2:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but the field and the cut need 2; "
            "make them with new_figure(8, 3.4, columns=2)."
        )
    reach = number(reach, "reach", above=0)
    side = RESOLUTION if pixels is None else whole_number(pixels, "pixels", at_least=2)
    half = reach / side
    grid = np.linspace(-reach + half, reach - half, side)
    field = gabor(*np.meshgrid(grid, grid), **shape)
    image = axes[0].imshow(
        field,
        extent=(-reach, reach, -reach, reach),
        origin="lower",
        cmap=DIVERGING,
        vmin=-1,
        vmax=1,
        interpolation="nearest" if pixels else "bilinear",
    )
    axes[0].set(xlabel="visual angle (degrees)", ylabel="visual angle (degrees)")
    axes[0].set_title("receptive field")
    bar = axes[0].figure.colorbar(image, ax=axes[0], fraction=0.046, pad=0.03)
    bar.set_ticks([-1, 0, 1], labels=["light\ninhibits", "no\neffect", "light\nexcites"])
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
    turn = np.radians(shape.get("angle", 30.0))
    way = reach * np.array([np.cos(turn), np.sin(turn)]) / max(abs(np.cos(turn)), abs(np.sin(turn)))
    (cut,) = axes[0].plot(*np.outer(way, [-1, 1]), color=HIGHLIGHT, lw=1.8, ls=(0, (4, 2)))
    u = np.linspace(-reach, reach, 401)
    across = gabor(u * np.cos(turn), u * np.sin(turn), **shape)
    bell = np.exp(-(u**2) / (2 * shape.get("width", 0.45) ** 2))
    axes[1].axhline(0, color=MUTED, lw=0.8)
    envelope = [
        axes[1].plot(u, sign * bell, color=MUTED, lw=1.2, ls=":", label=label)[0]
        for sign, label in ((1, "bell"), (-1, "_lower bell"))
    ]
    (profile,) = axes[1].plot(u, across, color=HIGHLIGHT, lw=2.4, label="wave × bell")
    axes[1].set(xlim=(-reach, reach), ylim=(-1.1, 1.35), xlabel="along the dashed line (degrees)")
    axes[1].set_ylabel("effect of light", color=INK)
    axes[1].set_title("cut across the stripes")
    axes[1].legend(loc="upper right", ncols=2)
    return Gabor(image, bar, cut, profile, envelope)
