"""Activation functions: the derivative of an activation that is not in the zoo."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_derivative(z):
    """Return the derivative of softsign, z / (1 + |z|), at every entry of z."""
    return 1 / (1 + np.abs(z)) ** 2


def _by_the_quotient_rule(z):
    absolute = np.abs(z)
    return (1 + absolute - z * z / absolute) / (1 + absolute) ** 2


activation_derivative = FunctionExercise(
    name="activation_derivative",
    title="1.9 · A slope that is not in the zoo",
    difficulty=2,
    task=r"""
*Softsign*, $\sigma(z) = \dfrac{z}{1 + |z|}$, is an activation that is missing in the zoo: it
looks like tanh, but needs no exponential. Return its derivative $\sigma'(z)$ for an array `z` of
shape $(n,)$. It has one everywhere, also at 0.
""",
    hints=[
        r"Take $z > 0$ first: there $\sigma(z) = z/(1 + z)$, without any bars. Use the quotient "
        "rule.",
        "For $z > 0$ you get $1/(1 + z)^2$. For $z < 0$, where $|z| = -z$, start again from "
        "$z/(1 - z)$.",
        "On the left you get $1/(1 - z)^2$. Both sides are one formula if you write $|z|$.",
    ],
    solution=my_derivative,
    tolerance=1e-4,
    explanation=r"""
For $z > 0$: $\sigma'(z) = \frac{(1 + z) - z}{(1 + z)^2} = \frac{1}{(1 + z)^2}$. For $z < 0$:
$\sigma'(z) = \frac{(1 - z) + z}{(1 - z)^2} = \frac{1}{(1 - z)^2}$. Together
$\frac{1}{(1 + |z|)^2}$, which is 1 at 0 from both sides. It falls like $1/z^2$, far more slowly
than the slopes of sigmoid and tanh: softsign saturates gently.
""",
    cases=[
        ([1.0],),
        ([-1.0],),
        ([0.0],),
        ([3.0],),
        ([-2.5, -0.5, 0.0, 0.5, 4.0],),
    ],
    mistakes=[
        Mistake(
            "This is softsign itself; its derivative is asked for.",
            lambda z: z / (1 + np.abs(z)),
        ),
        Mistake(
            "Right for positive $z$, wrong for negative: the denominator is $(1 + |z|)^2$, and the "
            "bars are missing.",
            lambda z: 1 / (1 + z) ** 2,
        ),
        Mistake(
            "Right for negative $z$, wrong for positive: write $|z|$, which is $z$ there.",
            lambda z: 1 / (1 - z) ** 2,
        ),
        Mistake("The square is missing in the denominator.", lambda z: 1 / (1 + np.abs(z))),
        Mistake(
            "In the quotient rule the second term is *subtracted*: "
            r"$\frac{u'v - uv'}{v^2}$. It has been added.",
            lambda z: (1 + 2 * np.abs(z)) / (1 + np.abs(z)) ** 2,
        ),
        Mistake(
            "The derivative of $|z|$ is −1 for negative $z$; it has been taken as 1 everywhere.",
            lambda z: (1 + np.abs(z) - z) / (1 + np.abs(z)) ** 2,
        ),
        Mistake(
            "The sign of $z$ has crept in. Softsign rises everywhere, so its slope is positive on "
            "both sides.",
            lambda z: np.sign(z) / (1 + np.abs(z)) ** 2,
        ),
        Mistake(
            "Correct everywhere but at 0, where it divides 0 by 0 and gives `nan`. Simplify "
            "$z^2/|z|$ to $|z|$ first.",
            _by_the_quotient_rule,
        ),
        Mistake(
            "This is the slope of tanh, a relative, but not this function.",
            lambda z: 1 - np.tanh(z) ** 2,
        ),
        Mistake(
            "The derivatives of numerator and denominator were divided; the quotient rule says "
            r"$\frac{u'v - uv'}{v^2}$.",
            np.sign,
        ),
    ],
)
