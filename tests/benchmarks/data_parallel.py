"""What a step of data-parallel SGD costs with one worker and with two, beside one process."""

import time

import numpy as np
from threadpoolctl import threadpool_limits

from lecturekit.callbacks import Callback
from lecturekit.experiments.cluster import fit_on_cluster, in_shards, local_client
from lecturekit.network import Network
from lecturekit.optimizers import SGD
from lecturekit.training import fit
from tests.benchmarks.rows import Measurement

SIZES = [64, 512, 10]
N = 32_768


def data_parallel():
    """The numbers of Part 4, beyond one machine: a small batch and a large one."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(N, SIZES[0])), rng.integers(0, SIZES[-1], N)
    for batch_size, n in ((32, 2_048), (N, N)):
        steps = max(12, n // batch_size)
        with threadpool_limits(1):
            alone = _step(fit, X[:n], y[:n], batch_size, steps)
        yield Measurement(f"a step with B = {batch_size:,}, one process", alone)
        for workers in (1, 2):
            with local_client(workers) as client:
                shards = in_shards(X[:n], y[:n], workers)
                seconds = _step(fit_on_cluster, shards, client, batch_size, steps)
            what = f"a step with B = {batch_size:,}, workers: {workers}"
            yield Measurement(what, seconds, "one process", alone)


def _step(train, first, second, batch_size, steps):
    """Return the seconds of the quickest step."""
    clock, n = Clock(), N if batch_size == N else 2_048
    epochs = -(-steps * batch_size // n)
    network = Network(SIZES, "tanh", "softmax")
    train(network, first, second, SGD(0.1), batch_size=batch_size, epochs=epochs, callbacks=[clock])
    return float(np.diff(clock.times).min())


class Clock(Callback):
    """When each step was done."""

    def __init__(self):
        self.times = []

    def after_step(self, run):
        self.times.append(time.perf_counter())
