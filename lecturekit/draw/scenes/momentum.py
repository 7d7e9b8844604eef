"""Momentum in a long valley: the paths with and without it, their losses, and their rates."""

from functools import lru_cache

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.charts import draw_band
from lecturekit.draw.descent import draw_descent_contours, update_descent_contours, within_reach
from lecturekit.draw.perceptron import HALO
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.scene import Scene, drawable
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.descents import BALL_STEPS as STEPS
from lecturekit.experiments.descents import REACH, balls
from lecturekit.experiments.quadratics import rate

LOSSES = (1e-8, 1e2)  # the range of the axis; what is outside is marked at its edge
RATES = (0.0, 1.5)  # the range of the axis
MOMENTA = np.linspace(0, 0.99, 100)  # of the curve of rates
CONDITIONS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
RADII = np.linspace(0.35, 4.2, 12)  # of evenly spaced contours, as on a round bowl
ANGLES = np.append(np.linspace(0, 2 * np.pi, 121), np.nan)  # the pen is lifted after each
SETTLED = 0.01  # a rate this close to theory has stopped changing with t


class Momentum(Scene):
    """Left: both paths. Right: J of both, and below it the rate against μ.

    Values: ``condition`` number c = κ_max/κ_min (one of `CONDITIONS`), ``step_size`` α in units
    of 1/κ_max, ``momentum`` μ, ``kind`` ("heavy" or "nesterov"), ``settings`` ("sliders", or
    "best": each path with its fastest settings), ``noise``, the standard deviation of each
    component of the gradient, its ``seed``, and the step ``t``. Part 4, momentum.
    """

    size = (8.6, 3.2)
    widths = (1, 1.12)

    def build(self, left, right):
        path = balls(1, 1.0, 0.0, "heavy", "sliders")[0].path
        self.limits = ((-REACH, REACH),) * 2
        self.picture = parts = draw_descent_contours(
            left, lambda theta: (theta @ theta / 2, theta), path, *self.limits, resolution=41
        )
        left.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        left.spines[:].set_visible(False)
        parts.steps.set(ms=3.4, lw=1.4)
        self.moves(parts.image, parts.contours)
        self.plain = self.line(left, "s-", color=INK, ms=2.6, lw=1.0, zorder=2.6)
        self.plain_now = self.line(left, "s", color=INK, ms=8, mec="white", zorder=5.5)
        self.moves(parts.steps, parts.move, parts.start, parts.now)
        self.name, self.values = self.heading(left)
        right.axis("off")
        self.fast, self.slow = self.heading(right)
        self._losses(right.inset_axes((0.13, 0.56, 0.86, 0.44)))
        self._rates(right.inset_axes((0.13, 0.0, 0.86, 0.34)))

    def _losses(self, ax):
        names = ["≤ 10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1", "≥ 100"]
        self.logarithmic(ax, LOSSES, 10.0 ** np.arange(-8, 3, 2), names)
        ax.set(xlim=(0, STEPS), ylabel="$J - J^*$")
        ax.set_xlabel("step t", labelpad=0)
        dashed = {"ls": (0, (4, 2)), "lw": 1.0}
        self.laws = [self.guide(ax, color=colour, **dashed) for colour in (INK, HIGHLIGHT)]
        self.lines = [self.guide(ax, color=INK, zorder=3)]
        self.lines += [self.guide(ax, color=HIGHLIGHT, lw=2.0, zorder=4)]
        self.dots = [self.dot(ax, INK, 7), self.dot(ax)]

    def _rates(self, ax):
        ax.set(xlim=(0, 1), ylim=RATES, ylabel="rate")
        ax.set_xlabel("momentum μ", labelpad=1)
        ax.set_yticks([0, 0.5, 1, np.mean([1, RATES[1]])], ["0", "0.5", "1", "grows"])
        ax.get_yticklabels()[-1].set_color(GRADIENT)
        ax.grid(axis="y")
        self.moves(*ax.spines.values())
        draw_band(ax, 1, RATES[1], "y", color=GRADIENT, alpha=0.1, lw=0, zorder=0.5)
        style = {"fontsize": 9, "zorder": 6, "ha": "right", "va": "center", "path_effects": HALO}
        self.curve = self.guide(ax, lw=1.8)
        self.curve_name = self.moves(ax.text(0.985, 0.12, "", color=MUTED, **style))
        self.rate_dots = [self.dot(ax, INK, 7, zorder=7), self.dot(ax, zorder=7)]

    def update(self, condition, t, **choices):
        t = min(t, STEPS)
        plain, heavy = both = balls(condition, **choices)
        self._ground(condition)
        update_descent_contours(self.picture, heavy.path, t)
        places = within_reach(plain.path.thetas, self.limits)
        self.plain.set_data(*places[: t + 1].T)
        self.plain_now.set_data(*places[t : t + 1].T)
        everywhere = np.arange(STEPS + 1)
        for i, one in enumerate(both):
            losses = drawable(one.path.losses)
            self.lines[i].set_data(everywhere[: t + 1], losses[: t + 1])
            law = np.log10(losses[0]) + 2 * everywhere * np.log10(max(one.rate, 1e-12))
            self.laws[i].set_data(everywhere, 10 ** np.clip(law, -99, 99) + min(one.floor, 1e99))
            self.place(self.dots[i], t, losses[t], LOSSES, "so"[i])
            self.place(self.rate_dots[i], one.momentum, one.rate, RATES, "so"[i])
        alpha, nesterov = heavy.step_size, choices["kind"] == "nesterov"
        self.curve.set_data(MOMENTA, _rates(alpha, condition, nesterov))
        # If it has its own step size, the black square is not on the curve.
        same = plain.step_size == alpha
        self.curve_name.set_text("" if same else f"curve: α = {alpha:.3g}")
        flat = "1" if condition == 1 else f"1/{condition}"
        self.name.set_text(f"κ = {flat} and 1,  step {t}")
        self.values.set_text(_settings(both))
        self.fast.set_text(f"● {_pace(heavy, t, 'momentum')}")
        self.fast.set_color(HIGHLIGHT if heavy.rate < 1 - 1e-6 else GRADIENT)
        self.slow.set_text(f"■ {_pace(plain, t, 'without')}")

    def _ground(self, condition):
        circle = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])
        rings = (RADII[:, None, None] * circle).reshape(-1, 2)
        self.picture.contours.set_data(*(rings * np.sqrt([condition, 1])).T)
        side = np.linspace(-REACH, REACH, 41)
        J = (side[None, :] ** 2 / condition + side[:, None] ** 2) / 2
        self.picture.image.set_data(np.sqrt(J) / REACH)

    def describe(self, condition, t, **choices):
        t = min(t, STEPS)
        plain, heavy = both = balls(condition, **choices)
        kind = "Nesterov's momentum" if choices["kind"] == "nesterov" else "heavy-ball momentum"
        return (
            f"Two paths in a bowl with condition number {condition} after {count(t, 'step')}: "
            f"gradient descent without momentum and with {kind}; {_settings(both)}. "
            f"J is {rounded(plain.path.losses[t])} and "
            f"{rounded(heavy.path.losses[t])} above its minimum. {_pace(plain, t, 'Without')}; "
            f"{_pace(heavy, t, 'with momentum')}."
        )


@lru_cache(maxsize=256)
def _rates(step_size, condition, nesterov):
    rates = [rate(step_size, mu, (1 / condition, 1.0), nesterov) for mu in MOMENTA]
    return np.minimum(rates, RATES[1])


def _pace(run, t, name):
    found = run.measured_rate(t)
    if np.isclose(run.rate, 1):
        return f"{name} never arrives: theory × 1.000"
    verb = f"{name} grows" if run.rate > 1 else name
    if run.rate < 1 and run.floor:
        late = run.path.losses[t // 2 : t + 1].mean()
        return f"{name}: J {rounded(late)} since t = {t // 2}, floor {rounded(run.floor)}"
    if run.path.losses[t] == 0:
        return f"{name}: arrived, exactly"
    if found is None:
        return f"{verb}: in theory × {run.rate:.3f} per step"
    if abs(found - run.rate) > SETTLED:  # the slowest direction does not dominate yet
        return f"{verb}: so far × {found:.3f}, theory {run.rate:.3f}"
    a_step = "" if run.rate > 1 else " per step"
    return f"{verb}: × {found:.3f}{a_step}, theory {run.rate:.3f}"


def _settings(both):
    plain, heavy = both
    words = f"α = {heavy.step_size:.3g}, μ = {heavy.momentum:.3g}"
    if plain.step_size == heavy.step_size:
        return words
    return f"{words}; without: α = {plain.step_size:.3g}"
