"""Live figures: each function returns a figure with controls.

In a notebook, make it the last line of a cell::

    from lecturekit import explore

    explore.neuron()

From code, set ``.controls["b"].value``, or ask for a picture with ``.draw(b=2.0)``, for a
film that runs without a kernel with ``.frames()``.
"""

from lecturekit.explore.activation_zoo import activation_zoo
from lecturekit.explore.explorable import Explorable
from lecturekit.explore.logistic_descent import logistic_descent
from lecturekit.explore.neuron import neuron
from lecturekit.explore.perceptron_steps import perceptron_steps
from lecturekit.explore.sigmoid_threshold import sigmoid_threshold

__all__ = [
    "Explorable",
    "activation_zoo",
    "logistic_descent",
    "neuron",
    "perceptron_steps",
    "sigmoid_threshold",
]
