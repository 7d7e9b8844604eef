"""Numbers that depend on arithmetic alone, so they are the same on every machine, to rounding."""

import json

import numpy as np

from lecturekit import datasets, optimizers
from lecturekit.activations import ACTIVATIONS
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network
from lecturekit.perceptron import fit_perceptron
from lecturekit.training import fit
from tests.networks import HIDDEN, OUTPUTS, problem

RULES = {
    "SGD": optimizers.SGD(0.5),
    "momentum": optimizers.SGD(0.1, momentum=0.9),
    "AdaGrad": optimizers.AdaGrad(0.05),
    "RMSProp": optimizers.RMSProp(0.01),
    "Adam": optimizers.Adam(0.01),
    "AdamW": optimizers.AdamW(0.01),
}


def numbers():
    """Return lists of numbers, each with a name that says what was computed."""
    z = np.array([-1e3, -40, -3, -0.5, 0, 1e-9, 0.7, 5, 30, 1e3])
    found = {name: [f(z), f.derivative(z)] for name, f in ACTIVATIONS.items() if name in HIDDEN}
    for name in HIDDEN:
        for output, loss in OUTPUTS:
            network, X, y = problem(name, output, loss)
            J, gradient = network.loss_and_gradient(X, y)
            found[f"{name}, {output}, {loss}"] = [J, *gradient]
    X, y = datasets.moons(100)
    for name, rule in RULES.items():
        network = Network([2, 8, 1], "tanh", "sigmoid", seed=0)
        run = fit(network, X, y, rule, 10, epochs=10)
        found[f"fit, {name}"] = [*network.theta, *run.loss]
    found["fit_logistic"] = fit_logistic(X, y, max_steps=100).thetas
    found["fit_perceptron"] = fit_perceptron(*datasets.separable(), seed=0).neuron.w
    return {name: np.ravel(values).tolist() for name, values in found.items()}


if __name__ == "__main__":
    print(json.dumps(numbers()))
