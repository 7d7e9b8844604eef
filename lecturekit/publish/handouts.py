"""Print the lectures: the slides with the notes below them, and the pages of the site as texts.

Chromium prints both. It opens a deck with ``?handout``, as anyone can.
"""

import tempfile
from pathlib import Path

from lecturekit.publish.site import build

MARGIN = "18mm"


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
