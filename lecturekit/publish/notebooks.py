"""Run the lectures and write them down in one way, so that only what readers see can differ.

A second run changes no byte. A notebook that fails stays on disk as it was.
"""

import base64
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from lecturekit.publish import PublishError, cells
from lecturekit.publish.cells import pictures
from lecturekit.publish.clock import write_times
from lecturekit.publish.pictures import same_pixels, smaller

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

# What Jupyter writes, without the version of the Python that happened to run it.
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

# A live widget's address holds only while its kernel lives; the picture beside it stays.
TRANSIENT = "application/vnd.jupyter.widget-view+json"


class NotebookError(PublishError):
    """A notebook did not run to its end; the message names notebook, cell and reason."""


def tidy(notebook):
    """Bring a notebook into its canonical form, in place.

    It keeps sources, cell ids, outputs, tags and slide types. What is folded follows from the
    tags, and the times that the lecture names from the clock. It drops what depends on the
    moment or the machine: versions, timings, scroll states, widget addresses, the frames of
    a traceback (which name folders). Consecutive pieces of one stream become one.
    """
    kept = {key: value for key, value in notebook.metadata.items() if key in NOTEBOOK_METADATA}
    kept |= {"kernelspec": KERNEL, "language_info": LANGUAGE}
    notebook.metadata = nbformat.from_dict(kept)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        _tidy_metadata(cell)
        if cell.cell_type == "code":
            cell.outputs = _tidy_outputs(cell.outputs, cell.execution_count)
    write_times(notebook)
    return notebook


def text(notebook):
    """Write a notebook as text: sorted keys, one space of indent, a final newline."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def execute(path, timeout=300, same_picture=same_pixels):
    """Run a notebook in a fresh kernel and return its canonical text; the file stays untouched.

    Where a new picture shows the same as the stored one, the stored bytes stay, so that
    another version of the compressor changes nothing; one that changed is packed tighter. A cell
    tagged "measured" shows what a clock or a connection said: what is stored stays, until
    somebody clears it.

    Parameters
    ----------
    path : str or pathlib.Path
        The notebook. It runs with its own folder as working directory.
    timeout : int
        Seconds that one cell may take; then, or when it raises or kills the kernel, a
        NotebookError says so.
    same_picture : callable
        ``same_picture(old, new)`` of two base64 PNGs tells whether the old one may stay.
    """
    path = Path(path)
    stored = nbformat.read(path, as_version=4)
    fresh = tidy(_run(path, timeout))
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        if "measured" in new.metadata.get("tags", []) and old.outputs:
            new.outputs = old.outputs
        if new.cell_type == "code":
            _keep_pictures(pictures(old), pictures(new), same_picture)
    return text(fresh)


def changed_cells(old, new):
    """List what differs between two texts of one notebook: ids of cells, or other things."""
    if old == new:
        return []
    before, after = (nbformat.reads(version, as_version=4) for version in (old, new))
    pairs = zip(before.cells, after.cells, strict=True)
    changed = [cell.id for stored, cell in pairs if stored != cell]
    if before.metadata != after.metadata or before.nbformat_minor != after.nbformat_minor:
        changed.append("the notebook's metadata")
    return changed or ["the order of keys or the white space of the file"]


def cover(path):
    """Return the first picture of a notebook that has been run, as the bytes of a PNG."""
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
        # It would warn on every start that it talks in plain text, from this machine to itself.
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
        # Whoever saves a notebook in JupyterLab stores pictures as they were drawn.
        kept = stored is not None and stored != drawn and same_picture(stored, drawn)
        output.data["image/png"] = stored if kept else smaller(drawn)


def _tidy_metadata(cell):
    for key in set(cell.metadata) - CELL_METADATA:
        del cell.metadata[key]
    # An empty type and "-" both say "goes on with the slide before"; so does no type at all,
    # and that is the one which no tool mistakes for "hide this".
    if cell.metadata.get("slideshow", {}).get("slide_type") in ("", "-"):
        del cell.metadata.slideshow["slide_type"]
    cell.metadata.update(nbformat.from_dict(_folds(cell)))


def _folds(cell):
    """Return the metadata that folds a cell, or part of it, where it is opened in an editor."""
    tags = cells.tags(cell)
    if cell.cell_type == "markdown":
        return {"jp-MarkdownHeadingCollapsed": True} if cells.deeper_heading(cell) else {}
    hidden = {"source_hidden": "draws", "outputs_hidden": "answer"}
    jupyter = {key: True for key, tag in hidden.items() if tag in tags}
    return (
        {"jupyter": jupyter} | ({"cellView": "form"} if "draws" in tags else {}) if jupyter else {}
    )


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
