r"""Losses: one number that measures how wrong the outputs ŷ are, given the targets y.

Each loss is an object::

    loss = binary_cross_entropy(y_hat, y)                # a float, the mean over n examples
    gradient = binary_cross_entropy.gradient(y_hat, y)   # its gradient, shaped like y_hat

The two cross-entropies also come *fused* with the activation they belong to. Computing
σ(z) first and its logarithm afterwards fails for a confident neuron: σ(z) rounds to
exactly 0 or 1, and the logarithm of 0 is −∞. Computed from the pre-activation z, no digits
are lost, and the gradient is simply (ŷ − y)/n::

    binary_cross_entropy.from_scores(z, y)

Part 1 (logistic regression as a neuron) derives the binary case, Part 3 the others.
"""

import math

import numpy as np

from lecturekit.checks import all_finite, as_floats, finite


class Loss:
    """A loss J(ŷ, y), averaged over the examples, with its gradient with respect to ŷ."""

    name = formula = ""

    def __call__(self, y_hat, y):
        """Return the mean loss, a float."""
        y_hat, y = self._pair(y_hat, y)
        return float(self._value(y_hat, y) / len(y))

    def gradient(self, y_hat, y):
        """Return dJ/dŷ, shaped like `y_hat`."""
        y_hat, y = self._pair(y_hat, y)
        return self._gradient(y_hat, y) / len(y)

    def loss_and_delta(self, z, y, y_hat=None, sigma=None):
        """Return (J, dJ/dz) for a last layer with outputs ŷ = σ(z); nothing is checked.

        All arrays have shape (n, k). The cross-entropies know their σ and do not need ŷ, which is
        the exponential of a logarithm they compute anyway.
        """
        raise NotImplementedError(f"{type(self).__name__} needs loss_and_delta(z, y, y_hat, sigma)")

    def of_scores(self, z, y, y_hat=None):
        """Return the loss of each single output, shaped like `z`; nothing is checked."""

    def _pair(self, y_hat, y, name="y_hat"):
        y_hat, y = finite(y_hat, name), finite(y, "y")
        if y_hat.shape != y.shape or y_hat.ndim == 0 or y_hat.size == 0:
            raise ValueError(
                f"{name} has shape {y_hat.shape} and y has shape {y.shape}, but {self.name} "
                "compares entry by entry; give both the same shape, (n,) or (n, k), with n ≥ 1."
            )
        return y_hat, y

    def __repr__(self):
        return f"<loss {self.name}>"


class SquaredError(Loss):
    """½‖ŷ − y‖² per example, the usual loss for regression; the ½ cancels in the gradient."""

    name, formula = "squared_error", r"\tfrac12 \lVert \hat y - y \rVert^2"

    def _value(self, y_hat, y):
        error = y_hat - y
        return np.vdot(error, error) / 2

    def _gradient(self, y_hat, y):
        return y_hat - y

    def loss_and_delta(self, z, y, y_hat=None, sigma=None):
        error = y_hat - y
        # If z has overflowed, a saturated ŷ would hide it.
        J = float(np.vdot(error, error)) / 2 / len(y) if all_finite(z) else math.inf
        return J, error / len(y) * sigma.derivative(z)

    def of_scores(self, z, y, y_hat=None):
        return (y_hat - y) ** 2 / 2


class BinaryCrossEntropy(Loss):
    """−y log ŷ − (1 − y) log(1 − ŷ): the negative log-likelihood of labels in {0, 1}.

    ŷ is a probability in [0, 1]. If it is exactly 0 or 1 and wrong, the loss is infinite, as the
    formula says; `from_scores` stays finite.
    """

    name = "binary_cross_entropy"
    formula = r"-y \log \hat y - (1 - y) \log(1 - \hat y)"

    def _value(self, y_hat, y):
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(y > 0, -y * np.log(y_hat), 0)
            return np.sum(terms + np.where(y < 1, -(1 - y) * np.log1p(-y_hat), 0))

    def _gradient(self, y_hat, y):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            ones = np.where(y > 0, -y / y_hat, 0)
            return ones + np.where(y < 1, (1 - y) / (1 - y_hat), 0)

    def from_scores(self, z, y):
        """Return the mean loss of ŷ = σ(z), computed from `z` without rounding to 0 or 1.

        Since log σ(z) = −softplus(−z) and log(1 − σ(z)) = −softplus(z), the loss of one
        example is y softplus(−z) + (1 − y) softplus(z) = softplus(z) − y z. Where the neuron is
        confidently right, that difference would lose its digits. Written as
        [max(0, z) − y z] + log(1 + exp(−|z|)), it loses none: there the bracket is exactly 0.
        """
        z, y = super()._pair(z, y, "z")
        return self.loss_and_delta(z, self.labels(y))[0]

    def loss_and_delta(self, z, y, y_hat=None, sigma=None):
        # The derivative of the sigmoid cancels (Part 3) and leaves ŷ − y.
        e = np.exp(-np.abs(z))  # at most 1, for the logarithm and for σ(z)
        J = float(np.add.reduce(self.of_scores(z, y, e=e), axis=None)) / len(y)
        return J, (np.exp(np.minimum(z, 0)) / (1 + e) - y) / len(y)

    def of_scores(self, z, y, y_hat=None, e=None):
        return (np.maximum(z, 0) - y * z) + np.log1p(np.exp(-np.abs(z)) if e is None else e)

    @staticmethod
    def labels(y):
        """Return `y`; every entry must be in [0, 1]."""
        return _within_unit_interval(y, "y", "recode the labels as 0 and 1")

    def _pair(self, y_hat, y):
        y_hat, y = super()._pair(y_hat, y)
        fix = "apply the sigmoid first, or use from_scores(z, y)"
        return _within_unit_interval(y_hat, "y_hat", fix), self.labels(y)


class CrossEntropy(Loss):
    """−log ŷ_c, where c is the true class: the negative log-likelihood for K classes.

    ŷ has shape (n, K); each row is a probability distribution. The targets are class numbers
    0 … K − 1 of shape (n,), or rows of probabilities, such as one-hot rows, of shape (n, K).
    """

    name, formula = "cross_entropy", r"-\sum_k y_k \log \hat y_k"

    def _value(self, y_hat, y):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.sum(np.where(y > 0, -y * np.log(y_hat), 0))

    def _gradient(self, y_hat, y):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.where(y > 0, -y / y_hat, 0)

    def from_scores(self, z, y):
        """Return the mean loss of ŷ = softmax(z), computed from the scores `z`."""
        z, y = self._one_hot_pair(z, y, "z")
        return self.loss_and_delta(z, y)[0]

    def loss_and_delta(self, z, y, y_hat=None, sigma=None):
        log_y_hat = _log_softmax(z)
        J = -float(np.vdot(y, log_y_hat)) / len(y)
        delta = np.exp(log_y_hat, out=log_y_hat)  # ŷ, then (ŷ − y) / n: σ′ cancels, as above
        delta -= y
        delta /= len(y)
        return J, delta

    def of_scores(self, z, y, y_hat=None):
        return -y * _log_softmax(z)

    def _pair(self, y_hat, y):
        y_hat, y = self._one_hot_pair(y_hat, y, "y_hat")
        _within_unit_interval(y_hat, "y_hat", "apply the softmax first, or use from_scores(z, y)")
        return y_hat, y

    def _one_hot_pair(self, table, y, name):
        table = finite(table, name)
        if table.ndim != 2 or table.size == 0:
            raise ValueError(
                f"{name} has shape {table.shape}, but cross_entropy needs one row of K entries "
                "per example, shape (n, K)."
            )
        return table, one_hot(y, table.shape[1], n=len(table))


def _log_softmax(z):
    # NumPy finds the maxima of many short rows faster when they are columns.
    log_y_hat = z - np.maximum.reduce(z.T.copy()).T[..., None]  # the largest exponent is 0
    log_y_hat -= np.log(np.add.reduce(np.exp(log_y_hat), axis=-1, keepdims=True))
    return log_y_hat


def one_hot(y, classes, n=None):
    """Turn class numbers (n,) into rows with a single 1, shape (n, `classes`).

    Rows of probabilities of shape (n, `classes`) are returned unchanged.
    """
    y = as_floats(y, "y")
    if y.ndim not in (1, 2):
        raise ValueError(
            f"y has shape {y.shape}, but class numbers (n,) or rows of probabilities "
            f"(n, {classes}) are needed."
        )
    if n is not None and len(y) != n:
        raise ValueError(
            f"y has shape {y.shape}, but one target for each of {n} examples is needed."
        )
    if y.ndim == 2:
        if y.shape[1] != classes or not np.allclose(y.sum(axis=1), 1) or (y < 0).any():
            raise ValueError(
                f"y has shape {y.shape}, but rows of {classes} probabilities that sum to 1 are "
                "needed; for class numbers give shape (n,)."
            )
        return y
    known = (y >= 0) & (y < classes) & (y == np.floor(y))
    if not known.all():
        stranger = y[~known][0]
        raise ValueError(
            f"y holds the label {stranger:g}, but with {classes} outputs the labels must be whole "
            f"numbers from 0 to {classes - 1}; recode them, or give the network more outputs."
        )
    return np.eye(classes)[y.astype(int)]


def _within_unit_interval(values, name, fix):
    outside = (values < 0) | (values > 1)
    if outside.any():
        raise ValueError(f"{name} holds {values[outside][0]:g}, outside [0, 1]; {fix}.")
    return values


squared_error = SquaredError()
binary_cross_entropy = BinaryCrossEntropy()
cross_entropy = CrossEntropy()

LOSSES = {loss.name: loss for loss in (squared_error, binary_cross_entropy, cross_entropy)}
