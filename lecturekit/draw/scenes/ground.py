"""The ground that optimizers walk on: a problem of two parameters, seen from above."""

from functools import cache

import numpy as np

from lecturekit.draw.descent import HEIGHTS, mark_end, within_reach
from lecturekit.draw.planes import level_line
from lecturekit.draw.style import INK, MUTED
from lecturekit.experiments.iris_problems import NAMES, problem

ACROSS = 101  # points per side at which J is computed
LEVELS = 0.0041 * 2.0 ** np.arange(15)  # of J − J*: from line to line it doubles
DEEPEST = 1e-3  # J − J* with the lightest shade
TITLES = {name: problem(name).name for name in NAMES}
RIGHT = 0.87  # height to width of the panel beside it, which makes both as high
UNIT = ((0.0, 1.0), (0.0, 1.0))


class Ground:
    """A panel that shows one of the problems, and can change to another.

    The panel is one unit wide and high, whatever θ it shows: so its frame stays where it is,
    and only the words along it change. The artists become moving ones of the `scene`.
    """

    def __init__(self, scene, ax):
        self.ax, self.scene = ax, scene
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[0.0, 0.5, 1.0], yticks=[0.0, 0.5, 1.0])
        ax.set_xticklabels([])
        ax.set_yticklabels([])
        ax.set_box_aspect(1)
        ax.spines[:].set_visible(False)
        look = {"cmap": HEIGHTS, "vmin": 0, "vmax": 1, "interpolation": "bilinear"}
        look |= {"extent": (0, 1, 0, 1), "origin": "lower", "aspect": "auto", "zorder": 0.6}
        self.image = scene.moves(ax.imshow(np.zeros((ACROSS, ACROSS)), **look))
        self.contours = scene.line(ax, color=MUTED, lw=0.8, zorder=1)
        self.minimum = scene.line(ax, "x", color=INK, ms=8, mew=1.8, zorder=2)
        below = {"va": "top", "ha": "center", "fontsize": 9, "color": MUTED}
        beside = {"va": "center", "ha": "right", "fontsize": 9, "color": MUTED}
        self.across = [scene.words(ax, place, -0.04, **below) for place in (0, 0.5, 1)]
        self.upwards = [scene.words(ax, -0.035, y, **beside) for y in (0.02, 0.5, 0.98)]
        ax.set(xlabel=" ", ylabel=" ")  # the layout leaves room for the words that move
        label = {"transform": ax.transAxes, "fontsize": 10}
        ax.text(0.25, -0.035, "θ₁", va="top", ha="center", **label)
        ax.text(-0.035, 0.25, "θ₂", va="center", ha="right", **label)
        scene.spacer(ax, -0.1, 0.5, "z", ha="right", fontsize=10)
        for name in NAMES:
            _surveyed(name)  # now, rather than while somebody waits for the picture to follow
        self._shown = None

    def titles(self, right, lines=2):
        """Make lines above this panel and above the one to its right.

        Returns
        -------
        list of (heading, words)
            One pair of texts for each panel; the words have `lines` − 1 lines.
        """
        right.set_box_aspect(RIGHT)
        pairs = []
        for ax in (self.ax, right):
            self.scene.room(ax, 13.5 * lines + 5)
            height = 1.035 + 0.058 * (lines - 1)
            bold = {"fontweight": "bold", "fontsize": 10.5, "va": "bottom"}
            heading = self.scene.words(ax, 0, height, **bold)
            more = {"fontsize": 9.5, "va": "top", "linespacing": 1.25}
            pairs.append((heading, self.scene.words(ax, 0, height, **more)))
        return pairs

    def show(self, name):
        """Show a problem."""
        if name == self._shown:
            return
        self._shown, ground = name, problem(name)
        heights, lines = _surveyed(name)
        self.image.set_data(heights)
        self.contours.set_data(*lines.T)
        self.minimum.set_data(*self.places(ground.minimum[None]).T)
        for texts, limits in zip((self.across, self.upwards), ground.limits, strict=True):
            for text, mark in zip(texts, (limits[0], sum(limits) / 2, limits[1]), strict=True):
                text.set_text(f"{mark:g}".replace("-", "−"))

    def places(self, thetas):
        """Return where in the panel points θ lie; as many as can be drawn, shape (k, 2)."""
        limits = np.array(problem(self._shown).limits)
        with np.errstate(all="ignore"):
            places = (thetas - limits[:, 0]) / np.ptp(limits, axis=1)
            return within_reach(places, UNIT)

    def walk(self, way, dot, thetas):
        """Show where a walk has led: its trail, a line, and a dot at its end; return its start."""
        places = self.places(thetas)
        way.set_data(*places.T)
        mark_end(dot, places, UNIT, len(places) == len(thetas))
        return places[:1].T


@cache
def _surveyed(name):
    """Return the shades of a problem and its contours, both in the unit square."""
    ground = problem(name)
    sides = [np.linspace(*limits, ACROSS) for limits in ground.limits]
    J = ground.losses(np.stack(np.meshgrid(*sides), axis=-1)) - ground.least
    height = np.log(np.maximum(J, DEEPEST) / DEEPEST)
    unit = np.linspace(0, 1, ACROSS)
    lines = level_line(unit, unit, J, LEVELS)
    return height / height.max(), lines
