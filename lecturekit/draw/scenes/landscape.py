"""A plane of a trained network's parameters, and the network at one of its points."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.draw.descent import contour_lines, draw_landscape, mark_point, mark_way
from lecturekit.draw.level_lines import level_line
from lecturekit.draw.planes import PROBABILITY, draw_points
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED
from lecturekit.experiments.loss_landscape import (
    loss_grid,
    principal_directions,
    project,
    random_direction,
)
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network

STEPS, STEP_SIZE = 600, 0.5
SIDE = np.linspace(-1, 1, 51)  # of the landscape
ACROSS = np.linspace(-2.5, 2.5, 71)  # of the plane of the data
SIZES = {"4": (4,), "8": (8,), "8, 8": (8, 8)}
DIRECTIONS = {
    "random": "random, each neuron to scale",
    "gradient": "gradient at the end, and random",
    "path": "the path's main directions",
}
PATH_REACH = 0.85  # of the panel, that the path takes in its own plane


class Landscape(Scene):
    """Left J(θ + a u + c v) around a trained θ, right the network at the point (a, c).

    Values: ``directions`` u and v (a key of `DIRECTIONS`), ``hidden`` layers (a key of
    `SIZES`), ``seed`` of the start and of random directions, ``a`` and ``c``. Part 3,
    training.
    """

    size = (8.6, 4.25)
    widths = (1.04, 1)

    def build(self, left, right):
        losses = np.ones((len(SIDE), len(SIDE)))
        label = "J; from line to line × √2"
        self.picture = draw_landscape(left, SIDE, SIDE, losses, [[0, 0]], (0, 0), label=label)
        ticks = [-1, -0.5, 0, 0.5, 1]
        left.set(xticks=ticks, yticks=ticks)
        left.set(xlabel="$a$, along $u$", ylabel="$c$, along $v$")
        left.spines[:].set_visible(False)
        parts = self.picture
        # At (0, 0) the dot and the end of the path are at one place, and both are to be seen.
        parts.point.set_markersize(14)
        parts.end.set(zorder=parts.point.get_zorder() + 1, markersize=7.5)
        self.moves(parts.image, parts.contours, parts.path, parts.start, parts.end, parts.point)

        half = (ACROSS[1] - ACROSS[0]) / 2
        low, high = ACROSS[0] - half, ACROSS[-1] + half
        self.image = right.imshow(
            np.full((len(ACROSS), len(ACROSS)), 0.5),
            extent=(low, high, low, high),
            origin="lower",
            aspect="auto",
            interpolation="bilinear",
            cmap=PROBABILITY,
            vmin=0,
            vmax=1,
            zorder=0.6,
        )
        (self.boundary,) = right.plot([], [], color=INK, lw=2.2, zorder=1.5)
        points = draw_points(right, *examples(), size=5)
        limits = ACROSS[[0, -1]]
        right.set(xlim=limits, ylim=limits, xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        right.set(xlabel="$x_1$ (standardised)", ylabel="$x_2$ (standardised)")
        right.set_box_aspect(1)
        right.spines[:].set_visible(False)
        self.moves(self.image, self.boundary, *points.values())
        for ax in (left, right):
            ax.set_title(" ", pad=27)  # keeps two lines free above the panel
        self.figure.get_layout_engine().set(wspace=0.04)
        self.name, self.share = self._title(left)
        self.share.set_color(MUTED)
        self.verdict, self.place = self._title(right)

    def _title(self, ax):
        """Two lines above a panel."""
        place = {"transform": ax.transAxes, "va": "bottom"}
        first = ax.text(0, 1.1, "", fontweight="bold", fontsize=10.5, **place)
        second = ax.text(0, 1.025, "", fontsize=9.5, **place)
        return self.moves(first, second, apart=True)

    def update(self, directions, hidden, seed, a, c):
        plane = landscape(directions, hidden, seed)
        self.picture.image.set_data(plane.losses)
        self.picture.contours.set_data(*plane.contours.T)
        mark_way(self.picture, plane.way)
        mark_point(self.picture, (a, c))
        self.name.set_text(DIRECTIONS[directions])
        self.share.set_text(f"this plane holds {_percent(plane.share)} of the path (○ → ✕)")

        network, loss, right = place(plane, hidden, a, c)
        trace = network.forward(_POINTS)
        shape = (len(ACROSS), len(ACROSS))
        self.image.set_data(trace.outputs[-1].reshape(shape))
        scores = trace.pre_activations[-1].reshape(shape)
        self.boundary.set_data(*level_line(ACROSS, ACROSS, scores).T)
        self.verdict.set_text(f"J = {rounded(loss)},  {right} of {len(examples()[1])} right")
        self.verdict.set_color(HIGHLIGHT)
        where = "the trained network" if a == 0 == c else "θ + a u + c v"
        self.place.set_text(f"a = {_number(a)}, c = {_number(c)}: {where}")

    def describe(self, directions, hidden, seed, a, c):
        plane = landscape(directions, hidden, seed)
        _, loss, right = place(plane, hidden, a, c)
        return (
            f"The loss of a network with {_neurons(hidden)} (seed {seed}), trained on moons, "
            f"along two directions: {DIRECTIONS[directions]}. The plane holds "
            f"{_percent(plane.share)} of the path of training, whose end has J = "
            f"{rounded(plane.final)}. At a = {_number(a)}, c = {_number(c)} the loss is "
            f"{rounded(loss)}, and the network gets {right} of {len(examples()[1])} right."
        )


class PlaneOfParameters(NamedTuple):
    """What the figure needs of one setting; ``theta`` is the trained one, at (0, 0)."""

    theta: np.ndarray
    u: np.ndarray
    v: np.ndarray
    losses: np.ndarray
    contours: np.ndarray
    way: np.ndarray
    share: float
    final: float


@lru_cache(maxsize=128)
def landscape(directions, hidden, seed):
    """Train a network, choose two directions, and compute the loss on the grid; once each."""
    path, network = trained(hidden, seed), _network(hidden, seed)
    network.theta[:] = path.thetas[-1]
    u, v = two_directions(directions, network, path.thetas, seed)
    losses = loss_grid(network, *examples(), u, v, SIDE, SIDE)
    way, share = project(path.thetas, network.theta, u, v)
    contours = contour_lines(SIDE, SIDE, losses)
    return PlaneOfParameters(
        network.theta.copy(), u, v, losses, contours, way, share, path.losses[-1]
    )


def two_directions(directions, network, thetas, seed):
    """Return u and v, each as long as is right for the panel, which ends at a, c = ±1."""
    rng = np.random.default_rng([seed, 1])
    if directions == "path":
        unit = principal_directions(thetas)
        way, _ = project(thetas, network.theta, *unit)
        return unit * np.abs(way).max() / PATH_REACH  # one scale, so that angles are right
    u, v = random_direction(network, rng), random_direction(network, rng)
    if directions == "gradient":
        _, gradient = network.loss_and_gradient(*examples())
        u = gradient * np.linalg.norm(u) / np.linalg.norm(gradient)
    # At right angles; in many dimensions two random directions nearly are.
    length = np.linalg.norm(v)
    v = v - (v @ u) / (u @ u) * u
    return u, v * length / np.linalg.norm(v)


def place(plane, hidden, a, c):
    """Return the network at (a, c), its loss and how many examples it gets right."""
    X, y = examples()
    network = _network(hidden, 0)
    network.theta[:] = plane.theta + a * plane.u + c * plane.v
    return network, network.loss(X, y), int(np.sum(network.predict(X) == y))


@lru_cache(maxsize=128)
def trained(hidden, seed):
    """Return the path of gradient descent on the whole batch."""
    network = _network(hidden, seed)
    f = objective(network, *examples())
    return gradient_descent(f, network.theta, STEP_SIZE, max_steps=STEPS, tolerance=0)


@cache
def examples():
    """The moons, standardised, and their classes."""
    X, y = datasets.moons(n=200, noise=0.15, seed=0)
    return datasets.standardise(X), y


def _network(hidden, seed):
    return Network([2, *SIZES[hidden], 1], "tanh", "sigmoid", seed=seed)


_POINTS = np.stack(np.meshgrid(ACROSS, ACROSS), axis=-1).reshape(-1, 2)


def _neurons(hidden):
    width, *others = SIZES[hidden]
    each = f"{width} hidden neurons"
    return f"two layers of {each}" if others else each


def _percent(share):
    return f"{100 * share:.1f} %" if share > 0.99 else f"{100 * share:.0f} %"


def _number(value):
    return f"{value:.2f}".replace("-", "−")
