"""Exported pages: every picture is inside the file and says what it shows."""

import re
from html import unescape

import nbformat
import pytest

from lecturekit.publish.pages import main, page
from tests.house.lectures import LECTURES


def images(html):
    """List the attributes of every image of a page, as text."""
    return re.findall(r"<img\b(.*?)>", html, re.S)


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_every_picture_of_a_page_has_its_alt_text(path):
    found = [unescape(re.search(r'\balt="(.*?)"', image, re.S)[1]) for image in images(page(path))]
    told = [
        output.metadata["image/png"]["alt"]
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert told
    assert found == told


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_pictures_are_inside_the_page(path):
    assert all('src="data:image/' in image for image in images(page(path)))


def test_shown_source_is_set_like_code(tmp_path):
    cell = nbformat.v4.new_code_cell("draw.show_source(f)", execution_count=1)
    shown = {"text/markdown": "```python\ndef f():\n    return 1\n```", "text/plain": "def f()"}
    cell.outputs = [nbformat.v4.new_output("execute_result", shown, execution_count=1)]
    file = tmp_path / "source.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), file)
    html = page(file)
    assert '<div class="highlight"><pre>' in html
    assert re.search(r"\.jp-RenderedMarkdown \.highlight pre \{ font-family: var\(--jp-code", html)


def test_main_writes_one_page_for_each_notebook(tmp_path, capsys):
    assert main([str(LECTURES[0]), "--to", str(tmp_path / "pages")]) == 0
    written = tmp_path / "pages" / f"{LECTURES[0].stem}.html"
    assert capsys.readouterr().out.strip() == str(written)
    assert written.read_text(encoding="utf-8").lstrip().startswith("<!DOCTYPE html>")
