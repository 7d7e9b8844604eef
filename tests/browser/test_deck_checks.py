"""The checks of decks see what is wrong, and find nothing wrong with what is right."""

import pytest

from lecturekit.publish.decks import deck
from tests.browser import deck_checks, deck_samples
from tests.browser.deck_checks import CHECKS, opened, problems_with_the_address

STILL = "#/still: “weight w, per cm”: "
WRONG = {  # what each check says of the bad deck
    "fit": ["#/tall: ", "#/wide: ", "#/cut: ", "#/panel: with its code unfolded: "],
    "films": [
        f"{STILL}a click into the slider does not change",
        f"{STILL}ArrowRight on the slider does not change",
        f"{STILL}End on the slider does not change",
        f"{STILL}Play, with the mouse does not change",
        f"{STILL}Play, with the keyboard does not change",
        "#/leaves: “weight w, per cm”: Play, with the mouse leaves the slide",
    ],
    "quizzes": [
        "#/silent: a click shows no reason for answer B",
        "#/silent: Space shows no reason for answer B",
        "#/grows: with answer B unfolded: ",
    ],
    "access": ["#/nameless: 1 image(s) without a text", "#/pale: axe: color-contrast"],
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Writes the deck of a sample to a file."""
    path = tmp_path_factory.mktemp("decks") / "deck.html"

    def write(book):
        path.write_text(deck(book), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def bad(chromium, written):
    """A page with the bad deck, and its complaints."""
    with opened(chromium, written(deck_samples.bad())) as found:
        yield found


def test_a_good_deck_has_no_problem(chromium, written):
    with opened(chromium, written(deck_samples.good()), "film") as (page, complaints):
        told = problems_with_the_address(page, "film")
        assert [*told, *(line for check in CHECKS for line in check(page)), *complaints] == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_seen(bad, name):
    """Each of the lines is there, as the beginning of one; and no slide without a mistake is."""
    problems, expected = getattr(deck_checks, f"problems_with_{name}")(bad[0]), WRONG[name]
    for line in expected:
        assert any(problem.startswith(line) for problem in problems), (line, problems)
    slides = {line.split(":")[0] for line in expected}
    assert [line for line in problems if line.split(":")[0] not in slides] == []


def test_a_request_and_an_error_are_seen(bad):
    _, complaints = bad
    assert any("a request for https://example.org" in line for line in complaints)
    assert "one of ours" in complaints


def test_a_deck_that_answers_no_key_is_seen(chromium, written):
    with opened(chromium, written(deck_samples.deaf()), "fifth") as (page, _):
        assert problems_with_the_address(page, "fifth") == ["the address #/fifth opens #/first"]
        assert deck_checks.problems_with_keys(page) == [
            "PageDown does not turn the first slide",
            "PageDown does not walk through all slides in order",
            "o does not open the overview",
            "Escape does not open the overview",
            "#/third: PageDown does not turn while an answer has the focus",
            "#/third: PageUp does not turn while an answer has the focus",
            "#/third: Escape does not take the keys from an answer",
        ]
        assert deck_checks.problems_with_the_second_window(page, patience=1) == [
            "the key s opens no speaker's window with notes"
        ]
