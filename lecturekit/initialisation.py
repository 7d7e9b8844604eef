"""How weights start: random, so that neurons differ, and neither too large nor too small.

A sum of d terms varies d times as much as each of them. Weights with a standard deviation
proportional to 1/√d undo that, so that signals keep their size from layer to layer, at
least in the beginning. Part 2 introduces it, Part 3 shows what happens otherwise.
"""

import numpy as np

RECTIFIERS = ("relu", "leaky_relu", "softplus", "gelu", "silu")


def initial_weights(p, d, activation, rng):
    """Return random weights of shape (p, d) that suit an activation.

    Parameters
    ----------
    p, d : int
        Number of neurons and of inputs.
    activation : Activation
        Rectifiers let about half of the mean square through, so they get twice as much, 2/d
        (He et al., 2015). All others get 2/(d + p), between what the forward and the
        backward pass would like (Glorot and Bengio, 2010).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (p, d)
    """
    variance = 2 / d if activation.name in RECTIFIERS else 2 / (d + p)
    return np.sqrt(variance) * rng.standard_normal((p, d))
