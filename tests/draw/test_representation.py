"""Bumps, hinges, folds and the number of their pieces."""

import numpy as np
import pytest

from lecturekit.draw import (
    draw_bumps,
    draw_fold,
    draw_hinges,
    draw_pieces,
    new_figure,
    update_hinges,
)
from lecturekit.draw.bumps import update_bumps
from lecturekit.draw.folding import fold
from lecturekit.draw.hinges import hinge_weights
from tests.draw.test_network import pixels


def curve(x):
    return 0.8 * np.sin(6 * x) + 0.6 * x


def bumps(m):
    edges = np.linspace(0, 1, m + 1)
    return edges, curve((edges[1:] + edges[:-1]) / 2)


# ---- bumps


def worst(picture):
    return float(picture.note.get_text().split()[-1])


def test_more_bumps_come_nearer():
    errors = [worst(draw_bumps(new_figure()[1], *bumps(m), curve)) for m in (5, 10, 40, 100)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.04


def test_the_output_is_the_sum_of_its_bumps():
    _, ax = new_figure()
    picture = draw_bumps(ax, (0, 1, 3), (2, -1), pair=2)
    x, total = picture.total.get_data()
    np.testing.assert_array_equal(total[(x > 0) & (x < 1)], 2)
    np.testing.assert_array_equal(total[(x > 1) & (x < 3)], -1)
    np.testing.assert_array_equal(total[(x < 0) | (x > 3)], 0)
    up, down = picture.up.get_ydata(), picture.down.get_ydata()
    assert (up[0], up[-1], down[0], down[-1]) == (0, -1, 0, 1)
    assert picture.note.get_text() == "2 bumps, 4 neurons"


def test_steep_sigmoids_are_nearly_steps():
    _, ax = new_figure()
    steps = draw_bumps(ax, *bumps(10)).total.get_ydata()
    soft = draw_bumps(ax, *bumps(10), steepness=1e7).total.get_ydata()
    assert np.mean(np.abs(steps - soft) > 1e-6) < 0.02


@pytest.mark.parametrize(("steepness", "pair"), [(None, None), (1e9, 3)])
def test_updated_bumps_are_as_good_as_fresh_ones(steepness, pair):
    limits = {"xlim": (0, 1), "ylim": (-1, 1)}
    fresh, ax = new_figure()
    draw_bumps(ax, *bumps(12), curve, steepness, pair, **limits)
    figure, ax = new_figure()
    picture = draw_bumps(ax, *bumps(4), curve, 20, pair and 4, **limits)
    before = figure.findobj()
    update_bumps(picture, *bumps(12), steepness, pair)
    assert figure.findobj() == before
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))
    assert ax.get_ylim() == (-1, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((0, 1), (1, 2)), "edges has 2 entries and heights 2; 2 bumps have 3 edges"),
        (((0, 1, 1), (1, 2)), "edges do not ascend"),
        (((0, 1, 2), (1, np.nan)), "heights holds nan"),
        (((0, 1), (1,), lambda x: 1.0), "target gives shape"),
        (((0, 1), (1,), None, -1), "steepness is -1"),
        (((0, 1), (1,), None, None, 2), "pair is 2"),
        (((0, 1), (1,), None, None, None, (1, 0)), "xlim is"),
    ],
)
def test_bad_bumps_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_bumps(new_figure()[1], *arguments)


# ---- hinges


def test_hinges_pass_through_the_knots():
    knots = np.linspace(0, 1, 7)
    weights, offset = hinge_weights(knots, curve(knots))
    _, axes = new_figure(8, 3.4, columns=2)
    picture = draw_hinges(axes, knots[:-1], weights, offset, curve, xlim=(0, 1))
    np.testing.assert_allclose(picture.kinks.get_xydata()[:, 1], curve(knots[:-1]))
    assert picture.total.get_ydata()[-1] == pytest.approx(curve(1.0))
    assert worst(picture) < 0.11
    assert len(picture.badges) == len(picture.hinges) == 6


@pytest.mark.parametrize("weights", [(0, 0, 0), (1e6, -1, 2)])
def test_updated_hinges_are_as_good_as_fresh_ones(weights):
    limits = {"xlim": (-1, 1), "ylim": (-2, 2)}
    knots = (-2.0, 0.0, 0.5)  # one of them out of sight
    fresh, axes = new_figure(8, 3.4, columns=2)
    drawn = draw_hinges(axes, knots, weights, 0.5, curve, **limits)
    scale = axes[0].get_ylim()
    figure, axes = new_figure(8, 3.4, columns=2)
    picture = draw_hinges(axes, (-0.5, 0.25, 0.75), (1, 2, -3), target=curve, **limits)
    axes[0].set_ylim(scale)
    before = figure.findobj()
    update_hinges(picture, knots, weights, 0.5)
    assert figure.findobj() == before
    assert not picture.badges[0].get_visible()
    np.testing.assert_array_equal(picture.total.get_ydata(), drawn.total.get_ydata())
    np.testing.assert_array_equal(pixels(figure), pixels(fresh))


def test_many_hinges_have_no_badges():
    _, axes = new_figure(8, 3.4, columns=2)
    assert draw_hinges(axes, np.arange(20), np.ones(20)).badges == []


def test_bad_hinges_are_refused():
    _, axes = new_figure(columns=2)
    with pytest.raises(ValueError, match="weights has 1 entry, but 2"):
        draw_hinges(axes, (0, 1), (1,))
    with pytest.raises(ValueError, match="axes holds 1 Axes"):
        draw_hinges(axes[0], (0, 1), (1, 2))
    with pytest.raises(ValueError, match="ascending"):
        hinge_weights((0, 0), (1, 2))
    picture = draw_hinges(axes, (0, 1), (1, 2))
    with pytest.raises(ValueError, match="knots has 3 entries, but the picture shows 2 hinges"):
        update_hinges(picture, (0, 1, 2), (1, 2, 3))


# ---- folding


def test_each_layer_doubles_the_pieces():
    figure, axes = new_figure(9, 2.7, columns=4)
    folds = draw_fold(axes, level=0.3)
    pixels(figure)
    for depth, panel in enumerate(folds, start=1):
        ends = [np.isnan(line.get_ydata()).sum() for line in (panel.rising, panel.falling)]
        assert ends == [2 ** (depth - 1)] * 2
        assert len(panel.kinks.get_xdata()) == 2**depth - 1
        meeting = panel.meeting.get_xdata()
        assert len(meeting) == 2**depth
        for _ in range(depth):
            meeting = fold(meeting)
        np.testing.assert_allclose(meeting, 0.3)


def test_the_drawn_pieces_are_the_folded_line():
    _, axes = new_figure(columns=3)
    panel = draw_fold(axes)[2]
    for line in (panel.rising, panel.falling):
        x, y = line.get_data()
        for start in range(0, len(x), 3):
            middle = x[start : start + 2].mean()
            assert fold(fold(fold(middle))) == pytest.approx(y[start : start + 2].mean())


def test_the_count_of_pieces():
    figure, ax = new_figure(6, 3.4)
    picture = draw_pieces(ax, 8)
    pixels(figure)
    assert picture.deep.get_ydata()[-1] == 256
    assert picture.shallow.get_ydata()[-1] == 17


def test_bad_folds_are_refused():
    with pytest.raises(ValueError, match="at most 8"):
        draw_fold(new_figure(columns=9)[1])
    with pytest.raises(ValueError, match="level is 2"):
        draw_fold(new_figure()[1], level=2)
    with pytest.raises(ValueError, match="layers is 0"):
        draw_pieces(new_figure()[1], 0)
