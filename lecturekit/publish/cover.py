"""Copy the lectures' opening figure to where the README shows it.

Run ``python -m lecturekit.publish.cover`` in the repository's root, after the notebooks.
"""

import base64
from pathlib import Path

import nbformat

NOTEBOOK = Path("notebooks/1-neuron.ipynb")
COVER = Path(".github/neuron.png")


def cover(path=NOTEBOOK):
    """Return the first picture of a notebook that has been run, as the bytes of a PNG."""
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                return base64.b64decode(output.data["image/png"])
    raise ValueError(f"{path} shows no picture; run it first (make notebooks).")


if __name__ == "__main__":
    COVER.write_bytes(cover())
