"""The README shows the figure that the lecture shows."""

import nbformat
import pytest

from lecturekit.publish.__main__ import COVER
from lecturekit.publish.notebooks import NotebookError, cover
from tests.house.lectures import LECTURES, ROOT


def test_the_readme_shows_the_opening_figure_of_part_1():
    assert (ROOT / COVER).read_bytes() == cover(LECTURES[0])
    assert str(COVER) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_notebook_that_was_never_run_is_refused(tmp_path):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    nbformat.write(book, tmp_path / "fresh.ipynb")
    with pytest.raises(NotebookError, match="make notebooks"):
        cover(tmp_path / "fresh.ipynb")
