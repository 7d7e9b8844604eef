"""The parts of a drawn artificial neuron, and where they stand on the sheet."""

import textwrap

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from lecturekit.draw.shapes import (
    PART_COLOURS,
    faded,
    shifted,
)
from lecturekit.draw.style import FAINT, INK, MUTED, PAPER

# The sheet, 14 × 6.8 units like the biological neuron's.
MIDDLE = 4.0
INPUT_X, INPUT_RADIUS = 1.95, 0.48
SUM, ACTIVATION, BODY_RADIUS = np.array([7.5, MIDDLE]), np.array([10.35, MIDDLE]), 0.95
OUTPUT, OUTPUT_RADIUS = np.array([13.0, MIDDLE]), 0.62
BIAS, BIAS_RADIUS = np.array([7.5, 6.27]), 0.48
ARRIVAL = 48.0  # degrees: edges reach the body on this much of its left side, up and down
CAPTION_Y, FORMULA_Y = 0.98, 0.36


class Sheet:
    """Puts the parts of one neuron on the axes, fading what is not looked at."""

    def __init__(self, ax, highlight):
        self.ax = ax
        self.highlight = highlight

    def shown(self, part):
        return self.highlight in (None, part)

    def ink(self, part, colour=INK):
        return colour if self.shown(part) else faded(colour)

    def text(self, xy, part, size=11, colour=INK, **options):
        options = {"ha": "center", "va": "center_baseline", "zorder": 8} | options
        return self.ax.text(*xy, "", fontsize=size, color=self.ink(part, colour), **options)

    def circle(self, xy, radius, part, family):
        face, edge = (self.ink(part, colour) for colour in PART_COLOURS[family])
        disc = Circle(xy, radius, facecolor=face, edgecolor=edge, linewidth=1.4, zorder=5)
        return self.ax.add_patch(disc)

    def arrow(self, start, end, part, colour):
        arrow = FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>,head_width=3,head_length=5.5",
            color=self.ink(part, colour),
            linewidth=1.8,
            shrinkA=0,
            shrinkB=0,
            mutation_scale=1,
            zorder=4,
        )
        return self.ax.add_patch(arrow)

    def body(self):
        """The pale capsule that says: this much is one neuron."""
        pad = 0.33
        low = SUM - BODY_RADIUS - pad
        width = ACTIVATION[0] - SUM[0] + 2 * (BODY_RADIUS + pad)
        height = 2 * (BODY_RADIUS + pad)
        capsule = FancyBboxPatch(
            low,
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={height / 2}",
            facecolor="#F7F8FA",
            edgecolor=FAINT,
            linewidth=1.0,
            zorder=0.5,
        )
        return self.ax.add_patch(capsule)

    def inputs(self, labels, features, dots):
        heights = input_heights(len(labels), dots)
        artists = {
            "inputs": [
                self.circle((INPUT_X, y), INPUT_RADIUS, "inputs", "dendrites") for y in heights
            ],
            "input_values": [self.text((INPUT_X, y), "inputs", 12) for y in heights],
            "input_names": [self.text((INPUT_X - 0.6, y), "inputs", ha="right") for y in heights],
        }
        if features:
            for text, feature, label in zip(artists["input_names"], features, labels, strict=True):
                text.set_text(_narrow(feature) + f"$x_{label}$")
                text.set(fontsize=9, verticalalignment="center")
        if dots:
            halfway = (heights[1] + heights[2]) / 2
            between = [(INPUT_X, halfway + step) for step in (-0.2, 0, 0.2)]
            colour = self.ink("inputs", MUTED)
            (artists["dots"],) = self.ax.plot(*zip(*between, strict=True), ".", color=colour, ms=4)
        return artists

    def edges(self, labels):
        """One line per weight and the text that goes with it."""
        edges, notes = [], []
        alpha = None if self.shown("weights") else 0.25
        heights = input_heights(len(labels), "d" in labels)
        for y in heights:
            angle = np.radians(ARRIVAL * (y - MIDDLE) / 2.2)  # fanned out, so texts have room
            end = SUM + BODY_RADIUS * np.array([-np.cos(angle), np.sin(angle)])
            way = direction((INPUT_X, y), end)
            start = np.array([INPUT_X, y]) + INPUT_RADIUS * way
            end = end + 0.08 * way  # the thick end of a line hides below the body
            edges += self.ax.plot(
                *zip(start, end, strict=True), solid_capstyle="butt", zorder=3, alpha=alpha
            )
            notes.append(
                self.ax.annotate(
                    "",
                    start,
                    9.5 * np.array([-way[1], way[0]]),
                    textcoords="offset points",
                    rotation_mode="anchor",
                    va="center",
                    color=self.ink("weights"),
                    zorder=8,
                )
            )
        return {"edges": edges, "edge_labels": notes}

    def bias(self):
        top, bottom = BIAS - (0, BIAS_RADIUS), shifted(SUM, 0, BODY_RADIUS)
        alpha = None if self.shown("sum") else 0.25
        (edge,) = self.ax.plot(*zip(top, bottom, strict=True), zorder=3, alpha=alpha)
        node = self.circle(BIAS, BIAS_RADIUS, "sum", "soma")
        name = self.text(shifted(BIAS, 0.65, 0), "sum", ha="left")
        return {
            "bias": node,
            "bias_edge": edge,
            "bias_value": self.text(BIAS, "sum"),
            "bias_name": name,
        }

    def nodes(self):
        sigma = self.text(SUM, "sum", 20)
        sigma.set_text(r"$\Sigma$")
        return {
            "sum": self.circle(SUM, BODY_RADIUS, "sum", "soma"),
            "sum_sign": sigma,
            "sum_value": self.text(SUM - (0, 0.47), "sum", 10),
            "activation": self.circle(ACTIVATION, BODY_RADIUS, "activation", "hillock"),
            "output": self.circle(OUTPUT, OUTPUT_RADIUS, "output", "axon"),
            "output_value": self.text(OUTPUT, "output", 12),
            "output_name": self.text(shifted(OUTPUT, 0, 0.92), "output", 12),
        }

    def activation(self):
        """A small curve of σ on two hairlines, and a dot at (z, σ(z))."""
        centre = ACTIVATION - (0, 0.12)
        pale = self.ink("activation", "#C98F7B")
        half = 0.66
        (level,) = self.ax.plot(
            centre[0] + np.array([-half, half]), [0, 0], color=pale, lw=0.8, zorder=6
        )
        (middle,) = self.ax.plot(
            [centre[0]] * 2, centre[1] + np.array([-0.45, 0.45]), color=pale, lw=0.8, zorder=6
        )
        (curve,) = self.ax.plot([], [], color=self.ink("activation"), lw=1.8, zorder=7)
        (dot,) = self.ax.plot(
            [], [], "o", color=self.ink("activation"), mec=PAPER, mew=1.0, ms=6.5, zorder=8
        )
        return {
            "curve_axes": [level, middle],
            "curve": curve,
            "dot": dot,
            "activation_sign": self.text(shifted(ACTIVATION, 0, 0.62), "activation", 11),
            "activation_name": self.text(ACTIVATION - (0, 1.5), "activation", 9, MUTED),
        }

    def flow(self):
        artists = {
            "z_arrow": self.arrow(
                shifted(SUM, BODY_RADIUS, 0), ACTIVATION - (BODY_RADIUS, 0), "sum", MUTED
            ),
            "output_arrow": self.arrow(
                shifted(ACTIVATION, BODY_RADIUS, 0),
                OUTPUT - (OUTPUT_RADIUS, 0),
                "output",
                PART_COLOURS["axon"][1],
            ),
            "z_name": self.text(shifted((SUM + ACTIVATION) / 2, 0, 0.25), "sum", 12),
        }
        artists["z_name"].set_text("$z$")
        return artists

    def captions(self):
        columns = {
            "inputs": (INPUT_X, "inputs"),
            "weights": (4.5, "weights"),
            "sum": (SUM[0], "weighted sum"),
            "activation": (ACTIVATION[0], "activation"),
            "output": (OUTPUT[0], "output"),
        }
        captions = []
        for part, (place, word) in columns.items():
            caption = self.text((place, CAPTION_Y), part, 9.5, MUTED)
            caption.set_text(word)
            captions.append(caption)
        return captions


def input_heights(count, dots=False):
    """The heights of the input nodes, top first, symmetric about the neuron's middle."""
    if dots:
        return MIDDLE + np.array([1.9, 0.6, -1.9])
    spacing = {1: 0.0, 2: 2.4, 3: 1.8, 4: 1.4, 5: 1.1}[count]
    return MIDDLE + spacing * ((count - 1) / 2 - np.arange(count))


def _narrow(name, width=9):
    """`name` in lines of at most `width` letters, ready for an x_j behind it."""
    words = [word if len(word) <= width else word[: width - 2] + "…" for word in name.split()]
    lines = textwrap.wrap(" ".join(words), width) or [""]
    return "\n".join(lines) + (" " if len(lines[-1]) <= 6 else "\n")


def direction(start, end):
    way = np.subtract(end, start)
    return way / np.linalg.norm(way)
