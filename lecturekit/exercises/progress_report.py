"""What a reader has done so far, as a table and as one line for whoever collects it."""

import html
import json
import re

from lecturekit.exercises.exercise import RECORDS
from lecturekit.exercises.reading import places, tasks

TITLE = r"\*\*Exercise ([\d.]+ · .+?)\*\* \((.+?)\)"  # as a task begins
COLUMNS = "exercise", "level", "", "tries", "hints", "solution seen"
NOTE = "Kept by the kernel alone: a restart forgets it, and nothing is sent."


def progress(part=None):
    """Return what has been done: in how many tries, with how many hints, the solution seen or not.

    Parameters
    ----------
    part : int, optional
        1 to 4; all of them if it is left out.

    Returns
    -------
    ProgressReport
        A table as the last line of a cell; ``.json()`` is one line of text with the same. It
        covers the time since the kernel started: nothing is stored, and nothing is sent.

    Raises
    ------
    ValueError
        If there is no such part.
    """
    parts = sorted(set(places().values()))
    if part is not None and f"part{part}" not in parts:
        raise ValueError(f"part is {part!r}; choose one of 1, 2, 3, 4, or leave it out.")
    return ProgressReport([f"part{part}"] if part else parts)


class ProgressReport:
    """The records of the exercises of some parts.

    Attributes
    ----------
    records : dict of str: Record
        By the exercise's name, in the order of the lectures.
    """

    def __init__(self, parts):
        self._headings, self.records = {}, {}
        for part in parts:
            here = [name for name, where in places().items() if where == part]
            order = list(tasks(part))
            for name in sorted(here, key=lambda name: order.index(name) if name in order else 99):
                found = re.match(TITLE, tasks(part).get(name, ""))
                self._headings[name] = found.groups() if found else (name, "")
                self.records[name] = RECORDS[name]

    def json(self):
        """Return one line of JSON: for each exercise done, tries, hints and solution."""
        return json.dumps(
            {
                name: {key: getattr(record, key) for key in ("done", "tries", "hints", "solution")}
                for name, record in self.records.items()
            }
        )

    def _rows(self):
        for name, record in self.records.items():
            mark = "✓ done" if record.done else "✗ not yet" if record.tries else "○"
            counts = record.tries or "", record.hints or "", record.solution or ""
            yield *self._headings[name], mark, *counts

    def _summary(self):
        done = sum(record.done for record in self.records.values())
        return f"{done} of {len(self.records)} exercises done."

    def _repr_html_(self):
        def row(cells, tag):
            return "".join(
                f'<{tag} style="text-align: left">{html.escape(str(cell))}</{tag}>'
                for cell in cells
            )

        lines = "\n".join(f"<tr>{row(cells, 'td')}</tr>" for cells in self._rows())
        return (
            f"<p><b>{self._summary()}</b></p>\n<table>\n<thead><tr>{row(COLUMNS, 'th')}</tr>"
            f"</thead>\n<tbody>\n{lines}\n</tbody>\n</table>\n<p><small>{NOTE}</small></p>"
        )

    def __repr__(self):
        rows = [COLUMNS, *self._rows()]
        widths = [max(len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
            for row in rows
        ]
        return "\n".join([self._summary(), *map(str.rstrip, lines), NOTE])
