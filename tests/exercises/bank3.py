"""Answers to the exercises of Part 3, as in `bank1`."""

from pathlib import Path

import numpy as np

from lecturekit.activations import sigmoid, softmax
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network
from tests.exercises.bank1 import read

BANK = Path(__file__).with_name("bank3.md").read_text(encoding="utf-8")
RIGHT, WRONG = read(BANK)


def with_loops(X, W, delta):
    dW, db, dX = np.zeros_like(W), np.zeros(len(W)), np.zeros_like(X)
    for i in range(len(X)):
        for k in range(len(W)):
            dW[k] += delta[i, k] * X[i]
            db[k] += delta[i, k]
            dX[i] += delta[i, k] * W[k]
    return dW, db, dX


RIGHT["dense_gradient"] = [
    with_loops,
    lambda X, W, d: [np.einsum("nk,nj->kj", d, X), np.ones(len(X)) @ d, (W.T @ d.T).T],
]


RIGHT["hidden_delta"] = [
    lambda d, W, Z, _, f, g: np.einsum("nk,kj,nj->nj", d, W, f.derivative(Z)),
    lambda d, W, Z, _, f, g, h=1e-5: d @ W * (f(Z + h) - f(Z - h)) / (2 * h),
]


def minus_one_at_the_label(Z, y):
    slopes = softmax(Z)
    slopes[np.arange(len(y)), y] -= 1
    return slopes / len(y)


def one_hot(Z, y):
    return (np.arange(Z.shape[1]) == y[:, None]) * 1.0


RIGHT["softmax_gradient"] = [
    minus_one_at_the_label,
    lambda Z, y: (softmax(Z) - one_hot(Z, y)) / len(y),
]


def moving(put_back):
    """Return an attempt that changes θ in place, and then restores it, or steps it back."""

    def attempt(f, theta, h):
        slopes = np.empty(len(theta))
        for j, before in enumerate(theta.copy()):
            theta[j] += h
            up = f(theta)
            theta[j] -= 2 * h
            slopes[j] = (up - f(theta)) / (2 * h)
            theta[j] = before if put_back else theta[j] + h
        return slopes

    return attempt


def one_by_one(slope):
    return lambda f, theta, h: [slope(f, theta, h * e) for e in np.identity(theta.size)]


RIGHT["numerical_gradient"] = [
    moving(put_back=True),
    moving(put_back=False),
    one_by_one(lambda f, t, s: (f(t + s) - f(t - s)) / (2 * s.max())),
]

RIGHT["planted_bugs"] = [(6, 3, 5), {"c": 5, "b": 3, "a": 6}]
WRONG["planted_bugs"] = [
    ((1, 3, 5), "2 of the three are right. Pass A does not have bug 1, “the mean"),
    ((8, 3, 5), "same gradients, but with other numbers: look at `dW_1`"),
    ((5, 3, 5), "would spoil `db_1`, but in A it is right"),
    ((6, 5, 3), "1 of the three is right. Pass B"),
    ((6, 3, 9), "For C came 9; the bugs are numbered 1 to 8"),
    (("transposed", 3, 5), "For A came text"),
    ({"A": 6, "B": 3}, "The passes are A, B and C; the keys are ['A', 'B']"),
]


def of_a_network(W_1, b_1, W_2, b_2, X, y, step_size):
    net = Network([W_1.shape[1], len(W_1), 1], "tanh", output="sigmoid")
    for layer, W, b in zip(net.layers, (W_1, W_2), (b_1, b_2), strict=True):
        layer.W[:], layer.b[:] = W, b
    path = gradient_descent(objective(net, X, y), net.theta, step_size, max_steps=1)
    return [part for pair in net.views(path.thetas[-1]) for part in pair]


def step(late=False, slope=lambda A: 1 - A**2):
    """Return a step as students write it: the hidden delta before (or after) W_2 is updated."""

    def attempt(W_1, b_1, W_2, b_2, X, y, step_size):
        A = np.tanh(X @ W_1.T + b_1)
        d_2 = (sigmoid(A @ W_2.T + b_2) - y) / len(y)
        new = W_2 - step_size * d_2.T @ A
        d_1 = (d_2 @ (new if late else W_2)) * slope(A)
        slopes = d_1.T @ X, d_1.sum(axis=0), d_2.sum(axis=0)
        W_1, b_1, b_2 = (
            old - step_size * g for old, g in zip((W_1, b_1, b_2), slopes, strict=True)
        )
        return W_1, b_1, new, b_2

    return attempt


def changed(change):
    return lambda *arguments: change(step()(*arguments), arguments)


RIGHT["update_order"] = [of_a_network, changed(lambda new, old: [part.tolist() for part in new])]

RIGHT["dead_units"] = [
    lambda Z: np.max(Z, axis=0) <= 0,
    lambda Z: [not any(z > 0 for z in column) for column in Z.T],
]
