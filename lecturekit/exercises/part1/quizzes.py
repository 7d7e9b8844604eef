"""A question before each surprising figure of Part 1."""

from lecturekit.exercises.quiz import Option, Quiz

quiz_separability = Quiz(
    "quiz_separability",
    "Three datasets: setosa against the other irises, one ring around another, and versicolor "
    "against virginica, each with two features. Which of them could some curve separate without "
    "an error, if it may bend as much as it likes?",
    [
        Option(
            "All three: a curve that is flexible enough separates anything.",
            "Not where two flowers of different species have exactly the same two measurements. "
            "Every function of these measurements gives both the same answer.",
        ),
        Option(
            "The irises with setosa, and the rings.",
            "For setosa even a straight line will do, for the rings a closed curve. In the third "
            "dataset two species share one point, and no curve can part a point from itself.",
            right=True,
        ),
        Option(
            "Only setosa against the others.",
            "A straight line does it there. But the rings can be separated too: by a circle "
            "between them.",
        ),
        Option(
            "None: real data are never perfect.",
            "Setosa is far enough from the others for a straight line, measured in real "
            "centimetres. How well classes separate is a property of the features.",
        ),
    ],
)

quiz_naive_sigmoid = Quiz(
    "quiz_naive_sigmoid",
    "What does `1 / (1 + np.exp(-z))` give at z = −1000, with NumPy's usual settings?",
    [
        Option(
            "0, with a warning about an overflow.",
            "`np.exp(1000)` is too large for a floating-point number and becomes infinity, with a "
            "warning; and 1/∞ = 0. The answer is fine, by luck.",
            right=True,
        ),
        Option(
            "`nan`, not a number.",
            "That happens to the other form, exp(z)/(1 + exp(z)), at z = +1000: infinity divided "
            "by infinity. Here only the denominator is infinite.",
        ),
        Option(
            "An error that stops the program.",
            "`math.exp(1000)` does raise an OverflowError, but NumPy goes on with infinity and "
            "warns. (The next cell asks NumPy to raise, to make the overflow visible.)",
        ),
        Option(
            "About 5 · 10⁻⁴³⁵, the exact value.",
            "That is the exact value, but the smallest positive floating-point number is about "
            "5 · 10⁻³²⁴. Anything so much smaller becomes 0.",
        ),
    ],
)

quiz_no_bias = Quiz(
    "quiz_no_bias",
    "The neuron with w = (−1.5, −2) and b = 5 is right for all 150 flowers, 50 of which are "
    "setosa. Now b = 0. For how many is it still right?",
    [
        Option(
            "All 150: the weights have not changed.",
            "The weights only fix the direction of the boundary. Without a bias it passes through "
            "the origin, far away from where the two groups part.",
        ),
        Option(
            "100",
            "Petals have positive sizes and both weights are negative, so every score is negative: "
            "“not setosa” for all. That is right for the 100 others and wrong for the 50 setosas.",
            right=True,
        ),
        Option(
            "75, as many as by guessing.",
            "It does not guess. It gives the same answer to every flower, and the two classes "
            "are not equally large.",
        ),
        Option(
            "50",
            "That would be so if it said “setosa” to all. But the scores are all negative: it says "
            "“not setosa” to all.",
        ),
    ],
)

quiz_loss_slope = Quiz(
    "quiz_loss_slope",
    "The target is 1 and the score is z = −10: confidently wrong. Which loss has the steeper slope "
    "with respect to z?",
    [
        Option(
            "The squared error, since it punishes large errors most.",
            "That is true of regression. Here the error ŷ − y cannot exceed 1, and on its way "
            "to z the slope is multiplied by σ′(−10), which is nearly 0: about −0.00005 is left.",
        ),
        Option(
            "The cross-entropy, by far.",
            "Its slope is ŷ − y, nearly −1. The squared error's is (ŷ − y)·σ′(z), about −0.00005: "
            "twenty thousand times less.",
            right=True,
        ),
        Option(
            "Both are about the same.",
            "Both losses see the same error, but only one of them lets it through: the squared "
            "error's slope carries the factor σ′(z), which is nearly 0 here.",
        ),
    ],
)

quiz_start_loss = Quiz(
    "quiz_start_loss",
    "At θ = 0, what is the mean cross-entropy J?",
    [
        Option(
            "0",
            "That takes answers that are right and certain. At θ = 0 the neuron knows nothing.",
        ),
        Option(
            "½",
            "Every answer is ½. What such an answer costs is −log ½.",
        ),
        Option(
            "log 2 ≈ 0.69",
            "Every score is 0, so every answer is ½, and −log ½ = log 2, whether the target is 0 "
            "or 1. The data do not matter.",
            right=True,
        ),
        Option(
            "It depends on the dataset.",
            "With θ = 0 the features are multiplied by 0, and for the answer ½ both targets cost "
            "the same. The data cannot matter.",
        ),
    ],
)

quiz_separable_converges = Quiz(
    "quiz_separable_converges",
    "Setosa against the rest is easy: one line separates them. What does gradient descent do "
    "there, without a penalty?",
    [
        Option(
            "It converges faster than on the hard problem.",
            "The loss does fall faster at first. But there is nothing to converge to: a larger θ "
            "in the same direction is always better.",
        ),
        Option(
            "It never converges: the loss falls to 0, the weights grow for ever.",
            "Doubling θ keeps the line and makes every right answer more confident, so J falls. "
            "There is no minimum, only ever larger weights.",
            right=True,
        ),
        Option(
            "It stops as soon as all 150 flowers are classified correctly.",
            "The perceptron would. The cross-entropy is not satisfied by right answers: it also "
            "wants them to be certain.",
        ),
        Option(
            "It diverges: the loss grows.",
            "The weights grow, but the loss falls at every step. Going to infinity and getting "
            "worse are two different things.",
        ),
    ],
)

quiz_staircase = Quiz(
    "quiz_staircase",
    "We turn one weight and plot the share of mistakes of the step neuron, then the cross-entropy "
    "of the sigmoid neuron. What do the curves look like under a magnifying glass?",
    [
        Option(
            "Both are smooth.",
            "The share of mistakes can only be a whole number divided by n. To change, it has to "
            "jump.",
        ),
        Option(
            "The first has flat pieces with jumps between them, the second is smooth.",
            "A mistake appears or vanishes at once, when the boundary crosses a flower; between "
            "two crossings nothing changes. The cross-entropy feels every small turn.",
            right=True,
        ),
        Option(
            "The first is a zigzag, the second is smooth.",
            "A zigzag would have slopes to walk down. Between two jumps the share of mistakes is "
            "exactly constant: its slope is 0.",
        ),
        Option(
            "Both are staircases: there are only finitely many flowers.",
            "Finitely many flowers give finitely many jumps in the first curve. But each flower's "
            "cross-entropy changes continuously with the weight, and so does their mean.",
        ),
    ],
)

quiz_sepals = Quiz(
    "quiz_sepals",
    "Setosa against versicolor: with petals in centimetres the perceptron made 4 mistakes. How "
    "many with sepals, in centimetres? A line separates them there as well.",
    [
        Option(
            "About as many: it is the same rule on the same flowers.",
            "The rule and the flowers are the same, the margin is not. By their sepals the two "
            "species nearly touch, and far from the origin.",
        ),
        Option(
            "A few dozen.",
            "More, yes; but the bound goes with the square of R/γ. It is 1,489 mistakes.",
        ),
        Option(
            "More than a thousand.",
            "It is 1,489. By their sepals the species nearly touch, so the margin γ is small, and "
            "the bound (R/γ)² becomes huge. Standardised, the same sepals take 7.",
            right=True,
        ),
        Option(
            "It never finds a line.",
            "Where a line separates, the theorem promises a last mistake. It may be a late one.",
        ),
    ],
)

quiz_inseparable = Quiz(
    "quiz_inseparable",
    "No line separates versicolor from virginica, nor the four points of XOR. How does the number "
    "of the perceptron's mistakes per epoch go on?",
    [
        Option(
            "It falls to a small number and then, now and again, to 0.",
            "A pass without a mistake would mean that the line is right for every example. That is "
            "a separation, and there is none.",
        ),
        Option(
            "It grows and grows.",
            "There are only so many examples in a pass, so it cannot. The weights do not run away "
            "either: each mistake pushes back.",
        ),
        Option(
            "It goes on for ever, and never is 0.",
            "Every pass has at least one mistake. For XOR θ even walks in a circle: after four "
            "mistakes it is where it was.",
            right=True,
        ),
    ],
)

quiz_perceptron_orders = Quiz(
    "quiz_perceptron_orders",
    "20 runs, each with the examples in another order, on data that a line separates. How many "
    "different lines do you get from the perceptron, how many from logistic regression?",
    [
        Option(
            "One from each: there is one best line.",
            "The perceptron does not look for the best line. It stops at the first one without a "
            "mistake, and which one that is depends on the order.",
        ),
        Option(
            "Many from the perceptron, one from logistic regression.",
            "The perceptron stops at the first line that works. Logistic regression sums over all "
            "examples in each step, and a sum does not depend on the order.",
            right=True,
        ),
        Option(
            "Many from each.",
            "For the perceptron, yes. But the gradient is a mean over all examples: shuffle them, "
            "and every step of logistic regression stays the same.",
        ),
        Option(
            "One from the perceptron, many from logistic regression.",
            "The other way round: the perceptron looks at one example after another, so the order "
            "matters to it. Logistic regression looks at all of them at once.",
        ),
    ],
)

quiz_ten_sigmoids = Quiz(
    "quiz_ten_sigmoids",
    "A gradient passes through ten sigmoids, each with its largest slope, ¼. How much is left?",
    [
        Option(
            "A quarter",
            "That is left after one sigmoid. Each further one takes three quarters of the rest.",
        ),
        Option(
            "One fortieth: ten times smaller than ¼",
            "Slopes multiply along the chain; they do not add up. It is ¼ to the power of ten.",
        ),
        Option(
            "About a thousandth",
            "½ to the power of ten is about a thousandth. But the largest slope is ¼, not ½.",
        ),
        Option(
            "About a millionth",
            "(¼)¹⁰ = 1/1,048,576. And that is the best case: away from z = 0 every slope is "
            "smaller.",
            right=True,
        ),
    ],
)

quiz_dead_relu = Quiz(
    "quiz_dead_relu",
    "The features are standardised, and the bias of a ReLU neuron has been pushed to −20. What "
    "will the next thousand steps of gradient descent do?",
    [
        Option(
            "Push the bias back up, slowly.",
            "For that the gradient would have to be a little different from 0. It is exactly 0 for "
            "every flower.",
        ),
        Option(
            "Nothing at all.",
            "No score reaches 0, so the slope is 0 for every flower and so is every gradient. The "
            "neuron is dead: it cannot learn its way out.",
            right=True,
        ),
        Option(
            "Let the bias fall further.",
            "That would take a gradient, too. It is exactly 0, so nothing moves in either "
            "direction.",
        ),
        Option(
            "Change the weights, but not the bias.",
            "The slope of the ReLU stands in front of both: with σ′(z) = 0 neither the weights nor "
            "the bias see any error.",
        ),
    ],
)
