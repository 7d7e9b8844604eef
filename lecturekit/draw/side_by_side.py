"""The biological and the artificial neuron, equal parts in equal colours, under equal numbers.

Part 1 (an artificial neuron) reads one with the help of the other. The comparison is a guide
for the eye: what it leaves out (spikes, timing, chemistry) is said in the lecture.
"""

import numpy as np

from lecturekit.draw.neuron import draw_artificial_neuron
from lecturekit.draw.biological import AXON, SOMA, draw_biological_neuron
from lecturekit.draw.shapes import PART_COLOURS, along, badge, keep_layout_fixed, shifted

# Part: its number, its name in the living neuron, its name in ours.
COUNTERPARTS = {
    "dendrites": (1, "dendrites", "inputs $x$"),
    "synapse": (2, "synapses", "weights $w$"),
    "soma": (3, "soma", "sum and bias"),
    "hillock": (4, "axon hillock", r"activation $\sigma$"),
    "axon": (5, "axon", r"output $\hat{y}$"),
}

# Where each badge sits, on which side of it the word stands, and what it points at.
BIOLOGICAL_BADGES = {
    "dendrites": ((2.75, 6.5), "left", None),
    "synapse": ((0.8, 1.6), "below", (1.05, 2.28)),
    "soma": ((5.45, 4.95), "right", shifted(SOMA, 0.62, 0.35)),
    "hillock": ((5.45, 2.3), "right", (4.98, 3.24)),
    "axon": ((7.3, 4.65), "right", along(AXON, 0.415)),
}
ARTIFICIAL_BADGES = {
    "dendrites": ((1.95, 1.05), "right", None),
    "synapse": ((4.9, 1.75), "right", (4.6, 2.75)),
    "soma": ((7.5, 2.72), "below", None),
    "hillock": ((10.35, 2.72), "below", None),
    "axon": ((13.0, 2.72), "below", None),
}


def draw_neurons_side_by_side(axes):
    """Draw a biological and an artificial neuron with equal numbers on equal parts.

    Parameters
    ----------
    axes : sequence of two matplotlib.axes.Axes
        Beside each other (10 × 2.7 inches) or the biological above (7 × 7 inches).

    Returns
    -------
    dict of str to dict
        ``"biological"``, ``"artificial"``: their artists, with ``"badges"`` added.

    Raises
    ------
    ValueError
        If `axes` are not two.
    """
    axes = np.ravel(axes)
    if len(axes) != 2:
        raise ValueError(
            f"axes holds {len(axes)} Axes, but the two neurons need 2; "
            "make them with new_figure(10, 2.7, columns=2)."
        )
    biological = draw_biological_neuron(axes[0], labels=False, zoom=False)
    artificial = draw_artificial_neuron(axes[1], names=False, formula=False)
    axes[0].set_xlim(-0.2, 12.3)
    axes[1].set_xlim(1.25, 13.75)
    biological["badges"], artificial["badges"] = {}, {}
    for part, (number, living, made) in COUNTERPARTS.items():
        colour = PART_COLOURS[part][1]
        biological["badges"][part] = badge(
            axes[0], number, living, colour, *BIOLOGICAL_BADGES[part]
        )
        artificial["badges"][part] = badge(axes[1], number, made, colour, *ARTIFICIAL_BADGES[part])
    for ax in axes:
        ax.set_ylim(0.55, 6.8)
        keep_layout_fixed(ax)
    return {"biological": biological, "artificial": artificial}
