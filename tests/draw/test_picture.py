"""A shown figure: its picture, its alternative text, the same bytes every time; shown source."""

import base64
import io

import pytest
from PIL import Image

from lecturekit import draw
from lecturekit.draw import describe, new_figure, show, show_source
from lecturekit.layers import Layer
from lecturekit.neuron import Neuron

ALT = "A straight line rises from the lower left to the upper right."


def straight_line():
    figure, ax = new_figure(7, 3.4)
    ax.plot([0, 1], [0, 1], label="line")
    ax.set(title="Straight", xlabel="x")
    ax.legend()
    return figure


def test_the_mime_bundle_has_picture_text_and_alternative_text():
    figure = straight_line()
    shown = show(figure, ALT.replace(" ", "\n   "), name="line")
    data, metadata = shown._repr_mimebundle_(include=None, exclude=None)
    assert set(data) == {"image/png", "text/plain"}
    assert metadata == {"image/png": {"alt": ALT, "width": 700, "height": 340, "name": "line"}}
    assert data["text/plain"] == f"{ALT}\n{describe(figure)}"
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert image.size == (1050, 510)
    assert image.info == {}


def test_the_same_figure_gives_the_same_bytes():
    figure = straight_line()
    first, again, another = show(figure, ALT), show(figure, ALT), show(straight_line(), ALT)
    assert first.png == again.png == another.png
    assert repr(first) == repr(again) == repr(another)


def test_a_picture_keeps_what_the_figure_was():
    figure = straight_line()
    picture = show(figure, ALT)
    before = picture.png, repr(picture)
    figure.axes[0].plot([0, 1], [1, 0])
    assert (picture.png, repr(picture)) == before


@pytest.mark.parametrize(
    ("figure", "alt", "message"),
    [
        *((straight_line(), alt, "say in a sentence") for alt in ("", "  ", "A line.", 27 * "a")),
        (straight_line(), None, "alt is a NoneType, but a string is needed"),
        (straight_line().axes[0], ALT, "make one with `figure, ax = new_figure"),
    ],
)
def test_what_is_no_figure_and_what_tells_nothing_is_refused(figure, alt, message):
    with pytest.raises((TypeError, ValueError), match=message):
        show(figure, alt)


# ---- source ----------------------------------------------------------------------------


def test_it_is_the_code_without_its_docstring_unless_that_is_asked_for():
    source, docstring = show_source(Layer.pre_activation), '"""Return Z'
    assert repr(source).startswith("def pre_activation(self, X):\n    Z = X.dot(self.W.T)")
    assert repr(source).endswith("\n    Z += self.b\n    return Z")
    assert source._repr_markdown_() == f"```python\n{source!r}\n```"
    assert docstring in repr(show_source(Layer.pre_activation, docstrings=True))
    assert repr(show_source(Layer.pre_activation, Layer.__call__)).count("def ") == 2
    for thing in (len, 3, Neuron([1.0], 0.0, "tanh")):
        with pytest.raises(TypeError, match="has no Python source"):
            show_source(thing)


def test_a_class_loses_all_its_docstrings_and_still_compiles():
    shown = repr(show_source(Neuron))
    assert '"""' not in shown
    assert shown.startswith("class Neuron:")
    compile(shown, "shown", "exec")


# ---- the names of draw -----------------------------------------------------------------


def test_completion_shows_what_is_meant_for_users():
    assert {"draw_network", "new_figure", "show", "show_source", "Picture"} <= set(dir(draw))
    for name in dir(draw):
        thing = getattr(draw, name)
        assert callable(thing)
        assert thing.__name__ == name
        assert thing.__module__.startswith("lecturekit.draw.")
    with pytest.raises(AttributeError, match="see dir"):
        draw.draw_nothing  # noqa: B018
