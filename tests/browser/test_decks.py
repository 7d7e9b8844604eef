"""The lectures' decks, opened from a file and without a network.

One is worked in every way; of the others only what differs from lecture to lecture is looked at.
"""

import pytest

from lecturekit.publish.decks import deck
from lecturekit.publish.films import lecture
from tests.browser import deck_checks
from tests.browser.conftest import Opened
from tests.browser.lecture_in_browser import expect_none
from tests.house.lectures import LECTURES

LARGEST = 8e6  # bytes: a deck is mailed, and opens on an old machine
WORKED, *OTHERS = LECTURES
DECKS = [WORKED, *(pytest.param(path, marks=pytest.mark.exhaustive) for path in OTHERS)]


@pytest.fixture(scope="module", params=DECKS, ids=lambda path: path.stem)
def opened(request, chromium, tmp_path_factory):
    """A deck, opened at the address of a slide in its middle."""
    file = tmp_path_factory.mktemp("decks") / f"{request.param.stem}.html"
    file.write_text(deck(lecture(request.param)), encoding="utf-8")
    assert file.stat().st_size <= LARGEST
    with deck_checks.opened(chromium, file) as (page, _):
        slides = deck_checks.names(page)
    at = slides[len(slides) // 2]
    with deck_checks.opened(chromium, file, at) as (page, complaints):
        expect_none(deck_checks.problems_with_the_address(page, at))
        yield Opened(page, complaints)


def test_every_slide_fits(opened):
    expect_none(deck_checks.problems_with_fit(opened.page))


@pytest.mark.parametrize("opened", [WORKED], indirect=True, ids=[WORKED.stem])
@pytest.mark.parametrize("check", deck_checks.CHECKS[1:], ids=lambda check: check.__name__)
def test_it_can_be_presented(opened, check):
    expect_none(check(opened.page))


def test_nothing_is_asked_of_the_network_and_nothing_complains(opened):
    expect_none(opened.complaints)
