"""The film of a figure: one piece of HTML that needs no kernel."""

import base64
import io
import json
import re
from html.parser import HTMLParser

import pytest
from PIL import Image

from lecturekit import explore

NAMES = [name for name in explore.__all__ if name != "Explorable"]
EMPTY = {"img", "input"}  # elements without an end


class Page(HTMLParser):
    """Reads HTML, complains where elements are not closed in order, and keeps them all."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.words = [], [], ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module", params=NAMES)
def film(request):
    return getattr(explore, request.param)().frames(count=3)


def test_as_many_frames_as_asked_for(film):
    page = Page(film.html)
    assert len(film) == 3
    assert len(page.all("img")) == 3
    (slider,) = page.all("input")
    assert (slider["min"], slider["max"]) == ("0", "2")


def test_every_frame_is_another_picture_with_its_own_words(film):
    frames = Page(film.html).all("img")
    assert len({frame["src"] for frame in frames}) == 3
    assert len({frame["alt"] for frame in frames}) == 3
    kind, data = frames[0]["src"].split(",", 1)
    assert kind == "data:image/webp;base64"
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert picture.width > int(frames[0]["width"])


def test_only_the_first_shown_frame_is_visible_without_handlers(film):
    frames = Page(film.html).all("img")
    hidden = ["display:none" in frame["style"] for frame in frames]
    assert sorted(hidden) == [False, True, True]
    assert ["onload" in frame for frame in frames] == [False, False, True]


def test_controls_are_named_and_hidden_until_they_work(film):
    page = Page(film.html)
    (slider,) = page.all("input")
    assert slider["aria-label"]
    assert slider["aria-valuetext"]
    assert "Play" in page.words
    controls = page.all("div")[1]
    assert controls["style"].startswith("display:none")
    order = [tag for tag, _ in page.elements]
    assert order.index("output") < order.index("img")  # or the last picture could not find it


def test_labels_say_what_each_frame_shows(film):
    outer = Page(film.html).all("div")[0]
    labels = json.loads(outer["data-labels"])
    assert len(set(labels)) == 3
    assert all(":" in label for label in labels)


def test_nothing_is_loaded_from_elsewhere(film):
    assert not re.search(r"https?:|src=\"(?!data:)|@import|url\(", film.html)


def test_a_film_in_a_notebook(film):
    data, metadata = film._repr_mimebundle_()
    assert data["text/html"] == film.html
    assert data["image/png"]
    assert data["text/plain"].startswith("a film of 3 frames")
    assert len(metadata["image/png"]["alt"]) > 60


def test_all_steps_are_frames():
    figure = explore.perceptron_steps(data="wide")
    assert len(figure.frames()) == figure.controls["k"].max + 1


def test_a_film_over_another_control():
    figure = explore.perceptron_steps()
    assert len(figure.frames("data")) == len(figure.controls["data"].options)


@pytest.mark.parametrize("count", [1, 0, -3, 2.5, "all", True])
def test_a_count_that_makes_no_film_is_refused(count):
    with pytest.raises(ValueError, match="count is"):
        explore.sigmoid_threshold().frames(count=count)
