"""Momentum: one step with momentum."""

from lecturekit.exercises.functions import Mistake
from lecturekit.exercises.parts import PartsExercise


def my_momentum_step(theta, v, gradient, step_size, momentum):
    """Return theta and the velocity v after one step."""
    v = momentum * v + gradient
    theta = theta - step_size * v
    return theta, v


def _step(velocity=lambda v, g, a, mu: mu * v + g, move=lambda new, v, g, a, mu: a * new):
    """Return a step with another velocity, or another move; `v` is the old velocity."""

    def attempt(theta, v, g, step_size, momentum):
        new = velocity(v, g, step_size, momentum)
        return theta - move(new, v, g, step_size, momentum), new

    return attempt


def _forgotten(theta, v, g, step_size, momentum):
    return my_momentum_step(theta, v, g, step_size, momentum)[0], v


momentum_step = PartsExercise(
    name="momentum_step",
    title="4.6 · Momentum",
    difficulty=1,
    task=r"""
Write one step of gradient descent with momentum, in the convention of this lecture and of PyTorch:
the velocity $v$ keeps the share $\mu$ of itself and adds the whole gradient; then $\theta$ moves by
$\alpha$ times the *new* velocity, downhill. `theta`, `v` and `gradient` are arrays of shape $(m,)$;
`step_size` is $\alpha$ and `momentum` $\mu$. Return the new `theta` and the new `v`. Leave the
arrays that are given as they are.
""",
    parts={"theta": "theta", "v": "v"},
    hints=[
        "Two lines: first the velocity, then the position. Where does the gradient come in, and "
        "where the step size?",
        r"$v \leftarrow \mu v + \nabla J$. Then $\theta \leftarrow \theta - \alpha v$ with this "
        "new $v$.",
        "`v = momentum * v + gradient` makes a new array, `v *= momentum` would change the one "
        "that came. Return both, `theta, v`: the next step needs `v`.",
    ],
    solution=my_momentum_step,
    imports="",
    explanation=r"""
$v$ is a sum of all gradients so far, in which an old one counts $\mu^k$ after $k$ steps. Where the
slope stays the same it grows to $\nabla J / (1 - \mu)$, ten times the gradient for $\mu = 0.9$;
where the slope changes its sign all the time, the shares cancel. Whoever calls this must hand back
the `v` that came out: without memory there is no momentum.
""",
    cases=[
        ([1.0], [2.0], [3.0], 0.1, 0.5),
        ([1.0, -2.0], [0.0, 0.0], [0.5, -1.0], 0.1, 0.9),
        ([0.5, 1.0, -1.5], [1.0, -2.0, 4.0], [3.0, 0.5, -1.0], 0.25, 0.75),
        ([2.0, 0.0], [-1.0, 3.0], [1.0, 2.0], 0.05, 0.0),
    ],
    mistakes=[
        Mistake(
            "It goes uphill: `theta` moves *against* the velocity, with a minus.",
            _step(move=lambda new, v, g, a, mu: -a * new),
        ),
        Mistake(
            "The step size is inside the velocity: $v \\leftarrow \\mu v + \\alpha \\nabla J$. "
            "That is another convention. Here the velocity sums whole gradients, and $\\alpha$ "
            r"multiplies the result: $\theta \leftarrow \theta - \alpha v$.",
            _step(lambda v, g, a, mu: mu * v + a * g, lambda new, v, g, a, mu: new),
        ),
        Mistake(
            "The velocity carries the minus and the step size: $v \\leftarrow \\mu v - \\alpha "
            "\\nabla J$, $\\theta \\leftarrow \\theta + v$. That is another convention; here $v$ "
            "sums the gradients as they are.",
            _step(lambda v, g, a, mu: mu * v - a * g, lambda new, v, g, a, mu: -new),
        ),
        Mistake(
            "The step size is in it twice, in the velocity and in the step. It belongs to the "
            "step.",
            _step(lambda v, g, a, mu: mu * v + a * g),
        ),
        Mistake("The step size is missing in the step.", _step(move=lambda new, v, g, a, mu: new)),
        Mistake(
            "The velocity that is returned is the old one, so nothing is remembered. Return the "
            "new one.",
            _forgotten,
        ),
        Mistake(
            "The old velocity plays no part: this is gradient descent. Its share $\\mu v$ comes "
            "first.",
            _step(lambda v, g, a, mu: g),
        ),
        Mistake(
            "`theta` moves by the gradient alone; the velocity is updated, but not used.",
            _step(move=lambda new, v, g, a, mu: a * g),
        ),
        Mistake(
            "`theta` moves by the *old* velocity. First update `v`, then use it.",
            _step(move=lambda new, v, g, a, mu: a * v),
        ),
        Mistake(
            "This is Nesterov's step, which looks one step further: $\\alpha (\\nabla J + \\mu "
            "v)$. Plain momentum moves by $\\alpha v$.",
            _step(move=lambda new, v, g, a, mu: a * (g + mu * new)),
        ),
        Mistake(
            "The gradient is damped by $1 - \\mu$, as in a running mean. Here it comes in whole.",
            _step(lambda v, g, a, mu: mu * v + (1 - mu) * g),
        ),
        Mistake(
            "The two shares are swapped: $1 - \\mu$ of the old velocity is kept, and $\\mu$ of the "
            "gradient comes in.",
            _step(lambda v, g, a, mu: (1 - mu) * v + mu * g),
        ),
        Mistake(
            "$\\mu$ multiplies the gradient. It says how much of the *velocity* is kept.",
            _step(lambda v, g, a, mu: v + mu * g),
        ),
        Mistake(
            "$\\mu$ multiplies the sum, the gradient too. Only the old velocity is damped.",
            _step(lambda v, g, a, mu: mu * (v + g)),
        ),
        Mistake(
            "The old velocity is kept whole: without friction the ball never comes to rest. "
            "Multiply it by $\\mu$.",
            _step(lambda v, g, a, mu: v + g),
        ),
        Mistake(
            "The gradient is subtracted from the velocity, and the velocity from `theta`: that is "
            "uphill. One minus is enough.",
            _step(lambda v, g, a, mu: mu * v - g),
        ),
        Mistake(
            "The velocity carries the minus, so that `theta` moves by plus $\\alpha v$. It arrives "
            "at the same place, but in this convention `v` sums the gradients as they are.",
            _step(lambda v, g, a, mu: mu * v - g, lambda new, v, g, a, mu: -a * new),
        ),
        Mistake(
            "The velocity is missing in the sum: `v` is $\\mu$ times the old one, and the gradient "
            "never comes in.",
            _step(lambda v, g, a, mu: mu * v),
        ),
    ],
)
