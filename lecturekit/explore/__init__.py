"""Live figures: each function returns a figure with controls.

In a notebook, make it the last line of a cell::

    from lecturekit import explore

    explore.neuron()

From code, set ``.controls["b"].value``, or ask for a picture with ``.draw(b=2.0)``, for a
film that runs without a kernel with ``.frames()``.
"""

from lecturekit.explore.activation_zoo import activation_zoo
from lecturekit.explore.curve_fit import curve_fit
from lecturekit.explore.explorable import Explorable
from lecturekit.explore.forward_pass import forward_pass
from lecturekit.explore.layer_builder import layer_builder
from lecturekit.explore.linear_collapse import linear_collapse
from lecturekit.explore.logistic_descent import logistic_descent
from lecturekit.explore.neuron import neuron
from lecturekit.explore.part3 import (
    backprop,
    chain_rule,
    depth,
    descent,
    gradient_check,
    landscape,
    training,
)
from lecturekit.explore.part4 import (
    digits,
    minibatch_gradient,
    momentum,
    optimizer_race,
    paths,
    schedules,
    step_sizes,
)
from lecturekit.explore.perceptron_steps import perceptron_steps
from lecturekit.explore.playground import playground
from lecturekit.explore.sigmoid_threshold import sigmoid_threshold
from lecturekit.explore.sliding_filter import sliding_filter
from lecturekit.explore.xor_hidden import xor_hidden

__all__ = [
    "Explorable",
    "activation_zoo",
    "backprop",
    "chain_rule",
    "curve_fit",
    "depth",
    "descent",
    "digits",
    "forward_pass",
    "gradient_check",
    "landscape",
    "layer_builder",
    "linear_collapse",
    "logistic_descent",
    "minibatch_gradient",
    "momentum",
    "neuron",
    "optimizer_race",
    "paths",
    "perceptron_steps",
    "playground",
    "schedules",
    "sigmoid_threshold",
    "sliding_filter",
    "step_sizes",
    "training",
    "xor_hidden",
]
