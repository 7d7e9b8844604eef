"""The words of a lecture, place by place, for the search of the site."""

import json
import re

from lecturekit.exercises.notes import plain
from lecturekit.publish.page.lecture import address, readable, slide_type

TAG = re.compile(r"<[^>]+>")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
FORMULA = re.compile(r"(\$\$?)(.+?)\1", re.S)
HEADING = re.compile(r"^#+ .*", re.M)
TABLE = re.compile(r"^\|[-:| ]+\|$|\|", re.M)


def places(book, page):
    """List the places of a lecture that a search can lead to: what is a slide, elsewhere.

    Parameters
    ----------
    book : nbformat.NotebookNode
    page : str
        The lecture's page: ``"1-neuron.html"``.

    Returns
    -------
    list of dict of str
        ``place`` (an address), ``part`` and ``section`` (headings), ``text``.
    """
    found, section = [], ""
    for cell in readable(book):
        heading = re.match(r"## (.*)", cell.source) if cell.cell_type == "markdown" else None
        section = words(heading[1]) if heading else section
        if slide_type(cell) in ("slide", "subslide"):
            entry = {"place": f"{page}#{address(cell)}", "part": book.metadata.title}
            found.append(entry | {"section": section, "text": ""})
        found[-1]["text"] += f" {_text(cell)}"
    return [entry | {"text": " ".join(entry["text"].split())} for entry in found]


def script(found):
    """Return places as a script: a page on a disk may load it, but fetch no data."""
    return f"const PLACES = {json.dumps(found, ensure_ascii=False)};\n"


def words(markdown):
    """Return Markdown as words: without marks, addresses, headings; long formulas become …"""
    text = LINK.sub(r"\1", TAG.sub(" ", markdown))
    return plain(TABLE.sub(" ", FORMULA.sub(_formula, text)))


def _formula(match):
    """Keep what is spelt the same in words, such as n or x_j."""
    return "…" if "\\" in match[2] or "\n" in match[2] else match[2]


def _text(cell):
    if cell.cell_type == "markdown":
        return words(HEADING.sub("", cell.source))
    if "quiz" in cell.metadata.get("tags", []):
        return cell.outputs[0].data["text/plain"].rsplit("\n", 1)[0]
    return cell.source
