"""The numbers that the quizzes and exercises of Parts 1 and 2 quote match the code."""

import numpy as np

from lecturekit import datasets, exercises
from lecturekit.activations import sigmoid
from lecturekit.draw.convolution import slide
from lecturekit.exercises.part1 import CORNERS
from lecturekit.layers import Layer
from lecturekit.logistic import fit_logistic
from lecturekit.network import Network
from lecturekit.perceptron import fit_perceptron
from tests.exercises.options import offered, right

SEPALS = ("sepal length (cm)", "sepal width (cm)")


def test_separability():
    rings, y = datasets.circles(150, noise=0.06)
    radius = np.linalg.norm(rings, axis=1)
    assert radius[y == 1].max() < radius[y == 0].min()
    X, y = datasets.iris("virginica", negative="versicolor")
    assert set(y[(X == [4.8, 1.8]).all(axis=1)]) == {0, 1}


def test_loss_slope():
    y_hat = sigmoid(-10.0)
    cross_entropy, squared = y_hat - 1, (y_hat - 1) * y_hat * (1 - y_hat)
    assert np.round(squared, 5) == -0.00005
    assert 20_000 < cross_entropy / squared < 23_000


def test_separable_converges():
    X, y = datasets.iris("setosa")
    run = fit_logistic(datasets.standardise(X), y, max_steps=2000, tolerance=0)
    assert (np.diff(run.losses) < 0).all()
    assert (np.diff(np.linalg.norm(run.thetas[:, :2], axis=1)) > 0).all()


def test_sepals():
    mistakes = {}
    for features in (SEPALS, ("petal length (cm)", "petal width (cm)")):
        X, y = datasets.iris("setosa", "versicolor", features)
        for name, Z in (("raw", X), ("standardised", datasets.standardise(X))):
            mistakes[features[0][:5], name] = fit_perceptron(Z, y, max_epochs=1000).mistakes
    assert mistakes["petal", "raw"] == 4
    assert mistakes["sepal", "raw"] == 1489
    assert mistakes["sepal", "standardised"] == 7


def test_perceptron_orders():
    X, y = datasets.iris("setosa", "versicolor", SEPALS)
    X = datasets.standardise(X)
    runs = [fit_perceptron(X, y, max_epochs=1000, seed=seed).neuron.theta for seed in range(20)]
    lines = np.unique([np.round(theta / np.linalg.norm(theta), 9) for theta in runs], axis=0)
    assert len(lines) > 10
    order = np.random.default_rng(0).permutation(len(y))
    shuffled = fit_logistic(X[order], y[order], max_steps=500).neuron.theta
    np.testing.assert_allclose(shuffled, fit_logistic(X, y, max_steps=500).neuron.theta, rtol=1e-9)


# ---- Part 2


def test_xor_points():
    points = Layer([[1, 1], [1, 1]], [0, -1], "relu")(CORNERS)
    np.testing.assert_array_equal(points, [[0, 0], [1, 0], [1, 0], [2, 1]])
    assert len(np.unique(points, axis=0)) == 3
    assert offered(exercises.quiz_xor_points)[0] == "Three"
    np.testing.assert_array_equal(np.sum(CORNERS, axis=1), [0, 1, 1, 2])
    np.testing.assert_array_equal(points @ [1, -2], [0, 1, 1, 0])  # a line separates the classes


def test_image_parameters():
    net = Network([3072, 100, 10])
    first, second = net.layers
    total, weights = net.theta.size, first.W.size + second.W.size
    sizes = [total, sum(net.sizes), weights, total + net.sizes[0]]
    assert offered(exercises.quiz_image_parameters) == [f"{size:,}" for size in sizes]
    assert (first.W.size + first.b.size, second.W.size + second.b.size) == (307_300, 1010)
    assert round(100 * (first.W.size + first.b.size) / total, 1) == 99.7
    assert "307,300 + 1,010" in right(exercises.quiz_image_parameters)


def test_linear_depth():
    net = Network([2, *[100] * 10, 1], "identity", output="sigmoid", seed=3)
    assert len(net.layers) == 11
    assert net.theta.size > 90_000
    net.theta[:] = 0.2 * np.random.default_rng(0).standard_normal(net.theta.size)
    W, b = np.eye(2), np.zeros(2)
    for layer in net.layers:
        W, b = layer.W @ W, layer.W @ b + layer.b
    X, _ = datasets.moons(50)
    scores = net.forward(X).pre_activations[-1]
    np.testing.assert_allclose(scores, X @ W.T + b, rtol=1e-9)
    assert W.shape == (1, 2)


def test_universal():
    """However steep, a continuous curve is still off by ½ next to a jump from 0 to 1."""
    x = np.linspace(-1, 1, 20001)
    for width in (0.5, 0.1, 0.01):
        curve = np.clip(0.5 + x / width, 0, 1)
        assert 0.49 < np.abs(curve - (x >= 0)).max() <= 0.5
    beyond = np.maximum(np.subtract.outer([3.0, 4.0, 5.0], [0, 1]), 0) @ [1, -2]
    np.testing.assert_allclose(np.diff(beyond), -1)  # straight after the last kink


def test_output_layer():
    photo = np.array([[3.0, 4.0, -5.0, -6.0, -4.0]])  # a photo of a cat and a dog
    five, one_of_five = (Network([5, 5], output=output) for output in ("sigmoid", "softmax"))
    five.layers[0].W[:] = one_of_five.layers[0].W[:] = np.eye(5)
    assert (five(photo)[0, :2] > 0.9).all()
    assert np.isclose(one_of_five(photo).sum(), 1)
    assert not (one_of_five(photo)[0, :2] > 0.9).any()


def test_conv_parameters():
    digit = datasets.digits().X[0].reshape(8, 8)
    places = slide(digit, np.ones((3, 3))).size
    assert places == 36
    dense = Network([64, places])
    shared, own = 3 * 3 + 1, places * (3 * 3 + 1)
    texts = offered(exercises.quiz_conv_parameters)
    assert texts[0] == f"{shared} and {dense.theta.size:,}"
    assert f"{own} and {dense.theta.size:,}" in texts
    assert f"{3 * 3} and {dense.layers[0].W.size:,}" in texts


def test_the_matrix_of_a_filter():
    W = exercises.convolution_matrix.function(np.arange(1.0, 10).reshape(3, 3), 8, 8)
    assert W.shape == (36, 64)
    told = exercises.convolution_matrix.solution().explanation
    assert f"{W.size:,}" in told
    assert f"{np.count_nonzero(W)}" in told


def test_the_hidden_points_of_the_xor_solution():
    hidden = Layer([[1, 1], [1, 1]], [-0.5, -1.5], "step")(CORNERS)
    np.testing.assert_array_equal(hidden, [[0, 0], [1, 0], [1, 0], [1, 1]])
