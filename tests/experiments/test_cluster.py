"""Data-parallel SGD takes the steps of `fit`, whatever happens to the workers."""

import os
import signal
import sys
from functools import partial

import numpy as np
import pytest

from lecturekit.callbacks import Callback
from lecturekit.datasets import moons
from lecturekit.experiments.cluster import fit_on_cluster, in_shards, local_client
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam
from lecturekit.training import fit

X, y = moons(203, seed=1)
SETTINGS = {"batch_size": 32, "epochs": 3, "seed": 4}


def network():
    return Network([2, 5, 1], "tanh", "sigmoid", seed=2)


@pytest.fixture(scope="module")
def client():
    with local_client(workers=2) as client:
        yield client


@pytest.fixture(scope="module")
def alone():
    """The same training in one process."""
    net = network()
    return net, fit(net, X, y, Adam(0.05), **SETTINGS)


def assert_same(net, history, alone):
    expected, its_history = alone
    np.testing.assert_allclose(net.theta, expected.theta, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(history.step_losses, its_history.step_losses, rtol=1e-10)
    np.testing.assert_allclose(history.loss, its_history.loss, rtol=1e-10)


@pytest.mark.parametrize("shards", [1, 2, 5])
def test_the_steps_are_those_of_one_process(client, alone, shards):
    net = network()
    history = fit_on_cluster(net, in_shards(X, y, shards), client, Adam(0.05), **SETTINGS)
    assert_same(net, history, alone)
    assert (history.stopped, history.message) == ("epochs", "all epochs done")


def test_both_workers_work(client, tmp_path):
    def load(part):
        (tmp_path / str(os.getpid())).touch()
        return part()

    client.wait_for_workers(2)
    shards = [partial(load, part) for part in in_shards(X, y, 8)]
    fit_on_cluster(network(), shards, client, epochs=1)
    assert len(list(tmp_path.iterdir())) == 2


class Killer(Callback):
    """Kill one worker in the middle of training."""

    def __init__(self, client, step):
        self.client, self.step, self.killed = client, step, None

    def after_step(self, run):
        if run.step == self.step:
            self.killed = next(iter(self.client.run(os.getpid).values()))
            os.kill(self.killed, signal.SIGKILL)


def test_a_worker_that_dies_costs_no_wrong_step(alone):
    net, shards = network(), in_shards(X, y, 2)
    with local_client(workers=2) as client:  # its own: a busy machine may never replace the worker
        killer = Killer(client, step=5)
        settings = SETTINGS | {"callbacks": [killer]}
        history = fit_on_cluster(net, shards, client, Adam(0.05), **settings)
        assert killer.killed not in client.run(os.getpid).values()
    assert_same(net, history, alone)


def test_a_callback_can_stop_and_a_loss_that_is_not_finite_stops(client):
    stop = [lambda run: run.stop("enough")]
    history = fit_on_cluster(network(), in_shards(X, y, 2), client, callbacks=stop, say=None)
    assert (history.epochs, history.stopped) == (1, "callback")
    assert "enough" in history.message
    said, net = [], Network([2, 1], output="identity", seed=0)
    start = net.theta.copy()
    history = fit_on_cluster(
        net, in_shards(X, y, 2), client, SGD(1e200), batch_size=203, epochs=9, say=said.append
    )
    assert history.stopped == "diverged"
    assert "Try a step size of" in history.message
    assert said == [history.message]
    assert history.steps == 1
    assert np.isfinite(history.step_losses).all()
    np.testing.assert_array_equal(net.theta, start)  # the last one with a finite loss


def test_large_shards_are_sent_without_a_warning(client):
    net, many = Network([8, 1], output="identity"), np.zeros((180_000, 8))  # 11 MB
    fit_on_cluster(net, in_shards(many, many[:, 0], 1), client, epochs=0)


# ---- without a cluster -----------------------------------------------------------------


def test_shards_are_all_the_examples_in_order():
    parts = [part() for part in in_shards(X, y, 4)]
    np.testing.assert_array_equal(np.concatenate([part[0] for part in parts]), X)
    np.testing.assert_array_equal(np.concatenate([part[1] for part in parts]), y)
    assert {len(part[0]) for part in parts} == {50, 51}
    for shards in (0, 204):
        with pytest.raises(ValueError, match="shards is"):
            in_shards(X, y, shards)


def test_without_dask_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match="pip install distributed"):
        local_client()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"client": "scheduler:8786"}, r"client is 'scheduler:8786', but a Dask client"),
        ({"epochs": -1}, "epochs is -1"),
        ({"optimizer": 0.1}, r"optimizer is 0\.1"),
        ({"shards": [X, y]}, "function that returns"),
        ({"shards": in_shards(np.ones((4, 3)), [0, 1, 0, 1], 2)}, "3 features"),
    ],
)
def test_what_does_not_fit_is_refused(client, change, message):
    net, before = network(), network().theta
    arguments = {"shards": in_shards(X, y, 2), "client": client, **change}
    with pytest.raises(ValueError, match=message):
        fit_on_cluster(net, **arguments)
    np.testing.assert_array_equal(net.theta, before)
