"""A plane of a trained network's parameters, and the network at one of its points."""

from functools import lru_cache

import numpy as np

from lecturekit.draw.descent import contour_lines, draw_landscape, mark_point, mark_way
from lecturekit.draw.planes import draw_points, field, level_line
from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED
from lecturekit.experiments.loss_landscape import HIDDEN, SIDE, moons, place, plane

ACROSS = np.linspace(-2.5, 2.5, 71)  # of the plane of the data
POINTS = np.stack(np.meshgrid(ACROSS, ACROSS), axis=-1).reshape(-1, 2)
DIRECTIONS = {
    "path": "the path's main directions",
    "random": "random, scaled for each neuron",
}


class Landscape(Scene):
    """Left: J(θ + a u + c v) around a trained θ. Right: the network at the point (a, c).

    Values: ``directions`` u and v (a key of `DIRECTIONS`), ``hidden`` layers (a key of
    `HIDDEN`), ``seed`` of initial weights and random directions, ``a`` and ``c``. Part 3,
    training.
    """

    size = (8.6, 4.25)
    widths = (1.04, 1)

    def build(self, left, right):
        losses = np.ones((len(SIDE), len(SIDE)))
        label = "J; × √2 from contour to contour"
        self.picture = draw_landscape(left, SIDE, SIDE, losses, [[0, 0]], (0, 0), label=label)
        ticks = [-1, -0.5, 0, 0.5, 1]
        left.set(xticks=ticks, yticks=ticks, xlabel="$a$, along $u$", ylabel="$c$, along $v$")
        left.spines[:].set_visible(False)
        parts = self.picture
        # At (0, 0) the dot and the end of the path coincide, and both must be visible.
        parts.point.set_markersize(14)
        parts.end.set(zorder=parts.point.get_zorder() + 1, markersize=7.5)
        self.moves(parts.image, parts.contours, parts.path, parts.start, parts.end, parts.point)

        limits, blank = ACROSS[[0, -1]], np.full((len(ACROSS), len(ACROSS)), 0.5)
        self.image = self.moves(field(right, blank, limits, limits, zorder=0.6))
        self.boundary = self.line(right, color=INK, lw=2.2, zorder=1.5)
        self.moves(*draw_points(right, *moons(), size=5).values())
        right.set(xlim=limits, ylim=limits, xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        right.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        right.set_box_aspect(1)
        right.spines[:].set_visible(False)
        self.figure.get_layout_engine().set(wspace=0.04)
        self.name, self.share = self.heading(left, heights=(1.1, 1.025), pad=27)
        self.share.set_color(MUTED)
        self.verdict, self.where = self.heading(right, heights=(1.1, 1.025), pad=27)
        self.verdict.set_color(HIGHLIGHT)

    def update(self, directions, hidden, seed, a, c):
        seen = plane(directions, hidden, seed)
        self.picture.image.set_data(seen.losses)
        self.picture.contours.set_data(*_contours(directions, hidden, seed).T)
        mark_way(self.picture, seen.way)
        mark_point(self.picture, (a, c))
        self.name.set_text(DIRECTIONS[directions])
        self.share.set_text(f"this plane captures {_percent(seen.share)} of the path (○ → ✕)")

        network, loss, right = place(seen, hidden, a, c)
        trace = network.forward(POINTS)
        shape = (len(ACROSS), len(ACROSS))
        self.image.set_data(trace.outputs[-1].reshape(shape))
        scores = trace.pre_activations[-1].reshape(shape)
        self.boundary.set_data(*level_line(ACROSS, ACROSS, scores).T)
        self.verdict.set_text(f"J = {rounded(loss)},  {right} of {len(moons()[1])} right")
        where = "the trained network" if a == 0 == c else "θ + a u + c v"
        self.where.set_text(f"a = {_number(a)}, c = {_number(c)}: {where}")

    def describe(self, directions, hidden, seed, a, c):
        seen = plane(directions, hidden, seed)
        _, loss, right = place(seen, hidden, a, c)
        width, *others = HIDDEN[hidden]
        neurons = f"{width} hidden neurons"
        neurons = f"two layers of {neurons}" if others else neurons
        return (
            f"The loss of a network with {neurons} (seed {seed}), trained on moons, "
            f"along two directions: {DIRECTIONS[directions]}. The plane captures "
            f"{_percent(seen.share)} of the training path, which ends with J = "
            f"{rounded(seen.final)}. At a = {_number(a)}, c = {_number(c)} the loss is "
            f"{rounded(loss)}, and the network gets {right} of {len(moons()[1])} right."
        )


@lru_cache(maxsize=128)
def _contours(*choices):
    return contour_lines(SIDE, SIDE, plane(*choices).losses)


def _percent(share):
    return f"{100 * share:.1f} %" if share > 0.99 else f"{100 * share:.0f} %"


def _number(value):
    return minus(f"{value:.2f}")
