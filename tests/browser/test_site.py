"""The site in a browser: it needs nothing else, fits every screen, and everything in it works.

Samples come first: the checks see what is wrong with a page, and nothing wrong with a good one.
"""

import functools

import pytest

from tests.browser import site_pages
from tests.browser.films import problems_with_films
from tests.browser.site_pages import LAPTOP, PHONE, PROJECTOR, visit
from tests.browser.unfolding import problems_with_folds
from tests.house.lectures import LECTURES
from tests.publish.test_site import built_site

pytestmark = pytest.mark.exhaustive

PAGES = ["index", "search", *(path.stem for path in LECTURES)]

LONG = "a" * 200
FOLD = "<details{}><summary>A</summary><p>{}</p></details>"
SET = '<i class="math"><mjx-container>{}</mjx-container></i>'
REASON = "Because of this, and of that, too."
QUIZ = '<div class="quiz">{}</div>'
LINE = (
    '<p style="width: 352px; {}">'
    '<mjx-container style="display: inline-block; width: 350px">x</mjx-container>, so</p>'
)


@pytest.fixture
def show(chromium, tmp_path):
    """Return a function that opens a page with this article."""
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
    head += '<meta name="viewport" content="width=device-width"><style>p { margin: 0 }</style>'

    def show(article):
        file = tmp_path / "page.html"
        file.write_text(f"{head}<main><article>{article}</article></main>", encoding="utf-8")
        return visit(chromium, file.as_uri())

    return show


text = functools.partial(site_pages.problems_with_text, size=PHONE)
quizzes = functools.partial(problems_with_folds, boxes=".quiz")


@pytest.mark.parametrize(
    ("check", "article", "problem"),
    [
        (text, f'<h1>A</h1><p>b</p><pre style="overflow-x: auto">{LONG}</pre>', None),
        (text, f"<p>{LONG}</p>", "the page is"),
        (text, '<div style="width: 600px">b</div>', "from 8 to 608"),
        (text, '<p>a</p><p style="margin-top: -12px">b</p>', "overlaps what is above it"),
        (text, SET.format("x"), None),
        (text, r'<i class="math">\(x\)</i>', "not set"),
        (text, SET.format('<b data-mjx-error="Undefined">x</b>'), "Undefined"),
        (text, LINE.format("white-space: nowrap"), None),
        (text, LINE.format(""), "a line begins with “, so”, which belongs to a formula"),
        (quizzes, QUIZ.format(FOLD.format("", REASON) * 2), None),
        (quizzes, QUIZ.format("<p>no answers</p>"), "nothing to unfold"),
        (quizzes, QUIZ.format(FOLD.format(" open", REASON)), "is open from the start"),
        (quizzes, QUIZ.format("<details><summary>A</summary></details>"), "shows nothing in it"),
    ],
)
def test_what_is_wrong_with_a_page_is_seen(show, check, article, problem):
    found = check(show(article))
    assert found == [] if problem is None else any(problem in line for line in found)


def test_pale_letters_and_nameless_pictures_are_seen(show):
    page = show('<h1>A</h1><p style="color: #ccc">pale</p><img src="data:,">')
    site_pages.prepare_for_axe(page)
    found = " ".join(site_pages.problems_with_access(page))
    assert "color-contrast" in found
    assert "image-alt" in found
    assert "color-contrast" not in " ".join(site_pages.problems_with_access(page, contrast=False))


def test_foreign_requests_are_seen(show):
    found = show('<img alt="" src="https://example.org/pixel.gif">')
    assert site_pages.strangers(found, "file:") == ["https://example.org/pixel.gif"]
    assert found.complaints


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return built_site(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module", params=PAGES)
def page(request, chromium, built):
    """One page, opened from the disk without a network."""
    page = visit(chromium, f"{built.as_uri()}/{request.param}.html")
    yield page
    page.close()


@pytest.mark.parametrize("size", [PHONE, PROJECTOR, LAPTOP], ids=["phone", "projector", "laptop"])
def test_a_page_fits_the_screen_with_its_formulas(page, size):
    assert site_pages.problems_with_text(page, size) == []


def test_films_move(page):
    assert problems_with_films(page) == []


def test_quizzes_and_solutions_unfold_and_the_page_still_fits(page):
    for box in (".quiz", ".exercise"):
        assert problems_with_folds(page, box) == []
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert site_pages.problems_with_text(page, PHONE) == []


def test_on_paper_there_is_the_text_and_no_control(page):
    page.emulate_media(media="print")
    hidden = ".lecture-frames > div, .sidebar-drawer, .exercise details"
    hidden += ", figure > details:not(.answer)"
    assert page.evaluate("hidden => checks.visible(hidden)", hidden) == []
    assert site_pages.problems_with_text(page, (720, 1000)) == []
    page.emulate_media(media="screen")


def test_a_page_asked_for_nothing_else_and_did_not_complain(page, built):
    assert site_pages.strangers(page, f"{built.as_uri()}/") == []
    assert page.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_the_way(chromium, built, name):
    page = visit(chromium, f"{built.as_uri()}/{name}.html", formulas=False)
    site_pages.prepare_for_axe(page)
    # Colours come from one style for all pages, so those of one lecture tell of the others.
    contrast = name not in [path.stem for path in LECTURES[1:]]
    assert site_pages.problems_with_access(page, contrast) == []
    if contrast:
        page.emulate_media(color_scheme="dark")
        assert site_pages.problems_with_access(page) == []


def test_a_reader_finds_a_word_of_part_3(chromium, built):
    """The site comes from a server here, under a sub-path."""
    with site_pages.served(built) as address:
        page = visit(chromium, f"{address}index.html")
        page.get_by_role("link", name="Start reading").click()
        page.wait_for_url(f"{address}1-neuron.html")
        page.get_by_role("textbox", name="Search").fill("upstream")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}search.html?q=upstream*")
        page.locator("#search-count:not(:empty)").wait_for()
        links = page.locator("#search-results a")
        targets = [link.get_attribute("href") for link in links.all()]
        assert {target.partition("#")[0] for target in targets} == {"3-backprop.html"}
        links.first.click()
        page.wait_for_url(f"{address}{targets[0]}")
        page.evaluate("window.MathJax.startup.promise.then(() => null)")
        page.wait_for_function(
            "name => { const {top} = document.getElementById(name).getBoundingClientRect();"
            " return 0 <= top && top < innerHeight / 2; }",
            arg=targets[0].partition("#")[2],
        )
    assert site_pages.strangers(page, address) == []
    assert page.complaints == []


def test_search_answers_while_it_is_asked(chromium, built):
    page = visit(chromium, f"{built.as_uri()}/search.html")
    field, count = page.locator("#search-words"), page.locator("#search-count")
    field.press_sequentially("perceptr")
    assert "places" in count.inner_text()
    assert page.locator("#search-results mark").count() > 0
    field.fill("<img src=x onerror=alert(1)> zzzz")
    assert count.inner_text().startswith("Nothing found")
    field.fill("")
    assert count.inner_text() == ""


def test_a_thumb_moves_a_film(chromium, built):
    address = f"{built.as_uri()}/index.html"
    page = visit(chromium, address, PHONE, has_touch=True, is_mobile=True)
    film = page.locator(".lecture-frames").first
    film.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.lecture-frames').dataset.awake")
    slider, output = film.locator("input"), film.locator("output")
    box, words = slider.bounding_box(), output.inner_text()
    assert box["height"] >= 32
    assert box["width"] >= 150
    slider.tap(position={"x": 0.8 * box["width"], "y": box["height"] / 2})
    assert output.inner_text() != words


def test_in_the_dark_figures_are_sheets_of_paper(chromium, built):
    page = visit(chromium, f"{built.as_uri()}/index.html", color_scheme="dark")
    light = """selector => {
        const [r, g, b] = getComputedStyle(document.querySelector(selector))
            .backgroundColor.match(/[0-9]+/g).map(Number);
        return (r + g + b) / 3;
    }"""
    assert page.evaluate(light, "body") < 60
    for sheet in (".film section", ".paper"):
        assert 200 < page.evaluate(light, sheet) < 245  # paper, but not glaring
    page.locator(".theme-toggle-content button").click()
    page.wait_for_function("document.body.dataset.theme === 'light'")
    assert page.evaluate(light, "body") > 240
    assert page.evaluate(light, ".paper") == 255
