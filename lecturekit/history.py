"""What training left behind: losses per step and per epoch, and why it ended.

Taught in Part 4, digits.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lecturekit.checks import count


class Checkpoint(NamedTuple):
    """Where training stands, so that it can go on exactly there.

    Attributes
    ----------
    shuffling : dict
        State of the generator that shuffles, as it was when this epoch began.
    dropping : dict
        State of the generator that draws dropout masks.
    done : int
        Batches of this epoch that are done.
    n, batch_size : int
        What they are batches of.
    """

    shuffling: dict
    dropping: dict
    done: int
    n: int
    batch_size: int


@dataclass
class History:
    """What `fit` measured. All lists are in the order of time, and grow when `fit` goes on.

    Attributes
    ----------
    step_losses : list of float
        J of each minibatch, before the step that it led to; with dropout, if there is any.
    loss : list of float
        One for each epoch: the mean of its `step_losses`, weighted by the sizes of the batches.
        It costs nothing, but belongs to a θ that moves.
    training_loss, validation_loss : list of float
        J after each epoch, over all examples and without dropout. Measured in the same way and
        at the same moment, so they can be compared; empty without `validation` and `metric`.
    training_metric, validation_metric : list of float
        The same for the metric.
    stopped : str
        "epochs" (all done), "interrupted", "diverged" or "callback".
    message : str
        The same in a sentence that says where, and what to do.
    optimizer : Optimizer
        The one that was used; going on without naming another takes it again.
    """

    step_losses: list = field(default_factory=list)
    loss: list = field(default_factory=list)
    training_loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    training_metric: list = field(default_factory=list)
    validation_metric: list = field(default_factory=list)
    stopped: str = "epochs"
    message: str = "not begun"
    optimizer: Any = None
    place: Checkpoint | None = field(default=None, repr=False)

    @property
    def epochs(self):
        """Epochs finished."""
        return len(self.loss)

    @property
    def steps(self):
        """Steps taken: updates of θ."""
        return len(self.step_losses)

    def __repr__(self):
        words = [f"{count(self.epochs, 'epoch')}, {count(self.steps, 'step')}"]
        for name in ("loss", "training_loss", "validation_loss"):
            if values := getattr(self, name):
                words.append(f"{name} {values[0]:.4g} -> {values[-1]:.4g}")
        for name in ("training_metric", "validation_metric"):
            if values := getattr(self, name):
                words.append(f"{name} {values[-1]:.4g}")
        return f"History: {'; '.join(words)}; {self.message}"
