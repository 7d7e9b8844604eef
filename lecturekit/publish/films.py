"""A lecture without a kernel: live figures become films, and the text says which control moves.

A cell with a live figure is a single call with literal arguments, so the figure can be created and
drawn here without running the notebook. Films are cached in ``build/films/`` and redrawn when the
call or the code behind it changes.
"""

import functools
import hashlib
import html
import json
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import nbformat

from lecturekit import explore
from lecturekit.browser.figures import described
from lecturekit.publish import write
from lecturekit.publish.cells import live_call

FOLDER = Path(__file__).parents[2] / "build" / "films"

# Which control moves, where the text is about one other than the default, and the number of
# frames, where the default would skip a value that the text mentions or make the film too large.
MOVING = {
    "sigmoid_threshold": {"control": "threshold", "count": 50},  # every second hundredth
    "neuron": {"control": "b"},
    "hidden_layer": {"control": "activation"},
    "xor_hidden": {"control": "angle_2", "count": 25},
    "gradient_check": {"count": 45},
    "training": {"count": 21},  # all its maps change in every frame: 41 frames would take 2 MB
    "step_sizes": {"control": "step_size", "count": 26},
    "momentum": {"control": "momentum", "count": 34},  # every third hundredth
}


class Film(NamedTuple):
    """The film of a live figure: the data and metadata of an output, and the moving control."""

    data: dict
    metadata: dict
    moves: str


def lecture(path):
    """Read an executed notebook, for readers without a kernel: see `with_films`."""
    return with_films(nbformat.read(path, as_version=4))


def with_films(book):
    """Return a copy of an executed notebook for readers without a kernel.

    Every live figure becomes a film: its output holds ``text/html`` (the film), ``image/png`` with
    alternative text (its first picture) and ``text/plain``. The list of things to try before it
    says which control moves, and no text asks readers to run a cell.
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
    """Note in a list of things to try (a cell that begins with "**Try it") which control moves."""
    before, first, after = text.partition("\n\n1. ")
    note = f"*In this film only “{control}” moves; the live figure has all other controls.*"
    note = one_moves(note, "<em>Here all controls move, as they do in the notebook.</em>")
    return f"{before}\n\n{note}{first}{after}"


def one_moves(text, live, tag="span"):
    """Mark a text that holds for a film; `live` is HTML for when all controls of it move."""
    return f'<{tag} class="one-moves" data-live="{html.escape(live)}">{text}</{tag}>'


def framed(player, name, arguments):
    """Return the film of ``explore.NAME(…)`` for a page, where all its controls can come alive."""
    controls = html.escape(json.dumps(described(name, arguments)))
    return f'<div class="film" data-figure="{name}" data-controls="{controls}">{player}</div>'


def film(name, arguments):
    """Return the `Film` of ``explore.NAME(…)`` from the cache, or draw it."""
    asked = json.dumps([arguments, MOVING.get(name)], sort_keys=True)
    stored = FOLDER / f"{name}-{_digest(asked.encode())}-{_code()}.json"
    try:
        found = json.loads(stored.read_bytes())
        return Film(*map(nbformat.from_dict, (found["data"], found["metadata"])), found["moves"])
    except (OSError, ValueError, TypeError, KeyError):  # missing or incomplete
        frames = getattr(explore, name)(**arguments).frames(**MOVING.get(name, {}))
        new = Film(*map(nbformat.from_dict, frames._repr_mimebundle_()), frames.moves)
        write(stored, json.dumps(new._asdict()))
        for older in FOLDER.glob(f"{name}-*.json"):
            if not older.stem.endswith(_code()):
                older.unlink(missing_ok=True)
        return new


@functools.cache
def _code():
    """Return a digest of all the code that a film may depend on."""
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
