"""Handouts: one slide a page, with the notes under it."""

import re

import pytest

from lecturekit.publish.decks import deck
from lecturekit.publish.handouts import handout
from lecturekit.publish.slides import slides
from tests.browser import deck_samples

PAGE = rb"/Type /Page\b"


@pytest.fixture(scope="module")
def book():
    return deck_samples.good()


@pytest.fixture(scope="module")
def file(book, tmp_path_factory):
    file = tmp_path_factory.mktemp("deck") / "deck.html"
    file.write_text(deck(book), encoding="utf-8")
    return file


@pytest.fixture
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


def test_a_page_for_each_slide(chromium, book):
    pdf = handout(chromium, deck(book))
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(PAGE, pdf)) == len(slides(book))
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)  # a screen reader can read it


def test_notes_stand_under_each_slide_and_controls_do_not(page, file):
    page.goto(f"{file.as_uri()}?handout")
    page.evaluate("window.deckReady")
    page.emulate_media(media="print")
    for slide in page.locator("main > section").all():
        frame, notes = slide.locator(".slide").bounding_box(), slide.locator("aside").bounding_box()
        assert frame["y"] + frame["height"] <= notes["y"]
        assert "3 min" in slide.locator("aside").inner_text()
    assert page.locator("input:visible, button:visible, summary:visible").count() == 2  # answers


def test_slides_alone_can_be_printed_too(page, book, file):
    page.goto(f"{file.as_uri()}?print-pdf")
    page.evaluate("window.deckReady")
    page.wait_for_function(f"document.querySelectorAll('.pdf-page').length == {len(slides(book))}")
    boxes = page.locator(".pdf-page .slide").all()
    assert {(box.bounding_box()["width"], box.bounding_box()["height"]) for box in boxes} == {
        (1280, 720)
    }
