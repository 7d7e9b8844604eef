"""What Part 3 claims about backpropagation and its worked example, computed."""

import numpy as np
import pytest

from lecturekit import Network, exercises, explore
from lecturekit.activations import sigmoid, softmax
from lecturekit.draw.scenes.passes import network_with
from lecturekit.exercises import part3
from tests.claims.driving import driver
from tests.exercises.options import offered, right


@pytest.mark.claim("3-quiz-fused", "ŷ − y")
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


@pytest.mark.claim("3-quiz-memory", "20 hidden layers of 256")
def test_memory():
    net = Network([784, *[256] * 20, 10], "relu", output="softmax")
    Z, A = net.forward(np.zeros((1, 784)))
    kept, held = sum(part.size for part in [*Z, *A]), A[0].size + Z[0].size
    assert held == max(before.size + after.size for before, after in zip(A, Z, strict=False))
    reason = right(exercises.quiz_memory)
    assert f"= {kept:,} numbers" in reason
    assert f"= {held:,} at most" in reason
    assert offered(exercises.quiz_memory)[0] == "About 10 times as many"
    assert 10 <= kept / held < 11


@pytest.mark.claim("3-quiz-backward-cost", "234,752", "268,800", "34,048", "469,504")
def test_backward_cost():
    """Count the multiplications that involve weights, for one example."""
    weights = [layer.W.size for layer in Network([784, 256, 128, 10]).layers]
    forward, back = sum(weights), sum(weights[1:])
    counts = [forward + back, back, forward, 2 * forward]
    assert offered(exercises.quiz_backward_cost) == [f"{n:,} times" for n in counts]
    reason = right(exercises.quiz_backward_cost)
    assert f"{forward:,} for the gradients" in reason
    assert f"{back:,} to pass" in reason
    assert f"multiplies {forward:,} times" in exercises.quiz_backward_cost.question


def example(*examples):
    """Return the network worked by hand, and examples: pairs (x, y)."""
    X, y = zip(*(examples or [((1.0, 2.0), 1)]), strict=True)
    return network_with("tanh"), np.array(X), np.array(y)


@pytest.mark.claim("3-section-23", "$J$ changes by about $\\delta_{l,j}\\,\\varepsilon$")
def test_what_a_delta_says():
    """Raise one pre-activation of a deep network by ε."""
    rng, h = np.random.default_rng(0), 1e-6
    for seed in range(20):
        net = Network([2, 4, 3, 1], "tanh", output="sigmoid", seed=seed)
        x, y = rng.normal(size=(1, 2)), [seed % 2]
        (first, _, _) = net.deltas(net.forward(x), y)
        before, net_b = net.loss(x, y), net.layers[0].b
        for j in range(4):
            net_b[j] += h  # the same as raising z_j
            assert np.isclose((net.loss(x, y) - before) / h, first[0, j], rtol=1e-3, atol=1e-7)
            net_b[j] -= h


NATURAL = (
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
    ("identity", "squared_error"),
)


@pytest.mark.claim(
    "3-backprop-batch", "Any other pair without softmax starts from row 0", "**natural pair**"
)
@pytest.mark.parametrize(
    ("output", "loss"), [*NATURAL, ("sigmoid", "squared_error"), ("tanh", "squared_error")]
)
def test_row_0_holds_for_every_pair_and_row_1_for_the_natural_ones(output, loss):
    rng, net = np.random.default_rng(1), Network([2, 4, 3], "tanh", output, loss, seed=1)
    X, Y = rng.normal(size=(5, 2)), np.eye(3)[rng.integers(3, size=5)]
    (_, Z), (_, _, y_hat) = trace = net.forward(X)
    start, row_1 = net.deltas(trace, Y)[-1], (y_hat - Y) / 5
    assert np.allclose(start, row_1) is ((output, loss) in NATURAL)
    dJ = row_1 / (y_hat * (1 - y_hat)) if loss == "binary_cross_entropy" else row_1
    if output != "softmax":  # it does not work entry by entry
        np.testing.assert_allclose(start, dJ * net.layers[-1].activation.derivative(Z))


@pytest.mark.claim("3-backprop-batch", "start, no softmax")
def test_row_0_fails_for_softmax():
    y = np.array([1.0, 0, 0])
    z, h = np.array([0.5, -1.0, 0.25]), 1e-6 * np.eye(3)
    found = [np.sum((softmax(z + u) - y) ** 2 - (softmax(z - u) - y) ** 2) / 4e-6 for u in h]
    y_hat = softmax(z)
    assert not np.allclose(found, (y_hat - y) * y_hat * (1 - y_hat), rtol=0.1)


@pytest.mark.claim("3-backprop-start", "close to 0 if the network is sure, even if it is sure and")
def test_a_squared_error_starts_small_where_a_sigmoid_is_sure_and_wrong():
    y_hat = sigmoid(np.array([-8.0, -4.0, -1.0]))  # the target is 1
    slow, fast = (y_hat - 1) * y_hat * (1 - y_hat), y_hat - 1
    assert abs(slow[0]) < abs(slow[1]) < abs(slow[2])
    assert abs(slow[0]) < 0.001 < 0.99 < abs(fast[0])


@pytest.mark.claim("3-backprop-cost", "*three forward passes*", "*per parameter*")
@pytest.mark.claim("3-cost-result", "costs 1.15 forward passes", "2.15", "the upper limit")
def test_cost_in_forward_passes():
    for sizes in ([784, 256, 128, 10], [2, 300, 1], [2, *[50] * 9, 1]):
        net = Network(sizes)
        weights = [layer.W.size for layer in net.layers]
        backward = (2 * sum(weights) - weights[0]) / sum(weights)
        assert 1 <= backward < 2
        assert sizes[0] != 784 or f"{backward:.2f}, {1 + backward:.2f}" == "1.15, 2.15"


@pytest.mark.claim(
    "3-memory-result", "With 20 hidden layers", "over ten times as much", "grows with the"
)
def test_memory_grows_with_depth():
    factors = []
    for depth in (2, 20, 40):
        net = Network([784, *[256] * depth, 10], "relu", output="softmax")
        Z, A = net.forward(np.zeros((4, 784)))
        at_work = max(before.size + after.size for before, after in zip(A, Z, strict=False))
        factors.append(sum(part.size for part in [*Z, *A]) / at_work)
    assert factors[0] < factors[1] < factors[2]
    assert 10 < factors[1] < 11


@pytest.mark.claim("3-softmax-text", "it adds $\\lambda W_l$ to row 2")
def test_a_penalty_adds_to_the_weights_alone():
    net, rng, lam, h = (
        Network([2, 3, 2], output="softmax", seed=2),
        np.random.default_rng(0),
        0.3,
        1e-6,
    )
    X, y = rng.normal(size=(6, 2)), np.array([0, 1, 1, 0, 1, 0])

    def J():
        return net.loss(X, y) + lam / 2 * sum(np.sum(layer.W**2) for layer in net.layers)

    gradient = net.loss_and_gradient(X, y)[1]
    for (dW, _), layer in zip(net.views(gradient), net.layers, strict=True):
        dW += lam * layer.W
    for j in range(net.theta.size):
        net.theta[j] += h
        up = J()
        net.theta[j] -= 2 * h
        assert np.isclose((up - J()) / (2 * h), gradient[j], atol=1e-7)
        net.theta[j] += h


# ---- the example


@pytest.mark.claim(
    "3-section-24",
    "0.1083 - 1 = -0.8917",
    "0.6791 & -0.8596 & -0.4121",
    "J = -\\log \\hat y = 2.2229",
)
@pytest.mark.claim(
    "3-hand-hidden", "-1.3376", "1.7834", "0.0707", "-0.5617 & -1.1235", "-0.7013 & -1.4026"
)
def test_the_example_by_hand():
    W_1, b_1 = np.array([[1, -1], [0.5, 1], [-1, 0.5]]), np.array([0, -0.5, 0.5])
    W_2, x = np.array([1.5, -2, 1]), np.array([1, 2])
    a_1 = np.tanh(W_1 @ x + b_1)
    y_hat = 1 / (1 + np.exp(-(W_2 @ a_1 + 0.5)))
    back = W_2 * (y_hat - 1)
    delta_1 = back * (1 - a_1**2)
    assert f"{y_hat:.4f} {y_hat - 1:.4f} {-np.log(y_hat):.4f}" == "0.1083 -0.8917 2.2229"
    assert np.round((y_hat - 1) * a_1, 4).tolist() == [0.6791, -0.8596, -0.4121]
    assert np.round(back, 4).tolist() == [-1.3376, 1.7834, -0.8917]
    assert np.round(1 - a_1**2, 4).tolist() == [0.42, 0.0707, 0.7864]
    assert np.round(np.outer(delta_1, x), 4).tolist() == [
        [-0.5617, -1.1235],
        [0.126, 0.252],
        [-0.7013, -1.4026],
    ]
    net, X, y = example()
    (dW_1, db_1), (dW_2, _) = net.views(net.loss_and_gradient(X, y)[1])
    np.testing.assert_allclose(dW_1, np.outer(delta_1, x))
    np.testing.assert_allclose(db_1, delta_1)
    np.testing.assert_allclose(dW_2[0], (y_hat - 1) * a_1)


@pytest.mark.claim(
    "3-hand-step-text", "From 11 % to 80 %", "0.5 \\cdot 7.10 = 3.55", "99.5 %", "by 56 %"
)
def test_one_step_falls_short_of_its_promise():
    net, X, y = example()
    start, (J, gradient) = net.theta.copy(), net.loss_and_gradient(X, y)
    steepness = gradient @ gradient
    assert f"{steepness:.2f} {0.5 * steepness:.2f}" == "7.10 3.55"
    assert J - 0.5 * steepness < 0
    try:
        kept = []
        for step_size in (0.01, 0.5):
            net.theta[:] = start - step_size * gradient
            kept.append((J - net.loss(X, y)) / (step_size * steepness))
        assert f"{net(X)[0, 0]:.2f}" == "0.80"
        assert f"{kept[0]:.1%} {kept[1]:.0%}" == "99.5% 56%"
    finally:
        net.theta[:] = start  # the network is shared by all live figures of its kind


@pytest.mark.claim(
    "3-backprop-live-answers",
    "from 0.108 to 0.798",
    "is 0.108, because the output is nearly right",
    "from 0.115 to 0.072",
    "its $z$ is −1",
)
@pytest.mark.claim("3-backprop-live-intro", "then **step t** to 26", "Here $\\alpha = 0.5$")
def test_answers_under_the_live_figure():
    drive = driver(explore.backprop(t=20))
    assert "After the update the output is 0.798" in drive(t=26)
    flipped = drive(y=0, t=20)
    assert "J is 0.115. δ: 0.108 (output), 0.068 (hidden 1), −0.015 (hidden 2)" in flipped
    assert "J is 0.072" in drive(y=0, t=26)
    relu = drive(activation="relu", t=20)
    assert "0 (hidden 1), 1.91 (hidden 2)" in relu
    assert "from the output backward: 0, −1.91, −0.476, 0, 0, 1.91" in relu
    assert network_with("relu").forward([[1.0, 2.0]]).pre_activations[0][0, 0] == -1


@pytest.mark.claim("3-batch-caption", "each learns from a different example", "nearly flat")
@pytest.mark.claim("3-batch-text", "$x = (2, -1)$ with target 0")
def test_two_examples_add_up():
    both = ((1.0, 2.0), 1), ((2.0, -1.0), 0)
    net, X, y = example(*both)
    trace = net.forward(X)
    delta_1 = net.deltas(trace, y)[0]
    alone = [net.loss_and_gradient(*example(one)[1:])[1] for one in both]
    np.testing.assert_allclose(np.mean(alone, axis=0), net.loss_and_gradient(X, y)[1])
    assert abs(delta_1[0, 0]) > 40 * abs(delta_1[1, 0])
    assert abs(delta_1[1, 1]) > 10 * abs(delta_1[0, 1])
    flat = 1 - trace.outputs[1] ** 2
    assert max(flat[1, 0], flat[0, 1]) < 0.1 < 0.4 < min(flat[0, 0], flat[1, 1])


@pytest.mark.claim("3-published-result", "11 and 12", "around $10^{-5}$", "even less reaches")
@pytest.mark.claim("3-deeper-published", "to nine digits")
def test_saturation_in_the_published_example():
    slopes = sigmoid.derivative(np.array([11.0, 12.0]))
    assert ((slopes > 5e-6) & (slopes < 2e-5)).all()
    published = np.array([[3.42057777e-6, 2.05234666e-6], [1.25838681e-6, 7.55032084e-7]])
    assert (published < slopes[:, None]).all()


# ---- the exercises


@pytest.mark.claim(
    "3-exercise-moons-training-task", "a network 2 → 8 → 1, 500 steps", "get 195 of them right"
)
def test_the_last_case_of_the_training_exercise():
    X, y, layers, step_size, steps = part3.moons()
    net = Network([2, 8, 1], "tanh", output="sigmoid")
    J = net.loss(X, y)
    for layer, (W, b) in zip(
        net.layers, exercises.moons_training.function(X, y, layers, step_size, steps), strict=True
    ):
        layer.W[:], layer.b[:] = W, b
    assert (len(y), steps, step_size) == (200, 500, 0.5)
    assert (net.predict(X) == y).sum() == 195
    assert net.loss(X, y) < J
