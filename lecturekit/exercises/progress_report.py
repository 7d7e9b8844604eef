"""A reader's progress so far, as a table, and as one line of JSON to hand in."""

import json
import re

from lecturekit.exercises.exercise import RECORDS
from lecturekit.exercises.notes import Note
from lecturekit.exercises.reading import places, tasks

TITLE = r"\*\*Exercise ([\d.]+ · .+?)\*\* \((.+?)\)"  # at the start of a task
COLUMNS = "exercise", "level", "state", "tries", "hints", "solution seen"
NOTE = "The kernel alone keeps this: a restart forgets it, and nothing is sent."


def progress(part=None):
    """Return your progress: exercises done, tries, hints, and whether you saw the solution.

    Parameters
    ----------
    part : int, optional
        1 to 4; all parts if left out.

    Returns
    -------
    ProgressReport
        A table, displayed at once; ``.json()`` returns the same as one line of text. It covers
        the time since the kernel started: nothing is saved, and nothing is sent.

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
        By exercise name, in the order of the lectures.
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
        """Return one line of JSON with done, tries, hints and solution for each exercise."""
        keys = "done", "tries", "hints", "solution"
        return json.dumps(
            {name: {key: getattr(rec, key) for key in keys} for name, rec in self.records.items()}
        )


def _row(name, task):
    record, found = RECORDS[name], re.match(TITLE, task)
    state = "✓ done" if record.done else "✗ not yet" if record.tries else "○"
    counts = record.tries or "", record.hints or "", record.solution or ""
    return *(found.groups() if found else (name, "")), state, *map(str, counts)
