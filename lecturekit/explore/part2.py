"""The live figures of Part 2."""

from lecturekit.activations import ACTIVATIONS
from lecturekit.draw.scenes.bumps import Bumps
from lecturekit.draw.scenes.linear_collapse import NAMES, LinearCollapse
from lecturekit.draw.scenes.passes import ACTIVATIONS as HIDDEN
from lecturekit.draw.scenes.passes import LAST, ForwardPass
from lecturekit.draw.scenes.playground import MOST_NEURONS, Playground
from lecturekit.draw.scenes.playground import NAMES as TOY_DATA
from lecturekit.draw.scenes.sliding_filter import LAST as LAST_POSITION
from lecturekit.draw.scenes.sliding_filter import NAMES as FILTERS
from lecturekit.draw.scenes.sliding_filter import SlidingFilter
from lecturekit.draw.scenes.xor_hidden import XorHidden
from lecturekit.explore.live import live, menu, scale, seed, slider, steps

# fmt: off
# A table: each control is a row, or two with its tip.


def _angle(name, label, start, tip):
    return slider(name, f"{label}, °", start, -175, 180, 5, tip)  # −180° is 180°


def _turn(layer, start):
    return _angle(f"turn_{layer}", f"layer {layer}: turn", start,
                  f"The angle of the rotation in layer {layer}'s W")


def _stretch(layer, start):
    return slider(f"stretch_{layer}", f"layer {layer}: stretch ↔", start, -1.5, 1.5, 0.1,
                  "Multiplies the first coordinate, before the turn; a negative number mirrors it")


def _line(k, angle, shift):
    return (
        _angle(f"angle_{k}", f"angle {k}", angle,
               f"Hidden neuron {k}: turns its line around the square's centre, +; the arrow is w"),
        slider(f"shift_{k}", f"push {k}", shift, -0.7, 0.7, 0.05,
               f"Hidden neuron {k}: distance of its line from the centre +, along the arrow; "
               "sets the bias"),
    )


@live(
    LinearCollapse,
    _turn(1, 30.0), _stretch(1, 1.2), _turn(2, -60.0), _stretch(2, 0.8),
    slider("bias", "layer 1: bias", 0.2, -1, 1, 0.1, "The same for both neurons of layer 1"),
    menu("activation", "activation σ", "identity", NAMES, "Of layer 1; layer 2 has none"),
)
def linear_collapse():
    """Return a live figure of two layers beside the one layer W₂W₁ (Part 2, notation)."""


@live(
    XorHidden,
    *_line(1, 45.0, -0.35), *_line(2, 135.0, 0.2),
    menu("activation", "activation σ", "step",
         {"step": "step", "sigmoid": "sigmoid", "relu": "ReLU"},
         "For the hidden neurons; ‖w‖ is 6 for the sigmoid, 1 for the others"),
)
def xor_hidden():
    """Return a live figure of XOR in input space and in hidden space.

    You turn and push two hidden neurons by hand; the output neuron is the best line in hidden
    space. Part 2, intuition.
    """


def _height(k):
    return slider(f"h{k}", f"height h{k}", 1.0 if k == 3 else 0.0, -2, 2, 0.1,
                  f"Of bump {k}: the output weight of the neuron where it begins, less what "
                  "ended there")


@live(
    Bumps,
    *map(_height, range(1, 6)),
    scale("steepness", "steepness s", 1000, (5, 10, 15, 20, 30, 50, 100, 200, 1000),
          "The weight of every hidden neuron; at 1000 the sigmoid looks like a step"),
    menu("curve", "target curve", "wave", {"wave": "wave", "tent": "tent"}),
)
def bumps():
    """Return a live figure of a curve that is fitted by hand, with five bumps of six neurons.

    Part 2, representation.
    """


@live(
    Playground,
    scale("width", "neurons per layer p", 8, range(1, MOST_NEURONS + 1)),
    scale("depth", "hidden layers", 1, range(1, 4)),
    menu("data", "data", "circles", TOY_DATA),
    menu("activation", "activation σ", "tanh",
         {"tanh": "tanh", "relu": "ReLU", "sigmoid": "sigmoid", "identity": "identity"},
         "For the hidden neurons; the output neuron has a sigmoid"),
    seed("Other random weights"),
    slider("scale", "size of the weights, ×", 1.0, 0.5, 4.0, 0.1,
           "Multiplies all random weights and biases"),
    menu("output", "output neuron", "fitted",
         {"fitted": "fitted (logistic regression)", "random": "random"},
         "Fitted: logistic regression, with the last hidden layer as features"),
    scale("layer", "layer shown", 1, range(1, 4), "The last one, if there are fewer"),
)
def playground():
    """Return a live figure of random networks and of what each hidden neuron computes.

    Nothing is trained here except, if you choose, the output neuron. Part 2, the example.
    """


@live(
    ForwardPass,
    steps("t", "step t", 0, LAST, "How many neurons have been computed", interval=1500),
    menu("activation", "hidden activation σ", "tanh",
         {name: ACTIVATIONS[name].title for name in HIDDEN},
         "For the three hidden neurons; the output neuron keeps its sigmoid"),
    slider("x1", "input x₁", 1.0, -3, 3, 0.1),
    slider("x2", "input x₂", 2.0, -3, 3, 0.1),
)
def forward_pass():
    """Return a live figure of a forward pass through a small network (Part 2, the example)."""


@live(
    SlidingFilter,
    steps("position", "position", 15, LAST_POSITION,
          "Where the filter is: row by row, starting in the upper left corner", interval=500),
    scale("digit", "digit", 0, range(10), "The first of its class in scikit-learn's digits"),
    menu("filter", "filter", "vertical", FILTERS, "Nine weights, the same at every position"),
)
def sliding_filter():
    """Return a live figure of a convolutional filter at work (Part 2, types of layers)."""
