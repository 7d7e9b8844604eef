"""Small PNGs: as few colours as the eye needs, so that a notebook is small enough to be shown.

A figure has thousands of colours, nearly all of them on the edges of lines and letters, where
one shade more or less is not seen. A wide area is different: there a step of a few levels is
seen as a line. So each colour may move by as much as its surroundings hide, and one of few
colours stands for all those near it. White and every other colour that `palette` names stay exactly
what they are.
"""

import io
import re

import numpy as np
from PIL import Image

from lecturekit.draw import palette

# How far the neighbours of a pixel may lie from it, in levels of 255, where a colour changes
# slowly, where it changes fast, and at an edge; and how far its own colour may move there.
SURROUNDINGS = ((1, 2), (6, 5), (255, 24))
ENOUGH = 30  # pixels; an area with fewer of one colour is treated like an edge
# Lightness, red minus green, blue minus green: as they weigh in the distance of two colours.
AXES = np.array([[2 / 7, 1.2, 0], [4 / 7, -1.2, -1], [1 / 7, 0, 1]], np.float32)
MOST = 256  # colours that a palette holds
FEWEST = 17  # with fewer Pillow puts two pixels into a byte, and the file grows by a fifth
SHADES = str([value for name, value in vars(palette).items() if name.isupper()])
NAMED = [int(digits, 16) for digits in re.findall(r"#([0-9A-F]{6})\b", SHADES)]


def encode(pixels):
    """Return an opaque picture as a PNG with a palette; the same pixels give the same bytes.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue, and opacity, which is not looked at.

    Returns
    -------
    bytes
    """
    red, green, blue = (np.ascontiguousarray(pixels[:, :, k]) for k in range(3))
    code = (red * np.uint32(65536) + green * np.uint32(256) + blue).ravel()
    # A row of equal pixels counts as one: that leaves a tenth of them to be sorted.
    starts = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]]))
    codes, which = np.unique(code[starts], return_inverse=True)
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.uint8)
    steps = _steps(red, green, blue).ravel()
    counts = [
        np.bincount(which, np.add.reduceat(steps <= most, starts, dtype=np.int64))
        for most, _ in SURROUNDINGS
    ]
    # A photograph would need more colours than there are places: then all may move further.
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
    """Choose few of the colours; return them, and for each colour the place of its nearest.

    `counts` holds for each of the SURROUNDINGS how often each colour occurs in them. First come
    the named colours, then, from the most frequent on, each one that is near to none before it.
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
