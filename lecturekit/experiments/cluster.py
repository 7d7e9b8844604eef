"""Data-parallel SGD: each worker holds a shard of the examples and computes its gradient.

Taught in Part 4, beyond one machine. The mean over a minibatch is a weighted mean of the means
over its parts, so the gradients of the parts, weighted by their shares, add up to the gradient
of the minibatch::

    with local_client(workers=2) as client:              # or: client = Client("scheduler:8786")
        fit_on_cluster(network, in_shards(X, y, 2), client, SGD(0.1), batch_size=1024, epochs=5)

Dask moves tasks and results. A gradient depends only on θ, the shard and the indices; if a worker
dies, another loads its shard and computes the same gradient. θ changes only when all parts of a
step have arrived, so a failure can delay a step, but not make it wrong.
"""

import warnings
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from lecturekit.activations import ACTIVATIONS
from lecturekit.callbacks import Run, as_callbacks
from lecturekit.checks import whole_number
from lecturekit.minibatches import Reader, checked_data, paired_rows
from lecturekit.network import Network, UncheckedNetwork
from lecturekit.training import History, Loop, where_to_begin


def local_client(workers=2):
    """Start workers on this machine, one process each, and return a Client for them.

    Parameters
    ----------
    workers : int

    Returns
    -------
    distributed.Client
        ``with local_client() as client: …`` also stops the workers at the end.
    """
    workers = whole_number(workers, "workers")
    # Without an address the scheduler's web server would want port 8787, which may be taken.
    quiet = {"dashboard_address": "127.0.0.1:0", "scheduler_kwargs": {"dashboard": False}}
    return _dask().Client(n_workers=workers, threads_per_worker=1, silence_logs=50, **quiet)


def in_shards(X, y, shards):
    """Cut examples into shards of nearly equal size, keeping their order.

    Parameters
    ----------
    X : array_like, shape (n, d)
    y : array_like, shape (n, ...)
    shards : int
        At most n.

    Returns
    -------
    list of callables
        Each returns its (X, y). Data too large for this machine should be loaded on the workers:
        write such functions yourself, for instance ``partial(read_part, "/data/part-3.npz")``.
    """
    X, y = paired_rows(X, y)
    cuts = np.linspace(0, len(X), whole_number(shards, "shards", at_most=len(X)) + 1).astype(int)
    return [partial(_pair, X[a:b], y[a:b]) for a, b in pairwise(cuts)]


def fit_on_cluster(
    network,
    shards,
    client,
    optimizer=None,
    batch_size=1024,
    epochs=5,
    seed=0,
    callbacks=(),
    say=print,
):
    """Train a network on examples held by the workers of a Dask cluster.

    The minibatches are those that `fit` would draw from all shards together with the same seed.
    The steps are the same up to rounding: only the order of a sum differs.

    Parameters
    ----------
    network : Network
        θ changes in place.
    shards : sequence of callables
        Each returns its (X, y), on a worker, and the same at every call; see `in_shards`.
    client : distributed.Client
        From `local_client`, or ``Client("scheduler:8786")`` for a cluster.
    optimizer : Optimizer, optional
        The rule that updates θ, in this process; SGD(0.1) by default. It is reset first.
    batch_size, epochs, seed, callbacks, say
        As for `fit`. Use large batches: each step waits for a round trip to every worker.

    Returns
    -------
    History
        As from `fit`, whose inner loop this is.

    Raises
    ------
    ImportError
        If Dask is missing.
    ValueError
        For data or settings that do not match the network; nothing is then changed.
    distributed.KilledWorker
        If one task has killed several workers. θ is that of the last finished step.
    """
    if not isinstance(client, _dask().Client):
        raise ValueError(
            f'client is {client!r}, but a Dask client is needed: local_client(), or Client("host:'
            '8786") for the cluster whose scheduler runs there.'
        )
    batch_size = whole_number(batch_size, "batch_size")
    epochs = whole_number(epochs, "epochs", at_least=0)
    optimizer, place = where_to_begin(network, optimizer, seed, None, 0, batch_size)
    placed, sizes = _place(network, list(shards), client)
    run, callbacks = Run(network, optimizer, History()), as_callbacks(callbacks)
    for callback in callbacks:
        callback.begin(run)
    optimizer.reset()
    gradient = partial(_gradient, client, placed, sizes, network)
    loop = Loop(run, gradient, place._replace(n=sum(sizes)))
    return loop.train(epochs, callbacks, say)


class Shard(NamedTuple):
    """What a worker keeps: its examples, and a network with the right architecture."""

    network: Any
    X: Any
    y: Any


def load_shard(load, plan):
    """Load a shard (on a worker), and check that the network can be trained on it."""
    network = Network(**plan)
    return Shard(network, *checked_data(network, *load()))


def shard_gradient(shard, theta, indices):
    """Return (J, gradient) at θ for the examples `indices` of a shard: a pure function."""
    read = Reader(shard.network, shard.X, shard.y)  # new each time: tasks may run concurrently
    with np.errstate(all="ignore"):
        return UncheckedNetwork(shard.network, theta).loss_and_gradient(*read(indices))


def _place(network, shards, client):
    """Have the workers load the shards; return futures for them, and their sizes."""
    if not shards or not all(map(callable, shards)):
        raise ValueError(
            f"shards holds {shards!r:.60}, but at least one function that returns (X, y) is "
            "needed; in_shards(X, y, 2) makes them."
        )
    # Send names where possible: the worker's own object of that name is the fast one.
    names = [
        sigma.name if ACTIVATIONS.get(sigma.name) is sigma else sigma
        for sigma in (layer.activation for layer in network.layers)
    ]
    plan = {"sizes": network.sizes, "activation": names[:-1], "output": names[-1]}
    plan |= {"loss": network.loss_name, "dtype": network.theta.dtype}
    workers = sorted(client.scheduler_info(n_workers=-1)["workers"])
    with warnings.catch_warnings():
        # Dask recommends scattering the arrays. But scattered data is lost when its worker dies,
        # while data that is part of a task is sent again.
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        placed = [
            client.submit(
                load_shard,
                load,
                plan,
                workers=[workers[k % len(workers)]] if workers else None,
                allow_other_workers=bool(workers),  # if that worker dies
                pure=False,
            )
            for k, load in enumerate(shards)
        ]
    return placed, client.gather(client.map(_size, placed, pure=False))


def _gradient(client, placed, sizes, network, indices, _):
    """Return (J, gradient) for one minibatch: the weighted mean over the shards it touches."""
    theta = network.theta
    starts = np.concatenate([[0], np.cumsum(sizes)])
    parts = np.split(indices, np.searchsorted(indices, starts[1:-1]))  # indices ascend
    touched = [k for k, part in enumerate(parts) if len(part)]
    answers = client.gather(
        client.map(
            shard_gradient,
            [placed[k] for k in touched],
            [theta] * len(touched),
            [parts[k] - starts[k] for k in touched],
            pure=False,
        )
    )
    shares = [len(parts[k]) / len(indices) for k in touched]
    J = sum(share * J for share, (J, _) in zip(shares, answers, strict=True))
    return J, sum(
        theta.dtype.type(share) * gradient
        for share, (_, gradient) in zip(shares, answers, strict=True)
    )


def _size(shard):
    return len(shard.X)


def _pair(X, y):
    return X, y


def _dask():
    try:
        import distributed
    except ImportError:
        raise ImportError(
            "Data-parallel training needs Dask, which is missing; install it with "
            "`pip install distributed`."
        ) from None
    return distributed
