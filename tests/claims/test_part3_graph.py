"""What Part 3 claims about the chain rule on a graph, and about the order of its products."""

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.network import Network
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
