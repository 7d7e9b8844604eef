"""Every check of Part 2 against a bank of answers: right ones, and wrong ones with their diagnosis.

The answers are written as students write them, independently of the mistakes that the package
knows; only what is said about them is compared.
"""

import math
from itertools import pairwise

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.activations import relu, sigmoid, softmax
from lecturekit.draw.convolution import slide
from lecturekit.exercises.gates import CORNERS
from lecturekit.experiments.curve_fitting import hinge_weights
from lecturekit.layers import Layer
from lecturekit.network import Network
from tests.exercises.answers import assert_right, assert_told, listed, of_part

# exercise -> (right answers, wrong answers with a piece of the expected diagnosis)
RIGHT, WRONG = {}, {}

# ---- 2.1


def a_network(W_1, b_1, w_2, b_2):
    net = Network([2, 2, 1], "step", output="step")
    for layer, W, b in zip(net.layers, (W_1, [w_2]), (b_1, [b_2]), strict=True):
        layer.W[:], layer.b[:] = W, b
    return net


OR_AND = ([[1, 1], [1, 1]], [-0.5, -1.5])
RIGHT["xor_weights"] = {
    "or, and": (*OR_AND, [1, -1], -0.5),
    "or, nand": ([[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -1.5),
    "one, not the other": ([[1, -1], [-1, 1]], [-0.5, -0.5], [1, 1], -0.5),
    "and, nor": ([[1, 1], [-1, -1]], [-1.5, 0.5], [-1, -1], 0.5),
    "on the boundaries": ([[1, 1], [1, 1]], [-1, -2], [1, -2], -1),
    "arrays": (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([[1, -1]]), np.array([-0.5])),
    "float32": tuple(np.float32(part) for part in (*OR_AND, [1, -1], -0.5)),
    "a list": [*OR_AND, [3, -5], -2],
    "a network": a_network(*OR_AND, [1, -1], -0.5),
}
WRONG["xor_weights"] = {
    "only or": (([[1, 1], [1, 1]], [-0.5, -1.5], [1, 1], -0.5), "it computes OR"),
    "only and": (([[1, 1], [1, 1]], [-0.5, -1.5], [1, 1], -1.5), "it computes AND"),
    "only nand": (([[1, 1], [1, 1]], [-0.5, -1.5], [0, -1], 0.5), "it computes NAND"),
    "nor": (([[1, 1], [1, 1]], [-0.5, -1.5], [-1, 0], 0.5), "it computes NOR"),
    "output never": ((*OR_AND, [1, -1], -1.5), "it answers 0 everywhere"),
    "output always": ((*OR_AND, [1, -1], 0.5), "it answers 1 everywhere"),
    "xnor": ((*OR_AND, [-1, 1], 0.5), "This is XNOR"),
    "blind neuron": (([[1, 1], [0, 0]], [-0.5, 0], [1, -1], -0.5), "neuron 2 answers 1 at all"),
    "bias too low": (([[1, 1], [1, 1]], [-2.5, -1.5], [1, -1], -0.5), "neuron 1 answers 0 at all"),
    "twice or": (([[1, 1], [2, 2]], [-0.5, -1], [1, -1], -0.5), "one line twice"),
    "or, nor": (([[1, 1], [-1, -1]], [-0.5, 0.5], [1, 1], -1.5), "from its two sides"),
    "nothing but zeros": ((np.zeros((2, 2)), [0, 0], [0, 0], 0), "separates nothing"),
    "copied inputs": (
        ([[1, 0], [0, 1]], [-0.5, -0.5], [1, -1], -0.5),
        "looks at one input only",
    ),
    "x_1 and and": (
        ([[1, 0], [1, 1]], [-0.5, -1.5], [1, -1], -0.5),
        "The corners (0, 0) and (0, 1) both land on the hidden point (0, 0)",
    ),
    "transposed": (
        ([[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], -1.5),
        "With `W_1` transposed",
    ),
    "a hidden score of 0": (
        ([[1, 1], [1, 1]], [0, -1.5], [1, -1], -0.5),
        "A score of exactly 0 counts as 1",
    ),
    "an output score of 0": ((*OR_AND, [1, -1], 0), "A score of exactly 0 counts as 1"),
    "half of it": (
        ([[1, -1], [-1, 1]], [-0.5, -0.5], [1, 0], -0.5),
        "it is wrong for (0, 1), at the hidden point (0, 1)",
    ),
    "a flat list": ([1, 1, 1, 1, -0.5, -1.5, 1, -1, -0.5], "9 came, but four"),
    "three parts": ((*OR_AND, [1, -1]), "3 came, but four"),
    "one row": (([1, 1], [-0.5, -1.5], [1, -1], -0.5), "`W_1` has shape (2,), but shape (2, 2)"),
    "one bias": (([[1, 1], [1, 1]], -0.5, [1, -1], -0.5), "`b_1` is a single number, but"),
    "two biases": ((*OR_AND, [1, -1], [-0.5, 1]), "`b_2` has shape (2,), but a single number"),
    "infinite": ((*OR_AND, [np.inf, -1], -0.5), "finite numbers"),
    "words": (("OR", "AND", [1, -1], -0.5), "`W_1` is text"),
    "text": ("XOR", "This is text, but four things"),
    "a function": (relu, "four things are needed"),
}

# ---- 2.2


def neuron_by_neuron(X, W, b, f):
    columns = []
    for w_k, b_k in zip(W, b, strict=True):
        columns.append(f(X @ w_k + b_k))
    return np.array(columns).T


def example_by_example(X, W, b, f):
    return [f(W @ x + b) for x in X]


RIGHT["dense_layer"] = {
    "dot": lambda X, W, b, activation: activation(np.dot(X, W.T) + b),
    "neurons": neuron_by_neuron,
    "examples": example_by_example,
    "einsum": lambda X, W, b, f: f(np.einsum("nd,pd->np", X, W) + b[None, :]),
    "turned twice": lambda X, W, b, f: f((W @ X.T).T + b),
    "float32": lambda X, W, b, f: f((X @ W.T + b).astype(np.float32)),
    "the package's own": lambda X, W, b, f: Layer(W, b, f)(X),
}
WRONG["dense_layer"] = {
    "no bias": (lambda X, W, b, f: f(np.dot(X, W.T)), "biases are missing"),
    "no activation": (lambda X, W, b, f: np.dot(X, W.T) + b, "activation is missing"),
    "bias outside": (lambda X, W, b, f: b + f(X @ W.T), "too late"),
    "bends the inputs": (lambda X, W, b, f: f(X) @ W.T + b, "too early"),
    "minus": (lambda X, W, b, f: f(-b + X @ W.T), "subtracted"),
    "not turned": (lambda X, W, b, f: f(X @ W + b), "Which shapes fit together? `X` has shape"),
    "not turned where it fits": (
        lambda X, W, b, f: f(X @ W + b) if len(W) == len(W.T) else f(X @ W.T + b),
        "not turned where it is square",
    ),
    "neurons on top": (
        lambda X, W, b, f: [f(X @ w + c) for w, c in zip(W, b, strict=True)],
        "transposed",
    ),
    "biases down the rows": (
        lambda X, W, b, f: f((W @ X.T + (b if len(b) == len(X) else b[:, None])).T),
        "down the rows",
    ),
    "one sum of biases": (lambda X, W, b, f: f(X @ W.T + np.sum(b)), "All biases are added up"),
    "first neuron": (lambda X, W, b, f: f(X @ W[0, :] + b[0]), "Only the first neuron"),
    "first example": (lambda X, W, b, f: f(W @ X[0] + b), "Only the first example"),
    "mean": (
        lambda X, W, b, f: f((X[:, None, :] * W).mean(axis=2) + b),
        "averaged",
    ),
    "in place": (lambda X, W, b, f: f(np.add(b, X @ W.T, out=b)), "in place"),
}

# ---- 2.3


def layer_by_layer(sizes):
    total, d = 0, sizes[0]
    for p in sizes[1:]:
        total += (d + 1) * p
        d = p
    return total


def emptied(sizes):
    total = 0
    while len(sizes) > 1:
        d = sizes.pop(0)
        total += d * sizes[0] + sizes[0]
    return total


RIGHT["count_parameters"] = {
    "a loop": layer_by_layer,
    "arrays": lambda sizes: np.dot(np.array(sizes[:-1]) + 1, sizes[1:]),
    "asked of a network": lambda sizes: Network(sizes).theta.size,
    "indices": lambda s: sum(s[i] * s[i + 1] + s[i + 1] for i in range(len(s) - 1)),
    "a list is welcome": lambda sizes: layer_by_layer([*sizes]),
}
WRONG["count_parameters"] = {
    "no biases": (
        lambda s: sum(a * b for a, b in pairwise(s)),
        "biases are missing",
    ),
    "inputs too": (lambda s: np.dot(s[:-1], s[1:]) + sum(s), "inputs have been given biases"),
    "one bias a layer": (lambda s: np.dot(s[:-1], s[1:]) + len(s) - 1, "Each layer has one bias"),
    "biases of the inputs": (lambda s: np.dot(s[:-1], s[1:]) + sum(s[:-1]), "as many as inputs"),
    "neurons": (lambda s: sum(s[1:]), "These are the neurons"),
    "sizes": (lambda s: sum(s), "neurons and inputs together"),
    "a product": (lambda s: np.prod(s), "All sizes are multiplied"),
    "first layer": (lambda s: s[0] * s[1] + s[1], "first layer alone"),
    "last layer": (lambda s: s[-2] * s[-1] + s[-1], "last layer alone"),
    "no last layer": (lambda s: layer_by_layer(s[:-1]), "last layer is missing"),
    "one more everywhere": (
        lambda s: sum((a + 1) * (b + 1) for a, b in pairwise(s)),
        "constant input 1",
    ),
    "skips": (
        lambda s: sum(a * b for i, b in enumerate(s) for a in s[:i]) + sum(s[1:]),
        "joined to all later ones",
    ),
    "one layer too far": (
        lambda s: sum(s[i] * s[i + 1] + s[i + 1] for i in range(len(s))),
        "IndexError",
    ),
    "emptied": (emptied, "changes its argument `sizes`"),
    "a list of counts": (lambda s: [a * b + b for a, b in pairwise(s)], "not added up yet"),
    "twice": (lambda s: 2 * layer_by_layer(s), "2 times the right one"),
}

# ---- 2.4


def measured(n, d, p_1, p_2):
    X, W_1, W_2 = np.zeros((n, d)), np.zeros((p_1, d)), np.zeros((p_2, p_1))
    A_1 = relu(X @ W_1.T)
    return [W_1.shape, A_1.shape, W_2.shape, (A_1 @ W_2.T).shape]


def of_a_network(n, d, p_1, p_2):
    net = Network([d, p_1, p_2])
    _, A_1, A_2 = net.forward(np.zeros((n, d))).outputs
    return [net.layers[0].W.shape, A_1.shape, net.layers[1].W.shape, A_2.shape]


RIGHT["compose_shapes"] = {
    "written down": lambda n, d, p_1, p_2: [(p_1, d), (n, p_1), (p_2, p_1), (n, p_2)],
    "measured": measured,
    "lists": lambda n, d, p_1, p_2: ([p_1, d], [n, p_1], [p_2, p_1], [n, p_2]),
    "an array": lambda n, d, p_1, p_2: np.array(measured(n, d, p_1, p_2)),
    "of a network": of_a_network,
}
WRONG["compose_shapes"] = {
    "W transposed": (
        lambda n, d, p, q: [(d, p), (n, p), (p, q), (n, q)],
        "two matrices are transposed",
    ),
    "A transposed": (
        lambda n, d, p, q: [(p, d), (p, n), (q, p), (q, n)],
        "outputs are transposed",
    ),
    "all transposed": (
        lambda n, d, p, q: [(d, p), (p, n), (p, q), (q, n)],
        "Everything is transposed",
    ),
    "second sees X": (lambda n, d, p, q: [(p, d), (n, p), (q, d), (n, q)], "does not see `X`"),
    "from the left": (
        lambda n, d, p, q: [(q, d), (n, q), (p, q), (n, p)],
        "read from the right",
    ),
    "inputs kept": (lambda n, d, p, q: [(p, d), (n, d), (q, p), (n, p)], "hold $d$"),
    "n in W": (lambda n, d, p, q: [(p, n), (n, p), (q, n), (n, q)], "how many examples"),
    "W first": (lambda n, d, p, q: [(p, d), (q, p), (n, p), (n, q)], "in another order"),
    "one example": (lambda n, d, p, q: [(p, d), (1, p), (q, p), (1, q)], "for one example"),
    "with biases": (
        lambda n, d, p, q: [(p, d + 1), (n, p), (q, p + 1), (n, q)],
        "one more column",
    ),
    "W_1 transposed": (lambda n, d, p, q: [(d, p), (n, p), (q, p), (n, q)], "but for $W_1$"),
    "W_2 transposed": (lambda n, d, p, q: [(p, d), (n, p), (p, q), (n, q)], "but for $W_2$"),
    "outputs only": (lambda n, d, p, q: [(n, p), (n, q)], "2 came, but four shapes"),
    "a vector for A": (
        lambda n, d, p, q: [(p, d), (p,), (q, p), (q,)],
        "The second shape does not have two entries",
    ),
    "one number": (lambda n, d, p, q: p * d, "shape (4, 2) is expected"),
    "words": (lambda n, d, p, q: "(p_1, d)", "returns text"),
}

# ---- 2.5


def by_basis(W_1, b_1, W_2, b_2):
    def f(x):
        return W_2 @ (W_1 @ x + b_1) + b_2

    zero = np.zeros(W_1.shape[1])
    return np.array([f(e) - f(zero) for e in np.eye(len(zero))]).T, f(zero)


RIGHT["collapse"] = {
    "multiplied out": lambda W_1, b_1, W_2, b_2: (np.dot(W_2, W_1), b_2 + np.dot(W_2, b_1)),
    "column by column": by_basis,
    "a list": lambda W_1, b_1, W_2, b_2: [(W_2 @ W_1).tolist(), (W_2 @ b_1 + b_2).tolist()],
    "turned": lambda W_1, b_1, W_2, b_2: ((W_1.T @ W_2.T).T, b_1 @ W_2.T + b_2),
    "float32": lambda W_1, b_1, W_2, b_2: tuple(map(np.float32, (W_2 @ W_1, W_2 @ b_1 + b_2))),
}
WRONG["collapse"] = {
    "biases added": (lambda W, b, V, c: (V @ W, b + c), "biases are only added up"),
    "no first bias": (lambda W, b, V, c: (V @ W, c), "first bias is lost"),
    "no second bias": (lambda W, b, V, c: (V @ W, V @ b), "second bias is lost"),
    "other order where it fits": (
        lambda W, b, V, c: (W @ V if len(W) == len(W.T) else V @ W, V @ b + c),
        "wrong order",
    ),
    "other order": (
        lambda W, b, V, c: (W @ V, V @ b + c),
        "Which shapes fit together? `W_1` has shape (2, 3)",
    ),
    "wrong bias weighed": (lambda W, b, V, c: (V @ W, V @ c + b), "changed roles"),
    "both weighed": (lambda W, b, V, c: (V @ W, V @ (c + b)), "Both biases"),
    "bias turned": (lambda W, b, V, c: (V @ W, V.T @ b + c), "through a transposed"),
    "V turned": (lambda W, b, V, c: (V.T @ W, V @ b + c), "$W_2$ is transposed"),
    "first matrix": (lambda W, b, V, c: (W, V @ b + c), "$W_1$ alone"),
    "transposed": (lambda W, b, V, c: (W.T @ V.T, V @ b + c), "it seems to be transposed"),
    "no biases": (lambda W, b, V, c: (V @ W, np.zeros(len(c))), "new bias is 0"),
    "only W": (lambda W, b, V, c: V @ W, "A pair is needed"),
    "sum of biases": (lambda W, b, V, c: (V @ W, (V @ b + c).sum()), "`b` has shape ()"),
    "elementwise": (lambda W, b, V, c: (V * W, V @ b + c), "Which shapes fit together?"),
    "a column": (lambda W, b, V, c: (V @ W, (V @ b + c)[:, None]), "`b` has shape (1, 1)"),
}

# ---- 2.6


def one_after_another(t, v):
    c, slope = [], 0.0
    for k in range(len(t) - 1):
        now = (v[k + 1] - v[k]) / (t[k + 1] - t[k])
        c.append(now - slope)
        slope = now
    return c


def solved(t, v):
    H = relu(t[1:, None] - t[:-1])
    return np.linalg.solve(H, v[1:] - v[0])


def slopes(t, v):
    return (v[1:] - v[:-1]) / (t[1:] - t[:-1])


RIGHT["hinges"] = {
    "a loop": one_after_another,
    "equations": solved,
    "appended": lambda t, v: np.append(slopes(t, v)[0], np.diff(slopes(t, v))),
    "the package's own": lambda t, v: hinge_weights(t, v)[0],
    "float32": lambda t, v: np.float32(hinge_weights(t, v)[0]),
}
WRONG["hinges"] = {
    "slopes": (lambda t, v: slopes(t, v), "slopes of the pieces"),
    "values": (lambda t, v: v[1:] - v[:-1], "differences of the values"),
    "no widths": (
        lambda t, v: np.diff(np.append([v[0]] * 2, v[1:]), n=2),
        "every interval to be 1 wide",
    ),
    "first one missing": (lambda t, v: np.diff(slopes(t, v)), "first weight is missing"),
    "reversed": (lambda t, v: -np.array(one_after_another(t, v)), "sign is reversed: a slope"),
    "reversed later": (
        lambda t, v: np.append(slopes(t, v)[0], slopes(t, v)[:-1] - slopes(t, v)[1:]),
        "from the second weight on",
    ),
    "running sums": (lambda t, v: np.cumsum(slopes(t, v)), "slopes are added up"),
    "upside down": (
        lambda t, v: np.diff(1 / slopes(t, v), prepend=0),
        "upside down",
    ),
    "one too many": (lambda t, v: [*one_after_another(t, v), -slopes(t, v)[-1]], "weight too many"),
    "offset": (lambda t, v: [v[0], *one_after_another(t, v)], "offset $v_1$ has crept in"),
    "divided twice": (lambda t, v: solved(t, v) / (t[1:] - t[:-1]), "width once more"),
    "from the first": (lambda t, v: slopes(t, v) - slopes(t, v)[0], "*first* slope"),
    "numpy's gradient": (lambda t, v: np.gradient(v, t), "shape"),
    "one short": (lambda t, v: [(v[k + 1] - v[k]) / t[k] for k in range(len(t))], "IndexError"),
}

# ---- 2.7


def recursive(X, layers):
    if not layers:
        return X
    W, b, f = layers[0]
    return recursive(f(X @ W.T + b), layers[1:])


def one_example_at_a_time(X, layers):
    answers = []
    for x in X:
        for W, b, f in layers:
            x = f(W @ x + b)
        answers.append(x)
    return answers


def as_layers(X, layers):
    for W, b, f in layers:
        X = Layer(W, b, f)(X)
    return X


def by_index(X, layers):
    A = X.copy()
    for k in range(len(layers)):
        A = layers[k][2](A @ layers[k][0].T + layers[k][1])
    return A


def forward(change, layers_of=lambda layers: layers):
    def answer(X, layers):
        for W, b, f in layers_of(layers):
            X = change(X, W, b, f)
        return X

    return answer


def returned_inside(X, layers):
    for W, b, f in layers:
        A = f(X @ W.T + b)
        return A


def always_X(X, layers):
    A = None
    for W, b, f in layers:
        A = f((A if X.shape[1] != W.shape[1] else X) @ W.T + b)
    return A


def popped(X, layers):
    while layers:
        W, b, f = layers.pop(0)
        X = f(X @ W.T + b)
    return X


def bias_spoilt(X, layers):
    for W, b, f in layers:
        b *= 2
        X = f(X @ W.T + b / 2)
    return X


def last_without(X, layers):
    for k, (W, b, f) in enumerate(layers):
        X = X @ W.T + b
        if k < len(layers) - 1:
            X = f(X)
    return X


RIGHT["forward_pass"] = {
    "indices": by_index,
    "recursion": recursive,
    "one example at a time": one_example_at_a_time,
    "layers of the package": as_layers,
    "float32": lambda X, layers: np.float32(by_index(X, layers)),
}
WRONG["forward_pass"] = {
    "no activations": (forward(lambda A, W, b, f: A @ W.T + b), "activations are missing"),
    "no biases": (forward(lambda A, W, b, f: f(A @ W.T)), "biases are missing"),
    "bias outside": (forward(lambda A, W, b, f: f(A @ W.T) + b), "too late"),
    "bends first": (forward(lambda A, W, b, f: f(A) @ W.T + b), "too early"),
    "minus": (forward(lambda A, W, b, f: f(A @ W.T - b)), "subtracted"),
    "output bare": (last_without, "last layer has no activation"),
    "no output": (
        forward(lambda A, W, b, f: f(A @ W.T + b), lambda layers: layers[:-1]),
        "last layer is missing",
    ),
    "one layer": (returned_inside, "ends it too early"),
    "X again": (always_X, "given `X`"),
    "one activation": (
        lambda X, layers: forward(lambda A, W, b, f: layers[0][2](A @ W.T + b))(X, layers),
        "activation of the first one",
    ),
    "square": (
        forward(lambda A, W, b, f: f(A @ (W.T if len(W) != len(W.T) else W) + b)),
        "not turned where it is square",
    ),
    "not turned": (
        forward(lambda A, W, b, f: f(A @ W + b)),
        "Which shapes fit together? `X` has shape (1, 2), `layers[0][0]` has shape (1, 2)",
    ),
    "backwards": (
        forward(lambda A, W, b, f: f(A @ W.T + b), lambda layers: layers[::-1]),
        "Which shapes fit together?",
    ),
    "first example": (lambda X, layers: by_index(X[:1], layers), "first example alone"),
    "layers used up": (popped, "changes its argument `layers`"),
    "biases changed": (bias_spoilt, "changes its argument `layers`"),
    "everything kept": (
        lambda X, layers: [X, by_index(X, layers)],
        "returns a list of ndarray",
    ),
}

# ---- 2.8


def from_unit_images(kernel, h, w):
    columns = []
    for pixel in range(h * w):
        image = np.zeros(h * w)
        image[pixel] = 1
        columns.append(slide(image.reshape(h, w), kernel).ravel())
    return np.array(columns).T


def pixel_by_pixel(kernel, h, w, start=lambda i, j, h, w: i * w + j, step=lambda h, w: w):
    r, s = kernel.shape
    W = np.zeros(((h - r + 1) * (w - s + 1), h * w))
    k = 0
    for i in range(h - r + 1):
        for j in range(w - s + 1):
            for a in range(r):
                for c in range(s):
                    W[k, start(i, j, h, w) + a * step(h, w) + c] = kernel[a, c]
            k += 1
    return W


def one_weight(kernel):
    only = np.zeros_like(kernel)
    only[0, 0] = kernel[0, 0]
    return only


def inner_loop_over_rows(kernel, h, w):
    rows = []
    for j in range(w - kernel.shape[1] + 1):
        for i in range(h - kernel.shape[0] + 1):
            image = np.zeros((h, w))
            image[i : i + kernel.shape[0], j : j + kernel.shape[1]] += kernel
            rows.append(image.flatten())
    return rows


def rolled(kernel, h, w, rows_end=True):
    image = np.zeros((h, w))
    image[: kernel.shape[0], : kernel.shape[1]] = kernel
    across = w - kernel.shape[1] + 1
    places = range((h - kernel.shape[0] + 1) * across)
    shifts = [k // across * w + k % across for k in places] if rows_end else places
    return [np.roll(image.ravel(), shift) for shift in shifts]


RIGHT["convolution_matrix"] = {
    "unit images": from_unit_images,
    "four loops": pixel_by_pixel,
    "rolled": rolled,
    "float32": lambda kernel, h, w: from_unit_images(kernel, h, w).astype(np.float32),
}
WRONG["convolution_matrix"] = {
    "flipped": (lambda k, h, w: pixel_by_pixel(np.flip(k), h, w), "flipped in both directions"),
    "left to right": (lambda k, h, w: pixel_by_pixel(np.fliplr(k), h, w), "left to right"),
    "top to bottom": (lambda k, h, w: pixel_by_pixel(np.flipud(k), h, w), "top to bottom"),
    "transposed": (lambda k, h, w: from_unit_images(k, h, w).T, "$W$ is transposed"),
    "column by column": (
        lambda k, h, w: from_unit_images(k, h, w)[:, np.arange(h * w).reshape(h, w).T.ravel()],
        "pixels are counted column by column",
    ),
    "loops changed": (inner_loop_over_rows, "right rows in another order"),
    "through the edge": (lambda k, h, w: rolled(k, h, w, rows_end=False), "right edge"),
    "kernel in one run": (
        lambda k, h, w: np.array(
            [
                np.roll(np.append(k.ravel(), np.zeros(h * w - k.size)), i * w + j)
                for i in range(h - k.shape[0] + 1)
                for j in range(w - k.shape[1] + 1)
            ]
        ),
        "one behind the other",
    ),
    "as wide as the map": (
        lambda k, h, w: pixel_by_pixel(k, h, w, step=lambda h, w: w - k.shape[1] + 1),
        "as the *map* is wide",
    ),
    "one weight": (
        lambda k, h, w: from_unit_images(one_weight(k), h, w),
        "upper left weight",
    ),
    "last places left out": (
        lambda k, h, w: [
            row
            for row, (i, j) in zip(
                pixel_by_pixel(k, h, w),
                np.ndindex(h - k.shape[0] + 1, w - k.shape[1] + 1),
                strict=True,
            )
            if i < h - k.shape[0] and j < w - k.shape[1]
        ],
        "leaves out its last places",
    ),
    "never moves": (
        lambda k, h, w: np.array([rolled(k, h, w)[0]] * len(rolled(k, h, w))),
        "at the same place",
    ),
    "not raveled": (
        lambda k, h, w: from_unit_images(k, h, w).reshape(-1, h, w),
        "not their arrangement",
    ),
    "the map itself": (lambda k, h, w: slide(np.ones((h, w)), k), "shape"),
}


# ---- 2.9


def row_by_row(Z):
    rows = []
    for z in Z:
        e = [math.exp(score - max(z)) for score in z]
        rows.append([term / sum(e) for term in e])
    return rows


def kept_rows(Z, axis=1, shift=lambda Z: Z.max(axis=1)[:, None]):
    e = np.exp(Z - shift(Z))
    return e / e.sum(axis=axis, keepdims=True)


RIGHT["softmax_batch"] = {
    "a loop": row_by_row,
    "new axes": kept_rows,
    "logaddexp": lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None]),
    "float32": lambda Z: softmax(Z.astype(np.float32)),
    "turned": lambda Z: (np.exp(Z.T - Z.max(1)) / np.exp(Z.T - Z.max(1)).sum(0)).T,
    "the package's own": softmax,
}
WRONG["softmax_batch"] = {
    "the formula": (lambda Z: np.exp(Z) / np.sum(np.exp(Z), axis=1)[:, None], "It overflows"),
    "the mean": (lambda Z: kept_rows(Z, shift=lambda Z: Z.mean(1)[:, None]), "`nan`"),
    "down": (
        lambda Z: np.exp(Z - Z.max(0)) / np.exp(Z - Z.max(0)).sum(0),
        "runs down the columns",
    ),
    "one largest": (lambda Z: kept_rows(Z, shift=np.max), "whole batch is subtracted"),
    "one sum": (
        lambda Z: np.exp(Z - Z.max(1)[:, None]) / np.exp(Z - Z.max(1)[:, None]).sum(),
        "one sum over the whole batch",
    ),
    "one softmax": (lambda Z: kept_rows(Z, axis=None, shift=np.max), "all entries of the batch"),
    "not divided": (lambda Z: np.exp(Z - Z.max(1)[:, None]), "division by the sum is missing"),
    "sums across": (
        lambda Z: np.exp(Z - Z.max(1)[:, None]) / np.exp(Z - Z.max(1)[:, None]).sum(1),
        "Which shapes fit together?",
    ),
    "sums across where it fits": (
        lambda Z: (
            np.exp(Z - Z.max(1)[:, None]) / np.resize(np.exp(Z - Z.max(1)[:, None]).sum(1), Z.shape)
            if len(Z) == len(Z.T)
            else row_by_row(Z)
        ),
        "row sums are laid along the columns",
    ),
    "sigmoid": (lambda Z: sigmoid(Z), "sigmoid was applied"),
    "winner": (lambda Z: np.eye(len(Z.T))[np.argmax(Z, axis=1)], "winner takes all"),
    "no exponentials": (lambda Z: Z / Z.sum(axis=1)[:, None], "without exponentials"),
    "logarithms": (lambda Z: Z - np.logaddexp.reduce(Z, axis=1)[:, None], "logarithms"),
    "minus": (lambda Z: softmax(0 - Z), "sign is reversed"),
    "cut off": (
        lambda Z: kept_rows(np.minimum(np.maximum(Z, -700), 700), shift=lambda Z: 0),
        "cut off",
    ),
    "math": (lambda Z: math.exp(Z) / sum(math.exp(Z)), "Functions of `math` take one number"),
    "in place": (lambda Z: softmax(np.subtract(Z, Z.max(1)[:, None], out=Z)), "in place"),
}


# ---- 2.10


def block_by_block(image, keep=max):
    h, w = image.shape
    rows = []
    for i in range(0, h, 2):
        rows.append([keep(list(image[i : i + 2, j : j + 2].ravel())) for j in range(0, w, 2)])
    return rows


def slices(image):
    top = np.maximum(image[::2, ::2], image[::2, 1::2])
    return np.maximum(top, np.maximum(image[1::2, ::2], image[1::2, 1::2]))


def from_zero(image):
    pooled = np.zeros((len(image) // 2, len(image.T) // 2))
    for (i, j), pixel in np.ndenumerate(image):
        pooled[i // 2, j // 2] = max(pooled[i // 2, j // 2], pixel)
    return pooled


RIGHT["max_pool"] = {
    "loops": block_by_block,
    "four slices": slices,
    "windows": lambda image: np.lib.stride_tricks.sliding_window_view(image, (2, 2))[::2, ::2].max(
        axis=(2, 3)
    ),
    "two steps": lambda image: (
        image.reshape(len(image), -1, 2).max(2).T.reshape(-1, len(image) // 2, 2).max(2).T
    ),
    "float32": lambda image: slices(image.astype(np.float32)),
}
WRONG["max_pool"] = {
    "mean": (lambda image: block_by_block(image, np.mean), "*average* pooling"),
    "sum": (lambda image: block_by_block(image, sum), "added up"),
    "min": (lambda image: block_by_block(image, min), "smallest number"),
    "stride 1": (
        lambda image: np.lib.stride_tricks.sliding_window_view(image, (2, 2)).max(axis=(2, 3)),
        "blocks overlap",
    ),
    "corner": (lambda image: block_by_block(image, lambda block: block[0]), "upper left pixel"),
    "rows": (lambda image: image.reshape(-1, 2, image.shape[1]).max(axis=1), "Only rows"),
    "columns": (lambda image: image.reshape(image.shape[0], -1, 2).max(axis=2), "Only columns"),
    "runs of four": (
        lambda image: image.reshape(-1, 4).max(axis=1).reshape(len(image) // 2, -1),
        "runs of four",
    ),
    "from zero": (from_zero, "Negative numbers are lost"),
    "largest in size": (
        lambda image: block_by_block(image, lambda block: max(block, key=abs)),
        "largest in *size*",
    ),
    "absolute": (lambda image: slices(abs(image)), "Sizes are compared"),
    "global": (lambda image: np.max(image), "one number for the whole image"),
    "turned": (lambda image: slices(image).T, "transposed"),
    "last pixel": (lambda image: image[1::2, 1::2], "right for 1 of"),
    "sides swapped": (
        lambda image: image.reshape(len(image) // 2, 2, -1, 2).max(axis=(0, 2)),
        "shape",
    ),
}

RIGHT_ANSWERS, WRONG_ANSWERS = listed(RIGHT), listed(WRONG)


@pytest.mark.parametrize(("name", "how"), RIGHT_ANSWERS)
def test_a_right_answer_passes(name, how):
    assert_right(name, RIGHT[name][how])


@pytest.mark.parametrize(("name", "how"), WRONG_ANSWERS)
def test_a_wrong_answer_is_told_what_is_wrong(name, how):
    assert_told(name, *WRONG[name][how])


@pytest.mark.parametrize("exercise", of_part(2), ids=lambda thing: thing.name)
def test_every_check_has_a_bank(exercise):
    assert len(RIGHT[exercise.name]) >= 3
    assert len(WRONG[exercise.name]) >= 9
    assert len({diagnosis for _, diagnosis in WRONG[exercise.name].values()}) >= 9


@pytest.mark.parametrize(
    "attempt",
    [
        ...,
        None,
        (..., ..., ..., ...),
        (OR_AND[0], OR_AND[1], ..., -0.5),
        ([[1, ...], [1, 1]], [0, 0], [1, 1], 0),
        (None, None, None, None),
    ],
)
def test_weights_may_be_unfilled(attempt):
    assert exercises.xor_weights.check(attempt).status == "not attempted yet"


@pytest.mark.parametrize(
    "attempt",
    [
        3,
        {"W_1": 1},
        np.eye(3),
        (1, 2, 3, 4),
        ((1, 2), 3, 4, "a"),
        (1j, 2, 3, 4),
        ([[1], [2, 3]], [1, 2], [1, 2], 0),
        Network([2, 1]),
        np.exp,
        object(),
    ],
)
def test_the_wrong_kind_of_network(attempt):
    feedback = exercises.xor_weights.check(attempt)
    assert feedback.status == "wrong"
    assert "needed" in feedback.diagnosis


def test_every_threshold_network_with_small_weights_is_judged_by_its_table():
    """All 2-2-1 networks with weights −1, 0, 1 and some biases: a verdict that fits, a reason."""
    neurons = [(w, v, b) for w in (-1, 0, 1) for v in (-1, 0, 1) for b in (-1.5, -0.5, 0.5, 1.5)]
    rng = np.random.default_rng(0)
    for _ in range(1500):
        (w, v, b), (r, s, c), (o, p, q) = (neurons[k] for k in rng.integers(len(neurons), size=3))
        first = CORNERS @ np.array([w, v]) + b >= 0
        second = CORNERS @ np.array([r, s]) + c >= 0
        answers = o * first + p * second + q >= 0
        feedback = exercises.xor_weights.check(([[w, v], [r, s]], [b, c], [o, p], q))
        assert feedback.ok == (answers.tolist() == [False, True, True, False])
        if "hidden layer is fine" in feedback.diagnosis:
            points = {(bool(h), bool(k)) for h, k in zip(first[1:3], second[1:3], strict=True)}
            others = {(bool(first[k]), bool(second[k])) for k in (0, 3)}
            assert not points & others
            assert len(points | others) < 4


def test_a_layer_is_shown_with_its_bias_in_the_last_column():
    feedback = exercises.collapse.check(lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, b_2))
    assert feedback.facts["your value"] == "[W | b] = [[10, 1]]"
    assert feedback.facts["expected value"] == "[W | b] = [[10, 16]]"


def test_the_part_is_complete():
    titles = [exercise.task.split()[1] for exercise in of_part(2)]
    assert titles == [f"2.{k}" for k in range(1, 11)]
