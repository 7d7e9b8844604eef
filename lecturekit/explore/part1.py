"""The live figures of Part 1."""

from lecturekit.activations import ACTIVATIONS
from lecturekit.draw.scenes.hidden_layer import MOST, NAMES, HiddenLayer
from lecturekit.draw.scenes.logistic_descent import LogisticDescent
from lecturekit.draw.scenes.neuron import NeuronAtWork
from lecturekit.draw.scenes.perceptron_steps import PerceptronSteps
from lecturekit.draw.scenes.sigmoid_threshold import SigmoidThreshold
from lecturekit.experiments.classifiers import LOGISTIC_STEPS, story_of
from lecturekit.explore.live import live, menu, scale, slider, steps

# fmt: off
# A table: each control is a row, or two with its tip.

STEP_SIZES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)


def _activation(names):
    return menu("activation", "activation σ", "sigmoid",
                {name: ACTIVATIONS[name].title for name in names})


@live(
    NeuronAtWork,
    slider("x1", "petal length x₁, cm", 1.4, 0, 7.5, 0.1),
    slider("w1", "weight w₁, per cm", -1.5, -4, 4, 0.1),
    slider("x2", "petal width x₂, cm", 0.2, 0, 3, 0.1),
    slider("w2", "weight w₂, per cm", -2.0, -4, 4, 0.1),
    slider("b", "bias b", 5.0, -10, 10, 0.1, "The score of a petal of size zero"),
)
def neuron():
    """Return a live figure of one neuron that classifies an iris by its petals."""


@live(
    PerceptronSteps,
    steps("k", "mistake k", 3, lambda data, order, k: story_of(data, order).last, interval=600),
    menu("data", "data", "wide", {
        "petals": "setosa, versicolor: far apart",
        "wide": "wide margin",
        "narrow": "narrow margin",
        "overlap": "versicolor, virginica: overlap",
        "xor": "XOR: not separable",
    }, "A line separates the classes in the first three only"),
    menu("order", "order", 0, {0: "as listed"} | {k: f"shuffled, seed {k}" for k in range(1, 6)},
         "The order in which the rule takes the examples"),
)
def perceptron_steps():
    """Return a live figure of Rosenblatt's rule that counts its mistakes against the bound."""


@live(
    SigmoidThreshold,
    slider("w", "weight w, per cm", 3.0, -10, 10, 0.5,
           "How steep the curve is, and whether it rises or falls"),
    slider("b", "bias b", 0.0, -10, 10, 0.25,
           "Shifts the curve: the score of a petal 4.9 cm long"),
    slider("threshold", "threshold τ", 0.5, 0.01, 0.99, 0.01,
           "The neuron predicts class 1 where P is at least this"),
)
def sigmoid_threshold():
    """Return a live figure of a sigmoid on real flowers, its threshold and its errors."""


@live(
    LogisticDescent,
    steps("t", "step t", 10, LOGISTIC_STEPS, interval=100),
    scale("step_size", "step size α", 0.3, STEP_SIZES,
          "The largest are too large for versicolor against virginica"),
    menu("data", "flowers", "hard",
         {"hard": "versicolor against virginica", "easy": "setosa against the rest"}),
)
def logistic_descent():
    """Return a live figure of logistic regression going downhill from a wrong start."""


@live(
    HiddenLayer,
    scale("p", "hidden neurons p", 5, range(1, MOST + 1)),
    _activation(NAMES),
)
def hidden_layer():
    """Return a live figure of the curve that one hidden layer draws with each activation."""
