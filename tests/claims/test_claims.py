"""Each claim that a test recomputes is in a cell of its part, with the same numbers.

A test in ``test_partN.py`` names the cells that it protects, and quotes them::

    @pytest.mark.claim("1-memory", "105 of 105", "30 of 45")

The quotes are compared twice: here with the cell, which takes no time, and in the test with
computed values, which may take a while. `claimed` passes them to the test.
"""

import importlib
import re
from pathlib import Path

import pytest

from tests.house.lectures import LECTURES, markdown, part, read

MODULES = sorted(Path(__file__).parent.glob("test_part*.py"))


def cell_text(cell):
    """Return what a reader sees of a cell: its source and the text of its outputs."""
    texts = [cell.source]
    for output in cell.get("outputs", []):
        data = output.get("data", {"text/plain": output.get("text", "")})
        texts += [text for kind, text in data.items() if kind.startswith("text/")]
    return "\n".join(texts)


def not_quoted(marks, texts):
    """List what is wrong with markers: missing cells, and quotes that are not in their cell."""
    problems = []
    for cell, *quotes in (mark.args for mark in marks):
        if cell not in texts:
            problems.append(f"{cell}: there is no such cell")
            continue
        words = " ".join(texts[cell].split())
        problems += [f"{cell}: it does not say {quote}" for quote in quotes if quote not in words]
    return problems


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_claim_is_made_by_a_cell_of_its_part(path):
    module = importlib.import_module(f"tests.claims.{path.stem}")
    number = re.search(r"\d", path.stem)[0]
    (lecture,) = (read(found) for found in LECTURES if part(found) == int(number))
    texts = {f"{number}-{cell.id}": cell_text(cell) for cell in lecture.cells}
    tests = [test for name, test in vars(module).items() if name.startswith("test_")]
    assert tests
    for test in tests:
        marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "claim"]
        assert marks, f"{test.__name__}: which cell does it protect?"
        assert not_quoted(marks, texts) == []


def test_a_claim_that_no_cell_makes_is_seen():
    texts = {"1-loss": cell_text(markdown("J is\n0.31 there."))}
    right, wrong, nowhere = (
        pytest.mark.claim(cell, quote).mark
        for cell, quote in (("1-loss", "is 0.31"), ("1-loss", "0.32"), ("1-lost", "0.31"))
    )
    assert not_quoted([right], texts) == []
    assert not_quoted([wrong, nowhere], texts) == [
        "1-loss: it does not say 0.32",
        "1-lost: there is no such cell",
    ]
