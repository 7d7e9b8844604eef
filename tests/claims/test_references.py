"""Each reference stands there once, in the order of the authors, and the lecture cites it."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

import lecturekit
from tests.house.lectures import LECTURES, part, read

CONTENT = Path(lecturekit.__file__).parent / "exercises" / "content"


def first_author(reference):
    """Return the surname: Bengio for ``- Y. Bengio, R. Ducharme, …``."""
    name = re.split(r",| and ", reference.removeprefix("- "))[0]
    return re.sub(r"^(?:[A-Z][a-z]?\.[ -]?)+", "", name)


def plain(name):
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c.isalpha())


def problems(references, cited):
    """List references that come twice, out of order, or neither cited nor explained by a note."""
    names = [first_author(reference) for reference in references]
    bare = [n for n, line in zip(names, references, strict=True) if not re.search(r"\d: ", line)]
    return [
        *(f"twice: {line[:60]}" for line in sorted(set(references)) if references.count(line) > 1),
        *(f"{b} comes after {a}" for a, b in pairwise(names) if plain(a) > plain(b)),
        *(f"not cited: {name}" for name in bare if not re.search(rf"\b{name}\b", cited)),
    ]


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_references(path):
    cells = read(path).cells
    (listed,) = (cell for cell in cells if cell.source.startswith("## References"))
    texts = [cell.source for cell in cells if cell is not listed]
    texts += [page.read_text("utf-8") for page in (CONTENT / f"part{part(path)}").glob("*.md")]
    references = re.findall(r"^- (?!For further).*", listed.source, re.M)
    assert references
    assert problems(references, "\n".join(texts)) == []


def test_bad_references_are_seen():
    first, second = "- J. L. Ba, Norm, 2016.", "- Y. Bengio, Hints, 2012."
    assert problems([first, second], "Ba and Bengio") == []
    assert problems([second, first, first], "Bengio 2012") == [
        f"twice: {first}",
        "Ba comes after Bengio",
        "not cited: Ba",
        "not cited: Ba",
    ]
