"""Cells: stable ids, short code without magics, outputs present and free of errors."""

import ast
import io
import re
import tokenize

import pytest
from nbformat import v4

from tests.house.lectures import LECTURES, code, code_cells, markdown, read, sample, tags

MOST_LINES = 15
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MADE_BY_A_TOOL = re.compile(r"(?=.*\d)[0-9a-f]{8}(-.*)?")


def test_part_1_is_there():
    assert "1-neuron" in [path.stem for path in LECTURES]


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


def code_lines(source):
    """Count the lines of Python that hold more than white space and comments."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    silent.add(tokenize.ENDMARKER)
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in silent:
            text = token.string.split("\n")
            lines.update(token.start[0] + k for k, line in enumerate(text) if line.strip())
    return len(lines)


def long_cells(book):
    """List the ids of code cells that a reader cannot take in at a glance."""
    return [cell.id for cell in code_cells(book) if code_lines(cell.source) > MOST_LINES]


def not_run(book):
    """List the ids of code cells that were not run in one go from the top."""
    return [
        cell.id
        for number, cell in enumerate(code_cells(book), start=1)
        if cell.execution_count != number
    ]


def errors(book):
    """List the ids of code cells that show an exception without being meant to."""
    return [
        cell.id
        for cell in code_cells(book)
        if "raises-exception" not in tags(cell)
        and any(output.output_type == "error" for output in cell.outputs)
    ]


def warnings(book):
    """List the ids of code cells that print to the error stream."""
    return [
        cell.id
        for cell in code_cells(book)
        if any(output.get("name") == "stderr" for output in cell.outputs)
    ]


RULES = [bad_ids, magics, star_imports, long_cells, not_run, errors, warnings]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_cells(path, rule):
    assert rule(read(path)) == []


def test_a_lecture_shows_outputs():
    for path in LECTURES:
        assert sum(bool(cell.outputs) for cell in code_cells(read(path))) >= 5


error = v4.new_output("error", ename="E", evalue="e", traceback=[])
warning = v4.new_output("stream", name="stderr", text="RuntimeWarning: overflow")


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
        (errors, [code("1 / 0", outputs=[error])]),
        (warnings, [code("np.exp(1000)", outputs=[warning])]),
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
        (errors, [code("1 / 0", outputs=[error], tags=["raises-exception"])]),
    ],
)
def test_the_rule_allows(rule, good):
    assert rule(sample(*good)) == []


def swallowed(book):
    """List the ids of cells in which text follows a table without an empty line: Markdown takes
    it for one more row."""
    return [
        cell.id
        for cell in book.cells
        if cell.cell_type == "markdown"
        and re.search(r"^\|.*\n(?!\||\n)", cell.source, re.MULTILINE)
    ]


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_no_table_swallows_what_follows(path):
    assert swallowed(read(path)) == []


def test_text_in_a_table_is_seen():
    table = "| a | b |\n|:--|:--|\n| 1 | 2 |\n"
    book = sample(markdown(table + "Text.", "bad"), markdown(table + "\nText.", "good"))
    assert swallowed(book) == ["bad"]
