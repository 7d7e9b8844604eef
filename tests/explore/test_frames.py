"""The film of a figure: one piece of HTML that needs no kernel."""

import base64
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from lecturekit import explore
from lecturekit.explore.film import DOTS_PER_INCH, LEVELS, lies_over, overlays
from lecturekit.explore.stage import Stage

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


def decoded(frame):
    kind, data = frame["src"].split(",", 1)
    assert kind == "data:image/webp;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_as_many_frames_as_asked_for_and_the_one_of_the_present_value(film):
    page = Page(film.html)
    assert len(film) in (3, 4)
    assert len(page.all("img")) == len(film)
    (slider,) = page.all("input")
    assert (slider["min"], slider["max"]) == ("0", str(len(film) - 1))


def test_every_frame_is_another_picture_with_its_own_words(film):
    frames = Page(film.html).all("img")
    assert len({frame["src"] for frame in frames}) == len(film)
    assert len({frame["alt"] for frame in frames}) >= 3
    assert decoded(frames[0]).width > int(frames[0]["width"])


def test_a_film_begins_with_the_picture_that_a_notebook_shows(film):
    frames = Page(film.html).all("img")
    (first,) = [frame for frame in frames if "data-over" not in frame]
    assert first["alt"] == film.picture.alt


def seen(pictures, place):
    """Lay a picture over what it lies over, as the page does; return red, green and blue."""
    webp, below = pictures[place]
    picture = Image.open(io.BytesIO(webp)).convert("RGBA")
    if below is not None:
        beneath = Image.fromarray(seen(pictures, below)).convert("RGBA")
        picture = Image.alpha_composite(beneath, picture)
    return np.array(picture)[..., :3]


@pytest.mark.parametrize("name", ["perceptron_steps", "logistic_descent", "landscape"])
def test_what_a_page_shows_is_what_was_drawn(name):
    figure = getattr(explore, name)()
    control = next(iter(figure.specs.values()))
    stage = Stage(figure.scene(), DOTS_PER_INCH)
    drawn = [
        np.array(stage.pixels(**(figure.values | {control.name: position}))[..., :3])
        for position in control.positions(6, figure.values)
    ]
    pictures = overlays(drawn, full=2)
    for place, picture in enumerate(drawn):
        assert np.abs(seen(pictures, place).astype(int) - picture).max() <= LEVELS


def test_a_page_knows_what_each_frame_lies_over():
    frames = Page(explore.perceptron_steps(k=3).frames().html).all("img")
    over = [frame.get("data-over") for frame in frames]
    assert over[:8] == ["1", "3", "3", None, "3", "3", "5", "3"]


def test_no_picture_lies_on_more_than_five_others():
    for full in (0, 7, 40):
        for place in range(41):
            depth, below = 0, lies_over(place, full)
            while below is not None:
                assert abs(below - full) < abs(place - full)
                depth, below = depth + 1, lies_over(below, full)
            assert depth <= 5


def test_the_neighbours_of_a_strong_difference_are_drawn_again():
    white = np.full((9, 9, 3), 255, np.uint8)
    black, grey = white.copy(), white.copy()
    black[4, 4], grey[4, 4] = 0, 240
    for picture, drawn in ((black, 9), (grey, 1), (white, 0)):
        _, (webp, over) = overlays([white, picture], full=0)
        opaque = np.array(Image.open(io.BytesIO(webp)).convert("RGBA"))[..., 3] == 255
        assert (over, opaque.sum()) == (0, drawn)


def test_only_the_first_shown_frame_is_visible_without_handlers(film):
    frames = Page(film.html).all("img")
    shown = ["display:none" not in frame["style"] for frame in frames]
    assert shown.count(True) == 1
    assert shown == ["aria-hidden" not in frame for frame in frames]
    assert ["onload" in frame for frame in frames] == [False] * (len(film) - 1) + [True]


def test_controls_are_named_and_hidden_until_they_work(film):
    page = Page(film.html)
    (slider,) = page.all("input")
    assert slider["aria-label"]
    assert slider["aria-valuetext"]
    assert all(word in page.words for word in ("Play", "Back", "Next"))
    controls = page.all("div")[1]
    assert controls["style"].startswith("display:none")
    order = [tag for tag, _ in page.elements]
    assert order.index("output") < order.index("img")  # or the last picture could not find it


def test_labels_say_what_each_frame_shows(film):
    outer = Page(film.html).all("div")[0]
    labels = json.loads(outer["data-labels"])
    assert len(set(labels)) == len(film)
    assert all(":" in label for label in labels)


def test_nothing_is_loaded_from_elsewhere(film):
    assert not re.search(r"https?:|src=\"(?!data:)|@import|url\(", film.html)


def test_a_film_in_a_notebook(film):
    data, metadata = film._repr_mimebundle_()
    assert data["text/html"] == film.html
    assert data["image/png"]
    assert data["text/plain"].startswith(f"a film of {len(film)} frames")
    assert len(metadata["image/png"]["alt"]) > 60


def test_all_steps_are_frames():
    figure = explore.perceptron_steps(data="wide")
    assert len(figure.frames()) == figure.controls["k"].max + 1


@pytest.mark.parametrize("name", ["forward_pass", "chain_rule", "backprop", "sliding_filter"])
def test_every_step_of_a_worked_example_is_a_frame(name):
    figure = getattr(explore, name)()
    steps = next(iter(figure.plays))
    labels = json.loads(Page(figure.frames().html).all("div")[0]["data-labels"])
    last = figure.controls[steps].max
    assert [label.split(": ")[1] for label in labels] == [str(step) for step in range(last + 1)]


def test_a_long_training_is_sampled_evenly():
    labels = Page(explore.step_sizes().frames("t").html).all("div")[0]["data-labels"]
    steps = [int(label.split(": ")[1]) for label in json.loads(labels)]
    assert steps == list(range(0, 201, 5))


def test_a_film_over_another_control():
    figure = explore.perceptron_steps()
    assert len(figure.frames("data")) == len(figure.controls["data"].options)


@pytest.mark.parametrize("count", [1, 0, -3, 2.5, "all", True])
def test_a_count_that_makes_no_film_is_refused(count):
    with pytest.raises(ValueError, match="count is"):
        explore.sigmoid_threshold().frames(count=count)
