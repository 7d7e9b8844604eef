"""Turn the stored lectures into slides: one self-contained file each.

They open without a network, a server or a kernel; press ? in a deck to see its keys.
"""

import base64
import gzip
import io
import re
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from jinja2 import Template
from nbconvert.exporters import HTMLExporter
from PIL import Image

from lecturekit.draw import palette
from lecturekit.publish import cells
from lecturekit.publish.clock import load, section_minutes
from lecturekit.publish.packages import asset, font_faces

TEMPLATES = Path(__file__).parent / "templates"
ANSWERS = re.compile(r"<details><summary>(Answers)</summary>\s*(.*?)\s*</details>", re.S)
UNFOLDED = re.compile(r"</?details[^>]*>|<summary>.*?</summary>", re.S)


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


# ---- which cells make up a slide, how each is shown, and the notes for it ------------------------


@dataclass
class Section:
    """Slides that belong together and share one set of notes."""

    title: str = ""  # "3. Review: logistic regression"; empty before the first heading
    slides: list = field(default_factory=list)
    notes: str = ""  # in Markdown
    minutes: int = 0


@dataclass
class Slide:
    """One slide; `number` and `place`, its positions in the deck and its section, start at 1."""

    steps: list  # lists of cells: what is shown at once, then what appears step by step
    section: Section
    starts_column: bool  # in the overview
    number: int = 0
    place: int = 0
    seconds: int = 0  # how long it is shown, see clock.py
    deeper: str = ""  # title of its deeper block, "Deeper: …"; empty in the core

    @property
    def name(self):
        """The id of its first cell, which is also the slide's address in the deck."""
        return self.steps[0][0].id

    def running_line(self, title):
        """List the parts of the running header: what the slide's own heading does not show."""
        opening = self.steps[0][0].source
        if opening.startswith("# "):
            return []
        if opening.startswith("## "):
            return [title]
        deeper = "" if opening.startswith("### ") else self.deeper
        return [*filter(None, (title, self.section.title, deeper, self._continued()))]

    def _continued(self):
        """Name the exercise whose task began on an earlier slide: "Exercise 3.9, continued"."""
        part = re.fullmatch(r"(exercise-.*-task)-.*", self.name)
        for slide in self.section.slides if part else ():
            if slide.name == part[1]:
                number = re.match(r"\*\*(Exercise [\d.]*\d)", slide.steps[0][0].source)
                return f"{number[1]}, continued" if number else ""
        return ""

    @property
    def spoken(self):
        """The speaker's notes in Markdown, headed by the position in the lecture."""
        if not self.section.notes:
            return ""
        words = [self.section.title or "Opening", f"{self.section.minutes} min"]
        words += [f"slide {self.place} of {len(self.section.slides)}"]
        return f"**{' · '.join(words)}**\n\n{self.section.notes}"


def slides(book):
    """Sort the cells of a lecture into slides.

    A cell of type "slide" or "subslide" starts a slide, and a "fragment" starts a step of it;
    "skip" is left out; "notes" go into the speaker's notes on every slide of their section.
    Answers to the things to try get their own slide. Raises a ValueError if there is nothing to
    show.
    """
    minutes = iter(section_minutes(book))
    found, section, deeper = [], Section(minutes=next(minutes)), ""
    for cell in book.cells:
        kind = cells.slide_type(cell)
        if heading := cells.heading(cell):
            section = Section(heading, minutes=next(minutes))
        if kind == "skip":
            continue
        deeper = (cells.deeper_heading(cell) or deeper) if "deeper" in cells.tags(cell) else ""
        if kind == "notes":
            section.notes += UNFOLDED.sub("", cell.source).strip() + "\n\n"
        elif kind in ("slide", "subslide") or not found or ANSWERS.match(cell.source):
            starts_column = kind == "slide" or not found
            number = len(found) + 1
            found.append(Slide([[cell]], section, starts_column, number, deeper=deeper))
            section.slides.append(found[-1])
            found[-1].place = len(section.slides)
        elif kind == "fragment":
            found[-1].steps.append([cell])
        else:
            found[-1].steps[-1].append(cell)
        if kind != "notes":
            found[-1].seconds += load([cell]).seconds
    if not found:
        raise ValueError("the notebook has no cell to show; a deck needs one slide at least.")
    return found


def columns(found):
    """Group slides into the columns of the overview, as a list of lists of Slide."""
    grouped = []
    for slide in found:
        if slide.starts_column:
            grouped.append([])
        grouped[-1].append(slide)
    return grouped


def prepare(slide):
    """Tell the template what each cell of a slide is, in ``cell.metadata.deck``.

    A caption moves into the cell of its picture. An exercise keeps only its starter code, without
    the call that checks the answer, and its task loses the calls for help. An output that the
    class is asked to predict appears one step after what precedes it.
    """
    steps = []
    for step in slide.steps:
        steps.append([])
        for cell in step:
            kept = steps[-1]
            if kept and cells.is_caption(cell) and "caption" not in kept[-1].metadata.deck:
                kept[-1].metadata.deck["caption"] = cell.source
                continue
            cell.metadata["deck"] = {"kind": cells.kind(cell)}
            if cell.metadata.deck["kind"] == "text":
                cell.source = ANSWERS.sub(r"**\1.** \2", cells.STUCK.sub("", cell.source))
            if cell.metadata.deck["kind"] == "exercise":
                cell.source, cell.outputs = cells.beginning(cell.source), []
            for output in cell.get("outputs", []):
                _prepare_output(output.get("data", {}))
            if "answer" in cells.tags(cell) and cell.outputs:
                if cell.metadata.deck["kind"] == "code":
                    kept.append(_without_outputs(cell))
                    cell.metadata.deck["kind"] = "output"
                if kept:
                    steps.append([])
            steps[-1].append(cell)
    slide.steps = steps


def _without_outputs(cell):
    question = deepcopy(cell)
    question.outputs = []
    return question


def webp(png):
    """Convert a PNG to lossless WebP, half the size; both are base64 text."""
    small = io.BytesIO()
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    picture.save(small, "WEBP", lossless=True, method=1, quality=50)
    return base64.b64encode(small.getvalue()).decode("ascii")


def _prepare_output(data):
    if "text/html" in data:
        # reveal.js would treat a section inside a slide as another slide.
        data["text/html"] = re.sub(r"<(/?)section\b", r"<\1div", data["text/html"])
    elif "image/png" in data:
        data["image/png"] = webp(data["image/png"])
