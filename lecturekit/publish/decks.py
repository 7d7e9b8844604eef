"""Turn the stored lectures into slides: one self-contained file each.

They open without a network, a server or a kernel; press ? in a deck to see its keys.
"""

import base64
import gzip
import re
from copy import deepcopy
from pathlib import Path

import nbformat
from jinja2 import Template
from nbconvert.exporters import HTMLExporter

from lecturekit.draw import palette
from lecturekit.publish.packages import asset, font_faces
from lecturekit.publish.slides import columns, prepare, slides

TEMPLATES = Path(__file__).parent / "templates"


def deck(book):
    """Return the slides of an executed lecture as one HTML page that loads nothing else."""
    book = deepcopy(book)
    found = slides(book)
    for slide in found:
        prepare(slide)
    title = book.metadata.get("title", "Slides")
    page = Template(_ours("page.html"))
    return page.render(
        title=title,
        slides=_slides_html(title, found),
        mathjax=_packed("mathjax/es5/tex-svg-full.js"),
        styles=[
            _package("reveal.js/dist/reveal.css"),
            font_faces(without=["DejaVu Sans"]),
            palette.custom_properties(),
            _ours("deck.css"),
        ],
        scripts=[
            _script(_ours("mathjax.js")),
            _script(_package("reveal.js/dist/reveal.js")),
            _script(_package("reveal.js/dist/plugin/notes.js")),
            _script((TEMPLATES / "tie.js").read_text(encoding="utf-8")),
            _script(_ours("deck.js")),
        ],
    )


def _slides_html(title, found):
    exporter = HTMLExporter(
        extra_template_basedirs=[str(TEMPLATES)], template_name="deck", exclude_anchor_links=True
    )
    about = {"title": title, "columns": columns(found), "count": len(found)}
    html, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(), resources={"deck": about})
    # Screen readers should not treat an empty table cell as a header.
    return re.sub(r"<th([^>]*)></th>", r"<td\1></td>", html)


def _ours(name):
    return (TEMPLATES / "deck" / name).read_text(encoding="utf-8")


def _package(path):
    return asset(path).decode()


def _packed(path):
    """Return a file gzipped, as base64 text: MathJax shrinks to a third of its size."""
    return base64.b64encode(gzip.compress(asset(path), mtime=0)).decode("ascii")


def _script(text):
    """Escape what would end an inline script early (</script) or hide its end (<!--)."""
    return re.sub(r"</(?=script)", r"<\\/", text.replace("<!--", r"<\!--"), flags=re.I)
