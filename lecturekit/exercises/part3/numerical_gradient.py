"""Checking a gradient: the gradient without any calculus."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_numerical_gradient(f, theta, h):
    """Return the gradient of f at theta by central differences with step h."""
    gradient = np.zeros_like(theta)
    for j in range(len(theta)):
        step = np.zeros_like(theta)
        step[j] = h
        gradient[j] = (f(theta + step) - f(theta - step)) / (2 * h)
    return gradient


def cubic(theta):
    """A function of one number or more with no symmetry that could hide a mistake."""
    return np.sum(theta**3) + np.sum(theta**2) + 2 * theta[0]


def mixed(theta):
    """A function whose entries work together."""
    return theta[0] * theta[-1] ** 2 + np.exp(0.5 * theta).sum() + theta[0] ** 3


def _differences(slope):
    """Return a gradient made entry by entry, where ``slope(f, theta, e, h)`` is one of them."""

    def gradient(f, theta, h):
        return np.array([slope(f, theta, e, h) for e in np.eye(len(theta))])

    return gradient


def _moves_stay(f, theta, h):
    """Take central differences, but leave each entry moved by +h afterwards."""
    moved, gradient = theta.copy(), np.zeros_like(theta)
    for j, e in enumerate(np.eye(len(theta))):
        gradient[j] = (f(moved + h * e) - f(moved - h * e)) / (2 * h)
        moved = moved + h * e
    return gradient


def _ends_low(f, theta, h):
    """Take central differences, but leave each entry moved by −h afterwards."""
    moved, gradient = theta.copy(), np.zeros_like(theta)
    for j, e in enumerate(np.eye(len(theta))):
        gradient[j] = (f(moved + h * e) - f(moved - h * e)) / (2 * h)
        moved = moved - h * e
    return gradient


numerical_gradient = FunctionExercise(
    name="numerical_gradient",
    title="3.8 · A gradient without calculus",
    difficulty=2,
    task=r"""
Return the gradient of a function by *central differences*. `f` takes an array like `theta`, of
shape $(m,)$, and returns a number. Entry $j$ of the answer is
$\dfrac{f(\theta + h e_j) - f(\theta - h e_j)}{2h}$, where $e_j$ is 1 at place $j$ and 0 elsewhere.
Leave `theta` as it is.
""",
    hints=[
        "One entry at a time: $m$ slopes, each from two calls of `f`.",
        "Make a step that is 0 everywhere but at place $j$: `step = np.zeros_like(theta)`, then "
        "`step[j] = h`.",
        "With that step, entry $j$ is `(f(theta + step) - f(theta - step)) / (2 * h)`. A loop over "
        "$j$ collects them in an array.",
    ],
    solution=my_numerical_gradient,
    explanation=r"""
`theta + step` is a new array, so `theta` stays as it is. Two calls for each of the $m$ entries make
$2m$ forward passes for one gradient: far too slow for training, and just right for checking
backpropagation. Moving an entry in place and moving it back is risky: in floating-point numbers
$\theta_j + h - 2h + h$ need not be $\theta_j$ again.
""",
    cases=[
        (cubic, [1.0], 0.1),
        (cubic, [1.0, -2.0], 0.1),
        (mixed, [0.5, 2.0, -1.0], 0.01),
        (mixed, [0.1, -0.7], 0.5),
    ],
    mistakes=[
        Mistake(
            "This is the *forward* difference, from $\\theta$ to $\\theta + h e_j$. Its error "
            "shrinks like $h$, that of the central one like $h^2$.",
            _differences(lambda f, t, e, h: (f(t + h * e) - f(t)) / h),
        ),
        Mistake(
            "This is the *backward* difference, from $\\theta - h e_j$ to $\\theta$. Go one step "
            "to both sides.",
            _differences(lambda f, t, e, h: (f(t) - f(t - h * e)) / h),
        ),
        Mistake(
            "It is divided by $h$, but from $\\theta - h e_j$ to $\\theta + h e_j$ it is $2h$.",
            _differences(lambda f, t, e, h: (f(t + h * e) - f(t - h * e)) / h),
        ),
        Mistake(
            "It is divided by 2 and then multiplied by $h$: the brackets are missing in "
            "`/ (2 * h)`.",
            _differences(lambda f, t, e, h: (f(t + h * e) - f(t - h * e)) / 2 * h),
        ),
        Mistake(
            "This is the forward difference, divided by $2h$. Take the step to both sides.",
            _differences(lambda f, t, e, h: (f(t + h * e) - f(t)) / (2 * h)),
        ),
        Mistake(
            "The differences are not divided by $2h$: they are no slopes yet.",
            _differences(lambda f, t, e, h: f(t + h * e) - f(t - h * e)),
        ),
        Mistake(
            "All entries are moved at once, so every slope comes out the same. Move only entry "
            "$j$.",
            _differences(lambda f, t, e, h: (f(t + h) - f(t - h)) / (2 * h)),
        ),
        Mistake(
            "All entries are moved at once, and there is one number for all of them. Each entry "
            "needs a step of its own.",
            lambda f, t, h: (f(t + h) - f(t - h)) / (2 * h),
        ),
        Mistake(
            "The sign is reversed: it is the value at $\\theta + h e_j$ minus that at "
            "$\\theta - h e_j$.",
            _differences(lambda f, t, e, h: (f(t - h * e) - f(t + h * e)) / (2 * h)),
        ),
        Mistake(
            "Entries that were moved stay moved while the next ones are tried. Each slope starts "
            "from $\\theta$ itself.",
            _moves_stay,
        ),
        Mistake(
            "Entries that were moved stay moved while the next ones are tried. Each slope starts "
            "from $\\theta$ itself.",
            _ends_low,
        ),
        Mistake(
            "The two values are added; a slope needs their difference.",
            _differences(lambda f, t, e, h: (f(t + h * e) + f(t - h * e)) / (2 * h)),
        ),
        Mistake(
            "The step is $h$ times $\\theta_j$. Here it is $h$ for every entry.",
            _differences(lambda f, t, e, h: (f(t + h * t * e) - f(t - h * t * e)) / (2 * h)),
        ),
        Mistake(
            "Only the first slope is computed; there is one for each entry of `theta`.",
            lambda f, t, h: my_numerical_gradient(f, t, h)[0],
        ),
        Mistake(
            "All slopes but the first are 0. A `return` inside the loop ends it too early.",
            lambda f, t, h: my_numerical_gradient(f, t, h) * np.eye(len(t))[0],
        ),
        Mistake(
            "The slopes are added up. A gradient has one slope for each entry of `theta`.",
            lambda f, t, h: my_numerical_gradient(f, t, h).sum(),
        ),
        Mistake(
            "This is the *second* difference, which measures how the slope changes.",
            _differences(lambda f, t, e, h: (f(t + h * e) - 2 * f(t) + f(t - h * e)) / h**2),
        ),
    ],
)
