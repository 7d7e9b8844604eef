"""The claims of Part 1, sections 8 and 9, recomputed: the perceptron, its loss and its bound."""

import re

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.svm import SVC, LinearSVC

from lecturekit import datasets, explore
from lecturekit.experiments.classifiers import perceptron_examples, story_of, widest_separator
from lecturekit.logistic import fit_logistic
from lecturekit.perceptron import fit_perceptron, mistake_bound
from tests.claims.driving import driver

SEPALS = ("sepal length (cm)", "sepal width (cm)")


def flowers(part, standardised=False):
    X, y = datasets.iris("setosa", "versicolor", (f"{part} length (cm)", f"{part} width (cm)"))
    return (datasets.standardise(X) if standardised else X), y


def with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


# ---- the perceptron's loss ----------------------------------------------------------------------


def perceptron_sgd(X, y, epochs):
    """Stochastic gradient descent with step size 1 on max(0, −s z): all θ that differ, in order.

    At the kink, z = 0, we take the derivative from the right; any slope in between is allowed.
    """
    thetas, signs = [np.zeros(X.shape[1] + 1)], np.where(y == 1, 1, -1)
    for _ in range(epochs):
        for x, s in zip(with_ones(X), signs, strict=True):
            z = thetas[-1] @ x
            slope = -s if s * z < 0 or (z == 0 and s < 0) else 0
            theta = thetas[-1] - 1.0 * (slope * x)
            if slope:
                thetas.append(theta)
            assert slope or np.array_equal(theta, thetas[-1])
    return np.array(thetas)


@pytest.mark.claim("1-perceptron-loss", "*is* Rosenblatt's rule, to the last bit")
@pytest.mark.parametrize(
    ("data", "epochs", "mistakes"),
    [
        (flowers("sepal"), 1000, 1489),
        (flowers("sepal", standardised=True), 1000, 7),
        (flowers("petal"), 1000, 4),
        (datasets.xor(), 40, 158),
        (perceptron_examples("overlap"), 100, 401),
    ],
)
def test_rosenblatts_rule_is_sgd_on_the_perceptron_loss_bit_for_bit(data, epochs, mistakes):
    run = fit_perceptron(*data, max_epochs=epochs)
    assert run.mistakes == mistakes
    thetas = perceptron_sgd(*data, len(run.mistakes_per_epoch))
    assert np.array_equal(thetas, run.thetas)


@pytest.mark.claim("1-perceptron-loss", r"-s\, \tilde x \text{ after a mistake")
def test_the_gradient_of_the_perceptron_loss_by_differences():
    rng = np.random.default_rng(0)
    for _ in range(100):
        theta, x, s, h = rng.normal(size=3), np.append(rng.normal(size=2), 1), 1, 1e-7
        s = rng.choice([-1, 1])
        moved = theta + h * np.eye(3), theta - h * np.eye(3)
        up, down = (np.maximum(0, -s * (there @ x)) for there in moved)
        expected = -s * x if s * (theta @ x) < 0 else 0 * x
        np.testing.assert_allclose((up - down) / (2 * h), expected, atol=1e-6)


@pytest.mark.claim("1-perceptron-loss-text", "743 of the 1,489", "11 left even their own flower")
def test_a_step_may_harm_others_and_leave_its_own_example_wrong(claimed):
    X, y = flowers("sepal")
    run = fit_perceptron(X, y, max_epochs=1000)
    signed = np.where(y == 1, 1, -1)[:, None] * with_ones(X)
    sums = np.maximum(0, -run.thetas @ signed.T).sum(axis=1)
    raised = np.sum(np.diff(sums) > 1e-9)
    wrong = run.neuron.activation(np.sum(run.thetas[1:] * with_ones(X)[run.examples], axis=1))
    still = np.sum(wrong != y[run.examples])
    assert claimed["1-perceptron-loss-text"] == [
        f"{raised} of the {run.mistakes:,}",
        f"{still} left even their own flower",
    ]
    assert sums[0] == 0  # at θ = 0


@pytest.mark.claim("1-perceptron-loss", "its derivative is 0 almost everywhere")
def test_the_number_of_mistakes_is_constant_almost_everywhere():
    X, y = flowers("sepal")
    rng = np.random.default_rng(0)
    for theta in rng.normal(size=(200, 3)):
        near = theta + 1e-9 * rng.normal(size=(20, 3))
        counts = [np.sum((with_ones(X) @ there >= 0) != y) for there in (theta, *near)]
        assert len(set(counts)) == 1


# ---- the bound ----------------------------------------------------------------------------------

SEPARABLE = [
    *[perceptron_examples(data) for data in ("petals", "wide", "narrow")],
    *[flowers(part, standard) for part in ("petal", "sepal") for standard in (False, True)],
    *[datasets.separable(40, 0.05, seed=seed) for seed in range(5)],
]


@pytest.mark.claim("1-bound-intro", "the package computes it exactly")
@pytest.mark.parametrize("data", SEPARABLE)
def test_the_widest_margin_is_the_exact_maximum(data):
    X, y = data
    signed = np.where(y == 1, 1, -1)[:, None] * with_ones(X)
    margin = mistake_bound(X, y, widest_separator(X, y)).margin
    machine = LinearSVC(C=1e6, loss="hinge", fit_intercept=False, max_iter=10**6, tol=1e-9)
    machine.set_params(random_state=0).fit(with_ones(X), y)
    for theta in (machine.coef_[0], shortest(signed)):
        there = (signed @ theta).min() / np.linalg.norm(theta)
        assert margin >= there * (1 - 1e-7)
        assert margin == pytest.approx(there, rel=1e-4)


def shortest(signed):
    """The shortest θ with s θᵀx̃ ≥ 1 for all examples, by sequential quadratic programming."""
    rules = {"type": "ineq", "fun": lambda theta: signed @ theta - 1, "jac": lambda theta: signed}
    start = widest_separator(signed[:, :2] / signed[:, 2:], (signed[:, 2] + 1) / 2)
    start = start / (signed @ start).min() + 0.1
    found = minimize(
        lambda theta: theta @ theta / 2,
        start,
        jac=lambda theta: theta,
        constraints=rules,
        method="SLSQP",
        options={"maxiter": 1000, "ftol": 1e-14},
    )
    return found.x


@pytest.mark.claim("1-bound-intro", "the widest margin gives the best one")
@pytest.mark.parametrize("data", ["overlap", "xor"])
def test_no_widest_margin_where_no_line_separates(data):
    assert widest_separator(*perceptron_examples(data)) is None


@pytest.mark.claim("1-bound-intro", "its widest margin can belong to a different line")
def test_a_support_vector_machine_measures_a_different_margin():
    X, y = flowers("petal")
    machine = SVC(kernel="linear", C=1e6, tol=1e-6).fit(X, y)
    borrowed = mistake_bound(X, y, np.append(machine.coef_, machine.intercept_))
    assert borrowed.mistakes > 1.2 * mistake_bound(X, y, widest_separator(X, y)).mistakes


@pytest.mark.claim(
    "1-theorem-text", "$R = 7.8$", r"$\gamma = 0.052$", "22,134", "201", "7 mistakes", "1,489"
)
def test_the_bounds_of_the_sepals(claimed):
    said = []
    for standardised in (False, True):
        X, y = flowers("sepal", standardised)
        bound = mistake_bound(X, y, widest_separator(X, y))
        mistakes = fit_perceptron(X, y, max_epochs=1000).mistakes
        lengths = [f"$R = {bound.radius:.1f}$", rf"$\gamma = {bound.margin:.3f}$"]
        said += [] if standardised else lengths
        said += [
            f"{bound.mistakes:,.0f}",
            f"{mistakes} mistakes" if standardised else f"{mistakes:,}",
        ]
        assert mistakes <= bound.mistakes
    assert claimed["1-theorem-text"] == [*said[:3], *said[4:], said[3]]


@pytest.mark.claim("1-bound-iris-text", "20 shuffled orders", "1,244 to 1,486", "2 to 18")
def test_how_many_mistakes_the_sepals_take_in_other_orders(claimed):
    said = ["20 shuffled orders"]
    for standardised in (False, True):
        X, y = flowers("sepal", standardised)
        made = [fit_perceptron(X, y, max_epochs=1500, seed=seed) for seed in range(20)]
        assert all(run.converged for run in made)
        made = [run.mistakes for run in made]
        said.append(f"{min(made):,} to {max(made):,}")
    assert claimed["1-bound-iris-text"] == said


@pytest.mark.claim(
    "1-margin-figure", "margin is 0.21 and R is 5.20", "margin is 0.37 and R is 1.85"
)
def test_the_margin_of_one_feature(claimed):
    X, y = datasets.iris("setosa", "versicolor", ("petal length (cm)",))
    for x, said in zip((X, datasets.standardise(X)), claimed["1-margin-figure"], strict=True):
        bound = mistake_bound(x, y, widest_separator(x, y))
        assert f"margin is {bound.margin:.2f} and R is {bound.radius:.2f}" == said


# ---- the live figure ----------------------------------------------------------------------------


@pytest.mark.claim(
    "1-perceptron-live-answers", "53 of 60", "49 after", "17 to 56", "4 to 13", "twelve times"
)
def test_what_the_perceptron_does_mistake_by_mistake(claimed):
    drive = driver(explore.perceptron_steps())
    said = claimed["1-perceptron-live-answers"]
    assert f"{said[0]} examples are classified" in drive(data="narrow", order=0, k=3)
    assert f"{said[1].split()[0]} of 60" in drive(data="narrow", order=0, k=6)
    story = story_of("narrow", 0)
    ringed, theta = story.run.examples[6], story.run.thetas[7]
    assert (story.X[ringed] @ theta[:2] + theta[2] >= 0) != story.y[ringed]
    runs = {}
    for data in ("narrow", "wide"):
        ends = [drive(data=data, order=order, k=999) for order in range(6)]
        made = [int(re.search(r"run makes (\d+)", end)[1]) for end in ends]
        bound = int(re.search(r"allows ([\d,]+)", ends[0])[1].replace(",", ""))
        runs[data] = f"{min(made)} to {max(made)}", bound
    assert [runs["narrow"][0], runs["wide"][0]] == said[2:4]
    assert round(runs["narrow"][1] / runs["wide"][1]) == 12
    thetas = [re.search(r"θ is (\(.*?\))", drive(data="xor", order=0, k=k))[1] for k in range(20)]
    assert thetas == 5 * thetas[:4]
    assert len(set(thetas[:4])) == 4
    assert thetas[0] == "(0.00, 0.00, 0.00)"
    for order in range(1, 6):  # "in every order it comes back to 0"
        walked = story_of("xor", order).run.thetas[1:]
        assert (walked == 0).all(axis=1).sum() > 10


# ---- 9. two ways to learn -----------------------------------------------------------------------


@pytest.mark.claim("1-four-losses-text", "It is never below 0/1", "above ½ at a mistake")
def test_which_losses_lie_above_the_number_of_mistakes_and_how_they_pull():
    m = np.linspace(-30, 30, 60_001)
    m = m[m != 0]
    wrong, logistic = m < 0, np.log1p(np.exp(-m))
    assert (np.maximum(0, 1 - m) >= wrong).all()
    assert not (np.maximum(0, -m) >= wrong).all()
    assert not (logistic >= wrong).all()
    assert (logistic / np.log(2) >= wrong).all()
    pull = 1 / (1 + np.exp(m))
    np.testing.assert_allclose(-np.gradient(logistic, m)[1:-1], pull[1:-1], atol=1e-6)
    assert (pull[wrong] > 0.5).all()
    assert (pull > 0).all()


@pytest.mark.claim("1-section-9", "depends only on the **signed score**")
def test_cross_entropy_is_a_function_of_the_signed_score():
    z = np.linspace(-20, 20, 401)
    y_hat = 1 / (1 + np.exp(-z))
    np.testing.assert_allclose(-np.log(y_hat), np.log1p(np.exp(-z)), rtol=1e-6)
    np.testing.assert_allclose(-np.log(1 - y_hat), np.log1p(np.exp(z)), rtol=1e-6)


@pytest.mark.claim("1-two-ways-caption", "fifteen different lines")
@pytest.mark.claim("1-two-ways-text", "0.207")
def test_twenty_orders_and_the_widest_margin(claimed):
    X, y = flowers("sepal", standardised=True)
    runs = [fit_perceptron(X, y, max_epochs=1000, seed=seed).neuron for seed in range(20)]
    lines = [np.round(neuron.theta / np.linalg.norm(neuron.theta), 6) for neuron in runs]
    assert len(np.unique(lines, axis=0)) == 15
    by_slope = fit_logistic(X, y, step_size=1.0, max_steps=20_000).neuron
    margins = [mistake_bound(X, y, neuron).margin for neuron in (by_slope, *runs)]
    assert margins[0] > max(margins[1:])
    widest = mistake_bound(X, y, widest_separator(X, y)).margin
    assert claimed["1-two-ways-text"] == [f"{widest:.3f}"]


@pytest.mark.claim("1-two-ways-inseparable-text", "75 to 97", "94 or 95")
def test_the_mean_of_all_parameters_is_steadier_than_any_of_them(claimed):
    X, y = perceptron_examples("overlap")
    last, means = [], []
    for seed in range(20):
        thetas = fit_perceptron(X, y, max_epochs=100, seed=seed).thetas
        rights = [np.sum((with_ones(X) @ theta >= 0) == y) for theta in thetas[-20:]]
        last += rights
        means.append(np.sum((with_ones(X) @ thetas.mean(axis=0) >= 0) == y))
    assert claimed["1-two-ways-inseparable-text"] == [
        f"{min(last)} to {max(last)}",
        f"{min(means)} or {max(means)}",
    ]
