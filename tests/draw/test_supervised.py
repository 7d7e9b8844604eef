"""The page about supervised learning."""

from lecturekit.draw import draw_supervised_learning, new_figure


def test_every_component_is_there():
    figure, ax = new_figure(7, 3.2)
    artists = draw_supervised_learning(ax)
    words = " ".join(text.get_text() for text in ax.texts)
    for name in ("dataset", "features", "target", "model class", "objective", "optimizer"):
        assert name in words
    assert {"trained model", "prediction", "new example", "table"} <= set(artists)
    figure.canvas.draw()
