"""Every check of Part 3 against a bank of answers: right ones, and wrong ones with their diagnosis.

The answers are written as students write them, independently of the mistakes that the package
knows; only what is said about them is compared.
"""

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.activations import relu, sigmoid, softmax, tanh
from lecturekit.exercises.notes import Note, unwrapped
from lecturekit.exercises.parts import PartsExercise
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.network import Network
from tests.exercises.answers import assert_right, assert_told, listed, of_part

# exercise -> (right answers, wrong answers with a piece of the expected diagnosis)
RIGHT, WRONG = {}, {}

# ---- 3.1


def by_nodes(a, b):
    s = a + b
    ds, db = b, s  # f = s * b
    da = ds * 1
    db += ds * 1
    return da, db


def by_differences(a, b, h=1e-4):
    def f(a, b):
        return (a + b) * b

    return (f(a + h, b) - f(a - h, b)) / (2 * h), (f(a, b + h) - f(a, b - h)) / (2 * h)


RIGHT["graph_derivative"] = {
    "multiplied out": lambda a, b: (b, a + 2 * b),
    "node by node": by_nodes,
    "differences": by_differences,
    "a list": lambda a, b: [b, b + (a + b)],
    "an array": lambda a, b: np.array([b, a + b + b]),
}
WRONG["graph_derivative"] = {
    "through the sum": (lambda a, b: (b, 1 * b), "straight from $b$ to $f$ is missing"),
    "through the product": (lambda a, b: (b, a + b), "path through the sum is missing"),
    "paths multiplied": (lambda a, b: (b, (a + b) * b), "are multiplied"),
    "swapped": (lambda a, b: (a + 2 * b, b), "swapped"),
    "a times b": (lambda a, b: (b, a), "comes out as $a$"),
    "a like b": (lambda a, b: (a + b, a + b + b), "only through the sum"),
    "times a": (lambda a, b: (b * a, a + 2 * b), "factor $a$ too many"),
    "ones": (lambda a, b: (1, 1), "local derivatives of the sum"),
    "averaged": (lambda a, b: (b, b / 2 + (a + b) / 2), "averaged"),
    "twice": (lambda a, b: (b + b, 2 * (a + b + b)), "counted twice"),
    "one path twice": (lambda a, b: (b, a + b + b + b), "path through the sum twice"),
    "only one": (lambda a, b: a + 2 * b, "shape (2,) is expected"),
    "three": (lambda a, b: (b, a + 2 * b, 0), "shape"),
    "minus": (lambda a, b: (-b, -a - 2 * b), "sign is reversed"),
    "nothing": (lambda a, b: print(end=""), "Is a `return` missing?"),
}

# ---- 3.2


def with_names(a, b, upstream):
    dv_da, dv_db = b, a
    return upstream * dv_da, upstream * dv_db


RIGHT["backward_multiply"] = {
    "other order": lambda a, b, u: (b * u, a * u),
    "with names": with_names,
    "an array": lambda a, b, u: u * np.array([b, a]),
    "a list": lambda a, b, u: [u * b, u * a],
}
WRONG["backward_multiply"] = {
    "swapped": (lambda a, b, u: (u * a, u * b), "swapped"),
    "local": (lambda a, b, u: (b, a), "upstream gradient is missing: multiply"),
    "added": (lambda a, b, u: (b + u, a + u), "are added"),
    "a sum": (lambda a, b, u: (u, u), "what a *sum* does"),
    "the product": (lambda a, b, u: [u * a * b] * 2, "value of the product"),
    "second local": (lambda a, b, u: (u * b, a), "The gradient of $a$ is right"),
    "first local": (lambda a, b, u: (b, a * u), "The gradient of $b$ is right"),
    "b twice": (lambda a, b, u: (u * b, u * b), "Both get `upstream * b`"),
    "a twice": (lambda a, b, u: (u * a, u * a), "Both get `upstream * a`"),
    "together": (lambda a, b, u: (u * a + u * b, u * (a + b)), "sum of the two"),
    "halves": (lambda a, b, u: (b * u / 2, a * u / 2), "halves"),
    "squared": (lambda a, b, u: (u**2 * b, u**2 * a), "in it twice"),
    "one number": (lambda a, b, u: u * b, "shape (2,) is expected"),
    "divided": (lambda a, b, u: (u / a, u / b), "ZeroDivisionError"),
    "two arguments": (lambda a, b: (b, a), "takes 2 arguments"),
}

# ---- 3.3


def entry_by_entry(z, upstream):
    dz = np.zeros_like(z)
    for place, value in np.ndenumerate(z):
        if value > 0:
            dz[place] = upstream[place]
    return dz


def spoil_upstream(z, upstream):
    upstream[z <= 0] = 0
    return upstream


RIGHT["backward_relu"] = {
    "where": lambda z, upstream: np.where(z > 0, upstream, 0),
    "a loop": entry_by_entry,
    "a copy": lambda z, upstream: spoil_upstream(z, upstream.copy()),
    "the package's own": lambda z, upstream: upstream * relu.derivative(z),
    "from the output": lambda z, upstream: upstream * (np.maximum(z, 0) > 0),
    "float32": lambda z, upstream: np.float32(upstream) * (z > 0),
}
WRONG["backward_relu"] = {
    "local": (lambda z, u: np.where(z > 0, 1.0, 0.0), "This is the local derivative"),
    "truth values": (lambda z, u: z > 0, "This is the local derivative"),
    "times relu": (lambda z, u: u * relu(z), "multiplied by ReLU itself"),
    "relu of upstream": (lambda z, u: np.where(u > 0, u, 0), "applied to the upstream"),
    "both": (lambda z, u: np.where((z > 0) & (u > 0), u, 0), "Negative gradients are stopped"),
    "kink open": (lambda z, u: np.where(z < 0, 0, u), "write `>` and not `>=`"),
    "half": (lambda z, u: u * (np.sign(z) + 1) / 2, "slope ½"),
    "other way": (lambda z, u: np.where(z > 0, 0, u), "wrong way round"),
    "other way, strictly": (lambda z, u: np.where(z < 0, u, 0), "wrong way round"),
    "identity": (lambda z, u: u, "passes everywhere"),
    "times z": (lambda z, u: u * z, "multiplied by $z$"),
    "sign": (lambda z, u: u * np.sign(z), "absolute value"),
    "forward": (lambda z, u: relu(z), "forward pass"),
    "added": (lambda z, u: (z > 0) + u, "added"),
    "leaky": (lambda z, u: np.where(z > 0, 1, 0.01) * u, "a little passes"),
    "summed": (lambda z, u: np.sum(u[z > 0]), "added up over the entries"),
    "an if": (lambda z, u: u if z > 0 else 0 * u, "An `if` cannot decide"),
    "in place": (spoil_upstream, "changes its argument `upstream`"),
}

# ---- 3.4


def last_wins(ups, locals_):
    grad = 0
    for k in range(len(ups)):
        grad = ups[k] * locals_[k]
    return grad


def too_early(ups, locals_):
    grad = 0
    for k in range(len(ups)):
        grad += ups[k] * locals_[k]
        return grad


RIGHT["backward_fork"] = {
    "dot": lambda ups, locals_: ups @ locals_,
    "sum": lambda upstreams, local_derivatives: sum(upstreams * local_derivatives),
    "generator": lambda ups, locs: sum(u * loc for u, loc in zip(ups, locs, strict=True)),
    "einsum": lambda ups, locals_: np.einsum("k,k->", ups, locals_),
    "float32": lambda ups, locals_: np.float32(ups) @ np.float32(locals_),
}
WRONG["backward_fork"] = {
    "last wins": (last_wins, "Only the last user counts"),
    "too early": (too_early, "Only the first user counts"),
    "mean": (lambda ups, locs: ups @ locs / len(ups), "averaged"),
    "product": (lambda ups, locs: np.prod(ups) * np.prod(locs), "multiplied with each other"),
    "sums": (lambda ups, locs: sum(ups) * sum(locs), "sums are multiplied"),
    "upstreams": (lambda ups, locs: sum(ups), "local derivatives are missing"),
    "locals": (lambda ups, locs: sum(locs), "upstream gradients are missing"),
    "shares": (lambda ups, locs: ups * locs, "shares of the single paths"),
    "largest": (lambda ups, locs: max(ups * locs), "largest share"),
    "added": (lambda ups, locs: sum(ups) + sum(locs), "upstream and local derivative are added"),
    "sizes": (lambda ups, locs: np.linalg.norm(ups * locs, ord=1), "sizes of the shares"),
    "outer": (lambda ups, locs: ups[:, None] * locs, "outer product"),
    "no last": (lambda ups, locs: ups[:-1] @ locs[:-1], "last user is missing"),
    "no first": (lambda ups, locs: ups[1:] @ locs[1:], "first user is missing"),
    "minus": (lambda ups, locs: -ups @ locs, "sign is reversed"),
    "one too far": (
        lambda ups, locs: sum(ups[k] * locs[k] for k in range(len(ups) + 1)),
        "IndexError",
    ),
}

# ---- 3.5


def with_loops(X, W, delta):
    dW, db, dX = np.zeros_like(W), np.zeros(len(W)), np.zeros_like(X)
    for i in range(len(X)):
        for k in range(len(W)):
            dW[k] += delta[i, k] * X[i]
            db[k] += delta[i, k]
            dX[i] += delta[i, k] * W[k]
    return dW, db, dX


def dense(dW=None, db=None, dX=None):
    """Return an attempt that is right but for the parts that are given, as functions."""

    def attempt(X, W, delta):
        good = (delta.T @ X, delta.sum(0), delta @ W)
        made = [part(X, W, delta) if part else None for part in (dW, db, dX)]
        return tuple(g if m is None else m for g, m in zip(good, made, strict=True))

    return attempt


def times_n(X, W, delta):
    return tuple(len(X) * part for part in with_loops(X, W, delta))


def delta_spoilt(X, W, delta):
    answer = with_loops(X, W, delta)
    delta /= len(X)
    return answer


def fitting(X, W, delta):
    """Return delta @ X where that runs, as one who looks at shapes alone."""
    return delta @ X if len(delta) == len(delta.T) == len(X) else delta.T @ X


RIGHT["dense_gradient"] = {
    "loops": with_loops,
    "einsum": lambda X, W, d: (
        np.einsum("nk,nj->kj", d, X),
        np.einsum("nk->k", d),
        np.einsum("nk,kj->nj", d, W),
    ),
    "turned": lambda X, W, d: ((X.T @ d).T, np.ones(len(X)) @ d, (W.T @ d.T).T),
    "a list of lists": lambda X, W, d: [part.tolist() for part in with_loops(X, W, d)],
    "float32": lambda X, W, d: tuple(map(np.float32, with_loops(X, W, d))),
}
WRONG["dense_gradient"] = {
    "transposed": (dense(dW=lambda X, W, d: X.T @ d), "`dW` is transposed"),
    "delta not turned": (lambda X, W, d: (d @ X, d.sum(0), d @ W), "Which shapes fit together?"),
    "delta not turned where it fits": (dense(dW=fitting), "delta.T @ X"),
    "W turned": (lambda X, W, d: (d.T @ X, d.sum(0), d @ W.T), "Which shapes fit together?"),
    "W turned where it fits": (
        dense(dX=lambda X, W, d: d @ W.T if len(W) == len(W.T) else d @ W),
        "`W` is transposed in `dX`",
    ),
    "no sum": (dense(db=lambda X, W, d: d), "sum over the examples is missing"),
    "other axis": (dense(db=lambda X, W, d: d.sum(1)), "wrong axis"),
    "mean": (dense(db=lambda X, W, d: d.mean(0)), "`db` is a mean"),
    "one bias": (dense(db=lambda X, W, d: np.sum(d)), "`db` is one number"),
    "a row": (dense(db=lambda X, W, d: d.sum(0)[None]), "kept as a row"),
    "mean in dW": (dense(dW=lambda X, W, d: d.T @ X / len(d)), "`dW` is divided by $n$ once"),
    "mean in both": (
        dense(dW=lambda X, W, d: d.T @ X / len(d), db=lambda X, W, d: d.mean(0)),
        "weights and biases are divided by $n$",
    ),
    "mean in dX": (dense(dX=lambda X, W, d: d @ W / len(d)), "There is a $1/n$ too many"),
    "mean everywhere": (lambda X, W, d: with_loops(X, W, d / len(X)), "There is a $1/n$ too many"),
    "times n": (times_n, "factor $n$ too many"),
    "minus": (lambda X, W, d: with_loops(X, W, -d), "sign is reversed"),
    "minus in dX": (dense(dX=lambda X, W, d: -d @ W), "but `dX` is not. The sign is reversed"),
    "swapped": (lambda X, W, d: (d @ W, d.sum(0), d.T @ X), "swapped"),
    "X once more": (dense(dX=lambda X, W, d: (d @ W) * X), "by `X` once more"),
    "no weights": (
        dense(dX=lambda X, W, d: np.repeat(d.sum(1)[:, None], len(X.T), axis=1)),
        "the weights are missing",
    ),
    "no delta": (dense(dX=lambda X, W, d: np.ones_like(d) @ W), "upstream `delta` is missing"),
    "averaged": (dense(dX=lambda X, W, d: d @ W / W.shape[0]), "averaged over the neurons"),
    "X alone": (dense(dW=lambda X, W, d: np.ones_like(d).T @ X), "sums of inputs"),
    "first example": (
        dense(dW=lambda X, W, d: np.outer(d[0], X[0]), db=lambda X, W, d: d[0]),
        "Only the first example",
    ),
    "only two": (lambda X, W, d: (d.T @ X, d.sum(0)), "2 came, but 3 are needed: `dW`, `db` and"),
    "only one": (lambda X, W, d: d.T @ X, "One array came, but 3 are needed"),
    "text inside": (dense(db=lambda X, W, d: "db"), "`db` is text"),
    "in place": (delta_spoilt, "changes its argument `delta`"),
    "a wrong number": (dense(db=lambda X, W, d: d.sum(0) + 1), "too large by 1"),
    "another shape": (
        dense(dX=lambda X, W, d: d),
        "`dW` and `db` are right, but `dX` is not. Its shape is (1, 1), but that of `X`, (1, 2)",
    ),
    "dX transposed": (dense(dX=lambda X, W, d: (d @ W).T), "It is transposed. Its shape is (2, 1)"),
}

# ---- 3.6


def by_entries(delta_2, W_2, Z_1, Z_2, sigma_1, sigma_2):
    delta_1 = np.zeros_like(Z_1)
    for i, j in np.ndindex(*Z_1.shape):
        back = sum(delta_2[i, k] * W_2[k, j] for k in range(len(W_2)))
        delta_1[i, j] = back * sigma_1.derivative(Z_1[i, j])
    return delta_1


def slope_first(d, W, Z_1, Z_2, f, g):
    if d.shape == Z_1.shape:
        return (d * f.derivative(Z_1)) @ W
    return by_entries(d, W, Z_1, Z_2, f, g)


def numerically(d, W, Z_1, Z_2, f, g, h=1e-5):
    return d @ W * (f(Z_1 + h) - f(Z_1 - h)) / (2 * h)


RIGHT["hidden_delta"] = {
    "multiply": lambda d, W, Z_1, Z_2, f, g: np.multiply(d @ W, f.derivative(Z_1)),
    "entries": by_entries,
    "turned": lambda d, W, Z_1, Z_2, f, g: ((W.T @ d.T) * f.derivative(Z_1.T)).T,
    "two lines": lambda d, W, Z_1, Z_2, f, g: np.einsum("nk,kj,nj->nj", d, W, f.derivative(Z_1)),
    "differences": numerically,
    "float32": lambda *a: np.float32(by_entries(*a)),
}
WRONG["hidden_delta"] = {
    "no slope": (lambda d, W, Z_1, Z_2, f, g: d @ W, "slope $\\sigma_1'(Z_1)$ is missing"),
    "slope at A": (
        lambda d, W, Z_1, Z_2, f, g: d @ W * f.derivative(f(Z_1)),
        "taken at $A_1$",
    ),
    "sigma_2": (lambda d, W, Z_1, Z_2, f, g: d @ W * g.derivative(Z_1), "slope is that of `sigma_"),
    "Z_2": (
        lambda d, W, Z_1, Z_2, f, g: d @ W * f.derivative(Z_1 if Z_1.size != Z_2.size else Z_2),
        "taken at `Z_2`",
    ),
    "Z_2 always": (
        lambda d, W, Z_1, Z_2, f, g: (d @ W) * np.resize(f.derivative(Z_2), (1, 3)),
        "ValueError",
    ),
    "layer 2": (
        lambda d, W, Z_1, Z_2, f, g: (
            d @ W * (f.derivative(Z_1) if Z_1.size != Z_2.size else g.derivative(Z_2))
        ),
        "slope is that of layer 2",
    ),
    "no derivative": (lambda d, W, Z_1, Z_2, f, g: d @ W * f(Z_1), "activation itself"),
    "times Z": (lambda d, W, Z_1, Z_2, f, g: d @ W * Z_1, "by $Z_1$ itself"),
    "W turned": (
        lambda d, W, Z_1, Z_2, f, g: d @ W.T * f.derivative(Z_1),
        "Which shapes fit together?",
    ),
    "W turned where it fits": (
        lambda d, W, Z_1, Z_2, f, g: (
            (d @ W.T if W.shape == W.T.shape else d @ W) * f.derivative(Z_1)
        ),
        "`W_2` is transposed where it is square",
    ),
    "slope first": (slope_first, "comes too early"),
    "no weights": (
        lambda d, W, Z_1, Z_2, f, g: d.sum(1)[:, None] * f.derivative(Z_1),
        "weights are missing",
    ),
    "no delta": (
        lambda d, W, Z_1, Z_2, f, g: np.sum(W, axis=0) * f.derivative(Z_1),
        "`delta_2` is missing",
    ),
    "minus": (lambda *a: -by_entries(*a), "sign is reversed"),
    "mean": (lambda d, *a: by_entries(d / len(d), *a), "$1/n$ too many"),
    "slope twice": (
        lambda d, W, Z_1, Z_2, f, g: d @ W * f.derivative(Z_1) * f.derivative(Z_1),
        "in it twice",
    ),
    "added": (lambda d, W, Z_1, Z_2, f, g: f.derivative(Z_1) + d @ W, "are added"),
    "dW_2": (lambda d, W, Z_1, Z_2, f, g: d.T @ f(Z_1), "This is `dW_2`"),
    "transposed": (lambda *a: by_entries(*a).T, "transposed"),
    "in place": (
        lambda d, W, Z_1, Z_2, f, g: np.multiply(d @ W, f.derivative(Z_1), out=Z_1),
        "changes its argument `Z_1`",
    ),
}

# ---- 3.7


def minus_one_at_the_label(Z, y):
    slopes = softmax(Z)
    slopes[np.arange(len(y)), y] -= 1
    return slopes / len(y)


def example_by_example(Z, y):
    rows = []
    for z, c in zip(Z, y, strict=True):
        e = np.exp(z - max(z))
        rows.append([e[k] / sum(e) - (k == c) for k in range(len(z))])
    return np.array(rows) / len(Z)


def by_the_network(Z, y):
    net = Network([Z.shape[1], Z.shape[1]], output="softmax")
    net.layers[0].W[:] = np.eye(Z.shape[1])
    return net._output_slope(net.forward(Z), net.targets(y, len(Z)))


def one_hot(Z, y):
    Y = np.zeros(Z.shape)
    Y[range(len(y)), y] = 1
    return Y


RIGHT["softmax_gradient"] = {
    "minus one": minus_one_at_the_label,
    "a loop": example_by_example,
    "compared": lambda Z, y: (softmax(Z) - (np.arange(Z.shape[1]) == y[:, None])) / len(y),
    "of a network": by_the_network,
    "float32": lambda Z, y: np.float32(minus_one_at_the_label(Z, y)),
}
WRONG["softmax_gradient"] = {
    "no mean": (lambda Z, y: softmax(Z) - one_hot(Z, y), "The mean is missing"),
    "sign": (lambda Z, y: (one_hot(Z, y) - softmax(Z)) / len(Z), "The sign is reversed: it is"),
    "sign, no mean": (lambda Z, y: one_hot(Z, y) - softmax(Z), "mean is missing too"),
    "class numbers": (lambda Z, y: (softmax(Z) - y.reshape(-1, 1)) / len(Z), "class *number*"),
    "class numbers across": (lambda Z, y: (softmax(Z) - y) / len(Z), "Which shapes fit together?"),
    "no targets": (lambda Z, y: softmax(Z) / len(y), "targets are not used"),
    "no softmax": (lambda Z, y: (Z - one_hot(Z, y)) / len(Z), "Softmax is missing"),
    "mean of entries": (lambda Z, y: (softmax(Z) - one_hot(Z, y)) / np.size(Z), "all $nK$"),
    "classes": (lambda Z, y: (softmax(Z) - one_hot(Z, y)) / len(Z.T), "number of classes"),
    "of y_hat": (lambda Z, y: -(one_hot(Z, y) / softmax(Z)) / len(Z), "with respect to $\\hat y$"),
    "sigma prime": (
        lambda Z, y: minus_one_at_the_label(Z, y) * (softmax(Z) - softmax(Z) ** 2),
        "has cancelled already",
    ),
    "right class only": (
        lambda Z, y: one_hot(Z, y) * minus_one_at_the_label(Z, y),
        "Only the right class",
    ),
    "others only": (
        lambda Z, y: np.where(one_hot(Z, y) == 1, 0, softmax(Z) / len(y)),
        "right class has no slope",
    ),
    "sigmoid": (lambda Z, y: (sigmoid(Z) - one_hot(Z, y)) / len(y), "Sigmoids are used"),
    "columns": (
        lambda Z, y: (np.exp(Z) / np.exp(Z).sum(0) - one_hot(Z, y)) / len(y),
        "down the columns",
    ),
    "rounded": (
        lambda Z, y: (one_hot(Z, np.argmax(Z, axis=1)) - one_hot(Z, y)) / len(y),
        "rounded to classes",
    ),
    "averaged away": (lambda Z, y: np.mean(softmax(Z) - one_hot(Z, y), axis=0), "a row for each"),
    "brackets": (lambda Z, y: softmax(Z) - one_hot(Z, y) / len(y), "brackets"),
    "the loss": (
        lambda Z, y: -np.mean(np.log(softmax(Z)[range(len(y)), y])),
        "This is $J$ itself",
    ),
    "in place": (
        lambda Z, y: np.subtract(softmax(Z), one_hot(Z, y), out=Z) / len(y),
        "changes its argument `Z`",
    ),
}

# ---- 3.8


def with_copies(f, theta, h):
    slopes = []
    for j in range(theta.size):
        up, down = theta.copy(), theta.copy()
        up[j] += h
        down[j] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return slopes


def put_back(f, theta, h):
    slopes = np.empty(len(theta))
    for j in range(len(theta)):
        before = theta[j]
        theta[j] = before + h
        up = f(theta)
        theta[j] = before - h
        slopes[j] = (up - f(theta)) / (2 * h)
        theta[j] = before
    return slopes


def moved_and_moved_back(f, theta, h):
    slopes = []
    for j in range(len(theta)):
        theta[j] += h
        up = f(theta)
        theta[j] -= 2 * h
        slopes.append((up - f(theta)) / (2 * h))
        theta[j] += h
    return slopes


def left_moved(f, theta, h):
    theta = theta.copy()
    slopes = []
    for j in range(len(theta)):
        theta[j] += h
        up = f(theta)
        theta[j] -= 2 * h
        slopes.append((up - f(theta)) / (2 * h))
    return slopes


def left_up(f, theta, h):
    theta = theta.copy()
    slopes = []
    for j in range(len(theta)):
        theta[j] -= h
        down = f(theta)
        theta[j] += 2 * h
        slopes.append((f(theta) - down) / (2 * h))
    return slopes


def one_by_one(slope):
    return lambda f, theta, h: [slope(f, theta, h * e) for e in np.identity(theta.size)]


def stopped(f, theta, h):
    slopes = np.zeros(len(theta))
    for j in range(len(theta)):
        step = h * (np.arange(len(theta)) == j)
        slopes[j] = (f(theta + step) - f(theta - step)) / 2 / h
        return slopes


def first_only(f, theta, h):
    for slope in with_copies(f, theta, h):
        return slope


RIGHT["numerical_gradient"] = {
    "copies": with_copies,
    "put back": put_back,
    "basis": one_by_one(lambda f, t, s: (f(t + s) - f(t - s)) / (2 * s.max())),
    "both sides": one_by_one(
        lambda f, t, s: ((f(t + s) - f(t)) / s.sum() + (f(t) - f(t - s)) / s.sum()) / 2
    ),
}
WRONG["numerical_gradient"] = {
    "forward": (
        one_by_one(lambda f, t, s: (f(t + s) - f(t)) / s.max()),
        "*forward* difference",
    ),
    "backward": (one_by_one(lambda f, t, s: (f(t) - f(t - s)) / s.max()), "*backward* difference"),
    "by h": (
        one_by_one(lambda f, t, s: (f(t + s) - f(t - s)) / s.max()),
        "it is $2h$",
    ),
    "brackets": (
        one_by_one(lambda f, t, s: (f(t + s) - f(t - s)) / 2 * s.max()),
        "brackets are missing",
    ),
    "half a forward": (
        one_by_one(lambda f, t, s: (f(t + s) - f(t)) / s.max() / 2),
        "forward difference, divided by $2h$",
    ),
    "not divided": (one_by_one(lambda f, t, s: f(t + s) - f(t - s)), "not divided"),
    "all at once": (
        lambda f, t, h: np.full(len(t), (f(t + h) - f(t - h)) / (2 * h)),
        "every slope comes out the same",
    ),
    "one number": (lambda f, t, h: (f(t + h) - f(t - h)) / (2 * h), "one number for all"),
    "minus": (
        one_by_one(lambda f, t, s: (f(t - s) - f(t + s)) / (2 * s.max())),
        "sign is reversed",
    ),
    "left moved": (left_moved, "stay moved"),
    "left up": (left_up, "stay moved"),
    "added": (one_by_one(lambda f, t, s: (f(t + s) + f(t - s)) / (2 * s.max())), "are added"),
    "relative": (
        one_by_one(lambda f, t, s: (f(t + s * t) - f(t - s * t)) / (2 * s.max())),
        "$h$ times $\\theta_j$",
    ),
    "first only": (first_only, "Only the first slope"),
    "stopped": (stopped, "ends it too early"),
    "summed": (lambda f, t, h: sum(with_copies(f, t, h)), "added up"),
    "second": (
        one_by_one(lambda f, t, s: (f(t + s) + f(t - s) - 2 * f(t)) / s.max() ** 2),
        "*second* difference",
    ),
    "in place": (moved_and_moved_back, "changes its argument `theta` in place"),
    "f without theta": (lambda f, t, h: f() / h, "TypeError"),
}

# ---- 3.9

RIGHT["planted_bugs"] = {
    "a tuple": (6, 3, 5),
    "a list": [6, 3, 5],
    "by name": {"A": 6, "B": 3, "C": 5},
    "small letters": {"c": 5, "b": 3, "a": 6},
    "an array": np.array([6, 3, 5]),
    "text": ("6", "3", " 5 "),
    "floats": (6.0, 3.0, 5.0),
}
WRONG["planted_bugs"] = {
    "A: mean": ((1, 3, 5), "2 of the three are right. Pass A does not have bug 1"),
    "A: bias": ((7, 3, 5), "would leave `dW_1` right, but in A it is wrong"),
    "A: outputs": ((8, 3, 5), "same gradients, but with other numbers: look at `dW_1`"),
    "A: slope": ((5, 3, 5), "would spoil `db_1`, but in A it is right"),
    "B: mean": ((6, 1, 5), "Pass B does not have bug 1, “the mean"),
    "B: sign": ((6, 2, 5), "Pass B does not have bug 2, “the sign"),
    "B: tanh": ((6, 4, 5), "would leave `dW_2` right, but in B it is wrong"),
    "C: no tanh": ((6, 3, 4), "Pass C does not have bug 4, “the slope of tanh is missing"),
    "C: sigmoid": ((6, 3, 3), "would spoil `dW_2`, but in C it is right"),
    "C: transposed": ((6, 3, 6), "would leave `db_1` right, but in C it is wrong"),
    "one right": ((6, 5, 3), "1 of the three is right. Pass B"),
    "all wrong": ((1, 1, 1), "Pass A does not have bug 1"),
    "two": ((6, 3), "2 came, but three"),
    "no such bug": ((6, 3, 9), "For C came 9; the bugs are numbered 1 to 8"),
    "a half": ((6, 3, 4.5), "For C came 4.5"),
    "words": (("transposed", 3, 5), "For A came text"),
    "a power": (("²", 3, 5), "For A came text"),
    "truth": ((True, 3, 5), "For A came a bool"),
    "one word": ("635", "This is text, but three"),
    "other keys": ({"A": 6, "B": 3}, "the keys are ['A', 'B']"),
    "a function": (np.exp, "This is a function (exp), but three"),
    "a number": (6, "This is an int, but three"),
}

# ---- 3.10


def of_a_network(W_1, b_1, W_2, b_2, X, y, step_size):
    net = Network([W_1.shape[1], len(W_1), 1], "tanh", output="sigmoid")
    for layer, W, b in zip(net.layers, (W_1, W_2), (b_1, b_2), strict=True):
        layer.W[:], layer.b[:] = W, b
    path = gradient_descent(objective(net, X, y), net.theta, step_size, max_steps=1)
    return [part for pair in net.views(path.thetas[-1]) for part in pair]


def step(error=lambda p, y: (p - y) / len(y), slope=lambda A: 1 - A**2, late=False, early=()):
    """Return a step as students write it: hidden slopes before (or after) the update of W_2."""

    def attempt(W_1, b_1, W_2, b_2, X, y, step_size):
        A = np.tanh(X @ W_1.T + b_1)
        d_2 = error(sigmoid(A @ W_2.T + b_2), y)
        d_1 = (d_2 @ W_2) * slope(A)
        W_2 = W_2 - step_size * d_2.T @ A
        b_2 = b_2 - step_size * np.sum(d_2, axis=0)
        if late:
            d_1 = (d_2 @ W_2) * slope(A)
        W_1 = W_1 - step_size * d_1.T @ X
        b_1 = b_1 - step_size * np.sum(d_1, axis=0)
        return W_1, b_1, W_2, b_2

    return attempt


def changed(change):
    return lambda *arguments: change(step()(*arguments), arguments)


def in_place(W_1, b_1, W_2, b_2, X, y, step_size):
    new = step()(W_1, b_1, W_2, b_2, X, y, step_size)
    W_2[:] = new[2]
    return new


def forward_again(W_1, b_1, W_2, b_2, X, y, step_size):
    _, _, V, c = step()(W_1, b_1, W_2, b_2, X, y, step_size)
    U, a, _, _ = step()(W_1, b_1, V, c, X, y, step_size)
    return U, a, V, c


RIGHT["update_order"] = {
    "slopes first": step(),
    "of a network": of_a_network,
    "list": changed(lambda new, old: [part.tolist() for part in new]),
    "copies": lambda *a: step()(*[np.copy(part) for part in a[:4]], *a[4:]),
    "tanh.derivative": step(slope=lambda A: tanh.derivative(np.arctanh(A))),
    "float32": changed(lambda new, old: tuple(map(np.float32, new))),
}
WRONG["update_order"] = {
    "new W_2": (step(late=True), "The new `W_2` is used in `delta_1`"),
    "the hasty one": (
        exercises.update_order.mistakes[0].function,
        "The new `W_2` is used in `delta_1`",
    ),
    "forward again": (forward_again, "second forward pass, through the new layer 2"),
    "uphill": (
        changed(lambda new, old: [2 * o - n for n, o in zip(new, old[:4], strict=True)]),
        "It goes uphill",
    ),
    "error reversed": (step(error=lambda p, y: (y - p) / len(y)), "It goes uphill"),
    "no mean": (step(error=lambda p, y: p - y), "The mean is missing"),
    "sigma prime": (
        step(error=lambda p, y: (p - y) / len(y) * p * (1 - p)),
        "slope of the sigmoid too many",
    ),
    "no slope": (step(slope=np.ones_like), "slope of tanh is missing"),
    "slope at A": (step(slope=tanh.derivative), "taken at `A_1`"),
    "no square": (step(slope=lambda A: 1 - A), "square is missing"),
    "sigmoid's slope": (step(slope=lambda A: A - A**2), "that of the sigmoid"),
    "no step size": (lambda *a: step()(*a[:6], 1), "not multiplied by the step size"),
    "steps": (
        changed(lambda new, old: [o - n for n, o in zip(new, old[:4], strict=True)]),
        "These are the steps alone",
    ),
    "from 0": (
        changed(lambda new, old: [n - o for n, o in zip(new, old[:4], strict=True)]),
        "subtracted from 0",
    ),
    "no biases": (
        changed(lambda new, old: (new[0], old[1], new[2], old[3])),
        "biases stay as they were",
    ),
    "one bias": (
        changed(lambda new, old: (*new[:3], old[3])),
        "but `b_2` is not. The biases stay as they were",
    ),
    "layer 2 only": (changed(lambda new, old: (*old[:2], *new[2:])), "Only layer 2 learns"),
    "layer 1 only": (changed(lambda new, old: (*new[:2], *old[2:4])), "Only layer 1 learns"),
    "nothing": (lambda *a: a[:4], "Nothing has moved"),
    "two steps": (changed(lambda new, old: step()(*new, *old[4:])), "two steps"),
    "in place": (in_place, "changes its argument `W_2`"),
    "other order": (changed(lambda new, old: new[::-1]), "First `W_1`. Its shape is (1,)"),
    "three": (changed(lambda new, old: new[:3]), "3 came, but 4 are needed"),
    "a column": (
        changed(lambda new, old: (new[0], new[1][:, None], *new[2:])),
        "but `b_1` is not. Its shape is (1, 1), but that of `b_1`, (1,)",
    ),
    "spoilt once": (
        changed(lambda new, old: (new[0] * 1.5, *new[1:])),
        "`b_1`, `W_2` and `b_2` are right, but `W_1` is not. Every number is 1.5 times",
    ),
}

# ---- 3.11


def neuron_by_neuron(Z):
    dead = []
    for k in range(Z.shape[1]):
        alive = False
        for z in Z[:, k]:
            if z > 0:
                alive = True
        dead.append(not alive)
    return dead


RIGHT["dead_units"] = {
    "the largest": lambda Z: np.max(Z, axis=0) <= 0,
    "no output": lambda Z: relu(Z).sum(axis=0) == 0,
    "no slope": lambda Z: ~relu.derivative(Z).any(axis=0),
    "a loop": neuron_by_neuron,
    "0 and 1": lambda Z: np.all(Z <= 0, axis=0).astype(int),
}
WRONG["dead_units"] = {
    "kink": (lambda Z: Z.max(axis=0) < 0, "write `<=` and not `<`"),
    "one": (lambda Z: np.min(Z, axis=0) <= 0, "*One* example with $z \\leq 0$"),
    "one, strictly": (lambda Z: np.min(Z, axis=0) < 0, "*One* example with $z < 0$"),
    "rows": (lambda Z: np.array([max(row) <= 0 for row in Z]), "one answer for each *example*."),
    "rows, one": (lambda Z: Z.min(axis=1) <= 0, "each *example*, and one neuron"),
    "the layer": (lambda Z: Z.max() <= 0, "for the whole layer"),
    "alive": (lambda Z: Z.max(axis=0) > 0, "that are *alive*"),
    "always open": (lambda Z: Z.min(axis=0) > 0, "open for *every* example"),
    "mean": (lambda Z: Z.sum(axis=0) <= 0, "The *mean* of $z$"),
    "entries": (lambda Z: relu(Z) == 0, "Now put the examples together."),
    "slopes": (relu.derivative, "These are the slopes of ReLU"),
    "how many": (lambda Z: sum(neuron_by_neuron(Z)), "*how many*"),
    "which": (lambda Z: np.where(neuron_by_neuron(Z))[0], "*numbers* of the dead"),
    "examples": (lambda Z: np.sum(Z <= 0, axis=0), "counts the examples"),
    "share": (lambda Z: np.mean(Z <= 0, axis=0), "*share* of examples"),
    "first": (lambda Z: [z <= 0 for z in Z[0]], "Only the first example"),
    "last": (lambda Z: [z <= 0 for z in Z[-1]], "Only the last example"),
    "largest": (lambda Z: Z.max(axis=0), "the largest $z$ of each"),
    "smallest": (lambda Z: Z.min(axis=0), "The *smallest* $z$"),
    "an if": (lambda Z: Z if Z <= 0 else 0, "An `if` cannot decide"),
    "in place": (lambda Z: np.maximum(Z, 0, out=Z).max(axis=0) == 0, "changes its argument `Z`"),
}

RIGHT_ANSWERS, WRONG_ANSWERS = listed(RIGHT), listed(WRONG)


@pytest.mark.parametrize(("name", "how"), RIGHT_ANSWERS)
def test_a_right_answer_passes(name, how):
    assert_right(name, RIGHT[name][how])


@pytest.mark.parametrize(("name", "how"), WRONG_ANSWERS)
def test_a_wrong_answer_is_told_what_is_wrong(name, how):
    assert_told(name, *WRONG[name][how])


@pytest.mark.parametrize("exercise", of_part(3), ids=lambda thing: thing.name)
def test_every_check_has_a_bank(exercise):
    assert len(RIGHT[exercise.name]) >= 3
    assert len(WRONG[exercise.name]) >= 9
    assert len({diagnosis for _, diagnosis in WRONG[exercise.name].values()}) >= 9


def test_the_part_is_complete():
    titles = [exercise.task.split()[1] for exercise in of_part(3)]
    assert titles == [f"3.{k}" for k in range(1, 12)]


FUNCTIONS = [thing for thing in of_part(3) if hasattr(thing, "mistakes")]


def told(exercise, mistake):
    return exercise.check(mistake.function).diagnosis


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda thing: thing.name)
def test_every_known_mistake_is_told_by_its_own_name(exercise):
    """No mistake is hidden behind another one, and none is right after all."""
    for mistake in exercise.mistakes:
        assert told(exercise, mistake) == mistake.diagnosis


# ---- several arrays


def test_a_wrong_array_is_shown_alone():
    feedback = exercises.dense_gradient.check(dense(dX=lambda X, W, d: -d @ W))
    assert feedback.facts["your value"] == "dX = [[-0.5, 0.5]]"
    assert feedback.facts["expected value"] == "dX = [[0.5, -0.5]]"
    assert feedback.facts["input"].startswith("X = [[2, 3]], W = ")


def test_the_example_that_is_shown_is_one_where_the_array_is_wrong():
    feedback = exercises.dense_gradient.check(dense(db=lambda X, W, d: d.mean(0)))
    assert feedback.facts["expected value"] == "db = [0.4, 0.2]"  # with n = 1 it is right


def test_two_mistakes_are_told_one_after_the_other():
    attempt = dense(dW=lambda X, W, d: X.T @ d, dX=lambda X, W, d: d @ W / len(W))
    assert exercises.dense_gradient.check(attempt).diagnosis.startswith(
        "`db` is right, but `dW` is not. `dW` is transposed"
    )
    everything = dense(
        lambda X, W, d: d.T @ X + 1, lambda X, W, d: d.sum(0) - 2, lambda X, W, d: 0 * X
    )
    assert exercises.dense_gradient.check(everything).diagnosis == (
        "First `dW`. Every number is too large by 1."
    )


def test_float32_is_welcome_but_not_everything_that_is_near():
    assert exercises.dense_gradient.check(RIGHT["dense_gradient"]["float32"])
    near = dense(db=lambda X, W, d: d.sum(0) * 1.0001)
    assert not exercises.dense_gradient.check(near)


def with_part(exercise, k, mistake):
    """Return an attempt that makes a mistake in its part `k` only."""

    def attempt(*inputs):
        parts = list(exercise.function(*inputs))
        parts[k] = mistake.function(*inputs)[k]
        return parts

    return attempt


@pytest.mark.parametrize(
    "exercise",
    [thing for thing in FUNCTIONS if isinstance(thing, PartsExercise)],
    ids=lambda thing: thing.name,
)
def test_a_known_mistake_is_known_in_a_single_array_too(exercise):
    known = tuple(mistake.diagnosis for mistake in exercise.mistakes)
    for mistake in exercise.mistakes:
        for k, name in enumerate(exercise.parts):
            feedback = exercise.check(with_part(exercise, k, mistake))
            assert feedback.ok or feedback.diagnosis.endswith(known)
            assert feedback.ok or feedback.facts["your value"].startswith(f"{name} = ")


# ---- the bugs


def test_the_planted_bugs_are_what_they_are_said_to_be():
    """Against the numbers of `Network`: what is wrong in each pass, and by what."""
    hunt = exercises.planted_bugs
    assert hunt.answers == {"A": 6, "B": 3, "C": 5}
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((5, 2)), np.array([[1.0], [0], [0], [1], [1]])
    net = Network([2, 2, 1], "tanh", output="sigmoid", seed=1)
    net.theta[:] = rng.standard_normal(net.theta.size)
    (W_1, b_1), (W_2, b_2) = [(layer.W, layer.b) for layer in net.layers]
    trace = net.forward(X)
    right = [part for pair in net.views(net.loss_and_gradient(X, y)[1]) for part in pair]
    found = {name: run(X, y, W_1, b_1, W_2, b_2) for name, run in hunt.passes.items()}
    agree = {
        name: [np.allclose(a, b) for a, b in zip(gradients, right, strict=True)]
        for name, gradients in found.items()
    }
    assert agree == {
        "A": [False, True, True, True],
        "B": [False] * 4,
        "C": [False] * 2 + [True] * 2,
    }
    np.testing.assert_allclose(found["A"][0], right[0].T)
    A_1, y_hat = trace.outputs[1:]
    delta_2 = (y_hat - y) / 5
    np.testing.assert_allclose(found["B"][3], (delta_2 * y_hat * (1 - y_hat)).sum(axis=0))
    delta_1 = delta_2 @ W_2 * (1 - np.tanh(A_1) ** 2)
    np.testing.assert_allclose(found["C"][1], delta_1.sum(axis=0))


def test_every_guess_gets_a_reason():
    for a in range(1, 9):
        for guess in ((a, 3, 5), (6, a, 5), (6, 3, a)):
            feedback = exercises.planted_bugs.check(guess)
            assert feedback.ok == (guess == (6, 3, 5))
            reasons = ("would leave", "would spoil")
            assert feedback.ok or any(reason in feedback.diagnosis for reason in reasons)


@pytest.mark.parametrize(
    "attempt", [..., None, (..., ..., ...), (6, ..., 5), [None] * 3, {"A": 6, "B": 3, "C": ...}]
)
def test_bugs_may_be_unfilled(attempt):
    assert exercises.planted_bugs.check(attempt).status == "not attempted yet"


@pytest.mark.parametrize("attempt", [(10**400, 3, 5), object(), {6, 3, 5}, (6, 3, [5]), "ABC"])
def test_the_wrong_kind_of_guess(attempt):
    feedback = exercises.planted_bugs.check(attempt)
    assert feedback.status == "wrong"
    assert any(word in feedback.diagnosis for word in ("needed", "numbered", "be read"))


def test_code_in_a_task_keeps_its_lines():
    for name in ("planted_bugs", "update_order"):
        exercise = getattr(exercises, name)
        assert "\n    delta_2 = " in exercise.task
        assert "\n    delta_2 = " in repr(exercise)
        assert "```" not in repr(exercise)
    text = "One\nline.\n\n```python\nif x:\n    y = 1\n```\n\nAnd\none  more."
    assert unwrapped(text) == ("One line.\n\n```python\nif x:\n    y = 1\n```\n\nAnd one more.")
    assert repr(Note(unwrapped(text))).split("\n\n")[1] == "if x:\n    y = 1"
    table = "| no. | bug |\n|:--|:--|\n| 1 | none |"
    assert unwrapped(f"A\ntable:\n\n{table}\n\nAfter\nit.") == f"A table:\n\n{table}\n\nAfter it."
