"""The perceptron: two gates, each as a step neuron."""

from lecturekit.exercises.gates import GateExercise

nand = GateExercise(
    name="nand",
    title="1.6 · NAND",
    difficulty=1,
    task="""
Without looking at the table: find weights $w_1, w_2$ and a bias $b$ with which the step neuron
computes NAND, which is 0 for $(1, 1)$ and 1 for the other three corners.
""",
    table=(1, 1, 1, 0),
    hints=[
        "NAND answers 1 at $(0, 0)$. What does that say about the bias?",
        "Each single 1 may lower the score, but not below 0; both together must. So the weights "
        "are negative.",
        r"You need $b \geq 0$, $w_1 + b \geq 0$, $w_2 + b \geq 0$ and $w_1 + w_2 + b < 0$. Try "
        "equal weights, and a bias between one weight's size and twice that.",
    ],
    solution="w_1, w_2, b = -1, -1, 1.5",
    explanation="""
The scores at the four corners are 1.5, 0.5, 0.5 and −0.5. Every other solution of the four
inequalities is as good; $(-2, -2, 3)$ is the same line, and $(-3, -2, 4)$ another one.
""",
    others={
        (0, 0, 0, 1): "This is AND. All signs turned round give NAND.",
        (0, 1, 1, 1): "This is OR: NAND answers 0 for (1, 1), and for no other corner.",
        (1, 0, 0, 0): "This is NOR. The line lies on the wrong side of (0, 1) and (1, 0): "
        "raise the bias.",
        (1, 1, 1, 1): "It answers 1 everywhere: the bias is too large for both weights together.",
        (0, 0, 0, 0): "It answers 0 everywhere. At (0, 0) the score is the bias alone, and it must "
        "not be negative.",
        (1, 0, 1, 0): "It only looks at $x_2$. One weight is too strong, the other too weak.",
        (1, 1, 0, 0): "It only looks at $x_1$. One weight is too strong, the other too weak.",
    },
)

and_not = GateExercise(
    name="and_not",
    title="1.7 · One, but not the other",
    difficulty=2,
    task="""
A gate that is not in the table: find $w_1, w_2, b$ for "$x_1$ and not $x_2$", which is 1 for
$(1, 0)$ and 0 for the other three corners.
""",
    table=(0, 0, 1, 0),
    hints=[
        "One input speaks for the answer 1, the other against it. Which signs do the weights have?",
        "At $(0, 0)$ the score is $b$, and it must be negative. At $(1, 0)$ it is $w_1 + b$, and "
        "it must not.",
        "Take $w_1 = 1$ and $w_2 = -1$. The bias must lift $(1, 0)$ above 0 and leave $(0, 0)$ and "
        r"$(1, 1)$, both with $w^\top x = 0$, below.",
    ],
    solution="w_1, w_2, b = 1, -1, -0.5",
    explanation="""
The scores are −0.5, −1.5, 0.5 and −0.5. An input with a negative weight *inhibits*, as some
synapses do. Two such gates, one for each input, and an OR of both make XOR:
exercise 2.1 in Part 2 lets you do just that.
""",
    others={
        (0, 1, 0, 0): "This is the other way round, $x_2$ and not $x_1$: swap the weights.",
        (0, 0, 0, 1): "This is AND. Here $x_2$ speaks *against* the answer 1: its weight is "
        "negative.",
        (0, 1, 1, 1): "This is OR. Here $x_2$ speaks *against* the answer 1: its weight is "
        "negative.",
        (0, 0, 1, 1): "It only looks at $x_1$: make $w_2$ negative enough to silence it at (1, 1).",
        (1, 0, 1, 0): "It only looks at $x_2$: at (0, 0) the bias alone must stay below 0.",
        (1, 0, 1, 1): "Three corners answer 1: the bias is too large. At (0, 0) the score is the "
        "bias alone, and it must be negative.",
        (1, 1, 0, 1): "All signs are turned round: this is the opposite answer at every corner.",
        (0, 0, 0, 0): "It answers 0 everywhere: at (1, 0) the score $w_1 + b$ must reach 0.",
        (1, 1, 1, 1): "It answers 1 everywhere: the bias is too large.",
    },
)
