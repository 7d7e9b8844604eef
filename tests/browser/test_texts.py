"""Lectures on paper: the page of the site, without what only a screen can do."""

import re

import pytest

from lecturekit.publish.handouts import texts
from tests.house.lectures import LECTURES

PAGE = rb"/Type /Page\b"


@pytest.fixture(scope="module")
def printed(chromium):
    return list(texts(chromium, LECTURES[2:3]))


def test_a_lecture_becomes_a_text_of_many_pages(printed):
    ((name, pdf),) = printed
    assert name == LECTURES[2].stem
    assert pdf.startswith(b"%PDF")
    assert 20 < len(re.findall(PAGE, pdf)) < 80


def test_it_can_be_read_by_a_screen_reader_and_leafed_through(printed):
    ((_, pdf),) = printed
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)
    assert b"/Outlines" in pdf
    assert b"/Alt" in pdf  # pictures have words
