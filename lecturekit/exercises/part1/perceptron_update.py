"""The perceptron: one update of Rosenblatt's rule."""

import numpy as np

from lecturekit.activations import sigmoid, step
from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_update(theta, x, y):
    """Return theta after one look at the example x with the target y."""
    x = np.append(x, 1)
    y_hat = step(theta @ x)
    return theta + (y - y_hat) * x


def _moved(sign):
    """Return an update that moves theta by ``sign(z, y)`` times the example."""

    def update(theta, x, y):
        x = np.append(x, 1)
        return theta + sign(theta @ x, y) * x

    return update


def _bias_kept(theta, x, y):
    return np.append(my_update(theta, x, y)[:-1], theta[-1])


def _bias_not_seen(theta, x, y):
    y_hat = step(theta[:-1] @ x)
    return theta + (y - y_hat) * np.append(x, 1)


def _constant_first(theta, x, y):
    x = np.append(1, x)
    return theta + (y - step(theta @ x)) * x


perceptron_update = FunctionExercise(
    name="perceptron_update",
    title="1.8 · One update of the perceptron",
    difficulty=2,
    task="""
Return the parameters after Rosenblatt's rule has looked at one example. `theta` has shape
$(d + 1,)$, the weights first and the bias last; `x` has shape $(d,)$; the target `y` is 0 or 1.
Leave `theta` itself as it is.
""",
    hints=[
        r"First ask the neuron: what is $\hat y$ for this example? It needs the bias.",
        r"Give the example its constant input, $\tilde x = (x, 1)$, with `np.append(x, 1)`. Then "
        "the score is one product.",
        "The difference `y - y_hat` is +1, −1 or 0, just what is needed: add that many times "
        r"$\tilde x$ to `theta`.",
    ],
    solution=my_update,
    imports="import numpy as np\n\nfrom lecturekit.activations import step",
    explanation=r"""
With $\tilde x = (x, 1)$ weights and bias are updated in one line. The factor $y - \hat y$ makes an
`if` unnecessary: it is 0 after a right answer. `theta + …` makes a new array; `theta += …` would
change the caller's.
""",
    cases=[
        ([1.0, 2.0, 0.5], [1.0, -1.0], 1.0),
        ([0.0, 0.0, 0.0], [1.0, 2.0], 0.0),
        ([0.0, 0.0, 0.0], [1.0, 2.0], 1.0),
        ([1.0, -1.0, 0.0], [2.0, 0.5], 1.0),
        ([1.0, -1.0, 0.0], [0.5, 2.0], 0.0),
        ([1.0, 1.0, -4.0], [2.0, 1.5], 1.0),
        ([1.0, 1.0, -3.0], [2.0, 1.5], 0.0),
        ([-1.0, 0.5, 2.0, 0.25], [1.0, -2.0, 0.5], 1.0),
    ],
    mistakes=[
        Mistake(
            "The sign of the update is reversed: it moves away from where the example belongs. The "
            r"factor is $y - \hat y$, target minus answer.",
            _moved(lambda z, y: step(z) - y),
        ),
        Mistake(
            "It updates after right answers too. The rule moves only after a mistake; with the "
            "target as −1 or +1 you need an `if`.",
            _moved(lambda z, y: 2 * y - 1),
        ),
        Mistake(
            "It moves by twice the example. With targets and answers of −1 and +1 their difference "
            r"is ±2; here they are 0 and 1, so that $y - \hat y = \pm 1$.",
            _moved(lambda z, y: 2 * (y - step(z))),
        ),
        Mistake(
            r"The bias stays where it was. It belongs to `theta` and moves by $y - \hat y$ times "
            "its constant input 1.",
            _bias_kept,
        ),
        Mistake(
            r"The bias is missing in the score, so $\hat y$ is not the neuron's answer.",
            _bias_not_seen,
        ),
        Mistake(
            "The constant input comes first here, but the bias is the last entry of `theta`: "
            "`np.append(x, 1)`.",
            _constant_first,
        ),
        Mistake(
            r"At a score of exactly 0 the neuron answers 1, since the step is 1 where $z \geq 0$. "
            r"So $\theta = 0$ with the target 0 is a mistake, and with the target 1 it is none.",
            _moved(lambda z, y: y - (z > 0)),
        ),
        Mistake(
            r"The step is missing: this uses $y - z$. The rule asks for $\hat y = "
            r"\operatorname{step}(z)$.",
            _moved(lambda z, y: y - z),
        ),
        Mistake(
            "This is a step of logistic regression: its answer is a probability. The perceptron "
            "answers 0 or 1.",
            _moved(lambda z, y: y - sigmoid(z)),
        ),
        Mistake(
            r"The target alone is used, whatever the neuron says; the factor is $y - \hat y$.",
            _moved(lambda z, y: y),
        ),
        Mistake(
            r"This is only the change, $(y - \hat y)\,\tilde x$; return the new `theta`.",
            lambda theta, x, y: my_update(theta, x, y) - theta,
        ),
        Mistake("Nothing ever changes, not even after a mistake.", lambda theta, x, y: theta),
    ],
)
