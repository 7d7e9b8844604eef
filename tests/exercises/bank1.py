"""Answers to the exercises of Part 1, written as students write them.

Right ones, and wrong ones with a piece of their diagnosis. They are independent of the mistakes
that the package knows, each of which is tested by itself: here are a few of those, and some that
no list of mistakes foresees.
"""

import math
import re
from pathlib import Path

import numpy as np

from lecturekit.activations import sigmoid, softplus, step
from lecturekit.graph import Value
from lecturekit.neuron import Neuron

RIGHT, WRONG = {}, {}
BANK = Path(__file__).with_name("bank1.md").read_text(encoding="utf-8")


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

RIGHT["activation_derivative"] = [
    lambda z: np.where(z > 0, 1 / (1 + z * (z > 0)) ** 2, 1 / (1 - z * (z < 0)) ** 2),
    lambda z: (1 - abs(z / (1 + abs(z)))) ** 2,
    lambda z, h=1e-6: ((z + h) / (1 + abs(z + h)) - (z - h) / (1 + abs(z - h))) / (2 * h),
]


RIGHT["and_not"] = [
    (1, -1, -1),
    np.array([2, -5, -1.0]),
    ([1, -1], -0.5),
    Neuron([1, -1], -0.5, activation="step"),
]
WRONG["and_not"] = [
    ((-1, 1, -0.5), "swap the weights"),
    ((1, 1, -1.5), "This is AND"),
    ((1, -1, 0), "exactly 0 counts as class 1"),
    ((0, 0, 0), "all three numbers 0"),
    ("x_1", "This is text"),
]


# ---- code, and changes to it


def changed(code, row):
    """Return the function in `code`, with the changes in `row`."""
    for change in row.split(" ; ") if row else ():
        old, new = (part.replace("\\n", "\n") for part in change.split(" |")[:2])
        assert old in code, row
        code = code.replace(old, new.removeprefix(" "))
    names = {"np": np, "math": math, "sigmoid": sigmoid, "softplus": softplus, "step": step}
    names["Value"] = Value
    exec(code, names)
    return names["f"]


def read(bank):
    """Return the right and the wrong attempts in a Markdown text, by exercise."""
    right, wrong = {}, {}
    for name, text in re.findall(r"^## (\w+)\n\n```\n(.*?)```$", bank, re.M | re.S):
        code, good, bad = text.split("\n\n")
        rows = [row.rpartition(" | ") for row in bad.rstrip("\n").split("\n")]
        right[name] = [changed(code + "\n", row) for row in ["", *good.split("\n")]]
        wrong[name] = [(changed(code + "\n", row), told) for row, _, told in rows]
    return right, wrong


MORE = read(BANK)
RIGHT, WRONG = RIGHT | MORE[0], WRONG | MORE[1]

RIGHT["bound"] = [(18**0.5, 2 / 3, 40.5), [4.24, 0.667, 40.41], np.array([4.243, 0.6667, 40.5])]
WRONG["bound"] = [
    ((17**0.5, 2 / 3, 38.25), "The constant input is missing"),
    ((18, 2 / 3, 40.5), "the square of $R$"),
    ((2**0.5, 2 / 3, 4.5), "*nearest* to the origin"),
    ((4.243, 2, 4.5), "longer than 1"),
    ((4.243, 0.894, 22.5), "here $w$ has length 1"),
    ((4.243, 1, 18), "on *one* side only"),
    ((4.243, -0.667, 40.5), "A margin is positive"),
    ((4.243, 2.667, 2.53), "*farthest* from the line"),
    ((4.243, 0.667, 6.364), "The square is missing"),
    ((4.243, 0.667, 0.0247), "upside down"),
    ((4.243, 0.667, 27), "Only $R$ is squared"),
    ((4.243, 0.667, 40), "largest number of mistakes"),
    ((4.243, 0.667, 3), "`bound` is not 3."),
    (40.5, "three are needed"),
]
