"""Compare two rendered pictures pixel by pixel, and store them in few bytes."""

import base64
import io

import numpy as np
from PIL import Image

# A pixel that moved further than this is seen when the pictures are flipped. Less may be the doing
# of their palettes: a hair's difference in the drawing is enough for other colours on the edges.
VISIBLE = 40 / 255


def pixels(png):
    """Decode base64 text as under ``image/png`` in a notebook's output.

    Returns
    -------
    numpy.ndarray, shape (height, width, 4)
        Red, green, blue and opacity, from 0 to 1.
    """
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    return np.asarray(image, dtype=np.float32) / np.float32(255)


def smaller(png):
    """Pack a PNG, as base64 text, a tenth tighter without changing a pixel; it takes a second."""
    import oxipng  # only whoever writes notebooks has it

    packed = oxipng.optimize_from_memory(base64.b64decode(png), level=4)
    return base64.b64encode(packed).decode("ascii")


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
        Share of pixels that may differ by more than 40 of 255 levels.
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
