"""J − J* of several walks on a logarithmic axis, with names that move with the curves' ends."""

import numpy as np

from lecturekit.draw.labels import spread_apart
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT

LIMITS = (1e-6, 1e2)  # of the axis; what lies outside is marked at its edge
HEIGHT, GAP = 230, 13  # of the panel, and between two names, in points
CLEAR = 0.03  # of the width of the panel, between the end of a curve and its name
WORDS = {  # for what `walk_trend` says
    "start": ("the start", HIGHLIGHT),
    "falling": ("going down", HIGHLIGHT),
    "arrived": ("arrived at the minimum", HIGHLIGHT),
    "noisy": ("noise: J goes up and down", HIGHLIGHT),
    "swings": ("swings: J goes up and down", HIGHLIGHT),
    "slow": ("slow: J hardly goes down", HIGHLIGHT),
    "overshot": ("J has gone up again: overshot", GRADIENT),
    "above": ("J is above its start", GRADIENT),
    "stuck": ("stuck above its start", GRADIENT),
    "diverged": ("diverged: J stays above its start", GRADIENT),
}


class Excess:
    """The panel, its curves, and their names.

    Parameters
    ----------
    scene : Scene
        The artists become its moving ones.
    ax : matplotlib.axes.Axes
    last : int
        Where the horizontal axis ends.
    looks : dict of key to dict
        For each curve its line's properties, the later ones above the earlier.
    room : float
        What the longest name takes, as a share of the axis up to `last`.
    """

    def __init__(self, scene, ax, last, looks, room):
        self.last = last
        ticks = [1e-6, 1e-4, 1e-2, 1, 100]
        scene.logarithmic(ax, LIMITS, ticks, ["≤ 10⁻⁶", "10⁻⁴", "0.01", "1", "≥ 100"])
        ax.set(xlim=(0, last * (1 + room)), xticks=np.linspace(0, last, 5), ylabel="$J - J^*$")
        self.curves, self.heads, self.names = {}, {}, {}
        for level, (key, look) in enumerate(looks.items()):
            zorder, colour = 2 + 0.1 * level, look["color"]
            self.curves[key] = scene.line(ax, zorder=zorder, **look)
            self.heads[key] = scene.dot(ax, colour, 7, mew=1.2, zorder=zorder + 2)
            bold = {"color": colour, "fontweight": "bold", "fontsize": 9.5}
            self.names[key] = scene.moves(ax.text(0, 0, "", va="center", zorder=6, **bold))

    def show(self, key, x, excess):
        """Show a curve: J − J* at places x; may be infinite, or negative by a rounding error."""
        self.curves[key].set_data(x, drawable(excess))
        Scene.place(self.heads[key], x[-1], excess[-1], LIMITS)

    def write(self, words):
        """Write names, a dict, beside the ends of the curves that have any; hide the others."""
        for key, name in self.names.items():
            for artist in (self.curves[key], self.heads[key], name):
                artist.set_visible(key in words)
        ends = np.array([self.heads[key].get_xydata()[0] for key in words])
        heights = np.log(ends[:, 1] / LIMITS[0]) / np.log(LIMITS[1] / LIMITS[0])
        places = spread_apart(HEIGHT * heights, GAP, HEIGHT) / HEIGHT
        x = ends[:, 0].max() + CLEAR * self.last  # one column, or names would cover curves
        for (key, word), place in zip(words.items(), places, strict=True):
            self.names[key].set(text=word, x=x, y=LIMITS[0] * (LIMITS[1] / LIMITS[0]) ** place)
