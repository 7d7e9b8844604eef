"""One layer of a network: p neurons with the same inputs, f(x) = σ(Wx + b).

Taught in Part 2, layers. A layer with one neuron is the `Neuron` of Part 1.

The initial weights are random, so neurons differ, and neither too large nor too small. A sum of d
independent terms has d times the variance of one term. Weights with a standard deviation
proportional to 1/√d cancel that factor, and signals keep their size from layer to layer, at least
initially. Part 3 shows what happens otherwise.
"""

import numpy as np

from lecturekit.activations import get_activation
from lecturekit.checks import feature_matrix, keep_arrays, vector


def initial_weights(p, d, activation, rng):
    """Return random weights of shape (p, d) that suit an activation.

    Parameters
    ----------
    p, d : int
        Number of neurons and of inputs.
    activation : Activation
        Rectifiers let about half of the mean square through, so their weights get the variance
        2/d (He et al., 2015). All others get 2/(d + p), a compromise between 1/d for the forward
        and 1/p for the backward pass (Glorot and Bengio, 2010).
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (p, d)
    """
    variance = 2 / d if activation.rectifies else 2 / (d + p)
    return np.sqrt(variance) * rng.standard_normal((p, d))


class Layer:
    """A dense layer, f(x) = σ(Wx + b), a map from ℝᵈ to ℝᵖ.

    Parameters
    ----------
    W : array_like, shape (p, d)
        Row k holds the weights of neuron k. An array of floats is not copied: a network passes
        views into its θ.
    b : array_like, shape (p,)
        One bias for each neuron.
    activation : str or Activation
        σ, one of `lecturekit.activations.ACTIVATIONS`.

    Examples
    --------
    >>> xor_hidden = Layer([[1, 1], [1, 1]], [0, -1], "relu")
    >>> xor_hidden([[0, 0], [0, 1], [1, 1]])
    array([[0., 0.],
           [1., 0.],
           [2., 1.]])
    """

    def __init__(self, W, b, activation):
        self.activation = get_activation(activation)
        self.W = feature_matrix(W, name="W")
        self.b = vector(b, "b", len(self.W))

    __setattr__ = keep_arrays

    @property
    def inputs(self):
        """The number d of inputs."""
        return self.W.shape[1]

    @property
    def neurons(self):
        """The number p of neurons, and of outputs."""
        return self.W.shape[0]

    def pre_activation(self, X):
        """Return Z = XWᵀ + b: shape (n, d) to (n, p). Column k belongs to neuron k."""
        Z = X.dot(self.W.T)  # bit for bit X @ Wᵀ, but a third faster for small arrays
        Z += self.b
        return Z

    def __call__(self, X):
        """Return σ(XWᵀ + b): shape (n, d) to (n, p)."""
        X = feature_matrix(X, self.inputs, taker="this layer")
        return self.activation(self.pre_activation(X))

    def __repr__(self):
        return (
            f"Layer: {self.inputs} -> {self.neurons}, {self.activation.name}; "
            f"W {self.W.shape} and b {self.b.shape}, {self.W.size + self.b.size} parameters"
        )
