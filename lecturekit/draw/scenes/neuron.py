"""A neuron at work on one flower, beside its output for every possible flower."""

import numpy as np

from lecturekit import datasets
from lecturekit.activations import sigmoid
from lecturekit.draw.neuron import draw_artificial_neuron, update_artificial_neuron
from lecturekit.draw.planes import SHADES, draw_points, shade, shaded_plane
from lecturekit.draw.rounding import minus
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import HIGHLIGHT, MUTED

LIMITS = (-2.5, 8.0), (-1.4, 3.1)  # cm; below 0, so that a boundary through the origin is seen
# The parts of the drawing that depend on numbers, and the discs that cover the ends of the edges.
# The rest is left alone, because text is the slowest thing to draw.
MOVING = (
    "edges",
    "edge_labels",
    "bias_edge",
    "inputs",
    "input_values",
    "bias",
    "bias_value",
    "sum",
    "sum_sign",
    "sum_value",
    "dot",
    "output",
    "output_name",
    "output_value",
    "formula",
)


class NeuronAtWork(Scene):
    """Left: the neuron with its numbers. Right: the plane of petal sizes that it divides.

    Values: features ``x1``, ``x2`` in cm, weights ``w1``, ``w2`` per cm, and bias ``b``. Part 1,
    an artificial neuron.
    """

    size = (9.8, 2.8)
    widths = (1.8, 1)

    def build(self, left, right):
        self.neuron = draw_artificial_neuron(
            left, [1.4, 0.2], [-1.5, -2.0], 5.0, names=["petal length", "petal width"]
        )
        left.set(xlim=(-0.2, 13.75), ylim=(1.3, 6.9))
        self.neuron["formula"].set_y(1.75)
        for name in MOVING:
            artists = self.neuron[name]
            alone = name == "formula"  # the others are on edges and discs
            self.moves(*(artists if isinstance(artists, list) else [artists]), apart=alone)

        flowers = datasets.iris("setosa")
        self.plane = shaded_plane(right, *LIMITS)
        right.set(xlabel="petal length $x_1$ (cm)", ylabel="petal width $x_2$ (cm)")
        points = draw_points(right, *flowers, size=5.5)
        names = dict(zip(flowers.class_names, points.values(), strict=True))
        right.legend(  # above the shading, or every move would redraw it
            names.values(),
            names,
            ncols=2,
            loc="lower left",
            bbox_to_anchor=(-0.02, 0.985),
            handletextpad=0.2,
            columnspacing=1.2,
            borderpad=0.2,
        )
        self.moves(self.plane.image, self.plane.boundary, *points.values())
        above = {"zorder": 6, "clip_on": False}
        self.marks = [
            self.line(right, "o", ms=13, mfc="none", mec=HIGHLIGHT, mew=3, **above),
            self.line(right, "o", ms=4, color=HIGHLIGHT, **above),
        ]
        ground = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 2}
        look = {"ha": "right", "fontweight": "bold", "zorder": 7, "bbox": ground}
        self.side = self.words(right, 0.98, 0.04, apart=False, **look)
        self._scale(right)

    def _scale(self, ax):
        """A slim colour bar for the output."""
        bar = ax.inset_axes((1.03, 0, 0.045, 1))
        bar.imshow(SHADES[:, None], origin="lower", aspect="auto", extent=(0, 1, 0, 1))
        bar.set(xticks=[], yticks=[])
        bar.spines[:].set_visible(False)
        bar.text(0, 1.03, r"$\hat{y}$", fontsize=12)
        for height, value in ((0.01, "0"), (0.5, "0.5"), (0.99, "1")):
            bar.text(1.3, height, value, va="center", fontsize=9, color=MUTED)

    def update(self, x1, x2, w1, w2, b):
        update_artificial_neuron(self.neuron, [x1, x2], [w1, w2], b)
        for j, text in enumerate(self.neuron["edge_labels"], 1):  # the edges are shorter here
            text.set_text(text.get_text().removeprefix(f"$w_{j}x_{j}$ = "))
        for name in ("input_values", "bias_value", "output_value"):  # and the discs are smaller
            for text in np.ravel(self.neuron[name]):
                text.set_fontsize(max(8.5, 0.85 * text.get_fontsize()))
        shade(self.plane, (w1, w2), b, sigmoid)
        for mark in self.marks:
            mark.set_data([x1], [x2])
        z = round(w1 * x1 + w2 * x2 + b, 9)
        self.side.set_text("z = 0 here" if z == 0 else f"marked: z {'>' if z > 0 else '<'} 0")

    def describe(self, x1, x2, w1, w2, b):
        z = round(w1 * x1 + w2 * x2 + b, 9)
        side = "on" if z == 0 else "on the positive side of" if z > 0 else "on the negative side of"
        line = "no boundary" if w1 == w2 == 0 else "the boundary where z is zero"
        where = f"{side} {line}" if w1 or w2 else f"in a plane with {line}"
        return minus(
            f"For a petal of {x1:g} by {x2:g} cm, a neuron with weights {w1:g} and {w2:g} and "
            f"bias {b:g} has z = {z:.4g} and the output {sigmoid(z):.3g}; in the plane "
            f"of petal sizes, the flower is {where}."
        )
