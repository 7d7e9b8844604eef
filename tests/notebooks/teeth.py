"""A pytest plugin that gives nbval the two teeth it lacks.

nbval re-executes every cell and compares its texts; the text of a figure is a digest of its
data, so a changed curve already fails there. But nbval looks at no picture at all, and it
lets a cell pass that was never run. Here, in addition,

- a stored picture that is missing, new, or visibly different fails. Pixels count only under
  the Matplotlib minor that environment.yml pins: another one moves every letter a little.
- a code cell without an execution count fails, because nothing in it was compared.

pyproject.toml loads this module with ``-p``, so it is there however pytest is called.
"""

import importlib.metadata
import re
from pathlib import Path

import numpy as np
from nbval.plugin import IPyNbCell

from lecturekit.publish.notebooks import pixels

ENVIRONMENT = Path(__file__).parents[2] / "environment.yml"
PICTURE = "image/png"
# A larger change in a pixel is visible when you flip between the pictures. A smaller one may come
# from their palettes: a tiny difference in the drawing can select other colours for the edges.
VISIBLE = 40 / 255


def pixels_count():
    """Tell whether the installed Matplotlib draws as the pinned one does."""
    pinned = re.search(r"matplotlib==(\d+\.\d+)\.", ENVIRONMENT.read_text(encoding="utf-8"))[1]
    return importlib.metadata.version("matplotlib").startswith(f"{pinned}.")


def picture_problems(stored, fresh, compare_pixels):
    """Say how the pictures in the fresh outputs of a cell differ from those that are stored.

    Without `compare_pixels` only their number counts.
    """
    old, new = (
        [output.data[PICTURE] for output in outputs if PICTURE in output.get("data", {})]
        for outputs in (stored, fresh)
    )
    if len(old) != len(new):
        return [f"{PICTURE}: {len(old)} stored in the notebook, {len(new)} drawn now"]
    if not compare_pixels:
        return []
    differences = [visible_difference(*pair) for pair in zip(old, new, strict=True)]
    return [f"{PICTURE}: {difference}" for difference in differences if difference]


def visible_difference(old, new, largest_rms=3 / 255, largest_share=0.001):
    """Describe in a few words how two PNGs visibly differ, or return None.

    A label that another machine rounds to the neighbouring pixel stays within both limits;
    a curve that moved by a third of a percent of the picture's height does not.

    Parameters
    ----------
    old, new : str
        The two PNGs as base64 text.
    largest_rms : float
        Largest root mean square of all differences that is tolerated, from 0 to 1.
    largest_share : float
        Largest share of pixels that may differ by more than 40 of 255 levels.
    """
    if old == new:
        return None
    old, new = pixels(old), pixels(new)
    if old.shape != new.shape:
        sizes = [f"{width} × {height}" for height, width, _ in (old.shape, new.shape)]
        return f"the picture's size was {sizes[0]} and became {sizes[1]} pixels"
    difference = np.abs(old - new)
    rms = float(np.sqrt(np.mean(difference**2)))
    share = float(np.mean(difference.max(axis=2) > VISIBLE))
    if rms <= largest_rms and share <= largest_share:
        return None
    return f"{share:.2%} of the pixels changed visibly (rms {255 * rms:.2f} of 255 levels)"


compare_texts = IPyNbCell.compare_outputs
run_cell = IPyNbCell.runtest


def compare_outputs(cell, test, ref, skip_compare=None):
    """Compare as nbval does, then the pictures."""
    same = compare_texts(cell, test, ref, skip_compare)
    problems = picture_problems(ref, test, pixels_count())
    cell.comparison_traceback += problems
    return same and not problems


def runtest(cell):
    """Refuse a cell that was never run, then run it as nbval does."""
    if cell.cell.source.strip() and cell.cell.execution_count is None:
        cell.raise_cell_error("The notebook was saved without running this cell: `make notebooks`")
    run_cell(cell)


IPyNbCell.compare_outputs = compare_outputs
IPyNbCell.runtest = runtest
