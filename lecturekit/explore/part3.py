"""The live figures of Part 3."""

from lecturekit.activations import ACTIVATIONS
from lecturekit.draw.scenes import passes
from lecturekit.draw.scenes.chain_rule import GRAPHS, ChainRule, last_step
from lecturekit.draw.scenes.depth import DEEPEST, Depth
from lecturekit.draw.scenes.gradient_check import BUGS, GradientCheck
from lecturekit.draw.scenes.landscape import DIRECTIONS, HIDDEN, Landscape
from lecturekit.draw.scenes.playground import MOST_NEURONS
from lecturekit.draw.scenes.sharpness import Curvature
from lecturekit.draw.scenes.training import Training
from lecturekit.experiments.runs import STRIDE, TRAINING_STEPS
from lecturekit.experiments.sharpness import SHARPNESS_STEPS
from lecturekit.explore.live import live, menu, scale, seed, slider, steps
from lecturekit.gradcheck import STEPS as DIFFERENCES

# fmt: off
# A table: each control is a row, or two with its tip.

def _activation(label, start, names, tip):
    return menu("activation", label, start, {name: ACTIVATIONS[name].title for name in names}, tip)


@live(
    ChainRule,
    steps("t", "step t", 0, last_step,
          "First every value, from the inputs forward; then every gradient, from the output back",
          interval=1200),
    menu("graph", "graph", "fork", {name: words for name, (_, _, words) in GRAPHS.items()},
         "A fork, a neuron with a squared error (target 1), and a ReLU neuron"),
    slider("w", "input w", 1.0, -3, 3, 0.1),
    slider("x", "input x", 2.0, -3, 3, 0.1),
    slider("b", "input b", -1.0, -3, 3, 0.1),
)
def chain_rule():
    """Return a live figure of the chain rule on a computational graph (Part 3, the chain rule)."""


@live(
    passes.Backprop,
    steps("t", "step t", 0, passes.LAST_STEP, "First forward, then backward", interval=1500),
    scale("y", "target y", 1, (0, 1), "The class of this example: what the output should be"),
    slider("x1", "input x₁", 1.0, -3, 3, 0.1),
    slider("x2", "input x₂", 2.0, -3, 3, 0.1),
    _activation("hidden activation σ", "tanh", ("tanh", "relu", "sigmoid"),
                "For the three hidden neurons; the output neuron keeps its sigmoid"),
)
def backprop():
    """Return a live figure of backpropagation by hand (Part 3, the example)."""


@live(
    Curvature,
    steps("t", "step t", 0, SHARPNESS_STEPS, "Of gradient descent on all 200 examples",
          interval=120),
    scale("step_size", "step size α", 4, (0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20),
          "If κ stays below 2/α all along a step, the step lowers J"),
    seed("Other initial weights", last=19),
)
def curvature():
    """Return a live figure of the largest curvature κ of J against 2/α along a training run.

    Part 3, gradient descent: the 2-8-1 network of the opening figure learns the half-moons.
    """


@live(
    GradientCheck,
    scale("h", "step h", 1e-3,
          {h: f"{h:.0e}".replace("e-0", "e-") for h in DIFFERENCES.tolist()},
          "How far each parameter is moved; the scale is logarithmic"),
    menu("kind", "difference", "central",
         {"central": "central, on both sides", "forward": "forward, on one side"}),
    menu("precision", "numbers", "float64",
         {"float64": "float64: 16 digits", "float32": "float32: 7 digits"}),
    menu("bug", "planted bug", "none", BUGS,
         "A mistake in the backward pass; it does not affect the differences"),
    menu("kink", "a ReLU neuron", "off",
         {"off": "far from its kink", "near": "near its kink: z = 0.00024",
          "on": "on its kink: z = 0"},
         "Where z lies for one neuron and one example"),
)
def gradient_check():
    """Return a live figure that checks a gradient by differences (Part 3, checking a gradient)."""


@live(
    Training,
    steps("t", "step t", 0, TRAINING_STEPS, "Steps of gradient descent on all 200 examples",
          interval=90, stride=STRIDE),
    scale("step_size", "step size α", 0.3, (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
          "The largest ones are too large"),
    menu("data", "data", "moons",
         {"moons": "moons", "circles": "circles", "spirals": "spirals", "xor": "XOR"}),
    _activation("activation σ", "tanh", ("tanh", "relu", "sigmoid", "identity"),
                "For the hidden neurons; the output neuron has a sigmoid"),
    scale("width", "neurons per layer p", 6, range(1, MOST_NEURONS + 1)),
    scale("depth", "hidden layers", 2, (1, 2, 3)),
    seed("Other initial weights"),
)
def training():
    """Return a live figure of a network that learns by full-batch gradient descent.

    Part 3, training. Play trains; you can go back to any earlier step.
    """


@live(
    Landscape,
    slider("a", "a, along u", 0.0, -1.0, 1.0, 0.05),
    slider("c", "c, along v", 0.0, -1.0, 1.0, 0.05),
    menu("directions", "u and v", "path", DIRECTIONS),
    menu("hidden", "hidden neurons", "8", {key: key for key in HIDDEN}),
    seed("Other initial weights, and other random directions", last=7),
)
def landscape():
    """Return a live figure of J(θ + a u + c v) around a network trained on moons.

    Part 3, training: the same minimum looks different along different directions.
    """


@live(
    Depth,
    scale("depth", "hidden layers", 10, range(2, DEEPEST + 1)),
    _activation("activation σ", "sigmoid", ("sigmoid", "tanh", "relu", "identity"),
                "For the hidden layers"),
    menu("initialisation", "initial weights", "Glorot", {
        "small": "too small: 0.01",
        "Glorot": "Glorot: √(2/(d + p))",
        "He": "He: √(2/d)",
        "large": "too large: 1",
    }, "Standard deviation of the weights of p neurons with d inputs; biases are 0"),
    slider("scale", "all weights, ×", 1.0, 0.5, 2.0, 0.05),
    menu("data", "data", "digits",
         {"digits": "200 digits, 10 classes", "noise": "noise, 2 random classes"},
         "Both standardised"),
    seed("Other random weights"),
)
def depth():
    """Return a live figure of signals and gradients in deep networks before any training.

    Part 3, training: how depth, activation and initialisation make signals vanish or explode.
    """
