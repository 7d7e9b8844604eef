"""Momentum in a long valley: the path with it and without, and how fast each of them is."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit.checks import count
from lecturekit.draw.descent import draw_descent_contours, update_descent_contours, within_reach
from lecturekit.draw.perceptron import HALO
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.panels import dot, drawable, guide, heading, logarithmic, place_dot
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import GRADIENT, HIGHLIGHT, INK, MUTED
from lecturekit.experiments.quadratics import best_momentum, best_step_size, rate
from lecturekit.gradient_descent import Path
from lecturekit.optimizers import SGD

START = (-2.6, 1.6)
STEPS = 200
REACH = 3.0  # of the left panel, on every side of 0
ERRORS = (1e-8, 1e2)  # the range of the axis; what lies outside is marked at its edge
RATES = (0.0, 1.25)  # the range of the axis
MOMENTA = np.linspace(0, 0.99, 100)  # of the curve of rates
CONDITIONS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
LEVELS = np.linspace(0.35, 4.2, 12) ** 2 / 2  # evenly spaced lines, as on a round bowl
ANGLES = np.append(np.linspace(0, 2 * np.pi, 121), np.nan)  # the pen is lifted after each
SEEN = 10  # steps from which on a rate can be read off
SETTLED = 0.01  # how near to theory a rate is that no longer changes with t


class Momentum(Scene):
    """Left both paths, right their distances from the minimum, and below it the rate against μ.

    Values: ``condition`` number c = κ_max/κ_min (one of `CONDITIONS`), ``step_size`` α in units
    of 1/κ_max, ``momentum`` μ, ``kind`` ("heavy" or "nesterov"), ``settings`` ("sliders", or
    "best": each path with the settings that go fastest), step ``t``. Part 4, momentum.
    """

    size = (8.6, 4.5)
    widths = (1, 1.12)

    def build(self, left, right):
        limits = (-REACH, REACH)
        start = Path(np.array([START]), np.zeros(1), "max_steps")
        self.picture = draw_descent_contours(
            left, lambda theta: (theta @ theta / 2, theta), start, limits, limits, resolution=41
        )
        left.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        left.spines[:].set_visible(False)
        self.picture.steps.set(ms=3.4, lw=1.4)
        (self.plain,) = left.plot([], [], "s-", color=INK, ms=2.6, lw=1.0, zorder=2.6)
        (self.plain_now,) = left.plot([], [], "s", color=INK, ms=8, mec="white", zorder=5.5)
        parts = self.picture
        self.moves(parts.image, parts.contours, self.plain, parts.steps, parts.move)
        self.moves(parts.start, self.plain_now, parts.now)
        self.name, self.values = heading(self, left)
        right.axis("off")
        self.fast, self.slow = heading(self, right)
        self._errors(right.inset_axes((0.13, 0.52, 0.86, 0.48)))
        self._rates(right.inset_axes((0.13, 0.0, 0.86, 0.36)))

    def _errors(self, ax):
        names = ["≤ 10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1", "≥ 100"]
        logarithmic(self, ax, ERRORS, 10.0 ** np.arange(-8, 3, 2), names)
        ax.set(xlim=(0, STEPS), ylabel="distance ‖θ − θ*‖")
        ax.set_xlabel("step t", labelpad=0)
        style = {"ls": (0, (4, 2)), "lw": 1.0}
        self.laws = [guide(self, ax, color=colour, **style) for colour in (INK, HIGHLIGHT)]
        self.lines = [
            guide(self, ax, color=INK, lw=1.3, zorder=3),
            guide(self, ax, color=HIGHLIGHT, lw=2.0, zorder=4),
        ]
        self.dots = [dot(self, ax, INK, 7), dot(self, ax)]

    def _rates(self, ax):
        ax.set(xlim=(0, 1), ylim=RATES, ylabel="rate per step")
        ax.set_xlabel("momentum μ", labelpad=1)
        ax.set_yticks([0, 0.5, 1, RATES[1]], ["0", "0.5", "1", f"≥ {RATES[1]}"])
        ax.grid(axis="y")
        self.moves(*ax.spines.values())
        ax.axhspan(1, RATES[1], color=GRADIENT, alpha=0.1, lw=0, zorder=0.5)
        style = {"fontsize": 9, "zorder": 6, "ha": "right", "va": "center"}
        style |= {"path_effects": HALO}
        words = ax.text(0.95, 1.12, "diverges", color=GRADIENT, **style)  # dots come to 0.99
        self.curve = guide(self, ax, color=MUTED, lw=1.8)
        self.curve_name = ax.text(0.985, 0.12, "", color=MUTED, **style)
        self.moves(words, self.curve_name)
        self.rate_dots = [dot(self, ax, INK, 7), dot(self, ax)]
        for mark in self.rate_dots:
            mark.set_zorder(7)

    def update(self, condition, t, **choices):
        t = min(t, STEPS)
        both = runs(condition, **choices)
        plain, heavy = both
        self._ground(condition)
        update_descent_contours(self.picture, heavy.path, t)
        limits = ((-REACH, REACH),) * 2
        places = within_reach(plain.path.thetas, limits)
        self.plain.set_data(*places[: t + 1].T)
        self.plain_now.set_data(*(places[t : t + 1].T))
        everywhere = np.arange(STEPS + 1)
        for i, one in enumerate(both):
            errors = drawable(one.errors)
            self.lines[i].set_data(everywhere[: t + 1], errors[: t + 1])
            law = np.log10(errors[0]) + everywhere * np.log10(max(one.rate, 1e-12))
            self.laws[i].set_data(everywhere, 10 ** np.clip(law, -99, 99))
            marker = "so"[i]
            place_dot(self.dots[i], t, one.errors[t], ERRORS, marker)
            place_dot(self.rate_dots[i], one.momentum, one.rate, RATES, marker)
        alpha, nesterov = heavy.step_size, choices["kind"] == "nesterov"
        rates = np.minimum(_rates(alpha, condition, nesterov), RATES[1])
        self.curve.set_data(MOMENTA, rates)
        # With a step size of its own the black square is not on the curve.
        same = plain.step_size == alpha
        self.curve_name.set_text("" if same else f"curve: α = {alpha:.3g}")
        flat = "1" if condition == 1 else f"1/{condition}"
        self.name.set_text(f"κ = {flat} and 1,  step {t}")
        self.values.set_text(_settings(both))
        self.fast.set_text(f"● {_pace(heavy, t, 'momentum')}")
        self.fast.set_color(HIGHLIGHT if heavy.rate < 1 - 1e-6 else GRADIENT)
        self.slow.set_text(f"■ {_pace(plain, t, 'without')}")

    def _ground(self, condition):
        shape = np.sqrt([condition, 1])
        self.picture.contours.set_data(*(_circles() * shape).T)
        side = np.linspace(-REACH, REACH, 41)
        J = (side[None, :] ** 2 / condition + side[:, None] ** 2) / 2
        self.picture.image.set_data(np.sqrt(J) / REACH)

    def describe(self, condition, t, **choices):
        t = min(t, STEPS)
        plain, heavy = both = runs(condition, **choices)
        kind = "Nesterov's momentum" if choices["kind"] == "nesterov" else "heavy-ball momentum"
        return (
            f"Two paths in a bowl with condition number {condition} after {count(t, 'step')}: "
            f"gradient descent without momentum and with {kind}; {_settings(both)}. "
            f"The distance from the minimum is {rounded(plain.errors[t])} and "
            f"{rounded(heavy.errors[t])}. {_pace(plain, t, 'Without')}; "
            f"{_pace(heavy, t, 'with momentum')}."
        )


class Run(NamedTuple):
    """A path, its distances from the minimum, its settings, and its rate in theory.

    ``energies`` are those of a ball with the height J, which moves by one step in a time √α.
    """

    path: Path
    errors: np.ndarray
    energies: np.ndarray
    step_size: float
    momentum: float
    rate: float


def runs(condition, step_size, momentum, kind, settings):
    """Return the run without momentum and the run with it."""
    kappa, nesterov = (1 / condition, 1.0), kind == "nesterov"
    if settings == "best":
        plain = _run(condition, best_step_size(*kappa), 0.0, False)
        return plain, _run(condition, *best_momentum(*kappa, nesterov), nesterov)
    return _run(condition, step_size, 0.0, False), _run(condition, step_size, momentum, nesterov)


@lru_cache(maxsize=256)
def _run(condition, step_size, momentum, nesterov):
    """Let `SGD` go down J = ½ (θ₁²/c + θ₂²); once for each setting."""
    kappa = np.array([1 / condition, 1.0])
    optimizer = SGD(step_size, momentum, nesterov and momentum > 0)
    theta = np.array(START)
    thetas = [theta.copy()]
    with np.errstate(over="ignore", invalid="ignore"):  # one that diverges says so
        for _ in range(STEPS):
            optimizer.advance(theta, kappa * theta)
            thetas.append(theta.copy())
        thetas = np.array(thetas)
        errors = np.linalg.norm(thetas, axis=1)
        losses = thetas**2 @ kappa / 2
        moves = np.diff(thetas, axis=0, prepend=thetas[:1])
        energies = losses + np.sum(moves**2, axis=1) / (2 * step_size)
    pace = rate(step_size, momentum, kappa, nesterov)
    path = Path(thetas, losses, "max_steps")
    return Run(path, errors, energies, step_size, momentum, pace)


@lru_cache(maxsize=256)
def _rates(step_size, condition, nesterov):
    return [rate(step_size, mu, (1 / condition, 1.0), nesterov) for mu in MOMENTA]


def measured(run, t):
    """Return the factor per step between t/2 and t, or None where there is too little to see.

    It is the slope of a straight line through the logarithm of the energy, which goes with the
    square of the distance. A ball that rolls to and fro comes near the minimum again and again;
    its energy knows that it will roll on.
    """
    energies = run.energies[t // 2 : t + 1]
    if t < SEEN or not (energies > 0).all() or not np.isfinite(energies).all():
        return None
    return float(np.exp(np.polyfit(np.arange(len(energies)), np.log(energies) / 2, 1)[0]))


def _pace(run, t, name):
    found = measured(run, t)
    if np.isclose(run.rate, 1):
        return f"{name} never arrives: theory × 1.000 a step"
    verb = f"{name} diverges" if run.rate > 1 else name
    if run.errors[t] == 0:
        return f"{name}: arrived, exactly"
    if found is None:
        return f"{verb}: in theory × {run.rate:.3f} a step"
    if abs(found - run.rate) > SETTLED:  # the slowest direction does not yet rule alone
        return f"{verb}: so far × {found:.3f}, theory {run.rate:.3f}"
    a_step = "" if run.rate > 1 else " a step"
    return f"{verb}: × {found:.3f}{a_step}, theory {run.rate:.3f}"


def _settings(both):
    plain, heavy = both
    words = f"α = {heavy.step_size:.3g}, μ = {heavy.momentum:.3g}"
    if plain.step_size == heavy.step_size:
        return words
    return f"{words}; without: α = {plain.step_size:.3g}"


def _circles():
    radii = np.sqrt(2 * LEVELS)
    circle = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])
    return (radii[:, None, None] * circle).reshape(-1, 2)
