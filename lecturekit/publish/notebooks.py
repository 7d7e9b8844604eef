"""Run the lectures and write them in a canonical form, so that only visible changes differ.

A second run does not change a byte. A notebook that fails is left unchanged on disk.
"""

import base64
import io
import tomllib
from pathlib import Path

import nbformat
import numpy as np
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from PIL import Image

from lecturekit.publish import PublishError, cells
from lecturekit.publish.cells import pictures
from lecturekit.publish.clock import write_times

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

# What Jupyter writes, without the Python version that happened to run it.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
NOTEBOOK_METADATA = {"title", "authors"}
CELL_METADATA = {"slideshow", "tags"}

# A cell tagged "colab". Colab has neither the package nor its folder; its form shows the title.
COLAB = """\
# @title Only Google Colab needs this: it installs the lectures' package there
import subprocess
import sys

if "google.colab" in sys.modules:
    repository = "git+{}"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", repository], check=True)"""

# A live widget's id is valid only while its kernel runs; the picture next to it remains.
TRANSIENT = "application/vnd.jupyter.widget-view+json"


class NotebookError(PublishError):
    """A notebook did not run to the end or shows no picture; the message names it and says why."""


def pixels(png):
    """Decode a PNG given as base64 text, as stored in a notebook's output.

    Returns
    -------
    numpy.ndarray, shape (height, width, 4)
        Red, green, blue and opacity, from 0 to 1.
    """
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    return np.asarray(image, dtype=np.float32) / np.float32(255)


def smaller(png):
    """Losslessly shrink a PNG, as base64 text, by a tenth; this takes a second."""
    import oxipng  # installed only where notebooks are rewritten

    packed = oxipng.optimize_from_memory(base64.b64decode(png), level=4)
    return base64.b64encode(packed).decode("ascii")


def same_pixels(old, new, rounding=2 / 255):
    """Return whether two PNGs look the same, with differences up to `rounding` in every pixel.

    Two machines may differ in the last bit of a shade; a different compressor may change every
    byte of the file and not a single pixel.
    """
    if old == new:
        return True
    old, new = pixels(old), pixels(new)
    return old.shape == new.shape and float(np.abs(old - new).max()) <= rounding


def tidy(notebook):
    """Bring a notebook into its canonical form, in place.

    Sources, cell ids, outputs, tags and slide types are kept. The tags determine what is folded,
    and `clock` computes the times that the lecture mentions. Whatever depends on the moment or the
    machine is dropped: versions, timings, scroll states, widget ids, the frames of a traceback
    (which name folders). Consecutive pieces of one stream are merged.
    """
    kept = {key: value for key, value in notebook.metadata.items() if key in NOTEBOOK_METADATA}
    kept |= {"kernelspec": KERNEL, "language_info": LANGUAGE}
    notebook.metadata = nbformat.from_dict(kept)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        _tidy_metadata(cell)
        if "colab" in cells.tags(cell):
            cell.source = COLAB.format(_repository())
        if cell.cell_type == "code":
            cell.outputs = _tidy_outputs(cell.outputs, cell.execution_count)
    write_times(notebook)
    return notebook


def text(notebook):
    """Return a notebook as text: sorted keys, indented by one space, with a final newline."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def execute(path, timeout=300, same_picture=same_pixels):
    """Run a notebook in a fresh kernel and return its canonical text; the file stays untouched.

    If a new picture shows the same as the stored one, the stored bytes are kept, so that another
    version of the compressor changes nothing; a picture that changed is compressed further. A cell
    tagged "measured" shows something timed or downloaded: its stored output is kept until someone
    clears it.

    Parameters
    ----------
    path : str or pathlib.Path
        The notebook. Its own folder is the working directory.
    timeout : int
        Maximum seconds per cell. A NotebookError is raised if a cell takes longer, raises an
        exception or kills the kernel.
    same_picture : callable
        ``same_picture(old, new)`` returns whether the old of two base64 PNGs may be kept.
    """
    path = Path(path)
    stored = nbformat.read(path, as_version=4)
    fresh = tidy(_run(path, timeout))
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        if "measured" in new.metadata.get("tags", []) and old.outputs:
            new.outputs = _tidy_outputs(old.outputs, new.execution_count)
        if new.cell_type == "code":
            _keep_pictures(pictures(old), pictures(new), same_picture)
    return text(fresh)


def changed_cells(old, new):
    """List what differs between two texts of one notebook: ids of cells, or a description."""
    if old == new:
        return []
    before, after = (nbformat.reads(version, as_version=4) for version in (old, new))
    pairs = zip(before.cells, after.cells, strict=True)
    changed = [cell.id for stored, cell in pairs if stored != cell]
    if before.metadata != after.metadata or before.nbformat_minor != after.nbformat_minor:
        changed.append("the notebook's metadata")
    return changed or ["the order of keys or the white space of the file"]


def cover(path):
    """Return the first picture of an executed notebook, as the bytes of a PNG."""
    for cell in nbformat.read(path, as_version=4).cells:
        for output in pictures(cell) if cell.cell_type == "code" else []:
            return base64.b64decode(output.data["image/png"])
    raise NotebookError(f"{path} shows no picture; run it first (make notebooks).")


def _run(path, timeout):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.resolve().parent)}},
        store_widget_state=False,
        coalesce_streams=True,
        # Otherwise it warns on every start that its connection, local to this machine, is
        # unencrypted.
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )
    client.reset_execution_trackers()
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, index)
            except CellExecutionError as error:
                reason = f"{error.ename}: {error.evalue}"
            except CellTimeoutError:
                reason = f"it ran for more than {timeout} s"
            except DeadKernelError:
                reason = "the kernel died"
            else:
                continue
            raise NotebookError(f"{path.name}, cell {cell.id!r}: {reason}")
    return notebook


def _keep_pictures(old, new, same_picture):
    for place, output in enumerate(new):
        drawn = output.data["image/png"].strip()
        stored = old[place].data["image/png"].strip() if len(old) == len(new) else None
        # A notebook saved in JupyterLab stores pictures as drawn, not yet compressed further.
        kept = stored is not None and stored != drawn and same_picture(stored, drawn)
        output.data["image/png"] = stored if kept else smaller(drawn)


def _repository():
    """Return the address from which anybody can install the package."""
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(project)["project"]["urls"]["Repository"]


def _tidy_metadata(cell):
    for key in set(cell.metadata) - CELL_METADATA:
        del cell.metadata[key]
    # An empty type and "-" both mean "continues the previous slide". So does having no type, and
    # only that is never mistaken for "hide this" by any tool.
    if cell.metadata.get("slideshow", {}).get("slide_type") in ("", "-"):
        del cell.metadata.slideshow["slide_type"]
    cell.metadata.update(nbformat.from_dict(_folds(cell)))


def _folds(cell):
    """Return the metadata that folds a cell, or part of it, in a notebook editor."""
    tags = cells.tags(cell)
    if cell.cell_type == "markdown":
        return {"jp-MarkdownHeadingCollapsed": True} if cells.deeper_heading(cell) else {}
    form = {"draws", "colab"} & set(tags)
    jupyter = {"source_hidden": True} if form else {}
    jupyter |= {"outputs_hidden": True} if "answer" in tags else {}
    return ({"jupyter": jupyter} if jupyter else {}) | ({"cellView": "form"} if form else {})


def _tidy_outputs(outputs, execution_count):
    tidied = []
    for output in outputs:
        previous = tidied[-1] if tidied else None
        if output.output_type == "stream":
            if previous is not None and previous.get("name") == output.name:
                previous.text += output.text
                continue
        elif output.output_type == "error":
            output.traceback = [f"{output.ename}: {output.evalue}"]
        else:
            output.pop("transient", None)
            output.data.pop(TRANSIENT, None)
            if output.output_type == "execute_result":
                output.execution_count = execution_count
        tidied.append(output)
    return tidied
