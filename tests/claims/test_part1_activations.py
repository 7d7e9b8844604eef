"""What section 10 of Part 1 claims about activations, computed."""

import re

import numpy as np
import pytest

from lecturekit import Network, explore
from lecturekit.activations import get_activation, sigmoid
from lecturekit.draw.scenes.hidden_layer import NAMES
from lecturekit.experiments.curve_fitting import (
    PLACES,
    POINTS,
    TARGETS,
    fit_output_weights,
    hidden_outputs,
    learning_curves,
)
from lecturekit.gradient_descent import gradient_descent, objective
from tests.claims.driving import driver

BEST_LINE = np.polynomial.Polynomial.fit(POINTS, TARGETS, 1)(POINTS)
DESCENTS = ((1, 0.2), (5, 0.05))  # hidden layers, step size
STEP_SIZES = (0.01, 0.03, 0.1, 0.3, 1.0)


def loss(y_hat):
    return np.mean((y_hat - TARGETS) ** 2) / 2


@pytest.mark.claim("1-hidden-live-intro", "$z_k = 8\\,(x - t_k)$", "at 41 points of a sine curve")
@pytest.mark.claim("1-hidden-live-answers", "same straight line, with $J = 0.1067$", "Seven:")
def test_what_one_hidden_layer_draws(claimed):
    assert len(POINTS) == 41
    quoted = claimed["1-hidden-live-answers"][0].split("= ")[1].rstrip("$")
    drive, x = driver(explore.hidden_layer()), np.linspace(-1, 1, 9)
    for p in range(1, len(PLACES) + 1):
        assert f"J = {quoted}: a straight line" in drive(activation="identity", p=p)
        weights, bias, J = fit_output_weights("identity", p)
        line = weights @ hidden_outputs("identity", p, POINTS) + bias
        assert np.allclose(line, BEST_LINE)
        assert np.isclose(J, loss(BEST_LINE))
        # z_k = 8 (x − t_k) has the weight 8 and the bias −8 t_k
        slope, offset = weights.sum() * 8, -8 * weights @ PLACES[:p] + bias
        assert np.allclose(slope * x + offset, np.interp(x, POINTS, line))
    weights, _, _ = fit_output_weights("relu", 6)
    assert len(set(PLACES[:6])) + 1 == 7
    assert np.abs(weights * 8).min() > 1  # a change of slope that can be seen
    assert not get_activation("step").derivative(np.linspace(-9, 9, 99)).any()


@pytest.mark.claim("1-hidden-live-caption", "the shape of σ returns in the sum")
def test_only_the_identity_never_fits_and_more_neurons_never_fit_worse():
    for name in NAMES:
        losses = [fit_output_weights(name, p)[2] for p in range(1, len(PLACES) + 1)]
        assert (np.diff(losses) < 1e-12).all(), name
        assert (name == "identity") == (losses[-1] > 0.01), name


@pytest.mark.claim("1-evidence-figure", "(axes[0], 1, 0.2), (axes[1], 5, 0.05)")
@pytest.mark.claim("1-evidence-intro", "the sigmoid's $\\sigma'$ is at most ¼")
@pytest.mark.claim(
    "1-evidence-caption",
    "range of 20 runs",
    "the best straight line, $J = 0.1067$, in every run",
    "leaves 0.24, the best *constant*, within these steps",
    "at any of five step sizes from 0.01 to 1",
)
def test_what_four_activations_learn(claimed):
    said = claimed["1-evidence-caption"]
    runs, line, best = (re.search(r"\d+(\.\d+)?", quote)[0] for quote in said[:3])
    ends = {
        (name, depth): learning_curves(name, depth, step_size)[:, -1]
        for depth, step_size in DESCENTS
        for name in ("identity", "sigmoid", "tanh", "relu")
    }
    for depth, _ in DESCENTS:
        assert len(ends["identity", depth]) == int(runs)
        assert {f"{end:.4f}" for end in ends["identity", depth]} == {line}
        for better, worse in (("relu", "tanh"), ("tanh", "identity")):
            assert np.median(ends[better, depth]) < np.median(ends[worse, depth]) / 2
        assert ends["relu", depth].max() < ends["sigmoid", depth].min() / 10
    assert ends["sigmoid", 1].max() < float(line) < ends["sigmoid", 5].min()
    assert ends["sigmoid", 1].min() > 0.09  # "just below identity", in the alt text
    assert round(loss(TARGETS.mean()), 2) == float(best)
    assert sigmoid.derivative(np.linspace(-9, 9, 99)).max() == 0.25
    for step_size in STEP_SIZES:
        losses = learning_curves("sigmoid", 5, step_size)
        assert losses.min() >= float(best), step_size


@pytest.mark.claim("1-notes-10", "weights four times as large they reach 0.04")
def test_larger_weights_help_the_sigmoid(claimed):
    reached = float(claimed["1-notes-10"][0].split()[-1])
    medians = []
    for step_size in STEP_SIZES:
        ends = []
        for seed in range(20):
            network = Network([1, *[16] * 5, 1], "sigmoid", "identity", "squared_error", seed=seed)
            for layer in network.layers:
                layer.W *= 4
            f = objective(network, POINTS[:, None], TARGETS)
            ends.append(gradient_descent(f, network.theta, step_size, 500, tolerance=0).losses[-1])
        medians.append(np.median(ends))
    assert round(min(medians), 2) == reached
    assert min(medians) > 10 * np.median(learning_curves("relu", 5, DESCENTS[1][1])[:, -1])
