"""The pages of the site come alive: every live figure has all its controls, without Jupyter.

Python runs in the page, which reaches nothing but the site.
"""

import json

import pytest

from tests.browser import site_pages
from tests.browser.lab import PATIENCE, wait_for
from tests.browser.live_code import problems_with_cells, problems_with_judgements
from tests.browser.live_pages import make_live, problems_with_live_figures
from tests.browser.site_pages import visit
from tests.house.lectures import LECTURES, read
from tests.publish.test_site import built_site

PART_1, *OTHERS = (path.stem for path in LECTURES)
OTHERS = [pytest.param(part, marks=pytest.mark.exhaustive) for part in OTHERS]


@pytest.fixture(scope="module", params=[PART_1, *OTHERS])
def part(request):
    return request.param


@pytest.fixture(scope="module")
def served(part, tmp_path_factory):
    """The address of a site with this part."""
    build = site_pages.small_site if part == PART_1 else built_site
    with site_pages.served(build(tmp_path_factory.getbasetemp())) as address:
        yield address


def test_every_figure_has_all_its_controls(chromium, served, part):
    page = visit(chromium, f"{served}{part}.html", formulas=False)
    make_live(page)
    assert problems_with_live_figures(page, thorough=part != PART_1) == []
    assert page.locator(".offer:visible").count() == 0
    assert "In this film only" not in page.locator("article").inner_text()
    assert site_pages.problems_by_light_in_the_dark_and_on_a_phone(page) == []
    assert site_pages.strangers(page, served) == []
    assert page.complaints == []


def test_every_cell_runs_and_every_attempt_is_judged_as_on_the_desktop(chromium, served, part):
    page = visit(chromium, f"{served}{part}.html", formulas=False)
    (book,) = (read(path) for path in LECTURES if path.stem == part)
    assert problems_with_cells(page, book) == []
    assert problems_with_judgements(page, book, most=2 if part == PART_1 else 99) == []
    assert site_pages.strangers(page, served) == []
    assert page.complaints == []


# ---- a reader answers exercises of Part 1

NAIVE = "def my_sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
LOOP = "def my_sigmoid(z):\n    while True:\n        pass"
CALL = "import itertools\n\nsum(itertools.count())"  # it never returns to Python


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    with site_pages.served(site_pages.small_site(tmp_path_factory.getbasetemp())) as address:
        yield f"{address}{PART_1}.html"


class Answering:
    """A reader at one exercise of a page, who works by keyboard."""

    def __init__(self, page, name):
        self.page, self.box = page, page.locator(f"[data-exercise={name}]")

    def write(self, text):
        if self.box.get_by_role("button", name="Write your answer here").count():
            self.box.get_by_role("button", name="Write your answer here").press("Enter")
        self.box.get_by_role("textbox").press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def check(self):
        """Return what the page says."""
        self.box.get_by_role("textbox").press("ControlOrMeta+Enter")
        wait_for(self.page, "box => !box.attempt.busy", self.box.element_handle(), PATIENCE)
        return self.box.locator(".said").inner_text() + self.box.locator(".state").inner_text()


def test_a_reader_answers_an_exercise_and_finds_it_there_again(chromium, first):
    page = visit(chromium, first, formulas=False)
    reader = Answering(page, "sigmoid")
    reader.box.get_by_text("Hint 1 of 3").click()
    reader.write(NAIVE)
    assert "✗ Not yet. Your sigmoid overflows here" in reader.check()
    reader.write(LOOP)
    assert "It was stopped after 5 seconds" in reader.check()
    reader.write(NAIVE.replace("(-z)", "(-z"))
    assert "Line 2" in reader.check()
    page.keyboard.press("Tab")
    assert "SyntaxError" in reader.check()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    assert site_pages.problems_by_light_in_the_dark_and_on_a_phone(page) == []
    page.reload()
    reader.box.scroll_into_view_if_needed()
    assert "np.exp(-z" in reader.box.get_by_role("textbox").inner_text()
    page.get_by_role("button", name="Show", exact=True).click()
    row = page.locator(".progress tr", has_text="never overflows")
    # All folds were opened for axe.
    assert row.inner_text().split("\t")[2:] == ["✗ not yet", "2", "3", "before"]
    assert page.complaints == []


@pytest.mark.exhaustive
def test_a_call_that_never_returns_is_survived_and_progress_is_that_of_all_parts(
    chromium, tmp_path_factory
):
    with site_pages.served(built_site(tmp_path_factory.getbasetemp())) as address:
        page = visit(chromium, f"{address}{PART_1}.html", formulas=False)
        reader = Answering(page, "and_not")
        reader.write(CALL)
        assert "Python did not come to an end" in reader.check()
        reader.write("w_1, w_2, b = 1, -1, -0.5")
        assert "✓ Right." in reader.check()
        page.goto(f"{address}2-networks.html")
        page.get_by_role("button", name="Copy for an instructor").click()
        found = json.loads(page.locator(".progress pre").inner_text())
        assert (found["and_not"]["done"], found["and_not"]["tries"]) == (True, 1)
        assert not found["parity"]["done"]
        assert page.complaints == []


def test_a_page_from_a_disk_says_why_it_is_not_live(chromium, tmp_path_factory):
    built = site_pages.small_site(tmp_path_factory.getbasetemp())
    page = visit(chromium, f"{built.as_uri()}/{PART_1}.html", formulas=False)
    stays_a_film(page, "This page was opened from a disk")


def test_without_python_a_film_stays_a_film(chromium, tmp_path_factory):
    built = site_pages.small_site(tmp_path_factory.getbasetemp())
    with site_pages.served(built) as address:
        page = visit(chromium, f"{address}{PART_1}.html", formulas=False)
        page.context.route("**/*worker*.js", lambda route: route.abort())
        stays_a_film(page, "Python could not be started")
        page.reload()
        assert page.locator(".controls:visible").count() == 0


def stays_a_film(page, because):
    """It says so in a sentence, and can be played as before."""
    make_live(page)
    page.locator(".offer", has_text=because).first.wait_for()
    film = page.locator(".film").first
    page.wait_for_function("document.querySelector('.lecture-frames').dataset.awake")
    words = film.locator("output").first.text_content()
    film.get_by_role("button", name="Next").click()
    assert film.locator("output").first.text_content() != words
    assert film.locator(".controls:visible").count() == 0
