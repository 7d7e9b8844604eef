"""The stochastic gradient: how far a minibatch's gradient scatters around the full one."""

import numpy as np

from lecturekit.exercises.functions import Mistake
from lecturekit.exercises.parts import PartsExercise


def my_variances(slopes, batch_size):
    """Return the variances of a minibatch slope, drawn with and without replacement."""
    n = len(slopes)
    variance = np.mean((slopes - np.mean(slopes)) ** 2)
    with_replacement = variance / batch_size
    without = with_replacement * (n - batch_size) / (n - 1)
    return with_replacement, without


def _of(formula, variance=np.var):
    """Return an attempt made of ``formula(v, n, B)``, with v the variance of the slopes."""

    def attempt(slopes, batch_size):
        return formula(variance(slopes), len(slopes), batch_size)

    return attempt


def _ddof(slopes):
    return np.var(slopes, ddof=1)


minibatch_variance = PartsExercise(
    name="minibatch_variance",
    title="4.2 · The noise of a minibatch",
    difficulty=1,
    task=r"""
For one parameter, the $n$ examples of a data set have the `slopes` $g_1, \dots, g_n$, an array. A
minibatch of `batch_size` $B$ examples is drawn uniformly, and its slope is the *mean* of theirs.
Return the variance of that mean, twice: if the $B$ examples are drawn *with* replacement, and if
they are drawn *without*. ($2 \leq n$ and $B \leq n$. The $g_i$ are all there is: their own variance
is $s^2 = \frac1n \sum_i (g_i - \bar g)^2$.)
""",
    parts={"with_replacement": "", "without_replacement": ""},
    hints=[
        "With replacement the $B$ draws know nothing of each other. What is the variance of a mean "
        "of $B$ independent numbers, each with variance $s^2$?",
        "It is $s^2 / B$. Without replacement: what must come out for $B = n$, when the minibatch "
        "is the whole data set? And for $B = 1$?",
        r"0 for $B = n$, and $s^2$ for $B = 1$, where there is nothing to replace. The factor "
        r"between the two is $\frac{n - B}{n - 1}$.",
    ],
    solution=my_variances,
    explanation=r"""
With replacement the draws are independent, and the variance of their mean is $s^2 / B$: four times
the batch halves the standard deviation. Without replacement each draw makes the opposite deviation
a little more likely for the others: any two have covariance $-s^2/(n-1)$. So the variance is
$\frac{1}{B^2}\left(B s^2 - B (B - 1) \frac{s^2}{n - 1}\right) = \frac{s^2}{B} \cdot
\frac{n - B}{n - 1}$. With $B \ll n$ the factor is nearly 1; with $B = n$ it is 0, the full
gradient, without noise.
""",
    cases=[
        ([1.0, 3.0], 1),
        ([1.0, 2.0, 6.0], 2),
        ([0.5, -1.0, 2.0, 4.0], 4),
        ([2.0, -3.0, 0.5, 1.0, 4.0, -1.5], 3),
        ([0.25, 1.0, -2.0, 3.0, 0.0, 1.5, -1.0, 5.0, 2.5, -0.5], 4),
    ],
    mistakes=[
        Mistake(
            "The two are swapped: without replacement there is *less* noise, and none at all for "
            "$B = n$.",
            _of(lambda v, n, b: (v / b * (n - b) / (n - 1), v / b)),
        ),
        Mistake(
            "Both are $s^2 / B$, the variance with replacement. Without it, the factor "
            r"$\frac{n - B}{n - 1}$ is missing.",
            _of(lambda v, n, b: (v / b, v / b)),
        ),
        Mistake(
            "Both have the factor of drawing without replacement. *With* it the draws are "
            "independent, and the variance is $s^2 / B$.",
            _of(lambda v, n, b: [v / b * (n - b) / (n - 1)] * 2),
        ),
        Mistake(
            "These are standard deviations. The variances are asked for: their squares.",
            _of(lambda v, n, b: (np.sqrt(v / b), np.sqrt(v / b * (n - b) / (n - 1)))),
        ),
        Mistake(
            "$s^2$ divides by $n - 1$ here (`ddof=1`). That is for guessing the variance of "
            "examples that one has not got; here these $n$ are all: divide by $n$.",
            _of(lambda v, n, b: (v / b, v / b * (n - b) / (n - 1)), _ddof),
        ),
        Mistake(
            "The slopes' own variance: the *mean* of $B$ of them scatters less. Divide by $B$.",
            _of(lambda v, n, b: (v, v * (n - b) / (n - 1))),
        ),
        Mistake(
            r"It is divided by $\sqrt B$. That is for the standard deviation; the variance is "
            "divided by $B$.",
            _of(lambda v, n, b: (v / np.sqrt(b), v / np.sqrt(b) * (n - b) / (n - 1))),
        ),
        Mistake(
            "It is divided by $B^2$. The sum of $B$ slopes has $B$ times the variance, so one $B$ "
            "cancels.",
            _of(lambda v, n, b: (v / b**2, v / b**2 * (n - b) / (n - 1))),
        ),
        Mistake(
            "This is the variance of the *sum* over the batch. The mean is the sum divided by $B$, "
            "so its variance is $B^2$ times smaller.",
            _of(lambda v, n, b: (v * b, v * b * (n - b) / (n - 1))),
        ),
        Mistake(
            "It is divided by the number of all examples, $n$. What is averaged are $B$ of them.",
            _of(lambda v, n, b: (v / n, v / n * (n - b) / (n - 1))),
        ),
        Mistake(
            r"The factor is $\frac{n - B}{n}$ here: for $B = 1$ it must be exactly 1. Write "
            "$n - 1$ below.",
            _of(lambda v, n, b: (v / b, v / b * (n - b) / n)),
        ),
        Mistake(
            r"The factor is $\frac{n}{n - 1}$ and never gets smaller. For $B = n$ nothing is left "
            "to chance: the factor must be 0.",
            _of(lambda v, n, b: (v / b, v / b * n / (n - 1))),
        ),
        Mistake(
            r"The factor is $\frac{n - B}{n - 1}$ *squared*, or taken twice.",
            _of(lambda v, n, b: (v / b, v / b * ((n - b) / (n - 1)) ** 2)),
        ),
        Mistake(
            r"The factor is the root of $\frac{n - B}{n - 1}$. That is for the standard deviation.",
            _of(lambda v, n, b: (v / b, v / b * np.sqrt((n - b) / (n - 1)))),
        ),
        Mistake(
            "This is the mean of the squared slopes, not of their squared *distances from the "
            "mean*.",
            _of(
                lambda v, n, b: (v / b, v / b * (n - b) / (n - 1)),
                lambda slopes: np.mean(slopes**2),
            ),
        ),
    ],
)
