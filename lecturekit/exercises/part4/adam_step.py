"""Momentum: one step of Adam, with its bias corrected."""

import numpy as np

from lecturekit.exercises.functions import Mistake
from lecturekit.exercises.parts import PartsExercise


def my_adam_step(theta, m, v, gradient, t, step_size, beta1, beta2, epsilon):
    """Return theta, m and v after step number t = 1, 2, 3, …"""
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - step_size * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, m, v


def _step(
    *,
    first=lambda m, g, b: b * m + (1 - b) * g,
    second=lambda v, g, b, m: b * v + (1 - b) * g**2,
    correct=lambda moment, b, t: moment / (1 - b**t),
    correct_v=None,
    divide=lambda m_hat, v_hat, e: m_hat / (np.sqrt(v_hat) + e),
    move=lambda theta, step: theta - step,
    swapped=False,
    corrected_state=False,
):
    """Return a step that goes wrong in one place."""

    def attempt(theta, m, v, g, t, step_size, beta1, beta2, epsilon):
        if swapped:
            beta1, beta2 = beta2, beta1
        m = first(m, g, beta1)
        v = second(v, g, beta2, m)
        m_hat, v_hat = correct(m, beta1, t), (correct_v or correct)(v, beta2, t)
        theta = move(theta, step_size * divide(m_hat, v_hat, epsilon))
        return (theta, m_hat, v_hat) if corrected_state else (theta, m, v)

    return attempt


def _plain(moment, b, t):
    return moment


def _old_moments(theta, m, v, g, t, step_size, beta1, beta2, epsilon):
    _, new_m, new_v = my_adam_step(theta, m, v, g, t, step_size, beta1, beta2, epsilon)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - step_size * m_hat / (np.sqrt(v_hat) + epsilon), new_m, new_v


def _forgotten(theta, m, v, *rest):
    return my_adam_step(theta, m, v, *rest)[0], m, v


adam_step = PartsExercise(
    name="adam_step",
    title="4.7 · Adam",
    difficulty=2,
    task=r"""
Write one step of Adam. `m` is the running mean of the gradients, of which the share `beta1` is
kept, and `v` that of their squares, entry by entry, of which `beta2` is kept. Both began at 0 and
are too small at first, so the step uses $\hat m = m / (1 - \beta_1^t)$ and
$\hat v = v / (1 - \beta_2^t)$, where $t$ is the number of this step: 1 for the first. Then
$\theta$ moves by $\alpha\, \hat m / (\sqrt{\hat v} + \varepsilon)$, downhill. Return the new
`theta`, and the new `m` and `v` as they are to be kept for the next step.
""",
    parts={"theta": "theta", "m": "m", "v": "v"},
    hints=[
        r"Four lines: $m$, $v$, the two corrections, the move. A running mean that keeps the share "
        r"$\beta$ takes the share $1 - \beta$ of what is new.",
        r"$m \leftarrow \beta_1 m + (1 - \beta_1) \nabla J$ and $v \leftarrow \beta_2 v + "
        r"(1 - \beta_2) \nabla J^2$. The corrected ones get names of their own: `m_hat`, `v_hat`.",
        "`theta - step_size * m_hat / (np.sqrt(v_hat) + epsilon)`: ε outside the root. Return "
        "`m` and `v`, not `m_hat` and `v_hat`.",
    ],
    solution=my_adam_step,
    explanation=r"""
After $t$ steps the shares in a running mean that began at 0 add up to $1 - \beta^t$ only; dividing
by it makes a mean of it. In the first step $\hat m = \nabla J$ and $\hat v = \nabla J^2$, so every
parameter moves by just about $\alpha$, whatever the size of its slope. The correction is for the
step alone: `m` and `v` themselves stay uncorrected, or it would be made again and again. Kingma and
Ba (2015).
""",
    cases=[
        ([1.0], [0.0], [0.0], [2.0], 1, 0.5, 0.5, 0.75, 0.5),
        ([1.0, -2.0], [0.5, -0.25], [1.0, 0.5], [2.0, -3.0], 2, 0.1, 0.5, 0.75, 0.1),
        (
            [0.5, 1.0, -1.5],
            [0.25, -1.0, 0.5],
            [0.5, 2.0, 1.0],
            [1.0, 0.5, -4.0],
            4,
            0.25,
            0.75,
            0.875,
            0.05,
        ),
        ([2.0, 0.0], [0.1, 0.2], [0.3, 0.4], [0.0, 1.0], 10, 0.01, 0.9, 0.99, 1e-3),
    ],
    mistakes=[
        Mistake(
            "The bias is not corrected: `m` and `v` began at 0 and are too small at first. Divide "
            r"by $1 - \beta^t$.",
            _step(correct=_plain),
        ),
        Mistake(
            r"Only `m` is corrected. `v` began at 0, too: $\hat v = v / (1 - \beta_2^t)$.",
            _step(correct_v=_plain),
        ),
        Mistake(
            r"Only `v` is corrected. `m` began at 0, too: $\hat m = m / (1 - \beta_1^t)$.",
            _step(correct=_plain, correct_v=lambda v, b, t: v / (1 - b**t)),
        ),
        Mistake(
            "The correction is a step ahead, $t + 1$. The first step has $t = 1$ already.",
            _step(correct=lambda moment, b, t: moment / (1 - b ** (t + 1))),
        ),
        Mistake(
            "The correction is a step late, $t - 1$. In the first step that is a division by 0.",
            _step(correct=lambda moment, b, t: moment / (1 - b ** (t - 1))),
        ),
        Mistake(
            r"The correction divides by $1 - \beta$ in every step; the power $t$ is missing.",
            _step(correct=lambda moment, b, t: moment / (1 - b)),
        ),
        Mistake(
            r"The correction divides by $\beta^t$. What is missing in the mean is $\beta^t$, so "
            r"divide by $1 - \beta^t$.",
            _step(correct=lambda moment, b, t: moment / b**t),
        ),
        Mistake(
            r"The correction is with $\beta \cdot t$. It is a power: `beta**t`.",
            _step(correct=lambda moment, b, t: moment / (1 - b * t)),
        ),
        Mistake(
            r"It is multiplied by $1 - \beta^t$. That makes small means smaller: divide.",
            _step(correct=lambda moment, b, t: moment * (1 - b**t)),
        ),
        Mistake(
            "The corrected means are kept, so that the next step corrects them again. Return `m` "
            "and `v` themselves.",
            _step(corrected_state=True),
        ),
        Mistake(
            r"$\varepsilon$ is inside the root. It stands outside: $\sqrt{\hat v} + \varepsilon$.",
            _step(divide=lambda m, v, e: m / np.sqrt(v + e)),
        ),
        Mistake(
            r"$\varepsilon$ is missing. Where all slopes were 0 that is 0/0.",
            _step(divide=lambda m, v, e: m / np.sqrt(v)),
        ),
        Mistake(
            r"The root is missing: $\hat v$ is a mean of *squares*.",
            _step(divide=lambda m, v, e: m / (v + e)),
        ),
        Mistake(
            r"$\varepsilon$ is added to the whole fraction. It belongs to the denominator: mind "
            "the brackets.",
            _step(divide=lambda m, v, e: m / np.sqrt(v) + e),
        ),
        Mistake(
            r"Nothing is divided by $\sqrt{\hat v}$: this is momentum with a running mean.",
            _step(divide=lambda m, v, e: m),
        ),
        Mistake(
            r"The two shares are swapped: $\beta_1$ belongs to `m`, $\beta_2$ to `v`.",
            _step(swapped=True),
        ),
        Mistake(
            "`v` collects the gradient itself. It collects its *square*.",
            _step(second=lambda v, g, b, m: b * v + (1 - b) * g),
        ),
        Mistake(
            "`v` collects the square of `m`. It collects that of the gradient.",
            _step(second=lambda v, g, b, m: b * v + (1 - b) * m**2),
        ),
        Mistake(
            "`v` collects the square of the whole gradient's *length*. Each entry has its own.",
            _step(second=lambda v, g, b, m: b * v + (1 - b) * (g @ g)),
        ),
        Mistake(
            "`v` collects the sizes of the slopes, not their squares.",
            _step(second=lambda v, g, b, m: b * v + (1 - b) * np.abs(g)),
        ),
        Mistake(
            r"`m` takes the whole gradient, as a velocity does. A running mean takes $1 - \beta_1$ "
            "of it.",
            _step(first=lambda m, g, b: b * m + g),
        ),
        Mistake(
            r"`v` takes the whole square. A running mean takes $1 - \beta_2$ of it.",
            _step(second=lambda v, g, b, m: b * v + g**2),
        ),
        Mistake(
            r"`m` and `v` take the whole of what is new. A running mean takes $1 - \beta$ of it.",
            _step(first=lambda m, g, b: b * m + g, second=lambda v, g, b, m: b * v + g**2),
        ),
        Mistake(
            r"`v` is $(1 - \beta_2) v + \beta_2 \nabla J^2$, `m` likewise: the shares of old and "
            "new are swapped.",
            _step(
                first=lambda m, g, b: (1 - b) * m + b * g,
                second=lambda v, g, b, m: (1 - b) * v + b * g**2,
            ),
        ),
        Mistake(
            r"The step is the gradient over $\sqrt{\hat v}$; `m` is not used. That is RMSProp, "
            "with a correction.",
            lambda theta, m, v, g, t, a, b1, b2, e: (
                theta - a * g / (np.sqrt((b2 * v + (1 - b2) * g**2) / (1 - b2**t)) + e),
                b1 * m + (1 - b1) * g,
                b2 * v + (1 - b2) * g**2,
            ),
        ),
        Mistake("It goes uphill: the step is subtracted.", _step(move=lambda th, step: th + step)),
        Mistake(
            "The step is made of the old `m` and `v`. Update them first, then use them.",
            _old_moments,
        ),
        Mistake("The old `m` and `v` are returned: nothing is remembered.", _forgotten),
    ],
)
