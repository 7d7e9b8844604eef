"""Two processes put together the gradient of one, and Dask takes the printed steps."""

import sys

import numpy as np
import pytest

from lecturekit.experiments import cluster
from lecturekit.network import Network

SIZES = [4, 5, 3]
X, y = np.random.default_rng(0).standard_normal((203, 4)), np.arange(203) % 3


@pytest.mark.parametrize("in_a_page", [False, True])
def test_the_gradient_is_that_of_one_process(monkeypatch, in_a_page):
    monkeypatch.setattr(cluster, "IN_A_PAGE", in_a_page)
    gradient, costs = cluster.step_costs(SIZES, X, y, workers=2, steps=3)
    network = Network(SIZES, "relu", output="softmax", seed=0)
    np.testing.assert_allclose(gradient, network.loss_and_gradient(X, y)[1], rtol=1e-9, atol=1e-12)
    assert min(costs) > 0


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="workers is 204"):
        cluster.step_costs(SIZES, X, y, workers=204)
    with pytest.raises(ValueError, match="y holds the label 5"):
        cluster.step_costs(SIZES, X, [5, *y[1:]], steps=1)
    with pytest.raises(ValueError, match="steps is 0"):
        cluster.step_costs(SIZES, X, y, steps=0)


def test_a_worker_that_dies_is_not_waited_for():
    theta = Network(SIZES, "relu", output="softmax").theta

    def ask():
        with cluster._worker(SIZES, X, y + 5) as pipe:
            pipe.send(theta)
            assert pipe.poll(60)
            pipe.recv()

    with pytest.raises((EOFError, ConnectionError)):
        ask()


def test_scheduling_needs_dask(monkeypatch):
    assert cluster.scheduling_seconds(tries=3) > 0
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert np.isnan(cluster.scheduling_seconds())
