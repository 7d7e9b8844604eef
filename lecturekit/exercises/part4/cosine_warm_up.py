"""Step size: a step size that warms up and then follows a cosine."""

import math

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_alpha(t, peak, ramp, steps):
    """Return the step size at step t = 0, 1, 2, …"""
    wave = peak * (1 + math.cos(math.pi * min(t / steps, 1))) / 2
    return wave * min(1, (t + 1) / ramp)


def _alpha(wave=lambda x: (1 + math.cos(math.pi * min(x, 1))) / 2, ramp=lambda x: min(1, x)):
    """Return an attempt made of a wave of t / steps and a ramp of (t + 1) / ramp."""
    return lambda t, peak, r, steps: peak * wave(t / steps) * ramp((t + 1) / r)


def _wave(x):
    return (1 + math.cos(math.pi * min(x, 1))) / 2


def _starts_after_the_ramp(t, peak, ramp, steps):
    if t < ramp:
        return peak * (t + 1) / ramp
    return peak * _wave((t - ramp) / (steps - ramp))


cosine_warm_up = FunctionExercise(
    name="cosine_warm_up",
    title="4.5 · Warm up, then a cosine",
    difficulty=2,
    task=r"""
Return the step size $\alpha$ at step $t = 0, 1, 2, \dots$, which is the product of two factors. The
*cosine* is half a wave: it falls from `peak` at $t = 0$ to 0 at $t =$ `steps`, and stays 0 for ever
after. The *ramp* rises from $1/$`ramp` at $t = 0$ in equal stairs to 1, which it reaches at the
`ramp`-th step, $t =$ `ramp` $- 1$, and stays 1. All arguments are numbers.
""",
    hints=[
        r"The cosine itself goes from 1 at angle 0 to −1 at angle $\pi$. Shift and squeeze it so "
        "that it goes from 1 to 0.",
        r"$\alpha_{\max} \cdot \frac12 \left(1 + \cos(\pi\, t / T)\right)$ with $T$ = `steps`. "
        r"After $T$ it would rise again: use $\min(t/T, 1)$.",
        "The ramp is `min(1, (t + 1) / ramp)`. Multiply the two.",
    ],
    solution=my_alpha,
    imports="import math",
    explanation=r"""
$\alpha_t = \alpha_{\max} \cdot \frac12 (1 + \cos(\pi \min(t/T, 1))) \cdot \min(1, (t + 1)/R)$. The
ramp begins at $1/R$ and not at 0: a step of size 0 would be wasted. The cosine leaves the top and
reaches the bottom with slope 0, so it stays large for long and settles gently. In `lecturekit` this
is `warm_up(cosine(peak, steps), ramp)`.
""",
    cases=[
        (0, 1.0, 1, 4),
        (1, 1.0, 1, 4),
        (0, 0.5, 4, 20),
        (2, 0.5, 4, 20),
        (3, 0.5, 4, 20),
        (4, 0.5, 4, 20),
        (11, 0.5, 4, 20),
        (20, 0.5, 4, 20),
        (27, 0.5, 4, 20),
        (90, 3.0, 10, 100),
    ],
    mistakes=[
        Mistake("The ramp is missing: the first steps are to be small.", _alpha(ramp=lambda x: 1)),
        Mistake(
            "The ramp begins at 0, so the first step goes nowhere. With $t$ counted from 0 it is "
            "$(t + 1)$ / `ramp`.",
            lambda t, peak, ramp, steps: peak * _wave(t / steps) * min(1, t / ramp),
        ),
        Mistake(
            "The ramp does not end: it goes on beyond 1. `min(1, …)` holds it there.",
            _alpha(ramp=lambda x: x),
        ),
        Mistake(
            "After `steps` the cosine rises again. It is to stay 0: `min(t / steps, 1)`.",
            _alpha(lambda x: (1 + math.cos(math.pi * x)) / 2),
        ),
        Mistake(
            "The cosine goes through a whole wave, down and up again. Half of it is asked for: "
            r"the angle goes from 0 to $\pi$.",
            _alpha(lambda x: (1 + math.cos(2 * math.pi * min(x, 1))) / 2),
        ),
        Mistake(
            r"The angle is $t/T$, without $\pi$: the wave does not get to the bottom.",
            _alpha(lambda x: (1 + math.cos(min(x, 1))) / 2),
        ),
        Mistake(
            "The angle is in degrees. `math.cos` wants radians.",
            _alpha(lambda x: (1 + math.cos(180 * min(x, 1))) / 2),
        ),
        Mistake(
            "It is twice as large as it should be: $1 + \\cos$ goes from 2 to 0.",
            _alpha(lambda x: 1 + math.cos(math.pi * min(x, 1))),
        ),
        Mistake(
            "The cosine is not shifted, so it becomes negative half way: a step uphill.",
            _alpha(lambda x: math.cos(math.pi * min(x, 1))),
        ),
        Mistake(
            "This is a quarter of a wave, which arrives at 0 at full speed. Half a wave is "
            r"$\frac12 (1 + \cos(\pi\, t/T))$.",
            _alpha(lambda x: math.cos(math.pi * min(x, 1) / 2)),
        ),
        Mistake(
            "The wave is upside down, from 0 up to `peak`: it is $1 + \\cos$, not $1 - \\cos$.",
            _alpha(lambda x: (1 - math.cos(math.pi * min(x, 1))) / 2),
        ),
        Mistake(
            "The cosine only begins when the ramp ends. That is often done, too; here both begin "
            "at $t = 0$, and they are multiplied.",
            _starts_after_the_ramp,
        ),
        Mistake(
            "This is the cosine of a schedule that begins after the ramp, without its ramp.",
            lambda t, peak, ramp, steps: (
                peak * _wave(max(t - ramp, 0) / (steps - ramp)) if steps > ramp else 0
            ),
        ),
        Mistake(
            "It falls in a straight line. The cosine is flat at both ends.",
            _alpha(lambda x: 1 - min(x, 1)),
        ),
        Mistake("The cosine is missing: this is the ramp alone.", _alpha(lambda x: 1)),
        Mistake(
            "`peak` is missing: this is the share of it.", lambda t, p, r, s: my_alpha(t, 1, r, s)
        ),
        Mistake(
            "It is one step late: at $t = 0$ the cosine is 1 and the ramp 1/`ramp`.",
            lambda t, peak, ramp, steps: my_alpha(t - 1, peak, ramp, steps),
        ),
        Mistake(
            "The cosine is one step ahead: its angle is 0 at $t = 0$. Only the ramp has a +1.",
            lambda t, peak, ramp, steps: peak * _wave((t + 1) / steps) * min(1, (t + 1) / ramp),
        ),
    ],
)
