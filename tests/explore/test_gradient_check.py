"""What the gradient-check lab computes, and what it says about it."""

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.draw.scenes.gradient_check import NAMES
from lecturekit.experiments.gradient_lab import BUGS, X, Y, check, errors, lab_network, planted
from lecturekit.gradcheck import check_gradient

PLACES = {
    "none": [],
    "transposed": ["W₂"],
    "slope": ["W₁", "b₁", "W₂", "b₂"],
    "mean": list(NAMES),
    "sign": list(NAMES),
}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("kink", ["off", "on"])
def test_without_a_bug_the_pass_is_that_of_the_network(precision, kink):
    network = lab_network(precision, kink)
    gradient = network.loss_and_gradient(X, Y)[1]
    np.testing.assert_allclose(planted(network, X, Y), gradient, rtol=2e-6)
    assert planted(network, X, Y).dtype == precision


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("bug", list(BUGS))
def test_every_bug_sits_where_it_should(bug, precision):
    network = lab_network(precision, "off")
    report = check_gradient(network, X, Y, planted(network, X, Y, bug))
    names = [NAMES[2 * (layer - 1) + "Wb".index(name)] for layer, name in report.places()]
    assert names == PLACES[bug]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "right"),
        ({"h": 1e-1}, "h too large"),
        ({"h": 1e-12}, "h too small"),
        ({"h": 1e-3, "kind": "forward"}, "h too large"),
        ({"h": 1e-3, "precision": "float32"}, "right"),
        ({"h": 1e-6, "precision": "float32"}, "h too small"),
        ({"bug": "transposed"}, "wrong"),
        ({"bug": "mean", "h": 1e-12}, "wrong"),
        ({"kink": "on"}, "at a kink"),
        ({"kink": "on", "bug": "sign"}, "wrong"),
    ],
)
def test_the_words_say_what_is_the_matter(values, words):
    start = {"h": 1e-5, "precision": "float64", "kind": "central", "bug": "none", "kink": "off"}
    assert check(**start | values).verdict == words
    assert words in explore.gradient_check().picture(**start | values).alt


def test_no_step_helps_against_a_bug_or_a_kink():
    for bug, kink in [*((bug, "off") for bug in BUGS if bug != "none"), ("none", "on")]:
        for precision in ("float64", "float32"):
            for kind in ("central", "forward"):
                assert errors(precision, kind, bug, kink).min() > 0.1
    assert errors("float64", "central", "none", "off").min() < 1e-9


def test_the_errors_are_those_that_the_lecture_prints():
    found = [check(h, "float64", "central", "none", "off").error for h in (1e-1, 1e-2, 1e-3)]
    assert found[0] / found[1] == pytest.approx(100, rel=0.02)  # slope 2
    assert found[1] / found[2] == pytest.approx(100, rel=0.02)
    found = [check(h, "float64", "forward", "none", "off").error for h in (1e-3, 1e-4, 1e-5)]
    assert found[0] / found[1] == pytest.approx(10, rel=0.02)  # slope 1
    for bug, error in [("mean", 0.75), ("sign", 2.0)]:  # 1 − 1/n for n = 4, and opposite signs
        value = check(1e-5, "float64", "central", bug, "off").error
        assert value == pytest.approx(error, abs=1e-9)
