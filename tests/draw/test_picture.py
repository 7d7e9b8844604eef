"""A shown figure: its picture, its alternative text, the same bytes every time; shown source."""

import base64
import io

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
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
    data, metadata = show(figure, ALT)._repr_mimebundle_(include=None, exclude=None)
    assert set(data) == {"image/png", "text/plain"}
    assert metadata == {"image/png": {"alt": ALT, "width": 700, "height": 340}}
    assert data["text/plain"] == f"{ALT}\n{describe(figure)}"
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert image.size == (1400, 680)
    assert set(image.info) <= {"Description", "dpi"}
    assert image.info["Description"] == ALT


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


def test_line_breaks_in_the_alternative_text_are_spaces():
    assert show(straight_line(), ALT.replace(" ", "\n   ")).alt == ALT


def test_a_name_is_kept_in_the_metadata():
    _, metadata = show(straight_line(), ALT, name="line")._repr_mimebundle_()
    assert metadata["image/png"]["name"] == "line"


@pytest.mark.parametrize("alt", ["", "   ", "A line.", "aaaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_alternative_text_that_tells_nothing_is_refused(alt):
    with pytest.raises(ValueError, match="say in a sentence what the figure shows"):
        show(straight_line(), alt)


def test_a_missing_alternative_text_is_refused():
    with pytest.raises(TypeError, match="alt"):
        show(straight_line())
    with pytest.raises(TypeError, match="alt is a NoneType, but a string is needed"):
        show(straight_line(), None)


def test_axes_are_no_figure():
    with pytest.raises(TypeError, match="make one with `figure, ax = new_figure"):
        show(straight_line().axes[0], ALT)


def test_nbconvert_writes_it_as_the_alt_attribute():
    data, metadata = show(straight_line(), ALT)._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    html, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    image = BeautifulSoup(html, "html.parser").select_one("img")
    assert image["alt"] == ALT
    assert (image["width"], image["height"]) == ("700", "340")


# ---- source ----------------------------------------------------------------------------


def test_it_is_the_code_without_its_docstring():
    shown = repr(show_source(Layer.pre_activation))
    assert (
        shown == "def pre_activation(self, X):\n    Z = X @ self.W.T\n    Z += self.b\n    return Z"
    )


def test_docstrings_on_request():
    assert '"""Return Z' in repr(show_source(Layer.pre_activation, docstrings=True))


def test_a_class_loses_all_its_docstrings_and_still_compiles():
    shown = repr(show_source(Neuron))
    assert '"""' not in shown
    assert shown.startswith("class Neuron:")
    compile(shown, "shown", "exec")


def test_several_things_and_the_markdown():
    source = show_source(Layer.pre_activation, Layer.__call__)
    assert repr(source).count("def ") == 2
    assert source._repr_markdown_() == f"```python\n{source!r}\n```"


@pytest.mark.parametrize("thing", [len, 3, Neuron([1.0], 0.0, "tanh")])
def test_what_has_no_source_is_refused(thing):
    with pytest.raises(TypeError, match="has no Python source"):
        show_source(thing)


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
