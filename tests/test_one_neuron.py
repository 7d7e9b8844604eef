"""One neuron, f(x) = σ(wᵀx + b), and the two ways to train it: Rosenblatt's rule and descent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import make_blobs
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from lecturekit.activations import ACTIVATIONS, sigmoid, tanh
from lecturekit.datasets import iris, moons, separable, standardise, xor
from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient
from lecturekit.losses import binary_cross_entropy
from lecturekit.neuron import Neuron
from lecturekit.perceptron import fit_perceptron, mistake_bound

CORNERS = xor().X  # (0, 0), (0, 1), (1, 0), (1, 1)
GATES = {
    "AND": ([1, 1], -1.5, [0, 0, 0, 1]),
    "OR": ([1, 1], -0.5, [0, 1, 1, 1]),
    "NAND": ([-1, -1], 1.5, [1, 1, 1, 0]),
    "NOR": ([-1, -1], 0.5, [1, 0, 0, 0]),
    "always": ([0, 0], 0, [1, 1, 1, 1]),
    "never": ([0, 0], -1, [0, 0, 0, 0]),
}


@pytest.mark.parametrize("gate", GATES)
def test_gates_by_hand_and_learned_by_the_perceptron(gate):
    w, b, truth = GATES[gate]
    neuron = Neuron(w, b, activation="step")
    assert neuron(CORNERS).tolist() == neuron.predict(CORNERS).tolist() == truth
    assert fit_perceptron(CORNERS, truth).neuron.predict(CORNERS).tolist() == truth


def test_the_weighted_sum_and_the_activation_by_hand():
    neuron = Neuron([2, -1], 0.5)
    assert neuron.pre_activation([[3, 4], [0, 0]]).tolist() == [2.5, 0.5]
    np.testing.assert_allclose(neuron([[3, 4]]), 1 / (1 + np.exp(-2.5)), rtol=1e-15)
    assert Neuron([2, -1], 0.5, activation=tanh)([0, 0]) == np.tanh(0.5)
    assert Neuron([2, -1])([0, 0]) == 0.5  # the bias is 0, the activation a sigmoid
    assert Neuron(2, 1, activation="identity")([[3], [4]]).tolist() == [7, 9]
    assert repr(Neuron([1, -2.5], -0.5)) == "Neuron: sigmoid(1·x1 - 2.5·x2 - 0.5)"


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_one_example_answers_like_its_row_of_a_table(name):
    neuron = Neuron([1, -2, 0.5], 0.25, activation=name)
    X = np.random.default_rng(0).normal(size=(5, 3))
    assert neuron(X).shape == neuron.predict(X).shape == (5,)
    for x, f, k in zip(X, neuron(X), neuron.predict(X), strict=True):
        assert isinstance(neuron(x), float)
        assert neuron(x) == pytest.approx(f, rel=1e-12, abs=1e-15)
        assert isinstance(neuron.predict(x), np.integer)
        assert neuron.predict(x) == k


def test_predict_says_1_at_the_threshold_and_above():
    neuron = Neuron([1], activation="sigmoid")
    for threshold, classes in [(0.5, [0, 1, 1]), (sigmoid(1.0), [0, 0, 1]), (0, [1, 1, 1])]:
        assert neuron.predict([[-1], [0], [1]], threshold).tolist() == classes
    assert neuron.predict([[-1], [0], [1]]).tolist() == [0, 1, 1]


def test_parameters_are_views_into_theta_and_what_is_given_is_copied():
    w, X = np.array([1.0, 2.0]), np.array([[1.0, 1.0]])
    neuron = Neuron(w, 3, activation="identity")
    theta = neuron.theta
    neuron.w[0] = 10
    theta[-1] = -5
    assert (theta.tolist(), neuron.b) == ([10, 2, -5], -5)
    f = neuron(X)
    assert f.tolist() == [10 + 2 - 5]
    f += 1
    neuron.w, neuron.b = [4, 5], 6
    with pytest.raises(ValueError, match="w has 3 entries, but 2 are needed"):
        neuron.w = [1, 2, 3]
    assert neuron.theta is theta
    assert theta.tolist() == [4, 5, 6]
    assert (w.tolist(), X.tolist()) == ([1, 2], [[1, 1]])


# ---- Rosenblatt's rule, and Novikoff's bound on its mistakes


def test_the_first_steps_by_hand():
    # θ = 0 says 1 (z = 0) to example 0, wrongly: subtract x̃ = (1, 2, 1). Then z < 0 for
    # example 1, wrongly: add x̃ = (3, 4, 1). From there on both are right.
    run = fit_perceptron([[1, 2], [3, 4]], [0, 1], max_epochs=1)
    assert run.thetas.tolist() == [[0, 0, 0], [-1, -2, -1], [2, 2, 0]]
    assert run.examples.tolist() == [0, 1]
    assert run.mistakes_per_epoch.tolist() == [2]
    assert not run.converged
    assert repr(run) == "PerceptronRun: 2 mistakes in 1 epoch, not converged"


def test_xor_cycles_for_ever():
    run = fit_perceptron(*xor(), max_epochs=50)
    assert not run.converged
    assert len(run.mistakes_per_epoch) == 50
    assert (run.mistakes_per_epoch > 0).all()
    # The rule is deterministic: once θ at the end of an epoch comes back, so does all that follows.
    ends = [tuple(theta) for theta in run.thetas[np.cumsum(run.mistakes_per_epoch)]]
    assert len(set(ends)) < 10
    first = ends.index(ends[-1])
    period = ends.index(ends[first], first + 1) - first
    assert ends[first : -period or None] == ends[first + period :]


def rosenblatt(X, y, order):
    """The rule once more: every θ, and the examples that moved it."""
    thetas, examples = [np.zeros(3)], []
    for i in order:
        x, theta = np.append(X[i], 1), thetas[-1]
        if (theta @ x >= 0) != y[i]:
            thetas.append(theta + x if y[i] == 1 else theta - x)
            examples.append(i)
    return thetas, examples


@pytest.mark.parametrize("seed", [None, 0, 1])
@pytest.mark.parametrize("data", [separable(40, 0.05, seed=2), separable(30, 0.02), moons(40)])
def test_exactly_the_mistakes_move_theta_by_their_example(data, seed):
    X, y = data
    X.flags.writeable = y.flags.writeable = False  # the data are left alone
    run, rng = fit_perceptron(X, y, max_epochs=15, seed=seed), np.random.default_rng(seed)
    epochs = [range(len(X)) if seed is None else rng.permutation(len(X)) for _ in range(15)]
    thetas, examples = rosenblatt(X, y, np.concatenate(epochs[: len(run.mistakes_per_epoch)]))
    np.testing.assert_array_equal(run.thetas, thetas)
    assert run.examples.tolist() == examples
    assert run.mistakes == len(examples) == run.mistakes_per_epoch.sum() > 0
    assert run.neuron.theta.tolist() == run.thetas[-1].tolist()


def test_bound_by_hand():
    # x̃ = (0, 1) and (1, 1): R = √2. For θ = (2, −1) both lie 1/√5 from the plane: (R/γ)² = 10.
    # Only the direction of θ counts.
    for separator in ([2, -1], [200, -100], Neuron([2], -1)):
        bound = mistake_bound([[0], [1]], [0, 1], separator)
        assert bound.radius == pytest.approx(np.sqrt(2), rel=1e-15)
        assert bound.margin == pytest.approx(1 / np.sqrt(5), rel=1e-15)
        assert bound.mistakes == pytest.approx(10, rel=1e-14)


@given(
    n=st.integers(2, 60),
    margin=st.floats(0.01, 0.5),
    seed=st.integers(0, 2**32 - 1),
    order=st.none() | st.integers(0, 100),
)
def test_no_run_makes_more_mistakes_than_novikoffs_bound(n, margin, seed, order):
    X, y = separable(n, margin, seed)
    assert np.abs(X).max() <= 1
    # If some line keeps the margin, then the line of widest margin keeps it too.
    machine = SVC(kernel="linear", C=1e6, tol=1e-6).fit(X, y)
    widest = (2 * y - 1) * machine.decision_function(X) / np.linalg.norm(machine.coef_)
    assert widest.min() >= 0.999 * margin
    bound = mistake_bound(X, y, np.append(machine.coef_[0], machine.intercept_))
    # Every pass but the last has a mistake: that many passes are enough.
    run = fit_perceptron(X, y, max_epochs=int(bound.mistakes) + 1, seed=order)
    assert run.converged
    assert run.mistakes_per_epoch[-1] == 0
    assert run.mistakes <= bound.mistakes
    assert run.neuron.activation.name == "step"
    assert run.neuron.predict(X).tolist() == y.tolist()


# ---- logistic regression


@pytest.fixture
def clouds():
    """Two clouds that overlap, so that a finite minimum exists without a penalty."""
    X, y = make_blobs(80, centers=[(-0.8, -0.6), (0.8, 0.6)], random_state=3)
    y = y.astype(float)
    X.flags.writeable = y.flags.writeable = False  # no test may change the data
    return X, y


def loss_and_gradient(theta, X, y, l2=0.0):
    return logistic_loss_and_gradient(Neuron(theta[:-1], theta[-1]), X, y, l2)


def test_objective_by_hand(clouds):
    # σ(0) = ½ at every example: J = log 2, and the gradient is the mean of (½ − y) x̃.
    loss, gradient = logistic_loss_and_gradient(Neuron([0, 0]), [[1, 2], [3, 4]], [1, 0])
    assert loss == pytest.approx(np.log(2), rel=1e-15)
    assert gradient.tolist() == [0.5, 0.5, 0]
    # A penalty of λ/2 ‖w‖² = 2/2 · (3² + 4²), of which the bias has no part.
    loss, gradient = logistic_loss_and_gradient(Neuron([3, 4], 5), [[0, 0]], [1], l2=2)
    assert loss == pytest.approx(np.log1p(np.exp(-5)) + 25, rel=1e-15)
    np.testing.assert_allclose(gradient, [6, 8, sigmoid(5) - 1], rtol=1e-12)
    # It is the mean cross-entropy of the neuron.
    (X, y), neuron = clouds, Neuron([0.7, -1.2], 0.4)
    loss, _ = logistic_loss_and_gradient(neuron, X, y)
    assert loss == pytest.approx(binary_cross_entropy(neuron(X), y), rel=1e-12)


@pytest.mark.parametrize("l2", [0.0, 0.01, 0.1])
@pytest.mark.parametrize("problem", ["iris", "moons"])
def test_the_minimum_is_scikit_learns(problem, l2):
    X, y = moons() if problem == "moons" else iris(positive="virginica", negative="versicolor")
    X = standardise(X) if problem == "iris" else X
    run = fit_logistic(X, y, step_size=3.0, max_steps=20_000, tolerance=1e-9, l2=l2)
    assert run.stopped == "converged"
    # Its objective is the sum of losses times C, plus ½‖w‖²: ours times n C, with λ = 1/(n C).
    C = 1 / (len(y) * l2) if l2 else np.inf
    truth = LogisticRegression(C=C, solver="newton-cholesky", tol=1e-10).fit(X, y)
    np.testing.assert_allclose(run.neuron.w, truth.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(run.neuron.b, truth.intercept_[0], rtol=1e-5)
    np.testing.assert_allclose(run.neuron(X), truth.predict_proba(X)[:, 1], rtol=1e-4)


def test_the_way_begins_at_the_start_and_its_last_point_is_the_neuron(clouds):
    run = fit_logistic(*clouds, step_size=0.5, max_steps=1, l2=0.1, start=[1, 2, 3])
    J, gradient = loss_and_gradient(run.thetas[0], *clouds, l2=0.1)
    assert run.thetas[0].tolist() == [1, 2, 3]
    assert run.losses[0] == pytest.approx(J, rel=1e-13)
    np.testing.assert_allclose(run.thetas[1], run.thetas[0] - 0.5 * gradient, rtol=1e-12)
    assert run.neuron.theta.tolist() == run.thetas[-1].tolist()
    assert run.neuron.activation is sigmoid


# ---- what is refused (data and most settings: see the checks and gradient descent)

DATA, TANH = ([[0], [1]], [0, 1]), Neuron([1], activation="tanh")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Neuron([1, 2])([[1]]), r"X has 1 feature, .* takes 2; give X of shape \(n, 2\)"),
        (lambda: Neuron([1, 2])([1, 2, 3]), "X has 3 entries, .* takes 2; give one example of"),
        (lambda: Neuron([1, 2])([np.inf, 1]), r"X holds inf at index \(0\)"),
        (lambda: Neuron([[1, 2]]), r"w has shape \(1, 2\), but a nonempty vector is needed"),
        (lambda: Neuron([1], [1, 2]), r"b is \[1, 2\], but a finite number"),
        (lambda: Neuron([1], activation="softmax"), "activation is 'softmax', .* use 'sigmoid'"),
        (lambda: fit_perceptron(*DATA, max_epochs=0), "max_epochs is 0, but it must be at least 1"),
        (lambda: mistake_bound(*DATA, [0, 0]), r"separator does not .* classes \(example 0"),
        (lambda: mistake_bound(*DATA, [1, 0]), r"separator .* \(example 0 .* on the boundary"),
        (lambda: mistake_bound(*DATA, [1]), "separator has 1 entry, but 2 are needed"),
        (lambda: fit_logistic(*DATA, step_size=0), "step_size is 0, but .* greater than 0"),
        (lambda: fit_logistic(*DATA, start=[0]), "start has 1 entry, but 2 are needed"),
        (lambda: loss_and_gradient([1, 2, 0], *DATA), "X has 1 feature, but this neuron takes 2"),
        (lambda: logistic_loss_and_gradient(TANH, *DATA), ".*'tanh', but logistic regression"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
