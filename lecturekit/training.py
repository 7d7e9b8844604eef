"""Training: minibatches, and `fit`, which walks through them again and again; its `History`.

Taught in Part 4: minibatches, the algorithm, a whole run on digits::

    history = fit(network, X, y, optimizer=Adam(0.01), batch_size=32, epochs=20, seed=0)
    history = fit(network, X, y, epochs=10, history=history)       # ten more

X may be larger than memory: any array that can be indexed by a list of rows will do, a
`numpy.memmap` for instance. Only a batch at a time is read.
"""

import math
import signal
import sys
import threading
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from lecturekit.callbacks import Callback, Run, as_callbacks
from lecturekit.checks import all_finite, count, finite, number, whole_number
from lecturekit.minibatches import (
    Reader,
    batch_indices,
    checked_data,
    minibatches,
    paired_rows,
    pieces,
)
from lecturekit.network import UncheckedNetwork
from lecturekit.optimizers import SGD, Optimizer

__all__ = ["History", "accuracy", "evaluate", "fit", "minibatches"]


def fit(
    network,
    X,
    y,
    optimizer=None,
    batch_size=32,
    epochs=20,
    seed=0,
    validation=None,
    metric=None,
    callbacks=(),
    progress=False,
    history=None,
    dropout=0.0,
    say=print,
):
    """Train a network by stochastic gradient descent; its θ changes in place.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`.
    optimizer : Optimizer, optional
        The rule; SGD(0.1) by default. A new training run resets it first.
    batch_size : int
        B, at least 1; n or more is gradient descent on all examples.
    epochs : int
        How often to go through all examples (further times, with a `history`).
    seed : int
        Seed for shuffling and dropout. The same seed gives the same θ, bit for bit.
    validation : (X, y), optional
        Examples that are only looked at, after each epoch.
    metric : callable, optional
        Takes (y, predicted) and returns a number, such as `accuracy`; measured on all examples
        after each epoch.
    callbacks : sequence of Callback or callable
        See `lecturekit.callbacks`.
    progress : bool
        Show a progress bar.
    history : History, optional
        Of an earlier `fit` on the same data: go on exactly where it stopped, as one long
        training run would have done. It gets longer, and is returned. `seed` is not used then.
    dropout : float
        Share of the hidden neurons that are switched off in each step, at random.
    say : callable or None
        Gets one sentence if training ends before all epochs are done; None keeps quiet.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        For data or settings that do not fit; nothing is changed then.

    Notes
    -----
    Neither the stop button nor a loss that is no longer finite raises anything: both are results
    of an experiment, and a notebook should go on. `history.stopped` and `history.message` say
    what happened. After Ctrl-C θ is that of the last finished step, and after divergence that of
    the last finite loss.
    """
    batch_size = whole_number(batch_size, "batch_size")
    epochs = whole_number(epochs, "epochs", at_least=0)
    dropout = number(dropout, "dropout", at_least=0, below=1)
    data = checked_data(network, X, y)
    if validation is not None:
        try:
            X_validation, y_validation = validation
        except (TypeError, ValueError):
            raise ValueError("validation needs two parts, examples and targets: (X, y).") from None
        validation = checked_data(network, X_validation, y_validation)
    if metric is not None and not callable(metric):
        raise ValueError(f"metric is {metric!r}, but a function is needed, such as accuracy.")
    optimizer, place = where_to_begin(network, optimizer, seed, history, len(data[0]), batch_size)
    callbacks = as_callbacks(callbacks)
    new, history = history is None, History() if history is None else history
    run = Run(network, optimizer, history, validation is not None)
    for callback in callbacks:
        callback.begin(run)
    if new:
        optimizer.reset()
    loop = Loop(run, _batch_gradient(network, data, dropout), place)
    measure = partial(_measure, run, data, validation, metric)
    return loop.train(epochs, callbacks, say, measure, progress)


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


class Loop:
    """The inner loop of training: one step on each batch, epoch after epoch, and where it stands.

    `gradient` takes the indices of a batch and the generator for dropout, and returns (J, ∇J) at
    the network's θ; `place` is the `Checkpoint` where to begin.
    """

    def __init__(self, run, gradient, place):
        self.run, self.network, self.optimizer = run, run.network, run.optimizer
        self.gradient, self.n, self.batch_size = gradient, place.n, place.batch_size
        self.done, self.begun = place.done, place.shuffling
        self.shuffling, self.dropping = _generator(place.shuffling), _generator(place.dropping)
        self.diverged = None  # the loss that was not finite
        self.last_good = self.network.theta.copy()

    def train(self, epochs, callbacks, say, measure=lambda: None, progress=False):
        """Take the steps of so many epochs, or fewer; write into the history why they ended.

        `measure` is called after each epoch, before the callbacks; the others are as in `fit`.
        """
        run, history = self.run, self.run.history
        history.optimizer, history.stopped = run.optimizer, "epochs"
        history.message = "all epochs done"
        watchers = [c for c in callbacks if type(c).after_step is not Callback.after_step]
        with (
            Interrupt() as interrupt,
            np.errstate(all="ignore"),
            _bar(progress, self, epochs) as bar,
        ):
            try:
                for _ in range(epochs):
                    if not self.epoch(interrupt, watchers, bar):
                        break
                    measure()
                    for callback in callbacks:
                        callback.after_epoch(run)
                    if interrupt.wanted or run.reason:
                        break
            except KeyboardInterrupt:
                if interrupt.wanted:
                    raise  # the second one: somebody is in a hurry
                interrupt.wanted = True
            finally:
                dropping = self.dropping.bit_generator.state
                history.place = Checkpoint(self.begun, dropping, self.done, self.n, self.batch_size)
        _say_why(self, interrupt)
        for callback in callbacks:
            callback.end(run)
        if history.stopped != "epochs" and say is not None:
            say(history.message)
        return history

    def epoch(self, interrupt, watchers, bar):
        """Take the steps of an epoch that are still to do; return whether all were done."""
        batches = batch_indices(self.n, self.batch_size, self.shuffling)
        for indices in batches[self.done :]:
            if not self.step(indices):
                return False
            self.done += 1
            for callback in watchers:
                callback.after_step(self.run)
            if bar is not None:
                bar.update()
            if (interrupt.wanted or self.run.reason) and self.done < len(batches):
                return False
        if not all_finite(self.network.theta):
            return self._diverge(math.inf)
        history, sizes = self.run.history, [len(indices) for indices in batches]
        history.loss.append(float(np.average(history.step_losses[-len(sizes) :], weights=sizes)))
        self.begun, self.done = self.shuffling.bit_generator.state, 0
        return True

    def step(self, indices):
        """Take one step on one batch; return whether the loss was finite."""
        J, gradient = self.gradient(indices, self.dropping)
        # A gradient that is not finite makes θ so, and then the next J, or the end of the epoch,
        # tells: θ goes back to `last_good`, where J was finite.
        if not math.isfinite(J):
            return self._diverge(J)
        self.last_good[:] = self.network.theta
        self.optimizer.advance(self.network.theta, gradient)
        self.run.history.step_losses.append(J)
        return True

    def _diverge(self, J):
        self.diverged = J
        self.network.theta[:] = self.last_good
        return False


def _batch_gradient(network, data, dropout):
    """Return what `Loop` needs: J and ∇J of a batch, by the network's own forward and backward."""
    inner, read = UncheckedNetwork(network), Reader(network, *data)

    def gradient(indices, rng):
        if dropout:
            inner.drop_out(dropout_masks(network, len(indices), dropout, rng))
        return inner.loss_and_gradient(*read(indices))

    return gradient


def dropout_masks(network, n, rate, rng):
    """Return one mask for the outputs of each hidden layer: 0 at random, else 1 / (1 − rate).

    Parameters
    ----------
    network : Network
    n : int
        Examples in the batch; each has neurons of its own switched off.
    rate : float
        The probability with which a neuron is switched off, at least 0 and below 1.
    rng : numpy.random.Generator

    Returns
    -------
    list of ndarray, shapes (n, p)

    Notes
    -----
    Srivastava et al. (2014), in the "inverted" form: what is kept is made larger in training, so
    that the expected value stays and nothing need change afterwards. Part 4, digits.
    """
    rate = number(rate, "rate", at_least=0, below=1)
    dtype = network.theta.dtype
    kept = [rng.random((n, p), dtype) >= rate for p in network.sizes[1:-1]]
    return [keep / dtype.type(1 - rate) for keep in kept]


def where_to_begin(network, optimizer, seed, history, n, batch_size):
    """Return the optimizer and the place to begin; refuse what does not match the history."""
    finite(network.theta, "network.theta")
    if optimizer is None:
        optimizer = SGD(0.1) if history is None else history.optimizer
    if not isinstance(optimizer, Optimizer):
        raise ValueError(
            f"optimizer is {optimizer!r}, but one from lecturekit.optimizers is needed, such as "
            "Adam(step_size=0.01)."
        )
    if history is None:
        seed = whole_number(seed, "seed", at_least=0)
        states = [np.random.default_rng(s).bit_generator.state for s in (seed, [seed, 1])]
        return optimizer, Checkpoint(*states, 0, n, batch_size)
    if not isinstance(history, History) or history.place is None:
        raise ValueError(f"history is {history!r}, but what an earlier fit returned is needed.")
    optimizer.check(network.theta, np.zeros_like(network.theta))
    place = history.place
    if place.done and (n, batch_size) != (place.n, place.batch_size):
        raise ValueError(
            f"history stopped inside an epoch of {count(place.n, 'example')} in batches of "
            f"{place.batch_size}, but this is {count(n, 'example')} in batches of {batch_size}; "
            "finish that epoch first, with fit(…, epochs=1, history=history)."
        )
    return optimizer, place._replace(n=n, batch_size=batch_size)


def _measure(run, data, validation, metric):
    """Measure after an epoch, if that is asked for: it costs a forward pass over all data."""
    if validation is None and metric is None:
        return
    for name, examples in (("training", data), ("validation", validation)):
        if examples is not None:
            J, measured = evaluate(run.network, *examples, metric)
            getattr(run.history, f"{name}_loss").append(J)
            if metric is not None:
                getattr(run.history, f"{name}_metric").append(measured)


def _say_why(loop, interrupt):
    """Write into the history why training ended."""
    run, history, optimizer = loop.run, loop.run.history, loop.optimizer
    if loop.diverged is not None:
        history.stopped = "diverged"
        history.message = _divergence(loop, history, optimizer)
        optimizer.reset()  # what it remembers has overflowed too
    elif run.reason:
        history.stopped, history.message = "callback", f"Stopped: {run.reason}."
    elif interrupt.wanted:
        history.stopped = "interrupted"
        history.message = (
            f"Interrupted after step {history.steps}, {count(history.epochs, 'epoch')} finished; "
            "fit(…, history=history) goes on."
        )


def _divergence(loop, history, optimizer):
    if not optimizer.t:
        return (
            f"Diverged before the first step: the loss is {loop.diverged}. The weights or X are "
            "too large; standardise X, and look at how the weights start."
        )
    alpha = optimizer.step_size(optimizer.t - 1)
    return (
        f"Diverged: after step {history.steps}, with step size {alpha:.3g}, the loss is "
        f"{loop.diverged}. θ is back where the loss was {history.step_losses[-1]:.3g}. Try a step "
        f"size of {alpha / 10:.1g}, standardise X, or begin gently with warm_up."
    )


def _bar(progress, loop, epochs):
    """Return a progress bar as a context, or a context that does nothing."""
    if not progress:
        return nullcontext()
    from tqdm import tqdm

    steps = -(-loop.n // loop.batch_size)
    # On the standard output, and wiped away in the end: so a notebook keeps nothing of it.
    total = epochs * steps - loop.done
    return tqdm(total=total, unit="step", leave=False, delay=0.5, file=sys.stdout)


def _generator(state):
    rng = np.random.default_rng(0)
    rng.bit_generator.state = state
    return rng


def evaluate(network, X, y, metric=None):
    """Return (J, metric) over all examples, a piece at a time; the metric is None without one.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n, d)
    y : array_like
        As for `Network.loss`.
    metric : callable, optional
        Takes (y, predicted), with `predicted` what `Network.predict` returns.
    """
    X, y = paired_rows(X, y)
    total, predicted = 0.0, []
    for piece in pieces(X, network):
        trace = network.forward(X[piece])
        total += network.loss_of(trace, y[piece]) * len(trace.outputs[0])
        predicted.append(network.classes_of(trace.outputs[-1]))
    measured = None if metric is None else float(metric(y[:], np.concatenate(predicted)))
    return total / len(X), measured


def accuracy(y, predicted):
    """Return the share of examples whose predicted class is the true one.

    Parameters
    ----------
    y : array_like
        Class numbers (n,), or one-hot rows (n, K).
    predicted : array_like, shape (n,)
        What `Network.predict` returns.
    """
    y, predicted = np.asarray(y), np.asarray(predicted)
    if y.ndim == 2 and predicted.ndim == 1:
        y = y[:, 0] if y.shape[1] == 1 else y.argmax(axis=1)
    if y.shape != predicted.shape:
        raise ValueError(
            f"y has shape {y.shape}, but predicted has shape {predicted.shape}; give one class "
            "number per example for both."
        )
    return float(np.mean(y == predicted))


class Interrupt:
    """While this context lasts, Ctrl-C sets `wanted` instead of breaking off what runs.

    A second Ctrl-C breaks off as usual, should the step take too long. Outside the main thread,
    and where somebody else listens to the signal, everything stays as it is.
    """

    def __init__(self):
        self.wanted = self._installed = False

    def __enter__(self):
        # Python delivers signals to the main thread only.
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._note)
            self._installed = True
        return self

    def __exit__(self, *_):
        if self._installed:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _note(self, *_):
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True
