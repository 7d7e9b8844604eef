"""What Part 3 claims about the chain rule on a graph, and about the order of its products."""

from itertools import pairwise

import numpy as np
import pytest

from lecturekit import exercises, explore
from lecturekit.draw.scenes.chain_rule import build
from lecturekit.graph import Value
from lecturekit.network import Network
from tests.claims.driving import driver
from tests.exercises.options import offered, right


@pytest.mark.claim("3-quiz-two-paths")
def test_two_paths():
    w, x, b = 2, 3, -1
    first, second = w + x, x + b
    assert (first, second, first * second) == (5, 2, 10)
    slope = ((w + x + 1e-6) * (x + 1e-6 + b) - (w + x - 1e-6) * (x - 1e-6 + b)) / 2e-6
    assert offered(exercises.quiz_two_paths) == [f"{slope:.0f}", "2", "5", "10"]
    assert "2 + 5 = 7" in right(exercises.quiz_two_paths)


@pytest.mark.claim("3-quiz-reverse-cheap")
def test_reverse_is_cheap():
    """One output, 1,000 inputs: push 1,000 directions forward, or one gradient row back."""
    net = Network([1000, 3, 1], "tanh", output="sigmoid", seed=0)
    trace = net.forward(np.random.default_rng(0).standard_normal((1, 1000)))
    pairs = zip(net.layers, trace.pre_activations, strict=True)
    first, second = [layer.activation.derivative(Z).T * layer.W for layer, Z in pairs]
    forward = [(second @ (first @ tangent))[0] for tangent in np.eye(1000)]
    reverse = np.ones((1, 1)) @ second @ first
    np.testing.assert_allclose(forward, reverse[0], rtol=1e-12)
    texts = offered(exercises.quiz_reverse_cheap)
    assert texts[0] == f"{len(forward):,} forward or {len(reverse)} in reverse"


@pytest.mark.claim("3-graph-letters", "15.0801", "8.01")
def test_the_second_path_from_b(claimed):
    a, b = Value(2.0), Value(3.0)
    f = (a + b) * b
    f.backward()
    moved = (2 + 3.01) * 3.01
    assert claimed["3-graph-letters"] == [f"{moved:.4f}", f"{(moved - f.value) / 0.01:.2f}"]
    assert (b.gradient, f.parents[1][1]) == (8, 5)  # df/db and ∂f/∂b


@pytest.mark.claim("3-graph-source-text", "each number *after* all that was made from it")
def test_the_order_of_the_backward_pass():
    """It need not be the reverse of the order in which the numbers were made."""
    a, b = Value(2.0, name="a"), Value(3.0, name="b")
    v, u = b * b, a * a
    v.name, u.name = "v", "u"
    f = u * v
    order = f.history()[::-1]
    places = {node: place for place, node in enumerate(order)}
    assert all(places[node] < places[parent] for node in order for parent, _ in node.parents)
    assert [node.name for node in order] != ["f", "u", "v", "b", "a"]


@pytest.mark.claim("3-graph-rule", "1,000 times *larger*", "a million times smaller")
def test_inputs_in_other_units():
    """The same predictions all along, with an α a million times smaller; 1,000 times misses."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        x, target = rng.normal(size=5), rng.normal(size=5)

        def descend(x, w, step_size, target=target):
            gradients = []
            for _ in range(4):
                gradients.append((w * x - target) @ x / len(x))
                w -= step_size * gradients[-1]
            return w * x, gradients[0]

        (output, gradient), (grams, larger) = (
            descend(x, 0.5, 0.1),
            descend(1000 * x, 0.5 / 1000, 0.1 / 1e6),
        )
        np.testing.assert_allclose(output, grams)
        assert np.isclose(larger, 1000 * gradient)
        assert abs(descend(1000 * x, 0.5 / 1000, 0.1 / 1000)[0]).max() > 100 * abs(output).max()


@pytest.mark.claim("3-chain-live-answers", "together 4", "they bring −1 and 1", "about −0.00025")
def test_chain_rule_live(claimed):
    drive, end = driver(explore.chain_rule()), 99
    assert "= 1 · 1 + 1 · 3 = 4" in drive(t=8)
    assert "x 4" in drive(t=end)
    assert "= 1 · (−1) + 1 · 1 = 0" in drive(t=8, x=0.0)
    assert "gradients so far: f 1, z 0, b 0, p 0, x 0, w 0" in drive(t=end, graph="relu", w=-1.0)
    wrong = build("neuron", -3.0, 2.0, -3.0)
    wrong.backward()
    (w,) = (node.gradient for node in wrong.history() if node.name == "w")
    assert f"about {w:.5f}".replace("-", "−") == claimed["3-chain-live-answers"][2]
    assert wrong.value > 0.49  # the largest possible loss is ½


@pytest.mark.claim("3-paths-text", "nine paths")
@pytest.mark.claim("3-paths-caption", "13 days", "9,280 edges", r"$32^{10} \approx 10^{15}$")
def test_paths_and_edges(claimed):
    q, W, p = (np.random.default_rng(0).normal(size=shape) for shape in (3, (3, 3), 3))
    paths = [p[k] * W[k, j] * q[j] for j in range(3) for k in range(3)]
    assert len(paths) == 9
    assert np.isclose(sum(paths), (p @ W) @ q)
    x = Value(1.0)
    u = [q_j * x for q_j in q]
    v = [sum(W[k, j] * u[j] for j in range(3)) for k in range(3)]
    J = sum(p[k] * v[k] for k in range(3))
    J.backward()
    assert np.isclose(x.gradient, sum(paths))
    assert np.isclose(u[0].gradient, p @ W[:, 0])  # the first bracket
    sizes, days = [1, *[32] * 10, 1], 32**10 / 1e9 / 86_400
    edges = sum(d * p for d, p in pairwise(sizes))
    assert claimed["3-paths-caption"][:2] == [f"{days:.0f} days", f"{edges:,} edges"]
    assert round(np.log10(32.0**10)) == 15


@pytest.mark.claim("3-order-result", "110{,}000", "10{,}100{,}000", "about ninety times")
def test_multiplications(claimed):
    left, right = 1 * 100 * 100 + 1 * 100 * 1000, 100 * 100 * 1000 + 1 * 100 * 1000
    texts = [f"{number:,}".replace(",", "{,}") for number in (left, right)]
    assert claimed["3-order-result"][:2] == texts
    assert 85 < right / left < 95
