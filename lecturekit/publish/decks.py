"""Turn the lectures, as they are stored, into slides: one file each, which needs nothing else.

They open without network, server and kernel; press ? in one for its keys.
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
    """Return the slides of a lecture that has been run as one HTML page that loads nothing."""
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
    # What heads nothing is no heading, for a screen reader.
    return re.sub(r"<th([^>]*)></th>", r"<td\1></td>", html)


def _ours(name):
    return (TEMPLATES / "deck" / name).read_text(encoding="utf-8")


def _package(path):
    return asset(path).decode()


def _packed(path):
    """Return a file as base64 of its gzip: MathJax takes a third of its bytes."""
    return base64.b64encode(gzip.compress(asset(path), mtime=0)).decode("ascii")


def _script(text):
    """Return a script as it may stand in a page, where these two would end it or hide it."""
    return re.sub(r"</(?=script)", r"<\\/", text.replace("<!--", r"<\!--"), flags=re.I)
