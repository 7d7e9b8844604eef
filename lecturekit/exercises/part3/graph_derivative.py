"""The chain rule: the derivatives of a small graph, where two paths add up."""

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_derivatives(a, b):
    """Return df/da and df/db of f = (a + b) * b."""
    s = a + b
    df_ds = b
    df_db_directly = s
    return df_ds * 1, df_ds * 1 + df_db_directly


graph_derivative = FunctionExercise(
    name="graph_derivative",
    title="3.1 · Derivatives on a graph",
    difficulty=1,
    task=r"""
The graph of $f = (a + b) \cdot b$ has two nodes: $s = a + b$, and then $f = s \cdot b$. Return the
two numbers $\partial f/\partial a$ and $\partial f/\partial b$ at given numbers `a` and `b`. Follow
the paths from $f$ back to each input. Do not multiply out first.
""",
    hints=[
        "Draw the graph. How many arrows leave $a$? How many leave $b$, and where do they go?",
        r"The local derivatives are $\partial f/\partial s = b$ and, on the arrow straight from "
        r"$b$ to $f$, $s$. Those of the sum are 1 and 1. Multiply along a path.",
        "There is one path from $a$: $b \\cdot 1$. There are two from $b$: $b \\cdot 1$ through "
        "the sum, and $s = a + b$ straight to $f$. Add them.",
    ],
    solution=my_derivatives,
    imports="",
    explanation=r"""
One path leads from $a$ to $f$, so $\partial f/\partial a = b$. Two lead from $b$, so
$\partial f/\partial b = b + (a + b) = a + 2b$: multiply *along* a path, add up *over* the paths.
Multiplying out confirms it: $f = ab + b^2$.
""",
    cases=[(2.0, 3.0), (-1.0, 0.5), (0.0, 1.0), (4.0, -2.0), (1.5, 0.0)],
    mistakes=[
        Mistake(
            r"The path straight from $b$ to $f$ is missing in $\partial f/\partial b$: this is the "
            "path through the sum alone.",
            lambda a, b: (b, b),
        ),
        Mistake(
            r"The path through the sum is missing in $\partial f/\partial b$: $b$ moves $s$, too.",
            lambda a, b: (b, a + b),
        ),
        Mistake(
            "The two paths from $b$ are multiplied. Factors *along* a path are multiplied; the "
            "paths themselves add up.",
            lambda a, b: (b, b * (a + b)),
        ),
        Mistake(
            "The two derivatives are swapped: $a$ comes first.",
            lambda a, b: (a + 2 * b, b),
        ),
        Mistake(
            r"$\partial f/\partial b$ comes out as $a$. That is the derivative of $a \cdot b$, or "
            "the difference of the two paths. Here $b$ moves the sum *and* multiplies it: "
            "add both.",
            lambda a, b: (b, a),
        ),
        Mistake(
            r"$\partial f/\partial a$ is wrong: $a$ does not reach the product on its own, only "
            "through the sum. There its local derivative is 1, and then comes $b$.",
            lambda a, b: (a + b, a + 2 * b),
        ),
        Mistake(
            r"In $\partial f/\partial a$ there is a factor $a$ too many: the local derivative of "
            "the sum is 1, whatever $a$ is.",
            lambda a, b: (a * b, a + 2 * b),
        ),
        Mistake(
            "These are the local derivatives of the sum, 1 and 1. They still have to be multiplied "
            "by what arrives from $f$.",
            lambda a, b: (1.0, 1.0),
        ),
        Mistake(
            "The two paths from $b$ are averaged. They add up.",
            lambda a, b: (b, (a + 2 * b) / 2),
        ),
        Mistake(
            "Each path has been counted twice.",
            lambda a, b: (2 * b, 2 * a + 4 * b),
        ),
        Mistake(
            r"$\partial f/\partial b$ has the path through the sum twice, and the other path once: "
            "$b + b + s$.",
            lambda a, b: (b, a + 3 * b),
        ),
    ],
)
