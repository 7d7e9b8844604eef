"""Answers to the exercises of Part 4, as in `bank1`."""

import math
from pathlib import Path

import numpy as np

from lecturekit.optimizers import Adam
from tests.exercises.bank1 import read

BANK = Path(__file__).with_name("bank4.md").read_text(encoding="utf-8")
RIGHT, WRONG = read(BANK)


RIGHT["step_size_curves"] = [[3, 1, 2], {"A": 3, "B": 1, "C": 2}, {"c": 2, "b": 1, "a": 3}]
WRONG["step_size_curves"] = [
    ((3, 2, 2), "But B falls evenly"),
    ((1, 2, 3), "Curve A is not 1, “α = 0.002, too small”. Steps that are too"),
    ((10, 0.002, 0.3), "For A came 10; the list goes from 1 to 3"),
    ((3, 1, 2.5), "For C came 2.5"),
    (("²", 1, 2), "For A came text"),
    ((3, True, 2), "For B came `True`"),
    ("312", "This is text, but three"),
]


def by_adam(theta, m, v, gradient, t, step_size, beta1, beta2, epsilon):
    optimizer, theta = Adam(step_size, beta1, beta2, epsilon), theta.copy()
    optimizer.t, optimizer.mean, optimizer.squares = t - 1, m.copy(), v.copy()
    optimizer.step(theta, gradient)
    return theta, optimizer.mean, optimizer.squares


def as_in_the_paper(th, m, v, g, t, a, b1, b2, e, corrected=True):
    """Kingma and Ba's other form: the corrections are in the step size, and in ε."""
    m, v = m + (1 - b1) * (g - m), v + (1 - b2) * (g * g - v)
    if not corrected:
        return th - a * m / (np.sqrt(v) + e), m, v
    root = math.sqrt(1 - b2**t)
    return th - a * root / (1 - b1**t) * m / (np.sqrt(v) + e * root), m, v


def with_squares(collected):
    """Return an attempt in which the squares are ``collected(q, g, b2)``."""

    def attempt(th, m, q, g, t, a, b1, b2, e):
        m, q = b1 * m + (1 - b1) * g, collected(q, g, b2)
        return th - a * m / (1 - b1**t) / (np.sqrt(q / (1 - b2**t)) + e), m, q

    return attempt


RIGHT["adam_step"] = [by_adam, as_in_the_paper]
WRONG["adam_step"] = [
    (with_squares(lambda q, g, b2: (1 - b2) * q + b2 * g * g), "old and new are swapped"),
    (with_squares(lambda q, g, b2: q + g * g), "a sum, as in"),
    (with_squares(lambda q, g, b2: b2 * q + ((1 - b2) * g) ** 2), "is squared"),
    (lambda th, m, q, g, *rest: (by_adam(th, m, q, g, *rest)[0], m, q + g), "An old running mean"),
]


RIGHT["two_workers"] = [
    lambda g, n, h, k: np.average([g, h], axis=0, weights=[n, k]),
    lambda g, n, h, k: np.mean([g] * n + [h] * k, axis=0),
]

RIGHT["hidden_bugs"] = [(2, 1, 4, 5), {"d": 5, "c": 4, "b": 1, "a": 2}, [2.0, 1.0, 4.0, 5.0]]
WRONG["hidden_bugs"] = [
    ((1, 1, 4, 5), "as that of a single copy. But in A, 32 copies of a digit lead to the same"),
    ((4, 1, 4, 5), "Loop A is not 4, “the weights of the hidden layer never change”"),
    ((5, 1, 4, 5), "would be memorised"),
    (
        (2, 2, 4, 5),
        "twice as long as the first. But in B, a second step on all digits is no longer",
    ),
    ((2, 3, 4, 5), "more than guessing"),
    ((2, 1, 5, 5), "But in C, the first step is the same"),
    ((2, 1, 6, 5), "3 of the four are right. Loop C is not 6, “each step goes uphill”"),
    ((2, 1, 4, 3), "But in D, the first step is the same"),
    ((2, 1, 4, 4), "all weights change, and over half"),
]
RIGHT["failing_runs"] = [(6, 1, 5, 4), {"d": 4, "c": 5, "b": 1, "a": 6}]
WRONG["failing_runs"] = [
    ((1, 1, 5, 4), "3 of the four are right. Run A is not 1, “the labels"),
    ((2, 1, 5, 4), "shoots up, again and again. But A falls below 0.04"),
    ((6, 3, 5, 4), "falls along with it. But B begins at 2.49"),
    ((6, 1, 3, 4), "But C begins at 2.3026 and never leaves"),
    ((1, 2, 3, 6), "Run A is not 1, “the labels were shuffled, the digits were not”"),
]
