"""Points of two and of more classes."""

import numpy as np
import pytest

from lecturekit.draw import draw_points, new_figure, style


def test_each_class_has_its_colour_and_marker():
    _, ax = new_figure()
    artists = draw_points(ax, [[0, 0], [1, 1], [2, 2]], [0, 1, 1], class_names=["no", "yes"])
    assert list(artists) == [0, 1]
    assert artists[0].get_markerfacecolor() == style.NEGATIVE
    assert artists[1].get_markerfacecolor() == style.POSITIVE
    assert (artists[0].get_marker(), artists[1].get_marker()) == style.CLASS_MARKERS
    np.testing.assert_array_equal(artists[1].get_xydata(), [[1, 1], [2, 2]])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["no", "yes"]


def test_ten_classes_look_different():
    figure, ax = new_figure()
    artists = draw_points(ax, np.random.default_rng(0).normal(size=(40, 2)), np.arange(40) % 10)
    looks = {(line.get_markerfacecolor(), line.get_marker()) for line in artists.values()}
    assert len(looks) == 10
    assert ax.get_legend() is None
    figure.canvas.draw()


def test_one_class_alone_keeps_its_colour():
    _, ax = new_figure()
    artists = draw_points(ax, [[0, 0]], [1])
    assert artists[1].get_markerfacecolor() == style.POSITIVE


@pytest.mark.parametrize(
    ("X", "y", "names", "message"),
    [
        ([[0, 0, 0]], [0], None, "X has 3 features"),
        ([[0, np.nan]], [0], None, "X holds nan"),
        ([[0, 0]], [0, 1], None, "one class per example"),
        ([[0, 0]], [-1], None, "turns -1/.1 into 0/1"),
        ([[0, 0]], [0.5], None, "whole numbers"),
        ([[0, 0]], ["a"], None, "whole numbers"),
        ([[0, 0]], [2], ["a", "b"], "give 3 names"),
    ],
)
def test_bad_input_is_refused(X, y, names, message):
    _, ax = new_figure()
    with pytest.raises(ValueError, match=message):
        draw_points(ax, X, y, names)
