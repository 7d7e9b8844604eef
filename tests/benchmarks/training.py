"""Training throughput: ours, scikit-learn, PyTorch, JAX and the bare matrix products.

All of them take the same steps: the same data and minibatches, the same optimizer,
start and precision, on one core. So their loss curves must be the same, and that is checked
before anything is timed. Two differences cannot be avoided: scikit-learn shuffles by itself, and it
has one output for two classes; so its losses are only near.
"""

import os
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from lecturekit.datasets import digits, moons, standardise
from lecturekit.minibatches import batch_indices
from lecturekit.network import Network
from lecturekit.optimizers import SGD, Adam
from lecturekit.training import fit
from tests.benchmarks.rows import Measurement, bare_products, race

EPOCHS, ROUNDS, SEED = 2, 3, 0


class Rule(NamedTuple):
    """One optimizer, as each library calls it."""

    name: str
    ours: Callable
    sklearn: dict
    torch: Callable
    jax: Callable  # (theta, m, v, gradient, t) -> (theta, m, v)


def _momentum(theta, m, v, gradient, t):
    m = 0.9 * m + gradient
    return theta - 0.01 * m, m, v


def _adam(theta, m, v, gradient, t):
    m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    return theta - 1e-3 * m_hat / (v_hat**0.5 + 1e-8), m, v


MOMENTUM = Rule(
    "SGD, μ = 0.9",
    lambda: SGD(0.01, momentum=0.9),
    {"solver": "sgd", "learning_rate_init": 0.01, "momentum": 0.9, "nesterovs_momentum": False},
    lambda torch, parameters: torch.optim.SGD(parameters, 0.01, momentum=0.9),
    _momentum,
)
ADAM = Rule(
    "Adam",
    lambda: Adam(1e-3),
    {"solver": "adam", "learning_rate_init": 1e-3},
    lambda torch, parameters: torch.optim.Adam(parameters, 1e-3),
    _adam,
)


@contextmanager
def one_core():
    """Keep everybody on one core: JAX has no other way to be told."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    if cores:
        os.sched_setaffinity(0, {max(cores)})
    try:
        with threadpool_limits(1):
            yield
    finally:
        if cores:
            os.sched_setaffinity(0, cores)


def training(rule=MOMENTUM):
    """One epoch of each, side by side, and the loss curves of a few epochs compared before."""
    for sizes, (X, y), batch_size, dtype in (
        ([2, 16, 16, 2], standardised(moons(2000)), 32, "float64"),
        ([64, 64, 10], standardised(digits()), 32, "float64"),
        ([784, 128, 64, 10], clouds(60_000, 784), 64, "float32"),
        ([784, 256, 128, 10], clouds(60_000, 784), 256, "float32"),
    ):
        X = X.astype(dtype)
        what = f"{'-'.join(map(str, sizes))}, n = {len(X):,}, B = {batch_size}, {rule.name}"
        with one_core():
            start = Network(sizes, "tanh", "softmax", seed=SEED, dtype=dtype)
            runs = {name: train(rule, start, X, y, batch_size) for name, train in TRAINERS.items()}
            expected = runs["ours"](EPOCHS)
            for name, run in runs.items():
                near = 0.1 if "scikit" in name else 1e-3
                np.testing.assert_allclose(run(EPOCHS), expected, rtol=near, err_msg=name)
            runs["the bare matrix products"] = floor(sizes, len(X), batch_size, dtype)
            seconds, *times = race(*(partial(run, 1) for run in runs.values()), rounds=ROUNDS)
        for name, reference in zip(list(runs)[1:], times, strict=True):
            yield Measurement(what, seconds, name, reference)


def training_with_adam():
    """The same with Adam, whose update of each parameter costs more."""
    yield from training(ADAM)


def standardised(data):
    """Return (X, y) with X standardised; a pixel that never changes is 0."""
    return np.nan_to_num(standardise(data.X)), data.y


def clouds(n, d):
    """Return n examples of ten classes with d features: as large as MNIST, but made here."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 10, n)
    centres = rng.normal(size=(10, d)).astype("float32")
    return 0.05 * centres[y] + rng.normal(size=(n, d)).astype("float32"), y


def train_ours(rule, start, X, y, batch_size):
    def run(epochs):
        network = Network(start.sizes, "tanh", "softmax", dtype=start.theta.dtype)
        network.theta[:] = start.theta
        return fit(network, X, y, rule.ours(), batch_size, epochs, SEED, say=None).loss

    return run


def floor(sizes, n, batch_size, dtype):
    """Return a function that does the matrix products of some epochs, and nothing else."""
    products = bare_products(sizes, batch_size, dtype, np.random.default_rng(0))

    def run(epochs):
        for _ in range(epochs * -(-n // batch_size)):
            products()

    return run


def train_sklearn(rule, network, X, y, batch_size):
    class Started(MLPClassifier):
        """With our start; of two outputs their difference, which is what counts."""

        def _initialize(self, y, layer_units, dtype):
            super()._initialize(y, layer_units, dtype)
            for k, layer in enumerate(network.layers):
                W, b = layer.W.T.copy(), layer.b.copy()
                if W.shape != self.coefs_[k].shape:
                    W, b = W[:, 1:] - W[:, :1], b[1:] - b[:1]
                self.coefs_[k], self.intercepts_[k] = W, b

    def run(epochs):
        to_the_end = {"max_iter": epochs, "tol": 0.0, "n_iter_no_change": 10**6}
        same = {"alpha": 0.0, "batch_size": batch_size, "random_state": SEED}
        model = Started(network.sizes[1:-1], "tanh", **rule.sklearn, **same, **to_the_end)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it stops where we want it to
            return model.fit(X, y).loss_curve_

    return run


def train_torch(rule, network, X, y, batch_size):
    import torch  # slow to import: only this row pays

    torch.set_num_threads(1)
    X, y = torch.from_numpy(X), torch.from_numpy(y)

    def run(epochs):
        layers = []
        for layer, (d, p) in zip(network.layers, pairwise(network.sizes), strict=True):
            linear = torch.nn.Linear(d, p, dtype=X.dtype)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(layer.W))
                linear.bias.copy_(torch.from_numpy(layer.b))
            layers += [linear, torch.nn.Tanh()]
        model = torch.nn.Sequential(*layers[:-1])
        optimizer = rule.torch(torch, model.parameters())
        rng, losses = np.random.default_rng(SEED), []
        for _ in range(epochs):
            total = 0.0
            for indices in map(torch.from_numpy, batch_indices(len(X), batch_size, rng)):
                J = torch.nn.functional.cross_entropy(model(X[indices]), y[indices])
                optimizer.zero_grad()
                J.backward()
                optimizer.step()
                total += J.item() * len(indices)
            losses.append(total / len(X))
        return losses

    return run


def train_jax(rule, network, X, y, batch_size):
    """Return a function that trains with JAX, one compiled step."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)  # float32 data stay float32
    X, y = jnp.asarray(X), jnp.asarray(y)

    def loss(parameters, X, y):
        A = X
        for W, b in parameters[:-1]:
            A = jnp.tanh(A @ W.T + b)
        W, b = parameters[-1]
        scores = jax.nn.log_softmax(A @ W.T + b)
        return -jnp.mean(jnp.take_along_axis(scores, y[:, None], axis=1))

    def in_layers(arrays):
        return list(zip(arrays[::2], arrays[1::2], strict=True))

    @jax.jit
    def step(parameters, m, v, t, indices):
        J, gradient = jax.value_and_grad(loss)(parameters, X[indices], y[indices])
        parameters, m, v, gradient = map(jax.tree.leaves, (parameters, m, v, gradient))
        moved = [rule.jax(*each, t) for each in zip(parameters, m, v, gradient, strict=True)]
        return *(in_layers([one[i] for one in moved]) for i in range(3)), J

    def run(epochs):
        parameters = [(jnp.array(layer.W), jnp.array(layer.b)) for layer in network.layers]
        m = v = jax.tree.map(jnp.zeros_like, parameters)
        rng, losses, t = np.random.default_rng(SEED), [], np.zeros((), X.dtype)
        for _ in range(epochs):
            batches, J = batch_indices(len(X), batch_size, rng), []
            for indices in batches:
                t = t + np.ones((), X.dtype)
                parameters, m, v, now = step(parameters, m, v, t, indices)
                J.append(now)
            losses.append(float(np.average(jax.device_get(J), weights=list(map(len, batches)))))
        return losses

    return run


TRAINERS = {
    "ours": train_ours,
    "scikit-learn's MLPClassifier": train_sklearn,
    "PyTorch, eager": train_torch,
    "JAX, jit": train_jax,
}
