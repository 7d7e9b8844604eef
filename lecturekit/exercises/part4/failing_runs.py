"""In practice: four trainings that fail, and why."""

import math

from lecturekit.exercises.matching import MatchingExercise
from lecturekit.exercises.part4.broken_runs import run

RUNS = {"A": "sorted", "B": "labels", "C": "zero", "D": "raw"}

CHOICES = {
    1: "the labels were shuffled, the digits were not",
    2: "the step size is far too large",
    3: "the step size is far too small",
    4: "the pixels are not standardised",
    5: "all weights and biases start at 0",
    6: "the examples are sorted by class and never shuffled",
}
CAUSES = {1: "labels", 2: "large", 3: "small", 4: "raw", 5: "zero", 6: "sorted"}
ANSWERS = {
    name: next(k for k, cause in CAUSES.items() if cause == what) for name, what in RUNS.items()
}

TRACES = {
    1: "Labels that belong to other digits cannot be learned, only remembered: the loss begins "
    "near that of the healthy run and comes down to guessing; the validation loss does not fall.",
    2: "With too large a step the loss begins as in the healthy run, because no step has been "
    "taken yet, and then shoots up, again and again.",
    3: "With too small a step the loss begins as in the healthy run and sinks a little, slowly and "
    "evenly; the validation loss sinks along with it.",
    4: "Large inputs make large scores, so a network that is sure and wrong: the loss is far above "
    "guessing *before* the first step.",
    5: "A network of zeros gives all ten classes the same probability: the loss is exactly ln 10 "
    "at the first step, and it stays there, because only the last biases learn.",
    6: "With sorted examples one class follows the other: the loss falls to nearly nothing within "
    "a class and jumps up at the next one, in every epoch anew.",
}


def picture():
    from lecturekit.draw.history import draw_run_panels
    from lecturekit.draw.picture import show  # Matplotlib takes a second to load
    from lecturekit.draw.style import new_figure

    figure, axes = new_figure(8.6, 5.0, columns=2, rows=2, sharex=True, sharey=True)
    runs = {name: run(what)[:2] for name, what in RUNS.items()}
    panels = draw_run_panels(axes, runs, run("healthy")[:2], math.log(10), "guessing, ln 10")
    figure.supylabel("loss J", fontsize=10)
    figure.supxlabel("step t, with a line after each epoch", fontsize=10)
    last = panels["D"]
    lines = [last.losses, last.validation, last.healthy]
    axes[0, 1].legend(handles=lines, loc="upper right", ncols=1)
    return show(
        figure,
        "Four trainings on digits, the loss of each minibatch and the validation loss after each "
        f"epoch, before a healthy run that falls from {run('healthy').losses[0]:.1f} to "
        f"{run('healthy').validation[-1]:.2f}. " + " ".join(map(_seen, RUNS)),
        name="failing-runs",
    )


def _seen(name):
    losses, validation, _ = run(RUNS[name])
    epoch = len(losses) // len(validation)
    start = f"{losses[0]:.2f}"
    return {
        "A": f"A falls below {_rounded_up(losses[:epoch].min())} within the first epoch, jumps "
        f"up to {losses[1:epoch].max():.1f} in between, and repeats this pattern; its validation "
        f"loss is {validation[0]:.2f} after the first epoch and {validation[-1]:.2f} at the end.",
        "B": f"B begins at {start}, and in the last epoch its minibatches have "
        f"{losses[-epoch:].mean():.2f} on average; its validation loss goes from "
        f"{validation[0]:.2f} to {validation[-1]:.2f}.",
        "C": f"C begins at {losses[0]:.4f} and never leaves the range from {losses.min():.2f} "
        f"to {losses.max():.2f}; its validation loss is {validation[-1]:.2f} at the end.",
        "D": f"D begins at {start}, before any step, and rises to {losses.max():.0f}; at the "
        f"end its validation loss is {validation[-1]:.2f}.",
    }[name]


def _rounded_up(value):
    return f"{math.ceil(100 * value) / 100:.2f}"


# In two columns, so that the task fits on a slide.
HALF = len(CHOICES) // 2
TABLE = "\n".join(
    ["| no. | cause | no. | cause |", "|:--|:--|:--|:--|"]
    + [f"| {k} | {CHOICES[k]} | {k + HALF} | {CHOICES[k + HALF]} |" for k in range(1, HALF + 1)]
)

failing_runs = MatchingExercise(
    name="failing_runs",
    title="4.10 · Why does this training fail?",
    difficulty=2,
    thing="run",
    task=rf"""
The network 64 → 32 → 10 of ReLU neurons is trained on digits with SGD, step size 0.2, minibatches
of 32, for 4 epochs. The figure shows four trainings in which *one* thing went wrong, each before a
healthy one. Above each stand two changes: $J$ from the first minibatch to the mean over the last
epoch, and the validation loss from the first epoch to the last. Give `A`, `B`, `C` and `D` the
numbers of their causes; two causes are left over.

{TABLE}
""",
    hints=[
        "Look at the very first loss. No step has been taken yet, so it knows nothing of the step "
        "size. Guessing among ten classes costs $\\ln 10 \\approx 2.30$.",
        "Then compare the minibatches with the validation set. Who gets better: both, one of them, "
        "none?",
        "One run begins far too high, and one exactly at $\\ln 10$. Of the other two, one learns "
        "something, forgets it and learns it again, and one has nothing to learn.",
    ],
    answers=ANSWERS,
    choices=CHOICES,
    traces=TRACES,
    seen=_seen,
    why="A was sorted: whole stretches of one class, a jump at each new one. B has shuffled "
    "labels: the minibatch loss comes down to guessing and a little below, by heart, and the "
    "validation loss does not. C began with zeros: exactly ln 10, and no hidden neuron ever gets a "
    "gradient. D saw raw pixels: the loss is far too high before the first step, the gradients are "
    "too large for this step size, and after that most ReLU neurons are dead. The first loss, and "
    "then training against validation: these two looks find most bugs.",
    picture=picture,
)
