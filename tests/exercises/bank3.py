"""Answers to the exercises of Part 3, as in `bank1`."""

import numpy as np

from lecturekit.activations import sigmoid, softmax
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network

RIGHT, WRONG = {}, {}


def by_differences(a, b, h=1e-4):
    def f(a, b):
        return (a + b) * b

    return (f(a + h, b) - f(a - h, b)) / (2 * h), (f(a, b + h) - f(a, b - h)) / (2 * h)


RIGHT["graph_derivative"] = [by_differences, lambda a, b: np.array([b, a + 2 * b])]

RIGHT["backward_multiply"] = [lambda a, b, u: (b * u, a * u), lambda a, b, u: u * np.array([b, a])]


def spoil_upstream(z, upstream):
    upstream[z <= 0] = 0
    return upstream


RIGHT["backward_relu"] = [
    lambda z, upstream: np.where(z > 0, upstream, 0),
    lambda z, upstream: spoil_upstream(z, upstream.copy()),
]
WRONG["backward_relu"] = [
    (lambda z, u: u if z > 0 else 0 * u, "An `if` cannot decide"),
    (spoil_upstream, "changes its argument `upstream`"),
]


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


def factors(X, weights, sigma, size=lambda Z: np.linalg.norm(Z) / np.sqrt(Z.size)):
    """Scale copies of the weights, and compare."""
    new, A = [np.array(W, float) for W in weights], X
    for W in new:
        W /= size(A @ W.T)
        A = sigma(A @ W.T)
    return [np.abs(W).sum() / np.abs(old).sum() for W, old in zip(new, weights, strict=True)]


def from_the_start(X, weights, sigma):
    found = []
    for _ in weights:
        A = X
        for W, c in zip(weights, [*found, 1], strict=False):
            A = sigma(Z := A @ (c * W).T)
        found.append((Z**2).mean() ** -0.5)
    return np.array(found)


RIGHT["signal_size"] = [
    factors,
    from_the_start,
    lambda X, weights, sigma: factors(X, weights, sigma, lambda Z: np.hypot(Z.mean(), Z.std())),
    lambda X, weights, sigma: factors(X, tuple(weights), lambda Z: 1 * sigma(Z)),
    lambda X, weights, sigma: from_the_start(X, weights, sigma).tolist(),
]
WRONG["signal_size"] = [
    (lambda X, weights, sigma: factors(X, weights, sigma, np.std), "subtracts the mean first"),
    (lambda X, weights, sigma: factors(X[:1], weights, sigma), "Only the first example"),
]


def sums_over(Z, q, sigma, norm=np.linalg.norm, h=1e-5):
    n, p = Z.shape
    slopes = (sigma(Z + h) - sigma(Z - h)) / (2 * h)
    return norm(Z) / norm(sigma(Z)) / p**0.5, (n * p / q) ** 0.5 / norm(slopes)


RIGHT["two_deviations"] = [
    sums_over,
    lambda Z, q, sigma: np.array(sums_over(Z, q, sigma)),
    lambda Z, q, sigma: [[s] for s in sums_over(Z, q, sigma)],
    lambda Z, q, sigma: sums_over(Z, q, sigma, lambda part: (part**2).sum() ** 0.5),
    lambda Z, q, sigma: tuple(np.exp(0.5 * np.log(np.square(sums_over(Z, q, sigma))))),
]
