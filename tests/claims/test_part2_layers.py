"""What the opening and the sections on layers of Part 2 claim, computed."""

from math import log2

import numpy as np
import pytest

from lecturekit import Network, datasets, exercises, explore, fit_logistic
from lecturekit.activations import step
from lecturekit.draw.scenes.linear_collapse import two_layers
from lecturekit.experiments.runs import toy_examples, trained_network
from tests.claims.driving import driver


def right(predicted, y):
    return int(np.sum((predicted >= 0.5) == y))


@pytest.mark.claim(
    "2-opening-caption",
    "gets 88.5 % of the 200 points",
    "of 50 random starts, 43 end with 199 points right",
    "the others with 177 to 194",
)
def test_five_neurons_against_one(claimed):
    X, y = toy_examples("moons")
    one, *found = (
        right(trained_network(1000, "moons", depth, 4, "tanh", 1.0, seed)(X)[:, 0], y)
        for depth, seed in [(0, 0), *((1, seed) for seed in range(50))]
    )
    assert one == right(fit_logistic(X, y).neuron(X), y)
    assert claimed["2-opening-caption"] == [
        f"gets {one / 2:g} % of the 200 points",
        f"of 50 random starts, {found.count(199)} end with 199 points right",
        f"the others with {min(found)} to {max(set(found) - {199})}",
    ]
    assert found[0] == 199  # the one that is shown


@pytest.mark.claim("2-section-11", "scores *lower* than the negative of that cat")
def test_scores_of_a_photo_and_its_negative_have_the_same_sum():
    X = datasets.digits().X / 16
    rng = np.random.default_rng(0)
    for _ in range(20):
        w, b = rng.normal(size=64), rng.normal()
        z, negative = X @ w + b, (1 - X) @ w + b
        assert np.allclose(z + negative, w.sum() + 2 * b)
        assert np.array_equal(np.argsort(z), np.argsort(negative)[::-1]) or np.allclose(
            np.sort(z), w.sum() + 2 * b - np.sort(negative)[::-1]
        )


@pytest.mark.claim("2-review-lines-caption", "the weights stay near zero", "gets 67.5 % right")
@pytest.mark.claim("2-review-lines", "moons 88.5 percent", "rings half", "spirals 71.3 percent")
def test_straight_lines_for_bent_datasets(claimed):
    X, y = datasets.circles(200)
    neuron = fit_logistic(X, y, max_steps=3000).neuron
    assert np.abs(neuron.w).max() < 0.05
    assert 0.47 < np.mean(neuron.predict(X) == y) < 0.53
    most = 0
    for angle in np.linspace(0, np.pi, 721):
        labels = y[np.argsort(X @ [np.cos(angle), np.sin(angle)])]
        ones = np.append(0, np.cumsum(labels))
        below = ones + len(y) - np.arange(len(y) + 1) - (ones[-1] - ones)  # 1 below, 0 above
        most = max(most, below.max(), len(y) - below.min())
    assert claimed["2-review-lines-caption"][1] == f"gets {most / 2:g} % right"
    moons, spirals = (
        np.mean(fit_logistic(X, y, max_steps=3000).neuron.predict(X) == y)
        for X, y in (datasets.moons(200, noise=0.12, seed=0), datasets.spirals(300))
    )
    said = [f"moons {moons:.1%}", "rings half", f"spirals {spirals:.1%}"]
    assert [words.replace("%", " percent") for words in said] == claimed["2-review-lines"]


@pytest.mark.claim(
    "2-xor-live-answers", "30° to 60°", "Corners 2 and 3", "One of the two is always 0"
)
@pytest.mark.claim("2-xor-live-intro", "Three of the four corners are right", "to −135")
def test_answers_under_the_hidden_space(claimed):
    drive = driver(explore.xor_hidden())
    assert "3 of 4 right" in drive()
    good = [angle for angle in range(-175, 181, 5) if "one line sep" in drive(angle_2=angle)]
    assert good == list(range(30, 61, 5))
    assert claimed["2-xor-live-answers"][0] == f"{good[0]}° to {good[-1]}°"
    for activation in ("step", "sigmoid", "relu"):
        told = drive(angle_2=45, activation=activation)
        two, three = (told.split(f"corner {k} is at ")[1].split(";")[0] for k in (2, 3))
        assert two == three
    folded = drive(angle_2=-135, activation="relu", shift_1=0, shift_2=0)
    assert "corner 1 is at (0, 0.71); corner 2 is at (0, 0)" in folded
    assert "corner 3 is at (0, 0); corner 4 is at (0.71, 0); one line separates" in folded


def for_true_rows(rows, X):
    """The network of the slide: an AND neuron for each row, and an OR of all."""
    hidden = step(X @ (2 * rows - 1).T + 0.5 - rows.sum(axis=1))
    return step(hidden.sum(axis=1) - 0.5), hidden


@pytest.mark.claim("2-any-table", "recognises this row and no other", "its score is ½")
def test_any_truth_table_with_one_hidden_layer():
    X = np.array(list(np.ndindex(2, 2, 2)))
    for table in np.ndindex(*[2] * 8):
        rows = X[np.array(table) == 1]
        predicted, hidden = for_true_rows(rows, X)
        assert tuple(predicted) == table
        assert (hidden.sum(axis=0) == 1).all()
    scores = X @ (2 * X - 1).T + 0.5 - X.sum(axis=1)
    differing = np.abs(X[:, None] - X).sum(axis=2)
    assert np.array_equal(scores, 0.5 - differing)


@pytest.mark.claim("2-any-table-price", "in $2^{d-1}$ rows", "512 hidden neurons", "far cheaper")
def test_the_price_of_a_truth_table(claimed):
    X = np.array(list(np.ndindex(*[2] * 10)))
    odd = X.sum(axis=1) % 2
    assert odd.sum() == 2**9
    assert claimed["2-any-table-price"][1] == f"{odd.sum():.0f} hidden neurons"
    hidden = step(X.sum(axis=1)[:, None] - np.arange(10) - 0.5)  # as in the exercise: 10 are enough
    assert np.array_equal(step(hidden @ (-1.0) ** np.arange(10) - 0.5), odd)
    # A threshold neuron has at most 2^(d²) tables, so m of them in d inputs and one on top have at
    # most 2^(m d² + m²), far fewer than 2^(2^d).
    assert 100 * 10**2 + 100**2 < 2 * 10**4 + 1
    assert log2(2.0 ** (20 * 10**2 // 2)) < 2**10
    assert "d$ hidden neurons compute the parity of $d$ bits" in exercises.parity._solution[1]


@pytest.mark.claim("2-collapse-live-answers", "The identity matrix", "up to 1.29", "reaches 1")
def test_answers_under_the_collapse():
    drive = driver(explore.linear_collapse())
    straight = {"turn_1": 30, "turn_2": -30, "stretch_1": 1, "stretch_2": 1}
    assert "The product W₂W₁ is (1, 0, 0, 1)" in drive(**straight)
    assert "differs by up to 1.29" in drive(activation="relu")
    same = [
        round(0.1 * k, 1)
        for k in range(-10, 11)
        if "is equal on this grid" in drive(activation="relu", turn_1=0, stretch_1=1, bias=0.1 * k)
    ]
    assert same == [1.0]


@pytest.mark.claim("2-collapse-check", "91,301 parameters do the work of 3")
def test_ten_linear_layers(claimed):
    deep, one = (Network([2, *hidden, 1], "identity").theta.size for hidden in ([100] * 10, []))
    assert claimed["2-collapse-check"] == [f"{deep:,} parameters do the work of {one}"]
    assert two_layers(0, 1, 0, 1, 0, "identity").layers[0].W.tolist() == [[1, 0], [0, 1]]


@pytest.mark.claim("2-counting-text", "doubling the inputs *and* the neurons quadruples")
def test_sizes():
    small, large = (Network([d, p]).layers[0].W.size for d, p in ((30, 7), (60, 14)))
    assert large == 4 * small
