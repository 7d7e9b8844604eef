"""The site in a browser: it needs nothing else, fits every screen, and everything in it works."""

import pytest

from lecturekit.publish import site
from tests.browser import site_pages
from tests.browser.site_pages import LAPTOP, PHONE, PROJECTOR, visit
from tests.house.lectures import LECTURES

WALKED = ["index", LECTURES[2].stem]  # of each kind one
OTHERS = ["search", *(path.stem for path in LECTURES if path.stem not in WALKED)]
PAGES = [*WALKED, *(pytest.param(name, marks=pytest.mark.exhaustive) for name in OTHERS)]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    site.build(folder / "site", LECTURES, folder, folder)
    return folder / "site"


@pytest.fixture
def address(built):
    """The site from a server, under a sub-path."""
    with site_pages.served(built) as found:
        yield found


@pytest.fixture(scope="module", params=PAGES)
def visited(request, chromium, built):
    """One page, opened from the disk without a network."""
    found = visit(chromium, f"{built.as_uri()}/{request.param}.html")
    yield found
    found.page.close()


@pytest.fixture
def page(visited):
    return visited.page


@pytest.mark.parametrize("size", [PHONE, PROJECTOR, LAPTOP], ids=["phone", "projector", "laptop"])
def test_a_page_fits_the_screen_with_its_formulas(page, size):
    assert site_pages.problems_with_formulas(page) == []
    assert site_pages.problems_with_layout(page, size) == []
    assert site_pages.problems_with_breaks(page, size) == []


def test_films_move(page):
    assert site_pages.problems_with_films(page) == []


def test_quizzes_and_solutions_unfold_and_the_page_still_fits(page):
    for box in (".quiz", ".exercise"):
        assert site_pages.problems_with_folds(page, box) == []
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert site_pages.problems_with_layout(page, PHONE) == []


def test_on_paper_there_is_the_text_and_no_control(page):
    page.emulate_media(media="print")
    hidden = ".lecture-frames > div, .sidebar-drawer, .exercise details, figure > details"
    assert site_pages.visible(page, hidden) == []
    assert site_pages.problems_with_layout(page, (720, 1000)) == []
    page.emulate_media(media="screen")


def test_a_page_asked_for_nothing_else_and_did_not_complain(visited, built):
    assert site_pages.problems_with_requests(visited, f"{built.as_uri()}/") == []
    assert visited.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_the_way(chromium, built, name):
    page = visit(chromium, f"{built.as_uri()}/{name}.html", formulas=False).page
    site_pages.prepare_for_axe(page)
    # Colours come from one style for all pages, so those of one lecture tell of the others.
    contrast = name not in [path.stem for path in LECTURES[1:]]
    assert site_pages.problems_with_access(page, contrast) == []
    if contrast:
        page.emulate_media(color_scheme="dark")
        assert site_pages.problems_with_access(page) == []
    page.close()


@pytest.mark.exhaustive
def test_set_formulas_stand_in_no_way(chromium, built):
    page = visit(chromium, f"{built.as_uri()}/{LECTURES[0].stem}.html").page
    page.evaluate(
        "document.querySelectorAll('article > section > section:nth-of-type(n + 4)')"
        ".forEach(section => section.remove())"
    )
    site_pages.prepare_for_axe(page)
    # It does not read MathML, which is what a screen reader gets of a formula.
    told = site_pages.problems_with_access(page)
    assert [line for line in told if not line.startswith("empty-table-header")] == []
    page.close()


def test_a_reader_finds_a_word_of_part_3(chromium, address):
    found = visit(chromium, f"{address}index.html")
    page = found.page
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
    assert site_pages.problems_with_requests(found, address) == []
    assert found.complaints == []
    page.close()


def test_search_answers_while_it_is_asked(chromium, address):
    page = visit(chromium, f"{address}search.html").page
    field, count = page.locator("#search-words"), page.locator("#search-count")
    field.fill("")
    assert count.inner_text() == ""
    field.press_sequentially("perceptr")
    assert "places" in count.inner_text()
    assert page.locator("#search-results mark").count() > 0
    field.fill("<img src=x onerror=alert(1)> zzzz")
    assert count.inner_text().startswith("Nothing found")
    page.close()


def test_a_thumb_moves_a_film(chromium, address):
    page = visit(chromium, f"{address}index.html", PHONE, has_touch=True, is_mobile=True).page
    film = page.locator(".lecture-frames").first
    film.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.lecture-frames').dataset.awake")
    slider, output = film.locator("input"), film.locator("output")
    box = slider.bounding_box()
    assert box["height"] >= 32
    assert box["width"] >= 150
    words = output.inner_text()
    slider.tap(position={"x": 0.8 * box["width"], "y": box["height"] / 2})
    assert output.inner_text() != words
    page.close()


def test_in_the_dark_figures_are_sheets_of_paper(chromium, built):
    page = visit(chromium, f"{built.as_uri()}/index.html", color_scheme="dark").page
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
    page.close()
