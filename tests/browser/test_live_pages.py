"""The pages of the site come alive: every live figure has all its controls, without Jupyter.

Python runs in the page, which reaches nothing but the site.
"""

import pytest

from tests.browser import site_pages
from tests.browser.live_pages import make_live, problems_with_live_figures
from tests.browser.site_pages import PHONE, visit
from tests.house.lectures import LECTURES
from tests.publish.test_site import built_site

PART_1, *OTHERS = (path.stem for path in LECTURES)
OTHERS = [pytest.param(part, marks=pytest.mark.exhaustive) for part in OTHERS]


@pytest.fixture(scope="module", params=[PART_1, *OTHERS])
def part(request):
    return request.param


@pytest.fixture(scope="module")
def served(part, tmp_path_factory):
    """The address of a site with this part."""
    run = tmp_path_factory.getbasetemp()
    with site_pages.served(
        (site_pages.small_site if part == PART_1 else built_site)(run)
    ) as address:
        yield address


def test_every_figure_has_all_its_controls(chromium, served, part):
    page = visit(chromium, f"{served}{part}.html", formulas=False)
    make_live(page)
    assert problems_with_live_figures(page, thorough=part != PART_1) == []
    assert page.locator(".offer:visible").count() == 0
    assert "Here only" not in page.locator("article").inner_text()
    site_pages.prepare_for_axe(page)
    assert site_pages.problems_with_access(page) == []
    page.emulate_media(color_scheme="dark")
    assert site_pages.problems_with_access(page) == []
    assert site_pages.problems_with_text(page, PHONE) == []
    assert site_pages.strangers(page, served) == []
    assert page.complaints == []
