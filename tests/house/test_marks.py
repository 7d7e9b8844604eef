"""What lies deeper, what only draws, what answers a prediction, and how long it all takes."""

import re

import pytest
from nbformat import v4

from lecturekit.publish.cells import core, slide_type, tags
from lecturekit.publish.clock import clock, load, section_minutes
from lecturekit.publish.decks import slides
from lecturekit.publish.notebooks import tidy
from tests.house.lectures import LECTURES, ROOT, code, markdown, read, sample
from tests.house.marks import answers, borrowed, wrong_marks

MINUTES = re.compile(r"\b\d+ (?:min|minutes?|h|hours?)\b")
COMPUTED = re.compile(
    r"^\*\*Time\.\*\* .*|<summary>For the instructor · .*?</summary>|^\| \*\*\d · .*", re.M
)

each_lecture = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)


@each_lecture
def test_every_mark_is_right(path):
    assert wrong_marks(read(path)) == []


@each_lecture
def test_the_minutes_in_the_notes_add_up(path):
    book = read(path)
    told = re.findall(
        r"instructor · (\d+) min(?:, (\d+) with)?", "".join(c.source for c in book.cells)
    )
    sums = [sum(int(least) for least, _ in told), sum(int(most or least) for least, most in told)]
    assert sums == [clock(book).core.in_class, clock(book).all.in_class]


def test_nobody_claims_minutes_but_the_clock():
    """That its numbers are right, test_canonical.py and test_decks.py hold."""
    pages = [ROOT / "README.md", ROOT / ".github/CONTRIBUTING.md"]
    pages += ROOT.glob("lecturekit/publish/templates/**/*.j2")
    told = {page.name: page.read_text(encoding="utf-8") for page in pages}
    for path in LECTURES:
        prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
        told[path.name] = "\n\n".join(s for s in prose if not s.startswith("## References"))
        assert told[path.name].count("**Time.** ") == 1
    claimed = {name: MINUTES.findall(COMPUTED.sub("", text)) for name, text in told.items()}
    assert {name: found for name, found in claimed.items() if found} == {}


@each_lecture
def test_the_core_fits_into_a_lecture(path):
    found = clock(read(path)).core
    hidden = {cell.id: {*tags(cell)} for cell in read(path).cells if slide_type(cell) == "skip"}
    assert hidden.pop("references") == hidden.pop("appendix") == set()
    assert all(marks & {"colab", "progress"} for marks in hidden.values())
    assert found.screens <= 40
    assert found.quizzes <= 6
    assert found.live_figures <= 5
    assert found.in_class <= 75
    assert found.alone <= 150


# ---- the clock --------------------------------------------------------------------------------

TWO_LINES = (
    r"$$\begin{aligned} a &= b \\ &= \begin{pmatrix} 1 \\ 2 \\ 3 \end{pmatrix} \end{aligned}$$"
)
FOUR_LINES = r"\begin{aligned} a &= b \\ &= c \\[2ex] &= d \\ &= e \end{aligned}"
TASK = "**Exercise 1.1 · A gate** (warm-up)\n\nFind it."


def on(kind, cell):
    cell.metadata["slideshow"] = {"slide_type": kind}
    return cell


@pytest.mark.parametrize(
    ("cell", "seconds", "alone"),
    [
        (on("slide", markdown("word " * 1300)), 75, 10),
        (on("fragment", markdown("word " * 1300)), 0, 10),
        (on("notes", markdown("word " * 1300)), 0, 0),
        (on("skip", markdown("word " * 1300)), 0, 0),
        (on("subslide", code("exercises.quiz_gate", tags=["quiz"])), 75 + 60, 0),
        (on("subslide", code("explore.neuron()", tags=["draws"])), 75 + 150, 6),
        (on("", code("x = 1\n\n" * 100)), 0, 10),
        (on("", code("x = 1\n\n" * 100, tags=["draws"])), 0, 0),
        (on("subslide", markdown(TWO_LINES)), 75, 0),
        (on("subslide", markdown(FOUR_LINES)), 75 + 120, 0),
        (on("subslide", markdown(TASK, "exercise-gate-task")), 0, 5),
        (on("subslide", markdown(TASK.replace("warm-up", "stretch"), "exercise-gate-task")), 0, 25),
    ],
)
def test_the_clock_counts(cell, seconds, alone):
    assert load([cell]).seconds == seconds
    assert load([cell]).alone == alone


# ---- a lecture with a deeper block ------------------------------------------------------------


def output(text):
    return v4.new_output("stream", text=text)


def lecture(**changes):
    """A small lecture in which all marks are right, but for cells that replace others by name."""
    good = [
        on("slide", markdown("# Title\n\n**Time.** It takes a year.", "title")),
        code("import numpy as np", "setup", tags=["setup"]),
        on("slide", markdown("## 1. One\n\n**Before you run this:** how large?", "section")),
        code("radius = 2\nprint(radius)", "radius", [output("in cm\n2")], tags=["answer"]),
        on("subslide", code("explore.neuron()", "live", [output("3")], tags=["draws"])),
        on("subslide", markdown("### Deeper: the area", "deeper", tags=["deeper"])),
        code("area = np.pi * radius**2", "area", tags=["deeper"]),
        markdown("*Figure 1.2 · A disc.*", "caption", tags=["deeper"]),
        on("subslide", markdown("### On", "on")),
        code("print(radius)", "again"),
        on("notes", markdown("<summary>For the instructor · 9 min</summary>\n\nAsk.", "notes")),
    ]
    return sample(*(changes.get(cell.id, cell) for cell in good))


def test_a_right_lecture_is_right_and_tidying_writes_what_editors_fold_and_its_times():
    book = lecture()
    assert wrong_marks(book) == []
    assert answers(book) == ["radius"]
    found = {cell.id: cell for cell in tidy(book).cells}
    assert found["radius"].metadata.jupyter == {"outputs_hidden": True}
    assert found["live"].metadata.jupyter == {"source_hidden": True}
    assert found["live"].metadata.cellView == "form"
    assert found["deeper"].metadata["jp-MarkdownHeadingCollapsed"] is True
    assert "core of this part takes 8 minutes in class, or 5 min alone" in found["title"].source
    assert "with all deeper blocks it takes 9 minutes" in found["title"].source
    assert "For the instructor · 7 min, 8 with everything" in found["notes"].source
    assert sum(section_minutes(book)) == clock(book).all.in_class
    assert [slide.name for slide in slides(core(book))] == ["title", "section", "live", "on"]
    assert slides(book)[3].running_line("Part 1") == ["Part 1", "1. One"]


@pytest.mark.parametrize(
    ("name", "cell", "problem"),
    [
        ("radius", code("print(2)", "radius", [output("2")]), "radius: it answers a prediction"),
        ("radius", code("radius = 2", "radius", tags=["answer"]), "radius: an answer needs"),
        (
            "radius",
            code("radius = 2\nprint(radius)", "radius", [output("2 cm\n")], tags=["answer"]),
            "radius: folded, it still shows",
        ),
        ("caption", markdown("**Answers.** Two.", "caption", tags=["deeper"]), "caption: fold it"),
        ("live", code("explore.neuron()", "live"), "live: a live figure only draws"),
        ("again", code("a = draw.a()\ndraw.show(a)", "again"), "again: 2 statements draw"),
        ("again", code("print(radius)", "again", tags=["draws"]), "again: nothing in it draws"),
        (
            "live",
            code("radius = draw.r()", "live", tags=["draws"]),
            "again: radius comes from live",
        ),
        ("area", code("1", "area"), "area: it has no tag deeper"),
        ("on", on("subslide", markdown("On", "on")), "on: it has no tag deeper"),
        ("on", markdown("### On", "on"), "on: a deeper block, and what follows it, must begin"),
        (
            "again",
            markdown("See Figures 1.1 and 1.2.", "again"),
            "again: the core names Figure",
        ),
    ],
)
def test_a_wrong_mark_is_seen(name, cell, problem):
    assert [line for line in wrong_marks(lecture(**{name: cell})) if line.startswith(problem)]


def test_a_core_that_needs_a_deeper_name_is_seen():
    book = lecture(again=code("area += 1", "again"))
    assert borrowed([cell for cell in book.cells if cell.cell_type == "code"]) == ["live: explore"]
    cells = [cell for cell in core(book).cells if cell.cell_type == "code"]
    assert borrowed(cells) == ["live: explore", "again: area"]
