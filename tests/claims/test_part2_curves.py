"""What sections 15 and 16 of Part 2 claim about curves, and about random and trained networks."""

import re
from math import comb

import numpy as np
import pytest

from lecturekit import Layer, Network, explore, fit_logistic
from lecturekit.activations import relu, sigmoid
from lecturekit.draw.planes import grid
from lecturekit.experiments.curve_fitting import best_of_steps
from lecturekit.experiments.random_features import points_right
from lecturekit.experiments.runs import toy_examples
from tests.claims.driving import driver

NUMBER = re.compile(r"[\d.,]*\d")


def numbers(quote):
    return [float(number) for number in NUMBER.findall(quote.replace("−", "-"))]


# ---- section 15


@pytest.mark.claim("2-bumps-live-intro", "nobody can score less than 0.178", "from 1000 down to 5")
@pytest.mark.claim(
    "2-bumps-live-answers",
    "only 0.24 high",
    "0.1, 0.5, 0.9, 0.1 and −0.9 score 0.180",
    "steepness 20, the heights 0, 0.5, 1.3, 0.1 and −1.3 score 0.082",
)
def test_bumps_by_hand(claimed):
    best, _ = claimed["2-bumps-live-intro"]
    high, steps, smooth = claimed["2-bumps-live-answers"]
    drive = driver(explore.bumps())
    assert f"{best_of_steps('wave'):.3f}" == best.split()[-1]
    assert f"{sigmoid(5 * 0.1) - sigmoid(5 * -0.1):.2f}" == high.split()[1]
    for quote, steepness in ((steps, 1000), (smooth, 20)):
        *heights, score = numbers(quote)[-6:]
        values = dict(zip(("h1", "h2", "h3", "h4", "h5"), [*heights[:4], -heights[4]], strict=True))
        said = drive(steepness=steepness, **values)
        assert f"the mean error is {score:.3f}" in said
        # Nothing that a slider can do to the steps is better.
        if steepness == 1000:
            for name, value in values.items():
                for other in np.round([value - 0.1, value + 0.1], 1):
                    moved = drive(steepness=1000, **values | {name: float(other)})
                    assert float(re.search(r"mean error is ([\d.]+\d)", moved)[1]) >= score
    assert score < best_of_steps("wave") / 2


@pytest.mark.claim("2-tower-text", "switches on where the sum exceeds 1.5")
def test_towers():
    """Four steep neurons and one on top are a tower, at any place, with a wall at ½."""
    x_1, x_2 = grid(np.linspace(0, 1, 41), np.linspace(0, 1, 41)).T
    ridges = [
        sigmoid(400 * (u - start)) - sigmoid(400 * (u - end))
        for u, start, end in ((x_1, 0.31, 0.61), (x_2, 0.41, 0.81))
    ]
    tower = sigmoid(400 * (sum(ridges) - 1.5))
    inside = (x_1 > 0.31) & (x_1 < 0.61) & (x_2 > 0.41) & (x_2 < 0.81)
    np.testing.assert_array_equal(tower > 0.5, inside)


@pytest.mark.claim("2-universal", r"\cos u \cos v = \frac12 \cos(u + v) + \frac12 \cos(u - v)")
@pytest.mark.claim("2-universal", "No such sum comes close to $x^{k+1}$")
def test_why_one_layer_is_enough_but_not_of_polynomials():
    u, v = np.random.default_rng(0).normal(size=(2, 50))
    np.testing.assert_allclose(np.cos(u) * np.cos(v), (np.cos(u + v) + np.cos(u - v)) / 2)
    x = np.linspace(-1, 1, 201)
    rng = np.random.default_rng(1)
    for k in (1, 2, 3):
        for width in (10, 100, 1000):
            features = (np.outer(x, rng.normal(size=width)) + rng.normal(size=width)) ** k
            assert np.linalg.matrix_rank(features, tol=1e-8 * np.abs(features).max()) <= k + 1
            best = features @ np.linalg.lstsq(features, x ** (k + 1), rcond=1e-10)[0]
            assert np.abs(best - x ** (k + 1)).max() >= 2.0**-k - 1e-9  # Chebyshev


@pytest.mark.claim("2-universal-limits", "far out, a ReLU network is linear along every ray")
def test_a_network_goes_on_along_straight_lines():
    for seed in range(20):
        net = Network([3, 8, 8, 1], "relu", "identity", seed=seed)
        net.theta[:] = np.random.default_rng(seed).normal(size=net.theta.size)
        ray = np.random.default_rng(seed).normal(size=3)
        far = net(np.outer([1e6, 2e6, 3e6], ray))[:, 0]
        assert abs(np.diff(far, n=2)[0]) < 1e-6 * abs(far).max()


@pytest.mark.claim(
    "2-universal-limits",
    "can draw 1,024 straight pieces, one layer of 20 only 21",
    "Both have 61 parameters",
)
@pytest.mark.claim("2-fold-text", "2 pieces to 3 and 4 to 5")
def test_folds_have_as_many_parameters_as_one_wide_layer(claimed):
    for sizes in ([1, *[2] * 10, 1], [1, 20, 1]):
        assert sum(sizes[1:-1]) == 20
        size = Network(sizes, "relu", "identity").theta.size
        assert claimed["2-universal-limits"][1] == f"Both have {size} parameters"
    y = x = np.linspace(0, 1, 2**10 + 1)
    pieces = []
    for _ in range(10):
        y = relu(2 * y - 1) + relu(1 - 2 * y)
        pieces.append(1 + np.count_nonzero(np.diff(np.sign(np.diff(y)))))
    assert (pieces[0], pieces[1], pieces[9]) == (2, 4, 1024)
    for seed in range(20):  # p kinks make p + 1 pieces
        knots = np.sort(np.random.default_rng(seed).choice(x[1:-1], 20, replace=False))
        wide = relu(x[:, None] - knots) @ np.random.default_rng(seed).normal(size=20)
        assert 1 + np.count_nonzero(np.abs(np.diff(wide, n=2)) > 1e-12) == 20 + 1


@pytest.mark.claim("2-rates-text", "half the error with steps, a quarter with hinges")
def test_rates_and_their_bounds():
    x = np.linspace(0, 1, 40_001)[:-1]
    first, second = 4 * np.pi, (4 * np.pi) ** 2  # bounds, reached at x = 1
    errors = {}
    for m in (64, 128):
        knots = np.linspace(0, 1, m + 1)
        levels = np.sin(2 * np.pi * ((np.floor(x * m) + 0.5) / m) ** 2)
        pieces = np.interp(x, knots, np.sin(2 * np.pi * knots**2))
        errors[m] = [np.abs(curve - np.sin(2 * np.pi * x**2)).max() for curve in (levels, pieces)]
        assert errors[m][0] <= first / (2 * m)
        assert errors[m][1] <= (second + 4 * np.pi) / (8 * m**2)
    np.testing.assert_allclose(np.divide(errors[64], errors[128]), [2, 4], rtol=0.02)


@pytest.mark.claim("2-rates-text", "half of the jump, whatever its width", "*mean* error still")
def test_a_jump():
    x = (np.arange(20_000) + 0.5) / 20_000
    for m in (16, 64, 256, 1024):
        knots = np.linspace(0, 1, m + 1)
        error = np.abs(np.interp(x, knots, knots >= 0.5) - (x >= 0.5))
        assert error.max() > 0.49
        assert error.mean() < 1 / m


@pytest.mark.claim("2-regions-text", "Seven lines make 29 regions, 20 lines 211")
@pytest.mark.claim("2-regions-caption-lines", "14 regions are unbounded", "and 15 are not")
def test_regions_of_lines(claimed):
    def most(p, d):
        return sum(comb(p, j) for j in range(d + 1))

    p_7, p_20 = numbers(claimed["2-regions-text"][0].replace("20 lines", ""))
    assert (most(7, 2), most(20, 2), most(20, 64)) == (p_7, p_20, 2**20)
    unbounded, bounded = (numbers(quote)[0] for quote in claimed["2-regions-caption-lines"])
    for seed in (*range(20), 296):
        rng = np.random.default_rng(seed)
        angles = np.pi * (np.arange(7) + rng.uniform(0, 0.6, 7)) / 7
        W, b = np.column_stack([np.cos(angles), np.sin(angles)]), rng.uniform(-1.5, 1.5, 7)
        around = np.linspace(0, 2 * np.pi, 20_001)
        circle = 1e4 * np.column_stack([np.cos(around), np.sin(around)])
        far = {tuple(row) for row in circle @ W.T + b > 0}
        assert len(far) == unbounded
        # Four regions meet where two lines cross: all regions touch such a point.
        every = set(far)
        for i in range(7):
            for j in range(i):
                corner = np.linalg.solve(W[[i, j]], -b[[i, j]])
                shown = W @ corner + b
                for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                    shown[[i, j]] = signs
                    every.add(tuple(shown > 0))
        assert len(every) == unbounded + bounded == most(7, 2)


# ---- section 16


@pytest.mark.claim("2-hand-hidden", r"\approx -2.108", r"\approx 0.108")
@pytest.mark.claim("2-forward-live-answers", r"\operatorname{sigmoid}(1) \approx 0.731")
def test_the_network_by_hand(claimed):
    a = np.tanh(Layer([[1, -1], [0.5, 1], [-1, 0.5]], [0, -0.5, 0.5], "identity")([[1.0, 2.0]]))
    np.testing.assert_array_equal(np.round(a, 4), [[-0.7616, 0.964, 0.4621]])
    z = a @ [1.5, -2, 1] + 0.5
    said = [rf"\approx {value:.3f}" for value in (z[0], sigmoid(z[0]))]
    assert said == claimed["2-hand-hidden"]
    assert round(sigmoid(1.0 * relu(0.5) + 0.5), 3) == 0.731  # ReLU, x = (0, 0)


@pytest.mark.claim("2-random-text", "logistic regression on the two features gets half of the 200")
@pytest.mark.claim("2-random-caption", "20 networks of each width")
@pytest.mark.claim(
    "2-why-train",
    "All 20 trained networks with 4 hidden neurons get all 200 points right",
    "10 of 20 with 8, and all 20 with 16",
    "17 parameters against 65",
)
def test_random_and_trained_hidden_layers(claimed):
    X, y = toy_examples("circles")
    assert 2 * np.sum(fit_logistic(X, y).neuron.predict(X) == y) == len(y) == 200
    random, trained = points_right().values()
    perfect = {p: values.count(200) for p, values in random.items()}
    assert all(len(values) == 20 for values in [*random.values(), *trained.values()])
    runs, p, _ = numbers(claimed["2-why-train"][0])
    assert trained[int(p)].count(200) == runs == 20
    assert trained[3].count(200) < 20
    found, _, many, every, enough = numbers(claimed["2-why-train"][1])
    assert (perfect[many], perfect[enough]) == (found, every)
    sizes = [Network([2, int(width), 1]).theta.size for width in (p, enough)]
    assert sizes == numbers(claimed["2-why-train"][2])


@pytest.mark.claim(
    "2-playground-answers",
    "With 8 neurons, from 159 to 200 over all 21 seeds, with a median of 197",
    "with 4 neurons, from 140 to 198, with a median of 153",
    "97 to 100 points are right with 4 neurons",
    "99 or 100 with 8",
    "its worst seed gets 71 right",
    "it gets 129 right",
)
def test_the_dice_of_the_playground(claimed):
    eight, four, *lines, worst, turned = map(numbers, claimed["2-playground-answers"])
    drive = driver(explore.playground())

    def right(**values):
        said = (drive(seed=seed, **values) for seed in range(21))
        return [int(re.search(r"gets (\d+) of 200", words)[1]) for words in said]

    for width, low, high, *more, median in (eight, four):
        found = right(width=int(width))
        assert (min(found), max(found), np.median(found)) == (low, high, median)
        assert more in ([21], [])
    for low, high, width in ((*lines[0][:2], 4), (*lines[1][:2], 8)):
        straight = [right(activation="identity", depth=k, width=width) for k in (1, 2, 3)]
        assert (np.min(straight), np.max(straight)) == (low, high)
    assert min(right(output="random")) == worst[0] == 200 - turned[0]
