"""SGD on quadratics: the rate of convergence with momentum, the fastest settings, and noise.

Taught in Part 4, momentum. On J = ½ Σⱼ κⱼ θⱼ² the parameters do not interact: a step of `SGD`
multiplies each (θⱼ, vⱼ) by a fixed matrix, whose eigenvalues λ solve

    λ² − (1 + μ − α κ) λ + μ = 0                     (heavy ball),
    λ² − (1 + μ)(1 − α κ) λ + μ (1 − α κ) = 0        (Nesterov).

In the long run each step multiplies the distance from the minimum by the largest |λ|, on average.

With examples that disagree about the minimum, the same bowl isolates the effect of noise (Part 4,
step size): the noisy quadratic model. Each example has its own bowl of the same shape, but with a
different centre cᵢ:

    Jᵢ(θ) = ½ Σⱼ κⱼ (θⱼ − cᵢⱼ)²,   cᵢ drawn from a normal distribution around 0.

Their expected value is J(θ) = ½ Σⱼ κⱼ θⱼ² plus a constant, which we omit. A minibatch pulls towards
the mean c̄ of its centres: ∇J_B = κ (θ − c̄). Its noise has the same variance everywhere.
"""

from dataclasses import dataclass

import numpy as np

from lecturekit.checks import number, vector
from lecturekit.experiments.gradient_noise import noise_floor


def rate(step_size, momentum, curvatures, nesterov=False):
    """Return the factor per step of the distance from the minimum of a quadratic, in the long run.

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
        max |λ| over all κ; SGD converges if it is below 1.

    Notes
    -----
    Polyak (1964); for Nesterov's method Lessard, Recht and Packard (2016).
    """
    alpha = number(step_size, "step_size", above=0)
    mu = number(momentum, "momentum", at_least=0, below=1)
    stays = 1 - alpha * _positive(curvatures)  # a step without momentum multiplies θ by this
    total, product = (1 + mu) * stays if nesterov else stays + mu, mu * stays if nesterov else mu
    # The two roots have this sum and this product.
    half = np.asarray(total / 2, dtype=complex)
    root = np.sqrt(half**2 - product)
    return float(max(np.abs(half + root).max(), np.abs(half - root).max()))


def momentum_floor(step_size, momentum, curvatures, variance, nesterov=False):
    """Return how far above its minimum a quadratic J remains, on average, under endless noise.

    `variance` is that of each component of the gradient, s²/B; all else is as for `rate`. The floor
    is infinite where the rate is not below 1. For a heavy ball it is the sum over the directions of
    ½ α s²/B (1 + μ) / ((1 − μ) (2 (1 + μ) − α κ)), for small α about α s² / (4 B (1 − μ)).
    """
    if rate(step_size, momentum, curvatures, nesterov) >= 1:
        return np.inf
    ahead, keeps, floor = 1 + momentum * nesterov, momentum ** (1 + nesterov), 0.0
    for kappa in curvatures:  # (θ, v) goes to `step` (θ, v) + `push` · noise, with covariance P
        step = np.array([[1 - step_size * ahead * kappa, -step_size * keeps], [kappa, momentum]])
        push = np.array([-step_size * ahead, 1.0])
        P = np.linalg.solve(np.eye(4) - np.kron(step, step), np.outer(push, push).ravel())
        floor += kappa * variance * P[0] / 2
    return float(floor)


def best_step_size(smallest, largest):
    """Return the α with which gradient descent converges fastest: 2 / (κ_min + κ_max).

    Its rate is (c − 1)/(c + 1), where c = κ_max/κ_min is the condition number.

    Parameters
    ----------
    smallest, largest : float
        κ_min and κ_max, greater than 0.
    """
    smallest, largest = _ends(smallest, largest)
    return 2 / (smallest + largest)


def best_momentum(smallest, largest, nesterov=False):
    """Return the step size α and the momentum μ that together converge fastest.

    Heavy ball: α = 4/(√κ_max + √κ_min)² and μ = ((√c − 1)/(√c + 1))², where c = κ_max/κ_min is
    the condition number; the rate is √μ = (√c − 1)/(√c + 1). All roots are then complex or
    double, with |λ| = √μ for every κ.

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


@dataclass(frozen=True)
class NoisyQuadratic:
    """The bowl J(θ) = ½ Σⱼ κⱼ θⱼ² + ¼ w Σⱼ θⱼ⁴, with examples that disagree.

    Attributes
    ----------
    curvatures : tuple of float
        κ, each greater than 0.
    spread : float
        Standard deviation of the examples' centres, in each direction.
    wall : float
        w, at least 0; above 0, the bowl gets steeper outwards than a quadratic.
    """

    curvatures: tuple
    spread: float = 1.0
    wall: float = 0.0

    def loss(self, thetas):
        """Return J, without noise, for θ of shape (..., m); infinity where it overflows."""
        with np.errstate(over="ignore", invalid="ignore"):
            squares = np.square(thetas)
            J = squares @ np.array(self.curvatures) / 2
            if self.wall:
                J = J + squares * squares @ np.full(len(self.curvatures), self.wall / 4)
        return np.where(np.isnan(J), np.inf, J)[()]

    def gradient(self, theta, centre=0.0):
        """Return the gradient for examples with the mean centre `centre`; 0 means all examples."""
        gradient = np.array(self.curvatures) * (theta - centre)
        return gradient + self.wall * theta * theta * theta if self.wall else gradient

    def edge(self):
        """Return 2/κ_max; above this step size, descent without a wall diverges."""
        return 2 / max(self.curvatures)

    def variances(self, batch_size):
        """Return the variance of each component of a minibatch gradient; 0 for all examples."""
        if batch_size is None:
            return np.zeros(len(self.curvatures))
        return (np.array(self.curvatures) * self.spread) ** 2 / batch_size

    def floor(self, step_size, batch_size):
        """Return the long-run mean of J; exact without a wall. See `noise_floor`."""
        return noise_floor(step_size, self.curvatures, self.variances(batch_size))

    def centres(self, batch_size, steps, rng, runs=()):
        """Draw the mean centre of a minibatch for each step, shape (steps, *runs, m).

        Parameters
        ----------
        batch_size : int or None
            B; None stands for all examples, whose mean centre is 0.
        steps : int
        rng : numpy.random.Generator
        runs : tuple of int
            Shape of several runs at once.
        """
        shape = (steps, *runs, len(self.curvatures))
        if batch_size is None:
            return np.zeros(shape)
        return self.spread / np.sqrt(batch_size) * rng.standard_normal(shape)

    def descend(self, start, step_sizes, centres):
        """Take a step θ ← θ − α ∇J_B for each of `step_sizes`, in one run or many at once.

        Parameters
        ----------
        start : array_like, shape (m,)
        step_sizes : array_like, shape (T, ...)
            α of every step, and of every run where they differ.
        centres : ndarray, shape (T, ..., m)
            As from `centres`.

        Returns
        -------
        ndarray, shape (T + 1, ..., m)
            θ at every step; not finite where a run has diverged so far that it overflows.
        """
        alphas = np.asarray(step_sizes, float)
        shape = np.broadcast_shapes((*alphas.shape, 1), centres.shape)
        thetas = np.empty((len(alphas) + 1, *shape[1:-1], len(start)))
        thetas[0] = start
        with np.errstate(over="ignore", invalid="ignore"):
            for t, alpha in enumerate(alphas[..., None]):
                thetas[t + 1] = thetas[t] - alpha * self.gradient(thetas[t], centres[t])
        return thetas
