"""The film of a figure: one piece of HTML that needs no kernel."""

import io
import json

import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from lecturekit import explore
from lecturekit.explore.film import DOTS_PER_INCH, LEVELS, overlays
from lecturekit.explore.stage import Stage
from tests.explore.test_explorables import NAMES, exhaustive


def read(film):
    return BeautifulSoup(film.html, "html.parser")


def positions(page):
    return [label.rsplit(": ", 1)[1] for label in json.loads(page.div["data-labels"])]


def some(names):
    """Run a test on films of each kind in `make test`, and on all in `make test-all`."""
    few = "neuron", "training", "landscape"
    return [name if name in few else pytest.param(name, marks=exhaustive) for name in names]


@pytest.fixture(scope="module", params=some(NAMES))
def film(request):
    return getattr(explore, request.param)().frames(count=3)


@pytest.fixture(scope="module")
def page(film):
    assert film.html.count("<div") == film.html.count("</div>")
    return read(film)


def test_as_many_frames_as_asked_for_and_the_one_of_the_present_value(film, page):
    frames, (slider,) = page("img"), page("input")
    assert len(film) in (3, 4)
    assert len(frames) == len({frame["src"] for frame in frames}) == len(film)
    assert len({frame["alt"] for frame in frames}) >= 3
    assert len(set(positions(page))) == len(film)
    assert (slider["min"], slider["max"]) == ("0", str(len(film) - 1))
    assert slider["aria-label"]
    assert slider["aria-valuetext"]


def test_without_handlers_one_frame_is_visible_and_no_control(film, page):
    frames = page("img")
    shown = ["display:none" not in frame["style"] for frame in frames]
    assert shown.count(True) == 1
    assert shown == [not frame.has_attr("aria-hidden") for frame in frames]
    assert shown == [not frame.has_attr("data-over") for frame in frames]
    assert frames[shown.index(True)]["alt"] == film.picture.alt
    assert [frame.has_attr("onload") for frame in frames] == [False] * (len(film) - 1) + [True]
    assert page("div")[1]["style"].startswith("display:none")
    assert all(word in page.get_text() for word in ("Play", "Back", "Next"))
    order = [tag.name for tag in page(True)]
    assert order.index("output") < order.index("img")  # or the last picture could not find it


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


@pytest.mark.parametrize("name", some(["perceptron_steps", "logistic_descent", "landscape"]))
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


def test_the_neighbours_of_a_strong_difference_are_drawn_again():
    white = np.full((9, 9, 3), 255, np.uint8)
    black, grey = white.copy(), white.copy()
    black[4, 4], grey[4, 4] = 0, 240
    for picture, drawn in ((black, 9), (grey, 1), (white, 0)):
        _, (webp, over) = overlays([white, picture], full=0)
        opaque = np.array(opened(webp))[..., 3] == 255
        assert (over, opaque.sum()) == (0, drawn)


@exhaustive
def test_a_long_training_is_sampled_evenly_and_any_control_can_move():
    steps = positions(read(explore.step_sizes().frames("t")))
    assert steps == [str(step) for step in range(0, 201, 5)]
    figure = explore.perceptron_steps()
    assert len(figure.frames("data")) == len(figure.controls["data"].options)
    with pytest.raises(TypeError, match="'foo' is not a control"):
        figure.frames("foo")


@pytest.mark.parametrize("count", [1, 0, -3, 2.5, "all", True])
def test_a_count_that_makes_no_film_is_refused(count):
    with pytest.raises(ValueError, match="count is"):
        explore.sigmoid_threshold().frames(count=count)
