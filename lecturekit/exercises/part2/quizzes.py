"""A question before each surprising figure of Part 2."""

from lecturekit.exercises.quiz import Option, Quiz

quiz_xor_points = Quiz(
    "quiz_xor_points",
    "The four corners of XOR go through two hidden ReLU neurons, relu(x₁ + x₂) and "
    "relu(x₁ + x₂ − 1). Where do they lie then?",
    [
        Option(
            "On four different points.",
            "Two corners have the same sum x₁ + x₂, and both neurons look at nothing but this sum. "
            "So they cannot tell these two apart.",
        ),
        Option(
            "On three different points.",
            "(0, 0) stays at (0, 0), (1, 1) goes to (2, 1), and (0, 1) and (1, 0) meet at (1, 0). "
            "Both have XOR = 1, so that meeting is just what the output neuron needs.",
            right=True,
        ),
        Option(
            "On two points, one for each answer.",
            "That would be the finished solution. The corners with the answer 0 still lie apart, "
            "at (0, 0) and (2, 1); a line between the classes is enough.",
        ),
        Option(
            "On one point: all is cut off below 0.",
            "Only scores below 0 are cut off. The sums are 0, 1, 1 and 2, so the first neuron "
            "passes all of them on.",
        ),
    ],
)

quiz_digit_parameters = Quiz(
    "quiz_digit_parameters",
    "A network for digits: 64 pixels, one hidden layer of 32 neurons, 10 outputs. How many "
    "parameters does it have?",
    [
        Option(
            "106",
            "64 + 32 + 10 counts inputs and neurons. What is learned are weights, one for each "
            "connection, and biases, one for each neuron.",
        ),
        Option(
            "2,368",
            "64 · 32 + 32 · 10 are the weights. Each of the 32 + 10 neurons has a bias as well.",
        ),
        Option(
            "2,410",
            "(64 · 32 + 32) + (32 · 10 + 10) = 2,080 + 330. Of all of them 85 % are weights of the "
            "first layer.",
            right=True,
        ),
        Option(
            "2,474",
            "That gives the 64 inputs biases, too. Inputs are not neurons: they only hand on "
            "the pixels.",
        ),
    ],
)

quiz_linear_depth = Quiz(
    "quiz_linear_depth",
    "Two inputs, then ten layers of 100 neurons without activation, then one sigmoid output. "
    "Trained on two moons: what does the decision boundary look like?",
    [
        Option(
            "A straight line, as for one neuron",
            "Eleven matrices multiplied are one matrix with one row, w. So the network is σ(wᵀx + "
            "b), a single neuron, whatever the weights are.",
            right=True,
        ),
        Option(
            "A smooth curve between the moons",
            "A curve needs something that is not linear between the layers. The only bend here "
            "comes at the very end, and a sigmoid does not bend its own boundary.",
        ),
        Option(
            "A line with up to ten corners, one for each layer",
            "Corners come from ReLU neurons, which are linear on two sides and bent between. A "
            "linear layer has no place where it bends.",
        ),
        Option(
            "A tangle: so many parameters overfit",
            "There are more than 90,000 parameters, but all that they can make together is one "
            "weight vector and one bias. Such a model cannot bend to follow noise.",
        ),
    ],
)

quiz_universal = Quiz(
    "quiz_universal",
    "For which of these functions does the theorem promise a network with one hidden layer that "
    "comes as near as you like, everywhere on the given set?",
    [
        Option(
            "sin(1/x) on the open interval 0 < x < 1",
            "It is continuous there, but the set is not compact: it is not closed. Near 0 the "
            "function swings ever faster, and every network falls behind.",
        ),
        Option(
            "a step from 0 to 1, on the interval from −1 to 1",
            "The interval is compact, but the step is not continuous. A continuous network stays "
            "at least half a jump away from it, somewhere close to the jump.",
        ),
        Option(
            "|x₁ · x₂| on the square from −1 to 1, with its edges",
            "Continuous, and the square with its edges is closed and bounded: compact. Kinks do "
            "not matter. How many neurons it takes, the theorem does not say.",
            right=True,
        ),
        Option(
            "eˣ on all real numbers",
            "It is continuous, but the real line is not bounded. Far out a ReLU network is a "
            "straight line, and eˣ leaves every straight line behind.",
        ),
    ],
)

quiz_folds = Quiz(
    "quiz_folds",
    "One input, 20 ReLU neurons: first as ten layers of two, where each layer folds the interval "
    "[0, 1] in the middle, then all 20 in one hidden layer. Into how many linear pieces can the "
    "two networks cut the interval?",
    [
        Option(
            "21 each: the number of neurons counts.",
            "For one hidden layer, yes: each neuron bends the line at one place. But a bend in a "
            "deep layer is seen once through every fold before it.",
        ),
        Option(
            "The deep one 1,024, the wide one at most 21.",
            "Every fold doubles the pieces, and 2¹⁰ = 1,024. In one hidden layer each neuron adds "
            "one kink at most: 20 + 1 = 21. (Montúfar et al. 2014, Telgarsky 2016.)",
            right=True,
        ),
        Option(
            "The deep one at most 21, the wide one 1,024.",
            "The other way round: in one layer kinks only add up. It takes layers on top of layers "
            "to multiply them.",
        ),
        Option(
            "1,024 each: every neuron is on or off.",
            "Twenty neurons have even more on-off patterns, 2²⁰. But along a line the neurons of "
            "one layer switch one after the other, once each, and so at most 21 patterns appear.",
        ),
    ],
)

quiz_first_maps = Quiz(
    "quiz_first_maps",
    "The network has learned the moons, or the rings, or the spirals. You colour the plane by "
    "what one neuron of the first hidden layer answers. What can that map look like?",
    [
        Option(
            "Like the data: arcs for the moons, circles for the rings",
            "A neuron of the first layer sees the two coordinates and nothing else. Arcs and "
            "circles only appear when later neurons combine several of them.",
        ),
        Option(
            "Like islands, one round each cluster",
            "To fence in an island takes several lines at least. One neuron of the first layer "
            "draws only one.",
        ),
        Option(
            "Straight stripes, whatever the data",
            "The answer σ(wᵀx + b) depends on x only through wᵀx. So it is the same all along "
            "every line at right angles to w.",
            right=True,
        ),
        Option(
            "Noise: single neurons mean nothing",
            "Its meaning may be hard to name, but its map is as simple as can be: it changes in "
            "one direction only.",
        ),
    ],
)

quiz_random_hidden = Quiz(
    "quiz_random_hidden",
    "One ring around another, 200 points. The hidden layer keeps its random weights and biases; "
    "only the output neuron is fitted. How many points come out right with 4 hidden neurons, and "
    "how many with 16?",
    [
        Option(
            "About half with both: a random layer knows nothing.",
            "It knows nothing of the rings, but it shows every point from many sides, and the "
            "output neuron picks what is useful. (With all biases 0 it would stay near half: "
            "opposite points of a ring would then get opposite hidden answers.)",
        ),
        Option(
            "78 % with 4, 100 % with 16: chance helps, and more chance helps more.",
            "Among sixteen random lines there are enough to fence in the inner ring. Three would "
            "do if they were well placed, and to place them is what training is for.",
            right=True,
        ),
        Option(
            "100 % with both: any hidden layer makes the rings separable.",
            "Not four neurons in random places: these get 78 %. How many it takes depends on "
            "luck, as long as they are not trained.",
        ),
        Option(
            "100 % with 4, 78 % with 16: more random numbers, more noise.",
            "More neurons give the output neuron more to choose from. What does not help, it can "
            "give a weight near 0.",
        ),
    ],
)

quiz_output_layer = Quiz(
    "quiz_output_layer",
    "A photo may show a cat, a dog, a horse, a cow, a sheep: none of them, one, or several at "
    "once. Which output layer says what is in it?",
    [
        Option(
            "5 neurons with softmax",
            "Softmax shares out one probability: more cat means less dog. It is for exactly one "
            "of five, and this photo may show two, or none.",
        ),
        Option(
            "1 neuron with sigmoid",
            "One number between 0 and 1 answers one yes-or-no question. Here there are five.",
        ),
        Option(
            "5 neurons with identity",
            "They could give any numbers, also −3. A probability for each animal would say more, "
            "and the cross-entropy needs one.",
        ),
        Option(
            "5 neurons with sigmoid",
            "Five yes-or-no questions, each with a probability of its own. They need not sum to 1: "
            "cat and dog can both be near 1.",
            right=True,
        ),
    ],
)

quiz_output_price = Quiz(
    "quiz_output_price",
    "A network is to predict the price of a flat, in euros. Which output layer?",
    [
        Option(
            "1 neuron with identity",
            "A price is a number without an upper limit, and the identity can give every number. "
            "Its natural loss is the squared error.",
            right=True,
        ),
        Option(
            "1 neuron with sigmoid",
            "It never exceeds 1, and no flat is as cheap as that. For a probability it would be "
            "right.",
        ),
        Option(
            "1 neuron with tanh",
            "It stays between −1 and 1. As a hidden neuron it is fine; as the output it would "
            "need prices squeezed into this range.",
        ),
        Option(
            "100 neurons with softmax, one for each range of prices",
            "That is a classification: it knows nothing of the order of the ranges, and being off "
            "by one range costs as much as being off by fifty.",
        ),
    ],
)

quiz_conv_parameters = Quiz(
    "quiz_conv_parameters",
    "An image of 8 × 8 pixels becomes a map of 6 × 6 numbers: once by one 3 × 3 filter with its "
    "bias, once by a dense layer with 36 neurons. How many parameters has each?",
    [
        Option(
            "360 and 2,340",
            "36 neurons with 9 weights and a bias each would make 360. But the filter is one: "
            "all 36 places share the same weights and the same bias.",
        ),
        Option(
            "2,340 each: they compute the same kind of map.",
            "A dense layer could compute this map too, with most of its weights 0. The filter "
            "never has those weights.",
        ),
        Option(
            "9 and 2,304",
            "These are the weights. The filter has one bias as well, and the dense layer has 36.",
        ),
        Option(
            "10 and 2,340",
            "9 weights and a bias, used at all 36 places; against 64 · 36 weights and 36 biases. "
            "A larger image changes the second number, but not the first.",
            right=True,
        ),
    ],
)

quiz_shifted_digit = Quiz(
    "quiz_shifted_digit",
    "The digit moves one pixel to the right, and nothing of it leaves the image. What does the "
    "map of the filter do?",
    [
        Option(
            "It stays as it is: a filter finds its pattern anywhere.",
            "It finds it anywhere, and also shows where. The map follows the digit "
            "(equivariance); to stay the same would be invariance, to which pooling helps a "
            "little.",
        ),
        Option(
            "It moves one pixel to the right, too.",
            "The same weights look at every place. What they saw at one place they now see one "
            "pixel further on: the layer is equivariant to shifts.",
            right=True,
        ),
        Option(
            "It changes everywhere, in a way that is hard to foresee.",
            "That is what a dense layer does: each pixel has its own weights there. A filter "
            "has the same weights at every place.",
        ),
        Option(
            "It moves one pixel to the left.",
            "A window that moves to the right over a still image sees the image go left. Here the "
            "image moves, and its map with it.",
        ),
    ],
)

quiz_analogy = Quiz(
    "quiz_analogy",
    "Brain and artificial network: which of these statements is true?",
    [
        Option(
            "A neuron in the brain, like an artificial one, can excite some neurons and inhibit "
            "others.",
            "As a rule it does one or the other at all its targets (as Dale's principle is often "
            "read, see Strata and Harvey 1999; exceptions are known). The weights that leave an "
            "artificial neuron may have any sign.",
        ),
        Option(
            "The brain sends its errors back through the same synapses, as backpropagation does.",
            "A chemical synapse passes signals one way, and a way back would have to know its "
            "weights (the weight transport problem: Grossberg 1987). What the brain does instead "
            "is an open question (Lillicrap et al. 2020).",
        ),
        Option(
            "The brain's layers, like ours, only send signals forward.",
            "Most pathways between a monkey's visual areas have one that runs back (Felleman and "
            "Van Essen 1991). A feed-forward network has none.",
        ),
        Option(
            "Some cells of the visual cortex respond to edges, as first-layer filters of trained "
            "networks do.",
            "Edges of one direction, at one place: Hubel and Wiesel (1962) found such cells in "
            "cats, Krizhevsky et al. (2012) show such filters, learned from photos. That does not "
            "say that both learn in the same way.",
            right=True,
        ),
    ],
)
