"""Beyond one machine: one gradient from two workers."""

import numpy as np

from lecturekit.exercises.functions import FunctionExercise, Mistake


def my_combine(gradient_1, n_1, gradient_2, n_2):
    """Return the gradient of the mean loss over both shards."""
    return (n_1 * gradient_1 + n_2 * gradient_2) / (n_1 + n_2)


two_workers = FunctionExercise(
    name="two_workers",
    title="4.9 · Two workers, one step",
    difficulty=1,
    task=r"""
Two workers share a batch. The first has $n_1$ of its examples and returns `gradient_1`, the
gradient of the *mean* loss over its own shard; the second likewise, with $n_2$ examples. The shards
need not be of the same size. Return the gradient of the mean loss over all $n_1 + n_2$ examples, an
array of shape $(m,)$: the same that one machine would have computed.
""",
    hints=[
        "The gradient of a sum is the sum of the gradients. But the workers have sent means. What "
        "are the sums?",
        "The first worker's sum is `n_1 * gradient_1`. Add both sums; over how many examples is "
        "the mean?",
        "Divide the sum of the two sums by `n_1 + n_2`. Every example then counts the same.",
    ],
    solution=my_combine,
    imports="",
    explanation=r"""
$\nabla J = \frac{1}{n_1 + n_2} \left(n_1 \nabla J_1 + n_2 \nabla J_2\right)$: a mean of means,
weighted by how many examples stand behind each. The plain mean of both is right only for shards of
equal size; otherwise the examples of the smaller shard count more, which nobody notices, since the
loss still falls. The last batch of an epoch is the usual place for it.
""",
    cases=[
        ([1.0], 1, [4.0], 2),
        ([0.5, -1.0], 3, [2.0, 1.0], 1),
        ([1.0, -2.0, 0.0], 2, [-3.0, 0.5, 1.5], 6),
        ([4.0, 0.25], 5, [-1.0, 2.0], 5),
    ],
    mistakes=[
        Mistake(
            "This is the plain mean of the two. It is right for equal shards only: a worker with "
            "more examples must count more.",
            lambda g, n, h, k: (g + h) / 2,
        ),
        Mistake(
            "The two gradients are added. Each is a mean already, so the step would be about twice "
            "as long.",
            lambda g, n, h, k: g + h,
        ),
        Mistake(
            "The sizes are swapped: each gradient is weighted by the *other* worker's examples.",
            lambda g, n, h, k: (k * g + n * h) / (n + k),
        ),
        Mistake(
            "This is the sum over all examples. The mean is asked for: divide by $n_1 + n_2$.",
            lambda g, n, h, k: n * g + k * h,
        ),
        Mistake(
            "The weighted sum is divided by 2, the number of workers. Divide by the number of "
            "examples.",
            lambda g, n, h, k: (n * g + k * h) / 2,
        ),
        Mistake(
            "The gradients are added first, as if they were sums, and then divided by $n_1 + n_2$. "
            "They are means: multiply each by its size.",
            lambda g, n, h, k: (g + h) / (n + k),
        ),
        Mistake(
            "Each gradient is divided by its size once more. They are means already; multiply to "
            "get the sums back.",
            lambda g, n, h, k: g / n + h / k,
        ),
        Mistake(
            "Each gradient is divided by its size, and then the mean is taken. They are means "
            "already.",
            lambda g, n, h, k: (g / n + h / k) / 2,
        ),
        Mistake("Only the first worker counts.", lambda g, n, h, k: g),
        Mistake("Only the second worker counts.", lambda g, n, h, k: h),
        Mistake(
            "Only the worker with more examples counts. The other one has seen something, too.",
            lambda g, n, h, k: g if n > k else h,
        ),
        Mistake(
            "It is weighted by the roots of the sizes. The *variance* goes with $1/n$; a mean is "
            "weighted by $n$.",
            lambda g, n, h, k: (np.sqrt(n) * g + np.sqrt(k) * h) / (np.sqrt(n) + np.sqrt(k)),
        ),
        Mistake(
            "It is weighted by the squares of the sizes.",
            lambda g, n, h, k: (n * n * g + k * k * h) / (n * n + k * k),
        ),
        Mistake(
            "The two stand side by side. Both are gradients for the *same* parameters: add them, "
            "entry by entry.",
            lambda g, n, h, k: np.concatenate([g, h]),
        ),
        Mistake(
            "The two stand one above the other. Take their weighted mean.",
            lambda g, n, h, k: np.stack([g, h]),
        ),
        Mistake(
            "Only one gradient is divided by $n_1 + n_2$: mind the brackets.",
            lambda g, n, h, k: n * g + k * h / (n + k),
        ),
        Mistake(
            "The second is subtracted from the first. Gradients add up.",
            lambda g, n, h, k: (n * g - k * h) / (n + k),
        ),
        Mistake(
            "It is averaged over the parameters, too. Each parameter has its own slope.",
            lambda g, n, h, k: np.mean((n * g + k * h) / (n + k)),
        ),
        Mistake(
            "The gradients are multiplied with each other. They add up.",
            lambda g, n, h, k: g * h,
        ),
    ],
)
