"""Print the lectures' slides, each on a page with the notes for the instructor under it.

Run ``python -m lecturekit.publish.handouts`` in the repository's root; the PDFs go to
``build/handouts/``. Chromium prints them; it opens the deck with ``?handout``, as anybody can.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import nbformat

from lecturekit.publish.chromium import browser
from lecturekit.publish.decks import deck
from lecturekit.publish.files import write
from lecturekit.publish.films import with_films
from lecturekit.publish.packages import PackageError


def handout(chromium, html):
    """Print a deck.

    Parameters
    ----------
    chromium : playwright.sync_api.Browser
    html : str
        As `lecturekit.publish.decks.deck` makes it.

    Returns
    -------
    bytes
        A PDF in A4, tagged, with an outline.
    """
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


def main(arguments=None):
    """Print one handout for each notebook; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m lecturekit.publish.handouts", description=__doc__
    )
    parser.add_argument("paths", nargs="*", type=Path, help="default: all in notebooks/")
    parser.add_argument("--to", type=Path, default=Path("build/handouts"), help="the folder")
    options = parser.parse_args(arguments)
    try:
        with browser() as chromium:
            for path in options.paths or sorted(Path("notebooks").glob("*.ipynb")):
                html = deck(with_films(nbformat.read(path, as_version=4)))
                target = options.to / f"{path.stem}-slides.pdf"
                write(target, handout(chromium, html))
                print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")
    except (PackageError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
