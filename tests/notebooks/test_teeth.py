"""nbval in this project notices what a reader would notice, and nothing else."""

import os
import re
import subprocess
import sys

import nbformat
import pytest

from lecturekit.publish.notebooks import execute
from tests.house.lectures import ROOT
from tests.notebooks.samples import FIGURE, IMPORTS, MUTE_FIGURE, PRINT, notebook, save
from tests.notebooks.teeth import picture_problems, pixels_count


def replace(old, new):
    def change(cell):
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def remove_picture(cell):
    del cell.outputs[0].data["image/png"]


def remove_outputs(cell):
    cell.outputs = []


def clear(cell):
    cell.outputs, cell.execution_count = [], None


# name -> (a cell, what happens to it after it was run and saved, must nbval notice?)
CASES = {
    "unchanged_text": (PRINT, lambda cell: None, False),
    "unchanged_figure": (FIGURE, lambda cell: None, False),
    "unchanged_pixels": (MUTE_FIGURE, lambda cell: None, False),
    "comment_added": (PRINT, replace("print", "# a comment\nprint"), False),
    "rounding_noise_in_text": (PRINT, replace("y.max()", "(y.max() + 1e-12)"), False),
    "rounding_noise_in_figure": (FIGURE, replace("plot(x, y)", "plot(x, y + 1e-14)"), False),
    "rounding_noise_in_pixels": (MUTE_FIGURE, replace("plot(x, y)", "plot(x, y + 1e-14)"), False),
    "printed_word": (PRINT, replace("largest value", "greatest value"), True),
    "printed_digit": (PRINT, replace("y.max()", "y.max() * 1.001"), True),
    "plotted_value": (FIGURE, replace("plot(x, y)", "plot(x, 1.003 * y)"), True),
    "value_in_pixels_only": (MUTE_FIGURE, replace("plot(x, y)", "plot(x, 1.003 * y)"), True),
    "colour_in_pixels_only": (MUTE_FIGURE, replace("(x, y)", '(x, y, color="red")'), True),
    "size_in_pixels_only": (MUTE_FIGURE, replace("figure(4, 2)", "figure(4, 2.1)"), True),
    "stored_picture_removed": (FIGURE, remove_picture, True),
    "picture_no_longer_drawn": (MUTE_FIGURE, replace("Mute()", "str('a figure')"), True),
    "outputs_removed": (PRINT, remove_outputs, True),
    "text_cell_cleared": (PRINT, clear, True),
    "silent_cell_cleared": ("z = 2 * x", clear, True),
    "exception": (PRINT, replace("y.max()", "y.maximum()"), True),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Save a run notebook, change its cells, and validate it with the project's settings."""
    path = tmp_path_factory.mktemp("altered") / "sample.ipynb"
    save(path, notebook(IMPORTS, *(source for source, _, _ in CASES.values())))
    book = nbformat.reads(execute(path), as_version=4)
    for cell, (_, change, _) in zip(book.cells[1:], CASES.values(), strict=True):
        change(cell)
    save(path, book)
    options = ["-c", ROOT / "pyproject.toml", "-n0", "-rA", "-p", "no:cacheprovider"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", *options, path]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    lines = re.findall(r"^(PASSED|FAILED|ERROR) .*::Cell (\d+)", run.stdout, re.M)
    found = {int(number): outcome for outcome, number in lines}
    assert len(found) == len(CASES) + 1, run.stdout + run.stderr
    return dict(zip(["imports", *CASES], (found[k] for k in sorted(found)), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_noticed_where_a_reader_would_notice_it(outcomes, name):
    if name.endswith("pixels_only") and not pixels_count():
        pytest.skip("pixels are compared under the pinned Matplotlib only")
    assert outcomes["imports"] == "PASSED"
    assert (outcomes[name] != "PASSED") == CASES[name][2]


def test_number_of_pictures_counts_even_under_another_matplotlib():
    picture, other = (
        nbformat.v4.new_output("display_data", {"image/png": what}) for what in ("…", "another")
    )
    assert picture_problems([picture], [], compare_pixels=False)
    assert picture_problems([], [picture], compare_pixels=False)
    assert not picture_problems([picture], [other], compare_pixels=False)
