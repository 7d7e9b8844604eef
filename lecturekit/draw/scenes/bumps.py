"""Five bumps of six sigmoid neurons, and the curve that they are to follow."""

import numpy as np

from lecturekit.draw.rounding import minus, rounded
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.sheet import faded, sign_colour
from lecturekit.draw.style import FAINT, HIGHLIGHT, INK, MUTED, PAPER
from lecturekit.experiments.curve_fitting import (
    CURVES,
    EDGES,
    best_of_steps,
    bump_neurons,
    mean_error,
)

# Also just left of each edge, where steep neurons jump.
X = np.union1d(np.linspace(-0.05, 1.05, 441), np.concatenate([EDGES - 0.002, EDGES + 0.002]))
MIDDLES = (EDGES[:-1] + EDGES[1:]) / 2
INSIDE = (X >= 0) & (X <= 1)


class Bumps(Scene):
    """Left: each hidden neuron times its output weight. Right: their sum, and the target.

    A handle shows the height of each bump.

    Values: the heights ``h1`` … ``h5`` of the bumps, the ``steepness`` of all sigmoids, and the
    ``curve`` to follow (one of `CURVES`). Part 2, representation.
    """

    size = (9.6, 2.55)
    widths = (1.0, 1.4)

    def build(self, left, right):
        for ax in (left, right):
            ax.set(xlim=(-0.05, 1.05), xlabel="input $x$", xticks=EDGES)
            ax.axhline(0, color=MUTED, lw=0.7, zorder=0.7)
            for edge in EDGES:
                ax.axvline(edge, color=FAINT, lw=1, zorder=0.5)
            self.moves(*ax.spines.values())
        left.set(ylim=(-4.3, 4.3), yticks=[-4, -2, 0, 2, 4])
        right.set(ylim=(-2.9, 2.2), yticks=[-2, -1, 0, 1, 2])
        self.neurons = [self.line(left, lw=2, zorder=3) for _ in EDGES]
        self.gap = self.moves(
            right.fill_between(X, 0 * X, 0 * X, color=faded(HIGHLIGHT), lw=0, zorder=2)
        )
        dashes = {"color": INK, "lw": 1.8, "ls": (0, (4, 2))}
        self.target = self.line(right, **dashes, zorder=4, label="target")
        look = {"color": HIGHLIGHT, "lw": 2.6, "zorder": 3}
        self.total = self.line(right, **look, label="sum: the network")
        for k, middle in enumerate(MIDDLES, start=1):
            self.handles[f"h{k}"] = self.dot(right, PAPER, size=8, mec=HIGHLIGHT, mew=2)
            self.handles[f"h{k}"].set_data([middle], [0])
        self.handles["h1"].set_label("heights")
        legend = {"loc": "lower left", "ncols": 3, "handlelength": 1.8, "columnspacing": 1.2}
        self.moves(right.legend(**legend, borderaxespad=0.2))
        title, self.formula = self.heading(left)
        title.set_text("each neuron × its weight")
        self.score, self.rival = self.heading(right)

    def update(self, curve, steepness, **heights):
        for name, height in heights.items():
            self.handles[name].set_ydata([height])
        heights = _in_order(heights)
        parts = bump_neurons(heights, steepness, X)
        for line, part in zip(self.neurons, parts, strict=True):
            line.set(data=(X, part), color=sign_colour(part[-1]))
            line.set_visible(np.any(part))
        total, target = parts.sum(axis=0), CURVES[curve](X)
        self.total.set_data(X, total)
        self.target.set_data(X[INSIDE], target[INSIDE])
        there, back = (np.column_stack([X, y])[INSIDE] for y in (target, total))
        self.gap.set_verts([np.concatenate([there, back[::-1]])])
        self.formula.set_text(f"sigmoid({steepness}(x − t)), t at the thin lines")
        error, best = mean_error(curve, heights, steepness), best_of_steps(curve)
        self.score.set_text(f"mean error {error:.3f}")
        won = error < best
        self.rival.set_text(f"{'beaten' if won else 'to beat'}: {best:.3f}, the best with steps")
        self.rival.set(color=HIGHLIGHT if won else INK, fontweight="bold" if won else "normal")

    def describe(self, curve, steepness, **heights):
        heights = _in_order(heights)
        error = mean_error(curve, heights, steepness)
        sizes = ", ".join(minus(rounded(height)) for height in heights)
        return (
            f"Five bumps with the heights {sizes}, made of six sigmoid neurons with steepness "
            f"{steepness}, and the curve {curve}: the mean error is {error:.3f}. The best that "
            f"five bumps of steps can do is {best_of_steps(curve):.3f}."
        )


def _in_order(heights):
    return [heights[f"h{k}"] for k in range(1, len(EDGES))]
