"""Every check of Part 1 against a bank of answers: right ones, and wrong ones with their diagnosis.

The answers are written as students write them, independently of the mistakes that the package
knows; only what is said about them is compared.
"""

import math

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.activations import sigmoid, softmax, softplus
from lecturekit.neuron import Neuron
from tests.exercises.answers import assert_right, assert_told, listed, of_part

# exercise -> (right answers, wrong answers with a piece of the expected diagnosis)
RIGHT, WRONG = {}, {}


def both_forms(z):
    answer = np.empty_like(z)
    answer[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    answer[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return answer


def one_by_one(z):
    return [1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v)) for v in z]


def where_without_care(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def for_one_number(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


RIGHT["sigmoid"] = {
    "masks": both_forms,
    "a loop and a list": one_by_one,
    "a tuple": lambda z: tuple(one_by_one(z)),
    "tanh": lambda z: 0.5 * (1 + np.tanh(z / 2)),
    "logaddexp": lambda z: np.exp(-np.logaddexp(0, -z)),
    "float32": lambda z: sigmoid(z.astype(np.float32)),
    "clipped": lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
    "softplus": lambda z: np.exp(-softplus(-z)),
    "the package's own": sigmoid,
}
WRONG["sigmoid"] = {
    "the formula": (lambda z: 1 / (1 + np.exp(-z)), "overflows here"),
    "where": (where_without_care, "overflows here"),
    "the other form": (lambda z: np.exp(z) / (np.exp(z) + 1), "divides infinity by infinity"),
    "reversed": (lambda z: sigmoid(-z), "sign of $z$ is reversed"),
    "abs, no case": (lambda z: 1 / (1 + np.exp(-abs(z))), "numerator is missing for negative"),
    "e above": (lambda z: np.exp(-abs(z)) / (1 + np.exp(-abs(z))), "on both sides"),
    "tanh": (lambda z: np.tanh(z), "This is tanh"),
    "half an argument": (lambda z: np.tanh(z / 2), "right for 1 of 6"),
    "slope": (lambda z: sigmoid(z) * (1 - sigmoid(z)), "This is the slope"),
    "odds": (lambda z: np.exp(z), "this is the odds"),
    "rounded": (lambda z: np.round(sigmoid(z), 1), "right for 3 of 6"),
    "one number": (for_one_number, "`if` cannot decide for a whole array"),
    "math": (lambda z: 1 / (1 + math.exp(-z)), "math"),
    "math, a loop": (lambda z: [1 / (1 + math.exp(-v)) for v in z], "OverflowError"),
    "a column": (lambda z: sigmoid(z)[:, None], "not their arrangement"),
    "doubled": (lambda z: 2 * sigmoid(z), "2 times the right one"),
    "shifted": (lambda z: sigmoid(z) + 0.5, "too large by 0.5"),
}

RIGHT["boundary"] = {
    "the formula": lambda x_1, w, b: (-b - w[0] * x_1) / w[1],
    "solved by numpy": lambda x_1, w, b: np.linalg.solve([[w[1]]], [-b - w[0] * x_1])[0],
    "float32": lambda x_1, w, b: np.float32(-(w[0] * x_1 + b) / w[1]),
    "a slope and an intercept": lambda x_1, w, b: (-w[0] / w[1]) * x_1 + (-b / w[1]),
}
WRONG["boundary"] = {
    "sign": (lambda x, w, b: (w[0] * x + b) / w[1], "sign is reversed"),
    "no bias": (lambda x, w, b: -w[0] / w[1] * x, "bias is missing"),
    "sign of the bias": (lambda x, w, b: (b - w[0] * x) / w[1], "bias has the wrong sign"),
    "brackets": (lambda x, w, b: -w[0] * x - b / w[1], "set brackets"),
    "other brackets": (lambda x, w, b: -w[0] * x / w[1] - b, "set brackets"),
    "no division": (lambda x, w, b: -w[0] * x - b, "division by $w_2$ is missing"),
    "swapped": (lambda x, w, b: -(w[1] * x + b) / w[0], "weights are swapped"),
    "the third weight": (lambda x, w, b: -(w[1] * x + b) / w[2], "IndexError"),
    "a vector": (lambda x, w, b: -(w * x + b) / w[1], "shape (2,)"),
}

RIGHT["threshold"] = {
    "the formula": lambda a, m: a / (m + a),
    "from the odds": lambda a, m: 1 / (1 + m / a),
    "through the sigmoid": lambda a, m: sigmoid(math.log(a) - math.log(m)),
    "an array of one number": lambda a, m: np.array(a / (m + a)),
}
WRONG["threshold"] = {
    "swapped": (lambda a, m: m / (m + a), "costs are swapped"),
    "one minus": (lambda a, m: 1 - a / (m + a), "costs are swapped"),
    "odds": (lambda a, m: a / m, "These are the *odds*"),
    "odds, reversed": (lambda a, m: m / a, "wrong way round"),
    "score": (lambda a, m: math.log(a / m), "*score*"),
    "one half": (lambda a, m: 1 / 2, "One half is right only when"),
    "difference": (lambda a, m: (a - m) / (a + m), "never negative"),
    "harmonic": (lambda a, m: 1 / (1 / a + 1 / m), "average cost"),
    "typing slip": (lambda a, m: a / a + m, "The value is not right"),
}


def looped(X, w, b, activation):
    answers = []
    for x in X:
        z = b
        for w_j, x_j in zip(w, x, strict=True):
            z = z + w_j * x_j
        answers.append(activation(z))
    return answers


RIGHT["neuron_batch"] = {
    "dot": lambda X, w, b, f: f(np.dot(X, w) + b),
    "loops and a list": looped,
    "transposed twice": lambda X, w, b, f: f(w @ X.T + b),
    "sum": lambda X, w, b, f: f((X * w).sum(axis=1) + b),
    "float32": lambda X, w, b, f: f((X @ w + b).astype(np.float32)),
    "a column of ones": lambda X, w, b, f: f(np.column_stack([X, np.ones(len(X))]) @ [*w, b]),
}
WRONG["neuron_batch"] = {
    "no bias": (lambda X, w, b, f: f(np.dot(X, w)), "bias is missing"),
    "no activation": (lambda X, w, b, f: np.dot(X, w) + b, "activation is missing"),
    "bias outside": (lambda X, w, b, f: f(X.dot(w)) + b, "too late"),
    "bends the inputs": (lambda X, w, b, f: f(X) @ w + b, "too early"),
    "minus": (lambda X, w, b, f: f(X @ w - b), "subtracted"),
    "bias d times": (lambda X, w, b, f: f((X * w + b * w).sum(axis=1)), "once for every feature"),
    "mean": (lambda X, w, b, f: f((X * w).mean(axis=1) + b), "averaged"),
    "not added up": (lambda X, w, b, f: f(X * w + b), "not added up"),
    "a column": (lambda X, w, b, f: f(X @ w.reshape(-1, 1) + b), "shape $(n, 1)$"),
    "wrong way round": (lambda X, w, b, f: f(w @ X + b), "rows of `X` are examples"),
    "first example": (lambda X, w, b, f: f(X[0] @ w + b), "shape ()"),
}


def chain(X, y, w, b):
    dw, db = np.zeros(len(w)), 0.0
    for x, target in zip(X, y, strict=True):
        y_hat = 1 / (1 + np.exp(-(x @ w + b)))
        dw += (y_hat - target) * x / len(y)
        db += (y_hat - target) / len(y)
    return dw, db


def by_differences(X, y, w, b):
    theta, h = np.append(w, b), 1e-5

    def J(theta):
        z = X @ theta[:-1] + theta[-1]
        return np.mean(np.logaddexp(0, z) - y * z)

    return [(J(theta + h * e) - J(theta - h * e)) / (2 * h) for e in np.eye(len(theta))]


def gradient(make_error, weigh=lambda X, e: e @ X / len(e), bias=np.mean):
    def answer(X, y, w, b):
        e = make_error(X @ w + b, y)
        return weigh(X, e), bias(e)

    return answer


def the_error(z, y):
    return 1 / (1 + np.exp(-z)) - y


def y_hat_slope(z, y):
    p = sigmoid(z)
    return -y / p + (1 - y) / (1 - p)


RIGHT["logistic_gradient"] = {
    "one example at a time": chain,
    "one vector": lambda X, y, w, b: np.append(*chain(X, y, w, b)),
    "differences": by_differences,
    "lists": lambda X, y, w, b: [chain(X, y, w, b)[0].tolist(), float(chain(X, y, w, b)[1])],
    "db of shape (1,)": lambda X, y, w, b: (chain(X, y, w, b)[0], [chain(X, y, w, b)[1]]),
    "float32": lambda X, y, w, b: tuple(np.float32(part) for part in chain(X, y, w, b)),
    "the mean of a product": gradient(the_error, lambda X, e: (X * e[:, None]).mean(axis=0)),
}
WRONG["logistic_gradient"] = {
    "y − ŷ": (gradient(lambda z, y: y - sigmoid(z)), "sign is reversed"),
    "sums": (gradient(the_error, lambda X, e: X.T @ e, np.sum), "mean is missing"),
    "y − ŷ, sums": (
        gradient(lambda z, y: y - sigmoid(z), lambda X, e: X.T @ e, np.sum),
        "sign is reversed, and the mean is missing",
    ),
    "dw a sum": (gradient(the_error, lambda X, e: X.T @ e), "but `dw` is a sum"),
    "db a sum": (gradient(the_error, bias=np.sum), "but `db` is a sum"),
    "db is 0": (gradient(the_error, bias=lambda e: 0), "`db` is always 0"),
    "with respect to ŷ": (gradient(y_hat_slope), "with respect to $\\hat y$, not $z$"),
    "squared error": (
        gradient(lambda z, y: (sigmoid(z) - y) * sigmoid.derivative(z)),
        "gradient of the squared error",
    ),
    "no targets": (gradient(lambda z, y: sigmoid(z)), "targets are not used"),
    "classes": (gradient(lambda z, y: (z > 0) - y), "perceptron's error"),
    "no sigmoid": (gradient(lambda z, y: z - y), "sigmoid is missing"),
    "no bias in z": (
        lambda X, y, w, b: gradient(the_error)(X, y, w, 0),
        "bias is missing in the score",
    ),
    "not transposed": (gradient(the_error, lambda X, e: X @ e / len(e)), "shapes fit together? `"),
    "transposed where it fits": (
        gradient(the_error, lambda X, e: (X if X.shape[0] == X.shape[1] else X.T) @ e / len(e)),
        "`X` needs to be transposed",
    ),
    "bias first": (
        lambda X, y, w, b: [chain(X, y, w, b)[1], *chain(X, y, w, b)[0]],
        "bias comes first",
    ),
    "dw alone": (lambda X, y, w, b: chain(X, y, w, b)[0], "shape (2,) is expected"),
    "errors, no mean": (
        lambda X, y, w, b: (chain(X, y, w, b)[0], the_error(X @ w + b, y)),
        "`db` has shape (2,)",
    ),
    "half": (lambda X, y, w, b: np.append(*chain(X, y, w, b)) / 2, "0.5 times the right one"),
}


def with_an_if(theta, x, y):
    w, b = theta[:-1].copy(), theta[-1]
    y_hat = 1 if w @ x + b >= 0 else 0
    if y_hat == 0 and y == 1:
        w, b = w + x, b + 1
    if y_hat == 1 and y == 0:
        w, b = w - x, b - 1
    return [*w, b]


def in_signs(theta, x, y):
    s, x = 2 * y - 1, np.append(x, 1)
    said = 1 if theta @ x >= 0 else -1
    return theta if said == s else theta + s * x


def moved(by, first=False):
    def answer(theta, x, y):
        x = np.append(1, x) if first else np.append(x, 1)
        return theta + by(theta @ x, y) * x

    return answer


def in_place(theta, x, y):
    theta += (y - (theta[:-1] @ x + theta[-1] >= 0)) * np.append(x, 1)
    return theta


def without_bias(theta, x, y):
    return [*with_an_if(theta, x, y)[:-1], theta[-1]]


def blind_to_bias(theta, x, y):
    return theta + (y - (theta[:2] @ x[:2] >= 0)) * np.append(x, 1)


RIGHT["perceptron_update"] = {
    "an if": with_an_if,
    "signs": in_signs,
    "the rule": moved(lambda z, y: y - (z >= 0)),
    "float32": lambda theta, x, y: np.float32(with_an_if(theta, x, y)),
}
WRONG["perceptron_update"] = {
    "reversed": (moved(lambda z, y: (z >= 0) - y), "sign of the update is reversed"),
    "always": (moved(lambda z, y: 1 if y == 1 else -1), "after right answers too"),
    "twice": (moved(lambda z, y: (2 * y - 1) - (1 if z >= 0 else -1)), "twice the example"),
    "bias forgotten": (without_bias, "bias stays where it was"),
    "constant first": (moved(lambda z, y: y - (z >= 0), first=True), "comes first here"),
    "strict": (moved(lambda z, y: y - (z > 0)), "exactly 0"),
    "no step": (moved(lambda z, y: y - z), "step is missing"),
    "sigmoid": (moved(lambda z, y: y - 1 / (1 + np.exp(-z))), "logistic regression"),
    "target alone": (moved(lambda z, y: y), "target alone"),
    "only the change": (lambda t, x, y: with_an_if(t, x, y) - t, "only the change"),
    "nothing": (lambda theta, x, y: theta, "Nothing ever changes"),
    "bias not seen": (
        lambda t, x, y: t + (y - (t[:-1] @ x >= 0)) * np.append(x, 1),
        "missing in the score",
    ),
    "in place": (in_place, "changes its argument `theta`"),
    "no constant": (lambda t, x, y: t + (y - (t @ x >= 0)) * x, "shapes fit together? `"),
}

RIGHT["activation_derivative"] = {
    "two cases": lambda z: np.where(z > 0, 1 / (1 + z * (z > 0)) ** 2, 1 / (1 - z * (z < 0)) ** 2),
    "a loop": lambda z: [1 / (1 + abs(v)) ** 2 for v in z],
    "from the value": lambda z: (1 - abs(z / (1 + abs(z)))) ** 2,
    "quotient rule": lambda z: ((1 + abs(z)) - z * np.sign(z)) / (1 + abs(z)) ** 2,
    "differences": lambda z: (
        ((z + 1e-6) / (1 + abs(z + 1e-6)) - (z - 1e-6) / (1 + abs(z - 1e-6))) / 2e-6
    ),
    "float32": lambda z: (1 / (1 + abs(z)) ** 2).astype(np.float32),
}
WRONG["activation_derivative"] = {
    "the function": (lambda z: z / (1 + abs(z)), "softsign itself"),
    "no bars": (lambda z: 1 / (1 + z) ** 2, "bars are missing"),
    "minus": (lambda z: (1 - z) ** -2.0, "Right for negative $z$"),
    "no square": (lambda z: 1 / (abs(z) + 1), "square is missing"),
    "added": (lambda z: (1 + abs(z) + z * np.sign(z)) / (1 + abs(z)) ** 2, "has been added"),
    "|z|′ = 1": (lambda z: (1 + abs(z) - z) / (1 + abs(z)) ** 2, "taken as 1 everywhere"),
    "odd": (lambda z: np.sign(z) * (1 + abs(z)) ** -2.0, "sign of $z$ has crept in"),
    "nan at 0": (
        lambda z: (1 + abs(z) - z**2 / abs(z)) / (1 + abs(z)) ** 2,
        "Correct everywhere but at 0",
    ),
    "tanh": (lambda z: np.cosh(z) ** -2.0, "slope of tanh"),
    "negative": (lambda z: -((1 + abs(z)) ** -2.0), "sign is reversed"),
    "a coarse difference": (
        lambda z: (z + 0.1) / (1 + abs(z + 0.1)) * 10 - z / (1 + abs(z)) * 10,
        "not right",
    ),
    "a sum": (lambda z: np.sum(1 / (1 + abs(z)) ** 2), "shape ()"),
}

RIGHT["softmax_two"] = {
    "two sigmoids": lambda Z: np.column_stack(
        [sigmoid(Z[:, 0] - Z[:, 1]), sigmoid(Z[:, 1] - Z[:, 0])]
    ),
    "one product": lambda Z: sigmoid(Z @ [[1, -1], [-1, 1]]),
    "rows": lambda Z: [[sigmoid(a - b), sigmoid(b - a)] for a, b in Z],
    "largest subtracted": lambda Z: (
        np.exp(Z - Z.max(1, keepdims=True))
        / np.exp(Z - Z.max(1, keepdims=True)).sum(1, keepdims=True)
    ),
    "float32": lambda Z: softmax(Z.astype(np.float32)),
}
WRONG["softmax_two"] = {
    "reversed": (lambda Z: sigmoid(Z @ [[-1, 1], [1, -1]]), "columns are swapped"),
    "each alone": (lambda Z: sigmoid(Z), "each score alone"),
    "each alone, divided": (
        lambda Z: sigmoid(Z) / sigmoid(Z).sum(axis=1)[:, None],
        "divided by their sum",
    ),
    "the formula": (lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1)[:, None], "It overflows"),
    "wrong axis": (
        lambda Z: np.exp(Z - Z.max(0)) / np.exp(Z - Z.max(0)).sum(axis=0),
        "wrong axis",
    ),
    "first column": (lambda Z: sigmoid(Z[:, 0] - Z[:, 1]), "first column alone"),
    "second column": (lambda Z: sigmoid(Z[:, 1] - Z[:, 0]), "second column alone"),
    "on top": (
        lambda Z: np.array([sigmoid(Z[:, 0] - Z[:, 1]), sigmoid(Z[:, 1] - Z[:, 0])]),
        "one above the other",
    ),
    "the same twice": (
        lambda Z: np.transpose([sigmoid(Z[:, 0] - Z[:, 1])] * 2),
        "Both columns",
    ),
    "sum, not difference": (
        lambda Z: np.column_stack([sigmoid(Z.sum(1)), 1 - sigmoid(Z.sum(1))]),
        "right for",
    ),
}

RIGHT["nand"] = {
    "the table's": (-1, -1, 1.5),
    "another line": [-3, -2, 4],
    "an array": np.array([-2, -2, 3.0]),
    "a pair": ([-1, -1], 1.5),
    "a neuron": Neuron([-1, -1], 1.5, activation="step"),
    "on the boundary": (-1, -1, 1),
    "float32": np.float32([-1, -1, 1.5]),
}
WRONG["nand"] = {
    "and": ((1, 1, -1.5), "This is AND"),
    "or": ((1, 1, -0.5), "This is OR"),
    "nor": ((-1, -1, 0.5), "This is NOR"),
    "always 1": ((-1, -1, 2.5), "1 everywhere"),
    "always 0": ((-1, -1, -1), "0 everywhere"),
    "all 0": ((0, 0, 0), "all three numbers 0"),
    "x_2 alone": ((0, -1, 0.5), "only looks at $x_2$"),
    "x_1 alone": ((-1, 0, 0.5), "only looks at $x_1$"),
    "on the boundary": ((-1, -1, 2), "exactly 0 counts as class 1"),
    "xor, nearly": ((1, -1, 0), "2 of the four rows are wrong: (0, 1) and (1, 1)"),
    "two numbers": ((1, 2), "three are needed"),
    "infinite": ((-np.inf, -1, 1.5), "finite"),
    "text": ("NAND", "This is text"),
}
RIGHT["and_not"] = {
    "the simplest": (1, -1, -0.5),
    "on the boundary": (1, -1, -1),
    "stronger": (np.array([2, -5]), -1),
}
WRONG["and_not"] = {
    "other way round": ((-1, 1, -0.5), "swap the weights"),
    "and": ((1, 1, -1.5), "This is AND"),
    "or": ((1, 1, -0.5), "This is OR"),
    "x_1 alone": ((1, 0, -0.5), "only looks at $x_1$"),
    "not x_2": ((0, -1, 0.5), "only looks at $x_2$"),
    "no bias": ((1, -1, 0), "exactly 0 counts as class 1"),
    "bias too large": ((1, -1, 0.5), "the bias is too large"),
    "opposite": ((-1, 1, 0.5), "turned round"),
    "always 0": ((1, -1, -2), "0 everywhere"),
    "always 1": ((1, -1, 2), "1 everywhere"),
}

RIGHT_ANSWERS, WRONG_ANSWERS = listed(RIGHT), listed(WRONG)
FUNCTIONS = [thing for thing in exercises.EXERCISES if hasattr(thing, "mistakes")]


@pytest.mark.parametrize(("name", "how"), RIGHT_ANSWERS)
def test_a_right_answer_passes(name, how):
    assert_right(name, RIGHT[name][how])


@pytest.mark.parametrize(("name", "how"), WRONG_ANSWERS)
def test_a_wrong_answer_is_told_what_is_wrong(name, how):
    assert_told(name, *WRONG[name][how])


@pytest.mark.parametrize("exercise", of_part(1), ids=lambda thing: thing.name)
def test_every_check_has_a_bank(exercise):
    assert len(RIGHT[exercise.name]) >= 2
    assert len(WRONG[exercise.name]) >= 5
    assert len({diagnosis for _, diagnosis in WRONG[exercise.name].values()}) >= 5


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda thing: thing.name)
def test_no_known_mistake_hides_another(exercise):
    for mistake in exercise.mistakes:
        feedback = exercise.check(mistake.function)
        assert not feedback.ok
        assert feedback.diagnosis == mistake.diagnosis or "overflow" in feedback.diagnosis
    assert len({mistake.diagnosis for mistake in exercise.mistakes}) >= 5


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda thing: thing.name)
def test_the_smallest_failing_input_is_shown_with_both_values(exercise):
    feedback = exercise.check(exercise.mistakes[1].function)
    assert list(feedback.facts) == ["input", "your value", "expected value"]
    assert feedback.facts["your value"] != feedback.facts["expected value"]
    assert feedback.facts["input"].startswith(f"{exercise.parameters[0]} = ")
