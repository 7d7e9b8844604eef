"""Where a function of the plane takes a value: a line that can be moved without a new artist.

Matplotlib's contours are made anew for every function. A live figure wants one line whose
points change, so the crossings of a grid's cells are found here (marching squares, Lorensen
and Cline 1987 in two dimensions).
"""

import numpy as np

# The sides of a cell as pairs of its corners; corners run around it.
SIDES = ((0, 1), (1, 2), (2, 3), (3, 0))


def level_line(x, y, values, level=0.0):
    """Return the points {values = level} as pieces of a line.

    Parameters
    ----------
    x : ndarray, shape (m,)
    y : ndarray, shape (n,)
        The grid, ascending.
    values : ndarray, shape (n, m)
        The function at every point of the grid; a cell with a NaN has no line.
    level : float

    Returns
    -------
    ndarray, shape (3 k, 2)
        k pieces: start, end, and a row of NaN that lifts the pen.
    """
    offset = np.asarray(values, float) - level
    corners = np.stack(
        [offset[:-1, :-1], offset[:-1, 1:], offset[1:, 1:], offset[1:, :-1]], axis=-1
    ).reshape(-1, 4)
    X, Y = np.meshgrid(x, y)
    places = np.stack(
        [
            np.stack([axis[:-1, :-1], axis[:-1, 1:], axis[1:, 1:], axis[1:, :-1]], axis=-1)
            for axis in (X, Y)
        ],
        axis=-1,
    ).reshape(-1, 4, 2)
    above = corners >= 0
    crossed = np.isfinite(corners).all(axis=1) & (above.any(axis=1) != above.all(axis=1))
    corners, places, above = corners[crossed], places[crossed], above[crossed]
    points = np.full((len(corners), 4, 2), np.nan)
    for side, (i, j) in enumerate(SIDES):
        cut = above[:, i] != above[:, j]
        share = corners[cut, i] / (corners[cut, i] - corners[cut, j])
        points[cut, side] = places[cut, i] + share[:, None] * (places[cut, j] - places[cut, i])
    # A cell has two crossings, or four at a saddle: then sides 0, 1 and 2, 3 belong together.
    order = np.argsort(np.isnan(points[:, :, 0]), axis=1, kind="stable")
    points = np.take_along_axis(points, order[:, :, None], axis=1)
    pairs = points.reshape(-1, 2, 2)
    pairs = pairs[np.isfinite(pairs).all(axis=(1, 2))]
    lifted = np.full((len(pairs), 1, 2), np.nan)
    return np.concatenate([pairs, lifted], axis=1).reshape(-1, 2)
