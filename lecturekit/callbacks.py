"""Callbacks watch a training run, and may stop it.

Taught in Part 4, digits. A callback is a function that `fit` calls after each epoch, or an
instance of a subclass of `Callback`. Functions and methods get one argument, the `Run`::

    fit(network, X, y, callbacks=[lambda run: print(run.epoch, run.history.loss[-1])])
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lecturekit.checks import count, whole_number


@dataclass
class Run:
    """The state of a training run, as a callback sees it.

    Attributes
    ----------
    network : Network
        Its θ is the one after the latest step; a callback that wants to keep it makes a copy.
    optimizer : Optimizer
    history : History
        So far, including this step or epoch.
    has_validation : bool
    reason : str or None
        Why a callback has asked to stop; None if none has.
    """

    network: Any
    optimizer: Any
    history: Any
    has_validation: bool = False
    reason: str | None = None

    @property
    def theta(self):
        """θ, the network's own array: copy it to keep it."""
        return self.network.theta

    @property
    def epoch(self):
        """Number of epochs finished."""
        return self.history.epochs

    @property
    def step(self):
        """Number of steps taken."""
        return self.history.steps

    def stop(self, reason):
        """Ask `fit` to stop after this step; `history.message` will give the reason."""
        self.reason = reason


class Callback:
    """Base class for callbacks. Override the hooks you need; the rest do nothing."""

    def begin(self, run):
        """Called when `fit` starts, or resumes if `run.step` > 0, before anything has changed."""

    def after_step(self, run):
        """Called after each step."""

    def after_epoch(self, run):
        """Called after each epoch, once losses and metric are measured."""

    def end(self, run):
        """Called when `fit` ends, for whatever reason; `run.history.stopped` names it."""


class EarlyStopping(Callback):
    """Stop when the validation loss no longer improves, and restore the best θ (Part 4).

    Parameters
    ----------
    patience : int
        Stop after this many epochs in a row without a new best.

    Attributes
    ----------
    best_loss : float
    best_epoch : int
        Counted from 1; 0 before the first epoch.
    best_theta : ndarray
        A copy, written into the network when patience runs out. When `fit` ends for any other
        reason, θ stays where it is, and training can continue.

    Notes
    -----
    Prechelt (1998).
    """

    def __init__(self, patience=5):
        self.patience = whole_number(patience, "patience")
        self._forget()

    def _forget(self):
        self.best_loss, self.best_epoch, self.best_theta = float("inf"), 0, None
        self._patient = True

    def begin(self, run):
        if not run.has_validation:
            raise ValueError(
                "validation is missing, but EarlyStopping watches the validation loss; give "
                "fit(…, validation=(X_validation, y_validation))."
            )
        self._patient = True
        if run.step == 0:
            self._forget()

    def after_epoch(self, run):
        loss = run.history.validation_loss[-1]
        if loss < self.best_loss:
            self.best_loss, self.best_epoch = loss, run.epoch
            self.best_theta = run.theta.copy()
        elif run.epoch - self.best_epoch >= self.patience:
            self._patient = False
            run.stop(
                f"the validation loss has not improved for {count(self.patience, 'epoch')}; "
                f"θ is that of epoch {self.best_epoch}"
            )

    def end(self, run):
        if not self._patient and self.best_theta is not None:
            run.theta[:] = self.best_theta

    def __repr__(self):
        return (
            f"EarlyStopping(patience={self.patience}): best validation loss {self.best_loss:.4g} "
            f"after epoch {self.best_epoch}"
        )


def as_callbacks(callbacks):
    """Return a list of `Callback` objects; functions are called after each epoch."""
    callbacks = list(callbacks) if np.iterable(callbacks) else [callbacks]
    for place, callback in enumerate(callbacks):
        if isinstance(callback, type):
            name = callback.__name__
            raise ValueError(f"callbacks holds the class {name}, not an object; write {name}().")
        if not isinstance(callback, Callback) and not callable(callback):
            raise ValueError(
                f"callbacks holds {callback!r}, but functions or Callback objects are needed, "
                "such as EarlyStopping(patience=5)."
            )
        if not isinstance(callback, Callback):
            callbacks[place] = Callback()
            callbacks[place].after_epoch = callback
    return callbacks
