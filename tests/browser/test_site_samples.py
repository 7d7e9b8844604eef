"""The checks of the site see what is wrong with a page, and nothing wrong with a good one."""

import pytest

from tests.browser import site_pages
from tests.browser.site_pages import PHONE, visit

LONG = "a" * 200
FOLD = "<details{}><summary>A</summary><p>{}</p></details>"
SET = '<i class="math"><mjx-container>{}</mjx-container></i>'
REASON = "Because of this, and of that, too."


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


@pytest.mark.parametrize(
    ("article", "problem"),
    [
        (f'<h1>A</h1><p>b</p><pre style="overflow-x: auto">{LONG}</pre>', None),
        (f"<p>{LONG}</p>", "the page is"),
        ('<div style="width: 600px">b</div>', "from 8 to 608"),
        ('<p>a</p><p style="margin-top: -12px">b</p>', "overlaps what is above it"),
    ],
)
def test_bad_layout_is_seen(show, article, problem):
    found = site_pages.problems_with_layout(show(article).page, PHONE)
    assert found == [] if problem is None else any(problem in line for line in found)


@pytest.mark.parametrize(
    ("article", "problem"),
    [
        (SET.format("x"), None),
        (r'<i class="math">\(x\)</i>', "not set"),
        (SET.format('<b data-mjx-error="Undefined">x</b>'), "Undefined"),
    ],
)
def test_bad_formulas_are_seen(show, article, problem):
    found = site_pages.problems_with_formulas(show(article).page)
    assert found == [] if problem is None else any(problem in line for line in found)


@pytest.mark.parametrize(
    ("style", "problem"),
    [("white-space: nowrap", None), ("", "a line begins with “, so”, which belongs to a formula")],
)
def test_lost_marks_are_seen(show, style, problem):
    formula = '<mjx-container style="display: inline-block; width: 350px">x</mjx-container>'
    article = f'<p style="width: 352px; {style}">{formula}, so</p>'
    found = site_pages.problems_with_breaks(show(article).page, PHONE)
    assert found == ([] if problem is None else [problem])


@pytest.mark.parametrize(
    ("folds", "problem"),
    [
        (FOLD.format("", REASON) * 2, None),
        ("<p>no answers</p>", "nothing to unfold"),
        (FOLD.format(" open", REASON), "1 open from the start"),
        ("<details><summary>A</summary></details>", "1 have nothing in them"),
        (FOLD.format("", REASON).replace("y>A", 'y onclick="return false">A'), "a click"),
    ],
)
def test_bad_quizzes_are_seen(show, folds, problem):
    found = site_pages.problems_with_folds(show(f'<div class="quiz">{folds}</div>').page, ".quiz")
    assert found == [] if problem is None else any(problem in line for line in found)


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


def frames(*colours):
    boxes = (DOT.format(colour) for colour in colours)
    return "".join(
        f'<img alt="" src="{box}" style="visibility: {"visible" if i == 1 else "hidden"}">'
        for i, box in enumerate(boxes)
    )


@pytest.mark.parametrize(
    ("script", "pictures", "problem"),
    [
        (MOVE + SAY, frames("red", "green", "blue"), None),
        (SAY, frames("red", "green", "blue"), "does not change the picture"),
        (MOVE, frames("red", "green", "blue"), "does not change the words"),
        (MOVE + SAY, frames("red", "green") + '<img alt="" src="gone.png">', "is not there"),
    ],
)
def test_bad_films_are_seen(show, script, pictures, problem):
    found = site_pages.problems_with_films(show(FILM.format(script, pictures)).page)
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
