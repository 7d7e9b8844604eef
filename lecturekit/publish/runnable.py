"""What a page knows about the code of its lecture: which cells run in it, and after which."""

import ast
import json

from lecturekit.publish import cells

ELSEWHERE = "datasets.mnist("  # 15 MB from the network


def script(book, notebook=None):
    """Return a script element with the code of a lecture, which its page reads.

    Parameters
    ----------
    book : nbformat.NotebookNode
    notebook : str, optional
        The address of the notebook in JupyterLite, where the site has it.

    Returns
    -------
    str
        Its JSON has ``notebook``; ``setup``, the code of the setup cell; ``exercises``, each with
        ``starter`` and ``check``; and ``cells``, each with its ``section``, ``code``, whether it
        ``runs`` in the page, and the ids of the cells that run ``before`` it.
    """
    found = {"notebook": notebook, "setup": "", "exercises": {}, "cells": {}}
    section = _Section("")
    for cell in book.cells:
        section = _Section(cells.heading(cell)) if cells.heading(cell) else section
        what = cells.kind(cell)
        if what == "setup":
            found["setup"] = cell.source
        elif what == "exercise":
            starter = cells.beginning(cell.source)
            check = cell.source[len(starter) :].strip()
            found["exercises"][cells.exercise(cell)] = {"starter": starter, "check": check}
        elif _may_run(cell, what):
            found["cells"][cell.id] = section.add(cell, what)
    text = json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" class="lecture-code">{text}</script>'


def _may_run(cell, what):
    other = cells.live_call(cell.source) or {"progress", "colab"} & set(cells.tags(cell))
    return what in ("code", "picture", "source") and not other


class _Section:
    """The cells of a section so far; each section runs after the setup cell alone."""

    def __init__(self, name):
        self.name, self.cells = name, []

    def add(self, cell, what):
        """Return what the page has to know about one more cell."""
        source, runs = cell.source, what != "source" and ELSEWHERE not in cell.source
        if what == "source":
            source = source.rpartition("\n")[0]  # the page shows what the last line would show
        needs, gives = _names(source)
        before = self._before(needs)
        aside = "draws" in cells.tags(cell) or "sklearn" in source  # which takes long to load
        self.cells.append((cell.id, needs, gives, aside))
        return {"section": self.name, "code": source, "runs": runs, "before": before}

    def _before(self, wanted):
        """List the cells to run first: all that teach, and others if they define what is needed."""
        taught = {name for _, _, gives, aside in self.cells if not aside for name in gives}
        before = []
        for name, needs, gives, aside in reversed(self.cells):
            if not aside or gives & wanted - taught:
                wanted = wanted | needs
                before.append(name)
        return before[::-1]


def _names(source):
    """Return the names that code takes from elsewhere, roughly, and those that it defines."""
    used, made = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.alias):
            made.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
    return used - made, made
