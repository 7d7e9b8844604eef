"""How a deck shows a cell: a picture with its caption, a task, a quiz, or code and output."""

import base64
import io
import re

from PIL import Image

CAPTION = re.compile(r"\*(Figure|Table) ")
# The last words of a task name calls that help, which only a kernel can answer.
STUCK = re.compile(r"\n\n\*Stuck\? .*?\*\s*\Z", re.S)


def prepare(slide):
    """Tell the template what each cell of a slide is, in ``cell.metadata.deck``.

    A caption moves into the cell whose picture it belongs to. Of an exercise only the
    beginning of the code stays, without the call that checks it, and no call for help.
    """
    for step in slide.steps:
        kept = []
        for cell in step:
            if kept and _is_caption(cell) and "caption" not in kept[-1].metadata.deck:
                kept[-1].metadata.deck["caption"] = cell.source
                continue
            cell.metadata["deck"] = {"kind": kind(cell)}
            if cell.metadata.deck["kind"] == "text":
                cell.source = STUCK.sub("", cell.source)
            if cell.metadata.deck["kind"] == "exercise":
                cell.source, cell.outputs = beginning(cell.source), []
            for output in cell.get("outputs", []):
                _prepare_output(output.get("data", {}))
            kept.append(cell)
        step[:] = kept


def kind(cell):
    """Say how a cell is shown.

    Returns
    -------
    {"text", "setup", "quiz", "exercise", "picture", "source", "code"}
        "source" shows the code of something: the call that does it is left out.
    """
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code":
        return "text"
    for tag in ("setup", "quiz", "exercise"):
        if tag in tags:
            return tag
    if cell.source.split("\n")[-1].startswith("draw.show_source("):
        return "source"
    shown = [output for output in cell.outputs if "image/png" in output.get("data", {})]
    return "picture" if shown else "code"


def beginning(source):
    """Return what an exercise hands out: its code without the lines that check it.

    Empty where nothing is left but names that wait for a value.
    """
    lines = source.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("exercises.")):
        lines.pop()
    return "\n".join(lines)


def webp(png):
    """Return the picture of a PNG, both in base64, without loss in half the bytes."""
    small = io.BytesIO()
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    picture.save(small, "WEBP", lossless=True, method=1, quality=50)
    return base64.b64encode(small.getvalue()).decode("ascii")


def _prepare_output(data):
    if "text/html" in data:
        # reveal.js would take a section inside a slide for another slide.
        data["text/html"] = re.sub(r"<(/?)section\b", r"<\1div", data["text/html"])
    elif "image/png" in data:
        data["image/png"] = webp(data["image/png"])


def _is_caption(cell):
    return cell.cell_type == "markdown" and CAPTION.match(cell.source) is not None
