"""What the landing page says about each lecture, and the files to download."""

import re
import zipfile
from pathlib import Path

import nbformat

from lecturekit.exercises.notes import plain
from lecturekit.publish.cells import live_call, pictures
from lecturekit.publish.clock import clock

# The picture on a lecture's card, by the id of the cell that shows it.
COVERS = {
    "1-neuron": "neuron-live",
    "2-networks": "playground-live",
    "3-backprop": "backprop-live",
    "4-sgd": "race-live",
}
QUESTION = re.compile(r"\*\*The question of this lecture\.\*\* (.*)")

# What you need to run the lectures; the archive contains all of it.
PROJECT = ["Makefile", "README.md", "LICENSE", "environment.yml", "pyproject.toml"]
PROJECT += [".ci", "lecturekit", "notebooks", "tests"]
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def card(book, path, images):
    """Return the content of a lecture's card, by the names that ``index.md.j2`` uses.

    `book` is the notebook at `path` with films, see `lecturekit.publish.films`.
    """
    tags = [tag for cell in book.cells for tag in cell.metadata.get("tags", [])]
    (cover,) = [cell for cell in book.cells if cell.id == COVERS[path.stem]]
    (shown,) = pictures(cover)
    return {
        "name": path.stem,
        "title": book.metadata.title,
        "question": plain(QUESTION.search(book.cells[0].source)[1]),
        "picture": images.picture(shown),
        "time": clock(nbformat.read(path, as_version=4)),  # films add words
        "films": sum(live_call(c.source) is not None for c in book.cells if c.cell_type == "code"),
        "quizzes": tags.count("quiz"),
        "exercises": tags.count("exercise"),
    }


def take_home(lectures, decks, handouts, target):
    """Copy whatever decks, handouts and notebooks exist into the site.

    Returns
    -------
    list of dict
        For each lecture, its ``name`` and, for ``deck``, ``handout``, ``text`` and ``notebook``,
        the address and the size in megabytes, or None if the file does not exist.
    """
    found = []
    for path in lectures:
        wanted = {
            "deck": decks / f"{path.stem}.html",
            "handout": handouts / f"{path.stem}-slides.pdf",
            "text": handouts / f"{path.stem}.pdf",
            "notebook": path,
        }
        files = {"name": path.stem}
        for what, source in wanted.items():
            files[what] = _copied(source, target, f"{what}s") if source.exists() else None
        found.append(files)
    return found


def archive(root, target):
    """Write the project, ready to run, to one zip file; return its address and size in MB."""
    with zipfile.ZipFile(target / "lectures.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(path for name in PROJECT for path in _files(root / name)):
            file.write(path, Path("lectures") / path.relative_to(root))
    return _address(target / "lectures.zip", target)


def _files(path):
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and not LEFT_OUT & set(file.parts)]


def _copied(source, target, folder):
    (target / folder).mkdir(exist_ok=True)
    copy = target / folder / source.name
    copy.write_bytes(source.read_bytes())
    return _address(copy, target)


def _address(file, target):
    return file.relative_to(target).as_posix(), file.stat().st_size / 1e6
