"""Answers to the exercises of Part 1, written as students write them.

Right ones, and wrong ones with a piece of their diagnosis. They are independent of the mistakes
that the package knows, each of which is tested by itself: here are a few of those, and some that
no list of mistakes foresees.
"""

import math

import numpy as np

from lecturekit.activations import sigmoid
from lecturekit.neuron import Neuron

RIGHT, WRONG = {}, {}


def one_by_one(z):
    return [1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v)) for v in z]


def for_one_number(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


RIGHT["sigmoid"] = [
    one_by_one,
    lambda z: 0.5 * (1 + np.tanh(z / 2)),
    lambda z: np.exp(-np.logaddexp(0, -z)),
    lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
]
WRONG["sigmoid"] = [
    (lambda z: 1 / (1 + np.exp(-z)), "overflows here"),
    (lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z)), "It is right for"),
    (for_one_number, "`if` cannot decide for a whole array"),
    (lambda z: 1 / (1 + math.exp(-z)), "math"),
    (lambda z: sigmoid(z)[:, None], "not their arrangement"),
    (lambda z: sigmoid(z) + 0.5, "too large by 0.5"),
]

RIGHT["boundary"] = [
    lambda x_1, w, b: (-w[0] / w[1]) * x_1 + (-b / w[1]),
    lambda x_1, w, b: np.linalg.solve([[w[1]]], [-b - w[0] * x_1])[0],
]

RIGHT["threshold"] = [lambda a, m: 1 / (1 + m / a), lambda a, m: sigmoid(math.log(a) - math.log(m))]

RIGHT["neuron_batch"] = [
    lambda X, w, b, f: [f(sum(w_j * x_j for w_j, x_j in zip(w, x, strict=True)) + b) for x in X],
    lambda X, w, b, f: f(w @ X.T + b),
    lambda X, w, b, f: f(np.column_stack([X, np.ones(len(X))]) @ [*w, b]),
]


def chain(X, y, w, b):
    dw, db = np.zeros(len(w)), 0.0
    for x, target in zip(X, y, strict=True):
        y_hat = 1 / (1 + np.exp(-(x @ w + b)))
        dw += (y_hat - target) * x / len(y)
        db += (y_hat - target) / len(y)
    return dw, db


RIGHT["logistic_gradient"] = [
    chain,
    lambda X, y, w, b: (chain(X, y, w, b)[0], [chain(X, y, w, b)[1]]),
    lambda X, y, w, b: tuple(map(np.float32, chain(X, y, w, b))),
]


def with_an_if(theta, x, y):
    w, b = theta[:-1].copy(), theta[-1]
    y_hat = 1 if w @ x + b >= 0 else 0
    if y_hat == 0 and y == 1:
        w, b = w + x, b + 1
    if y_hat == 1 and y == 0:
        w, b = w - x, b - 1
    return [*w, b]


def spoil_theta(theta, x, y):
    theta += (y - (theta[:-1] @ x + theta[-1] >= 0)) * np.append(x, 1)
    return theta


RIGHT["perceptron_update"] = [
    with_an_if,
    lambda t, x, y: t + (y - (t[:-1] @ x >= -t[-1])) * np.append(x, 1),
]
WRONG["perceptron_update"] = [
    (spoil_theta, "changes its argument `theta`"),
    (lambda t, x, y: t + (y - (t @ x >= 0)) * x, "shapes fit together? `"),
]

RIGHT["activation_derivative"] = [
    lambda z: np.where(z > 0, 1 / (1 + z * (z > 0)) ** 2, 1 / (1 - z * (z < 0)) ** 2),
    lambda z: (1 - abs(z / (1 + abs(z)))) ** 2,
    lambda z, h=1e-6: ((z + h) / (1 + abs(z + h)) - (z - h) / (1 + abs(z - h))) / (2 * h),
]


def largest_subtracted(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


RIGHT["softmax_two"] = [lambda Z: sigmoid(Z @ [[1, -1], [-1, 1]]), largest_subtracted]

RIGHT["nand"] = [
    [-3, -2, 4],
    np.array([-2, -2, 3.0]),
    ([-1, -1], 1.5),
    Neuron([-1, -1], 1.5, activation="step"),
]
WRONG["nand"] = [
    ((1, 1, -1.5), "This is AND"),
    ((0, 0, 0), "all three numbers 0"),
    ((-1, -1, 2), "exactly 0 counts as class 1"),
    ((1, -1, 0), "2 of the four rows are wrong: (0, 1) and (1, 1)"),
    ("NAND", "This is text"),
]

RIGHT["and_not"] = [(1, -1, -1), (np.array([2, -5]), -1)]
WRONG["and_not"] = [
    ((-1, 1, -0.5), "swap the weights"),
    ((1, 1, -1.5), "This is AND"),
    ((1, -1, 0), "exactly 0 counts as class 1"),
]
