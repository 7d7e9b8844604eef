"""VS Code renders every text with its formulas: it uses markdown-it and KaTeX, not MathJax."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lecturekit.publish import packages
from tests.house.lectures import LECTURES, ROOT, read

VSCODE = Path(__file__).with_name("vscode")  # its lock file pins them


def rendered(texts):
    """Return the HTML of texts in Markdown."""
    command = [packages.node_itself(), VSCODE / "render.cjs"]
    places = os.environ | {"NODE_PATH": str(packages.installed(VSCODE))}
    run = subprocess.run(
        command, env=places, input=json.dumps(texts), capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def wrong(html):
    """List what KaTeX could not set, and dollar signs that stayed text."""
    page = BeautifulSoup(html, "html.parser")
    errors = [found["title"] for found in page.select(".katex-error")]
    for found in page.select(".katex, code"):
        found.decompose()
    return errors + re.findall(r".{0,30}(?:\$|\\begin).{0,30}", page.get_text())


def problems(texts):
    """List what is wrong with texts, a dict by name."""
    pages = zip(texts, rendered([*texts.values()]), strict=True)
    return {name: wrong(page) for name, page in pages if wrong(page)}


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_every_formula_of_a_lecture_is_set(path):
    cells = read(path).cells
    assert problems({cell.id: cell.source for cell in cells if cell.cell_type == "markdown"}) == {}


def test_every_formula_of_an_exercise_is_set():
    files = (ROOT / "lecturekit/exercises/content").glob("*/*.md")
    assert problems({str(file): file.read_text(encoding="utf-8") for file in files}) == {}


def test_a_formula_that_is_not_set_is_seen():
    good, *bad = rendered(["$x$", "sigmoid$(z)$", "$\\nothing$", "costs $5"])
    assert wrong(good) == []
    assert all(map(wrong, bad))
