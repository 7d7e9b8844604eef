"""What every picture owes its readers: text that is large enough, and not cut off."""

import numpy as np
from matplotlib.text import Text


def pixels(figure):
    """The picture as it is painted, an array (height, width, 4)."""
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def assert_readable(figure, smallest=9):
    """Every text has at least `smallest` points and lies on the page."""
    pixels(figure)
    pixels(figure)  # the layout settles in the first drawing
    axises = [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]
    ticks = {text for axis in axises for text in axis.get_ticklabels(which="both")}
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            assert text.get_fontsize() >= smallest, text.get_text()
            if text in ticks:
                continue  # those outside the limits are never painted
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, text.get_text()
            assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, text.get_text()
