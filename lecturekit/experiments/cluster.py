"""What one step of data-parallel SGD costs on this machine: computing, travel, scheduling.

Used in Part 4, beyond one machine. Each worker is a process with one core and a shard of the
examples. In each step θ travels to every worker and the gradient of its shard travels back.
"""

import multiprocessing
import os
import sys
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import NamedTuple
from unittest import mock

import numpy as np

from lecturekit.checks import whole_number
from lecturekit.network import Network

IN_A_PAGE = sys.platform == "emscripten"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB")}


class Costs(NamedTuple):
    """Seconds of the fastest of some steps.

    Attributes
    ----------
    computing : float
        The slowest worker's time for the gradient of its shard.
    travel : float
        All else: θ to the workers, gradients back, their sum.
    """

    computing: float
    travel: float


def step_costs(sizes, X, y, workers=2, steps=20):
    """Measure steps of data-parallel SGD in `workers` processes, each with an equal shard.

    Parameters
    ----------
    sizes : sequence of int
        Of a ReLU network with softmax output.
    X : ndarray, shape (n, d)
    y : ndarray, shape (n,)
        One minibatch; each worker keeps its shard from the start.
    workers, steps : int

    Returns
    -------
    gradient : ndarray, shape (m,)
        That of the minibatch, put together from those of the shards.
    Costs

    Notes
    -----
    A web page cannot start processes. There the shards are computed one after the other, and
    travel is the copying of θ and the gradients.
    """
    workers = whole_number(workers, "workers", at_most=len(X))
    shares = [len(part) / len(X) for part in np.array_split(y, workers)]
    theta = Network(sizes, "relu", output="softmax", seed=0).theta
    costs = []
    with ExitStack() as stack:
        shards = zip(np.array_split(X, workers), np.array_split(y, workers), strict=True)
        pipes = [stack.enter_context(_worker(sizes, *shard)) for shard in shards]
        for _ in range(whole_number(steps, "steps")):
            start = perf_counter()
            for pipe in pipes:
                pipe.send(theta)
            answers = [pipe.recv() for pipe in pipes]
            gradient = sum(share * g for share, (g, _) in zip(shares, answers, strict=True))
            seconds = [spent for _, spent in answers]
            elapsed = perf_counter() - start
            busy = sum(seconds) if IN_A_PAGE else max(seconds)
            costs.append(Costs(max(seconds), elapsed - busy))
    return gradient, min(costs, key=sum)


def scheduling_seconds(tries=20):
    """Return the seconds that Dask takes to have one empty task done by another process.

    Returns
    -------
    float
        The median; NaN where Dask is missing.
    """
    try:
        from distributed import Client
    except ImportError:
        return np.nan
    # Without an address the scheduler's web server would want port 8787, which may be taken.
    quiet = {"dashboard_address": "127.0.0.1:0", "scheduler_kwargs": {"dashboard": False}}
    seconds = []
    with Client(n_workers=1, threads_per_worker=1, silence_logs=50, **quiet) as client:
        for _ in range(tries):
            start = perf_counter()
            client.submit(_nothing, pure=False).result()
            seconds.append(perf_counter() - start)
    return float(np.median(seconds))


@contextmanager
def _worker(sizes, X, y):
    """Start a process and give a pipe to it; at the end it stops."""
    if IN_A_PAGE:
        yield _InTurn(sizes, X, y)
        return
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_answer, args=(there, sizes, X, y), daemon=True)
    with mock.patch.dict(os.environ, ONE_THREAD):
        process.start()
    try:
        yield here
        here.send(None)
    finally:
        here.close()
        process.join(10)


def _answer(pipe, sizes, X, y):
    """Answer each θ with (gradient, seconds), in a process of its own."""
    worker = _InTurn(sizes, X, y)
    while (theta := pipe.recv()) is not None:
        worker.network.theta[:] = theta
        pipe.send(worker.gradient())


class _InTurn:
    """A worker without a process, for a web page."""

    def __init__(self, sizes, X, y):
        self.network, self.shard = Network(sizes, "relu", output="softmax"), (X, y)

    def send(self, theta):
        self.network.theta[:] = theta

    def recv(self):
        gradient, seconds = self.gradient()
        return gradient.copy(), seconds

    def gradient(self):
        start = perf_counter()
        return self.network.loss_and_gradient(*self.shard)[1], perf_counter() - start


def _nothing():
    pass
