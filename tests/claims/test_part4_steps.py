"""What sections 30 and 31 of Part 4 claim about step sizes, schedules and batch sizes."""

import ast
import math
from statistics import median

import numpy as np
import pytest

from lecturekit import SGD, Adam, accuracy, exercises, explore, fit
from lecturekit.draw.scenes import schedules as plan_scene
from lecturekit.exercises.part4 import curves
from lecturekit.experiments import broken_runs, descents
from lecturekit.experiments.gradient_noise import noise_scale
from lecturekit.schedules import cosine, warm_up
from lecturekit.training import minibatches
from tests.claims.driving import driver
from tests.claims.part4 import CELLS, X, net, y
from tests.exercises.options import reason_of, right

SEEDS = range(20)
N = len(X)


def trained(seed, alpha, B, epochs, labels=y):
    network = net(seed)
    history = fit(network, X, labels, SGD(alpha), B, epochs, seed=seed, say=None)
    return network.loss(X, labels), history


def shown(cell, name):
    """Return a table that a cell of the lecture stores."""
    space = {}
    for node in ast.parse(CELLS[cell].source).body:
        targets = getattr(node, "targets", [getattr(node, "target", node)])
        if isinstance(targets[0], ast.Name) and targets[0].id == name:
            exec(ast.unparse(node), space)
    return space[name]


def near(found, told, rel=0.02):
    """Median, least and largest value are those of the table, as far as it is rounded."""
    middle, low, high = told
    assert [median(found), min(found), max(found)] == pytest.approx([middle, low, high], rel)


# ---- step size


@pytest.mark.claim(
    "4-step-size-caption",
    "all 1,437 digits",
    "at 1.8 to 2.3 over 20 seeds",
    "at least three of the ten epochs, and no seed ends below 2.30",
    "With 0.1, all seeds end near 0.1",
)
def test_three_step_sizes_have_three_shapes():
    assert N == 1437
    for alpha, low, high in ((0.001, 1.8, 2.3), (0.1, 0.08, 0.12), (2.0, 2.3, 2.35)):
        for seed in SEEDS:
            network = net(seed)
            start = network.loss(X, y)
            history = fit(network, X, y, SGD(alpha), 32, 10, metric=accuracy, say=None)
            J = [start, *history.training_loss]
            assert low < J[-1] < high
            rises = np.sum(np.diff(J) > 0)
            assert {0.001: rises == 0, 0.1: rises <= 1, 2.0: rises >= 3}[alpha]


@pytest.mark.claim("4-floor-text", r"\frac{\alpha\, s^2}{2B\,(2 - \alpha\kappa)}", "nearly propor")
def test_the_floor():
    rng, kappa, s = np.random.default_rng(0), 2.0, 1.5
    for alpha, B in ((0.5, 1), (0.1, 1), (0.1, 9), (0.03, 4)):
        theta = np.full(20_000, 3.0)
        for _ in range(300):
            theta -= alpha * (kappa * theta + s / B**0.5 * rng.normal(size=theta.size))
        floor = alpha * s**2 / (2 * B * (2 - alpha * kappa))
        assert np.mean(kappa / 2 * theta**2) == pytest.approx(floor, rel=0.05)


@pytest.mark.claim("4-quiz-at-the-minimum", "about 0.23 away")
def test_at_the_minimum():
    quiz, alpha = exercises.quiz_at_the_minimum, 0.1
    rng = np.random.default_rng(0)
    data = rng.standard_normal(10_000)
    data = (data - data.mean()) / data.std()
    thetas = np.zeros(4000)  # 4,000 random walks, all from the minimum
    for _ in range(300):
        thetas -= alpha * (thetas - rng.choice(data, thetas.shape))
    floor = alpha / (2 - alpha)
    assert np.mean(thetas**2) == pytest.approx(floor, rel=0.08)
    assert f"= {floor:.3f}, whose root is {math.sqrt(floor):.2f}" in right(quiz)
    assert alpha / 2 / (2 - alpha / 2) / floor == pytest.approx(0.5, abs=0.02)  # "half of α"


@pytest.mark.claim(
    "4-step-sizes-live-answers", "0.45, next to", "0.05 or 0.07 for each of 20 seeds", "0.13"
)
@pytest.mark.claim("4-step-sizes-live-caption", "the last 50 of 200 steps", r"$\kappa = 4$")
def test_the_best_step_size_of_the_noisy_bowl():
    best = {
        B: {descents.STEP_SIZES[np.argmin(descents.sweep(B, seed).ends)] for seed in SEEDS}
        for B in ("all", 10)
    }
    assert best == {"all": {0.45}, 10: {0.05, 0.07}}
    assert descents.STEP_SIZES[np.argmin(descents.sweep(10, 0).ends)] == 0.07
    drive = driver(explore.step_sizes())
    assert "noise floor, J = 3." in drive(batch_size=1, step_size=0.3)
    assert "noise floor, J = 0.128." in drive(batch_size=1, step_size=0.03)


# ---- schedules


@pytest.mark.claim(
    "4-schedules-live-answers",
    "at 0.002 and 0.003; inverse time ends at 0.010, the constant step at its floor, 0.13",
    "The best, 0.03, ends at 0.018",
    "all hundred runs",
)
def test_schedules_on_a_noisy_bowl():
    for seed in SEEDS:
        ends = descents.plans(0.2, 0, 10, "bowl", seed).ends
        assert ends == pytest.approx([0.13, 0.0023, 0.003, 0.0095], rel=0.2)
        ends = [descents.plans(a, 0, 10, "bowl", seed).ends[0] for a in plan_scene.STEP_SIZES]
        assert plan_scene.STEP_SIZES[np.argmin(ends)] == 0.03
        assert min(ends) == pytest.approx(0.018, rel=0.1)
    alt = driver(explore.schedules())()
    assert "constant 0.132, step 0.002, cosine 0.003, inverse 0.01." in alt
    cold, warm = (descents.plans(0.2, steps, 10, "steep", 0) for steps in (0, 10))
    assert (cold.lost == 100).all()
    assert not warm.lost.any()
    assert warm.ends == pytest.approx(descents.plans(0.2, 0, 10, "bowl", 0).ends, rel=0.1)


def labels(panel):
    rng = np.random.default_rng(0)
    noisy = np.where(rng.random(N) < 0.1, rng.integers(10, size=N), y)
    return y if panel else noisy


def end(panel, name, alpha, seed):
    T = 1800
    made = {
        "constant": alpha,
        "cosine": cosine(alpha, T),
        "warm-up, then cosine": warm_up(cosine(alpha, T - 90), 90),
    }
    return trained(seed, made[name], 8, 10, labels(panel))[0]


@pytest.mark.claim("4-schedules-figure", "(0.1, 0.2, 0.3, 0.5)")
@pytest.mark.claim(
    "4-schedules-caption",
    "with $B = 8$",
    "the best constant step size, 0.2, ends at 0.48; the cosine at 0.43, and at 0.42 after",
    "the best constant step size ends lower than any schedule",
    "ten epochs satisfy nearly *all* true labels",
)
def test_a_schedule_buys_something_where_there_is_a_floor():
    J = {key: np.reshape(row, (4, 3)) / 1000 for key, row in shown("schedules-figure", "J").items()}
    best = {key: min(rows[:, 0]) for key, rows in J.items()}
    constant, wave, warm = "constant", "cosine", "warm-up, then cosine"
    assert best[0, constant] == J[0, constant][1, 0]
    told = [f"{best[0, name]:.2f}" for name in (constant, wave, warm)]
    assert told == ["0.48", "0.43", "0.42"]
    assert best[1, constant] < min(best[1, wave], best[1, warm])
    for panel in (0, 1):  # "forgive a step size that is too large"
        assert J[panel, constant][3, 0] > 1.4 * max(J[panel, wave][3, 0], J[panel, warm][3, 0])
    for panel, name in J:
        _, low, high = J[panel, name][2]
        assert low - 0.0006 <= end(panel, name, 0.3, 3) <= high + 0.0006
    for alpha in (0.1, 0.2, 0.3, 0.5):
        nets = [net(seed) for seed in range(5)]
        for seed, network in enumerate(nets):
            fit(network, X, y, SGD(alpha), 8, 10, seed=seed, say=None)
        assert median(accuracy(y, network.predict(X)) for network in nets) > 0.97


@pytest.mark.exhaustive
@pytest.mark.claim("4-schedules-figure", "median, least and largest of 20 seeds")
def test_the_table_of_schedules():
    for (panel, name), row in shown("schedules-figure", "J").items():
        for alpha, told in zip((0.1, 0.2, 0.3, 0.5), np.reshape(row, (4, 3)) / 1000, strict=True):
            found = [end(panel, name, alpha, seed) for seed in SEEDS]
            measured = median(found), min(found), max(found)
            assert measured == pytest.approx(told, rel=0.02, abs=0.0006)


# ---- deeper: the range test, Robbins and Monro


@pytest.mark.claim("4-range-test", "1e-4 * 10 ** (t / 30)", "epochs=4")
@pytest.mark.claim(
    "4-range-test-caption", r"between $\alpha = 0.25$ and 0.8", "between 0.7 and 1.6"
)
def test_a_range_test_finds_the_step_size():
    alphas, lows, doubled = 1e-4 * 10 ** (np.arange(181) / 30), [], []
    for seed in SEEDS:
        _, history = trained(seed, lambda t: alphas[t], 32, 4)
        smooth = np.convolve(history.step_losses, np.ones(9) / 9, mode="valid")
        i = np.argmin(smooth)
        lows.append(alphas[4 + i])
        doubled.append(alphas[4 + i + np.argmax(smooth[i:] > 2 * smooth[i])])
    assert 0.25 <= min(lows) < max(lows) <= 0.8
    assert 0.7 <= min(doubled) < max(doubled) <= 1.6


@pytest.mark.claim("4-range-test-text", "0.027 in our first", "0.014 in the first", "0.007 in the")
def test_how_much_of_itself_theta_changes():
    ratios = []
    for seed in SEEDS:
        network, rng = net(seed), np.random.default_rng(seed)
        ratios.append([])
        for X_batch, y_batch in (b for _ in range(5) for b in minibatches(X, y, 32, rng)):
            step = 0.1 * network.loss_and_gradient(X_batch, y_batch)[1]
            ratios[-1].append(np.linalg.norm(step) / np.linalg.norm(network.theta))
            network.theta -= step
    ratios = np.array(ratios)
    epochs = np.median(ratios.reshape(20, 5, 45), axis=2)
    assert np.median(ratios[:, 0]) == pytest.approx(0.027, abs=0.0006)
    assert np.median(epochs[:, [0, 4]], axis=0) == pytest.approx([0.014, 0.007], abs=0.0006)


@pytest.mark.claim("4-exercise-step-size-curves-task", r"$\alpha = 0.002$, too small")
def test_the_three_curves_are_what_they_are_said_to_be():
    A, B, C = curves().values()
    assert exercises.step_size_curves.answers == {"A": 3, "B": 1, "C": 2}
    assert A[0] == B[0] == C[0]
    assert A[1] > max(1.5 * A[0], B[1])
    assert np.isfinite(A).all()
    assert (np.diff(A) > 0).sum() >= 4
    assert (np.diff(B) < 0).all()
    assert B[-2] - B[-1] > 0.05  # "still falling"
    assert C[-1] == min(map(min, (A, B, C)))
    assert C[1] < 0.1 * C[0]
    # "a step size ten or a hundred times as large would do", "A … better than B" for a time
    for times in (10, 100):
        assert broken_runs.step_size_run(0.002 * times)[-1] < B[-1] / 3
    assert A[6] < B[6]


@pytest.mark.claim("4-quiz-halving", "To about 8.1, and no further")
def test_halving():
    theta, told, alphas = 10.0, [], [0.1 * 0.5**t for t in range(200)]
    for alpha in alphas:
        theta -= alpha * theta
        told.append(theta)
    assert f"To about {theta:.1f}, and no further" in right(exercises.quiz_halving)
    assert sum(alphas) == pytest.approx(0.2)
    reason = reason_of(exercises.quiz_halving, "Nowhere")
    assert f"first step leads to {told[0]:g}, and the second to {told[1]:g}" in reason


# ---- batch size

BEST = {1: 0.025, 4: 0.14, 16: 0.28, 44: 0.5, 128: 0.7, 512: 0.8, 1437: 0.8}  # step sizes


def epochs_to(target, seed, alpha, B):
    """Return the epochs until J is at the target; between two epochs log J is a straight line."""
    network, last = net(seed), math.inf
    rule, history, J = SGD(alpha), None, [net(seed).loss(X, y)]
    while J[-1] > target:
        if len(J) > 60:
            return math.inf  # stuck
        history = fit(network, X, y, rule, B, 1, seed=seed, say=None, history=history)
        rule = None
        J.append(network.loss(X, y))
    last, now = np.log(J[-2:])
    return len(J) - 2 + (last - np.log(target)) / (last - now)


@pytest.mark.claim("4-batch-figure", "0.96 * (1 + B / 44)", "draw_band(ax, 15, 186")
@pytest.mark.claim("4-batch-caption", "until $J = 0.2$", "off by at most 12 %")
@pytest.mark.claim("4-batch-speeds", r"the epochs needed grow like $1 + B/\rho$", "around 44")
def test_the_work_bends_at_the_critical_batch():
    need = shown("batch-figure", "need")
    for B, (middle, low, high) in need.items():
        assert middle == pytest.approx(0.96 * (1 + B / 44), rel=0.12)
        if B in (16, 128):
            assert low - 0.01 <= epochs_to(0.2, 3, BEST[B], B) <= high + 0.01
    assert need[16][0] < 1.4  # "no extra epochs", nearly
    assert need[1437][0] / need[512][0] == pytest.approx(1437 / 512, rel=0.1)  # the same steps


@pytest.mark.exhaustive
@pytest.mark.claim("4-batch-caption", "medians and ranges of 20 seeds", "with its best step size")
def test_the_table_of_batch_sizes():
    for B, told in shown("batch-figure", "need").items():
        near([epochs_to(0.2, seed, BEST[B], B) for seed in SEEDS], told)
        for other in (BEST[B] / 1.5, BEST[B] * 1.5) if B >= 16 else ():
            found = [epochs_to(0.2, seed, other, B) for seed in range(5)]
            assert median(found) > 0.8 * told[0]  # no step size nearby is much better


@pytest.mark.claim("4-batch-caption", "falls to 0.2 with $B = 44$; its median grows from 15 to 186")
def test_the_critical_batch_grows():
    """The noise scale before the first step, and after the one that takes J to 0.2."""
    ratios = []
    for seed in SEEDS:
        network, rng = net(seed), np.random.default_rng(seed)
        ratios.append([noise_scale(network, X, y)])
        while network.loss(X, y) > 0.2:
            for X_batch, y_batch in minibatches(X, y, 44, rng):
                network.theta -= BEST[44] * network.loss_and_gradient(X_batch, y_batch)[1]
                if network.loss(X, y) <= 0.2:
                    break
        ratios[-1].append(noise_scale(network, X, y))
    assert np.median(ratios, axis=0) == pytest.approx([15.4, 186], rel=0.05)


def progress(network, alphas, B, steps, rng, draws):
    """Return by how much J falls with the best of these step sizes, on average over the draws."""
    theta, J, found = network.theta.copy(), network.loss(X, y), []
    for alpha in alphas:
        found.append([])
        for _ in range(draws):
            network.theta[:] = theta
            for _ in range(steps):
                rows = rng.integers(N, size=B)
                network.theta -= alpha * network.loss_and_gradient(X[rows], y[rows])[1]
            found[-1].append(J - network.loss(X, y))
    network.theta[:] = theta
    return max(np.mean(found, axis=1))


@pytest.mark.claim(
    "4-notes-31", "above 100 they get equally far", "below 42, ten steps get about twice as far"
)
def test_one_step_with_100_or_ten_with_10():
    early, late, rng = [], [], np.random.default_rng(0)
    for seed in SEEDS:
        network = net(seed)
        assert noise_scale(network, X, y) < 42
        ten = progress(network, (0.15, 0.2, 0.3, 0.4), 10, 10, rng, 10)
        one = progress(network, (0.2, 0.3, 0.4, 0.6), 100, 1, rng, 10)
        early.append(ten / one)
        fit(network, X, y, SGD(0.1), 32, 8, seed=seed, say=None)
        ten = progress(network, (0.005, 0.01, 0.02, 0.03), 10, 10, rng, 20)
        late.append(ten / progress(network, (0.05, 0.1, 0.2, 0.3), 100, 1, rng, 20))
    assert np.median(early) == pytest.approx(2.3, abs=0.4)
    assert min(early) > 1.5
    assert np.median(late) == pytest.approx(1, abs=0.25)


@pytest.mark.claim("4-no-floor-after", "200 epochs of Adam ($\\alpha = 0.003$)", "over 98 %")
def test_patience_fits_random_labels():
    for seed in range(3):  # of the twenty that were tried
        network = net(seed)
        fit(network, X, labels(0), Adam(0.003), 32, 200, seed=seed, say=None)
        assert accuracy(labels(0), network.predict(X)) > 0.98


@pytest.mark.claim("4-scaling-caption", r"between 0.100 and 0.108 from $B = 1$ to 32")
def test_linear_scaling_holds_up_to_32():
    J = {name: np.reshape(rows, (8, 3)) for name, rows in shown("scaling-figure", "J").items()}
    scaled = J["α = B/80"][:, 0]
    assert 0.1 <= min(scaled[:6]) < max(scaled[:6]) <= 0.108
    assert 1.7 < scaled[6] / scaled[5] < 2.3  # "double"
    assert scaled[7] > 2.3  # "fail": no better than guessing
    for B, (_, low, high) in zip((8, 32), J["α = B/80"][[3, 5]], strict=True):
        assert low - 0.001 <= trained(3, B / 80, B, 3)[0] <= high + 0.001


@pytest.mark.exhaustive
@pytest.mark.claim("4-scaling-caption", "median and range of 20 seeds")
@pytest.mark.claim(
    "4-scaling-text", "a median of 0.095 in 60 steps", "stays at 1.96", "2.31 with it and 2.27"
)
@pytest.mark.claim("4-scaling-text", "half of what $B = 64$ leaves")
def test_curvature_ends_linear_scaling():
    scaled = np.reshape(shown("scaling-figure", "J")["α = B/80"], (8, 3))
    assert 0.095 / scaled[6, 0] == pytest.approx(0.5, abs=0.05)
    for name, rows in shown("scaling-figure", "J").items():
        for B, told in zip(2 ** np.arange(8), np.reshape(rows, (8, 3)), strict=True):
            alpha = 0.1 if "0.1" in name else B / 80
            near([trained(seed, alpha, int(B), 3)[0] for seed in SEEDS], told, rel=0.03)
    for alpha, told in ((0.8, 0.095), (1.6, 1.96)):
        assert median(trained(seed, alpha, N, 60)[0] for seed in SEEDS) == pytest.approx(told, 0.01)
    for alpha, told in ((warm_up(1.6, 12), 2.31), (1.6, 2.27)):
        assert median(trained(seed, alpha, 128, 4)[0] for seed in SEEDS) == pytest.approx(
            told, 0.01
        )
