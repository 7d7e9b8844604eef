"""Print the lectures: the slides with the notes below them, and the pages of the site as texts.

Chromium prints both. It opens a deck with ``?handout``, as anyone can.
"""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from lecturekit.publish import PublishError
from lecturekit.publish.site import build

MARGIN = "18mm"
NO_BROWSER = (
    "no Chromium here: install one (Debian: apt-get install chromium; elsewhere: "
    "python -m playwright install chromium), or name one with LECTUREKIT_BROWSER=/path/to/it"
)
OPTIONS = [
    "--no-sandbox",  # otherwise Chromium refuses to start as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine can be reached: whatever needs the network fails here.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def handout(chromium, html):
    """Print a deck (the HTML from `lecturekit.publish.decks.deck`) as a tagged A4 PDF."""
    context = chromium.new_context(offline=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.html"
        file.write_text(html, encoding="utf-8")
        page = context.new_page()
        page.goto(f"{file.as_uri()}?handout")
        page.evaluate("window.deckReady")
        pdf = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    context.close()
    return pdf


def texts(chromium, lectures):
    """Print lectures: yield the name of each and a tagged A4 PDF with page numbers."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        nothing = Path(folder) / "nothing"  # decks and handouts are not needed here
        build(site, lectures, nothing, nothing)
        context = chromium.new_context(offline=True)
        for path in lectures:
            page = context.new_page()
            page.goto((site / f"{path.stem}.html").as_uri())
            page.wait_for_function("window.MathJax?.startup?.promise")
            page.evaluate("MathJax.startup.promise")
            # Pictures load lazily as they scroll into view, which never happens in print.
            page.evaluate(
                """() => Promise.all(Array.from(document.images, image => {
                    image.loading = 'eager';
                    return image.decode().catch(() => null);
                }))"""
            )
            yield (
                path.stem,
                page.pdf(
                    format="A4",
                    margin=dict.fromkeys(("top", "bottom", "left", "right"), MARGIN),
                    print_background=True,
                    display_header_footer=True,
                    header_template="<span></span>",
                    footer_template=(
                        '<p style="width: 100%; text-align: center; font: 8pt sans-serif">'
                        '<span class="title"></span> · <span class="pageNumber"></span></p>'
                    ),
                    tagged=True,
                    outline=True,
                ),
            )
            page.close()
        context.close()


def chromium_path(playwright):
    """Return the path of the Chromium requested, the system's or Playwright's own, or None."""
    if asked_for := os.environ.get("LECTUREKIT_BROWSER"):
        return shutil.which(asked_for)
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    return own if own and os.path.exists(own) else None


def browser_found():
    """Return whether this machine has Chromium."""
    with sync_playwright() as playwright:
        return chromium_path(playwright) is not None


@contextmanager
def browser():
    """Start Chromium, headless and with an empty profile.

    Raises
    ------
    PublishError
        If no Chromium is found; the message says how to get one.
    """
    with sync_playwright() as playwright:
        path = chromium_path(playwright)
        if path is None:
            raise PublishError(NO_BROWSER)
        chromium = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        try:
            yield chromium
        finally:
            chromium.close()
