r"""Activation functions: what a neuron does with its weighted sum z.

Each activation is an object that you can call and that knows its own derivative::

    sigmoid(z)              # the value, elementwise (softmax: along the last axis)
    sigmoid.derivative(z)   # the derivative with respect to z, elementwise (softmax: a Jacobian)

Each takes a number, a list or an array of any shape and returns the same shape (a number for a
number); float32 stays float32. They are accurate far from 0 on both sides: z = ±10,000 does not
overflow, and a derivative like sigmoid'(−40) ≈ 4e-18 is not rounded to zero.

At z = 0, `relu` and `leaky_relu` have a kink and no derivative; we return the left-hand one, 0 or
0.01, as PyTorch does. `step` jumps there, and we return 0, as everywhere else.

Part 1 (activation functions) introduces them; Part 3 uses their derivatives.
"""

import math

import numpy as np

from lecturekit.checks import as_floats


class Activation:
    """A function σ applied to the pre-activation z, together with its derivative.

    To make your own, subclass it and write two methods, ``_value(z)`` and ``_derivative(z)``.
    Both receive an array of floats: calling the object, or its `derivative`, converts z first.

    Attributes
    ----------
    name : str
        The name that `Network` and `Layer` accept.
    title : str
        The name as figures show it, such as "leaky ReLU".
    range : str
        The set of possible outputs.
    rectifies : bool
        Whether σ grows without bound on the right and hardly at all on the left, as ReLU does.
        Such a layer starts with larger weights; see `lecturekit.layers.initial_weights`.
    """

    name = range = ""

    @property
    def title(self):
        return self.name

    @property
    def rectifies(self):
        with np.errstate(all="ignore"):
            left, right = np.abs(self(np.array([-1e3, 1e3])))
        return bool(right > 100 and left < right / 10)

    def __call__(self, z):
        return np.asarray(self._value(as_floats(z)))[()]  # [()]: a number stays a number

    def derivative(self, z):
        """Return dσ/dz at `z`, elementwise, in the shape of `z`; softmax: Jacobians (…, k, k)."""
        return np.asarray(self._derivative(as_floats(z)))[()]

    def _value(self, z):
        raise NotImplementedError(f"{type(self).__name__} needs a method _value(z)")

    def _derivative(self, z):
        raise NotImplementedError(f"{type(self).__name__} needs a method _derivative(z)")

    def _derivative_at(self, z, a):
        """Return σ′(z), given a = σ(z), which may be overwritten; that is often faster."""
        return self._derivative(z)

    def __repr__(self):
        return f"<activation {self.name}: z -> {self.range}>"


class Step(Activation):
    """The Heaviside step: 1 where z ≥ 0, else 0 (McCulloch and Pitts, 1943; Part 1)."""

    name, range = "step", "{0, 1}"

    def _value(self, z):
        return (z >= 0).astype(z.dtype)

    def _derivative(self, z):
        return np.zeros_like(z)


class Identity(Activation):
    """No activation: the usual output of a regression model (Part 1)."""

    name, range = "identity", "(-inf, inf)"

    def _value(self, z):
        return +z

    def _derivative(self, z):
        return np.ones_like(z)

    def _derivative_at(self, z, a):
        return 1


class Sigmoid(Activation):
    """The logistic function 1 / (1 + exp(−z)); it maps any number to a probability (Part 1)."""

    name, range = "sigmoid", "(0, 1)"

    def _value(self, z):
        e = np.exp(-np.abs(z))  # at most 1: never overflows
        return np.where(z >= 0, 1, e) / (1 + e)

    def _derivative(self, z):
        e = np.exp(-np.abs(z))  # σ(1 − σ) without the difference 1 − σ, which loses digits
        return e / (1 + e) ** 2

    def _derivative_at(self, z, a):
        return a * (1 - a)


class Tanh(Activation):
    """The hyperbolic tangent, a sigmoid rescaled to (−1, 1): tanh z = 2σ(2z) − 1 (Part 1)."""

    name, range = "tanh", "(-1, 1)"

    _value = staticmethod(np.tanh)

    def _derivative(self, z):
        e = np.exp(-2 * np.abs(z))
        return 4 * e / (1 + e) ** 2

    def _derivative_at(self, z, a):
        return np.subtract(1, np.square(a, out=a), out=a)


class ReLU(Activation):
    """The rectified linear unit max(0, z) (Householder, 1941; Nair and Hinton, 2010; Part 1)."""

    name, title, range = "relu", "ReLU", "[0, inf)"

    def _value(self, z):
        return np.maximum(z, 0)

    def _derivative(self, z):
        return (z > 0).astype(z.dtype)

    def _derivative_at(self, z, a):
        return a > 0


class LeakyReLU(Activation):
    """A ReLU with a small slope on the left, 0.01 z (Maas et al., 2013; Part 1)."""

    name, title, range = "leaky_relu", "leaky ReLU", "(-inf, inf)"
    leak = 0.01

    def _value(self, z):
        return np.maximum(z, self.leak * z)

    def _derivative(self, z):
        return np.where(z > 0, 1, self.leak).astype(z.dtype)


class Softplus(Activation):
    """log(1 + exp(z)), a ReLU with a rounded corner (Dugas et al., 2001; Part 1)."""

    name, range = "softplus", "(0, inf)"

    def _value(self, z):
        return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))

    def _derivative(self, z):
        return sigmoid(z)


class SiLU(Activation):
    """z σ(z), also called swish (Hendrycks, Gimpel, 2016; Elfwing et al., 2018; Part 1)."""

    name, title, range = "silu", "SiLU", "[-0.278..., inf)"

    def _value(self, z):
        return z * sigmoid(z)

    def _derivative(self, z):
        return sigmoid(z) * (1 + z * sigmoid(-z))


class GELU(Activation):
    """z Φ(z), with Φ the standard normal distribution function (Hendrycks, Gimpel, 2016; Part 1).

    This is the exact function, not its tanh approximation. Python's `math` computes the error
    function one number at a time, which is fast enough for pictures and small networks.
    """

    name, title, range = "gelu", "GELU", "[-0.169..., inf)"

    def _value(self, z):
        return z * _normal_cdf(z)

    def _derivative(self, z):
        density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return _normal_cdf(z) + z * density


class Softmax(Activation):
    """Turns scores into probabilities that sum to 1 along the last axis (Bridle, 1990; Parts 1, 2).

    The odd one out: each output depends on every score, so the derivative is a Jacobian matrix.
    """

    name, range = "softmax", "(0, 1), summing to 1"

    def _value(self, z):
        if z.ndim == 0 or z.shape[-1] == 0:
            raise ValueError(
                f"softmax needs at least one score along the last axis, but z has shape {z.shape}; "
                "give a vector of K scores, or a table of shape (n, K)."
            )
        e = np.exp(z - z.max(axis=-1, keepdims=True))  # the largest exponent is 0
        return e / e.sum(axis=-1, keepdims=True)

    def _derivative(self, z):
        """Return the Jacobian, shape (..., k, k): entry [..., i, j] is dŷ_i/dz_j."""
        y_hat = self._value(z)
        return y_hat[..., :, None] * (np.eye(z.shape[-1], dtype=z.dtype) - y_hat[..., None, :])


class UncheckedActivation:
    """A layer's σ in the inner loop of training, where its arguments need no checks.

    It keeps a = σ(z) from the forward pass for the backward pass: 1 − a² is the faster way to
    compute tanh′. With dropout, outputs and derivatives are multiplied by `mask`.
    """

    mask = None

    def __init__(self, sigma):
        self.name, self._value, self._derivative_at = sigma.name, sigma._value, sigma._derivative_at

    def __call__(self, z):
        self.a = a = self._value(z)
        return a if self.mask is None else a * self.mask

    def derivative(self, z):
        derivative = self._derivative_at(z, self.a)
        return derivative if self.mask is None else derivative * self.mask


def _normal_cdf(z):
    """Φ(z), from erfc: 1 + erf would lose all digits for very negative z."""
    return _erfc(-z / math.sqrt(2)).astype(z.dtype) / 2


_erfc = np.vectorize(math.erfc, otypes=[float])

step, identity, sigmoid, tanh, relu = Step(), Identity(), Sigmoid(), Tanh(), ReLU()
leaky_relu, softplus, gelu, silu, softmax = LeakyReLU(), Softplus(), GELU(), SiLU(), Softmax()

ACTIVATIONS = {
    a.name: a
    for a in (step, identity, sigmoid, tanh, relu, leaky_relu, softplus, gelu, silu, softmax)
}


def get_activation(name):
    """Return the activation called `name`, such as "relu" or "ReLU", or `name` if it is one.

    Raises
    ------
    ValueError
        If there is no activation with that name; the message lists all names.
    """
    if isinstance(name, Activation):
        return name
    key = name.lower().replace(" ", "_") if isinstance(name, str) else None
    if key in ACTIVATIONS:
        return ACTIVATIONS[key]
    raise ValueError(
        f"activation is {name!r}; choose one of {', '.join(ACTIVATIONS)}, or pass an Activation."
    )
