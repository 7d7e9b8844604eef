"""A question before each surprising figure of Part 4."""

from lecturekit.exercises.quiz import Option, Quiz

quiz_copies = Quiz(
    "quiz_copies",
    "Every example of a data set is stored twice, so n has doubled. What does gradient descent on "
    "all examples, with the same start and step size, make of it?",
    [
        Option(
            "It needs half as many steps: it has twice the data.",
            "The data say nothing new. The mean of all slopes is the same, so every step is the "
            "same, too.",
        ),
        Option(
            "It takes steps that are twice as long.",
            "That would be so if J were a sum. J is a mean: twice the sum, divided by twice as "
            "many.",
        ),
        Option(
            "It walks the same path, and every step costs twice as much.",
            "The mean over the doubled set is the same number, and so is its gradient. Real data "
            "repeat themselves, too, if less exactly: a part of them tells nearly the same "
            "direction for a part of the cost.",
            right=True,
        ),
        Option(
            "It walks the same path at the same cost.",
            "The path is the same, but each step looks at every row, and there are twice as many "
            "of them.",
        ),
    ],
)

quiz_one_example = Quiz(
    "quiz_one_example",
    "The network 64 → 32 → 10 has trained on digits for two epochs. Now each of the 1,347 training "
    "digits is asked for its own gradient. How many of them disagree with the full gradient so "
    "much that a tiny step for them makes the total loss larger?",
    [
        Option(
            "None: all are digits, and all want the same.",
            "Their mean goes down. But each digit wants what is good for itself, and when most are "
            "right already, they pull in many directions.",
        ),
        Option(
            "About one in six.",
            "About 240 make an obtuse angle with the full gradient. Yet the mean of all is "
            "exactly the full gradient: that is what unbiased means. Of 1,000 random minibatches "
            "of 32, fewer than one in ten point the wrong way.",
            right=True,
        ),
        Option(
            "About half, as if each were a coin.",
            "Directions that know nothing of the goal would do that. A digit knows a little, and "
            "it shows in the majority.",
        ),
        Option(
            "Nearly all: one digit knows nothing of the others.",
            "Then their mean could not point downhill, and it is the full gradient.",
        ),
    ],
)

quiz_four_times = Quiz(
    "quiz_four_times",
    "The batch grows from B = 16 to B = 64, drawn with replacement. What becomes of the standard "
    "deviation of the minibatch gradient, and of the cost of a step?",
    [
        Option(
            "Half of it, at four times the cost.",
            "The variance goes with 1/B, its root with 1/√B. Each further halving costs four times "
            "as much, so there is little point in very large batches.",
            right=True,
        ),
        Option(
            "A quarter of it, at four times the cost.",
            "The variance falls to a quarter. The standard deviation, which has the unit of the "
            "gradient, is its root.",
        ),
        Option(
            "A quarter of it, at twice the cost.",
            "It is the other way round: four times the examples, four times the cost, and the "
            "error only halves.",
        ),
        Option(
            "The same: it depends on the examples.",
            "The spread of single examples stays the same. The mean of 64 scatters less than that "
            "of 16.",
        ),
    ],
)

quiz_same_budget = Quiz(
    "quiz_same_budget",
    "The network 64 → 32 → 10 may look at each of 1,347 training digits twice. Gradient descent on "
    "all of them spends that on 2 steps, SGD with B = 32 on 86. Each gets the best of the step "
    "sizes 0.1, 0.5, 1, 2 and 3. How many of the validation digits are right afterwards?",
    [
        Option(
            "About the same: both have seen the same digits.",
            "They have looked as often, but moved 2 and 86 times. A direction that is nearly right "
            "is worth a step.",
        ),
        Option(
            "96 % for gradient descent, 78 % for SGD: its steps are exact.",
            "Its two steps are exact, and there are only two. How far one gets depends on the "
            "number of steps, too.",
        ),
        Option(
            "10 % for both: two looks are not enough.",
            "10 % is guessing. Even the two steps of gradient descent lead far away from it.",
        ),
        Option(
            "78 % for gradient descent, 96 % for SGD.",
            "The 86 noisy steps get farther than the 2 exact ones at the same cost. (Step sizes "
            "that won: 2 and 0.5; with seed 0.)",
            right=True,
        ),
    ],
)

quiz_at_the_minimum = Quiz(
    "quiz_at_the_minimum",
    "J(θ) is the mean of ½(θ − xᵢ)² over the data, whose standard deviation is 1. SGD with B = 1 "
    "and a constant step size α = 0.1 starts exactly at the minimum. Where is θ after 1,000 "
    "steps?",
    [
        Option(
            "Still at the minimum: the gradient is 0 there.",
            "The full gradient is 0. That of a single example is θ − xᵢ, and no xᵢ needs to be "
            "at the minimum.",
        ),
        Option(
            "Near it, about 0.23 away, hovering.",
            "Each step pulls towards another example. The mean squared distance settles at α/(2 − "
            "α) = 0.053, whose root is 0.23: the noise floor. Half of α halves the square, and α → "
            "0 brings θ to rest.",
            right=True,
        ),
        Option(
            "Far away: the noise adds up without end.",
            "Without a slope it would. But the farther θ is, the more the steps lead back: noise "
            "and slope come to a balance.",
        ),
        Option(
            "About 1 away, the standard deviation of the data.",
            "That is α = 1: then θ jumps onto each example in turn. A small α averages over the "
            "last 1/α or so of them.",
        ),
    ],
)

quiz_halving = Quiz(
    "quiz_halving",
    "J(θ) = ½θ², without any noise. The step size begins at 0.1 and is halved after every step: "
    "0.1, 0.05, 0.025, … Where does θ go from 10?",
    [
        Option(
            "To 0: the steps get smaller, so it settles at the minimum.",
            "It settles, but not there. A step size may fall so fast that there is no way left.",
        ),
        Option(
            "To 0, only more slowly than with a constant step size.",
            "More slowly would be a matter of patience. Here no patience helps: all step sizes "
            "together make 0.2.",
        ),
        Option(
            "Nowhere: it stays at 10.",
            "The first step leads to 9 already, the second to 8.55.",
        ),
        Option(
            "To about 8.1, and never any further.",
            "All step sizes together are 0.1 + 0.05 + … = 0.2, and that is as far as slopes of at "
            "most 10 can carry. Robbins and Monro (1951) ask for a sum without limit, and for a "
            "finite sum of squares, so that the noise dies out.",
            right=True,
        ),
    ],
)

quiz_batch_of_one = Quiz(
    "quiz_batch_of_one",
    "One epoch over 1,347 digits in minibatches of 1 takes many times as long as in minibatches of "
    "64. Which of these is the reason?",
    [
        Option(
            "There are 1,347 steps instead of 22, and each has a price of its own.",
            "Calling a dozen functions, reading all weights from memory and updating them costs "
            "the same for 1 example as for 64. Only beyond that does the time of a step grow with "
            "B.",
            right=True,
        ),
        Option(
            "Noisy gradients take more multiplications.",
            "The multiplications with weights, forward and backward, are exactly as many: each "
            "example goes through the network once. NumPy does not know what is noisy.",
        ),
        Option(
            "Small batches need more epochs.",
            "The time is that of one epoch. And per epoch small batches often make more "
            "progress, not less.",
        ),
        Option(
            "The examples have to be shuffled more often.",
            "They are shuffled once in an epoch, whatever the batch size.",
        ),
    ],
)

quiz_heavy_ball = Quiz(
    "quiz_heavy_ball",
    "A long valley: J(θ) = ½(100 θ₁² + θ₂²), from (1, 1). With its best step size, 2/(100 + 1), "
    "gradient descent takes 691 steps until the distance to the minimum is a millionth of what it "
    "was. How many with momentum, at its best α and μ?",
    [
        Option(
            "About 650: momentum is a refinement.",
            "It changes the law. The share of the error that is left in each step is (c − 1)/(c + "
            "1) without momentum and (√c − 1)/(√c + 1) with it, c = 100.",
        ),
        Option(
            "About 350: half, since it is twice as fast.",
            "It is more than a constant factor: the longer the valley, the more it helps.",
        ),
        Option(
            "About 90.",
            "93, with α = 4/(10 + 1)² and μ = (9/11)². It is the root of 100 that counts now, not "
            "100: the ball gathers speed along the valley, and across it the pushes cancel. (The "
            "factor 9/11 alone would make 69; just here the two roots coincide, which costs some "
            "steps more.)",
            right=True,
        ),
        Option(
            "1: a ball rolls down by itself.",
            "It would overshoot, too. The friction 1 − μ has to be right for it to come to rest.",
        ),
    ],
)

quiz_first_step = Quiz(
    "quiz_first_step",
    "Adam begins with step size α = 0.01. At the start one parameter has the slope 1,000 and "
    "another one 0.001. How far do they move in the first step?",
    [
        Option(
            "10 and 0.00001: α times the slope.",
            "That is SGD. It would leave the second parameter where it is, for the sake of the "
            "first.",
        ),
        Option(
            "0.01 both.",
            "In the first step m̂ is the slope and √v̂ its size, so their ratio is ±1: only the "
            "sign is left. So α says how far a parameter moves at first, whatever the unit of the "
            "loss.",
            right=True,
        ),
        Option(
            "0.001 both: m has seen only one tenth of the slope.",
            "m = 0.1 · slope, that is true. The correction divides by 1 − 0.9 = 0.1; this is what "
            "it is for.",
        ),
        Option(
            "0.01 and nothing: the small slope is cut off.",
            "Only slopes near ε = 10⁻⁸ are. 0.001 is a hundred thousand times larger.",
        ),
    ],
)

quiz_rising_loss = Quiz(
    "quiz_rising_loss",
    "The network 64 → 64 → 10 is trained on digits with Adam (α = 0.01). From epoch 5 to epoch 40 "
    "the validation loss rises by a tenth, and yet no fewer validation digits are right. How is "
    "that possible?",
    [
        Option(
            "It is not: one of the two numbers is wrong.",
            "They count different things: one the digits on the wrong side, the other also how "
            "sure the network was.",
        ),
        Option(
            "The network is less and less sure of the digits that are right.",
            "It is surer of them, and their part of the loss gets smaller.",
        ),
        Option(
            "The training loss rises, too: the step size is too large.",
            "The training loss falls below 0.001. That is what over-fitting looks like.",
        ),
        Option(
            "The network gets surer, also where it is wrong.",
            "The mistakes are few and cost more and more: −log of a probability that goes to 0 has "
            "no upper limit. This is over-fitting, and only the loss shows it.",
            right=True,
        ),
    ],
)

quiz_four_workers = Quiz(
    "quiz_four_workers",
    "Four workers each take the gradient of their own 32 examples at the same θ. The four are "
    "averaged, and everybody takes one step with that. Which training on one machine is the "
    "same?",
    [
        Option(
            "Four steps with B = 32, one after the other",
            "The second of these would start where the first one ended. Here all four gradients "
            "are taken at the same θ.",
        ),
        Option(
            "One step with B = 32 and four times the step size",
            "The step gets no longer, only its direction is better known.",
        ),
        Option(
            "One step with B = 128",
            "The mean of four means of 32 is the mean of 128: the gradient of a sum is the sum of "
            "gradients. Only the rounding may differ. So more workers means larger batches, and "
            "these pay less and less.",
            right=True,
        ),
        Option(
            "None: the workers disagree, so it is another method.",
            "They have different examples, but the same θ and the same step. Nothing else enters.",
        ),
    ],
)

quiz_random_labels = Quiz(
    "quiz_random_labels",
    "200 digits get labels that are drawn at random, so that there is nothing to learn. A network "
    "64 → 64 → 10 is trained on them with Adam for 60 epochs. How many of these 200 does it get "
    "right at the end?",
    [
        Option(
            "All 200.",
            "4,810 parameters have room for 200 answers by heart (Zhang et al. 2017). On new "
            "digits it is no better than guessing. So a low training loss shows that the code "
            "runs, and nothing more: that is why one batch is over-fitted first, and why a "
            "validation set is kept.",
            right=True,
        ),
        Option(
            "About 20: guessing among ten classes.",
            "That is what it gets of new digits. Those that it has seen it can simply remember.",
        ),
        Option(
            "About 100: half of the labels happen to fit.",
            "One label in ten happens to fit. And the network does not stop at what fits.",
        ),
        Option(
            "None: training diverges where there is no pattern.",
            "The loss does not know whether labels make sense. It can be lowered as always.",
        ),
    ],
)
