"""On paper: a slide a page with the notes under it, and the page of the site as a text."""

import re

import pytest

from lecturekit.publish.decks import deck, slides
from lecturekit.publish.handouts import handout, texts
from tests.browser import deck_samples
from tests.house.lectures import LECTURES

pytestmark = pytest.mark.exhaustive


def pages(pdf):
    """Count the pages of a PDF that a screen reader can read."""
    assert pdf.startswith(b"%PDF")
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)
    assert b"/Outlines" in pdf
    return len(re.findall(rb"/Type /Page\b", pdf))


def test_a_deck_is_printed_with_notes_and_without_controls_or_as_slides(chromium, tmp_path):
    book, file, page = deck_samples.good(), tmp_path / "deck.html", chromium.new_page()
    assert pages(handout(chromium, deck(book))) == len(slides(book))
    file.write_text(deck(book), encoding="utf-8")

    page.goto(f"{file.as_uri()}?handout")
    page.evaluate("window.deckReady")
    page.emulate_media(media="print")
    for slide in page.locator("main > section").all():
        frame, notes = slide.locator(".slide").bounding_box(), slide.locator("aside").bounding_box()
        assert frame["y"] + frame["height"] <= notes["y"]
        assert re.search(r"· \d+ min ·", slide.locator("aside").inner_text())
    assert page.locator("input:visible, button:visible, summary:visible").count() == 2  # answers

    page.emulate_media(media="screen")
    page.goto(f"{file.as_uri()}?print-pdf")
    page.evaluate("window.deckReady")
    page.wait_for_function(f"document.querySelectorAll('.pdf-page').length == {len(slides(book))}")
    boxes = [box.bounding_box() for box in page.locator(".pdf-page .slide").all()]
    assert {(box["width"], box["height"]) for box in boxes} == {(1280, 720)}


def test_a_lecture_becomes_a_text_of_many_pages(chromium):
    ((name, pdf),) = texts(chromium, LECTURES[2:3])
    assert name == LECTURES[2].stem
    assert 20 < pages(pdf) < 80
    assert b"/Alt" in pdf  # pictures have words
