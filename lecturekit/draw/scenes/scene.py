"""What a scene is: a picture with parts that move while the rest stays unchanged."""

import numpy as np

from lecturekit.draw.palette import HIGHLIGHT, MUTED, NEGATIVE, POSITIVE_TEXT
from lecturekit.draw.style import new_figure

HUGE = 1e99  # a number far outside every panel, where infinity could not be drawn
LETTERS = (NEGATIVE, POSITIVE_TEXT)  # the classes' colours for text: plain orange is too pale


class Scene:
    """A picture of named values that is drawn once and then moved.

    Redrawing everything for every position of a slider is slow and flickers. When it is made, a
    scene draws what never changes and creates the artists that do; then it moves only those. It
    knows nothing about sliders: `update` takes plain values.

    To make one, subclass it, set `size` and `widths`, write `build`, `update` and `describe`,
    and collect in `self.changing` every artist that `update` touches.

    Attributes
    ----------
    size : (float, float)
        Width and height of the figure in inches.
    widths : tuple of float
        Relative widths of its panels, side by side.
    figure : matplotlib.figure.Figure
    changing : list of matplotlib.artist.Artist
        What `update` moves, and whatever covers it. Everything else must be below these
        artists (see `Artist.set_zorder`) or not overlap with them.
    apart : set of matplotlib.text.Text
        Texts among them that overlap with nothing else that changes. As long as such a text
        stays the same it is not drawn again; text takes the longest to draw.
    handles : dict of str to matplotlib.lines.Line2D
        Dots that a reader may drag up and down, by the value that is their height in a panel.
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
        self.handles = {}
        self.build(*figure.axes)

    def build(self, *axes):
        """Draw the static parts and create the artists that change."""
        raise NotImplementedError(f"{type(self).__name__} needs a method build(*axes)")

    def update(self, **values):
        """Move the changing artists to their positions for these values."""
        raise NotImplementedError(f"{type(self).__name__} needs a method update(**values)")

    def describe(self, **values):
        """Return one sentence on what the picture shows for these values: its alternative text."""
        raise NotImplementedError(f"{type(self).__name__} needs a method describe(**values)")

    def moves(self, *artists, apart=False):
        """Register artists that change; they no longer take part in the layout.

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

    def grips(self):
        """Return where the handles are, once the panels are laid out: a dict for JSON.

        In fractions of the picture from its upper left corner, the handle for the value v is at
        ``x`` across and at ``zero + unit * v`` down.
        """
        found = {}
        for name, dot in self.handles.items():
            x = dot.get_xdata()[0]
            there = dot.get_transform() - self.figure.transFigure
            (x, zero), (_, one) = there.transform([(x, 0), (x, 1)]).tolist()
            found[name] = {"x": x, "zero": 1 - zero, "unit": zero - one}
        return found

    def line(self, ax, *style, **look):
        """Return a line without points, which `update` moves.

        `style` and `look` are those of ``ax.plot``.
        """
        return self.moves(*ax.plot([], [], *style, **look))

    def guide(self, ax, **look):
        """Return a thin line behind the curves."""
        return self.line(ax, **{"color": MUTED, "lw": 1.3, "zorder": 2} | look)

    def dot(self, ax, colour=HIGHLIGHT, size=9, **look):
        """Return a dot that marks where we are."""
        look = {"marker": "o", "mec": "white", "mew": 1.4, "zorder": 6, "clip_on": False} | look
        return self.line(ax, ls="none", ms=size, color=colour, **look)

    @staticmethod
    def place(dot, x, y, limits, marker="o"):
        """Move a dot; beyond the panel it becomes a triangle at its edge."""
        y = np.nan_to_num(y, nan=HUGE, posinf=HUGE)
        dot.set_data([x], [np.clip(y, *limits)])
        dot.set_marker("^" if y > limits[1] else "v" if y < limits[0] else marker)

    def words(self, ax, x, y, apart=True, **look):
        """Return a text, empty at first, at a position given in fractions of the panel.

        A ``transform`` in `look` gives different coordinates.
        """
        return self.moves(ax.text(x, y, "", **{"transform": ax.transAxes} | look), apart=apart)

    def offset_words(self, ax, at, points, apart=True, **look):
        """Return a text, empty at first, `points` to the right of and above a point in a panel."""
        look = {"xycoords": "axes fraction"} | look
        text = ax.annotate("", at, points, textcoords="offset points", **look)
        return self.moves(text, apart=apart)

    def heading(self, ax, lines=2, size=9.5, heights=None, pad=None):
        """Return lines of text above a panel, the first one bold, all of them empty at first.

        They are placed in points, or else at `heights`, in fractions of the panel, with `pad`
        points reserved for them.
        """
        self.room(ax, pad or 13 * lines + 2)
        ups = [13 * line + 7 for line in reversed(range(lines))]
        if heights is None:
            words = [self.offset_words(ax, (0, 1), (0, up), va="bottom") for up in ups]
        else:
            words = [self.words(ax, 0, height, va="bottom") for height in heights]
        for text in words:
            text.set_fontsize(size)
        words[0].set(fontsize=size + 1, fontweight="bold")
        return words

    def room(self, ax, pad=None):
        """Reserve a line above a panel, or `pad` points: the layout ignores moving text."""
        ax.set_title(" ", pad=pad)

    def lay_out(self):
        """Arrange panels of a fixed shape once: a second time, they get the room they need.

        Otherwise another Matplotlib, such as that of the pages, may cut off what surrounds them.
        """
        self.figure.draw_without_rendering()

    def spacer(self, ax, x, y, words, away=(0, 0), **look):
        """Make the layout leave room for invisible text, `away` points from (x, y)."""
        look["color"] = "none"
        if away == (0, 0):
            ax.text(x, y, words, transform=ax.transAxes, **look)
        else:
            place = {"xycoords": "axes fraction", "textcoords": "offset points"}
            ax.annotate(words, (x, y), away, **place, **look)

    def logarithmic(self, ax, limits, ticks, names=None):
        """Give a panel a logarithmic axis whose ends also represent all values beyond them."""
        ax.set(yscale="log", ylim=limits)
        ax.set_yticks(ticks, names)
        ax.minorticks_off()
        ax.grid(axis="y")
        self.moves(*ax.spines.values())  # they cover the ends of the curves

    @staticmethod
    def show_only(groups, shown):
        """Show the artists in the dict `groups` with the key `shown`, and hide the others."""
        for key, artists in groups.items():
            for artist in artists:
                artist.set_visible(key == shown)


def flat(*parts):
    """Yield the artists in nested lists and tuples."""
    for part in parts:
        yield from flat(*part) if isinstance(part, (list, tuple)) else [part]


def drawable(values):
    """Return values for a logarithmic axis: nothing infinite, undefined or zero."""
    return np.clip(np.nan_to_num(values, nan=HUGE, posinf=HUGE), 1 / HUGE, HUGE)
