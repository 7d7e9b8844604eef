"""One way to write a notebook down, so that only what readers see can make it differ."""

import nbformat

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
CELL_METADATA = {"jupyter", "slideshow", "tags"}

# A live widget's address holds only while its kernel lives; the picture beside it stays.
TRANSIENT = "application/vnd.jupyter.widget-view+json"


def tidy(notebook):
    """Bring a notebook into its canonical form, in place.

    It keeps sources, cell ids, outputs, tags and slide types. It drops what depends on the
    moment or the machine: versions, timings, scroll states, widget addresses, the frames of
    a traceback (which name folders). Consecutive pieces of one stream become one.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    nbformat.NotebookNode
        The same object.
    """
    kept = {key: value for key, value in notebook.metadata.items() if key in NOTEBOOK_METADATA}
    notebook.metadata = nbformat.from_dict(
        {**kept, "kernelspec": KERNEL, "language_info": LANGUAGE}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        _tidy_metadata(cell)
        if cell.cell_type == "code":
            cell.outputs = _tidy_outputs(cell.outputs, cell.execution_count)
    return notebook


def text(notebook):
    """Write a notebook as text: sorted keys, one space of indent, a final newline."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def _tidy_metadata(cell):
    for key in set(cell.metadata) - CELL_METADATA:
        del cell.metadata[key]
    # An empty type and "-" both say "goes on with the slide before"; so does no type at all,
    # and that is the one which no tool mistakes for "hide this".
    if cell.metadata.get("slideshow", {}).get("slide_type") in ("", "-"):
        del cell.metadata.slideshow["slide_type"]


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
