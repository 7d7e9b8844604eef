"""Compare two rendered pictures pixel by pixel."""

import base64
import io

import numpy as np
from PIL import Image

# A stored picture has few colours, and a hair's difference in the drawing may make it choose others
# for its edges: each pixel may be off by 24 levels in both pictures. What moved differs by more.
VISIBLE = 60 / 255


def pixels(png):
    """Decode base64 text as under ``image/png`` in a notebook's output.

    Returns
    -------
    numpy.ndarray, shape (height, width, 4)
        Red, green, blue and opacity, from 0 to 1.
    """
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    return np.asarray(image, dtype=np.float32) / np.float32(255)


def same_pixels(old, new, rounding=2 / 255):
    """Tell whether two PNGs show the same, up to `rounding` in every pixel.

    Two machines may differ in the last bit of a shade; another compressor changes every
    byte of the file and not one pixel.
    """
    if old == new:
        return True
    old, new = pixels(old), pixels(new)
    return old.shape == new.shape and float(np.abs(old - new).max()) <= rounding


def visible_difference(old, new, largest_rms=3 / 255, largest_share=0.001):
    """Say in a few words how two PNGs differ to the eye, or return None.

    A label that another machine rounds to the neighbouring pixel stays below both limits;
    a curve that moved by a third of a percent of the picture's height does not.

    Parameters
    ----------
    old, new : str
        Base64 text of the two PNGs.
    largest_rms : float
        Root mean square of all differences that is still tolerated, from 0 to 1.
    largest_share : float
        Share of pixels that may differ by more than 60 of 255 levels.
    """
    if old == new:
        return None
    old, new = pixels(old), pixels(new)
    if old.shape != new.shape:
        sizes = [f"{width} × {height}" for height, width, _ in (old.shape, new.shape)]
        return f"the picture's size was {sizes[0]} and became {sizes[1]} pixels"
    difference = np.abs(old - new)
    rms = float(np.sqrt(np.mean(difference**2)))
    share = float(np.mean(difference.max(axis=2) > VISIBLE))
    if rms <= largest_rms and share <= largest_share:
        return None
    return f"{share:.2%} of the pixels changed visibly (rms {255 * rms:.2f} of 255 levels)"
