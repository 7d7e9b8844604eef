"""The claims of Part 3 on layers, gradients and gradient descent, recomputed."""

import numpy as np
import pytest

from lecturekit import datasets, exercises, explore
from lecturekit.activations import tanh
from lecturekit.experiments.sharpness import SHARPNESS_STEPS, moons_objective, sharpness
from lecturekit.gradcheck import numerical_gradient
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.layers import Layer
from lecturekit.network import Network
from tests.claims.driving import driver
from tests.exercises.options import reason_of, right

SEEDS = range(20)


# ---- the review


@pytest.mark.claim("3-review-caption", "it outputs 0.108")
@pytest.mark.claim("3-review-question", r"-\log 0.1083 = 2.223")
@pytest.mark.claim("3-review-try-text", "falls by 0.89 times", "14 runs of the network")
def test_the_network_that_is_nudged(claimed):
    net = Network([2, 3, 1], "tanh", output="sigmoid")
    net.theta[:] = [1, -1, 0.5, 1, -1, 0.5, 0, -0.5, 0.5, 1.5, -2, 1, 0.5]
    X, y = np.array([[1.0, 2.0]]), np.array([1.0])
    y_hat = net(X)[0, 0]
    assert claimed["3-review-question"] == [rf"-\log {y_hat:.4f} = {-np.log(y_hat):.3f}"]
    assert claimed["3-review-caption"] == [f"it outputs {y_hat:.3f}"]
    last = net.loss_and_gradient(X, y)[1][-1]
    assert claimed["3-review-try-text"] == [
        f"falls by {-last:.2f} times",
        f"{1 + net.theta.size} runs of the network",
    ]


@pytest.mark.claim("3-jacobian", "is 0 off the diagonal")
def test_the_jacobian_of_a_layer():
    rng = np.random.default_rng(0)
    W, b, x = rng.standard_normal((3, 4)), rng.standard_normal(3), rng.standard_normal(4)
    layer, slope = Layer(W, b, "tanh"), np.diag(tanh.derivative(W @ x + b))
    for k in range(3):
        row = numerical_gradient(lambda x, k=k: layer(x[None])[0, k], x)
        np.testing.assert_allclose((slope @ W)[k], row, atol=1e-9)


# ---- step sizes on bowls


def parabola(theta):
    return float(2 * theta @ theta), 4 * theta


FACTORS = {
    0.05: (0.8, "It creeps"),
    0.25: (0, "It lands"),
    0.5: (-1, "It jumps"),
    0.6: (-1.4, "It grows"),
}


@pytest.mark.claim("3-quiz-step-size", "step size α = 0.5")
@pytest.mark.parametrize("alpha", FACTORS)
def test_step_size(alpha):
    factor, option = FACTORS[alpha]
    path = gradient_descent(parabola, [3.0], alpha, max_steps=6)
    np.testing.assert_allclose(path.thetas[1:], factor * path.thetas[:-1], atol=1e-12)
    reason = reason_of(exercises.quiz_step_size, option)
    assert f"{alpha:g}" in reason
    assert factor == 0 or f"{factor:g}".replace("-", "−") in reason or "= −θ" in reason


@pytest.mark.claim("3-section-21", r"0 < \alpha < \frac{2}{\kappa}")
def test_the_edge_of_descent():
    assert "κ = 4, and 2/κ = 0.5" in right(exercises.quiz_step_size)
    below, at, above = (
        gradient_descent(parabola, [3.0], alpha, max_steps=100) for alpha in (0.499, 0.5, 0.501)
    )
    assert (at.stopped, set(at.losses)) == ("max_steps", {18.0})
    assert below.losses[-1] < 18 < above.losses[-1]
    assert gradient_descent(parabola, [3.0], 0.501, max_steps=300_000).stopped == "diverged"


@pytest.mark.claim("3-bowl-caption", "the factor is $1 - 4\\alpha$")
@pytest.mark.claim("3-bowl-text", "here 25")
@pytest.mark.claim(
    "3-fastest-text", "2/26 \\approx 0.077", "24/26 \\approx 0.923", "87 steps", "3,454"
)
def test_every_direction_of_a_bowl_has_its_factor(claimed):
    kappa = np.array([1.0, 25.0])
    path = gradient_descent(lambda x: (x @ (kappa * x) / 2, kappa * x), [-2.0, 0.6], 0.076, 20)
    np.testing.assert_allclose(path.thetas[1:], path.thetas[:-1] * [0.924, -0.9], atol=1e-12)
    alphas = np.linspace(0.001, 0.2, 20_000)
    rates = np.abs(1 - alphas[:, None] * kappa).max(axis=1)
    best, rate = alphas[rates.argmin()], rates.min()
    steps = [np.ceil(np.log(1000) / -np.log((c - 1) / (c + 1))) for c in (25, 1000)]
    assert claimed["3-fastest-text"] == [
        f"2/26 \\approx {best:.3f}",
        f"24/26 \\approx {rate:.3f}",
        f"{steps[0]:.0f} steps",
        f"{steps[1]:,.0f}",
    ]


@pytest.mark.claim("3-descent-general", "the step lowers $J$", "may lower $J$ or raise it")
def test_the_bound_holds_on_the_run_and_is_no_limit():
    """Between two iterates the curvature is taken at eleven points."""
    found = set()
    for alpha in (1, 2, 3, 4, 6):
        (f, _), run = moons_objective(0), sharpness(alpha, 0)
        for t in range(0, SHARPNESS_STEPS, 5):
            theta, there = run.thetas[t], run.thetas[t + 1]
            g = f(theta)[1]
            v = g / np.linalg.norm(g)
            bent = max(
                (f(at + 1e-4 * v)[1] - f(at - 1e-4 * v)[1]) @ v / 2e-4
                for at in np.linspace(theta, there, 11)
            )
            found.add((bent < 2 / alpha, run.losses[t + 1] < run.losses[t]))
    assert (True, False) not in found
    assert {(False, True), (False, False)} < found


# ---- the live figure


@pytest.mark.claim(
    "3-curvature-live-answers",
    "since step 20",
    "$7 \\cdot 10^{-6}$ from the floor; from step 53 this distance about doubles",
    "rises at step 62, 15 times in all",
    "from step 95 on",
    "ends at 0.041, against 0.010",
    "$J$ jumps to 11",
    "rises dozens of times; only after some 150 steps",
    r"although $\kappa < 2/\alpha$",
)
def test_what_the_run_of_the_opening_figure_does_with_larger_steps(claimed):
    two, four, twenty = (sharpness(alpha, 0) for alpha in (2, 4, 20))
    assert (np.diff(two.losses) < 0).all()
    rising = np.diff(twenty.losses[:200]) > 0
    assert (rising & (twenty.curvatures[:199] < 2 / 20)).sum() > 1
    assert rising.sum() > 24
    assert 140 < np.flatnonzero(twenty.curvatures > 2 / 20)[-1] < 160
    over = four.curvatures > 0.5
    crossed = next(t for t in range(1, 201) if over[t] and not over[t - 1])
    f = moons_objective(0)[0]
    away = [abs(f(four.thetas[t])[1] @ four.directions[t]) / four.curvatures[t] for t in range(62)]
    growth = np.divide(away[54:], away[53:-1])
    assert 1.7 < growth.min() < growth.max() < 2.7
    rises = np.flatnonzero(np.diff(four.losses[:201]) > 0) + 1
    assert claimed["3-curvature-live-answers"] == [
        f"since step {crossed}",
        f"${away[40] * 1e6:.0f} \\cdot 10^{{-6}}$ from the floor; "
        "from step 53 this distance about doubles",
        f"rises at step {rises[0]}, {len(rises)} times in all",
        f"from step {np.flatnonzero(over)[-1] + 1} on",
        f"ends at {two.losses[200]:.3f}, against {four.losses[200]:.3f}",
        f"$J$ jumps to {twenty.losses.max():.0f}",
        "rises dozens of times; only after some 150 steps",
        r"although $\kappa < 2/\alpha$",
    ]
    drive = driver(explore.curvature())
    assert "J went from 0.762 to 0.041 and rose 0 times" in drive(step_size=2, t=200)
    assert f"rose {len(rises)} times" in drive(t=200)


@pytest.mark.claim(
    "3-curvature-live-answers",
    "Over 20 seeds, $J$ never rises with $\\alpha = 2$",
    "it rises 5 to 33 times and ends lower",
    "no run with 20 diverges",
)
def test_the_same_over_seeds(claimed):
    counts = []
    for seed in SEEDS:
        two, four, twenty = (sharpness(alpha, seed) for alpha in (2, 4, 20))
        assert (np.diff(two.losses[:201]) < 0).all()
        counts.append(np.sum(np.diff(four.losses[:201]) > 0))
        assert four.losses[200] < two.losses[200]
        assert four.curvatures[200] < 0.5 < four.curvatures.max()
        assert np.isfinite(twenty.losses).all()
        assert twenty.losses[200] < twenty.losses[0] / 3
    words = f"it rises {min(counts)} to {max(counts)} times and ends lower"
    assert claimed["3-curvature-live-answers"][1] == words


# ---- the edge of stability


@pytest.mark.claim(
    "3-edge-text", "within 6 % of $2/\\alpha$, for 20 seeds", "falls in the long run"
)
def test_the_curvature_stays_at_the_edge():
    farthest = 0.0
    for alpha in (0.2, 0.3, 0.5):
        for seed in SEEDS:
            path, kappas = edge_run(alpha, seed, 6000, slice(5000, None, 200))
            assert np.median(path.losses[-1000:]) < np.median(path.losses[2000:3000])
            farthest = max(farthest, *(abs(kappa * alpha / 2 - 1) for kappa in kappas))
    assert 0.02 < farthest < 0.06


@pytest.mark.claim("3-edge-text", "only at 10 to 18 after 12,000 steps, below 20")
def test_small_steps_do_not_reach_the_edge():
    ends = [edge_run(0.1, seed, 12_000, slice(-1, None))[1][0] for seed in SEEDS]
    assert (round(min(ends)), round(max(ends))) == (10, 18)


def edge_run(alpha, seed, steps, kept):
    """Return the path of a run of the figure, and κ at some of its steps."""
    x = np.linspace(-1, 1, 20)[:, None]
    net = Network([1, 16, 1], "tanh", "identity", loss="squared_error", seed=seed)
    f = objective(net, x, np.cos(4 * np.arccos(x)))
    path = gradient_descent(f, net.theta, alpha, max_steps=steps)
    nudges = 1e-4 * np.eye(net.theta.size)
    H = [[(f(t + u)[1] - f(t - u)[1]) / 2e-4 for u in nudges] for t in path.thetas[kept]]
    return path, np.linalg.eigvalsh(H)[:, -1]


@pytest.mark.claim("3-opening-caption", "moves 33 parameters two thousand times")
@pytest.mark.claim("3-curvature-live-intro", "The run of Figure 3.1 with larger steps")
def test_the_opening_run():
    f, start = moons_objective()
    data = datasets.moons(200, noise=0.12, seed=1)
    net = Network([2, 8, 1], "tanh", output="sigmoid", seed=0)
    J, gradient = net.loss_and_gradient(datasets.standardise(data.X), data.y)
    assert len(start) == 33
    assert f(start)[0] == pytest.approx(J)
    np.testing.assert_allclose(f(start)[1], gradient)
