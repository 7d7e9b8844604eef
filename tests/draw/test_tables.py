"""Tables of numbers and images: cells."""

from lecturekit import draw
from lecturekit.draw.tables import GREYS, SIGNED


def test_cells_put_zero_in_the_middle_or_at_the_end():
    for values, colours, low in (([[-1, 3]], SIGNED, -3), ([[1, 3]], GREYS, 0)):
        _, ax = draw.new_figure()
        texts = draw.draw_cells(ax, values, write=str)
        assert ax.images[0].get_clim() == (low, 3)
        assert ax.images[0].get_cmap().name == colours.name
        assert [text.get_text() for text in texts[0]] == [str(float(v)) for v in values[0]]
    assert draw.draw_cells(ax, values) == []
