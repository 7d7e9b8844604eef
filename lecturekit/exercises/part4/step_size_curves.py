"""Step size: read the step size off a loss curve."""

from lecturekit.exercises.matching import MatchingExercise
from lecturekit.exercises.part4.broken_runs import step_size_run

STEP_SIZES = {"A": 10, "B": 0.002, "C": 0.3}


def curves():
    """Return the validation losses, before training and after each epoch, by name."""
    return {name: step_size_run(alpha) for name, alpha in STEP_SIZES.items()}


def picture():
    from lecturekit.draw.history import draw_history  # Matplotlib takes a second to load
    from lecturekit.draw.picture import show
    from lecturekit.draw.style import new_figure

    figure, ax = new_figure(7.0, 3.3)
    draw_history(ax, curves(), "validation loss", "epoch", log=True, marker=True)
    ax.set_yticks([0.1, 0.3, 1, 3, 10], ["0.1", "0.3", "1", "3", "10"])
    ax.minorticks_off()
    return show(
        figure,
        f"Three curves of the validation loss over 12 epochs. {_seen('A')} {_seen('B')} "
        f"{_seen('C')}",
        name="step-size-curves",
    )


def _seen(name):
    J = curves()[name]
    return {
        "A": f"A jumps from {J[0]:.1f} up to {J[1]:.1f} in the first epoch, and later goes up "
        f"and down between {J[2:].min():.1f} and {J[2:].max():.1f}.",
        "B": f"B falls evenly, from {J[0]:.1f} to {J[-1]:.1f}, and is still on its way.",
        "C": f"C falls to {J[1]:.2f} in the first epoch and then levels off at {J[-1]:.2f}, "
        "the lowest of the three.",
    }[name]


step_size_curves = MatchingExercise(
    name="step_size_curves",
    title="4.4 · Which step size?",
    difficulty=1,
    thing="curve",
    task=r"""
The figure shows the validation loss of one layer with softmax on digits, trained three times with
SGD, from the same start and with the same batches. Only the step size differs. Give `A`, `B` and
`C` the number of theirs:

| no. | step size |
|:--|:--|
| 1 | $\alpha = 0.002$, too small |
| 2 | $\alpha = 0.3$, about right |
| 3 | $\alpha = 10$, too large |
""",
    hints=[
        "A small step hardly ever goes wrong. What does that mean for the shape of the curve, and "
        "for its end?",
        "A step that is too large lands on the other side of the valley, and may land higher than "
        "it began. It need not diverge.",
        "One of the curves is smooth and still falling at the end, one is rough and high, and one "
        "falls at once and settles.",
    ],
    answers={"A": 3, "B": 1, "C": 2},
    choices={1: "α = 0.002, too small", 2: "α = 0.3, about right", 3: "α = 10, too large"},
    traces={
        1: "Steps that are too small make a smooth curve that falls all the time and has not "
        "arrived at the end.",
        2: "The right step size falls steeply at first, settles, and ends lowest.",
        3: "Steps that are too large overshoot: the loss goes up as well as down, and stays high.",
    },
    seen=_seen,
    why="A overshoots: after one epoch its loss is higher than before training, and later it stays "
    "high and rough without diverging. B is smooth and still falling after 12 epochs: a step size "
    "ten or a hundred times as large would do. C falls at once and settles lowest. Beware of "
    "judging early or by a single number: A looks worst after one epoch, better than B in the "
    "middle, and no better at the end; both are wrong.",
    picture=picture,
)
