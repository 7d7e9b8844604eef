"""A feed-forward network: a composition of layers, f = f_L ∘ … ∘ f_1.

Taught in Part 2. All parameters live in one vector θ; every layer's W and b are views into
it. So saving a network means saving one array, and one update changes every layer.
"""

import math
from contextlib import suppress
from copy import copy
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from lecturekit.activations import UncheckedActivation, get_activation
from lecturekit.checks import choice, count, feature_matrix, finite, keep_arrays, whole_number
from lecturekit.layers import Layer, initial_weights
from lecturekit.losses import LOSSES, one_hot

# Each cross-entropy needs an output activation that produces its probabilities.
OUTPUT_OF = {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}
LOSS_OF = {output: loss for loss, output in OUTPUT_OF.items()}
FORMAT = "lecturekit network 1"


class Trace(NamedTuple):
    """What a forward pass keeps: everything that the backward pass needs.

    Attributes
    ----------
    pre_activations : list of ndarray
        Z₁ … Z_L; Z_l has shape (n, p_l).
    outputs : list of ndarray
        A₀ … A_L, one entry more: A₀ is X, A_l = σ_l(Z_l), and A_L is ŷ.
    """

    pre_activations: list
    outputs: list


class Network:
    """A network of dense layers.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, of neurons in each hidden layer, and of outputs: [2, 3, 1] has
        two inputs, one hidden layer with three neurons, and one output.
    activation : str, Activation, or a sequence of them
        σ of the hidden layers: one for all, or one for each.
    output : str or Activation, optional
        σ of the last layer; by default the one that matches `loss`.
    loss : str, optional
        "squared_error", "binary_cross_entropy" or "cross_entropy"; by default the one that
        matches `output`: binary cross-entropy for sigmoid, cross-entropy for softmax, squared
        error for any other.
    seed : int
        Seed for the random initial weights; biases start at 0.
    dtype : numpy dtype
        float64, or float32 for speed.

    Attributes
    ----------
    theta : ndarray, shape (number of parameters,)
        All parameters: W of the first layer row by row, its b, then the next layer.
    layers : list of Layer
        Their W and b are views into `theta`.
    loss_name : str
    sizes : tuple of int

    Examples
    --------
    >>> Network([2, 3, 1], activation="tanh", output="sigmoid")
    Network 2 -> 3 -> 1, binary_cross_entropy, 13 parameters
      layer 1:  2 -> 3  tanh     W (3, 2)  b (3,)  9 parameters
      layer 2:  3 -> 1  sigmoid  W (1, 3)  b (1,)  4 parameters
    """

    def __init__(self, sizes, activation="tanh", output=None, loss=None, seed=0, dtype=float):
        self.sizes = _sizes(sizes)
        hidden = _hidden_activations(activation, len(self.sizes) - 2)
        output, self.loss_name = _output_and_loss(output, loss, self.sizes[-1])
        with suppress(TypeError):  # what is no dtype is refused below
            dtype = np.dtype(dtype)
        if dtype not in (np.float64, np.float32):
            raise ValueError(f"dtype is {dtype}, but float64 or float32 is needed.")
        rng = np.random.default_rng(whole_number(seed, "seed", at_least=0))
        self._windows, m = [], 0  # where W and b of each layer are in θ
        for d, p in pairwise(self.sizes):
            self._windows.append((slice(m, m + p * d), (p, d), slice(m + p * d, m + p * d + p)))
            m += p * d + p
        self.theta = np.zeros(m, dtype)
        self.layers = []
        for (W, b), sigma in zip(self.views(self.theta), [*hidden, output], strict=True):
            W[:] = initial_weights(*W.shape, sigma, rng)
            self.layers.append(Layer(W, b, sigma))

    def __setstate__(self, state):
        """Make W and b of a copied or unpickled network views into θ, which `copy.copy` shares."""
        self.__dict__ |= state
        self.layers = [copy(layer) for layer in state["layers"]]
        for (W, b), layer in zip(self.views(self.theta), self.layers, strict=True):
            vars(layer).update(W=W, b=b)

    __setattr__ = keep_arrays

    def views(self, vector):
        """Return views [(W₁, b₁), …, (W_L, b_L)] into a vector shaped like `theta`.

        Writing into a view writes into the vector, so one vector, such as the gradient dJ/dθ, can
        be filled and read layer by layer.
        """
        return [(vector[W].reshape(shape), vector[b]) for W, shape, b in self._windows]

    def forward(self, X):
        """Pass examples through all layers, and keep every intermediate result.

        Parameters
        ----------
        X : array_like, shape (n, d)

        Returns
        -------
        Trace
        """
        A = self._examples(X)
        trace = Trace([], [A])
        for layer in self.layers:
            Z = layer.pre_activation(A)
            A = layer.activation(Z)
            trace.pre_activations.append(Z)
            trace.outputs.append(A)
        return trace

    def __call__(self, X):
        """Return ŷ = f(X): shape (n, d) to (n, k)."""
        return self.forward(X).outputs[-1]

    def loss(self, X, y):
        """Return J, the mean loss over the examples, a float.

        Parameters
        ----------
        X : array_like, shape (n, d)
        y : array_like
            Shape (n,) for one output, (n, k) for k outputs; class numbers (n,) or rows of
            probabilities (n, K) for "cross_entropy".
        """
        return self.loss_of(self.forward(X), y)

    def loss_of(self, trace, y):
        """Return J, a float, for a forward pass that has already been done.

        Parameters
        ----------
        trace : Trace
        y : array_like
            As for `loss`.
        """
        return self._loss_and_delta(trace, y)[0]

    def loss_and_gradient(self, X, y):
        """Return (J, gradient): the loss, and dJ/dθ as one vector shaped like `theta`.

        Parameters
        ----------
        X : array_like, shape (n, d)
        y : array_like
            As for `loss`.

        Notes
        -----
        Backpropagation (Rumelhart, Hinton and Williams 1986), taught in Part 3. At a kink
        the derivative is the one that `Activation.derivative` returns there, as in PyTorch.
        """
        trace = self.forward(X)
        J, delta = self._loss_and_delta(trace, y)
        return J, self.backward(trace, delta)

    def backward(self, trace, delta):
        """Propagate deltas back through all layers: from dJ/dZ_L to dJ/dθ.

        Parameters
        ----------
        trace : Trace
            What `forward` kept.
        delta : ndarray, shape (n, k)
            dJ/dZ_L, the derivatives of J with respect to the pre-activations of the last layer.

        Returns
        -------
        ndarray, shape of `theta`
        """
        gradient = np.empty_like(self.theta)
        windows = self.views(gradient)
        for number in reversed(range(len(self.layers))):
            dW, db = windows[number]
            np.dot(delta.T, trace.outputs[number], out=dW)
            delta.sum(axis=0, out=db)
            if number:  # the inputs of the first layer are data: nobody moves them
                before = self.layers[number - 1].activation
                slope = before.derivative(trace.pre_activations[number - 1])
                delta = (delta @ self.layers[number].W) * slope
        return gradient

    def deltas(self, trace, y):
        """Return dJ/dZ_1 … dJ/dZ_L, the delta (error signal) of each layer.

        Parameters
        ----------
        trace : Trace
            What `forward` kept.
        y : array_like
            As for `loss`.

        Returns
        -------
        list of ndarray, shapes (n, p_l)
        """
        deltas = [self._loss_and_delta(trace, y)[1]]
        for after, layer, Z in zip(
            self.layers[:0:-1], self.layers[-2::-1], trace.pre_activations[-2::-1], strict=True
        ):
            deltas.append((deltas[-1] @ after.W) * layer.activation.derivative(Z))
        return deltas[::-1]

    def _loss_and_delta(self, trace, y):
        """Return J, and dJ/dZ_L of shape (n, k)."""
        Z, y_hat, sigma = trace.pre_activations[-1], trace.outputs[-1], self.layers[-1].activation
        y = self.targets(y, len(y_hat))
        J, delta = LOSSES[self.loss_name].loss_and_delta(Z, y, y_hat, sigma)
        if not math.isfinite(J):
            J = math.inf  # training has diverged, which is a result and not a wrong argument
        return J, delta.astype(self.theta.dtype, copy=False)

    def predict(self, X):
        """Return the predicted classes, or ŷ itself for "squared_error".

        Classes have shape (n,). A network with k > 1 sigmoid outputs makes k separate predictions,
        shape (n, k).
        """
        return self.classes_of(self(X))

    def classes_of(self, y_hat):
        """Return what `predict` returns for outputs ŷ of shape (n, k)."""
        if self.loss_name == "cross_entropy":
            return y_hat.argmax(axis=1)
        if self.loss_name == "binary_cross_entropy":
            classes = (y_hat >= 0.5).astype(int)
            return classes[:, 0] if self.sizes[-1] == 1 else classes
        return y_hat

    def targets(self, y, n):
        """Return targets in the shape of the outputs, (n, k)."""
        y, k = finite(y, "y"), self.sizes[-1]
        if self.loss_name == "cross_entropy":
            return one_hot(y, k, n)
        if y.shape == (n,) and k == 1:
            y = y[:, None]
        if y.shape != (n, k):
            shapes = f"({n},) or ({n}, 1)" if k == 1 else f"({n}, {k})"
            raise ValueError(
                f"y has shape {y.shape}, but {count(n, 'example')} and {count(k, 'output')} need "
                f"shape {shapes}."
            )
        if self.loss_name == "binary_cross_entropy":
            return LOSSES[self.loss_name].labels(y)
        return y

    def save(self, path):
        """Write the network to one ``.npz`` file: θ, the sizes, and the names of σ and loss."""
        parts = {"format": FORMAT, "theta": self.theta, "sizes": self.sizes, "loss": self.loss_name}
        parts["activations"] = [layer.activation.name for layer in self.layers]
        with open(path, "wb") as file:  # given only a name, NumPy would append .npz to it
            np.savez(file, **parts)

    @classmethod
    def load(cls, path):
        """Read a network written by `save`.

        Raises
        ------
        ValueError
            If the file is something else, or its contents are inconsistent. Nothing in it is
            ever executed.
        """
        with open(path, "rb") as file:
            try:
                loaded = np.load(file, allow_pickle=False)
                parts = {name: loaded[name] for name in loaded.files}
            except Exception as error:  # a damaged file can break at any step of reading it
                raise ValueError(f"{path} is not a saved network ({error}).") from error
        expected = {"format", "theta", "sizes", "activations", "loss"}
        if not isinstance(parts, dict) or set(parts) != expected or str(parts["format"]) != FORMAT:
            raise ValueError(f"{path} is not a saved network; write one with network.save(path).")
        *hidden, output = (str(name) for name in parts["activations"])
        sizes, theta = [int(size) for size in parts["sizes"]], parts["theta"]
        network = cls(sizes, hidden, output, str(parts["loss"]), dtype=theta.dtype)
        if theta.shape != network.theta.shape:
            raise ValueError(
                f"{path} holds {count(theta.size, 'parameter')}, but layers of sizes {sizes} have "
                f"{network.theta.size}; the file is damaged."
            )
        network.theta[:] = finite(theta, "theta")
        return network

    def _examples(self, X):
        taker = f"this network (its first layer's W is {self.layers[0].W.shape})"
        return feature_matrix(X, self.sizes[0], taker).astype(self.theta.dtype, copy=False)

    def __repr__(self):
        lines = [
            f"Network {' -> '.join(map(str, self.sizes))}, {self.loss_name}, "
            f"{self.theta.size:,} parameters"
        ]
        rows = [
            (
                f"layer {number}:",
                f"{layer.inputs} -> {layer.neurons}",
                layer.activation.name,
                f"W {layer.W.shape}",
                f"b {layer.b.shape}",
                f"{layer.W.size + layer.b.size:,} parameters",
            )
            for number, layer in enumerate(self.layers, start=1)
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            *cells, last = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            lines.append(f"  {'  '.join(cells)}  {last.strip().rjust(widths[-1])}")
        return "\n".join(lines)


class UncheckedNetwork(Network):
    """A network for inner loops: it runs the same code, but does not check its data.

    It shares θ with the network it was made from, so a step changes both. X and y must already be
    what `Network` would turn them into: arrays in the precision of θ, y of shape (n, k).

    Parameters
    ----------
    network : Network
    theta : ndarray, shape (m,), optional
        Use this array as θ instead; `network` is not affected.
    """

    def __init__(self, network, theta=None):
        self.__setstate__(vars(network) | {"theta": network.theta if theta is None else theta})
        for layer in self.layers:
            layer.activation = UncheckedActivation(layer.activation)
        if self.loss_name in OUTPUT_OF:  # a cross-entropy is computed from Z; ŷ is not needed
            self.layers[-1].activation = lambda Z: Z

    def drop_out(self, masks):
        """Multiply the outputs of each hidden layer by its mask (n, p) in all later passes."""
        for layer, mask in zip(self.layers, masks, strict=False):
            layer.activation.mask = mask

    def targets(self, y, n):
        return y

    def _examples(self, X):
        return X


def _sizes(sizes):
    sizes = list(sizes) if np.iterable(sizes) and not isinstance(sizes, str) else [sizes]
    if len(sizes) < 2:
        raise ValueError(
            f"sizes is {sizes}, but a network needs at least inputs and outputs, as in [2, 1]."
        )
    return tuple(whole_number(size, f"sizes[{i}]") for i, size in enumerate(sizes))


def _hidden_activations(activation, layers):
    one_for_all = isinstance(activation, str) or not np.iterable(activation)
    names = [activation] * layers if one_for_all else list(activation)
    if len(names) != layers:
        raise ValueError(
            f"activation has {count(len(names), 'function')} for "
            f"{count(layers, 'hidden layer')}; give one for each, or one for all."
        )
    if one_for_all:
        get_activation(activation)  # a wrong name is an error even without hidden layers
    hidden = [get_activation(name) for name in names]
    if any(sigma.name == "softmax" for sigma in hidden):
        raise ValueError(
            "activation is 'softmax' for a hidden layer, but it belongs to the output: use "
            "output='softmax', and relu or tanh for the hidden layers."
        )
    return hidden


def _output_and_loss(output, loss, k):
    if loss is not None:
        choice(loss, "loss", LOSSES)
    elif output is None:
        loss = "squared_error"
    else:
        loss = LOSS_OF.get(get_activation(output).name, "squared_error")
    output = get_activation(OUTPUT_OF.get(loss, "identity") if output is None else output)
    fitting = OUTPUT_OF.get(loss, "identity")
    fits = output.name == fitting if loss in OUTPUT_OF else output.name != "softmax"
    if not fits:
        raise ValueError(
            f"output is {output.name!r} and loss is {loss!r}, which do not match; with this loss "
            f"use output={fitting!r}, or leave one of the two out."
        )
    if output.name == "softmax" and k == 1:
        raise ValueError(
            "output is 'softmax' with one output, which would always be 1; use one output for "
            "each class, or output='sigmoid' for two classes."
        )
    return output, loss
