"""Gradient descent on any function: θ⁽ᵗ⁾ = θ⁽ᵗ⁻¹⁾ − α ∇J(θ⁽ᵗ⁻¹⁾).

Taught in Part 3, gradient descent; Part 1 uses it for one neuron. All parameters are one vector, so
the same few lines descend a parabola and train a network::

    path = gradient_descent(lambda theta: (theta @ theta / 2, theta), [3.0, 4.0], step_size=0.1)
    path = gradient_descent(objective(network, X, y), network.theta, step_size=0.5)
    network.theta[:] = path.thetas[-1]
"""

from dataclasses import dataclass

import numpy as np

from lecturekit.checks import count, number, vector, whole_number
from lecturekit.minibatches import Reader, checked_data
from lecturekit.network import UncheckedNetwork


@dataclass(frozen=True)
class Path:
    """The path that gradient descent took.

    Attributes
    ----------
    thetas : ndarray, shape (T + 1, m)
        Every iterate θ⁽⁰⁾ … θ⁽ᵀ⁾.
    losses : ndarray, shape (T + 1,)
        J at every iterate.
    stopped : str
        "converged" (‖∇J‖ is at most the tolerance), "max_steps", or "diverged" (J is no longer
        finite; the path ends with the last finite J).
    """

    thetas: np.ndarray
    losses: np.ndarray
    stopped: str

    def __repr__(self):
        return (
            f"{type(self).__name__}: {count(len(self.losses) - 1, 'step')}, "
            f"J {self.losses[0]:.4g} -> {self.losses[-1]:.4g}, stopped: {self.stopped}"
        )


def gradient_descent(f, start, step_size, max_steps=1000, tolerance=1e-6):
    """Descend from `start` until the gradient is nearly 0, or the steps are used up.

    Parameters
    ----------
    f : callable
        Takes θ of shape (m,) and returns (J(θ), ∇J(θ)): a number, and an array (m,).
    start : array_like, shape (m,)
        θ⁽⁰⁾; copied, not changed.
    step_size : float
        α, greater than 0.
    max_steps : int
        Stop after at most this many steps.
    tolerance : float
        Stop as soon as ‖∇J(θ)‖ is at most this.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        For a start that is not finite, a step size not above 0, or a gradient not shaped like θ.
    """
    theta = vector(start, "start").astype(float)
    step_size = number(step_size, "step_size", above=0)
    max_steps = whole_number(max_steps, "max_steps", at_least=0)
    tolerance = number(tolerance, "tolerance", at_least=0)
    thetas, losses, stopped = [], [], None
    # Divergence is reported, not warned of.
    with np.errstate(over="ignore", invalid="ignore"):
        while stopped is None:
            loss, gradient = f(theta) if thetas else _checked(f(theta), theta)
            if thetas and not np.isfinite(loss):
                stopped = "diverged"
                break
            thetas.append(theta)
            losses.append(loss)
            if np.linalg.norm(gradient) <= tolerance:
                stopped = "converged"
            elif len(thetas) > max_steps:
                stopped = "max_steps"
            theta = theta - step_size * gradient
    return Path(np.array(thetas), np.array(losses), stopped)


def _checked(pair, theta):
    """Return what f returned for its first θ; it must be J and a gradient shaped like θ."""
    if not (isinstance(pair, (tuple, list)) and len(pair) == 2):
        raise ValueError(f"f returned {pair!r:.60}, but (J, gradient) is needed.")
    if np.shape(pair[1]) != theta.shape:
        raise ValueError(
            f"f returned a gradient of shape {np.shape(pair[1])}, but it must have the "
            f"shape of θ, {theta.shape}."
        )
    return pair


def objective(network, X, y):
    """Return J of a network on a dataset as a function of θ, for `gradient_descent`.

    The function takes θ, writes it into the network, and returns (J(θ), ∇J(θ)). Where the network
    overflows, J is infinity.
    """
    X, y = checked_data(network, X, y)
    X, Y = Reader(network, X, y)(np.arange(len(X)))
    inner = UncheckedNetwork(network)  # takes half the time: the data are already checked

    def f(theta):
        network.theta[:] = theta
        J, gradient = inner.loss_and_gradient(X, Y)
        return (J if np.isfinite(J) else float("inf")), gradient

    return f
