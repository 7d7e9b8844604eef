"""Logistic regression: a threshold that follows from what mistakes cost."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_threshold(false_alarm, miss):
    """Return the probability from which on class 1 is the cheaper prediction."""
    return false_alarm / (false_alarm + miss)


threshold = FunctionExercise(
    name="threshold",
    title="1.3 · The price of being wrong",
    difficulty=2,
    task=r"""
A false alarm (we say 1, the truth is 0) costs `false_alarm`; a miss (we say 0, the truth is 1)
costs `miss`; being right is free. A patient has class 1 with probability $p$. From which $p$ on is
it cheaper, on average, to say 1? Return this threshold $\tau$.
""",
    hints=[
        "What does it cost on average to say 1? It only costs something if the truth is 0.",
        r"Saying 1 costs $(1 - p) \cdot$ `false_alarm` on average, saying 0 costs "
        r"$p \cdot$ `miss`. At the threshold both are the same.",
        r"Solve $(1 - p)\,a = p\,m$ for $p$, with $a$ for the false alarm and $m$ for the miss: "
        r"first $a = p\,(a + m)$.",
    ],
    solution=my_threshold,
    imports="",
    explanation=r"""
Say 1 where $(1 - p)\,a \leq p\,m$, so where $p \geq a/(a + m)$. If both mistakes cost the same,
$\tau = \tfrac12$. If missing a disease is ten times worse than a false alarm,
$\tau = 1/11 \approx 0.09$: one in eleven is suspicion enough.
""",
    cases=[(1.0, 1.0), (1.0, 10.0), (3.0, 1.0), (20.0, 5.0)],
    mistakes=[
        Mistake(
            "The two costs are swapped. If a miss is ten times worse, the threshold must fall, so "
            "that we say 1 earlier.",
            lambda a, m: m / (a + m),
        ),
        Mistake(
            r"These are the *odds* at the threshold, $\tau/(1 - \tau)$; turn them into a "
            "probability.",
            lambda a, m: a / m,
        ),
        Mistake(
            "These are odds the wrong way round, and not yet a probability: a threshold lies "
            "between 0 and 1.",
            lambda a, m: m / a,
        ),
        Mistake(
            r"This is where the *score* $z$ tips over, $\log \frac{\tau}{1 - \tau}$; the "
            r"probability $\tau$ itself is asked for.",
            lambda a, m: np.log(a / m),
        ),
        Mistake(
            "One half is right only when both mistakes cost the same. Use the costs.",
            lambda a, m: 0.5,
        ),
        Mistake(
            "This is the share by which one cost exceeds the other; a threshold is never negative.",
            lambda a, m: (a - m) / (a + m),
        ),
        Mistake(
            "This is an average cost, not a probability.",
            lambda a, m: a * m / (a + m),
        ),
    ],
)
