"""What the gradient-check lab computes, and what it says about it."""

import pytest

from lecturekit import explore
from lecturekit.experiments.gradient_lab import BUGS, check, errors


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "right"),
        ({"h": 1e-1}, "h too large"),
        ({"h": 1e-12}, "h too small"),
        ({"h": 1e-3, "kind": "forward"}, "h too large"),
        ({"h": 1e-6, "precision": "float32"}, "h too small"),
        ({"bug": "transposed"}, "wrong"),
        ({"kink": "on"}, "at a kink"),
        ({"kink": "near"}, "right"),
        ({"kink": "near", "h": 1e-3}, "kink"),
        ({"kink": "on", "bug": "sign"}, "wrong"),
    ],
)
def test_the_words_say_what_is_the_matter(values, words):
    start = {"h": 1e-5, "precision": "float64", "kind": "central", "bug": "none", "kink": "off"}
    assert words in check(**start | values).verdict
    assert words in explore.gradient_check().picture(**start | values).alt


def test_no_step_helps_against_a_bug_or_a_kink():
    for bug, kink in [*((bug, "off") for bug in BUGS if bug != "none"), ("none", "on")]:
        for precision in ("float64", "float32"):
            for kind in ("central", "forward"):
                assert errors(precision, kind, bug, kink).min() > 0.1
    assert errors("float64", "central", "none", "off").min() < 1e-9


@pytest.mark.parametrize(("bug", "error"), [("mean", 0.75), ("sign", 2.0)])
def test_a_forgotten_mean_and_a_wrong_sign_have_the_error_of_the_formula(bug, error):
    """1 − 1/n for n = 4, and two gradients of opposite signs."""
    found = check(1e-5, "float64", "central", bug, "off").error
    assert found == pytest.approx(error, abs=1e-9)
