"""The claims of Part 1, logistic regression as an artificial neuron, recomputed."""

import re

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from lecturekit import datasets, explore
from lecturekit.activations import sigmoid
from lecturekit.experiments.classifiers import LOGISTIC_STEPS, WRONG_START, logistic_path, lowest
from lecturekit.logistic import fit_logistic
from tests.claims.driving import driver


def hard_flowers():
    X, y = datasets.iris("virginica", negative="versicolor")
    return datasets.standardise(X), y


# ---- the objective


@pytest.mark.claim("1-section-7", "3 of 5 tosses")
@pytest.mark.claim("1-likelihood-caption", "best at $p = 0.6$", "60 % of them heads", "for every")
def test_the_likelihood_of_a_coin_and_its_logarithm_are_best_at_the_same_place():
    p = np.linspace(0.001, 0.999, 999)
    likelihood, loss = p**3 * (1 - p) ** 2, -(3 * np.log(p) + 2 * np.log(1 - p)) / 5
    assert p[likelihood.argmax()] == p[loss.argmin()] == pytest.approx(0.6)
    assert (p**1200 * (1 - p) ** 800 == 0).all()
    one_by_one = np.prod([0.6] * 1200) * np.prod([0.4] * 800)
    assert one_by_one == 0


# ---- the descent, and the loss that breaks


def page_loss(X, y, theta):
    """The page's first J, with the logarithms of ŷ and 1 − ŷ."""
    y_hat = sigmoid(X @ theta[:2] + theta[2])
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


@pytest.mark.claim("1-descent", "0.6931", "0.1028", "[0.6931 nan 0.1028]")
@pytest.mark.claim("1-start-loss", "0.6931")
@pytest.mark.claim("1-descent-text", "94 of the 100", "4,999 steps do not change", "19 times")
def test_the_first_step_decides_every_prediction_and_long_steps_break_the_loss(claimed):
    X, y = hard_flowers()
    runs = {a: fit_logistic(X, y, a, max_steps=4999, tolerance=0) for a in (1.0, 30.0)}
    losses = runs[1.0].losses
    assert claimed["1-descent"][:2] == [f"{losses[0]:.4f}", f"{losses[-1]:.4f}"]
    assert losses[0] == pytest.approx(np.log(2))
    thetas = fit_logistic(X, y, max_steps=5000, tolerance=0).thetas[1:]
    predictions = X @ thetas[:, :2].T + thetas[:, 2] >= 0
    assert (predictions == predictions[:, :1]).all()
    said = claimed["1-descent-text"]
    assert claimed["1-start-loss"] == [f"{losses[0]:.4f}"]
    assert said[0] == f"{np.sum(predictions[:, 0] == y)} of the {len(y)}"
    broken = ~np.isfinite([page_loss(X, y, theta) for theta in runs[30.0].thetas])
    assert broken[:2].tolist() == [False, True]
    assert said[2] == f"{broken.sum()} times"
    assert runs[30.0].losses[-1] == pytest.approx(losses[-1])  # "the path was right"


@pytest.mark.claim("1-stable-loss", "a score of about 37")
def test_where_the_sigmoid_is_rounded_to_one():
    z = np.linspace(30, 40, 10_001)
    assert round(z[sigmoid(z) == 1][0]) == 37


@pytest.mark.claim("1-stable-run", "[0.6931 0.1732 0.1028]")
@pytest.mark.claim("1-stopping", r"With $10^{-6}$ and $\alpha = 1$ that takes 3,158 steps")
def test_the_cure_and_the_stopping_rule(claimed):
    X, y = hard_flowers()
    losses = fit_logistic(X, y, 30.0, max_steps=4999, tolerance=0).losses[[0, 1, -1]]
    assert claimed["1-stable-run"] == [str(losses.round(4))]
    run = fit_logistic(X, y, tolerance=1e-6, max_steps=10_000)
    assert claimed["1-stopping"] == [
        rf"With $10^{{-6}}$ and $\alpha = 1$ that takes {len(run.losses) - 1:,} steps"
    ]
    assert run.stopped == "converged"


# ---- the live figure


def told(drive, **values):
    """Return J, how many are right, how sure the neuron is, and the length of w."""
    said = drive(**values).replace("−", "-")
    loss = float(re.search(r"to (\S+) \(", said)[1])
    right, sure = (int(re.search(words, said)[1]) for words in (r"(\d+) of \d+", r"(\d+) %"))
    weights = re.search(r"weights are \((\S+), (\S+)\)", said)
    return loss, right, sure, np.hypot(float(weights[1]), float(weights[2]))


@pytest.mark.claim("1-descent-live-intro", r"$\theta = (3, -3, 0)$", "narrow")
@pytest.mark.claim(
    "1-descent-live-answers",
    "39 of 100 with a mean confidence of 75 %",
    "After 50 steps 92 are right, and the neuron is 87 % sure",
)
def test_from_a_wrong_start_the_flowers_get_right_faster_than_the_neuron_gets_sure(claimed):
    assert WRONG_START == (3, -3, 0)
    drive = driver(explore.logistic_descent())
    (_, right, sure, _), (_, then, surer, _) = (told(drive, t=t) for t in (0, 50))
    assert claimed["1-descent-live-answers"] == [
        f"{right} of 100 with a mean confidence of {sure} %",
        f"After 50 steps {then} are right, and the neuron is {surer} % sure",
    ]
    assert then - right > surer - sure


@pytest.mark.claim(
    "1-descent-live-answers",
    "within 1 % of its minimum after 36 steps and never rises",
    "falls for 94 steps and then rises",
    "from 1.06 to 1.90, and it goes on falling and rising",
    "the length of $w$ is 5.7 after 50 steps and 6.5 after 150",
    "raises $J$ from 0.82 to 1.37, and every later one lowers it",
)
def test_what_the_descent_does_with_each_step_size(claimed):
    hard = {alpha: logistic_path("hard", alpha).losses for alpha in (10.0, 100.0, 300.0)}
    least, _ = lowest("hard")
    near = np.flatnonzero(hard[10.0] <= 1.01 * least)[0]
    assert (np.diff(hard[10.0]) < 0).all()
    falls = np.flatnonzero(np.diff(hard[100.0]) > 0)[0]
    assert (np.diff(hard[300.0])[-20:] > 0).any()
    assert (np.diff(hard[300.0])[-20:] < 0).any()
    lengths = np.linalg.norm(logistic_path("easy", 3.0).thetas[:, :2], axis=1)
    assert (np.diff(lengths[10:]) > 0).all()
    easy = logistic_path("easy", 1000.0).losses
    assert (np.diff(easy[1:]) < 0).all()
    assert claimed["1-descent-live-answers"] == [
        f"within 1 % of its minimum after {near} steps and never rises",
        f"falls for {falls} steps and then rises",
        f"from {hard[300.0][0]:.2f} to {hard[300.0][1]:.2f}, and it goes on falling and rising",
        f"the length of $w$ is {lengths[50]:.1f} after 50 steps and {lengths[150]:.1f} after 150",
        f"raises $J$ from {easy[0]:.2f} to {easy[1]:.2f}, and every later one lowers it",
    ]


@pytest.mark.claim("1-descent-live-answers", "goes on falling and rising")
def test_the_figure_never_says_that_a_run_which_comes_back_stays_above():
    figure = explore.logistic_descent()
    drive = driver(figure)
    for step_size in figure.specs["step_size"].positions(40, figure.values):
        for t in range(0, LOGISTIC_STEPS + 1, 10):
            assert "stays above" not in drive(step_size=step_size, t=t)


# ---- on new flowers


@pytest.mark.claim("1-test-score-intro", "20 random splits", "30 %")
@pytest.mark.claim(
    "1-test-score",
    "median 94%, 91% to 97%",
    "median 97%, 90% to 100%",
    "median 95%, 87% to 100%",
)
@pytest.mark.claim(
    "1-test-score-text",
    "50 %",
    "better in 4 of the 20 splits and worse in 5",
    "from 83 % to 100 %",
    "over 200 splits the mean is 93.4 %, against 94.7 %",
)
def test_the_neuron_on_new_flowers_and_its_rival(claimed):
    flowers, scores = datasets.iris("virginica", negative="versicolor"), []
    for seed in range(200):
        X, X_new, y, y_new = datasets.split(*flowers, test_size=0.3, seed=seed)
        Z, Z_new = ((part - X.mean(axis=0)) / X.std(axis=0) for part in (X, X_new))
        neuron = fit_logistic(Z, y).neuron
        rival = DecisionTreeClassifier(max_depth=1).fit(X[:, 1:], y)
        right = [neuron.predict(Z) == y, neuron.predict(Z_new) == y_new]
        scores.append([*map(np.mean, right), rival.score(X_new[:, 1:], y_new)])
        assert y_new.mean() == 0.5
    means = np.mean(scores, axis=0)
    training, test, other = np.transpose(scores[:20])
    splits = np.array(scores)[:, 1]
    assert claimed["1-test-score"] == [
        f"median {np.median(part):.0%}, {part.min():.0%} to {part.max():.0%}"
        for part in (training, test, other)
    ]
    better, worse = np.sum(other > test + 1e-9), np.sum(other < test - 1e-9)
    assert claimed["1-test-score-text"][1:] == [
        f"better in {better} of the 20 splits and worse in {worse}",
        f"from {100 * splits.min():.0f} % to {100 * splits.max():.0f} %",
        f"over 200 splits the mean is {100 * means[1]:.1f} %, against {100 * means[0]:.1f} %",
    ]
    assert np.median(training) < np.median(test)  # "the test looks easier than training"


# ---- the squared error


@pytest.mark.claim("1-loss-text", "-0.000045", "-0.99995")
def test_two_derivatives_far_on_the_wrong_side(claimed):
    y_hat = sigmoid(-10.0)
    squared, cross_entropy = (y_hat - 1) * y_hat * (1 - y_hat), y_hat - 1
    assert claimed["1-loss-text"] == [f"{squared:.6f}", f"{np.trunc(1e5 * cross_entropy) / 1e5}"]
