"""Colours that tell the neurons of one layer apart, and the numbered badge that goes with each.

They differ from the colours of the two classes, and from one another for readers who see
few colours (a test measures both). The number stands beside the colour, always, so that
colour never speaks alone.
"""

from lecturekit.draw.palette import INK, LIGHT_NEURONS, MUTED, NEURON_COLOURS, PAPER


def neuron_colour(k):
    """The colour of neuron `k` of a layer, counted from 1; grey beyond the eighth."""
    return NEURON_COLOURS[k - 1] if k <= len(NEURON_COLOURS) else MUTED


def neuron_badge(ax, xy, k, like=None, away=(0, 0), size=9):
    """Write the number `k` on a disc in the colour of neuron `k`, counted from 1.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    xy : (float, float)
        Its centre in data coordinates.
    k : int
    like : matplotlib.artist.Artist, optional
        A text or another artist on which `xy` is measured instead, as shares of its size.
    away : (float, float)
        Distance from `xy` in points.
    size : float
        Of the number, in points.

    Returns
    -------
    matplotlib.text.Annotation
    """
    colour = neuron_colour(k)
    return ax.annotate(
        str(k),
        xy,
        away,
        xycoords="data" if like is None else like,
        textcoords="offset points",
        color=INK if colour in LIGHT_NEURONS else PAPER,
        fontsize=size,
        fontweight="bold",
        ha="center",
        va="center_baseline",
        zorder=12,
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": colour, "edgecolor": PAPER},
        annotation_clip=False,
    )
