"""Attempts that were once misjudged, each with a piece of its diagnosis now.

They come from an attack on the checks, which found wrong answers that were accepted, right ones
that were not (they have `RIGHT` here), and messages that were untrue or generic.
"""

import warnings

import numpy as np

from lecturekit import activations, exercises, graph

RIGHT = "It was tried on"
SOLVED = {thing.name: thing.function for thing in exercises.EXERCISES if hasattr(thing, "function")}


def part(name, change):
    """Return an attempt that changes what the solution returns."""
    return lambda *arguments: change(*SOLVED[name](*arguments))


def whole(name, change):
    return lambda *arguments: change(SOLVED[name](*arguments))


def given(name, **values):
    """Return the solution, but with fixed values in place of some arguments."""
    exercise = getattr(exercises, name)
    places = {exercise.parameters.index(key): value for key, value in values.items()}
    return lambda *a: SOLVED[name](*[places.get(k, value) for k, value in enumerate(a)])


def unheard(formula):
    def attempt(z):
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return formula(z)

    return attempt


def row_by_row(W, b, mean, std):
    W_raw = np.zeros(W.shape)
    for k, j in np.ndindex(len(W), min(W.shape)):  # forgets inputs, if there are more than neurons
        W_raw[k, j] = W[k, j] / std[j]
    return W_raw, b - W_raw @ mean


TABLE = {
    "sigmoid": [
        (unheard(lambda z: 1 / (1 + np.exp(-z))), "overflows here"),
        (unheard(lambda z: 1 / (1 + np.e**-z)), "overflows here"),
        (unheard(lambda z: np.nan_to_num(np.exp(z) / (1 + np.exp(z)), nan=1)), "overflows here"),
        (lambda z: 1 / (1 + np.exp(-np.array(z))), "overflows here"),
        (lambda z: [1 / (1 + np.e**-v) for v in z], "overflows here"),
        (lambda z: [1 / (1 + np.exp(-z[i])) for i in range(len(z))], "overflows here"),
        (lambda z: 1 / (1 + np.exp(-np.clip(z, -19, 19))), "It is right for"),
        (lambda z: 1 / (1 + np.exp(-z.astype(np.longdouble))), "overflows here"),
        (lambda z: 1 + np.exp(z), "The value is not right"),
        (activations.sigmoid, "package's own function"),
        (whole("sigmoid", lambda a: 1.0001 * a), "1.0001 times"),
        (whole("sigmoid", lambda a: np.round(a, 3)), "rounded to 3 decimals"),
        (whole("sigmoid", lambda a: a.astype(int)), "after the decimal point"),
        (whole("sigmoid", lambda a: a[::-1]), "order is reversed"),
        (lambda z: 0 * z + 0.5, "Every number is 0.5"),
        (lambda z: np.array([0.5]), "the same for every input"),
    ],
    "boundary": [
        (whole("boundary", lambda x_2: [x_2]), RIGHT),
        (lambda x_1, w, b: -(w[0] * x_1 + b) / w[2], "counts from 0"),
        (lambda x_1, w, b: -(w[0] * x_1 + b) ^ -1, "write `**`"),
    ],
    "threshold": [
        (whole("threshold", lambda tau: [tau]), RIGHT),
        (lambda false_alarm, miss: miss / 2, "`false_alarm` plays no part"),
        (lambda false_alarm, miss: int(false_alarm) ^ int(miss), "there is a `^`"),
    ],
    "activation_derivative": [
        (lambda z: np.where(z == 0, 0, 1 / (1 + abs(z)) ** 2), "no number in `z` is 0"),
    ],
    "raw_inputs": [
        (row_by_row, "It is right for"),
        (part("raw_inputs", lambda W, b: (b, W)), "in another order"),
        (part("raw_inputs", lambda W, b: (W, -b)), "sign is reversed: every number"),
        (lambda W, b, m, s: (W / s, b - m / s), "`W_raw` is right, but `b_raw` is not"),
    ],
    "hidden_width": [
        (lambda d, K, budget: "8", "text"),
        (lambda d, K, budget: [(budget - K) // (d + K + 1)], RIGHT),
    ],
    "convolution_matrix": [
        (whole("convolution_matrix", lambda W: W.astype(int)), "after the decimal point"),
        (lambda k, h, w: SOLVED["convolution_matrix"](k[:, : len(k)], h, w), "shape (2, 3)"),
    ],
    "engine": [(graph.Value, "package's own")],
    "gradient_errors": [(given("gradient_errors", h=0.01), "`h` plays no part")],
    "signal_size": [
        (lambda X, weights, sigma: np.zeros(len(weights)), "Every number is 0"),
        (given("signal_size", sigma=np.tanh), "always `tanh`, whatever `sigma` says"),
    ],
    "adam_step": [
        (given("adam_step", epsilon=1e-8), "`epsilon` plays no part"),
        (given("adam_step", beta1=0.9), "`beta1` plays no part"),
        (part("adam_step", lambda theta, m, v: (theta, v, m)), "in another order"),
    ],
    "read_search": [(lambda alphas, losses: (0.1, 1.0, 2), "the same for every input")],
    "two_workers": [(lambda g, n, h, k: 0.25 * g + 0.75 * h, "`n_1` plays no part")],
}
