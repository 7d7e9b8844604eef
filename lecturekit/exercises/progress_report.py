"""What a reader has done so far, as a table and as one line for whoever collects it."""

import json
import re

from lecturekit.exercises.exercise import RECORDS
from lecturekit.exercises.notes import Note
from lecturekit.exercises.reading import places, tasks

TITLE = r"\*\*Exercise ([\d.]+ · .+?)\*\* \((.+?)\)"  # as a task begins
COLUMNS = "exercise", "level", "state", "tries", "hints", "solution seen"
NOTE = "The kernel alone keeps this: a restart forgets it, and nothing is sent."


def progress(part=None):
    """Return what has been done: in how many tries, with how many hints, the solution seen or not.

    Parameters
    ----------
    part : int, optional
        1 to 4; all of them if it is left out.

    Returns
    -------
    ProgressReport
        A table, shown at once; ``.json()`` is one line of text with the same. It covers the
        time since the kernel started: nothing is stored, and nothing is sent.

    Raises
    ------
    ValueError
        If there is no such part.
    """
    parts = sorted(set(places().values()))
    if part is not None and f"part{part}" not in parts:
        raise ValueError(f"part is {part!r}; choose one of 1, 2, 3, 4, or leave it out.")
    return ProgressReport([f"part{part}"] if part else parts).show()


class ProgressReport(Note):
    """The records of the exercises of some parts, as a table.

    Attributes
    ----------
    records : dict of str: Record
        By the exercise's name, in the order of the lectures.
    """

    def __init__(self, parts):
        here = {name: part for name, part in places().items() if part in parts}
        order = [name for part in parts for name in tasks(part)]
        names = sorted(here, key=lambda name: order.index(name) if name in order else len(order))
        self.records = {name: RECORDS[name] for name in names}
        rows = [COLUMNS, *(_row(name, tasks(here[name]).get(name, "")) for name in names)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        rows.insert(1, tuple(":" + "-" * (width - 1) for width in widths))
        table = "\n".join(f"| {' | '.join(map(str.ljust, row, widths))} |" for row in rows)
        done = sum(record.done for record in self.records.values())
        super().__init__(f"**{done} of {len(names)} exercises done.**\n\n{table}\n\n{NOTE}")

    def json(self):
        """Return one line of JSON: for each exercise done, tries, hints and solution."""
        keys = "done", "tries", "hints", "solution"
        return json.dumps(
            {name: {key: getattr(rec, key) for key in keys} for name, rec in self.records.items()}
        )


def _row(name, task):
    record, found = RECORDS[name], re.match(TITLE, task)
    state = "✓ done" if record.done else "✗ not yet" if record.tries else "○"
    counts = record.tries or "", record.hints or "", record.solution or ""
    return *(found.groups() if found else (name, "")), state, *map(str, counts)
