"""The noise of SGD: how far the gradient of a minibatch is from the full gradient.

Taught in Part 4, the stochastic gradient and step size::

    gradients = example_gradients(network, X, y)                        # (n, m): ∇J₁ … ∇Jₙ
    drawn = minibatch_gradients(gradients, batch_size=10, draws=1000, rng=rng)
    drawn.mean(axis=0), gradients.mean(axis=0)                          # about equal
    gradient_variance(gradients, batch_size=10)                         # what theory predicts
    noise_scale(network, X, y)                                          # s²/‖∇J‖²
"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from lecturekit import datasets
from lecturekit.activations import sigmoid, softplus
from lecturekit.checks import feature_matrix, whole_number
from lecturekit.logistic import fit_logistic
from lecturekit.minibatches import paired_rows
from lecturekit.network import Network
from lecturekit.optimizers import SGD
from lecturekit.training import fit


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
    X, y = paired_rows(feature_matrix(X, network.sizes[0], "this network"), y)
    return np.array([network.loss_and_gradient(X[[i]], y[[i]])[1] for i in range(len(X))])


def noise_scale(network, X, y):
    """Return ρ = s²/‖∇J‖², the batch size at which noise and signal are equally large.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`.

    Notes
    -----
    The "simple noise scale" of McCandlish et al. (2018). No gradient of an example is stored: in
    each layer ‖∇Jᵢ‖² is ‖δᵢ‖² (‖aᵢ‖² + 1), a product of two lengths (Goodfellow 2015).
    """
    trace = network.forward(X)
    deltas = network.deltas(trace, y)  # of the mean: each is divided by n
    pairs = zip(deltas, trace.outputs, strict=False)
    squares = sum((len(X) * D**2).sum(axis=1) * len(X) * ((A**2).sum(axis=1) + 1) for D, A in pairs)
    full = network.backward(trace, deltas[-1])
    return float(squares.mean() / (full @ full) - 1)


def growth(seed, X, y, epochs=10):
    """Return the noise scale of a digits network: before training, and after each epoch of SGD."""
    network = Network([64, 32, 10], "relu", output="softmax", seed=seed)
    scales = [noise_scale(network, X, y)]
    after_epoch = [lambda run: scales.append(noise_scale(network, X, y))]
    fit(network, X, y, SGD(0.1), 32, epochs, seed, callbacks=after_epoch)
    return scales


def minibatch_gradients(gradients, batch_size, draws, rng, replacement=False):
    """Return the gradients of many minibatches, each drawn independently from all examples.

    Parameters
    ----------
    gradients : array_like, shape (n, m)
        One gradient per example, as from `example_gradients`.
    batch_size : int
        B, at least 1; without replacement at most n.
    draws : int
        Number of minibatches.
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
    if replacement:  # how often each example is drawn
        counts = rng.multinomial(batch_size, np.full(n, 1 / n), size=draws)
    else:
        counts = rng.permuted(np.tile(np.arange(n) < batch_size, (draws, 1)), axis=1)
    return counts @ gradients / batch_size


def gradient_variance(gradients, batch_size, replacement=False):
    """Return the expected squared distance of a minibatch gradient from the full gradient.

    E ‖∇J_B − ∇J‖² = s²/B, where s² = (1/n) Σᵢ ‖∇Jᵢ − ∇J‖². Without replacement it is multiplied
    by the finite-population factor (n − B)/(n − 1), which is 0 if B = n: the minibatch is then the
    whole dataset.

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
    n, B = len(gradients), np.asarray(batch_size, dtype=float)
    for size in np.ravel(batch_size):
        whole_number(size, "batch_size", at_most=None if replacement else n)
    s2 = np.mean(np.sum((gradients - gradients.mean(axis=0)) ** 2, axis=1))
    factor = 1.0 if replacement or n == 1 else (n - B) / (n - 1)
    variance = s2 / B * factor
    return variance if variance.ndim else float(variance)


def noise_floor(step_size, curvatures, variances):
    """Return how far above its minimum a quadratic J remains, on average, under endless SGD.

    On J = ½ Σⱼ κⱼ θⱼ², a step with noise of variance vⱼ in component j of the gradient gives
    θⱼ ← (1 − α κⱼ) θⱼ − α · noise. Once E θⱼ² no longer changes,

        E θⱼ² = (1 − α κⱼ)² E θⱼ² + α² vⱼ,   so   E J = ½ Σⱼ κⱼ E θⱼ² = ½ Σⱼ α vⱼ / (2 − α κⱼ).

    For small α this is about ¼ α Σⱼ vⱼ: halving α halves the floor, and so does doubling B.

    Parameters
    ----------
    step_size : float, or array_like, shape (T,)
        α, greater than 0.
    curvatures : array_like, shape (m,)
        κ, each greater than 0.
    variances : array_like, shape (m,)
        Of the components of the minibatch gradient: those of one example divided by B.

    Returns
    -------
    float, or ndarray, shape (T,)
        Infinity if α ≥ 2/κ for any κ, where SGD diverges.

    Notes
    -----
    Bottou, Curtis and Nocedal (2018), section 4.2, bound it for strongly convex J.
    """
    alphas, curvatures = np.atleast_1d(step_size), np.asarray(curvatures)
    stable = alphas * curvatures.max() < 2
    column = np.where(stable, alphas, 0)[:, None]
    floors = np.sum(column * variances / (2 - column * curvatures), axis=1) / 2
    floors = np.where(stable, floors, np.inf)
    return floors if np.ndim(step_size) else float(floors[0])


# ---- the cloud of gradients at one point, for a live figure ------------------------------------

SIZES = (1, 2, 5, 10, 20, 50, 75, 90, 100)  # of minibatches; the last is the whole dataset
DRAWS = 1000  # minibatches measured for each size
SHOWN = 60  # how many of them the figure shows


class Cloud(NamedTuple):
    """Minibatch gradients at one point: those shown, and measurements for each of `SIZES`.

    ``theory`` holds the variances "with" and "without" replacement, ``downhill`` the fraction of
    gradients g with gᵀ∇J > 0; ``flat`` says that θ is at the minimum, where nothing is downhill;
    ``scale`` is the noise scale ρ.
    """

    gradient: np.ndarray
    flat: bool
    shown: np.ndarray
    measured: np.ndarray
    theory: dict
    downhill: np.ndarray
    scale: float


@lru_cache(maxsize=256)
def cloud(distance, replacement, seed):
    """Draw `DRAWS` minibatches of every size at one point, and measure them."""
    network, (X, y) = Network([1, 1], output="sigmoid"), sepals()
    network.theta[:] = place(distance)
    gradients = example_gradients(network, X, y)
    gradient, rng = gradients.mean(axis=0), np.random.default_rng(seed)
    shown, measured, downhill = [], [], []
    for size in SIZES:
        drawn = minibatch_gradients(gradients, size, DRAWS, rng, replacement == "with")
        shown.append(drawn[:SHOWN])
        measured.append(np.mean(np.sum((drawn - gradient) ** 2, axis=1)))
        downhill.append(np.mean(drawn @ gradient > 0))
    theory = {
        name: gradient_variance(gradients, SIZES, replacement=name == "with")
        for name in ("with", "without")
    }
    flat = bool(np.linalg.norm(gradient) < 1e-6)
    scale = noise_scale(network, X, y)
    arrays = np.array(shown), np.array(measured), theory, np.array(downhill)
    return Cloud(gradient, flat, *arrays, scale)


def place(distance):
    """Return θ = (w, b) at this distance from the minimum."""
    return minimum() + distance * np.array([-0.8, 0.6])


@cache
def minimum():
    """Return the optimal (w, b) of a neuron that classifies irises by their sepal lengths."""
    return fit_logistic(*sepals(), step_size=4, tolerance=1e-10).thetas[-1]


@cache
def sepals():
    """Return the standardised sepal lengths of two species, and the classes."""
    X, y = datasets.iris("virginica", "versicolor", "sepal length (cm)")
    return datasets.standardise(X), y


def sepal_loss(theta):
    """Return J and ∇J at (w, b); written out for speed, as contours need thousands of them."""
    X, y = sepals()
    z = theta[0] * X[:, 0] + theta[1]
    slopes = (sigmoid(z) - y) / len(y)
    return np.mean(softplus(z) - y * z), np.array([slopes @ X[:, 0], slopes.sum()])
