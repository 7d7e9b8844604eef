"""Training: `fit` takes one step for each minibatch, epoch after epoch, and returns a `History`.

Taught in Part 4: minibatches, the algorithm, and a whole training run on digits::

    history = fit(network, X, y, optimizer=Adam(0.01), batch_size=32, epochs=20, seed=0)
    history = fit(network, X, y, epochs=10, history=history)       # ten more

X may be larger than memory: anything that can be indexed by an array of row numbers will do, such
as a `numpy.memmap`. Only one batch at a time is read while training.
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
        B, at least 1; n or more gives full-batch gradient descent.
    epochs : int
        Number of passes over all examples; with a `history`, additional ones.
    seed : int
        Seed for shuffling and dropout. The same seed gives the same θ, bit for bit.
    validation : (X, y), optional
        Examples that are never trained on; loss and metric are measured after each epoch.
    metric : callable, optional
        Takes (y, predicted) and returns a number, such as `accuracy`; measured on all examples
        after each epoch.
    callbacks : sequence of Callback or callable
        See `lecturekit.callbacks`.
    progress : bool
        Show a progress bar.
    history : History, optional
        From an earlier `fit` on the same data: continue exactly where it stopped, as one long
        training run would have. It is extended and returned; `seed` is then not used.
    dropout : float
        Probability of switching off a hidden neuron, drawn for every example in every step; at
        least 0 and below 1.
    say : callable or None
        Called with one sentence if training ends before all epochs are done; None for silence.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        For data or settings that do not match the network; nothing is then changed.

    Notes
    -----
    Neither the stop button nor a loss that is not finite raises an error: both are results of an
    experiment, and the notebook should continue. `history.stopped` and `history.message` say what
    happened. After Ctrl-C, θ is that of the last finished step; after divergence, it is the last
    one with a finite loss.
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
    for name, given, such_as in (("metric", metric, "accuracy"), ("say", say, "print")):
        if given is not None and not callable(given):
            raise ValueError(f"{name} is {given!r}, but a function is needed, such as {such_as}.")
    optimizer, place = where_to_begin(network, optimizer, seed, history, len(data[0]), batch_size)
    callbacks = as_callbacks(callbacks)
    new, history = history is None, History() if history is None else history
    if new and metric is not None:  # a metric that fails must do so before θ has changed
        with np.errstate(all="ignore"):
            evaluate(network, *(validation or data), metric)
    run = Run(network, optimizer, history, validation is not None)
    for callback in callbacks:
        callback.begin(run)
    if new:
        optimizer.reset()
    loop = Loop(run, _batch_gradient(network, data, dropout), place)
    measure = partial(_measure, run, data, validation, metric)
    return loop.train(epochs, callbacks, say, measure, progress)


class Checkpoint(NamedTuple):
    """How far training has come, so that it can continue from exactly there.

    Attributes
    ----------
    shuffling : dict
        State of the shuffling generator at the start of this epoch.
    dropping : dict
        State of the generator that draws dropout masks.
    done : int
        Number of batches of this epoch that are done.
    n, batch_size : int
        Number of examples, and B.
    """

    shuffling: dict
    dropping: dict
    done: int
    n: int
    batch_size: int


@dataclass
class History:
    """What `fit` measured. All lists are in chronological order; continued training extends them.

    Attributes
    ----------
    step_losses : list of float
        J of each minibatch before the step it led to, with dropout if there is any.
    loss : list of float
        One for each epoch: the mean of its `step_losses`, weighted by the sizes of the batches.
        It costs nothing, but θ changes during the epoch.
    training_loss, validation_loss : list of float
        J after each epoch, over all examples and without dropout. Both are measured at the same θ,
        so they can be compared. The first is empty without `validation` or `metric`, the second
        without `validation`.
    training_metric, validation_metric : list of float
        The same for the metric; empty without one.
    stopped : str
        "epochs" (all done), "interrupted", "diverged" or "callback".
    message : str
        The same as a sentence that says where, and what to do.
    optimizer : Optimizer
        The one that was used; continued training uses it again unless given a new one.
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
        """Number of epochs finished."""
        return len(self.loss)

    @property
    def steps(self):
        """Number of steps taken, which is the number of updates of θ."""
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
    """The inner loop of training: one step for each batch, epoch after epoch.

    `gradient` takes the indices of a batch and the generator for dropout, and returns (J, ∇J) at
    the network's θ; `place` is the `Checkpoint` to start from.
    """

    def __init__(self, run, gradient, place):
        self.run, self.network, self.optimizer = run, run.network, run.optimizer
        self.gradient, self.n, self.batch_size = gradient, place.n, place.batch_size
        self.done, self.begun = place.done, place.shuffling
        self.shuffling, self.dropping = _generator(place.shuffling), _generator(place.dropping)
        self.diverged = None  # the loss that was not finite
        self.last_good = self.network.theta.copy()

    def train(self, epochs, callbacks, say, measure=lambda: None, progress=False):
        """Train for `epochs` epochs, or fewer; write into the history why training ended.

        `measure` is called after each epoch, before the callbacks; the rest is as in `fit`.
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
                    raise  # the second Ctrl-C: stop at once
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
        """Take the remaining steps of an epoch; return whether all were done."""
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
        # The gradient is not checked: if it is not finite, neither is θ, and the next J, or the end
        # of the epoch, shows it. θ then goes back to `last_good`, where J was finite.
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
    """Return `Loop`'s `gradient`, computed by the network's own forward and backward passes."""
    inner, read = UncheckedNetwork(network), Reader(network, *data)

    def gradient(indices, rng):
        if dropout:
            inner.drop_out(dropout_masks(network, len(indices), dropout, rng))
        return inner.loss_and_gradient(*read(indices))

    return gradient


def dropout_masks(network, n, rate, rng):
    """Return one mask per hidden layer: 0 with probability `rate`, else 1 / (1 − rate).

    Parameters
    ----------
    network : Network
    n : int
        Number of examples in the batch; each gets its own random mask.
    rate : float
        Probability of switching off a neuron, at least 0 and below 1.
    rng : numpy.random.Generator

    Returns
    -------
    list of ndarray, shapes (n, p)

    Notes
    -----
    Srivastava et al. (2014), in the "inverted" form: outputs that are kept are scaled up during
    training. This preserves their expected value, and nothing is scaled afterwards. Part 4, digits.
    """
    rate = number(rate, "rate", at_least=0, below=1)
    dtype = network.theta.dtype
    kept = [rng.random((n, p), dtype) >= rate for p in network.sizes[1:-1]]
    return [keep / dtype.type(1 - rate) for keep in kept]


def where_to_begin(network, optimizer, seed, history, n, batch_size):
    """Return the optimizer and the `Checkpoint` to start from; refuse what does not match."""
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
        raise ValueError(f"history is {history!r}, but a History returned by fit is needed.")
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
    """Measure losses and metric if asked to: it costs a forward pass over all data."""
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
        optimizer.reset()  # its state has overflowed too
    elif run.reason:
        history.stopped, history.message = "callback", f"Stopped: {run.reason}."
    elif interrupt.wanted:
        history.stopped = "interrupted"
        history.message = (
            f"Interrupted after step {history.steps}, {count(history.epochs, 'epoch')} finished; "
            "continue with fit(…, history=history)."
        )


def _divergence(loop, history, optimizer):
    if not optimizer.t:
        return (
            f"Diverged before the first step: the loss is {loop.diverged}. The weights or X are "
            "too large; standardise X, and check the initial weights."
        )
    alpha = optimizer.step_size(optimizer.t - 1)
    return (
        f"Diverged: after step {history.steps}, with step size {alpha:.3g}, the loss is "
        f"{loop.diverged}. θ is back where the loss was {history.step_losses[-1]:.3g}. Try a step "
        f"size of {alpha / 10:.1g}, standardise X, or use schedules.warm_up."
    )


def _bar(progress, loop, epochs):
    """Return a progress bar as a context, or a context that does nothing."""
    if not progress:
        return nullcontext()
    from tqdm import tqdm

    if sys.platform == "emscripten":  # a browser: no threads, so nothing can watch the bar
        tqdm.monitor_interval = 0
    steps = -(-loop.n // loop.batch_size)
    # On standard output, and cleared at the end, so notebooks do not store it.
    total = epochs * steps - loop.done
    return tqdm(total=total, unit="step", leave=False, delay=0.5, file=sys.stdout)


def _generator(state):
    rng = np.random.default_rng(0)
    rng.bit_generator.state = state
    return rng


def evaluate(network, X, y, metric=None):
    """Return (J, metric) over all examples, computed in pieces; metric is None if not asked for.

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
    """Return the fraction of examples whose predicted class is the true class.

    Parameters
    ----------
    y : array_like
        Class numbers (n,), or one-hot rows (n, K).
    predicted : array_like, shape (n,)
        What `Network.predict` returns. If both have shape (n, k), each of the n k entries counts.
    """
    y, predicted = np.asarray(y), np.asarray(predicted)
    if y.ndim == 2 and predicted.ndim == 1 and y.size:
        y = y[:, 0] if y.shape[1] == 1 else y.argmax(axis=1)
    if y.shape != predicted.shape or not (y.ndim and y.size):
        raise ValueError(
            f"y has shape {y.shape}, and predicted has shape {predicted.shape}; give one class "
            "number per example for both, and at least one example."
        )
    return float(np.mean(y == predicted))


class Interrupt:
    """A context in which Ctrl-C sets `wanted` instead of raising KeyboardInterrupt.

    A second Ctrl-C raises as usual, in case a step takes too long. Outside the main thread, and
    where another handler is installed, nothing is changed.
    """

    def __init__(self):
        self.wanted = self._installed = False

    def __enter__(self):
        # Python delivers signals only to the main thread.
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
