"""Digits: when to stop, and where to return to."""

import numpy as np

from lecturekit.exercises.functions import Mistake
from lecturekit.exercises.parts import PartsExercise


def my_early_stop(losses, patience):
    """Return the epoch to return to, and the last epoch that is trained; counted from 1."""
    best_epoch, best_loss = 0, float("inf")
    for epoch, loss in enumerate(losses, start=1):
        if loss < best_loss:
            best_epoch, best_loss = epoch, loss
        elif epoch - best_epoch >= patience:
            return best_epoch, epoch
    return best_epoch, len(losses)


def _walk(losses, patience, better, worse=lambda epoch, best, bad: epoch - best):
    """Early stopping with another rule for a new best, or for how long it has got worse."""
    best_epoch, best_loss, bad = 0, float("inf"), 0
    for epoch, loss in enumerate(losses, start=1):
        if better(loss, best_loss, losses[epoch - 2] if epoch > 1 else float("inf")):
            best_epoch, best_loss = epoch, loss
        else:
            bad += 1
            if worse(epoch, best_epoch, bad) >= patience:
                return best_epoch, epoch
    return best_epoch, len(losses)


def _with(change):
    """Return an attempt that makes something else of the right answer."""
    return lambda losses, patience: change(*my_early_stop(losses, patience), losses)


def _rises_in_a_row(losses, patience):
    bad = 0
    for epoch in range(2, len(losses) + 1):
        bad = bad + 1 if losses[epoch - 1] >= losses[epoch - 2] else 0
        if bad >= patience:
            return int(np.argmin(losses[:epoch])) + 1, epoch
    return int(np.argmin(losses)) + 1, len(losses)


def _looks_ahead(losses, patience):
    return int(np.argmin(losses)) + 1, my_early_stop(losses, patience)[1]


early_stop = PartsExercise(
    name="early_stop",
    title="4.8 · Early stopping",
    difficulty=2,
    task=r"""
`losses` is an array: the validation loss after epoch 1, 2, 3, … Training stops as soon as
`patience` epochs in a row have brought no new best, or else after the last epoch. A new best is
*lower* than all before it; an equal loss is none. Return two epochs, counted from 1: the one whose
$\theta$ is taken back, which is the best one *seen so far*, and the one after which training stops.
""",
    parts={"best": "", "last": ""},
    hints=[
        "Walk through the epochs one by one, as training does. What must you remember on the way? "
        "You must not look at losses that come after the stop.",
        "Remember the lowest loss so far and its epoch. A lower loss replaces both; otherwise look "
        "how long ago the best one was.",
        "`enumerate(losses, start=1)` counts from 1. Stop when `epoch - best_epoch >= patience`; "
        "after the loop the last epoch is `len(losses)`.",
    ],
    solution=my_early_stop,
    imports="",
    explanation=r"""
The validation loss jitters, so one bad epoch is no reason to stop: that is what patience is for.
The epochs since the best one are wasted on purpose, and their $\theta$ is thrown away. What would
have come after the stop nobody knows: a lower loss may be there, and a larger patience is the price
for finding it. In `lecturekit` this is `EarlyStopping(patience)`.
""",
    cases=[
        ([3.0, 2.0, 1.5], 1),
        ([3.0, 2.0, 2.5, 1.0], 1),
        ([3.0, 2.0, 2.5, 1.0, 1.5, 1.25, 0.5], 2),
        ([2.0, 1.0, 1.5, 1.25, 1.0, 1.125, 0.5], 3),
        ([1.0, 2.0, 3.0, 4.0], 2),
        ([5.0, 4.0, 4.5, 3.0, 3.5, 3.25, 2.0, 2.5, 2.25, 2.75, 1.0], 3),
        ([2.0, 1.0, 1.5, 1.25, 1.5, 1.25, 1.5, 0.5], 3),
        ([3.0, 1.0, 2.0, 1.5, 2.0, 1.75], 2),
    ],
    mistakes=[
        Mistake(
            "The epochs are counted from 0. The first one is number 1.",
            _with(lambda best, last, losses: (best - 1, last - 1)),
        ),
        Mistake(
            "The best epoch is counted from 0 and the last one from 1. The first epoch is number "
            "1 for both.",
            _with(lambda best, last, losses: (best - 1, last)),
        ),
        Mistake("The two are swapped.", _with(lambda best, last, losses: (last, best))),
        Mistake(
            "The best epoch of *all* losses is taken, also from after the stop. Nobody has trained "
            "these epochs.",
            _looks_ahead,
        ),
        Mistake(
            "Patience is not used: all epochs are trained, and the best of them is taken.",
            lambda losses, patience: (int(np.argmin(losses)) + 1, len(losses)),
        ),
        Mistake(
            "Training stops one epoch late: it waits for `patience` + 1 bad epochs.",
            lambda losses, patience: my_early_stop(losses, patience + 1),
        ),
        Mistake(
            "Training stops at the first epoch without a new best, whatever the patience.",
            lambda losses, patience: my_early_stop(losses, 1),
        ),
        Mistake(
            "Each loss is compared with the one *before* it, so a small rest on the way up starts "
            "the count anew. Compare with the best one.",
            _rises_in_a_row,
        ),
        Mistake(
            "An epoch counts as a new best if it is better than the one *before* it. It must be "
            "better than all of them.",
            lambda losses, patience: _walk(losses, patience, lambda loss, best, last: loss < last),
        ),
        Mistake(
            "A loss as low as the best one counts as a new best. It must be lower: `<`, not `<=`.",
            lambda losses, patience: _walk(losses, patience, lambda loss, best, last: loss <= best),
        ),
        Mistake(
            "Bad epochs are counted from the beginning. They must come *in a row*: a new best sets "
            "the count back to 0.",
            lambda losses, patience: _walk(
                losses,
                patience,
                lambda loss, best, last: loss < best,
                lambda epoch, best, bad: bad,
            ),
        ),
        Mistake(
            "The epoch that is returned to is the last one. Go back to the best one: the epochs "
            "since then have made it worse.",
            _with(lambda best, last, losses: (last, last)),
        ),
        Mistake(
            "Both are the best epoch. Training goes on a little longer: it cannot know yet.",
            _with(lambda best, last, losses: (best, best)),
        ),
        Mistake(
            "The loss is returned. The number of its epoch is asked for.",
            _with(lambda best, last, losses: (losses[best - 1], losses[last - 1])),
        ),
        Mistake(
            "The best loss is returned in place of its epoch.",
            _with(lambda best, last, losses: (losses[best - 1], last)),
        ),
        Mistake(
            "The *largest* loss is looked for. Lower is better.",
            lambda losses, patience: my_early_stop(-losses, patience),
        ),
        Mistake(
            "The stop is found, but the epoch that is returned to is just `patience` epochs "
            "before it, also where training was never stopped.",
            lambda losses, patience: (
                my_early_stop(losses, patience)[1] - patience,
                my_early_stop(losses, patience)[1],
            ),
        ),
    ],
)
