"""The claims of Part 1, recomputed: over splits and settings, and from its live figures."""

import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from lecturekit import Neuron, datasets, explore
from lecturekit.draw.rounding import minus
from lecturekit.experiments.curve_fitting import PETAL_LENGTH, line_and_sigmoid
from tests.claims.driving import driver

# ---- opening ------------------------------------------------------------------------------------


@pytest.mark.claim("1-opening-figure", "0.92")
def test_the_neuron_of_the_opening_figure(claimed):
    neuron, (X, y) = Neuron([-1.5, -2.0], 5.0), datasets.iris("setosa")
    assert claimed["1-opening-figure"] == [f"{neuron([1.4, 0.2]):.2f}"]
    assert (neuron.predict(X) == y).all()  # "all setosa flowers lie on its high side"


# ---- 1. components of a supervised learning problem ---------------------------------------------


@pytest.mark.claim("1-memory", "105 of 105", "30 of 45")
@pytest.mark.claim("1-memory-text", "no better than calling *every* flower", "200 random splits")
def test_a_model_that_remembers_does_on_new_flowers_what_a_constant_does(claimed):
    X, y = datasets.iris("setosa", features=datasets.IRIS_FEATURES)
    for seed in range(int(claimed["1-memory-text"][1].split()[0])):
        X_train, X_test, y_train, y_test = datasets.split(X, y, test_size=0.3, seed=seed)
        seen = {tuple(x): target for x, target in zip(X_train, y_train, strict=True)}
        found = []
        for features, targets in ((X_train, y_train), (X_test, y_test)):
            right = sum(seen.get(tuple(x), 0) == t for x, t in zip(features, targets, strict=True))
            found.append(f"{right} of {len(targets)}")
        assert found == claimed["1-memory"]
        assert found[1] == f"{np.sum(y_test == 0)} of 45"


# ---- 2. binary classification -------------------------------------------------------------------


@pytest.mark.claim("1-separability-caption", "In II no straight line would do")
@pytest.mark.claim("1-separability-figure", "0.72")
def test_a_circle_separates_the_rings_and_no_line_does(claimed):
    X, y = datasets.circles(150, noise=0.06)
    radius = np.linalg.norm(X, axis=1)
    assert ((radius < float(claimed["1-separability-figure"][0])) == y).all()
    angles = np.linspace(0, 2 * np.pi, 3600)  # in every direction, the outer ring reaches
    along = X @ [np.cos(angles), np.sin(angles)]  # farther than the inner one, on both sides
    assert (along[y == 0].max(axis=0) > along[y == 1].max(axis=0)).all()


@pytest.mark.claim("1-separability-caption", "one versicolor and two virginica")
def test_twins():
    X, y = datasets.iris("virginica", negative="versicolor")
    assert sorted(y[(X == [4.8, 1.8]).all(axis=1)]) == [0, 1, 1]


# ---- 3. logistic regression ---------------------------------------------------------------------


@pytest.mark.claim("1-section-3", "crosses ½ at 2.86 cm", "all 100 of them right", "4.5 to 6.9 cm")
@pytest.mark.claim("1-straight-line-text", "3.08 cm", "3.0 cm", "at 6.9 cm", "−0.86")
@pytest.mark.claim("1-straight-line-figure", "2.86 cm", "3.08 cm", "3.0 cm", "2.56 to 2.57 cm")
@pytest.mark.claim("1-quiz-straight-line", "3.08 cm", "3.0 cm")
def test_far_flowers_drag_the_line_over_a_flower(claimed):
    (before, curve), (after, new_curve) = line_and_sigmoid("versicolor"), line_and_sigmoid()
    cuts = [f"{fit.boundary:.2f}" for fit in (before, after, curve, new_curve)]
    lengths = datasets.iris("virginica", features=PETAL_LENGTH)
    far = lengths.X[lengths.y == 1]
    wrong = [f"{length:.1f} cm" for length in after.wrong]
    moved = [f"{cuts[1]} cm", *wrong]
    assert claimed == {
        "1-section-3": [
            f"crosses ½ at {cuts[0]} cm",
            f"all {100 - len(before.wrong)} of them right",
            f"{far.min()} to {far.max()} cm",
        ],
        "1-straight-line-text": [
            *moved,
            f"at {far.max()} cm",
            minus(f"{before.curve(far.max()):.2f}"),
        ],
        "1-straight-line-figure": [f"{cuts[0]} cm", *moved, f"{cuts[2]} to {cuts[3]} cm"],
        "1-quiz-straight-line": moved,
    }
    assert len(curve.wrong) == len(new_curve.wrong) == 0


@pytest.mark.claim("1-straight-line-text", "The curve's boundary hardly moves")
def test_the_boundary_of_the_sigmoid_hardly_moves_however_it_is_fitted():
    line, moved = [line_and_sigmoid(negative)[0].boundary for negative in ("versicolor", None)]
    for C in np.geomspace(0.1, 1e4, 21):
        cuts = []
        for negative in ("versicolor", None):
            X, y = datasets.iris("setosa", negative, PETAL_LENGTH)
            fitted = LogisticRegression(C=C, max_iter=10_000).fit(X, y)
            assert (fitted.predict(X) == y).all()
            cuts.append(-fitted.intercept_[0] / fitted.coef_[0, 0])
        assert abs(cuts[1] - cuts[0]) < 0.3 * (moved - line)


THRESHOLDS = np.arange(1, 100) / 100


def outcome(drive, **values):
    """Return boundary, false positives and false negatives of the live figure of section 3."""
    said = drive(**values)
    return tuple(
        float(re.search(words, said)[1])
        for words in (r"at (\S+) cm", r"(\d+) false positives", r"(\d+) false negatives")
    )


@pytest.mark.claim("1-threshold", "4.9 cm is the mean length of these 100 petals")
@pytest.mark.claim("1-sigmoid-live-answers", "0.23", "21", "4", "4.90 cm", "4.57 cm")
def test_answers_about_threshold_weight_and_bias(claimed):
    X, _ = datasets.iris("virginica", "versicolor", PETAL_LENGTH)
    assert claimed["1-threshold"][0].startswith(f"{X.mean():.1f} cm")
    drive = driver(explore.sigmoid_threshold())
    start = outcome(drive)
    caught = [t for t in THRESHOLDS if outcome(drive, threshold=t)[2] == 0]
    assert outcome(drive, w=6) == start
    assert claimed["1-sigmoid-live-answers"] == [
        f"{max(caught):.2f}",
        f"{outcome(drive, threshold=max(caught))[1]:.0f}",
        f"{start[1]:.0f}",
        f"{start[0]:.2f} cm",
        f"{outcome(drive, b=1)[0]:.2f} cm",
    ]


@pytest.mark.claim(
    "1-sigmoid-live-answers",
    "From 0.36 to 0.42 the cost is 16",
    "34 at ½ and 31 at 0.09",
)
def test_the_cheapest_threshold(claimed):
    drive, cost = driver(explore.sigmoid_threshold()), {}
    for t in THRESHOLDS:
        _, false_alarms, misses = outcome(drive, threshold=t)
        cost[t] = false_alarms + 10 * misses
    least = [t for t in THRESHOLDS if cost[t] == min(cost.values())]
    assert len(least) == round(100 * (least[-1] - least[0])) + 1  # no gap between them
    assert claimed["1-sigmoid-live-answers"] == [
        f"From {least[0]:.2f} to {least[-1]:.2f} the cost is {cost[least[0]]:.0f}",
        f"{cost[0.5]:.0f} at ½ and {cost[0.09]:.0f} at 0.09",
    ]


@pytest.mark.claim("1-deeper-overflow", r"1.8 \cdot 10^{308}")
def test_where_the_two_forms_of_the_sigmoid_fail(claimed):
    mantissa, exponent = f"{np.finfo(float).max:.1e}".split("e+")
    assert claimed["1-deeper-overflow"] == [rf"{mantissa} \cdot 10^{{{exponent}}}"]
    with pytest.warns(RuntimeWarning, match="overflow"):
        power = np.exp(1000.0)
    assert 1 / (1 + power) == 0
    with np.errstate(invalid="ignore"):
        assert np.isnan(power / (1 + power))


# ---- 5. an artificial neuron: example -----------------------------------------------------------


@pytest.mark.claim("1-section-5", r"\approx 0.924", "about all 150 flowers")
@pytest.mark.claim("1-neuron-live-answers", "-4.85", "0.008", "from 3.7 to 6.6", "0.993")
def test_what_the_neuron_of_the_example_does_with_each_knob(claimed):
    drive, (X, y) = driver(explore.neuron()), datasets.iris("setosa")

    def right(b):
        return (Neuron([-1.5, -2.0], b).predict(X) == y).all()

    assert (X[0] == [1.4, 0.2]).all()
    assert (X[50] == [4.7, 1.4]).all()
    assert right(5.0)

    def shown(**values):
        return re.search(r"z = (\S+) and the output (\S+);", drive(**values)).groups()

    z, y_hat = shown(x1=4.7, x2=1.4)
    good = [b for b in np.arange(-100, 101) / 10 if right(b)]
    assert claimed == {
        "1-section-5": [
            rf"\approx {shown()[1]}",
            f"about all {len(y)} flowers",
        ],
        "1-neuron-live-answers": [
            z.replace("−", "-"),
            f"{float(y_hat):.3f}",
            f"from {good[0]} to {good[-1]}",
            shown(w1=-3.0, w2=-4.0, b=10.0)[1],
        ],
    }
    assert len(good) == round(10 * (good[-1] - good[0])) + 1  # no gap between them
    assert (X @ [-1.5, -2.0] < 0).all()  # without a bias
