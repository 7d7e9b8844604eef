"""What is wrong with a page of the site, in sentences: a reader's look at it, by hand and by key.

Each check takes a page that `visit` has opened in a browser; site.js does the looking.
"""

import functools
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser import lab
from tests.browser.accessibility import AXE, RULES

PHONE, LAPTOP, PROJECTOR = (390, 844), (1280, 800), (1920, 1080)
FORMULAS = "**/tex-svg-full.js*"


class Visit(NamedTuple):
    """A page that is open, what it has complained about, and what it has asked for."""

    page: Page
    complaints: list
    requests: list


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@contextmanager
def served(folder):
    """Serve the folder around the site, which is then under a sub-path; yield its address."""
    handler = functools.partial(_Quiet, directory=str(folder.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
        finally:
            server.shutdown()


def visit(chromium, address, size=LAPTOP, formulas=True, checks="site.js", **options):
    """Open a page with the scripts that check it, and from a disk without a network.

    Without `formulas` they stay as they are written, which is faster.
    """
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]}, **options)
    page.set_default_timeout(60_000)
    page.context.set_offline(address.startswith("file:"))
    if not formulas:
        page.route(FORMULAS, lambda route: route.fulfill(body="", content_type="text/javascript"))
    complaints, requests = lab.console_errors(page), []
    page.context.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    page.evaluate("window.deckComplete ?? window.MathJax?.startup?.promise?.then(() => null)")
    for script in ("orphans.js", checks):
        page.evaluate(Path(__file__).with_name(script).read_text("utf-8") + "\nnull")
    return Visit(page, complaints, requests)


def strangers(visited, site):
    """List what a page has asked for that does not belong to the site at the address `site`."""
    ours = (site, "data:", "blob:", "about:")
    return [url for url in visited.requests if not url.startswith(ours)]


def problems_with_text(page, size):
    """Say which formulas are not set or not right, and what does not fit the window.

    That is what is wider, blocks that overlap, and lines that begin with a mark of a formula above.
    """
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(400)  # what scrolls is looked for again a moment after a change
    return page.evaluate("[...checks.formulas(), ...checks.layout(), ...orphans(document.body)]")


def problems_with_films(page):
    """Say which films do not move: all by keyboard, the first one also by mouse and by Play."""
    problems = []
    for i, film in enumerate(page.locator(".lecture-frames").all()):
        name, slider = film.get_attribute("aria-label"), film.locator("input")
        film.scroll_into_view_if_needed()
        try:
            page.wait_for_function("film => film.dataset.awake", arg=film.element_handle())
        except PlaywrightTimeout:
            problems.append(f"{name}: it does not wake")
            continue
        at_end = slider.input_value() == slider.get_attribute("max")
        key = "Home" if at_end else "End"
        ways = {key: functools.partial(slider.press, key)}
        if i == 0:
            ways["the mouse"] = functools.partial(slider.click, position={"x": 40, "y": 10})
            ways["Play"] = film.locator("button").first.click
        for way, move in ways.items():
            before, picture = film.evaluate("film => checks.film(film)"), _picture(film, i)
            move()
            page.wait_for_timeout(500 if way == "Play" else 50)
            after = film.evaluate("film => checks.film(film)")
            if after["words"] == before["words"]:
                problems.append(f"{name}: {way} does not change the words")
            if after["frames"] == before["frames"] or (i == 0 and _picture(film, i) == picture):
                problems.append(f"{name}: {way} does not change the picture")
            if after["missing"]:
                problems.append(f"{name}: {way} leads to a picture that is not there")
    return problems


def _picture(film, i):
    """Return what the first film of a page shows, as bytes: looking at all of them takes long."""
    return film.locator("section").screenshot() if i == 0 else None


def problems_with_folds(page, selector):
    """Say what of the boxes is open from the start, or empty when it is opened.

    The first fold of the first box is opened by mouse, its second by keyboard.
    """
    problems = page.evaluate("selector => checks.folds(selector)", selector)
    summaries = page.locator(selector).first.locator("summary").all()[:2]
    for summary, way in zip(summaries, ("a click", "Enter"), strict=False):
        summary.click() if way == "a click" else summary.press("Enter")
        if not summary.evaluate("summary => summary.parentElement.open"):
            problems.append(f"{summary.inner_text()}: {way} does not unfold it")
    return problems


def prepare_for_axe(page):
    """Unfold and wake all that axe-core should see."""
    page.evaluate("checks.prepare()")
    page.wait_for_function(
        "[...document.querySelectorAll('.lecture-frames')].every(film => film.dataset.awake)"
    )
    page.evaluate(f"{AXE}; null")


def problems_with_access(page, contrast=True):
    """Say what axe-core objects to; judging every contrast takes three quarters of its time."""
    return page.evaluate("asked => checks.access(asked)", [RULES, contrast])
