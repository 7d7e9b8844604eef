"""What one step of data-parallel SGD costs on this machine: computing, communication, scheduling.

Used in Part 4, beyond one machine. Each worker is a process with one core and a shard of the
examples. In each step θ travels to every worker and the gradient of its shard travels back.
"""

import multiprocessing
import os
import sys
from contextlib import ExitStack, contextmanager
from time import perf_counter
from types import SimpleNamespace
from typing import NamedTuple
from unittest import mock

import numpy as np

from lecturekit.checks import whole_number
from lecturekit.minibatches import checked_data
from lecturekit.network import Network

IN_A_PAGE = sys.platform == "emscripten"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB")}


class Costs(NamedTuple):
    """Seconds of the fastest step: of the slowest worker's gradient, and of all else."""

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
        A web page cannot start processes: there the shards are computed one after the other.
    """
    network, costs = Network(sizes, "relu", output="softmax", seed=0), []
    X, y = checked_data(network, X, y)
    workers = whole_number(workers, "workers", at_most=len(X))
    steps, theta = whole_number(steps, "steps"), network.theta
    shares = [len(part) / len(X) for part in np.array_split(y, workers)]
    with ExitStack() as stack:
        shards = zip(np.array_split(X, workers), np.array_split(y, workers), strict=True)
        pipes = [stack.enter_context(_worker(sizes, *shard)) for shard in shards]
        for _ in range(steps):
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
    """Return the median seconds of an empty task that Dask gives to a process; NaN without Dask."""
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
def _worker(*given):
    """Start a process and give a pipe to it; at the end it stops."""
    if IN_A_PAGE:
        gradient, thetas = _prepared(*given), []
        yield SimpleNamespace(send=thetas.append, recv=lambda: gradient(thetas.pop()))
        return
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_answer, args=(there, *given), daemon=True)
    with mock.patch.dict(os.environ, ONE_THREAD):
        process.start()
    there.close()  # or a read would wait forever for a process that has died
    try:
        yield here
        here.send(None)
    finally:
        here.close()
        process.join(10)


def _answer(pipe, *given):
    """Answer each θ with (gradient, seconds), in a process of its own."""
    gradient = _prepared(*given)
    while (theta := pipe.recv()) is not None:
        pipe.send(gradient(theta))


def _prepared(sizes, X, y):
    network = Network(sizes, "relu", output="softmax")

    def gradient(theta):
        start = perf_counter()
        network.theta[:] = theta
        return network.loss_and_gradient(X, y)[1], perf_counter() - start

    return gradient


def _nothing():
    pass
