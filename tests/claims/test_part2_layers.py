"""What the opening and the sections on layers of Part 2 claim, computed."""

from functools import cache
from math import log2
from types import SimpleNamespace

import numpy as np
import pytest

from lecturekit import Network, datasets, exercises, explore, fit_logistic
from lecturekit.activations import step
from lecturekit.draw.scenes.linear_collapse import two_layers
from lecturekit.experiments.runs import toy_examples, trained_network
from tests.claims.driving import driver
from tests.house import lectures


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


# ---- deep networks -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deep():
    """The functions of the page, and one that trains 20 networks as it does."""
    cells = {cell.id: cell for cell in lectures.read(lectures.LECTURES[1]).cells}
    names = ("deep-forward", "deep-backward", "deep-train")
    page = lectures.run_alone(cells["setup"], [cells[name] for name in names])
    digits = datasets.digits()
    X, Y = datasets.standardise(digits.X), np.eye(10)[digits.y]

    @cache
    def losses(depth, factor, step_size, **remedy):
        starts = [page["start"](depth, factor, seed) for seed in range(20)]
        found = [
            page["train"](weights, X, Y, step_size, seed, **remedy)
            for seed, weights in enumerate(starts)
        ]
        return np.nan_to_num(found, nan=np.inf)

    return SimpleNamespace(**page, X=X, Y=Y, losses=losses)


@pytest.mark.claim("2-deep-backward", "Return one gradient for each weight matrix")
def test_the_pages_gradients_of_a_deep_network(deep):
    X, Y = deep.X[:40], deep.Y[:40]
    for normal, residual in np.ndindex(2, 2):
        weights, how = deep.start(3, 0.7), (bool(normal), bool(residual))

        def J(how=how, weights=weights):
            return -np.log(deep.forward(weights, X, *how)[0][Y == 1]).mean()

        for W, gradient in zip(weights[::-1], deep.gradients(weights, X, Y, *how), strict=True):
            ends = []
            for change in (1e-6, -2e-6):
                W[3, 5] += change
                ends.append(J())
            assert gradient[3, 5] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-3, abs=1e-7)


@pytest.mark.claim("2-normalisation-caption", "halve the signal", "treble it", "is 1 in every")
@pytest.mark.claim("2-normalisation-caption", "Guessing costs 2.3", "four", "0.1 and 0.3")
@pytest.mark.claim("2-normalisation-figure", "80,000", "0.001", "only with batch norm")
@pytest.mark.claim(
    "2-normalisation-text",
    *(
        "0.87 (0.43 to 3.41)",
        "none of the step sizes 0.03, 0.1, 0.3 and 1",
        "any of 20 starts below 2.1",
    ),
    *("(0.36, 0.29 and 0.57)", "a third"),
)
def test_normalisation_makes_the_start_matter_little(deep, claimed):
    steps = (0.03, 0.1, 0.3, 1)
    for factor in (0.5, 1, 3):
        for normal in (False, True):
            runs = [deep.forward(deep.start(10, factor, k), deep.X, normal)[2] for k in range(20)]
            sd = np.median([[Z.std() for _, Z, _ in run] for run in runs], axis=0)
            if normal:
                np.testing.assert_allclose(sd, 1, atol=0.01)
            else:
                assert (abs(sd[1:] / sd[:-1] / factor - 1) < 0.15).all()
                assert f"{float(f'{sd[-1]:.0e}'):,g}" == {0.5: "0.001", 1: "1", 3: "80,000"}[factor]
    plain, normal = (
        [np.median(deep.losses(10, 1, step, **how)) for step in steps]
        for how in ({}, {"normal": True})
    )
    assert (np.argmin(plain), np.argmin(normal)) == (1, 2)
    told = deep.losses(10, 1, 0.1)
    said = f"{np.median(told):.2f} ({told.min():.2f} to {told.max():.2f})"
    three = [np.median(deep.losses(10, factor, 0.3, normal=True)) for factor in (0.5, 1, 3)]
    assert claimed["2-normalisation-text"][0] == said
    assert claimed["2-normalisation-text"][3] == "({:.2f}, {:.2f} and {:.2f})".format(*three)
    assert min(deep.losses(10, f, step).min() for f in (0.5, 3) for step in steps) > 2.1
    assert 0.3 < normal[2] / plain[1] < 0.36
    assert np.log(10) == pytest.approx(2.3, abs=0.01)


@pytest.mark.claim(
    "2-residual-text",
    *("0.60 with five layers, 1.04 with ten, 1.89 with twenty", "it falls: 0.27, 0.19, 0.17"),
    *("0.19, 0.87 and 1.89 without", "0.07, 0.08 and 0.16 with", "One ReLU layer reaches 0.08"),
    *("grows about threefold", "all 20 runs with twenty layers diverge"),
)
@pytest.mark.claim("2-residual-figure", "rises with depth", "it falls")
def test_depth_does_no_harm_with_residual_connections(deep, claimed):
    def best(depth, **how):
        return min(
            np.median(deep.losses(depth, step_size=s, **how)) for s in (0.01, 0.03, 0.1, 0.3)
        )

    kinds = {"factor": 1}, {"factor": 0.25, "residual": True}
    rows = [
        [np.median(deep.losses(d, step_size=0.03, **how)) for d in (5, 10, 20)] for how in kinds
    ]
    rows += [[best(depth, **how) for depth in (5, 10, 20)] for how in kinds]
    said = (
        "{:.2f} with five layers, {:.2f} with ten, {:.2f} with twenty",
        "it falls: {:.2f}, {:.2f}, {:.2f}",
        "{:.2f}, {:.2f} and {:.2f} without",
        "{:.2f}, {:.2f} and {:.2f} with",
    )
    told = [words.format(*row) for words, row in zip(said, rows, strict=True)]
    assert claimed["2-residual-text"][:4] == told
    assert claimed["2-residual-text"][4] == f"One ReLU layer reaches {best(1, factor=1):.2f}"
    grown = []
    for seed in range(20):
        kept = deep.forward(deep.start(20, 1, seed), deep.X, residual=True)[2]
        grown.append((np.mean(kept[-1][0] ** 2) / np.mean(kept[0][0] ** 2)) ** (1 / 19))
    assert 2.5 < np.median(grown) < 3.2
    assert not np.isfinite(deep.losses(20, 1, 0.03, residual=True)).any()
