"""Tables of numbers and images: cells, confusion matrices, filters, fields, mistakes."""

import numpy as np
import pytest

from lecturekit import draw
from lecturekit.draw.images import gabor
from lecturekit.draw.tables import GREYS, SIGNED


def test_cells_put_zero_in_the_middle_or_at_the_end():
    for values, colours, low in (([[-1, 3]], SIGNED, -3), ([[1, 3]], GREYS, 0)):
        _, ax = draw.new_figure()
        texts = draw.draw_cells(ax, values, write=str)
        assert ax.images[0].get_clim() == (low, 3)
        assert ax.images[0].get_cmap().name == colours.name
        assert [text.get_text() for text in texts[0]] == [str(float(v)) for v in values[0]]
    assert draw.draw_cells(ax, values) == []


def test_the_confusion_matrix_counts():
    _, ax = draw.new_figure(4, 4)
    picture = draw.draw_confusion_matrix(ax, [0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 0, 2], "abc")
    assert picture.counts.tolist() == [[1, 1, 0], [0, 1, 0], [2, 0, 1]]
    assert picture.alt == (
        "Confusion matrix of 3 classes: 3 of 6 right. "
        "Most frequent mistakes: c predicted as a, 2 times; a predicted as b, 1 time."
    )
    written = {text.get_position(): text.get_text() for text in ax.texts if text.get_text()}
    assert written == {(0, 0): "1", (1, 0): "1", (1, 1): "1", (0, 2): "2", (2, 2): "1"}
    assert np.diag(ax.images[0].get_array()).tolist() == [0, 0, 0]  # the scale is of mistakes


def test_a_gabor_by_hand():
    assert gabor(0, 0) == 1
    assert gabor(0.6, 0, wavelength=1.2, width=0.6, angle=0) == pytest.approx(-np.exp(-0.5))
    assert gabor(0, 1, angle=0, aspect=0.45, width=0.45) == pytest.approx(np.exp(-0.5))
    assert gabor(0.3, 0, wavelength=1.2, width=9e9, angle=0, phase=-90) == pytest.approx(1)
    assert gabor(0, 0.7, angle=90) == pytest.approx(gabor(0.7, 0, angle=0))
