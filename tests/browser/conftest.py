"""A browser, a server, and the lectures open in them; each test file has its own."""

import os
import shutil
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from lecturekit.publish.chromium import NO_BROWSER, browser, browser_found
from tests.browser import lab
from tests.house.lectures import LECTURES


class Opened(NamedTuple):
    """A notebook that is open in a browser, and what the page has complained about so far."""

    page: Page
    complaints: list


# Nothing here lives longer than a file: while Playwright is there, its event loop runs in
# this thread, and nbval could not start its kernels.
@pytest.fixture(scope="module")
def chromium():
    """A Chromium; where there is none the tests are skipped, but not in CI."""
    if not browser_found():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_BROWSER)
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def address(request, chromium, tmp_path_factory):
    """A server of the application that the file names as APP, with copies of the lectures."""
    folder = tmp_path_factory.mktemp("lectures")
    for lecture in LECTURES:
        shutil.copy(lecture, folder)
    with lab.server(folder, request.module.APP) as found:
        yield found


@pytest.fixture(scope="module", params=LECTURES, ids=lambda path: path.stem)
def opened(request, chromium, address):
    """One lecture, opened: not trusted and not run."""
    page = lab.new_page(chromium)
    complaints = lab.console_errors(page)
    lab.open_notebook(page, address, request.param.name)
    yield Opened(page, complaints)
    page.close()


@pytest.fixture(scope="module")
def run(opened):
    """The same lecture on the same page, run from top to bottom."""
    lab.run_all(opened.page)
    lab.wait_idle(opened.page)
    return opened
