"""The live figures of Part 4."""

from lecturekit.draw.scenes import schedules as plans
from lecturekit.draw.scenes.digits import EACH, DigitsScene
from lecturekit.draw.scenes.minibatch_gradient import FARTHEST, SIZES, MinibatchGradient
from lecturekit.draw.scenes.momentum import CONDITIONS, Momentum
from lecturekit.draw.scenes.step_sizes import StepSizes
from lecturekit.draw.scenes.walks import BATCHES, BUDGET, LAST, RULES, TITLES, OptimizerRace, Paths
from lecturekit.experiments.descents import BALL_STEPS, BATCH_SIZES, STEP_SIZES, SWEEP_STEPS
from lecturekit.experiments.iris_problems import OWN, RUNNERS
from lecturekit.experiments.runs import EPOCHS
from lecturekit.explore.live import live, menu, scale, seed, slider, steps

# fmt: off
# A table: each control is a row, or two with its tip.

FACTORS_OF_3 = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
START = menu("start", "start", 0, {0: "A", 1: "B", 2: "C"})
NOISE = {size: "all: no noise" if size == "all" else f"{size}" for size in BATCH_SIZES}
NOISY = menu("batch_size", "batch size B", 10, NOISE, "The smaller the batch, the larger the noise")
DRAW_AGAIN = seed("Other minibatches; without noise nothing changes", label="draw again: seed")


@live(
    MinibatchGradient,
    scale("batch_size", "batch size B", 10, SIZES, "Examples in a minibatch, of 100"),
    slider("distance", "distance from the minimum", 2.4, 0.0, FARTHEST, 0.2, "Where θ is"),
    menu("replacement", "drawn", "without",
         {"without": "without replacement", "with": "with replacement"},
         "Whether a flower may come twice in one minibatch"),
    seed("Other minibatches", label="draw again: seed"),
)
def minibatch_gradient():
    """Return a live figure of minibatch gradients round the gradient of all examples.

    Part 4, the stochastic gradient: right on average, with a variance of s²/B · (n − B)/(n − 1).
    """


@live(
    Paths,
    steps("t", "gradients used", 600, BUDGET, "The budget: each example's gradient counts as one",
          interval=100, stride=20),
    scale("batch", "batch size B", 10,
          {B: f"{B}" for B in BATCHES} | {1: "1: SGD", 100: "100: all, GD"},
          "Examples for each step; all 100 make it gradient descent"),
    scale("step_size", "step size α", 0.3, FACTORS_OF_3),
    menu("landscape", "landscape", "round", TITLES),
    menu("rule", "method", "sgd", RULES),
    slider("momentum", "momentum μ", 0.0, 0.0, 0.95, 0.05,
           "Of the SGD methods; the others do not use it"),
    START,
    seed("Another order of the examples"),
)
def paths():
    """Return a live figure of three ways down one landscape, with one budget of gradients.

    Part 4, the algorithm. A batch of B costs B gradients: small batches take many noisy steps, the
    whole batch takes few exact ones.
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

    Part 4, step size: too small a step is slow, one above 2/κ diverges, and in between noise
    keeps J above a floor that grows with the step and shrinks with the batch.
    """


@live(
    plans.Schedules,
    menu("schedule", "schedule", "cosine", plans.TITLES),
    scale("step_size", "base step size α", 0.2, plans.STEP_SIZES,
          "The scale is logarithmic at first, then even up to the edge at 0.5"),
    scale("warm_up", "warm-up steps", 0, {n: f"{n or 'none'}" for n in plans.WARM_UPS},
          "A ramp from almost 0 up to the schedule"),
    NOISY,
    menu("terrain", "function J", "bowl", plans.GROUNDS,
         "With steep walls the start is the steepest place"),
    DRAW_AGAIN,
)
def schedules():
    """Return a live figure of step-size schedules and the loss of SGD under them.

    Part 4, step size: large steps get far, small ones lower the noise floor; a warm-up helps
    where the start is the steepest place.
    """


@live(
    Momentum,
    steps("t", "step t", 40, BALL_STEPS, interval=100),
    scale("condition", "condition number c", 20, CONDITIONS,
          "κ_max/κ_min: how much longer than wide the valley is, squared"),
    slider("step_size", "step size α", 1.0, 0.05, 4.0, 0.05,
           "In units of 1/κ_max; does nothing with “the best there are”"),
    slider("momentum", "momentum μ", 0.7, 0.0, 0.99, 0.01,
           "How much of the last move is kept; does nothing with “the best there are”"),
    menu("kind", "kind", "heavy", {"heavy": "heavy ball", "nesterov": "Nesterov"}),
    menu("settings", "α and μ", "sliders",
         {"sliders": "from the sliders", "best": "the best there are"},
         "The best: from theory, for this condition number, with and without momentum"),
)
def momentum():
    """Return a live figure of gradient descent with and without momentum on a quadratic.

    Part 4, momentum: the rate per step is read off, and is the one that theory says.
    """


@live(
    OptimizerRace,
    steps("t", "step t", 60, LAST, "Each step costs each of them 10 gradients",
          interval=100, stride=2),
    scale("step_size", "step size α", OWN,
          {OWN: "each its own, tuned"} | {size: f"{size:g} for all" for size in FACTORS_OF_3},
          "Tuned beforehand, on other orders of the examples; or one common step size"),
    menu("landscape", "landscape", "long", TITLES),
    START,
    seed("Another order of the examples, the same for all"),
)
def optimizer_race():
    """Return a live figure of SGD, momentum, AdaGrad, RMSProp and Adam on one landscape.

    Part 4, momentum. Who wins depends on the landscape, and on who chose the step sizes.
    """


@live(
    DigitsScene,
    steps("epoch", "epoch", 5, EPOCHS, "Each epoch goes once through the 1,077 training examples",
          interval=400),
    scale("step_size", "step size α", 0.1, FACTORS_OF_3, "The largest ones are too large"),
    scale("batch_size", "batch size B", 32, (32, 64, 128, 256, 1077)),
    menu("optimizer", "optimizer", "SGD", {name: name for name in RUNNERS}),
    scale("hidden", "hidden neurons p", 32, (2, 4, 8, 16, 32, 64)),
    scale("digit", "digit", 32, {k: f"{k // EACH}, no. {k % EACH + 1}" for k in range(10 * EACH)},
          "Of the validation set, so the network is not trained on it"),
    seed("Another start, another order of the examples", last=10),
)
def digits():
    """Return a live figure of a network 64 → p → 10 that is trained on handwritten digits.

    Part 4, digits. Play trains, one epoch after the other; an earlier one can be looked at
    again.
    """
