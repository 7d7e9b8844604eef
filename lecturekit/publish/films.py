"""A lecture where nothing runs: live figures become films, and words say what can be done.

A cell with a live figure is a call with literal arguments and nothing else, so the figure can
be built and drawn here without running the notebook. Films are kept in ``build/films/``; they
are drawn anew when the call or the code behind it has changed.
"""

import functools
import hashlib
import json
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import nbformat

from lecturekit import explore
from lecturekit.publish import write
from lecturekit.publish.cells import live_call

FOLDER = Path(__file__).parents[2] / "build" / "films"

# What moves, where the text beside the figure is about another control than the first one, and
# in how many frames, where the usual number would leave out what the text names.
MOVING = {
    "sigmoid_threshold": {"control": "threshold", "count": 50},  # every second hundredth
    "neuron": {"control": "b"},
    "activation_zoo": {"control": "activation"},
    "xor_hidden": {"control": "angle_2", "count": 25},
    "gradient_check": {"count": 45},
    "training": {"count": 21},  # all its maps change with every frame: 41 would take 2 MB
    "step_sizes": {"control": "step_size", "count": 26},
    "momentum": {"control": "momentum", "count": 34},  # every third hundredth
}


class Film(NamedTuple):
    """The film of a live figure: data and metadata of an output, and the control that moves."""

    data: dict
    metadata: dict
    moves: str


def lecture(path):
    """Read a notebook that has been run, for readers who have no kernel: see `with_films`."""
    return with_films(nbformat.read(path, as_version=4))


def with_films(book):
    """Copy a notebook that has been run, for readers who have no kernel.

    Every live figure becomes a film: its output holds ``text/html`` (the film), ``image/png`` with
    alternative text (its first picture) and ``text/plain``. The list of what to try before it says
    which control moves, and nobody is asked to run a cell.
    """
    book = deepcopy(book)
    to_try = None
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("Before you run this:", "Before you go on:")
            to_try = cell if cell.source.startswith("**Try it") else to_try
            continue
        call = live_call(cell.source)
        if call is None:
            continue
        data, metadata, moves = film(*call)
        if to_try is not None:
            to_try.source, to_try = what_moves(to_try.source, moves), None
        count = cell.execution_count
        cell.outputs = [
            nbformat.v4.new_output("execute_result", data, metadata=metadata, execution_count=count)
        ]
    return book


def what_moves(text, control):
    """Say in a list of things to try, a cell that begins with "**Try it", what moves here."""
    before, first, after = text.partition("\n\n1. ")
    note = f"*Here only “{control}” moves; all other controls are in the notebook.*"
    return f"{before}\n\n{note}{first}{after}"


def film(name, arguments):
    """Return the film of ``explore.NAME(…)``, drawn or as it is stored, as `Film`."""
    asked = json.dumps([arguments, MOVING.get(name)], sort_keys=True)
    stored = FOLDER / f"{name}-{_digest(asked.encode())}-{_code()}.json"
    try:
        found = json.loads(stored.read_bytes())
        return Film(*map(nbformat.from_dict, (found["data"], found["metadata"])), found["moves"])
    except (OSError, ValueError, TypeError, KeyError):  # it is not there, or not whole
        frames = getattr(explore, name)(**arguments).frames(**MOVING.get(name, {}))
        new = Film(*map(nbformat.from_dict, frames._repr_mimebundle_()), frames.moves)
        write(stored, json.dumps(new._asdict()))
        for older in FOLDER.glob(f"{name}-*.json"):
            if not older.stem.endswith(_code()):
                older.unlink(missing_ok=True)
        return new


@functools.cache
def _code():
    """Return a digest of all code that a film may depend on."""
    package = Path(explore.__file__).parents[1]
    rooms = sorted(
        path
        for path in package.rglob("*.*")
        if path.suffix in {".py", ".js"}
        and path.relative_to(package).parts[0] not in {"publish", "exercises"}
    )
    return _digest(b"".join(path.read_bytes() for path in rooms))


def _digest(content):
    return hashlib.sha256(content).hexdigest()[:16]
