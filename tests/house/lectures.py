"""What the rules about notebooks share: the lectures, their cells, and a way to make bad ones."""

import contextlib
import io
import re
from pathlib import Path

import nbformat
from nbformat import v4

ROOT = Path(__file__).parents[2]
LECTURES = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path):
    """Read a notebook, validated."""
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    return book


def part(path):
    """Return the Part's number: 1 for ``1-neuron.ipynb``."""
    return int(re.match(r"\d+", path.stem)[0])


def code_cells(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def headings(book):
    """List the lines ``## …`` that begin sections, in order."""
    return [heading for heading, _ in sections(book)]


def sections(book):
    """List (heading ``## …``, its cells), without what stands before the first heading."""
    found = []
    for cell in book.cells:
        heading = re.search(r"^## .*$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if heading:
            found.append((heading[0].rstrip(), []))
        if found:
            found[-1][1].append(cell)
    return found


def setup_cells(book):
    """List the cells tagged ``setup``."""
    return [cell for cell in code_cells(book) if "setup" in tags(cell)]


def code_by_section(book):
    """Return the setup cell, and (heading, the other code cells) for each section with code."""
    (setup,) = setup_cells(book)
    code = (
        (heading, [cell for cell in cells if cell.cell_type == "code" and cell is not setup])
        for heading, cells in sections(book)
    )
    return setup, [(heading, cells) for heading, cells in code if cells]


def run_alone(setup, cells):
    """Run the setup cell, then `cells`, in a namespace of their own, and return it.

    Raises what a cell raises; the traceback names the cell by its id. Cells that are meant
    to raise are left out.
    """
    namespace = {"__name__": "__main__", "display": lambda *things, **options: None}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cell in [setup, *cells]:
            if "raises-exception" not in tags(cell):
                exec(compile(cell.source, f"cell {cell.id}", "exec"), namespace)
    return namespace


def sample(*cells):
    """Make a notebook from cells, unchecked: it may be a bad one."""
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}
    return nbformat.from_dict(book)


def markdown(source, name="some-text", **metadata):
    return v4.new_markdown_cell(source, id=name, metadata=metadata)


def code(source, name="some-code", outputs=(), count=1, **metadata):
    """Make a code cell that was run."""
    return v4.new_code_cell(
        source, id=name, metadata=metadata, outputs=list(outputs), execution_count=count
    )


def picture(alt="A curve that rises from 0 to 1, steepest in the middle."):
    """Make an output that shows a figure."""
    metadata = {"image/png": {"alt": alt}} if alt is not None else {}
    data = {"image/png": "…", "text/plain": "Figure"}
    return v4.new_output("display_data", data, metadata=metadata)
