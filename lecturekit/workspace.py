"""Loss and gradient of one batch after another, in memory that is used again and again.

Taught in Part 4, batch size. This is `Network.forward` and `Network.backward` (Parts 2 and 3)
once more, for the inner loop of training. It differs in three ways, and in nothing else: the
data were checked before; the large arrays are made once, because asking for new memory in every
step costs time; and the slopes of tanh, sigmoid and ReLU are read off their outputs. Dropout
lives here too, since it belongs to training alone.
"""

import numpy as np

from lecturekit.activations import relu, sigmoid, tanh
from lecturekit.checks import number, whole_number

# tanh′ = 1 − a², σ′ = a (1 − a), ReLU′ = [a > 0]: the output is enough, so it takes z's place. The
# slope is asked for when nobody needs the output any more, so it may take its place in turn.
FROM_OUTPUT = {
    tanh: (lambda Z: np.tanh(Z, out=Z), lambda A: np.subtract(1, np.square(A, out=A), out=A)),
    sigmoid: (lambda Z: _into(Z, sigmoid.value(Z)), lambda A: A * (1 - A)),
    relu: (lambda Z: np.maximum(Z, 0, out=Z), lambda A: A > 0),
}


class Workspace:
    """The arrays of one training step, for batches of one size.

    Parameters
    ----------
    network : Network
    n : int
        Examples in a batch.

    Attributes
    ----------
    gradient : ndarray, shape of `network.theta`
        dJ/dθ of the last batch. The next one overwrites it.
    """

    def __init__(self, network, n):
        self.network, self.n = network, whole_number(n, "n")
        dtype = network.theta.dtype
        self.gradient = np.empty_like(network.theta)
        self.slopes = network.views(self.gradient)  # windows, as into θ
        self.X = np.empty((n, network.sizes[0]), dtype)
        self.Z = [np.empty((n, p), dtype) for p in network.sizes[1:]]
        self.deltas = [np.empty((n, p), dtype) for p in network.sizes[1:-1]]
        self.one_hot = np.eye(network.sizes[-1], dtype=dtype)
        self.hidden = [
            FROM_OUTPUT.get(sigma, (sigma.value, sigma.slope))
            for sigma in (layer.activation for layer in network.layers[:-1])
        ]
        self.judge = {
            "squared_error": self._squared_error,
            "binary_cross_entropy": self._binary_cross_entropy,
            "cross_entropy": self._cross_entropy,
        }[network.loss_name]

    def loss_and_gradient(self, X, Y, masks=None):
        """Return (J, gradient), as `Network.loss_and_gradient` does, without looking at X and Y.

        Parameters
        ----------
        X : ndarray, shape (n, d)
        Y : ndarray, shape (n, k)
            What `Network.targets` returns. Both in the precision of the network.
        masks : list of ndarray, optional
            Dropout: one array (n, p) for each hidden layer, by which its outputs are multiplied.

        Returns
        -------
        J : float
            Not finite where the network overflows.
        gradient : ndarray
            The same array in every call.
        """
        layers, inputs = self.network.layers, [X]
        for k, (sigma, _) in enumerate(self.hidden):
            Z = np.matmul(inputs[k], layers[k].W.T, out=self.Z[k])
            Z += layers[k].b
            A = sigma(Z)
            inputs.append(A if masks is None else A * masks[k])
        Z = np.matmul(inputs[-1], layers[-1].W.T, out=self.Z[-1])
        Z += layers[-1].b
        J, delta = self.judge(Z, Y)
        for k in reversed(range(len(layers))):
            dW, db = self.slopes[k]
            np.matmul(delta.T, inputs[k], out=dW)
            np.add.reduce(delta, axis=0, out=db)
            if k:
                delta = np.matmul(delta, layers[k].W, out=self.deltas[k - 1])
                delta *= self.hidden[k - 1][1](self.Z[k - 1])
                if masks is not None:
                    delta *= masks[k - 1]
        return J, self.gradient

    def take(self, X, indices):
        """Return X[indices] in the precision of the network, in memory that is used again."""
        plain = type(X) is np.ndarray and X.flags.c_contiguous and X.dtype == self.X.dtype
        if plain:  # with mode="clip" NumPy writes straight into `out`; the indices are in range
            return X.take(indices, axis=0, out=self.X, mode="clip")
        self.X[:] = X[indices]  # any other array or file: NumPy converts it on the way
        return self.X

    def targets(self, y, indices):
        """Return the targets of a batch, (n, k): y[indices], class numbers as rows with one 1."""
        y = y[indices]
        if self.network.loss_name == "cross_entropy" and y.ndim == 1:
            return self.one_hot.take(y.astype(int, copy=False), axis=0)
        return y.reshape(self.n, -1).astype(self.X.dtype, copy=False)

    def _cross_entropy(self, Z, Y):
        log_y_hat = Z - np.maximum.reduce(Z, axis=1, keepdims=True)
        log_y_hat -= np.log(np.add.reduce(np.exp(log_y_hat), axis=1, keepdims=True))
        J = -float(np.vdot(Y, log_y_hat)) / self.n
        delta = np.exp(log_y_hat, out=log_y_hat)
        delta -= Y
        delta /= self.n
        return J, delta

    def _binary_cross_entropy(self, Z, Y):
        e = np.exp(-np.abs(Z))  # at most 1, for σ(z) and for log(1 + e^z) = max(z, 0) + log(1 + e)
        J = np.sum(np.maximum(Z, 0) - Y * Z + np.log1p(e))
        return float(J) / self.n, (np.where(Z >= 0, 1, e) / (1 + e) - Y) / self.n

    def _squared_error(self, Z, Y):
        output = self.network.layers[-1].activation
        error = output.value(Z) - Y
        return float(np.vdot(error, error)) / 2 / self.n, error * output.slope(Z) / self.n


def dropout_masks(network, n, rate, rng):
    """Return one mask for the outputs of each hidden layer: 0 at random, else 1 / (1 − rate).

    Parameters
    ----------
    network : Network
    n : int
        Examples in the batch; each has neurons of its own switched off.
    rate : float
        The probability with which a neuron is switched off, at least 0 and below 1.
    rng : numpy.random.Generator

    Returns
    -------
    list of ndarray, shapes (n, p)

    Notes
    -----
    Srivastava et al. (2014), in the "inverted" form: what is kept is made larger in training, so
    that the expected value stays and nothing need change afterwards. Part 4, digits.
    """
    rate = number(rate, "rate", at_least=0, below=1)
    dtype = network.theta.dtype
    kept = [rng.random((n, p), dtype) >= rate for p in network.sizes[1:-1]]
    return [keep / dtype.type(1 - rate) for keep in kept]


def _into(Z, values):
    Z[:] = values
    return Z
