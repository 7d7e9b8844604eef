"""What a page knows about the code of its lecture: which cells run in it, and after which."""

import ast
import json
import symtable

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
    other = cells.live_call(cell.source) or "progress" in cells.tags(cell)
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
        aside = "draws" in cells.tags(cell) or "sklearn" in needs  # which takes long to load
        self.cells.append((cell.id, needs, gives, aside))
        return {"section": self.name, "code": source, "runs": runs, "before": before}

    def _before(self, needs):
        """List the cells to run first: all that teach, and others if they define what is needed."""
        taught = {name for _, _, gives, aside in self.cells if not aside for name in gives}
        wanted, before = needs - taught, []
        for name, its_needs, gives, aside in reversed(self.cells):
            if not aside or gives & wanted:
                wanted |= its_needs - taught if aside else set()
                before.append(name)
        return before[::-1]


def _names(source):
    """Return the names that code needs, packages among them, and those that it defines."""
    needs, gives = set(), set()
    for statement in ast.parse(source).body:
        top = symtable.symtable(ast.unparse(statement), "a cell", "exec")
        made = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned()}
        made |= {symbol.get_name() for symbol in top.get_symbols() if symbol.is_imported()}
        used = _used(top) | {word for node in ast.walk(statement) for word in _packages(node)}
        needs |= used - gives - (made if hasattr(statement, "body") else set())
        gives |= made
    return needs, gives


def _used(table, top=True):
    """Return the names of variables at the top level that a block and the blocks in it use."""
    used = {
        s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())
    }
    return used.union(*(_used(block, False) for block in table.get_children()))


def _packages(node):
    if isinstance(node, ast.ImportFrom):
        return [node.module.partition(".")[0]]
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return []
