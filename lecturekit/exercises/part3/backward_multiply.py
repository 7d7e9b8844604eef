"""The chain rule: what a multiply node sends back."""

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_multiply(a, b, upstream):
    """Return the gradients of a and of b, where v = a * b and upstream = dJ/dv."""
    return upstream * b, upstream * a


backward_multiply = FunctionExercise(
    name="backward_multiply",
    title="3.2 · Backward through a multiply node",
    difficulty=1,
    task=r"""
A node computes $v = a \cdot b$. From the side of the output arrives its gradient, `upstream`
$= \partial J/\partial v$. Return the two numbers that the node sends on:
$\partial J/\partial a$ and $\partial J/\partial b$.
""",
    hints=[
        "The rule is the same at every node: local derivative times upstream.",
        r"The local derivatives of $v = a \cdot b$ are $\partial v/\partial a = b$ and "
        r"$\partial v/\partial b = a$: each factor sees the *other* one.",
        "So $a$ gets `upstream * b`. What does $b$ get?",
    ],
    solution=my_multiply,
    imports="",
    explanation=r"""
Local derivative times upstream: $\frac{\partial J}{\partial a} = \frac{\partial J}{\partial v}
\cdot \frac{\partial v}{\partial a} = \text{upstream} \cdot b$. Each factor gets the value of the
other, so the node must remember both values from the forward pass. In a neuron $a$ and $b$ are a
weight and its input: a weight whose input is 0 gets no gradient.
""",
    cases=[(2.0, 3.0, 1.0), (2.0, 5.0, 4.0), (-1.0, 0.5, -2.0), (0.0, 3.0, 0.5), (1.5, -2.0, 0.0)],
    mistakes=[
        Mistake(
            "The two are swapped: each factor's local derivative is the *other* factor, and $a$ "
            "comes first.",
            lambda a, b, u: (u * a, u * b),
        ),
        Mistake(
            "These are the local derivatives. The upstream gradient is missing: multiply by it.",
            lambda a, b, u: (b, a),
        ),
        Mistake(
            "Local derivative and upstream are added. Along a path they are multiplied.",
            lambda a, b, u: (u + b, u + a),
        ),
        Mistake(
            "This is what a *sum* does: it hands on the upstream gradient unchanged. A product "
            "multiplies it by the other factor.",
            lambda a, b, u: (u, u),
        ),
        Mistake(
            "Both get the value of the product times upstream. The local derivative of "
            r"$a \cdot b$ with respect to $a$ is $b$ alone.",
            lambda a, b, u: (u * a * b, u * a * b),
        ),
        Mistake(
            "The gradient of $a$ is right. The upstream gradient is missing in that of $b$.",
            lambda a, b, u: (u * b, a),
        ),
        Mistake(
            "The gradient of $b$ is right. The upstream gradient is missing in that of $a$.",
            lambda a, b, u: (b, u * a),
        ),
        Mistake(
            "Both get `upstream * b`. That is right for $a$; for $b$ the other factor is $a$.",
            lambda a, b, u: (u * b, u * b),
        ),
        Mistake(
            "Both get `upstream * a`. That is right for $b$; for $a$ the other factor is $b$.",
            lambda a, b, u: (u * a, u * a),
        ),
        Mistake(
            "Both get the sum of the two. $a$ and $b$ are two inputs, and each has a gradient of "
            "its own.",
            lambda a, b, u: (u * (a + b), u * (a + b)),
        ),
        Mistake(
            "The upstream gradient is shared out in halves. Every input gets all of it, times its "
            "local derivative.",
            lambda a, b, u: (u * b / 2, u * a / 2),
        ),
        Mistake(
            "The upstream gradient is in it twice.",
            lambda a, b, u: (u * u * b, u * u * a),
        ),
    ],
)
