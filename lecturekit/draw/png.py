"""Small PNGs: only as many colours as the eye needs, so that a notebook is small enough to show.

A figure has thousands of colours, nearly all of them on the edges of lines and text, where a small
error in shade is invisible. In a large area, by contrast, a step of a few levels is visible as a
line. So each colour may shift by as much as its surroundings hide, and each of a few chosen
colours replaces all those near it. White and the other colours named in `palette` stay exact,
unless they cover fewer than `ENOUGH` pixels.
"""

import io
import re

import numpy as np
from PIL import Image

from lecturekit.draw import palette

# For slow colour gradients, fast gradients and edges: the largest difference from a neighbouring
# pixel, in levels out of 255, and how far a colour may shift there.
SURROUNDINGS = ((1, 2), (6, 5), (255, 24))
ENOUGH = 30  # pixels: a colour that covers fewer is treated as part of an edge
# Lightness, red minus green, blue minus green, as weighted in the distance between two colours.
AXES = np.array([[2 / 7, 1.2, 0], [4 / 7, -1.2, -1], [1 / 7, 0, 1]], np.float32)
MOST = 256  # number of colours that a palette can hold
FEWEST = 17  # with fewer, Pillow packs two pixels into a byte, and the file grows by a fifth
SHADES = str([value for name, value in vars(palette).items() if name.isupper()])
NAMED = [int(digits, 16) for digits in re.findall(r"#([0-9A-F]{6})\b", SHADES)]


def encode(pixels):
    """Return an opaque picture as a palette PNG; the same pixels give the same bytes.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity, which is ignored.

    Returns
    -------
    bytes
    """
    red, green, blue = (np.ascontiguousarray(pixels[:, :, k]) for k in range(3))
    code = (red * np.uint32(65536) + green * np.uint32(256) + blue).ravel()
    # Sort runs of equal pixels instead of single pixels: there are a tenth as many.
    starts = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]]))
    codes, which = np.unique(code[starts], return_inverse=True)
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.uint8)
    steps = _steps(red, green, blue).ravel()
    counts = [
        np.bincount(which, np.add.reduceat(steps <= most, starts, dtype=np.int64))
        for most, _ in SURROUNDINGS
    ]
    # A photograph would need more colours than a palette holds: let colours shift further.
    for further in 1, 2, 4, 8, 16:
        chosen, place = _few(colours, counts, np.isin(codes, NAMED), further)
        if len(chosen) < MOST:
            break
    places = np.repeat(place[which], np.diff(starts, append=code.size)).reshape(red.shape)
    image = Image.fromarray(places)
    image.putpalette(colours[chosen].tobytes() + bytes(3 * max(0, FEWEST - len(chosen))))
    file = io.BytesIO()
    image.save(file, "png", compress_level=9)
    return file.getvalue()


def _steps(*channels):
    """Return each pixel's largest difference from its four neighbours in any channel."""
    largest = np.zeros(channels[0].shape, np.uint8)
    left, right, above, below = np.s_[:, :-1], np.s_[:, 1:], np.s_[:-1], np.s_[1:]
    for channel in channels:
        for one, other in (left, right), (above, below):
            larger = np.maximum(channel[one], channel[other])
            step = larger - np.minimum(channel[one], channel[other])
            for side in one, other:
                np.maximum(largest[side], step, out=largest[side])
    return largest


def _few(colours, counts, named, further):
    """Choose a few colours; return their indices, and for each colour that of the nearest chosen.

    For each of the SURROUNDINGS, `counts` holds how often each colour occurs in it. Named colours
    are chosen first, then, most frequent first, each colour that is not near one already chosen.
    """
    at = colours @ AXES
    chosen, place = [], np.zeros(len(colours), np.uint8)
    distance = np.full(len(colours), np.inf, np.float32)
    radii = [further * radius for _, radius in SURROUNDINGS]
    rounds = [
        (counts[-1] * named, 0, ENOUGH),
        *zip(counts, radii, (ENOUGH, ENOUGH, 1), strict=True),
    ]
    for count, radius, enough in rounds:
        for colour in np.argsort(-count, kind="stable"):
            if count[colour] < enough or len(chosen) == MOST:
                break
            if distance[colour] > radius:
                away = np.linalg.norm(at - at[colour], axis=1)
                place[away < distance] = len(chosen)
                distance = np.minimum(distance, away)
                chosen.append(colour)
    return chosen, place
