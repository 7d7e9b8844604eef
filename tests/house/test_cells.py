"""Cells: stable ids, short code without magics, outputs free of errors, a place in the talk.

Every picture can be heard (alt text) and has a numbered caption that says what to look at.
"""

import ast
import re

import pytest
from nbformat import v4

from lecturekit import explore
from lecturekit.publish.cells import is_caption, live_call, pictures, slide_type
from tests.house.lectures import (
    LECTURES,
    code,
    code_cells,
    markdown,
    part,
    picture,
    read,
    sample,
    sections,
    tags,
)

MOST_LINES = 15
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MADE_BY_A_TOOL = re.compile(r"(?=.*\d)[0-9a-f]{8}(-.*)?")
FEWEST_LETTERS, FEWEST_WORDS = 30, 6
CAPTION = re.compile(r"\*Figure (\d+)\.(\d+) · .{20,}\*", re.S)
SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "notes"}


def bad_ids(book):
    """List cell ids that no person chose, and those used twice."""
    ids = [cell.id for cell in book.cells]
    return [
        name
        for name in ids
        if ids.count(name) > 1 or not SLUG.fullmatch(name) or MADE_BY_A_TOOL.fullmatch(name)
    ]


def magics(book):
    """List the ids of code cells that are not plain Python."""
    found = []
    for cell in code_cells(book):
        try:
            ast.parse(cell.source)
        except SyntaxError:
            found.append(cell.id)
    return found


def star_imports(book):
    """List the ids of code cells with ``from … import *``."""
    return [cell.id for cell in code_cells(book) if re.search(r"import\s*\(?\s*\*", cell.source)]


def long_cells(book):
    """List the ids of code cells that a reader cannot take in at a glance, comments aside."""
    line = re.compile(r"^\s*[^\s#]", re.M)
    return [cell.id for cell in code_cells(book) if len(line.findall(cell.source)) > MOST_LINES]


def not_run(book):
    """List the ids of code cells that were not run in one go from the top."""
    return [cell.id for k, cell in enumerate(code_cells(book), 1) if cell.execution_count != k]


def errors(book):
    """List the ids of code cells that show an exception without being meant to."""
    found = [cell for cell in code_cells(book) if "raises-exception" not in tags(cell)]
    return [cell.id for cell in found if any(out.output_type == "error" for out in cell.outputs)]


def warnings(book):
    """List the ids of code cells that print to the error stream."""
    found = [(cell.id, out) for cell in code_cells(book) for out in cell.outputs]
    return [name for name, out in found if out.get("name") == "stderr"]


def swallowed(book):
    """List the ids of cells in which text follows a table without an empty line: Markdown takes
    it for one more row."""
    follows = re.compile(r"^\|.*\n(?!\||\n)", re.M)
    texts = [cell for cell in book.cells if cell.cell_type == "markdown"]
    return [cell.id for cell in texts if follows.search(cell.source)]


def repeated(book):
    """List the ids of cells in which a line stands twice in a row."""
    twice = re.compile(r"^(.*\S.*)\n\1$", re.M)
    return [cell.id for cell in book.cells if twice.search(cell.source)]


def without_place(book):
    """List the ids of cells whose slide type is missing or unknown.

    ``"slideshow": {}`` says that a cell goes on with the slide before it.
    """
    return [
        cell.id
        for cell in book.cells
        if "slideshow" not in cell.metadata
        or not set(cell.metadata.slideshow) <= {"slide_type"}
        or cell.metadata.slideshow.get("slide_type", "slide") not in SLIDE_TYPES
    ]


def is_notes(cell):
    return slide_type(cell) == "notes"


def sections_without_notes(book):
    """List the numbered sections that leave the speaker alone."""
    return [
        heading
        for heading, cells in sections(book)
        if heading[3].isdigit() and not any(map(is_notes, cells))
    ]


def shown_notes(book):
    """List the ids of notes cells that are no prose: a deck shows nothing of them."""
    return [cell.id for cell in book.cells if is_notes(cell) and cell.cell_type != "markdown"]


def without_alt_text(book):
    """List the ids of cells with a picture that says nothing to those who cannot see it."""
    found = []
    for cell in book.cells:
        alts = [out.metadata.get("image/png", {}).get("alt", "") for out in pictures(cell)]
        if cell.cell_type == "markdown":
            alts += re.findall(r"!\[(.*?)\]\(", cell.source, re.S)
            alts += [""] * len(re.findall(r"<img(?![^>]*\balt=)", cell.source))
        if any(len(alt) < FEWEST_LETTERS or len(alt.split()) < FEWEST_WORDS for alt in alts):
            found.append(cell.id)
    return found


def wrong_captions(book, number=1):
    """Say which figures of Part `number` lack their caption, or carry another's number."""
    problems, figure = [], 0
    for cell, after in zip(book.cells, [*book.cells[1:], None], strict=True):
        if is_caption(cell) and figure == 0:
            problems.append(f"{cell.id}: a caption before the first figure")
        if not pictures(cell):
            continue
        figure += 1
        if len(pictures(cell)) > 1:
            problems.append(f"{cell.id}: more than one figure in a cell")
        caption = CAPTION.match(after.source) if after and after.cell_type == "markdown" else None
        if caption is None:
            problems.append(f"{cell.id}: no cell '*Figure {number}.{figure} · …*' after the figure")
        elif (int(caption[1]), int(caption[2])) != (number, figure):
            problems.append(f"{after.id}: this is Figure {number}.{figure}")
    captions = sum(map(is_caption, book.cells))
    if captions > figure:
        problems.append(f"{captions} captions for {figure} figures")
    return problems


def other_live_figures(book):
    """List the ids of cells that show a live figure but are more than ``explore.NAME(…)``.

    Only such a cell can become a film when decks and pages are made, with nothing run again.
    """
    return [
        cell.id
        for cell in code_cells(book)
        if live_call(cell.source) is None
        and any(
            "a live figure" in out.get("data", {}).get("text/plain", "") for out in cell.outputs
        )
    ]


RULES = [bad_ids, magics, star_imports, long_cells, not_run, errors, warnings, swallowed]
RULES += [repeated, without_place, sections_without_notes, shown_notes]
RULES += [without_alt_text, other_live_figures]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_cells(path, rule):
    assert rule(read(path)) == []


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_lecture_opens_with_a_slide_and_shows_outputs_and_figures_with_captions(path):
    book = read(path)
    assert book.cells[0].metadata.slideshow.slide_type == "slide"
    assert sum(bool(cell.outputs) for cell in code_cells(book)) >= 5
    assert sum(bool(pictures(cell)) for cell in code_cells(book)) >= 3
    assert wrong_captions(book, part(path)) == []
    names = {call[0] for call in map(live_call, (c.source for c in code_cells(book))) if call}
    assert names
    assert names <= set(explore.__all__)


ERROR = v4.new_output("error", ename="E", evalue="e", traceback=[])
WARNING = v4.new_output("stream", name="stderr", text="RuntimeWarning: overflow")
TABLE = "| a | b |\n|:--|:--|\n| 1 | 2 |\n"
ONE, TWO = markdown("## 1. One"), markdown("## 2. Two")
NOTES = markdown("Ask: …", slideshow={"slide_type": "notes"})
FIGURE = code("show(figure)", "a-figure", outputs=[picture()])
FIRST = markdown("*Figure 1.1 · The slope is greatest in the middle.*", "first-caption")
SECOND = markdown("*Figure 1.2 · The slope vanishes at both ends.*", "second-caption")
IN_PART_2 = markdown("*Figure 2.1 · The slope is greatest in the middle.*")


def live(source):
    shown = picture()
    shown.data["text/plain"] = "explore.neuron: a live figure. Its controls:"
    return code(source, outputs=[shown])


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (bad_ids, [markdown("a", "twice"), markdown("b", "twice")]),
        (bad_ids, [markdown("a", "Not_A_Slug")]),
        (bad_ids, [markdown("a", "1f0c2a9b")]),
        (bad_ids, [markdown("a", "a1b2c3d4-0a1b-4c2d-8e3f-0a1b2c3d4e5f")]),
        (magics, [code("%matplotlib inline")]),
        (magics, [code("x = 1\n!pip install numpy")]),
        (magics, [code("%%time\nx = 1")]),
        (magics, [code("np?")]),
        (star_imports, [code("from numpy import *")]),
        (long_cells, [code("x = 1\n" * 16)]),
        (long_cells, [code("x = [\n" + "    1,\n" * 14 + "]")]),
        (not_run, [code("x = 1", count=None)]),
        (not_run, [code("x = 1", "one", count=1), code("x = 2", "two", count=3)]),
        (errors, [code("1 / 0", outputs=[ERROR])]),
        (warnings, [code("np.exp(1000)", outputs=[WARNING])]),
        (swallowed, [markdown(TABLE + "Text.")]),
        (repeated, [code("x = 1\nx = 1")]),
        (without_place, [markdown("text")]),
        (without_place, [markdown("text", slideshow={"slide_type": "-"})]),
        (without_place, [markdown("text", slideshow={"slide_type": ""})]),
        (without_place, [markdown("text", slideshow={"slide_type": "Slide"})]),
        (sections_without_notes, [ONE, NOTES, TWO]),
        (shown_notes, [code("1", slideshow={"slide_type": "notes"})]),
        (without_alt_text, [code("show(figure)", outputs=[picture(alt=None)])]),
        (without_alt_text, [code("show(figure)", outputs=[picture(alt="")])]),
        (without_alt_text, [code("show(figure)", outputs=[picture(alt="figure 1")])]),
        (without_alt_text, [code("show(figure)", outputs=[picture(), picture(alt="plot")])]),
        (without_alt_text, [markdown("![](attachment:a.png)")]),
        (without_alt_text, [markdown('<img src="a.png">')]),
        (wrong_captions, [FIGURE]),
        (wrong_captions, [FIGURE, markdown("Some text.")]),
        (wrong_captions, [FIGURE, code("x = 1"), FIRST]),
        (wrong_captions, [FIGURE, SECOND]),
        (wrong_captions, [FIGURE, FIRST, FIGURE, FIRST]),
        (wrong_captions, [FIGURE, IN_PART_2]),
        (wrong_captions, [FIGURE, markdown("*Figure 1.1 · .*")]),
        (wrong_captions, [FIRST, FIGURE, FIRST]),
        (wrong_captions, [FIGURE, FIRST, SECOND]),
        (wrong_captions, [code("show(a); show(b)", outputs=[picture(), picture()]), FIRST]),
        (other_live_figures, [live("figure = explore.neuron()\nfigure")]),
        (other_live_figures, [live("explore.neuron(b=start)")]),
    ],
)
def test_the_rule_refuses(rule, bad):
    assert rule(sample(*bad))


@pytest.mark.parametrize(
    ("rule", "good"),
    [
        (bad_ids, [markdown("a", "sigmoid-derivative"), markdown("b", "facade")]),
        (magics, [code("share = 7 % 3\nprint(f'{share}%')\na = b != c")]),
        (star_imports, [code("area = np.pi * r**2")]),
        (
            long_cells,
            [code('def f(x):\n    """Do it."""\n' + "\n    # why\n" * 20 + "    return x")],
        ),
        (not_run, [code("x = 1", "one", count=1), markdown("b"), code("x = 2", "two", count=2)]),
        (errors, [code("1 / 0", outputs=[ERROR], tags=["raises-exception"])]),
        (swallowed, [markdown(TABLE + "\nText.")]),
        (without_place, [markdown("it goes on", slideshow={})]),
        (without_place, [markdown("a", slideshow={"slide_type": t}) for t in SLIDE_TYPES]),
        (sections_without_notes, [ONE, NOTES, TWO, NOTES, markdown("## References")]),
        (shown_notes, [NOTES]),
        (without_alt_text, [FIGURE]),
        (wrong_captions, [FIGURE, FIRST, markdown("Text."), FIGURE, SECOND]),
        (other_live_figures, [live("explore.neuron(b=3.0)")]),
    ],
)
def test_the_rule_allows(rule, good):
    assert rule(sample(*good)) == []
