"""A notebook as Voilà serves it: live figures, quizzes, feedback, and nothing from outside."""

import functools
import importlib.util
import os

import nbformat
import pytest
from nbformat import v4

from tests.browser import lab, samples
from tests.browser.outputs import DEAD

pytestmark = pytest.mark.exhaustive

FORMULA = "The sigmoid is\n\n$$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$"
SOURCES = [
    "from lecturekit import exercises, explore",
    "explore.sigmoid_threshold()",
    "exercises.quiz_separability",
    "exercises.sigmoid.check(lambda z: 1 - z)",
]


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory):
    """The page when all has run. What it asks of other machines, it does not get."""
    if importlib.util.find_spec("voila") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Voilà here: make test adds it")
    folder = tmp_path_factory.mktemp("voila")
    book = samples.notebook(SOURCES)
    book.cells.insert(0, v4.new_markdown_cell(FORMULA))
    nbformat.write(book, folder / "small.ipynb")
    with lab.server(folder, "voila") as address:
        page = lab.new_page(chromium)
        ours = (address.url, "data:")
        page.route(lambda url: not url.startswith(ours), lambda route: route.abort())
        page.goto(address.page("small.ipynb"))
        page.wait_for_selector(".lecturekit-quiz button[data-lm-suppress-shortcuts]")
        page.wait_for_selector(".lecture-figure [data-lm-suppress-shortcuts][role='slider']")
        yield page
        page.close()


def test_a_slider_moves_its_picture_by_keyboard_and_by_mouse(page):
    handle = page.locator(".lecture-figure [role='slider']").first
    picture = page.locator(".lecture-figure img.widget-image")
    track = page.locator(".lecture-figure .noUi-connects").first
    click = functools.partial(track.click, position={"x": 10, "y": 2})
    for act in (functools.partial(handle.press, "ArrowRight"), click):
        value, shown = handle.get_attribute("aria-valuenow"), picture.get_attribute("src")
        act()
        page.wait_for_function(
            "([image, shown]) => image.src !== shown", arg=[picture.element_handle(), shown]
        )
        assert handle.get_attribute("aria-valuenow") != value
    assert len(picture.get_attribute("alt")) > 40


def test_a_quiz_answers(page):
    page.locator(".lecturekit-quiz button").first.click()
    page.wait_for_selector(".lecturekit-quiz .lecturekit-reason:visible")


def test_formulas_are_drawn_and_feedback_is_read(page):
    page.wait_for_selector("mjx-container, .MathJax")
    words = page.inner_text("body")
    assert "Not yet." in words
    assert not [sign for sign in DEAD if sign in words]
