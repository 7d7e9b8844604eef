"""One artificial neuron, f(x) = σ(wᵀx + b): the building block of all networks.

Taught in Part 1. `lecturekit.logistic` trains one by gradient descent,
`lecturekit.perceptron` by Rosenblatt's rule.
"""

import numpy as np

from lecturekit.activations import get_activation
from lecturekit.checks import as_floats, count, feature_matrix, finite, number, vector


class Neuron:
    """A neuron with d inputs, f(x) = σ(wᵀx + b), a map from ℝᵈ to ℝ.

    Parameters
    ----------
    w : array_like, shape (d,)
        One weight for each input.
    b : float
        The bias. Without it, f(0) would be σ(0) for any weights.
    activation : str or Activation
        σ, one of `lecturekit.activations.ACTIVATIONS`, except softmax, which needs several
        neurons.

    Attributes
    ----------
    theta : ndarray, shape (d + 1,)
        All parameters as one vector, (w₁, …, w_d, b).
    w : ndarray, shape (d,)
        The weights, a view into `theta`.
    b : float
        The bias, the last entry of `theta`.

    Examples
    --------
    >>> nand = Neuron(w=[-1, -1], b=1.5, activation="step")
    >>> nand([[0, 0], [0, 1], [1, 0], [1, 1]])
    array([1., 1., 1., 0.])
    """

    def __init__(self, w, b=0.0, activation="sigmoid"):
        self.activation = get_activation(activation)
        if self.activation.name == "softmax":
            raise ValueError(
                "activation is 'softmax', which compares several neurons, but this is one; "
                "use 'sigmoid' for two classes."
            )
        self.theta = np.append(vector(w, "w"), number(b, "b"))

    @property
    def w(self):
        return self.theta[:-1]

    @w.setter
    def w(self, values):
        self.theta[:-1] = vector(values, "w", self.theta.size - 1)

    @property
    def b(self):
        return float(self.theta[-1])

    @b.setter
    def b(self, value):
        self.theta[-1] = number(value, "b")

    def pre_activation(self, X):
        """Return z = wᵀx + b for each example: shape (n, d) to (n,), or (d,) to a float."""
        X = self._examples(X)
        return X @ self.w + self.b

    def __call__(self, X):
        """Return f(x) for each example: shape (n, d) to (n,), or (d,) to a float."""
        return self.activation(self.pre_activation(X))

    def predict(self, X, threshold=0.5):
        """Return the class of each example: 1 where f(x) ≥ `threshold`, else 0."""
        threshold = number(threshold, "threshold")
        return (self(X) >= threshold).astype(int)

    def _examples(self, X):
        X, d = as_floats(X, "X"), self.w.size
        if X.ndim != 1:
            return feature_matrix(X, d, taker="this neuron")
        if X.size != d:
            raise ValueError(
                f"X has {count(X.size, 'entry')}, but this neuron takes {d}; give one example of "
                f"shape ({d},) or a table of shape (n, {d})."
            )
        return finite(X, "X")

    def __repr__(self):
        terms = " + ".join(f"{w:.4g}·x{j}" for j, w in enumerate(self.w, start=1))
        return f"Neuron: {self.activation.name}({terms} + {self.b:.4g})".replace("+ -", "- ")
