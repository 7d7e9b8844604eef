"""Logistic regression: the sigmoid without overflow."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_sigmoid(z):
    """Return the sigmoid of every entry of z; no exponential is taken of a positive number."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


sigmoid = FunctionExercise(
    name="sigmoid",
    title="1.2 · A stable sigmoid, from memory",
    difficulty=1,
    task=r"""
Without scrolling up: write the sigmoid $\sigma(z) = 1/(1 + e^{-z})$ for an array `z` of shape
$(n,)$, so that it overflows for no $z$ at all, be it 1000 or −1000. There is more than one way.
""",
    hints=[
        "First get the plain formula right. Which sign of $z$ makes its exponential explode?",
        "For negative $z$ use the other form of the same formula, $e^{z}/(1 + e^{z})$.",
        "With `e = np.exp(-np.abs(z))` the denominator is `1 + e` on both sides. The numerator is "
        "1 where `z >= 0`, else `e`; `np.where(condition, a, b)` chooses.",
    ],
    solution=my_sigmoid,
    explanation=r"""
For $z \geq 0$, `e` is $e^{-z}$ and the formula stands as it is. For $z < 0$, `e` is $e^{z}$, and
numerator and denominator have been multiplied by it. `np.where` computes both of its branches
everywhere, so it only helps because neither branch can overflow. Other right ways: a loop with an
`if`, `np.exp(-np.logaddexp(0, -z))`, or `(1 + np.tanh(z / 2)) / 2`, which is safe but loses the
digits of very small answers.
""",
    cases=[
        ([0.0],),
        ([1.0],),
        ([-1.0],),
        ([-1000.0],),
        ([1000.0],),
        ([-1000.0, -40.0, -2.0, 0.0, 0.5, 30.0, 1000.0],),
    ],
    overflow=(
        "Your sigmoid overflows here: it takes the exponential of a large positive number, even if "
        "the answer happens to be right. (`np.where` alone is no cure: it computes both of its "
        "branches for all entries.)"
    ),
    mistakes=[
        Mistake(
            "Right in the middle, but $e^z/(1 + e^z)$ divides infinity by infinity at 1000, which "
            "gives `nan`. Use this form for negative $z$ only.",
            lambda z: np.exp(z) / (1 + np.exp(z)),
        ),
        Mistake(
            r"The sign of $z$ is reversed: this is $\sigma(-z) = 1 - \sigma(z)$, which falls.",
            lambda z: 1 - my_sigmoid(z),
        ),
        Mistake(
            "The numerator is missing for negative $z$: there it is $e^{z}$, not 1. As it stands, "
            "`np.abs` makes $z$ and $-z$ the same.",
            lambda z: my_sigmoid(np.abs(z)),
        ),
        Mistake(
            r"The numerator is $e^{-|z|}$ on both sides; for $z \geq 0$ it is 1.",
            lambda z: my_sigmoid(-np.abs(z)),
        ),
        Mistake(
            "This is tanh, which runs from −1 to 1; the sigmoid runs from 0 to 1.",
            np.tanh,
        ),
        Mistake(
            r"This is the slope $\sigma(z)(1 - \sigma(z))$; the value $\sigma(z)$ is asked for.",
            lambda z: my_sigmoid(z) * my_sigmoid(-z),
        ),
        Mistake(
            "The `1 +` in the denominator is missing: this is the odds $e^z$.",
            lambda z: 1 / np.exp(-z),
        ),
    ],
)
