"""What section 26 of Part 3 claims about training, symmetry, and signals in deep networks."""

import re
from itertools import product

import numpy as np
import pytest

from lecturekit import Network, datasets, exercises, explore
from lecturekit.activations import identity, relu, sigmoid
from lecturekit.experiments.deep_signals import deep_network, measured
from lecturekit.experiments.loss_landscape import moons as plane_moons
from lecturekit.experiments.loss_landscape import (
    principal_directions,
    project,
    trained,
    two_directions,
)
from lecturekit.experiments.random_features import points_right
from lecturekit.experiments.sharpness import moons
from lecturekit.gradient_descent import gradient_descent, objective
from tests.claims.driving import driver


@pytest.mark.claim(
    "3-xor-train",
    "2 hidden neurons: 12 of 20",
    "3 hidden neurons: 19 of 20",
    "4 hidden neurons: 20 of 20",
)
@pytest.mark.claim("3-xor-train-text", "two corners are right", r"\frac12 \log 2 \approx 0.347")
def test_runs_that_fail_on_xor_creep():
    X, y = datasets.xor()
    failed = []
    for p, seed in product((2, 3), range(20)):
        net = Network([2, p, 1], "tanh", output="sigmoid", seed=seed)
        path = gradient_descent(objective(net, X, y), net.theta, 1.0, 1000)
        net.theta[:] = path.thetas[-1]
        if np.sum(net.predict(X) == y) < 4:
            failed.append(p)
            predicted = net(X)[:, 0]
            assert np.sum(np.abs(predicted - y) < 0.01) == 2
            assert np.sum(np.abs(predicted - 0.5) < 0.01) == 2
            assert (np.diff(path.losses) < 0).all()
            assert 0 < path.losses[-1] - np.log(2) / 2 < 0.002
    assert failed == [2] * (20 - 12) + [3] * (20 - 19)


@pytest.mark.claim("3-zero-text", "in one layer they are enough", "only the last bias can move")
def test_symmetry_is_kept_and_broken():
    X, y = moons()
    for seed in range(20):
        nets = [Network([2, 4, 1], "tanh", output="sigmoid", seed=seed) for _ in range(3)]
        nets[0].theta[:] = 0
        nets[1].layers[0].W[:] = nets[1].layers[0].b[:] = 0.5
        nets[2].layers[1].W[:] = nets[2].layers[1].b[:] = 0.5
        for net in nets:
            net.theta[:] = gradient_descent(objective(net, X, y), net.theta, 1.0, 300).thetas[-1]
        assert not nets[0].theta[:-1].any()
        for net in nets[1:]:
            assert len(np.unique(net.layers[0].W.round(4), axis=0)) == 4


@pytest.mark.claim("3-zero-try", "all ½ 1 different, 174 of 200 right")
@pytest.mark.claim("3-zero-text", "four neurons do the work of one")
def test_equal_neurons_stay_equal_even_if_rounding_tells_them_apart():
    X, y = moons()
    net = Network([2, 4, 1], "tanh", output="sigmoid")
    net.theta[:] = 0.5 + 1e-14 * np.random.default_rng(0).standard_normal(net.theta.size)
    net.theta[:] = gradient_descent(objective(net, X, y), net.theta, 1.0, 1000).thetas[-1]
    assert np.ptp(net.layers[0].W, axis=0).max() < 1e-8
    assert np.sum(net.predict(X) == y) == 174


@pytest.mark.claim(
    "3-spirals-text", "at least 198", "get 167 to 200", "With 16", "only 17 of their 65 parameters"
)
def test_trained_neurons_beat_random_ones_on_spirals():
    random, trained = points_right("spirals", {False: (8, 16), True: (8,)}).values()
    assert min(trained[8]) == 198
    assert (min(random[8]), max(random[8])) == (167, 200)
    assert min(random[16]) >= 198
    assert Network([2, 16, 1]).theta.size == 65


@pytest.mark.claim(
    "3-training-live-answers",
    "By step 50 it is a gentle line",
    "after 300 steps 199 of 200",
    "177",
    "it never comes back below",
)
def test_answers_under_the_training_figure():
    drive = driver(explore.training())
    assert "179 of 200" in drive(t=50)
    assert "183 of 200" in drive(t=100)
    assert "191 of 200" in drive(t=150)
    assert "199 of 200" in drive(t=300)
    assert "177 of 200" in drive(t=1000, activation="identity")
    assert "200 of 200" in drive(t=1000, data="spirals", width=8)
    told = drive(t=1000, step_size=100.0, data="spirals", width=8)
    assert "J above its start since step 1" in told


@pytest.mark.exhaustive
@pytest.mark.claim("3-training-live-answers", "between 157 and 200, with a median of 198")
def test_spirals_with_other_seeds():
    drive = driver(explore.training())
    found = [drive(t=1000, data="spirals", width=8, seed=seed) for seed in range(21)]
    found = [int(re.search(r"(\d+) of 200", told)[1]) for told in found]
    assert abs(np.median(found) - 198) <= 1  # small rounding errors grow in such a run
    assert 150 < min(found) < 165


def lengths(activation, start, seed):
    """A network of 50 hidden layers, and the lengths of its error signals, as in the figure."""
    X, y = datasets.digits()
    net = deep_network(50, 32, 64, 10, activation, start, seed=seed)
    trace = net.forward(datasets.standardise(X)[:200])
    return net, np.array([np.linalg.norm(delta) for delta in net.deltas(trace, y[:200])[:-1]])


def factors(*choices, number=20):
    found = [lengths(*choices, seed)[1] for seed in range(number)]
    return np.array([(each[0] / each[-1]) ** (1 / 49) for each in found])


@pytest.mark.claim("3-delta-caption", "medians and ranges over 20 seeds")
@pytest.mark.claim("3-init-text", "*and* the weights decide")
@pytest.mark.claim("3-he-derivation", "× 0.95 per layer", "with Glorot × 0.70")
def test_error_signals_in_fifty_layers():
    tanh = factors("tanh", "Glorot")
    for each in (tanh, factors("relu", "He")):
        assert 0.92 < each.min() < each.max() < 1.05
    assert round(np.median(tanh), 2) == 0.95
    assert 0.68 < np.median(factors("relu", "Glorot")) < 0.71
    for activation in ("tanh", "relu"):
        assert factors(activation, "large", number=5).min() > 1.5
    for activation in ("sigmoid", "tanh", "relu"):
        assert factors(activation, "small", number=5).max() < 0.1
    assert "× 0.98 per layer" in driver(explore.depth())(initialisation="large", scale=2.0)


@pytest.mark.claim("3-vanish-text", "multiplies its length by 0.23", "= 0.02")
@pytest.mark.claim("3-init-text", "sigmoids and Glorot about $10^{-33}$", "not one bit of $W_1$")
def test_vanishing():
    nets, found = zip(*(lengths("sigmoid", "Glorot", seed) for seed in range(20)), strict=True)
    first, *_, last = np.median(found, axis=0)
    assert round(last, 2) == 0.02
    assert round(np.log10(first)) == -33
    assert 0.22 < (first / last) ** (1 / 49) < 0.25
    X, y = datasets.digits()
    X, y = datasets.standardise(X)[:200], y[:200]
    for net in nets:
        W, dW = net.layers[0].W, net.views(net.loss_and_gradient(X, y)[1])[0][0]
        np.testing.assert_array_equal(W - dW, W)


@pytest.mark.claim(
    "3-depth-live-answers",
    "By 0.23",
    r"3.6 \cdot 10^{-8}",
    r"1.7 \cdot 10^{-14}",
    "shrink, × 0.70 per layer",
    "Above × 1.4",
    "at × 2 the factor is 0.98",
    "0.42 or more",
)
def test_answers_under_the_depth_figure():
    drive = driver(explore.depth())
    told = drive()
    assert "× 0.23 per layer; their norm goes from 0.02 in layer 10 to 3.6e-8 in layer 1." in told
    assert "to 1.7e-14 in layer 1" in drive(depth=20)
    relu = {"activation": "relu", "depth": 20}
    assert drive(**relu).count("vanishing, × 0.7 per layer") == 2
    assert drive(initialisation="He", **relu).count("steady") == 2
    large = {k / 20: drive(initialisation="large", scale=k / 20) for k in range(20, 41)}
    steady = [scale for scale, told in large.items() if "deltas: steady" in told]
    assert steady == [scale for scale in large if scale >= 1.45]
    assert "deltas: steady, × 0.98" in large[2.0]
    assert round(measured(10, "sigmoid", "large", 2.0, "digits", 0).spreads[:10].min(), 2) == 0.42


@pytest.mark.claim("3-he-derivation", r"Hence $d\, v = 2$")
def test_two_deviations_are_glorots_conditions_and_hes_rule():
    Z = np.random.default_rng(0).standard_normal((500, 40))
    Z = np.vstack([Z, -Z])
    deviations = exercises.two_deviations.function
    np.testing.assert_allclose(deviations(Z, 30, identity), (40**-0.5, 30**-0.5))
    np.testing.assert_allclose(deviations(Z, 30, relu), ((2 / 40) ** 0.5, (2 / 30) ** 0.5))
    forward, backward = deviations(Z, 40, sigmoid)
    assert backward > 2 * forward  # "The two disagree" …
    forward, backward = deviations(6.7 * Z, 40, sigmoid)  # … unless "most neurons are saturated"
    assert abs(forward / backward - 1) < 0.05
    assert np.mean(np.abs(6.7 * Z) > 3) > 0.5


@pytest.mark.claim("3-dead-text-after", "most hidden neurons are dead in every run")
@pytest.mark.claim("3-dead-text", "whose inputs never change, it stays dead for ever")
def test_dead_neurons_stay_dead():
    X, y = moons()
    for seed in range(3):
        net = Network([2, 16, 1], "relu", output="sigmoid", seed=seed)
        f, dead = objective(net, X, y), []
        for _ in range(2):
            net.theta[:] = gradient_descent(f, net.theta, 30.0, 300).thetas[-1]
            dead.append(net.layers[0](X).max(axis=0) == 0)
        assert dead[0].sum() > 8
        assert dead[1][dead[0]].all()


@pytest.mark.claim(
    "3-landscape-live-answers", "0.062 instead of 0.086", "199 points", "196", "7 %", "177 right"
)
@pytest.mark.claim("3-landscape-live-answers", "after 2,000 steps it gets 199")
def test_answers_under_the_landscape():
    drive = driver(explore.landscape())
    assert "the loss is 0.086, and the network gets 196" in drive()
    assert "the loss is 0.062, and the network gets 199" in drive(a=-0.25, c=0.1)
    assert "captures 7 % of the training path" in drive(directions="random")
    stuck = drive(hidden="4", seed=7)
    assert "the loss is 0.281, and the network gets 177" in stuck
    (X, y), net = plane_moons(), Network([2, 4, 1], "tanh", "sigmoid", seed=7)
    net.theta[:] = gradient_descent(objective(net, X, y), net.theta, 0.5, 2000).thetas[-1]
    assert np.sum(net.predict(X) == y) == 199


@pytest.mark.claim("3-landscape-caveats", "99.8 %", "91 %", "11 %", "1 % to 44 %")
def test_what_planes_capture(claimed):
    walks = [
        np.cumsum(np.random.default_rng(seed).standard_normal((601, 33)), axis=0)
        for seed in range(20)
    ]
    paths = [trained("8", seed).thetas for seed in range(20)]
    shares = [
        [project(each, each[-1], *principal_directions(each))[1] for each in paths],
        [project(each, each[-1], *principal_directions(each))[1] for each in walks],
        [],
    ]
    for seed, path in enumerate(paths):
        net = Network([2, 8, 1], "tanh", "sigmoid")
        net.theta[:] = path[-1]
        directions = two_directions("random", net, path, seed)
        shares[2].append(project(path, path[-1], *directions)[1])
    paths, walks, random = 100 * np.array(shares)
    assert claimed["3-landscape-caveats"] == [
        f"{np.median(paths):.1f} %",
        f"{np.median(walks):.0f} %",
        f"{np.median(random):.0f} %",
        f"{random.min():.0f} % to {random.max():.0f} %",
    ]


@pytest.mark.claim("3-landscape-caveats", "changes no prediction")
def test_scaling_relu_layers_changes_no_prediction():
    X, y = moons()
    net = Network([2, 8, 1], "relu", output="sigmoid", seed=0)
    before, gradient = net(X), np.linalg.norm(net.loss_and_gradient(X, y)[1])
    net.layers[0].W *= 2
    net.layers[0].b *= 2
    net.layers[1].W /= 2
    np.testing.assert_allclose(net(X), before)
    assert not np.isclose(np.linalg.norm(net.loss_and_gradient(X, y)[1]), gradient, rtol=0.05)
