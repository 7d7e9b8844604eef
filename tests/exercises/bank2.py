"""Answers to the exercises of Part 2, as in `bank1`."""

import numpy as np

from lecturekit.activations import relu
from lecturekit.draw.convolution import slide
from lecturekit.layers import Layer
from lecturekit.network import Network

RIGHT, WRONG = {}, {}


def a_network(W_1, b_1, w_2, b_2):
    net = Network([2, 2, 1], "step", output="step")
    for layer, W, b in zip(net.layers, (W_1, [w_2]), (b_1, [b_2]), strict=True):
        layer.W[:], layer.b[:] = W, b
    return net


ONES, OR_AND = [[1, 1], [1, 1]], ([[1, 1], [1, 1]], [-0.5, -1.5])
RIGHT["xor_weights"] = [
    ([[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -1.5),
    ([[1, 1], [-1, -1]], [-1.5, 0.5], [-1, -1], 0.5),
    (ONES, [-1, -2], [1, -2], -1),  # corners on the decision boundaries
    (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([[1, -1]]), np.array([-0.5])),
    tuple(np.float32(part) for part in (*OR_AND, [1, -1], -0.5)),
    a_network(*OR_AND, [1, -1], -0.5),
]
WRONG["xor_weights"] = [
    ((*OR_AND, [1, 1], -0.5), "it computes OR"),
    ((*OR_AND, [1, -1], 0.5), "it answers 1 everywhere"),
    ((*OR_AND, [-1, 1], 0.5), "This is XNOR"),
    (([[1, 1], [0, 0]], [-0.5, 0], [1, -1], -0.5), "neuron 2 answers 1 at all"),
    (([[1, 1], [-1, -1]], [-0.5, 0.5], [1, 1], -1.5), "from its two sides"),
    ((np.zeros((2, 2)), [0, 0], [0, 0], 0), "separates nothing"),
    (([[1, 0], [0, 1]], [-0.5, -0.5], [1, -1], -0.5), "looks at one input only"),
    (([[1, 0], [1, 1]], [-0.5, -1.5], [1, -1], -0.5), "(0, 0) and (0, 1) both land on the hidden"),
    (([[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], -1.5), "With `W_1` transposed"),
    ((ONES, [0, -1.5], [1, -1], -0.5), "A score of exactly 0 counts as 1"),
    (([[1, -1], [-1, 1]], [-0.5, -0.5], [1, 0], -0.5), "wrong for (0, 1), at the hidden point"),
    (([1, 1], [-0.5, -1.5], [1, -1], -0.5), "`W_1` has shape (2,), but shape (2, 2)"),
    ((*OR_AND, [np.inf, -1], -0.5), "finite numbers"),
    ("XOR", "This is text, but four things"),
    (relu, "four things are needed"),
]

RIGHT["dense_layer"] = [
    lambda X, W, b, f: np.array([f(X @ w_k + b_k) for w_k, b_k in zip(W, b, strict=True)]).T,
    lambda X, W, b, f: [f(W @ x + b) for x in X],
    lambda X, W, b, f: Layer(W, b, f)(X),
]


RIGHT["count_parameters"] = [
    lambda sizes: np.dot(np.array(sizes[:-1]) + 1, sizes[1:]),
    lambda sizes: Network(sizes).theta.size,
]
WRONG["count_parameters"] = [
    (lambda s: 2 * Network(s).theta.size, "2 times the right one"),
    (lambda s: sum(s[i] * s[i + 1] + s[i + 1] for i in range(len(s))), "IndexError"),
]


def measured(n, d, p_1, p_2):
    net = Network([d, p_1, p_2])
    _, A_1, A_2 = net.forward(np.zeros((n, d))).outputs
    return [net.layers[0].W.shape, A_1.shape, net.layers[1].W.shape, A_2.shape]


RIGHT["compose_shapes"] = [measured, lambda *sizes: np.array(measured(*sizes))]
WRONG["compose_shapes"] = [
    (lambda n, d, p, q: [(p, d), (p,), (q, p), (q,)], "The second shape does not have two entries"),
    (lambda n, d, p, q: p * d, "shape (4, 2) is expected"),
]


def by_basis(W_1, b_1, W_2, b_2):
    def f(x):
        return W_2 @ (W_1 @ x + b_1) + b_2

    zero = np.zeros(W_1.shape[1])
    return np.array([f(e) - f(zero) for e in np.eye(len(zero))]).T, f(zero)


RIGHT["collapse"] = [by_basis, lambda *layers: tuple(map(np.float32, by_basis(*layers)))]


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
    lambda X, layers: np.array(by_largest(X, layers)),
    lambda X, layers: tuple(row_by_row(X, layers)),
]
WRONG["dead_neurons"] = [
    (lambda X, layers: [by_largest(X, layers), X][0] and layers.pop(), "changes its argument"),
    (lambda X, layers: [len(b) for _, b in layers], "all neurons"),
    (lambda X, layers: relu(X @ layers[0][0] + layers[0][1]), "matmul"),
]

RIGHT["regions"] = [
    lambda X, W, b: len({tuple(row) for row in X @ W.T + b > 0}),
    lambda X, W, b: len({tuple(relu(W @ x + b) > 0) for x in X}),
    lambda X, W, b: len(np.unique((X @ W.T + b > 0) @ 2 ** np.arange(len(b)))),
    lambda X, W, b: np.unique(-(X @ W.T + b) < 0, axis=0).shape[0],
    lambda X, W, b: len({bytes(row) for row in np.heaviside(X @ W.T + b, 0)}),
]
WRONG["regions"] = [
    (lambda X, W, b: len(np.unique(X @ W + b > 0, axis=0)), "matmul"),
    (lambda X, W, b: X @ W.T + b > 0, "a single number"),
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


def block_by_block(image, keep=max):
    h, w = image.shape
    blocks = [[image[i : i + 2, j : j + 2] for j in range(0, w, 2)] for i in range(0, h, 2)]
    return [[keep(list(block.ravel())) for block in row] for row in blocks]


RIGHT["max_pool"] = [
    block_by_block,
    lambda image: np.max([image[i::2, j::2] for i in (0, 1) for j in (0, 1)], axis=0),
]
