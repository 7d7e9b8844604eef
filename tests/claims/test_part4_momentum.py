"""The claims of Part 4 on momentum and adaptive methods, recomputed."""

import math
from collections import Counter
from itertools import count

import numpy as np
import pytest

from lecturekit import datasets, exercises, explore
from lecturekit.draw.scenes.optimizer_race import recent
from lecturekit.experiments.descents import balls
from lecturekit.experiments.iris_problems import NAMES, OWN, problem, race
from lecturekit.experiments.quadratics import best_momentum, momentum_floor, rate
from lecturekit.optimizers import SGD, AdaGrad, Adam, AdamW
from lecturekit.training import fit
from tests.claims.driving import driver
from tests.claims.part4 import X, net, y
from tests.exercises.options import offered, right

SEEDS = range(20)


# ---- momentum


def valley(momentum, alpha):
    """Return the number of steps from (1, 1) to within a millionth of that distance."""
    theta, optimizer = np.ones(2), SGD(alpha, momentum)
    for step in count():
        if np.linalg.norm(theta) <= 1e-6 * math.sqrt(2):
            return step
        optimizer.step(theta, np.array([100.0, 1.0]) * theta)


@pytest.mark.claim("4-transient", "93 steps for six decimal places where 69 would do")
def test_heavy_ball():
    quiz = exercises.quiz_heavy_ball
    plain, heavy = valley(0.0, 2 / 101), valley((9 / 11) ** 2, 4 / 11**2)
    assert f"takes {plain} steps" in quiz.question
    assert f"{heavy}, with α = 4/(10 + 1)² and μ = (9/11)²" in right(quiz)
    assert heavy == 93
    assert math.ceil(math.log(1e-6) / math.log(9 / 11)) == 69
    assert offered(quiz)[0] == f"About {round(heavy, -1)}"
    alphas = np.linspace(0.001, 0.03, 5000)  # the best step size minimises the larger factor
    factors = np.maximum(abs(1 - 100 * alphas), abs(1 - alphas))
    assert alphas[factors.argmin()] == pytest.approx(2 / 101, abs=1e-5)
    assert min(factors) == pytest.approx(99 / 101, abs=1e-3)
    near = [valley(mu, alpha) for mu in (0.6, 0.65, 0.72, 0.8) for alpha in (0.02, 0.025, 0.03)]
    assert min(near) > 0.7 * heavy  # no nearby setting is much faster


@pytest.mark.claim("4-momentum-derive", r"\alpha = \frac{2(1 + \mu)}{\kappa}")
def test_the_limit_of_the_step_size_and_the_rate_of_complex_roots():
    for mu in (0.0, 0.5, 0.9):
        for kappa in (0.3, 2.0):
            edge = 2 * (1 + mu) / kappa
            assert rate(0.999 * edge, mu, [kappa]) < 1 < rate(1.001 * edge, mu, [kappa])
    for kappa in np.linspace(0.6, 3.0, 20):  # (1 − √μ)² < κ < (1 + √μ)² for μ = 0.6
        assert rate(1.0, 0.6, [kappa]) == pytest.approx(math.sqrt(0.6))
    assert rate(1.0, 0.6, [0.04]) > math.sqrt(0.6) < rate(1.0, 0.6, [3.17])


@pytest.mark.claim("4-momentum-floor-after", "Ten times as high!", "equal floors")
@pytest.mark.claim("4-momentum-floor-text", r"\frac{\alpha\, s^2}{4 B\, (1 - \mu)}")
def test_the_floor_of_momentum():
    plain, heavy, shorter = (
        momentum_floor(alpha, mu, [1.0], 1.0) for alpha, mu in ((0.1, 0), (0.1, 0.9), (0.01, 0.9))
    )
    assert heavy / plain == pytest.approx(10, rel=0.03)
    assert shorter == pytest.approx(plain, rel=0.06)
    for alpha, mu in ((0.01, 0.0), (0.02, 0.5), (0.01, 0.95)):
        for nesterov in (False, True):
            floor = momentum_floor(alpha, mu, [1.0], 3.0, nesterov)
            assert floor == pytest.approx(3 * alpha / (4 * (1 - mu)), rel=0.2)
            rule = exercises.momentum_floor.function
            assert nesterov or rule(alpha, mu, 1.0, 3.0) == pytest.approx(floor)
    assert momentum_floor(4.0, 0.9, [1.0], 1.0) == np.inf == rule(4.0, 0.9, 1.0, 1.0)


@pytest.mark.claim("4-momentum-live-caption", "rate and floor")
@pytest.mark.parametrize("nesterov", [False, True])
def test_sgd_with_momentum_stays_at_its_floor(nesterov):
    kappa, rng = np.array([0.5, 1.5]), np.random.default_rng(0)
    theta, optimizer, J = np.zeros(4000), SGD(0.3, 0.8, nesterov), []
    curvatures = np.repeat(kappa, 2000)  # 2,000 runs of two directions
    for _ in range(400):
        optimizer.step(theta, curvatures * theta + 0.7 * rng.standard_normal(4000))
        J.append(curvatures @ theta**2 / 2 / 2000)
    floor = momentum_floor(0.3, 0.8, kappa, 0.49, nesterov)
    assert np.mean(J[200:]) == pytest.approx(floor, rel=0.03)


@pytest.mark.claim(
    "4-momentum-live-answers",
    *("from 0.008 to 0.118, sixteen times", "$\\mu = 0.61$: 0.78 per step instead of 0.95"),
    *("13 times its start", "until step 19", "0.885 instead of 0.818", "only 1.9 times"),
    "ahead of plain descent from step 4 onwards",
)
def test_answers_under_the_ball(claimed):
    drive = driver(explore.momentum())
    assert "with momentum: J 0.01 since t = 100, floor 0.008" in drive(t=200, momentum=0.0)
    assert "floor 0.118" in drive(t=200, momentum=0.95)
    floors = [momentum_floor(1.0, mu, (0.05, 1.0), 0.01) for mu in (0, 0.95)]
    assert round(floors[1] / floors[0]) == 16
    rates = {mu: rate(1.0, mu, (0.05, 1.0)) for mu in np.arange(100) / 100}
    best = min(rates, key=rates.get)
    assert (
        f"$\\mu = {best:.2f}$: {rates[best]:.2f} per step instead of {rates[0]:.2f}"
        in (claimed["4-momentum-live-answers"])
    )
    calm = {"condition": 100, "settings": "best", "noise": 0.0, "t": 200}
    told = drive(**calm)
    assert "theory 0.818" in told
    assert "theory 0.885" in drive(**calm, kind="nesterov")
    (plain, heavy), (_, ahead) = (balls(100, 1.0, 0.7, kind, "best") for kind in ("", "nesterov"))
    J, K, L = (one.path.losses for one in (plain, heavy, ahead))
    assert [round(max(K) / K[0]), round(max(L) / L[0], 1)] == [13, 1.9]
    assert np.flatnonzero(K > J)[-1] == 19
    assert np.flatnonzero(L > J)[-1] + 1 == 4
    assert K[10] > J[10] > L[10]


@pytest.mark.claim("4-nesterov-text", r"\theta^{(t-1)} - \alpha\, (g + \mu\, v^{(t)})")
def test_nesterov_looks_ahead():
    """The package's θ is the look-ahead point of the classical method."""
    kappa, alpha, mu = np.array([1.0, 0.05]), 0.7, 0.8
    theta, v = np.array([1.0, -2.0]), np.zeros(2)
    ours, optimizer = theta.copy(), SGD(alpha, mu, nesterov=True)
    for _ in range(30):
        v = mu * v + kappa * (theta - alpha * mu * v)
        theta = theta - alpha * v
        optimizer.step(ours, kappa * ours)
        np.testing.assert_allclose(ours, theta - alpha * mu * v)


# ---- adaptive methods


def words(optimizer, seed):
    """Return the weights that the page's cell learns."""
    rng, w = np.random.default_rng(seed), np.zeros(4)
    X = (rng.random((2000, 4)) < [0.5, 0.1, 0.01, 0.002]).astype(float)
    for rows in rng.integers(2000, size=(200, 20)):
        errors = X[rows] @ w - X[rows].sum(axis=1)
        optimizer.step(w, X[rows].T @ errors / 20)
    return w


@pytest.mark.claim("4-words", "# the best of 0.3, 1 and 3")
@pytest.mark.claim("4-words-after", "hardly ever moves")
def test_rare_words_need_a_step_size_of_their_own():
    """The medians over 20 seeds: a word may never be drawn, and then nobody learns it."""
    ends = {a: np.median([words(SGD(a), s) for s in SEEDS], axis=0) for a in (0.3, 1.0, 3.0)}
    assert ends[0.3][3] < ends[1.0][3] < 0.4 < ends[3.0][3] < 0.7  # the largest is the best
    assert ends[3.0][:3] == pytest.approx(1, abs=0.05)
    worst = {a: [abs(words(AdaGrad(a), s) - 1).max() for s in SEEDS] for a in (0.3, 1.0, 3.0)}
    assert np.median(worst[1.0]) < 0.01 < min(np.median(worst[0.3]), np.median(worst[3.0]))
    assert abs(words(SGD(5.0), 2) - 1).max() > 1e6


@pytest.mark.claim("4-adam-first-after", "times the *sign* of each derivative")
def test_first_step():
    theta, slopes, optimizer = np.zeros(2), np.array([1000.0, 0.001]), Adam(0.01)
    optimizer.step(theta, slopes)
    np.testing.assert_allclose(-theta, [0.01, 0.01], rtol=1e-4)
    np.testing.assert_allclose(optimizer.mean, 0.1 * slopes)
    assert offered(exercises.quiz_first_step)[0] == "0.01 and 0.01"
    of_sgd = f"{0.01 * slopes[0]:g} and {0.01 * slopes[1]:.5f}"
    assert of_sgd in offered(exercises.quiz_first_step)


@pytest.mark.claim("4-adam-first-after", "multiply the loss by 1,000, and nothing changes")
def test_adam_does_not_see_the_scale_of_the_loss_but_that_of_theta():
    ends = []
    for loss, unit in ((1, 1.0), (1000, 1.0), (1, 1000.0)):
        theta, optimizer = np.array([1.0, -2.0]) * unit, Adam(0.01)
        for _ in range(100):
            optimizer.step(theta, loss * np.array([1.0, 0.05]) * theta / unit)
        ends.append(theta / unit)
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-6)
    assert abs(ends[2] - ends[0]).min() > 0.5  # in larger units the same steps get nowhere


@pytest.mark.claim("4-rules", "or less, however large", "only a schedule shrinks the steps")
@pytest.mark.claim("4-rules", r"by about $\alpha$ if it is tiny but steady")
@pytest.mark.claim("4-algorithm-card", r"under noise, each entry moves by about $\alpha/4$")
def test_noise_keeps_the_steps_of_adam_at_a_quarter_of_alpha():
    rng, theta, optimizer = np.random.default_rng(0), np.zeros(2000), Adam(0.01)
    for t in range(4000):
        before = theta.copy()
        optimizer.step(theta, theta + rng.standard_normal(2000))
        if t in (1000, 3999):
            assert np.sqrt(np.mean((theta - before) ** 2)) / 0.01 == pytest.approx(0.23, abs=0.01)
    digits, longest = datasets.digits(), []
    for seed in SEEDS:
        network, optimizer = net(seed), Adam(0.001)
        rng = np.random.default_rng(seed)
        for _ in range(100):
            rows, before = rng.integers(1000, size=32), network.theta.copy()
            X_batch = digits.X[rows] / 8 - 1
            optimizer.step(network.theta, network.loss_and_gradient(X_batch, digits.y[rows])[1])
            moved = abs(network.theta - before) / 0.001
            assert np.mean(moved <= 1.001) > 0.9
            longest.append(moved.max())
    assert max(longest) < 3
    assert np.quantile(longest, 0.9) < 1.8
    steady, optimizer = np.zeros(1), Adam(0.01)
    for t in range(100):
        optimizer.step(steady, np.array([1e-5]))
        assert steady[0] == pytest.approx(-0.01 * (t + 1), rel=0.01)


@pytest.mark.claim(
    "4-adamw-after", "e^{-1} = 0.37", "smallest gradients decay most", "hardly at all"
)
def test_adamw_lets_all_weights_decay_alike():
    sizes, ends = np.array([0.01, 0.1, 1.0, 10.0]), {0.0: [], 1.0: []}
    for penalty, found in ends.items():
        for seed in SEEDS:
            rng, theta = np.random.default_rng(seed), np.ones(4)
            optimizer = Adam(0.001) if penalty else AdamW(0.001, weight_decay=1.0)
            for _ in range(1000):
                optimizer.step(theta, sizes * rng.standard_normal(4) + penalty * theta)
            found.append(theta)
    assert np.max(np.abs(np.array(ends[0.0]) - math.exp(-1))) < 0.1
    small, smaller, middle, large = np.array(ends[1.0]).T
    assert max(*small, *smaller) < min(middle)
    assert max(middle) < 0.8 < min(large)


# ---- which method, on the digits


def validation_losses(rule, epochs):
    """Return the median loss over the seeds, as in the page's cell."""
    X_train, X_valid, y_train, y_valid = datasets.split(X, y, test_size=0.25, seed=0)
    found = []
    for seed in SEEDS:
        network = net(seed)
        fit(network, X_train, y_train, rule, epochs=epochs, seed=seed, say=None)
        found.append(network.loss(X_valid, y_valid))
    return np.median(found)


@pytest.mark.claim("4-race-advice", "the same $\\frac{\\alpha}{1 - \\mu}$", "poor for short ones")
@pytest.mark.claim("4-race-advice", "Tuning is worth more than the choice of the method")
def test_adam_untuned_is_slow():
    plain = [validation_losses(SGD(alpha), 4) for alpha in (0.03, 0.1, 0.3)]
    heavy = [validation_losses(SGD(alpha, 0.9), 4) for alpha in (0.003, 0.01, 0.03)]
    np.testing.assert_allclose(heavy, plain, rtol=0.15)
    untuned, *tuned = (validation_losses(Adam(alpha), 4) for alpha in (0.001, 0.003, 0.01, 0.03))
    best = min(plain), min(heavy), min(tuned)
    assert max(best) < 1.25 * min(best)
    assert untuned > 3.5 * max(best)
    assert plain[0] > 3 * plain[2]


@pytest.mark.exhaustive
@pytest.mark.claim("4-race-advice", "fine for long runs", "Tuned, the three nearly tie")
def test_adam_untuned_is_fine_in_the_end():
    sets = [SGD(0.1), SGD(0.3)], [SGD(0.01, 0.9), SGD(0.03, 0.9)], [Adam(0.003), Adam(0.01)]
    best = [min(validation_losses(rule, 40) for rule in rules) for rules in sets]
    assert max(best) < 1.2 * min(best)
    assert validation_losses(Adam(0.001), 40) < 1.1 * min(best)


@pytest.mark.claim(
    "4-race-live-answers",
    *(
        "AdaGrad leads after 60 steps and Adam after 200, for 19 of 20 seeds",
        "within a factor of about ten",
    ),
    *("from start B momentum leads as often as Adam", "about 0.03 above", "to 0.004 and less"),
)
def test_answers_under_the_race():
    drive = driver(explore.optimizer_race())
    assert "Step 60: AdaGrad leads" in drive()
    assert "Step 200: Adam leads" in drive(t=200)
    common = drive(t=200, step_size=0.01)
    assert "momentum leads" in common
    assert "AdaGrad with α = 0.01 is at 2.33" in common
    leaders = {}
    for start in (0, 1):
        for t in (60, 200):
            means = [recent("long", OWN, start, seed) for seed in SEEDS]
            leaders[start, t] = Counter(
                min(m, key=lambda name, m=m, t=t: m[name][t]) for m in means
            )
    assert leaders[0, 60]["AdaGrad"] == 20
    assert leaders[0, 200]["Adam"] == 19
    assert leaders[1, 200] == {"momentum": 10, "Adam": 10}
    for seed in SEEDS:
        ends = {}
        for name in NAMES:
            walks, least = race(name, OWN, 0, seed), problem(name).least
            ends[name] = {who: one.losses[-20:].mean() - least for who, one in walks.items()}
        assert max(ends["long"].values()) < 11 * min(ends["long"].values())
        stuck = [ends["valley"].pop(name) for name in ("SGD", "momentum")]
        assert np.allclose(stuck, 0.03, atol=0.005)
        assert max(ends["valley"].values()) < 0.0045
    at, ground = race("valley", OWN, 0, 0)["SGD"].thetas[-1], problem("valley")
    assert np.linalg.norm(ground.gradient(at)) < 0.1  # flat, far from the saddle at 0
    assert np.linalg.norm(at) > 2
    assert np.mean(np.abs(np.tanh(at[0] * ground.x)) > 0.9) > 0.4  # saturated


@pytest.mark.claim("4-momentum-best", r"\sqrt\mu = \frac{\sqrt c - 1}{\sqrt c + 1}")
def test_the_best_momentum():
    for c in (4.0, 100.0):
        alpha, mu = best_momentum(1, c)
        assert alpha == pytest.approx(4 / (1 + math.sqrt(c)) ** 2)
        assert math.sqrt(mu) == pytest.approx((math.sqrt(c) - 1) / (math.sqrt(c) + 1))
