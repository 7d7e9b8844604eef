"""Overlapping artists that change together, but rarely: they are remembered as pixels."""

import weakref

from matplotlib.artist import Artist

MARGIN = 3  # pixels around the panel that belong to its frame


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
