"""Compare two rendered pictures pixel by pixel, and compress them."""

import base64
import io

import numpy as np
from PIL import Image

# A larger change in a pixel is visible when you flip between the pictures. A smaller one may come
# from their palettes: a tiny difference in the drawing can select other colours for the edges.
VISIBLE = 40 / 255


def pixels(png):
    """Decode a PNG given as base64 text, as stored in a notebook's output.

    Returns
    -------
    numpy.ndarray, shape (height, width, 4)
        Red, green, blue and opacity, from 0 to 1.
    """
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    return np.asarray(image, dtype=np.float32) / np.float32(255)


def smaller(png):
    """Losslessly shrink a PNG, as base64 text, by a tenth; this takes a second."""
    import oxipng  # installed only where notebooks are rewritten

    packed = oxipng.optimize_from_memory(base64.b64decode(png), level=4)
    return base64.b64encode(packed).decode("ascii")


def same_pixels(old, new, rounding=2 / 255):
    """Return whether two PNGs look the same, with differences up to `rounding` in every pixel.

    Two machines may differ in the last bit of a shade; a different compressor may change every
    byte of the file and not a single pixel.
    """
    if old == new:
        return True
    old, new = pixels(old), pixels(new)
    return old.shape == new.shape and float(np.abs(old - new).max()) <= rounding


def visible_difference(old, new, largest_rms=3 / 255, largest_share=0.001):
    """Describe in a few words how two PNGs visibly differ, or return None.

    A label that another machine rounds to the neighbouring pixel stays within both limits;
    a curve that moved by a third of a percent of the picture's height does not.

    Parameters
    ----------
    old, new : str
        The two PNGs as base64 text.
    largest_rms : float
        Largest root mean square of all differences that is tolerated, from 0 to 1.
    largest_share : float
        Largest share of pixels that may differ by more than 40 of 255 levels.
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
