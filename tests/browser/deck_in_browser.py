"""What must hold for the deck of a lecture, opened from a file and without a network."""

import nbformat
import pytest

from lecturekit.publish.decks import deck
from lecturekit.publish.films import with_films
from tests.browser.deck_controls import (
    problems_with_films,
    problems_with_keys,
    problems_with_quizzes,
    problems_with_the_second_window,
)
from tests.browser.deck_page import opened
from tests.browser.lecture_in_browser import expect_none
from tests.browser.slides import (
    MARGIN,
    middle,
    problems_with_access,
    problems_with_fit,
    problems_with_notes,
    problems_with_the_address,
)
from tests.house.lectures import LECTURES

LARGEST = 8e6  # bytes: a deck is mailed, and opens on an old machine


class DeckInBrowser:
    """The tests, all on one page; a subclass names the PART of the lecture."""

    @pytest.fixture(scope="class")
    @classmethod
    def file(cls, tmp_path_factory):
        path = LECTURES[cls.PART - 1]
        file = tmp_path_factory.mktemp("decks") / f"{path.stem}.html"
        file.write_text(deck(with_films(nbformat.read(path, as_version=4))), encoding="utf-8")
        return file

    @pytest.fixture(scope="class")
    @classmethod
    def at(cls, chromium, file):
        return middle(chromium, file)

    @pytest.fixture(scope="class")
    @classmethod
    def found(cls, chromium, file, at):
        with opened(chromium, file, at) as found:
            yield found

    @pytest.fixture
    def page(self, found):
        return found[0]

    def test_it_is_one_small_file(self, file):
        assert file.stat().st_size <= LARGEST

    def test_its_addresses_lead_to_its_slides(self, page, at):
        expect_none(problems_with_the_address(page, at))

    def test_every_slide_fits(self, page):
        expect_none(problems_with_fit(page))

    def test_every_slide_has_notes(self, page):
        expect_none(problems_with_notes(page))

    def test_every_film_moves(self, page):
        expect_none(problems_with_films(page))

    def test_every_quiz_answers(self, page):
        expect_none(problems_with_quizzes(page, MARGIN))

    def test_keys_do_what_a_presenter_expects(self, page):
        expect_none(problems_with_keys(page))

    def test_everybody_can_use_it(self, page):
        expect_none(problems_with_access(page))

    def test_the_speaker_has_a_second_window(self, page):
        expect_none(problems_with_the_second_window(page))

    def test_nothing_is_asked_of_the_network_and_nothing_complains(self, found):
        expect_none(found[1])
