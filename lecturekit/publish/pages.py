"""Turn the lectures, as they are stored, into web pages that can be read without a kernel.

Run ``python -m lecturekit.publish.pages`` in the repository's root; the pages go to
``build/pages/``. Formulas are drawn by MathJax, which the page fetches when it is opened.
"""

import argparse
import sys
from pathlib import Path

from nbconvert.exporters import HTMLExporter

TEMPLATES = Path(__file__).parent / "templates"


def page(path):
    """Return a notebook as one HTML page, its pictures inside and with their alt text.

    Parameters
    ----------
    path : str or pathlib.Path
        A notebook that has been run.

    Returns
    -------
    str
    """
    exporter = HTMLExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="lecture")
    html, _ = exporter.from_filename(str(path))
    return html


def main(arguments=None):
    """Write one page for each notebook; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m lecturekit.publish.pages", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="default: all in notebooks/")
    parser.add_argument("--to", type=Path, default=Path("build/pages"), help="the folder")
    options = parser.parse_args(arguments)
    options.to.mkdir(parents=True, exist_ok=True)
    for path in options.paths or sorted(Path("notebooks").glob("*.ipynb")):
        target = options.to / f"{path.stem}.html"
        target.write_text(page(path), encoding="utf-8")
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
