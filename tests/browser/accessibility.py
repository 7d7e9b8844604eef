"""Lets axe-core judge what the lectures put on the page, and nothing of Jupyter's own."""

from importlib.resources import files
from pathlib import Path

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
AXE += "\n" + Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
OURS = ".jp-OutputArea-output"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# JupyterLab and Notebook 7 show an image/png without the alternative text that stands in
# its metadata; the rules of the house see to it that it stands there. The rest is judged.
LEFT_TO_JUPYTER = {"image-alt": ".jp-RenderedImage"}


def violations(page, ours=OURS):
    """Return what axe-core objects to in the outputs of the open notebook, as list of str.

    `ours` is a CSS selector that narrows down which outputs.
    """
    page.evaluate(f"{AXE}; null")
    return page.evaluate("asked => outputsJudged(...asked)", [ours, RULES, LEFT_TO_JUPYTER])
