"""Every picture can be heard (alt text) and has a numbered caption that says what to look at."""

import re

import pytest

from lecturekit import explore
from lecturekit.publish.cells import live_call
from tests.house.lectures import LECTURES, code, code_cells, markdown, part, picture, read, sample

FEWEST_LETTERS, FEWEST_WORDS = 30, 6
CAPTION = re.compile(r"\*Figure (\d+)\.(\d+) · .{20,}\*", re.S)


def kinds(output):
    return [kind for kind in output.get("data", {}) if kind.startswith("image/")]


def pictures(cell):
    """List the outputs of a cell that show a picture."""
    return [output for output in cell.get("outputs", []) if kinds(output)]


def without_alt_text(book):
    """List the ids of cells with a picture that says nothing to those who cannot see it."""
    found = []
    for cell in book.cells:
        alts = [
            output.metadata.get(kind, {}).get("alt", "")
            for output in pictures(cell)
            for kind in kinds(output)
        ]
        if cell.cell_type == "markdown":
            alts += re.findall(r"!\[(.*?)\]\(", cell.source, re.S)
            alts += [""] * len(re.findall(r"<img(?![^>]*\balt=)", cell.source))
        if any(len(alt) < FEWEST_LETTERS or len(alt.split()) < FEWEST_WORDS for alt in alts):
            found.append(cell.id)
    return found


def is_caption(cell):
    return cell.cell_type == "markdown" and cell.source.startswith("*Figure")


def wrong_captions(book, number):
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


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_figures_have_words_and_captions_in_order(path):
    book = read(path)
    assert sum(bool(pictures(cell)) for cell in code_cells(book)) >= 3
    assert without_alt_text(book) == []
    assert wrong_captions(book, part(path)) == []


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_every_live_figure_can_become_a_film(path):
    book = read(path)
    assert other_live_figures(book) == []
    calls = filter(None, (live_call(cell.source) for cell in code_cells(book)))
    names = {call[0] for call in calls}
    assert names
    assert names <= set(explore.__all__)


@pytest.mark.parametrize(
    "bad",
    [
        code("show(figure)", outputs=[picture(alt=None)]),
        code("show(figure)", outputs=[picture(alt="")]),
        code("show(figure)", outputs=[picture(alt="figure 1")]),
        code("show(figure)", outputs=[picture(), picture(alt="plot")]),
        markdown("![](attachment:a.png)"),
        markdown('<img src="a.png">'),
    ],
)
def test_the_rule_refuses_a_picture_without_words(bad):
    assert without_alt_text(sample(bad))


def test_the_rule_allows_a_described_picture():
    assert without_alt_text(sample(code("show(figure, alt=…)", outputs=[picture()]))) == []


FIGURE = code("show(figure)", "a-figure", outputs=[picture()])
FIRST = markdown("*Figure 1.1 · The slope is greatest in the middle.*", "first-caption")
SECOND = markdown("*Figure 1.2 · The slope vanishes at both ends.*", "second-caption")


@pytest.mark.parametrize(
    "bad",
    [
        [FIGURE],
        [FIGURE, markdown("Some text.")],
        [FIGURE, code("x = 1"), FIRST],
        [FIGURE, SECOND],
        [FIGURE, FIRST, FIGURE, FIRST],
        [FIGURE, markdown("*Figure 2.1 · The slope is greatest in the middle.*")],
        [FIGURE, markdown("*Figure 1.1 · .*")],
        [FIRST, FIGURE, FIRST],
        [FIGURE, FIRST, SECOND],
        [code("show(a); show(b)", outputs=[picture(), picture()]), FIRST],
    ],
)
def test_the_rule_refuses_missing_and_misnumbered_captions(bad):
    assert wrong_captions(sample(*bad), 1)


def test_the_rule_allows_numbered_captions():
    book = sample(FIGURE, FIRST, markdown("Text."), FIGURE, SECOND)
    assert wrong_captions(book, 1) == []


@pytest.mark.parametrize(
    ("source", "allowed"),
    [
        ("explore.neuron(b=3.0)", True),
        ("figure = explore.neuron()\nfigure", False),
        ("explore.neuron(b=start)", False),
    ],
)
def test_the_rule_sees_live_figures_that_cannot(source, allowed):
    shown = picture()
    shown.data["text/plain"] = "explore.neuron: a live figure. Its controls:"
    assert (other_live_figures(sample(code(source, outputs=[shown]))) == []) is allowed
