"""The backward pass on the picture of a network."""

import re

import numpy as np
import pytest

from lecturekit.draw import draw_backprop, new_figure, update_backprop
from lecturekit.draw.backprop import Step, arithmetic, backprop_steps, both_passes, updated
from lecturekit.draw.rounding import rounded
from lecturekit.draw.scenes.passes import network_with
from lecturekit.network import Network
from tests.draw.readable import assert_readable, pixels


def drawn(network=None, x=(1, 2), y=1, step=20, size=(8.6, 5.6)):
    figure, ax = new_figure(*size)
    return figure, draw_backprop(ax, network or network_with("tanh"), x, y, step=step)


def by_hand():
    """The 2-3-1 example with x = (1, 2) and y = 1, worked without `Network`."""
    W1, b1 = np.array([[1, -1], [0.5, 1], [-1, 0.5]]), np.array([0, -0.5, 0.5])
    W2, b2, x, y = np.array([1.5, -2, 1]), 0.5, np.array([1, 2]), 1
    a = np.tanh(W1 @ x + b1)
    y_hat = 1 / (1 + np.exp(-(W2 @ a + b2)))
    delta_2 = y_hat - y
    delta_1 = W2 * delta_2 * (1 - a**2)
    return -np.log(y_hat), delta_2, delta_2 * a, delta_1, np.outer(delta_1, x)


def test_every_number_stands_on_the_picture():
    loss, delta_2, dW_2, delta_1, dW_1 = by_hand()
    _, picture = drawn()
    assert picture.loss.get_text().endswith(f"= {rounded(loss)}")
    assert rounded(loss) == "2.22"
    shown = [[text.get_text() for text in row] for row in picture.deltas]
    assert shown == [[rounded(delta) for delta in delta_1], [rounded(delta_2)]]
    assert shown[1] == ["−0.892"]
    for layer, dW in zip(picture.slopes, (dW_1, [dW_2]), strict=True):
        for row, slopes in zip(layer, dW, strict=True):
            assert [text.get_text() for text in row] == [rounded(slope) for slope in slopes]
            assert all(text.get_visible() for text in row)


def test_steps_go_forward_and_then_backward_layer_by_layer():
    steps = backprop_steps((2, 3, 1))
    rules = "forward " * 4 + "loss delta " + "weight " * 3 + "bias " + "delta " * 3
    rules += "weight " * 6 + "bias update " + "forward " * 4 + "loss"
    assert [step.rule for step in steps] == rules.split()
    assert [step.layer for step in steps[4:20]] == [2] * 6 + [1] * 10
    assert steps[18] == Step("weight", 1, 3, 2)


def test_a_step_shows_what_is_known_by_then():
    network = network_with("tanh")
    _, picture = drawn(network, step=0)
    texts = [text for layer in picture.slopes for row in layer for text in row]
    texts += [text for row in picture.deltas for text in row]
    arrows = [arrow for row in picture.flows for arrow in row]
    for step, now in enumerate([None, *backprop_steps(network.sizes)]):
        update_backprop(picture, network, (1, 2), 1, step=step)
        visible = sum(text.get_visible() for text in texts)
        # Each backward step shows one number, but a bias step shows none: δ is there already.
        biases = int(step > 9) + int(step > 19) + int(step > 20)
        assert visible == (max(step - 5, 0) - biases if step < 22 else 0)
        assert sum(arrow.get_visible() for arrow in arrows) == int(step > 0 and now.rule == "delta")
        lit = [number for number, text in enumerate(picture.equations) if text.get_fontsize() > 11]
        rules = {"forward": [0], "weight": [3], "bias": [4], "delta": [1 if step == 6 else 2]}
        assert lit == (rules.get(now.rule, []) if now else [])


def test_the_update_is_one_step_of_descent_and_the_second_pass_is_the_new_network():
    network = network_with("tanh")
    X, y = [[1.0, 2.0]], [1]
    J, gradient = network.loss_and_gradient(X, y)
    after = updated(both_passes(network, X[0], 1))
    np.testing.assert_allclose(after.theta, network.theta - 0.5 * gradient)
    _, picture = drawn(network, step=21)
    shown = [label.get_text() for row in picture.network.edge_labels[1] for label in row]
    assert shown == [rounded(w) for w in after.layers[1].W[0]]
    assert picture.working[1].get_text().endswith(shown[0])
    update_backprop(picture, network, X[0], 1, step=26)
    assert picture.loss.get_text().endswith(f"= {rounded(after.loss(X, y))}")
    assert rounded(J) in picture.working[1].get_text()


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_the_arithmetic_on_the_page_adds_up(activation):
    """Whatever is written as a product with = or ≈ has that result, to the digits shown."""
    rng, checked = np.random.default_rng(0), 0
    for seed in range(5):
        network = Network([2, 3, 1], activation, "sigmoid", seed=seed)
        network.theta[:] = rng.uniform(-2, 2, network.theta.size).round(1)
        numbers = both_passes(network, rng.uniform(-3, 3, 2).round(1), float(seed % 2))
        for step in backprop_steps(network.sizes):
            for line in [] if step.rule == "update" else arithmetic(numbers, step):
                checked += relations_that_hold(line)
    assert checked >= 5 * 16  # a sum, a product or a difference in nearly every step


def relations_that_hold(line):
    """Compute what stands on both sides of every = and ≈ of numbers alone; return how many."""
    count = 0
    plain = re.sub(r"\$[^$]*\$", "symbol", line).replace("−", "-")
    parts = re.split(r" *([=≈]) *", plain)
    for left, sign, right in zip(parts[:-2:2], parts[1::2], parts[2::2], strict=False):
        left, right = (side.replace("·", "*").replace("²", "**2") for side in (left, right))
        left = left.replace("-log", "-1 * log")
        if not left or re.search(r"[a-km-zα-ω'(]{2}|symbol|tanh|sigmoid|ReLU", left + right):
            continue
        if "log" in left:
            left = re.sub(r"log (\S+|\(.*\))$", r"np.log(\1)", left)
        got, shown = eval(left, {"np": np}), eval(right)
        count += 1
        if sign == "=":
            assert got == pytest.approx(shown, abs=0.0051 * max(1, abs(shown))), line
        else:
            assert got == pytest.approx(shown, rel=0.05, abs=0.02), line
    return count


def test_every_step_is_readable():
    figure, picture = drawn(x=(-1.23, 2), y=0)
    pixels(figure)
    for step in range(len(backprop_steps((2, 3, 1))) + 1):
        update_backprop(picture, network_with("tanh"), (-1.23, 2), 0, step=step)
        assert_readable(figure, 9)


def test_no_two_numbers_lie_on_one_another():
    network = network_with("tanh")
    figure, picture = drawn()
    pixels(figure)
    texts = [text for rows in picture.network.edge_labels for row in rows for text in row]
    texts += [text for rows in picture.slopes for row in rows for text in row]
    for row in (*picture.deltas, *picture.delta_names):
        texts += row
    for x, y in (((1, 2), 1), ((-3, -3), 0), ((2.9, -2.9), 1), ((0.3, -0.1), 1), ((-2.7, 1.3), 0)):
        update_backprop(picture, network, x, y, step=20)
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
        for i, (words, box) in enumerate(boxes):
            for others, other in boxes[:i]:
                assert not box.shrunk(0.97, 0.8).overlaps(other), (words, others, x)
