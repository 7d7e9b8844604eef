"""What a cell of a lecture is, for slides and pages alike."""

import ast
import re
from copy import copy

CAPTION = re.compile(r"\*(Figure|Table) ")
# The last words of a task name calls that help, which only a kernel can answer.
STUCK = re.compile(r"\n\n\*Stuck\? .*?\*\s*\Z", re.S)


def slide_type(cell):
    """Return "slide", "subslide", "fragment", "skip", "notes", or "" where the slide goes on."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "")


def tags(cell):
    """Return the tags of a cell: "quiz", "exercise", "setup", "deeper", "draws", "answer" …"""
    return cell.metadata.get("tags", [])


def core(book):
    """Return a notebook without the cells that are tagged "deeper"; its cells are shared."""
    shorter = copy(book)
    shorter.cells = [cell for cell in book.cells if "deeper" not in tags(cell)]
    return shorter


def deeper_heading(cell):
    """Return the title of a deeper block that begins in this cell, "Deeper: …", or None."""
    found = re.match(r"### (Deeper: .*)", cell.source) if cell.cell_type == "markdown" else None
    return found and found[1].strip()


def teaches(cell):
    """Tell whether the code of a cell is there to be read.

    Not to be read are code that only draws, live figures, quizzes and the beginnings of exercises.
    """
    shows = {"draws", "quiz", "exercise"} & set(tags(cell)) or live_call(cell.source)
    return cell.cell_type == "code" and not shows


def heading(cell):
    """Return the title of a section that begins in this cell, or None."""
    found = re.match(r"## (.*)", cell.source) if cell.cell_type == "markdown" else None
    return found and found[1].strip()


def is_caption(cell):
    """Tell whether a cell is the caption of the picture above it."""
    return cell.cell_type == "markdown" and CAPTION.match(cell.source) is not None


def pictures(cell):
    """List the outputs of a cell that are pictures."""
    return [out for out in cell.get("outputs", []) if "image/png" in out.get("data", {})]


def kind(cell):
    """Say how a cell is shown: "text", "setup", "quiz", "exercise", "picture", "source" or "code".

    "source" shows the code of something: the call that does it is left out.
    """
    if cell.cell_type != "code":
        return "text"
    for tag in ("setup", "quiz", "exercise"):
        if tag in tags(cell):
            return tag
    if cell.source.split("\n")[-1].startswith("draw.show_source("):
        return "source"
    return "picture" if pictures(cell) else "code"


def beginning(source):
    """Return what an exercise hands out: its code without the lines that check it.

    Empty where nothing is left but names that wait for a value.
    """
    lines = source.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("exercises.")):
        lines.pop()
    return "\n".join(lines)


def live_call(source):
    """Read a code cell that shows a live figure.

    Returns
    -------
    (str, dict) or None
        Name and arguments of ``explore.NAME(…)``; None where the cell is something else.
    """
    try:
        call = ast.parse(source.strip(), mode="eval").body
        name, arguments = call.func.attr, {word.arg: word.value for word in call.keywords}
        if call.func.value.id != "explore" or call.args or None in arguments:
            return None
        return name, {word: ast.literal_eval(value) for word, value in arguments.items()}
    except (AttributeError, SyntaxError, ValueError):
        return None
