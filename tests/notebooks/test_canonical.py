"""The stored outputs are what a fresh run gives, written in one way."""

import base64
import copy
import io
import json

import nbformat
import numpy as np
import pytest
from matplotlib.image import imsave
from nbformat import v4

from lecturekit.publish.__main__ import main
from lecturekit.publish.notebooks import (
    NotebookError,
    changed_cells,
    execute,
    pixels,
    same_pixels,
    smaller,
    text,
    tidy,
)
from tests.house.lectures import LECTURES
from tests.notebooks.samples import FIGURE, IMPORTS, PRINT, notebook, save
from tests.notebooks.teeth import pixels_count, visible_difference


def png(image, compression=6):
    buffer = io.BytesIO()
    options = {"compress_level": compression}
    imsave(buffer, image, format="png", vmin=0, vmax=1, cmap="gray", pil_kwargs=options)
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.fixture(scope="module")
def ramp():
    return np.tile(np.linspace(0, 1, 64), (48, 1))


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_the_lectures_are_written_in_the_one_way(path):
    stored = path.read_text(encoding="utf-8")
    assert text(tidy(nbformat.reads(stored, 4))) == stored, "run `make notebooks`"


# nbval runs them, too, and compares what a reader sees; this compares every byte.
@pytest.mark.exhaustive
@pytest.mark.skipif(not pixels_count(), reason="pictures are as the pinned Matplotlib draws them")
@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_fresh_run_gives_the_committed_bytes(path):
    stored = path.read_text(encoding="utf-8")
    fresh = execute(path, same_picture=lambda old, new: visible_difference(old, new) is None)
    fresh = without_noise(fresh, stored)
    assert changed_cells(stored, fresh) == [], "run `make notebooks` and look at the change"
    assert fresh == stored


def without_noise(fresh, stored):
    """Take over the outputs of cells that nbval does not compare either: their subject is rounding,
    which differs between processors."""
    new, old = (nbformat.reads(version, 4) for version in (fresh, stored))
    for cell, before in zip(new.cells, old.cells, strict=True):
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = before.outputs
    return text(new)


def test_a_second_run_changes_no_byte_and_keeps_pictures_that_show_the_same(tmp_path, ramp):
    path = save(tmp_path / "sample.ipynb", notebook(IMPORTS, PRINT, FIGURE))
    assert main(["notebooks", str(path)]) == 0
    first = path.read_bytes()
    book = nbformat.reads(first, 4)
    assert [cell.execution_count for cell in book.cells] == [1, 2, 3]
    assert main(["notebooks", "--check", str(path)]) == 0
    assert path.read_bytes() == first

    data = book.cells[2].outputs[0].data
    drawn = data["image/png"]
    data["image/png"] = png(pixels(drawn), compression=0)
    path.write_text(text(book), encoding="utf-8")
    assert data["image/png"] != drawn
    assert execute(path) == path.read_text(encoding="utf-8")

    data["image/png"] = png(ramp)
    path.write_text(text(book), encoding="utf-8")
    assert nbformat.reads(execute(path), 4).cells[2].outputs[0].data["image/png"] == drawn


def test_a_failing_notebook_stays_as_it_was_and_is_named(tmp_path, capsys):
    path = save(tmp_path / "sample.ipynb", notebook("a = 1", "print('half')\n1 / 0"))
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=r"sample\.ipynb, cell 'cell-2': ZeroDivisionError: d"):
        execute(path)
    assert main(["notebooks", str(path)]) == 1
    assert "cell 'cell-2'" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["sample.ipynb"]


@pytest.mark.parametrize(
    ("source", "timeout", "reason"),
    [
        ("while True:\n    pass", 1, "more than 1 s"),
        ("import os\nos._exit(1)", 300, "kernel died"),
    ],
)
def test_a_cell_without_end_and_a_dead_kernel_are_named(tmp_path, source, timeout, reason):
    path = save(tmp_path / "sample.ipynb", notebook(source))
    with pytest.raises(NotebookError, match=f"cell 'cell-1'.*{reason}"):
        execute(path, timeout)


def test_check_names_the_cells_and_writes_nothing(tmp_path, capsys):
    sources = "import os\nprint(os.listdir())", "print(2)"
    path = save(tmp_path / "sample.ipynb", notebook(*sources))
    main(["notebooks", str(path)])
    assert "['sample.ipynb']" in path.read_text(encoding="utf-8")  # it runs in its own folder
    book = nbformat.read(path, 4)
    book.cells[1].outputs[0].text = "3\n"
    path.write_text(text(book), encoding="utf-8")
    before = path.read_bytes()
    assert main(["notebooks", "--check", str(path)]) == 1
    assert capsys.readouterr().err == "sample.ipynb would change in: cell-2\n"
    assert path.read_bytes() == before


def dirty(book):
    """Do to a notebook what editors and other machines do to it."""
    book = copy.deepcopy(book)
    book.metadata.language_info = {"name": "python", "version": "3.9.1"}
    book.metadata.kernelspec = {"name": "my-kernel", "display_name": "My kernel"}
    book.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    cell = book.cells[0]
    cell.metadata |= {"collapsed": True, "editable": True, "execution": {"iopub.status.busy": "…"}}
    cell.metadata.slideshow.slide_type = "-"
    cell.outputs[0].text = "a"
    cell.outputs.insert(1, v4.new_output("stream", name="stdout", text="b\n"))
    cell.outputs[2].data["application/vnd.jupyter.widget-view+json"] = {"model_id": "0f3a"}
    cell.outputs[2].execution_count = 7
    cell.outputs[3].traceback = ["File /a/b.py", "ValueError: no"]
    return book


@pytest.fixture
def clean():
    cell = v4.new_code_cell("…", id="cell-1", metadata={"slideshow": {}, "tags": ["setup"]})
    cell.execution_count = 1
    cell.outputs = [
        v4.new_output("stream", name="stdout", text="ab\n"),
        v4.new_output("execute_result", {"text/plain": "Slider()"}, execution_count=1),
        v4.new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"]),
    ]
    return tidy(v4.new_notebook(cells=[cell], metadata={"title": "A neuron"}))


def test_tidy_undoes_what_machines_and_editors_do(clean):
    assert text(tidy(dirty(clean))) == text(clean)
    assert text(tidy(copy.deepcopy(clean))) == text(clean)
    assert clean.cells[0].outputs[2].traceback == ["ValueError: no"]  # it names no folder
    assert "version" not in clean.metadata.language_info
    assert clean.metadata.title == "A neuron"


def test_tidy_on_the_command_line_keeps_the_outputs(tmp_path, clean):
    path = tmp_path / "sample.ipynb"
    path.write_text(json.dumps(dirty(clean), indent=4), encoding="utf-8")
    assert main(["notebooks", "--tidy", "--check", str(path)]) == 1
    assert main(["notebooks", "--tidy", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == text(clean)
    assert main(["notebooks", "--tidy", "--check", str(path)]) == 0


def test_pictures_are_compared_as_the_eye_does(ramp):
    stored = png(ramp)
    assert same_pixels(stored, png(ramp, compression=0))
    assert same_pixels(stored, smaller(stored), rounding=0)
    assert len(smaller(stored)) < 0.95 * len(stored)
    assert same_pixels(stored, png(np.clip(ramp + 1 / 255, 0, 1)))
    assert not same_pixels(stored, png(np.clip(ramp + 4 / 255, 0, 1)))
    assert not same_pixels(stored, png(ramp[:-1]))
    assert "64 × 48 and became 64 × 47" in visible_difference(stored, png(ramp[:-1]))

    one_pixel, shifted = ramp.copy(), ramp.copy()
    one_pixel[20, 50] = 1
    assert not same_pixels(stored, png(one_pixel))
    assert visible_difference(stored, png(one_pixel)) is None
    shifted[:, 10:14] = 1
    assert "pixels changed visibly" in visible_difference(stored, png(shifted))


def test_what_was_measured_stays_until_it_is_cleared(tmp_path):
    clock = notebook("import time; print(time.perf_counter())")
    clock.cells[0].metadata["tags"] = ["measured", "nbval-ignore-output"]
    path = save(tmp_path / "sample.ipynb", clock)
    first = nbformat.reads(execute(path), 4)
    save(path, first)
    again = nbformat.reads(execute(path), 4)
    assert again == first
    again.cells[0].outputs = []
    save(path, again)
    assert nbformat.reads(execute(path), 4).cells[0].outputs != first.cells[0].outputs
