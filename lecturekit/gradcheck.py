"""Gradient checking: change one parameter a little, and see whether J changes as predicted.

Taught in Part 3, checking a gradient. Backpropagation is easy to get wrong in ways that still
train. A difference quotient is slow, but it makes no mistakes in the chain rule::

    check_gradient(network, X, y)                                 # a table, layer by layer
    check_gradient(network, X, y, gradient=my_gradient)           # the same for yours

A report distinguishes four cases. The derivative and the difference quotient agree ("right"). They
disagree because the derivative is wrong ("wrong"), or because J has a corner there and so no
derivative ("at a kink"). Or it is too small to compare at this precision ("lost in rounding").

`numerical_gradient` needs only a function f, so it can check any gradient derived by hand. It calls
f 2m times for m parameters::

    numerical_gradient(lambda theta: theta @ theta, [1.0, 2.0])   # about [2, 4]

The step h trades off two errors. The truncation error grows like h² (like h for a one-sided
difference), so h should be small. The rounding error of f is divided by h, so h must not be too
small.
"""

from copy import copy
from dataclasses import dataclass

import numpy as np

from lecturekit.checks import as_floats, choice, count, finite, number, vector

KINDS = ("forward", "central")
STEPS = np.array([float(f"{m}e{k}") for k in range(-12, 0) for m in (1, 2, 3, 5)][:-3])  # to 0.1


def sensible_step(theta):
    """Return a step h for central differences, ∛ε · max(1, |θ_j|), for each parameter.

    Parameters
    ----------
    theta : array_like, shape (m,)

    Returns
    -------
    ndarray, shape (m,)
        About 6e-6 for numbers of size 1 in float64, 0.005 in float32.

    Notes
    -----
    As h shrinks, the truncation error, about h²|J‴|/6, falls and the rounding error, about ε|J|/h,
    rises; ε is 2.2e-16 in float64. Their sum is smallest near h = ∛ε if J and its derivatives are
    of size 1 (Press et al., Numerical Recipes, 3rd ed., section 5.7). A large θ_j needs a larger
    step, or θ_j + h loses the digits of h.
    """
    theta = as_floats(theta, "theta")
    return np.cbrt(np.finfo(theta.dtype).eps) * np.maximum(1, np.abs(theta))


def difference_quotients(f, theta, h, kind="central"):
    """Return the difference quotient of f along each parameter, by the textbook formula.

    Parameters
    ----------
    f : callable
        Takes θ of shape (m,), returns a number.
    theta : array_like, shape (m,)
    h : float or array_like, shape (m,)
        The step, greater than 0. If θ_j ± h both round to θ_j, the quotient is 0.
    kind : {"central", "forward"}
        (f(θ + h e_j) − f(θ − h e_j)) / 2h, or (f(θ + h e_j) − f(θ)) / h.

    Returns
    -------
    ndarray, shape (m,)
        In the precision of `theta`. f is called 2m times, or m + 1 times for "forward".
    """
    theta = vector(theta, "theta")
    choice(kind, "kind", KINDS)
    steps = positive_steps(h, theta)
    here = f(theta.copy()) if kind == "forward" else None
    quotients = np.empty_like(theta)
    for j, step in enumerate(steps):
        up = f(moved(theta, j, step))
        if kind == "forward":
            quotients[j] = (up - here) / step
        else:
            quotients[j] = (up - f(moved(theta, j, -step))) / (2 * step)
    return quotients


def numerical_gradient(f, theta, h=None):
    """Return ∇f(θ) by central differences: (f(θ + h e_j) − f(θ − h e_j)) / 2h for each j.

    Parameters
    ----------
    f : callable
        Takes θ of shape (m,), returns a number.
    theta : array_like, shape (m,)
        Left unchanged.
    h : float or array_like, shape (m,), optional
        The step; by default that of `sensible_step`.

    Returns
    -------
    ndarray, shape (m,)
        In the precision of `theta`; in float32, expect three or four correct digits.

    Raises
    ------
    ValueError
        For an h that is not positive, or so small that θ_j + h rounds to θ_j.

    Examples
    --------
    >>> numerical_gradient(lambda theta: theta @ theta, [1.0, 2.0]).round(6)
    array([2., 4.])
    """
    theta = vector(theta, "theta")
    return difference_quotients(f, theta, exact_steps(positive_steps(h, theta), theta))


def relative_error(a, b):
    """Return |a − b| / max(|a|, |b|), elementwise; 0 where both are 0.

    The difference alone says little: 0.001 is large for derivatives of 0.002 and tiny for
    derivatives of 1,000. The error is at most 1 for two numbers of the same sign, else at most 2.
    """
    a, b = (as_floats(side, name).astype(float) for side, name in ((a, "a"), (b, "b")))
    gap, size = np.abs(a - b), np.maximum(np.abs(a), np.abs(b))
    with np.errstate(invalid="ignore"):  # the error of an infinite entry is not a number
        return np.divide(gap, size, out=np.zeros_like(gap), where=(gap != 0) & (size != 0))[()]


def positive_steps(h, theta):
    """Return one positive step for each parameter, in the precision of θ."""
    if h is None:
        return sensible_step(theta)
    steps = finite(h, "h")
    if steps.shape not in ((), theta.shape):
        raise ValueError(
            f"h has shape {steps.shape}, but one number is needed, or "
            f"{count(theta.size, 'number')}, one for each parameter."
        )
    if (steps <= 0).any():
        raise ValueError(f"h is {steps.min():g}, but a step must be greater than 0.")
    return np.broadcast_to(steps, theta.shape).astype(theta.dtype)


def exact_steps(steps, theta):
    """Return the steps actually taken: floating point rounds θ + h."""
    exact = (theta + steps) - theta
    if not exact.all():
        j = int(np.argmin(np.abs(exact)))
        raise ValueError(
            f"h is {steps[j]:g}, which vanishes beside theta[{j}] = {theta[j]:g} in "
            f"{theta.dtype}; take a larger one, such as {sensible_step(theta)[j]:.1g}."
        )
    return exact


def moved(theta, j, step):
    """Return a copy of θ with `step` added to entry j."""
    copy = theta.copy()
    copy[j] += step
    return copy


RIGHT, WRONG, KINK, ROUNDING = "right", "wrong", "at a kink", "lost in rounding"
VERDICTS = (WRONG, KINK, ROUNDING, RIGHT)  # worst first

TOLERANCE = {"float64": 1e-5, "float32": 1e-3}  # relative error of a right derivative
SHRINK = 8  # where the first step disagrees, steps 8 and 64 times smaller are tried
LARGEST_STEP = 0.1
# Rounding changes a number by a few units in its last digit. Thirty is on the safe side, and any
# mistake that small here would still show in the other derivatives.
UNITS = 30
EPS = float(np.finfo(float).eps)
# Printed below the table: what each verdict means.
ADVICE = {
    WRONG: "wrong: the two disagree for every h. Errors propagate backwards,\n"
    "  so start with the wrong layer nearest to the output.",
    KINK: "at a kink: J has a corner here, so the differences to its left and right disagree.\n"
    "  Move the data or θ a little and check again.",
    ROUNDING: "lost in rounding: these derivatives are so small that too few digits are left\n"
    "  to compare. They may be right or wrong.",
}


@dataclass(frozen=True)
class ParameterCheck:
    """What a check found for one W or b.

    Attributes
    ----------
    layer : int
        Counted from 1.
    name : {"W", "b"}
    gradient, numerical, errors, verdicts : ndarray, shape of W or b
        For each entry: the derivative checked, the central difference, their relative error, and
        "right", "wrong", "at a kink" or "lost in rounding".
    """

    layer: int
    name: str
    gradient: np.ndarray
    numerical: np.ndarray
    errors: np.ndarray
    verdicts: np.ndarray

    @property
    def verdict(self):
        """The worst verdict on any of its entries."""
        return next(verdict for verdict in VERDICTS if (self.verdicts == verdict).any())

    @property
    def worst(self):
        """The index of the entry with the largest error among those with the worst verdict."""
        errors = np.where(self.verdicts == self.verdict, np.nan_to_num(self.errors, nan=np.inf), -1)
        return tuple(int(i) for i in np.unravel_index(np.argmax(errors), errors.shape))

    @property
    def place(self):
        """The entry `worst` as code: ``W[2, 0]``."""
        return f"{self.name}[{', '.join(map(str, self.worst))}]"


@dataclass(frozen=True)
class GradientReport:
    """The result of `check_gradient`. Print it to see the table.

    Attributes
    ----------
    parts : list of ParameterCheck
        W and b of the first layer, W and b of the second, and so on.
    gradient, numerical, errors : ndarray, shape (m,)
        In the order of θ: the derivatives checked, the central differences, and their relative
        errors.
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
        """The worst verdict on any derivative."""
        return next(verdict for verdict in VERDICTS if (self.verdicts == verdict).any())

    def places(self, verdict=WRONG):
        """List the parameters with this verdict on any entry: [(layer, "W" or "b"), …]."""
        choice(verdict, "verdict", VERDICTS)
        return [(part.layer, part.name) for part in self.parts if (part.verdicts == verdict).any()]

    def __repr__(self):
        m = len(self.verdicts)
        rows = [("", "largest error", "gradient", "difference", "at", "verdict")]
        rows += [_row(part) for part in self.parts]
        if not any(row[2] for row in rows[1:]):
            rows = [row[:2] + row[-1:] for row in rows]  # nothing to look at
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [f"Gradient check, {count(m, 'parameter')}: {self.verdict}"]
        for name, *cells, verdict in rows:
            puts = [str.rjust] * 3 + [str.ljust]
            cells = [puts[k](text, widths[k + 1]) for k, text in enumerate(cells)]
            lines.append("  ".join(["", name.ljust(widths[0]), *cells, verdict]).rstrip())
        lines += [ADVICE[v] for v in VERDICTS[:-1] if (self.verdicts == v).any()]
        return "\n".join(lines + self.hints())

    def hints(self):
        """Return sentences about the likely cause of a wrong gradient; often there are none."""
        wrong = self.verdicts == WRONG
        if not wrong.any():
            return []
        hints = []
        factor = _common_factor(self.gradient[wrong], self.numerical[wrong])
        if factor is not None:
            mean = " That is n: is the mean missing?" if np.isclose(factor, self.examples) else ""
            sign = " The sign is wrong." if np.isclose(factor, -1) else ""
            hints.append(f"All wrong entries are {factor:.4g} × the difference.{mean}{sign}")
        for part in self.parts:
            if _is_transposed(part):
                hints.append(f"Layer {part.layer}: dW is transposed. Transpose it back.")
        return hints


def check_gradient(network, X, y, gradient=None, h=None):
    """Compare a gradient with central differences, parameter by parameter.

    Parameters
    ----------
    network : Network
        Left unchanged: the differences are taken on a copy.
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`. A few examples are enough; the check computes the loss at least 2m
        times.
    gradient : array_like, shape (m,), optional
        The gradient to check, in the order of θ; by default that of `Network.loss_and_gradient`.
    h : float, optional
        The step for all parameters, at most 0.1; by default that of `sensible_step`.

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError
        For a gradient of the wrong shape, a step that is not positive, is too large or vanishes
        beside θ_j, or a loss that is not finite.

    Notes
    -----
    The gradient of a float32 network is compared with differences taken in float64 at the same θ;
    a relative error up to 0.001 counts as right, instead of 1e-5. Where the first step disagrees,
    1/8 and 1/64 of it are tried: a truncation error shrinks with h, a mistake does not. For why
    errors are relative and why kinks raise false alarms, see Stanford's CS231n notes, "Neural
    networks 3", section "Gradient checks".
    """
    if gradient is None:
        gradient = network.loss_and_gradient(X, y)[1]
    gradient = as_floats(gradient, "gradient")
    m = network.theta.size
    if gradient.shape != (m,):
        raise ValueError(
            f"gradient has shape {gradient.shape}, but this network has {count(m, 'parameter')}; "
            f"give one derivative for each, shape ({m},), in the order of theta."
        )
    if h is not None:
        h = number(h, "h", above=0, at_most=LARGEST_STEP)
    theta, twin = finite(network.theta.astype(float), "theta"), copy(network)
    twin.__setstate__(vars(network) | {"theta": theta.copy()})

    def f(theta):
        twin.theta[:] = theta
        return twin.loss(X, y)

    here = f(theta)
    if not np.isfinite(here):
        raise ValueError(
            f"the loss is {here} at this theta, so no difference can be computed; start from "
            "smaller weights, or standardise X."
        )
    steps = exact_steps(positive_steps(h, theta), theta)
    tolerance = TOLERANCE[network.theta.dtype.name]
    blurs = _blurs(network, network.forward(X).outputs, here, gradient)
    found = [
        _judge(f, theta, j, steps[j], here, float(gradient[j]), tolerance, blurs) for j in range(m)
    ]
    verdicts, numerical = map(np.array, zip(*found, strict=True))
    results = [gradient.astype(float), numerical, relative_error(gradient, numerical), verdicts]
    windows = [network.views(result) for result in results]
    parts = [
        ParameterCheck(number, name, *(window[place] for window in layer))
        for number, layer in enumerate(zip(*windows, strict=True), start=1)
        for place, name in enumerate("Wb")
    ]
    return GradientReport(parts, *results, examples=len(X))


def _blurs(network, outputs, here, gradient):
    """Return how far rounding may change J, and how far a derivative by backpropagation."""
    # The logarithms of a softmax are rounded like numbers of size 1, however small J is.
    size = max(abs(here), 1.0) if network.loss_name == "cross_entropy" else abs(here)
    # Every derivative starts from ŷ − y, which has the rounding error of ŷ, times inputs.
    largest = max(1.0, *(float(np.max(np.abs(A))) for A in outputs))
    derivative = float(np.max(np.abs(outputs[-1]))) * largest
    derivative += float(np.max(np.abs(gradient[np.isfinite(gradient)]), initial=0))
    return UNITS * EPS * size, UNITS * float(np.finfo(network.theta.dtype).eps) * derivative


def _judge(f, theta, j, h, here, derivative, tolerance, blurs):
    """Return the verdict on one derivative, and the quotient it was compared with."""
    tried = []
    for step in (h, h / SHRINK, h / SHRINK**2):
        up, down = moved(theta, j, step), moved(theta, j, -step)
        if up[j] == theta[j] or down[j] == theta[j]:
            break  # only an h chosen by the reader can be this small
        right = (f(up) - here) / (up[j] - theta[j])
        left = (here - f(down)) / (theta[j] - down[j])
        central = (right + left) / 2
        tried.append((central, abs(right - left)))
        if relative_error(derivative, central) <= tolerance:
            return RIGHT, central
    if not np.isfinite(derivative):
        return WRONG, tried[0][0]
    gaps = [abs(derivative - central) for central, _ in tried]
    if len(gaps) == 3 and gaps[2] <= gaps[1] / 32 <= gaps[0] / 32**2:
        return RIGHT, tried[2][0]  # a truncation error, h²|J‴|/6, shrinks 64-fold each time
    central, _ = tried[0]
    gap, size = gaps[0], max(abs(derivative), abs(central))
    noise = blurs[0] / h + blurs[1]
    if gap <= noise:
        return (RIGHT if noise <= size / 100 else ROUNDING), central
    # This close, a smooth J looks straight. Where it does not, the gap says nothing, unless it is
    # larger than any corner could make it.
    near = min(1, len(tried) - 1)
    if gaps[near] <= 2 * tried[near][1]:
        return KINK, central
    return WRONG, central


def _row(part):
    """The cells of one row of the table."""
    worst = part.worst
    tally = np.sum(part.verdicts == part.verdict)
    some = "" if tally == part.verdicts.size else f" ({tally} of {part.verdicts.size})"
    cells = "< 1e-6", "", "", ""
    if part.verdict != RIGHT or not part.errors[worst] < 1e-6:
        # Otherwise only rounding is left, and which entry has most of it means nothing.
        slopes = f"{part.gradient[worst]:.7g}", f"{part.numerical[worst]:.7g}"
        cells = f"{part.errors[worst]:.1e}", *slopes, part.place
    return f"layer {part.layer}  {part.name}", *cells, part.verdict + some


def _common_factor(gradient, numerical):
    """Return the one factor between all derivatives and their differences, or None."""
    if len(gradient) < 2 or not np.isfinite(gradient).all() or not numerical.all():
        return None
    factors = gradient / numerical
    return float(factors[0]) if np.allclose(factors, factors[0], rtol=1e-3, atol=0) else None


def _is_transposed(part):
    if part.name == "b" or part.verdict != WRONG or len(set(part.gradient.shape)) > 1:
        return False
    return bool(np.all(relative_error(part.gradient.T, part.numerical) <= TOLERANCE["float32"]))
