"""J − J* of several walks on a logarithmic axis, with names that move with the curves' ends."""

import numpy as np

from lecturekit.draw.charts import spread_apart

LIMITS = (1e-6, 1e2)  # of the axis; what lies outside is marked at its edge
NEVER = 1e-99, 1e99  # numbers beyond overflow inside Matplotlib
FEW = 1e-5  # of J − J*: nearer to the minimum than anybody could see
HEIGHT, GAP = 230, 13  # of the panel, and between two names, in points
CLEAR = 0.03  # of the width of the panel, between the end of a curve and its name


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

    def __init__(self, scene, ax, last, looks, room=0.2):
        self.ax, self.last = ax, last
        ax.set(xlim=(0, last * (1 + room)), ylim=LIMITS, yscale="log", ylabel="$J - J^*$")
        ax.set_xticks(np.linspace(0, last, 5))
        ax.set_yticks([1e-6, 1e-4, 1e-2, 1, 100], ["≤ 10⁻⁶", "10⁻⁴", "0.01", "1", "≥ 100"])
        ax.minorticks_off()
        ax.grid(axis="y")
        scene.moves(*ax.spines.values())
        self.curves, self.heads, self.names = {}, {}, {}
        for level, (key, look) in enumerate(looks.items()):
            zorder = 2 + 0.1 * level
            (self.curves[key],) = ax.plot([], [], zorder=zorder, **look)
            head = {"color": look["color"], "mec": "white", "mew": 1.2, "clip_on": False}
            (self.heads[key],) = ax.plot([], [], "o", ms=7, zorder=zorder + 2, **head)
            bold = {"color": look["color"], "fontweight": "bold", "fontsize": 9.5}
            self.names[key] = ax.text(0, 0, "", va="center", zorder=6, **bold)
        scene.moves(*self.curves.values(), *self.heads.values(), *self.names.values())

    def show(self, key, x, excess):
        """Show one curve.

        Parameters
        ----------
        key : object
        x : ndarray, shape (k,)
        excess : ndarray, shape (k,)
            J − J*; may be infinite, or negative by a rounding error.
        """
        self.curves[key].set_data(x, np.clip(excess, *NEVER))
        last, (low, high) = excess[-1], LIMITS
        self.heads[key].set_data(x[-1:], [np.clip(last, low, high)])
        self.heads[key].set_marker("^" if last > high else "v" if last < low else "o")

    def write(self, words):
        """Write names beside the ends of the curves that have any; hide the other curves.

        Parameters
        ----------
        words : dict of key to str
        """
        for key, name in self.names.items():
            for artist in (self.curves[key], self.heads[key], name):
                artist.set_visible(key in words)
        ends = np.array([self.heads[key].get_xydata()[0] for key in words])
        heights = np.log(ends[:, 1] / LIMITS[0]) / np.log(LIMITS[1] / LIMITS[0])
        places = spread_apart(HEIGHT * heights, GAP, HEIGHT) / HEIGHT
        x = ends[:, 0].max() + CLEAR * self.last  # one column, or names would cover curves
        for (key, word), place in zip(words.items(), places, strict=True):
            self.names[key].set(text=word, x=x, y=LIMITS[0] * (LIMITS[1] / LIMITS[0]) ** place)


def gone(excess):
    """Say whether a walk, J − J* so far, has left the picture for good."""
    return not excess[-1] < max(1e3 * excess[0], LIMITS[1])


def verdict(excess, noisy):
    """Say in a few words how a walk is doing, and whether that is well.

    Parameters
    ----------
    excess : ndarray, shape (k,)
        J − J* so far.
    noisy : bool
        Whether the gradients are those of minibatches.

    Returns
    -------
    words : str
    well : bool
    """
    if gone(excess):
        return "diverged: J has left the picture", False
    if len(excess) == 1:
        return "the start", True
    if excess[-1] > LIMITS[1]:
        return "J is above its start, and off the panel", False
    if excess[-1] > excess[0]:
        return "J is above its start", False
    if excess[-5:].max() < FEW:
        return "arrived at the minimum", True
    quarter = len(excess) // 4
    if quarter < 2:
        return "going down", True
    before, lately = excess[-2 * quarter : -quarter].mean(), excess[-quarter:].mean()
    if lately < 0.7 * before:
        return "going down", True
    last = excess[-quarter:]
    if noisy and np.mean(np.diff(last) > 0) > 0.25 and last.std() > 0.1 * lately:
        return "noise: J goes up and down", True
    half = excess[-2 * quarter :]
    if half.max() > 10 * half.min() > 0:
        return "swings: J goes up and down", True
    if lately > 1.1 * before:
        return "J has gone up again: overshot", False
    return "slow: J hardly goes down", True
