"""Decks, opened from a file and without a network: samples of what is right and wrong, and ours.

One of the lectures' is worked in every way; of the others only what differs is looked at.
"""

import pytest

from lecturekit.publish.decks import deck, slides
from lecturekit.publish.films import lecture
from tests.browser import deck_checks, deck_samples, expect_none
from tests.browser.site_pages import strangers
from tests.house.lectures import LECTURES

pytestmark = pytest.mark.exhaustive

LARGEST = 8e6  # bytes: a deck is mailed, and opens on an old machine
WORKED = LECTURES[0]
WAYS = [
    "a click into the slider",
    *(f"{key} on the slider" for key in ("ArrowRight", "End")),
    *(f"Play, with the {tool}" for tool in ("mouse", "keyboard")),
]
STILL = "#/still: “weight w, per cm”: "
WRONG = {  # what each check says of the bad deck
    "fit": ["#/tall: ", "#/wide: ", "#/cut: ", "#/panel: with its code unfolded: "],
    "films": [
        *(f"{STILL}{way} does not change the picture" for way in WAYS),
        f"{STILL}Play, with the mouse does not change the words",
        "#/leaves: “weight w, per cm”: Play, with the mouse leaves the slide",
    ],
    "quizzes": [
        "#/silent: B answer 1…: a click shows nothing in it",
        "#/grows: B answer 1…: unfolded by a click: ",
    ],
    "access": ["#/nameless: 1 image(s) without a text", "#/pale: axe: color-contrast"],
}


@pytest.fixture(scope="module")
def show(chromium, tmp_path_factory):
    """Opens the deck of a notebook, at the address of the slide in its middle."""

    def show(book):
        file = tmp_path_factory.mktemp("decks") / "deck.html"
        file.write_text(deck(book), encoding="utf-8")
        assert file.stat().st_size <= LARGEST
        found = slides(book)
        slide = found[len(found) // 2].name
        page = deck_checks.opened(chromium, file, slide)
        assert deck_checks.current(page) == slide
        return page

    return show


@pytest.fixture(scope="module")
def bad(show):
    return show(deck_samples.bad())


def test_a_good_deck_has_no_problem(show):
    page = show(deck_samples.good())
    expect_none([line for check in deck_checks.CHECKS for line in check(page)])
    assert page.complaints + strangers(page, "file:") == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_seen(bad, name):
    """Each of the lines is there, as the beginning of one; and no slide without a mistake is."""
    patience = {"patience": 1} if name == "films" else {}
    problems = getattr(deck_checks, f"problems_with_{name}")(bad, **patience)
    expected = WRONG[name]
    for line in expected:
        assert any(problem.startswith(line) for problem in problems), (line, problems)
    wrong = {line.split(":")[0] for line in expected}
    assert [line for line in problems if line.split(":")[0] not in wrong] == []


def test_a_request_and_an_error_are_seen(bad):
    assert strangers(bad, "file:") == ["https://example.org/far.png"]
    assert "one of ours" in bad.complaints


def test_a_deck_that_answers_no_key_is_seen(show):
    page = show(deck_samples.deaf())
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


@pytest.fixture(scope="module", params=LECTURES, ids=lambda path: path.stem)
def opened(request, show):
    page = show(lecture(request.param))
    yield page
    page.close()


def test_every_slide_fits(opened):
    expect_none(deck_checks.problems_with_fit(opened))


@pytest.mark.parametrize("opened", [WORKED], indirect=True, ids=[WORKED.stem])
@pytest.mark.parametrize("check", deck_checks.CHECKS[1:], ids=lambda check: check.__name__)
def test_it_can_be_presented(opened, check):
    expect_none(check(opened))


def test_nothing_is_asked_of_the_network_and_nothing_complains(opened):
    expect_none(opened.complaints + strangers(opened, "file:"))
