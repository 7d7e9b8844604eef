"""Drawings of the artificial neuron."""

import numpy as np
import pytest

from lecturekit.activations import relu, sigmoid, step
from lecturekit.draw.neuron import draw_artificial_neuron, update_artificial_neuron
from lecturekit.draw.rounding import rounded
from lecturekit.draw.sheet import edge_width, sign_colour
from lecturekit.draw.style import MUTED, NEGATIVE, POSITIVE, new_figure
from tests.draw.readable import assert_readable, pixels

NUMBERS = {
    "ordinary": ((5.1, 3.5), (0.4, -0.9), 1.2),
    "negative": ((-5.1, -3.5, -0.25), (-0.4, -0.9, -1.25), -1.2),
    "zero": ((0.0, -0.0), (0.0, 0.0), 0.0),
    "large": ((5.1e10, -123456.0), (-4e4, 99999.9), -1.2e6),
    "tiny": ((5.1e-10, -1.2e-300), (-4e-4, 1e-300), 3e-7),
    "overflowing": ((1e200, 1e200), (1e200, -1e200), 0.0),
    "five": ((1.234, -2.345, 3.456, -4.567, 5.678), (-1.11, 2.22, -3.33, 4.44, -5.55), 0.126),
}


def drawn(draw, *args, **options):
    """The figure and the artists of one drawing."""
    figure, ax = new_figure()
    return figure, draw(ax, *args, **options)


# ---- artificial


def test_only_a_sum_of_rounded_numbers_is_not_exact():
    _, artists = drawn(draw_artificial_neuron, (1.0, 1.0), (1.004, 1.004), 1.004, relu)
    assert artists["formula"].get_text().startswith("$z$ = 1 + 1 + 1 ≈ 3.01 ")
    update_artificial_neuron(artists, (1, 1), (1, 1), -1.5, step)
    assert artists["formula"].get_text().endswith("(0.5) = 1")


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_any_finite_numbers_stay_readable_and_on_the_sheet(numbers):
    figure, artists = drawn(draw_artificial_neuron, *numbers, sigmoid)
    pixels(figure)
    plain, symbols = drawn(draw_artificial_neuron, d=len(numbers[0]))
    pixels(plain)
    places = [parts["sum"].get_window_extent().bounds for parts in (artists, symbols)]
    np.testing.assert_allclose(*places)  # no number moves the sheet
    assert_readable(figure, 8.5)
    body = artists["sum"].get_window_extent()
    for label in artists["edge_labels"]:
        assert label.get_window_extent().x1 < body.x0 + 25, label.get_text()


def test_colour_and_width_tell_sign_and_size():
    assert [sign_colour(v) for v in (2.0, -2.0, 0.0)] == [POSITIVE, NEGATIVE, MUTED]
    widths = [edge_width(v) for v in (0, 0.5, -1, 10, -1e9)]
    assert widths == sorted(widths)
    assert widths[0] > 0
    assert widths[-1] <= 7


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": (1, 2), "w": (1, 2, 3)}, "w has 3 entries, but 2"),
        ({"x": (1, np.nan), "w": (1, 2)}, "x holds nan"),
        ({"x": range(6), "w": range(6)}, "the number of inputs is 6"),
        ({"activation": "sine"}, "activation is 'sine'"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        drawn(draw_artificial_neuron, **arguments)


# ---- rounding


def test_numbers_are_rounded_to_what_fits():
    values = [0, -0.0, 0.25, -2.0, 2 / 3, 12.345, -1234.5, 99_999.9, 1.25e-7, -3e12, 0.0009999]
    texts = "0 0 0.25 −2 0.667 12.3 −1234 1e5 1.2e-7 −3e12 0.001 ∞ undefined"
    assert " ".join(map(rounded, [*values, np.inf, np.nan])) == texts
