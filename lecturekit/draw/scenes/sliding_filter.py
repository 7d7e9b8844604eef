"""A filter slides over a handwritten digit: nine products, one sum, one number of the map."""

import weakref
from functools import cache

import numpy as np
from matplotlib.artist import Artist

from lecturekit import datasets
from lecturekit.draw.convolution import draw_convolution, slide, update_convolution
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import LETTERS, Scene
from lecturekit.draw.style import MUTED

SIDE = 6  # of the output: a 3 × 3 filter has 6 · 6 positions on 8 × 8 pixels
LAST = SIDE * SIDE - 1
MARGIN = 3  # pixels around the panel that belong to its frame

# The usual small filters (Gonzalez and Woods, Digital Image Processing, chapters 3 and 10).
# The weights of the three detectors add up to 0, so the output is 0 where all nine pixels are
# equal; the weights of the others add up to 1, which leaves such places unchanged.
FILTERS = {
    "vertical": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],  # Sobel: left side minus right side
    "horizontal": [[1, 2, 1], [0, 0, 0], [-1, -2, -1]],  # the same, upper minus lower
    "diagonal": [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]],  # ink on the line, none beside it
    "blur": np.full((3, 3), 1 / 9),  # the mean of the nine
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],  # five times itself minus four neighbours
    "copy": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],  # the centre pixel
}
NAMES = {
    "vertical": "vertical edge",
    "horizontal": "horizontal edge",
    "diagonal": "diagonal stroke",
    "blur": "blur (mean)",
    "sharpen": "sharpen",
    "copy": "copy",
}


class SlidingFilter(Scene):
    """Left: the digit under the filter. Middle: the products. Right: the sums so far.

    Values: ``position`` of the filter, 0 … 35 row by row, ``digit`` 0 … 9 (the first of its
    class in the data), ``filter`` (a key of `FILTERS`). Part 2, types of layers.
    """

    size = (8.6, 3.2)
    widths = (1, 1, 1)

    def build(self, *axes):
        self.picture = draw_convolution(axes, image_of(0), FILTERS["vertical"])
        picture = self.picture
        digit, *others = axes
        numbers = [text for row in picture.pixel_numbers for text in row]
        for text in numbers:
            text.set_fontsize(9)
        self.digit = self.moves(
            Still(digit, [picture.pixels, *digit.lines, *digit.spines.values(), *numbers])
        )
        for ax in others:  # what is drawn above the cells
            self.moves(*ax.lines, *ax.spines.values())
        self.moves(picture.products, picture.output, picture.frame, picture.output_frame)
        for row in (*picture.product_texts, *picture.output_numbers):
            self.moves(*row)
        picture.sum_text.set_visible(False)  # every redraw would move this axis label
        self.sum = self.words(axes[1], 0.5, -0.03, ha="center", va="top")
        self.titles = [self.words(ax, 0, 1.03, fontweight="bold") for ax in axes]
        for ax in axes:
            self.room(ax)
        cells = "in each cell: pixel · weight\ncolour: the weight"
        _below(axes[0], 0.5, -0.03, "0 is paper, 16 is ink", "center", MUTED)
        _below(axes[1], 0.5, -0.1, cells, "center", MUTED)
        _below(axes[2], 0, -0.03, "blue: below 0", "left", LETTERS[0])
        _below(axes[2], 1, -0.03, "orange: above 0", "right", LETTERS[1])
        self.lay_out()

    def update(self, position, digit, filter):
        row, column = divmod(min(position, LAST), SIDE)
        self.digit.state = f"a {digit}"
        update_convolution(self.picture, row, column, image_of(digit), FILTERS[filter])
        # The sum and its cell are the same number, so they show the same digits.
        for texts, sums in zip(self.picture.output_numbers, self.picture.data["sums"], strict=True):
            for text, value in zip(texts, sums, strict=True):
                text.set_text(rounded(value))
        self.picture.pixels.set_clim(0, 16)  # the same grey for the same number in all digits
        self.sum.set_text(self.picture.sum_text.get_text())
        titles = (f"image 8 × 8: a {digit}", f"filter: {NAMES[filter]}", "output 6 × 6")
        for title, words in zip(self.titles, titles, strict=True):
            title.set_text(words)

    def describe(self, position, digit, filter):
        position = min(position, LAST)
        row, column = divmod(position, SIDE)
        sums = slide(image_of(digit), FILTERS[filter])
        kernel = "; ".join(" ".join(map(rounded, weights)) for weights in FILTERS[filter])
        return (
            f"The filter {NAMES[filter]}, with the rows {kernel}, is at row {row}, column "
            f"{column} of a handwritten {digit} of 8 × 8 pixels; its nine products add up to "
            f"{rounded(sums[row, column])}, number {position + 1} of the 36 sums in the output."
        )


def _below(ax, x, y, words, align, colour):
    place = {"transform": ax.transAxes, "ha": align, "va": "top"}
    ax.text(x, y, words, color=colour, fontsize=9.5, **place)


@cache
def image_of(digit):
    """Return the first example of a digit in the data, shape (8, 8), grey levels 0 to 16."""
    digits = datasets.digits()
    return digits.X[np.flatnonzero(digits.y == digit)[0]].reshape(8, 8)


class Still(Artist):
    """A panel whose artists are drawn as one, and copied back as long as nothing changes.

    A `Stage` copies back what overlaps with nothing, but numbers on tinted cells overlap with
    the cells. Drawing 64 numbers takes longer than all the rest of a picture.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    artists : sequence of matplotlib.artist.Artist
        They cover `ax` completely, and are drawn by this artist alone from now on: the lowest
        first, all of them above what is below this one and below what is above it.

    Attributes
    ----------
    state : hashable
        Code that changes one of the artists must also change this.
    """

    zorder = 0.6

    def __init__(self, ax, artists):
        super().__init__()
        self.artists = sorted(artists, key=lambda artist: artist.zorder)
        for artist in self.artists:
            artist.set_visible(False)  # or the axes would draw them, too
        self.state = None
        self._kept = weakref.WeakKeyDictionary()  # for each renderer: state and place to pixels
        ax.add_artist(self)

    def draw(self, renderer):
        """Draw the artists, or copy back what was drawn of them before."""
        if not self.get_visible():
            return
        box = self.axes.bbox.padded(MARGIN)
        key = (self.state, *box.extents)
        # Saving to a file first measures without drawing: there is nothing to remember then.
        keeps = self.state is not None and self.get_animated()
        if not keeps or self.figure.canvas.is_saving():
            self._draw_all(renderer)
            return
        kept = self._kept.setdefault(renderer, {})
        if key in kept:
            renderer.restore_region(kept[key])
        else:
            self._draw_all(renderer)
            kept[key] = renderer.copy_from_bbox(box)

    def _draw_all(self, renderer):
        for artist in self.artists:
            artist.set_visible(True)
            artist.draw(renderer)
            artist.set_visible(False)
