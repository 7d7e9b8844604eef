"""The claims of Part 2 about types of layers, recomputed over splits, shuffles and weights."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from lecturekit import datasets, exercises
from lecturekit.activations import sigmoid, softmax
from lecturekit.draw.convolution import slide
from lecturekit.draw.scenes.sliding_filter import FILTERS, image_of
from lecturekit.experiments.random_filters import four_networks, four_rows
from tests.house import lectures

# ---- convolution --------------------------------------------------------------------------------


@pytest.mark.claim("2-demands-text", "its feature map moves along")
def test_a_digit_that_moves_takes_its_map_along():
    images = datasets.digits().X.reshape(-1, 8, 8)
    inside = images[(images[:, :, -1] == 0).all(axis=1)]  # no ink falls over the edge
    rng = np.random.default_rng(0)
    for digit in inside[:100]:
        kernel, moved = rng.standard_normal((3, 3)), np.roll(digit, 1, axis=1)
        np.testing.assert_allclose(slide(moved, kernel)[:, 1:], slide(digit, kernel)[:, :-1])


@pytest.mark.claim("2-filter-live-answers", "falls from 40 to 9", "Negative on the left")
def test_the_edges_of_a_one(claimed):
    vertical, horizontal = (slide(image_of(1), FILTERS[k]) for k in ("vertical", "horizontal"))
    sizes = [f"{np.abs(sums).mean():.0f}" for sums in (vertical, horizontal)]
    assert claimed["2-filter-live-answers"][0] == f"falls from {sizes[0]} to {sizes[1]}"
    assert (vertical[:, :2].sum(axis=1) < 0).all()
    assert (vertical[:, -2:].sum(axis=1) > 0).all()
    assert [name for name, kernel in FILTERS.items() if np.min(kernel) >= 0] == ["blur", "copy"]


def output_size(W, F, P=0, S=1):
    return (W - F + 2 * P) // S + 1


@pytest.mark.claim("2-conv-size", "8 - 3 + 1 = 6", "keep all 8", "16 \\cdot (27 + 1) = 448")
@pytest.mark.claim("2-conv-size", "rfloor + 1 .", "The brackets round down")
def test_sizes_and_depth():
    image = image_of(0)
    for P in (0, 1, 2):
        for S in (1, 2, 3):
            whole = slide(np.pad(image, P), np.ones((3, 3)))
            assert len(whole[::S, ::S]) == output_size(8, 3, P, S)
    assert (output_size(8, 3), output_size(8, 3, P=1)) == (6, 8)
    assert 16 * (3 * 3 * 3 + 1) == 448


@pytest.mark.claim("2-lenet-caption", "5, 6, 14, 16 and 32", "61,706", "48,120")
def test_lenet(claimed):
    layers, side, depth, parameters, seen = [], 32, 1, [], []
    for F, S, maps in ((5, 1, 6), (2, 2, None), (5, 1, 16), (2, 2, None), (5, 1, 120)):
        layers.append((F, S))
        seen.append(exercises.receptive_field.function(layers))
        side = output_size(side, F, S=S)
        parameters.append(maps * (F * F * depth + 1) if maps else 0)
        depth = maps or depth
    assert side == 1
    parameters += [84 * 121, 10 * 85]
    assert claimed["2-lenet-caption"] == [
        "{}, {}, {}, {} and {}".format(*seen),
        f"{sum(parameters):,}",
        f"{parameters[4]:,}",
    ]


@pytest.mark.claim("2-stacking", "depends on 5 × 5 pixels", "doubles the growth")
def test_what_two_layers_see():
    field = exercises.receptive_field.function
    assert field([(3, 1), (3, 1)]) == 5
    without = field([(3, 1), (3, 1), (3, 1)]) - field([(3, 1), (3, 1)])
    behind = field([(3, 1), (2, 2), (3, 1)]) - field([(3, 1), (2, 2)])
    assert behind == 2 * without


# ---- four rows -----------------------------------------------------------------------------------


@pytest.mark.claim(
    "2-whole-text-after",
    "in 17 of the 20 splits",
    *("9 mistakes (median; 4 to 14", "the pixels 14 (9 to 23)", "makes 13 (7 to 19)"),
    "(14.5; 11 to 17)",
)
@pytest.mark.claim("2-whole-network-figure", "around 9", "around 14")
def test_only_filters_on_real_neighbours_help(claimed):
    layer = LogisticRegression(max_iter=5000)
    found = [[*four_rows(seed, layer).values()] for seed in range(20)]
    pixels, filters, dense, shuffled = np.array(found).T
    rows = filters, pixels, dense, shuffled
    said = "{} mistakes (median; {} to {}", "the pixels {} ({} to {})", "makes {} ({} to {})"
    told = [f"in {np.sum(dense > filters)} of the 20 splits"]
    for words, row in zip([*said, "({}; {} to {})"], rows, strict=True):
        told.append(words.format(f"{np.median(row):g}", row.min(), row.max()))
    assert told == claimed["2-whole-text-after"]
    for quote, row in zip(claimed["2-whole-network-figure"], (filters, rows[1:]), strict=True):
        assert abs(np.median(row) - float(quote.split()[1])) <= 0.5
    assert np.sum(shuffled > filters) >= 18
    assert np.sum(pixels > filters) >= 15


@pytest.mark.claim(
    "2-mistakes-caption", "the first nine test digits", "all nine of 450 that it misses"
)
@pytest.mark.claim("2-mistakes-figure", "all read correctly", "wrong on 9 of 450")
def test_the_digits_that_the_network_reads(claimed):
    _, y_test, probabilities = four_networks(0, LogisticRegression(max_iter=5000))
    right = probabilities["random filters"].argmax(axis=1) == y_test
    assert right[:9].all()
    assert claimed["2-mistakes-figure"][1] == f"wrong on {np.sum(~right)} of {len(right)}"


@pytest.mark.claim(
    "2-pooling-text", "by 62 to 95 %", "by 40 to 62 %", "(61 to 99 %)", "always by less"
)
def test_what_pooling_forgets(claimed):
    X = datasets.digits().X.reshape(-1, 8, 8)
    X = X[X[:, :, -1].sum(axis=1) == 0]
    ways = [lambda A: A, lambda A: A.reshape(*A.shape[:2], 3, 2, 3, 2).max((3, 5))]
    ways.append(lambda A: A[..., ::2, ::2])
    shares = []
    for seed in range(20):
        filters = np.random.default_rng(seed).normal(size=(16, 3, 3))
        patches = [
            np.lib.stride_tricks.sliding_window_view(images, (3, 3), axis=(1, 2))
            for images in (X, np.roll(X, 1, axis=2))
        ]
        old, new = (np.maximum(np.einsum("nijuv,fuv->nfij", P, filters), 0) for P in patches)
        shares.append([])
        for way in ways:
            sizes = [np.sum(A**2, axis=(1, 2, 3)) for A in (way(new) - way(old), way(old))]
            shares[-1].append(np.median(np.sqrt(sizes[0] / sizes[1])))
    ends = [f"{100 * min(row):.0f} to {100 * max(row):.0f} %" for row in zip(*shares, strict=True)]
    assert [quote.strip("by ()") for quote in claimed["2-pooling-text"][:3]] == ends
    assert all(pooled < whole for whole, pooled, _ in shares)


# ---- sequences -----------------------------------------------------------------------------------


@pytest.mark.claim("2-recurrent-intro", "was the last item other than 0 a 1?", "of any length")
@pytest.mark.claim("2-recurrent-figure", "above one half from the 1 to the -1")
@pytest.mark.claim("2-recurrent-text", "near $\\pm 0.96$", "loses at least half of itself")
def test_one_neuron_remembers_the_last_item_that_counts(claimed):
    rng = np.random.default_rng(0)
    for _ in range(200):
        items = rng.choice([-1, 0, 1], size=rng.integers(1, 40))
        h, last = 0.0, 0
        for x in items:
            h, last = np.tanh(2.5 * x + 2 * h), x or last
        assert (sigmoid(4 * h) > 0.5) == (last == 1)
    h = 1.0
    for _ in range(200):
        h = np.tanh(2 * h)
    assert claimed["2-recurrent-text"][0] == f"near $\\pm {h:.2f}$"
    echo = np.linspace(-1, 1, 41)
    assert (np.abs(np.tanh(0.5 * echo)) <= np.abs(echo) / 2).all()


@pytest.mark.claim("2-recurrent-intro", "a neuron with the weights $1, 2, 4, ")
def test_a_dense_neuron_does_the_task_for_one_length():
    X = np.array(list(np.ndindex(*[3] * 7))) - 1
    last = [next((item for item in x[::-1] if item), 0) for x in X]
    assert np.array_equal(np.sign(X @ 2 ** np.arange(7)), last)


@pytest.mark.claim("2-memory-figure", "about a million", "stays near 3", "falls to 3e-11")
@pytest.mark.claim("2-memory-text", "\\approx 0.17$ per step")
def test_gradients_through_many_steps_vanish_or_explode(claimed):
    cells = {cell.id: cell for cell in lectures.read(lectures.LECTURES[1]).cells}
    influence = lectures.run_alone(cells["setup"], [cells["memory"]])["influence"]
    few, three, many = (
        np.array([influence(s, seed) for seed in range(20)])[:, [4, 19, 39]] for s in (0.5, 1, 3)
    )
    assert claimed["2-memory-figure"][2] == f"falls to {np.median(few[:, -1]):.0e}"
    assert 5e5 < np.median(many[:, -1]) < 2e6
    assert ((np.median(three, axis=0) > 2.5) & (np.median(three, axis=0) < 3.9)).all()
    assert (few[:, 1:] < few[:, :-1] / 100).all()
    assert (many[:, -1] > 100 * many[:, 0]).all()
    h = 1.0
    for _ in range(200):
        h = np.tanh(2 * h)
    assert claimed["2-memory-text"][0] == f"\\approx {2 * (1 - h**2):.2f}$ per step"


@pytest.mark.claim("2-attention-task-text", "One step is enough, however far back the item is")
def test_attention_does_the_recurrent_task():
    rng = np.random.default_rng(0)
    for _ in range(200):
        x = rng.choice([-1, 0, 1], size=rng.integers(1, 40))
        scores = (1000 * (x != 0) + 20 * np.arange(len(x))) / np.sqrt(2)
        last = next((item for item in x[::-1] if item), 0)
        assert (sigmoid(4 * softmax(scores[None])[0] @ x) > 0.5) == (last == 1)


@pytest.mark.claim("2-attention-figure", "0.41", "0.45", "rows 2 to 5 look at one another")
def test_the_rows_of_the_zero_that_look_at_one_another(claimed):
    image = image_of(0)
    rows = (image - image.mean(axis=0)) / image.std()
    weights = softmax(rows @ rows.T / np.sqrt(8))
    assert [f"{weights[0, j]:.2f}" for j in (0, 7)] == claimed["2-attention-figure"][:2]
    assert (weights[2:6, 2:6].sum(axis=1) > 0.5).all()


# ---- brain ---------------------------------------------------------------------------------------


@pytest.mark.claim("2-analogy-table", "2,000 kcal", "20 watts", "3.5 MWh")
def test_what_a_brain_needs(claimed):
    first = [quote.split()[0].replace(",", "") for quote in claimed["2-analogy-table"]]
    day, watts, decades = map(float, first)
    assert round(0.2 * day * 4184 / 86400, -1) == watts
    assert round(watts * 24 * 365.25 * 20 / 1e6, 1) == decades
