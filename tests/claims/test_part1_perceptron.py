"""The claims of Part 1, sections 8 and 9, recomputed: the perceptron, its loss and its bound."""

import re

import numpy as np
import pytest

from lecturekit import explore
from lecturekit.experiments.classifiers import story_of
from tests.claims.driving import driver

# ---- 8. the perceptron --------------------------------------------------------------------------


@pytest.mark.claim(
    "1-perceptron-live-answers", "53 of 60", "49 after", "17 to 56", "4 to 13", "twelve times"
)
def test_what_the_perceptron_does_mistake_by_mistake(claimed):
    drive = driver(explore.perceptron_steps())
    said = claimed["1-perceptron-live-answers"]
    assert f"{said[0]} examples are classified" in drive(data="narrow", order=0, k=3)
    assert f"{said[1].split()[0]} of 60" in drive(data="narrow", order=0, k=6)
    story = story_of("narrow", 0)
    ringed, theta = story.run.examples[6], story.run.thetas[7]
    assert (story.X[ringed] @ theta[:2] + theta[2] >= 0) != story.y[ringed]
    runs = {}
    for data in ("narrow", "wide"):
        ends = [drive(data=data, order=order, k=999) for order in range(6)]
        made = [int(re.search(r"run makes (\d+)", end)[1]) for end in ends]
        bound = int(re.search(r"allows ([\d,]+)", ends[0])[1].replace(",", ""))
        runs[data] = f"{min(made)} to {max(made)}", bound
    assert [runs["narrow"][0], runs["wide"][0]] == said[2:4]
    assert round(runs["narrow"][1] / runs["wide"][1]) == 12
    thetas = [re.search(r"θ is (\(.*?\))", drive(data="xor", order=0, k=k))[1] for k in range(20)]
    assert thetas == 5 * thetas[:4]
    assert len(set(thetas[:4])) == 4
    assert thetas[0] == "(0.00, 0.00, 0.00)"
