"""A lecture where nothing runs: live figures become films, and words say what can be done.

A cell with a live figure is ``explore.NAME(…)`` with literal arguments and nothing else, so
the figure can be built and drawn here without running the notebook. Films are kept in
``build/films/``; they are drawn anew when the call or the code behind it has changed.
"""

import ast
import copy
import functools
import hashlib
import html
import json
import re
from pathlib import Path

import nbformat

from lecturekit import explore
from lecturekit.publish.files import write

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


def live_call(source):
    """Read a cell that shows a live figure.

    Parameters
    ----------
    source : str
        Of a code cell.

    Returns
    -------
    (str, dict) or None
        Name and arguments of ``explore.NAME(…)``; None where the cell is something else.
    """
    try:
        call = ast.parse(source.strip(), mode="eval").body
        name, arguments = call.func.attr, {word.arg: word.value for word in call.keywords}
        if call.func.value.id != "explore" or call.args or None in arguments:
            return None
        return name, {word: ast.literal_eval(value) for word, value in arguments.items()}
    except (AttributeError, SyntaxError, ValueError):
        return None


def with_films(book):
    """Copy a notebook that has been run, for readers who have no kernel.

    Every live figure becomes a film, the list of what to try before it says which control moves,
    and nobody is asked to run a cell.

    Parameters
    ----------
    book : nbformat.NotebookNode
        It stays as it is.

    Returns
    -------
    nbformat.NotebookNode
        The live figures' outputs hold ``text/html`` (the film), ``image/png`` with alternative
        text (its first picture) and ``text/plain``.
    """
    book = copy.deepcopy(book)
    to_try = None
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("Before you run this:", "Before you go on:")
            to_try = cell if cell.source.startswith("**Try it") else to_try
            continue
        call = live_call(cell.source)
        if call is not None:
            data, metadata = film(*call)
            if to_try is not None:
                to_try.source, to_try = what_moves(to_try.source, data["text/html"]), None
            count = cell.execution_count
            cell.outputs = [
                nbformat.v4.new_output(
                    "execute_result", data, metadata=metadata, execution_count=count
                )
            ]
    return book


def what_moves(text, player):
    """Say in a list of things to try which of them can be tried here.

    Parameters
    ----------
    text : str
        A cell that begins with "**Try it" and has a numbered list.
    player : str
        The HTML of the film, which names the control that moves.
    """
    control = re.search(r'<div class="lecture-frames"[^>]* aria-label="([^"]*)"', player)[1]
    before, first, after = text.partition("\n\n1. ")
    note = f"*Here only “{html.unescape(control)}” moves; all other controls are in the notebook.*"
    return f"{before}\n\n{note}{first}{after}"


def film(name, arguments):
    """Return the film of ``explore.NAME(…)`` as data and metadata of an output."""
    asked = json.dumps([arguments, MOVING.get(name)], sort_keys=True)
    stored = FOLDER / f"{name}-{_digest(asked.encode())}-{_code()}.json"
    try:
        data, metadata = json.loads(stored.read_bytes())
    except (OSError, ValueError):  # it is not there, or not whole
        figure = getattr(explore, name)(**arguments)
        data, metadata = figure.frames(**MOVING.get(name, {}))._repr_mimebundle_()
        write(stored, json.dumps([data, metadata]))
        for older in FOLDER.glob(f"{name}-*.json"):
            if not older.stem.endswith(_code()):
                older.unlink(missing_ok=True)
    return nbformat.from_dict(data), nbformat.from_dict(metadata)


@functools.cache
def _code():
    """Return a digest of all code that a film may depend on."""
    package = Path(explore.__file__).parents[1]
    rooms = sorted(
        path
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] not in {"publish", "exercises"}
    )
    return _digest(b"".join(path.read_bytes() for path in rooms))


def _digest(content):
    return hashlib.sha256(content).hexdigest()[:16]
