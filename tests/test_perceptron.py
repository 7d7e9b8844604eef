"""Rosenblatt's rule: what it learns, each of its steps, and Novikoff's bound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.svm import SVC

from lecturekit.datasets import iris, moons, separable, xor
from lecturekit.neuron import Neuron
from lecturekit.perceptron import fit_perceptron, mistake_bound


def widest_separator(X, y):
    """θ of a nearly widest margin, from a support vector machine."""
    machine = SVC(kernel="linear", C=1e6).fit(X, y)
    return np.append(machine.coef_[0], machine.intercept_)


# ---- what it learns


GATES = {
    "AND": [0, 0, 0, 1],
    "OR": [0, 1, 1, 1],
    "NAND": [1, 1, 1, 0],
    "always": [1, 1, 1, 1],
    "never": [0, 0, 0, 0],
}


@pytest.mark.parametrize("problem", [*GATES, "setosa"])
def test_gates_and_setosa_are_learned_exactly(problem):
    X, y = iris() if problem == "setosa" else (xor().X, GATES[problem])
    run = fit_perceptron(X, y)
    assert run.converged
    assert run.mistakes_per_epoch[-1] == 0
    assert run.neuron.activation.name == "step"
    assert run.neuron.predict(X).tolist() == list(y)


def test_the_first_steps_by_hand():
    # θ = 0 says 1 (z = 0) to example 0, wrongly: subtract x̃ = (1, 2, 1). Then z < 0 for
    # example 1, wrongly: add x̃ = (3, 4, 1). From there on both are right.
    run = fit_perceptron([[1, 2], [3, 4]], [0, 1], max_epochs=1)
    assert run.thetas.tolist() == [[0, 0, 0], [-1, -2, -1], [2, 2, 0]]
    assert run.examples.tolist() == [0, 1]
    assert run.mistakes_per_epoch.tolist() == [2]
    assert run.mistakes == 2
    assert not run.converged
    assert repr(run) == "PerceptronRun: 2 mistakes in 1 epochs, gave up"


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


# ---- every step


@pytest.mark.parametrize("seed", [None, 0, 1])
@pytest.mark.parametrize(
    "data", [separable(n=40, margin=0.05, seed=2), moons(n=40)], ids=["line", "no line"]
)
def test_every_update_answers_a_mistake_and_moves_theta_by_the_example(data, seed):
    X, y = data
    X.flags.writeable = y.flags.writeable = False  # the data are left alone
    run = fit_perceptron(X, y, max_epochs=15, seed=seed)
    assert run.mistakes == len(run.examples) == len(run.thetas) - 1 == run.mistakes_per_epoch.sum()
    assert run.mistakes > 0
    for theta, after, i in zip(run.thetas, run.thetas[1:], run.examples, strict=False):
        x = np.append(X[i], 1)
        y_hat = int(theta @ x >= 0)
        assert y_hat == 1 - y[i]
        np.testing.assert_array_equal(after, theta + x if y[i] == 1 else theta - x)
    assert run.neuron.theta.tolist() == run.thetas[-1].tolist()


def test_no_mistake_is_passed_over_and_the_order_is_kept():
    X, y = separable(n=30, margin=0.02, seed=5)
    run = fit_perceptron(X, y)
    ends = np.cumsum(run.mistakes_per_epoch)
    for begin, end in zip([0, *ends[:-1]], ends, strict=True):
        places = [-1, *run.examples[begin:end], len(X)]
        assert places == sorted(set(places))
        for k in range(len(places) - 1):  # between two updates θ stays and every example is right
            between = slice(places[k] + 1, places[k + 1])
            theta = run.thetas[begin + k]
            z = X[between] @ theta[:-1] + theta[-1]
            assert ((z >= 0) == y[between]).all()


def test_shuffling_is_reproducible():
    X, y = separable(n=40, margin=0.02, seed=1)
    runs = [fit_perceptron(X, y, max_epochs=200, seed=seed) for seed in (0, 0, 1)]
    assert runs[0].examples.tolist() == runs[1].examples.tolist()
    assert runs[0].thetas.tolist() == runs[1].thetas.tolist()
    assert runs[0].examples.tolist() != runs[2].examples.tolist()
    assert all(run.converged for run in runs)


# ---- Novikoff's bound


def test_bound_by_hand():
    # x̃ = (0, 1) and (1, 1): R = √2. For θ = (2, −1) both lie 1/√5 from the plane: (R/γ)² = 10.
    bound = mistake_bound([[0], [1]], [0, 1], [2, -1])
    assert bound.radius == pytest.approx(np.sqrt(2), rel=1e-15)
    assert bound.margin == pytest.approx(1 / np.sqrt(5), rel=1e-15)
    assert bound.mistakes == pytest.approx(10, rel=1e-14)


def test_the_bound_takes_a_neuron_and_ignores_the_length_of_theta():
    X, y = separable(seed=4)
    X.flags.writeable = False
    theta = widest_separator(X, y)
    bound = mistake_bound(X, y, theta)
    assert mistake_bound(X, y, Neuron(theta[:-1], theta[-1])) == bound
    assert mistake_bound(X, y, 100 * theta).mistakes == pytest.approx(bound.mistakes, rel=1e-12)


@given(
    n=st.integers(2, 60),
    margin=st.floats(0.02, 0.5),
    seed=st.integers(0, 2**32 - 1),
    order=st.none() | st.integers(0, 100),
)
def test_no_run_makes_more_mistakes_than_the_bound(n, margin, seed, order):
    X, y = separable(n, margin, seed)
    bound = mistake_bound(X, y, widest_separator(X, y))
    # Every pass but the last has a mistake: that many passes are enough.
    run = fit_perceptron(X, y, max_epochs=int(bound.mistakes) + 1, seed=order)
    assert run.converged
    assert run.mistakes <= bound.mistakes
    assert run.neuron.predict(X).tolist() == y.tolist()


@pytest.mark.parametrize(
    ("separator", "message"),
    [
        ([0, 0], r"separator does not separate the classes \(example 0"),
        ([-2, 1], "separator does not separate"),
        ([1, 0], r"separator does not separate the classes \(example 0 .* on the boundary"),
        ([1], "separator has 1 entry, but 2 are needed"),
    ],
)
def test_a_separator_that_does_not_separate_is_refused(separator, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        mistake_bound([[0], [1]], [0, 1], separator)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("max_epochs", 0, "max_epochs is 0, but it must be at least 1"),
        ("seed", -1, "seed is -1, but it must be at least 0"),
        ("seed", "a", "seed is 'a', but a whole number"),
    ],
)
def test_bad_settings_are_refused(name, value, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        fit_perceptron([[1], [2]], [0, 1], **{name: value})
