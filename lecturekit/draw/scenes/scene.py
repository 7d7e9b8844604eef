"""What a scene is: a picture whose parts move, while the rest of it stays where it is."""

from lecturekit.draw.style import NEGATIVE, new_figure

LETTERS = (NEGATIVE, "#9A4F00")  # the classes' colours for words: orange letters are too pale


class Scene:
    """A picture of named values that is drawn once and then moved.

    Drawing everything anew for every position of a slider is slow and flickers. A scene
    draws what never changes when it is made, creates the artists that do change, and
    moves those. It knows nothing of sliders: `update` takes plain values.

    To make one, subclass it, set `size` and `widths`, write `build`, `update` and `describe`,
    and collect in `self.changing` every artist that `update` touches.

    Attributes
    ----------
    size : (float, float)
        Width and height of the figure in inches.
    widths : tuple of float
        Its panels, side by side: how wide each is in relation to the others.
    figure : matplotlib.figure.Figure
    changing : list of matplotlib.artist.Artist
        What `update` moves, and whatever covers it. Everything else must lie below these
        artists (see `Artist.set_zorder`) or not overlap with them.
    apart : set of matplotlib.text.Text
        Those texts among them that overlap with nothing else that changes. As long as such a
        text stays the same it need not be drawn again; letters are what takes longest.
    """

    size = (8.0, 3.8)
    widths = (1,)

    def __init__(self, figure=None):
        if figure is None:
            columns = len(self.widths)
            figure, _ = new_figure(*self.size, columns=columns, width_ratios=self.widths)
        self.figure = figure
        self.changing = []
        self.apart = set()
        self.build(*figure.axes)

    def build(self, *axes):
        """Draw the static parts and create the artists that change."""
        raise NotImplementedError(f"{type(self).__name__} needs a method build(*axes)")

    def update(self, **values):
        """Move the changing artists to where they belong for these values."""
        raise NotImplementedError(f"{type(self).__name__} needs a method update(**values)")

    def describe(self, **values):
        """Say in one sentence what the picture shows for these values: its alternative text."""
        raise NotImplementedError(f"{type(self).__name__} needs a method describe(**values)")

    def moves(self, *artists, apart=False):
        """Note that these artists change; they no longer take part in the layout.

        Parameters
        ----------
        *artists : matplotlib.artist.Artist
        apart : bool
            Whether each of them overlaps with nothing else that changes.

        Returns
        -------
        the artist, or the tuple of artists
        """
        for artist in artists:
            artist.set_in_layout(False)  # or a growing number would shift the panels
        self.changing += artists
        if apart:
            self.apart.update(artists)
        return artists[0] if len(artists) == 1 else artists
