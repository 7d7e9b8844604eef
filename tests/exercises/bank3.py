"""Answers to the exercises of Part 3, as in `bank1`."""

from pathlib import Path

import numpy as np

from lecturekit.activations import softmax
from lecturekit.gradcheck import numerical_gradient, relative_error
from tests.exercises.bank1 import read

BANK = Path(__file__).with_name("bank3.md").read_text(encoding="utf-8")
RIGHT, WRONG = read(BANK)


def by_power_iteration(H):
    v = np.random.default_rng(0).standard_normal(len(H))
    for _ in range(2000):
        v = H @ v / np.linalg.norm(H @ v)
    return 2 / (v @ H @ v)


RIGHT["safe_step"] = [
    by_power_iteration,
    lambda H: 2 / np.linalg.norm(H, 2),
    lambda H: 2 / np.linalg.svd(H)[1][0],
    lambda H: 2 / max(np.linalg.eig(H)[0]),
    lambda H: 2 * np.linalg.eigvalsh(np.linalg.inv(H)).min(),
]


WRONG["safe_step"] = [
    (lambda H: 2 / np.linalg.eig(H)[0][0], "the first eigenvalue need"),
    (lambda H: 2 / np.linalg.cond(H), "the *ratio*"),
]


def minus_one_at_the_label(Z, y):
    slopes = softmax(Z)
    slopes[np.arange(len(y)), y] -= 1
    return slopes / len(y)


def one_hot(Z, y):
    return (np.arange(Z.shape[1]) == y[:, None]) * 1.0


RIGHT["softmax_gradient"] = [
    minus_one_at_the_label,
    lambda Z, y: (softmax(Z) - one_hot(Z, y)) / len(y),
]


def moving(put_back):
    """Return an attempt that changes θ in place, and then restores it, or steps it back."""

    def attempt(f, gradient, theta, h):
        errors = []
        for j, before in enumerate(theta.copy()):
            theta[j] += h
            up = f(theta)
            theta[j] -= 2 * h
            slope = (up - f(theta)) / (2 * h)
            theta[j] = before if put_back else theta[j] + h
            pair = abs(gradient[j]), abs(slope)
            errors.append(abs(slope - gradient[j]) / max(pair) if any(pair) else 0)
        return errors

    return attempt


def whole(size=np.maximum, slope=lambda f, t, s: (f(t + s) - f(t - s)) / 2, nothing=0.0):
    """Return an attempt that compares all entries at once."""

    def attempt(f, gradient, theta, h):
        found = np.array([slope(f, theta, h * e) for e in np.eye(theta.size)]) / h
        sizes = size(np.abs(gradient), np.abs(found))
        return np.where(
            sizes > 0, np.abs(gradient - found) / np.where(sizes > 0, sizes, 1), nothing
        )

    return attempt


RIGHT["gradient_errors"] = [
    moving(put_back=True),
    moving(put_back=False),
    whole(),
    whole(size=np.fmax),
    lambda f, g, t, h: np.nan_to_num(relative_error(g, numerical_gradient(f, t, h))),
]
WRONG["gradient_errors"] = [
    (whole(slope=lambda f, t, s: f(t + s) - f(t)), "*forward* difference"),
    (whole(slope=lambda f, t, s: f(t) - f(t - s)), "*backward* difference"),
    (whole(slope=lambda f, t, s: f(t + s) - f(t - s)), "divided by $h$"),
    (whole(slope=lambda f, t, s: (f(t - s) - f(t + s)) / 2), "wrong sign, or is added"),
    (whole(size=np.minimum), "the smaller of the two"),
    (whole(size=np.add), "sum of the two sizes"),
    (whole(size=lambda g, found: found), "divided by the difference"),
    (whole(nothing=1.0), "Where both numbers are 0"),
    (whole(nothing=np.nan), "Where both numbers are 0"),
    (lambda f, g, t, h: max(whole()(f, g, t, h)), "largest error alone"),
    (lambda f, g, t, h: numerical_gradient(f, t, h), "central differences themselves"),
    (whole(slope=lambda f, t, s: 0.0), "made no copy"),
    (whole(size=lambda g, found: (g + found) / 2), "the mean of the two sizes"),
    (
        whole(slope=lambda f, t, s: f(t + s) - f(t), nothing=np.nan),
        "*forward* difference; take the step to both sides. And where both",
    ),
]

RIGHT["planted_bugs"] = [(6, 3, 5), {"c": 5, "b": 3, "a": 6}]
WRONG["planted_bugs"] = [
    ((1, 3, 5), "2 of the three are right. Pass A does not have bug 1, “the mean"),
    ((8, 3, 5), "same gradients, but with other numbers: look at `dW_1`"),
    ((5, 3, 5), "would spoil `db_1`, but in A it is right"),
    ((6, 5, 3), "1 of the three is right. Pass B"),
    ((6, 3, 9), "For C came 9; the bugs are numbered 1 to 8"),
    (("transposed", 3, 5), "For A came text"),
    ({"A": 6, "B": 3}, "The passes are A, B and C; the keys are ['A', 'B']"),
]


def factors(X, weights, sigma, size=lambda Z: np.linalg.norm(Z) / np.sqrt(Z.size)):
    """Scale copies of the weights, and compare."""
    new, A = [np.array(W, float) for W in weights], X
    for W in new:
        W /= size(A @ W.T)
        A = sigma(A @ W.T)
    return [np.abs(W).sum() / np.abs(old).sum() for W, old in zip(new, weights, strict=True)]


def from_the_start(X, weights, sigma):
    found = []
    for _ in weights:
        A = X
        for W, c in zip(weights, [*found, 1], strict=False):
            A = sigma(Z := A @ (c * W).T)
        found.append((Z**2).mean() ** -0.5)
    return np.array(found)


RIGHT["signal_size"] = [
    factors,
    from_the_start,
    lambda X, weights, sigma: factors(X, weights, sigma, lambda Z: np.hypot(Z.mean(), Z.std())),
    lambda X, weights, sigma: factors(X, tuple(weights), lambda Z: 1 * sigma(Z)),
    lambda X, weights, sigma: from_the_start(X, weights, sigma).tolist(),
]
WRONG["signal_size"] = [
    (lambda X, weights, sigma: factors(X, weights, sigma, np.std), "subtracts the mean first"),
    (lambda X, weights, sigma: factors(X[:1], weights, sigma), "Only the first example"),
    (lambda *given: np.cumprod(from_the_start(*given)), "product of all factors so far"),
]


def sums_over(Z, q, sigma, norm=np.linalg.norm, h=1e-5):
    n, p = Z.shape
    slopes = (sigma(Z + h) - sigma(Z - h)) / (2 * h)
    return norm(Z) / norm(sigma(Z)) / p**0.5, (n * p / q) ** 0.5 / norm(slopes)


RIGHT["two_deviations"] = [
    sums_over,
    lambda Z, q, sigma: np.array(sums_over(Z, q, sigma)),
    lambda Z, q, sigma: [[s] for s in sums_over(Z, q, sigma)],
    lambda Z, q, sigma: sums_over(Z, q, sigma, lambda part: (part**2).sum() ** 0.5),
    lambda Z, q, sigma: tuple(np.exp(0.5 * np.log(np.square(sums_over(Z, q, sigma))))),
]
