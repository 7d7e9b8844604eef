"""Re-execute the lectures and write their outputs down in canonical form.

Run ``python -m lecturekit.publish.notebooks`` in the repository's root. A second run
changes no byte. A notebook that fails stays on disk as it was.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from lecturekit.publish.canonical import text, tidy
from lecturekit.publish.files import write
from lecturekit.publish.pictures import same_pixels


class NotebookError(Exception):
    """A notebook did not run to its end; the message names notebook, cell and reason."""


def execute(path, timeout=300, same_picture=same_pixels):
    """Run a notebook in a fresh kernel and return its canonical text; the file stays untouched.

    Where a new picture shows the same as the stored one, the stored bytes stay, so that
    another version of the compressor changes nothing. A cell tagged "measured" shows what a
    clock or a connection said: what is stored stays, until somebody clears it.

    Parameters
    ----------
    path : str or pathlib.Path
        The notebook. It runs with its own folder as working directory.
    timeout : int
        Seconds that one cell may take.
    same_picture : callable
        ``same_picture(old, new)`` of two base64 PNGs tells whether the old one may stay.

    Returns
    -------
    str

    Raises
    ------
    NotebookError
        If a cell raises, takes too long or kills the kernel.
    """
    path = Path(path)
    stored = nbformat.read(path, as_version=4)
    fresh = tidy(_run(path, timeout))
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        if "measured" in new.metadata.get("tags", []) and old.outputs:
            new.outputs = old.outputs
        _keep_pictures(old.get("outputs", []), new.get("outputs", []), same_picture)
    return text(fresh)


def changed_cells(old, new):
    """Name what differs between two texts of one notebook.

    Returns
    -------
    list of str
        The ids of the cells that differ, then ``"the notebook's metadata"`` or
        ``"the order of keys or the white space of the file"`` where only those differ.
    """
    if old == new:
        return []
    before, after = (nbformat.reads(version, as_version=4) for version in (old, new))
    pairs = zip(before.cells, after.cells, strict=True)
    changed = [cell.id for stored, cell in pairs if stored != cell]
    if before.metadata != after.metadata or before.nbformat_minor != after.nbformat_minor:
        changed.append("the notebook's metadata")
    return changed or ["the order of keys or the white space of the file"]


def main(arguments=None):
    """Re-execute, tidy or check notebooks from the command line; return the exit status."""
    options = _parser().parse_args(arguments)
    paths = options.paths or sorted(Path("notebooks").glob("*.ipynb"))
    status = 0
    for path in paths:
        try:
            new = text(tidy(nbformat.read(path, as_version=4))) if options.tidy else execute(path)
        except NotebookError as error:
            print(error, file=sys.stderr)
            status = 1
            continue
        changed = changed_cells(path.read_text(encoding="utf-8"), new)
        if changed and options.check:
            status = 1
            print(f"{path.name} would change in: {', '.join(changed)}", file=sys.stderr)
        elif changed:
            write(path, new)
            print(f"{path.name}: rewritten ({', '.join(changed)})")
        else:
            print(f"{path.name}: unchanged")
    return status


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m lecturekit.publish.notebooks",
        description="Re-execute notebooks and write their outputs in canonical form.",
    )
    parser.add_argument("paths", nargs="*", type=Path, help="default: all in notebooks/")
    parser.add_argument("--tidy", action="store_true", help="keep the outputs, run nothing")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 and name what would change"
    )
    return parser


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


def _keep_pictures(old_outputs, new_outputs, same_picture):
    old_pictures, new_pictures = (
        [output.data for output in outputs if "image/png" in output.get("data", {})]
        for outputs in (old_outputs, new_outputs)
    )
    if len(old_pictures) != len(new_pictures):
        return
    for old, new in zip(old_pictures, new_pictures, strict=True):
        if same_picture(old["image/png"].strip(), new["image/png"].strip()):
            new["image/png"] = old["image/png"]


if __name__ == "__main__":
    sys.exit(main())
