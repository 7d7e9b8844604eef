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


def recursive(X, layers):
    if not layers:
        return X
    W, b, f = layers[0]
    return recursive(f(X @ W.T + b), layers[1:])


def forward(change):
    def answer(X, layers):
        for W, b, f in layers:
            X = change(X, W, b, f)
        return X

    return answer


RIGHT["forward_pass"] = [recursive, forward(lambda A, W, b, f: Layer(W, b, f)(A))]
WRONG["forward_pass"] = [
    (forward(lambda A, W, b, f: f(A @ W + b)), "`layers[0][0]` has shape (1, 2)"),
    (lambda X, layers: [layers.pop(), X][1], "changes its argument `layers`"),
    (
        lambda X, layers: [X, recursive(X, layers)],
        "an array of shape (1, 2) and an array of shape (1, 1)",
    ),
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


def recursive_field(layers, side=1):
    if not layers:
        return side
    *rest, (F, S) = layers
    return recursive_field(rest, F + S * (side - 1))


def all_pixels(layers):
    seen = {0}
    for F, S in layers[::-1]:
        seen = {S * i + k for i in seen for k in range(F)}
    return max(seen) + 1  # gaps belong to the square as well


RIGHT["receptive_field"] = [
    forwards,
    recursive_field,
    all_pixels,
    lambda layers: np.int64(forwards(layers)),
    lambda layers: (
        1 + sum((F - 1) * np.prod([S for _, S in layers[:i]]) for i, (F, _) in enumerate(layers))
    ),
]
WRONG["receptive_field"] = [
    (lambda layers: forwards(layers) + 1, "too large by 1"),
    (lambda layers: (forwards(layers),) * 2, "a single number is expected"),
]
