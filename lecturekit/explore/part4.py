"""The live figures of Part 4."""

from lecturekit.draw.scenes import schedules as plans
from lecturekit.draw.scenes.digits import EACH, DigitsScene
from lecturekit.draw.scenes.minibatch_gradient import FARTHEST, SIZES, MinibatchGradient
from lecturekit.draw.scenes.momentum import CONDITIONS, Momentum
from lecturekit.draw.scenes.optimizer_race import LAST, TITLES, OptimizerRace
from lecturekit.draw.scenes.step_sizes import StepSizes
from lecturekit.experiments.descents import BALL_STEPS, BATCH_SIZES, STEP_SIZES, SWEEP_STEPS
from lecturekit.experiments.iris_problems import OWN, RUNNERS
from lecturekit.experiments.runs import EPOCHS
from lecturekit.explore.live import live, menu, scale, seed, slider, steps

# fmt: off
# A table: each control is a row, or two with its tip.

FACTORS_OF_3 = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
NOISE = {size: "all: no noise" if size == "all" else f"{size}" for size in BATCH_SIZES}
NOISY = menu("batch_size", "batch size B", 10, NOISE, "The smaller the batch, the larger the noise")
DRAW_AGAIN = seed("Other minibatches; without noise nothing changes", label="draw again: seed")


@live(
    MinibatchGradient,
    scale("batch_size", "batch size B", 10, SIZES, "Examples in a minibatch, of 100"),
    slider("distance", "distance from the minimum", 2.4, 0.0, FARTHEST, 0.2, "Where θ is"),
    menu("replacement", "drawn", "without",
         {"without": "without replacement", "with": "with replacement"},
         "Whether a flower may appear twice in a minibatch"),
    seed("Other minibatches", label="draw again: seed"),
)
def minibatch_gradient():
    """Return a live figure of minibatch gradients around the full gradient.

    Part 4, the stochastic gradient: right on average, with a variance of s²/B · (n − B)/(n − 1).
    """


@live(
    StepSizes,
    steps("t", "step t", 60, SWEEP_STEPS, interval=90, stride=2),
    scale("step_size", "step size α", 0.1, STEP_SIZES,
          "The scale is logarithmic; the edge is at 2/κ = 0.5"),
    NOISY,
    DRAW_AGAIN,
)
def step_sizes():
    """Return a live figure of descent by step size, without noise and with it.

    Part 4, step size: a small step is slow, one above 2/κ diverges, and in between noise keeps J
    above a floor that grows with the step and shrinks with the batch.
    """


@live(
    plans.Schedules,
    menu("schedule", "schedule", "cosine", plans.TITLES),
    scale("step_size", "base step size α", 0.2, plans.STEP_SIZES,
          "The scale is logarithmic at first, then even; the edge is at 0.5"),
    scale("warm_up", "warm-up steps", 0, {n: f"{n or 'none'}" for n in plans.WARM_UPS},
          "A ramp from almost 0 up to the schedule"),
    NOISY,
    menu("terrain", "function J", "bowl", plans.GROUNDS,
         "With steep walls, J is steepest at the start"),
    DRAW_AGAIN,
)
def schedules():
    """Return a live figure of step-size schedules and the loss of SGD under them.

    Part 4, step size: large steps cover distance, small ones lower the noise floor; a warm-up
    helps if J is steepest at the start.
    """


@live(
    Momentum,
    steps("t", "step t", 40, BALL_STEPS, interval=100),
    scale("condition", "condition number c", 20, CONDITIONS,
          "κ_max/κ_min: the square of the valley's length divided by its width"),
    slider("step_size", "step size α", 1.0, 0.05, 4.0, 0.05,
           "In units of 1/κ_max; not used with “the best there are”"),
    slider("momentum", "momentum μ", 0.7, 0.0, 0.99, 0.01,
           "The fraction of the velocity that is kept; not used with “the best there are”"),
    menu("kind", "kind", "heavy", {"heavy": "heavy ball", "nesterov": "Nesterov"}),
    menu("settings", "α and μ", "sliders",
         {"sliders": "from the sliders", "best": "the best there are"},
         "The best: from theory, for this condition number, with and without momentum"),
    scale("noise", "noise s", 0.1, {0.0: "none", 0.1: "0.1", 0.3: "0.3", 1.0: "1"},
          "The standard deviation of each component of the gradient"),
    DRAW_AGAIN,
)
def momentum():
    """Return a live figure of gradient descent with and without momentum on a quadratic.

    Part 4, momentum: the measured rate per step and, with noise, the floor are compared with
    theory.
    """


@live(
    OptimizerRace,
    steps("t", "step t", 60, LAST, "Each step costs every optimizer 10 gradients",
          interval=100, stride=2),
    scale("step_size", "step size α", OWN,
          {OWN: "each its own, tuned"} | {size: f"{size:g} for all" for size in FACTORS_OF_3},
          "Tuned beforehand, on other orders of the examples; or one common step size"),
    menu("landscape", "landscape", "long", TITLES),
    menu("start", "start", 0, {0: "A", 1: "B", 2: "C"}),
    seed("A different order of the examples, the same for all"),
)
def optimizer_race():
    """Return a live figure of SGD, momentum, AdaGrad, RMSProp and Adam on one landscape.

    Part 4, momentum. Which one wins depends on the landscape and on the choice of step sizes.
    """


@live(
    DigitsScene,
    steps("epoch", "epoch", 5, EPOCHS, "Each epoch goes once through the 1,149 training examples",
          interval=400),
    scale("step_size", "step size α", 0.1, FACTORS_OF_3, "The largest ones are too large"),
    scale("batch_size", "batch size B", 32, (32, 64, 128, 256, 1149)),
    menu("optimizer", "optimizer", "SGD", {name: name for name in RUNNERS}),
    scale("hidden", "hidden neurons p", 32, (2, 4, 8, 16, 32, 64)),
    scale("digit", "digit", 13, {k: f"{k // EACH}, no. {k % EACH + 1}" for k in range(10 * EACH)},
          "From the validation set, so the network is not trained on it"),
    seed("Other initial weights and a different order of the examples", last=10),
)
def digits():
    """Return a live figure of a network 64 → p → 10 trained on handwritten digits.

    Part 4, digits. Play trains one epoch after another; you can go back to an earlier one.
    """
