"""A question before each surprising figure of Part 3."""

from lecturekit.exercises.quiz import Option, Quiz

quiz_jacobian = Quiz(
    "quiz_jacobian",
    "A dense layer a = σ(Wx + b) has 4 inputs and 3 neurons. What shape has its Jacobian, "
    "the matrix of all slopes ∂a/∂x?",
    [
        Option(
            "(4, 3): one row for each input",
            "That is its transpose. By the usual convention a row holds the slopes of one output, "
            "so there are as many rows as outputs.",
        ),
        Option(
            "(3, 4): the shape of W",
            "One row for each output, one column for each input. Entry (k, j) is σ′(zₖ) times the "
            "weight wₖⱼ: the Jacobian is W with each row scaled by its neuron's slope.",
            right=True,
        ),
        Option(
            "(4,): one slope for each input",
            "That is a gradient, and it takes a function with a single output. Here each of the "
            "three outputs has four slopes.",
        ),
        Option(
            "(3, 3): one slope for each pair of neurons",
            "That is the Jacobian of the activation alone, from z to a, a diagonal matrix. The way "
            "from x to z, with W, is still missing.",
        ),
    ],
)

quiz_step_size = Quiz(
    "quiz_step_size",
    "J(θ) = 2θ² is minimised by gradient descent with step size α = 0.5. What does θ do?",
    [
        Option(
            "It creeps to 0, a little closer with each step.",
            "That is what a small step size does: with α = 0.05 each step multiplies θ by 0.8. "
            "Here the step is ten times as long.",
        ),
        Option(
            "It lands on 0 with the first step.",
            "That is α = 0.25, which is 1/κ: θ − 0.25 · 4θ = 0. Here the step is twice as long.",
        ),
        Option(
            "It grows and grows: the step size is too large.",
            "That begins just above: with α = 0.6 each step multiplies θ by −1.4. At 0.5 the "
            "factor is −1, exactly on the edge.",
        ),
        Option(
            "It jumps from θ to −θ and back, for ever.",
            "The slope is 4θ, so the step leads to θ − 0.5 · 4θ = −θ, and J stays the same. The "
            "curvature is κ = 4, and 2/κ = 0.5: it descends only for α below 2/κ.",
            right=True,
        ),
    ],
)

quiz_two_paths = Quiz(
    "quiz_two_paths",
    "f = (w + x) · (x + b), with w = 2, x = 3 and b = −1. So the two brackets are 5 and 2. What is "
    "the slope ∂f/∂x?",
    [
        Option(
            "2",
            "That is the path through the first bracket: 1 times the other factor, 2. But x is in "
            "the second bracket, too.",
        ),
        Option(
            "5",
            "That is the path through the second bracket: 1 times the other factor, 5. But x is in "
            "the first bracket, too.",
        ),
        Option(
            "7",
            "x reaches f by two paths, with the slopes 2 and 5. Slopes multiply along a path, and "
            "the paths add up: 2 + 5 = 7.",
            right=True,
        ),
        Option(
            "10",
            "The two paths have been multiplied. Only what lies on the *same* path is multiplied; "
            "different paths add up. (10 is the value of f.)",
        ),
    ],
)

quiz_reverse_cheap = Quiz(
    "quiz_reverse_cheap",
    "A graph has 1,000 inputs and one output. One pass in forward mode gives the slopes of "
    "everything with respect to one input; one pass in reverse mode gives the slopes of one output "
    "with respect to everything. How many passes does the gradient take?",
    [
        Option(
            "1,000 forward or 1 in reverse",
            "A loss is one number, and its parameters are many: that is why networks are trained "
            "in reverse mode. A pass costs a small multiple of evaluating f, both ways. (Baur and "
            "Strassen 1983, Griewank and Walther 2008.)",
            right=True,
        ),
        Option(
            "1 forward or 1,000 in reverse",
            "That is right for a graph with one input and 1,000 outputs. Here it is the "
            "other way round.",
        ),
        Option(
            "1,000 either way: there are 1,000 slopes",
            "A pass in reverse stops at every input and leaves its slope there. All 1,000 "
            "come from one pass.",
        ),
        Option(
            "1 either way: both use the same chain rule",
            "They use the same factors, but group them differently. Forward mode starts at one "
            "input, so it must start 1,000 times.",
        ),
    ],
)

quiz_memory = Quiz(
    "quiz_memory",
    "A network 64 → 32 → 10 looks at a batch of 100 digits. What must its forward pass keep for "
    "the backward pass, apart from the parameters?",
    [
        Option(
            "The outputs ŷ, to compare them with y.",
            "They give the slopes at the output. But dJ/dW of a layer needs the layer's inputs, "
            "and the way back through an activation needs its z.",
        ),
        Option(
            "Nothing: the slopes depend on the parameters alone.",
            "In Z = XWᵀ + b the slope of a weight is its input. Without the inputs there are no "
            "slopes of the weights.",
        ),
        Option(
            "What went into every layer and every activation.",
            "A layer's inputs for dJ/dW, its Z for σ′. Our forward pass keeps 14,800 numbers here, "
            "against 2,410 parameters, and twice as many for twice the batch. (To save memory one "
            "can drop some and compute them again: Chen et al. 2016.)",
            right=True,
        ),
        Option(
            "The last outputs: one can compute backwards from there.",
            "An activation such as ReLU cannot be undone: every negative z has become 0. And 10 "
            "outputs do not tell what 32 neurons said.",
        ),
    ],
)

quiz_backward_cost = Quiz(
    "quiz_backward_cost",
    "A network has 10,000 parameters. Measured in forward passes, what does one gradient cost by "
    "backpropagation, and what by central differences?",
    [
        Option(
            "About 10,000, and 20,000",
            "That would be one chain rule for each parameter. Backpropagation shares the work: the "
            "slopes of a layer serve all of its weights and all layers below.",
        ),
        Option(
            "About 3, and 20,000",
            "Each weight is used once forward and about twice backward: for its own slope, and for "
            "the slopes of the layer below. Differences move every parameter up once and down "
            "once.",
            right=True,
        ),
        Option(
            "About 3, and 2",
            "Two passes give the slope along *one* direction. There are 10,000 of them.",
        ),
        Option(
            "About 3 each",
            "Two forward passes tell how J changes when one parameter moves. The other 9,999 are "
            "still to be tried.",
        ),
    ],
)

quiz_fused = Quiz(
    "quiz_fused",
    "One output z, ŷ = σ(z), and the cross-entropy −y log ŷ − (1 − y) log(1 − ŷ). What is its "
    "slope with respect to z?",
    [
        Option(
            "(ŷ − y) · ŷ(1 − ŷ)",
            "That is the slope of ½(ŷ − y)², the squared error. With the cross-entropy the factor "
            "σ′(z) = ŷ(1 − ŷ) cancels.",
        ),
        Option(
            "(1 − y)/(1 − ŷ) − y/ŷ",
            "That is the slope with respect to ŷ. To come to z it is still to be multiplied by "
            "σ′(z) = ŷ(1 − ŷ).",
        ),
        Option(
            "ŷ(1 − ŷ)",
            "That is σ′(z), the slope of ŷ with respect to z, whatever the loss. It does not "
            "even look at y.",
        ),
        Option(
            "ŷ − y",
            "The slope with respect to ŷ is (ŷ − y)/(ŷ(1 − ŷ)), and σ′(z) is just its denominator. "
            "So it cancels, and a wrong answer has a steep slope however sure it is.",
            right=True,
        ),
    ],
)

quiz_small_h = Quiz(
    "quiz_small_h",
    "f(θ) = θ³ at θ = 1, by central differences. With h = 10⁻⁵ the slope has a relative error of "
    "3 · 10⁻¹¹, with h = 10⁻¹² one of 3 · 10⁻⁵. Why is the smaller h worse?",
    [
        Option(
            "The two values of f agree in nearly all digits.",
            "Both are near 1 and rounded to about 16 digits. Their difference, about 6 · 10⁻¹², "
            "keeps only the last four or five of them. What is left is mostly rounding.",
            right=True,
        ),
        Option(
            "The formula gets worse as h gets smaller.",
            "The formula gets better: its own error is h²/3 here, about 3 · 10⁻²⁵ for the "
            "smaller h. The numbers that go into it do not get better.",
        ),
        Option(
            "10⁻¹² is too small for a floating-point number and becomes 0.",
            "Far smaller numbers exist, down to about 5 · 10⁻³²⁴. If h were 0, the result would "
            "be 0/0, not a number that is nearly right.",
        ),
        Option(
            "θ + h is rounded to θ.",
            "That happens below about 10⁻¹⁶, and then the slope comes out as 0. At 10⁻¹² some "
            "digits are left, but few.",
        ),
    ],
)

quiz_kink = Quiz(
    "quiz_kink",
    "A ReLU neuron has z = 0 exactly. Backpropagation says that its slope is 0, a central "
    "difference says ½. Which of them is wrong?",
    [
        Option(
            "Backpropagation: the slope is ½.",
            "½ is the mean of the slopes on both sides, 0 and 1. The function has the slope ½ "
            "nowhere.",
        ),
        Option(
            "The difference: the slope is 0.",
            "0 is the slope on the left. Code must choose a number at the kink, and ours takes 0, "
            "as PyTorch does. But that is a convention, not a derivative.",
        ),
        Option(
            "The difference, because its h is too large.",
            "For every h, however small, it is (h − 0)/(2h) = ½: one end is on the left of the "
            "kink and the other on the right.",
        ),
        Option(
            "Neither: there is no derivative to compare with.",
            "On the left the slope is 0, on the right 1. At a kink a gradient check says nothing: "
            "move the point a little, and check again.",
            right=True,
        ),
    ],
)

quiz_wrong_but_learns = Quiz(
    "quiz_wrong_but_learns",
    "A network 2 → 8 → 1 of tanh neurons (seed 0) is trained on moons(200), standardised, with α = "
    "0.5, and with a bug: the hidden layer takes the slope of the sigmoid, a(1 − a). Yet J falls "
    "from 0.76 to 0.032 in 2,000 steps, and 198 of the 200 points come out right. After 100 steps "
    "it is even ahead of the right gradient, 0.238 against 0.253. What does that say?",
    [
        Option(
            "There is no bug: a wrong gradient could not do that.",
            "It could: at the start it points 73° away from the right one, and less than 90° still "
            "leads downhill. A check against differences sees the bug at once.",
        ),
        Option(
            "Only that the steps led downhill.",
            "A small step goes downhill if it makes an acute angle with −∇J, and a wrong gradient "
            "may well do that. So a falling loss does not show that the gradient is right; "
            "comparing it with numerical slopes does.",
            right=True,
        ),
        Option(
            "The bug is harmless: leave it in.",
            "On this data, with this start. Leave σ′ out altogether and J falls to 0.28 in 100 "
            "steps, then rises again to 0.34. How harmful a bug is shows when it is too late.",
        ),
        Option(
            "The wrong gradient is better: it is ahead after 100 steps.",
            "On one run, by chance, and not for long. After 500 steps the right gradient is ahead, "
            "0.078 against 0.087; after 2,000 it has 0.010 against 0.032, and all 200 right.",
        ),
    ],
)

quiz_zero_init = Quiz(
    "quiz_zero_init",
    "A network 2 → 3 → 1 with tanh and a sigmoid output starts with all weights and biases 0. What "
    "will gradient descent do?",
    [
        Option(
            "It trains as always: the data tell the weights where to go.",
            "To send a slope to the first layer, the second must have weights that are not 0. And "
            "a weight of the second layer only learns if its input is not 0.",
        ),
        Option(
            "The three hidden neurons learn, but all three learn the same.",
            "So it is if all weights start equal, but not 0: three copies of one neuron for ever. "
            "With 0 not even that happens.",
        ),
        Option(
            "It moves the output's bias at most, and nothing else, ever.",
            "The hidden outputs are tanh(0) = 0, so dJ/dW₂ = 0. W₂ = 0 sends no slope back, so "
            "those of layer 1 are 0, too. The one bias learns how frequent class 1 is. Random "
            "weights break the tie.",
            right=True,
        ),
        Option(
            "It diverges at once.",
            "A slope of 0 cannot make anything large. The loss starts at log 2 ≈ 0.69, and hardly "
            "anything happens.",
        ),
    ],
)

quiz_vanishing = Quiz(
    "quiz_vanishing",
    "Two moons, ten hidden layers of 32 sigmoid neurons, fresh from Glorot's start. How many times "
    "shorter is the gradient dJ/dW of the first hidden layer than that of the tenth?",
    [
        Option(
            "About 400,000 times",
            "Nine times on the way back a slope σ′ of at most ¼ is multiplied in, and 4⁹ = "
            "262,144; the weights do the rest. (With seed 0; other seeds give other "
            "numbers of this size.) The first layer hardly learns.",
            right=True,
        ),
        Option(
            "About 40 times: four for each layer, nine layers",
            "The factors multiply, they do not add up: four times, nine times over, is 4⁹ and not "
            "4 · 9.",
        ),
        Option(
            "About as long: Glorot's start keeps the size of signals",
            "It does for tanh, whose slope at 0 is 1: there the two are nearly as long, 1.1 to 1. "
            "It does not make up for σ′ ≤ ¼.",
        ),
        Option(
            "It is longer: it collects from all later layers",
            "It could grow if the weights were large enough. With Glorot's weights each sigmoid "
            "takes away about three quarters.",
        ),
    ],
)
