"""Rosenblatt's perceptron: a step neuron that learns only from its mistakes.

Taught in Part 1, the perceptron. Sources: Rosenblatt (1958, 1962) for the perceptron and its
rule, Block (1962) and Novikoff (1962) for the bound on the number of mistakes.
"""

from dataclasses import dataclass

import numpy as np

from lecturekit.checks import binary_labels, count, feature_matrix, vector, whole_number, with_ones
from lecturekit.neuron import Neuron


@dataclass(frozen=True)
class PerceptronRun:
    """What the perceptron rule did.

    Attributes
    ----------
    neuron : Neuron
        The neuron after the last update, with the activation "step".
    thetas : ndarray, shape (mistakes + 1, d + 1)
        The parameters before the first update and after each one; a row is (w, b).
    examples : ndarray of int, shape (mistakes,)
        The misclassified example that caused each update.
    mistakes_per_epoch : ndarray of int, shape (epochs,)
    converged : bool
        True if the last pass over the data made no mistake.
    """

    neuron: Neuron
    thetas: np.ndarray
    examples: np.ndarray
    mistakes_per_epoch: np.ndarray
    converged: bool

    @property
    def mistakes(self):
        """The total number of mistakes, which is the number of updates."""
        return len(self.examples)

    def __repr__(self):
        mistakes, epochs = count(self.mistakes, "mistake"), len(self.mistakes_per_epoch)
        end = "converged" if self.converged else "not converged"
        return f"PerceptronRun: {mistakes} in {count(epochs, 'epoch')}, {end}"


@dataclass(frozen=True)
class MistakeBound:
    """Novikoff's bound: at most (R/γ)² mistakes on data separated with margin γ.

    Attributes
    ----------
    radius : float
        R, the length of the longest example x̃ = (x, 1), which includes the constant input 1.
    margin : float
        γ, the distance of the nearest x̃ to the separating hyperplane θᵀx̃ = 0.
    """

    radius: float
    margin: float

    @property
    def mistakes(self):
        """(R/γ)², which no run of the rule from θ = 0 exceeds."""
        return (self.radius / self.margin) ** 2


def fit_perceptron(X, y, max_epochs=100, seed=None):
    """Train a step neuron by Rosenblatt's rule, starting from θ = 0.

    Take the examples one after another. If the prediction is right, do nothing. If it is 0 and
    should be 1, add the example to θ; if it is 1 and should be 0, subtract it:
    θ ← θ + (y − ŷ) x̃, where x̃ = (x, 1). Stop after a pass without a mistake.

    Parameters
    ----------
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Labels 0 and 1.
    max_epochs : int
        Maximum number of passes; if no line separates the classes, the rule never stops by itself.
    seed : int, optional
        Seed for shuffling the examples before each pass; by default they keep their order.

    Returns
    -------
    PerceptronRun

    Raises
    ------
    ValueError
        For an empty X, NaN or infinity, labels other than 0 and 1, or shapes that do not
        match.
    """
    X = with_ones(feature_matrix(X))
    y = binary_labels(y, len(X))
    max_epochs = whole_number(max_epochs, "max_epochs")
    rng = seed if seed is None else np.random.default_rng(whole_number(seed, "seed", at_least=0))
    theta = np.zeros(X.shape[1])
    thetas, examples, per_epoch = [theta], [], []
    for _ in range(max_epochs):
        before = len(examples)
        for i in range(len(X)) if rng is None else rng.permutation(len(X)):
            y_hat = 1 if theta @ X[i] >= 0 else 0
            if y_hat != y[i]:
                theta = theta + (y[i] - y_hat) * X[i]
                thetas.append(theta)
                examples.append(int(i))
        per_epoch.append(len(examples) - before)
        if per_epoch[-1] == 0:
            break
    neuron = Neuron(theta[:-1], theta[-1], activation="step")
    return PerceptronRun(
        neuron, np.array(thetas), np.array(examples, int), np.array(per_epoch), per_epoch[-1] == 0
    )


def mistake_bound(X, y, separator):
    """Return the radius R of the data, the margin γ of `separator`, and the bound (R/γ)².

    Any separator gives a valid bound; a wide margin gives a tight one.

    Parameters
    ----------
    X : array_like, shape (n, d)
    y : array_like, shape (n,)
        Labels 0 and 1.
    separator : Neuron or array_like, shape (d + 1,)
        A neuron that classifies every example correctly, or its θ = (w, b).

    Returns
    -------
    MistakeBound

    Raises
    ------
    ValueError
        If `separator` gets an example wrong or leaves one exactly on the boundary.
    """
    X = with_ones(feature_matrix(X))
    y = binary_labels(y, len(X))
    theta = vector(getattr(separator, "theta", separator), "separator", X.shape[1])
    distances = (2 * y - 1) * (X @ theta) / (np.linalg.norm(theta) or 1.0)
    if distances.min() <= 0:
        raise ValueError(
            f"separator does not separate the classes (example {np.argmin(distances)} is on the "
            "wrong side or on the boundary); the bound needs one that gets every example right."
        )
    return MistakeBound(float(np.linalg.norm(X, axis=1).max()), float(distances.min()))
