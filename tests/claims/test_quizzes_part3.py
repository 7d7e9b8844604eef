"""The numbers that the quizzes and exercises of Part 3 quote match the code."""

import numpy as np
import pytest

from lecturekit import datasets, exercises
from lecturekit.activations import relu, sigmoid, tanh
from lecturekit.experiments.deep_signals import gradient_norms
from lecturekit.gradient_descent import gradient_descent, objective
from lecturekit.layers import Layer
from lecturekit.network import Network
from tests.exercises.options import offered, reason_of, right


def moons():
    X, y = datasets.moons(200)
    return datasets.standardise(X), y


def slopes(f, x, h=1e-6):
    """Return the Jacobian of f at x by central differences, one row for each output."""
    return np.transpose([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


def test_jacobian():
    rng = np.random.default_rng(0)
    W, b, x = rng.standard_normal((3, 4)), rng.standard_normal(3), rng.standard_normal(4)
    jacobian = slopes(lambda x: Layer(W, b, "tanh")(x[None])[0], x)
    assert offered(exercises.quiz_jacobian)[0] == f"{jacobian.shape}"
    np.testing.assert_allclose(jacobian, tanh.derivative(W @ x + b)[:, None] * W, atol=1e-9)
    of_activation = slopes(tanh, W @ x + b)
    assert of_activation.shape == (3, 3)
    assert np.count_nonzero(of_activation) == 3


def parabola(theta):
    return float(2 * theta @ theta), 4 * theta


FACTORS = {
    0.05: (0.8, "It creeps"),
    0.25: (0, "It lands"),
    0.5: (-1, "It jumps"),
    0.6: (-1.4, "It grows"),
}


@pytest.mark.parametrize("alpha", FACTORS)
def test_step_size(alpha):
    factor, option = FACTORS[alpha]
    path = gradient_descent(parabola, [3.0], alpha, max_steps=6)
    np.testing.assert_allclose(path.thetas[1:], factor * path.thetas[:-1], atol=1e-12)
    reason = reason_of(exercises.quiz_step_size, option)
    assert f"{alpha:g}" in reason
    assert factor == 0 or f"{factor:g}".replace("-", "−") in reason or "= −θ" in reason


def test_the_edge_of_descent():
    kappa = slopes(lambda theta: parabola(theta)[1], np.array([1.0]))[0, 0]
    assert np.isclose(2 / kappa, 0.5)
    assert f"κ = {kappa:.0f}, and 2/κ = {2 / kappa:.1f}" in right(exercises.quiz_step_size)
    below, at, above = (
        gradient_descent(parabola, [3.0], alpha, max_steps=100) for alpha in (0.499, 0.5, 0.501)
    )
    assert (at.stopped, set(at.losses)) == ("max_steps", {18.0})
    assert below.losses[-1] < 18 < above.losses[-1]


def test_memory():
    net = Network([64, 32, 10], "relu", output="softmax")
    X = datasets.digits().X[:100]
    kept = [sum(A.size for part in net.forward(rows) for A in part) for rows in (X, X[:50])]
    reason = right(exercises.quiz_memory)
    assert f"keeps {kept[0]:,} numbers" in reason
    assert f"against {net.theta.size:,} parameters" in reason
    assert kept[0] == 2 * kept[1]
    hidden = net.forward(X).outputs[1]
    assert (hidden == 0).any()  # ReLU discards negative pre-activations


def test_backward_cost():
    """Count the multiplications that involve weights, for one example."""
    for sizes in ([64, 100, 33, 10], [80, 60, 60, 25], [20, *[48] * 4, 10]):
        net = Network(sizes, output="softmax")
        forward = sum(layer.W.size for layer in net.layers)
        backward = forward + sum(layer.W.size for layer in net.layers[1:])
        assert forward < backward < 2 * forward
        assert 2 < (forward + backward) / forward < 3
    net = Network([99, 99, 1])
    assert net.theta.size == 10_000
    assert offered(exercises.quiz_backward_cost)[0] == f"About 3 and about {2 * net.theta.size:,}"


@pytest.mark.parametrize("z", [-3.0, -0.4, 0.0, 2.5])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_fused(z, y):
    def cross_entropy(p):
        return -y * np.log(p) - (1 - y) * np.log(1 - p)

    p = sigmoid(z)
    found = {
        "ŷ − y": (lambda z: cross_entropy(sigmoid(z)), z, p - y),
        "(ŷ − y) · ŷ(1 − ŷ)": (lambda z: (sigmoid(z) - y) ** 2 / 2, z, (p - y) * p * (1 - p)),
        "(1 − y)/(1 − ŷ) − y/ŷ": (cross_entropy, p, (1 - y) / (1 - p) - y / p),
        "ŷ(1 − ŷ)": (sigmoid, z, p * (1 - p)),
    }
    assert offered(exercises.quiz_fused)[0] == "ŷ − y"
    assert set(offered(exercises.quiz_fused)) == set(found)
    for f, at, slope in found.values():
        np.testing.assert_allclose((f(at + 1e-6) - f(at - 1e-6)) / 2e-6, slope, atol=1e-6)
    assert np.isclose((p - y) / (p * (1 - p)), (1 - y) / (1 - p) - y / p)


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


@pytest.mark.parametrize("h", [0.5, 1e-3, 1e-9])
def test_kink(h):
    assert (relu(h) - relu(-h)) / (2 * h) == 0.5
    assert relu.derivative(0.0) == 0
    assert (relu(0.0) - relu(-h)) / h == 0
    assert (relu(h) - relu(0.0)) / h == 1


def with_slope(slope, net, X, y):
    """Return (J, gradient) with `slope` in place of the hidden layer's derivative."""
    trace = net.forward(X)
    delta = (trace.outputs[-1] - y[:, None]) / len(y)
    back = (delta @ net.layers[1].W) * slope(trace.pre_activations[0], trace.outputs[1])
    parts = back.T @ X, back.sum(axis=0), delta.T @ trace.outputs[1], delta.sum(axis=0)
    return net.loss(X, y), np.concatenate([part.ravel() for part in parts])


def train(slope):
    net, (X, y) = Network([2, 8, 1], "tanh", output="sigmoid", seed=0), moons()

    def f(theta):
        net.theta[:] = theta
        return with_slope(slope, net, X, y)

    path = gradient_descent(f, net.theta, step_size=0.5, max_steps=2000)
    net.theta[:] = path.thetas[-1]
    return path.losses, np.sum(net.predict(X) == y)


def test_wrong_but_learns():
    of_tanh, of_sigmoid = (lambda Z, A: tanh.derivative(Z)), (lambda Z, A: A * (1 - A))
    net, (X, y) = Network([2, 8, 1], "tanh", output="sigmoid", seed=0), moons()
    true = net.loss_and_gradient(X, y)[1]
    np.testing.assert_allclose(with_slope(of_tanh, net, X, y)[1], true, rtol=1e-12, atol=1e-15)
    wrong = with_slope(of_sigmoid, net, X, y)[1]
    cosine = wrong @ true / np.linalg.norm(wrong) / np.linalg.norm(true)
    quiz = exercises.quiz_wrong_but_learns
    assert f"{np.degrees(np.arccos(cosine)):.0f}° away" in reason_of(quiz, "There is no bug")
    (good, all_right), (bad, hits) = train(of_tanh), train(of_sigmoid)
    assert f"from {bad[0]:.2f} to {bad[-1]:.3f} in 2,000 steps" in quiz.question
    assert f"{hits} of the 200 points" in quiz.question
    assert f"{bad[100]:.3f} against {good[100]:.3f}" in quiz.question
    assert (np.diff(bad) < 0).all()  # "the steps led downhill"
    reason = reason_of(quiz, "The wrong gradient is better")
    assert f"{good[500]:.3f} against {bad[500]:.3f}" in reason
    assert f"{good[-1]:.3f} against {bad[-1]:.3f}, and all {all_right} right" in reason
    without, _ = train(lambda Z, A: 1.0)
    told = f"falls to {without[100]:.2f} in 100 steps, then rises again to {without[-1]:.2f}"
    assert told in reason_of(quiz, "The bug is harmless")


def test_zero_init():
    X, y = moons()[0][:150], np.repeat([1, 0], [100, 50])  # two thirds are class 1
    net = Network([2, 3, 1], "tanh", output="sigmoid")
    net.theta[:] = 0
    assert round(net.loss(X, y), 2) == 0.69
    path = gradient_descent(objective(net, X, y), net.theta.copy(), 0.5, max_steps=300)
    end = path.thetas[-1]
    assert not end[:-1].any()  # only the last bias has changed
    assert np.isclose(sigmoid(end[-1]), 2 / 3, atol=1e-4)
    equal = net.theta * 0 + 0.5
    end = gradient_descent(objective(net, X, y), equal, 0.5, max_steps=50).thetas[-1]
    (W_1, b_1), (W_2, _) = net.views(end)
    for copies in (W_1, b_1[:, None], W_2.T):
        np.testing.assert_allclose(copies, np.broadcast_to(copies[0], copies.shape), rtol=1e-9)
    assert not np.allclose(end, 0.5)


def test_vanishing():
    def ratio(activation, seed=0):
        net = Network([2, *[32] * 10, 1], activation, output="sigmoid", seed=seed)
        lengths = gradient_norms(net, *moons())
        return lengths[9] / lengths[0]

    quiz = exercises.quiz_vanishing
    assert offered(quiz)[0] == f"About {round(ratio('sigmoid'), -5):,.0f} times as long"
    assert f"4⁹ = {4**9:,}" in right(quiz)
    assert f"{ratio('tanh'):.1f} to 1" in reason_of(quiz, "About as long")
    for seed in range(1, 8):  # "other numbers of this size"
        assert 100_000 < ratio("sigmoid", seed) < 1_000_000
    assert sigmoid.derivative(0.0) == 0.25
    assert tanh.derivative(0.0) == 1


# ---- what the exercises quote


def test_the_hasty_step_goes_downhill():
    """It runs and the loss falls, but it is not gradient descent."""
    rng = np.random.default_rng(2)
    net, X, y = Network([2, 4, 1], "tanh", "sigmoid"), rng.normal(size=(6, 2)), np.arange(6) % 2
    net.theta[:] = rng.standard_normal(net.theta.size)
    parts = [part for layer in net.layers for part in (layer.W, layer.b)]
    arguments = (*(part.copy() for part in parts), X, y[:, None].astype(float), 0.1)
    right, loss = exercises.update_order.function(*arguments), net.loss(X, y)
    hasty = exercises.update_order.mistakes[0].function(*arguments)
    assert not np.allclose(hasty[0], right[0], rtol=1e-4)
    np.testing.assert_array_equal(hasty[2], right[2])
    for part, new in zip(parts, hasty, strict=True):
        part[:] = new
    assert net.loss(X, y) < loss


def test_all_planted_bugs_still_learn():
    X, y = moons()
    told = exercises.planted_bugs.solution().explanation
    for name, run in exercises.planted_bugs.passes.items():
        net = Network([2, 2, 1], "tanh", output="sigmoid", seed=0)

        def f(theta, net=net, run=run):
            net.theta[:] = theta
            parts = [part for layer in net.layers for part in (layer.W, layer.b)]
            gradient = [part.ravel() for part in run(X, y[:, None], *parts)]
            return net.loss(X, y), np.concatenate(gradient)

        losses = gradient_descent(f, net.theta, step_size=0.5, max_steps=1000).losses
        assert f"from {losses[0]:.2f} to" in told
        assert f"{losses[-1]:.2f} with {name}" in told


def test_dead_units_get_no_gradient():
    rng = np.random.default_rng(0)
    net = Network([2, 40, 1], "relu", output="sigmoid", seed=0)
    net.layers[0].b[:] = rng.normal(-2, 1.5, 40)
    X, y = moons()
    dead = exercises.dead_units.function(net.forward(X).pre_activations[0])
    assert 5 < dead.sum() < 35
    (dW, db), _ = net.views(net.loss_and_gradient(X, y)[1])
    np.testing.assert_array_equal(dead, (dW == 0).all(axis=1) & (db == 0))


def test_moving_there_and_back_need_not_arrive():
    """As the solution of `numerical_gradient` says about θ_j + h − 2h + h."""
    rng = np.random.default_rng(0)
    theta, h = rng.standard_normal(1000), 1e-5
    assert (theta + h - 2 * h + h != theta).any()
