"""Classify the cells of a lecture, for both slides and pages."""

import ast
import re
from copy import copy

CAPTION = re.compile(r"\*(Figure|Table) ")
# A task ends with the calls that give help; they need a kernel.
STUCK = re.compile(r"\n\n\*Stuck\? .*?\*\s*\Z", re.S)


def slide_type(cell):
    """Return "slide", "subslide", "fragment", "skip", "notes", or "" if the slide continues."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "")


def tags(cell):
    """Return the tags of a cell: "quiz", "exercise", "setup", "deeper", "draws", "answer" …"""
    return cell.metadata.get("tags", [])


def core(book):
    """Return a copy of a notebook without the cells tagged "deeper"; the cells are shared."""
    shorter = copy(book)
    shorter.cells = [cell for cell in book.cells if "deeper" not in tags(cell)]
    return shorter


def deeper_heading(cell):
    """Return the title, "Deeper: …", of the deeper block that begins in this cell, or None."""
    found = re.match(r"### (Deeper: .*)", cell.source) if cell.cell_type == "markdown" else None
    return found and found[1].strip()


def teaches(cell):
    """Return whether the code of a cell is meant to be read.

    Code that only draws or installs, live figures, quizzes and the starter code of exercises are
    not.
    """
    shows = {"draws", "colab", "quiz", "exercise"} & set(tags(cell)) or live_call(cell.source)
    return cell.cell_type == "code" and not shows


def heading(cell):
    """Return the title of the section that begins in this cell, or None."""
    found = re.match(r"## (.*)", cell.source) if cell.cell_type == "markdown" else None
    return found and found[1].strip()


def is_caption(cell):
    """Return whether a cell is the caption of the picture above it."""
    return cell.cell_type == "markdown" and CAPTION.match(cell.source) is not None


def pictures(cell):
    """List the outputs of a cell that contain a picture."""
    return [out for out in cell.get("outputs", []) if "image/png" in out.get("data", {})]


def kind(cell):
    """Return how to show a cell: "text", "setup", "quiz", "exercise", "picture", "source", "code".

    A "source" cell shows the source code of something; the call that prints it is left out.
    """
    if cell.cell_type != "code":
        return "text"
    for tag in ("setup", "quiz", "exercise"):
        if tag in tags(cell):
            return tag
    if cell.source.split("\n")[-1].startswith("draw.show_source("):
        return "source"
    return "picture" if pictures(cell) else "code"


def exercise(cell):
    """Return the name of the exercise whose task or starter code is in this cell."""
    return cell.id.removeprefix("exercise-").removesuffix("-task").replace("-", "_")


def beginning(source):
    """Return the starter code of an exercise: its code without the lines that check the answer."""
    lines = source.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("exercises.")):
        lines.pop()
    return "\n".join(lines)


def live_call(source):
    """Parse a code cell that shows a live figure.

    Returns
    -------
    (str, dict) or None
        The name and arguments of ``explore.NAME(…)``, or None if the cell is anything else.
    """
    try:
        call = ast.parse(source.strip(), mode="eval").body
        name, arguments = call.func.attr, {word.arg: word.value for word in call.keywords}
        if call.func.value.id != "explore" or call.args or None in arguments:
            return None
        return name, {word: ast.literal_eval(value) for word, value in arguments.items()}
    except (AttributeError, SyntaxError, ValueError):
        return None
