"""Gradient descent, minibatches and single examples: three ways down, and one budget for all."""

from lecturekit.checks import count
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.excess import WORDS, Excess
from lecturekit.draw.scenes.ground import Ground
from lecturekit.draw.scenes.scene import Scene
from lecturekit.draw.style import HIGHLIGHT, INK, MUTED
from lecturekit.experiments.iris_problems import EPOCHS, problem, spent
from lecturekit.experiments.trends import walk_trend

BUDGET = EPOCHS * problem("round").n  # gradients of single examples
BATCHES = (1, 2, 5, 10, 25, 50, 100)
COMPARED = {
    1: {"color": "#D9A066", "lw": 0.7},
    10: {"color": "#7D9BC7", "lw": 1.0},
    100: {"color": MUTED, "lw": 1.3},
}
YOURS = "yours"
RULES = {
    "sgd": "SGD, momentum μ",
    "nesterov": "SGD, Nesterov's μ",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}


class Paths(Scene):
    """Left the ground and the ways on it, right J − J* against the gradients that were used.

    Values: ``landscape`` (a problem), ``rule`` (a key of `RULES`), ``batch`` B, ``step_size`` α,
    ``momentum`` μ of the SGD rules, ``start`` (0, 1 or 2), ``seed`` of the shuffling, and ``t``,
    the gradients of single examples used so far. Part 4, the algorithm.
    """

    size = (8.6, 4.35)
    widths = (1, 1.15)

    def build(self, left, right):
        self.ground = Ground(self, left)
        looks = {**COMPARED, YOURS: {"color": HIGHLIGHT, "lw": 1.8}}
        self.excess = Excess(self, right, BUDGET, looks, room=0.23)
        right.set_xlabel("gradients of single examples used")
        self.ways = {
            key: self.line(left, **look, zorder=2.5 + 0.1 * level)
            for level, (key, look) in enumerate(looks.items())
        }
        self.ways[YOURS].set(lw=1.5, marker="o", mew=0)
        self.start = self.line(left, "o", ms=9, mfc="none", mec=INK, mew=1.6, zorder=5)
        self.here = self.dot(left, size=10, mew=1.5)
        (self.name, self.formula), (self.state, self.numbers) = self.ground.titles(right)

    def update(self, batch, t, **choices):
        t, ground = min(t, BUDGET), problem(choices["landscape"])
        self.ground.show(choices["landscape"])
        words = {other: f"B = {other}" for other in COMPARED if other != batch}
        words[YOURS] = f"B = {batch}"
        for key, way in self.ways.items():
            way.set_visible(key in words)
            if key in words:
                size = batch if key == YOURS else key
                thetas, used, excess = spent(t, batch=size, **choices)
                first = self.ground.walk(way, self.here, thetas)  # the last ones are yours
                self.excess.show(key, used, excess)
        self.excess.write(words)
        self.ways[YOURS].set_markersize(4.5 if batch >= 50 else 3 if batch >= 5 else 1.5)
        self.start.set_data(*first)
        self.name.set_text(ground.name)
        self.formula.set_text(f"{ground.formula},  n = {ground.n}")
        state, colour = WORDS[walk_trend(excess, batch < ground.n)]
        self.state.set(text=state, color=colour)
        self.numbers.set_text(
            f"{_rule(batch, choices)}, α = {choices['step_size']:g}, B = {batch}: "
            f"{count(len(used) - 1, 'step')}"
        )

    def describe(self, batch, t, **choices):
        t, ground = min(t, BUDGET), problem(choices["landscape"])
        thetas, used, excess = spent(t, batch=batch, **choices)
        others = ", ".join(
            f"{rounded(spent(t, batch=other, **choices)[2][-1])} with B = {other}"
            for other in COMPARED
            if other != batch
        )
        start = "(" + ", ".join(rounded(value) for value in thetas[0]) + ")"
        return (
            f"{_rule(batch, choices)}, with step size {choices['step_size']:g} and batches of "
            f"{batch}, on the landscape “{ground.name}”, from θ = {start} "
            f"(seed {choices['seed']}): after {count(len(used) - 1, 'step')}, "
            f"which used {count(int(used[-1]), 'gradient')}, J is "
            f"{rounded(excess[-1])} above its least value "
            f"({WORDS[walk_trend(excess, batch < ground.n)][0]}). With at most "
            f"{count(t, 'gradient')} it is {others}."
        )


def _rule(batch, choices):
    """Name the method; with all examples in a batch nothing is stochastic any more."""
    name = "GD" if batch == problem(choices["landscape"]).n else "SGD"
    rule, momentum = choices["rule"], choices["momentum"]
    if rule in ("sgd", "nesterov"):
        kind = "Nesterov's μ" if rule == "nesterov" else "momentum μ"
        return name if rule == "sgd" and not momentum else f"{name}, {kind} = {momentum:g}"
    return RULES[rule]
