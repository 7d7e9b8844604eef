"""Convolutional networks as stacks of maps, and beside them the areas of the visual cortex.

Part 2, types of layers and neuroscience.
"""

import numpy as np

from lecturekit.draw.palette import FAINT, HIGHLIGHT, INK, MUTED, NEGATIVE, PAPER, RUST
from lecturekit.draw.sheet import Sheet, faded, plate

__all__ = ["draw_ventral_stream", "draw_volumes"]

TALL, DEEP = 2.5, 0.95  # units: the largest map; how far a stack recedes
SHOWN = 8  # maps of a stack, at most
COLOURED = [faded(colour, 0.72) for colour in (RUST, HIGHLIGHT, NEGATIVE)]  # red, green, blue
GAP = 1.45  # between a stack and the next one, with room for the name of the step
BAR = 0.28  # width of a vector


def draw_volumes(ax, volumes, steps, field=None):
    """Draw what goes from layer to layer: stacks of feature maps, and in the end vectors.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        11 × 3 inches for eight volumes.
    volumes : list of (str, int, int)
        The name of each, its number of channels, and the side of its maps. Side 1 is a vector.
    steps : list of str
        What leads from each volume to the next; a line break where it is long.
    field : int, optional
        The side of a filter, drawn through all channels of the first volume, with the one number
        that it makes in the second.
    """
    largest = max(side for _, _, side in volumes)
    longest = max([count for _, count, side in volumes if side == 1], default=1)
    widths = [BAR if side == 1 else TALL * side / largest + DEEP for _, _, side in volumes]
    sheet = Sheet(ax, sum(widths) + GAP * len(steps) + 0.8, TALL + DEEP + 1.1)
    x, middle, fronts = 0.4, 0.75 + (TALL + DEEP) / 2, []
    for (name, count, side), width in zip(volumes, widths, strict=True):
        if side == 1:
            height = max(0.5, TALL * np.sqrt(count / longest))
            look = {"facecolor": faded(MUTED), "edgecolor": INK, "zorder": 3}
            sheet.cell(x, middle - height / 2, width, height, **look)
            size = f"{count}"
        else:
            fronts.append(_stack(sheet, x, middle, count, TALL * side / largest, side))
            size = f"{count} × {side} × {side}"
        centre = x + width / 2
        sheet.text(centre, 0.44, name, 10, fontweight="bold")
        sheet.text(centre, 0.12, size, 9.5, MUTED)
        x += width + GAP
    x = 0.4
    for step, width in zip(steps, widths, strict=False):
        left = x + width
        sheet.arrow((left + 0.12, middle), (left + GAP - 0.12, middle), MUTED, 1.4)
        sheet.text(left + GAP / 2, middle + 0.14, step, 9.5, va="bottom", bbox=plate())
        x += width + GAP
    if field is not None:
        _reach(sheet, fronts, volumes, field)


def _stack(sheet, x, middle, count, height, side):
    """Draw maps behind one another; return the lower left corners, front first, and a cell."""
    shown = min(count, SHOWN)
    apart = DEEP / max(shown - 1, 1)
    x, low = (
        (x + DEEP / 2, middle - height / 2) if count == 1 else (x, middle - (height + DEEP) / 2)
    )
    corners = [(x + k * apart, low + k * apart) for k in range(shown)]
    for k in reversed(range(shown)):
        face = COLOURED[k] if count == 3 else PAPER
        look = {"facecolor": face, "edgecolor": INK, "lw": 0.9, "zorder": 3 - 0.1 * k}
        sheet.cell(*corners[k], height, height, **look)
        for line in np.arange(1, side) / side * height if height > side / 5 and k == 0 else ():
            (left, bottom), grid = corners[0], {"colour": FAINT, "width": 0.6, "zorder": 3.05}
            sheet.line([(left + line, bottom), (left + line, bottom + height)], **grid)
            sheet.line([(left, bottom + line), (left + height, bottom + line)], **grid)
    return corners, height / side


def _reach(sheet, fronts, volumes, field):
    """Frame one patch in all channels, and join it with its number in the next volume."""
    (corners, cell), (targets, small) = fronts[:2]
    row, column = 1, volumes[0][2] // 2  # from below, from the left
    for k, (x, y) in enumerate(corners):
        place = (x + column * cell, y + row * cell, field * cell, field * cell)
        look = {"facecolor": "none", "edgecolor": HIGHLIGHT, "lw": 2, "zorder": 4 - 0.1 * k}
        sheet.cell(*place, **look)
    x, y = targets[0][0] + column * small, targets[0][1] + row * small
    sheet.cell(x, y, small, small, facecolor=HIGHLIGHT, edgecolor=HIGHLIGHT, zorder=5)
    for (left, low), side in ((corners[0], 0), (corners[-1], field)):
        start = (left + (column + field) * cell, low + (row + side) * cell)
        sheet.line([start, (x, y + small / 2)], HIGHLIGHT, 1.1, zorder=4.5)


# Area, what its cells respond to, radius of their receptive fields in the picture
AREAS = (("V1", "edges of one orientation", 0.08), ("V2", "", 0.14), ("V4", "", 0.21))
AREAS += (("IT", "objects", 0.3),)
LAYERS = ("first layer", "early layers", "middle layers", "last layers")
LINKS = ("filters look alike", None, "predict responses", "predict responses")
PITCH, BOX, UPPER, LOWER = 2.9, (1.7, 0.72), 2.05, 0.1


def draw_ventral_stream(ax):
    """Draw the areas V1, V2, V4 and IT above the layers of a network, and what links them.

    Yamins and others (2014) predicted responses of V4 and IT from the layers of a network. The
    circles show that receptive fields grow; they are not to scale. 9.5 × 2.1 inches.
    """
    sheet = Sheet(ax, 4 * PITCH + 1.55, UPPER + BOX[1] + 0.1)
    for y, word in ((UPPER, "monkey"), (LOWER, "network")):
        sheet.text(0.05, y + BOX[1] / 2, word, 10.5, fontweight="bold", ha="left")
    for k, ((area, words, radius), layer, link) in enumerate(
        zip(AREAS, LAYERS, LINKS, strict=True)
    ):
        x = 1.55 + k * PITCH
        middle = x + BOX[0] / 2
        sheet.box(x, UPPER, *BOX, facecolor=faded(RUST, 0.88), edgecolor=RUST)
        sheet.text(x + 0.45, UPPER + BOX[1] / 2, area, 12, fontweight="bold")
        sheet.disc(x + 1.18, UPPER + BOX[1] / 2, radius, facecolor=PAPER, edgecolor=RUST)
        sheet.text(middle, UPPER - 0.1, words, 9.5, MUTED, va="top")
        sheet.box(x, LOWER, *BOX, facecolor=faded(NEGATIVE, 0.88), edgecolor=NEGATIVE)
        sheet.text(middle, LOWER + BOX[1] / 2, layer, 10.5)
        if link:
            sheet.line([(middle, LOWER + BOX[1]), (middle, UPPER - 0.42)], HIGHLIGHT, 1.6, ls=":")
            sheet.text(middle, (LOWER + BOX[1] + UPPER - 0.42) / 2, link, 9.5, bbox=plate())
        if k:
            ends = (x - PITCH + BOX[0] + 0.1, x - 0.1)
            for y in (UPPER + 0.5, LOWER + BOX[1] / 2):
                sheet.arrow((ends[0], y), (ends[1], y))
            sheet.arrow((ends[1], UPPER + 0.2), (ends[0], UPPER + 0.2), MUTED, 1.2, ls="--")
