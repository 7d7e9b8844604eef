"""The numbers that the quizzes quote are those that the lecture's code gives."""

import numpy as np

from lecturekit import datasets
from lecturekit.activations import relu, sigmoid, step
from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient
from lecturekit.neuron import Neuron
from lecturekit.perceptron import fit_perceptron

SEPALS = ("sepal length (cm)", "sepal width (cm)")


def test_separability():
    rings, y = datasets.circles(150, noise=0.06)
    radius = np.linalg.norm(rings, axis=1)
    assert radius[y == 1].max() < radius[y == 0].min()
    X, y = datasets.iris("virginica", negative="versicolor")
    assert set(y[(X == [4.8, 1.8]).all(axis=1)]) == {0, 1}


def test_naive_sigmoid():
    with np.errstate(over="ignore", invalid="ignore"):
        assert 1 / (1 + np.exp(np.float64(1000.0))) == 0
        assert np.isnan(np.exp(np.float64(1000.0)) / (1 + np.exp(np.float64(1000.0))))
    assert np.nextafter(0, 1) == 5e-324
    assert np.isclose(10 ** (1000 / np.log(10) - 434), 10**0.2945, rtol=1e-3)  # 5e-435


def test_no_bias():
    X, y = datasets.iris("setosa")
    assert (y == 1).sum() == 50
    assert (Neuron([-1.5, -2.0], 5.0).predict(X) == y).all()
    without = Neuron([-1.5, -2.0], 0.0)
    assert (without.pre_activation(X) < 0).all()
    assert (without.predict(X) == y).sum() == 100


def test_loss_slope():
    y_hat = sigmoid(-10.0)
    cross_entropy, squared = y_hat - 1, (y_hat - 1) * y_hat * (1 - y_hat)
    assert np.round(squared, 5) == -0.00005
    assert 20_000 < cross_entropy / squared < 23_000


def test_start_loss():
    for species in ("setosa", "virginica"):
        X, y = datasets.iris(species)
        J, _ = logistic_loss_and_gradient(Neuron([0, 0], 0), X, y)
        assert np.isclose(J, np.log(2))


def test_separable_converges():
    X, y = datasets.iris("setosa")
    run = fit_logistic(datasets.standardise(X), y, max_steps=2000, tolerance=0)
    assert (np.diff(run.losses) < 0).all()
    assert (np.diff(np.linalg.norm(run.thetas[:, :2], axis=1)) > 0).all()


def test_staircase():
    X, y = datasets.iris("setosa")
    shares = [np.mean(step(X @ [w, -2.0] + 5.0) != y) for w in np.linspace(-4, 1, 5001)]
    assert np.mean(np.diff(shares) == 0) > 0.9


def test_sepals():
    mistakes = {}
    for features in (SEPALS, ("petal length (cm)", "petal width (cm)")):
        X, y = datasets.iris("setosa", "versicolor", features)
        for name, Z in (("raw", X), ("standardised", datasets.standardise(X))):
            mistakes[features[0][:5], name] = fit_perceptron(Z, y, max_epochs=1000).mistakes
    assert mistakes["petal", "raw"] == 4
    assert mistakes["sepal", "raw"] == 1489
    assert mistakes["sepal", "standardised"] == 7


def test_inseparable():
    X, y = datasets.iris("virginica", negative="versicolor")
    for Z, labels in ((datasets.standardise(X), y), datasets.xor()):
        assert (fit_perceptron(Z, labels, max_epochs=200).mistakes_per_epoch > 0).all()
    thetas = fit_perceptron(*datasets.xor(), max_epochs=10).thetas
    assert np.array_equal(thetas[3], thetas[7])


def test_perceptron_orders():
    X, y = datasets.iris("setosa", "versicolor", SEPALS)
    X = datasets.standardise(X)
    runs = [fit_perceptron(X, y, max_epochs=1000, seed=seed).neuron.theta for seed in range(20)]
    lines = np.unique([np.round(theta / np.linalg.norm(theta), 9) for theta in runs], axis=0)
    assert len(lines) > 10
    order = np.random.default_rng(0).permutation(len(y))
    shuffled = fit_logistic(X[order], y[order], max_steps=500).neuron.theta
    np.testing.assert_allclose(shuffled, fit_logistic(X, y, max_steps=500).neuron.theta, rtol=1e-9)


def test_ten_sigmoids():
    assert sigmoid.derivative(0.0) == 0.25
    assert 4**10 == 1_048_576
    assert np.isclose(0.5**10, 1e-3, rtol=0.05)


def test_dead_relu():
    z = datasets.standardise(datasets.iris("setosa").X) @ [0.7, -0.4] - 20.0
    assert (relu.derivative(z) == 0).all()


def test_the_cost_of_a_disease():
    assert np.isclose(1 / 11, 0.09, atol=0.001)
