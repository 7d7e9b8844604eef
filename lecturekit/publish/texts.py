"""Print the lectures as continuous texts with their figures, from the pages of the site.

Run ``python -m lecturekit.publish.texts`` in the repository's root; the PDFs go to
``build/handouts/``, beside those of the slides.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from lecturekit.publish.chromium import browser
from lecturekit.publish.files import write
from lecturekit.publish.packages import PackageError
from lecturekit.publish.site import SiteError, build

MARGIN = "18mm"


def texts(chromium, lectures):
    """Print lectures.

    Parameters
    ----------
    chromium : playwright.sync_api.Browser
    lectures : list of pathlib.Path
        Notebooks that have been run.

    Yields
    ------
    (str, bytes)
        The name of a lecture, and a PDF in A4, tagged, with an outline and page numbers.

    Raises
    ------
    SiteError, PackageError
        As `lecturekit.publish.site.build`.
    """
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        nothing = Path(folder) / "nothing"  # decks and handouts play no part here
        build(site, lectures, nothing, nothing)
        context = chromium.new_context(offline=True)
        for path in lectures:
            page = context.new_page()
            page.goto((site / f"{path.stem}.html").as_uri())
            page.wait_for_function("window.MathJax?.startup?.promise")
            page.evaluate("MathJax.startup.promise")
            # A picture below the screen is loaded when it is needed, and paper has no screen.
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


def main(arguments=None):
    """Print one text for each notebook; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m lecturekit.publish.texts", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="default: all in notebooks/")
    parser.add_argument("--to", type=Path, default=Path("build/handouts"), help="the folder")
    options = parser.parse_args(arguments)
    lectures = options.paths or sorted(Path("notebooks").glob("*.ipynb"))
    try:
        with browser() as chromium:
            for name, pdf in texts(chromium, lectures):
                target = options.to / f"{name}.pdf"
                write(target, pdf)
                print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")
    except (PackageError, SiteError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
