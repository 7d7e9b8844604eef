"""Checking a gradient: move one parameter a little, and see whether J moves as it should.

Taught in Part 3, section 25. Backpropagation is easy to get wrong in ways that still train.
A difference quotient is slow, but it needs no chain rule, so it makes none of its mistakes::

    check_gradient(network, X, y)                                 # a table, layer by layer
    check_gradient(network, X, y, gradient=my_gradient)           # the same for yours

A report tells four cases apart: slope and difference agree ("right"); they do not, because the
slope is a mistake ("wrong"); or because J has a corner there, and so no slope ("at a kink"); or
the slope is so small that the digits at hand cannot show it ("lost in rounding").
"""

from copy import copy
from dataclasses import dataclass

import numpy as np

from lecturekit.checks import as_floats, choice, count, finite, number
from lecturekit.differences import (
    exact_steps,
    moved,
    numerical_gradient,
    positive_steps,
    relative_error,
)

__all__ = ["GradientReport", "Part", "check_gradient", "numerical_gradient"]

RIGHT, WRONG, KINK, ROUNDING = "right", "wrong", "at a kink", "lost in rounding"
VERDICTS = (WRONG, KINK, ROUNDING, RIGHT)  # from the worst on

TOLERANCE = {"float64": 1e-5, "float32": 1e-3}  # relative error of a right slope
SHRINK = 8  # where the first step disagrees, steps 8 and 64 times smaller are tried
LARGEST_STEP = 0.1
# Rounding puts a number off by a few units in its last digit. Thirty are on the safe side, and a
# mistake that small would still be found in the other slopes.
UNITS = 30
EPS = float(np.finfo(float).eps)
# The meaning of each verdict, below the table.
ADVICE = {
    WRONG: "wrong: the two disagree for every h. Slopes travel backwards,\n"
    "  so begin with the wrong layer nearest to the output.",
    KINK: "at a kink: J has a corner here, so the differences to its left and right disagree.\n"
    "  Move the data or θ a little and check again.",
    ROUNDING: "lost in rounding: these slopes are so small that too few digits are left\n"
    "  to compare. Nothing is known about them.",
}


@dataclass(frozen=True)
class Part:
    """What a check found for one W or b.

    Attributes
    ----------
    layer : int
        Counted from 1.
    name : {"W", "b"}
    gradient, numerical, errors, verdicts : ndarray, shape of W or b
        Slope by slope: what was checked, the central differences, their relative error, and
        one of "right", "wrong", "at a kink", "lost in rounding".
    """

    layer: int
    name: str
    gradient: np.ndarray
    numerical: np.ndarray
    errors: np.ndarray
    verdicts: np.ndarray

    @property
    def verdict(self):
        """The worst verdict of its slopes."""
        return next(verdict for verdict in VERDICTS if (self.verdicts == verdict).any())

    @property
    def worst(self):
        """The index of the slope with the largest error among those with the worst verdict."""
        errors = np.where(self.verdicts == self.verdict, np.nan_to_num(self.errors, nan=np.inf), -1)
        return tuple(int(i) for i in np.unravel_index(np.argmax(errors), errors.shape))

    @property
    def place(self):
        """Where `worst` is, as one would write it in code: ``W[2, 0]``."""
        return f"{self.name}[{', '.join(map(str, self.worst))}]"


@dataclass(frozen=True)
class GradientReport:
    """The answer of `check_gradient`. Print it to see the table.

    Attributes
    ----------
    parts : list of Part
        W and b of the first layer, W and b of the second, and so on.
    gradient, numerical, errors : ndarray, shape (m,)
        All slopes in the order of θ: what was checked, the central differences, and the
        relative error.
    verdicts : ndarray of str, shape (m,)
    """

    parts: list
    gradient: np.ndarray
    numerical: np.ndarray
    errors: np.ndarray
    verdicts: np.ndarray
    examples: int

    @property
    def verdict(self):
        """The worst verdict of all slopes."""
        return next(verdict for verdict in VERDICTS if (self.verdicts == verdict).any())

    def places(self, verdict=WRONG):
        """Return where the slopes with this verdict are: [(layer, "W" or "b"), …]."""
        choice(verdict, "verdict", VERDICTS)
        return [(part.layer, part.name) for part in self.parts if (part.verdicts == verdict).any()]

    def __repr__(self):
        m = len(self.verdicts)
        rows = [("", "largest error", "gradient", "difference", "at", "verdict")]
        rows += [_row(part) for part in self.parts]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [f"Gradient check, {count(m, 'parameter')}: {self.verdict}"]
        for name, *numbers, place, verdict in rows:
            cells = [text.rjust(width) for text, width in zip(numbers, widths[1:], strict=False)]
            cells = [name.ljust(widths[0]), *cells, place.ljust(widths[4]), verdict]
            lines.append("  " + "  ".join(cells).rstrip())
        lines += [ADVICE[v] for v in VERDICTS[:-1] if (self.verdicts == v).any()]
        return "\n".join(lines + self.hints())

    def hints(self):
        """Return sentences about what a wrong gradient looks like; often there are none."""
        wrong = self.verdicts == WRONG
        if not wrong.any():
            return []
        hints = []
        factor = _common_factor(self.gradient[wrong], self.numerical[wrong])
        if factor is not None:
            mean = " That is n: is the mean missing?" if np.isclose(factor, self.examples) else ""
            sign = " The sign is wrong." if np.isclose(factor, -1) else ""
            hints.append(f"All wrong slopes are {factor:.4g} × the difference.{mean}{sign}")
        for part in self.parts:
            if _is_transposed(part):
                hints.append(f"Layer {part.layer}: Wᵀ's slopes, where W's belong. Transpose them.")
        return hints


def check_gradient(network, X, y, gradient=None, h=None):
    """Compare a gradient with central differences, parameter by parameter.

    Parameters
    ----------
    network : Network
        It is not changed: the differences are taken on a copy.
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`. A few examples are enough; each check needs at least 2m losses.
    gradient : array_like, shape (m,), optional
        The slopes to be checked, in the order of θ; by default those of
        `Network.loss_and_gradient`.
    h : float, optional
        The step for all parameters, at most 0.1; by default the one of `sensible_step`.

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError
        For a gradient of another shape, a step that is not positive, too large or vanishes
        beside θ_j, and a loss that is not finite.

    Notes
    -----
    A float32 network is checked, too: its float32 slopes are compared with differences taken
    in float64 at the same θ, and a relative error up to 0.001 counts as right, not only 1e-5.
    Where the first step disagrees, 1/8 and 1/64 of it are tried: an error of the formula
    shrinks with h, a mistake does not. Why errors are relative, and why kinks raise false alarms:
    Stanford's CS231n notes, "Neural networks 3", section "Gradient checks".
    """
    if gradient is None:
        gradient = network.loss_and_gradient(X, y)[1]
    gradient = as_floats(gradient, "gradient")
    m = network.theta.size
    if gradient.shape != (m,):
        raise ValueError(
            f"gradient has shape {gradient.shape}, but this network has {count(m, 'parameter')}; "
            f"give one slope for each, shape ({m},), in the order of theta."
        )
    if h is not None:
        h = number(h, "h", above=0, at_most=LARGEST_STEP)
    f, theta = _loss_in_float64(network, X, y)
    here = f(theta)
    if not np.isfinite(here):
        raise ValueError(
            f"the loss is {here} at this theta, so no difference can be taken; start from smaller "
            "weights, or standardise X."
        )
    steps = exact_steps(positive_steps(h, theta), theta)
    tolerance = TOLERANCE[network.theta.dtype.name]
    blurs = _blurs(network, X, here, gradient)
    found = [
        _judge(f, theta, j, steps[j], here, float(gradient[j]), tolerance, blurs) for j in range(m)
    ]
    verdicts = np.array([verdict for verdict, _ in found])
    numerical = np.array([slope for _, slope in found])
    results = [gradient.astype(float), numerical, relative_error(gradient, numerical), verdicts]
    windows = [network.views(result) for result in results]
    parts = [
        Part(number, name, *(window[place] for window in layer))
        for number, layer in enumerate(zip(*windows, strict=True), start=1)
        for place, name in enumerate("Wb")
    ]
    return GradientReport(parts, *results, examples=len(X))


def _blurs(network, X, here, gradient):
    """Return how far rounding may put J off, and how far a slope that backpropagation finds."""
    outputs = network.forward(X).outputs
    # The logarithms of a softmax are rounded like numbers of size 1, however small J is.
    size = max(abs(here), 1.0) if network.loss_name == "cross_entropy" else abs(here)
    # Every slope begins as ŷ − y, which has the last digit of ŷ, and is multiplied by inputs.
    largest = max(1.0, *(float(np.max(np.abs(A))) for A in outputs))
    slope = float(np.max(np.abs(outputs[-1]))) * largest
    slope += float(np.max(np.abs(gradient[np.isfinite(gradient)]), initial=0))
    return UNITS * EPS * size, UNITS * float(np.finfo(network.theta.dtype).eps) * slope


def _judge(f, theta, j, h, here, slope, tolerance, blurs):
    """Return the verdict on one slope, and the difference quotient that it was compared with."""
    tried = []
    for step in (h, h / SHRINK, h / SHRINK**2):
        up, down = moved(theta, j, step), moved(theta, j, -step)
        if up[j] == theta[j] or down[j] == theta[j]:
            break  # only a step that the reader chose can be so small
        right = (f(up) - here) / (up[j] - theta[j])
        left = (here - f(down)) / (theta[j] - down[j])
        central = (right + left) / 2
        tried.append((central, abs(right - left)))
        if relative_error(slope, central) <= tolerance:
            return RIGHT, central
    if not np.isfinite(slope):
        return WRONG, tried[0][0]
    gaps = [abs(slope - central) for central, _ in tried]
    if len(gaps) == 3 and gaps[2] <= gaps[1] / 32 <= gaps[0] / 32**2:
        return RIGHT, tried[2][0]  # the error of the formula, h²|J‴|/6, shrinks 64 times each
    central, _ = tried[0]
    gap, size = gaps[0], max(abs(slope), abs(central))
    noise = blurs[0] / h + blurs[1]
    if gap <= noise:
        return (RIGHT if noise <= size / 100 else ROUNDING), central
    # A smooth J looks straight from so near. Where it does not, the gap says nothing, unless it
    # is larger than any corner could make it.
    near = min(1, len(tried) - 1)
    if gaps[near] <= 2 * tried[near][1]:
        return KINK, central
    return WRONG, central


def _loss_in_float64(network, X, y):
    """Return J as a function of θ that leaves the network alone, and θ."""
    twin = copy(network)
    twin.theta = network.theta.astype(float)
    twin.layers = []
    for layer, (W, b) in zip(network.layers, network.views(twin.theta), strict=True):
        other = copy(layer)
        other.W, other.b = W, b
        twin.layers.append(other)

    def f(theta):
        twin.theta[:] = theta
        return twin.loss(X, y)

    return f, finite(twin.theta.copy(), "theta")


def _row(part):
    """The cells of one line of the table."""
    worst = part.worst
    tally = np.sum(part.verdicts == part.verdict)
    some = "" if tally == part.verdicts.size else f" ({tally} of {part.verdicts.size})"
    if part.verdict == RIGHT and part.errors[worst] < 1e-6:
        # What is left is rounding: which parameter has most of it says nothing.
        return f"layer {part.layer}  {part.name}", "< 1e-6", "", "", "", part.verdict + some
    return (
        f"layer {part.layer}  {part.name}",
        f"{part.errors[worst]:.1e}",
        f"{part.gradient[worst]:.7g}",
        f"{part.numerical[worst]:.7g}",
        part.place,
        part.verdict + some,
    )


def _common_factor(gradient, numerical):
    """Return the number that leads from all differences to all slopes, or None."""
    if len(gradient) < 2 or not np.isfinite(gradient).all() or not numerical.all():
        return None
    factors = gradient / numerical
    return float(factors[0]) if np.allclose(factors, factors[0], rtol=1e-3, atol=0) else None


def _is_transposed(part):
    square = part.name == "W" and part.gradient.shape[0] == part.gradient.shape[1]
    return (
        square
        and part.verdict == WRONG
        and bool(np.all(relative_error(part.gradient.T, part.numerical) <= TOLERANCE["float32"]))
    )
