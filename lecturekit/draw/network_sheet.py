"""The parts of a drawn network, and where they stand on the sheet."""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from lecturekit.draw.shapes import closed, paint, shifted
from lecturekit.draw.style import INK, MUTED, PAPER

# The sheet, 14 × 6.8 units like that of a single neuron.
FIRST_X, LAST_X = 1.75, 12.0
TOP, BOTTOM = 5.65, 1.5
MIDDLE = (TOP + BOTTOM) / 2
HEADING_Y, COUNT_Y, SHAPE_Y, FORMULA_Y = 6.55, 6.13, 0.98, 0.24
BIAS_HEIGHT = 0.62  # what a bias needs above its neuron
LABEL_SIZE = np.array([0.9, 0.36])  # room for a weight on its edge


class Place(NamedTuple):
    """Where a node stands, and which neuron or input it is (counted from 0)."""

    index: int
    x: float
    y: float


class Plan(NamedTuple):
    """The geometry of a network: it depends on the sizes alone, never on a number shown."""

    sizes: tuple
    columns: list  # of lists of Place
    dots: list  # (x, y) where "⋮" stands
    width: float
    height: float
    biases: bool


def plan(sizes, most, numbers, biases):
    """Choose places: evenly spaced columns, each centred, at most `most` nodes high."""
    xs = np.linspace(FIRST_X, LAST_X, len(sizes))
    rows = [min(size, most) for size in sizes]
    tallest = max(rows)
    above = BIAS_HEIGHT if biases else 0.0
    height = min(0.92, (TOP - BOTTOM - tallest * above) / (1.25 * tallest - 0.25))
    spacing = min(1.75, (TOP - BOTTOM - height - above) / max(tallest - 1, 1))
    gap = xs[1] - xs[0]
    width = min(2.1, 0.62 * gap) if numbers else max(1.9 * height, 0.9)
    columns, dots = [], []
    for x, size, row in zip(xs, sizes, rows, strict=True):
        indices = list(range(size)) if size <= most else [*range(most - 2), None, size - 1]
        heights = MIDDLE + spacing * ((row - 1) / 2 - np.arange(row)) - above / 2
        column = []
        for index, y in zip(indices, heights, strict=True):
            if index is None:
                dots.append((float(x), float(y)))
            else:
                column.append(Place(index, float(x), float(y)))
        columns.append(column)
    return Plan(tuple(sizes), columns, dots, width, height, biases)


class Node(NamedTuple):
    """The artists of one neuron; an input has only ``left`` and ``left_text``."""

    left: Any
    right: Any
    left_text: Any
    right_text: Any
    bias: Any
    bias_edge: Any


class NetworkSheet:
    """Puts the parts of a network on the axes; what they show is set later."""

    def __init__(self, ax, plan):
        self.ax, self.plan = ax, plan

    def text(self, xy, words="", size=9.5, colour=INK, **options):
        options = {"ha": "center", "va": "center_baseline", "zorder": 8} | options
        return self.ax.text(*xy, words, fontsize=size, color=colour, **options)

    def inputs(self):
        return [self._input(place) for place in self.plan.columns[0]]

    def _input(self, place):
        height = self.plan.height
        width = self._input_width()
        box = FancyBboxPatch(
            (place.x - width / 2, place.y - height / 2),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={0.16 * height}",
            linewidth=1.4,
            zorder=5,
        )
        self.ax.add_patch(box)
        return Node(box, None, self.text((place.x, place.y)), None, None, None)

    def _input_width(self):
        return max(self.plan.height, 0.5 * self.plan.width)

    def input_names(self):
        x = FIRST_X - self._input_width() / 2 - 0.18
        return [self.text((x, place.y), size=11, ha="right") for place in self.plan.columns[0]]

    def neurons(self):
        return [[self._neuron(place) for place in column] for column in self.plan.columns[1:]]

    def _neuron(self, place):
        half, radius = self.plan.width / 2, self.plan.height / 2
        turn = np.linspace(np.pi / 2, 3 * np.pi / 2, 25)
        round_end = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
        left = np.vstack([[0, radius], round_end - (half - radius, 0), [0, -radius]])
        centre = np.array([place.x, place.y])
        bias = edge = None
        if self.plan.biases:
            top = shifted(centre, -half / 2, radius)
            (edge,) = self.ax.plot([top[0]] * 2, [top[1], top[1] + 0.3], zorder=3)
            bias = self.text(shifted(top, 0, 0.36), size=8.5, va="center")
            bias.set_bbox({"boxstyle": "round,pad=0.2,rounding_size=0.5", "linewidth": 1.0})
        return Node(
            paint(self.ax, closed(centre + left), PAPER, INK, 5, 1.3),
            paint(self.ax, closed(centre + left * (-1, 1)), PAPER, INK, 5, 1.3),
            self.text(shifted(centre, -0.47 * half, 0)),
            self.text(shifted(centre, 0.47 * half, 0)),
            bias,
            edge,
        )

    def edges(self):
        """One line for each pair of drawn nodes: ``edges[l][k][j]`` from j to k."""
        return [
            [[self._edge(number, j, k) for j in range(len(before))] for k in range(len(column))]
            for number, (before, column) in enumerate(pairwise(self.plan.columns), start=1)
        ]

    def _edge(self, number, j, k):
        ends = self._ends(number, j, k)
        return self.ax.plot(*ends.T, solid_capstyle="butt", zorder=3)[0]

    def _ends(self, number, j, k):
        source, target = self.plan.columns[number - 1][j], self.plan.columns[number][k]
        half = self.plan.width / 2
        left = self._input_width() / 2 if number == 1 else half
        return np.array([(source.x + left - 0.02, source.y), (target.x - half + 0.02, target.y)])

    def edge_labels(self, most_edges):
        """Texts on the edges, ``labels[l][k][j]``; an empty list for a layer without room."""
        layers = []
        for number in range(1, len(self.plan.columns)):
            rows, columns = len(self.plan.columns[number]), len(self.plan.columns[number - 1])
            gap = self.plan.columns[1][0].x - FIRST_X - self.plan.width
            if rows * columns > most_edges or gap < 1.3:
                layers.append([])
                continue
            ends = [self._ends(number, j, k) for k in range(rows) for j in range(columns)]
            places = spread_labels(np.array(ends)).reshape(rows, columns, 2)
            layers.append([[self._label(place) for place in row] for row in places])
        return layers

    def _label(self, place):
        label = self.text(place, size=9, va="center")
        label.set_bbox({"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none"})
        return label

    def outputs(self):
        """An arrow behind each output neuron, and the name of what it carries."""
        arrows, names = [], []
        for place in self.plan.columns[-1]:
            start = shifted((place.x, place.y), self.plan.width / 2, 0)
            arrow = FancyArrowPatch(
                start,
                shifted(start, 0.5, 0),
                arrowstyle="-|>,head_width=3,head_length=5.5",
                mutation_scale=1,
                linewidth=1.8,
                shrinkA=0,
                shrinkB=0,
                zorder=4,
            )
            arrows.append(self.ax.add_patch(arrow))
            names.append(self.text(shifted(start, 0.62, 0), size=11, ha="left"))
        return arrows, names

    def headings(self, activations):
        """Name each column, and say how many numbers or neurons it has."""
        last, short = len(self.plan.sizes) - 1, len(self.plan.sizes) > 4
        hidden = "hidden {}" if short else "hidden layer {}"
        texts = []
        for number, size in enumerate(self.plan.sizes):
            word = "input" if number == 0 else "output layer" if number == last else hidden
            word = "output" if short and number == last else word
            noun = "number" if number == 0 else "neuron"
            count = f"{size} {noun}" + ("s" if size != 1 else "")
            if number and activations:
                count += f"\n{activations[number - 1]}" if short else f", {activations[number - 1]}"
            x = self.plan.columns[number][0].x
            word = word.format(number)
            texts.append(self.text((x, HEADING_Y), word, 10, fontweight="bold"))
            texts.append(self.text((x, COUNT_Y + 0.15), count, 9, MUTED, va="top", linespacing=1.1))
        return texts

    def shapes(self):
        """Write under each column, and between them, the shapes of what stands there."""
        texts, last = [], len(self.plan.sizes) - 1
        for number, size in enumerate(self.plan.sizes):
            x = self.plan.columns[number][0].x
            name = "x" if number == 0 else r"\hat{y}" if number == last else f"a_{number}"
            texts.append(self.text((x, SHAPE_Y), f"${name}$ ({size},)", 9, MUTED))
            if number and len(self.plan.sizes) <= 5:
                between = (x + self.plan.columns[number - 1][0].x) / 2
                before = self.plan.sizes[number - 1]
                words = f"$W_{number}$ ({size}, {before})"
                texts.append(self.text((between, SHAPE_Y + 0.12), words, 9, MUTED))
                words = f"$b_{number}$ ({size},)"
                texts.append(self.text((between, SHAPE_Y - 0.24), words, 9, MUTED))
        return texts

    def dots(self):
        texts = []
        for x, y in self.plan.dots:
            step = 0.24 * self.plan.height
            (dots,) = self.ax.plot(
                [x] * 3, [y - step, y, y + step], ".", ms=3.5, color=MUTED, zorder=5
            )
            texts.append(dots)
        return texts


def spread_labels(ends):
    """Choose a point on each line so that labels there keep clear of other lines and labels.

    Parameters
    ----------
    ends : ndarray, shape (m, 2, 2)
        Start and end of each line.

    Returns
    -------
    ndarray, shape (m, 2)
    """
    shares = np.linspace(0.12, 0.88, 39)
    candidates = ends[:, :1] + shares[None, :, None] * (ends[:, 1:] - ends[:, :1])
    chosen = np.full(len(ends), len(shares) // 2)
    cost_of_lines = np.array(
        [
            [
                sum(_nearness(point, other) for m, other in enumerate(ends) if m != line)
                for point in candidates[line]
            ]
            for line in range(len(ends))
        ]
    )
    cost_of_lines = cost_of_lines + 0.3 * np.abs(shares - 0.5)
    for _ in range(6):
        for line in range(len(ends)):
            others = [candidates[m, chosen[m]] for m in range(len(ends)) if m != line]
            cost = cost_of_lines[line].copy()
            for other in others:
                away = np.abs(candidates[line] - other) / LABEL_SIZE
                cost += 8 * np.clip(1.15 - away.max(axis=1), 0, None)
            chosen[line] = cost.argmin()
    return candidates[np.arange(len(ends)), chosen]


def _nearness(point, line):
    """How much a label at `point` covers the line: 0 if it keeps clear, 1 in its middle."""
    spots = line[0] + np.linspace(0, 1, 60)[:, None] * (line[1] - line[0])
    away = (np.abs(spots - point) / (0.62 * LABEL_SIZE)).max(axis=1)
    return float(np.clip(1 - away.min(), 0, None))
