"""Answers to the exercises of Part 2, as in `bank1`."""

import numpy as np

from lecturekit.activations import relu
from lecturekit.draw.convolution import slide
from lecturekit.network import Network

RIGHT, WRONG = {}, {}


def by_growing(d, K, budget):
    p = 0
    while Network([d, p + 1, K]).theta.size <= budget:
        p += 1
    return p


def a_network(W_1, b_1, w_2, b_2):
    net = Network([3, 3, 1], "step", output="step")
    for layer, W, b in zip(net.layers, (W_1, [w_2]), (b_1, [b_2]), strict=True):
        layer.W[:], layer.b[:] = W, b
    return net


ONES = [[1, 1, 1]] * 3
COUNTS = (ONES, [-0.5, -1.5, -2.5])
RIGHT["parity"] = [
    (ONES, [-1, -2, -3], [1, -1, 1], -1),  # corners on the decision boundaries
    ([[1, 1, 1], [-1, -1, -1], [1, 1, 1]], [-0.5, 1.5, -2.5], [1, 1, 1], -1.5),
    ([[1, -1, 1]] * 3, [0.5, -0.5, -1.5], [-1, 1, -1], 0.5),  # counts x_1, 1 - x_2 and x_3
    (np.ones((3, 3)), np.array([-0.5, -1.5, -2.5]), np.array([[1, -1, 1]]), np.array([-0.5])),
    a_network(*COUNTS, [1, -1, 1], -0.5),
]
WRONG["parity"] = [
    ((*COUNTS, [1, 1, 1], -0.5), "it computes OR"),
    ((*COUNTS, [1, 0, -1], -0.5), "unless all three inputs are equal"),
    ((*COUNTS, [-1, 1, -1], 0.5), "number of ones is *even*"),
    ((*COUNTS, [-1, 1, 0], 0.5), "Wrong: (0, 0, 0), at the hidden point (0, 0, 0)"),
    ((ONES, [0.5, -1.5, -2.5], [1, -1, 1], -0.5), "neuron 1 outputs 1 at all eight"),
    ((ONES, [-0.5, -0.5, -2.5], [1, -1, 1], -0.5), "1 and 2 separate the corners in the same way"),
    (([[1, 1, 0], [0, 1, 1], [1, 1, 1]], [-1.5, -1.5, -0.5], [1, 1, -1], 0), "both land on the"),
    ((np.eye(3), [-0.5] * 3, [1, 1, 1], -0.5), "No output neuron separates these hidden points"),
    (([[1, -1, 1]] * 3, [-0.5, 1.5, -2.5], [1, 1, 1], -1.5), "With `W_1` transposed"),
    ((ONES, [0, -1, -2], [1, -1, 1], -0.5), "A score of exactly 0 counts as 1"),
    (([[1, 1, 1]] * 4, [-0.5] * 4, [1] * 4, -0.5), "three are enough"),
    (([1, 1, 1], [-0.5, -1.5, -2.5], [1, -1, 1], -0.5), "`W_1` has shape (3,), but shape (3, 3)"),
    ((*COUNTS, [np.inf, -1, 1], -0.5), "finite numbers"),
    (Network([3, 3, 1], "relu", output="step"), "the step activation, but it is needed"),
]

RIGHT["hidden_width"] = [
    lambda d, K, budget: max(p for p in range(budget) if p * (d + 1) + K * (p + 1) <= budget),
    lambda d, K, budget: int((budget - K) / (d + K + 1)),
    by_growing,
]


def by_basis(W, b, mean, std):
    def f(x):
        return W @ ((x - mean) / std) + b

    zero = np.zeros(len(mean))
    return np.array([f(e) - f(zero) for e in np.eye(len(zero))]).T, f(zero)


RIGHT["raw_inputs"] = [
    by_basis,
    lambda W, b, mean, std: (W @ np.diag(1 / std), b - W @ (mean / std)),
    lambda W, b, mean, std: (W / std[None, :], b - np.sum(W * mean / std, axis=1)),
]
WRONG["raw_inputs"] = [
    (lambda W, b, m, s: ((W.T / s).T, b - W / s @ m), "Row $k$"),
    (lambda W, b, m, s: by_basis(W, b, m, s)[0], "two results are needed"),
]


def slopes(t, v):
    return (v[1:] - v[:-1]) / (t[1:] - t[:-1])


RIGHT["hinges"] = [
    lambda t, v: np.linalg.solve(relu(t[1:, None] - t[:-1]), v[1:] - v[0]),
    lambda t, v: np.append(slopes(t, v)[0], np.diff(slopes(t, v))),
]


def by_largest(X, layers):
    if not layers:
        return []
    (W, b), *rest = layers
    A = relu(X @ W.T + b)
    return [np.count_nonzero(A.max(axis=0) == 0), *by_largest(A, rest)]


def row_by_row(X, layers):
    fired = [np.zeros(len(b), bool) for _, b in layers]
    for x in X:
        for (W, b), seen in zip(layers, fired, strict=True):
            x = relu(W @ x + b)
            seen |= x > 0
    return [np.sum(~seen) for seen in fired]


RIGHT["dead_neurons"] = [
    by_largest,
    row_by_row,
    lambda X, layers: tuple(row_by_row(X, layers)),
]
WRONG["dead_neurons"] = [
    (
        lambda X, layers: [by_largest(X, layers), X][0] and layers.pop(),
        "Work on a copy, `list(layers)`",
    ),
    (lambda X, layers: relu(X @ layers[0][0] + layers[0][1]), "matmul"),
]

RIGHT["regions"] = [
    lambda X, W, b: len({tuple(row) for row in X @ W.T + b > 0}),
    lambda X, W, b: len({tuple(relu(W @ x + b) > 0) for x in X}),
    lambda X, W, b: len(np.unique((X @ W.T + b > 0) @ 2 ** np.arange(len(b)))),
    lambda X, W, b: len({bytes(row) for row in np.heaviside(X @ W.T + b, 0)}),
]
WRONG["regions"] = [
    (lambda X, W, b: len(np.unique(X @ W + b > 0, axis=0)), "matmul"),
    (lambda X, W, b: X @ W.T + b > 0, "a single number"),
    (lambda X, W, b: len(set(X @ W.T + b > 0)), "`tuple(row)`"),
    (lambda X, W, b: 0 * len(X), "the same for every input"),
]


def from_unit_images(kernel, h, w):
    images = np.eye(h * w).reshape(-1, h, w)
    return np.array([slide(image, kernel).ravel() for image in images]).T


def pixel_by_pixel(kernel, h, w):
    r, s = kernel.shape
    W = np.zeros((h - r + 1, w - s + 1, h * w))
    for i, j, a, c in np.ndindex(*W.shape[:2], r, s):
        W[i, j, (i + a) * w + j + c] = kernel[a, c]
    return W.reshape(-1, h * w)


RIGHT["convolution_matrix"] = [from_unit_images, pixel_by_pixel]


def forwards(layers):
    side, apart = 1, 1
    for F, S in layers:
        side, apart = side + (F - 1) * apart, apart * S
    return side


RIGHT["receptive_field"] = [
    forwards,
    lambda layers: (
        1 + sum((F - 1) * np.prod([S for _, S in layers[:i]]) for i, (F, _) in enumerate(layers))
    ),
]
WRONG["receptive_field"] = [
    (lambda layers: forwards(layers) + 1, "too large by 1"),
    (lambda layers: (forwards(layers),) * 2, "a single number is expected"),
]
