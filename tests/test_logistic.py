"""Logistic regression against central differences, closed forms and scikit-learn."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.linear_model import LogisticRegression

from lecturekit.activations import sigmoid
from lecturekit.datasets import iris, moons, standardise
from lecturekit.logistic import fit_logistic, logistic_loss_and_gradient
from lecturekit.losses import binary_cross_entropy
from lecturekit.neuron import Neuron


@pytest.fixture
def clouds():
    """Two clouds that overlap, so that a finite minimum exists without a penalty."""
    X, y = make_blobs(80, centers=[(-0.8, -0.6), (0.8, 0.6)], random_state=3)
    y = y.astype(float)
    X.flags.writeable = y.flags.writeable = False  # no test may change the data
    return X, y


# ---- the objective and its gradient


@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_gradient_is_the_limit_of_difference_quotients(clouds, l2):
    X, y = clouds
    neuron, h = Neuron([0.7, -1.2], 0.4), 1e-6
    _, gradient = logistic_loss_and_gradient(neuron, X, y, l2)
    assert gradient.shape == neuron.theta.shape
    for j in range(3):
        sides = []
        for step in (h, -h):
            moved = Neuron(neuron.w, neuron.b)
            moved.theta[j] += step
            sides.append(logistic_loss_and_gradient(moved, X, y, l2)[0])
        assert gradient[j] == pytest.approx((sides[0] - sides[1]) / (2 * h), abs=1e-8)


def test_objective_by_hand():
    # σ(0) = ½ at every example: J = log 2, and the gradient is the mean of (½ − y) x̃.
    loss, gradient = logistic_loss_and_gradient(Neuron([0, 0]), [[1, 2], [3, 4]], [1, 0])
    assert loss == pytest.approx(np.log(2), rel=1e-15)
    assert gradient.tolist() == [0.5, 0.5, 0]
    # A penalty of λ/2 ‖w‖² = 2/2 · (3² + 4²), of which the bias has no part.
    loss, gradient = logistic_loss_and_gradient(Neuron([3, 4], 5), [[0, 0]], [1], l2=2)
    assert loss == pytest.approx(np.log1p(np.exp(-5)) + 25, rel=1e-15)
    np.testing.assert_allclose(gradient, [6, 8, sigmoid(5) - 1], rtol=1e-12)


def test_objective_is_the_mean_cross_entropy_of_the_neuron(clouds):
    X, y = clouds
    neuron = Neuron([0.7, -1.2], 0.4)
    loss, _ = logistic_loss_and_gradient(neuron, X, y)
    assert loss == pytest.approx(binary_cross_entropy(neuron(X), y), rel=1e-12)


# ---- the fit


def flowers():
    data = iris(positive="virginica", negative="versicolor")
    return standardise(data.X), data.y


@pytest.mark.parametrize("l2", [0.0, 0.01, 0.1])
@pytest.mark.parametrize("problem", [flowers, moons], ids=["iris", "moons"])
def test_the_minimum_is_scikit_learns(problem, l2):
    X, y = problem()
    run = fit_logistic(X, y, step_size=3.0, max_steps=20_000, tolerance=1e-9, l2=l2)
    assert run.stopped == "converged"
    # Its objective is the sum of losses times C, plus ½‖w‖²: ours times n C, with λ = 1/(n C).
    truth = LogisticRegression(
        C=1 / (len(y) * l2) if l2 else np.inf, solver="newton-cholesky", tol=1e-10
    ).fit(X, y)
    np.testing.assert_allclose(run.neuron.w, truth.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(run.neuron.b, truth.intercept_[0], rtol=1e-5)
    np.testing.assert_allclose(run.neuron(X), truth.predict_proba(X)[:, 1], rtol=1e-4)


def test_small_steps_descend_at_every_step(clouds):
    X, y = clouds
    # J is smooth with L = λ_max(X̃ᵀX̃)/(4n), so that a step of 1/L descends.
    ones = np.column_stack([X, np.ones(len(X))])
    smoothness = np.linalg.eigvalsh(ones.T @ ones / len(X)).max() / 4
    run = fit_logistic(X, y, step_size=1 / smoothness, max_steps=60, tolerance=0)
    assert (np.diff(run.losses) < 0).all()


@pytest.mark.parametrize(("l2", "start"), [(0.0, None), (0.1, None), (0.1, [1, 2, 3])])
def test_the_history_is_the_algorithm(clouds, l2, start):
    X, y = clouds
    run = fit_logistic(X, y, step_size=0.5, max_steps=20, l2=l2, start=start)
    assert run.thetas.shape == (21, 3)
    assert run.losses.shape == (21,)
    assert run.thetas[0].tolist() == (start or [0, 0, 0])
    assert run.neuron.theta.tolist() == run.thetas[-1].tolist()
    assert run.neuron.activation is sigmoid
    for t, theta in enumerate(run.thetas):
        J, gradient = logistic_loss_and_gradient(Neuron(theta[:-1], theta[-1]), X, y, l2)
        assert run.losses[t] == pytest.approx(J, rel=1e-13)
        if t < 20:
            np.testing.assert_allclose(run.thetas[t + 1], theta - 0.5 * gradient, rtol=1e-12)


# ---- why it stopped


def gradient_length(theta, X, y):
    return np.linalg.norm(logistic_loss_and_gradient(Neuron(theta[:-1], theta[-1]), X, y)[1])


def test_it_stops_at_the_first_iterate_within_the_tolerance_or_when_the_steps_are_used_up(clouds):
    X, y = clouds
    run = fit_logistic(X, y, tolerance=1e-3)
    steps = len(run.losses) - 1  # the last iterate is checked, too
    assert run.stopped == "converged"
    assert gradient_length(run.thetas[-1], X, y) <= 1e-3 < gradient_length(run.thetas[-2], X, y)
    for max_steps, stopped in [(steps, "converged"), (steps - 1, "max_steps"), (0, "max_steps")]:
        run = fit_logistic(X, y, tolerance=1e-3, max_steps=max_steps)
        assert (run.stopped, len(run.losses) - 1) == (stopped, max_steps)


@pytest.mark.parametrize(("step_size", "l2"), [(10, 10), (3, 1e3), (1e200, 1e200)])
def test_divergence_is_reported_and_the_last_finite_iterate_kept(clouds, step_size, l2):
    # A penalty multiplies the weights by 1 − αλ at each step: they grow when αλ > 2.
    X, y = clouds
    run = fit_logistic(X, y, step_size=step_size, l2=l2)
    assert run.stopped == "diverged"
    assert np.isfinite(run.thetas).all()
    assert np.isfinite(run.losses).all()


# ---- what is refused


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("step_size", 0, "step_size is 0, but it must be greater than 0"),
        ("step_size", np.inf, "step_size is inf, but a finite number"),
        ("max_steps", -1, "max_steps is -1, but it must be at least 0"),
        ("max_steps", 10.0, "max_steps is 10.0, but a whole number"),
        ("tolerance", -1e-3, "tolerance is -0.001, but it must be at least 0"),
        ("l2", -1, "l2 is -1, but it must be at least 0"),
        ("start", [0, 0], "start has 2 entries, but 3 are needed"),
    ],
)
def test_bad_settings_are_refused(clouds, name, value, message):
    X, y = clouds
    with pytest.raises(ValueError, match=f"^{message}"):
        fit_logistic(X, y, **{name: value})


def test_the_objective_needs_a_sigmoid_neuron_of_the_right_size():
    with pytest.raises(ValueError, match="activation is 'tanh', but logistic regression"):
        logistic_loss_and_gradient(Neuron([1], activation="tanh"), [[1]], [1])
    with pytest.raises(ValueError, match="X has 1 feature, but this neuron takes 2"):
        logistic_loss_and_gradient(Neuron([1, 2]), [[1]], [1])
