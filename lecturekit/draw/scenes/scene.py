"""What a scene is: a picture whose parts move, while the rest of it stays where it is."""

from lecturekit.draw.style import new_figure


class Scene:
    """A picture of named values that is drawn once and then moved.

    Drawing everything anew for every position of a slider is slow and flickers. A scene
    draws what never changes when it is made, creates the artists that do change, and
    moves those. It knows nothing of sliders: `update` takes plain values.

    To make one, subclass it, set `size` and `grid`, write `build`, `update` and `describe`,
    and collect in `self.changing` every artist that `update` touches.

    Attributes
    ----------
    size : (float, float)
        Width and height of the figure in inches.
    grid : dict
        Its panels, as `lecturekit.draw.new_figure` takes them.
    figure : matplotlib.figure.Figure
    changing : list of matplotlib.artist.Artist
        What `update` moves, and whatever covers it. Everything else must lie below these
        artists (see `Artist.set_zorder`) or not overlap with them.
    """

    size = (8.0, 3.8)
    grid = {}

    def __init__(self, figure=None):
        if figure is None:
            figure, _ = new_figure(*self.size, **self.grid)
        self.figure = figure
        self.changing = []
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

    def moves(self, *artists):
        """Note that these artists change; they no longer take part in the layout.

        Returns
        -------
        the artist, or the tuple of artists
        """
        for artist in artists:
            artist.set_in_layout(False)  # or a growing number would shift the panels
        self.changing += artists
        return artists[0] if len(artists) == 1 else artists
