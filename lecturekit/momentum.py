"""Momentum on a quadratic: how fast it goes, and the step size and momentum that go fastest.

Taught in Part 4, section 32. On J = ½ Σⱼ κⱼ θⱼ² every parameter goes its own way: `SGD` makes of
(θ, v) a fixed matrix times (θ, v), whose eigenvalues λ solve

    λ² − (1 + μ − α κ) λ + μ = 0                     (heavy ball),
    λ² − (1 + μ)(1 − α κ) λ + μ (1 − α κ) = 0        (Nesterov).

In the long run each step multiplies the distance from the minimum by the largest |λ|.
"""

import numpy as np

from lecturekit.checks import number, vector


def rate(step_size, momentum, curvatures, nesterov=False):
    """Return the factor by which each step shrinks the distance from the minimum of a quadratic.

    Parameters
    ----------
    step_size : float
        α, greater than 0.
    momentum : float
        μ, at least 0 and below 1; 0 is gradient descent, whose rate is max |1 − α κⱼ|.
    curvatures : array_like, shape (m,)
        κ, each greater than 0.
    nesterov : bool
        As in `SGD`.

    Returns
    -------
    float
        max |λ| over all κ; 1 or more means that it does not converge.

    Notes
    -----
    Polyak (1964); for Nesterov's method Lessard, Recht and Packard (2016).
    """
    alpha = number(step_size, "step_size", above=0)
    mu = number(momentum, "momentum", at_least=0, below=1)
    stays = 1 - alpha * _positive(curvatures)  # what a plain step leaves of θ
    total, product = (1 + mu) * stays if nesterov else stays + mu, mu * stays if nesterov else mu
    # The two roots have this sum and this product.
    half = np.asarray(total / 2, dtype=complex)
    root = np.sqrt(half**2 - product)
    return float(max(np.abs(half + root).max(), np.abs(half - root).max()))


def best_step_size(smallest, largest):
    """Return the α with which plain gradient descent goes fastest: 2 / (κ_min + κ_max).

    Its rate is (c − 1)/(c + 1), where c = κ_max/κ_min is the condition number.

    Parameters
    ----------
    smallest, largest : float
        κ_min and κ_max, greater than 0.
    """
    smallest, largest = _ends(smallest, largest)
    return 2 / (smallest + largest)


def best_momentum(smallest, largest, nesterov=False):
    """Return the step size α and the momentum μ that go fastest together.

    Heavy ball: α = 4/(√κ_max + √κ_min)² and μ = ((√c − 1)/(√c + 1))², where c = κ_max/κ_min is
    the condition number; the rate is √μ = (√c − 1)/(√c + 1). All roots are then complex, or
    just about to be: complex ones have |λ| = √μ, whatever κ is.

    Nesterov: α = 4/(3κ_max + κ_min) and μ = (√(3c + 1) − 2)/(√(3c + 1) + 2), with the rate
    1 − 2/√(3c + 1).

    Parameters
    ----------
    smallest, largest : float
        κ_min and κ_max, greater than 0.
    nesterov : bool
        As in `SGD`.

    Returns
    -------
    step_size, momentum : float

    Notes
    -----
    Polyak (1964); Lessard, Recht and Packard (2016), Proposition 1.
    """
    smallest, largest = _ends(smallest, largest)
    if nesterov:
        root = np.sqrt(3 * largest / smallest + 1)
        return 4 / (3 * largest + smallest), float((root - 2) / (root + 2))
    low, high = np.sqrt(smallest), np.sqrt(largest)
    return float(4 / (high + low) ** 2), float(((high - low) / (high + low)) ** 2)


def _ends(smallest, largest):
    smallest = number(smallest, "smallest", above=0)
    return smallest, number(largest, "largest", at_least=smallest)


def _positive(curvatures):
    curvatures = vector(curvatures, "curvatures")
    number(float(curvatures.min()), "the smallest of curvatures", above=0)
    return curvatures
