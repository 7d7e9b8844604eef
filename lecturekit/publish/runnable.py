"""What a page knows about the code of its lecture: which cells run in it, and after which."""

import ast
import json
import symtable

from lecturekit.publish import cells

ELSEWHERE = {"sklearn", "torch", "mnist"}  # too large for a page, or not served with it


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
        ``runs`` in the page, and the ids of the cells that run ``before`` it. The code of a cell
        that does not run is what later cells need of it.
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
        self.name, self.cells, self.missing = name, [], set()

    def add(self, cell, what):
        """Return what the page has to know about one more cell."""
        source, draws = cell.source, "draws" in cells.tags(cell)
        if what == "source":
            source = source.rpartition("\n")[0]  # the page shows what the last line would show
        possible = self._possible(source)
        needs, gives = _names(possible)
        before, runs = self._before(needs, draws), what != "source" and possible == source
        self.cells.append((cell.id, needs, gives, draws))
        return {"section": self.name, "code": possible, "runs": runs, "before": before}

    def _possible(self, source):
        """Return code without the statements that need what the page does not have."""
        left, statements = [], ast.parse(source).body
        for statement in statements:
            text = ast.get_source_segment(source, statement)
            needs, gives = _names(text)
            if needs & (ELSEWHERE | self.missing):
                self.missing |= gives
            else:
                self.missing -= gives
                left.append(text)
        return source if len(left) == len(statements) else "\n".join(left)

    def _before(self, needs, draws):
        """List the cells to run first: those that teach, and those that draw what is needed."""
        taught = {name for _, _, gives, draws in self.cells if not draws for name in gives}
        wanted, before = needs - taught, []
        for name, its_needs, gives, its_draws in reversed(self.cells):
            if not its_draws or gives & wanted:
                wanted |= its_needs - taught if its_draws else set()
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
    return [node.attr] if isinstance(node, ast.Attribute) and node.attr in ELSEWHERE else []
