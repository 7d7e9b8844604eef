"""Runs what a reader writes into a page: attempts at exercises, and the lecture's own cells.

The page keeps what was written and the records of the exercises: they come with each question and
go back with the answer. So nothing is lost when the page has to end Python to end a loop.
"""

import ast
import base64
import builtins
import dataclasses
import functools
import io
import linecache
import re
import sys
import traceback
import warnings
from collections import Counter
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import ModuleType

import numpy as np

from lecturekit import exercises
from lecturekit.exercises import exercise, notes, progress_report
from lecturekit.exercises.running import OutOfTime, printing, run_within

LETTERS, THINGS = 20_000, 50  # of what one run prints, and how many pictures and notes it shows
ADVICE = {
    "unfilled": "Replace the `...` and check again.",
    "right": "Compare it with the solution below.",
    "wrong": "Stuck? The hints are below.",
    "where": "The next check says what is wrong. Or open a hint below.",
    "last hint": "This is the last hint. The solution is below.",
}
KEPT = "This browser keeps it; nothing is sent."
FRAME = re.compile(r'^  File "<cell (.*?)>", line (\d+)(?:, in <module>)?', re.M)

# ``plt.show()`` has nothing to do, since plots are shown after the run.
warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")

_sections = {}  # (setup, section): variables, and the code of the cells that have been run, by name


def run(*, name, code, setup, check="", section="", before=(), seconds=None, records=None):
    """Run code after the setup cell, and return what it showed.

    Parameters
    ----------
    name, code : str
        The exercise or cell, and what is written in it.
    setup : str
        The code of the page's setup cell.
    check : str
        The call that judges an attempt. An attempt starts from nothing but the setup cell.
    section : str
        Cells of the same section share their variables.
    before : sequence of (str, str)
        Names and code of the cells to run first, unless they have been run.
    seconds : float, optional
        A time limit for the code.
    records : dict of str: dict, optional
        The records of the exercises, by name.

    Returns
    -------
    dict
        ``outputs``, each with ``text``, ``markdown`` (and the ``status`` of feedback) or ``png``
        (in base64, with ``alt``, ``width``, ``height``); ``error``, in words, or None; ``records``,
        those that have changed.
    """
    shown, error = _Shown(), None
    with _in_the_page(shown, records or {}) as changed:
        try:
            with _restored(vars(builtins), vars(np), vars(exercises)):
                space = _fresh(setup) if check else _ready(setup, section, before)
                space |= {"display": shown.add, "input": _no_input}
                task = functools.partial(_execute, name, code, space, shown.add)
                try:
                    run_within(seconds, task) if seconds else task()
                finally:
                    shown.plots()
            if check:
                _judge(name, code, check, space)
            else:
                _sections[setup, section][1][name] = code
        except BaseException as problem:  # SystemExit, too: it ends this run, not Python
            error = _told(problem, name, seconds)
    return {"outputs": shown.outputs, "error": error, "records": changed}


def progress(*, part, records):
    """Return a reader's progress in one part as Markdown, and in all parts as one line of JSON."""
    with _in_the_page(_Shown(), records):
        return {"markdown": exercises.progress(part).markdown, "json": exercises.progress().json()}


class _Shown(io.TextIOBase):
    """A stream that takes pictures and notes, too, and keeps the order of all that is shown."""

    def __init__(self):
        self.outputs, self._notes, self._things = [], [], 0

    def write(self, text):
        if not self.outputs or "text" not in self.outputs[-1]:
            self.outputs.append({"text": ""})
        self.outputs[-1]["text"] += text
        return len(text)

    def note(self, note):
        self._notes.append(note)
        self._add({"markdown": note.markdown, "status": getattr(note, "status", "")})

    def add(self, *values):
        """Show values as the last line of a cell would; a note that was shown is not repeated."""
        for value in values:
            if isinstance(value, notes.Note):
                if not any(value is note for note in self._notes):
                    self.note(value)
            elif isinstance(getattr(value, "png", None), bytes):
                data, about = value._repr_mimebundle_()
                self._add({"png": data["image/png"], **about["image/png"]})
            elif hasattr(value, "_repr_markdown_"):
                self._add({"markdown": str(value._repr_markdown_())[:LETTERS], "status": ""})
            elif value is not None:
                print(repr(value))

    def plots(self):
        """Show what pyplot has drawn, as a notebook does after a cell."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        for number in pyplot.get_fignums() if pyplot else ():
            figure, file = pyplot.figure(number), io.BytesIO()
            figure.savefig(file, dpi=100)
            width, height = map(round, 100 * figure.get_size_inches())
            size = {"width": width, "height": height}
            data = base64.b64encode(file.getvalue()).decode()
            self._add({"png": data, "alt": "A plot of your code"} | size)
            pyplot.close(figure)

    def _add(self, output):
        self._things += 1
        if self._things <= THINGS:
            self.outputs.append(output)
        elif self._things == THINGS + 1:
            self.write("… and more, which is not shown\n")


@contextmanager
def _in_the_page(shown, records):
    """Let exercises speak to the page, with its records; yield a dict for those that change."""
    changed, kept = {}, {name: _record(record) for name, record in records.items()}
    talk = vars(notes), vars(progress_report), exercise.ADVICE, exercise.RECORDS
    with (
        redirect_stdout(shown),
        printing(LETTERS),
        redirect_stderr(sys.stdout),
        _restored(*talk),
    ):
        notes.LISTENERS, progress_report.NOTE = [shown.note], KEPT
        exercise.ADVICE.update(ADVICE)
        exercise.RECORDS.clear()
        exercise.RECORDS.update(kept)
        yield changed
        now = {name: dict(vars(record)) for name, record in exercise.RECORDS.items()}
        changed |= {name: record for name, record in now.items() if record != records.get(name)}


def _record(kept):
    """Return a record as it was kept, perhaps by an older or newer edition of the page."""
    known = {field.name for field in dataclasses.fields(exercise.Record)}
    record = exercise.Record(**{name: kept[name] for name in known & set(kept)})
    record.failed = Counter(record.failed)
    return record


@contextmanager
def _restored(*mappings):
    """Undo what happens to these dicts inside: code may redefine `print`, or ``np.exp``."""
    before = [dict(mapping) for mapping in mappings]
    try:
        yield
    finally:
        for mapping, items in zip(mappings, before, strict=True):
            mapping.update(items)
            for name in mapping.keys() - items.keys():
                if not isinstance(mapping[name], ModuleType):  # those were imported meanwhile
                    del mapping[name]


@functools.cache
def _after(setup):
    """Return the variables that there are after the setup cell."""
    space = {"__name__": "__main__"}
    _execute("setup", setup, space)
    return space


def _fresh(setup):
    return dict(_after(setup))


def _ready(setup, section, before):
    """Return the variables of a section, in which the cells before this one have been run."""
    space, ran = _sections.setdefault((setup, section), (_fresh(setup), {}))
    for variable, value in _after(setup).items():
        space.setdefault(variable, value)  # one may have been deleted
    space["display"] = lambda *values: None
    for k, (name, code) in enumerate(before):
        if ran.get(name) != code:
            for later, _ in before[k:]:  # they may rest on what this one has changed
                ran.pop(later, None)
            with redirect_stdout(io.StringIO()):
                _execute(name, code, space)
            ran[name] = code
    for name in ran.keys() - {name for name, _ in before}:
        del ran[name]
    return space


def _execute(name, code, space, show=lambda value: None):
    """Run code in a namespace, and show the value of its last line."""
    file = f"<cell {name}>"
    linecache.cache[file] = len(code), None, code.splitlines(keepends=True), file
    body, last = ast.parse(code, file).body, None
    if body and isinstance(body[-1], ast.Expr) and not code.rstrip().endswith(";"):
        last = body.pop()
    exec(compile(ast.Module(body, []), file, "exec"), space)
    if last is not None:
        show(eval(compile(ast.Expression(last.value), file, "eval"), space))


def _judge(name, code, check, space):
    """Check an attempt, unless its code did so itself."""
    if f"exercises.{name}.check(" in code:
        return
    names = {node.id for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Name)}
    missing = sorted(names - space.keys() - {"exercises"})
    if missing:
        what = " and ".join(map(notes.code_span, missing))
        told = f"The check looks for {what}, which your code does not define."
        notes.Feedback("not attempted yet", told).show()
    else:
        exec(check, space | {"exercises": exercises})


def _no_input(prompt=""):
    raise EOFError("a page cannot be asked for input; write the value into the code.")


def _told(problem, name, seconds):
    """Say what stopped the code, and where in what the reader wrote."""
    if isinstance(problem, OutOfTime):
        return f"It was stopped after {seconds:g} seconds. Is there a loop that never ends?"
    if isinstance(problem, SystemExit):
        return "It calls `exit()`, which would stop Python; leave that out."
    told = traceback.TracebackException(type(problem), problem, problem.__traceback__)
    written = [frame for frame in told.stack if frame.filename.startswith("<cell ")]
    told.stack = traceback.StackSummary.from_list(written)

    def place(frame):
        return f"{'Line' if frame[1] == name else 'An earlier cell, line'} {frame[2]}"

    lines = FRAME.sub(place, "".join(told.format(chain=False)))
    return lines.removeprefix("Traceback (most recent call last):\n").rstrip()[:LETTERS]
