"""What a step of data-parallel SGD costs with one worker process and with two."""

import numpy as np

from lecturekit.experiments.cluster import scheduling_seconds, step_costs
from tests.benchmarks.rows import Measurement


def data_parallel():
    """A small minibatch and a large one, and what Dask takes for a task that does nothing."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(32_768, 64)), rng.integers(0, 10, 32_768)
    for B in (32, len(X)):
        one, two = (sum(step_costs([64, 128, 10], X[:B], y[:B], K)[1]) for K in (1, 2))
        yield Measurement(f"a step with B = {B:,}, one worker", one)
        yield Measurement(f"a step with B = {B:,}, two workers", two, "one worker", one)
    yield Measurement("an empty task of Dask", scheduling_seconds())
