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
from tests.explore.test_explorables import EACH

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

    @property
    def positions(self):
        labels = json.loads(self.all("div")[0]["data-labels"])
        return [label.rsplit(": ", 1)[1] for label in labels]


@pytest.fixture(scope="module", params=EACH)
def film(request):
    return getattr(explore, request.param)().frames(count=3)


@pytest.fixture(scope="module")
def page(film):
    return Page(film.html)


def test_as_many_frames_as_asked_for_and_the_one_of_the_present_value(film, page):
    frames, (slider,) = page.all("img"), page.all("input")
    assert len(film) in (3, 4)
    assert len(frames) == len({frame["src"] for frame in frames}) == len(film)
    assert len({frame["alt"] for frame in frames}) >= 3
    assert len(set(page.positions)) == len(film)
    assert (slider["min"], slider["max"]) == ("0", str(len(film) - 1))
    assert slider["aria-label"]
    assert slider["aria-valuetext"]


def test_without_handlers_one_frame_is_visible_and_no_control(film, page):
    frames = page.all("img")
    shown = ["display:none" not in frame["style"] for frame in frames]
    assert shown.count(True) == 1
    assert shown == ["aria-hidden" not in frame for frame in frames]
    assert shown == ["data-over" not in frame for frame in frames]
    assert frames[shown.index(True)]["alt"] == film.picture.alt
    assert ["onload" in frame for frame in frames] == [False] * (len(film) - 1) + [True]
    assert page.all("div")[1]["style"].startswith("display:none")
    assert all(word in page.words for word in ("Play", "Back", "Next"))
    order = [tag for tag, _ in page.elements]
    assert order.index("output") < order.index("img")  # or the last picture could not find it


def test_nothing_is_loaded_from_elsewhere(film):
    assert not re.search(r"https?:|src=\"(?!data:)|@import|url\(", film.html)


def test_a_film_in_a_notebook(film):
    data, metadata = film._repr_mimebundle_()
    assert data["text/html"] == film.html
    assert data["image/png"]
    assert data["text/plain"].startswith(f"a film of {len(film)} frames")
    assert len(metadata["image/png"]["alt"]) > 60


def opened(webp):
    return Image.open(io.BytesIO(webp)).convert("RGBA")


def seen(pictures, place):
    """Lay a picture over what it lies over, as the page does; return red, green and blue."""
    webp, below = pictures[place]
    picture = opened(webp)
    if below is not None:
        beneath = Image.fromarray(seen(pictures, below)).convert("RGBA")
        picture = Image.alpha_composite(beneath, picture)
    return np.array(picture)[..., :3]


@pytest.mark.parametrize("name", ["perceptron_steps", "logistic_descent", "landscape"])
def test_what_a_page_shows_is_what_was_drawn(name):
    figure = getattr(explore, name)()
    control, spec = next(iter(figure.specs.items()))
    stage = Stage(figure.scene(), DOTS_PER_INCH)
    drawn = [
        np.array(stage.pixels(**figure.values | {control: position})[..., :3])
        for position in spec.positions(6, figure.values)
    ]
    pictures = overlays(drawn, full=2)
    for place, picture in enumerate(drawn):
        assert np.abs(seen(pictures, place).astype(int) - picture).max() <= LEVELS


def test_a_page_knows_what_each_frame_lies_over():
    frames = Page(explore.perceptron_steps(k=3).frames().html).all("img")
    assert decoded_width(frames[0]) > int(frames[0]["width"])
    over = [frame.get("data-over") for frame in frames]
    assert over[:8] == ["1", "3", "3", None, "3", "3", "5", "3"]


def decoded_width(frame):
    kind, data = frame["src"].split(",", 1)
    assert kind == "data:image/webp;base64"
    return opened(base64.b64decode(data)).width


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
        opaque = np.array(opened(webp))[..., 3] == 255
        assert (over, opaque.sum()) == (0, drawn)


@pytest.mark.parametrize("name", ["forward_pass", "chain_rule", "backprop", "sliding_filter"])
def test_every_step_of_a_worked_example_is_a_frame(name):
    figure = getattr(explore, name)()
    last = figure.controls[next(iter(figure.plays))].max
    assert Page(figure.frames().html).positions == [str(step) for step in range(last + 1)]


def test_a_long_training_is_sampled_evenly_and_any_control_can_move():
    steps = Page(explore.step_sizes().frames("t").html).positions
    assert steps == [str(step) for step in range(0, 201, 5)]
    figure = explore.perceptron_steps()
    assert len(figure.frames("data")) == len(figure.controls["data"].options)
    with pytest.raises(TypeError, match="'foo' is not a control"):
        figure.frames("foo")


@pytest.mark.parametrize("count", [1, 0, -3, 2.5, "all", True])
def test_a_count_that_makes_no_film_is_refused(count):
    with pytest.raises(ValueError, match="count is"):
        explore.sigmoid_threshold().frames(count=count)
