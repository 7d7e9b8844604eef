"""What section 25 of Part 3 claims about checking gradients, its quizzes and exercises included."""

import re

import numpy as np
import pytest

from lecturekit import Network, check_gradient, datasets, exercises, explore
from lecturekit.activations import Activation, relu
from lecturekit.experiments.gradient_lab import check, planted
from lecturekit.gradcheck import EPS, RIGHT, TOLERANCE, WRONG, relative_error, sensible_step
from lecturekit.gradient_descent import gradient_descent, objective
from tests.claims.driving import driver
from tests.exercises.options import reason_of

SEEDS = range(20)


def moons():
    X, y = datasets.moons(200)
    return datasets.standardise(X), y


class Spoilt(Activation):
    """tanh with a wrong derivative."""

    def __init__(self, derivative):
        self._derivative = lambda z: derivative(np.tanh(z))

    def _value(self, z):
        return np.tanh(z)


# ---- the core


@pytest.mark.claim("3-quiz-wrong-but-learns")
def test_wrong_but_learns():
    X, y = moons()

    def runs(activation):
        ends, hits, starts = [], [], []
        for seed in SEEDS:
            net = Network([2, 8, 1], activation, output="sigmoid", seed=seed)
            starts.append(net.loss_and_gradient(X, y)[1])
            path = gradient_descent(objective(net, X, y), net.theta, 0.5, max_steps=2000)
            net.theta[:] = path.thetas[-1]
            ends.append(path.losses[-1])
            hits.append(int(np.sum(net.predict(X) == y)))
        return ends, hits, np.array(starts)

    quiz = exercises.quiz_wrong_but_learns
    ends, hits, gradients = runs("tanh")
    wrong_ends, wrong_hits, wrong = runs(Spoilt(lambda a: a * (1 - a)))
    lengths = np.linalg.norm(gradients, axis=1) * np.linalg.norm(wrong, axis=1)
    angles = np.degrees(np.arccos(np.sum(gradients * wrong, axis=1) / lengths))
    assert (round(min(angles)), round(max(angles))) == (40, 87)
    assert "40° to 87° away" in reason_of(quiz, "That there is no bug")
    told = f"ends with J = {np.median(wrong_ends):.3f} and {np.median(wrong_hits):.0f} points right"
    assert told in quiz.question
    harm = reason_of(quiz, "That the bug does no harm")
    assert f"ends with {min(wrong_hits)} points right" in harm
    assert (min(hits), max(hits)) == (199, 200)
    assert f"median J is {np.median(ends):.3f}" in harm
    ends, hits, _ = runs(Spoilt(np.ones_like))
    assert set(hits) == {178}
    assert {f"{J:.2f}" for J in ends} == {"0.34"}
    assert "178 points right and a J of 0.34" in reason_of(quiz, "That any derivative")


@pytest.mark.claim("3-relative-error", r"$r_j \leq 10^{-5}$", "a bad $h$")
@pytest.mark.claim("3-sweep-text", r"\varepsilon \approx 2 \cdot 10^{-16}", r"6 \cdot 10^{-6}")
def test_the_threshold_and_the_best_step_are_the_package_s():
    assert TOLERANCE["float64"] == 1e-5
    assert f"{EPS:.0e}" == "2e-16"
    assert f"{sensible_step([1.0])[0]:.0e}" == f"{np.cbrt(EPS):.0e}" == "6e-06"
    h, J, third = np.geomspace(1e-8, 1e-3, 100_001), 1.0, 2.0
    best = h[np.argmin(h**2 * third / 6 + EPS * J / h)]
    assert best == pytest.approx(np.cbrt(3 * EPS * J / third), rel=1e-3)
    assert relative_error(0.0, 0.0) == 0
    assert check(1e-1, "float64", "central", "none", "off").error > 1e-5
    for seed in SEEDS:
        net = Network([2, 8, 1], "tanh", output="sigmoid", seed=seed)
        assert check_gradient(net, *datasets.moons(10)).verdict == RIGHT


@pytest.mark.claim("3-check-wrong-text", "Layer 2 is right and layer 1 is wrong")
def test_the_mixed_derivative_is_caught_from_every_start():
    for seed in SEEDS:
        net = Network([2, 8, 1], Spoilt(lambda a: a * (1 - a)), output="sigmoid", seed=seed)
        assert check_gradient(net, *datasets.moons(10)).places(WRONG) == [(1, "W"), (1, "b")]


# ---- the checklist, the step, kinks


@pytest.mark.claim("3-checklist", "with $W_2 = 0$ nothing is sent back", "three or four digits")
def test_the_checklist():
    X, y = datasets.moons(10)
    net = Network([2, 4, 3, 1], "tanh", output="sigmoid", seed=0)
    assert check_gradient(net, X, y, planted(net, X, y, "slope")).places() == [
        (layer, name) for layer in (1, 2) for name in "Wb"
    ]
    net.layers[2].W[:] = 0
    assert check_gradient(net, X, y, planted(net, X, y, "slope")).verdict == RIGHT
    assert relative_error(0, 1e-12) == 1
    assert 1e-5 < check(1e-2, "float32", "central", "none", "off").error < 1e-3


@pytest.mark.claim("3-quiz-small-h")
def test_small_h():
    def difference(h):
        return (1 + h) * (1 + h) * (1 + h) - (1 - h) * (1 - h) * (1 - h)

    for h, error, told in ((1e-5, "3e-11", "3 · 10⁻¹¹"), (1e-12, "3e-05", "3 · 10⁻⁵")):
        assert f"{abs(difference(h) / (2 * h) / 3 - 1):.0e}" == error
        assert told in exercises.quiz_small_h.question
    assert f"{difference(1e-12):.0e}" == "6e-12"
    # (1 + h)³ − (1 − h)³ = 6h + 2h³, so the formula itself has a relative error of h²/3
    assert np.isclose((2 * 1e-5**3) / (2 * 1e-5) / 3, 1e-10 / 3)
    assert f"{1e-12**2 / 3:.0e}" == "3e-25"
    assert 5e-324 > difference(1e-17) == 0
    assert 1 + 1e-16 == 1 < 1 + 1e-12


@pytest.mark.claim("3-sweep-text-after", r"10^{-8} \text{, with } h \approx \sqrt{\varepsilon}")
@pytest.mark.claim("3-sweep-text-after", r"4 \cdot 10^{-11} \text{, with } h \approx \sqrt[3]")
@pytest.mark.claim("3-sweep-text-after", "two to three more digits")
def test_how_good_a_difference_can_be():
    assert 1e-8 < EPS**0.5 < 2e-8
    assert f"{EPS ** (2 / 3):.0e}" == "4e-11"
    assert 2 < np.log10(EPS**0.5 / EPS ** (2 / 3)) < 3


@pytest.mark.claim("3-quiz-kink")
@pytest.mark.parametrize("h", [0.5, 1e-3, 1e-9])
def test_kink(h):
    assert (relu(h) - relu(-h)) / (2 * h) == 0.5
    assert relu.derivative(0.0) == 0
    assert (relu(0.0) - relu(-h)) / h == 0
    assert (relu(h) - relu(0.0)) / h == 1


@pytest.mark.claim("3-kink-caption", r"At $\theta = 0.12$ the derivative is $-0.88$")
def test_the_kink_of_the_figure():
    def quotient(at, h):
        high, low = ((relu(end) - 1) ** 2 / 2 for end in (at + h, at - h))
        return f"{(high - low) / (2 * h):.2f}"

    assert [quotient(0.12, 0.3), quotient(0.12, 0.05), quotient(0.0, 0.05)] == [
        "-0.55",
        "-0.88",
        "-0.49",
    ]


@pytest.mark.claim("3-kink-crossed", "2 → 16 → 16 → 1", "none of the parameters", "10 examples")
@pytest.mark.claim("3-kink-crossed", "5 % with 100", "29 % with 1,000")
def test_a_step_crosses_kinks_more_often_with_more_examples():
    def share(n, seed, h=1e-3):
        X = np.random.default_rng(seed).standard_normal((n, 2))
        net = Network([2, 16, 16, 1], "relu", output="sigmoid", seed=seed)

        def sides(j, step):
            before, net.theta[j] = net.theta[j], net.theta[j] + step
            found = np.hstack(net.forward(X).pre_activations[:-1]) > 0
            net.theta[j] = before
            return found

        return np.mean([(sides(j, h) != sides(j, -h)).any() for j in range(net.theta.size)])

    medians = [np.median([share(n, seed) for seed in SEEDS]) for n in (10, 100, 1000)]
    assert [f"{median:.0%}" for median in medians] == ["0%", "5%", "29%"]


@pytest.mark.claim(
    "3-gradcheck-live-answers",
    "0.011, 1.1 · 10⁻⁴, 1.1 · 10⁻⁶",
    "from 0.67 to 0.067 and 0.007",
    "error of 0.032",
    "0.11 at 3e-4 and 2.7 · 10⁻⁷ at 2e-4",
    "about 1.6 at every small step",
    "0.30 for the transposed matrix, 0.75 for the forgotten mean",
    "2 for the wrong sign, and 1.98 for the missing tanh′",
)
def test_the_laboratory(claimed):
    drive = driver(explore.gradient_check())

    def error(**values):
        return float(re.search(r"relative error is ([\d.e-]+),", drive(**values))[1])

    assert [error(h=h) for h in (1e-1, 1e-2, 1e-3)] == [0.011, 1.1e-4, 1.1e-6]
    forward = [error(h=h, kind="forward") for h in (1e-1, 1e-2, 1e-3)]
    assert np.allclose(forward, [0.67, 0.067, 0.007], rtol=0.01)
    assert error(h=1e-5, precision="float32") == 0.032
    assert error(h=1e-2, precision="float32") == 1.1e-4
    assert [round(error(h=3e-4, kink="near"), 2), error(h=2e-4, kink="near")] == [0.11, 2.7e-7]
    assert f"{2.0**-12:.5f}" == "0.00024"
    assert "right: the two agree" in drive(h=2e-4, kink="near")
    assert "h crosses a kink" in drive(h=3e-4, kink="near")
    steps = (1e-8, 1e-5, 1e-3, 1e-2)
    assert {f"{error(h=h, kink='on'):.1f}" for h in steps} == {"1.6"}
    for bug, level in {"transposed": 0.3, "mean": 0.75, "slope": 1.98, "sign": 2.0}.items():
        assert all(round(error(h=h, bug=bug), 2) == level for h in steps)


# ---- the example of Mazur


@pytest.mark.claim("3-bug-story", "0.75136507 and 0.772928465", "0.298371109", "0.291027924")
@pytest.mark.claim("3-bug-story", "0.149780716 and 0.35891648", "0.015912196 and 0.984065734")
@pytest.mark.claim("3-bug-network", "0.751365070 0.772928465 E = 0.298371109")
@pytest.mark.claim("3-bug-reproduce", "w_1 = 0.149780716, w_5 = 0.35891648", "E = 0.291027774")
@pytest.mark.claim("3-bug-found", "E = 0.291027924")
@pytest.mark.claim("3-bug-long", "hasty: 0.015912196 0.984065734", "right: 0.015913620 0.984064274")
@pytest.mark.claim("3-bug-moral", "to nine decimals", "from the sixth decimal onwards")
def test_the_printed_numbers_are_those_of_the_hasty_order():
    """The cells compute them, nbval compares them; here from scratch, with no network."""
    x, t, sigmoid = np.array([0.05, 0.10]), np.array([0.01, 0.99]), lambda z: 1 / (1 + np.exp(-z))

    def run(steps, hasty):
        V, W = np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([[0.40, 0.45], [0.50, 0.55]])
        for k in range(steps + 1):
            a = sigmoid(V @ x + 0.35)
            o = sigmoid(W @ a + 0.60)
            if k == steps:
                return V, W, o, np.sum((t - o) ** 2) / 2
            delta = (o - t) * o * (1 - o)
            new = W - 0.5 * np.outer(delta, a)
            V = V - 0.5 * np.outer(((new if hasty else W).T @ delta) * a * (1 - a), x)
            W = new

    assert f"{run(0, False)[3]:.9f}" == "0.298371109"
    V, W, _, E = run(1, False)
    assert (f"{V[0, 0]:.9f}", f"{W[0, 0]:.8f}") == ("0.149780716", "0.35891648")
    assert (f"{E:.9f}", f"{run(1, True)[3]:.9f}") == ("0.291027774", "0.291027924")
    assert [f"{o:.9f}" for o in run(10_000, True)[2]] == ["0.015912196", "0.984065734"]
    assert [f"{o:.9f}" for o in run(10_000, False)[2]] == ["0.015913620", "0.984064274"]
    both = zip(run(10_000, True)[2], run(10_000, False)[2], strict=True)
    assert {
        (f"{a:.9f}"[:7] == f"{b:.9f}"[:7], f"{a:.9f}"[7] == f"{b:.9f}"[7]) for a, b in both
    } == {(True, False)}


# ---- exercises


@pytest.mark.claim("3-exercise-planted-bugs-task")
def test_all_planted_bugs_still_learn():
    X, y = moons()
    told = exercises.planted_bugs.solution().explanation

    def median(run):
        ends = []
        for seed in SEEDS:
            net = Network([2, 2, 1], "tanh", output="sigmoid", seed=seed)

            def f(theta, net=net):
                net.theta[:] = theta
                parts = [part for layer in net.layers for part in (layer.W, layer.b)]
                gradient = [part.ravel() for part in run(X, y[:, None], *parts)]
                return net.loss(X, y), np.concatenate(gradient)

            f = f if run else objective(net, X, y)
            ends.append(gradient_descent(f, net.theta, 0.5, max_steps=500).losses[-1])
        return np.median(ends)

    for name, run in exercises.planted_bugs.passes.items():
        assert f"{median(run):.2f} with {name}" in told
    assert f"right gradient reaches {median(None):.2f}" in told


@pytest.mark.claim("3-exercise-gradient-errors-task")
def test_moving_there_and_back_need_not_arrive():
    """As the solution says about θ_j + h − 2h + h."""
    assert "- 2h + h" in exercises.gradient_errors.solution().explanation
    rng = np.random.default_rng(0)
    theta, h = rng.standard_normal(1000), 1e-5
    assert (theta + h - 2 * h + h != theta).any()
