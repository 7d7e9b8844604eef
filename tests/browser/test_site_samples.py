"""The checks of the site see what is wrong with a page, and nothing wrong with a good one."""

import functools

import pytest

from tests.browser import site_pages
from tests.browser.site_pages import PHONE, visit

LONG = "a" * 200
FOLD = "<details{}><summary>A</summary><p>{}</p></details>"
SET = '<i class="math"><mjx-container>{}</mjx-container></i>'
REASON = "Because of this, and of that, too."
QUIZ = '<div class="quiz">{}</div>'
DEAF = 'y onclick="return false">A'
LINE = (
    '<p style="width: 352px; {}">'
    '<mjx-container style="display: inline-block; width: 350px">x</mjx-container>, so</p>'
)
DOT = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    "<rect width='9' height='9' fill='{}'/></svg>"
)
FILM = """
<div class="lecture-frames" aria-label="a film" data-awake="yes">
<button onclick="this.nextElementSibling.value = 1; this.nextElementSibling.oninput()">Play</button>
<input type="range" min="0" max="2" value="1" style="width: 200px"
  oninput="{}"><output>at 1</output>
<section>{}</section></div>
"""
MOVE = (
    "document.querySelectorAll('img').forEach((frame, i) => {"
    " frame.style.visibility = i == this.value ? 'visible' : 'hidden'; }); "
)
SAY = "document.querySelector('output').textContent = 'at ' + this.value"
RED, GREEN, BLUE = (DOT.format(colour) for colour in ("red", "green", "blue"))
FRAMES = "".join(
    f'<img alt="" src="{dot}" style="visibility: {seen}">'
    for dot, seen in ((RED, "hidden"), (GREEN, "visible"), (BLUE, "hidden"))
)


@pytest.fixture
def show(chromium, tmp_path):
    """Return a function that opens a page with this article."""
    opened = []

    def show(article):
        file = tmp_path / "page.html"
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
        head += '<meta name="viewport" content="width=device-width"><style>p { margin: 0 }</style>'
        file.write_text(f"{head}<main><article>{article}</article></main>", encoding="utf-8")
        opened.append(visit(chromium, file.as_uri()))
        return opened[-1]

    yield show
    for found in opened:
        found.page.close()


layout = functools.partial(site_pages.problems_with_layout, size=PHONE)
breaks = functools.partial(site_pages.problems_with_breaks, size=PHONE)
quizzes = functools.partial(site_pages.problems_with_folds, selector=".quiz")
formulas = site_pages.problems_with_formulas
films = site_pages.problems_with_films


@pytest.mark.parametrize(
    ("check", "article", "problem"),
    [
        (layout, f'<h1>A</h1><p>b</p><pre style="overflow-x: auto">{LONG}</pre>', None),
        (layout, f"<p>{LONG}</p>", "the page is"),
        (layout, '<div style="width: 600px">b</div>', "from 8 to 608"),
        (layout, '<p>a</p><p style="margin-top: -12px">b</p>', "overlaps what is above it"),
        (formulas, SET.format("x"), None),
        (formulas, r'<i class="math">\(x\)</i>', "not set"),
        (formulas, SET.format('<b data-mjx-error="Undefined">x</b>'), "Undefined"),
        (breaks, LINE.format("white-space: nowrap"), None),
        (breaks, LINE.format(""), "a line begins with “, so”, which belongs to a formula"),
        (quizzes, QUIZ.format(FOLD.format("", REASON) * 2), None),
        (quizzes, QUIZ.format("<p>no answers</p>"), "nothing to unfold"),
        (quizzes, QUIZ.format(FOLD.format(" open", REASON)), "1 open from the start"),
        (quizzes, QUIZ.format("<details><summary>A</summary></details>"), "1 have nothing in them"),
        (quizzes, QUIZ.format(FOLD.format("", REASON)).replace("y>A", DEAF), "a click"),
        (films, FILM.format(MOVE + SAY, FRAMES), None),
        (films, FILM.format(SAY, FRAMES), "does not change the picture"),
        (films, FILM.format(MOVE, FRAMES), "does not change the words"),
        (films, FILM.format(MOVE + SAY, FRAMES.replace(BLUE, "gone.png")), "is not there"),
    ],
)
def test_what_is_wrong_is_seen(show, check, article, problem):
    found = check(show(article).page)
    assert found == [] if problem is None else any(problem in line for line in found)


def test_pale_letters_and_nameless_pictures_are_seen(show):
    page = show('<h1>A</h1><p style="color: #ccc">pale</p><img src="data:,">').page
    site_pages.prepare_for_axe(page)
    found = " ".join(site_pages.problems_with_access(page))
    assert "color-contrast" in found
    assert "image-alt" in found
    assert "color-contrast" not in " ".join(site_pages.problems_with_access(page, contrast=False))


def test_foreign_requests_are_seen(show):
    found = show('<img alt="" src="https://example.org/pixel.gif">')
    assert site_pages.problems_with_requests(found, "file:") == [
        "a request for https://example.org/pixel.gif"
    ]
    assert found.complaints
