"""The noise of SGD: how far the gradient of a minibatch is from the gradient of all examples.

Taught in Part 4, the stochastic gradient and step size::

    gradients = example_gradients(network, X, y)                        # (n, m): ∇J₁ … ∇Jₙ
    drawn = minibatch_gradients(gradients, batch_size=10, draws=1000, rng=rng)
    drawn.mean(axis=0), gradients.mean(axis=0)                          # the same, about
    gradient_variance(gradients, batch_size=10)                         # what theory says
"""

import numpy as np

from lecturekit.checks import feature_matrix, number, vector, whole_number
from lecturekit.minibatches import as_rows, same_length


def example_gradients(network, X, y):
    """Return the gradient of every single example; their mean is ∇J.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`.

    Returns
    -------
    ndarray, shape (n, m)
        Row i is ∇Jᵢ(θ), shaped like `network.theta`.
    """
    X, y = feature_matrix(X, network.sizes[0], "this network"), as_rows(y)
    same_length(X, y)
    return np.array([network.loss_and_gradient(X[[i]], y[[i]])[1] for i in range(len(X))])


def minibatch_gradients(gradients, batch_size, draws, rng, replacement=False):
    """Return the gradients of many minibatches, each drawn anew from all examples.

    Parameters
    ----------
    gradients : array_like, shape (n, m)
        One gradient per example, as from `example_gradients`.
    batch_size : int
        B, at least 1; without replacement at most n.
    draws : int
        How many minibatches.
    rng : numpy.random.Generator
    replacement : bool
        Whether an example may be drawn twice for one minibatch.

    Returns
    -------
    ndarray, shape (draws, m)
    """
    gradients = feature_matrix(gradients, name="gradients")
    n, draws = len(gradients), whole_number(draws, "draws")
    most = None if replacement else n
    batch_size = whole_number(batch_size, "batch_size", at_most=most)
    if replacement:
        chosen = rng.integers(n, size=(draws, batch_size))
    else:
        chosen = rng.permuted(np.tile(np.arange(n), (draws, 1)), axis=1)[:, :batch_size]
    return np.take(gradients, chosen, axis=0).mean(axis=1)


def gradient_variance(gradients, batch_size, replacement=False):
    """Return the mean squared distance of a minibatch's gradient from the gradient of all.

    E ‖∇J_B − ∇J‖² = s²/B, where s² = (1/n) Σᵢ ‖∇Jᵢ − ∇J‖². Without replacement it is smaller by
    the finite-population factor (n − B)/(n − 1): the last examples left bring no surprise, and
    B = n none at all.

    Parameters
    ----------
    gradients : array_like, shape (n, m)
        One gradient per example, as from `example_gradients`.
    batch_size : int or sequence of int
        B, at least 1; without replacement at most n.
    replacement : bool
        Whether an example may be drawn twice for one minibatch.

    Returns
    -------
    float, or ndarray shaped like `batch_size`

    Notes
    -----
    Cochran, *Sampling Techniques* (1977), section 2.5.
    """
    gradients = feature_matrix(gradients, name="gradients")
    n, most = len(gradients), None if replacement else len(gradients)
    for one in np.ravel(np.asarray(batch_size, dtype=object)):
        whole_number(one, "batch_size", at_most=most)
    B = np.asarray(batch_size, dtype=float)
    s2 = np.mean(np.sum((gradients - gradients.mean(axis=0)) ** 2, axis=1))
    factor = 1.0 if replacement or n == 1 else (n - B) / (n - 1)
    variance = s2 / B * factor
    return variance if variance.ndim else float(variance)


def noise_floor(step_size, curvatures, variances):
    """Return how far above its minimum SGD keeps a quadratic J on average, however long it runs.

    On J = ½ Σⱼ κⱼ θⱼ², one step with a gradient whose component j is off by noise of variance
    vⱼ gives θⱼ ← (1 − α κⱼ) θⱼ − α · noise. Where E θⱼ² no longer changes,

        E θⱼ² = (1 − α κⱼ)² E θⱼ² + α² vⱼ,   so   E J = ½ Σⱼ κⱼ E θⱼ² = ½ Σⱼ α vⱼ / (2 − α κⱼ).

    For small α this is ¼ α Σⱼ vⱼ: half the step, half the floor; a batch twice as large, as well.

    Parameters
    ----------
    step_size : float, or array_like, shape (T,)
        α, greater than 0.
    curvatures : array_like, shape (m,)
        κ, each greater than 0.
    variances : array_like, shape (m,)
        Of the components of the minibatch's gradient; those of one example divided by B.

    Returns
    -------
    float, or ndarray, shape (T,)
        Infinity from α = 2/κ on, where SGD diverges.

    Notes
    -----
    Bottou, Curtis and Nocedal (2018), section 4.2, bound it for every convex J.
    """
    alphas = vector(step_size, "step_size")
    number(float(alphas.min()), "step_size", above=0)
    curvatures = vector(curvatures, "curvatures")
    variances = vector(variances, "variances", len(curvatures))
    number(float(curvatures.min()), "the smallest of curvatures", above=0)
    number(float(variances.min()), "the smallest of variances", at_least=0)
    stable = alphas * curvatures.max() < 2
    column = np.where(stable, alphas, 0)[:, None]
    floors = np.sum(column * variances / (2 - column * curvatures), axis=1) / 2
    floors = np.where(stable, floors, np.inf)
    return floors if np.ndim(step_size) else float(floors[0])
