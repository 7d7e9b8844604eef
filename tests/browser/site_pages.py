"""What is wrong with a page of the site, in sentences: a reader's look at it, by hand and by key.

Each check takes a page that `visit` has opened in a browser; site.js does the looking.
"""

import functools
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lecturekit.publish import site
from tests.browser import lab
from tests.browser.accessibility import AXE, RULES
from tests.house.lectures import LECTURES

PHONE, LAPTOP, PROJECTOR = (390, 844), (1280, 800), (1920, 1080)
FORMULAS = "**/tex-svg-full.js*"


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


@functools.cache
def small_site(run):
    """The site of the first lecture alone, in a folder of this run of the tests."""
    folder = run / "site-of-one"
    (folder / "nothing").mkdir(parents=True)
    site.build(folder / "site", LECTURES[:1], folder / "nothing", folder / "nothing")
    return folder / "site"


def visit(chromium, address, size=LAPTOP, formulas=True, checks="site.js", **options):
    """Open a page with the scripts that check it, and from a disk without a network.

    Without `formulas` they stay as they are written, which is faster.
    """
    page = lab.new_page(chromium, *size, **options)
    page.context.set_offline(address.startswith("file:"))
    if not formulas:
        page.route(FORMULAS, lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(address)
    page.evaluate("window.deckComplete ?? window.MathJax?.startup?.promise?.then(() => null)")
    for script in ("orphans.js", checks):
        page.evaluate(Path(__file__).with_name(script).read_text("utf-8") + "\nnull")
    return page


def strangers(page, site):
    """List what a page has asked for that does not belong to the site at the address `site`."""
    ours = (site, "data:", "blob:", "about:")
    return [url for url in page.requests if not url.startswith(ours)]


def problems_with_text(page, size):
    """Say which formulas are not set or not right, and what does not fit the window.

    That is what is wider, blocks that overlap, and lines that begin with a mark of a formula above.
    """
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(400)  # what scrolls is looked for again a moment after a change
    return page.evaluate("[...checks.formulas(), ...checks.layout(), ...orphans(document.body)]")


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


def problems_by_light_in_the_dark_and_on_a_phone(page):
    """Say what access finds in both colour schemes, and what does not fit a phone."""
    prepare_for_axe(page)
    found = problems_with_access(page)
    page.emulate_media(color_scheme="dark")
    found += problems_with_access(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return found + page.evaluate("checks.layout()")
