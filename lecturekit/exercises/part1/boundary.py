"""Classification: a point on the decision boundary."""

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_boundary(x_1, w, b):
    """Return the x_2 at which the boundary passes over x_1."""
    return -(w[0] * x_1 + b) / w[1]


boundary = FunctionExercise(
    name="boundary",
    title="1.1 · A point on the boundary",
    difficulty=1,
    task=r"""
To draw the decision boundary of a linear model with two features, you need points on it. Given
$x_1$, the weights $w = (w_1, w_2)$ and the bias $b$, return the $x_2$ for which
$w^\top x + b = 0$. ($w_2$ is not 0.)
""",
    hints=[
        "Write the equation of the boundary out in components, without vectors.",
        "It says $w_1 x_1 + w_2 x_2 + b = 0$. Everything but $x_2$ is known.",
        "Bring $w_1 x_1 + b$ to the other side (the sign changes), then divide by $w_2$, which is "
        "`w[1]` in code.",
    ],
    solution=my_boundary,
    imports="",
    explanation=r"""
$w_1 x_1 + w_2 x_2 + b = 0 \iff x_2 = -(w_1 x_1 + b)/w_2$. Two such points, joined by a ruler, are
the boundary. If $w_2 = 0$ the line is vertical, and no $x_2$ is special.
""",
    cases=[
        (0.0, [1.0, 1.0], -1.0),
        (1.0, [2.0, -4.0], 0.0),
        (1.4, [-1.5, -2.0], 5.0),
        (-3.0, [0.5, 2.5], 1.5),
    ],
    mistakes=[
        Mistake(
            "The sign is reversed: bringing $w_1 x_1 + b$ to the other side changes its sign.",
            lambda x_1, w, b: (w[0] * x_1 + b) / w[1],
        ),
        Mistake(
            "The bias is missing: this is the parallel line through the origin.",
            lambda x_1, w, b: -w[0] * x_1 / w[1],
        ),
        Mistake(
            "The bias has the wrong sign: the minus belongs to all of $w_1 x_1 + b$.",
            lambda x_1, w, b: (-w[0] * x_1 + b) / w[1],
        ),
        Mistake(
            "Only a part is divided by $w_2$: set brackets around $w_1 x_1 + b$.",
            lambda x_1, w, b: -w[0] * x_1 + -b / w[1],
        ),
        Mistake(
            "Only a part is divided by $w_2$: set brackets around $w_1 x_1 + b$.",
            lambda x_1, w, b: -w[0] * x_1 / w[1] - b,
        ),
        Mistake(
            "The division by $w_2$ is missing.",
            lambda x_1, w, b: -(w[0] * x_1 + b),
        ),
        Mistake(
            "The two weights are swapped: `w[0]` goes with $x_1$, `w[1]` with $x_2$.",
            lambda x_1, w, b: -(w[1] * x_1 + b) / w[0],
        ),
    ],
)
