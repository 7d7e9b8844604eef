"""A bowl whose minibatches disagree about where its bottom is: SGD with nothing else in the way.

Taught in Part 4, section 30. Each example has a bowl of its own, of the same shape but with its
centre cᵢ somewhere else:

    Jᵢ(θ) = ½ Σⱼ κⱼ (θⱼ − cᵢⱼ)²,   cᵢ drawn from a normal distribution round 0.

Their mean is J(θ) = ½ Σⱼ κⱼ θⱼ² (and a constant, left out). A minibatch pulls towards the mean c̄
of its centres, so ∇J_B = κ (θ − c̄), and its noise has the same size everywhere.
"""

from dataclasses import dataclass

import numpy as np

from lecturekit.checks import number, vector, whole_number
from lecturekit.noise import noise_floor


@dataclass(frozen=True)
class NoisyBowl:
    """The bowl J(θ) = ½ Σⱼ κⱼ θⱼ² + ¼ w Σⱼ θⱼ⁴, and the spread of its examples.

    Attributes
    ----------
    curvatures : tuple of float
        κ, each greater than 0.
    spread : float
        Standard deviation of the examples' centres, in each direction.
    wall : float
        w, at least 0: with it the bowl gets steeper outwards than a bowl should.
    """

    curvatures: tuple
    spread: float = 1.0
    wall: float = 0.0

    def __post_init__(self):
        kappa = vector(self.curvatures, "curvatures")
        number(float(kappa.min()), "the smallest of curvatures", above=0)
        object.__setattr__(self, "curvatures", tuple(kappa.tolist()))
        number(self.spread, "spread", at_least=0)
        number(self.wall, "wall", at_least=0)

    def loss(self, thetas):
        """Return J, without noise, for θ of shape (..., m); infinity where it overflows."""
        with np.errstate(over="ignore", invalid="ignore"):
            squares = np.square(thetas)
            J = squares @ np.array(self.curvatures) / 2
            if self.wall:
                J = J + squares * squares @ np.full(len(self.curvatures), self.wall / 4)
        return np.where(np.isnan(J), np.inf, J)[()]

    def gradient(self, theta, centre=0.0):
        """Return the gradient for the examples whose mean centre is `centre`; 0 for all of them."""
        slope = np.array(self.curvatures) * (theta - centre)
        return slope + self.wall * theta * theta * theta if self.wall else slope

    def edge(self):
        """Return 2/κ_max: from this step size on, descent diverges."""
        return 2 / max(self.curvatures)

    def variances(self, batch_size):
        """Return the variance of each component of a minibatch's gradient; None: no noise."""
        if batch_size is None:
            return np.zeros(len(self.curvatures))
        batch_size = whole_number(batch_size, "batch_size")
        return (np.array(self.curvatures) * self.spread) ** 2 / batch_size

    def floor(self, step_size, batch_size):
        """Return the mean of J in the long run; exact without a wall. See `noise_floor`."""
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
            For as many runs at once.
        """
        shape = (whole_number(steps, "steps", at_least=0), *runs, len(self.curvatures))
        if batch_size is None:
            return np.zeros(shape)
        batch_size = whole_number(batch_size, "batch_size")
        return self.spread / np.sqrt(batch_size) * rng.standard_normal(shape)

    def descend(self, start, step_sizes, centres):
        """Take a step θ ← θ − α ∇J_B for each of `step_sizes`; many runs at once if you like.

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
        start, alphas = vector(start, "start", len(self.curvatures)), np.asarray(step_sizes, float)
        shape = np.broadcast_shapes((*alphas.shape, 1), centres.shape)
        thetas = np.empty((len(alphas) + 1, *shape[1:-1], len(start)))
        thetas[0] = start
        with np.errstate(over="ignore", invalid="ignore"):
            for t, alpha in enumerate(alphas[..., None]):
                thetas[t + 1] = thetas[t] - alpha * self.gradient(thetas[t], centres[t])
        return thetas
