"""What the panels of several scenes have in common: lines above them, logarithmic axes."""

import numpy as np

from lecturekit.draw.style import HIGHLIGHT, MUTED

HUGE = 1e99  # a number far outside every panel, where infinity could not be drawn


def heading(scene, ax, lines=2, size=9.5):
    """Return that many words above a panel, the first one bold, all of them empty at first."""
    ax.set_title(" ", pad=13 * lines + 2)  # keeps the room free
    words = []
    for line in range(lines):
        style = {"fontweight": "bold", "fontsize": size + 1} if line == 0 else {"fontsize": size}
        words.append(
            ax.annotate(
                *("", (0, 1), (0, 13 * (lines - 1 - line) + 7)),
                xycoords="axes fraction",
                textcoords="offset points",
                va="bottom",
                annotation_clip=False,
                **style,
            )
        )
    scene.moves(*words, apart=True)
    return words


def logarithmic(scene, ax, limits, ticks, names):
    """Give a panel a logarithmic axis whose ends stand for all that lies beyond."""
    ax.set(yscale="log", ylim=limits)
    ax.set_yticks(ticks, names)
    ax.minorticks_off()
    ax.grid(axis="y")
    scene.moves(*ax.spines.values())  # they cover the ends of the curves


def dot(scene, ax, colour=HIGHLIGHT, size=9):
    """Return a dot that marks where we are."""
    (now,) = ax.plot([], [], "o", ms=size, color=colour, mec="white", mew=1.4, zorder=6)
    now.set_clip_on(False)
    return scene.moves(now)


def place_dot(now, x, y, limits, marker="o"):
    """Move a dot; beyond the panel it becomes a triangle at its edge."""
    y = drawable(y)
    now.set_data([x], [np.clip(y, *limits)])
    now.set_marker("^" if y > limits[1] else "v" if y < limits[0] else marker)


def drawable(values):
    """Return values for a logarithmic axis: nothing infinite, undefined or zero."""
    return np.clip(np.nan_to_num(values, nan=HUGE, posinf=HUGE), 1 / HUGE, HUGE)


def guide(scene, ax, **line):
    """Return a thin line behind the curves."""
    (artist,) = ax.plot([], [], **{"color": MUTED, "lw": 1.3, "zorder": 2} | line)
    return scene.moves(artist)
