"""Every cell knows its place in the talk, and every section tells the speaker what to do."""

import pytest

from tests.house.lectures import LECTURES, markdown, read, sample, sections

TYPES = {"slide", "subslide", "fragment", "skip", "notes"}


def without_place(book):
    """List the ids of cells whose slide type is missing or unknown.

    ``"slideshow": {}`` says that a cell goes on with the slide before it.
    """
    return [
        cell.id
        for cell in book.cells
        if "slideshow" not in cell.metadata
        or not set(cell.metadata.slideshow) <= {"slide_type"}
        or cell.metadata.slideshow.get("slide_type", "slide") not in TYPES
    ]


def sections_without_notes(book):
    """List the numbered sections that leave the speaker alone."""
    return [
        heading
        for heading, cells in sections(book)
        if heading[3].isdigit() and not any(map(is_notes, cells))
    ]


def is_notes(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type") == "notes"


def shown_notes(book):
    """List the ids of notes cells that are no prose: a deck shows nothing of them."""
    return [cell.id for cell in book.cells if is_notes(cell) and cell.cell_type != "markdown"]


RULES = [without_place, sections_without_notes, shown_notes]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_slides(path, rule):
    assert rule(read(path)) == []


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_lecture_opens_with_a_slide(path):
    assert read(path).cells[0].metadata.slideshow.slide_type == "slide"


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"slideshow": {"slide_type": "-"}},
        {"slideshow": {"slide_type": ""}},
        {"slideshow": {"slide_type": "Slide"}},
    ],
)
def test_the_rule_refuses_a_cell_without_place(metadata):
    assert without_place(sample(markdown("text", **metadata)))


def test_the_rule_allows_every_type_and_going_on():
    places = [{}, *({"slide_type": slide_type} for slide_type in sorted(TYPES))]
    assert without_place(sample(*(markdown("text", slideshow=place) for place in places))) == []


def test_the_rule_refuses_a_section_without_notes():
    notes = markdown("Ask: …", slideshow={"slide_type": "notes"})
    one, two = markdown("## 1. One"), markdown("## 2. Two")
    assert sections_without_notes(sample(one, notes, two, notes, markdown("## References"))) == []
    assert sections_without_notes(sample(one, notes, two)) == ["## 2. Two"]
