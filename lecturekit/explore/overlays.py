"""The pictures of a film, small: one in full, of each other one only what differs.

Picture r steps away from the full one lies over the picture r & (r − 1) steps away, that is r
without its lowest binary digit 1: half of the pictures differ by a single step from what they
lie over, and of 40 pictures a page never has to lay more than six upon each other.
"""

import io

import numpy as np
from PIL import Image, ImageFilter

# Differences of so many levels of 255 are not seen in a picture that moves, but they cost most
# of the bytes where shades change smoothly. What changes is rounded to multiples of it, which
# white and black are.
LEVELS = 5
# A browser that scales the pictures blends neighbours. Beside a difference of so many levels the
# neighbours are drawn again, so that it blends equals, and nothing of what lies below shines
# through along the edges.
STRONG = 20


def overlays(pictures, full):
    """Encode the pictures of a film as lossless WebP.

    Shown with all that it lies over, each looks as it was drawn: no channel of any pixel is
    off by more than `LEVELS`.

    Parameters
    ----------
    pictures : sequence of array, shape (height, width, 3), uint8
    full : int
        The one that is kept in full.

    Returns
    -------
    list of (bytes, int or None)
        Each picture, transparent where it shows what it lies over, and the place of that;
        None for the full one.
    """
    shown, encoded = {}, {}
    for place in sorted(range(len(pictures)), key=lambda place: abs(place - full)):
        picture, below = pictures[place], lies_over(place, full)
        if below is None:
            shown[place], encoded[place] = picture, (_webp(picture), None)
        else:
            new = _differs(picture, shown[below])
            rounded = np.where(new, _rounded(picture), 0)
            shown[place] = np.where(new, rounded, shown[below])
            encoded[place] = _webp(np.dstack([rounded, np.where(new, 255, 0)])), below
    return [encoded[place] for place in range(len(pictures))]


def lies_over(place, full):
    """Return the place of the picture that this one lies over; None for the full one."""
    steps = abs(place - full)
    if steps == 0:
        return None
    nearer = steps & (steps - 1)
    return full + nearer if place > full else full - nearer


def _rounded(pixels):
    return (np.rint(pixels / np.float32(LEVELS)) * LEVELS).astype(np.uint8)


def _differs(picture, below):
    """Mark the pixels to draw: those that differ, and those beside a strong difference."""
    difference = np.abs(picture.astype(np.int16) - below).max(axis=2)
    strong = Image.fromarray(difference > STRONG).convert("L").filter(ImageFilter.MaxFilter(3))
    return ((difference > LEVELS) | (np.asarray(strong) > 0))[:, :, None]


def _webp(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "WEBP", lossless=True, method=3)
    return file.getvalue()
