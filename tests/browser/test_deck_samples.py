"""The checks of decks see what is wrong, and find nothing wrong with what is right."""

from contextlib import nullcontext

import pytest

from lecturekit.publish.decks import deck
from tests.browser import deck_samples, slides
from tests.browser.deck_controls import (
    problems_with_films,
    problems_with_keys,
    problems_with_quizzes,
    problems_with_the_second_window,
)
from tests.browser.deck_page import opened
from tests.browser.slides import (
    main,
    problems,
    problems_with_access,
    problems_with_fit,
    problems_with_notes,
    problems_with_the_address,
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Writes the deck of a sample to a file."""
    folder = tmp_path_factory.mktemp("decks")

    def write(book):
        path = folder / "deck.html"
        path.write_text(deck(book), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def bad(chromium, written):
    """A page with the bad deck, and its complaints."""
    with opened(chromium, written(deck_samples.bad())) as found:
        yield found


@pytest.fixture(scope="module")
def deaf(chromium, written):
    with opened(chromium, written(deck_samples.deaf())) as (page, _):
        yield page


def expect(problems, expected):
    """Each of the lines is there, as the beginning of one; and no slide without a mistake is."""
    for line in expected:
        assert any(problem.startswith(line) for problem in problems), (line, problems)
    slides = {line.split(":")[0] for line in expected}
    assert [line for line in problems if line.split(":")[0] not in slides] == []


def test_a_good_deck_has_no_problem(chromium, written):
    assert problems(chromium, written(deck_samples.good())) == []


def test_what_does_not_fit_is_seen(bad):
    expect(
        problems_with_fit(bad[0]),
        [
            "#/tall: ",
            "#/wide: ",
            "#/cut: ",
            "#/panel: with its code unfolded: ",
        ],
    )


def test_missing_notes_are_seen(bad):
    expect(problems_with_notes(bad[0]), ["#/timeless: notes without", "#/unspoken: no notes"])


def test_bad_films_are_seen(bad):
    still = "#/still: “weight w, per cm”: "
    expect(
        problems_with_films(bad[0]),
        [
            f"{still}a click into the slider does not change",
            f"{still}ArrowRight on the slider does not change",
            f"{still}End on the slider does not change",
            f"{still}Play, with the mouse does not change",
            f"{still}Play, with the keyboard does not change",
            "#/leaves: “weight w, per cm”: Play, with the mouse leaves the slide",
        ],
    )


def test_bad_quizzes_are_seen(bad):
    expect(
        problems_with_quizzes(bad[0], 12),
        [
            "#/silent: a click shows no reason for answer B",
            "#/silent: Space shows no reason for answer B",
            "#/grows: with answer B unfolded: ",
        ],
    )


def test_what_is_inaccessible_is_seen(bad):
    expect(
        problems_with_access(bad[0]),
        ["#/nameless: 1 image(s) without a text", "#/pale: axe: color-contrast"],
    )


def test_a_request_and_an_error_are_seen(bad):
    _, complaints = bad
    assert any("a request for https://example.org" in line for line in complaints)
    assert "one of ours" in complaints


def test_keys_that_do_nothing_are_seen(deaf):
    assert problems_with_keys(deaf) == [
        "PageDown does not turn the first slide",
        "PageDown does not walk through all slides in order",
        "o does not open the overview",
        "Escape does not open the overview",
        "#/third: PageDown does not turn while an answer has the focus",
        "#/third: PageUp does not turn while an answer has the focus",
        "#/third: Escape does not take the keys from an answer",
    ]


def test_a_second_window_that_stays_away_is_seen(deaf):
    assert problems_with_the_second_window(deaf, patience=1) == [
        "the key s opens no speaker's window with notes"
    ]


def test_an_address_that_leads_elsewhere_is_seen(chromium, written):
    with opened(chromium, written(deck_samples.deaf()), "fifth") as (page, _):
        assert problems_with_the_address(page, "fifth") == ["the address #/fifth opens #/first"]


def test_authors_see_what_does_not_fit(chromium, written, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(slides, "browser", lambda: nullcontext(chromium))
    path = written(deck_samples.deaf())
    assert main([str(path), "--fit", "--shots", str(tmp_path / "shots")]) == 0
    assert capsys.readouterr().out == ""
    shots = sorted(file.name for file in (tmp_path / "shots").iterdir())
    assert shots == ["001-first.png", "002-second.png", "003-third.png", "004-fourth.png"]
